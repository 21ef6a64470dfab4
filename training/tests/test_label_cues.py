"""Label cues: the same sentences as `test/unit/core/labelCues.test.ts`."""

from training.reader.label_cues import LabelCues, label_cues
from training.reader.schema import LABELS

PHRASES = {
    "none": ("efecto de masa", "hematoma* subdural*"),
    "mass": ("masa", "tumor*"),
    "acute_stroke": ("infart*", "hematoma*"),
    "encephalomalacia": ("infarto* antiguo*", "infarto* _ antiguo*", "secuela*"),
}
CUES = LabelCues(tuple((label, tuple(p.split(" "))) for label, phrases in PHRASES.items() for p in phrases), 2.0)


def found(sentence: str) -> list[str]:
    return [f"{label} {first} {end}" for label, first, end in CUES.found(sentence.split(" "))]


def test_longest_at_each_word() -> None:
    assert found("infarto antiguo y masa") == ["encephalomalacia 0 2", "mass 3 4"]
    assert found("infartos frontales antiguos con efecto de masa") == ["encephalomalacia 0 3", "none 4 7"]
    assert found("infarto frontal") == ["acute_stroke 0 1"]
    assert found("hematomas subdurales , hematoma frontal") == ["none 0 2", "acute_stroke 3 4"]


def test_whole_words_and_phrases() -> None:
    assert found("masas , reinfarto , infarto") == ["acute_stroke 4 5"]
    assert found("efecto de") == []


def test_stated() -> None:
    words = "infarto frontal antiguo y masa con efecto de masa".split(" ")
    scores = dict(zip(LABELS, CUES.stated(words, [(0, 1, 0.7), (0, 2, 0.9), (4, 5, 0.6)]), strict=True))
    assert (scores["encephalomalacia"], scores["mass"], scores["acute_stroke"]) == (0.9, 0.6, 0.0)
    assert not any(CUES.stated(words, []))
    assert not any(CUES.stated(words, [(6, 9, 0.9)]))


def test_list_and_manifest() -> None:
    cues = label_cues()
    assert {label for label, _ in cues.phrases} <= {"none", *LABELS}
    assert len(set(cues.phrases)) == len(cues.phrases)
    held = cues.manifest()
    assert sum(len(p) for p in held["phrases"].values()) == len(cues.phrases)
    assert held["weight"] == cues.weight
