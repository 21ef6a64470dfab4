"""The `reader` head of a pack (`docs/model-pack.md`) from a checkpoint over all heads."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import torch

from training.export import LinearHead
from training.reader.exams import describe_exam
from training.reader.label_cues import label_cues
from training.reader.model import PAIR, SPAN, VECTOR, DeskReader
from training.reader.schema import ENTITY_TYPES, EXAM_AXES, LABELS, PAIRS, SECTIONS, SIDES, SNOMED, SUBTYPES, TRENDS
from training.reader.subtypes import FILE, SubtypeLexicon
from training.reader.trends import trend_cues
from training.s1.pack import Extra, zipped
from training.span_statistics import SpanStatistics
from training.spans import SpanScorer

STATISTICS = "entity-spans.tsv.gz"

CREDITS = (
    "Glosa passages: texts of CodiEsp, CANTEMIST (CC BY 4.0, Miranda-Escalada et al. 2020) and E3C (CC BY, Magnini et "
    "al. 2021); annotations CC BY 4.0, Glosa (made by a language model)",
    "Glosa reports, labelled reports and desk reports (authored and annotated by a language model), CC BY 4.0, Glosa",
    "CodiEsp procedures, CC BY 4.0, Miranda-Escalada et al. (2020)",
    "CardioCCC, CC BY 4.0, MultiCardioNER, Barcelona Supercomputing Center (2024)",
    "E3C case reports, CC BY per item, Magnini et al. (2021)",
    "ROCO figure captions, CC BY or CC0 per item, Pelka et al. (2018)",
    "LivingNER, CC BY 4.0, Miranda-Escalada et al. (2022), Barcelona Supercomputing Center",
    "CasiMedicos, CC BY 4.0, Agerri et al. (2023), HiTZ",
    "NUBes, CC BY-SA 3.0 ES, Lima-López, Pérez, Cuadros, Rigau (2020), Vicomtech",
)
DATA = (
    "Glosa passages (real text, annotated by a language model)",
    "Glosa real (real text, annotated by a language model) and real labels (labels alone)",
    "Unlabelled real texts about imaging and tumours, learned from earlier runs' entities and mentions",
    "Glosa reports, labelled, desk, chest, heads, oncology (authored by a language model)",
    "Glosa anatomy terms (written by a language model)",
    "CodiEsp imaging procedures (phrases of real text)",
    "NUBes (real sentences, negation and uncertainty cues)",
    "Glosa generated sentences and reports (training/generate)",
)


@dataclass(frozen=True)
class ReaderSettings:
    """What decoding needs beside the weights; fitted on dev."""

    spanScorer: SpanScorer | None = None
    """None in the trial pack that it is fitted with."""
    relationThresholds: tuple[float, ...] = (0.5,) * len(PAIRS)
    subtypeLexicon: SubtypeLexicon | None = None
    """None in that pack too."""
    labelThresholds: tuple[dict[str, float], ...] = ({"specific": 0.5, "sensitive": 0.2},) * len(LABELS)
    labelCalibration: tuple[dict[str, float], ...] = ({"scale": 1.0, "offset": 0.0},) * len(LABELS)
    labelFindings: tuple[float, ...] = (0.0,) * len(LABELS)
    """Added to a label's logit, times the score of the likeliest finding that the report states (`likeliest`)."""
    examTemperature: float = 1.0
    examThreshold: float = 0.5


def tensors_of(model: DeskReader) -> list[tuple[str, torch.Tensor]]:
    """Parameters that the engine applies after the graph, by their names in the pack."""
    rows: list[tuple[str, torch.Tensor]] = [
        ("span.width", model.span_width),
        ("span.context", model.span_context),
    ]
    for name in ("kind", "subtype", "assertion", "trend", "side"):
        layer = getattr(model, f"span_{name}")
        rows += [(f"span.{name}", layer.weight), (f"span.{name}.bias", layer.bias)]
    rows += [
        ("relation.pair", model.relation_pair),
        ("relation.distance", model.relation_distance),
        ("relation.weight", model.relation_weight),
        ("relation.bias", model.relation_bias),
        ("label.bias", model.label_bias),
        ("label.section", model.label_section),
        ("exam.section", model.exam_section),
    ]
    for axis in EXAM_AXES:
        layer = model.exam_axes[axis]
        rows += [(f"exam.{axis}", layer.weight), (f"exam.{axis}.bias", layer.bias)]  # type: ignore[list-item]
    return [(n, t.detach()) for n, t in rows]


def reader_extra(model: DeskReader, settings: ReaderSettings, seen: SpanStatistics) -> Extra:
    """Outputs, manifest entry and files of the `reader` head; `seen` are the training reports' statistics."""
    layers = (
        ("entity_tags", model.tags),
        ("span_parts", model.span_parts),
        ("relation_parts", model.relation_parts),
        ("queries", model.queries),
        ("vectors", model.vectors),
    )
    heads = tuple(LinearHead(n, x.weight.detach().numpy(), x.bias.detach().numpy()) for n, x in layers)
    tensors = tensors_of(model)
    exams = "".join(f"{c}\t{describe_exam(c, 'es')}\t{describe_exam(c, 'en')}\n" for c in model.exams)
    entry: dict[str, Any] = {
        "kind": "report-reader",
        "tagOutput": "entity_tags",
        "types": list(ENTITY_TYPES),
        "spanOutput": "span_parts",
        "spanDimension": SPAN,
        "relationOutput": "relation_parts",
        "relationDimension": PAIR,
        "queryOutput": "queries",
        "labels": list(LABELS),
        "vectorOutput": "vectors",
        "vectorDimension": VECTOR,
        "subtypes": list(SUBTYPES),
        "snomed": list(SNOMED),
        "trends": list(TRENDS),
        "sides": list(SIDES),
        "pairs": [list(p) for p in PAIRS],
        "sections": list(SECTIONS),
        "exams": "exams.tsv.gz",
        "examAxes": [{"name": a, "values": model.exam_values[a]} for a in EXAM_AXES],
        "parameters": "reader.bin",
        "tensors": [{"name": n, "shape": list(t.shape)} for n, t in tensors],
        **{k: v for k, v in asdict(replace(settings, spanScorer=None, subtypeLexicon=None)).items() if v is not None},
        "tagBias": [0.0] * len(ENTITY_TYPES),
        "trendCues": trend_cues().manifest(),
        "labelCues": label_cues().manifest(),
    }
    if settings.spanScorer:
        entry["spanScorer"] = settings.spanScorer.manifest(STATISTICS)
    lexicon = settings.subtypeLexicon
    if lexicon:
        entry["subtypeLexicon"] = lexicon.manifest()
    flat = np.concatenate([t.numpy().reshape(-1) for _, t in tensors]).astype("<f4")
    return Extra(
        heads=heads,
        manifest={"reader": entry},
        files={
            "reader.bin": flat.tobytes(),
            "exams.tsv.gz": zipped(exams),
            STATISTICS: zipped(seen.tsv()),
            **({FILE: zipped(lexicon.tsv())} if lexicon else {}),
        },
        data=DATA,
        credits=CREDITS,
        steps="python -m training s1 train; python -m training reader train; python -m training reader pack",
    )
