"""What words near a finding say of its trend, beside what the model says.

`server/src/engine/decode/trendCues.ts` does the same in the product; `docs/model-pack.md`, *Trend cues*.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.corpora import DATA
from training.reader.schema import TRENDS

CUES = DATA / "trend-cues.tsv"
WEIGHT, REACH, NONE = 7.0, 12.0, 2.0
"""Chosen on dev, of 5 x 3 x 3 settings: the best F1 of trends (right ones over those of gold and those said)."""
BREAKS = frozenset(", ; . and y but pero with con".split(" "))
"""Words that each stand for `BREAK` words more between a cue and a finding."""
BREAK = 3

Phrase = tuple[int, tuple[str, ...]]
"""Place in `TRENDS` and words; a word that ends in `*` stands for all that begin so."""


@dataclass(frozen=True)
class TrendCues:
    """Phrases that tell a trend, and how much they weigh."""

    phrases: tuple[Phrase, ...]
    weight: float
    reach: float
    none: float

    def found(self, words: Sequence[str]) -> list[tuple[int, int, int]]:
        """Trend, first word and end of every cue in a sentence; a longer one hides those inside it."""
        longest: list[tuple[int, int, int]] = []
        for i in range(len(words)):
            ends = [(i + len(p), t) for t, p in self.phrases if _begins(words, i, p)]
            if ends:
                end, trend = max(ends, key=lambda e: e[0])
                longest.append((trend, i, end))
        kept: list[tuple[int, int, int]] = []
        for cue in longest:
            if not kept or cue[2] > kept[-1][2]:
                kept.append(cue)
        return kept

    def scores(self, words: Sequence[str], first: int, end: int) -> NDArray[np.float64]:
        """To be added to the logits of no trend and of `TRENDS`, for the finding at the words [first, end)."""
        out = np.zeros(len(TRENDS) + 1)
        for trend, at, stop in self.found(words):
            between = words[stop:first] if stop <= first else words[end:at]
            distance = len(between) + BREAK * sum(w in BREAKS for w in between)
            out[trend + 1] = max(out[trend + 1], self.weight * math.exp(-distance / self.reach))
        out[0] = self.none
        return out

    def manifest(self) -> dict[str, Any]:
        """As a manifest holds them."""
        phrases = {t: [" ".join(p) for k, p in self.phrases if k == i] for i, t in enumerate(TRENDS)}
        return {"weight": self.weight, "reach": self.reach, "none": self.none, "phrases": phrases}


def _begins(words: Sequence[str], at: int, phrase: tuple[str, ...]) -> bool:
    here = words[at : at + len(phrase)]
    return len(here) == len(phrase) and all(
        w.startswith(p[:-1]) if p.endswith("*") else w == p for w, p in zip(here, phrase, strict=True)
    )


@lru_cache(maxsize=1)
def trend_cues() -> TrendCues:
    """Those of `data/trend-cues.tsv`."""
    rows = [line.split("\t") for line in CUES.read_text(encoding="utf-8").splitlines()[1:]]
    phrases = tuple((TRENDS.index(trend), tuple(phrase.split(" "))) for trend, phrase in rows)
    return TrendCues(phrases, WEIGHT, REACH, NONE)
