"""Targets from several teachers, and words hidden in training."""

import random
from pathlib import Path

import pytest
import torch

from training.encoder.network import Encoder
from training.reader import teach
from training.reader.batch import encode, prepare
from training.reader.data import Line, ReadReport
from training.reader.model import DeskReader
from training.reader.schema import ENTITY_TYPES
from training.reports.corpus import Report
from training.reports.markup import Annotated
from training.reports.unlabelled import unlabelled
from training.s1.codes import CodeSpace
from training.tokenizer import MASK, WordPieces


def text(words: tuple[str, ...], name: str) -> ReadReport:
    line = Line(0, words, (0,) * len(words), tuple((i, i + 1) for i in range(len(words))), (), ())
    report = Report(name, "es", "unlabelled", name, Annotated(" ".join(words), (), ()), False, {}, None)
    return ReadReport(report, (line,), ())


def model(seed: int) -> DeskReader:
    torch.manual_seed(seed)
    return DeskReader(Encoder(), CodeSpace.build(["8000/1"], ["8000/1"]), ("B030Z",)).eval()


def test_targets_are_the_mean_of_the_teachers_and_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    models = {"one": model(1), "two": model(2)}
    asked: list[str] = []

    def load(path: Path) -> tuple[DeskReader, None]:
        asked.append(path.parent.name)
        return models[path.parent.name], None

    monkeypatch.setattr(teach, "load", load)
    texts = [text(("sin", "derrame", "pleural"), "a"), text(("nódulo",), "b")]
    targets = teach.soft_targets(("one", "two"), texts, tmp_path / "soft.pt")
    assert {k: tuple(v.shape) for k, v in targets.items()} == {"a": (3, len(ENTITY_TYPES), 3), "b": (1, 10, 3)}
    assert torch.allclose(targets["a"].float().sum(2), torch.ones(3, 10), atol=2e-3)
    group = prepare(texts, WordPieces(), None)
    with torch.no_grad():
        each = [m.tags(encode(m, group)).reshape(-1, 10, 3).softmax(2) for m in models.values()]
    assert torch.allclose(targets["b"].float(), ((each[0] + each[1]) / 2)[3:], atol=2e-3)
    again = teach.soft_targets(("one", "two"), texts, tmp_path / "soft.pt")
    assert torch.equal(again["a"], targets["a"])
    assert asked == ["one", "two"]


def test_loss_is_least_where_the_student_says_what_the_teachers_say() -> None:
    student = model(3)
    group = prepare([text(("masa", "renal"), "a")], WordPieces(), None)
    with torch.no_grad():
        hidden = encode(student, group)
        own = student.tags(hidden).reshape(-1, 10, 3).softmax(2)
        alike = teach.soft_loss(student, hidden, group, {"a": own})
        other = teach.soft_loss(student, hidden, group, {"a": own.roll(1, 2)})
    assert float(alike) < float(other)


def test_a_share_of_the_words_is_hidden_whole() -> None:
    pieces = WordPieces()
    words = ("hepatoesplenomegalia", "sin", "adenopatías") * 60
    group = prepare([text(words[:60], "a")], pieces, random.Random(4), 0.3)
    sentence = group.sentences[0]
    ends = [*sentence.first[1:], len(sentence.ids) - 1]
    hidden = [set(sentence.ids[a:b]) == {MASK} for a, b in zip(sentence.first, ends, strict=True)]
    parts = [MASK in sentence.ids[a:b] for a, b in zip(sentence.first, ends, strict=True)]
    assert hidden == parts
    assert 0.1 < sum(hidden) / len(hidden) < 0.5
    assert not any(MASK in s.ids for s in prepare([text(words[:60], "a")], pieces, random.Random(4)).sentences)


def test_no_unlabelled_text_is_of_a_dev_document() -> None:
    texts = list(unlabelled())
    assert len(texts) > 9_000
    assert not any(t.dev for t in texts)
