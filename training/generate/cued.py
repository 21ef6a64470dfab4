"""Frames of what is suspected, past or changed."""

from __future__ import annotations

from training.generate.lexicon import agree, article_es
from training.generate.phrases import Phrase, finding
from training.generate.words import HEDGE_EN, HEDGE_ES
from training.generate.writer import Writer

TRENDS = ("new", "inc", "dec", "same", "res")


def suspected(w: Writer) -> str:
    """A finding read as another, with a hedge between them."""
    organ = w.organ()
    first = finding(w, organ, weld=False)
    second = finding(w, organ, size=0.0, degree=0.08, place=0.05, anatomy=w.chance(0.3))
    while second.noun == first.noun:
        second = finding(w, organ, size=0.0, degree=0.08, place=0.05, anatomy=w.chance(0.3))
    u = w.name()
    if w.lang == "es":
        cue = w.rng.choice(HEDGE_ES)
        if cue == "a descartar":
            return f"{first.text}, {{a descartar|U >#{second.name} #{u}}} {second.text}"
        if cue.startswith("que "):
            verb = cue[4:]
            if first.many:
                verb = {
                    "sugiere": "sugieren",
                    "plantea": "plantean",
                    "podría corresponder a": "podrían corresponder a",
                    "impresiona de": "impresionan de",
                    "parece corresponder a": "parecen corresponder a",
                }[verb]
            return f"{first.text} que {{{verb}|U >#{second.name} #{u}}} {second.text}"
        head, space, rest = cue.partition(" ")
        if head in ("muy", "altamente"):
            word, _, tail = rest.partition(" ")
            cue = f"{head} {agree(word, first.gender, first.many)} {tail}"
        elif head not in ("en", "sin", "de"):
            cue = f"{agree(head, first.gender, first.many)}{space}{rest}"
        return (
            f"{first.text}, {{{cue}|U >#{second.name} #{u}}} {second.text}"
            if w.chance(0.4)
            else f"{first.text} {{{cue}|U >#{second.name} #{u}}} {second.text}"
        )
    cue = w.rng.choice(HEDGE_EN)
    comma = "," if w.chance(0.4) or cue in ("most likely", "presumably") else ""
    return f"{first.text}{comma} {{{cue}|U >#{second.name} #{u}}} {second.text}"


def possible(w: Writer) -> str:
    """A finding under a hedge of its own."""
    f = finding(w, w.organ(), degree=0.15, place=0.15, size=0.15)
    u = w.name()
    mark = f"|U >#{f.name} #{u}}}"
    if w.lang == "es":
        probable = w.rng.choice(
            ("probable", "posible", "dudoso", "sospecha de", "aparente", "posibilidad de", "muy probable")
        )
        if " " not in probable or probable == "muy probable":
            probable = agree(probable, f.gender, f.many)
        verb = "no se puede descartar" if not f.many else "no se pueden descartar"
        return w.rng.choice(
            (
                f"{{{probable}{mark} {f.text}",
                f"{{{probable}{mark} {f.text}",
                f"{{descartar{mark} {f.text}",
                f"{{a descartar{mark} {f.text}",
                f"{{{verb}{mark} {f.text}",
                f"{{valorar{mark} {f.text}",
                f"{{¿{mark}{f.text}?",
                f"{{sin poder descartar{mark} {f.text}",
                f"se observa {{{probable}{mark} {f.text}",
                f"{{sospecha clínica de{mark} {f.text}",
                f"{{se sospecha{mark} {f.text}",
                f"{{considerar{mark} {f.text}",
                f"hallazgos {{sugestivos de{mark} {f.text}",
                f"hallazgos {{compatibles con{mark} {f.text}",
                f"{{D/C{mark} {f.text}" if w.chance(0.5) else f"{{para descartar{mark} {f.text}",
            )
        )
    adjective = w.rng.choice(("possible", "probable", "likely", "suspected", "questionable", "presumed"))
    return w.rng.choice(
        (
            f"{{{adjective}{mark} {f.text}",
            f"{{{adjective}{mark} {f.text}",
            f"{{cannot exclude{mark} {f.text}",
            f"{{rule out{mark} {f.text}",
            f"{{?{mark}{f.text}",
            f"{{?{mark}{f.text}",
            f"{f.text} {{cannot be excluded{mark}",
            f"{{exclude{mark} {f.text}",
            f"{{query{mark} {f.text}",
            f"{{evaluate for{mark} {f.text}",
            f"{{suspicion of{mark} {f.text}",
            f"{{concern for{mark} {f.text}",
            f"findings are {{suspicious for{mark} {f.text}",
            f"findings {{consistent with{mark} {f.text}",
            f"{f.text} is {{not excluded{mark}" if not f.many else f"{{possibly{mark} {f.text}",
            f"{{{{R/O|B}}{mark} {f.text}",
            f"{f.text} {'are' if f.many else 'is'} {{suspected{mark}",
        )
    )


