"""Real texts about imaging without any annotation, from `data/unlabelled/texts.tsv.xz` (its README says whence)."""

from __future__ import annotations

import lzma
from collections.abc import Iterator

from training.corpora import DATA
from training.reports.corpus import Report
from training.reports.markup import Annotated

FILE = DATA / "unlabelled" / "texts.tsv.xz"


def unlabelled() -> Iterator[Report]:
    """Source `unlabelled`, in the file's order; none is of a document that the dev rule keeps out of training."""
    rows = lzma.decompress(FILE.read_bytes()).decode("utf-8").splitlines()[1:]
    for n, row in enumerate(rows):
        document, lang, _, text = row.split("\t")
        yield Report(f"{document}#{n}", lang, "unlabelled", document, Annotated(text, (), ()), False, {}, None)
