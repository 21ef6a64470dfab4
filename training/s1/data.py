"""CANTEMIST as sentences of words with BIO tags and codes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import lru_cache

from training.corpora import Document, cantemist, valid_codes
from training.icdo_en import read_sentences, read_terms
from training.sentences import sentence_spans
from training.words import Word, split_words

O, B, I = 0, 1, 2


@dataclass(frozen=True)
class Gold:
    """A mention by word indices of its sentence, end-exclusive, with its code."""

    first: int
    end: int
    code: str


@dataclass(frozen=True)
class Example:
    """One sentence: folded words, case types, gold mentions."""

    document: str
    words: tuple[str, ...]
    cases: tuple[int, ...]
    mentions: tuple[Gold, ...]
    start: int = 0
    """Code-point offset of the sentence in its document."""
    spans: tuple[tuple[int, int], ...] = field(default=())
    """Document offsets of every word."""
    tagged: bool = True
    """False for a bare term: it teaches codes, not where mentions begin."""

    def tags(self) -> list[int]:
        """BIO tag per word."""
        tags = [O] * len(self.words)
        for m in self.mentions:
            tags[m.first : m.end] = [B] + [I] * (m.end - m.first - 1)
        return tags


def _place(document: Document, words: list[Word], start: int, end: int) -> list[Gold]:
    placed: list[Gold] = []
    inside = [m for m in document.mentions if m.start < end and m.end > start]
    # Where mentions nest the longer one wins: one BIO layer cannot hold both.
    for mention in sorted(inside, key=lambda m: (m.start - m.end, m.start)):
        hit = [i for i, w in enumerate(words) if w.start < mention.end and w.end > mention.start]
        if hit and not any(g.first < hit[-1] + 1 and hit[0] < g.end for g in placed):
            placed.append(Gold(hit[0], hit[-1] + 1, mention.code))
    return sorted(placed, key=lambda g: g.first)


def sentences_of(documents: list[Document]) -> list[Example]:
    """Every sentence of the documents, in order."""
    spans = sentence_spans("cantemist", [(d.id, d.text) for d in cantemist()])
    examples = []
    for document in documents:
        for start, end in spans[document.id]:
            words = split_words(document.text, start, end)
            if not words:
                continue
            examples.append(
                Example(
                    document.id,
                    tuple(w.folded for w in words),
                    tuple(w.case for w in words),
                    tuple(_place(document, words, start, end)),
                    start,
                    tuple((w.start, w.end) for w in words),
                )
            )
    return examples


def documents(*splits: str) -> list[Document]:
    """CANTEMIST documents of the named splits."""
    return [d for d in cantemist() if d.split in splits]


@lru_cache(maxsize=2)
def sentences_of_parts(splits: tuple[str, ...]) -> list[Example]:
    """Every sentence of the named splits, cut once; not to be changed."""
    return sentences_of(documents(*splits))


def term_words(description: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """A description as a coder would write it: without `SAI` and what follows a bracket."""
    text = description.split(" (")[0].split(" [")[0]
    words = split_words(text.replace(", SAI", "").replace(" SAI", ""))
    return tuple(w.folded for w in words), tuple(w.case for w in words)


TermRow = tuple[str, tuple[str, ...], tuple[int, ...]]


@lru_cache(maxsize=1)
def spanish_terms() -> tuple[list[TermRow], list[TermRow]]:
    """Descriptions of valid codes: those without a grade, and those with one."""
    rows = [(c, *term_words(d)) for c, d in valid_codes().items() if d]
    rows = [r for r in rows if r[1]]
    return [r for r in rows if len(r[0]) == 6], [r for r in rows if len(r[0]) > 6]


@lru_cache(maxsize=1)
def english_terms() -> tuple[list[TermRow], list[TermRow]]:
    """Glosa's English terms, likewise (`data/icdo-en`)."""
    rows = [(c, *term_words(t)) for c, t, _ in read_terms()]
    return [r for r in rows if len(r[0]) == 6], [r for r in rows if len(r[0]) > 6]


@lru_cache(maxsize=1)
def english_sentences() -> list[Example]:
    """The English training sentences of `data/icdo-en`."""
    examples = []
    for marked in read_sentences():
        words = split_words(marked.text)
        document = Document(marked.id, "icdo-en", marked.text, marked.mentions)
        folded, cases = tuple(w.folded for w in words), tuple(w.case for w in words)
        gold = tuple(_place(document, words, 0, len(marked.text)))
        examples.append(Example(marked.id, folded, cases, gold, 0, tuple((w.start, w.end) for w in words)))
    return examples


class Terms:
    """Terms of valid codes, drawn at random for code training and mention swaps."""

    def __init__(self, rows: tuple[list[TermRow], list[TermRow]], rng: random.Random) -> None:
        self._rng = rng
        self._plain, self._graded = rows

    def draw(self) -> TermRow:
        """One code with a term's words and case types."""
        code, words, cases = self._rng.choice(self._plain if self._rng.random() < 0.8 else self._graded)
        if self._rng.random() < 0.7:
            cases = (0, *cases[1:])
        return code, words, cases

    def example(self) -> Example:
        """The bare term as a sentence."""
        code, words, cases = self.draw()
        return Example("terms", words, cases, (Gold(0, len(words), code),), tagged=False)

    def swap(self, example: Example) -> Example:
        """The sentence with one mention replaced by another code's term."""
        chosen = self._rng.choice(example.mentions)
        code, words, cases = self.draw()
        if len(words) > 12:
            return example
        shift = len(words) - (chosen.end - chosen.first)
        mentions = tuple(
            Gold(chosen.first, chosen.first + len(words), code)
            if m is chosen
            else m
            if m.first < chosen.first
            else Gold(m.first + shift, m.end + shift, m.code)
            for m in example.mentions
        )
        return Example(
            example.document,
            example.words[: chosen.first] + words + example.words[chosen.end :],
            example.cases[: chosen.first] + cases + example.cases[chosen.end :],
            mentions,
        )
