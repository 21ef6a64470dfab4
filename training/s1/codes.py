"""The grammar of an ICD-O-3 morphology code: `8140/33/H` = histology 8140, behaviour 3, grade 3, suffix H."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AXES = ("histology", "behaviour", "grade", "suffix", "code")
_CODE = re.compile(r"^(\d{4})/(\d)(\d?)(/H)?$")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one code."""

    histology: str
    behaviour: str
    grade: str
    suffix: str


def parse_code(code: str) -> Parts:
    """Raises ValueError where `code` does not follow the grammar."""
    match = _CODE.match(code)
    if match is None:
        raise ValueError(f"not an ICD-O-3 morphology code: {code!r}")
    return Parts(match[1], match[2], match[3] or "", "H" if match[4] else "")


@dataclass(frozen=True)
class CodeSpace:
    """Every scored code and its row on each axis; `code` rows exist for codes seen in training, else -1."""

    codes: tuple[str, ...]
    axes: dict[str, tuple[str, ...]]
    rows: NDArray[np.int64]
    """[codes, 5]: row on each of AXES."""

    @staticmethod
    def build(codes: list[str], seen: list[str]) -> CodeSpace:
        """`codes` all that may be proposed; `seen` those that get a vector of their own."""
        parts = [parse_code(c) for c in codes]
        axes = {
            "histology": tuple(sorted({p.histology for p in parts})),
            "behaviour": tuple(sorted({p.behaviour for p in parts})),
            "grade": tuple(sorted({p.grade for p in parts})),
            "suffix": ("", "H"),
            "code": tuple(sorted(set(seen))),
        }
        index = {name: {v: i for i, v in enumerate(values)} for name, values in axes.items()}
        rows = [
            [
                index["histology"][p.histology],
                index["behaviour"][p.behaviour],
                index["grade"][p.grade],
                index["suffix"][p.suffix],
                index["code"].get(c, -1),
            ]
            for c, p in zip(codes, parts, strict=True)
        ]
        return CodeSpace(tuple(codes), axes, np.asarray(rows, dtype=np.int64))
