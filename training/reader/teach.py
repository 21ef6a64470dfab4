"""What several trained readers together say of unlabelled words: the targets that a student learns from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from training.reader.batch import Group, encode
from training.reader.data import ReadReport
from training.reader.evaluate import in_groups, load
from training.reader.model import DeskReader
from training.reader.schema import ENTITY_TYPES
from training.sentences import BUILD

Targets = dict[str, Tensor]
"""By a text's id: probabilities of O, B and I for each word and entity type, [words, types, 3], float16."""


def soft_targets(teachers: Sequence[str], texts: list[ReadReport], keep: Path) -> Targets:
    """The mean of what the runs named `teachers` say; kept in `keep`, and taken from there for the same teachers."""
    if keep.exists():
        kept = torch.load(keep, weights_only=True)
        if kept["teachers"] == list(teachers) and kept["ids"] == [t.report.id for t in texts]:
            return dict(zip(kept["ids"], kept["targets"], strict=True))
    sums: list[Tensor] = []
    for teacher in teachers:
        model, _ = load(BUILD / teacher / "model.pt")
        said: list[Tensor] = []
        with torch.no_grad():
            for group in in_groups(texts, 24):
                tags = model.tags(encode(model, group)).reshape(-1, len(ENTITY_TYPES), 3).softmax(2)
                said += [tags[row[row >= 0]] for row in group.words_of]
        sums = [a + b for a, b in zip(sums, said, strict=True)] if sums else said
    targets = [(s / len(teachers)).half() for s in sums]
    ids = [t.report.id for t in texts]
    torch.save({"teachers": list(teachers), "ids": ids, "targets": targets}, keep)
    return dict(zip(ids, targets, strict=True))


def soft_loss(model: DeskReader, hidden: Tensor, group: Group, targets: Targets) -> Tensor:
    """Cross entropy with the targets, on the scale of the entity layers' own loss (`losses.py`)."""
    wanted = torch.cat([targets[r.report.id] for r in group.reports]).float()
    log = F.log_softmax(model.tags(model.dropout(hidden)).reshape(-1, len(ENTITY_TYPES), 3), 2)
    return -(wanted * log).sum() / max(1, wanted.shape[0])
