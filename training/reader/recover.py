"""A run's checkpoint made anew from a pack, where the run's own is gone.

The heads are float32 in a pack and come back as they were; the encoder comes back as the function that the GPU graph
computes, its weights integers times scales. A run that starts from it goes on from what ships.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.corpora import valid_codes
from training.encoder.network import HEADS, HIDDEN, encoder_like
from training.export.parameters import Parameters
from training.export.stored import read_encoder, read_heads
from training.export.types import ExportConfig
from training.reader.model import DeskReader
from training.reader.train import save
from training.s1.codes import AXES, CodeSpace
from training.s1.model import DIMENSION
from training.sentences import BUILD

LAYERS_OF_HEADS = {
    "mention_logits": "mention",
    "code_vectors": "vector",
    "entity_tags": "tags",
    "span_parts": "span_parts",
    "relation_parts": "relation_parts",
    "queries": "queries",
    "vectors": "vectors",
}


def encoder_state(parameters: Parameters) -> dict[str, Tensor]:
    """`Encoder`'s state dict from the form that the graphs use (1/√d is in their queries)."""

    def tensor(values: np.ndarray) -> Tensor:
        return torch.from_numpy(np.array(values, np.float32))

    root = np.float32((HIDDEN // HEADS) ** 0.5)
    state = {
        "word.weight": tensor(parameters.words),
        "position.weight": tensor(parameters.positions),
        "case.weight": tensor(parameters.types),
        "norm.weight": tensor(parameters.norms["embeddings"][0]),
        "norm.bias": tensor(parameters.norms["embeddings"][1]),
    }
    for i in range(parameters.layers):
        m, b = parameters.matrices, parameters.biases
        joined = np.concatenate([m[f"{i}.q"] * root, m[f"{i}.k"], m[f"{i}.v"]], 1)
        state[f"layers.{i}.qkv.weight"] = tensor(joined.T)
        state[f"layers.{i}.qkv.bias"] = tensor(np.concatenate([b[f"{i}.q"] * root, b[f"{i}.k"], b[f"{i}.v"]]))
        for ours, theirs in (("attention_out", "o"), ("up", "up"), ("down", "down")):
            state[f"layers.{i}.{ours}.weight"] = tensor(m[f"{i}.{theirs}"].T)
            state[f"layers.{i}.{ours}.bias"] = tensor(b[f"{i}.{theirs}"])
        for ours, theirs in (("norm1", "attention"), ("norm2", "output")):
            scale, offset = parameters.norms[f"{i}.{theirs}"]
            state[f"layers.{i}.{ours}.weight"], state[f"layers.{i}.{ours}.bias"] = tensor(scale), tensor(offset)
    return state


def _code_space(codes: dict[str, Any]) -> CodeSpace:
    axes = {a["name"]: a["values"] for a in codes["axes"]}
    space = CodeSpace.build(sorted(set(valid_codes()) | set(axes["code"])), axes["code"])
    for name in AXES:
        if list(space.axes[name]) != axes[name]:
            raise ValueError(f"the pack's axis {name} is not that of the valid codes here")
    return space


def read_pack(pack: Path) -> tuple[DeskReader, CodeSpace]:
    """The model of a pack with the heads `codes` and `reader`. Raises ValueError where its codes or tensors are
    others."""
    heads = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))["heads"]
    codes, reader = heads["codes"], heads["reader"]
    space = _code_space(codes)
    exams = gzip.decompress((pack / reader["exams"]).read_bytes()).decode("utf-8").splitlines()
    found = encoder_state(read_encoder(pack, ExportConfig()))
    encoder = encoder_like({f"encoder.{name}": value for name, value in found.items()})
    encoder.load_state_dict(found)
    model = DeskReader(encoder, space, tuple(line.split("\t")[0] for line in exams))
    state = model.state_dict()
    told: set[str] = {name for name in state if name.startswith("encoder.")}
    for head in read_heads(pack):
        name = LAYERS_OF_HEADS[head.name]
        state[f"{name}.weight"].copy_(torch.from_numpy(head.weight))
        state[f"{name}.bias"].copy_(torch.from_numpy(head.bias))
        told |= {f"{name}.weight", f"{name}.bias"}
    rows = np.fromfile(pack / codes["vectors"], "<f4").reshape(-1, DIMENSION + 1)
    start = 0
    for name in AXES:
        part = torch.from_numpy(rows[start : start + len(space.axes[name])])
        state[f"axes.{name}"].copy_(part[:, :-1])
        state[f"biases.{name}"].copy_(part[:, -1])
        told |= {f"axes.{name}", f"biases.{name}"}
        start += len(part)
    flat, at = np.fromfile(pack / reader["parameters"], "<f4"), 0
    for entry in reader["tensors"]:
        name = _state_name(entry["name"])
        size = int(np.prod(entry["shape"]))
        state[name].copy_(torch.from_numpy(flat[at : at + size]).reshape(state[name].shape))
        at += size
        told.add(name)
    if told != set(state) or start != len(rows) or at != len(flat):
        raise ValueError(f"the pack is not that of such a model: {sorted(set(state) ^ told)}")
    model.load_state_dict(state)
    return model.eval(), space


def _state_name(tensor: str) -> str:
    """The name in the model's state dict of what `pack.tensors_of` calls `tensor`."""
    kind, name, *rest = tensor.split(".")
    if kind == "exam" and name != "section":
        return f"exam_axes.{name}.{rest[0] if rest else 'weight'}"
    layers = {"kind", "subtype", "assertion", "trend", "side"}
    if kind == "span" and name in layers:
        return f"span_{name}.{rest[0] if rest else 'weight'}"
    return f"{kind}_{name}"


def recover(pack: Path, name: str) -> Path:
    """Writes `build/training/NAME/model.pt`; returns its path. Raises FileExistsError where the run has one."""
    path = BUILD / name / "model.pt"
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    path.parent.mkdir(parents=True, exist_ok=True)
    model, space = read_pack(pack)
    save(model, space, path)
    return path
