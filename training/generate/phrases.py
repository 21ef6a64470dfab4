"""Noun phrases in the markup of `reports/markup.py`: a finding with its degree, anatomy, position, measure, trend."""

from __future__ import annotations

from dataclasses import dataclass

from training.generate.lexicon import (
    Noun,
    Organ,
    a_en,
    adjective_es,
    agree,
    article_es,
)
from training.generate.parts import part, the
from training.generate.places import (
    ADJECTIVE,
    COUNTS_EN,
    COUNTS_ES,
    DEGREES_EN,
    DEGREES_ES,
    GRADABLE,
    NEAR_EN,
    NEAR_ES,
    PARTS_EN,
    PARTS_ES,
    SIDE_EN,
    SIDE_ES,
    SIZES_EN,
    SIZES_ES,
    TINY,
    WHERE_EN,
    WHERE_ES,
    WHERE_OF,
)
from training.generate.sizes import measured
from training.generate.writer import Writer


@dataclass(frozen=True)
class Phrase:
    """A finding as written."""

    text: str
    name: str
    gender: str
    many: bool
    countable: bool
    noun: Noun


def where(w: Writer, organ: Organ) -> str:
    """A position adjective that the organ can take, masculine singular in Spanish."""
    own = WHERE_OF.get(organ.subtype)
    if own and w.chance(0.5):
        return w.rng.choice(own[w.lang == "en"].split())
    return w.rng.choice(WHERE_ES if w.lang == "es" else WHERE_EN)


def finding(
    w: Writer,
    organ: Organ,
    *,
    trend: str = "",
    weld: bool | None = None,
    many: bool | None = None,
    degree: float = 0.35,
    place: float = 0.28,
    size: float = 0.3,
    anatomy: bool = True,
    article: bool = False,
    noun: Noun | None = None,
) -> Phrase:
    """A finding of the organ; the floats are the shares with a degree, a position and a measure."""
    rng = w.rng
    welded = bool(organ.welded) and (w.chance(0.18) if weld is None else weld)
    noun = noun or rng.choice(organ.welded if welded else organ.findings)
    welded = noun in organ.welded
    plural = (
        noun.plural != noun.singular
        and not noun.many
        and (w.chance(0.22) if many is None else many)
        and not (welded and many is None)
    )
    is_many = plural or noun.many
    name, inner = w.name(), w.name()
    mark = f"F{'=' + organ.subtype.replace(' ', '_') if welded else ''}{f' +{trend}' if trend else ''} #{name}"
    term = noun.plural if plural else noun.singular
    countable = not noun.mass and not noun.many
    spanish = w.lang == "es"
    pre, post, about = "", "", ""
    if w.chance(degree):
        pre, post = _degree(w, noun, plural, welded, name)
    if any(word in pre + post for word in TINY):
        size = 0.0
    style = rng.uniform(0 if organ.adjective else ADJECTIVE, 1)
    attach = ""
    side_place = ""
    if welded or not anatomy:
        if welded and w.chance(0.25) and place:
            word = rng.choice(("izquierdo", "derecho", "bilateral") if spanish else ("left", "right", "bilateral"))
            said = agree(word, noun.gender, is_many) if spanish and word != "bilateral" else word
            side_place = f"{{{said}|L >#{name}}}"
    else:
        attach = f" >#{inner}"
        about = _anatomy(w, organ, noun, is_many, inner, style)
    marked = f"{{{term}|{mark}{attach}}}"
    positions = []
    if w.chance(place) and not side_place and not welded:
        word = where(w, organ)
        if spanish:
            said = agree(word, noun.gender, is_many)
            positions.append(f"{{{said}|L >#{name}}}")
        else:
            pre = f"{pre}{{{word}|L >#{name}}} "
    if spanish:
        adjectival = bool(about) and style < ADJECTIVE
        words = [marked, *([about] if adjectival else []), *positions, post, side_place]
        if countable and w.chance(size) and not welded:
            words.append(measured(w, name))
        if about and not adjectival:
            words.append(about)
        text = pre + " ".join(x for x in words if x)
        start = {("m", False): "un", ("f", False): "una", ("m", True): "unos", ("f", True): "unas"}[
            noun.gender, is_many
        ]
        if article and countable and not welded and not is_many:
            text = f"{start} {text}"
        return Phrase(text, name, noun.gender, is_many, countable, noun)
    front = about if style < ADJECTIVE else ""
    lead = f"{pre}{side_place + ' ' if side_place else ''}{front + ' ' if front else ''}"
    words = [lead + marked, post]
    if countable and w.chance(size) and not welded:
        words.append(measured(w, name))
    if about and not front:
        words.append(about)
    text = " ".join(x for x in words if x)
    if article and countable and not is_many:
        text = f"{a_en(_plain_start(text)).split(' ')[0]} {text}"
    return Phrase(text, name, "", is_many, countable, noun)


