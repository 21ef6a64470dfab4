"""Writes `test/fixtures/reader-parity.json.gz`: what a checkpoint says of real sentences, by torch in fp32.

`test/golden/readerParity.test.ts` reads the same sentences with the shipped pack, int8 through onnxruntime-node, and
compares. The sentences are those of the first dev reports of `glosa-desk`, `glosa-passages` and CANTEMIST, as they
come: none is chosen by how well it agrees. Decoding settings are the pack's own, so that only the weights and the
runtime differ.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from training.corpora import cantemist
from training.reader.batch import encode, prepare
from training.reader.data import ReadReport, read_reports
from training.reader.decode import read_group, scored_spans, torch_outputs
from training.reader.evaluate import dev_reports, load
from training.reader.schema import ENTITY_TYPES, LABELS, PAIRS, SECTIONS
from training.reader.subtypes import SubtypeLexicon
from training.reports.corpus import Report
from training.reports.markup import Annotated
from training.sentences import ROOT
from training.span_statistics import SpanStatistics
from training.spans import SpanScorer
from training.tokenizer import WordPieces

FIXTURE = ROOT / "test" / "fixtures" / "reader-parity.json.gz"
KINDS = (("desk", "es"), ("desk", "en"), ("passages", "es"), ("passages", "en"))
SENTENCES, TUMOURS = 8, 16
"""Sentences of each kind, and of CANTEMIST."""
MOST_WORDS = 40


def some_reports() -> list[ReadReport]:
    """The first dev reports with sentences of ordinary length, cut to these; and of CANTEMIST those with a tumour."""
    reports = dev_reports()
    kinds = [[r for r in reports if (r.report.source, r.report.lang) == kind] for kind in KINDS]
    return [r for kind in kinds for r in _cut(kind, SENTENCES)] + list(_cut(list(_tumours()), TUMOURS))


def _cut(reports: list[ReadReport], left: int) -> Iterator[ReadReport]:
    for read in reports:
        lines = tuple(line for line in read.lines if 2 <= len(line.words) <= MOST_WORDS)[: min(left, 4)]
        if lines:
            left -= len(lines)
            yield ReadReport(read.report, lines, read.labels)
        if left == 0:
            return


def _tumours() -> Iterator[ReadReport]:
    """Sentences of CANTEMIST dev2 that hold a marked mention."""
    found = [d for d in cantemist() if d.split == "dev2"][:8]
    plain = [Report(d.id, "es", "cantemist", d.id, Annotated(d.text, (), ()), False, {}, None) for d in found]
    for read, document in zip(read_reports("parity", plain), found, strict=True):
        marked = [(m.start, m.end) for m in document.mentions]
        lines = [line for line in read.lines if any(s < line.spans[-1][1] and e > line.spans[0][0] for s, e in marked)]
        yield ReadReport(read.report, tuple(lines), read.labels)


def torch_readings(checkpoint: Path, pack: Path) -> dict[str, Any]:
    """Reports with every sentence's entities, relations, mention outputs, and the report's labels and exam codes."""
    head = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))["heads"]["reader"]
    table = gzip.decompress((pack / head["spanScorer"]["statistics"]).read_bytes()).decode("utf-8")
    scorer = SpanScorer.of(head["spanScorer"])
    lexicon = SubtypeLexicon.read(pack, head["subtypeLexicon"])
    find = scored_spans(scorer, SpanStatistics.parse(table, len(scorer.bias)))
    model, _ = load(checkpoint)
    pieces = WordPieces()
    out = []
    for read in some_reports():
        group = prepare([read], pieces, None)
        with torch.inference_mode():
            hidden = encode(model, group)
            outputs = torch_outputs(model, hidden)
            readings = read_group(model, outputs, group, find, head["relationThresholds"], lexicon)
            labels, exams = model.report_outputs(outputs.queries, outputs.vectors, group.words_of, group.section)
            mention, vectors = model.mention(hidden), model.vector(hidden)
        calibrated = [
            torch.sigmoid(logit * fit["scale"] + fit["offset"]).item()
            for logit, fit in zip(labels[0], head["labelCalibration"], strict=True)
        ]
        shares = (exams[0] / head["examTemperature"]).softmax(0).tolist()
        sentences = []
        for s, reading in zip(group.sentences, readings, strict=True):
            rows = slice(s.offset, s.offset + s.words)
            sentences.append(
                {
                    "section": SECTIONS[s.line.section],
                    "words": s.line.words,
                    "caseTypes": s.line.cases,
                    "entities": [
                        [ENTITY_TYPES[e.type], e.first, e.end, e.score, e.subtype, e.assertion, e.trend, e.side]
                        for e in reading.entities
                    ],
                    "relations": [[PAIRS[k][0], h, t, p] for k, h, t, p in reading.relations],
                    "mentionLogits": _rounded(mention[rows]),
                    "codeVectors": _rounded(vectors[rows]),
                }
            )
        out.append(
            {
                "id": read.report.id,
                "language": read.report.lang,
                "sentences": sentences,
                "labels": dict(zip(LABELS, calibrated, strict=True)),
                "exams": sorted(([c, p] for c, p in zip(model.exams, shares, strict=True)), key=lambda r: -r[1])[:5],
            }
        )
    return {"weights": _digest(pack), "reports": out}


def _rounded(rows: torch.Tensor) -> list[float]:
    return [round(x, 3) for x in rows.reshape(-1).tolist()]


def _digest(pack: Path) -> str:
    """sha256 of the pack's weights: the fixture is of these and no others."""
    files = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))["files"]
    digest: str = files["weights.bin"]["sha256"]
    return digest


def write_parity(checkpoint: Path, pack: Path, out: Path = FIXTURE) -> Path:
    """Writes the fixture; its bytes depend on nothing but the checkpoint and the pack."""
    text = json.dumps(torch_readings(checkpoint, pack), ensure_ascii=False, separators=(",", ":"))
    with out.open("wb") as stream, gzip.GzipFile("", "wb", 9, stream, mtime=0) as zipped:
        zipped.write(text.encode("utf-8"))
    return out
