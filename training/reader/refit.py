"""Fits S1's heads anew to the encoder that the run over all heads left; the encoder and all other heads stay."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import nn

from training.reader.evaluate import load
from training.reader.train import save
from training.s1 import train as s1
from training.s1.data import Terms, english_sentences, english_terms, sentences_of_parts, spanish_terms
from training.sentences import BUILD
from training.tokenizer import WordPieces


@dataclass(frozen=True)
class Refit:
    """One run over S1's heads."""

    name: str = "reader-s1"
    start: str = "reader"
    epochs: int = 1
    rate: float = 6e-4
    seed: int = 21
    s1: s1.Plan = field(
        default_factory=lambda: s1.Plan(name="s1-refit", english=3_000, unseen=3_000, negatives=0.5, swaps=0.25)
    )
    limit: int = 0


def refit(plan: Refit) -> Path:
    """Trains; returns the checkpoint's path."""
    final = BUILD / plan.name / "model.pt"
    final.parent.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    model, space = load(BUILD / plan.start / "model.pt")
    model.requires_grad_(False)
    layers: list[nn.Module] = [model.mention, model.vector, model.axes, model.biases]
    parameters = [p for layer in layers for p in layer.requires_grad_(True).parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=plan.rate, weight_decay=0.01)
    pieces = WordPieces()
    examples = sentences_of_parts(plan.s1.train)[: plan.limit or None]
    english = english_sentences()[: plan.limit or None]
    positive, negative = [e for e in examples if e.mentions], [e for e in examples if not e.mentions]
    started = time.time()
    for epoch in range(plan.epochs):
        rng = random.Random(plan.seed * 1_000 + epoch)
        rows, index = s1.training_rows(space, plan.s1.unseen, rng)
        terms, more = Terms(spanish_terms(), rng), Terms(english_terms(), rng)
        chosen = [terms.swap(e) if rng.random() < plan.s1.swaps else e for e in positive]
        chosen += rng.sample(negative, int(plan.s1.negatives * len(negative)))
        chosen += [terms.example() for _ in range(plan.limit or plan.s1.terms)]
        chosen += [more.swap(e) if e.mentions and rng.random() < 0.4 else e for e in english]
        chosen += [more.example() for _ in range(plan.limit or plan.s1.english)]
        groups = list(s1.batches(chosen, pieces, plan.s1.batch_tokens, rng))
        model.eval()
        sums = [0.0, 0.0]
        for step, batch in enumerate(groups):
            done = (epoch + step / len(groups)) / plan.epochs
            optimizer.param_groups[0]["lr"] = plan.rate * max(min(done / 0.05, (1 - done) / 0.95), 1e-3)
            tag, code = s1.loss_of(model, batch, rows, index)
            optimizer.zero_grad(set_to_none=True)
            (tag + 0.5 * code).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            sums = [sums[0] + float(tag.detach()), sums[1] + float(code.detach())]
            if step % 100 == 0:
                say = {"epoch": epoch, "step": step, "of": len(groups), "tag": sums[0] / (step + 1)}
                print(
                    json.dumps(say | {"code": sums[1] / (step + 1), "seconds": round(time.time() - started)}),
                    flush=True,
                )
    save(model, space, final)
    return final
