"""Trend cues: the same sentences and numbers as `test/unit/engine/decode/trendCues.test.ts`."""

import math

import pytest

from training.reader.schema import TRENDS
from training.reader.trends import TrendCues, trend_cues

PHRASES = {
    "new": ("nuev*", "no presente"),
    "increasing": ("aument*", "crec*"),
    "decreasing": ("dismin*",),
    "no-change": ("stable", "sin cambios"),
    "resolved": ("no longer present", "desapar*"),
}
CUES = TrendCues(
    tuple((TRENDS.index(t), tuple(p.split(" "))) for t, phrases in PHRASES.items() for p in phrases), 6.0, 8.0, 2.0
)


def test_distance_and_breaks() -> None:
    none, fresh, more, less, *_ = CUES.scores("nodulo que ha aumentado , y otro disminuido".split(" "), 0, 1)
    assert (none, fresh) == (2, 0)
    assert more == pytest.approx(6 * math.exp(-2 / 8))
    assert less == pytest.approx(6 * math.exp(-(6 + 2 * 3) / 8))


def test_both_sides_and_inside() -> None:
    assert CUES.scores("crecimiento de la masa".split(" "), 3, 4)[2] == pytest.approx(6 * math.exp(-2 / 8))
    assert CUES.scores(["stable", "cyst"], 0, 2)[4] == 6
    assert CUES.scores(["cyst", "stable"], 0, 1)[4] == 6


def test_longest_phrase_hides_those_inside() -> None:
    assert CUES.found("no presente en el previo".split(" ")) == [(0, 0, 2)]
    assert CUES.found("the effusion is no longer present".split(" ")) == [(4, 3, 6)]
    assert CUES.found("unstable , reaument y no".split(" ")) == []


def test_own_table_is_one_trend_a_phrase() -> None:
    phrases = [p for _, p in trend_cues().phrases]
    assert len(phrases) == len(set(phrases))
    assert {t for t, _ in trend_cues().phrases} == set(range(len(TRENDS)))
