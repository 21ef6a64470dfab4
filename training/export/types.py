"""Input and output types of the exporter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
State = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sequence as the model reads it: `[CLS] … [SEP]` ids, and a case type per token."""

    ids: tuple[int, ...]
    types: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LinearHead:
    """A linear layer on the last hidden state; its output is float32 [batch, tokens, size]."""

    name: str
    weight: FloatArray
    """[size, hidden], as in `torch.nn.Linear`."""
    bias: FloatArray
    """[size]."""


@dataclass(frozen=True, slots=True)
class ExportConfig:
    """What the weights do not say; the defaults are those of the starting encoder."""

    heads: int = 12
    """Attention heads of a layer."""
    epsilon: float = 1e-12
    """Of every layer normalization."""
    positions: int | None = None
    """Rows of the position table to keep (the longest window); None keeps all."""
    hidden_output: bool = False
    """Adds the last hidden state as output `hidden`, for tests."""
    gpu_half: bool = True
    """float16 in the GPU graph; False for float32, which a GPU without `shader-f16` needs."""
    producer: str = "glosa"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written."""

    cpu: Path
    gpu: Path
    weights: Path
    bytes_total: int
    """Of the three files."""
    outputs: tuple[tuple[str, int], ...]
    """Name and size of each output, as the pack's manifest wants them."""
