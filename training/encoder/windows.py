"""Windows of the corpus that begin where a sentence begins, and the masking of their tokens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.encoder.encode import Corpus
from training.encoder.vocabulary import MASK
from training.tokenizer import CLS, PAD, SEP

SHARE = 0.2
"""Part of a window's tokens that is guessed."""
AS_MASK, AS_RANDOM = 0.8, 0.1
"""Parts of these that are shown as `[MASK]` and as any piece; the rest is shown as it is."""
UNCASED = 0.2
"""Part of the windows that are read with all case types 0."""
HELD_BACK = 50
"""One document in so many is never trained on."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What the encoder reads, and what it has to guess."""

    ids: Tensor
    """[rows, tokens], masked."""
    cases: Tensor
    mask: Tensor
    """1 on tokens, 0 on padding."""
    chosen: Tensor
    """True where a token is to be guessed."""
    target: Tensor
    """The true ids of the chosen, row by row."""


def mask_tokens(ids: Tensor, vocabulary: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Shown ids and which are to be guessed: a fifth of each row's tokens, never `[CLS]`, `[SEP]` or padding."""
    free = (ids != CLS) & (ids != SEP) & (ids != PAD)
    draw = torch.rand(ids.shape, device=ids.device, generator=generator).masked_fill(~free, 2.0)
    rank = draw.argsort(1).argsort(1)
    wanted = (free.sum(1, keepdim=True) * SHARE).round().clamp(min=1)
    chosen = (rank < wanted) & free
    kind = torch.rand(ids.shape, device=ids.device, generator=generator)
    other = torch.randint(MASK + 1, vocabulary, ids.shape, device=ids.device, generator=generator)
    shown = torch.where(chosen & (kind < AS_MASK), torch.full_like(ids, MASK), ids)
    random = chosen & (kind >= AS_MASK) & (kind < AS_MASK + AS_RANDOM)
    return torch.where(random, other, shown), chosen


class Windows:
    """Draws batches; the corpus lies on the device."""

    def __init__(self, corpus: Corpus, stops: frozenset[int], vocabulary: int, device: torch.device) -> None:
        """`stops`: ids of the pieces after which a sentence may begin. Raises ValueError where nothing is left."""
        self.device = device
        self.vocabulary = vocabulary
        self.ids = torch.from_numpy(corpus.ids.astype(np.int64)).to(device)
        self.cases = torch.from_numpy(corpus.cases.astype(np.int64)).to(device)
        ends = np.append(corpus.starts[1:], len(corpus.ids))
        after = np.flatnonzero(np.isin(corpus.ids, sorted(stops))) + 1
        begins = np.unique(np.concatenate([corpus.starts, after[after < len(corpus.ids)]]))
        document = np.searchsorted(corpus.starts, begins, side="right") - 1
        kept = document % HELD_BACK != 0
        if not kept.any() or kept.all():
            raise ValueError("pretraining needs more than one document")
        self._ends = torch.from_numpy(ends[document]).to(device)
        self._begins = torch.from_numpy(begins).to(device)
        weights = torch.from_numpy(corpus.weights[document].astype(np.float64))
        train, held = torch.from_numpy(kept), torch.from_numpy(~kept)
        self._pools = {True: torch.nonzero(train)[:, 0].to(device), False: torch.nonzero(held)[:, 0].to(device)}
        self._shares = weights[train].cumsum(0).to(device)

    def _draw(self, rows: int, training: bool, generator: torch.Generator) -> Tensor:
        pool = self._pools[training]
        if not training:
            return pool[torch.randint(len(pool), (rows,), device=self.device, generator=generator)]
        at = torch.rand(rows, device=self.device, dtype=torch.float64, generator=generator) * self._shares[-1]
        return pool[torch.searchsorted(self._shares, at).clamp(max=len(pool) - 1)]

    def batch(self, rows: int, tokens: int, generator: torch.Generator, training: bool = True) -> Batch:
        """`rows` windows of up to `tokens` tokens with `[CLS]` and `[SEP]`; one ends where its document does."""
        chosen = self._draw(rows, training, generator)
        begin, end = self._begins[chosen, None], self._ends[chosen, None]
        place = begin + torch.arange(tokens - 1, device=self.device)
        inside = (place < end) & (torch.arange(tokens - 1, device=self.device) < tokens - 2)
        at = place.clamp(max=len(self.ids) - 1)
        ids = torch.full((rows, tokens), PAD, device=self.device)
        cases = torch.zeros_like(ids)
        ids[:, 0] = CLS
        ids[:, 1:] = torch.where(inside, self.ids[at], ids[:, 1:])
        ids.scatter_(1, inside.sum(1, keepdim=True) + 1, SEP)
        cased = torch.rand(rows, 1, device=self.device, generator=generator) >= UNCASED
        cases[:, 1:] = torch.where(inside & cased, self.cases[at], cases[:, 1:])
        shown, guessed = mask_tokens(ids, self.vocabulary, generator)
        return Batch(shown, cases, (ids != PAD).long(), guessed, ids[guessed])
