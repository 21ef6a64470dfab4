"""Lists that the heads, the pack and the engine share, in their order."""

from __future__ import annotations

from training.corpora import DATA
from training.reports.check import HEAD_LABELS
from training.reports.markup import SIDE, TREND, TYPES

ENTITY_TYPES = tuple(TYPES.values())
FINDING, ANATOMY = ENTITY_TYPES.index("Finding"), ENTITY_TYPES.index("Anatomy")
ASSERTIONS = ("present", "possible", "absent")
TRENDS = tuple(TREND.values())
SIDES = ("left", "right", "bilateral")
assert set(SIDES) == set(SIDE.values())
PAIRS = (
    ("has", "Finding", "Anatomy"),
    ("negates", "Negation", "Finding"),
    ("hedges", "Uncertainty", "Finding"),
    ("past", "ConditionalTemporal", "Finding"),
    ("grades", "Degree", "Finding"),
    ("locates", "Location", "Finding"),
    ("locates", "Location", "Anatomy"),
    ("measures", "Measure", "Finding"),
    ("measures", "Measure", "Anatomy"),
    ("names", "Type_of_measure", "Measure"),
)
LABELS = ("abnormal", *HEAD_LABELS, "head")
"""The last says whether the examination is of the head, where alone the seven apply."""
SECTIONS = (
    "header",
    "indication",
    "history",
    "examination",
    "technique",
    "comparison",
    "findings",
    "organ",
    "pathology",
    "treatment",
    "course",
    "impression",
    "recommendation",
    "codes",
    "body",
)
_ROWS = [r.split("\t") for r in (DATA / "anatomy-subtypes.tsv").read_text(encoding="utf-8").splitlines()[1:] if r]
SUBTYPES = tuple(r[0] for r in _ROWS)
SNOMED = tuple(r[1] for r in _ROWS)
MAX_WIDTH = 10
MAX_DISTANCE = 15

EXAM_AXES = ("own", "system", "modality", "part", "contrast")


def exam_parts(code: str) -> tuple[str, str, str, str, str]:
    """Axis values of a five-character exam code."""
    return code, code[1], code[2], code[1] + code[3], code[2] + code[4]
