"""Candidates, features and fit of the span scorer; the engine computes the same."""

import json
import math
import random
import subprocess

import numpy as np
import pytest

from training.sentences import ROOT
from training.span_statistics import SpanStatistics, count
from training.spans import (
    FEATURES,
    NEAR_FEATURES,
    Example,
    NearScorer,
    SpanScorer,
    apart,
    candidates,
    cross_fitted,
    features,
    fit,
    near_examples,
    near_features,
    probabilities,
    told,
)

SENTENCES: list[tuple[tuple[str, ...], list[list[tuple[int, int]]]]] = [
    (("nodulo", "pulmonar", "derecho", "de", "8", "mm", "."), [[(0, 1)], [(1, 3)]]),
    (("sin", "nodulo", "(", "derecho", ")", ","), [[(1, 2)], [(3, 4)]]),
    (("quiste", "renal", "de", "8", "mm"), [[(0, 1)], [(1, 2)]]),
]
ROWS = np.log(np.array([[0.1, 0.9, 1e-9], [0.4, 1e-9, 0.6], [0.9, 0.05, 0.05]]))


def test_counts_by_hand_and_their_table() -> None:
    seen = count(SENTENCES, 2)
    finding, anatomy = seen.layers
    assert (finding.first["nodulo"], finding.spans["nodulo"], finding.occurrences["nodulo"]) == (2, 2, 2)
    assert (anatomy.first["pulmonar"], anatomy.last["derecho"], anatomy.going_on["derecho"]) == (1, 2, 1)
    assert (finding.after["pulmonar"], finding.before["<s>"], anatomy.after["de"]) == (1, 2, 2)
    assert seen.words["8"] == 0  # Twice, and in no span.
    assert seen.words["de"] == 2
    assert SpanStatistics.parse(seen.tsv(), 2).tsv() == seen.tsv()


def test_candidates_by_hand() -> None:
    found = candidates(np.exp(ROWS), floor=0.06)
    assert [(c.first, c.end) for c in found] == [(0, 1), (0, 2)]
    assert math.isclose(found[1].probability, 0.9 * 0.6 * 0.95, rel_tol=1e-6)
    assert candidates(np.exp(ROWS), shift=6.0, floor=0.05) == []


def test_engine_computes_the_same() -> None:
    rng = random.Random(3)
    seen = count(SENTENCES, 2)
    words = [words for words, _ in SENTENCES for _ in range(6)]
    logits = [np.array([[rng.uniform(-3, 3) for _ in range(6)] for _ in w], dtype=np.float32) for w in words]
    shift, floor, longest = 0.4, 0.02, 4
    sentences = [{"words": w, "logits": rows.tolist()} for w, rows in zip(words, logits, strict=True)]
    settings = {"shift": shift, "floor": floor, "longest": longest}
    asked = json.dumps({"statistics": seen.tsv(), "layers": 2, "sentences": sentences, **settings})
    done = subprocess.run(
        ["node", "tools/span-features.mjs"], cwd=ROOT, input=asked.encode(), stdout=subprocess.PIPE, check=True
    )
    compared = 0
    for own_words, rows, by_layer in zip(words, logits, json.loads(done.stdout), strict=True):
        for layer, theirs in enumerate(by_layer):
            odds = np.exp(rows.astype(np.float64).reshape(len(own_words), 2, 3)[:, layer])
            own = candidates(odds / odds.sum(1, keepdims=True), shift, floor, longest)
            assert [(c.first, c.end) for c in own] == [(first, end) for first, end, _ in theirs]
            for i, (_, _, expected) in enumerate(theirs):
                said = features(own, i, own_words, seen, layer)
                assert len(said) == len(expected) == FEATURES
                assert said == pytest.approx(expected, abs=1e-6)
                compared += 1
    assert compared > 100


def examples(number: int) -> list[Example]:
    """Candidates that are right where feature 3 is above 0, in layer 1 where it is below."""
    rng = random.Random(number)
    out = []
    for n in range(400):
        x = [rng.gauss(0, 1) for _ in range(FEATURES)]
        layer = n % 2
        out.append(Example(x, layer, (x[3] > 0) != bool(layer), f"d{n % 20}", n, (0, 1)))
    return out


