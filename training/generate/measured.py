"""Frames of what is measured, and of abbreviated examinations, parts and sequences."""

from __future__ import annotations

from training.generate.lexicon import a_en, agree, article_es
from training.generate.parts import part, the
from training.generate.phrases import finding
from training.generate.sizes import number
from training.generate.words import ABBREVIATED, SIZES
from training.generate.writer import Writer


def sized(w: Writer) -> str:
    """A body part with what is measured of it."""
    subtype, es, en, kind_es, kind_en, low, high, digits, unit = w.rng.choice(SIZES)
    surface, kind = (es, kind_es) if w.lang == "es" else (en, kind_en)
    unit = "HU" if unit == "UH" and w.lang == "en" else unit
    side = " @R" if ("derech" in es) else " @L" if ("izquierd" in es) else " @B" if "laterales" in es else ""
    a, m, t = w.name(), w.name(), w.name()
    gap = "" if unit in ("°", "") else " "
    value = f"{{{number(w, low, high, digits)}{gap}{unit}|M >#{a} #{m}}}"
    marked = f"{{{surface}|A={subtype.replace(' ', '_')}{side} #{a}}}"
    named = f"{{{kind}|T >#{m} #{t}}}"
    if w.lang == "es":
        return w.rng.choice(
            (
                f"{marked} con {named} de {value}",
                f"{marked}: {named} {value}",
                f"{marked} de {value} de {named}",
                f"{named} de {marked}: {value}",
                f"{marked} de tamaño normal ({named}: {value})",
                f"{marked}, {named} {value}",
                f"{marked} con un {named} de {value}"
                if kind[0] != "{"
                and not kind.startswith(("fracción", "altura", "anchura", "densidad", "longitud", "distancia"))
                else f"{marked}: {named} de {value}",
            )
        )
    plain = kind.lstrip("{")
    return w.rng.choice(
        (
            f"{marked} {named} {value}",
            f"the {marked} measures {value} in {named}" if unit in ("mm", "cm") else f"{marked}: {named} {value}",
            f"{marked} with {a_en(plain).split(' ')[0]} {named} of {value}",
            f"{named} of the {marked} is {value}",
            f"{marked} normal in size ({named} {value})",
            f"{marked}: {named} {value}",
        )
    )


def uptake(w: Writer) -> str:
    """A lesion of a PET study with its uptake, or of a CT with its density."""
    f = finding(w, w.organ(), weld=False, size=0.35, degree=0.25)
    m = w.name()
    es = w.lang == "es"
    kind = (
        w.rng.choice(("{SUVmáx|B}", "{SUVmax|B}", "{SUV|B} máximo", "{SUV|B}"))
        if es
        else w.rng.choice(("{SUVmax|B}", "{SUV|B}", "{SUVmean|B}", "maximum {SUV|B}"))
    )
    value = f"{{{number(w, 1.5, 24, 1)}|M >#{f.name} #{m}}}"
    named = f"{{{kind}|T >#{m}}}"
    if w.chance(0.25):
        low, high = (-20, 90) if w.chance(0.6) else (300, 1300)
        dense = ("densidad", "densidad media", "atenuación") if es else ("mean density", "attenuation", "density")
        named = f"{{{w.rng.choice(dense)}|T >#{m}}}"
        value = f"{{{number(w, low, high)} {'UH' if es else 'HU'}|M >#{f.name} #{m}}}"
    return (
        f"{f.text} ({named}{w.rng.choice((' ', ': ', ' de ' if es else ' of '))}{value})"
        if w.chance(0.6)
        else f"{f.text}, {named} {value}"
    )


def shown_by(w: Writer) -> str:
    """An examination by its abbreviation, and what it showed."""
    rng = w.rng
    es = w.lang == "es"
    exam = rng.choice(
        ("TC", "TAC", "RM", "RMN", "Rx", "Eco", "PET-TC", "angioTC")
        if es
        else ("CT", "MRI", "MR", "US", "PET-CT", "CXR", "CTA", "PET/CT")
    )
    organ = w.organ()
    p = part(w, organ)
    f = finding(w, organ, article=rng.random() < 0.7)
    a = w.name()
    if es:
        verb = rng.choice(("mostró", "evidenció", "objetivó", "reveló", "demostró", "puso de manifiesto"))
        where = f" {the(w, p, 'de', a)}" if p.gender != "x" else ""
        return rng.choice(
            (
                f"la {{{exam}|B}}{where} {verb} {f.text}",
                f"en {{{exam}|B}}{where} se observó {f.text}"
                if not f.many
                else f"en {{{exam}|B}}{where} se observaron {f.text}",
                f"{{{exam}|B}} de control{where} con {f.text}",
            )
        )
    verb = rng.choice(("showed", "revealed", "demonstrated", "disclosed"))
    return rng.choice(
        (
            f"{{{exam}|B}} of {the(w, p, '', a)} {verb} {f.text}",
            f"on {{{exam}|B}}, {f.text} {'were' if f.many else 'was'} seen",
            f"{{{exam}|B}} {verb} {f.text}",
        )
    )


def signal(w: Writer) -> str:
    """Signal of a lesion in a sequence."""
    organ = w.organ()
    f = finding(w, organ, weld=False, article=w.chance(0.5), size=0.35)
    brain = ("FLAIR", "SWI", "T2*") if organ.subtype in ("Brain", "Nervous system") else ("STIR", "DP")
    sequences = w.rng.sample(("T1", "T2", "DWI", "ADC", *brain), 2)
    if w.lang == "es":
        word = agree(w.rng.choice(("hiperintenso", "hipointenso", "isointenso", "heterogéneo")), f.gender, f.many)
        return f"{f.text}, {word} en {{{sequences[0]}|B}} y {{{sequences[1]}|B}}"
    word = w.rng.choice(("hyperintense", "hypointense", "isointense", "bright", "dark"))
    return f"{f.text}, {word} on {{{sequences[0]}|B}} and {{{sequences[1]}|B}}"


def abbreviated(w: Writer) -> str:
    """A body part by its abbreviation."""
    short, subtype, side, gender = w.rng.choice(ABBREVIATED[w.lang])
    organ = w.organs[subtype]
    f = finding(w, organ, weld=False, anatomy=False, place=0.2)
    a = w.name()
    if not side and gender != "x" and w.chance(0.5):
        side = w.rng.choice("LR")
        word = (
            (("izquierda", "derecha") if gender == "f" else ("izquierdo", "derecho"))[side == "R"]
            if w.lang == "es"
            else ("left", "right")[side == "R"]
        )
        surface = f"{{{short}|B}} {word}" if w.lang == "es" else f"{word} {{{short}|B}}"
    else:
        surface = f"{{{short}|B}}"
    marked = f"{{{surface}|A={subtype.replace(' ', '_')}{f' @{side}' if side else ''} #{a}}}"
    linked = f.text.replace(f" #{f.name}}}", f" #{f.name} >#{a}}}")
    if w.lang == "es":
        article = article_es(gender, False)
        return w.rng.choice(
            (f"{linked} en {article + ' ' if article else ''}{marked}", f"{marked}: {linked}", f"{marked} con {linked}")
        )
    return w.rng.choice(
        (f"{linked} in {'' if gender == 'x' else 'the '}{marked}", f"{marked}: {linked}", f"{linked}, {marked}")
    )
