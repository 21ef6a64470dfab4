"""A description for every valid code in Spanish, and in English where there is a term, else by the code's grammar."""

from __future__ import annotations

from training.corpora import valid_codes
from training.icdo_en import read_terms
from training.s1.codes import parse_code

_BEHAVIOUR = {
    "0": "benigno",
    "1": "de comportamiento incierto",
    "2": "in situ",
    "3": "maligno, localización primaria",
    "6": "maligno, localización metastásica",
    "9": "maligno, primario o metastásico incierto",
}
_GRADE = {
    "1": "grado I, bien diferenciado",
    "2": "grado II, moderadamente diferenciado",
    "3": "grado III, pobremente diferenciado",
    "4": "grado IV, indiferenciado",
    "5": "células T",
    "6": "células B",
    "7": "células nulas",
    "8": "células NK",
    "9": "grado o diferenciación sin determinar",
}
SUFFIX = "la mención es más específica que el código"


def describe_all() -> dict[str, str]:
    """Code → description. Suffix /H is CANTEMIST's mark for a mention more specific than its code."""
    table = valid_codes()
    first: dict[str, str] = {}
    for behaviour in "310269":
        for code, text in table.items():
            if text and code[5:] == behaviour:
                first.setdefault(code[:4], text)
    described = {}
    for code, text in table.items():
        if not text:
            part = parse_code(code)
            base = f"{part.histology}/{part.behaviour}"
            text = table.get(base) or f"{first[part.histology]}, {_BEHAVIOUR[part.behaviour]}"
            if part.grade:
                text += f" - {_GRADE[part.grade]}" if part.grade in _GRADE else f" - grado {part.grade}"
            if part.suffix:
                text += f" ({SUFFIX})"
        described[code] = text
    return described


_GRADE_EN = {
    "1": "grade I, well differentiated",
    "2": "grade II, moderately differentiated",
    "3": "grade III, poorly differentiated",
    "4": "grade IV, undifferentiated",
    "5": "T-cell",
    "6": "B-cell",
    "7": "null cell",
    "8": "NK-cell",
    "9": "grade not determined",
}
SUFFIX_EN = "the mention is more specific than the code"


def describe_english() -> dict[str, str]:
    """Code → English term in our own wording; codes whose base has no term are left out."""
    preferred = {code: term for code, term, kind in read_terms() if kind == "preferred"}
    described = {}
    for code in valid_codes():
        part = parse_code(code)
        text = preferred.get(f"{part.histology}/{part.behaviour}")
        if text is None:
            continue
        if part.grade:
            text += f" - {_GRADE_EN[part.grade]}" if part.grade in _GRADE_EN else f" - grade {part.grade}"
        if part.suffix:
            text += f" ({SUFFIX_EN})"
        described[code] = text[0].upper() + text[1:]
    return described
