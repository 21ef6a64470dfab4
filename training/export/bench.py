"""Speed, accuracy and batch independence of the variants: `python -m training.export.bench`.

Speed is in tokens per second of *user* time on one thread, the median of interleaved repeats: the ratios of one
run can be compared even where other work shares the machine.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
from onnx import ModelProto
from safetensors.numpy import load_file

from training.corpora import cantemist
from training.encoder.network import WEIGHTS, to_hugging_face
from training.export.inputs import batch, encode, split_sentences
from training.export.parameters import read_parameters
from training.export.quantize import quantize_all
from training.export.types import Encoded, ExportConfig, FloatArray, IntArray, State
from training.export.variants import REFERENCE, VARIANTS
from training.reader.evaluate import load
from training.tokenizer import WordPieces

SHAPES = ((1, 16), (1, 32), (4, 32), (16, 32), (4, 128), (8, 64))
BATCH = 8


def session(model: ModelProto) -> Any:
    """One thread, no spinning: as the engine's child process runs it."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def cpu_name() -> str:
    """Model name and vector extensions of this CPU."""
    info = Path("/proc/cpuinfo")
    fields: dict[str, str] = {}
    for line in (info.read_text() if info.exists() else "").splitlines():
        key, _, value = line.partition(":")
        fields[key.strip()] = value.strip()
    flags = [f for f in fields.get("flags", "").split() if f.startswith(("avx", "amx", "fma"))]
    return f"{fields.get('model name', 'unknown')}: {' '.join(flags)}"


def speed(sessions: Mapping[str, Any], repeats: int, seconds: float) -> dict[str, list[float]]:
    """Median tokens per second of user time, by variant and shape."""
    found: dict[str, list[float]] = {n: [] for n in sessions}
    generator = np.random.default_rng(0)
    for rows, tokens in SHAPES:
        feed: dict[str, IntArray] = {
            "input_ids": generator.integers(5, 30_000, (rows, tokens)),
            "token_type_ids": generator.integers(0, 4, (rows, tokens)),
            "attention_mask": np.ones((rows, tokens), np.int64),
        }
        times: dict[str, list[float]] = {n: [] for n in sessions}
        loops: dict[str, int] = {}
        for name, one in sessions.items():
            one.run(None, feed)
            start = resource.getrusage(resource.RUSAGE_SELF).ru_utime
            one.run(None, feed)
            spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime - start
            loops[name] = max(1, int(seconds / max(spent, 1e-4)))
        for _ in range(repeats):
            for name, one in sessions.items():
                start = resource.getrusage(resource.RUSAGE_SELF).ru_utime
                for _ in range(loops[name]):
                    one.run(None, feed)
                spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime - start
                times[name].append(rows * tokens * loops[name] / max(spent, 1e-6))
        for name in sessions:
            found[name].append(statistics.median(times[name]))
    return found


def cosine(a: FloatArray, b: FloatArray) -> FloatArray:
    """Cosine of each row."""
    norms = np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1)
    return np.asarray((a * b).sum(-1) / norms, np.float32)


def alone(one: Any, sequences: Sequence[Encoded]) -> list[FloatArray]:
    """Hidden states of each sequence, run by itself."""
    return [one.run(["hidden"], batch([s]))[0][0] for s in sequences]


def together(one: Any, sequences: Sequence[Encoded], seed: int = 0) -> list[FloatArray]:
    """The same in padded batches of random companions."""
    order = list(range(len(sequences)))
    random.Random(seed).shuffle(order)
    found: dict[int, FloatArray] = {}
    for start in range(0, len(order), BATCH):
        group = order[start : start + BATCH]
        hidden = one.run(["hidden"], batch([sequences[i] for i in group]))[0]
        for row, i in enumerate(group):
            found[i] = hidden[row, : len(sequences[i].ids)]
    return [found[i] for i in range(len(sequences))]


def texts(folder: Path | None, count: int) -> list[Encoded]:
    """Sentences of the `.txt` files of a folder, or of CANTEMIST dev2."""
    sources = (
        [d.text for d in cantemist() if d.split == "dev2"]
        if folder is None
        else [p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.txt"))]
    )
    pieces, sentences = WordPieces(), [s for t in sources for s in split_sentences(t)]
    return [encode(s, pieces) for s in random.Random(1).sample(sentences, min(count, len(sentences)))]


def encoder_state(checkpoint: Path | None) -> State:
    """A run's encoder, or the starting one."""
    if checkpoint is None:
        return load_file(WEIGHTS)
    return {k: v.detach().float().numpy() for k, v in to_hugging_face(load(checkpoint)[0].encoder).items()}


def main() -> None:
    """Prints the table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="variants to run, separated by semicolons")
    parser.add_argument("--texts", type=Path, help="folder of .txt files in place of CANTEMIST dev2")
    parser.add_argument("--checkpoint", type=Path, help="model.pt of a run in place of the starting encoder")
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.1, help="user seconds of one repeat")
    parser.add_argument("--no-speed", action="store_true")
    options = parser.parse_args()
    names = options.only.split(";") if options.only else list(VARIANTS)
    source = quantize_all(read_parameters(encoder_state(options.checkpoint), ExportConfig()))
    sessions = {n: session(VARIANTS[n](source)) for n in dict.fromkeys([REFERENCE, *names])}
    sequences = texts(options.texts, options.sentences)
    print(f"{cpu_name()}; onnxruntime {ort.__version__}; {len(sequences)} sentences\n")
    print("| variant | mean cosine | worst | alone = in a batch | worst cosine of the two |")
    print("|---|---|---|---|---|")
    reference = alone(sessions[REFERENCE], sequences)
    for name, one in sessions.items():
        single, batched = alone(one, sequences), together(one, sequences)
        off = np.concatenate([cosine(a, b) for a, b in zip(single, reference, strict=True)])
        apart = np.concatenate([cosine(a, b) for a, b in zip(single, batched, strict=True)])
        same = sum(np.array_equal(a, b) for a, b in zip(single, batched, strict=True))
        print(f"| {name} | {off.mean():.4f} | {off.min():.3f} | {same} of {len(sequences)} | {apart.min():.4f} |")
    if options.no_speed:
        return
    print(f"\n| tokens/s of user time | {' | '.join(f'{r}×{t}' for r, t in SHAPES)} |")
    print("|---" * (len(SHAPES) + 1) + "|")
    for name, figures in speed(sessions, options.repeats, options.seconds).items():
        print(f"| {name} | {' | '.join(f'{f:,.0f}' for f in figures)} |", flush=True)


if __name__ == "__main__":
    main()
