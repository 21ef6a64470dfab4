"""The ways of writing the int8 CPU graph that `bench` compares. Only `shipped` is exported into packs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from onnx import ModelProto, TensorProto

from training.export.blocks import Blocks, Linear, TimeMajorBlocks, write_encoder
from training.export.fit import Fitted
from training.export.graph import CONTRIB, GraphWriter
from training.export.linear import FloatLinear, StaticLinear, embed_float, embed_quantized
from training.export.parameters import Parameters
from training.export.quantize import Activation, Quantized, fit_activation, quantize
from training.export.types import FloatArray


class SkipNormBlocks(TimeMajorBlocks):
    """With the contrib operator that joins residual sum and normalization."""

    def add_norm(self, name: str, value: str, residual: str) -> str:
        scale, offset = self.parameters.norms[name]
        inputs = [value, residual, self.small(f"{name}.scale", scale), self.small(f"{name}.offset", offset)]
        return self.graph.node("SkipLayerNormalization", inputs, CONTRIB, epsilon=self.parameters.epsilon)


class JointAttentionBlocks(Blocks):
    """With the contrib operator MultiHeadAttention and its key padding mask."""

    def mask(self) -> str:
        return self.graph.node("Cast", ["attention_mask"], to=TensorProto.INT32)

    def attention(self, query: str, key: str, value: str, mask: str) -> str:
        inputs = [query, key, value, "", mask]
        heads = self.parameters.heads
        return self.graph.node("MultiHeadAttention", inputs, CONTRIB, num_heads=heads, scale=1.0)


class FastGeluBlocks(TimeMajorBlocks):
    """GELU by its tanh approximation."""

    def gelu(self, value: str) -> str:
        return self.graph.node("FastGelu", [value], CONTRIB)


class NoGeluBlocks(TimeMajorBlocks):
    """No activation function: not a model, but the bound on what a faster GELU could give."""

    def gelu(self, value: str) -> str:
        return value


class DynamicLinear:
    """One activation scale for the whole batch, found at run time (`DynamicQuantizeLinear`)."""

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.matrices = {n: quantize(m, 0) for n, m in blocks.parameters.matrices.items()}

    def prepare(self, tap: str, value: str) -> tuple[str, ...]:
        """Values, scale, zero point."""
        return tuple(self.blocks.graph.nodes("DynamicQuantizeLinear", [value], 3))

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """As in the shipped graph."""
        return StaticLinear(self.blocks, self.matrices, {}).apply(prepared, matrix)


class RowLinear:
    """One symmetric scale per token, found at run time, in plain operators."""

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        self.matrices = {n: quantize(m, 0) for n, m in blocks.parameters.matrices.items()}

    def prepare(self, tap: str, value: str) -> tuple[str, ...]:
        """uint8 values around 128, and each row's scale."""
        g = self.blocks.graph
        peak = g.node("ReduceMax", [g.node("Abs", [value]), g.shape_constant(-1)], keepdims=1)
        scale = g.node("Mul", [peak, g.constant("per.level", np.float32(1 / 127))])
        one, middle = g.constant("one", np.float32(1)), g.constant("middle", np.uint8(128))
        return g.node("QuantizeLinear", [g.node("Div", [value, scale]), one, middle]), scale

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """Integer product, then the row's scale and the bias."""
        g, weights = self.blocks.graph, self.matrices[matrix]
        values, scale = prepared
        inputs = [
            values,
            g.constant(matrix, weights.values),
            g.constant("one", np.float32(1)),
            g.constant(f"{matrix}.scale", weights.scale.reshape(-1)),
            g.constant("middle", np.uint8(128)),
        ]
        product = g.node("Mul", [g.node("MatMulIntegerToFloat", inputs, CONTRIB), scale])
        return g.node("Add", [product, g.constant(f"{matrix}.bias", self.blocks.parameters.biases[matrix])])


