"""int8 rounding of a matrix that makes up for its own errors, on typical inputs.

Two steps. A ridge regression moves the matrix to where its product with the quantized inputs comes nearest to the
wanted product; then the rows are rounded one after another, the one with most energy first, and what a row's rounding
does to the product is taken back by the rows that are not rounded yet (Frantar and others, GPTQ, 2023). The bias
takes what is left of the mean. At run time nothing changes.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from training.export.quantize import Quantized
from training.export.types import FloatArray

RIDGE = 1.0
"""Of the mean of the inputs' variances: how strongly the matrix holds on to its own values. Measured on sentences
held back from 6,300 tokens: less fits the inner state's 1,536 channels to the sentences themselves."""
SHRINKS = (1.0, 0.95, 0.9, 0.85, 0.8)
"""Parts of a column's largest value that may be its range."""
CHUNK = 128
_TINY = 1e-8


def _scales(matrix: Tensor, energy: Tensor) -> Tensor:
    """Per column [1, out], the range with the least weighted rounding error."""
    whole = (matrix.abs().amax(0, keepdim=True) / 127).clamp(min=_TINY)
    best = torch.full_like(whole, float("inf"))
    chosen = whole
    for shrink in SHRINKS:
        scale = whole * shrink
        rounded = (matrix / scale).round().clamp(-127, 127) * scale
        error = ((rounded - matrix) ** 2 * energy[:, None]).sum(0, keepdim=True)
        chosen = torch.where(error < best, scale, chosen)
        best = torch.minimum(error, best)
    return chosen


def _round(matrix: Tensor, scale: Tensor, covariance: Tensor) -> Tensor:
    """Whole numbers in [-127, 127], float64, as `matrix`."""
    order = torch.argsort(covariance.diag(), descending=True, stable=True)
    left = matrix[order].clone()
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(covariance[order][:, order]))
    factor = torch.linalg.cholesky(inverse, upper=True)
    levels = torch.zeros_like(left)
    for start in range(0, len(left), CHUNK):
        end = min(len(left), start + CHUNK)
        errors = torch.zeros_like(left[start:end])
        for i in range(start, end):
            levels[i] = (left[i] / scale[0]).round().clamp(-127, 127)
            errors[i - start] = (left[i] - levels[i] * scale[0]) / factor[i, i]
            left[i + 1 : end] -= factor[i, i + 1 : end, None] * errors[i - start]
        left[end:] -= factor[start:end, end:].T @ errors
    out = torch.empty_like(levels)
    out[order] = levels
    return out


def compensated(inputs: Tensor, wanted: Tensor, matrix: Tensor, weights: Tensor) -> tuple[Quantized, FloatArray]:
    """The int8 matrix and the bias with which `inputs` [n, in] come near `wanted` [n, out].

    `matrix` [in, out] is the float matrix to start from, `weights` [n] how much each row of the inputs counts. An
    input that never varies keeps its row.
    """
    share = (weights / weights.sum())[:, None]
    middle, mean = (share * inputs).sum(0), (share * wanted).sum(0)
    centred = inputs - middle
    covariance = ((centred * share).T @ centred).double()
    ridge = RIDGE * covariance.diag().mean() + _TINY
    solid = covariance + ridge * torch.eye(len(matrix), dtype=torch.float64)
    start = matrix.double()
    pull = ((centred * share).T @ (wanted - mean)).double() - covariance @ start
    moved = start + torch.linalg.solve(solid, pull)
    scale = _scales(moved, covariance.diag()).float().double()
    levels = _round(moved, scale, solid)
    bias = mean.double() - middle.double() @ (levels * scale)
    return (
        Quantized(levels.to(torch.int8).numpy(), scale.float().numpy()),
        np.asarray(bias.float().numpy(), np.float32),
    )
