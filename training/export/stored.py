"""The encoder and heads back out of an int8 pack: its `model.gpu.onnx` and `weights.bin`."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.external_data_helper import load_external_data_for_model

from training.encoder.network import LEVELS
from training.export.pack_graphs import GPU
from training.export.parameters import MATRICES, Parameters
from training.export.types import ExportConfig, FloatArray, LinearHead


def _constants(pack: Path) -> dict[str, np.ndarray]:
    model = onnx.load(str(pack / GPU), load_external_data=False)
    load_external_data_for_model(model, str(pack))
    return {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}


def _float(values: np.ndarray) -> FloatArray:
    return np.asarray(values, np.float32)


def _matrix(constants: dict[str, np.ndarray], name: str) -> FloatArray:
    values = constants[name]
    if np.abs(values.astype(np.int16)).max() > LEVELS:
        raise ValueError(f"{name} has integers beyond {LEVELS}")
    return _float(values) * _float(constants[f"{name}.scale"])


def read_heads(pack: Path) -> list[LinearHead]:
    """The heads, float32 as they were trained, in the order of the graph."""
    constants = _constants(pack)
    names = [n.removeprefix("head.") for n in constants if re.fullmatch(r"head\.\w+", n)]
    return [
        LinearHead(n, np.ascontiguousarray(_float(constants[f"head.{n}"]).T), _float(constants[f"head.{n}.bias"]))
        for n in names
    ]


def read_encoder(pack: Path, config: ExportConfig | None = None) -> Parameters:
    """The function that the pack's GPU graph computes, in float32. Raises KeyError or ValueError for another kind."""
    settings, constants = config or ExportConfig(), _constants(pack)
    layers = 1 + max(int(n.split(".")[0]) for n in constants if re.fullmatch(r"\d+\.q", n))
    matrices = [f"{i}.{m}" for i in range(layers) for m in MATRICES]
    norms = ["embeddings", *(f"{i}.{n}" for i in range(layers) for n in ("attention", "output"))]
    words = _float(constants["words"]) * _float(constants["words.scale"])
    return Parameters(
        layers=layers,
        heads=settings.heads,
        hidden=words.shape[1],
        epsilon=settings.epsilon,
        matrices={n: _matrix(constants, n) for n in matrices},
        biases={n: _float(constants[f"{n}.bias"]) for n in matrices},
        norms={n: (_float(constants[f"{n}.scale"]), _float(constants[f"{n}.offset"])) for n in norms},
        words=words,
        positions=_float(constants["positions"]),
        types=_float(constants["types"]),
    )
