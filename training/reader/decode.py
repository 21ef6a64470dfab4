"""From word outputs to predictions: the Python mirror of the engine's decoding, for calibration and ablation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.reader.batch import Group, Sentence
from training.reader.losses import PAIR_TYPES, Pairs, Spans
from training.reader.model import DeskReader
from training.reader.schema import ANATOMY, ASSERTIONS, ENTITY_TYPES, FINDING, SIDES, SUBTYPES, TRENDS
from training.reader.subtypes import SubtypeLexicon, best_subtype
from training.reader.trends import trend_cues
from training.span_statistics import SpanStatistics
from training.spans import SpanScorer

Floats = NDArray[np.float32]
Finder = Callable[[Floats, tuple[str, ...], int], list[tuple[int, int, float]]]
"""Spans with scores from one layer's log-probabilities [words, 3], the words and the layer."""


@dataclass(frozen=True)
class Predicted:
    """An entity as read; word indices of its sentence."""

    type: int
    first: int
    end: int
    score: float
    subtype: str | None = None
    assertion: str | None = None
    trend: str | None = None
    side: str | None = None


@dataclass(frozen=True)
class Reading:
    """One sentence's entities, and relations with their probabilities (pair kind, head, tail)."""

    entities: list[Predicted]
    relations: list[tuple[int, int, int, float]]


@dataclass(frozen=True)
class Outputs:
    """A group's word outputs, as the graph gives them."""

    tags: Tensor
    span_parts: Tensor
    relation_parts: Tensor
    queries: Tensor
    vectors: Tensor


def torch_outputs(model: DeskReader, hidden: Tensor) -> Outputs:
    """The heads applied to hidden states."""
    return Outputs(
        model.tags(hidden),
        model.span_parts(hidden),
        model.relation_parts(hidden),
        model.queries(hidden),
        model.vectors(hidden),
    )


def scored_spans(scorer: SpanScorer, seen: SpanStatistics) -> Finder:
    """Spans that the scorer tells, as the product does."""
    return lambda log, words, layer: scorer.spans(np.exp(log), words, seen, layer)


def read_group(
    model: DeskReader, outputs: Outputs, group: Group, find: Finder, thresholds: list[float], lexicon: SubtypeLexicon
) -> list[Reading]:
    """A reading per sentence of the group."""
    logs = outputs.tags.reshape(len(group.section), len(ENTITY_TYPES), 3).log_softmax(2).numpy()
    found: list[list[Predicted]] = []
    spans = Spans()
    places: list[tuple[int, int]] = []
    for n, s in enumerate(group.sentences):
        mine: list[Predicted] = []
        for t in range(len(ENTITY_TYPES)):
            log = logs[s.offset : s.offset + s.words, t]
            for first, end, score in find(log, s.line.words[: s.words], t):
                if t in (FINDING, ANATOMY):
                    spans.add(s, first, end)
                    places.append((n, len(mine)))
                mine.append(Predicted(t, first, end, score))
        found.append(mine)
    hidden = spans.hidden(model, outputs.span_parts)
    heads = (model.span_subtype, model.span_assertion, model.span_trend, model.span_side)
    subtype, assertion, trend, side = (h(hidden) for h in heads)
    logits = subtype[:, 1:].double().numpy()
    moved = trend.double().numpy()
    cues = trend_cues()
    for k, (n, i) in enumerate(places):
        s, e = group.sentences[n], found[n][i]
        if e.type == FINDING:
            moved[k] += cues.scores(s.line.words[: s.words], e.first, e.end)
    picked = [x.argmax(1).tolist() for x in (subtype, assertion, moved, side)]
    for k, (n, i) in enumerate(places):
        e = found[n][i]
        if e.type == FINDING:
            sub = picked[0][k]
            found[n][i] = replace(
                e,
                subtype=SUBTYPES[sub - 1] if sub else None,
                assertion=ASSERTIONS[picked[1][k]],
                trend=TRENDS[picked[2][k] - 1] if picked[2][k] else None,
            )
        else:
            words = group.sentences[n].line.words[e.first : e.end]
            found[n][i] = replace(
                e,
                subtype=SUBTYPES[best_subtype(logits[k], lexicon.scores(words))],
                side=SIDES[picked[3][k] - 1] if picked[3][k] else None,
            )
    relations = relations_of(model, outputs.relation_parts, group.sentences, found, thresholds)
    return [Reading(e, r) for e, r in zip(found, relations, strict=True)]


def relations_of(
    model: DeskReader,
    parts: Tensor,
    sentences: list[Sentence],
    entities: list[list[Predicted]],
    thresholds: list[float],
) -> list[list[tuple[int, int, int, float]]]:
    """Relations of every sentence at and above each pair kind's threshold."""
    pairs = Pairs()
    where: list[tuple[int, int, int, int]] = []
    for n, s in enumerate(sentences):
        for k, (h, t) in enumerate(PAIR_TYPES):
            for i, a in enumerate(entities[n]):
                if a.type != h:
                    continue
                for j, b in enumerate(entities[n]):
                    if b.type == t and i != j:
                        pairs.add(k, s.offset, (a.first, a.end), (b.first, b.end))
                        where.append((n, k, i, j))
    out: list[list[tuple[int, int, int, float]]] = [[] for _ in sentences]
    probabilities = torch.sigmoid(pairs.logits(model, parts)).tolist()
    for (n, k, i, j), p in zip(where, probabilities, strict=True):
        if p >= thresholds[k]:
            out[n].append((k, i, j, p))
    return out