def _plain_start(text: str) -> str:
    return text.lstrip("{")


def _gradable(noun: Noun) -> bool:
    words = noun.singular.split(" ")
    return words[0] in GRADABLE or words[-1] in GRADABLE or words[0].endswith(("itis", "osis"))


def _degree(w: Writer, noun: Noun, plural: bool, welded: bool, name: str) -> tuple[str, str]:
    """Degree before (with a blank after it) and after the finding, one of them empty."""
    rng = w.rng
    many = plural or noun.many
    if w.lang == "es":
        if plural and w.chance(0.6):
            word = rng.choice(COUNTS_ES)
            if noun.gender == "f" and word.endswith("os"):
                word = word[:-2] + "as"
            return f"{{{word}|D >#{name}}} ", ""
        if not noun.mass and not noun.many and not _gradable(noun):
            if welded:
                return "", ""
            word = rng.choice(SIZES_ES)
            if word == "gran":
                return f"{{{'grandes' if many else 'gran'}|D >#{name}}} ", ""
            marked = f"{{{agree(word, noun.gender, many)}|D >#{name}}}"
            return (f"{marked} ", "") if word in ("pequeño", "voluminoso", "diminuto") else ("", marked)
        word = rng.choice(DEGREES_ES)
        if word.startswith("grado"):
            return "", f"{{{word}|D >#{name}}}"
        marked = f"{{{agree(word, noun.gender, many)}|D >#{name}}}"
        before = word in (
            "leve",
            "discreto",
            "moderado",
            "marcado",
            "mínimo",
            "ligero",
            "incipiente",
            "importante",
            "escaso",
        )
        return (f"{marked} ", "") if before and w.chance(0.65) else ("", marked)
    if plural and w.chance(0.6):
        return f"{{{rng.choice(COUNTS_EN)}|D >#{name}}} ", ""
    if not noun.mass and not noun.many and not _gradable(noun):
        if welded:
            return "", ""
        return f"{{{rng.choice(SIZES_EN)}|D >#{name}}} ", ""
    return f"{{{rng.choice(DEGREES_EN)}|D >#{name}}} ", ""


def _anatomy(w: Writer, organ: Organ, noun: Noun, many: bool, name: str, style: float) -> str:
    """Where the finding is: an adjective for a style below `ADJECTIVE`, else with its preposition."""
    rng = w.rng
    paired = any(p.paired for p in organ.parts)
    if style < ADJECTIVE:
        side = rng.choice("LRB") if paired and w.chance(0.45) else ""
        subtype = organ.subtype.replace(" ", "_")
        tail = f"|A={subtype}{f' @{side}' if side else ''} #{name}}}"
        if w.lang == "es":
            word = adjective_es(organ.adjective, noun.gender, many)
            if side == "B":
                word += " bilaterales" if many else " bilateral"
            elif side:
                word += " " + agree(SIDE_ES[side][0], noun.gender, many)
            return f"{{{word}{tail}"
        word = organ.adjective
        if side:
            word = f"{'bilateral' if side == 'B' else SIDE_EN[side]} {word}"
        return f"{{{word}{tail}"
    p = part(w, organ)
    finding_name = f"e{int(name[1:]) - 1}"
    if style < 0.55:
        if w.lang == "es":
            near = rng.choice(NEAR_ES)
            near = _agree_near(near, noun.gender, many)
            article = article_es(p.gender, p.many)
            if near.split(" ")[-1] in ("de", "a") and article == "el":
                return f"{{{near}l|L >#{finding_name}}} {p.marked(name)}"
            return f"{{{near}|L >#{finding_name}}} {article + ' ' if article else ''}{p.marked(name)}"
        return f"{{{rng.choice(NEAR_EN)}|L >#{finding_name}}} {the(w, p, '', name)}"
    if style < 0.68:
        if w.lang == "es":
            gender, place = rng.choice(PARTS_ES)
            return f"en {article_es(gender, False)} {{{place}|L >#{finding_name}}} {the(w, p, 'de', name)}"
        return f"in the {{{rng.choice(PARTS_EN)}|L >#{finding_name}}} of {the(w, p, '', name)}"
    if w.lang == "es":
        return the(w, p, rng.choice(("en", "en", "de")), name)
    return the(w, p, rng.choice(("in", "in", "of", "involving")) if not noun.mass else rng.choice(("of", "in")), name)


def _agree_near(near: str, gender: str, many: bool) -> str:
    first, _, rest = near.partition(" ")
    if first in ("adyacente", "próximo", "posterior", "anterior", "lateral", "medial"):
        return f"{agree(first, gender, many)} {rest}"
    return near
