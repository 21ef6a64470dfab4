"""A Spanish description for every valid code: the table's own, else composed by the code's grammar."""

from __future__ import annotations

from training.corpora import valid_codes
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
