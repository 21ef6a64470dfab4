"""Fits the whole int8 encoder, layer after layer, so that it reads typical sequences as the float one does.

Every matrix is fitted to the inputs that the int8 layers before it give, and to the products that the float encoder
has there: so it makes up for its own rounding, its inputs' rounding and a part of what the layers before it lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from training.export.calibration import activations
from training.export.compensate import compensated
from training.export.parameters import READERS, Parameters
from training.export.quantize import Activation, Quantized, fit_activation, quantize
from training.export.types import Encoded, FloatArray

SIDES = {"h": (0, 1, 2, 4)}
"""How many channels of a tap may be computed in float beside the int8 product; 0 where a tap is not named."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What both graphs are written from."""

    parameters: Parameters
    """Smoothed at the attention contexts, with the fitted biases."""
    activations: Mapping[str, Activation]
    matrices: Mapping[str, Quantized]
    """Rows of side channels are zero."""
    sides: Mapping[str, FloatArray]
    """By matrix, the float rows of its tap's side channels."""
    words: Quantized


class _Encoder:
    """The float encoder's rows at every tap, and the int8 encoder's rows as far as it is fitted."""

    def __init__(self, plain: Parameters, sequences: Sequence[Encoded]) -> None:
        exact = {n: torch.from_numpy(r) for n, r in activations(plain, sequences).items()}
        context = {t: fit_activation(exact[t].numpy(), plain.joined(t)) for t in plain.taps() if t.endswith(".c")}
        smooth = {t: f.smooth for t, f in context.items() if f.smooth is not None}
        self.exact = {n: r / torch.from_numpy(smooth[n]) if n in smooth else r for n, r in exact.items()}
        self.parameters = plain.smoothed(smooth)
        self.fits: dict[str, Activation] = dict(context)
        self.matrices: dict[str, Quantized] = {}
        self.biases: dict[str, FloatArray] = {}
        self.sides: dict[str, FloatArray] = {}
        self.words = quantize(plain.words, 1)
        self.ends = np.cumsum([len(s.ids) for s in sequences]).tolist()
        ids = np.concatenate([np.array(s.ids) for s in sequences])
        types = np.concatenate([np.array(s.types) for s in sequences])
        places = np.concatenate([np.arange(len(s.ids)) for s in sequences])
        words = self.words.values[ids].astype(np.float32) * self.words.scale[ids]
        self.rows = self.norm("embeddings", torch.from_numpy(words + plain.positions[places] + plain.types[types]))

    def norm(self, name: str, rows: Tensor) -> Tensor:
        scale, offset = (torch.from_numpy(v) for v in self.parameters.norms[name])
        return F.layer_norm(rows, (rows.shape[1],), scale, offset, self.parameters.epsilon)

    def product(self, matrix: str, rows: Tensor) -> Tensor:
        """The float product of float rows."""
        weight = torch.from_numpy(self.parameters.matrices[matrix])
        return rows @ weight + torch.from_numpy(self.parameters.biases[matrix])

    def attend(self, joined: Tensor) -> Tensor:
        """Attention context of queries, keys and values side by side, sequence by sequence."""
        heads = self.parameters.heads
        out = []
        for start, end in zip([0, *self.ends], self.ends, strict=False):
            q, k, v = (x.view(end - start, heads, -1).transpose(0, 1) for x in joined[start:end].chunk(3, 1))
            context = (q @ k.transpose(1, 2)).softmax(-1) @ v
            out.append(context.transpose(0, 1).reshape(end - start, -1))
        return torch.cat(out)

    def fit(self, tap: str, rows: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
        """Fits the matrices that read a tap; gives what they make of `rows`, side by side."""
        layer, kind = tap.split(".")
        names = [f"{layer}.{m}" for m in READERS[kind]]
        matrix = torch.cat([torch.from_numpy(self.parameters.matrices[n]) for n in names], 1)
        fit = self.fits.get(tap) or fit_activation(
            rows.numpy(), matrix.numpy(), sides=SIDES.get(kind, (0,)), weights=weights.numpy()
        )
        if kind == "c":
            # Its smoothing is in the matrices by now.
            fit = replace(fit, smooth=None)
        self.fits[tap] = fit
        read = torch.from_numpy(fit.restored(rows.numpy()))
        divided = matrix.clone() if fit.smooth is None else matrix * torch.from_numpy(fit.smooth)[:, None]
        side = rows[:, fit.side] @ matrix[fit.side]
        read[:, fit.side] = divided[fit.side] = 0
        whole, bias = compensated(read, wanted - side, divided, weights)
        start = 0
        for name in names:
            end = start + self.parameters.matrices[name].shape[1]
            self.matrices[name] = Quantized(
                np.ascontiguousarray(whole.values[:, start:end]), np.ascontiguousarray(whole.scale[:, start:end])
            )
            self.biases[name] = np.ascontiguousarray(bias[start:end])
            if len(fit.side):
                self.sides[name] = np.ascontiguousarray(matrix[fit.side, start:end].numpy())
            start = end
        return read @ torch.from_numpy(whole.restored()) + side + torch.from_numpy(bias)

    def layer(self, i: int) -> None:
        """Fits one layer and moves the int8 rows on to the next."""
        exact, equal = self.exact, torch.ones(len(self.rows))
        wanted = torch.cat([self.product(f"{i}.{m}", exact[f"{i}.x"]) for m in "qkv"], 1)
        context = self.attend(self.fit(f"{i}.x", self.rows, wanted, equal))
        total = exact[f"{i}.x"] + self.product(f"{i}.o", exact[f"{i}.c"])
        # The norm divides by a row's deviation, and with it the row's error.
        out = self.fit(f"{i}.c", context, total - self.rows, 1 / total.var(1))
        self.rows = self.norm(f"{i}.attention", self.rows + out)
        inner = self.fit(f"{i}.f", self.rows, self.product(f"{i}.up", exact[f"{i}.f"]), equal)
        total = exact[f"{i}.f"] + self.product(f"{i}.down", exact[f"{i}.h"])
        out = self.fit(f"{i}.h", F.gelu(inner), total - self.rows, 1 / total.var(1))
        self.rows = self.norm(f"{i}.output", self.rows + out)


_last: dict[str, Fitted] = {}
"""The last result by its arguments' digest: a pack is written several times while its decoding is fitted."""


def _digest(plain: Parameters, sequences: Sequence[Encoded]) -> str:
    digest = hashlib.sha256(repr((list(sequences), sorted(SIDES.items()), plain.epsilon, plain.heads)).encode())
    norms = [part for _, pair in sorted(plain.norms.items()) for part in pair]
    named = [v for mapping in (plain.matrices, plain.biases) for _, v in sorted(mapping.items())]
    for values in (*norms, *named, plain.words, plain.positions, plain.types):
        digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()


def fit_encoder(plain: Parameters, sequences: Sequence[Encoded]) -> Fitted:
    """The int8 encoder for sequences like these; the result depends on the arguments alone."""
    digest = _digest(plain, sequences)
    if digest not in _last:
        fitted = _fit(plain, sequences)
        _last.clear()
        _last[digest] = fitted
    return _last[digest]


@torch.no_grad()
def _fit(plain: Parameters, sequences: Sequence[Encoded]) -> Fitted:
    encoder = _Encoder(plain, sequences)
    for i in range(plain.layers):
        encoder.layer(i)
    parameters = replace(encoder.parameters, biases=encoder.biases)
    return Fitted(parameters, encoder.fits, encoder.matrices, encoder.sides, encoder.words)
