"""Reader of the English ICD-O-3 data under `data/icdo-en`: marked-up text to sentences with offsets.

Mark-up: `[[mention|code]]` around a mention; `#` opens a comment line; an empty line is skipped. `sentences.txt`
and `cantemist-*.txt` hold one sentence a line; in `test-set.txt` a line `## id kind` opens a report, whose lines are
joined by newlines.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from training.corpora import DATA, Mention

FOLDER = DATA / "icdo-en"
_MARK = re.compile(r"\[\[([^\[\]|]+)\|(\d{4}/\d\d?(?:/H)?)\]\]")
_LEFTOVER = re.compile(r"\[\[|\]\]")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A sentence or report without its mark-up; mention offsets in Unicode code points, end-exclusive."""

    id: str
    text: str
    mentions: tuple[Mention, ...]


def parse_marks(marked: str) -> tuple[str, tuple[Mention, ...]]:
    """The plain text and its mentions. Raises ValueError where a mark is not well formed."""
    plain: list[str] = []
    mentions: list[Mention] = []
    length = last = 0
    for match in _MARK.finditer(marked):
        before = marked[last : match.start()]
        plain += [before, match[1]]
        start = length + len(before)
        length = start + len(match[1])
        mentions.append(Mention(start, length, match[2]))
        last = match.end()
    plain.append(marked[last:])
    text = "".join(plain)
    if _LEFTOVER.search(text):
        raise ValueError(f"bad mark-up: {marked!r}")
    return text, tuple(mentions)


def read_sentences(folder: Path = FOLDER) -> tuple[MarkedText, ...]:
    """The training sentences, numbered `en00001` on: the authored ones, then those translated from CANTEMIST."""
    paths = [folder / "sentences.txt", *sorted(folder.glob("cantemist-*.txt"))]
    lines = (line.strip() for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    kept = [line for line in lines if line and not line.startswith("#")]
    return tuple(MarkedText(f"en{number:05d}", *parse_marks(line)) for number, line in enumerate(kept, 1))


def read_reports(path: Path = FOLDER / "test-set.txt") -> tuple[MarkedText, ...]:
    """The authored dev reports. It is scored apart and never trained on."""
    reports: list[tuple[str, list[str]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            reports.append((line.split()[1], []))
        elif line.strip() and not line.startswith("#"):
            reports[-1][1].append(line.strip())
    return tuple(MarkedText(name, *parse_marks("\n".join(lines))) for name, lines in reports)


def read_terms(path: Path = FOLDER / "terms.tsv") -> tuple[tuple[str, str, str], ...]:
    """Rows `(code, term, kind)`; kind is preferred, synonym, abbreviation or paraphrase."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return tuple((code, term, kind) for code, term, kind in rows)


def read_grades(path: Path = FOLDER / "grades.tsv") -> dict[str, str]:
    """English grade or differentiation phrase → grade digit of the code."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {phrase: digit for phrase, digit in rows}


def to_jsonl(texts: Iterable[MarkedText]) -> Iterator[str]:
    """One JSON line a text: `{"id", "text", "mentions": [{"start", "end", "code"}]}`."""
    for text in texts:
        yield json.dumps(asdict(text), ensure_ascii=False)


def main() -> None:
    """Write the training sentences (or, with `--reports`, the dev reports) as JSON lines."""
    parser = argparse.ArgumentParser(prog="python -m training.icdo_en", description=main.__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--reports", action="store_true")
    options = parser.parse_args()
    texts = read_reports() if options.reports else read_sentences()
    options.out.write_text("".join(f"{line}\n" for line in to_jsonl(texts)), encoding="utf-8")


if __name__ == "__main__":
    main()
