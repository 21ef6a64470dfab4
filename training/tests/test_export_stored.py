"""Weights back out of an int8 pack, and the float16 pack."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
import torch

from training import gpu_pack
from training.encoder.network import Encoder, starting_encoder, to_hugging_face
from training.export import Encoded, ExportConfig, LinearHead, export_pack_graphs
from training.export.half import export_half_graphs
from training.export.inputs import batch, encode
from training.export.parameters import read_parameters
from training.export.quantize import quantize
from training.export.stored import read_encoder, read_heads
from training.export.types import FloatArray
from training.gpu_pack import OtherCheckpointError, write_gpu_pack
from training.reader.recover import encoder_state
from training.tokenizer import WordPieces

SENTENCES = (
    "Nódulo pulmonar de 14 mm en el lóbulo superior derecho, de bordes espiculados.",
    "No se observan adenopatías mediastínicas ni hiliares de tamaño significativo.",
    "Carcinoma de células claras renales que infiltra la grasa perirrenal (pT3a).",
    "IMPRESIÓN: progresión de la enfermedad ósea y hepática.",
    "There is a 12 mm spiculated nodule in the right upper lobe, suspicious for primary malignancy.",
    "COMPARISON: CT of the chest, abdomen and pelvis dated 12/11/2020.",
    "LIMITED STUDY BECAUSE OF MOTION. NO ACUTE INTRACRANIAL HEMORRHAGE.",
)


@pytest.fixture(scope="module")
def sequences() -> list[Encoded]:
    pieces = WordPieces()
    return [encode(s, pieces) for s in SENTENCES]


class Small:
    """A two-layer encoder with the starting weights, settled as integers, and a head."""

    def __init__(self) -> None:
        whole = starting_encoder(0.0)
        self.encoder = Encoder(layers=2, dropout=0.0).eval()
        kept = {
            k: v for k, v in whole.state_dict().items() if not k.startswith(tuple(f"layers.{i}" for i in range(2, 6)))
        }
        self.encoder.load_state_dict(kept)
        self.encoder.settle()
        self.state = {k: v.numpy() for k, v in to_hugging_face(self.encoder).items()}
        weight = np.random.default_rng(0).normal(0, 0.2, (3, 384)).astype(np.float32)
        self.heads = [LinearHead("mention_logits", weight, np.zeros(3, np.float32))]

    def probabilities(self, sequence: Encoded) -> FloatArray:
        """By torch, float32."""
        with torch.no_grad():
            hidden = self.encoder(*(torch.from_numpy(v) for v in batch([sequence]).values()))[0]
        return np.asarray((hidden @ torch.from_numpy(self.heads[0].weight).T).softmax(1).numpy())


@pytest.fixture(scope="module")
def small() -> Small:
    return Small()


def _probabilities(path: Path, sequence: Encoded) -> FloatArray:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session: Any = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    logits = torch.from_numpy(session.run(["mention_logits"], batch([sequence]))[0][0])
    return np.asarray(logits.softmax(1).numpy())


def _furthest(path: Path, small: Small, sequences: list[Encoded]) -> float:
    return max(float(np.abs(_probabilities(path, s) - small.probabilities(s)).max()) for s in sequences)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, small: Small) -> Path:
    folder = tmp_path_factory.mktemp("glosa-small")
    export_pack_graphs(small.state, small.heads, folder)
    names = ("model.cpu.onnx", "model.gpu.onnx", "weights.bin")
    (folder / "lexicon.tsv.gz").write_bytes(b"lexicon")
    files = {n: {"sha256": "", "bytes": 0} for n in (*names, "lexicon.tsv.gz")}
    manifest = {
        "name": "glosa-base",
        "files": files,
        "outputs": [{"name": "mention_logits", "size": 3}],
        "training": {"data": ["x"], "steps": "train"},
        "scores": [{"name": "MAP"}],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def test_both_graphs_read_as_torch_does(pack: Path, small: Small, sequences: list[Encoded]) -> None:
    assert _furthest(pack / "model.cpu.onnx", small, sequences) < 0.05
    assert _furthest(pack / "model.gpu.onnx", small, sequences) < 0.02


def test_a_settled_encoder_comes_back_as_it_was(pack: Path, small: Small) -> None:
    before, after = read_parameters(small.state, ExportConfig()), read_encoder(pack)
    for name, matrix in before.matrices.items():
        # Equal but for the last digits of scales.
        np.testing.assert_allclose(after.matrices[name], matrix, rtol=3e-7, atol=0, err_msg=name)
        np.testing.assert_array_equal(after.biases[name], before.biases[name])
    for key, value in encoder_state(after).items():
        if key != "word.weight":
            np.testing.assert_allclose(value, small.encoder.state_dict()[key], rtol=5e-7, atol=0, err_msg=key)
    np.testing.assert_allclose(after.words, before.words, atol=float(np.abs(before.words).max()) / 250)


def test_matrices_of_another_grid_are_refused(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quantize, "__defaults__", (127,))
    export_pack_graphs(small.state, small.heads, tmp_path)
    with pytest.raises(ValueError, match="integers beyond 63"):
        read_encoder(tmp_path)


def test_float16_weights_read_as_torch_does(tmp_path: Path, small: Small, sequences: list[Encoded]) -> None:
    cpu, gpu, weights = export_half_graphs(read_parameters(small.state, ExportConfig()), small.heads, tmp_path)
    assert _furthest(cpu, small, sequences) < 0.003
    assert _furthest(gpu, small, sequences) < 0.02
    # Two bytes a weight: 12.3 million in the word table, 1.8 million a layer.
    assert 31e6 < weights.stat().st_size < 33e6
    broken = [LinearHead("tags", np.zeros((3, 100), np.float32), np.zeros(3, np.float32))]
    with pytest.raises(ValueError, match="head tags"):
        export_half_graphs(read_parameters(small.state, ExportConfig()), broken, tmp_path)


def test_weights_come_back_out_of_an_int8_pack(pack: Path, tmp_path: Path, sequences: list[Encoded]) -> None:
    heads = read_heads(pack)
    assert [h.name for h in heads] == ["mention_logits"] and heads[0].weight.shape == (3, 384)
    cpu, _, _ = export_half_graphs(read_encoder(pack), heads, tmp_path)
    apart = [np.abs(_probabilities(cpu, s) - _probabilities(pack / "model.gpu.onnx", s)).max() for s in sequences]
    assert max(apart) < 0.02


def test_the_float16_pack_says_where_its_weights_come_from(
    pack: Path, small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gpu_pack, "BUILD", tmp_path)
    write_gpu_pack(pack, tmp_path / "int8")
    manifest = json.loads((tmp_path / "int8" / "manifest.json").read_text())
    digest = hashlib.sha256((pack / "weights.bin").read_bytes()).hexdigest()
    assert manifest["training"]["weights"] == f"float16, from int8 weights of {pack.name}, sha256 {digest}"
    assert manifest["name"] == "glosa-base-fp16" and "scores" not in manifest
    for name, listed in manifest["files"].items():
        content = (tmp_path / "int8" / name).read_bytes()
        assert listed == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}

    checkpoint = tmp_path / "model.pt"
    checkpoint.write_bytes(b"weights")
    layers = ("mention", "vector", "tags", "span_parts", "relation_parts", "queries", "vectors")
    own = {n: torch.nn.Linear(384, 3) for n in layers}
    model = SimpleNamespace(encoder=small.encoder, **own)
    monkeypatch.setattr(gpu_pack, "load", lambda _: (model, None))
    with pytest.raises(OtherCheckpointError, match="mention_logits"):
        write_gpu_pack(pack, tmp_path / "other", checkpoint)
    own["mention"].weight.data = torch.from_numpy(small.heads[0].weight)
    assert "from checkpoint model.pt, sha256 " in write_gpu_pack(pack, tmp_path / "torch", checkpoint)
