"""Fits the reader's decoding on dev, through the quantized CPU graph of a trial pack, and scores it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
import torch
from torch import Tensor

from training.reader.batch import Group, Sentence
from training.reader.data import ReadReport
from training.reader.decode import Outputs, Predicted, relations_of, spans_of, viterbi
from training.reader.evaluate import (
    REAL,
    Producer,
    entity_scores,
    exam_scores,
    in_groups,
    label_scores,
    report_probabilities,
)
from training.reader.losses import PAIR_TYPES
from training.reader.model import DeskReader
from training.reader.pack import ReaderSettings
from training.reader.schema import ENTITY_TYPES, LABELS, PAIRS
from training.s1.evaluate import fit_platt
from training.tokenizer import PAD

OUTPUTS = ("entity_tags", "span_parts", "relation_parts", "queries", "vectors")
BIASES = (-1.5, -1.0, -0.6, -0.3, 0.0, 0.3, 0.6, 1.0, 1.5)
SENSITIVE = 0.97
"""Share of the stated labels in reach that the sensitive threshold keeps on dev (S4: "err towards yes")."""
REACH = 0.02
"""Least probability that a sensitive threshold may have."""
MARGIN = 0.8
"""The sensitive threshold stands so far below the least likely stated label that it keeps."""


def graph_outputs(pack: Path) -> Producer:
    """Word outputs of the pack's CPU graph, by onnxruntime."""
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(str(pack / "model.cpu.onnx"), options, providers=["CPUExecutionProvider"])

    def produce(group: Group) -> Outputs:
        rows: dict[str, list[Tensor]] = {n: [] for n in OUTPUTS}
        order = sorted(group.sentences, key=lambda s: len(s.ids))
        for start in range(0, len(order), 16):
            _run(session, order[start : start + 16], rows)
        places = torch.tensor([s.offset + k for s in order for k in range(s.words)])
        inverse = torch.empty_like(places)
        inverse[places] = torch.arange(len(places))
        joined = [torch.cat(rows[n])[inverse] for n in OUTPUTS]
        return Outputs(*joined)

    return produce


def _run(session: ort.InferenceSession, bucket: list[Sentence], rows: dict[str, list[Tensor]]) -> None:
    tokens = max(len(s.ids) for s in bucket)
    feeds = {
        "input_ids": np.array([s.ids + [PAD] * (tokens - len(s.ids)) for s in bucket], dtype=np.int64),
        "token_type_ids": np.array([s.cases + [0] * (tokens - len(s.ids)) for s in bucket], dtype=np.int64),
        "attention_mask": np.array([[1] * len(s.ids) + [0] * (tokens - len(s.ids)) for s in bucket], dtype=np.int64),
    }
    for name, value in zip(OUTPUTS, session.run(list(OUTPUTS), feeds), strict=True):
        for s, row in zip(bucket, value, strict=True):
            rows[name].append(torch.from_numpy(row[s.first].copy()))


def fit_tag_bias(produce: Producer, found: Sequence[ReadReport]) -> tuple[float, ...]:
    """Per type the Viterbi bias with the best exact F1 plus half the overlap F1."""
    counts = np.zeros((len(ENTITY_TYPES), len(BIASES), 5))
    for group in in_groups([r for r in found if r.report.has_entities]):
        logs = produce(group).tags.reshape(len(group.section), len(ENTITY_TYPES), 3).log_softmax(2).numpy()
        for s in group.sentences:
            for t in range(len(ENTITY_TYPES)):
                gold = {(e.first, e.end) for e in s.line.entities if e.type == t and e.end <= s.words}
                log = logs[s.offset : s.offset + s.words, t]
                for n, bias in enumerate(BIASES):
                    spans = {(a, b) for a, b, _ in spans_of(viterbi(log, bias), log)}
                    near = sum(any(a < d and c < b for c, d in gold) for a, b in spans)
                    hit = sum(any(a < d and c < b for c, d in spans) for a, b in gold)
                    counts[t, n] += (len(gold & spans), len(gold), len(spans), hit, near)
    exact = 2 * counts[..., 0] / np.maximum(1, counts[..., 1] + counts[..., 2])
    recall, precision = counts[..., 3] / np.maximum(1, counts[..., 1]), counts[..., 4] / np.maximum(1, counts[..., 2])
    overlap = 2 * recall * precision / np.maximum(1e-9, recall + precision)
    return tuple(float(BIASES[int(i)]) for i in (exact + 0.5 * overlap).argmax(1))


def fit_relations(model: DeskReader, produce: Producer, found: Sequence[ReadReport]) -> tuple[float, ...]:
    """Per pair kind the threshold with the best F1, between the gold entities."""
    pairs: list[list[tuple[float, bool]]] = [[] for _ in PAIRS]
    for group in in_groups([r for r in found if r.report.has_entities]):
        entities = [
            [Predicted(e.type, e.first, min(e.end, s.words), 1.0) for e in s.line.entities if e.first < s.words]
            for s in group.sentences
        ]
        read = relations_of(model, produce(group).relation_parts, group.sentences, entities, [0.0] * len(PAIRS))
        for s, relations in zip(group.sentences, read, strict=True):
            gold = set(s.line.relations)
            for k, i, j, p in relations:
                pairs[k].append((p, (k, i, j) in gold))
    out = []
    for rows in pairs:
        positives = sum(y for _, y in rows)
        best, threshold = -1.0, 0.5
        for t in np.arange(0.2, 0.8, 0.05):
            hits = sum(y for p, y in rows if p >= t)
            score = 2 * hits / max(1, positives + sum(p >= t for p, _ in rows))
            if score > best + 1e-4:
                best, threshold = score, float(t)
        out.append(round(threshold, 2))
    return tuple(out)


