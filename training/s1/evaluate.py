"""Reads CANTEMIST documents through the product's engine and scores them; fits calibration on dev."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import torch

from training.corpora import Document, valid_codes
from training.icdo_en import read_reports, read_sentences
from training.s1.data import documents
from training.s1.mentions import fit_mentions, mention_statistics
from training.s1.pack import Extra, Settings, uncalibrated, write_pack
from training.s1.scores import mean_average_precision, micro
from training.sentences import BUILD, ROOT

MORFOLOGIA = frozenset({"8000/6"})


@dataclass(frozen=True)
class Read:
    """One mention as the engine read it."""

    start: int
    end: int
    probability: float
    span_probability: float
    candidates: tuple[tuple[str, float], ...]


def read_documents(pack: Path, docs: list[Document]) -> dict[str, list[Read]]:
    """Every document's mentions, by id. Needs `npm run build`."""
    lines = "".join(json.dumps({"id": d.id, "text": d.text}, ensure_ascii=False) + "\n" for d in docs)
    done = subprocess.run(
        ["node", "tools/mentions.mjs", str(pack)], cwd=ROOT, input=lines.encode(), stdout=subprocess.PIPE, check=True
    )
    out: dict[str, list[Read]] = {}
    for line in done.stdout.decode("utf-8").splitlines():
        row = json.loads(line)
        out[row["id"]] = [
            Read(
                m["start"],
                m["end"],
                m["probability"],
                m["spanProbability"],
                tuple((c["code"], c["probability"]) for c in m["candidates"]),
            )
            for m in row["mentions"]
        ]
    return out


def ranking(reads: list[Read]) -> list[tuple[str, float]]:
    """Codes of a report, the best first: maximum over its mentions."""
    best: dict[str, float] = {}
    for r in reads:
        for code, p in r.candidates:
            best[code] = max(best.get(code, 0.0), p * r.probability)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))


def score(docs: list[Document], reads: dict[str, list[Read]], seen: set[str], span_threshold: float) -> dict[str, Any]:
    """All S1 scores of `docs`; `seen` are the codes of the training mentions."""
    gold = {d.id: {m.code for m in d.mentions} for d in docs}
    valid = {c.lower() for c in valid_codes()}
    ranks = {d.id: [c for c, _ in ranking(reads[d.id]) if c.lower() in valid] for d in docs}
    sure = {i: [r for r in rs if r.span_probability >= span_threshold] for i, rs in reads.items()}
    spans = micro(
        ((d.id, m.start, m.end) for d in docs for m in d.mentions),
        ((i, r.start, r.end) for i, rs in sure.items() for r in rs),
    )
    coded = micro(
        ((d.id, m.start, m.end, m.code) for d in docs for m in d.mentions),
        ((i, r.start, r.end, r.candidates[0][0]) for i, rs in sure.items() for r in rs if r.candidates),
    )
    unseen = {i: codes - seen for i, codes in gold.items()}
    return {
        "documents": len(docs),
        "MAP": mean_average_precision(gold, ranks),
        "MAP without 8000/6": mean_average_precision(gold, ranks, MORFOLOGIA),
        "MAP unseen codes": mean_average_precision(unseen, {i: r for i, r in ranks.items()}),
        "NER precision": spans.precision,
        "NER recall": spans.recall,
        "NER F1": spans.f1,
        "NORM precision": coded.precision,
        "NORM recall": coded.recall,
        "NORM F1": coded.f1,
    }


def fit_platt(pairs: list[tuple[float, bool]]) -> dict[str, float]:
    """Scale and offset on the logit that minimise log loss."""
    p = torch.tensor([min(max(a, 1e-6), 1 - 1e-6) for a, _ in pairs], dtype=torch.float64)
    x, y = torch.log(p / (1 - p)), torch.tensor([float(b) for _, b in pairs], dtype=torch.float64)
    weights = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(weights[0] * x + weights[1], y)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    scale, offset = weights.detach().tolist()
    return {"scale": scale, "offset": offset}


