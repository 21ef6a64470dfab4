"""The English ICD-O-3 data: mark-up, offsets, and what its README promises."""

import pytest

from training.corpora import Mention, valid_codes
from training.icdo_en import parse_marks, read_grades, read_reports, read_sentences, read_terms


def test_marks_become_offsets_in_code_points() -> None:
    text, mentions = parse_marks("🧠 [[Glioma|9380/3]], no [[metastases|8000/6]].")
    assert text == "🧠 Glioma, no metastases."
    assert mentions == (Mention(2, 8, "9380/3"), Mention(13, 23, "8000/6"))


@pytest.mark.parametrize("marked", ["[[tumor]]", "[[tumor|80/1]]", "[[tumor|8000/1", "tumor]]"])
def test_bad_mark_up_is_refused(marked: str) -> None:
    with pytest.raises(ValueError, match="bad mark-up"):
        parse_marks(marked)


def test_all_codes_are_valid() -> None:
    valid = valid_codes()
    used = {m.code for text in (*read_sentences(), *read_reports()) for m in text.mentions}
    used |= {code for code, _, _ in read_terms()}
    assert used <= valid.keys()


def test_every_described_base_code_has_one_preferred_term() -> None:
    preferred = [code for code, _, kind in read_terms() if kind == "preferred"]
    assert len(preferred) == len(set(preferred))
    described = {code for code, text in valid_codes().items() if text and len(code) == 6}
    assert described <= set(preferred)


def test_no_term_stands_under_two_codes() -> None:
    terms = [term.lower() for _, term, _ in read_terms()]
    assert len(terms) == len(set(terms))


def test_no_sentence_of_the_dev_reports_is_trained_on() -> None:
    lines = {line.lower() for report in read_reports() for line in report.text.split("\n")}
    assert not {sentence.text.lower() for sentence in read_sentences()} & lines


def test_grades_are_digits() -> None:
    assert set(read_grades().values()) == set("123456789")
