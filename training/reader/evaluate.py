"""Scores a checkpoint on the dev documents with torch; the shipped pack is scored by `glosa eval`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch

from training.corpora import valid_codes
from training.encoder.network import encoder_like
from training.reader.batch import Group, encode, prepare
from training.reader.data import ReadReport, WordEntity, read_reports
from training.reader.decode import Finder, Outputs, Predicted, Reading, read_group, torch_outputs
from training.reader.label_cues import label_cues
from training.reader.model import DeskReader
from training.reader.schema import ANATOMY, ENTITY_TYPES, FINDING, LABELS, PAIRS, SECTIONS
from training.reader.scores import auc, f1
from training.reader.subtypes import SubtypeLexicon
from training.reports.corpus import reports
from training.s1.codes import CodeSpace
from training.tokenizer import WordPieces

REAL = ("passages", "real")
"""Sources of real text (`corpus.py`)."""

Producer = Callable[[Group], Outputs]


def load(checkpoint: Path) -> tuple[DeskReader, CodeSpace]:
    """The model of a run over all heads, in evaluation mode."""
    state = torch.load(checkpoint, weights_only=True)
    space = CodeSpace.build(sorted(set(valid_codes()) | set(state["axes"]["code"])), state["axes"]["code"])
    model = DeskReader(encoder_like(state["model"]), space, tuple(state["exams"]))
    model.load_state_dict(state["model"])
    return model.eval(), space


def dev_reports() -> list[ReadReport]:
    """Dev documents, cut."""
    return read_reports("dev", [r for r in reports() if r.dev])


def outputs_of(model: DeskReader) -> Producer:
    """Word outputs by torch."""
    return lambda group: torch_outputs(model, encode(model, group))


def in_groups(found: list[ReadReport], size: int = 12) -> Iterator[Group]:
    """Groups for evaluation, in order."""
    pieces = WordPieces()
    for i in range(0, len(found), size):
        yield prepare(found[i : i + size], pieces, None)


def entity_scores(
    model: DeskReader,
    produce: Producer,
    parts: Sequence[tuple[list[ReadReport], Finder]],
    thresholds: list[float],
    lexicon: SubtypeLexicon,
) -> dict[str, dict[str, dict[str, float]]]:
    """By source (`passages` and `real`, `reports`, `desk`): exact, overlap, per type, subtype, assertion, relations;
    together over reports that are each read with a finder of their own."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for found, find in parts:
        for group in in_groups([r for r in found if r.report.has_entities]):
            readings = read_group(model, produce(group), group, find, thresholds, lexicon)
            for s, reading in zip(group.sentences, readings, strict=True):
                c = counts[group.reports[s.report].report.source]
                gold = [e for e in s.line.entities if e.end <= s.words]
                _count(c, gold, reading)
                _count_relations(c, gold, list(s.line.relations), reading)
    return {source: _summary(c) for source, c in counts.items()}


def _count(c: Counter[str], gold: list[WordEntity], reading: Reading) -> None:
    exact = {(e.type, e.first, e.end): e for e in gold}
    for e in gold:
        c[f"gold {e.type}"] += 1
        c[f"over-gold {e.type}"] += any(
            p.type == e.type and p.first < e.end and e.first < p.end for p in reading.entities
        )
    for p in reading.entities:
        c[f"found {p.type}"] += 1
        c[f"over-found {p.type}"] += any(p.type == e.type and p.first < e.end and e.first < p.end for e in gold)
        found = exact.get((p.type, p.first, p.end))
        if found is None:
            continue
        c[f"exact {p.type}"] += 1
        a = found.attributes
        if p.type == ANATOMY:
            c["subtype n"] += 1
            c["subtype right"] += p.subtype == a.get("Subtype")
            c["side n"] += 1
            c["side right"] += p.side == a.get("Side")
        if p.type == FINDING:
            c["assertion n"] += 1
            c["assertion right"] += p.assertion == a.get("Assertion", "present")
            c["trend n"] += bool(a.get("Trend"))
            c["trend right"] += bool(a.get("Trend")) and p.trend == a.get("Trend")
            c["trend said"] += bool(p.trend)


def _same(a: Predicted, b: WordEntity) -> bool:
    return a.type == b.type and a.first < b.end and b.first < a.end


def _count_relations(
    c: Counter[str], gold: list[WordEntity], relations: list[tuple[int, int, int]], reading: Reading
) -> None:
    known = [(PAIRS[k][0], gold[i], gold[j]) for k, i, j in relations if i < len(gold) and j < len(gold)]
    found = [(PAIRS[k][0], reading.entities[i], reading.entities[j]) for k, i, j, _ in reading.relations]
    for name, head, tail in known:
        c[f"rel-gold {name}"] += 1
        c[f"rel-hit {name}"] += any(n == name and _same(h, head) and _same(t, tail) for n, h, t in found)
    for name, h, t in found:
        c[f"rel-found {name}"] += 1
        c[f"rel-right {name}"] += any(n == name and _same(h, head) and _same(t, tail) for n, head, tail in known)


