"""Texts to pretrain on: the training documents of the project's own corpora, and any folder of further texts."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corpora import cantemist, valid_codes
from training.icdo_en import read_sentences, read_terms
from training.reports.corpus import reports

LINES = 12
"""Short texts are joined in so many lines to a document."""
LEAST = 20
"""Characters of a text that is worth reading."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document and how often it is to be seen, in relation to the others."""

    text: str
    weight: int


def clean(text: str) -> str:
    """NFC, without soft hyphens, byte-order marks and repeated spaces."""
    plain = unicodedata.normalize("NFC", text).replace("\r", "").replace("\u00ad", "").replace("\ufeff", "")
    return re.sub(r"[ \t]+", " ", plain).strip()


def _joined(lines: Sequence[str], weight: int) -> Iterator[Text]:
    for start in range(0, len(lines), LINES):
        yield Text("\n".join(lines[start : start + LINES]), weight)


def own_texts() -> Iterator[Text]:
    """CANTEMIST train, the reports that are not dev, and the terms of the codes; nothing of a dev document."""
    for document in cantemist():
        if document.split == "train":
            yield Text(document.text, 2)
    for report in reports():
        if not report.dev and report.source != "codiesp":
            yield Text(report.annotated.text, 4)
    yield from _joined([r.annotated.text for r in reports() if not r.dev and r.source == "codiesp"], 1)
    yield from _joined([s.text for s in read_sentences()], 2)
    yield from _joined(sorted({d.split(" - ")[0] for d in valid_codes().values() if d}), 2)
    yield from _joined(sorted({term for _, term, _ in read_terms()}), 2)


def folder_texts(folder: Path) -> Iterator[Text]:
    """Every `.txt` file below a folder, and every line's `text` of its `.jsonl` and `.jsonl.gz` files.

    A line's `weight` is taken where it has one, else 1. Raises json.JSONDecodeError for a line that is not JSON.
    """
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".txt":
            yield Text(path.read_text(encoding="utf-8"), 1)
        elif path.name.endswith((".jsonl", ".jsonl.gz")):
            opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
            with opened as lines:
                for line in lines:
                    row = json.loads(line)
                    yield Text(str(row.get("text", "")), int(row.get("weight", 1)))


def texts(folders: Sequence[Path] = (), limit: int = 0) -> Iterator[Text]:
    """All of them, cleaned, none twice; `limit` above 0 takes the first so many."""
    seen: set[bytes] = set()
    sources = [own_texts(), *(folder_texts(f) for f in folders)]
    for text in (t for source in sources for t in source):
        plain = clean(text.text)
        digest = hashlib.sha256(plain.encode()).digest()
        if len(plain) < LEAST or digest in seen:
            continue
        seen.add(digest)
        yield Text(plain, text.weight)
        if limit and len(seen) == limit:
            return
