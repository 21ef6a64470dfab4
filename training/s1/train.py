"""Fine-tunes the encoder with the S1 heads on CANTEMIST; resumes from its last epoch's checkpoint."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from training.corpora import valid_codes
from training.encoder.network import starting_encoder
from training.s1.codes import CodeSpace
from training.s1.data import (
    Example,
    Terms,
    english_sentences,
    english_terms,
    sentences_of_parts,
    spanish_terms,
)
from training.s1.model import Reader
from training.sentences import BUILD
from training.tokenizer import CLS, PAD, SEP, WordPieces

MAX_TOKENS = 128


@dataclass(frozen=True)
class Plan:
    """One training run."""

    name: str = "s1"
    train: tuple[str, ...] = ("train", "dev1")
    epochs: int = 8
    rate: float = 3e-4
    head_rate: float = 1.5e-3
    warm_up: float = 0.08
    batch_tokens: int = 1_024
    negatives: float = 0.3
    """Share of the sentences without a mention that an epoch reads."""
    swaps: float = 0.15
    """Share of the sentences with a mention whose mention is swapped for another code's term."""
    terms: int = 1_500
    """Bare descriptions an epoch reads."""
    seed: int = 7
    limit: int = 0
    """Sentences at most (smoke runs); 0 for all."""
    start: str = ""
    """Name of the run whose weights this one starts from; empty for the starting encoder."""
    english: int = 0
    """English terms an epoch reads, beside all English sentences; 0 for none of both."""
    unseen: int = 0
    """Valid codes without training data or description that the softmax runs over, drawn anew each epoch."""


@dataclass(frozen=True)
class Batch:
    """Padded tensors of some examples, in their order."""

    examples: list[Example]
    ids: Tensor
    cases: Tensor
    mask: Tensor
    first: Tensor
    words: Tensor
    """1 where a word is."""


def collate(examples: list[Example], pieces: WordPieces) -> Batch:
    """Sentences to tensors; words past the window are left out here (training only)."""
    rows: list[tuple[list[int], list[int], list[int]]] = []
    for e in examples:
        ids, cases, first = [CLS], [0], []
        for word, case in zip(e.words, e.cases, strict=True):
            wp = pieces(word)
            if len(ids) + len(wp) >= MAX_TOKENS:
                break
            first.append(len(ids))
            ids += wp
            cases += [case] * len(wp)
        rows.append(([*ids, SEP], [*cases, 0], first))
    tokens, words = max(len(r[0]) for r in rows), max(1, max(len(r[2]) for r in rows))

    def pad(values: list[int], length: int, fill: int = 0) -> list[int]:
        return values + [fill] * (length - len(values))

    return Batch(
        examples,
        torch.tensor([pad(r[0], tokens, PAD) for r in rows]),
        torch.tensor([pad(r[1], tokens) for r in rows]),
        torch.tensor([pad([1] * len(r[0]), tokens) for r in rows]),
        torch.tensor([pad(r[2], words) for r in rows]),
        torch.tensor([pad([1] * len(r[2]), words) for r in rows]),
    )


def batches(examples: list[Example], pieces: WordPieces, tokens: int, rng: random.Random) -> Iterator[Batch]:
    """Length-sorted batches of about `tokens` padded tokens, in random order."""
    sized = sorted((min(MAX_TOKENS, 2 + sum(len(pieces(w)) for w in e.words)), rng.random(), e) for e in examples)
    groups: list[list[Example]] = []
    current: list[Example] = []
    for size, _, example in sized:
        if current and size * (len(current) + 1) > tokens:
            groups.append(current)
            current = []
        current.append(example)
    if current:
        groups.append(current)
    rng.shuffle(groups)
    return (collate(g, pieces) for g in groups)


def loss_of(model: Reader, batch: Batch, rows: Tensor, index: dict[str, int]) -> tuple[Tensor, Tensor]:
    """Tag loss and code loss of a batch."""
    hidden = model.words(batch.ids, batch.cases, batch.mask, batch.first)
    tags = torch.full(batch.words.shape, -100)
    for i, e in enumerate(batch.examples):
        if e.tagged:
            n = int(batch.words[i].sum())
            tags[i, :n] = torch.tensor(e.tags()[:n])
    logits = model.mention(hidden)
    tag_loss = F.cross_entropy(logits.flatten(0, 1), tags.flatten()) if bool((tags >= 0).any()) else logits.sum() * 0
    projected = model.vector(hidden)
    vectors, targets = [], []
    for i, e in enumerate(batch.examples):
        n = int(batch.words[i].sum())
        for m in e.mentions:
            if m.end <= n and m.code in index:
                vectors.append(projected[i, m.first : m.end].mean(0))
                targets.append(index[m.code])
    if not vectors:
        return tag_loss, tag_loss * 0
    code_logits = model.code_logits(torch.stack(vectors), rows)
    return tag_loss, F.cross_entropy(code_logits, torch.tensor(targets), label_smoothing=0.02)


