"""Which spans of words a B/I/O layer means: candidates from its probabilities, what the training spans say of their
words, and a linear score of both. `server/src/engine/decode/span*.ts` does the same in the product;
`docs/model-pack.md` (*Span scorer*) has the file format and the features in their order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from training.span_statistics import END, START, Span, SpanStatistics, Words

Floats = NDArray[np.float64]
Weights = tuple[tuple[float, ...], ...]
"""By layer, `FEATURES` numbers each."""

FEATURES = 27
JOINTS = frozenset("de of con with y and , (".split())
PREPOSITIONS = frozenset("de del of".split())
OPEN_ENDS = frozenset("( , . - /".split())


@dataclass(frozen=True)
class Candidate:
    """A span that a layer may mean, and what its probabilities say."""

    first: int
    end: int
    probability: float
    """That it begins, goes on and ends so."""
    begins: float
    ends: float
    """That the word after it does not go on."""
    inside: float
    """The highest probability among its words to be in a span."""
    before: float
    """That the word before it is in a span."""
    begins_after: float
    """That the word after it begins one."""


def candidates(
    probabilities: NDArray[Any], shift: float = 0.0, floor: float = 0.04, longest: int = 20
) -> list[Candidate]:
    """Spans of `probabilities` [words, 3] (O, B, I) that are at least as likely as `floor`; `shift` is added to the
    logit of O."""
    p: Floats = probabilities.astype(np.float64)
    p[:, 0] *= math.exp(shift)
    p /= p.sum(1, keepdims=True)
    out: list[Candidate] = []
    words = len(p)
    for first in range(words):
        reached = float(p[first, 1])
        inside = 0.0
        for end in range(first + 1, min(words, first + longest) + 1):
            if reached < floor:
                break
            inside = max(inside, 1 - float(p[end - 1, 0]))
            on = float(p[end, 2]) if end < words else 0.0
            if reached * (1 - on) >= floor:
                before = 1 - float(p[first - 1, 0]) if first else 0.0
                begins_after = float(p[end, 1]) if end < words else 0.0
                chance = reached * (1 - on)
                out.append(Candidate(first, end, chance, float(p[first, 1]), 1 - on, inside, before, begins_after))
            reached *= on
    return out


def _logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def _odds(yes: int, no: int) -> float:
    return math.log((yes + 0.5) / (max(no, 0) + 0.5))


def features(found: Sequence[Candidate], at: int, words: Words, seen: SpanStatistics, layer: int) -> list[float]:
    """The `FEATURES` numbers of candidate `at` among those of its layer in a sentence."""
    c, known = found[at], seen.layers[layer]
    over = [o for i, o in enumerate(found) if i != at and o.first < c.end and c.first < o.end]
    span = words[c.first : c.end]
    phrase = " ".join(span)
    spans, occurrences = known.spans[phrase], known.occurrences[phrase]
    after = words[c.end] if c.end < len(words) else END
    before = words[c.first - 1] if c.first else START
    head, tail = span[0], span[-1]
    return [
        _logit(c.probability),
        _logit(c.begins),
        _logit(c.ends),
        _logit(c.inside),
        c.before,
        c.begins_after,
        max((o.probability for o in over), default=0.0),
        sum(o.probability for o in over if o.first <= c.first and o.end >= c.end),
        sum(o.probability for o in over if o.first >= c.first and o.end <= c.end),
        min(len(span), 12) / 12,
        math.log1p(spans),
        _odds(spans, occurrences - spans) if occurrences else 0.0,
        0.0 if occurrences else 1.0,
        _odds(known.first[head], seen.words[head] - known.first[head]),
        _odds(known.last[tail], seen.words[tail] - known.last[tail]),
        _odds(known.last[tail], known.inside[tail] - known.last[tail]),
        sum(_odds(known.inside[w], seen.words[w] - known.inside[w]) for w in span) / len(span),
        _odds(known.after[after], seen.words[after] - known.after[after]),
        _odds(known.going_on[after], known.after[after]),
        _odds(known.before[before], seen.words[before] - known.before[before]),
        float(span.count("(") - span.count(")")),
        float(tail in OPEN_ENDS),
        float(after == "("),
        float(after in PREPOSITIONS),
        float(after == ","),
        float(len(span) == 1),
        sum(w in JOINTS for w in span) / 4,
    ]


NEAR_FEATURES = FEATURES + 3


@dataclass(frozen=True)
class NearScorer:
    """A second linear score, of candidates that `apart` keeps: its sigmoid is the probability that a span of the layer
    is there, with these bounds or others. Entities of which several readings are likely are told for it."""

    weights: Weights
    """By layer, `NEAR_FEATURES` numbers each: of `near_features`."""
    bias: tuple[float, ...]
    share: float
    """Its part of what a span scores; the rest is that of its exact bounds."""

    def score(self, layer: int, exact: float, numbers: Sequence[float]) -> float:
        """What a span scores with the probability `exact` of its bounds."""
        total = self.bias[layer] + math.fsum(w * x for w, x in zip(self.weights[layer], numbers, strict=True))
        return (1 - self.share) * exact + self.share / (1 + math.exp(-total))


def near_features(exact: float, mass: float, own: Sequence[float]) -> list[float]:
    """`exact` is the candidate's probability, `mass` the sum of that of all candidates that share a word with it, its
    own included; `own` are its `features`."""
    return [_logit(exact), mass, max(0.0, 1 - mass), *own]


@dataclass(frozen=True)
class SpanScorer:
    """A linear score of a candidate's features; its sigmoid is the probability that it is a span of its layer."""

    weights: Weights
    """By layer."""
    bias: tuple[float, ...]
    """By layer."""
    threshold: tuple[float, ...]
    """By layer: the least probability of a span that is told."""
    shift: float
    floor: float
    longest: int
    near: NearScorer | None = None

    def manifest(self, statistics: str) -> dict[str, Any]:
        """As a manifest holds it; `statistics` is the name of the file of `SpanStatistics.tsv`."""
        return {"statistics": statistics, **{k: v for k, v in asdict(self).items() if v is not None}}

    @staticmethod
    def of(entry: dict[str, Any]) -> SpanScorer:
        """What `manifest` gave."""
        near = entry.get("near")
        return SpanScorer(
            _rows(entry["weights"]),
            tuple(entry["bias"]),
            tuple(entry["threshold"]),
            entry["shift"],
            entry["floor"],
            entry["longest"],
            NearScorer(_rows(near["weights"]), tuple(near["bias"]), near["share"]) if near else None,
        )

    def spans(
        self, probabilities: NDArray[Any], words: Words, seen: SpanStatistics, layer: int
    ) -> list[tuple[int, int, float]]:
        """Spans of a layer with their probabilities, none over another, by first word."""
        found = candidates(probabilities, self.shift, self.floor, self.longest)
        scored = []
        numbers: dict[Span, list[float]] = {}
        for i, c in enumerate(found):
            own = numbers[(c.first, c.end)] = features(found, i, words, seen, layer)
            total = self.bias[layer] + math.fsum(w * x for w, x in zip(self.weights[layer], own, strict=True))
            scored.append((c.first, c.end, 1 / (1 + math.exp(-total))))
        kept = apart(scored)
        if self.near:
            near, exact = self.near, kept
            kept = []
            for first, end, p in exact:
                mass = math.fsum(q for a, b, q in scored if a < end and first < b)
                kept.append((first, end, near.score(layer, p, near_features(p, mass, numbers[(first, end)]))))
        return sorted(s for s in kept if s[2] >= self.threshold[layer])


