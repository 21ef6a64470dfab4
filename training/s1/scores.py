"""CANTEMIST's official scores, reimplemented (guides: formats; checked in `tests/test_scores.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class F1:
    """Micro-averaged precision, recall, F1 in 0 to 1."""

    precision: float
    recall: float
    f1: float


def micro(gold: Iterable[object], predicted: Iterable[object]) -> F1:
    """Exact matches of hashable items over the whole corpus."""
    g, p = set(gold), set(predicted)
    hits = len(g & p)
    precision, recall = hits / len(p) if p else 0.0, hits / len(g) if g else 0.0
    return F1(precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0)


def average_precision(gold: set[str], ranking: Sequence[str]) -> float:
    """Σ precision at each relevant rank / number of relevant codes; the ranking is lower-cased, de-duplicated."""
    wanted = {c.lower() for c in gold}
    seen: set[str] = set()
    hits, total = 0, 0.0
    for code in (c.lower() for c in ranking):
        if code in seen:
            continue
        seen.add(code)
        if code in wanted:
            hits += 1
            total += hits / len(seen)
    return total / len(wanted) if wanted else 0.0


def mean_average_precision(
    gold: Mapping[str, set[str]], rankings: Mapping[str, Sequence[str]], without: frozenset[str] = frozenset()
) -> float:
    """MAP over documents with at least one gold code once `without` is taken from gold and rankings."""
    values = []
    for document, codes in gold.items():
        wanted = codes - without
        if wanted:
            values.append(average_precision(wanted, [c for c in rankings.get(document, ()) if c not in without]))
    return sum(values) / len(values) if values else 0.0
