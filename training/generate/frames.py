"""Sentence frames in both languages: what is seen, denied, suspected, past, changed and measured."""

from __future__ import annotations

from collections.abc import Callable

from training.generate.cued import changed, past, possible, suspected
from training.generate.lexicon import agree
from training.generate.measured import abbreviated, shown_by, signal, sized, uptake
from training.generate.parts import part, the
from training.generate.phrases import Phrase, finding
from training.generate.words import NO_EN, NO_ES
from training.generate.writer import Writer

Frame = Callable[[Writer], str]


def _several(w: Writer, organ_count: int = 1) -> list[Phrase]:
    organ = w.organ()
    out = []
    for i in range(w.rng.choice((1, 1, 2, 2, 3))):
        if i and w.chance(0.25):
            organ = w.organ()
        many = True if w.chance(0.55) else None
        out.append(finding(w, organ, degree=0.1, place=0.12, size=0.0, many=many, anatomy=w.chance(0.6)))
    return out


def _joined(w: Writer, texts: list[str], denied: bool) -> str:
    if len(texts) == 1:
        return texts[0]
    if w.lang == "es":
        last = "ni" if denied else "y"
        if not denied and texts[-1].lstrip("{").lower().startswith(("i", "hi")):
            last = "e"
    else:
        last = w.rng.choice(("or", "or", "and")) if denied else "and"
    return ", ".join(texts[:-1]) + f" {last} {texts[-1]}"


def seen(w: Writer) -> str:
    """A finding that is there."""
    f = finding(w, w.organ(), article=w.chance(0.55))
    if w.lang == "es":
        plural = "n" if f.many else ""
        lead = w.rng.choice(
            (
                f"se observa{plural} ",
                f"se aprecia{plural} ",
                f"se identifica{plural} ",
                f"se visualiza{plural} ",
                "",
                "",
                "",
                f"destaca{plural} ",
                "hay ",
                f"existe{plural} ",
                "presencia de ",
                "muestra ",
                "se objetiva" + plural + " ",
            )
        )
        return lead + f.text
    lead = w.rng.choice(("there is ", "", "", "", "noted is ", "images show ", "study demonstrates "))
    if f.many and lead == "there is ":
        lead = "there are "
    tail = w.rng.choice(("", "", " is seen", " is noted", " is present", " is identified")) if not lead else ""
    return lead + f.text + (tail.replace(" is ", " are ") if f.many else tail)


def organ_with(w: Writer) -> str:
    """A body part named first, with what it shows."""
    organ = w.organ()
    p = part(w, organ)
    name = w.name()
    if w.chance(0.3) and organ.welded:
        f = finding(w, organ, weld=True, place=0.0)
    else:
        f = finding(w, organ, weld=False, anatomy=False, place=0.2, article=w.lang == "en" and w.chance(0.8))
    linked = f.text.replace(f" #{f.name}}}", f" #{f.name} >#{name}}}")
    if w.lang == "es":
        return (
            p.marked(name)
            + w.rng.choice(
                (
                    " con ",
                    " con ",
                    ": ",
                    " que muestra ",
                    ", en el que se observa " if p.gender == "m" and not p.many and not f.many else " con ",
                )
            )
            + linked
        )
    return w.rng.choice(
        (
            f"{p.marked(name)} with {linked}",
            f"{p.marked(name)}: {linked}",
            f"{the(w, p, '', name)} {'contain' if p.many else 'contains'} {linked}",
            f"{the(w, p, '', name)} {'show' if p.many else 'shows'} {linked}",
        )
    )


def denied(w: Writer) -> str:
    """One to three findings denied."""
    found = _several(w)
    name = w.name()
    links = " ".join(f">#{f.name}" for f in found)
    said = _joined(w, [f.text for f in found], denied=True)
    if w.lang == "es":
        cue = w.rng.choice(NO_ES)
        if not found[0].many and cue.startswith("no se") and len(found) == 1:
            cue = {
                "no se observan": "no se observa",
                "no se identifican": "no se identifica",
                "no se aprecian": "no se aprecia",
            }.get(cue, "no se visualiza")
        if not found[0].many and cue == "no existen":
            cue = "no existe"
        return f"{{{cue}|N {links} #{name}}} {said}"
    cue = w.rng.choice(NO_EN)
    if cue == "there is no":
        return f"{'there are' if found[0].many else 'there is'} {{no|N {links} #{name}}} {said}"
    tail = w.rng.choice(("", "", "", " is seen", " is identified", " is demonstrated")) if cue == "no" else ""
    return f"{{{cue}|N {links} #{name}}} {said}{tail}"


