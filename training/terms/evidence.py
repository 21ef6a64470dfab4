"""Phrases that stand for a code.

Spanish ones that evidence it in CodiEsp's training set (CC BY 4.0, Miranda-Escalada et al. 2020), and those of
`common.tsv`, Glosa's own, for what radiology reports name most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

COMMON = Path(__file__).parent / "common.tsv"
IMAGING = Path(__file__).parents[1] / "data" / "codiesp-imaging.tsv"
LONGEST_WORDS = 12
"""A longer phrase tells a case, not a code."""
COMMON_COUNT = 24
"""An authored phrase weighs as one that so many annotated reports have: more than an annotator's habit."""


def clean(phrase: str) -> str:
    """A phrase on one line, in lower case where its capitals are a sentence's or a heading's."""
    joined = " ".join(phrase.split()).strip(" .,;:")
    return joined if joined[1:] != joined[1:].lower() and not joined.isupper() else joined.lower()


def diagnoses(folder: Path, known: set[str]) -> Counter[tuple[str, str]]:
    """(ICD-10-CM code, phrase) → count, of `train/trainX.tsv` alone.

    CodiEsp ends a code before its encounter letter ("S42.90X"); its phrase then goes to the category without
    the placeholder ("S42.90"). What is in no table is left out.
    """
    found: Counter[tuple[str, str]] = Counter()
    for line in (folder / "train" / "trainX.tsv").read_text(encoding="utf-8").splitlines():
        _, kind, code, phrase, _ = line.split("\t")
        if kind != "DIAGNOSTICO":
            continue
        name = code.upper()
        while name not in known and name.endswith("X"):
            name = name[:-1]
        if name in known:
            found[name, clean(phrase)] += 1
    return found


def imaging(known: Iterable[str]) -> Counter[tuple[str, str]]:
    """(ICD-10-PCS code, phrase) → count: a code cut short stands for its plainest whole one."""
    table = sorted(known)
    found: Counter[tuple[str, str]] = Counter()
    for line in IMAGING.read_text(encoding="utf-8").splitlines()[1:]:
        _, prefix, phrase = line.split("\t")
        whole = plainest(prefix, table)
        if whole is not None:
            found[whole, clean(phrase)] += 1
    return found


def common(known: dict[str, set[str]]) -> dict[str, Counter[tuple[str, str]]]:
    """System → (code, phrase) → count, of `common.tsv`. Raises ValueError for a code that its system's table lacks."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for line in COMMON.read_text(encoding="utf-8").splitlines()[1:]:
        system, code, phrases = line.split("\t")
        if code not in known.get(system, {code}):
            raise ValueError(f"{system} has no code {code}")
        counts = found.setdefault(system, Counter())
        for phrase in phrases.split("|"):
            counts[code, clean(phrase)] += COMMON_COUNT
    return found


def plainest(prefix: str, table: list[str]) -> str | None:
    """Of the codes that begin so, the one without contrast and qualifiers, else one without qualifiers, else the first.

    None where none begins so.
    """
    matching = [code for code in table if code.startswith(prefix)]
    return min(matching, key=lambda code: (not code.endswith("ZZZ"), not code.endswith("ZZ"), code), default=None)


def short(found: Counter[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Rows in the order of codes, then of phrases; phrases of more than LONGEST_WORDS words are left out."""
    return [
        (code, phrase, count)
        for (code, phrase), count in sorted(found.items())
        if phrase != "" and len(phrase.split()) <= LONGEST_WORDS
    ]