def _summary(c: Counter[str]) -> dict[str, dict[str, float]]:
    def total(name: str) -> int:
        return sum(c[f"{name} {t}"] for t in range(len(ENTITY_TYPES)))

    out = {
        "exact": f1(total("exact"), total("gold"), total("exact"), total("found")),
        "overlap": f1(total("over-gold"), total("gold"), total("over-found"), total("found")),
    }
    for t, name in enumerate(ENTITY_TYPES):
        out[f"exact {name}"] = f1(c[f"exact {t}"], c[f"gold {t}"], c[f"exact {t}"], c[f"found {t}"])
    for name in dict.fromkeys(p[0] for p in PAIRS):
        out[f"relation {name}"] = f1(
            c[f"rel-hit {name}"], c[f"rel-gold {name}"], c[f"rel-right {name}"], c[f"rel-found {name}"]
        )
    for name in ("subtype", "assertion", "side", "trend"):
        out[name] = {"accuracy": c[f"{name} right"] / max(1, c[f"{name} n"]), "n": c[f"{name} n"]}
    out["trends"] = f1(c["trend right"], c["trend n"], c["trend right"], c["trend said"])
    return out


def report_probabilities(
    model: DeskReader, produce: Producer, found: list[ReadReport]
) -> list[tuple[ReadReport, list[float], list[float]]]:
    """Label logits and exam logits of every report."""
    out = []
    for group in in_groups(found):
        o = produce(group)
        labels, exams = model.report_outputs(o.queries, o.vectors, group.words_of, group.section)
        out += list(zip(group.reports, labels.tolist(), exams.tolist(), strict=True))
    return out


ELSEWHERE = frozenset({SECTIONS.index("indication"), SECTIONS.index("history")})


def likeliest(
    model: DeskReader,
    produce: Producer,
    found: list[ReadReport],
    find: Finder,
    thresholds: list[float],
    lexicon: SubtypeLexicon,
) -> list[list[float]]:
    """Of each report, by label, the score of the likeliest finding that it states or suspects and calls not resolved,
    outside indication and history; 0 where it has none. For `abnormal` any finding, for the others those of
    `label_cues` (`server/src/core/statedFindings.ts`)."""
    out, cues = [], label_cues()
    for group in in_groups(found):
        most = [[0.0] * len(LABELS) for _ in group.reports]
        for s, reading in zip(
            group.sentences, read_group(model, produce(group), group, find, thresholds, lexicon), strict=True
        ):
            if s.line.section in ELSEWHERE:
                continue
            stated = [
                (e.first, e.end, e.score)
                for e in reading.entities
                if e.type == FINDING and e.assertion != "absent" and e.trend != "resolved"
            ]
            said = cues.stated(s.line.words, stated)
            said[0] = max((score for *_, score in stated), default=0.0)
            most[s.report] = [max(a, b) for a, b in zip(most[s.report], said, strict=True)]
        out += most
    return out


def label_scores(rows: list[tuple[ReadReport, list[float], list[float]]]) -> dict[str, dict[str, float]]:
    """AUC per label, for real and authored text apart; share of exam codes right."""
    out: dict[str, dict[str, float]] = {}
    for part, sources in (("real", REAL), ("authored", ("reports", "labelled", "desk"))):
        mine = [r for r in rows if r[0].report.source in sources]
        for i, name in enumerate(LABELS):
            known = [(bool(r[0].labels[i]), r[1][i]) for r in mine if r[0].labels[i] is not None]
            if known:
                y, s = [k[0] for k in known], [k[1] for k in known]
                out[f"{part} {name}"] = {"auc": auc(y, s), "n": len(y), "positive": sum(y)}
        chest = [r for r in mine if (r[0].report.exam or "").startswith("BW03")]
        if chest:
            y = [bool(r[0].labels[0]) for r in chest]
            out[f"{part} abnormal chest"] = {"auc": auc(y, [r[1][0] for r in chest]), "n": len(y), "positive": sum(y)}
    return out


def exam_scores(model: DeskReader, rows: list[tuple[ReadReport, list[float], list[float]]]) -> dict[str, float]:
    """Accuracy of the best code, of its first four characters, and of the best five."""
    with_exam = [r for r in rows if r[0].report.exam and r[0].report.source != "codiesp"]
    n = max(1, len(with_exam))
    ranked = [(str(r[0].report.exam), sorted(zip(r[2], model.exams, strict=True), reverse=True)) for r in with_exam]
    return {
        "top1": sum(r[0][1] == e for e, r in ranked) / n,
        "top1 four": sum(r[0][1][:4] == e[:4] for e, r in ranked) / n,
        "top5": sum(e in [c for _, c in r[:5]] for e, r in ranked) / n,
        "n": n,
    }
