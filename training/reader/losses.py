"""Losses of the reader's heads over a group of reports."""

from __future__ import annotations

import random

import torch
from torch import Tensor
from torch.nn import functional as F

from training.reader.batch import Group, Sentence
from training.reader.model import SPAN, DeskReader
from training.reader.schema import (
    ANATOMY,
    ASSERTIONS,
    ENTITY_TYPES,
    FINDING,
    LABELS,
    MAX_DISTANCE,
    PAIRS,
    SIDES,
    SUBTYPES,
    TRENDS,
)

LABEL_AT = {name: i for i, name in enumerate(LABELS)}
PAIR_TYPES = tuple((ENTITY_TYPES.index(h), ENTITY_TYPES.index(t)) for _, h, t in PAIRS)


def padded(rows: list[list[int]]) -> Tensor:
    """Rows of unequal length to [n, longest], -1 for none."""
    most = max(1, max((len(r) for r in rows), default=1))
    return torch.tensor([r + [-1] * (most - len(r)) for r in rows], dtype=torch.long).reshape(len(rows), most)


def distance(head: tuple[int, int], tail: tuple[int, int]) -> int:
    """Signed words from head to tail, clamped; 0 where they overlap."""
    if tail[0] >= head[1]:
        d = tail[0] - head[1] + 1
    elif head[0] >= tail[1]:
        d = -(head[0] - tail[1] + 1)
    else:
        d = 0
    return max(-MAX_DISTANCE, min(MAX_DISTANCE, d))


class Spans:
    """Spans of a group as index tensors for `DeskReader.span_hidden`."""

    def __init__(self) -> None:
        self.first: list[int] = []
        self.last: list[int] = []
        self.inside: list[list[int]] = []
        self.context: list[list[int]] = []

    def add(self, sentence: Sentence, first: int, end: int) -> None:
        """Adds the words [first, end) of a sentence."""
        o = sentence.offset
        self.first.append(o + first)
        self.last.append(o + end - 1)
        self.inside.append(list(range(o + first, o + end)))
        self.context.append(list(range(o, o + sentence.words)))

    def hidden(self, model: DeskReader, parts: Tensor) -> Tensor:
        """[spans, SPAN]."""
        if not self.first:
            return parts.new_zeros(0, SPAN)
        first, last = torch.tensor(self.first), torch.tensor(self.last)
        return model.span_hidden(parts, first, last, padded(self.inside), padded(self.context))


class Pairs:
    """Candidate relations of a group as index tensors for `DeskReader.relation_logits`."""

    def __init__(self) -> None:
        self.kind: list[int] = []
        self.head: list[list[int]] = []
        self.tail: list[list[int]] = []
        self.between: list[list[int]] = []
        self.distance: list[int] = []

    def add(self, kind: int, offset: int, head: tuple[int, int], tail: tuple[int, int]) -> None:
        """Adds head [first, end) and tail [first, end) of one sentence."""
        self.kind.append(kind)
        self.head.append(list(range(offset + head[0], offset + head[1])))
        self.tail.append(list(range(offset + tail[0], offset + tail[1])))
        low, high = min(head[1], tail[1]), max(head[0], tail[0])
        self.between.append(list(range(offset + low, offset + high)))
        self.distance.append(distance(head, tail))

    def logits(self, model: DeskReader, parts: Tensor) -> Tensor:
        """[pairs]."""
        if not self.kind:
            return parts.new_zeros(0)
        return model.relation_logits(
            parts,
            torch.tensor(self.kind),
            padded(self.head),
            padded(self.tail),
            padded(self.between),
            torch.tensor(self.distance),
        )


def _tag_loss(logits: Tensor, group: Group) -> Tensor:
    types = len(ENTITY_TYPES)
    target = torch.full((logits.shape[0], types), -100)
    for s in group.sentences:
        report = group.reports[s.report].report
        if not report.has_entities:
            continue
        known = [t for t, name in enumerate(ENTITY_TYPES) if report.types is None or name in report.types]
        target[s.offset : s.offset + s.words, known] = 0
        for e in s.line.entities:
            if e.end <= s.words:
                target[s.offset + e.first, e.type] = 1
                target[s.offset + e.first + 1 : s.offset + e.end, e.type] = 2
    loss = F.cross_entropy(logits.reshape(-1, 3), target.reshape(-1), ignore_index=-100, reduction="sum")
    return loss / (target >= 0).any(1).sum().clamp(min=1)


def _whole(group: Group) -> list[Sentence]:
    """Sentences annotated with all types, where alone spans and relations are learned."""
    return [s for s in group.sentences if group.reports[s.report].report.types is None]


def _negative(
    sentence: Sentence, gold: set[tuple[int, int]], e: tuple[int, int], rng: random.Random
) -> tuple[int, int] | None:
    a, b = e[0] + rng.choice((-2, -1, 0, 0, 1)), e[1] + rng.choice((-1, 0, 0, 1, 2))
    if not 0 <= a < b <= sentence.words or b - a > 12 or (a, b) in gold:
        return None
    return a, b


