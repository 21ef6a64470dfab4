"""Sentences as the graphs read them, for tests and `bench`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from training.export.types import Encoded, IntArray
from training.tokenizer import CLS, PAD, SEP, WordPieces
from training.words import split_words

MAX_TOKENS = 128
_CUT = re.compile(r"(?<=[.;:])\s+(?=[A-ZÁÉÍÓÚÑ])|\n+")


def encode(text: str, pieces: WordPieces) -> Encoded:
    """A sentence as the model reads it, cut at 128 tokens."""
    ids, types = [CLS], [0]
    for word in split_words(text):
        for piece in pieces(word.folded):
            ids.append(piece)
            types.append(word.case)
    return Encoded((*ids[: MAX_TOKENS - 1], SEP), (*types[: MAX_TOKENS - 1], 0))


def batch(sequences: Sequence[Encoded]) -> dict[str, IntArray]:
    """The graphs' inputs, padded to the longest sequence."""
    shape = (len(sequences), max(len(s.ids) for s in sequences))
    ids, types, mask = np.full(shape, PAD, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for row, sequence in enumerate(sequences):
        n = len(sequence.ids)
        ids[row, :n], types[row, :n], mask[row, :n] = sequence.ids, sequence.types, 1
    return {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}


def split_sentences(text: str) -> list[str]:
    """Rough sentences, good enough to measure with (the product has its own splitter)."""
    return [t.strip() for t in _CUT.split(text) if 8 < len(t.strip()) < 500]
