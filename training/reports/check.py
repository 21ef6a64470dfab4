"""`python -m training.reports.check FILE…`: says what is wrong in files of marked-up reports, and counts them."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.reports.markup import Annotated, MarkupError, parse_markup

ROOT = Path(__file__).parent.parent
HEAD_LABELS = (
    "mass",
    "acute_stroke",
    "atrophy",
    "vascular",
    "small_vessel_disease",
    "white_matter_inflammation",
    "encephalomalacia",
)


@dataclass(frozen=True)
class MarkedReport:
    """One report or passage of a file: header fields and annotated text."""

    id: str
    lang: str
    exam: str | None
    """None for a passage, whose examination nobody coded."""
    source: str
    """The document that a passage was taken from; empty for an authored report."""
    labels: dict[str, bool]
    annotated: Annotated


def subtypes() -> set[str]:
    """The 56 anatomy subtypes' English names."""
    rows = (ROOT / "data" / "anatomy-subtypes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {r.split("\t")[0] for r in rows if r}


def read_marked(path: Path) -> Iterator[MarkedReport]:
    """Reports of a file; raises `MarkupError` naming the report."""
    known = subtypes()
    for block in re.split(r"^=== *", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        head, _, body = block.partition("\n---\n")
        name, *lines = head.strip().splitlines()
        fields = dict(line.split(": ", 1) for line in lines)
        try:
            annotated = parse_markup(body.strip("\n"))
            labels = {k: {"yes": True, "no": False}[v] for k, v in (p.split("=") for p in fields["labels"].split())}
            if set(labels) not in ({"abnormal"}, {"abnormal", *HEAD_LABELS}):
                raise MarkupError(f"labels {sorted(labels)}")
            exam, source = fields.get("exam"), fields.get("source", "")
            if not (re.fullmatch(r"[BC][0-9A-Z]{4}", exam) if exam else source):
                raise MarkupError(f"exam {exam}")
            for e in annotated.entities:
                subtype = e.attributes.get("Subtype")
                surface = annotated.text[e.start : e.end]
                if subtype is not None and subtype not in known:
                    raise MarkupError(f"{surface!r}: no subtype {subtype!r}")
                if e.type == "Anatomy" and subtype is None:
                    raise MarkupError(f"{surface!r}: Anatomy without subtype")
            by_type: dict[str, int] = {}
            for e in sorted(annotated.entities, key=lambda e: e.start):
                if e.start < by_type.get(e.type, 0):
                    raise MarkupError(f"{annotated.text[e.start : e.end]!r}: two {e.type} overlap")
                by_type[e.type] = e.end
            yield MarkedReport(name, fields["lang"], exam, source, labels, annotated)
        except (MarkupError, KeyError, ValueError) as error:
            raise MarkupError(f"{path.name} {name}: {error}") from error


def main() -> int:
    """Prints the first fault of each file, or its counts."""
    bad = 0
    for arg in sys.argv[1:]:
        try:
            reports = list(read_marked(Path(arg)))
        except MarkupError as error:
            print(error)
            bad = 1
            continue
        counts = Counter(e.type for r in reports for e in r.annotated.entities)
        stated = Counter(k for r in reports for k, v in r.labels.items() if v)
        print(f"{arg}: {len(reports)} reports, {sum(counts.values())} entities {dict(counts)}, stated {dict(stated)}")
    return bad


if __name__ == "__main__":
    raise SystemExit(main())