def denied_of(w: Writer) -> str:
    """A body part named first, and what it does not show."""
    organ = w.organ()
    p = part(w, organ)
    a, cue = w.name(), w.name()
    found = [
        finding(w, organ, weld=False, anatomy=False, degree=0.0, place=0.0, size=0.0, many=w.chance(0.6))
        for _ in range(w.rng.choice((1, 1, 2)))
    ]
    said = _joined(w, [f.text.replace(f" #{f.name}}}", f" #{f.name} >#{a}}}") for f in found], denied=True)
    links = " ".join(f">#{f.name}" for f in found)
    if w.lang == "es":
        word = w.rng.choice(("sin", "sin", "sin evidencia de", "sin signos de", "sin datos de"))
        colon = w.rng.choice((" ", " ", ": "))
        return f"{p.marked(a)}{colon}{{{word}|N {links} #{cue}}} {said}"
    word = w.rng.choice(("no", "without", "free of", "no evidence of"))
    if word == "no":
        return f"{p.marked(a)}: {{no|N {links} #{cue}}} {said}"
    if word == "free of":
        return f"{the(w, p, '', a)} {'are' if p.many else 'is'} {{free of|N {links} #{cue}}} {said}"
    return (
        f"{p.marked(a)} {{{word}|N {links} #{cue}}} {said}"
        if word == "without"
        else f"{{{word}|N {links} #{cue}}} {said} in {the(w, p, '', a)}"
    )


def excluded(w: Writer) -> str:
    """A denial whose cue stands after the findings."""
    f = finding(w, w.organ(), degree=0.05, place=0.1, size=0.0)
    n = w.name()
    if w.lang == "es":
        return w.rng.choice(
            (
                f"{{se descarta{'n' if f.many else ''}|N >#{f.name} #{n}}} {f.text}",
                f"estudio {{negativo para|N >#{f.name} #{n}}} {f.text}",
                f"el estudio {{descarta|N >#{f.name} #{n}}} {f.text}",
                f"{{tampoco hay|N >#{f.name} #{n}}} {f.text}",
            )
        )
    be = "are" if f.many else "is"
    return w.rng.choice(
        (
            f"{f.text} {be} {{not|N >#{f.name} #{n}}} seen",
            f"{f.text} {'have' if f.many else 'has'} been {{excluded|N >#{f.name} #{n}}}",
            f"{f.text} {be} {{absent|N >#{f.name} #{n}}}",
            f"{f.text} {be} {{not|N >#{f.name} #{n}}} identified",
        )
    )


def normal(w: Writer) -> str:
    """A body part said to be normal: no finding, or "alteraciones" denied."""
    organ = w.organ()
    p = part(w, organ)
    a, n, f = w.name(), w.name(), w.name()
    if w.lang == "es":
        said = w.rng.choice(
            (
                "de tamaño y morfología normales",
                "dentro de la normalidad",
                "conservado",
                "de aspecto normal",
                "de características normales",
                "sin",
            )
        )
        if said == "sin":
            noun = w.rng.choice(
                (
                    "alteraciones",
                    "hallazgos patológicos",
                    "lesiones",
                    "hallazgos significativos",
                    "alteraciones significativas",
                )
            )
            term, _, degree = noun.partition(" ")
            degree = f" {{{degree}|D >#{f}}}" if degree.startswith("signif") else f" {degree}" if degree else ""
            if degree == " patológicos":
                term, degree = "hallazgos patológicos", ""
            return f"{p.marked(a)} {{sin|N >#{f} #{n}}} {{{term}|F #{f} >#{a}}}{degree}"
        if said == "conservado":
            said = agree(said, p.gender, p.many) if p.gender != "x" else "sin particularidades"
        return f"{p.marked(a)} {said}"
    said = w.rng.choice(
        ("unremarkable", "normal", "within normal limits", "intact", "normal in size and contour", "no")
    )
    if said == "no":
        noun = w.rng.choice(("abnormality", "focal abnormality", "acute abnormality"))
        return f"{{no|N >#{f} #{n}}} {{{noun}|F #{f} >#{a}}} of {the(w, p, '', a)}"
    return w.rng.choice((f"{the(w, p, '', a)} {'are' if p.many else 'is'} {said}", f"{p.marked(a)}: {said}"))


FRAMES: tuple[tuple[Frame, float], ...] = (
    (seen, 2.2),
    (organ_with, 1.2),
    (denied, 1.3),
    (denied_of, 0.8),
    (excluded, 0.35),
    (suspected, 1.5),
    (possible, 1.4),
    (past, 1.2),
    (changed, 1.4),
    (sized, 1.2),
    (uptake, 0.5),
    (shown_by, 0.6),
    (signal, 0.5),
    (abbreviated, 0.7),
    (normal, 0.8),
)


def sentence(w: Writer) -> str:
    """One sentence in markup, without capital and full stop."""
    return w.rng.choices([f for f, _ in FRAMES], [p for _, p in FRAMES])[0](w)


def capital(markup: str) -> str:
    """With its first letter in capitals."""
    for i, c in enumerate(markup):
        if c not in "{¿?(- ":
            return markup[:i] + c.upper() + markup[i + 1 :]
    return markup
