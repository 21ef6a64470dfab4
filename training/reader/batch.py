"""Reports to flat tensors: all words of a group of reports in one list, sentences encoded in buckets of like length."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from training.encoder.network import HIDDEN
from training.reader.data import Line, ReadReport
from training.s1.model import Reader
from training.tokenizer import CLS, MASK, PAD, SEP, WordPieces

MAX_TOKENS = 128


@dataclass(frozen=True)
class Sentence:
    """A line with its pieces and its place in the flat list of words."""

    line: Line
    report: int
    ids: list[int]
    cases: list[int]
    first: list[int]
    offset: int

    @property
    def words(self) -> int:
        """Words inside the window."""
        return len(self.first)


@dataclass(frozen=True)
class Group:
    """Some reports; `section` and `report` per word of the flat list."""

    reports: list[ReadReport]
    sentences: list[Sentence]
    section: Tensor
    words_of: Tensor
    """[reports, most words], -1 for none."""


def prepare(reports: list[ReadReport], pieces: WordPieces, rng: random.Random | None, mask: float = 0.0) -> Group:
    """`rng`: noise for training — a sixth of the reports are read with all case types 0, and the share `mask` of the
    words is hidden behind `[MASK]`, so that a word is read from those around it too."""
    sentences: list[Sentence] = []
    section: list[int] = []
    words_of: list[list[int]] = []
    for n, report in enumerate(reports):
        plain = rng is not None and rng.random() < 0.16
        mine: list[int] = []
        for line in report.lines:
            ids, cases, first = [CLS], [0], []
            for word, case in zip(line.words, line.cases, strict=True):
                wp = pieces(word)
                if len(ids) + len(wp) >= MAX_TOKENS:
                    break
                first.append(len(ids))
                hidden = rng is not None and mask > 0 and rng.random() < mask
                ids += [MASK] * len(wp) if hidden else wp
                cases += [0 if plain else case] * len(wp)
            offset = len(section)
            sentences.append(Sentence(line, n, [*ids, SEP], [*cases, 0], first, offset))
            mine += range(offset, offset + len(first))
            section += [line.section] * len(first)
        words_of.append(mine)
    most = max(len(w) for w in words_of)
    padded = torch.tensor([w + [-1] * (most - len(w)) for w in words_of])
    return Group(reports, sentences, torch.tensor(section), padded)


def encode(model: Reader, group: Group, budget: int = 1_024) -> Tensor:
    """Hidden state of every word of the flat list: [words, 384]."""
    order = sorted(range(len(group.sentences)), key=lambda i: len(group.sentences[i].ids))
    rows: list[Tensor] = []
    places: list[int] = []
    bucket: list[Sentence] = []

    def flush() -> None:
        if not bucket:
            return
        tokens = max(len(s.ids) for s in bucket)
        ids = torch.tensor([s.ids + [PAD] * (tokens - len(s.ids)) for s in bucket])
        cases = torch.tensor([s.cases + [0] * (tokens - len(s.ids)) for s in bucket])
        mask = (torch.arange(tokens)[None] < torch.tensor([len(s.ids) for s in bucket])[:, None]).long()
        hidden = model.encoder(ids, cases, mask).reshape(-1, HIDDEN)
        rows.append(hidden[torch.tensor([i * tokens + f for i, s in enumerate(bucket) for f in s.first])])
        places.extend(s.offset + k for s in bucket for k in range(s.words))
        bucket.clear()

    for i in order:
        s = group.sentences[i]
        if (bucket and len(s.ids) > 1.25 * len(bucket[0].ids) + 2) or len(s.ids) * (len(bucket) + 1) > budget:
            flush()
        bucket.append(s)
    flush()
    inverse = torch.empty(len(places), dtype=torch.long)
    inverse[torch.tensor(places)] = torch.arange(len(places))
    return torch.cat(rows)[inverse]


def groups(reports: list[ReadReport], words: int, rng: random.Random) -> Iterator[list[ReadReport]]:
    """Reports in random order, about `words` words together."""
    order = reports[:]
    rng.shuffle(order)
    held: list[ReadReport] = []
    size = 0
    for report in order:
        held.append(report)
        size += sum(len(line.words) + 2 for line in report.lines)
        if size >= words:
            yield held
            held, size = [], 0
    if held:
        yield held
