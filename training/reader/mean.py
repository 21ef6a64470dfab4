"""The mean of two runs' weights, where one began with the other or both with a third: what each learnt is kept in part.

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
    of: tuple[str, str]
    share: float = 0.5
    """Of the first."""
    whole: bool = False
    """The matrices are rounded to the integers that packs hold."""


def mean(plan: Mean) -> Path:
    """Writes the checkpoint; returns its path. Raises ValueError where the runs' codes or exams differ."""
    (first, space), (second, other) = (load(BUILD / name / "model.pt") for name in plan.of)
    if first.exams != second.exams or space.axes != other.axes:
        raise ValueError(f"{plan.of[0]} and {plan.of[1]} have other codes or exams")
    theirs = second.state_dict()
    first.load_state_dict({k: v * plan.share + theirs[k] * (1 - plan.share) for k, v in first.state_dict().items()})
    if plan.whole:
        first.encoder.settle()
    path = BUILD / plan.name / "model.pt"
    path.parent.mkdir(parents=True, exist_ok=True)
    save(first, space, path)
    return path
