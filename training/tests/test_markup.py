"""The markup in which desk reports are written, and what is refused."""

import pytest

from training.reports.markup import MarkupError, Relation, parse_markup


def test_entities_links_and_assertion() -> None:
    read = parse_markup(
        "{Pulmón derecho|A=Lung@R#p}: {nódulo|F+inc >#p} de {8 x 6 mm|M <}.\n{Sin|N >2} {derrame|F >} ni "
        "{engrosamiento|F >} {pleural|A=Pleural_sac}."
    )
    assert read.text == "Pulmón derecho: nódulo de 8 x 6 mm.\nSin derrame ni engrosamiento pleural."
    surfaces = [read.text[e.start : e.end] for e in read.entities]
    assert surfaces == ["Pulmón derecho", "nódulo", "8 x 6 mm", "Sin", "derrame", "engrosamiento", "pleural"]
    assert read.entities[0].attributes == {"Subtype": "Lung", "Side": "right"}
    assert read.entities[1].attributes == {"Trend": "increasing", "Assertion": "present"}
    assert [e.attributes["Assertion"] for e in read.entities if e.type == "Finding"] == ["present", "absent", "absent"]
    assert set(read.relations) == {
        Relation("has", 1, 0),
        Relation("measures", 2, 1),
        Relation("negates", 3, 4),
        Relation("negates", 3, 5),
        Relation("has", 4, 6),
        Relation("has", 5, 6),
    }


def test_nested_and_hedged() -> None:
    read = parse_markup("{a descartar|U >} {trombo|F >} en {la {VCI|B}|A=Cardiovascular_system}")
    assert [(read.text[e.start : e.end], e.type) for e in read.entities] == [
        ("a descartar", "Uncertainty"),
        ("trombo", "Finding"),
        ("la VCI", "Anatomy"),
        ("VCI", "Abbreviation"),
    ]
    assert read.entities[1].attributes["Assertion"] == "possible"


@pytest.mark.parametrize(
    "source",
    ["{nódulo|Z}", "{nódulo|F >}", "{nódulo|F >#x}", "{nódulo |F}", "a } b", "{sin|N >2} {nódulo|F}", "{abierto|F"],
)
def test_wrong_markup_is_refused(source: str) -> None:
    with pytest.raises(MarkupError):
        parse_markup(source)


def test_links_stay_in_their_line() -> None:
    with pytest.raises(MarkupError):
        parse_markup("{Sin|N >}\n{derrame|F}")
