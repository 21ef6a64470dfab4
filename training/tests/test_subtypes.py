"""The subtype lexicon: shares by hand, its table, its weights, and Glosa's anatomy terms."""

import gzip
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from training.reader.schema import SUBTYPES
from training.reader.subtypes import SubtypeLexicon, best_subtype, fit_weights, terms

LUNG, LIVER, MOUTH = (SUBTYPES.index(name) for name in ("Lung", "Liver", "Mouth"))
COUNT = len(SUBTYPES)


def lexicon(phrase_weight: float, word_weight: float) -> SubtypeLexicon:
    phrases = {"lobulo medio": Counter({LUNG: 3, MOUTH: 1})}
    words = {"lobulo": Counter({LUNG: 4, LIVER: 4}), "medio": Counter({MOUTH: 1})}
    return SubtypeLexicon(phrases, words, phrase_weight, word_weight)


def test_scores_by_hand() -> None:
    scores = lexicon(0.5, 0.25).scores(("lobulo", "medio"))
    phrase = 0.5 * 4 / 5 * math.log((3 + 1 / COUNT) / 5)
    word = 0.25 * math.log((4 + 2 / COUNT) / 10)  # "medio" was seen once and says nothing.
    assert scores[LUNG] == pytest.approx(phrase + word)
    assert not lexicon(1, 1).scores(("quiasma",)).any()


def test_table_is_read_back(tmp_path: Path) -> None:
    own = lexicon(0.5, 0.25)
    entry = own.manifest()
    (tmp_path / entry["file"]).write_bytes(gzip.compress(own.tsv().encode()))
    assert SubtypeLexicon.read(tmp_path, entry) == own


def test_weights_are_those_that_dev_gains_by() -> None:
    unsure = np.zeros(COUNT)
    unsure[MOUTH] = 0.5
    fitted = fit_weights(lexicon(0, 0), [(("lobulo", "medio"), unsure, LUNG)])
    assert best_subtype(unsure, fitted.scores(("lobulo", "medio"))) == LUNG
    useless = fit_weights(lexicon(0, 0), [(("lobulo", "medio"), unsure, MOUTH)])
    assert (useless.phrase_weight, useless.word_weight) == (0, 0)


def test_every_subtype_has_terms_and_no_term_has_two() -> None:
    found = terms()
    assert {subtype for subtype, _ in found} == set(range(COUNT))
    by_words: dict[tuple[str, ...], set[int]] = {}
    for subtype, words in found:
        by_words.setdefault(words, set()).add(subtype)
    assert [w for w, subtypes in by_words.items() if len(subtypes) > 1] == []
    assert by_words[("hepatico",)] == {LIVER}
