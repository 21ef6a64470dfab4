"""The CPU graph against the row quantization written out in numpy."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
from onnx import ModelProto, TensorProto, helper

from training.export.blocks import RowBlocks
from training.export.graph import GraphWriter
from training.export.inputs import batch
from training.export.linear import RowLinear
from training.export.parameters import MATRICES, Parameters
from training.export.quantize import Integers, quantize_all
from training.export.types import Encoded, FloatArray
from training.export.variants import rows

HIDDEN, INNER, HEADS, LAYERS, WORDS = 64, 128, 2, 2, 50


def _product(x: FloatArray, integers: Integers, name: str) -> FloatArray:
    """A product as a pack's kernel has to compute it."""
    weights = integers.matrices[name]
    low, high = np.minimum(x.min(1), np.float32(0)), np.maximum(x.max(1), np.float32(0))
    step = np.maximum((high - low) / np.float32(255), np.float32(1e-8))[:, None]
    zero = np.rint(-low[:, None] / step)
    values = np.clip(np.rint(x / step) + zero, 0, 255).astype(np.int64)
    sums = weights.values.astype(np.int64).sum(0)
    whole = values @ weights.values.astype(np.int64) - zero.astype(np.int64) * sums
    product = (step * whole * weights.scale).astype(np.float32)
    return np.asarray(product + integers.parameters.biases[name])


def _norm(x: FloatArray, parameters: Parameters, name: str) -> FloatArray:
    scale, offset = parameters.norms[name]
    centred = x - x.mean(1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(1, keepdims=True) + parameters.epsilon) * scale + offset)


def _hidden(integers: Integers, sequence: Encoded) -> FloatArray:
    p, n = integers.parameters, len(sequence.ids)
    error = np.vectorize(math.erf, otypes=[np.float32])
    words = integers.words.restored()[list(sequence.ids)]
    x = _norm(words + p.positions[:n] + p.types[list(sequence.types)], p, "embeddings")
    for i in range(p.layers):
        q, k, v = (_product(x, integers, f"{i}.{m}").reshape(n, HEADS, -1).transpose(1, 0, 2) for m in "qkv")
        weights = np.exp(q @ k.transpose(0, 2, 1))
        context = weights / weights.sum(2, keepdims=True) @ v
        out = _product(context.transpose(1, 0, 2).reshape(n, -1), integers, f"{i}.o")
        x = _norm(x + out, p, f"{i}.attention")
        inner = _product(x, integers, f"{i}.up")
        inner = inner * (1 + error(inner / np.float32(np.sqrt(2)))) / 2
        x = _norm(x + _product(inner, integers, f"{i}.down"), p, f"{i}.output")
    return x


@pytest.fixture(scope="module")
def integers() -> Integers:
    generator = np.random.default_rng(0)

    def normal(deviation: float, *shape: int) -> FloatArray:
        return generator.normal(0, deviation, shape).astype(np.float32)

    sizes = {m: (INNER if m == "down" else HIDDEN, INNER if m == "up" else HIDDEN) for m in MATRICES}
    names = [f"{i}.{m}" for i in range(LAYERS) for m in MATRICES]
    norms = ["embeddings", *(f"{i}.{n}" for i in range(LAYERS) for n in ("attention", "output"))]
    return quantize_all(
        Parameters(
            layers=LAYERS,
            heads=HEADS,
            hidden=HIDDEN,
            epsilon=1e-12,
            matrices={n: normal(0.1, *sizes[n.split(".")[1]]) for n in names},
            biases={n: normal(0.1, sizes[n.split(".")[1]][1]) for n in names},
            norms={n: (1 + normal(0.1, HIDDEN), normal(0.1, HIDDEN)) for n in norms},
            words=normal(1, WORDS, HIDDEN),
            positions=normal(0.1, 40, HIDDEN),
            types=normal(0.1, 4, HIDDEN),
        )
    )


def _session(model: ModelProto) -> Any:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def _prepared(integers: Integers) -> Any:
    """A session that quantizes `x` and multiplies it by `0.up`."""
    graph = GraphWriter()
    linear = RowLinear(RowBlocks(graph, integers.parameters), integers)
    values, step, pair = linear.prepare("x")
    product = linear.apply((values, step, pair), "0.up")
    for value, name in ((values, "values"), (step, "steps"), (pair, "pairs"), (product, "product")):
        graph.output(value, name, 1)
    model = graph.model("product", "glosa")
    del model.graph.input[:], model.graph.output[:]
    model.graph.input.append(helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", HIDDEN]))
    for name, kind in (("values", TensorProto.UINT8), *((n, TensorProto.FLOAT) for n in ("steps", "pairs", "product"))):
        model.graph.output.append(helper.make_tensor_value_info(name, kind, None))
    return _session(model)


def test_rows_are_quantized_as_is_written(integers: Integers) -> None:
    generator = np.random.default_rng(1)
    x = generator.normal(0, 1, (9, HIDDEN)).astype(np.float32)
    x[1] += 5
    x[2] -= 5
    x[3] = 0
    x[4] *= 1e-9
    # Halves of a step of 1, and a zero point that ends in one.
    x[5] = np.resize(np.arange(-40, 40) / 2, HIDDEN)
    x[5, :2] = -100.5, 154.5
    x[6] *= 1e4
    values, steps, pairs, product = _prepared(integers).run(["values", "steps", "pairs", "product"], {"x": x})
    low, high = np.minimum(x.min(1), np.float32(0)), np.maximum(x.max(1), np.float32(0))
    step = np.maximum((high - low) / np.float32(255), np.float32(1e-8))[:, None]
    zero = np.rint(-low[:, None] / step)
    np.testing.assert_array_equal(steps, step)
    np.testing.assert_array_equal(values, np.clip(np.rint(x / step) + zero, 0, 255))
    np.testing.assert_array_equal(pairs, np.concatenate([-zero * step, np.ones((9, 1))], 1).astype(np.float32))
    assert zero[1] == 0 and zero[2] == 255 and zero[5] == 100 and step[5] == 1 and step[3] == np.float32(1e-8)
    wanted = _product(x, integers, "0.up")
    np.testing.assert_allclose(product, wanted, rtol=1e-5, atol=2e-6 * np.abs(wanted).max())
    # A row by itself gives the same bits.
    for i in range(len(x)):
        np.testing.assert_array_equal(_prepared(integers).run(["product"], {"x": x[i : i + 1]})[0][0], product[i])


def _sequences(count: int) -> list[Encoded]:
    generator = np.random.default_rng(2)
    return [
        Encoded(tuple(generator.integers(0, WORDS, n).tolist()), tuple(generator.integers(0, 4, n).tolist()))
        for n in generator.integers(3, 30, count)
    ]


def test_the_encoder_is_that_of_numpy(integers: Integers) -> None:
    session = _session(rows(integers))
    off = []
    for sequence in _sequences(20):
        found = session.run(["hidden"], batch([sequence]))[0][0]
        off.append(float(np.abs(found - _hidden(integers, sequence)).max()))
    # Where a value lies on the edge between two integers, sums of floats may take it to the other: one sentence here.
    assert sum(o < 1e-5 for o in off) >= 15 and max(off) < 0.1


def test_a_row_does_not_depend_on_its_batch(integers: Integers) -> None:
    session, sequences = _session(rows(integers)), _sequences(12)
    together = session.run(["hidden"], batch(sequences))[0]
    for row, sequence in enumerate(sequences):
        alone = session.run(["hidden"], batch([sequence]))[0][0]
        np.testing.assert_array_equal(together[row, : len(alone)], alone)
