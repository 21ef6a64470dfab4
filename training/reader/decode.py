"""From word outputs to predictions: the Python mirror of the engine's decoding, for calibration and ablation."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.reader.batch import Group, Sentence
from training.reader.losses import PAIR_TYPES, Pairs, Spans
from training.reader.model import DeskReader
from training.reader.schema import ANATOMY, ASSERTIONS, ENTITY_TYPES, FINDING, SIDES, SUBTYPES, TRENDS

Floats = NDArray[np.float32]


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


def viterbi(log: Floats, bias: float) -> list[int]:
    """Best path of one layer's log-probabilities [words, 3] in which I follows only B or I."""
    o, b, n = 0.0, -np.inf, -np.inf
    back = []
    for lo, lb, ln in log.tolist():
        closed = max(o, b, n)
        origin = 0 if closed == o else 1 if closed == b else 2
        back.append((origin, 1 if b >= n else 2))
        o, b, n = closed + lo, closed + lb + bias, max(b, n) + ln + bias
    tag = int(np.argmax([o, b, n]))
    tags = []
    for origin, inner in reversed(back):
        tags.append(tag)
        tag = inner if tag == 2 else origin
    return tags[::-1]


def spans_of(tags: list[int], log: Floats) -> list[tuple[int, int, float]]:
    """Spans with the geometric mean of their decisions' probabilities."""
    out = []
    i = 0
    while i < len(tags):
        if tags[i] != 1:
            i += 1
            continue
        end = i + 1
        total = float(log[i, 1])
        while end < len(tags) and tags[end] == 2:
            total += float(log[end, 2])
            end += 1
        stop = np.log1p(-min(np.exp(float(log[end, 2])), 1 - 1e-7)) if end < len(tags) else 0.0
        count = end - i + (1 if end < len(tags) else 0)
        out.append((i, end, float(np.exp((total + stop) / count))))
        i = end
    return out


def read_group(
    model: DeskReader, outputs: Outputs, group: Group, bias: list[float], thresholds: list[float]
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
            for first, end, score in spans_of(viterbi(log, bias[t]), log):
                if t in (FINDING, ANATOMY):
                    spans.add(s, first, end)
                    places.append((n, len(mine)))
                mine.append(Predicted(t, first, end, score))
        found.append(mine)
    hidden = spans.hidden(model, outputs.span_parts)
    heads = (model.span_subtype, model.span_assertion, model.span_trend, model.span_side)
    subtype, assertion, trend, side = (h(hidden) for h in heads)
    anatomy_subtype = subtype[:, 1:].argmax(1)
    picked = [x.argmax(1).tolist() for x in (subtype, assertion, trend, side)]
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
            found[n][i] = replace(
                e,
                subtype=SUBTYPES[int(anatomy_subtype[k])],
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
