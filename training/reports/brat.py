"""Annotated reports as brat standoff, as `glosa eval` reads them.

`python -m training.reports.brat OUT [--all]` writes the desk reports that are dev (`--all`: train ones too), a folder a
language, with `labels.tsv` as in `glosa-reports`: then `npx glosa eval entities|labels|exam OUT --json`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from training.reports.corpus import Report, reports
from training.reports.markup import Annotated

HEADER = "id\texam\texam_name\tlabels\n"


def standoff(annotated: Annotated) -> str:
    """The `.ann` file: entities, relations, attributes, in code points; attribute values have `_` for blanks."""
    lines = []
    for n, e in enumerate(annotated.entities, 1):
        surface = annotated.text[e.start : e.end].replace("\n", " ")
        lines.append(f"T{n}\t{e.type} {e.start} {e.end}\t{surface}")
    for n, r in enumerate(annotated.relations, 1):
        lines.append(f"R{n}\t{r.type} Arg1:T{r.head + 1} Arg2:T{r.tail + 1}")
    marks = [(n, k, v) for n, e in enumerate(annotated.entities, 1) for k, v in e.attributes.items()]
    lines += [f"A{i}\t{k} T{n} {v.replace(' ', '_')}" for i, (n, k, v) in enumerate(marks, 1)]
    return "".join(line + "\n" for line in lines)


def write_brat(chosen: Iterable[Report], out: Path) -> int:
    """A folder a language with `.txt`, `.ann` and `labels.tsv`; returns how many reports."""
    rows: dict[str, list[str]] = {}
    for r in chosen:
        folder = out / r.lang
        folder.mkdir(parents=True, exist_ok=True)
        name = r.id.replace("/", "-")
        (folder / f"{name}.txt").write_bytes(r.annotated.text.encode("utf-8"))
        (folder / f"{name}.ann").write_bytes(standoff(r.annotated).encode("utf-8"))
        labels = " ".join(f"{k}={'yes' if v else 'no'}" for k, v in r.labels.items())
        rows.setdefault(r.lang, []).append(f"{name}\t{r.exam or ''}\t\t{labels}\n")
    for lang, lines in rows.items():
        (out / lang / "labels.tsv").write_text(HEADER + "".join(lines), encoding="utf-8")
    return sum(map(len, rows.values()))


def main() -> int:
    """Writes the desk reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--all", action="store_true")
    given = parser.parse_args()
    print(write_brat((r for r in reports() if r.source == "desk" and (r.dev or given.all)), given.out), "reports")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
