"""Small full reports from `exams.txt`: half normal, half with one or two findings, labels known by construction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from training.generate.frames import capital
from training.reports.check import HEAD_LABELS
from training.reports.markup import Annotated, parse_markup

LIKELY = {"BW03Z": 4.0, "B030Z": 2.2, "B020Z": 2.2}
"""Weights of examinations; 1 for the others."""
_SLOT = re.compile(r"<([a-zA-Z0-9]+)>")
_SIDES = {"L": ("izquierdo", "izquierda", "left"), "R": ("derecho", "derecha", "right")}
_DEGREES = {"es": ("leve", "moderado", "severo", "discreto"), "en": ("mild", "moderate", "severe", "small")}
_LOBES = {
    "es": ("lóbulo superior", "lóbulo inferior"),
    "en": ("upper lobe", "lower lobe"),
}
_SHORT = {"es": {"R": ("LSD", "LID"), "L": ("LSI", "LII")}, "en": {"R": ("RUL", "RLL"), "L": ("LUL", "LLL")}}
_BRAIN = {
    "es": (
        ("el ", "lóbulo frontal", 0),
        ("el ", "lóbulo temporal", 0),
        ("el ", "hemisferio cerebeloso", 0),
        ("la ", "región parietal", 1),
        ("la ", "región occipital", 1),
    ),
    "en": (
        ("the ", "frontal lobe", 2),
        ("the ", "temporal lobe", 2),
        ("the ", "cerebellar hemisphere", 2),
        ("the ", "parietal lobe", 2),
        ("the ", "occipital lobe", 2),
    ),
}
_DEEP = {
    "es": (
        ("el ", "tálamo", 0),
        ("el ", "núcleo lenticular", 0),
        ("la ", "cápsula interna", 1),
        ("la ", "corona radiada", 1),
    ),
    "en": (
        ("the ", "thalamus", 2),
        ("the ", "lentiform nucleus", 2),
        ("the ", "internal capsule", 2),
        ("the ", "corona radiata", 2),
    ),
}
_HEADINGS = {
    "es": {
        "clinical": ("Información clínica: ", "Indicación: ", "Motivo: ", "Datos clínicos: ", ""),
        "technique": ("Técnica: ", "TÉCNICA: ", ""),
        "findings": ("Hallazgos:", "HALLAZGOS:", "Informe:", ""),
        "impression": ("Impresión: ", "Conclusión: ", "CONCLUSIÓN: ", "IMPRESIÓN DIAGNÓSTICA: ", "Comentario: "),
    },
    "en": {
        "clinical": ("Indication: ", "CLINICAL HISTORY: ", "Clinical information: ", "INDICATION: ", ""),
        "technique": ("Technique: ", "TECHNIQUE: ", ""),
        "findings": ("Findings:", "FINDINGS:", "Report:", ""),
        "impression": ("Impression: ", "IMPRESSION: ", "Conclusion: ", "Opinion: "),
    },
}


@dataclass(frozen=True)
class Abnormal:
    """A finding: the regions whose normal statement it replaces, its head labels, its sentence and the impression."""

    regions: frozenset[int]
    labels: frozenset[str]
    text: str
    impression: str


@dataclass(frozen=True)
class Exam:
    """What a report of one examination is made of."""

    code: str
    lang: str
    head: bool
    titles: tuple[str, ...]
    clinical: tuple[str, ...]
    technique: tuple[str, ...]
    regions: tuple[tuple[str, ...], ...]
    trivial: tuple[str, ...]
    abnormal: tuple[Abnormal, ...]
    normal: tuple[str, ...]


def _abnormal(line: str) -> Abnormal:
    head, _, rest = line.partition(" | ")
    regions, *labels = head.split(" ")
    text, _, impression = rest.partition(" => ")
    return Abnormal(frozenset(int(r) for r in regions.split(",")), frozenset(labels), text, impression)


@lru_cache(maxsize=2)
def exams(lang: str) -> tuple[Exam, ...]:
    """Examinations of a language."""
    out = []
    for block in (Path(__file__).parent / "exams.txt").read_text(encoding="utf-8").split("\n= ")[1:]:
        first, *lines = block.strip().splitlines()
        head, _, titles = first.partition(" | ")
        code, own, kind = head.split(" ")
        if own != lang:
            continue
        by: dict[str, list[str]] = {}
        for line in lines:
            letter, _, rest = line.partition(" ")
            by.setdefault(letter, []).append(rest)
        listed = {k: tuple(v[0].split(" || ")) for k, v in by.items() if k in "itTn"}
        regions = tuple(tuple(r.split(" || ")) for r in by["N"])
        abnormal = tuple(_abnormal(a) for a in by["A"])
        out.append(
            Exam(
                code,
                lang,
                kind == "head",
                tuple(titles.split("; ")),
                listed["i"],
                listed["t"],
                regions,
                listed["T"],
                abnormal,
                listed["n"],
            )
        )
    return tuple(out)


class _Slots:
    """Fills slots; the same name gives the same text within one finding and its impression."""

    def __init__(self, rng: Random, lang: str) -> None:
        self.rng, self.lang = rng, lang
        self.side = rng.choice("LR")
        self.held: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        return _SLOT.sub(lambda m: self._value(m.group(1)), text)

    def _value(self, name: str) -> str:
        if name in ("mm", "1d", "cm", "2d"):
            return self._number(name)
        if name not in self.held:
            self.held[name] = self._draw(name)
        return self.held[name]

    def _number(self, name: str) -> str:
        low, high = {"mm": (6, 48), "1d": (3, 9), "cm": (4, 14), "2d": (38, 49)}[name]
        return str(self.rng.randint(low, high))

    def _sided(self, choices: tuple[tuple[str, str, int], ...]) -> str:
        article, noun, form = self.rng.choice(choices)
        word = _SIDES[self.side][form]
        surface = f"{noun} {word}" if self.lang == "es" else f"{word} {noun}"
        return f"{article}{{{surface}|A=Brain@{self.side}}}"

    def _draw(self, name: str) -> str:
        rng, lang = self.rng, self.lang
        masculine, feminine, english = _SIDES[self.side]
        simple = {
            "S": self.side,
            "sidem": masculine,
            "sidef": feminine,
            "sidep": feminine + "s",
            "side": english,
            "Side": english.capitalize(),
            "age": str(rng.randint(19, 91)),
            "bibas": "{bilaterales|L <}",
        }
        if name in simple:
            return simple[name]
        if name == "lobe":
            i = rng.randint(0, 1)
            if rng.random() < 0.3:
                return f"{{{{{_SHORT[lang][self.side][i]}|B}}|A=Lung@{self.side}}}"
            lobe = _LOBES[lang][i]
            return f"{{{f'{lobe} {masculine}' if lang == 'es' else f'{english} {lobe}'}|A=Lung@{self.side}}}"
        if name == "lobeb":
            return self._sided(_BRAIN[lang])
        if name == "deep":
            return self._sided(_DEEP[lang])
        degree = rng.choice(_DEGREES[lang][:3] if lang == "es" else _DEGREES[lang])
        if name == "Deg":
            return f"{{{degree.capitalize()}|D >}}"
        if name == "degf" and degree.endswith("o"):
            degree = degree[:-1] + "a"
        return f"{{{degree}|D <}}"


def _stated(rng: Random, exam: Exam) -> list[Abnormal]:
    """One or two findings of different regions; the head labels are as likely as one another."""
    kinds = sorted({tuple(sorted(a.labels)) for a in exam.abnormal})
    kind = rng.choice(kinds)
    first = rng.choice([a for a in exam.abnormal if tuple(sorted(a.labels)) == kind])
    others = [a for a in exam.abnormal if not a.regions & first.regions]
    return [first, rng.choice(others)] if others and rng.random() < 0.25 else [first]


def report(rng: Random, lang: str) -> tuple[Annotated, str, dict[str, bool]]:
    """A report, its exam code and its labels."""
    found = exams(lang)
    exam = rng.choices(found, [LIKELY.get(e.code, 1.0) for e in found])[0]
    stated = _stated(rng, exam) if rng.random() < 0.5 else []
    taken = frozenset(r for a in stated for r in a.regions)
    labels = frozenset(name for a in stated for name in a.labels)
    body: list[tuple[int, str]] = []
    impressions: list[str] = []
    for a in stated:
        fill = _Slots(rng, lang)
        body.append((min(a.regions), fill(a.text)))
        impressions.append(fill(a.impression))
    for n, alternatives in enumerate(exam.regions):
        if n not in taken and rng.random() < 0.9:
            said = rng.sample(alternatives, min(len(alternatives), rng.choice((1, 1, 1, 2))))
            body += [(n, _Slots(rng, lang)(s)) for s in said]
    if rng.random() < 0.4 and not labels:
        body.append((len(exam.regions), _Slots(rng, lang)(rng.choice(exam.trivial))))
    if not impressions:
        impressions = [rng.choice(exam.normal)]
    body.sort(key=lambda x: x[0])
    text = _layout(rng, exam, [capital(b) for _, b in body], [capital(i) for i in impressions])
    known = {"abnormal": bool(stated)}
    if exam.head:
        known |= {name: name in labels for name in HEAD_LABELS}
    return parse_markup(text), exam.code, known


def _layout(rng: Random, exam: Exam, body: list[str], impressions: list[str]) -> str:
    headings = _HEADINGS[exam.lang]
    lines = [_Slots(rng, exam.lang)(rng.choice(exam.titles)) + rng.choice(("", "", ".", ":"))]
    if rng.random() < 0.75:
        lines.append(rng.choice(headings["clinical"]) + _Slots(rng, exam.lang)(rng.choice(exam.clinical)))
    if rng.random() < 0.5:
        lines.append(rng.choice(headings["technique"]) + rng.choice(exam.technique))
    heading = rng.choice(headings["findings"])
    style = rng.choice((" ", " ", "\n", "\n- "))
    said = ("- " if style == "\n- " else "") + style.join(body)
    lines.append(f"{heading}{rng.choice((' ', chr(10))) if heading else ''}{said}")
    if rng.random() < 0.85:
        heading = rng.choice(headings["impression"])
        if len(impressions) > 1 and rng.random() < 0.5:
            lines.append(heading.strip() + "\n" + "\n".join(f"{n + 1}. {i}" for n, i in enumerate(impressions)))
        else:
            lines.append(heading + " ".join(impressions))
    return rng.choice(("\n", "\n", "\n\n")).join(lines)
