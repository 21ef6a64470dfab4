"""What the words of stated findings say of the head labels, beside what attention reads.

`server/src/core/labelCues.ts` does the same in the product; `docs/model-pack.md`, *Label cues*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from training.corpora import DATA
from training.reader.schema import LABELS

CUES = DATA / "label-cues.tsv"
NONE = "none"
"""Phrases of no label, which hide shorter ones inside them."""
WEIGHT = 2.0
"""Chosen on dev, of 0, 1, 2, 3, 4, 6 and 8: the AUCs of all labels together."""


@dataclass(frozen=True)
class LabelCues:
    """Phrases by label. A word that ends in `*` stands for all that begin so, `_` for any one."""

    phrases: tuple[tuple[str, tuple[str, ...]], ...]
    weight: float

    def found(self, words: Sequence[str]) -> list[tuple[str, int, int]]:
        """Label, first word and end of every phrase of a sentence: at each word the longest, on from its end."""
        out: list[tuple[str, int, int]] = []
        at = 0
        while at < len(words):
            best = max((p for p in self.phrases if _begins(words, at, p[1])), key=lambda p: len(p[1]), default=None)
            if best is None:
                at += 1
                continue
            out.append((best[0], at, at + len(best[1])))
            at += len(best[1])
        return out

    def stated(self, words: Sequence[str], findings: Iterable[tuple[int, int, float]]) -> list[float]:
        """By label, the score of the likeliest of a sentence's findings (first word, end, score) that has a word in
        a phrase of it; 0 where there is none."""
        scores = [0.0] * len(LABELS)
        stated = list(findings)
        if not stated:
            return scores
        for label, first, end in self.found(words):
            if label == NONE:
                continue
            i = LABELS.index(label)
            scores[i] = max([scores[i], *(s for f, e, s in stated if f < end and first < e)])
        return scores

    def manifest(self) -> dict[str, Any]:
        """As a manifest holds them."""
        labels = dict.fromkeys(label for label, _ in self.phrases)
        return {
            "weight": self.weight,
            "phrases": {label: [" ".join(p) for of, p in self.phrases if of == label] for label in labels},
        }


def _begins(words: Sequence[str], at: int, phrase: tuple[str, ...]) -> bool:
    here = words[at : at + len(phrase)]
    return len(here) == len(phrase) and all(
        p == "_" or (w.startswith(p[:-1]) if p.endswith("*") else w == p) for w, p in zip(here, phrase, strict=True)
    )


@lru_cache(maxsize=1)
def label_cues() -> LabelCues:
    """Those of `data/label-cues.tsv`."""
    rows = [line.split("\t") for line in CUES.read_text(encoding="utf-8").splitlines()[1:]]
    if any(len(start) < 3 for start in (phrase.split(" ")[0] for _, phrase in rows) if start.endswith("*")):
        raise ValueError(f"{CUES.name} has a beginning of one letter")
    unknown = {label for label, _ in rows} - {NONE, *LABELS}
    if unknown:
        raise ValueError(f"{CUES.name} has labels that are none: {', '.join(sorted(unknown))}")
    return LabelCues(tuple((label, tuple(phrase.split(" "))) for label, phrase in rows), WEIGHT)