def _rows(weights: Sequence[Sequence[float]]) -> Weights:
    return tuple(tuple(row) for row in weights)


def apart(scored: Iterable[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """The likeliest spans of which none overlaps another."""
    kept: list[tuple[int, int, float]] = []
    for first, end, p in sorted(scored, key=lambda s: (-s[2], s[0], s[1])):
        if not any(a < end and first < b for a, b, _ in kept):
            kept.append((first, end, p))
    return kept


@dataclass(frozen=True)
class Example:
    """A candidate of dev: features, layer, whether gold has it, the document, and where it stands for `apart`."""

    features: list[float]
    layer: int
    right: bool
    document: str
    sentence: int
    span: Span


def fit(
    examples: Sequence[Example], layers: int, decay: float = 1e-3, size: int = FEATURES
) -> tuple[Weights, tuple[float, ...]]:
    """Each layer's weights and bias, by log loss: weights that all layers share plus the layer's own, both with a small
    penalty and for standardized features; all 0 without examples. `size` is the number of features."""
    if not examples:
        return ((0.0,) * size,) * layers, (0.0,) * layers
    x = torch.tensor([e.features for e in examples], dtype=torch.float64)
    mean, deviation = x.mean(0), x.std(0) + 1e-6
    z = (x - mean) / deviation
    layer = torch.nn.functional.one_hot(torch.tensor([e.layer for e in examples]), layers).double()
    y = torch.tensor([float(e.right) for e in examples], dtype=torch.float64)
    shared = torch.zeros(size, dtype=torch.float64, requires_grad=True)
    own = torch.zeros(layers, size, dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(layers, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([shared, own, bias], max_iter=300, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        logits = (z * (shared + layer @ own)).sum(1) + layer @ bias
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, y)
        total: torch.Tensor = loss + decay * ((shared**2).sum() + (own**2).sum())
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    slopes = (shared + own).detach() / deviation
    offsets = bias.detach() - slopes @ mean
    return tuple(tuple(row) for row in slopes.tolist()), tuple(offsets.tolist())


def probabilities(examples: Sequence[Example], weights: Weights, bias: Sequence[float]) -> list[float]:
    """What a fit says of each example."""
    if not examples:
        return []
    own, at = np.array(weights), [e.layer for e in examples]
    x = (np.array([e.features for e in examples]) * own[at]).sum(1) + np.array(bias)[at]
    return [float(p) for p in 1 / (1 + np.exp(-x))]


def near_examples(
    examples: Sequence[Example],
    said: Sequence[float],
    kept: Sequence[int],
    gold: Mapping[tuple[int, int], Sequence[Span]],
) -> list[Example]:
    """Of each example that `told` kept, `near_features`, and whether it shares a word with a span of `gold` (by
    sentence and layer)."""
    beside: dict[tuple[int, int], list[int]] = {}
    for i, e in enumerate(examples):
        beside.setdefault((e.sentence, e.layer), []).append(i)

    def share_word(a: Span, b: Span) -> bool:
        return a[0] < b[1] and b[0] < a[1]

    out = []
    for i in kept:
        e = examples[i]
        place = (e.sentence, e.layer)
        mass = math.fsum(said[j] for j in beside[place] if share_word(examples[j].span, e.span))
        right = any(share_word(g, e.span) for g in gold.get(place, ()))
        out.append(replace(e, features=near_features(said[i], mass, e.features), right=right))
    return out


def cross_fitted(examples: Sequence[Example], layers: int, folds: int = 5) -> list[float]:
    """Each example's probability by a fit to the documents of the other folds."""
    names = sorted({e.document for e in examples})
    fold = {name: i % folds for i, name in enumerate(names)}
    out = [0.0] * len(examples)
    for f in range(folds):
        inner = [e for e in examples if fold[e.document] != f]
        outer = [i for i, e in enumerate(examples) if fold[e.document] == f]
        if inner and outer:
            said = probabilities([examples[i] for i in outer], *fit(inner, layers))
            for i, p in zip(outer, said, strict=True):
                out[i] = p
    return out


def told(examples: Sequence[Example], said: Sequence[float]) -> list[int]:
    """Indices of the examples that `apart` keeps in each sentence and layer."""
    groups: dict[tuple[int, int], dict[Span, int]] = {}
    for i, e in enumerate(examples):
        groups.setdefault((e.sentence, e.layer), {})[e.span] = i
    return [
        spans[(first, end)]
        for spans in groups.values()
        for first, end, _ in apart((*s, said[i]) for s, i in spans.items())
    ]
