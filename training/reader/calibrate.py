"""Fits the reader's decoding on dev, through the quantized CPU graph of a trial pack, and scores it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from training.reader.data import ReadReport
from training.reader.decode import Outputs, Predicted, relations_of, scored_spans
from training.reader.evaluate import (
    REAL,
    Producer,
    entity_scores,
    exam_scores,
    in_groups,
    label_scores,
    likeliest,
    report_probabilities,
)
from training.reader.graph import graph_session, word_rows
from training.reader.label_cues import label_cues
from training.reader.losses import PAIR_TYPES, Spans
from training.reader.model import DeskReader
from training.reader.pack import ReaderSettings
from training.reader.schema import ANATOMY, ENTITY_TYPES, LABELS, PAIRS, SUBTYPES
from training.reader.subtypes import SubtypeLexicon, fit_weights
from training.s1.evaluate import fit_platt
from training.span_statistics import Span, SpanStatistics, count
from training.spans import (
    NEAR_FEATURES,
    Example,
    NearScorer,
    SpanScorer,
    candidates,
    features,
    fit,
    near_examples,
    probabilities,
    told,
)

OUTPUTS = ("entity_tags", "span_parts", "relation_parts", "queries", "vectors")
FLOOR = 0.04
LONGEST = 14
"""Words of the longest entity that is looked for."""
NEAR_SHARE, NEAR_DECAY = 1.0, 4e-3
"""Both chosen on dev, cross-fitted (`spans.NearScorer`)."""
SENSITIVE = 0.97
"""Share of the stated labels in reach that the sensitive threshold keeps on dev (S4: "err towards yes")."""
FOLDS = 5
REACH = 0.02
"""Least probability that a sensitive threshold may have."""
MARGIN = 0.8
"""The sensitive threshold stands so far below the least likely stated label that it keeps."""


def graph_outputs(pack: Path) -> Producer:
    """Word outputs of the pack's CPU graph, by onnxruntime."""
    session = graph_session(pack)
    return lambda group: Outputs(*word_rows(session, group.sentences, OUTPUTS))


def entity_statistics(training: Sequence[ReadReport]) -> SpanStatistics:
    """What the training reports with entities say of words, a layer a type."""
    lines = [line for r in training if r.report.has_entities for line in r.lines]
    types = range(len(ENTITY_TYPES))
    spans = ((x.words, [[(e.first, e.end) for e in x.entities if e.type == t] for t in types]) for x in lines)
    return count(spans, len(ENTITY_TYPES))


@dataclass(frozen=True)
class Gold:
    """Gold spans by sentence number and layer, and the candidates of dev."""

    spans: dict[tuple[int, int], list[Span]]
    examples: list[Example]


def span_examples(produce: Producer, found: Sequence[ReadReport], seen: SpanStatistics) -> Gold:
    """Candidates of every entity type in the dev reports."""
    gold: dict[tuple[int, int], list[Span]] = {}
    examples: list[Example] = []
    number = 0
    for group in in_groups([r for r in found if r.report.has_entities]):
        tags = produce(group).tags.reshape(len(group.section), len(ENTITY_TYPES), 3).softmax(2).numpy()
        for s in group.sentences:
            number += 1
            words, document = s.line.words[: s.words], group.reports[s.report].report.document
            for t in range(len(ENTITY_TYPES)):
                right = {(e.first, e.end) for e in s.line.entities if e.type == t and e.end <= s.words}
                gold[(number, t)] = sorted(right)
                layer = candidates(tags[s.offset : s.offset + s.words, t], 0.0, FLOOR, LONGEST)
                for i, c in enumerate(layer):
                    place = (c.first, c.end)
                    said = features(layer, i, words, seen, t)
                    examples.append(Example(said, t, place in right, document, number, place))
    return Gold(gold, examples)


def fit_scorer(gold: Gold, examples: Sequence[Example] | None = None) -> SpanScorer:
    """The scorer with the least log loss on `examples` (all where None); per type the threshold with the best exact and
    overlap F1 together on them."""
    chosen = gold.examples if examples is None else examples
    layers = len(ENTITY_TYPES)
    weights, bias = fit(chosen, layers)
    said = probabilities(chosen, weights, bias)
    kept = told(chosen, said)
    beside = near_examples(chosen, said, kept, gold.spans)
    near = NearScorer(*fit(beside, layers, NEAR_DECAY, NEAR_FEATURES), NEAR_SHARE)
    scores = [(near.score(e.layer, said[i], e.features), chosen[i]) for i, e in zip(kept, beside, strict=True)]
    inside = {e.sentence for e in chosen}
    thresholds = []
    for t in range(layers):
        mine = sorted((s for s in scores if s[1].layer == t), key=lambda s: -s[0])
        wanted = {n: spans for (n, layer), spans in gold.spans.items() if layer == t and n in inside}
        thresholds.append(_best_threshold(mine, wanted))
    return SpanScorer(weights, bias, tuple(thresholds), 0.0, FLOOR, LONGEST, near)


def _best_threshold(mine: Sequence[tuple[float, Example]], wanted: dict[int, list[Span]]) -> float:
    total = max(1, sum(len(spans) for spans in wanted.values()))
    best, threshold = -1.0, 0.5
    for at in np.arange(0.2, 0.66, 0.02):
        exact = near = found = 0
        hit: set[tuple[int, Span]] = set()
        for p, e in mine:
            if p < at:
                break
            found += 1
            exact += e.right
            over = [g for g in wanted.get(e.sentence, ()) if g[0] < e.span[1] and e.span[0] < g[1]]
            near += bool(over)
            hit |= {(e.sentence, g) for g in over}
        recall, precision = len(hit) / total, near / max(1, found)
        score = 2 * exact / (total + max(1, found)) + 2 * recall * precision / max(1e-9, recall + precision)
        if score > best + 1e-4:
            best, threshold = score, float(at)
    return round(threshold, 2)