class BlockwiseLinear:
    """`MatMulNBits` with 8 bits: activations quantized by row and block at run time (`accuracy_level` 4)."""

    def __init__(self, blocks: Blocks, size: int) -> None:
        self.blocks = blocks
        self.size = size

    def prepare(self, tap: str, value: str) -> tuple[str, ...]:
        """The operator quantizes by itself."""
        return (value,)

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """uint8 weights around 128, one scale per column and block."""
        g, values = self.blocks.graph, self.blocks.parameters.matrices[matrix]
        depth, width = values.shape
        blocks = quantize(values.T.reshape(width, depth // self.size, self.size), 2)
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


@dataclass(frozen=True, slots=True)
class Material:
    """What the variants are built from: the float weights, and the activations they have on calibration text."""

    parameters: Parameters
    rows: Mapping[str, FloatArray]
    fits: Mapping[str, Activation]
    words: Quantized
    fitted: Fitted
    """What is shipped."""


def material(parameters: Parameters, rows: Mapping[str, FloatArray], fitted: Fitted) -> Material:
    """Fits plain static scales to the activations, for the variants that are not shipped."""
    fits = {t: fit_activation(rows[t], parameters.joined(t)) for t in parameters.taps()}
    return Material(parameters, rows, fits, quantize(parameters.words, 1), fitted)


BlocksType = Callable[[GraphWriter, Parameters], Blocks]


def _model(source: Material, blocks: Blocks, linear: Linear) -> ModelProto:
    hidden = write_encoder(blocks, linear, lambda g: embed_quantized(g, source.words, half=False))
    blocks.graph.output(blocks.restore(hidden), "hidden", source.parameters.hidden)
    return blocks.graph.model("variant", "glosa")


def shipped(source: Material, without_sides: bool = False) -> ModelProto:
    """The CPU graph as exported; `without_sides` leaves the side channels' float products out, for their cost alone."""
    fitted = source.fitted
    fits = dict(fitted.activations)
    if without_sides:
        fits = {t: replace(f, side=f.side[:0]) for t, f in fits.items()}
    blocks = TimeMajorBlocks(GraphWriter(), fitted.parameters)
    return _model(source, blocks, StaticLinear(blocks, fitted.matrices, fits, fitted.sides))


def static(source: Material, kind: BlocksType = TimeMajorBlocks, smooth: bool = True) -> ModelProto:
    """Static scales, every weight rounded by itself; `smooth` False leaves the smoothing out."""
    fits, plain = source.fits, source.parameters
    if not smooth:
        fits = {t: fit_activation(source.rows[t], plain.joined(t), (None,)) for t in plain.taps()}
    parameters = plain.smoothed({t: f.smooth for t, f in fits.items() if f.smooth is not None})
    blocks = kind(GraphWriter(), parameters)
    matrices = {n: quantize(m, 0) for n, m in parameters.matrices.items()}
    return _model(source, blocks, StaticLinear(blocks, matrices, fits))


def dynamic(source: Material) -> ModelProto:
    """One run-time scale per batch."""
    blocks = TimeMajorBlocks(GraphWriter(), source.parameters)
    return _model(source, blocks, DynamicLinear(blocks))


def by_row(source: Material) -> ModelProto:
    """One run-time scale per token."""
    blocks = TimeMajorBlocks(GraphWriter(), source.parameters)
    return _model(source, blocks, RowLinear(blocks))


def blockwise(source: Material, size: int) -> ModelProto:
    """Run-time scales per token and block of `size`."""
    blocks = TimeMajorBlocks(GraphWriter(), source.parameters)
    return _model(source, blocks, BlockwiseLinear(blocks, size))


def float32(source: Material) -> ModelProto:
    """No quantization: the reference."""
    graph = GraphWriter()
    blocks = TimeMajorBlocks(graph, source.parameters)
    hidden = write_encoder(blocks, FloatLinear(graph, source.parameters), lambda g: embed_float(g, source.parameters))
    graph.output(blocks.restore(hidden), "hidden", source.parameters.hidden)
    return graph.model("reference", "glosa")


REFERENCE, SHIPPED = "float32", "shipped"
VARIANTS: dict[str, Callable[[Material], ModelProto]] = {
    REFERENCE: float32,
    SHIPPED: shipped,
    "no side channels (bound)": lambda m: shipped(m, without_sides=True),
    "static": static,
    "static, not smoothed": lambda m: static(m, smooth=False),
    "static, batch-major": lambda m: static(m, Blocks),
    "static, MultiHeadAttention": lambda m: static(m, JointAttentionBlocks),
    "static, SkipLayerNormalization": lambda m: static(m, SkipNormBlocks),
    "static, FastGelu": lambda m: static(m, FastGeluBlocks),
    "static, no GELU (bound)": lambda m: static(m, NoGeluBlocks),
    "dynamic per batch": dynamic,
    "dynamic per token": by_row,
    "MatMulNBits 8 bits, blocks of 32": lambda m: blockwise(m, 32),
    "MatMulNBits 8 bits, blocks of 128": lambda m: blockwise(m, 128),
}
