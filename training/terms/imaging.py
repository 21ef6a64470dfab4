"""ICD-10-PCS section B (imaging): the codes of `imaging_sources`, named in English and Spanish from their axes.

`imaging-parts.tsv` names the body parts: in English with the words of the classification's alphabetic index (public
domain), in Spanish where `training/data/exam-parts.tsv` lacks a name or has one of another part. Modalities, contrasts
and qualifiers are worded here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from training.terms.imaging_sources import Index, annotated, by_rule, read_index, read_mappings

PARTS = Path(__file__).parent / "imaging-parts.tsv"
EXAM_PARTS = Path(__file__).parents[1] / "data" / "exam-parts.tsv"
LINKS = frozenset({"and", "of", "or", "with"})
"""Words of an English name that the index need not have."""
MODALITIES = {
    "0": ("Plain Radiography", "radiografía"),
    "1": ("Fluoroscopy", "fluoroscopia"),
    "2": ("Computerized Tomography (CT Scan)", "tomografía computarizada (TC)"),
    "3": ("Magnetic Resonance Imaging (MRI)", "resonancia magnética (RM)"),
    "4": ("Ultrasonography", "ecografía"),
    "5": ("Other Imaging", "otra técnica de imagen"),
}
NONE = ("", "")
CONTRASTS = {
    "0": (" with High Osmolar Contrast", ", con contraste de alta osmolaridad"),
    "1": (" with Low Osmolar Contrast", ", con contraste de baja osmolaridad"),
    "2": (" with Fluorescing Agent", ", con agente fluorescente"),
    "Y": (" with Other Contrast", ", con otro contraste"),
    "Z": NONE,
}
ENHANCED = (", Unenhanced and Enhanced", ", sin y con contraste")
SIXTH = {
    "11": (", Laser", ", láser"),
    "20": ENHANCED,
    "22": (", Intravascular Optical Coherence", ", coherencia óptica intravascular"),
    "30": ENHANCED,
    "33": (", Hyperpolarized Xenon 129 (Xe-129)", ", xenón 129 hiperpolarizado"),
    "50": (", Indocyanine Green Dye", ", verde de indocianina"),
    "51": (", Bacterial Autofluorescence", ", autofluorescencia bacteriana"),
}
"""Modality and sixth character; Z is none everywhere."""
SEVENTH = {
    "0": (", Intraoperative", ", intraoperatoria"),
    "1": (", Densitometry", ", densitometría"),
    "3": (", Intravascular", ", intravascular"),
    "4": (", Transesophageal", ", transesofágica"),
    "A": (", Guidance", ", guía"),
    "Z": NONE,
}


@dataclass(frozen=True)
class ImagingCode:
    """One 7-character code; `words` are searched with the names and never shown."""

    code: str
    en: str
    es: str
    words: str


def body_parts() -> dict[str, tuple[str, str]]:
    """Body system and body part (characters 2 and 4) → names in English and Spanish."""
    known = {row[0][1:]: row[1] for row in rows_of(EXAM_PARTS) if row[0].startswith("B")}
    return {part: (en, es if es != "" else known[part]) for part, en, es in rows_of(PARTS)}


def rows_of(path: Path) -> list[list[str]]:
    """Rows of a table, without its heading."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def check_names(parts: dict[str, tuple[str, str]], index: Index) -> None:
    """Raises ValueError for an English name with a word under which the index does not have the part."""
    for part, allowed in index.words.items():
        strange = set(re.findall(r"[a-z]+", parts[part][0].lower())) - allowed - LINKS
        if strange:
            raise ValueError(f"{part}: the index does not say {sorted(strange)}")


def imaging_codes(database: Path) -> list[ImagingCode]:
    """All codes, in order. Raises KeyError for a part, contrast or qualifier without a name."""
    index, mappings = read_index(database), read_mappings(database)
    parts = body_parts()
    check_names(parts, index)
    codes = mappings | index.complete | annotated(index) | by_rule(index, mappings)
    return [named(code, parts) for code in sorted(codes)]


def named(code: str, parts: dict[str, tuple[str, str]]) -> ImagingCode:
    """A code with its names. Where an exam may be made with contrast, the code that has none says so in Spanish."""
    system, modality, part, contrast, sixth, seventh = list(code[1:])
    axes = [
        parts[system + part],
        CONTRASTS[contrast],
        NONE if sixth == "Z" else SIXTH[modality + sixth],
        SEVENTH[seventh],
    ]
    en, es = ("".join(axis[at] for axis in axes) for at in (0, 1))
    plain = modality in "23" and code.endswith("ZZZ")
    return ImagingCode(
        code,
        f"{MODALITIES[modality][0]} of {en}",
        f"{MODALITIES[modality][1]} de {es}{', sin contraste' if plain else ''}",
        "without contrast" if plain else "with contrast" if contrast in "01Y" else "",
    )
