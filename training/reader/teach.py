"""What several trained runs together say of unlabelled words: the targets that a student learns from."""

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
from training.s1.model import Reader
from training.s1.pack import load_reader
from training.sentences import BUILD

HEADS = {"unlabelled": "tags", "oncology": "mention"}
"""Which head the texts of a source (`Report.source`) teach."""

Targets = dict[str, Tensor]
"""By a text's id: probabilities of O, B and I for each word and layer of the head, [words, layers, 3], float16; the
ten entity types of `tags`, the one layer of `mention`."""


def _said(model: Reader, head: str, hidden: Tensor) -> Tensor:
    logits: Tensor = getattr(model, head)(hidden)
    return logits.reshape(hidden.shape[0], -1, 3)


def soft_targets(teachers: Sequence[str], texts: list[ReadReport], keep: Path) -> Targets:
    """The mean of what the runs named `teachers` say of texts of one source; kept in `keep`, and taken from there for
    the same teachers and texts."""
    if keep.exists():
        kept = torch.load(keep, weights_only=True)
        if kept["teachers"] == list(teachers) and kept["ids"] == [t.report.id for t in texts]:
            return dict(zip(kept["ids"], kept["targets"], strict=True))
    sums: list[Tensor] = []
    head = HEADS[texts[0].report.source]
    for teacher in teachers:
        path = BUILD / teacher / "model.pt"
        # A run of S1 alone may teach mentions too.
        model = load(path)[0] if head == "tags" else load_reader(path)[0]
        said: list[Tensor] = []
        with torch.no_grad():
            for group in in_groups(texts, 24):
                tags = _said(model, head, encode(model, group)).softmax(2)
                said += [tags[row[row >= 0]] for row in group.words_of]
        sums = [a + b for a, b in zip(sums, said, strict=True)] if sums else said
    targets = [(s / len(teachers)).half() for s in sums]
    ids = [t.report.id for t in texts]
    torch.save({"teachers": list(teachers), "ids": ids, "targets": targets}, keep)
    return dict(zip(ids, targets, strict=True))


def soft_loss(model: DeskReader, hidden: Tensor, group: Group, targets: Targets) -> Tensor:
    """Cross entropy with the targets of the group's source, on the scale of the head's own loss."""
    wanted = torch.cat([targets[r.report.id] for r in group.reports]).float()
    log = F.log_softmax(_said(model, HEADS[group.reports[0].report.source], model.dropout(hidden)), 2)
    return -(wanted * log).sum() / max(1, wanted.shape[0])
