"""Masked-language training, of one model or of a student that follows a teacher; resumes from its last checkpoint.

A run depends on its plan and its starting weights alone: the states of both random generators are in the checkpoint,
so one that was interrupted ends with the same weights.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from training.encoder.masked import MaskedModel
from training.encoder.network import Encoder
from training.encoder.windows import Batch, Windows

LENGTHS = (128, 128, 128, 32, 32)
"""Tokens of the windows of one step after another."""
FLOOR = 0.02
"""The rate at the end, as a part of the highest."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One run of pretraining."""

    steps: int
    rate: float
    tokens: int = 65_536
    """Of one step."""
    warm_up: float = 0.06
    decay: float = 0.01
    dropout: float = 0.1
    save_every: int = 200
    seed: int = 0
    lengths: tuple[int, ...] = LENGTHS


def rate_at(plan: Plan, step: int) -> float:
    """Linear warm-up, then a cosine."""
    part = step / plan.steps
    rise = min(1.0, (step + 1) / max(1.0, plan.warm_up * plan.steps))
    fall = min(1.0, max(0.0, (part - plan.warm_up) / (1 - plan.warm_up)))
    return plan.rate * rise * (FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * fall)))


def _guess(model: MaskedModel, batch: Batch) -> tuple[Tensor, Tensor]:
    hidden = model.encoder(batch.ids, batch.cases, batch.mask)
    return hidden, model.guess(hidden[batch.chosen]).float()


def loss_of(model: MaskedModel, batch: Batch, teacher: MaskedModel | None) -> Tensor:
    """Cross-entropy; with a teacher mostly its distribution (KL) and the direction of its hidden states."""
    hidden, scores = _guess(model, batch)
    true = F.cross_entropy(scores, batch.target)
    if teacher is None:
        return true
    with torch.no_grad():
        wanted, wanted_scores = _guess(teacher, batch)
    log, wanted_log = scores.log_softmax(1), wanted_scores.log_softmax(1)
    follow = F.kl_div(log, wanted_log, log_target=True, reduction="batchmean")
    tokens = batch.mask.bool()
    apart = 1 - F.cosine_similarity(hidden[tokens].float(), wanted[tokens].float(), dim=-1).mean()
    return 0.3 * true + 0.7 * follow + 3.0 * apart


@torch.no_grad()
def accuracy(model: MaskedModel, windows: Windows, batches: int, rows: int) -> float:
    """Part of the masked tokens of held-back documents that are guessed right, windows of 64 tokens."""
    generator = torch.Generator(windows.device).manual_seed(7)
    was = model.training
    model.eval()
    right = total = 0
    for _ in range(batches):
        batch = windows.batch(rows, 64, generator, training=False)
        with _precision(windows.device):
            guessed = _guess(model, batch)[1].argmax(1)
        right += int((guessed == batch.target).sum())
        total += len(batch.target)
    model.train(was)
    return right / max(1, total)


def _precision(device: torch.device) -> torch.autocast:
    """bf16 on CUDA; fp32 on a CPU, where bf16 is slow."""
    return torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda")


def _optimizer(model: MaskedModel, plan: Plan) -> torch.optim.AdamW:
    parameters = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": plan.decay},
        {"params": [p for p in parameters if p.ndim < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=plan.rate, betas=(0.9, 0.98), eps=1e-6)


def train(
    model: MaskedModel,
    windows: Windows,
    plan: Plan,
    checkpoint: Path,
    teacher: MaskedModel | None = None,
    until: int | None = None,
) -> bool:
    """Trains `model` in place from the checkpoint, where there is one; True when the plan's last step is done.

    `until` stops before that step, as an interruption would. Raises RuntimeError where the loss is not finite.
    """
    device = windows.device
    model.to(device).train()
    optimizer = _optimizer(model, plan)
    torch.manual_seed(plan.seed)
    generator = torch.Generator(device).manual_seed(plan.seed)
    done = _resume(checkpoint, model, optimizer, generator)
    last = plan.steps if until is None else min(until, plan.steps)
    for step in range(done, last):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(plan, step)
        length = plan.lengths[step % len(plan.lengths)]
        batch = windows.batch(max(1, plan.tokens // length), length, generator)
        with _precision(device):
            loss = loss_of(model, batch, teacher)
        if not math.isfinite(loss.item()):
            raise RuntimeError(f"the loss of step {step} is not finite")
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if (step + 1) % plan.save_every == 0 or step + 1 == last:
            print(f"{checkpoint.parent.name}: step {step + 1} of {plan.steps}, loss {loss.item():.3f}", flush=True)
            _keep(checkpoint, model, optimizer, generator, step + 1)
    model.eval()
    return last == plan.steps


def _keep(
    path: Path, model: MaskedModel, optimizer: torch.optim.Optimizer, generator: torch.Generator, step: int
) -> None:
    cuda = [torch.cuda.get_rng_state()] if generator.device.type == "cuda" else []
    state = {
        "step": step,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "generator": generator.get_state(),
        "random": [torch.get_rng_state(), *cuda],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, path)


def _resume(path: Path, model: MaskedModel, optimizer: torch.optim.Optimizer, generator: torch.Generator) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    generator.set_state(state["generator"])
    torch.set_rng_state(state["random"][0])
    for cuda in state["random"][1:]:
        torch.cuda.set_rng_state(cuda)
    step: int = state["step"]
    return step


def save_model(model: MaskedModel, path: Path) -> None:
    """A finished model: its weights, and the sizes that they do not say."""
    path.parent.mkdir(parents=True, exist_ok=True)
    weights = {k: v.cpu() for k, v in model.state_dict().items()}
    torch.save({"layers": model.layers, "model": weights}, path)


def load_model(path: Path, dropout: float = 0.0) -> MaskedModel:
    """What `save_model` wrote, in evaluation mode."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = MaskedModel(Encoder(len(state["model"]["bias"]), dropout, state["layers"]))
    model.load_state_dict(state["model"])
    return model.eval()
