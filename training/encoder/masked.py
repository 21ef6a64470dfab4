"""The masked-language model: encoder and the head that guesses pieces with the word table."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.encoder.e5 import Stored
from training.encoder.network import EPSILON, HIDDEN, Encoder, from_hugging_face, to_hugging_face

CASES = 4


class MaskedModel(nn.Module):
    """Scores of all pieces at chosen tokens; the output matrix is the word table."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.transform = nn.Linear(HIDDEN, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.bias = nn.Parameter(torch.zeros(encoder.word.num_embeddings))

    @property
    def layers(self) -> int:
        """Of the encoder."""
        return len(self.encoder.layers)

    def guess(self, hidden: Tensor) -> Tensor:
        """Hidden states [n, 384] → [n, pieces]."""
        return F.linear(self.norm(F.gelu(self.transform(hidden))), self.encoder.word.weight, self.bias)


def from_stored(stored: Stored, words: Tensor, dropout: float) -> MaskedModel:
    """A model with the stored layers, `words` as its word table, and the first token type for all case types."""
    state = dict(stored.state)
    state["bert.embeddings.word_embeddings.weight"] = words
    types = state["bert.embeddings.token_type_embeddings.weight"]
    state["bert.embeddings.token_type_embeddings.weight"] = types[:1].repeat(CASES, 1)
    encoder = Encoder(len(words), dropout, stored.shape.layers)
    from_hugging_face(state, encoder)
    return MaskedModel(encoder)


def shorter(model: MaskedModel, keep: tuple[int, ...], dropout: float) -> MaskedModel:
    """The same model with some of its layers. Raises ValueError where one is not there."""
    if not keep or max(keep) >= model.layers:
        raise ValueError(f"layers {keep} of {model.layers}")
    small = MaskedModel(Encoder(model.encoder.word.num_embeddings, dropout, len(keep)))
    state = {k: v for k, v in model.state_dict().items() if not k.startswith("encoder.layers.")}
    for place, layer in enumerate(keep):
        old = f"encoder.layers.{layer}."
        state |= {
            f"encoder.layers.{place}.{k.removeprefix(old)}": v
            for k, v in model.state_dict().items()
            if k.startswith(old)
        }
    small.load_state_dict(state)
    return small


_HEAD = (("transform", "transform.dense"), ("norm", "transform.LayerNorm"))


def masked_to_hugging_face(model: MaskedModel) -> dict[str, Tensor]:
    """All weights under `BertForMaskedLM`'s names; the tied output matrix is left out, as Hugging Face does."""
    own = model.state_dict()
    state = to_hugging_face(model.encoder)
    for ours, theirs in _HEAD:
        for kind in ("weight", "bias"):
            state[f"cls.predictions.{theirs}.{kind}"] = own[f"{ours}.{kind}"]
    state["cls.predictions.bias"] = own["bias"]
    return state
