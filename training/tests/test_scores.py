"""CANTEMIST scores against cases computed by hand."""

import pytest

from training.s1.scores import average_precision, mean_average_precision, micro


def test_average_precision_by_hand() -> None:
    # Relevant at ranks 1 and 3 of three gold codes: (1/1 + 2/3) / 3.
    assert average_precision({"8000/6", "8140/3", "8500/3"}, ["8000/6", "8010/3", "8140/3"]) == pytest.approx(5 / 9)
    # A repeated code counts once and does not push later ranks down.
    assert average_precision({"8140/3"}, ["8000/1", "8000/1", "8140/3"]) == pytest.approx(1 / 2)
    assert average_precision({"8010/3/H"}, ["8010/3/h"]) == 1
    assert average_precision({"8140/3"}, []) == 0


def test_mean_leaves_out_documents_without_gold() -> None:
    gold = {"a": {"8000/6"}, "b": {"8000/6", "8140/3"}}
    ranks = {"a": ["8000/6"], "b": ["8000/6", "8010/3", "8140/3"]}
    assert mean_average_precision(gold, ranks) == pytest.approx((1 + 5 / 6) / 2)
    assert mean_average_precision(gold, ranks, frozenset({"8000/6"})) == pytest.approx(1 / 2)


def test_micro_counts_exact_items() -> None:
    found = micro([("d", 0, 4), ("d", 9, 12), ("e", 1, 2)], [("d", 0, 4), ("d", 9, 13)])
    assert found.precision == pytest.approx(1 / 2)
    assert found.recall == pytest.approx(1 / 3)
    assert found.f1 == pytest.approx(2 / 5)
    assert micro([], []).f1 == 0
