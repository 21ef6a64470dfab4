"""Names of ICD-10-PCS imaging codes (section B), put together from their axes in Glosa's own words."""

from __future__ import annotations

from functools import lru_cache

from training.corpora import DATA

MODALITIES = {
    "0": ("Radiografía", "Radiograph"),
    "1": ("Fluoroscopia", "Fluoroscopy"),
    "2": ("TC", "CT"),
    "3": ("RM", "MRI"),
    "4": ("Ecografía", "Ultrasound"),
    "5": ("Otra imagen", "Other imaging"),
}


@lru_cache(maxsize=1)
def _parts() -> dict[str, tuple[str, str]]:
    """Body system and part (characters 2 and 4) to Spanish and English names."""
    rows = (DATA / "exam-parts.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {r[0]: (r[1], r[2]) for r in (row.split("\t") for row in rows if row)}


def describe_exam(code: str, lang: str) -> str:
    """ "RM de encéfalo, con contraste": modality, part and contrast of a five-character code."""
    side = 0 if lang == "es" else 1
    if code[0] == "C":
        modality = ("Medicina nuclear", "Nuclear medicine")[side]
    else:
        modality = MODALITIES.get(code[2], ("Imagen", "Imaging"))[side]
    part = _parts().get(code[0] + code[1] + code[3], (code, code))[side]
    contrast = "" if code[2] == "4" or code[0] == "C" else _contrast(code[4], side)
    return f"{modality} de {part}{contrast}" if side == 0 else f"{modality} of {part}{contrast}"


def _contrast(value: str, side: int) -> str:
    if value == "Z":
        return (", sin contraste", ", without contrast")[side]
    return (", con contraste", ", with contrast")[side]