def fit_labels(rows: list[tuple[ReadReport, list[float], list[float]]]) -> ReaderSettings:
    """Platt scaling and the two thresholds of every label."""
    calibration, thresholds = [], []
    for i in range(len(LABELS)):
        known = [(1 / (1 + float(np.exp(-r[1][i]))), bool(r[0].labels[i])) for r in rows if r[0].labels[i] is not None]
        fit = fit_platt(known)
        calibration.append(fit)
        scored = sorted((_platt(p, fit), y) for p, y in known)
        positives, negatives = [p for p, y in scored if y], [p for p, y in scored if not y]
        best, specific = -1.0, 0.5
        # Below 0.3 a person would not call a label stated.
        for t in np.arange(0.3, 0.81, 0.02):
            balanced = sum(p >= t for p in positives) / max(1, len(positives))
            balanced += sum(p < t for p in negatives) / max(1, len(negatives))
            if balanced - abs(t - 0.5) * 0.05 > best:
                best, specific = balanced - abs(t - 0.5) * 0.05, float(t)
        # What lies below is out of reach: to go down for it would call every report doubtful.
        reached = [p for p in positives if p >= REACH]
        low = MARGIN * reached[int(len(reached) * (1 - SENSITIVE))] if reached else specific
        sensitive = min(specific / 2, max(REACH, low))
        thresholds.append({"specific": round(specific, 3), "sensitive": round(float(sensitive), 4)})
    return ReaderSettings(labelCalibration=tuple(calibration), labelThresholds=tuple(thresholds))


def _platt(p: float, fit: dict[str, float]) -> float:
    p = min(max(p, 1e-9), 1 - 1e-9)
    return float(1 / (1 + np.exp(-(fit["scale"] * np.log(p / (1 - p)) + fit["offset"]))))


def fit_exam(model: DeskReader, rows: list[tuple[ReadReport, list[float], list[float]]]) -> tuple[float, float]:
    """Temperature with the least log loss; the threshold is where half of what is read is right."""
    index = {c: i for i, c in enumerate(model.exams)}
    known = [(torch.tensor(r[2]), index[str(r[0].report.exam)]) for r in rows if str(r[0].report.exam) in index]
    logits, target = torch.stack([k[0] for k in known]), torch.tensor([k[1] for k in known])
    grid = [0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0]
    losses = [float(torch.nn.functional.cross_entropy(logits / t, target)) for t in grid]
    return grid[int(np.argmin(losses))], 0.5


def calibrate_reader(
    model: DeskReader, pack: Path, dev: list[ReadReport]
) -> tuple[ReaderSettings, list[dict[str, Any]]]:
    """Settings fitted on dev and the scores that they give, as rows of the manifest."""
    produce = graph_outputs(pack)
    with torch.no_grad():
        rows = report_probabilities(model, produce, dev)
        bias, relations = fit_tag_bias(produce, dev), fit_relations(model, produce, dev)
    temperature, threshold = fit_exam(model, rows)
    settings = replace(
        fit_labels(rows),
        tagBias=bias,
        relationThresholds=relations,
        examTemperature=temperature,
        examThreshold=threshold,
    )
    with torch.no_grad():
        entities = entity_scores(model, produce, dev, list(bias), list(relations))
    labels, exam = label_scores(rows), exam_scores(model, rows)
    today = date.today().isoformat()
    out: list[dict[str, Any]] = []
    for source, scores in entities.items():
        data = f"Glosa {source} dev ({'real' if source in REAL else 'authored'})"
        for name, s in scores.items():
            kind, value = ("accuracy", s["accuracy"]) if "accuracy" in s else ("F1", s["f1"])
            n = int(s.get("n", s.get("gold", 0)))
            out.append({"name": f"{name} {kind}", "data": data, "n": n, "value": value, "date": today})
    for name, s in labels.items():
        part, _, label = name.partition(" ")
        data = f"Glosa dev ({part}; {int(s['positive'])} stated)"
        if s["auc"] == s["auc"]:
            out.append({"name": f"{label} AUC", "data": data, "n": int(s["n"]), "value": s["auc"], "date": today})
    for name in ("top1", "top1 four", "top5"):
        row = {"name": f"exam {name}", "data": "Glosa dev (authored)", "n": int(exam["n"]), "value": exam[name]}
        out.append(row | {"date": today})
    print(json.dumps({"settings": settings.__dict__, "labels": labels, "exam": exam}, indent=1))
    assert len(PAIR_TYPES) == len(settings.relationThresholds)
    return settings, out
