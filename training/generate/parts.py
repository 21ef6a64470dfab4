"""Body parts in markup, with side and article."""

from __future__ import annotations

from dataclasses import dataclass

from training.generate.lexicon import Noun, Organ, after_es, article_es, plural_en
from training.generate.places import SIDE_EN, SIDE_ES
from training.generate.writer import Writer


@dataclass(frozen=True)
class Part:
    """A body part as written."""

    surface: str
    side: str
    gender: str
    many: bool
    subtype: str

    def marked(self, name: str = "") -> str:
        """In markup, without article."""
        side = f" @{self.side}" if self.side else ""
        return f"{{{self.surface}|A={self.subtype.replace(' ', '_')}{side}{f' #{name}' if name else ''}}}"


def _side_es(w: Writer, noun: Noun, side: str) -> str:
    inner = "f" if " de la " in noun.singular else "m" if " del " in noun.singular else noun.gender
    word = SIDE_ES[side][inner == "f"]
    return word + "s" if noun.many else word


def part(w: Writer, organ: Organ, noun: Noun | None = None) -> Part:
    """A body part of the organ, with a side where it has one."""
    noun = noun or w.rng.choice(organ.parts)
    surface, side, many = noun.singular, noun.side, noun.many
    if noun.paired and w.chance(0.9):
        side = w.rng.choice("LLLRRRB")
        of = any(p in noun.singular for p in (" de ", " del ", " of "))
        if side == "B" and (
            of or noun.many or (w.lang == "en" and noun.singular.endswith(("um", "us", "x", "a", "is")))
        ):
            side = w.rng.choice("LR")
        if side == "B":
            many = True
            if w.lang == "es":
                surface = f"{'ambas' if noun.gender == 'f' else 'ambos'} {noun.plural}"
            else:
                surface = f"both {plural_en(noun.singular)}"
        elif w.lang == "es":
            surface = f"{surface} {_side_es(w, noun, side)}"
        elif " of the " in surface:
            surface = surface.replace(" of the ", f" of the {SIDE_EN[side]} ")
        else:
            surface = f"{SIDE_EN[side]} {surface}"
        if w.lang == "es" and side in "LR" and w.chance(0.12):
            short = {"izquierdo": "izdo", "izquierda": "izda", "derecho": "dcho", "derecha": "dcha"}
            head, _, last = surface.rpartition(" ")
            if last in short:
                return Part(f"{head} {{{short[last]}|B}}", side, noun.gender, many, organ.subtype)
    bare = surface.startswith(("ambos", "ambas"))
    return Part(surface, side, "x" if bare else noun.gender, many, organ.subtype)


def the(w: Writer, p: Part, preposition: str = "", name: str = "") -> str:
    """The part with its article, after a preposition where one is given."""
    if w.lang == "es":
        article = article_es(p.gender, p.many)
        head = after_es(preposition, article) if preposition else f"{article} " if article else ""
    else:
        bare = (
            p.surface.startswith("both ") or p.gender == "x" or p.surface.startswith(("level ", "station ", "Morison"))
        )
        head = (f"{preposition} " if preposition else "") + ("" if bare else "the ")
    return head + p.marked(name)
