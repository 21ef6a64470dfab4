"""The code tables of *Find code*."""

import gzip
import sqlite3
from pathlib import Path

import pytest

from training.terms import evidence
from training.terms.imaging import body_parts, check_names, named
from training.terms.imaging_sources import annotated, by_rule, read_index, read_mappings

SHIPPED = Path(__file__).parents[2] / "terminology"


INDEX = [
    ("Chest x-ray ", "see Plain Radiography, Chest **BW03**"),
    ("Computerized Tomography (CT Scan)", "Artery\n\tPulmonary"),
    (
        "Computerized Tomography (CT Scan)",
        "(continued)\n\t\tRight **B32S**\n\tRenal\n\t\tLeft **B427**\nBrain **B020**",
    ),
    ("Magnetic Resonance Imaging (MRI)", "Chest **BW33Y**\nKnee\n\tLeft **BQ38**\n\tRight **BQ37**\nLeg **0SRC**"),
    ("Plain Radiography", "Disc\n\tCervical **BR01**\n\tThoracic **BR02**\nFacet Joint\n\tLumbar **BR06**"),
    ("Ultrasonography", "Wrist\n\tLeft, Densitometry **BP4MZZ1**"),
]
MAPPINGS = ["BR010ZZ", "BR01ZZZ", "BR02ZZZ", "BW33YZZ", "B020ZZZ", "0SRC0JZ"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with a few lines of the index, cut as its pages are, and a few mappings."""
    path = tmp_path / "icd10pcs.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE pcs_index (term TEXT, content TEXT)")
        connection.execute("CREATE TABLE gems_i9_to_pcs (pcs_code TEXT)")
        connection.executemany("INSERT INTO pcs_index VALUES (?, ?)", INDEX)
        connection.executemany("INSERT INTO gems_i9_to_pcs VALUES (?)", [(code,) for code in MAPPINGS * 2])
    return path


def test_index_is_read_with_the_words_above_each_code(database: Path) -> None:
    index = read_index(database)
    assert index.complete == {"BP4MZZ1"}
    assert "BW33" in index.starts and "BW33" not in index.unfinished
    assert not any(start.startswith("0") for start in index.starts)
    assert {"artery", "pulmonary", "right"} <= index.words["3S"] and "renal" not in index.words["3S"]
    assert "knee" in index.words["Q7"] and "left" not in index.words["Q7"]


def test_starts_without_a_code_get_what_their_kind_of_exam_has(database: Path) -> None:
    found = by_rule(read_index(database), read_mappings(database))
    assert {code for code in found if code[:4] == "BQ37"} == {"BQ37ZZZ", "BQ37YZZ", "BQ37Y0Z"}
    assert {code for code in found if code[:4] == "B32S"} == {"B32S0ZZ", "B32S1ZZ", "B32SYZZ"}
    assert {code for code in found if code[:4] == "BR06"} == {"BR06ZZZ"}, "what the other discs share"
    assert "BP4MZZZ" in found
    assert not any(code[:4] in {"B020", "BW33"} for code in found), "the mappings or the index say what they have"


def test_annotated_exams_that_the_index_lacks_are_left_out(database: Path, tmp_path: Path) -> None:
    exams, phrases = tmp_path / "exams.tsv.gz", tmp_path / "phrases.tsv"
    exams.write_bytes(gzip.compress(b"B32S1\tTC\tCT\nB32SQ\t\t\nBW33Z\tRM\tMRI\nBP4MZ\t\t\nCWN1\t\t\n"))
    phrases.write_text("document\tcode\tevidence\nd\tBQ37Z\tRM rodilla\nd\tBQ38\tRM\n", encoding="utf-8")
    assert annotated(read_index(database), exams, phrases) == {"B32S1ZZ", "BP4MZZZ", "BQ37ZZZ"}


def test_codes_are_named_from_their_axes() -> None:
    parts = body_parts()
    by_code = {code: named(code, parts) for code in ("BQ37YZZ", "BQ38ZZZ", "B4000ZZ", "BF50200", "BW5CZ1Z", "B311110")}
    assert by_code["BQ37YZZ"].en == "Magnetic Resonance Imaging (MRI) of Knee, Right with Other Contrast"
    assert by_code["BQ38ZZZ"].es == "resonancia magnética (RM) de rodilla izquierda, sin contraste"
    assert by_code["BQ38ZZZ"].words == "without contrast"
    assert by_code["B4000ZZ"].es == "radiografía de aorta abdominal, con contraste de alta osmolaridad"
    assert by_code["BF50200"].en.endswith("with Fluorescing Agent, Indocyanine Green Dye, Intraoperative")
    assert by_code["BW5CZ1Z"].es.endswith("autofluorescencia bacteriana")
    assert by_code["B311110"].en.endswith("Laser, Intraoperative")


def test_parts_have_the_index_words_and_their_own_side(database: Path) -> None:
    parts = body_parts()
    assert parts["Q7"] == ("Knee, Right", "rodilla derecha")
    assert parts["RD"] == ("Sacroiliac Joint", "articulaciones sacroilíacas")
    assert parts["5T"][1] == "venas porta y esplácnicas"
    check_names(parts, read_index(database))
    with pytest.raises(ValueError, match="femur"):
        check_names({**parts, "Q7": ("Femur, Right", "fémur derecho")}, read_index(database))
    for en, es in parts.values():
        sides = [side for side in ("Right", "Left") if en.endswith(f", {side}")]
        assert all(("derech" if side == "Right" else "izquierd") in es for side in sides), en


def test_shipped_table_has_the_names_that_are_made() -> None:
    with gzip.open(SHIPPED / "icd-10-pcs-imaging.tsv.gz", "rt", encoding="utf-8") as table:
        rows = [line.rstrip("\n").split("\t") for line in table]
    parts = body_parts()
    assert len(rows) == 2601
    assert len({row[0][:4] for row in rows}) == 874
    made = [named(row[0], parts) for row in rows]
    assert rows == [[code.code, code.en, code.es, code.words] for code in made]


def test_a_code_cut_short_stands_for_its_plainest() -> None:
    table = ["BW200ZZ", "BW20ZZZ", "BW24YZZ"]
    assert evidence.plainest("BW20", table) == "BW20ZZZ"
    assert evidence.plainest("BW24Y", ["BW24Y0Z", *table]) == "BW24YZZ"
    assert evidence.plainest("BW9", table) is None


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [("Derrame  pleural.", "derrame pleural"), ("TAC craneal", "TAC craneal"), ("NEUMONÍA", "neumonía")],
)
def test_phrases_lose_the_capital_of_a_sentence(phrase: str, expected: str) -> None:
    assert evidence.clean(phrase) == expected


def test_diagnoses_are_those_of_the_training_set(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    lines = [
        "d1\tDIAGNOSTICO\tn44.8\tteste aumentado\t1 2",
        "d1\tDIAGNOSTICO\ts42.90x\tFractura de hombro\t1 2",
        "d1\tPROCEDIMIENTO\tbw03zzz\tRx tórax\t1 2",
        "d1\tDIAGNOSTICO\tz99.99\tdesconocido\t1 2",
    ]
    (tmp_path / "train" / "trainX.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = evidence.diagnoses(tmp_path, {"N44.8", "S42.90"})
    assert dict(found) == {("N44.8", "teste aumentado"): 1, ("S42.90", "fractura de hombro"): 1}


def test_authored_phrases_name_codes_that_exist() -> None:
    with pytest.raises(ValueError, match="has no code"):
        evidence.common({"ICD-10-CM": set()})
