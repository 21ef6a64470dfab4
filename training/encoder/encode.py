"""The texts as one row of token ids with case types: what pretraining draws its windows from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.encoder.texts import Text
from training.words import case_type

LEAST_TOKENS = 12
"""A shorter document is left out."""
BATCH = 512


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents one after another."""

    ids: NDArray[np.uint16]
    cases: NDArray[np.uint8]
    starts: NDArray[np.int64]
    """First token of each document."""
    weights: NDArray[np.uint8]
    """Of each document."""


def pack_cases(cases: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Four case types to a byte, the first in the lowest bits."""
    padded = np.zeros(-(-len(cases) // 4) * 4, np.uint8)
    padded[: len(cases)] = cases
    fours = padded.reshape(-1, 4)
    return np.asarray(fours[:, 0] | fours[:, 1] << 2 | fours[:, 2] << 4 | fours[:, 3] << 6, np.uint8)


def unpack_cases(packed: NDArray[np.uint8], count: int) -> NDArray[np.uint8]:
    """The reverse of `pack_cases`."""
    fours = np.stack([packed >> shift & 3 for shift in (0, 2, 4, 6)], 1)
    return np.asarray(fours.reshape(-1)[:count], np.uint8)


def _encoded(tokenizer: Tokenizer, text: Text) -> Iterator[tuple[int, int]]:
    """Id and case type of every token; all tokens of a word have the word's type."""
    encoding = tokenizer.encode(text.text, add_special_tokens=False)
    reach: dict[int | None, tuple[int, int]] = {}
    for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        low, high = reach.get(word, (start, end))
        reach[word] = (min(low, start), max(high, end))
    cases = {word: case_type(text.text[low:high]) for word, (low, high) in reach.items()}
    return zip(encoding.ids, (cases[w] for w in encoding.word_ids), strict=True)


def encode_texts(texts: Iterable[Text], tokenizer: Tokenizer) -> Corpus:
    """Every text of twelve tokens or more. Raises ValueError where none is."""
    ids: list[NDArray[np.uint16]] = []
    cases: list[NDArray[np.uint8]] = []
    starts, weights, length = [], [], 0
    source = iter(texts)
    while group := list(islice(source, BATCH)):
        for text in group:
            tokens = list(_encoded(tokenizer, text))
            if len(tokens) < LEAST_TOKENS:
                continue
            starts.append(length)
            weights.append(text.weight)
            length += len(tokens)
            ids.append(np.array([t[0] for t in tokens], np.uint16))
            cases.append(np.array([t[1] for t in tokens], np.uint8))
    if not ids:
        raise ValueError("no text is long enough to be read")
    return Corpus(np.concatenate(ids), np.concatenate(cases), np.array(starts), np.array(weights, np.uint8))


def save(corpus: Corpus, path: Path) -> None:
    """Writes the corpus; case types take two bits each."""
    packed = pack_cases(corpus.cases)
    np.savez(path, ids=corpus.ids, cases=packed, starts=corpus.starts, weights=corpus.weights)


def load(path: Path) -> Corpus:
    """Reads what `save` wrote."""
    with np.load(path) as stored:
        cases = unpack_cases(stored["cases"], len(stored["ids"]))
        return Corpus(stored["ids"], cases, stored["starts"], stored["weights"])
