"""Numbers and measures in markup, with what is measured."""

from __future__ import annotations

from training.generate.lexicon import a_en
from training.generate.writer import Writer


def number(w: Writer, low: float, high: float, digits: int = 0) -> str:
    """A number as written in the language."""
    said = f"{w.rng.uniform(low, high):.{digits}f}"
    return said.replace(".", ",") if w.lang == "es" and w.chance(0.85) else said


def measure(w: Writer) -> str:
    """A length, with one to three dimensions."""
    rng = w.rng
    unit, low, high, digits = rng.choice((("mm", 3, 60, 0), ("mm", 3, 60, 0), ("cm", 0.5, 9, 1), ("cm", 1, 15, 0)))
    sign = rng.choice((" x ", " x ", "x", " × "))
    said = sign.join(number(w, low, high, digits) for _ in range(rng.choice((1, 1, 1, 2, 2, 3))))
    said += rng.choice((" ", " ", "")) + unit
    if w.chance(0.12):
        upto = ("hasta ", "unos ", "menor de ") if w.lang == "es" else ("up to ", "less than ", "approximately ")
        said = rng.choice(upto) + said
    return said


def measured(w: Writer, target: str) -> str:
    """A measure of the entity named, sometimes with what is measured; begins with its preposition."""
    rng = w.rng
    m = w.name()
    value = f"{{{measure(w)}|M >#{target} #{m}}}"
    if w.lang == "es":
        if w.chance(0.55):
            return f"de {value}"
        kind = rng.choice(
            (
                "diámetro",
                "diámetro mayor",
                "diámetro máximo",
                "diámetro transverso",
                "diámetro anteroposterior",
                "longitud",
                "grosor",
                "espesor",
                "eje corto",
                "eje mayor",
                "diámetro craneocaudal",
                "extensión",
                "{AP|B}",
                "anchura",
                "profundidad",
                "altura",
                "eje largo",
                "tamaño",
            )
        )
        named = f"{{{kind}|T >#{m}}}"
        return rng.choice(
            (f"de {value} de {named}", f"de {value} de {named}", f"con {named} de {value}", f"({named}: {value})")
        )
    if w.chance(0.55):
        return rng.choice((f"measuring {value}", f"of {value}", f"({value})"))
    kind = rng.choice(
        (
            "diameter",
            "maximum diameter",
            "transverse diameter",
            "{AP|B} diameter",
            "length",
            "thickness",
            "short axis",
            "long axis",
            "size",
            "depth",
            "width",
            "height",
            "craniocaudal dimension",
            "maximum thickness",
            "greatest dimension",
            "craniocaudal extent",
            "anteroposterior diameter",
        )
    )
    named = f"{{{kind}|T >#{m}}}"
    return rng.choice(
        (f"measuring {value} in {named}", f"with {a_en_marked(named, kind)} of {value}", f"({named} {value})")
    )


def a_en_marked(marked: str, plain: str) -> str:
    """The marked phrase with "a" or "an" by its plain words."""
    return f"{a_en(plain.lstrip('{')).split(' ')[0]} {marked}"