def past(w: Writer) -> str:
    """A finding that belongs to the past, or hangs on a condition."""
    f = finding(w, w.organ(), degree=0.1, place=0.05, size=0.1, article=False)
    c = w.name()
    mark = f"|C >#{f.name} #{c}}}"
    if w.lang == "es":
        after = agree(
            w.rng.choice(
                (
                    "antiguo",
                    "conocido",
                    "ya conocido",
                    "residual",
                    "previo",
                    "crónico",
                    "tratado",
                    "operado",
                    "ya diagnosticado",
                    "secuelar",
                    "postraumático",
                    "posquirúrgico",
                )
            ),
            f.gender,
            f.many,
        )
        after = after.replace("yas ", "ya ")
        if w.chance(0.5):
            return f"{f.text}, {{{after}{mark}" if w.chance(0.35) else f"{f.text} {{{after}{mark}"
        before = w.rng.choice(
            (
                "antecedente de",
                "antecedentes de",
                "secuela de",
                "antecedente familiar de",
                "historia de",
                "secuelas de",
                "antecedentes personales de",
                "intervenido de",
                "en seguimiento por",
                "tras",
                "si persiste",
                "en caso de",
            )
        )
        return (
            w.rng.choice(("", "", "paciente con ", "control de paciente con "))
            * (before.startswith(("antecedente", "historia")))
            + f"{{{before}{mark} {f.text}"
        )
    before = w.rng.choice(
        (
            "history of",
            "known",
            "prior",
            "old",
            "healed",
            "previous",
            "remote",
            "H/O",
            "family history of",
            "status post",
            "chronic",
            "old healed",
            "post-traumatic",
            "past history of",
            "previously known",
            "treated",
            "resected",
            "if",
            "FH of",
        )
    )
    lead = w.rng.choice(("", "", "", "patient with ")) if before in ("history of", "known", "family history of") else ""
    return f"{lead}{{{before}{mark} {f.text}"


def changed(w: Writer) -> str:
    """A finding against a prior study."""
    rng = w.rng
    trend = rng.choice(TRENDS)
    f = finding(w, w.organ(), trend=trend, degree=0.12, place=0.12, size=0.25 if trend != "res" else 0.0)
    if w.lang == "es":
        return _changed_es(w, f, trend)
    be, has = ("are", "have") if f.many else ("is", "has")
    size = f.countable
    frames = {
        "new": (
            f"new {f.text}",
            f"interval development of {f.text}",
            f"{f.text}, new since the prior study",
            f"{f.text} {be} new compared with the prior examination",
            f"interval appearance of {f.text}",
        ),
        "inc": (
            f"{f.text} {has} increased{' in size' if size else ''}",
            f"interval increase in {f.text}",
            f"worsening {f.text}",
            f"{f.text}, progressed since the previous examination",
            f"enlarging {f.text}" if size else f"progressive {f.text}",
            f"{f.text} {be} larger than before" if size else f"{f.text} {has} worsened",
        ),
        "dec": (
            f"{f.text} {has} decreased{' in size' if size else ''}",
            f"interval decrease in {f.text}",
            f"improving {f.text}",
            f"{f.text}, smaller than on the prior study" if size else f"{f.text}, less than on the prior study",
            f"partial regression of {f.text}",
            f"{f.text} {has} improved",
        ),
        "same": (
            f"stable {f.text}",
            f"unchanged {f.text}",
            f"{f.text}, unchanged",
            f"persistent {f.text}",
            f"{f.text}, stable since the prior study",
            f"{f.text} {be} similar to the prior examination",
            f"{f.text} {has} not changed",
        ),
        "res": (
            f"resolution of {f.text}",
            f"interval resolution of {f.text}",
            f"{f.text} {has} resolved",
            f"disappearance of {f.text}",
            f"resolved {f.text}",
            f"complete resolution of {f.text}",
            f"{f.text} {has} cleared",
        ),
    }
    return rng.choice(frames[trend])


def _changed_es(w: Writer, f: Phrase, trend: str) -> str:
    ha = "han" if f.many else "ha"
    n = "n" if f.many else ""
    size = " de tamaño" if f.countable else ""

    def a(word: str) -> str:
        return agree(word, f.gender, f.many)

    the_f = f"{article_es(f.gender, f.many)} {f.text}"
    frames = {
        "new": (
            f"{f.text} de nueva aparición",
            f"aparición de {f.text}",
            f"{f.text} de reciente aparición",
            f"{a('nuevo')} {f.text}",
            f"{f.text}, {a('nuevo')} respecto al estudio previo",
            f"{ha} aparecido {f.text}",
            f"{f.text}, no {a('visible')} en el control previo",
        ),
        "inc": (
            f"{f.text} que {ha} aumentado{size}",
            f"aumento de {f.text}",
            f"progresión de {f.text}",
            f"{f.text}, en progresión",
            f"{f.text}, {a('mayor')} que en el estudio previo",
            f"empeoramiento de {f.text}",
            f"{the_f} {ha} crecido respecto al control anterior",
        ),
        "dec": (
            f"{f.text} que {ha} disminuido{size}",
            f"disminución de {f.text}",
            f"mejoría de {f.text}",
            f"{f.text}, en regresión",
            f"{f.text}, {a('menor')} que en el estudio previo",
            f"reducción de {f.text}",
            f"{the_f} {ha} disminuido{size} respecto al control previo",
        ),
        "same": (
            f"{f.text} sin cambios",
            f"persiste{n} {f.text}",
            f"{f.text}, {a('estable')}",
            f"persistencia de {f.text}",
            f"{f.text}, sin cambios respecto al estudio previo",
            f"{f.text} {a('similar')} al control anterior",
            f"estabilidad de {f.text}",
        ),
        "res": (
            f"resolución de {f.text}",
            f"desaparición de {f.text}",
            f"{f.text}, {a('resuelto')}",
            f"{the_f} {ha} desaparecido",
            f"resolución completa de {f.text}",
            f"{the_f} se {ha} resuelto",
        ),
    }
    return w.rng.choice(frames[trend])
