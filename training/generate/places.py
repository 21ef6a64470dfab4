"""Tables of degrees, sizes, counts and positions that a finding can have."""

from __future__ import annotations

SIDE_ES = {"L": ("izquierdo", "izquierda"), "R": ("derecho", "derecha")}
SIDE_EN = {"L": "left", "R": "right"}
DEGREES_ES: tuple[str, ...] = (
    "leve",
    "discreto",
    "moderado",
    "severo",
    "marcado",
    "mínimo",
    "ligero",
    "incipiente",
    "importante",
)
DEGREES_ES += ("grave", "extenso", "intenso", "significativo", "escaso", "avanzado", "grado I", "grado II", "grado III")
SIZES_ES: tuple[str, ...] = (
    "pequeño",
    "gran",
    "voluminoso",
    "diminuto",
    "milimétrico",
    "subcentimétrico",
    "puntiforme",
    "prominente",
)
TINY = ("puntiform", "milimétric", "subcentimétric", "diminut", "punctate", "tiny", "subcentimetre")
"""Sizes beside which no measure stands."""
COUNTS_ES: tuple[str, ...] = (
    "múltiples",
    "numerosos",
    "varios",
    "escasos",
    "algunos",
    "innumerables",
    "pequeños",
    "incontables",
)
DEGREES_EN: tuple[str, ...] = (
    "mild",
    "moderate",
    "severe",
    "marked",
    "minimal",
    "slight",
    "extensive",
    "subtle",
    "significant",
    "trace",
)
DEGREES_EN += ("massive", "advanced", "early", "minor", "high-grade", "low-grade", "grade 1", "grade 2", "grade 3")
SIZES_EN: tuple[str, ...] = (
    "small",
    "large",
    "tiny",
    "huge",
    "punctate",
    "subcentimetre",
    "giant",
    "bulky",
    "sizeable",
    "prominent",
)
COUNTS_EN: tuple[str, ...] = ("multiple", "numerous", "several", "scattered", "a few", "innumerable", "small")
WHERE_ES = (
    "periférico central subcapsular lateral medial anterior posterior superior inferior proximal distal basal apical "
    "posterolateral anterolateral posteromedial superficial profundo subcortical adyacente circundante perilesional "
    "local dorsal ventral marginal interno externo intraluminal mural"
).split()
WHERE_EN = (
    "peripheral central subcapsular lateral medial anterior posterior superior inferior proximal distal basal apical "
    "posterolateral anterolateral posteromedial superficial deep adjacent surrounding perilesional "
    "overlying underlying "
    "dorsal ventral marginal eccentric intraluminal mural contralateral"
).split()
WHERE_OF = {
    "Brain": (
        "extraaxial intraaxial subdural epidural supratentorial infratentorial parasagital",
        "extra-axial intra-axial subdural epidural supratentorial infratentorial parasagittal",
    ),
    "Lung": ("subpleural centrolobulillar", "subpleural centrilobular"),
    "Uterus": ("subseroso intramural submucoso", "subserosal intramural submucosal"),
    "Musculoskeletal system": ("subcondral paravertebral foraminal", "subchondral paravertebral foraminal"),
    "Intestine": ("endoluminal submucoso", "endoluminal submucosal"),
    "Bladder": ("endoluminal intramural", "endoluminal intramural"),
    "Liver": ("subcapsular", "subcapsular"),
    "Spleen": ("subcapsular", "subcapsular"),
    "Nervous system": ("intradural extradural intramedular", "intradural extradural intramedullary"),
    "Cardiovascular system": ("infrarrenal ostial mural", "infrarenal ostial mural"),
}
PARTS_ES = (
    ("f", "cara anterior"),
    ("f", "cara posterior"),
    ("f", "cara lateral"),
    ("m", "tercio distal"),
    ("m", "tercio medio"),
    ("m", "tercio proximal"),
    ("m", "margen superior"),
    ("m", "margen inferior"),
    ("f", "vertiente posterior"),
    ("f", "vertiente medial"),
    ("m", "borde lateral"),
    ("f", "porción proximal"),
    ("f", "región posterolateral"),
    ("m", "aspecto medial"),
    ("f", "zona periférica"),
    ("f", "porción central"),
    ("m", "borde libre"),
    ("f", "superficie"),
    ("m", "centro"),
    ("f", "periferia"),
)
PARTS_EN = (
    "anterior part",
    "posterior part",
    "lateral aspect",
    "medial aspect",
    "distal third",
    "proximal third",
    "middle third",
    "superior margin",
    "inferior margin",
    "periphery",
    "central portion",
    "posterolateral aspect",
    "anterior surface",
    "outer margin",
    "lateral border",
    "undersurface",
    "dorsal aspect",
    "inferior aspect",
)
NEAR_ES = (
    "a nivel de",
    "adyacente a",
    "en contacto con",
    "alrededor de",
    "en torno a",
    "próximo a",
    "por debajo de",
    "por encima de",
    "junto a",
    "en la vecindad de",
    "a lo largo de",
    "en íntimo contacto con",
    "posterior a",
    "anterior a",
    "lateral a",
    "en relación con",
    "detrás de",
    "por detrás de",
    "medial a",
)
NEAR_EN = (
    "at the level of",
    "adjacent to",
    "in contact with",
    "around",
    "close to",
    "near",
    "below",
    "above",
    "along",
    "abutting",
    "posterior to",
    "anterior to",
    "lateral to",
    "deep to",
    "next to",
    "behind",
    "superior to",
    "just below",
    "surrounding",
    "beside",
    "medial to",
    "inferior to",
)
ADJECTIVE = 0.4
GRADABLE = frozenset(
    "derrame estenosis insuficiencia protrusión rotura deformidad sinusopatía pinzamiento osteofito "
    "esteatosis neumotórax "
    "effusion stenosis protrusion tear deformity asymmetry retraction stricture joint infiltrado "
    "infiltrate condensación "
    "consolidación consolidation cambios atelectasia cardiomegalia hepatomegalia esplenomegalia bocio escoliosis "
    "hidronefrosis ureterohidronefrosis aplastamiento prolapso prolapse compresión".split()
)
"""First or last words of what has a severity although it can be counted."""
WEIGHTS = {"Brain": 2.5, "Lung": 2.5, "Musculoskeletal system": 2.0, "Liver": 1.5, "Kidney": 1.5, "Pleural sac": 1.5}
