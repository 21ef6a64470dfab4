"""Real texts without any annotation, from `data/unlabelled` (its README says whence)."""

from __future__ import annotations

import lzma
from collections.abc import Iterator

from training.corpora import DATA
from training.reports.corpus import Report
from training.reports.markup import Annotated

FOLDER = DATA / "unlabelled"


def _rows(name: str) -> list[list[str]]:
    rows = lzma.decompress((FOLDER / name).read_bytes()).decode("utf-8").splitlines()[1:]
    return [row.split("\t") for row in rows]


def unlabelled() -> Iterator[Report]:
    """Texts about imaging: source `unlabelled`, in the file's order; none is of a document that the dev rule keeps out
    of training."""
    for n, (document, lang, _, text) in enumerate(_rows("texts.tsv.xz")):
        yield Report(f"{document}#{n}", lang, "unlabelled", document, Annotated(text, (), ()), False, {}, None)


def oncology() -> Iterator[Report]:
    """Spanish sentences, most of them about tumours: source `oncology`; none shares nine words in a row with a
    document of CANTEMIST dev2."""
    for n, (document, text) in enumerate(_rows("oncology.tsv.xz")):
        yield Report(f"{document}#{n}", "es", "oncology", document, Annotated(text, (), ()), False, {}, None)
