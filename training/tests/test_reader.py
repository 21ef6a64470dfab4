"""Scores by hand, and attention merged over sentences against one pass over all words."""

import math

import torch

from training.encoder.network import Encoder
from training.reader.model import DeskReader, pooled_max
from training.reader.schema import LABELS, SECTIONS, exam_parts
from training.reader.scores import auc, f1
from training.s1.codes import CodeSpace


def test_auc_by_hand() -> None:
    assert auc([True, False, True, False], [0.9, 0.8, 0.7, 0.1]) == 0.75
    assert auc([True, False], [0.5, 0.5]) == 0.5
    assert math.isnan(auc([True, True], [0.1, 0.2]))


def test_f1_by_hand() -> None:
    assert f1(2, 4, 3, 3) == {"p": 1.0, "r": 0.5, "f1": 2 / 3, "gold": 4, "found": 3}
    assert f1(0, 0, 0, 0)["f1"] == 0.0


def test_pooled_maximum() -> None:
    rows = torch.tensor([[1.0, -2.0], [0.0, 5.0], [-1.0, -1.0]])
    assert pooled_max(rows, torch.tensor([[0, 2], [2, -1], [-1, -1]])).tolist() == [[1.0, -1.0], [-1.0, -1.0], [0, 0]]


def test_report_attention_is_one_softmax_over_all_words() -> None:
    torch.manual_seed(0)
    model = DeskReader(Encoder(vocabulary=10), CodeSpace.build(["8000/1"], ["8000/1"]), ("B030Z", "BW03Z")).eval()
    model.label_section.data.normal_()
    queries, vectors = torch.randn(5, 2 * len(LABELS) + 1), torch.randn(5, 64)
    section = torch.tensor([0, 0, 3, 3, 6])
    logits, _ = model.report_outputs(queries, vectors, torch.tensor([[0, 1, 2, 3, 4, -1]]), section)
    label = 2
    scores = [float(queries[w, 2 * label] + model.label_section[label, section[w]]) for w in range(5)]
    total = sum(math.exp(s) for s in scores)
    by_hand = sum(math.exp(s) / total * float(queries[w, 2 * label + 1]) for w, s in enumerate(scores))
    assert math.isclose(float(logits[0, label]), by_hand, rel_tol=1e-5)
    assert len(SECTIONS) == model.label_section.shape[1]


def test_exam_parts() -> None:
    assert exam_parts("BW03Z") == ("BW03Z", "W", "0", "W3", "0Z")
