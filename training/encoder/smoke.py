"""A recipe of a few seconds: a small random model in the wheel's format, some texts, three steps of each training."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.encoder.e5 import BLOCK, MAGIC, MEMBER
from training.encoder.network import FEED_FORWARD, HEADS, HIDDEN
from training.encoder.pretrain import Plan
from training.encoder.steps import Recipe
from training.sentences import BUILD

LAYERS, POSITIONS, TYPES = 2, 512, 2
CONTROL = ("<s>", "<pad>", "</s>", "<unk>")
LETTERS = "▁abcdefghijklmnopqrstuvwxyzáéíóúñü0123456789.,;:()/-%"


def quantize_blocks(matrix: NDArray[np.float32]) -> bytes:
    """4-bit blocks of 32 as the wheel has them: an fp16 scale, then the low and the high nibbles."""
    values = matrix.reshape(-1, BLOCK)
    scale = (np.abs(values).max(1, keepdims=True) / 7).astype("<f2")
    divisor = np.where(scale == 0, 1, scale).astype(np.float32)
    nibbles = (np.clip(np.rint(values / divisor), -8, 7) + 8).astype(np.uint8)
    half = BLOCK // 2
    packed = nibbles[:, :half] | nibbles[:, half:] << 4
    return np.concatenate([scale.view(np.uint8), packed], 1).tobytes()


def write_wheel(path: Path, pieces: Sequence[str], layers: int = LAYERS, seed: int = 0) -> None:
    """A wheel with a random model whose vocabulary is `pieces`."""
    generator = np.random.default_rng(seed)

    def normal(*shape: int) -> NDArray[np.float32]:
        return generator.normal(0, 0.05, shape).astype(np.float32)

    def floats(values: NDArray[np.float32]) -> bytes:
        return values.astype("<f4").tobytes()

    one = floats(np.ones(HIDDEN, np.float32))
    none = floats(np.zeros(HIDDEN, np.float32))
    tensors = {
        "emb.word": quantize_blocks(normal(len(pieces), HIDDEN)),
        "emb.pos": floats(normal(POSITIONS, HIDDEN)),
        "emb.type": floats(normal(TYPES, HIDDEN)),
        "emb.ln.w": one,
        "emb.ln.b": none,
    }
    for i in range(layers):
        for name in ("q", "k", "v", "ao", "fi", "fo"):
            rows, columns = (FEED_FORWARD if name == "fi" else HIDDEN), (FEED_FORWARD if name == "fo" else HIDDEN)
            tensors[f"l{i}.{name}.w"] = quantize_blocks(normal(rows, columns))
            tensors[f"l{i}.{name}.b"] = floats(np.zeros(rows, np.float32))
        for name in ("aln", "oln"):
            tensors |= {f"l{i}.{name}.w": one, f"l{i}.{name}.b": none}
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(MEMBER, _file(pieces, layers, tensors))


def _file(pieces: Sequence[str], layers: int, tensors: dict[str, bytes]) -> bytes:
    texts = [p.encode() for p in pieces]
    ends = np.cumsum([0, *(len(t) for t in texts)])
    scores = np.linspace(0, -9, len(texts)).astype("<f4")
    head = MAGIC + struct.pack("<i", 1)
    head += struct.pack("<7i", HIDDEN, layers, HEADS, FEED_FORWARD, len(pieces), POSITIONS, TYPES)
    head += struct.pack("<fi", 1e-12, BLOCK) + struct.pack("<5iQ", len(texts), 0, 2, 1, 3, int(ends[-1]))
    head += ends.astype("<u4").tobytes() + scores.tobytes() + b"".join(texts)
    head += struct.pack("<iI", 0, 0) + struct.pack("<i", len(tensors))
    at = len(head) + sum(2 + len(name) + 5 + 16 for name in tensors)
    directory = b""
    for name, data in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, 0, at, len(data))
        at += len(data)
    return head + directory + b"".join(tensors.values())


def smoke_recipe(folder: Path = BUILD / "encoder-smoke") -> Recipe:
    """The recipe, its wheel written where there is none."""
    wheel = folder / "small.whl"
    if not wheel.exists():
        write_wheel(wheel, [*CONTROL, *LETTERS, "<mask>"])
    short = Plan(steps=3, rate=1e-4, tokens=256, save_every=2, lengths=(64, 32))
    return Recipe(
        folder=folder,
        wheel=wheel,
        limit=120,
        vocabulary=600,
        least=2,
        keep=(1,),
        teacher=short,
        student=short,
        last=short,
        checks=1,
    )
