"""The encoder's weights in the form that the graphs use: [in, out] matrices, named by layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from training.export.types import ExportConfig, FloatArray, State

_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
}
MATRICES = tuple(_NAMES)
_NORMS = {"attention": "attention.output.LayerNorm", "output": "output.LayerNorm"}


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything is keyed `layer.part`, as in `0.q` or `3.output`."""

    layers: int
    heads: int
    hidden: int
    epsilon: float
    matrices: Mapping[str, FloatArray]
    biases: Mapping[str, FloatArray]
    norms: Mapping[str, tuple[FloatArray, FloatArray]]
    """Scale and offset; the embeddings' one is `embeddings`."""
    words: FloatArray
    positions: FloatArray
    types: FloatArray


def read_parameters(state: State, config: ExportConfig) -> Parameters:
    """From Hugging Face BERT names. Raises KeyError for a tensor that is not there."""

    def get(name: str) -> FloatArray:
        return np.asarray(state[f"bert.{name}"], dtype=np.float32)

    layers = 1 + max(int(k.split(".")[3]) for k in state if k.startswith("bert.encoder.layer."))
    words = get("embeddings.word_embeddings.weight")
    hidden = words.shape[1]
    if hidden % config.heads:
        raise ValueError(f"hidden size {hidden} is no multiple of {config.heads} attention heads")
    matrices: dict[str, FloatArray] = {}
    biases: dict[str, FloatArray] = {}
    norms = {"embeddings": (get("embeddings.LayerNorm.weight"), get("embeddings.LayerNorm.bias"))}
    for i in range(layers):
        base = f"encoder.layer.{i}."
        for key, name in _NAMES.items():
            matrices[f"{i}.{key}"] = np.ascontiguousarray(get(f"{base}{name}.weight").T)
            biases[f"{i}.{key}"] = get(f"{base}{name}.bias")
        for key, name in _NORMS.items():
            norms[f"{i}.{key}"] = (get(f"{base}{name}.weight"), get(f"{base}{name}.bias"))
        # The attention's 1/√d goes into the queries.
        scale = np.float32((hidden // config.heads) ** -0.5)
        matrices[f"{i}.q"] = matrices[f"{i}.q"] * scale
        biases[f"{i}.q"] = biases[f"{i}.q"] * scale
    return Parameters(
        layers=layers,
        heads=config.heads,
        hidden=hidden,
        epsilon=config.epsilon,
        matrices=matrices,
        biases=biases,
        norms=norms,
        words=words,
        positions=get("embeddings.position_embeddings.weight")[: config.positions],
        types=get("embeddings.token_type_embeddings.weight"),
    )
