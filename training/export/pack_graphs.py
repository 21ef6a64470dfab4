"""Writes the CPU and the GPU graph of a pack over one weight file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from onnx import TensorProto

from training.export.blocks import Blocks, RowBlocks, write_encoder
from training.export.graph import GraphWriter
from training.export.linear import RestoredLinear, RowLinear, embed_quantized
from training.export.parameters import read_parameters
from training.export.quantize import Integers, quantize_all
from training.export.types import ExportConfig, ExportReport, LinearHead, State
from training.export.weights import WeightFile

CPU, GPU, WEIGHTS = "model.cpu.onnx", "model.gpu.onnx", "weights.bin"


def write_heads(blocks: Blocks, hidden: str, heads: Sequence[LinearHead], config: ExportConfig) -> None:
    """Heads are float32 in both graphs, because their rounding would show.

    The hidden state is turned to [batch, tokens, hidden] once, not every head's output by itself.
    """
    g = blocks.graph
    hidden = blocks.restore(hidden)
    if blocks.kind is not np.float32:
        hidden = g.node("Cast", [hidden], to=TensorProto.FLOAT)
    for head in heads:
        weight = np.ascontiguousarray(head.weight.astype(np.float32).T)
        product = g.node("MatMul", [hidden, g.constant(f"head.{head.name}", weight)])
        value = g.node("Add", [product, g.constant(f"head.{head.name}.bias", head.bias.astype(np.float32))])
        g.output(value, head.name, weight.shape[1])
    if config.hidden_output:
        g.output(hidden, "hidden", blocks.parameters.hidden)


def check_heads(heads: Sequence[LinearHead], hidden: int, config: ExportConfig) -> None:
    names = [h.name for h in heads] + ["hidden"] * config.hidden_output
    if not names:
        raise ValueError("a graph needs at least one output")
    if len(set(names)) < len(names):
        raise ValueError(f"two outputs share a name: {', '.join(names)}")
    for head in heads:
        if head.weight.ndim != 2 or head.weight.shape[1] != hidden or head.bias.shape != head.weight.shape[:1]:
            raise ValueError(f"head {head.name}: weight {head.weight.shape} and bias {head.bias.shape} do not fit")


def export_pack_graphs(
    encoder_state: State,
    heads: Sequence[LinearHead],
    out_dir: Path,
    *,
    config: ExportConfig | None = None,
) -> ExportReport:
    """Writes `model.cpu.onnx` (int8), `model.gpu.onnx` (float) and their `weights.bin` into `out_dir`.

    `encoder_state` has Hugging Face BERT names (`bert.embeddings.…`, `bert.encoder.layer.N.…`). Both graphs
    take int64 `input_ids`, `token_type_ids` and `attention_mask` of shape [batch, tokens] and give float32
    [batch, tokens, size] for each head. The result depends only on the arguments.
    """
    settings = config or ExportConfig()
    parameters = read_parameters(encoder_state, settings)
    check_heads(heads, parameters.hidden, settings)
    integers = quantize_all(parameters)
    weights = WeightFile(WEIGHTS)
    out_dir.mkdir(parents=True, exist_ok=True)
    _write_cpu(out_dir / CPU, weights, integers, heads, settings)
    _write_gpu(out_dir / GPU, weights, integers, heads, settings)
    weights.write(out_dir)
    paths = [out_dir / n for n in (CPU, GPU, WEIGHTS)]
    sizes = [(h.name, int(h.weight.shape[0])) for h in heads]
    if settings.hidden_output:
        sizes.append(("hidden", parameters.hidden))
    return ExportReport(
        cpu=paths[0],
        gpu=paths[1],
        weights=paths[2],
        bytes_total=sum(p.stat().st_size for p in paths),
        outputs=tuple(sizes),
    )


def _write_cpu(
    path: Path, weights: WeightFile, integers: Integers, heads: Sequence[LinearHead], config: ExportConfig
) -> None:
    graph = GraphWriter(weights)
    blocks = RowBlocks(graph, integers.parameters)
    linear = RowLinear(blocks, integers)
    hidden = write_encoder(blocks, linear, lambda g: embed_quantized(g, integers.words, half=False))
    write_heads(blocks, hidden, heads, config)
    path.write_bytes(graph.model("encoder-int8", config.producer).SerializeToString(deterministic=True))


def _write_gpu(
    path: Path, weights: WeightFile, integers: Integers, heads: Sequence[LinearHead], config: ExportConfig
) -> None:
    graph = GraphWriter(weights)
    blocks = Blocks(graph, integers.parameters, np.float16 if config.gpu_half else np.float32)
    linear = RestoredLinear(blocks, integers)
    hidden = write_encoder(blocks, linear, lambda g: embed_quantized(g, integers.words, half=config.gpu_half))
    write_heads(blocks, hidden, heads, config)
    path.write_bytes(graph.model("encoder-float", config.producer).SerializeToString(deterministic=True))
