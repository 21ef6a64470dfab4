"""How each graph multiplies by the encoder's matrices, and reads its word table."""

from __future__ import annotations

import numpy as np
from onnx import TensorProto

from training.export.blocks import Blocks
from training.export.graph import CONTRIB, GraphWriter
from training.export.parameters import Parameters
from training.export.quantize import Integers, Quantized


class FloatLinear:
    """float32 products."""

    def __init__(self, graph: GraphWriter, parameters: Parameters) -> None:
        self.graph = graph
        self.parameters = parameters

    def prepare(self, value: str) -> tuple[str, ...]:
        """Keeps the value as it is."""
        return (value,)

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """MatMul and Add."""
        g = self.graph
        product = g.node("MatMul", [prepared[0], g.constant(matrix, self.parameters.matrices[matrix])])
        return g.node("Add", [product, g.constant(f"{matrix}.bias", self.parameters.biases[matrix])])


class RowLinear:
    """uint8 x int8 products for the CPU, over rows [tokens, size]; each row has its own scale and zero point.

    low = min(0, least), high = max(0, greatest), step = max((high - low) / 255, 1e-8), zero = round(-low / step), and
    values become round(value / step) + zero, cut to 0..255; halves go to the even integer. A row's result depends on
    that row alone, whatever else is in the batch; integer sums are exact, and stay within 16 bits a pair.
    """

    def __init__(self, blocks: Blocks, integers: Integers) -> None:
        self.blocks = blocks
        self.integers = integers

    def prepare(self, value: str) -> tuple[str, ...]:
        """Quantizes once: uint8 values, step [rows, 1], and (-zero * step, 1) [rows, 2]."""
        g = self.blocks.graph
        last = g.shape_constant(-1)
        nil, whole, least = (g.constant(n, np.float32(v)) for n, v in (("nil", 0), ("whole", 255), ("least", -1e-8)))
        low = g.node("Min", [g.node("ReduceMin", [value, last], keepdims=0), nil])
        high = g.node("Relu", [g.node("ReduceMax", [value, last], keepdims=0)])
        # The step's negative serves as often as the step.
        negative = g.node("Min", [g.node("Div", [g.node("Sub", [low, high]), whole]), least])
        step = g.node("Neg", [negative])
        zero = g.node("QuantizeLinear", [low, negative], axis=0, output_dtype=TensorProto.UINT8)
        quantized = g.node("QuantizeLinear", [value, step, zero], axis=0)
        lift = g.node("Mul", [g.node("Cast", [zero], to=TensorProto.FLOAT), negative])
        one = g.constant("one", np.float32(1))
        pair = g.node("Pad", [g.node("Unsqueeze", [lift, last]), g.shape_constant(0, 1), one, last])
        return quantized, g.node("Unsqueeze", [step, last]), pair

    def product(self, values: str, matrix: str) -> str:
        """The integer product times the scales of the matrix."""
        g, weights = self.blocks.graph, self.integers.matrices[matrix]
        scale = g.constant(f"{matrix}.scale", weights.scale.reshape(-1))
        inputs = [values, g.constant(matrix, weights.values), g.constant("one", np.float32(1)), scale]
        return g.node("MatMulIntegerToFloat", inputs, CONTRIB)

    def ends(self, matrix: str) -> str:
        """Column sums and bias [2, out], what `pair` is multiplied by; onnxruntime joins them once, at the start."""
        g = self.blocks.graph
        first = g.shape_constant(0)
        sums = g.constant(f"{matrix}.sum", self.integers.matrices[matrix].sums())
        bias = g.constant(f"{matrix}.bias", self.blocks.parameters.biases[matrix])
        return g.node("Concat", [g.node("Unsqueeze", [v, first]) for v in (sums, bias)], axis=0)

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """step * product - zero * step * column sum + bias."""
        values, step, pair = prepared
        g = self.blocks.graph
        product = g.node("Mul", [self.product(values, matrix), step])
        return g.node("Gemm", [pair, self.ends(matrix), product])


class RestoredLinear:
    """Products with the int8 matrices restored to float, for a GPU.

    The restoring has only constant inputs, so onnxruntime does it once, on the CPU, when the session is
    made; `DequantizeLinear` would be kept and run every time.
    """

    def __init__(self, blocks: Blocks, integers: Integers) -> None:
        self.blocks = blocks
        self.integers = integers

    def prepare(self, value: str) -> tuple[str, ...]:
        """Keeps the value as it is; nothing is quantized."""
        return (value,)

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """MatMul and Add in the graph's float type."""
        g, weights = self.blocks.graph, self.integers.matrices[matrix]
        scale = g.constant(f"{matrix}.scale", weights.scale.reshape(-1))
        whole = g.node("Cast", [g.constant(matrix, weights.values)], to=TensorProto.FLOAT)
        restored = g.node("Mul", [whole, scale])
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
