"""Reports as the model reads them: sentences of words, entities by word, relations by entity."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from training.reader.schema import ENTITY_TYPES, LABELS, PAIRS, SECTIONS
from training.reports.corpus import Report
from training.sentences import BUILD, ROOT


@dataclass(frozen=True)
class WordEntity:
    """An entity by word indices of its sentence, end-exclusive."""

    type: int
    first: int
    end: int
    attributes: dict[str, str]
    index: int
    """Of the report's entity."""


@dataclass(frozen=True)
class Line:
    """One sentence, the organ heading over it first."""

    section: int
    words: tuple[str, ...]
    cases: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    """Code points of every word."""
    entities: tuple[WordEntity, ...]
    relations: tuple[tuple[int, int, int], ...]
    """Pair kind, head and tail by index in `entities`."""


@dataclass(frozen=True)
class ReadReport:
    """A report cut into sentences; `labels` in the order of LABELS, None where not known."""

    report: Report
    lines: tuple[Line, ...]
    labels: tuple[bool | None, ...]


def inputs_of(name: str, texts: Sequence[tuple[str, str]], keep: bool = True) -> dict[str, list[dict[str, object]]]:
    """The product's own cut of every text (`tools/sentences.mjs --inputs`), cached under `build/training` if `keep`."""
    lines = "".join(json.dumps({"id": i, "text": t}, ensure_ascii=False) + "\n" for i, t in texts)
    digest = hashlib.sha256(lines.encode())
    for source in sorted((ROOT / "server" / "src" / "core").glob("*.ts")):
        digest.update(source.read_bytes())
    cache = BUILD / f"inputs-{name}-{digest.hexdigest()[:16]}.jsonl"
    if keep and cache.exists():
        cut = cache.read_bytes()
    else:
        command = ["node", "tools/sentences.mjs", "--inputs"]
        cut = subprocess.run(command, cwd=ROOT, input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
        if keep:
            BUILD.mkdir(parents=True, exist_ok=True)
            cache.write_bytes(cut)
    rows = (json.loads(line) for line in cut.decode("utf-8").split("\n") if line)
    return {row["id"]: row["inputs"] for row in rows}


def _line(report: Report, section: str, words: list[tuple[int, int, str, int]]) -> Line:
    annotated = report.annotated
    placed: list[WordEntity] = []
    if report.has_entities:
        low, high = words[0][0], words[-1][1]
        for n, e in enumerate(annotated.entities):
            if e.start >= high or e.end <= low or e.type not in ENTITY_TYPES:
                continue
            hit = [i for i, w in enumerate(words) if w[0] < e.end and w[1] > e.start]
            kind = ENTITY_TYPES.index(e.type)
            if hit and not any(p.type == kind and p.first <= hit[-1] and hit[0] < p.end for p in placed):
                placed.append(WordEntity(kind, hit[0], hit[-1] + 1, e.attributes, n))
    where = {p.index: i for i, p in enumerate(placed)}
    relations = []
    for r in annotated.relations:
        if r.head in where and r.tail in where:
            names = (r.type, annotated.entities[r.head].type, annotated.entities[r.tail].type)
            if names in PAIRS:
                relations.append((PAIRS.index(names), where[r.head], where[r.tail]))
    return Line(
        SECTIONS.index(section),
        tuple(w[2] for w in words),
        tuple(w[3] for w in words),
        tuple((w[0], w[1]) for w in words),
        tuple(placed),
        tuple(relations),
    )


def _labels(report: Report) -> tuple[bool | None, ...]:
    known: dict[str, bool | None] = {**report.labels}
    if report.labels:
        known["head"] = "mass" in report.labels
    return tuple(known.get(name) for name in LABELS)


def read_reports(name: str, reports: Sequence[Report], keep: bool = True) -> list[ReadReport]:
    """Every report that holds a word; the cut is cached if `keep`."""
    inputs = inputs_of(name, [(str(i), r.annotated.text) for i, r in enumerate(reports)], keep)
    out = []
    for i, report in enumerate(reports):
        lines = []
        for row in inputs[str(i)]:
            words: list[tuple[int, int, str, int]] = [tuple(w) for w in row["words"]]  # type: ignore[attr-defined]
            if words:
                lines.append(_line(report, str(row["section"]), words))
        if lines:
            out.append(ReadReport(report, tuple(lines), _labels(report)))
    return out
