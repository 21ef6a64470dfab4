"""NUBes (real Spanish notes): its cues of negation and uncertainty by the conventions of `annotation.md`.

`python -m training.reports.nubes FOLDER` writes `data/nubes/sentences.tsv.xz` from the corpus as distributed. The two
schemas differ, so a sentence is kept only where each of its cues can be read by ours:

- NUBes marks "no" alone, ours the whole cue ("no se observan", "sin evidencia de"): the cue grows.
- Ours marks a cue only where it bears on a finding, NUBes on whatever is denied: a cue over a symptom, a treatment or
  an act is no cue here; one over a word that is neither known as a finding nor as one of those drops the sentence.
- Morphological cues ("afebril", "asintomático") are no cues in ours, nor are verbs of stopping ("se retira", "cede").
- Of its uncertainty cues those that ours has ("probable", "compatible con", "sospecha de"); others drop the sentence.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from training.corpora import DATA
from training.reports.corpus import Report, reports
from training.reports.markup import Annotated, Entity

FILE = DATA / "nubes" / "sentences.tsv.xz"
KNOWN = frozenset({"Negation", "Uncertainty"})
"""Entity types that these sentences are annotated with."""
TOGETHER = 8
"""Sentences of one document that make a text."""

_SEEING = (
    r"(?:se\s+|le\s+)?(?:ha(?:n|bía|bían)?\s+)?(?:observ|apreci|visualiz|identific|evidenci|detect|objetiv|demostr|"
    r"demuestr|muestr|mostr|hay\b|hubo\b|había\b|exist|present|ven?\b|encontr|aparec|reconoc|delimit)\w*"
)
_OF = r"(?:evidencia|signos|datos|imágenes|indicios)\s+de"
_NO = re.compile(rf"(?:\s+{_SEEING})?(?:\s+{_OF})?(?=\s)", re.I)
_WITHOUT = re.compile(
    rf"(?:\s+(?:observar|apreciar|visualizar|objetivar|evidenciar|identificar)(?:se)?)?(?:\s+{_OF})?(?=\s)", re.I
)
_FILL = re.compile(
    r"[\s(,:]*(?:(?:el|la|los|las|un|una|unos|unas|otros|otras|otra|otro|clar[oa]s?|nuev[oa]s?|grandes?|pequeñ[oa]s?|"
    r"ning[uú]na?|presencia\s+de|claramente|actualmente|en\s+el\s+momento\s+actual|posibles?|evidentes?)\s+)*",
    re.I,
)
_WORD = re.compile(r"\w+")
_RELATED = re.compile(r"\s+relaci[oó]n\s+(?:con|a)\b", re.I)
_HEDGES = re.compile(
    r"(?:probables?|posibles?|compatibles?\s+con|suge(?:stiv[oa]s?|rentes?)\s+de|sospech(?:a|as|os[oa]s?)\s+de|sugieren?|"
    r"probablemente|posiblemente|dudos[oa]s?|posibilidad\s+de|impresiona(?:n)?\s+de|a\s+descartar|"
    r"se\s+sospecha|sospecha|pod(?:ría|rían)\s+corresponder\s+a)",
    re.I,
)
_LIKE = re.compile(rf"\b(?:sin|{_HEDGES.pattern})(?!\w)", re.I)
_STOPPING = re.compile(
    r"(?:retir|suspen|ced|ha\s+cedido|han\s+cedido|hemos|impid|impos|incapa|desapar|desest|cesa|excepto|en\s+ning)",
    re.I,
)
_DENYING = re.compile(r"(?:ausencia|falta|descart|se\s+descart|han?\s+descart|se\s+han?\s+descart|neg)", re.I)
_UNSURE_HEADS = frozenset(
    "complicaciones complicación focalidad pérdida traumatismo tce signos datos carga curva cuadro marcha foco "
    "resto origen causa nivel déficit deterioro no sin se nuevo la el los las de en a y o que efecto efectos "
    "retraso alergia toxicidad ca itu lesivas repercusión factor componente proceso patología síndrome reacción "
    "etiología actividad crisis afasia demencia temblor hipoacusia depresión ansiedad ictus parkinsonismo líneas "
    "cambio causas luz supuración sangre dolor tos elevación aumento aumentada aumentado disminución "
    "particularidades eventos".split()
)
_SYMPTOMS = frozenset(
    "dolor dolores fiebre disnea clínica clinica cefalea náuseas nauseas vómitos vomitos palpitaciones mareo "
    "mareos tos diarrea disuria edemas soplos soplo incidencias doloroso dolorosa refiere precisa precisó "
    "requirió tolera acude mejoría mejoria respuesta tratamiento ortopnea melenas expectoración flapping "
    "incidencia ingurgitación peritonismo meningismo cortejo síntomas sintomas sintomatología antecedentes "
    "alergias hábitos contraindicaciones ayuda tiene recuerda responde mejora cede puede irradiado palpo "
    "irradiación oliguria rigidez ruidos problemas dificultad termometrada productos voz astenia anorexia "
    "sudoración prurito civ contraste candidato lucha".split()
)


@dataclass(frozen=True)
class _Cue:
    start: int
    end: int
    kind: str


def _head(text: str, at: int) -> str:
    fill = _FILL.match(text, at)
    word = _WORD.search(text, fill.end() if fill else at)
    return word.group().lower() if word else ""


@lru_cache(maxsize=1)
def _finding_heads() -> frozenset[str]:
    """First words of the findings of Spanish train reports."""
    heads = set()
    for r in reports():
        if not r.dev and r.has_entities and r.lang == "es":
            for e in r.annotated.entities:
                if e.type == "Finding" and (w := _WORD.search(r.annotated.text, e.start)):
                    heads.add(w.group().lower())
    return frozenset(heads - _UNSURE_HEADS)


def _bears(head: str) -> bool | None:
    """Whether a cue before this word is one of ours; None where that is not known."""
    if head in _finding_heads():
        return True
    return False if head in _SYMPTOMS else None


def _to_exclude(text: str, cue: _Cue) -> Entity | None:
    """ "(a) descartar" asks for a finding and is uncertainty in ours; "tras descartar" denies it."""
    if not _bears(_head(text, cue.end)):
        return None
    before = re.search(r"(\w+)\s+$", text[: cue.start])
    word = before.group(1).lower() if before else ""
    if word == "tras":
        return Entity(cue.start, cue.end, "Negation")
    if word == "a" and before:
        return Entity(before.start(), cue.end, "Uncertainty")
    return Entity(cue.start, cue.end, "Uncertainty") if word in ("", "para") else None


def _negation(text: str, cue: _Cue) -> Entity | bool | None:
    """The cue by our conventions; False for none, None where the sentence must go."""
    said = text[cue.start : cue.end]
    if cue.kind == "NegLexMarker":
        if re.fullmatch(r"descartar", said, re.I):
            return _to_exclude(text, cue)
        if _STOPPING.match(said):
            return False
        if not _DENYING.match(said) or re.match(r"negativ", said, re.I):
            return None
        start = cue.start
        if re.match(r"(?:han?\s+)?descart", said, re.I) and (before := re.search(r"\bse\s+$", text[:start], re.I)):
            start = before.start()
        bears = _bears(_head(text, cue.end))
        return Entity(start, cue.end, "Negation") if bears else bears
    if not re.fullmatch(r"no|sin|tampoco|ausencia de|se descarta", said, re.I):
        return None
    grown = (_WITHOUT if said.lower() == "sin" else _NO).match(text, cue.end)
    end = grown.end() if grown else cue.end
    bears = _bears(_head(text, end))
    return Entity(cue.start, end, "Negation") if bears else bears


def _uncertainty(text: str, cue: _Cue) -> Entity | None:
    start, end = cue.start, cue.end
    if not _HEDGES.fullmatch(text[start:end]):
        return None
    if (before := re.search(r"\ben\s+$", text[:start], re.I)) and (after := _RELATED.match(text, end)):
        start, end = before.start(), after.end()
    elif before := re.search(r"\b(?:muy|altamente|más|menos)\s+$", text[:start], re.I):
        start = before.start()
    near = _head(text, end)
    follows = near in _finding_heads()
    ahead = re.search(r"(\w+)\s+$", text[:start])
    if not follows and not (ahead and ahead.group(1).lower() in _finding_heads() and not text[end:].strip(" .")):
        return None
    return Entity(start, end, "Uncertainty")


def _joined(text: str, cues: list[_Cue]) -> tuple[str, list[_Cue]]:
    """Without the blanks that the corpus sets around punctuation."""
    place: list[int] = []
    out: list[str] = []
    for i, c in enumerate(text):
        place.append(len(out))
        gap = c == " " and (
            (i + 1 < len(text) and text[i + 1] in ",.;:)?") or (i > 0 and text[i - 1] in "(¿") or not out
        )
        if not gap:
            out.append(c)
    place.append(len(out))
    return "".join(out).rstrip(), [_Cue(place[c.start], place[c.end], c.kind) for c in cues]


def _sentence(text: str, cues: list[_Cue]) -> list[Entity] | None:
    """Cues of ours in a sentence; None where it must go."""
    found: list[Entity] = []
    for cue in cues:
        if cue.kind == "NegMorMarker":
            continue
        if cue.kind == "UncertSynMarker":
            return None
        entity = _negation(text, cue) if cue.kind.startswith("Neg") else _uncertainty(text, cue)
        if entity is None:
            return None
        if isinstance(entity, Entity):
            found.append(entity)
    said = [(c.start, c.end) for c in cues]
    if any(not any(a < m.end() and b > m.start() for a, b in said) for m in _LIKE.finditer(text)):
        return None  # A cue of ours that the corpus passed over.
    found.sort(key=lambda e: e.start)
    if any(a.end > b.start for a, b in pairwise(found)):
        return None
    return found


def _document(path: Path) -> Iterator[tuple[str, list[_Cue]]]:
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    cues = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("T"):
            kind, place = line.split("\t")[1].split(" ", 1)
            if kind.endswith("Marker") and kind != "DiscMarker":
                numbers = re.findall(r"\d+", place)
                cues.append(_Cue(int(numbers[0]), int(numbers[-1]), kind))
    at = 0
    for line in text.split("\n"):
        inside = [c for c in cues if at <= c.start and c.end <= at + len(line)]
        yield _joined(line, [_Cue(c.start - at, c.end - at, c.kind) for c in inside])
        at += len(line) + 1


def convert(folder: Path) -> list[str]:
    """Rows of the data file: document, cues as `start-end-N` or `-U` (code points), sentence."""
    rows = []
    for path in sorted(folder.glob("*/*.ann")):
        plain = 0
        for text, cues in _document(path):
            if not 3 <= len(text.split()) <= 60 or "\t" in text:
                continue
            found = _sentence(text, cues)
            if found is None:
                continue
            # As many sentences without a cue as with one, or two where a document has none.
            plain += -1 if found else 1
            if not found and plain > 2:
                plain -= 1
                continue
            marks = " ".join(f"{e.start}-{e.end}-{e.type[0]}" for e in found)
            rows.append(f"{path.stem}\t{marks}\t{text}")
    return rows


@lru_cache(maxsize=1)
def nubes() -> tuple[Report, ...]:
    """Texts of up to `TOGETHER` sentences of one document, in a fixed order."""
    by_document: dict[str, list[tuple[str, str]]] = {}
    for row in lzma.decompress(FILE.read_bytes()).decode("utf-8").splitlines():
        document, marks, text = row.split("\t")
        by_document.setdefault(document, []).append((marks, text))
    out = []
    for document, rows in by_document.items():
        for n in range(0, len(rows), TOGETHER):
            text, entities = "", []
            for marks, sentence in rows[n : n + TOGETHER]:
                for mark in marks.split():
                    start, end, kind = mark.split("-")
                    name = "Negation" if kind == "N" else "Uncertainty"
                    entities.append(Entity(len(text) + int(start), len(text) + int(end), name))
                text += sentence + "\n"
            annotated = Annotated(text.rstrip("\n"), tuple(entities), ())
            name = f"{document}/{n // TOGETHER}"
            out.append(Report(name, "es", "nubes", f"nubes/{document}", annotated, True, {}, None, KNOWN))
    return tuple(out)


def main() -> int:
    """Writes the data file and says what it holds."""
    rows = convert(Path(sys.argv[1]))
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_bytes(lzma.compress("".join(row + "\n" for row in rows).encode("utf-8"), preset=9))
    marks = [row.split("\t")[1] for row in rows]
    negations, hedges = sum(m.count("-N") for m in marks), sum(m.count("-U") for m in marks)
    print(f"{len(rows)} sentences, {sum(1 for m in marks if m)} with cues: {negations} negations, {hedges} uncertainty")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