def _masked(logits: Tensor, targets: list[int]) -> Tensor:
    wanted = torch.tensor(targets, dtype=torch.long)
    if not bool((wanted >= 0).any()):
        return logits.sum() * 0
    return F.cross_entropy(logits, wanted, ignore_index=-100)


def _span_loss(model: DeskReader, parts: Tensor, group: Group, rng: random.Random) -> Tensor:
    spans = Spans()
    kind: list[int] = []
    subtype: list[int] = []
    assertion: list[int] = []
    trend: list[int] = []
    side: list[int] = []
    for s in _whole(group):
        gold = {(e.first, e.end) for e in s.line.entities if e.type in (FINDING, ANATOMY)}
        for e in s.line.entities:
            if e.type not in (FINDING, ANATOMY) or e.end > s.words:
                continue
            spans.add(s, e.first, e.end)
            a = e.attributes
            named = SUBTYPES.index(a["Subtype"]) + 1 if a.get("Subtype") in SUBTYPES else 0
            kind.append(0 if e.type == FINDING else 1)
            subtype.append(named if e.type == FINDING or named else -100)
            assertion.append(ASSERTIONS.index(a.get("Assertion", "present")) if e.type == FINDING else -100)
            trend.append(TRENDS.index(a["Trend"]) + 1 if a.get("Trend") in TRENDS else 0 if e.type == FINDING else -100)
            side.append(SIDES.index(a["Side"]) + 1 if a.get("Side") in SIDES else 0 if e.type == ANATOMY else -100)
            wrong = _negative(s, gold, (e.first, e.end), rng)
            if wrong:
                spans.add(s, *wrong)
                kind.append(2)
                for row in (subtype, assertion, trend, side):
                    row.append(-100)
    hidden = model.dropout(spans.hidden(model, parts))
    if hidden.shape[0] == 0:
        return parts.sum() * 0
    loss = 0.5 * _masked(model.span_kind(hidden), kind) + _masked(model.span_subtype(hidden), subtype)
    loss = loss + _masked(model.span_assertion(hidden), assertion) + 0.5 * _masked(model.span_trend(hidden), trend)
    return loss + _masked(model.span_side(hidden), side)


def _relation_loss(model: DeskReader, parts: Tensor, group: Group) -> Tensor:
    pairs = Pairs()
    targets: list[float] = []
    for s in _whole(group):
        entities = s.line.entities
        gold = set(s.line.relations)
        for k, (h, t) in enumerate(PAIR_TYPES):
            for i, a in enumerate(entities):
                if a.type != h or a.end > s.words:
                    continue
                for j, b in enumerate(entities):
                    if b.type == t and i != j and b.end <= s.words:
                        pairs.add(k, s.offset, (a.first, a.end), (b.first, b.end))
                        targets.append(1.0 if (k, i, j) in gold else 0.0)
    logits = pairs.logits(model, parts)
    if logits.shape[0] == 0:
        return parts.sum() * 0
    return F.binary_cross_entropy_with_logits(logits, torch.tensor(targets))


def _report_loss(model: DeskReader, hidden: Tensor, group: Group) -> tuple[Tensor, Tensor]:
    labels, exams = model.report_outputs(model.queries(hidden), model.vectors(hidden), group.words_of, group.section)
    known = torch.tensor([[v is not None for v in r.labels] for r in group.reports])
    wanted = torch.tensor([[bool(v) for v in r.labels] for r in group.reports]).float() * 0.96 + 0.02
    each = F.binary_cross_entropy_with_logits(labels, wanted, reduction="none") * known
    label_loss = each.sum() / max(1, len(group.reports))
    rows = [
        i
        for i, r in enumerate(group.reports)
        if r.report.exam and any(c.startswith(r.report.exam) for c in model.exams)
    ]
    if not rows:
        return label_loss, exams.sum() * 0
    codes = [str(group.reports[i].report.exam) for i in rows]
    right = torch.tensor([[c.startswith(code) for c in model.exams] for code in codes])
    chosen = exams[torch.tensor(rows)]
    best = chosen.masked_fill(~right, float("-inf")).logsumexp(1)
    return label_loss, (chosen.logsumexp(1) - best).sum() / max(1, len(group.reports))


def losses(model: DeskReader, hidden: Tensor, group: Group, rng: random.Random) -> dict[str, Tensor]:
    """Named losses, weighted for the sum."""
    hidden = model.dropout(hidden)
    label_loss, exam_loss = _report_loss(model, hidden, group)
    return {
        "tags": _tag_loss(model.tags(hidden), group),
        "spans": 0.5 * _span_loss(model, model.span_parts(hidden), group, rng),
        "relations": 0.5 * _relation_loss(model, model.relation_parts(hidden), group),
        "labels": 0.4 * label_loss,
        "exam": 0.2 * exam_loss,
    }
