"""int8 weights, and static uint8 activations with per-channel smoothing, fitted to calibration activations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from training.export.types import FloatArray

SMOOTHING = (None, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
CLIPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
ROWS = 1000
"""Rows that the rounding error is estimated on; ranges are taken over all."""
SIDE_PRICE = 0.02
"""A side channel has to lower the error by this part of it."""
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


def _none() -> NDArray[np.int64]:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Activation:
    """How one activation is quantized: divided by `smooth`, then uint8 with one scale and zero point."""

    scale: np.float32
    zero: np.uint8
    smooth: FloatArray | None
    exponent: float | None
    error: float
    """Estimated error energy of the product with its matrix, over the product's own energy."""
    side: NDArray[np.int64] = field(default_factory=_none)
    """Channels that the int8 product leaves out; float products add them. Their `smooth` is 1."""

    def restored(self, rows: FloatArray) -> FloatArray:
        """What the int8 product makes of rows, still divided by `smooth`."""
        divided = rows if self.smooth is None else rows / self.smooth
        levels = np.clip(np.rint(divided / self.scale) + self.zero, 0, 255)
        return np.asarray((levels - self.zero) * self.scale, np.float32)


def affine(low: float, high: float) -> tuple[np.float32, np.uint8]:
    """Scale and zero point of uint8 for a range, widened to hold 0."""
    low, high = min(low, 0.0), max(high, 0.0)
    scale = np.float32(max(high - low, _TINY) / 255)
    return scale, np.uint8(np.clip(round(-low / float(scale)), 0, 255))


def fit_activation(
    rows: FloatArray,
    matrix: FloatArray,
    exponents: Sequence[float | None] = SMOOTHING,
    sides: Sequence[int] = (0,),
    weights: FloatArray | None = None,
) -> Activation:
    """Chooses side channels, smoothing exponent and clipping with the least estimated error of `rows @ matrix`.

    Smoothing (Xiao and others, SmoothQuant, 2023) moves part of a channel's range from the activation
    to the weights: factor = max|x|^a / max|w|^(1-a). None stands for no smoothing. `sides` are the numbers of side
    channels to try, those with the largest products first. `weights`: how much each row counts, all alike without.
    """
    peak = np.abs(rows).max(0) + _TINY
    weight_peak = np.abs(matrix).max(1) + _TINY
    counts = np.ones(len(rows), np.float32) if weights is None else weights
    share = (counts / counts.sum())[:, None]
    spread = (share * (rows - (share * rows).sum(0)) ** 2).sum(0)
    whole = float((spread * (matrix**2).sum(1)).sum())
    step = -(-len(rows) // ROWS)
    sample, sample_share = rows[::step], share[::step] / share[::step].sum()
    order = np.argsort(-peak * weight_peak, kind="stable")
    best: Activation | None = None
    least = np.inf
    for count in sides:
        side = np.sort(order[:count])
        kept = np.ones(len(peak), bool)
        kept[side] = False
        for exponent in exponents:
            factor = None
            if exponent is not None:
                raw = peak**exponent / weight_peak ** (1 - exponent)
                factor = (raw / np.exp(np.log(raw[kept]).mean())).astype(np.float32)
                factor[side] = 1
            inverse = np.ones(len(peak), np.float32) if factor is None else 1 / factor
            scaled = matrix * kept[:, None] / inverse[:, None]
            rounding = ((quantize(scaled, 0).restored() - scaled) ** 2).sum(1)
            weight_error = float((rounding * spread * inverse**2).sum())
            gain = (scaled**2).sum(1)
            part = sample * inverse
            ends = [float((extreme * inverse)[kept].min()) for extreme in (rows.min(0), -rows.max(0))]
            for clip in CLIPS:
                scale, zero = affine(ends[0] * clip, -ends[1] * clip)
                levels = np.clip(np.rint(part / scale) + zero, 0, 255)
                lost = (sample_share * ((levels - zero) * scale - part) ** 2).sum(0)
                error = (float((lost * gain).sum()) + weight_error) / max(whole, _TINY)
                if error * (1 + SIDE_PRICE * count) < least:
                    least = error * (1 + SIDE_PRICE * count)
                    best = Activation(scale, zero, factor, exponent, error, side)
    if best is None:
        raise ValueError("no smoothing exponent to choose from")
    return best
