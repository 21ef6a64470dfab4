"""Graphs over float16 weights: float32 arithmetic for a CPU, float16 for a GPU."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from onnx import TensorProto

from training.export.blocks import Blocks, RowBlocks, write_encoder
from training.export.graph import GraphWriter
from training.export.pack_graphs import CPU, GPU, WEIGHTS, check_heads, write_heads
from training.export.parameters import Parameters
from training.export.types import ExportConfig, LinearHead
from training.export.weights import WeightFile


class HalfLinear:
    """Products with the float16 matrices in the graph's float type.

    For float32 a `Cast` of the constant restores them, once, when the session is made.
    """

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks

    def prepare(self, value: str) -> tuple[str, ...]:
        """Keeps the value as it is."""
        return (value,)

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """MatMul and Add."""
        g, parameters = self.blocks.graph, self.blocks.parameters
        weight = g.constant(matrix, parameters.matrices[matrix].astype(np.float16))
        if self.blocks.kind is np.float32:
            weight = g.node("Cast", [weight], to=TensorProto.FLOAT)
        bias = self.blocks.small(f"{matrix}.bias", parameters.biases[matrix])
        return g.node("Add", [g.node("MatMul", [prepared[0], weight]), bias])


def _embed(blocks: Blocks, graph: GraphWriter) -> str:
    """Rows of the float16 word table."""
    rows = graph.node("Gather", [graph.constant("words", blocks.parameters.words.astype(np.float16)), "input_ids"])
    return graph.node("Cast", [rows], to=TensorProto.FLOAT) if blocks.kind is np.float32 else rows


def export_half_graphs(
    parameters: Parameters, heads: Sequence[LinearHead], out_dir: Path, *, config: ExportConfig | None = None
) -> tuple[Path, Path, Path]:
    """Writes `model.cpu.onnx`, `model.gpu.onnx` and their `weights.bin`; inputs and outputs as `export_pack_graphs`.

    Raises ValueError for a head that does not fit, or a weight that float16 cannot hold.
    """
    settings = config or ExportConfig()
    check_heads(heads, parameters.hidden, settings)
    for name, values in [("words", parameters.words), *parameters.matrices.items()]:
        if np.abs(values).max() > np.finfo(np.float16).max:
            raise ValueError(f"{name} has values beyond float16")
    weights = WeightFile(WEIGHTS)
    out_dir.mkdir(parents=True, exist_ok=True)
    for path, kind in ((out_dir / CPU, np.float32), (out_dir / GPU, np.float16)):
        graph = GraphWriter(weights)
        blocks = Blocks(graph, parameters, kind) if kind is np.float16 else RowBlocks(graph, parameters)
        hidden = write_encoder(blocks, HalfLinear(blocks), lambda g, b=blocks: _embed(b, g))  # type: ignore[misc]
        write_heads(blocks, hidden, heads, settings)
        path.write_bytes(graph.model("encoder-half", settings.producer).SerializeToString(deterministic=True))
    return out_dir / CPU, out_dir / GPU, weights.write(out_dir)
