"""int8 weights, and static uint8 activations with per-channel smoothing, fitted to calibration activations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.export.types import FloatArray

SMOOTHING = (None, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
CLIPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
ROWS = 2000
"""Rows that the rounding error is estimated on; ranges are taken over all."""
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Quantized:
    """`values * scale` stands for a matrix, the scale along one axis."""

    values: NDArray[np.int8]
    scale: FloatArray

    def restored(self) -> FloatArray:
        """The float matrix that the graphs compute with."""
        return self.values.astype(np.float32) * self.scale


def quantize(matrix: FloatArray, axis: int) -> Quantized:
    """Symmetric int8 in [-127, 127]; the largest value along `axis` sets each scale (kept as a dimension)."""
    scale = np.maximum(np.abs(matrix).max(axis, keepdims=True) / 127, _TINY / 127).astype(np.float32)
    return Quantized(np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8), scale)


@dataclass(frozen=True, slots=True)
class Activation:
    """How one activation is quantized: divided by `smooth`, then uint8 with one scale and zero point."""

    scale: np.float32
    zero: np.uint8
    smooth: FloatArray | None
    exponent: float | None
    error: float
    """Estimated error energy of the product with its matrix, over the product's own energy."""


def affine(low: float, high: float) -> tuple[np.float32, np.uint8]:
    """Scale and zero point of uint8 for a range, widened to hold 0."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = np.float32(max(high - low, _TINY) / 255)
    return scale, np.uint8(np.clip(round(-low / float(scale)), 0, 255))


def fit_activation(rows: FloatArray, matrix: FloatArray, exponents: Sequence[float | None] = SMOOTHING) -> Activation:
    """Chooses smoothing exponent and clipping with the least estimated error of `rows @ matrix`.

    Smoothing (Xiao and others, SmoothQuant, 2023) moves part of a channel's range from the activation
    to the weights: factor = max|x|^a / max|w|^(1-a). None stands for no smoothing.
    """
    peak = np.abs(rows).max(0) + _TINY
    weight_peak = np.abs(matrix).max(1) + _TINY
    energy = (rows**2).mean(0)
    whole = float((energy * (matrix**2).sum(1)).sum())
    sample = rows[:: -(-len(rows) // ROWS)]
    best: Activation | None = None
    for exponent in exponents:
        factor = None
        scaled, weights = rows, matrix
        if exponent is not None:
            raw = peak**exponent / weight_peak ** (1 - exponent)
            factor = (raw / np.exp(np.log(raw).mean())).astype(np.float32)
            scaled, weights = rows / factor, matrix * factor[:, None]
        rounding = (quantize(weights, 0).restored() - weights) ** 2
        weight_error = float((rounding.sum(1) * (scaled**2).mean(0)).sum())
        gain = (weights**2).sum(1)
        part = sample if factor is None else sample / factor
        for clip in CLIPS:
            scale, zero = affine(float(scaled.min()) * clip, float(scaled.max()) * clip)
            levels = np.clip(np.rint(part / scale) + zero, 0, 255)
            lost = (((levels - zero) * scale - part) ** 2).mean(0)
            error = (float((lost * gain).sum()) + weight_error) / max(whole, _TINY)
            if best is None or error < best.error:
                best = Activation(scale, zero, factor, exponent, error)
    if best is None:
        raise ValueError("no smoothing exponent to choose from")
    return best