def code_space(plan: Plan, examples: list[Example]) -> CodeSpace:
    """All valid codes; codes of the training mentions get vectors of their own."""
    seen = {m.code for e in examples for m in e.mentions}
    return CodeSpace.build(sorted(set(valid_codes()) | seen), sorted(seen))


def training_rows(space: CodeSpace, unseen: int, rng: random.Random) -> tuple[Tensor, dict[str, int]]:
    """Codes that the training softmax runs over: seen ones, all with a description, and `unseen` others."""
    described = {c for c, d in valid_codes().items() if d}
    keep = [i for i, c in enumerate(space.codes) if c in described or space.rows[i, 4] >= 0]
    rest = sorted(set(range(len(space.codes))) - set(keep))
    keep += rng.sample(rest, min(unseen, len(rest)))
    return torch.from_numpy(space.rows[keep]), {space.codes[i]: n for n, i in enumerate(keep)}


def load_weights(model: Reader, space: CodeSpace, checkpoint: Path, skip: tuple[str, ...] = ()) -> None:
    """Copies a finished run's weights; rows of an axis are matched by value. Names that begin as `skip` stay."""
    state = torch.load(checkpoint, weights_only=True)
    own = model.state_dict()
    for name, value in state["model"].items():
        if skip and name.startswith(skip):
            continue
        group, _, axis = name.partition(".")
        if group not in ("axes", "biases"):
            own[name] = value
            continue
        index = {v: i for i, v in enumerate(state["axes"][axis])}
        for row, v in enumerate(space.axes[axis]):
            if v in index:
                own[name][row] = value[index[v]]
    model.load_state_dict(own)


def run(plan: Plan) -> Path:
    """Trains; returns the checkpoint's path (`model`, `plan`, `axes`)."""
    folder = BUILD / plan.name
    folder.mkdir(parents=True, exist_ok=True)
    last, final = folder / "last.pt", folder / "model.pt"
    torch.manual_seed(plan.seed)
    pieces = WordPieces()
    examples = sentences_of_parts(plan.train)
    if plan.limit:
        examples = [e for e in examples if e.mentions][: plan.limit]
    english = english_sentences()[: plan.limit or None] if plan.english else []
    space = code_space(plan, examples + english)
    model = Reader(starting_encoder(), space)
    if plan.start:
        load_weights(model, space, BUILD / plan.start / "model.pt")
    model.encoder.word.weight.requires_grad_(False)
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}], weight_decay=0.01
    )
    rates = [plan.rate, plan.head_rate]
    epoch, started = 0, time.time()
    if last.exists():
        state = torch.load(last, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        epoch = state["epoch"]
    positive = [e for e in examples if e.mentions]
    negative = [e for e in examples if not e.mentions]
    while epoch < plan.epochs:
        rng = random.Random(plan.seed * 1_000 + epoch)
        torch.manual_seed(plan.seed * 1_000 + epoch)
        rows, index = training_rows(space, plan.unseen, rng)
        terms = Terms(spanish_terms(), rng)
        chosen = [terms.swap(e) if rng.random() < plan.swaps else e for e in positive]
        chosen += rng.sample(negative, int(plan.negatives * len(negative)))
        chosen += [terms.example() for _ in range(plan.terms if not plan.limit else plan.limit)]
        if english:
            more = Terms(english_terms(), rng)
            chosen += [more.swap(e) if e.mentions and rng.random() < 0.4 else e for e in english]
            chosen += [more.example() for _ in range(plan.english)]
        groups = list(batches(chosen, pieces, plan.batch_tokens, rng))
        model.train()
        sums = [0.0, 0.0]
        for step, batch in enumerate(groups):
            done = (epoch + step / len(groups)) / plan.epochs
            factor = min(done / plan.warm_up, (1 - done) / (1 - plan.warm_up))
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * max(factor, 1e-3)
            tag_loss, code_loss = loss_of(model, batch, rows, index)
            optimizer.zero_grad(set_to_none=True)
            (tag_loss + 0.5 * code_loss).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            sums = [sums[0] + float(tag_loss.detach()), sums[1] + float(code_loss.detach())]
            if step % 50 == 0:
                say = {"epoch": epoch, "step": step, "of": len(groups), "tag": sums[0] / (step + 1)}
                say |= {"code": sums[1] / (step + 1), "seconds": round(time.time() - started)}
                print(json.dumps(say), flush=True)
        epoch += 1
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
        temporary = last.with_suffix(".tmp")
        torch.save(state, temporary)
        temporary.replace(last)
    torch.save({"model": model.state_dict(), "axes": {k: list(v) for k, v in space.axes.items()}}, final)
    return final
