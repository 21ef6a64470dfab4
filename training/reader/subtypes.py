"""What training anatomies and Glosa's anatomy terms say of the subtype of a phrase, beside what the model says.

`server/src/engine/decode/subtypeLexicon.ts` does the same in the product; `docs/model-pack.md` has the file.
"""

from __future__ import annotations

import gzip
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.corpora import DATA
from training.reader.data import ReadReport
from training.reader.schema import ANATOMY, SUBTYPES
from training.words import split_words

Floats = NDArray[np.float64]
FILE = "subtypes.tsv.gz"
TERMS = DATA / "anatomy-terms.tsv"
TERM_COUNT = 2
"""A term of `anatomy-terms.tsv` counts as so many training anatomies."""
LEAST = 2
"""Times a word must have been seen to say anything."""


@dataclass(frozen=True)
class SubtypeLexicon:
    """Subtypes, by their place in `SUBTYPES`, of phrases and of words that stood in anatomies; and their weights."""

    phrases: dict[str, Counter[int]]
    words: dict[str, Counter[int]]
    phrase_weight: float = 0.0
    word_weight: float = 0.0

    def scores(self, words: Sequence[str]) -> Floats:
        """To be added to the subtypes' logits: weighted logarithms of smoothed shares, [subtypes]."""
        out = np.zeros(len(SUBTYPES))
        seen = self.phrases.get(" ".join(words))
        if seen:
            times = sum(seen.values())
            out += self.phrase_weight * times / (times + 1) * self._log_share(seen, 1.0)
        known = [c for c in (self.words.get(w) for w in words) if c and sum(c.values()) >= LEAST]
        for c in known:
            out += self.word_weight / len(known) * self._log_share(c, 2.0)
        return out

    @staticmethod
    def _log_share(counts: Counter[int], smoothing: float) -> Floats:
        share = np.full(len(SUBTYPES), smoothing / len(SUBTYPES))
        for subtype, times in counts.items():
            share[subtype] += times
        return np.asarray(np.log(share / (sum(counts.values()) + smoothing)))

    def tsv(self) -> str:
        """Rows `p phrase` and `w word` with `subtype:times` pairs, a blank between pairs; tabs between columns."""

        def rows(kind: str, table: dict[str, Counter[int]]) -> list[str]:
            pairs = {k: " ".join(f"{s}:{n}" for s, n in sorted(c.items())) for k, c in sorted(table.items())}
            return [f"{kind}\t{k}\t{p}\n" for k, p in pairs.items()]

        return "".join(rows("p", self.phrases) + rows("w", self.words))

    @staticmethod
    def read(pack: Path, entry: dict[str, Any]) -> SubtypeLexicon:
        """The lexicon of a pack whose manifest has `entry`."""
        tables: dict[str, dict[str, Counter[int]]] = {"p": {}, "w": {}}
        for line in gzip.decompress((pack / entry["file"]).read_bytes()).decode("utf-8").splitlines():
            kind, name, pairs = line.split("\t")
            tables[kind][name] = Counter({int(s): int(n) for s, n in (p.split(":") for p in pairs.split(" "))})
        return SubtypeLexicon(tables["p"], tables["w"], entry["phraseWeight"], entry["wordWeight"])

    def manifest(self) -> dict[str, Any]:
        """As a manifest holds it."""
        return {"file": FILE, "phraseWeight": self.phrase_weight, "wordWeight": self.word_weight}


def terms() -> list[tuple[int, tuple[str, ...]]]:
    """Subtype and folded words of every term of `anatomy-terms.tsv`."""
    rows = [line.split("\t") for line in TERMS.read_text(encoding="utf-8").splitlines()[1:]]
    return [(SUBTYPES.index(subtype), tuple(w.folded for w in split_words(term))) for subtype, _, term in rows]


def subtype_lexicon(training: Sequence[ReadReport]) -> SubtypeLexicon:
    """Of the training reports' anatomies and the terms, without weights yet."""
    phrases: defaultdict[str, Counter[int]] = defaultdict(Counter)
    words: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for line in (line for r in training if r.report.has_entities for line in r.lines):
        for e in line.entities:
            if e.type == ANATOMY and e.attributes.get("Subtype") in SUBTYPES:
                subtype, own = SUBTYPES.index(e.attributes["Subtype"]), line.words[e.first : e.end]
                phrases[" ".join(own)][subtype] += 1
                for word in set(own):
                    words[word][subtype] += 1
    for subtype, own in terms():
        phrases[" ".join(own)][subtype] += TERM_COUNT
        for word in set(own):
            words[word][subtype] += 1
    return SubtypeLexicon(dict(phrases), dict(words))


def best_subtype(logits: Floats, scores: Floats) -> int:
    """Index of the subtype; `logits` without the row for none."""
    return int((logits + scores).argmax())


def fit_weights(lexicon: SubtypeLexicon, anatomies: Sequence[tuple[tuple[str, ...], Floats, int]]) -> SubtypeLexicon:
    """The weights with which most dev anatomies (words, logits, right subtype) get their subtype; equal ones: less."""
    best, chosen = -1.0, lexicon
    for phrase_weight in (0.0, 0.3, 0.6, 1.0):
        for word_weight in (0.0, 0.3, 0.6, 1.0):
            trial = SubtypeLexicon(lexicon.phrases, lexicon.words, phrase_weight, word_weight)
            right = sum(best_subtype(logits, trial.scores(words)) == gold for words, logits, gold in anatomies)
            share = right / max(1, len(anatomies)) - 1e-4 * math.hypot(phrase_weight, word_weight)
            if share > best:
                best, chosen = share, trial
    return chosen
