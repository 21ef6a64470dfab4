"""Train sentences with their entities exchanged for others of the same type, subtype and grammatical shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from training.generate.lexicon import train_reports
from training.reports.markup import Annotated, Entity, Relation

SWAPPED = ("Finding", "Anatomy", "Location", "Degree", "Uncertainty", "ConditionalTemporal", "Type_of_measure")
_NO_NOUN = {
    "es": re.compile(r"(?:[ai]d[oa]s?|os[oa]s?|ic[oa]s?|nal(?:es)?|nte(?:s)?|iv[oa]s?)$", re.I),
    "en": re.compile(r"(?:ed|ic|ous|al|ive|ant|(?<!m)ent|er)$", re.I),
}
"""Looks of findings that are adjectives or participles."""
_SIDED = re.compile(r"\b(?:izq|izd|der|dch|dcha|bilat|amb[oa]s|left|right|both|l|r)\w*|bilateral", re.I)
_BREAK = re.compile(r"(?<=[.;])\s+(?=[A-ZÁÉÍÓÚ¿\d{])|\n+")
_BEFORE = re.compile(r"([\w']+|[^\w\s])?\s*$")


@dataclass(frozen=True)
class Filler:
    """A surface that can stand for an entity, with the entities inside it by offset."""

    text: str
    attributes: tuple[tuple[str, str], ...]
    inner: tuple[tuple[int, int, str], ...]


Key = tuple[str, ...]


def _ending(word: str, lang: str) -> str:
    """Gender and number by the look of a word."""
    word = word.lower()
    if lang == "en":
        return "s" if word.endswith("s") and not word.endswith(("sis", "us", "ss")) else ""
    for end in ("as", "os", "es", "a", "o"):
        if word.endswith(end):
            return end
    return "-"


def _shape(text: str, start: int, end: int, lang: str) -> tuple[str, str, str, str]:
    """The word before, the looks of the first and last words, and whether another word follows directly."""
    before = _BEFORE.search(text[:start])
    previous = (before.group(1) or "").lower() if before else ""
    words = re.findall(r"\w+", text[start:end]) or [""]
    follows = re.match(r"\s+(de|del|con|en|of|in|with)?\b", text[end:])
    return (
        previous,
        _ending(words[0], lang),
        _ending(words[-1], lang),
        (follows.group(1) or "w") if follows else ".",
    )


def _inside(entities: tuple[Entity, ...], e: Entity) -> list[Entity]:
    return [o for o in entities if o is not e and o.start < e.end and o.end > e.start]


def _exchangeable(text: str, entities: tuple[Entity, ...], e: Entity, lang: str) -> bool:
    """Whether all that is annotated of an entity is in its own words, and it holds abbreviations at most."""
    inside = _inside(entities, e)
    if any(o.type != "Abbreviation" or o.start < e.start or o.end > e.end for o in inside):
        return False
    surface = text[e.start : e.end]
    if "\n" in surface or len(surface.split()) > 7 or not re.search(r"[^\W\d]", surface):
        return False
    if e.type == "Anatomy":
        return ("Side" in e.attributes) == bool(_SIDED.search(surface))
    if e.type != "Finding":
        return True
    words = re.findall(r"\w+", surface)
    if _NO_NOUN[lang].search(words[0] if lang == "es" else words[-1]):
        return False
    verb = re.match(r"\s+(?:el|la|los|las|un|una|the|\d)\b", text[e.end :])
    return not verb and "Trend" not in e.attributes


def _keys(a: Annotated, i: int, lang: str) -> tuple[Key, ...]:
    """Under what an entity is filed: a finding also with the organ it is of; what is measured with its unit."""
    e = a.entities[i]
    kind: tuple[str, ...] = (e.type, e.attributes.get("Subtype", ""))
    if e.type == "Anatomy":
        kind += ("B" if e.attributes.get("Side") == "bilateral" else "",)
    if e.type == "Type_of_measure":
        units = (a.text[a.entities[r.tail].start : a.entities[r.tail].end] for r in a.relations if r.head == i)
        kind += (re.sub(r".*[\d\s]", "", next(units, "")).lower(),)
    general: Key = (*kind, *_shape(a.text, e.start, e.end, lang))
    if e.type != "Finding":
        return (general,)
    parts = (a.entities[r.tail].attributes.get("Subtype", "") for r in a.relations if r.head == i and r.type == "has")
    organ = next(parts, "")
    return ((*general, organ), general) if organ else (general,)


@lru_cache(maxsize=2)
def lexicon(lang: str) -> dict[Key, tuple[Filler, ...]]:
    """Fillers by type, subtype and shape, from train documents."""
    found: dict[Key, dict[Filler, None]] = {}
    for r in train_reports(lang):
        text, entities = r.annotated.text, r.annotated.entities
        for i, e in enumerate(entities):
            if e.type in SWAPPED and _exchangeable(text, entities, e, lang) and not text[e.start : e.end].isupper():
                kept = tuple((k, v) for k, v in sorted(e.attributes.items()) if k in ("Subtype", "Side"))
                inner = tuple((o.start - e.start, o.end - e.start, o.type) for o in _inside(entities, e))
                for key in _keys(r.annotated, i, lang):
                    found.setdefault(key, {})[Filler(text[e.start : e.end], kept, inner)] = None
    return {k: tuple(v) for k, v in found.items() if len(v) > 1}


@dataclass(frozen=True)
class Template:
    """A train sentence with its own entities and relations."""

    annotated: Annotated
    weight: float


def _cut(annotated: Annotated) -> Iterator[Annotated]:
    text = annotated.text
    edges = [0]
    for m in _BREAK.finditer(text):
        if not any(e.start < m.end() and e.end > m.start() for e in annotated.entities):
            edges += [m.start(), m.end()]
    edges.append(len(text))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        index = {
            i: n for n, i in enumerate(i for i, e in enumerate(annotated.entities) if start <= e.start and e.end <= end)
        }
        crossing = any((r.head in index) != (r.tail in index) for r in annotated.relations)
        if crossing or len(index) < 2 or not 20 <= end - start <= 260:
            continue
        entities = tuple(
            Entity(e.start - start, e.end - start, e.type, dict(e.attributes))
            for i, e in enumerate(annotated.entities)
            if i in index
        )
        relations = tuple(
            Relation(r.type, index[r.head], index[r.tail]) for r in annotated.relations if r.head in index
        )
        yield Annotated(text[start:end], entities, relations)


_RARE = {
    "Location": 2.0,
    "Type_of_measure": 3.0,
    "ConditionalTemporal": 4.0,
    "Uncertainty": 2.0,
    "Degree": 0.5,
    "Measure": 0.5,
}
_COMMON = {"Brain", "Musculoskeletal system", "Cardiovascular system", "Lung", "Thorax", "Abdomen"}


@lru_cache(maxsize=2)
def templates(lang: str) -> tuple[Template, ...]:
    """Sentences of train reports with two slots at least; the weak types and rare subtypes weigh more."""
    known = lexicon(lang)
    out = []
    for r in train_reports(lang):
        for a in _cut(r.annotated):
            slots = sum(
                _exchangeable(a.text, a.entities, e, lang) and _keys(a, i, lang)[-1] in known
                for i, e in enumerate(a.entities)
                if e.type in SWAPPED
            )
            if slots < 2:
                continue
            weight = 1.0 + sum(_RARE.get(e.type, 0.0) for e in a.entities)
            weight += sum(2.0 for e in a.entities if "Trend" in e.attributes)
            weight += sum(1.0 for e in a.entities if e.attributes.get("Subtype", "Brain") not in _COMMON)
            out.append(Template(a, min(weight, 9.0)))
    return tuple(out)


def _as(text: str, like: str, shouting: bool, first: bool) -> str:
    """The filler with the case of what it stands for; abbreviations say nothing of case."""
    if shouting:
        return text.upper() if len(text.upper()) == len(text) else text
    acronym = text[1:2].isupper() or text[1:2].isdigit()
    if (like[:1].isupper() and not like[1:2].isupper()) or first:
        return text[0].upper() + text[1:]
    return text if acronym else text[0].lower() + text[1:]


def _shouts(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.7 * len(letters)


_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def _renumbered(text: str, rng: Random) -> str:
    """A measure with other numbers of the same length."""

    def other(m: re.Match[str]) -> str:
        said = m.group()
        return "".join(
            rng.choice("123456789") if i == 0 and c != "0" else rng.choice("0123456789") if c.isdigit() else c
            for i, c in enumerate(said)
        )

    return _NUMBER.sub(other, text)


def recombined(rng: Random, lang: str, share: float = 0.75) -> Annotated:
    """A train sentence with a share of its entities exchanged."""
    found = templates(lang)
    source = rng.choices(found, _weights(lang))[0].annotated
    known = lexicon(lang)
    shouting = _shouts(source.text)
    order = sorted(range(len(source.entities)), key=lambda i: (source.entities[i].start, -source.entities[i].end))
    text: list[str] = []
    at = length = 0
    place: dict[int, tuple[int, int, dict[str, str]]] = {}
    extra: list[Entity] = []
    gone: set[int] = set()
    for i in order:
        e = source.entities[i]
        if i in gone or e.start < at:
            continue
        surface = source.text[e.start : e.end]
        said, inner, attributes = surface, None, dict(e.attributes)
        if e.type == "Measure" and not _inside(source.entities, e):
            said = _renumbered(surface, rng)
        elif e.type in SWAPPED and _exchangeable(source.text, source.entities, e, lang):
            keys = _keys(source, i, lang)
            choices = known.get(keys[0] if rng.random() < 0.8 else keys[-1])
            if choices and rng.random() < share:
                filler = rng.choice(choices)
                said, inner = _as(filler.text, surface, shouting, e.start == 0), filler.inner
                attributes = {k: v for k, v in attributes.items() if k not in ("Subtype", "Side")} | dict(
                    filler.attributes
                )
        if said == surface and inner is None:
            continue
        text.append(source.text[at : e.start])
        length += e.start - at
        place[i] = (length, length + len(said), attributes)
        if inner is not None:
            extra += [Entity(length + a, length + b, kind) for a, b, kind in inner]
            gone |= {n for n, o in enumerate(source.entities) if o in _inside(source.entities, e)}
        text.append(said)
        length += len(said)
        at = e.end
    text.append(source.text[at:])
    moves = sorted((source.entities[i].end, place[i][1]) for i in place)

    def moved(offset: int) -> int:
        shift = 0
        for end, new in moves:
            if end <= offset:
                shift = new - end
        return offset + shift

    index: dict[int, int] = {}
    entities: list[Entity] = []
    for i, e in enumerate(source.entities):
        if i in gone:
            continue
        index[i] = len(entities)
        if i in place:
            entities.append(Entity(place[i][0], place[i][1], e.type, place[i][2]))
        else:
            entities.append(Entity(moved(e.start), moved(e.end), e.type, dict(e.attributes)))
    relations = tuple(
        Relation(r.type, index[r.head], index[r.tail]) for r in source.relations if r.head in index and r.tail in index
    )
    return Annotated("".join(text), (*entities, *extra), relations)


@lru_cache(maxsize=2)
def _weights(lang: str) -> tuple[float, ...]:
    return tuple(t.weight for t in templates(lang))
