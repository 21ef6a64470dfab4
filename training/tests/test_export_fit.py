"""Fitted int8 weights, side channels, and the float16 pack."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort  # type: ignore[import-untyped]
import pytest
import torch

from training import gpu_pack
from training.encoder.network import Encoder, starting_encoder, to_hugging_face
from training.export import Encoded, ExportConfig, LinearHead, export_pack_graphs
from training.export import fit as fitting
from training.export.calibration import ENGLISH, batch, encode
from training.export.compensate import compensated
from training.export.half import export_half_graphs
from training.export.parameters import read_parameters
from training.export.quantize import fit_activation, quantize
from training.export.stored import read_encoder, read_heads
from training.export.types import FloatArray
from training.gpu_pack import OtherCheckpointError, write_gpu_pack
from training.tokenizer import WordPieces

SPANISH = (
    "Nódulo pulmonar de 14 mm en el lóbulo superior derecho, de bordes espiculados.",
    "No se observan adenopatías mediastínicas ni hiliares de tamaño significativo.",
    "Carcinoma de células claras renales que infiltra la grasa perirrenal (pT3a).",
    "IMPRESIÓN: progresión de la enfermedad ósea y hepática.",
)


def test_compensation_loses_less_than_plain_rounding() -> None:
    generator = torch.Generator().manual_seed(0)
    mixed = torch.randn(12, 48, generator=generator)
    inputs = torch.randn(800, 12, generator=generator) @ mixed + 0.3 * torch.randn(800, 48, generator=generator) + 2
    matrix = torch.randn(48, 20, generator=generator)
    # A coarse grid: a large value in every column.
    matrix[0] = 40
    wanted = inputs @ matrix + 1
    fitted, bias = compensated(inputs, wanted, matrix, torch.ones(800))
    plain = quantize(matrix.numpy(), 0).restored()

    def lost(product: torch.Tensor) -> float:
        return float(((product - wanted) ** 2).mean())

    rounded = lost(inputs @ torch.from_numpy(plain) + 1)
    assert lost(inputs @ torch.from_numpy(fitted.restored()) + torch.from_numpy(bias)) < 0.3 * rounded
    assert fitted.values.dtype == np.int8 and fitted.scale.shape == (1, 20)


def test_compensation_counts_rows_by_their_weight() -> None:
    generator = torch.Generator().manual_seed(1)
    inputs, matrix = torch.randn(200, 8, generator=generator), torch.randn(8, 3, generator=generator)
    wanted = inputs @ matrix
    wanted[:100] += 5
    weights = torch.cat([torch.full((100,), 1e-6), torch.ones(100)])
    fitted, bias = compensated(inputs, wanted, matrix, weights)
    off = (inputs @ torch.from_numpy(fitted.restored()) + torch.from_numpy(bias) - wanted)[100:]
    assert off.abs().max() < 0.1


def _spiked() -> tuple[FloatArray, FloatArray]:
    """Ordinary rows, and a channel that is great in one row of twenty, as `[CLS]` has them."""
    generator = np.random.default_rng(0)
    rows = generator.normal(0, 0.5, (600, 240)).astype(np.float32)
    rows[:, 7] *= 0.1
    rows[::20, 7] = 40 + generator.normal(0, 4, 30)
    return rows, generator.normal(0, 1, (240, 16)).astype(np.float32)


def test_a_channel_of_special_tokens_goes_beside_the_int8_product() -> None:
    rows, matrix = _spiked()
    without, beside = fit_activation(rows, matrix), fit_activation(rows, matrix, sides=(0, 1))
    assert beside.side.tolist() == [7]
    assert beside.error < without.error / 2
    assert beside.smooth is None or beside.smooth[7] == 1
    # Where no channel is like that there is little to win.
    plain, rest = np.delete(rows, 7, 1), np.delete(matrix, 7, 0)
    assert fit_activation(plain, rest, sides=(1,)).error > 0.8 * fit_activation(plain, rest).error


@pytest.fixture(scope="module")
def sequences() -> list[Encoded]:
    pieces = WordPieces()
    return [encode(s, pieces) for s in (*ENGLISH, *SPANISH)]


class Small:
    """A two-layer encoder with the starting weights, and a head."""

    def __init__(self) -> None:
        whole = starting_encoder(0.0)
        self.encoder = Encoder(layers=2, dropout=0.0).eval()
        kept = {
            k: v for k, v in whole.state_dict().items() if not k.startswith(tuple(f"layers.{i}" for i in range(2, 6)))
        }
        self.encoder.load_state_dict(kept)
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
def pack(tmp_path_factory: pytest.TempPathFactory, small: Small, sequences: list[Encoded]) -> Path:
    """An int8 pack with four side channels at every inner state."""
    folder = tmp_path_factory.mktemp("glosa-small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "SIDES", {"h": (4,)})
        report = export_pack_graphs(small.state, small.heads, folder, config=ExportConfig(calibration=sequences))
    assert report.sides == {"0.h": 4, "1.h": 4}
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


def test_side_channels_are_in_both_graphs(pack: Path, small: Small, sequences: list[Encoded]) -> None:
    kinds = [
        {n.op_type for n in onnx.load(str(pack / f"model.{k}.onnx"), load_external_data=False).graph.node}
        for k in ("cpu", "gpu")
    ]
    assert "ScatterND" in kinds[1] and "ScatterND" not in kinds[0]
    assert _furthest(pack / "model.cpu.onnx", small, sequences) < 0.05
    assert _furthest(pack / "model.gpu.onnx", small, sequences) < 0.05


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
