"""What the training spans of B/I/O layers say of words and phrases.

`server/src/engine/decode/spanStatistics.ts` reads it; `docs/model-pack.md` (*Span scorer*) has the file format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

Words = tuple[str, ...]
Span = tuple[int, int]
"""First word and end of a span, end-exclusive."""

START, END = "<s>", "</s>"
"""What stands before the first word of a sentence and after its last one."""
LONGEST_PHRASE = 12
"""Words of the longest phrase that is counted."""
LEAST = 3
"""A word of no training span is kept where it was seen so often."""
_PLACES = ("first", "last", "inside", "after", "before", "going_on")


class LayerStatistics:
    """Of one layer: how often a word stood at each place of a training span, and phrases by spans and occurrences."""

    def __init__(self) -> None:
        self.first: Counter[str] = Counter()
        self.last: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()
        """Anywhere in a span."""
        self.after: Counter[str] = Counter()
        """Right after one."""
        self.before: Counter[str] = Counter()
        """Right before one."""
        self.going_on: Counter[str] = Counter()
        """In a span, not first."""
        self.spans: Counter[str] = Counter()
        """Spans that are this phrase."""
        self.occurrences: Counter[str] = Counter()
        """Times the phrase stood in the training text."""


class SpanStatistics:
    """Of the training text: occurrences of words, and each layer's own."""

    def __init__(self, layers: int) -> None:
        self.words: Counter[str] = Counter()
        self.layers = tuple(LayerStatistics() for _ in range(layers))

    def tsv(self) -> str:
        """Rows `o word n`, `w layer word` with six counts, `p layer phrase spans occurrences`; tabs between."""
        rows: list[tuple[Any, ...]] = []
        placed: set[str] = set()
        for n, layer in enumerate(self.layers):
            columns = [getattr(layer, place) for place in _PLACES]
            for word in sorted(set().union(*columns)):
                placed.add(word)
                rows.append(("w", n, word, *(c[word] for c in columns)))
            rows += [("p", n, p, times, layer.occurrences[p]) for p, times in sorted(layer.spans.items())]
        kept = sorted(w for w, n in self.words.items() if n >= LEAST or w in placed)
        rows = [*(("o", w, self.words[w]) for w in kept), *rows]
        return "".join("\t".join(map(str, row)) + "\n" for row in rows)

    @staticmethod
    def parse(text: str, layers: int) -> SpanStatistics:
        """What `tsv` wrote."""
        out = SpanStatistics(layers)
        for line in text.splitlines():
            kind, *fields = line.split("\t")
            if kind == "o":
                out.words[fields[0]] = int(fields[1])
                continue
            layer, name = out.layers[int(fields[0])], fields[1]
            if kind == "w":
                for place, times in zip(_PLACES, fields[2:], strict=True):
                    getattr(layer, place)[name] = int(times)
            else:
                layer.spans[name], layer.occurrences[name] = int(fields[2]), int(fields[3])
        return out


def count(sentences: Iterable[tuple[Words, Sequence[Sequence[Span]]]], layers: int) -> SpanStatistics:
    """Statistics of training sentences: words, and each layer's spans."""
    out = SpanStatistics(layers)
    held = list(sentences)
    for words, by_layer in held:
        out.words.update((START, *words, END))
        for layer, spans in zip(out.layers, by_layer, strict=True):
            for first, end in spans:
                layer.first[words[first]] += 1
                layer.last[words[end - 1]] += 1
                layer.inside.update(words[first:end])
                layer.going_on.update(words[first + 1 : end])
                layer.after[words[end] if end < len(words) else END] += 1
                layer.before[words[first - 1] if first else START] += 1
                if end - first <= LONGEST_PHRASE:
                    layer.spans[" ".join(words[first:end])] += 1
    for layer in out.layers:
        sizes: dict[str, set[int]] = {}
        for phrase in layer.spans:
            sizes.setdefault(phrase.partition(" ")[0], set()).add(phrase.count(" ") + 1)
        for words, _ in held:
            for i, word in enumerate(words):
                for size in sizes.get(word, ()):
                    phrase = " ".join(words[i : i + size])
                    if i + size <= len(words) and phrase in layer.spans:
                        layer.occurrences[phrase] += 1
    return SpanStatistics.parse(out.tsv(), layers)
