"""The second pack, for a GPU: the shipped pack with float16 weights in place of int8 (`npm run pack:gpu`)."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from training.encoder.network import to_hugging_face
from training.export import ExportConfig, LinearHead
from training.export.half import export_half_graphs
from training.export.parameters import Parameters, read_parameters
from training.export.stored import read_encoder, read_heads
from training.reader.build import plans
from training.reader.evaluate import load
from training.sentences import BUILD, ROOT

NAME = "glosa-base-fp16"
OUT = ROOT / "build" / "packs" / NAME
GRAPH_FILES = ("model.cpu.onnx", "model.gpu.onnx", "weights.bin")


class OtherCheckpointError(ValueError):
    """The checkpoint's heads are not those of the pack."""


def _from_checkpoint(checkpoint: Path, heads: Sequence[LinearHead]) -> Parameters:
    """The encoder of the checkpoint. Raises OtherCheckpointError where the pack was made of another one."""
    model, _ = load(checkpoint)
    layers = {
        "mention_logits": model.mention,
        "code_vectors": model.vector,
        "entity_tags": model.tags,
        "span_parts": model.span_parts,
        "relation_parts": model.relation_parts,
        "queries": model.queries,
        "vectors": model.vectors,
    }
    for head in heads:
        layer = layers.get(head.name)
        if layer is None or not np.array_equal(layer.weight.detach().numpy(), head.weight):
            raise OtherCheckpointError(f"{checkpoint} has another {head.name} than the pack")
    state = {k: v.detach().float().numpy() for k, v in to_hugging_face(model.encoder).items()}
    return read_parameters(state, ExportConfig())


def _source(checkpoint: Path | None, base: Path, heads: Sequence[LinearHead]) -> tuple[Parameters, str]:
    """The weights and where they come from; a checkpoint that was not asked for is taken only where it fits."""
    last = BUILD / plans(smoke=False)[-1].name / "model.pt"
    if checkpoint is not None or last.exists():
        chosen = checkpoint or last
        try:
            shown = chosen.resolve()
            where = shown.relative_to(ROOT) if shown.is_relative_to(ROOT) else Path(chosen.name)
            digest = hashlib.sha256(chosen.read_bytes()).hexdigest()
            return _from_checkpoint(chosen, heads), f"checkpoint {where.as_posix()}, sha256 {digest}"
        except OtherCheckpointError:
            if checkpoint is not None:
                raise
    digest = hashlib.sha256((base / "weights.bin").read_bytes()).hexdigest()
    return read_encoder(base), f"int8 weights of {base.name}, sha256 {digest}"


def write_gpu_pack(base: Path, out: Path = OUT, checkpoint: Path | None = None) -> str:
    """Writes the pack and says where its weights come from.

    Heads, vocabulary and decoding are those of `base`. Its scores are left out: they were measured with int8.
    Raises OtherCheckpointError where `checkpoint` is not the one that `base` was made of.
    """
    manifest = json.loads((base / "manifest.json").read_text(encoding="utf-8"))
    heads = read_heads(base)
    parameters, source = _source(checkpoint, base, heads)
    order = [o["name"] for o in manifest["outputs"]]
    export_half_graphs(parameters, sorted(heads, key=lambda h: order.index(h.name)), out)
    for name in manifest["files"]:
        if name not in GRAPH_FILES:
            shutil.copyfile(base / name, out / name)
    manifest["name"] = NAME
    manifest["files"] = {
        n: {"sha256": hashlib.sha256((out / n).read_bytes()).hexdigest(), "bytes": (out / n).stat().st_size}
        for n in manifest["files"]
    }
    manifest["training"] = {
        **manifest.get("training", {}),
        "date": date.today().isoformat(),
        "steps": f"{manifest.get('training', {}).get('steps', '')}; npm run pack:gpu".removeprefix("; "),
        "weights": f"float16, from {source}",
    }
    manifest.pop("scores", None)
    # The kernel reads int8 alone.
    manifest.pop("encoder", None)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (out / "manifest.json").write_text(text, encoding="utf-8")
    return f"{out}: float16, from {source}"