def cross_fitted_scores(
    model: DeskReader,
    produce: Producer,
    found: Sequence[ReadReport],
    gold: Gold,
    seen: SpanStatistics,
    thresholds: list[float],
    lexicon: SubtypeLexicon,
) -> dict[str, dict[str, dict[str, float]]]:
    """Entity scores of dev, each document read with a scorer fitted to the documents of the other four fifths."""
    documents = sorted({r.report.document for r in found if r.report.has_entities})
    fold = {name: i % FOLDS for i, name in enumerate(documents)}
    parts = []
    for f in range(FOLDS):
        others = [e for e in gold.examples if fold[e.document] != f]
        mine = [r for r in found if r.report.has_entities and fold[r.report.document] == f]
        scorer = fit_scorer(gold, others) if others else fit_scorer(gold)
        parts.append((mine, scored_spans(scorer, seen)))
    return entity_scores(model, produce, parts, thresholds, lexicon)


def gold_anatomies(
    model: DeskReader, produce: Producer, found: Sequence[ReadReport]
) -> list[tuple[tuple[str, ...], NDArray[np.float64], int]]:
    """Words, subtype logits and subtype of every gold anatomy of dev."""
    out: list[tuple[tuple[str, ...], NDArray[np.float64], int]] = []
    for group in in_groups([r for r in found if r.report.has_entities]):
        spans, told = Spans(), []
        for s in group.sentences:
            for e in s.line.entities:
                if e.type == ANATOMY and e.end <= s.words and e.attributes.get("Subtype") in SUBTYPES:
                    spans.add(s, e.first, e.end)
                    told.append((s.line.words[e.first : e.end], SUBTYPES.index(e.attributes["Subtype"])))
        if told:
            logits = model.span_subtype(spans.hidden(model, produce(group).span_parts))[:, 1:].double().numpy()
            out += [(words, row, gold) for (words, gold), row in zip(told, logits, strict=True)]
    return out


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


def fit_findings(rows: list[tuple[ReadReport, list[float], list[float]]], stated: Sequence[float]) -> float:
    """What a stated finding adds to the logit of `abnormal`, times the score in `stated`: the least log loss."""
    known = [
        (r[1][0], f, float(bool(r[0].labels[0])))
        for r, f in zip(rows, stated, strict=True)
        if r[0].labels[0] is not None
    ]
    x = torch.tensor([[logit, f, 1.0] for logit, f, _ in known], dtype=torch.float64)
    y = torch.tensor([gold for *_, gold in known], dtype=torch.float64)
    weights = torch.tensor([1.0, 0.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ weights, y)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    scale, finding, _ = weights.detach().tolist()
    return round(max(0.0, finding / scale), 3) if scale > 0 else 0.0


def _platt(p: float, fit: dict[str, float]) -> float:
    p = min(max(p, 1e-9), 1 - 1e-9)
    return float(1 / (1 + np.exp(-(fit["scale"] * np.log(p / (1 - p)) + fit["offset"]))))


def fit_exam(model: DeskReader, rows: list[tuple[ReadReport, list[float], list[float]]]) -> tuple[float, float]:
    """Temperature with the least log loss, 1 where dev has no code of the model; the threshold is where half of what is
    read is right."""
    index = {c: i for i, c in enumerate(model.exams)}
    known = [(torch.tensor(r[2]), index[str(r[0].report.exam)]) for r in rows if str(r[0].report.exam) in index]
    if not known:
        return 1.0, 0.5
    logits, target = torch.stack([k[0] for k in known]), torch.tensor([k[1] for k in known])
    grid = [0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0]
    losses = [float(torch.nn.functional.cross_entropy(logits / t, target)) for t in grid]
    return grid[int(np.argmin(losses))], 0.5


def calibrate_reader(
    model: DeskReader, pack: Path, dev: list[ReadReport], seen: SpanStatistics, lexicon: SubtypeLexicon
) -> tuple[ReaderSettings, list[dict[str, Any]]]:
    """Settings fitted on dev and the scores that they give, as rows of the manifest; those of entities are
    `cross_fitted_scores`. `seen` and `lexicon` are of the training reports."""
    produce = graph_outputs(pack)
    with torch.no_grad():
        rows = report_probabilities(model, produce, dev)
        relations = fit_relations(model, produce, dev)
        gold = span_examples(produce, dev, seen)
        lexicon = fit_weights(lexicon, gold_anatomies(model, produce, dev))
        scorer = fit_scorer(gold)
        stated = likeliest(model, produce, dev, scored_spans(scorer, seen), list(relations), lexicon)
    finding = fit_findings(rows, [f[0] for f in stated])
    weights = [finding, *[label_cues().weight] * (len(LABELS) - 1)]
    rows = [
        (r, [logit + w * f for logit, w, f in zip(x, weights, said, strict=True)], e)
        for (r, x, e), said in zip(rows, stated, strict=True)
    ]
    temperature, threshold = fit_exam(model, rows)
    settings = replace(
        fit_labels(rows),
        labelFindings=(finding, *[0.0] * (len(LABELS) - 1)),
        spanScorer=scorer,
        subtypeLexicon=lexicon,
        relationThresholds=relations,
        examTemperature=temperature,
        examThreshold=threshold,
    )
    with torch.no_grad():
        entities = cross_fitted_scores(model, produce, dev, gold, seen, list(relations), lexicon)
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
    shown = replace(settings, spanScorer=None, subtypeLexicon=None).__dict__
    print(json.dumps({"settings": shown, "labels": labels, "exam": exam}, indent=1))
    assert len(PAIR_TYPES) == len(settings.relationThresholds)
    return settings, out
