"""WordPiece ids per word, cached; the same `tokenizer.json` that the pack ships."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

TOKENIZER = Path(__file__).parent / "encoder" / "weights" / "tokenizer.json"
PAD, UNK, CLS, SEP, MASK = 0, 1, 2, 3, 4


class WordPieces:
    """Ids of a folded word's pieces."""

    def __init__(self, path: Path = TOKENIZER) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._cache: dict[str, tuple[int, ...]] = {}

    def __call__(self, folded: str) -> tuple[int, ...]:
        pieces = self._cache.get(folded)
        if pieces is None:
            ids: list[int] = self._tokenizer.encode(folded, add_special_tokens=False).ids
            pieces = self._cache[folded] = tuple(ids) or (UNK,)
        return pieces
