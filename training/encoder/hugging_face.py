"""A finished model as a Hugging Face `BertForMaskedLM` folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from safetensors.torch import save_file

from training.encoder.masked import CASES, MaskedModel, masked_to_hugging_face
from training.encoder.network import EPSILON, FEED_FORWARD, HEADS, HIDDEN
from training.tokenizer import PAD


def write_folder(model: MaskedModel, tokenizer: Path, out: Path) -> None:
    """`config.json`, `model.safetensors` in fp16 and `tokenizer.json`."""
    out.mkdir(parents=True, exist_ok=True)
    config = {
        "architectures": ["BertForMaskedLM"],
        "attention_probs_dropout_prob": 0.1,
        "dtype": "float16",
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": HIDDEN,
        "initializer_range": 0.02,
        "intermediate_size": FEED_FORWARD,
        "layer_norm_eps": EPSILON,
        "max_position_embeddings": model.encoder.position.num_embeddings,
        "model_type": "bert",
        "num_attention_heads": HEADS,
        "num_hidden_layers": model.layers,
        "pad_token_id": PAD,
        "tie_word_embeddings": True,
        "type_vocab_size": CASES,
        "vocab_size": model.encoder.word.num_embeddings,
    }
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    weights = {k: v.detach().half().contiguous() for k, v in masked_to_hugging_face(model).items()}
    save_file(weights, out / "model.safetensors", metadata={"format": "pt"})
    if tokenizer.resolve() != (out / "tokenizer.json").resolve():
        shutil.copyfile(tokenizer, out / "tokenizer.json")
