"""The span scorer of the mention layer: statistics of the training mentions, and its fit on dev."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from training.corpora import Document
from training.reader.batch import Group, prepare
from training.reader.data import read_reports
from training.reader.graph import graph_session, word_rows
from training.reports.corpus import Report
from training.reports.markup import Annotated
from training.s1.data import english_sentences, sentences_of_parts
from training.span_statistics import SpanStatistics, count
from training.spans import Example, SpanScorer, candidates, cross_fitted, features, fit, told
from training.tokenizer import WordPieces

STATISTICS = "mention-spans.tsv.gz"
SHIFT = 1.0
"""Training reads fewer sentences without a mention than there are; this takes some of that back."""
FLOOR = 0.03
LONGEST = 30


@lru_cache(maxsize=1)
def mention_statistics(train: tuple[str, ...]) -> SpanStatistics:
    """What the sentences of CANTEMIST's parts `train` and the English ones say of words at the places of mentions."""
    examples = sentences_of_parts(train) + english_sentences()
    return count(((e.words, [[(m.first, m.end) for m in e.mentions]]) for e in examples if e.tagged), 1)


@dataclass(frozen=True)
class Fitted:
    """A scorer, and the dev candidates that `apart` keeps with probabilities by fits to other documents."""

    scorer: SpanScorer
    held_out: list[tuple[float, bool]]


def _groups(docs: Sequence[Document]) -> Iterator[tuple[Document, Group]]:
    plain = [Report(d.id, "es", "cantemist", d.id, Annotated(d.text, (), ()), False, {}, None) for d in docs]
    by_id = {d.id: d for d in docs}
    pieces = WordPieces()
    for read in read_reports("mentions", plain):
        yield by_id[read.report.id], prepare([read], pieces, None)


def fit_mentions(pack: Path, docs: Sequence[Document], seen: SpanStatistics) -> Fitted:
    """Fits the scorer to the mentions of `docs` as the pack's int8 graph reads them."""
    session = graph_session(pack)
    examples: list[Example] = []
    number = 0
    for document, group in _groups(docs):
        gold = {(m.start, m.end) for m in document.mentions}
        (logits,) = word_rows(session, group.sentences, ["mention_logits"])
        chances = logits.softmax(1).numpy()
        known: set[tuple[int, int]] = set()
        fresh: set[tuple[int, int]] = set()
        for s in group.sentences:
            number += 1
            words = s.line.words[: s.words]
            known |= fresh
            fresh = set()
            found = candidates(chances[s.offset : s.offset + s.words], SHIFT, FLOOR, LONGEST)
            for i, c in enumerate(found):
                place = (s.line.spans[c.first][0], s.line.spans[c.end - 1][1])
                if place in known:
                    continue  # The organ heading, read again before each of its sentences.
                said = features(found, i, words, seen, 0)
                fresh.add(place)
                examples.append(Example(said, 0, place in gold, document.id, number, (c.first, c.end)))
    weights, bias = fit(examples, 1)
    held_out = cross_fitted(examples, 1)
    kept = [(held_out[i], examples[i].right) for i in told(examples, held_out)]
    return Fitted(SpanScorer(weights, bias, (0.0,), SHIFT, FLOOR, LONGEST), kept)
