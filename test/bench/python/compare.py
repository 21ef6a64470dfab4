"""The model of a pack in Python, timed on given sentences: `transformers` with PyTorch, and `onnxruntime`.

`python compare.py --pack DIR --reports FILE --threads N`: FILE has one report a line, a JSON list of sentences
`{"words": [...], "cases": [...]}` as Glosa's reader cuts them, so that cutting is not charged to Python. Prints one
JSON object. Each side tokenizes (Rust tokenizers, in batches), sorts all sentences by length, runs batches of the
size that was fastest on a tenth of them, and takes the best tag of every word and layer as numbers: less than Glosa
does with them. PyTorch runs float32 weights, made from those of the pack; onnxruntime the pack's own int8 graph.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
import transformers
from numpy.typing import NDArray
from onnx import numpy_helper

MAX_TOKENS = 128
BATCH_SIZES = (8, 32, 128)
NAMES = ("input_ids", "token_type_ids", "attention_mask")
TAGS = "entity_tags"

Array = NDArray[Any]
Batch = dict[str, Array]
Run = Callable[[Batch], Array]
"""One batch to its entity tag scores, [batch, tokens, layers * 3]."""


class Tokens:
    """Sentences as token ids with case types, by `tokenizer.json` of the pack."""

    def __init__(self, pack: Path) -> None:
        self._tokenizer: Any = transformers.PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
            tokenizer_file=str(pack / "tokenizer.json"),
            pad_token="[PAD]",
            unk_token="[UNK]",
            cls_token="[CLS]",
            sep_token="[SEP]",
        )
        self.pad, self._first, self._last = (int(self._tokenizer.vocab[name]) for name in ("[PAD]", "[CLS]", "[SEP]"))

    def __call__(self, sentences: Sequence[dict[str, Any]]) -> list[tuple[list[int], list[int]]]:
        encoded = self._tokenizer(
            [sentence["words"] for sentence in sentences],
            is_split_into_words=True,
            add_special_tokens=False,
            truncation=True,
            max_length=MAX_TOKENS - 2,
        )
        found = []
        for i, sentence in enumerate(sentences):
            cases = [0 if word is None else sentence["cases"][word] for word in encoded.word_ids(i)]
            ids = [self._first, *encoded["input_ids"][i], self._last]
            found.append((ids, [0, *cases, 0]))
        return found

    def batch(self, rows: Sequence[tuple[list[int], list[int]]]) -> Batch:
        """Rows padded to the longest."""
        longest = max(len(ids) for ids, _ in rows)
        arrays = {name: np.zeros((len(rows), longest), np.int64) for name in NAMES}
        arrays["input_ids"].fill(self.pad)
        for i, (ids, cases) in enumerate(rows):
            arrays["input_ids"][i, : len(ids)] = ids
            arrays["token_type_ids"][i, : len(cases)] = cases
            arrays["attention_mask"][i, : len(ids)] = 1
        return arrays


class PackWeights:
    """Float32 parameters of a pack, from its graph for GPUs."""

    def __init__(self, pack: Path) -> None:
        model = onnx.load(str(pack / "model.gpu.onnx"))
        self._values = {t.name: numpy_helper.to_array(t).astype(np.float32) for t in model.graph.initializer}
        self.layers = sum(name.endswith(".q.bias") for name in self._values)

    def __getitem__(self, name: str) -> torch.Tensor:
        return torch.from_numpy(self._values[name].copy())

    def matrix(self, name: str) -> torch.Tensor:
        """A quantized matrix times its scales, [in, out]."""
        return torch.from_numpy(self._values[name] * self._values[f"{name}.scale"])

    def heads(self) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
        names = [n for n in self._values if n.startswith("head.") and not n.endswith(".bias")]
        return {n.removeprefix("head."): (self[n], self[f"{n}.bias"]) for n in names}


def bert_of(weights: PackWeights, heads: int) -> transformers.BertModel:
    """The pack's encoder as a `transformers` model."""
    hidden = weights["types"].shape[1]
    config = transformers.BertConfig(
        vocab_size=weights["words"].shape[0],
        hidden_size=hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=heads,
        intermediate_size=weights["0.up.bias"].shape[0],
        max_position_embeddings=weights["positions"].shape[0],
        type_vocab_size=weights["types"].shape[0],
        layer_norm_eps=1e-12,
    )
    model = transformers.BertModel(config, add_pooling_layer=False)
    state = {
        "embeddings.word_embeddings.weight": weights.matrix("words"),
        "embeddings.position_embeddings.weight": weights["positions"],
        "embeddings.token_type_embeddings.weight": weights["types"],
        "embeddings.LayerNorm.weight": weights["embeddings.scale"],
        "embeddings.LayerNorm.bias": weights["embeddings.offset"],
    }
    # The pack has the queries' 1/√d in their matrix; BertModel divides by itself.
    root = math.sqrt(hidden / heads)
    for i in range(weights.layers):
        base = f"encoder.layer.{i}."
        parts = (
            ("attention.self.query", "q", root),
            ("attention.self.key", "k", 1.0),
            ("attention.self.value", "v", 1.0),
            ("attention.output.dense", "o", 1.0),
            ("intermediate.dense", "up", 1.0),
            ("output.dense", "down", 1.0),
        )
        # `BertConfig` knows one width for all layers.
        layer, wide = model.encoder.layer[i], weights[f"{i}.up.bias"].shape[0]
        layer.intermediate.dense, layer.output.dense = torch.nn.Linear(hidden, wide), torch.nn.Linear(wide, hidden)
        for theirs, ours, factor in parts:
            state[f"{base}{theirs}.weight"] = (weights.matrix(f"{i}.{ours}") * factor).T.contiguous()
            state[f"{base}{theirs}.bias"] = weights[f"{i}.{ours}.bias"] * factor
        for theirs, ours in (("attention.output", "attention"), ("output", "output")):
            state[f"{base}{theirs}.LayerNorm.weight"] = weights[f"{i}.{ours}.scale"]
            state[f"{base}{theirs}.LayerNorm.bias"] = weights[f"{i}.{ours}.offset"]
    model.load_state_dict(state, strict=False)
    missing = set(model.state_dict()) - set(state) - {"embeddings.position_ids", "embeddings.token_type_ids"}
    if missing:
        raise ValueError(f"the pack has no {sorted(missing)}")
    model.eval()  # type: ignore[no-untyped-call]
    return model


