"""Words as the reader sees them: the Python mirror of `server/src/core/words.ts`.

A word is a run of letters, a run of digits, or one other mark. Offsets are Unicode code points,
end-exclusive. Combining marks and characters that BERT's `clean_text` removes are invisible.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LETTER, DIGIT, MARK, SPACE, INVISIBLE = range(5)


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `folded` is what the model reads, `case` its case type (0 lower, 1 Initial, 2 ALL, 3 mixed)."""

    start: int
    end: int
    folded: str
    case: int


@lru_cache(maxsize=65_536)
def kind_of(char: str) -> int:
    """LETTER, DIGIT, MARK, SPACE or INVISIBLE."""
    category = unicodedata.category(char)
    if char in "\t\n\r" or category[0] == "Z" or (char.isspace() and category[0] != "C"):
        return SPACE
    if category in ("Cc", "Cf", "Co", "Cs", "Mn") or char == "\ufffd":
        return INVISIBLE
    if category[0] in "LM":
        return LETTER
    return DIGIT if category[0] == "N" else MARK


def fold(text: str) -> str:
    """Lower case without accents or invisible characters."""
    decomposed = unicodedata.normalize("NFD", text)
    # One by one: the whole-string rule for a final sigma is not the tokenizer's.
    return "".join(c.lower() for c in decomposed if kind_of(c) != INVISIBLE)


def case_type(text: str) -> int:
    """Case type of one word (see `shared` encoder: slot `token_type_ids`)."""
    kinds = [unicodedata.category(c) for c in unicodedata.normalize("NFD", text)]
    cased = [k for k in kinds if k in ("Lu", "Lt", "Ll")]
    upper = sum(k != "Ll" for k in cased)
    if upper == 0:
        return 0
    if upper == 1 and cased[0] != "Ll":
        return 1
    return 2 if upper == len(cased) else 3


def split_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]`."""
    stop = len(text) if end is None else end
    words: list[Word] = []
    begin, last, current = -1, -1, SPACE

    def close() -> None:
        nonlocal begin
        if begin >= 0:
            raw = text[begin:last]
            words.append(Word(begin, last, fold(raw), case_type(raw)))
        begin = -1

    for i in range(start, stop):
        kind = kind_of(text[i])
        if kind == INVISIBLE:
            if begin >= 0 and last == i and unicodedata.category(text[i]) == "Mn":
                last = i + 1
            continue
        if kind == SPACE or kind != current or kind == MARK:
            close()
        if kind != SPACE:
            if begin < 0:
                begin = i
            last = i + 1
        current = kind
    close()
    return words
