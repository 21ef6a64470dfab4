"""A checkpoint out of the shipped pack: what it was made of, and the same outputs as its GPU graph's function."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from training.export.stored import read_heads
from training.reader import recover as recovering
from training.reader.evaluate import load
from training.reader.recover import read_pack, recover
from training.s1.codes import AXES
from training.sentences import ROOT

PACK = ROOT / "models" / "glosa-base"


def test_a_pack_gives_a_checkpoint_that_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovering, "BUILD", tmp_path)
    path = recover(PACK, "again")
    model, space = load(path)
    heads = json.loads((PACK / "manifest.json").read_text(encoding="utf-8"))["heads"]
    assert [list(space.axes[n]) for n in AXES] == [a["values"] for a in heads["codes"]["axes"]]
    tags = next(h for h in read_heads(PACK) if h.name == "entity_tags")
    assert torch.equal(model.tags.weight, torch.from_numpy(tags.weight))
    flat = np.fromfile(PACK / "reader.bin", "<f4")
    width = model.span_width.detach().numpy()
    assert np.array_equal(flat[: width.size].reshape(width.shape), width)
    with pytest.raises(FileExistsError):
        recover(PACK, "again")


def test_another_pack_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovering, "read_heads", lambda pack: read_heads(pack)[1:])
    with pytest.raises(ValueError, match="mention"):
        read_pack(PACK)