def torch_run(pack: Path, heads: int, threads: int) -> Run:
    torch.set_num_threads(threads)
    weights = PackWeights(pack)
    model = bert_of(weights, heads)
    outputs = weights.heads()

    def run(batch: Batch) -> Array:
        with torch.inference_mode():
            hidden = model(**{name: torch.from_numpy(batch[name]) for name in NAMES}).last_hidden_state
            scores = {name: hidden @ matrix + bias for name, (matrix, bias) in outputs.items()}
            return scores[TAGS].numpy()  # type: ignore[no-any-return]

    return run


def onnxruntime_run(pack: Path, threads: int) -> Run:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(pack / "model.cpu.onnx"), options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    at = names.index(TAGS)
    return lambda batch: np.asarray(session.run(names, batch)[at])


def label(sentences: Sequence[dict[str, Any]], tokens: Tokens, run: Run, size: int) -> list[Array]:
    """The best of B, I and O for every token and layer, by sentence in the order given."""
    rows = tokens(sentences)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    found: list[Array] = [np.zeros(0)] * len(rows)
    for start in range(0, len(order), size):
        chosen = order[start : start + size]
        scores = run(tokens.batch([rows[i] for i in chosen]))
        best = scores.reshape(*scores.shape[:2], -1, 3).argmax(-1)
        for place, i in enumerate(chosen):
            found[i] = best[place, : len(rows[i][0])]
    return found


def measure(run: Run, sentences: Sequence[dict[str, Any]], tokens: Tokens) -> tuple[dict[str, float], list[Array]]:
    """Seconds of wall clock and of all threads, the batch size, and what was read."""
    sample = sentences[: max(1, len(sentences) // 10)]
    label(sample, tokens, run, BATCH_SIZES[0])
    took: dict[int, float] = {}
    for size in BATCH_SIZES:
        started = time.perf_counter()
        label(sample, tokens, run, size)
        took[size] = time.perf_counter() - started
    fastest = min(took, key=lambda size: took[size])
    wall, cpu = time.perf_counter(), time.process_time()
    read = label(sentences, tokens, run, fastest)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"seconds": wall, "cpuSeconds": cpu, "batch": fastest}, read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--heads", type=int, default=12)
    args = parser.parse_args()
    reports = [json.loads(line) for line in args.reports.read_text(encoding="utf-8").splitlines()]
    sentences = [sentence for report in reports for sentence in report]
    tokens = Tokens(args.pack)
    # One after the other: the threads of one side do not wait for those of the other.
    pytorch, by_pytorch = measure(torch_run(args.pack, args.heads, args.threads), sentences, tokens)
    runtime, by_runtime = measure(onnxruntime_run(args.pack, args.threads), sentences, tokens)
    same = [(a == b).mean() for a, b in zip(by_pytorch, by_runtime, strict=True)]
    result = {
        "reports": len(reports),
        "sentences": len(sentences),
        "versions": {m.__name__: m.__version__ for m in (torch, transformers, onnxruntime)},
        "transformers": pytorch,
        "onnxruntime": runtime,
        "sameTags": float(np.mean(same)),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
