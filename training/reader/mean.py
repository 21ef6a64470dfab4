"""The mean of some runs' weights, where each began with another or all with one: what each learnt is kept in part.

Wortsman and others (Model soups, 2022): such a mean is often as good as the better of the two at every task.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from training.reader.evaluate import load
from training.reader.train import save
from training.sentences import BUILD


@dataclass(frozen=True)
class Mean:
    """Of the runs `of`, whose codes and exams must be the same."""

    name: str
    of: tuple[str, ...]
    share: float = 0.5
    """Of the first; the others have the rest in equal parts."""
    whole: bool = False
    """The matrices are rounded to the integers that packs hold."""


def mean(plan: Mean) -> Path:
    """Writes the checkpoint; returns its path. Raises ValueError where the runs' codes or exams differ."""
    (first, space), *rest = (load(BUILD / name / "model.pt") for name in plan.of)
    weights = {key: value * plan.share for key, value in first.state_dict().items()}
    for name, (model, other) in zip(plan.of[1:], rest, strict=True):
        if first.exams != model.exams or space.axes != other.axes:
            raise ValueError(f"{plan.of[0]} and {name} have other codes or exams")
        for key, value in model.state_dict().items():
            weights[key] = weights[key] + value * ((1 - plan.share) / len(rest))
    first.load_state_dict(weights)
    if plan.whole:
        first.encoder.settle()
    path = BUILD / plan.name / "model.pt"
    path.parent.mkdir(parents=True, exist_ok=True)
    save(first, space, path)
    return path
