"""Words to write with: `organs.txt`, and the grammar of number, gender, article and side that they need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from training.reports.corpus import Report, reports

IRREGULAR_EN = {"bronchus": "bronchi", "axilla": "axillae", "testis": "testes", "hilum": "hila", "ovary": "ovaries"}


_SINGULAR = frozenset({"pancreas", "lens", "deferens", "glans"})


@dataclass(frozen=True)
class Noun:
    """A finding or a body part. `gender` is m or f, x for a body part that takes no article; "" in English."""

    singular: str
    plural: str
    gender: str
    many: bool = False
    """It is a plural as it stands."""
    mass: bool = False
    """It has no plural and no size."""
    paired: bool = False
    """There is a left and a right one."""
    side: str = ""
    """L, R or B where the phrase itself says so."""


@dataclass(frozen=True)
class Organ:
    """What can be said of one anatomy subtype in one language."""

    subtype: str
    parts: tuple[Noun, ...]
    adjective: str
    """Spanish without its ending; empty for none."""
    findings: tuple[Noun, ...]
    welded: tuple[Noun, ...]


def plural_es(phrase: str) -> str:
    """Every word up to "de", "en" or "sin" in the plural."""
    out = []
    done = False
    for word in phrase.split(" "):
        done = done or word in ("de", "del", "en", "sin", "por", "a")
        if done or word[-1].isdigit() or word[-1].isupper():
            out.append(word)
        elif word[-1] in "aeiouáéó":
            out.append(word + "s")
        elif word.endswith("ón"):
            out.append(word[:-2] + "ones")
        elif word.endswith("z"):
            out.append(word[:-1] + "ces")
        elif word.endswith(("s", "x")):
            out.append(word)
        else:
            out.append(word + "es")
    return " ".join(out)


def plural_en(phrase: str) -> str:
    """The last word before " of " in the plural."""
    head, of, rest = phrase.partition(" of ")
    start, _, last = head.rpartition(" ")
    if last in IRREGULAR_EN:
        last = IRREGULAR_EN[last]
    elif last.endswith("y") and last[-2] not in "aeiou":
        last = last[:-1] + "ies"
    else:
        last += "es" if last.endswith(("s", "x", "ch")) else "s"
    return f"{start} {last}".strip() + of + rest


def _noun(text: str, lang: str, anatomy: bool) -> Noun:
    mass = text.startswith("~")
    text = text.lstrip("~")
    gender, many = "", False
    first, _, rest = text.partition(" ")
    if first in ("m", "f", "x", "mp", "fp"):
        gender, many, text = first[0], first.endswith("p"), rest
    if lang == "en" and anatomy:
        head = text.partition(" of ")[0].partition("@")[0].split(" ")[-1]
        many = head.endswith("s") and not head.endswith(("us", "is", "ss")) and head not in _SINGULAR
        many = many or text.startswith("both ") or "segments" in text
    side = text[-1] if text[-2:-1] == "@" else ""
    paired = text.endswith("%")
    text = text[:-2] if side else text.rstrip("%")
    singular, slash, plural = text.partition("/")
    if not slash or anatomy:
        singular = text
        plural = singular if mass or many else plural_es(singular) if lang == "es" else plural_en(singular)
    return Noun(singular, plural, gender, many, mass, paired, side)


@lru_cache(maxsize=2)
def organs(lang: str) -> dict[str, Organ]:
    """By subtype."""
    out: dict[str, Organ] = {}
    blocks = (Path(__file__).parent / "organs.txt").read_text(encoding="utf-8").split("\n= ")[1:]
    for block in blocks:
        name, *lines = block.strip().splitlines()
        fields = {k: v for k, v in (line.split(": ", 1) for line in lines)}

        def nouns(letter: str, fields: dict[str, str] = fields) -> tuple[Noun, ...]:
            listed = fields.get(f"{lang} {letter}", "")
            return tuple(_noun(t.strip(), lang, letter == "A") for t in listed.split(";") if t.strip())

        adjective = fields[f"{lang} J"].strip()
        out[name] = Organ(name, nouns("A"), "" if adjective == "-" else adjective, nouns("F"), nouns("W"))
    return out


def adjective_es(stem: str, gender: str, many: bool) -> str:
    """The organ's adjective, agreeing."""
    if stem.endswith(("al", "ar", "or")):
        return stem + ("es" if many else "")
    return stem + ("a" if gender == "f" else "o") + ("s" if many else "")


def agree(adjective: str, gender: str, many: bool) -> str:
    """A Spanish adjective given as masculine singular."""
    words = []
    for word in adjective.split(" "):
        if word in ("de", "con", "a", "en", "muy", "altamente"):
            words.append(word)
            continue
        if word.endswith("o") and gender == "f":
            word = word[:-1] + "a"
        elif word.endswith("or") and gender == "f" and word in ("sugeridor",):
            word += "a"
        words.append(plural_es(word) if many else word)
    return " ".join(words)


def article_es(gender: str, many: bool) -> str:
    """Definite article, or nothing for gender x."""
    if gender == "x":
        return ""
    return {("m", False): "el", ("f", False): "la", ("m", True): "los", ("f", True): "las"}[gender, many]


def after_es(preposition: str, article: str) -> str:
    """ "de" and "a" melt into "el"; ends with a blank."""
    if article == "el" and preposition.split(" ")[-1] in ("de", "a"):
        return preposition + "l "
    return f"{preposition} {article} " if article else f"{preposition} "


def a_en(phrase: str) -> str:
    """With "a" or "an"."""
    an = phrase[0].lower() in "aeiou" and not phrase.startswith(("uni", "ure", "ute"))
    return f"{'an' if an else 'a'} {phrase}"


@lru_cache(maxsize=2)
def train_reports(lang: str) -> tuple[Report, ...]:
    """Annotated reports that templates and words may come from: train alone."""
    return tuple(r for r in reports() if not r.dev and r.has_entities and r.types is None and r.lang == lang)
