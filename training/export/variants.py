"""The ways of writing the int8 CPU graph that `bench` compares. Only `shipped` is exported into packs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from onnx import ModelProto

from training.export.blocks import Blocks, Linear, RowBlocks, write_encoder
from training.export.graph import CONTRIB, GraphWriter
from training.export.linear import FloatLinear, RowLinear, embed_float, embed_quantized
from training.export.quantize import Integers, quantize


class SkipNormBlocks(RowBlocks):
    """With the contrib operator that joins residual sum and normalization."""

    def add_norm(self, name: str, value: str, residual: str) -> str:
        scale, offset = self.parameters.norms[name]
        inputs = [value, residual, self.small(f"{name}.scale", scale), self.small(f"{name}.offset", offset)]
        return self.graph.node("SkipLayerNormalization", inputs, CONTRIB, epsilon=self.parameters.epsilon)


class AddLinear(RowLinear):
    """Zero points and bias as a product of their own, then added."""

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        values, step, pair = prepared
        g = self.blocks.graph
        rest = g.node("MatMul", [pair, self.ends(matrix)])
        return g.node("Add", [g.node("Mul", [self.product(values, matrix), step]), rest])


class BareLinear(RowLinear):
    """Neither steps, zero points nor bias: not a model, but the bound on what a faster way to them could give."""

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        return self.product(prepared[0], matrix)


class BatchLinear(RowLinear):
    """One activation scale for the whole batch, found at run time (`DynamicQuantizeLinear`)."""

    def prepare(self, value: str) -> tuple[str, ...]:
        return tuple(self.blocks.graph.nodes("DynamicQuantizeLinear", [value], 3))

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        g, weights = self.blocks.graph, self.integers.matrices[matrix]
        values, step, zero = prepared
        scale = g.constant(f"{matrix}.scale", weights.scale.reshape(-1))
        bias = g.constant(f"{matrix}.bias", self.blocks.parameters.biases[matrix])
        inputs = [values, g.constant(matrix, weights.values), step, scale, zero, "", bias]
        return g.node("MatMulIntegerToFloat", inputs, CONTRIB)


class FixedLinear(BatchLinear):
    """One scale for all activations, fixed: not a model, but the time that finding scales costs."""

    def prepare(self, value: str) -> tuple[str, ...]:
        g = self.blocks.graph
        step, zero = g.constant("step", np.float32(0.05)), g.constant("middle", np.uint8(128))
        return g.node("QuantizeLinear", [value, step, zero]), step, zero


class BlockwiseLinear:
    """`MatMulNBits` with 8 bits: activations quantized by row and block at run time (`accuracy_level` 4)."""

    def __init__(self, blocks: Blocks, size: int) -> None:
        self.blocks = blocks
        self.size = size

    def prepare(self, value: str) -> tuple[str, ...]:
        """The operator quantizes by itself."""
        return (value,)

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """uint8 weights around 128, one scale per column and block."""
        g, values = self.blocks.graph, self.blocks.parameters.matrices[matrix]
        depth, width = values.shape
        blocks = quantize(values.T.reshape(width, depth // self.size, self.size), 2, 127)
        inputs = [
            prepared[0],
            g.constant(matrix, (blocks.values.astype(np.int16) + 128).astype(np.uint8)),
            g.constant(f"{matrix}.scale", blocks.scale.reshape(-1)),
            "",
            "",
            g.constant(f"{matrix}.bias", self.blocks.parameters.biases[matrix]),
        ]
        sizes = {"K": depth, "N": width, "bits": 8, "block_size": self.size}
        return g.node("MatMulNBits", inputs, CONTRIB, accuracy_level=4, **sizes)


def _model(integers: Integers, blocks: Blocks, linear: Linear) -> ModelProto:
    hidden = write_encoder(blocks, linear, lambda g: embed_quantized(g, integers.words, half=False))
    blocks.graph.output(blocks.restore(hidden), "hidden", integers.parameters.hidden)
    return blocks.graph.model("variant", "glosa")


def rows(integers: Integers, linear: type[RowLinear] = RowLinear, kind: type[RowBlocks] = RowBlocks) -> ModelProto:
    """The CPU graph as exported, or with another way for one of its parts."""
    blocks = kind(GraphWriter(), integers.parameters)
    return _model(integers, blocks, linear(blocks, integers))


def blockwise(integers: Integers, size: int) -> ModelProto:
    """Run-time scales per token and block of `size`."""
    blocks = RowBlocks(GraphWriter(), integers.parameters)
    return _model(integers, blocks, BlockwiseLinear(blocks, size))


def float32(integers: Integers) -> ModelProto:
    """No quantization: the reference."""
    graph, parameters = GraphWriter(), integers.parameters
    blocks = RowBlocks(graph, parameters)
    hidden = write_encoder(blocks, FloatLinear(graph, parameters), lambda g: embed_float(g, parameters))
    graph.output(blocks.restore(hidden), "hidden", parameters.hidden)
    return graph.model("reference", "glosa")


REFERENCE, SHIPPED = "float32", "shipped"
VARIANTS: dict[str, Callable[[Integers], ModelProto]] = {
    REFERENCE: float32,
    SHIPPED: rows,
    "MatMul and Add in place of Gemm": lambda m: rows(m, AddLinear),
    "SkipLayerNormalization": lambda m: rows(m, kind=SkipNormBlocks),
    "neither steps nor bias (bound)": lambda m: rows(m, BareLinear),
    "one fixed scale (bound)": lambda m: rows(m, FixedLinear),
    "dynamic per batch": lambda m: rows(m, BatchLinear),
    "MatMulNBits 8 bits, blocks of 32": lambda m: blockwise(m, 32),
    "MatMulNBits 8 bits, blocks of 128": lambda m: blockwise(m, 128),
}
