"""Reports without a tumour, what they teach of mentions; and what a stated finding adds to a label."""

from dataclasses import replace

import pytest
import torch
from torch.nn import functional as F

from training.encoder.network import Encoder
from training.reader.batch import encode, prepare
from training.reader.calibrate import fit_findings
from training.reader.data import Line, ReadReport
from training.reader.model import DeskReader
from training.reader.plain import is_plain, names_no_tumour, plain_loss
from training.reader.schema import LABELS
from training.reports.corpus import Report
from training.reports.markup import Annotated
from training.s1.codes import CodeSpace
from training.tokenizer import WordPieces


def report(text: str, lang: str = "en", source: str = "labelled", document: str = "d") -> ReadReport:
    words = tuple(text.split())
    line = Line(0, words, (0,) * len(words), tuple((i, i + 1) for i in range(len(words))), (), ())
    return ReadReport(
        Report(text, lang, source, document, Annotated(text, (), ()), False, {}, None), (line,), (None,) * len(LABELS)
    )


@pytest.mark.parametrize(
    "text",
    ["No metastases.", "Hepatocellular carcinoma", "adenomas", "LINFOMA", "GIST gástrico", "Bi-Rads 2", "cáncer"],
)
def test_a_word_of_a_tumour_leaves_a_text_out(text: str) -> None:
    assert not names_no_tumour(text)


@pytest.mark.parametrize("text", ["Hematoma subdural", "granulomas", "lesión hepática", "Common duct", "síntoma", ""])
def test_other_texts_are_plain(text: str) -> None:
    assert names_no_tumour(text)


def test_oncology_texts_are_never_plain() -> None:
    assert is_plain(report("lungs clear").report)
    assert not is_plain(report("lungs clear", source="real", document="cantemist/cc_onco7").report)
    assert not is_plain(report("lungs clear", source="oncology").report)


def test_the_loss_is_of_the_words_of_plain_reports_alone() -> None:
    torch.manual_seed(1)
    model = DeskReader(Encoder(), CodeSpace.build(["8000/1"], ["8000/1"]), ("B030Z",)).eval()
    group = prepare([report("common duct normal"), report("liver carcinoma")], WordPieces(), None)
    with torch.no_grad():
        hidden = encode(model, group)
        loss = plain_loss(model, hidden, group)
        by_hand = F.cross_entropy(model.mention(hidden[:3]), torch.zeros(3, dtype=torch.long))
    assert loss is not None and torch.allclose(loss, by_hand)


def test_spanish_words_that_may_mean_a_tumour_are_left_out() -> None:
    torch.manual_seed(1)
    model = DeskReader(Encoder(), CodeSpace.build(["8000/1"], ["8000/1"]), ("B030Z",)).eval()
    group = prepare([report("lesiones hepaticas", lang="es")], WordPieces(), None)
    with torch.no_grad():
        hidden = encode(model, group)
        loss = plain_loss(model, hidden, group)
        by_hand = F.cross_entropy(model.mention(hidden[1:2]), torch.zeros(1, dtype=torch.long))
        none = plain_loss(model, hidden, prepare([report("tumor", lang="es")], WordPieces(), None))
    assert loss is not None and torch.allclose(loss, by_hand) and none is None


def test_a_stated_finding_weighs_as_much_as_it_tells() -> None:
    def row(abnormal: bool, logit: float) -> tuple[ReadReport, list[float], list[float]]:
        return replace(report("x"), labels=(abnormal, *[None] * (len(LABELS) - 1))), [logit] * len(LABELS), []

    logits = (-2.0, -1.0, 1.0, 2.0)
    rows = [row(abnormal, logit) for logit in logits for abnormal in (True, False) for _ in range(10)]
    told = [1.0 if bool(r[0].labels[0]) == (i % 10 > 1) else 0.0 for i, r in enumerate(rows)]
    assert fit_findings([row(x > 0, x + y) for x in logits for y in (0.5, -1.5) for _ in range(5)], [0.0] * 40) == 0.0
    rows += [row(True, 1.5)] * 12 + [row(False, -1.5)] * 12
    assert fit_findings(rows, told + [0.5] * 24) > 1.0
