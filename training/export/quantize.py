"""int8 weights: integers times one scale per column or row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.encoder.network import LEVELS
from training.export.parameters import Parameters
from training.export.types import FloatArray

WORD_LEVELS = 127
"""Greatest integer of the word table, which no product reads as integers."""
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Quantized:
    """`values * scale` stands for a matrix, the scale along one axis."""

    values: NDArray[np.int8]
    scale: FloatArray

    def restored(self) -> FloatArray:
        """The float matrix that the graphs compute with."""
        return self.values.astype(np.float32) * self.scale

    def sums(self) -> FloatArray:
        """Each column's sum."""
        return np.asarray(self.values.sum(0, dtype=np.int64) * self.scale.reshape(-1), np.float32)


def quantize(matrix: FloatArray, axis: int, levels: int = LEVELS) -> Quantized:
    """Symmetric integers in [-levels, levels]; the largest value along `axis` sets each scale (kept as a dimension)."""
    scale = (np.maximum(np.abs(matrix).max(axis, keepdims=True), _TINY) / levels).astype(np.float32)
    return Quantized(np.clip(np.rint(matrix / scale), -levels, levels).astype(np.int8), scale)


@dataclass(frozen=True, slots=True)
class Integers:
    """What both graphs are written from."""

    parameters: Parameters
    matrices: Mapping[str, Quantized]
    """Of [in, out], one scale an output."""
    words: Quantized
    """One scale a word."""


def quantize_all(parameters: Parameters) -> Integers:
    """Matrices that `Encoder.settle` made are on the grid of `LEVELS` and come out as they are."""
    matrices = {n: quantize(m, 0) for n, m in parameters.matrices.items()}
    return Integers(parameters, matrices, quantize(parameters.words, 1, WORD_LEVELS))
