"""Word outputs of a pack's CPU graph, by onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
import torch
from torch import Tensor

from training.reader.batch import Sentence
from training.tokenizer import PAD


def graph_session(pack: Path) -> ort.InferenceSession:
    """The pack's CPU graph."""
    options = ort.SessionOptions()
    options.log_severity_level = 3
    return ort.InferenceSession(str(pack / "model.cpu.onnx"), options, providers=["CPUExecutionProvider"])


def word_rows(session: ort.InferenceSession, sentences: Sequence[Sentence], names: Sequence[str]) -> list[Tensor]:
    """Outputs of the graph at every word of a group's sentences, in the order of its flat list of words."""
    rows: dict[str, list[Tensor]] = {n: [] for n in names}
    order = sorted(sentences, key=lambda s: len(s.ids))
    for start in range(0, len(order), 16):
        _run(session, order[start : start + 16], rows)
    places = torch.tensor([s.offset + k for s in order for k in range(s.words)])
    inverse = torch.empty_like(places)
    inverse[places] = torch.arange(len(places))
    return [torch.cat(rows[n])[inverse] for n in names]


def _run(session: ort.InferenceSession, bucket: list[Sentence], rows: dict[str, list[Tensor]]) -> None:
    tokens = max(len(s.ids) for s in bucket)
    feeds = {
        "input_ids": np.array([s.ids + [PAD] * (tokens - len(s.ids)) for s in bucket], dtype=np.int64),
        "token_type_ids": np.array([s.cases + [0] * (tokens - len(s.ids)) for s in bucket], dtype=np.int64),
        "attention_mask": np.array([[1] * len(s.ids) + [0] * (tokens - len(s.ids)) for s in bucket], dtype=np.int64),
    }
    for name, value in zip(rows, session.run(list(rows), feeds), strict=True):
        for s, row in zip(bucket, value, strict=True):
            rows[name].append(torch.from_numpy(row[s.first].copy()))
