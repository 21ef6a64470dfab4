"""Annotated texts set one after the other, and in capitals."""

from __future__ import annotations

from random import Random

from training.reports.markup import Annotated, Entity, Relation

_BARE = str.maketrans("ÁÉÍÓÚ", "AEIOU")


def joined(parts: list[Annotated], glue: str) -> Annotated:
    """One text with the entities and relations of all parts."""
    text = ""
    entities: list[Entity] = []
    relations: list[Relation] = []
    for part in parts:
        text += glue if text else ""
        at, first = len(text), len(entities)
        entities += [Entity(e.start + at, e.end + at, e.type, dict(e.attributes)) for e in part.entities]
        relations += [Relation(r.type, r.head + first, r.tail + first) for r in part.relations]
        text += part.text
    return Annotated(text, tuple(entities), tuple(relations))


def capitals(annotated: Annotated, rng: Random) -> Annotated:
    """All in capitals, half of the time without accents; as it was where the length would change."""
    text = annotated.text.upper()
    if len(text) != len(annotated.text):
        return annotated
    if rng.random() < 0.5:
        text = text.translate(_BARE)
    return Annotated(text, annotated.entities, annotated.relations)
