"""Glosa's inline markup for writing an annotated report in one go, and its translation to plain entities.

`{surface|TYPE…}` marks an entity, and may nest. TYPE is one of F A L M T D B N U C (`TYPES`). After it, separated by
spaces: `=Pleural_sac` subtype · `@L` `@R` `@B` side · `+new` `+inc` `+dec` `+same` `+res` trend · `#k` a name ·
links: `>` the next and `<` the previous entity of the kind that the relation goes to, `>2` the next two, `>*` all
following in the line, `>A` / `<A` (L and M) an anatomy instead of a finding, `>#k` the one named k. The relation
follows from the two types (`annotation.md`, *Relations*); assertion follows from `negates` and `hedges`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

TYPES = {
    "F": "Finding",
    "A": "Anatomy",
    "L": "Location",
    "M": "Measure",
    "T": "Type_of_measure",
    "D": "Degree",
    "B": "Abbreviation",
    "N": "Negation",
    "U": "Uncertainty",
    "C": "ConditionalTemporal",
}
RELATIONS = {"F": "has", "N": "negates", "U": "hedges", "C": "past", "D": "grades", "L": "locates"}
RELATIONS |= {"M": "measures", "T": "names"}
TREND = {"new": "new", "inc": "increasing", "dec": "decreasing", "same": "no-change", "res": "resolved"}
SIDE = {"L": "left", "R": "right", "B": "bilateral"}
_FIELD = re.compile(r"^[A-Z]|[<>]#\w+|[<>]A?(?:\d+|\*)?|[=@+#][^=@+#<>\s]+|\S+")
_TARGET = {"F": "A", "T": "M"}


class MarkupError(ValueError):
    """The markup of a report is wrong; the message says where."""


@dataclass
class Entity:
    """One entity by code points of the plain text, end-exclusive; attributes as in `annotation.md`."""

    start: int
    end: int
    type: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Relation:
    """A relation between two entities, by their index."""

    type: str
    head: int
    tail: int


@dataclass(frozen=True)
class Annotated:
    """A plain text with its entities and relations."""

    text: str
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]


def _link(marks: list[tuple[int, str, int, str]], i: int, mark: str, names: dict[str, int]) -> list[int]:
    """Indices that one link of entity `i` points to."""
    letter, line = marks[i][1], marks[i][2]
    arrow, rest = mark[0], mark[1:]
    if rest.startswith("#"):
        if rest[1:] not in names:
            raise MarkupError(f"no entity is named {rest}")
        return [names[rest[1:]]]
    wanted = _TARGET.get(letter, "F")
    if rest.startswith("A"):
        wanted, rest = "A", rest[1:]
    order = range(i + 1, len(marks)) if arrow == ">" else range(i - 1, -1, -1)
    found = [j for j in order if marks[j][1] == wanted and marks[j][2] == line]
    many = len(found) if rest == "*" else int(rest or 1)
    if not found or len(found) < many:
        raise MarkupError(f"link {mark} finds no {wanted}")
    return found[:many]


def parse_markup(source: str) -> Annotated:
    """Reads the markup; raises `MarkupError` with the surface that is wrong."""
    text: list[str] = []
    stack: list[tuple[int, int]] = []
    opened: list[tuple[int, int, int, str]] = []
    line = n = order = 0
    i = 0
    while i < len(source):
        c = source[i]
        if c == "{":
            stack.append((n, order))
            order += 1
        elif c == "|" and stack:
            close = source.find("}", i)
            if close < 0:
                raise MarkupError(f"unclosed mark near {source[i - 20 : i + 20]!r}")
            start, position = stack.pop()
            opened.append((position, start, n, source[i + 1 : close] + f"\0{line}"))
            i = close
        elif c == "}":
            raise MarkupError(f"stray }} near {source[max(0, i - 20) : i + 20]!r}")
        else:
            text.append(c)
            n += 1
            line += c == "\n"
        i += 1
    if stack:
        raise MarkupError("an opening brace has no end")
    plain = "".join(text)
    opened.sort()
    entities: list[Entity] = []
    marks: list[tuple[int, str, int, str]] = []
    names: dict[str, int] = {}
    for _, start, end, rest in opened:
        spec, _, where = rest.partition("\0")
        fields = _FIELD.findall(spec)
        if not fields or fields[0] not in TYPES:
            raise MarkupError(f"{plain[start:end]!r}: no such type {spec!r}")
        if not plain[start:end].strip() or plain[start:end] != plain[start:end].strip():
            raise MarkupError(f"{plain[start:end]!r}: blank at an end")
        entity = Entity(start, end, TYPES[fields[0]])
        links = []
        for f in fields[1:]:
            if f[0] == "=":
                entity.attributes["Subtype"] = f[1:].replace("_", " ")
            elif f[0] == "@" and f[1:] in SIDE:
                entity.attributes["Side"] = SIDE[f[1:]]
            elif f[0] == "+" and f[1:] in TREND:
                entity.attributes["Trend"] = TREND[f[1:]]
            elif f[0] == "#":
                names[f[1:]] = len(entities)
            elif f[0] in "<>":
                links.append(f)
            else:
                raise MarkupError(f"{plain[start:end]!r}: {f!r} is not understood")
        marks.append((start, fields[0], int(where), " ".join(links)))
        entities.append(entity)
    relations: list[Relation] = []
    for i, (_, letter, _, joined) in enumerate(marks):
        for mark in joined.split():
            if letter not in RELATIONS:
                raise MarkupError(f"{plain[entities[i].start : entities[i].end]!r}: {letter} links nothing")
            try:
                found = _link(marks, i, mark, names)
            except (MarkupError, ValueError) as error:
                raise MarkupError(f"{plain[entities[i].start : entities[i].end]!r}: {error}") from error
            relations += [Relation(RELATIONS[letter], i, j) for j in found]
    for i, (_, letter, _, _) in enumerate(marks):
        if letter == "F":
            cues = {r.type for r in relations if r.tail == i}
            entities[i].attributes["Assertion"] = (
                "absent" if "negates" in cues else "possible" if "hedges" in cues else "present"
            )
    return Annotated(plain, tuple(entities), tuple(dict.fromkeys(relations)))
