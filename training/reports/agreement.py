"""`python -m training.reports.agreement KEY FILE…`: agreement of a second, blind reading with the first.

KEY is a JSON object from the second reader's opaque ids to the first reading's; FILEs hold the second reading in
markup. Prints entity F1, attribute and label agreement, and every disagreement, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from training.reader.scores import f1
from training.reports.check import MarkedReport, read_marked
from training.reports.corpus import reports


def _overlaps(a: tuple[str, int, int], others: set[tuple[str, int, int]]) -> bool:
    return any(a[0] == o[0] and a[1] < o[2] and o[1] < a[2] for o in others)


def compare(first: dict[str, Any], second: list[MarkedReport], key: dict[str, str]) -> dict[str, Any]:
    """Scores and disagreements of paired reports."""
    counts: Counter[str] = Counter()
    differing: list[str] = []
    for mine in second:
        one = first[key[mine.id]]
        a = {(e.type, e.start, e.end): e for e in one.annotated.entities}
        b = {(e.type, e.start, e.end): e for e in mine.annotated.entities}
        counts["first"] += len(a)
        counts["second"] += len(b)
        counts["exact"] += len(a.keys() & b.keys())
        counts["near first"] += sum(_overlaps(x, set(b)) for x in a)
        counts["near second"] += sum(_overlaps(x, set(a)) for x in b)
        for mark, side in ((a.keys() - b.keys(), "first"), (b.keys() - a.keys(), "second")):
            for kind, start, end in sorted(mark, key=lambda m: m[1]):
                differing.append(f"{one.id}: only the {side} marks {kind} «{one.annotated.text[start:end]}»")
        for span in a.keys() & b.keys():
            for name in ("Subtype", "Assertion", "Side"):
                left, right = a[span].attributes.get(name), b[span].attributes.get(name)
                if left is not None or right is not None:
                    counts[f"{name} n"] += 1
                    counts[f"{name} same"] += left == right
        for label, value in mine.labels.items():
            if label in one.labels:
                counts["label n"] += 1
                counts["label same"] += one.labels[label] == value
                if one.labels[label] != value:
                    differing.append(f"{one.id}: {label} first {one.labels[label]}, second {value}")
        counts["exam n"] += one.exam is not None
        counts["exam same"] += one.exam is not None and one.exam == mine.exam
    shares = {
        n: counts[f"{n} same"] / max(1, counts[f"{n} n"]) for n in ("Subtype", "Assertion", "Side", "label", "exam")
    }
    return {
        "reports": len(second),
        "exact": f1(counts["exact"], counts["first"], counts["exact"], counts["second"]),
        "overlap": f1(counts["near first"], counts["first"], counts["near second"], counts["second"]),
        "agreement": shares,
        "disagreements": differing,
    }


def main() -> None:
    """Entry point."""
    key: dict[str, str] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    second = [r for name in sys.argv[2:] for r in read_marked(Path(name))]
    first = {r.id: r for r in reports() if r.source in ("desk", "real")}
    print(json.dumps(compare(first, second, key), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
