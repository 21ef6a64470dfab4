"""How each graph multiplies by the encoder's matrices, and reads its word table."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from onnx import TensorProto

from training.export.blocks import Blocks
from training.export.graph import CONTRIB, GraphWriter
from training.export.parameters import Parameters
from training.export.quantize import Activation, Quantized
from training.export.types import FloatArray


class FloatLinear:
    """float32 products; remembers the name of every tap, so that calibration can read them."""

    def __init__(self, graph: GraphWriter, parameters: Parameters) -> None:
        self.graph = graph
        self.parameters = parameters
        self.taps: dict[str, str] = {}

    def prepare(self, tap: str, value: str) -> tuple[str, ...]:
        """Keeps the value as it is."""
        self.taps[tap] = value
        return (value,)

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """MatMul and Add."""
        g = self.graph
        product = g.node("MatMul", [prepared[0], g.constant(matrix, self.parameters.matrices[matrix])])
        return g.node("Add", [product, g.constant(f"{matrix}.bias", self.parameters.biases[matrix])])


def divide(blocks: Blocks, tap: str, value: str, fit: Activation) -> str:
    """The smoothed activation. The context's factors are already in the value matrix."""
    if fit.smooth is None or tap.endswith(".c"):
        return value
    return blocks.graph.node("Mul", [value, blocks.small(f"{tap}.smooth", 1 / fit.smooth)])


class StaticLinear:
    """uint8 x int8 products with fixed activation scales, for the CPU.

    A row's result depends on that row alone, whatever else is in the batch; integer sums are exact.
    """

    def __init__(
        self,
        blocks: Blocks,
        matrices: Mapping[str, Quantized],
        activations: Mapping[str, Activation],
        sides: Mapping[str, FloatArray] | None = None,
    ) -> None:
        self.blocks = blocks
        self.matrices = matrices
        self.activations = activations
        self.sides = sides or {}

    def prepare(self, tap: str, value: str) -> tuple[str, ...]:
        """Quantizes once: uint8 values, scale, zero point; and the side channels as they are, where there are some."""
        g, fit = self.blocks.graph, self.activations[tap]
        scale, zero = g.constant(f"{tap}.scale", fit.scale), g.constant(f"{tap}.zero", fit.zero)
        quantized = g.node("QuantizeLinear", [divide(self.blocks, tap, value, fit), scale, zero])
        if not len(fit.side):
            return quantized, scale, zero
        return quantized, scale, zero, g.node("Gather", [value, g.constant(f"{tap}.side", fit.side)], axis=-1)

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """One integer product that adds the bias as it converts to float; the side channels are added to it."""
        g, weights = self.blocks.graph, self.matrices[matrix]
        values, scale, zero, *side = prepared
        inputs = [
            values,
            g.constant(matrix, weights.values),
            scale,
            g.constant(f"{matrix}.scale", weights.scale.reshape(-1)),
            zero,
            "",
            g.constant(f"{matrix}.bias", self.blocks.parameters.biases[matrix]),
        ]
        product = g.node("MatMulIntegerToFloat", inputs, CONTRIB)
        if not side:
            return product
        rest = g.node("MatMul", [*side, g.constant(f"{matrix}.side", self.sides[matrix])])
        return g.node("Add", [product, rest])


class RestoredLinear:
    """Products with the int8 matrices restored to float, for a GPU.

    The restoring has only constant inputs, so onnxruntime does it once, on the CPU, when the session is
    made; `DequantizeLinear` would be kept and run every time.
    """

    def __init__(
        self,
        blocks: Blocks,
        matrices: Mapping[str, Quantized],
        activations: Mapping[str, Activation],
        sides: Mapping[str, FloatArray] | None = None,
    ) -> None:
        self.blocks = blocks
        self.matrices = matrices
        self.activations = activations
        self.sides = sides or {}

    def prepare(self, tap: str, value: str) -> tuple[str, ...]:
        """Smooths; nothing is quantized."""
        return (divide(self.blocks, tap, value, self.activations[tap]), tap)

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """MatMul and Add in the graph's float type."""
        g, weights = self.blocks.graph, self.matrices[matrix]
        scale = g.constant(f"{matrix}.scale", weights.scale.reshape(-1))
        whole = g.node("Cast", [g.constant(matrix, weights.values)], to=TensorProto.FLOAT)
        restored = g.node("Mul", [whole, scale])
        fit = self.activations[prepared[1]]
        if len(fit.side):
            rows = g.constant(f"{prepared[1]}.side.rows", fit.side[:, None])
            restored = g.node("ScatterND", [restored, rows, g.constant(f"{matrix}.side", self.sides[matrix])])
        if self.blocks.kind is not np.float32:
            restored = g.node("Cast", [restored], to=TensorProto.FLOAT16)
        bias = self.blocks.small(f"{matrix}.bias", self.blocks.parameters.biases[matrix])
        return g.node("Add", [g.node("MatMul", [prepared[0], restored]), bias])


def embed_quantized(graph: GraphWriter, words: Quantized, half: bool) -> str:
    """Rows of the int8 word table; only the rows read are restored."""
    rows = graph.node("Gather", [graph.constant("words", words.values), "input_ids"])
    scale = graph.node("Gather", [graph.constant("words.scale", words.scale), "input_ids"])
    restored = graph.node("Mul", [graph.node("Cast", [rows], to=TensorProto.FLOAT), scale])
    return graph.node("Cast", [restored], to=TensorProto.FLOAT16) if half else restored


def embed_float(graph: GraphWriter, parameters: Parameters) -> str:
    """Rows of the float32 word table."""
    return graph.node("Gather", [graph.constant("words", parameters.words), "input_ids"])