def test_fit_learns_each_layer_by_itself() -> None:
    rows = examples(1)
    said = probabilities(rows, *fit(rows, 2))
    assert sum((p > 0.5) == e.right for p, e in zip(said, rows, strict=True)) > 0.97 * len(rows)
    held = cross_fitted(rows, 2)
    assert sum((p > 0.5) == e.right for p, e in zip(held, rows, strict=True)) > 0.9 * len(rows)
    noise = [
        Example(e.features, e.layer, random.Random(i).random() > 0.5, e.document, e.sentence, e.span)
        for i, e in enumerate(rows)
    ]
    held = cross_fitted(noise, 2)
    assert sum((p > 0.5) == e.right for p, e in zip(held, noise, strict=True)) < 0.6 * len(noise)


def test_the_likelier_of_two_that_share_words_is_told() -> None:
    assert sorted(apart([(0, 2, 0.4), (1, 3, 0.6), (3, 4, 0.1)])) == [(1, 3, 0.6), (3, 4, 0.1)]
    rows = [Example([0.0], 0, True, "d", 7, (0, 2)), Example([0.0], 0, False, "d", 7, (1, 3))]
    assert told(rows, [0.4, 0.6]) == [1]


def test_scorer_survives_the_manifest_and_keeps_its_threshold() -> None:
    seen = count(SENTENCES, 2)
    weights = tuple(tuple(1.0 if i == 0 else 0.0 for i in range(FEATURES)) for _ in range(2))
    scorer = SpanScorer(weights, (0.0, 0.0), (0.4, 0.9), 0.0, 0.05, 6)
    again = SpanScorer.of(json.loads(json.dumps(scorer.manifest("x.gz"))))
    assert again == scorer
    words = ("nodulo", "pulmonar", "derecho")
    assert [s[:2] for s in scorer.spans(np.exp(ROWS), words, seen, 0)] == [(0, 2)]
    assert scorer.spans(np.exp(ROWS), words, seen, 1) == []


def test_second_score_adds_what_all_readings_of_a_place_say() -> None:
    seen = count(SENTENCES, 2)
    words = ("nodulo", "pulmonar", "derecho")
    # The phrase "nodulo" is a span of layer 0 (11), and a single word (26).
    first = tuple(1.0 if i == 25 else 0.0 for i in range(FEATURES))
    second = tuple(4.0 if i == 1 else 0.0 for i in range(NEAR_FEATURES))
    near = NearScorer((second, second), (-2.0, -2.0), 0.25)
    scorer = SpanScorer((first, first), (0.5, 0.5), (0.0, 0.0), 0.0, 0.06, 6, near)
    assert SpanScorer.of(json.loads(json.dumps(scorer.manifest("x.gz")))) == scorer

    def sigmoid(x: float) -> float:
        return 1 / (1 + math.exp(-x))

    alone, pair = sigmoid(1.5), sigmoid(0.5)
    found = scorer.spans(np.exp(ROWS), words, seen, 0)
    assert [s[:2] for s in found] == [(0, 1)]
    assert found[0][2] == pytest.approx(0.75 * alone + 0.25 * sigmoid(4 * (alone + pair) - 2))


def test_examples_of_the_second_score_are_right_beside_gold() -> None:
    rows = [
        Example([0.5], 0, False, "d", 7, (0, 2)),
        Example([0.6], 0, False, "d", 7, (1, 3)),
        Example([0.7], 0, False, "d", 7, (5, 6)),
    ]
    said = [0.3, 0.4, 0.2]
    beside = near_examples(rows, said, told(rows, said), {(7, 0): [(2, 4)]})
    assert [(e.span, e.right) for e in beside] == [((1, 3), True), ((5, 6), False)]
    assert beside[0].features == pytest.approx(near_features(0.4, 0.7, [0.6]))
