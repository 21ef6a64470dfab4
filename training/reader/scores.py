"""Scores of entities, attributes, relations and labels, as SpERT (paper 003) and S4 (paper 004) define them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def f1(right_gold: int, gold: int, right_found: int, found: int) -> dict[str, float]:
    """Precision over what was found, recall over gold."""
    p = right_found / found if found else 0.0
    r = right_gold / gold if gold else 0.0
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "gold": gold, "found": found}


def auc(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Area under the ROC curve by ranks; ties count half. NaN where one class is missing."""
    y, s = np.array(labels, dtype=bool), np.array(scores, dtype=float)
    if y.all() or not y.any():
        return float("nan")
    order = np.argsort(s, kind="mergesort")
    ranks = np.empty(len(s))
    ranks[order] = np.arange(1, len(s) + 1)
    for value in np.unique(s):
        same = s == value
        ranks[same] = ranks[same].mean()
    n1, n0 = int(y.sum()), int((~y).sum())
    return float((ranks[y].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))
