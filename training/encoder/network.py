"""The bilingual encoder as a torch module: 384 wide, 12 heads, FFN 1536, 6 layers, case types as token types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

WEIGHTS = Path(__file__).parent / "weights" / "model.safetensors"
HIDDEN, HEADS, FEED_FORWARD, LAYERS = 384, 12, 1536, 6
EPSILON = 1e-12
LEVELS = 63
"""Greatest integer of a stored weight: two products of a uint8 and such ones fit 16 bits (`native/gemm_avx2.c`)."""


def rounded(weight: Tensor) -> Tensor:
    """A matrix [out, in] as packs hold it, integers times a scale for each output; gradients pass as if it were not."""
    scale = weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-6) / LEVELS
    return weight + ((weight / scale).round() * scale - weight).detach()


@dataclass(frozen=True)
class Products:
    """How a layer multiplies."""

    whole: bool = False
    """With `rounded` matrices."""
    even: bool = False
    """Rows in a multiple of 64."""

    def __call__(self, layer: nn.Linear, value: Tensor) -> Tensor:
        weight = rounded(layer.weight) if self.whole else layer.weight
        if not self.even:
            return F.linear(value, weight, layer.bias)
        rows = value.reshape(-1, value.shape[-1])
        padded = F.pad(rows, (0, 0, 0, -len(rows) % 64))
        return F.linear(padded, weight, layer.bias)[: len(rows)].view(*value.shape[:-1], -1)


class Layer(nn.Module):
    """One post-norm BERT layer, `wide` units in its feed-forward part."""

    def __init__(self, dropout: float, wide: int = FEED_FORWARD) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.attention_out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.up = nn.Linear(HIDDEN, wide)
        self.down = nn.Linear(wide, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.dropout = dropout

    def matrices(self) -> tuple[nn.Linear, ...]:
        """Those that packs hold as integers."""
        return self.qkv, self.attention_out, self.up, self.down

    def forward(self, x: Tensor, mask: Tensor, product: Products) -> Tensor:
        """`x` [batch, tokens, 384]; `mask` additive, broadcast to [batch, heads, tokens, tokens]."""
        batch, length, _ = x.shape
        q, k, v = product(self.qkv, x).view(batch, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        # In bfloat16 the attention of short rows takes four times as long.
        with torch.autocast(x.device.type, enabled=False):
            a = F.scaled_dot_product_attention(q.to(mask.dtype), k.to(mask.dtype), v.to(mask.dtype), attn_mask=mask)
        a = a.transpose(1, 2).reshape(batch, length, HIDDEN)
        x = self.norm1(x + F.dropout(product(self.attention_out, a), self.dropout, self.training))
        inner = product(self.down, F.gelu(product(self.up, x)))
        return self.norm2(x + F.dropout(inner, self.dropout, self.training))  # type: ignore[no-any-return]


class Encoder(nn.Module):
    """Token ids, case types and mask [batch, tokens] to hidden states [batch, tokens, 384]; `wide` are the units of
    each layer's feed-forward part, where they are not the usual 1536."""

    def __init__(
        self, vocabulary: int = 32_000, dropout: float = 0.1, layers: int = LAYERS, wide: Sequence[int] = ()
    ) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)
        self.case = nn.Embedding(4, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(dropout, units) for units in wide or [FEED_FORWARD] * layers)
        self.dropout = dropout
        self.short_products = False
        """Products in bfloat16 while training: half of the time or less where the processor has them. Their rows are
        filled up, because oneDNN makes code for every size that it meets, and forgets it where there are too many."""
        self.whole = False
        """Reads with `rounded` matrices: those are what is learnt."""

    @torch.no_grad()
    def settle(self) -> None:
        """Makes the matrices what `rounded` makes of them, so that a pack holds them without a loss."""
        for layer in self.layers:
            for matrix in layer.matrices():  # type: ignore[operator]
                matrix.weight.copy_(rounded(matrix.weight))

    def forward(self, ids: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """`mask` is 1 on tokens and 0 on padding."""
        x = self.word(ids) + self.position.weight[None, : ids.shape[1]] + self.case(cases)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        additive = torch.zeros(mask.shape, dtype=x.dtype, device=x.device)
        additive = additive.masked_fill(mask == 0, float("-inf"))[:, None, None, :]
        short = self.short_products and self.training
        product = Products(self.whole, short)
        with torch.autocast(x.device.type, torch.bfloat16, short):
            for layer in self.layers:
                x = layer(x, additive, product)
        return x.float()  # type: ignore[no-any-return]


def from_hugging_face(state: dict[str, Tensor], encoder: Encoder) -> None:
    """Copies a Hugging Face BERT state dict (`bert.…` names) into `encoder`."""
    ours = {
        "word.weight": state["bert.embeddings.word_embeddings.weight"],
        "position.weight": state["bert.embeddings.position_embeddings.weight"],
        "case.weight": state["bert.embeddings.token_type_embeddings.weight"],
        "norm.weight": state["bert.embeddings.LayerNorm.weight"],
        "norm.bias": state["bert.embeddings.LayerNorm.bias"],
    }
    for i in range(len(encoder.layers)):
        theirs = f"bert.encoder.layer.{i}."
        for kind in ("weight", "bias"):
            parts = [state[f"{theirs}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
            ours[f"layers.{i}.qkv.{kind}"] = torch.cat(parts)
            for a, b in _NAMES:
                ours[f"layers.{i}.{a}.{kind}"] = state[f"{theirs}{b}.{kind}"]
    encoder.load_state_dict({k: v.float() for k, v in ours.items()})


_NAMES = (
    ("attention_out", "attention.output.dense"),
    ("norm1", "attention.output.LayerNorm"),
    ("up", "intermediate.dense"),
    ("down", "output.dense"),
    ("norm2", "output.LayerNorm"),
)


def to_hugging_face(encoder: Encoder) -> dict[str, Tensor]:
    """The reverse of `from_hugging_face`: what `training.export` takes."""
    state = encoder.state_dict()
    theirs = {
        "bert.embeddings.word_embeddings.weight": state["word.weight"],
        "bert.embeddings.position_embeddings.weight": state["position.weight"],
        "bert.embeddings.token_type_embeddings.weight": state["case.weight"],
        "bert.embeddings.LayerNorm.weight": state["norm.weight"],
        "bert.embeddings.LayerNorm.bias": state["norm.bias"],
    }
    for i in range(len(encoder.layers)):
        base = f"bert.encoder.layer.{i}."
        for kind in ("weight", "bias"):
            for name, part in zip(("query", "key", "value"), state[f"layers.{i}.qkv.{kind}"].chunk(3), strict=True):
                theirs[f"{base}attention.self.{name}.{kind}"] = part
            for a, b in _NAMES:
                theirs[f"{base}{b}.{kind}"] = state[f"layers.{i}.{a}.{kind}"]
    return theirs


def starting_encoder(dropout: float = 0.1) -> Encoder:
    """The shipped starting weights (model card: *Encoder*)."""
    encoder = Encoder(dropout=dropout)
    from_hugging_face(load_file(WEIGHTS), encoder)
    return encoder


def encoder_like(state: Mapping[str, Tensor]) -> Encoder:
    """An encoder that the part `encoder.…` of a model's state fits into: its layers as wide as that one's."""
    ups = [name for name in state if name.startswith("encoder.layers.") and name.endswith(".up.weight")]
    wide = [state[f"encoder.layers.{i}.up.weight"].shape[0] for i in range(len(ups))]
    return Encoder(state["encoder.word.weight"].shape[0], layers=len(wide), wide=wide)
