"""Units of the feed-forward parts that do little are taken out; those that stay take over what these did.

A layer's second product W h is to stay nearly the same without some of the units h. Without unit j, and with the
other columns of W refitted by least squares, the expected squared error is |W_j|² / [C⁻¹]_jj, where C is the covariance
of the units (optimal brain surgeon: Hassibi and Stork, 1993, equation 5, for a linear layer of many outputs). The unit
with the least goes, W and C⁻¹ are brought up to date, and so on until the error is the wanted share of what the layer
passes on.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from training.encoder.network import Encoder, Layer, encoder_like
from training.reader.data import ReadReport, read_reports
from training.reader.evaluate import in_groups, load
from training.reader.model import DeskReader
from training.reader.train import save
from training.reports.corpus import reports
from training.reports.unlabelled import oncology
from training.sentences import BUILD

STEP = 64
"""Units stay in a multiple of this, which the kernel asks for."""
SOURCES = ("passages", "real", "reports", "desk")


@dataclass(frozen=True)
class Slim:
    """The run `start` with narrower layers."""

    name: str
    start: str
    error: float
    """Squared error of a layer's output, of its variance before the last normalization."""
    texts: int = 500
    """Training reports to look at, and four times as many oncology sentences."""
    seed: int = 171


@dataclass
class Moments:
    """Of what a layer's units say of some tokens: sums over these."""

    squares: Tensor
    """Of products of any two units, and with 1: [units + 1, units + 1]."""
    passed: float = 0.0
    """Of the variance of what goes into the layer's last normalization."""


def _texts(plan: Slim) -> list[ReadReport]:
    rng = random.Random(plan.seed)
    chosen = [r for r in reports() if not r.dev and r.source in SOURCES]
    texts = read_reports("slim", rng.sample(chosen, min(plan.texts, len(chosen))), keep=False)
    sentences = list(oncology())
    return texts + read_reports("slim", rng.sample(sentences, min(4 * plan.texts, len(sentences))), keep=False)


def moments(encoder: Encoder, texts: list[ReadReport]) -> list[Moments]:
    """Of every layer; sentences of one length are read together, so that there is no padding."""
    layers: list[Layer] = list(encoder.layers)  # type: ignore[arg-type]
    found = [Moments(torch.zeros(n + 1, n + 1, dtype=torch.float64)) for n in (m.up.out_features for m in layers)]

    def listen(layer: Layer, own: Moments) -> None:
        def units(_: object, __: object, x: Tensor) -> None:
            said = F.gelu(layer.up(x)).reshape(-1, layer.up.out_features)
            said = torch.cat([said, torch.ones(said.shape[0], 1)], 1)
            own.squares += (said.T @ said).double()

        def passed(_: object, given: tuple[Tensor]) -> None:
            own.passed += float(given[0].var(2, correction=0).sum())

        hooks.append(layer.norm1.register_forward_hook(units))
        hooks.append(layer.norm2.register_forward_pre_hook(passed))

    hooks: list[torch.utils.hooks.RemovableHandle] = []
    for layer, own in zip(layers, found, strict=True):
        listen(layer, own)
    by_length: dict[int, list[tuple[list[int], list[int]]]] = {}
    for group in in_groups(texts):
        for sentence in group.sentences:
            by_length.setdefault(len(sentence.ids), []).append((sentence.ids, sentence.cases))
    with torch.inference_mode():
        for same in by_length.values():
            for i in range(0, len(same), 64):
                ids = torch.tensor([row for row, _ in same[i : i + 64]])
                encoder(ids, torch.tensor([cases for _, cases in same[i : i + 64]]), torch.ones_like(ids))
    for hook in hooks:
        hook.remove()
    return found


def chosen_units(weight: Tensor, own: Moments, error: float) -> tuple[list[int], Tensor]:
    """The units that stay, and `weight` [outputs, units] of these, refitted; the error's share is at most `error`."""
    count = float(own.squares[-1, -1])
    mean = own.squares[-1, :-1] / count
    covariance = own.squares[:-1, :-1] / count - torch.outer(mean, mean)
    covariance += torch.eye(len(mean), dtype=torch.float64) * covariance.diagonal().mean() * 1e-4
    inverse, refitted = torch.linalg.inv(covariance), weight.double().clone()
    left = error * weight.shape[0] * own.passed / count
    units = torch.arange(len(mean))
    best = (units.tolist(), refitted.clone())
    while len(units) > STEP:
        # Those that went are left in the matrices until a step is full.
        gone = torch.zeros(len(units), dtype=torch.bool)
        for _ in range(STEP):
            costs = refitted.square().sum(0) / inverse.diagonal()
            costs[gone] = float("inf")
            unit = int(costs.argmin())
            left -= float(costs[unit])
            gone[unit] = True
            row = inverse[unit] / inverse[unit, unit]
            refitted.addr_(refitted[:, unit].clone(), row, alpha=-1)
            inverse.addr_(inverse[:, unit].clone(), row, alpha=-1)
        units, refitted, inverse = units[~gone], refitted[:, ~gone], inverse[~gone][:, ~gone].contiguous()
        if left < 0:
            break
        best = (units.tolist(), refitted.clone())
    return best


def narrowed(model: DeskReader, found: list[Moments], error: float) -> dict[str, Tensor]:
    """The model's state with narrower layers."""
    state = dict(model.state_dict())
    for i, own in enumerate(found):
        names = {part: f"encoder.layers.{i}.{part}" for part in ("up.weight", "up.bias", "down.weight", "down.bias")}
        old = state[names["down.weight"]]
        units, refitted = chosen_units(old, own, error)
        mean = own.squares[-1, :-1] / own.squares[-1, -1]
        missed = old.double() @ mean - refitted @ mean[units]
        state[names["down.bias"]] = state[names["down.bias"]] + missed.float()
        state[names["down.weight"]] = refitted.float()
        for part in ("up.weight", "up.bias"):
            state[names[part]] = state[names[part]][units]
    return state


def slim(plan: Slim) -> Path:
    """Writes the checkpoint; returns its path."""
    path = BUILD / plan.name / "model.pt"
    path.parent.mkdir(parents=True, exist_ok=True)
    model, space = load(BUILD / plan.start / "model.pt")
    state = narrowed(model, moments(model.encoder, _texts(plan)), plan.error)
    narrow = DeskReader(encoder_like(state), space, model.exams)
    narrow.load_state_dict(state)
    print({"units": [layer.up.out_features for layer in narrow.encoder.layers]})  # type: ignore[union-attr]
    save(narrow.eval(), space, path)
    return path
