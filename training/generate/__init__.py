"""Generated reports: recombined sentences and small reports with exact annotations, drawn from a seed."""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random

from training.generate import exams
from training.generate.frames import capital, sentence
from training.generate.join import capitals, joined
from training.generate.recombine import recombined
from training.generate.writer import Writer
from training.reports.corpus import Report, reports
from training.reports.markup import Annotated, parse_markup

RECOMBINED, FULL = 0.3, 0.3
"""Shares of texts made of recombined train sentences, and of small full reports with labels; the rest is frames."""


def _frames(rng: Random, lang: str) -> Annotated:
    w = Writer(rng, lang)
    lines = [capital(sentence(w)) + "." for _ in range(rng.choice((2, 3, 4, 4, 5, 6)))]
    glue = rng.choice((" ", " ", "\n", "\n- "))
    return parse_markup(("- " if glue == "\n- " else "") + glue.join(lines))


def _recombined(rng: Random, lang: str) -> Annotated:
    return joined([recombined(rng, lang) for _ in range(rng.choice((2, 3, 3, 4)))], "\n")


@lru_cache(maxsize=1)
def _kept_out() -> frozenset[tuple[str, ...]]:
    """Runs of six words that dev texts have and no train text: a draw that holds one by chance is drawn again."""
    sides: dict[bool, set[tuple[str, ...]]] = {True: set(), False: set()}
    for r in reports():
        sides[r.dev] |= _sixes(r.annotated.text)
    return frozenset(sides[True] - sides[False])


def _sixes(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 6]) for i in range(len(words) - 5)}


def _draw(rng: Random, lang: str) -> tuple[Annotated, str | None, dict[str, bool]]:
    kind = rng.random()
    while True:
        if kind < FULL:
            drawn: tuple[Annotated, str | None, dict[str, bool]] = exams.report(rng, lang)
        else:
            drawn = (_recombined(rng, lang) if kind < FULL + RECOMBINED else _frames(rng, lang), None, {})
        if _kept_out().isdisjoint(_sixes(drawn[0].text)):
            return drawn


def generated(seed: int, count: int) -> list[Report]:
    """The same reports for the same seed; in both languages, source `generated`, never dev."""
    rng = Random(f"generated/{seed}")
    out = []
    for n in range(count):
        lang = rng.choice(("es", "en"))
        name = f"generated/{seed}-{n}"
        annotated, exam, labels = _draw(rng, lang)
        if rng.random() < 0.12:
            annotated = capitals(annotated, rng)
        out.append(Report(name, lang, "generated", name, annotated, True, labels, exam))
    return out