def calibration_error(pairs: list[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error over equal-width bins."""
    total = 0.0
    for b in range(bins):
        inside = [(p, y) for p, y in pairs if b / bins <= p < (b + 1) / bins or (b == bins - 1 and p == 1)]
        if inside:
            total += abs(sum(p for p, _ in inside) - sum(y for _, y in inside))
    return total / len(pairs) if pairs else math.nan


def best_threshold(pairs: list[tuple[float, bool]], positives: int) -> float:
    """The threshold with the highest F1; `positives` counts gold items, found or not."""
    best, threshold, hits = -1.0, 0.5, 0
    ordered = sorted(pairs, reverse=True)
    for n, (p, y) in enumerate(ordered, 1):
        hits += y
        f1 = 2 * hits / (n + positives)
        if f1 > best:
            best, threshold = f1, (p + (ordered[n][0] if n < len(ordered) else 0.0)) / 2
    return threshold


def _best_f1(pairs: list[tuple[float, bool]], positives: int) -> float:
    threshold = best_threshold(pairs, positives)
    told = [right for p, right in pairs if p >= threshold]
    return 2 * sum(told) / (len(told) + positives)


def _nearest(read: Read, spans: dict[tuple[int, int], str]) -> str | None:
    """Code of the gold mention that shares most characters with what was read; None where none does."""
    shared = [(min(read.end, e) - max(read.start, s), c) for (s, e), c in spans.items()]
    best = max(shared, default=(0, ""))
    return best[1] if best[0] > 0 else None


def calibrate(
    checkpoint: Path,
    out: Path,
    train: tuple[str, ...],
    dev: tuple[str, ...],
    limit: int = 0,
    extra: Extra | None = None,
    extra_scores: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Chooses lexicon weight, temperature, calibration and thresholds on dev, and writes the pack to `out`.

    `limit` above 0 is for smoke runs: so many documents, and one trial.
    """
    docs = documents(*dev)[: limit or None]
    seen = {m.code for d in documents(*train) for m in d.mentions}
    trial = uncalibrated()
    chosen, best = Settings(minimumMentionProbability=0.01), -1.0
    write_pack(checkpoint, trial, chosen, train, [], extra)
    fitted = fit_mentions(trial, docs, mention_statistics(train))
    chosen = replace(chosen, spanScorer=fitted.scorer)
    write_pack(checkpoint, trial, chosen, train, [], extra)
    manifest = json.loads((trial / "manifest.json").read_text(encoding="utf-8"))
    trials = [(w, t, u) for w in (0.8, 0.95) for t in (0.8, 1.2) for u in (-2.0, -3.5)]
    for weight, temperature, offset in [(0.0, 1.0, -2.0), *trials][: 1 if limit else None]:
        decoding = {"lexiconWeight": weight, "temperature": temperature, "unseenOffset": offset}
        manifest["heads"]["codes"] |= decoding
        (trial / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        reads = read_documents(trial, docs)
        scores = score(docs, reads, seen, 0.5)
        print(json.dumps(decoding | scores), flush=True)
        value = scores["MAP"] + 0.25 * scores["NORM F1"]
        if value > best:
            best, kept = value, reads
            chosen = replace(chosen, lexiconWeight=weight, temperature=temperature, unseenOffset=offset)
    spans = {d.id: {(m.start, m.end): m.code for m in d.mentions} for d in docs}
    everything = [(i, r, _nearest(r, spans[i])) for i, rs in kept.items() for r in rs]
    code = [(p, c == near) for _, r, near in everything if near for c, p in r.candidates]
    chosen = replace(
        chosen,
        minimumMentionProbability=0.02,
        calibration={
            "mention": fit_platt([(r.probability, near is not None) for _, r, near in everything]),
            "span": fit_platt([(r.span_probability, (r.start, r.end) in spans[i]) for i, r, _ in everything]),
            "code": fit_platt(code),
        },
    )
    write_pack(checkpoint, trial, chosen, train, [], extra)
    reads = read_documents(trial, docs)
    gold = {d.id: {m.code for m in d.mentions} for d in docs}
    report = [(p, c in gold[i]) for i in gold for c, p in ranking(reads[i])]
    mentions = [(r.span_probability, (r.start, r.end) in spans[i]) for i, rs in reads.items() for r in rs]
    span_threshold = best_threshold(mentions, sum(len(s) for s in spans.values()))
    chosen = replace(
        chosen,
        threshold=best_threshold(report, sum(len(g) for g in gold.values())),
        spanThreshold=span_threshold,
    )
    scores = score(docs, reads, seen, span_threshold)
    sure = [(p, y) for p, y in report if p >= chosen.threshold]
    found = sum(y for _, y in sure)
    scores |= {
        "span threshold": span_threshold,
        "code threshold": chosen.threshold,
        "code precision at threshold": found / len(sure),
        "code recall at threshold": found / sum(len(g) for g in gold.values()),
        "calibration error of report codes": calibration_error(report),
        "NER F1, scorer fitted to other documents": _best_f1(fitted.held_out, sum(len(s) for s in spans.values())),
    }
    name = "CANTEMIST " + " + ".join(dev)
    english = [Document(m.id, "icdo-en", m.text, m.mentions) for m in read_reports()][: limit or None]
    trained = seen | {m.code for t in read_sentences() for m in t.mentions}
    in_english = score(english, read_documents(trial, english), trained, span_threshold)
    rows = [
        {"name": k, "data": name, "n": len(docs), "value": v, "date": date.today().isoformat()}
        for k, v in scores.items()
        if k != "documents"
    ]
    rows += [
        {"name": k, "data": "Glosa icdo-en test-set (authored)", "n": len(english), "value": v, "date": rows[0]["date"]}
        for k, v in in_english.items()
        if k != "documents"
    ]
    scores["English"] = in_english
    write_pack(checkpoint, out, chosen, train, [*rows, *extra_scores], extra)
    (BUILD / "s1-scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    return scores
