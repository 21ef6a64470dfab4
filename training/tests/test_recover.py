"""A checkpoint out of a pack: what it was made of."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from training.encoder.network import Encoder, starting_encoder, to_hugging_face
from training.export import export_pack_graphs
from training.export.stored import read_heads
from training.reader import recover as recovering
from training.reader.evaluate import load
from training.reader.recover import read_pack, recover
from training.s1.codes import AXES
from training.sentences import ROOT

SHIPPED = ROOT / "models" / "glosa-base"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The starting weights as integers."""
    encoder = starting_encoder(0.0)
    encoder.settle()
    return encoder


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """The shipped pack with another encoder."""
    folder = tmp_path_factory.mktemp("pack")
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
    state = {k: v.detach().numpy() for k, v in to_hugging_face(encoder).items()}
    export_pack_graphs(state, read_heads(SHIPPED), folder)
    return folder


def test_a_pack_gives_a_checkpoint_that_loads(
    pack: Path, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovering, "BUILD", tmp_path)
    path = recover(pack, "again")
    model, space = load(path)
    heads = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))["heads"]
    assert [list(space.axes[n]) for n in AXES] == [a["values"] for a in heads["codes"]["axes"]]
    tags = next(h for h in read_heads(pack) if h.name == "entity_tags")
    assert torch.equal(model.tags.weight, torch.from_numpy(tags.weight))
    flat = np.fromfile(pack / "reader.bin", "<f4")
    width = model.span_width.detach().numpy()
    assert np.array_equal(flat[: width.size].reshape(width.shape), width)
    for name, weight in encoder.state_dict().items():
        if name != "word.weight":
            # Equal but for the last digits of scales.
            torch.testing.assert_close(model.encoder.state_dict()[name], weight, rtol=5e-7, atol=0)
    with pytest.raises(FileExistsError):
        recover(pack, "again")


def test_another_pack_is_refused(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovering, "read_heads", lambda pack: read_heads(pack)[1:])
    with pytest.raises(ValueError, match="mention"):
        read_pack(pack)
