"""Trains all heads together on the encoder that S1 left; resumes from its last epoch's checkpoint."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training.encoder.network import encoder_like, starting_encoder
from training.generate import generated
from training.reader.batch import encode, groups, prepare
from training.reader.data import ReadReport, read_reports
from training.reader.losses import losses
from training.reader.model import DeskReader
from training.reader.plain import plain_loss
from training.reader.teach import Targets, soft_loss, soft_targets
from training.reports.corpus import reports
from training.reports.nubes import nubes
from training.reports.unlabelled import oncology, unlabelled
from training.s1 import train as s1
from training.s1.codes import CodeSpace
from training.s1.data import Example, Terms, english_sentences, english_terms, sentences_of_parts, spanish_terms
from training.sentences import BUILD
from training.tokenizer import WordPieces


@dataclass(frozen=True)
class Plan:
    """One run over all heads."""

    name: str = "reader"
    start: str = "s1-last"
    epochs: int = 10
    stop: int = 0
    """Epochs to run where that is fewer than the rate's schedule counts; 0 for all."""
    rate: float = 3e-4
    head_rate: float = 1.5e-3
    warm_up: float = 0.08
    words: int = 900
    """Words of a group of reports."""
    s1_every: int = 3
    """S1 batches after every so many groups; 0 for none."""
    s1_batches: int = 1
    mask: float = 0.0
    """Share of the words that is hidden behind `[MASK]`."""
    average: float = 0.0
    """Decay a step of the running mean of the weights that is kept in their place; 0 keeps the last ones."""
    bfloat16: bool = False
    """The encoder's products in bfloat16."""
    whole: bool = False
    """The encoder's matrices are learnt as the integers that packs hold (`Encoder.whole`)."""
    seed: int = 11
    sources: tuple[str, ...] = ("passages", "real", "reports", "labelled", "desk", "codiesp")
    """Of `Report.source`; `generated` and `nubes` are drawn anew each epoch, as many as the next two fields say."""
    generated: int = 0
    """Generated reports an epoch."""
    nubes: int = 0
    """NUBes sentences an epoch, about."""
    drawn_from: int = 0
    """First epoch that draws them."""
    teachers: tuple[str, ...] = ()
    """Runs that together say what stands in unlabelled texts (`teach.py`)."""
    unlabelled: int = 0
    """Texts an epoch that are learned from the teachers."""
    mention_teachers: tuple[str, ...] = ()
    """Runs that together say where tumours are mentioned in unlabelled oncology sentences."""
    oncology: int = 0
    """Sentences an epoch that are learned from them."""
    often: tuple[tuple[str, int], ...] = ()
    """Beginnings of ids of training reports, and how many times an epoch reads these."""
    plain: bool = False
    """Reports without a tumour teach S1 that none is mentioned there (`plain.py`)."""
    limit: int = 0
    """Reports and S1 sentences at most (smoke runs); 0 for all."""
    s1: s1.Plan = field(
        default_factory=lambda: s1.Plan(name="s1-mixed", english=600, unseen=3_000, terms=400, swaps=0.2, negatives=0.4)
    )


def exam_codes(training: list[ReadReport]) -> tuple[str, ...]:
    """Five-character exam codes of the training reports."""
    return tuple(sorted({str(r.report.exam) for r in training if r.report.exam and len(r.report.exam) == 5}))


def _s1_batches(
    plan: Plan, examples: list[Example], space: CodeSpace, pieces: WordPieces
) -> Iterator[tuple[s1.Batch, torch.Tensor, dict[str, int]]]:
    """S1 batches without end; every draw is a shuffled sample of the sentences, as S1's own epochs are."""
    positive = [e for e in examples if e.mentions]
    negative = [e for e in examples if not e.mentions]
    english = english_sentences()[: plan.limit or None]
    turn = 0
    while True:
        rng = random.Random(plan.seed * 7_919 + turn)
        rows, index = s1.training_rows(space, plan.s1.unseen, rng)
        terms, more = Terms(spanish_terms(), rng), Terms(english_terms(), rng)
        chosen = [
            terms.swap(e) if rng.random() < plan.s1.swaps else e for e in rng.sample(positive, len(positive) // 4)
        ]
        chosen += rng.sample(negative, int(plan.s1.negatives * len(negative)) // 4)
        chosen += [terms.example() for _ in range(plan.s1.terms)]
        chosen += [
            more.swap(e) if e.mentions and rng.random() < 0.4 else e for e in rng.sample(english, len(english) // 4)
        ]
        chosen += [more.example() for _ in range(plan.s1.english)]
        for batch in s1.batches(chosen, pieces, plan.s1.batch_tokens, rng):
            yield batch, rows, index
        turn += 1


def _nubes_texts(plan: Plan) -> list[ReadReport]:
    if "nubes" not in plan.sources or not plan.nubes:
        return []
    return read_reports("nubes", [r for r in nubes() if not r.dev])


def drawn(plan: Plan, epoch: int, texts: list[ReadReport]) -> list[ReadReport]:
    """What an epoch reads beside the training reports: generated ones, and NUBes texts out of `texts`."""
    rng = random.Random(f"{plan.seed}/{epoch}")
    count = plan.generated if "generated" in plan.sources else 0
    out = read_reports("generated", generated(rng.getrandbits(32), count), keep=False) if count else []
    sentences = 0
    for text in rng.sample(texts, len(texts)):
        if sentences >= plan.nubes:
            break
        out.append(text)
        sentences += text.report.annotated.text.count("\n") + 1
    return out


@dataclass(frozen=True)
class Taught:
    """Unlabelled texts of one source, what their teachers say of them, and how many an epoch reads."""

    texts: list[ReadReport]
    targets: Targets
    an_epoch: int


def _taught(plan: Plan, folder: Path) -> dict[str, Taught]:
    """By source; those that the plan has teachers for."""
    out: dict[str, Taught] = {}
    kinds = (
        ("unlabelled", unlabelled, plan.teachers, plan.unlabelled, "soft-targets.pt"),
        ("oncology", oncology, plan.mention_teachers, plan.oncology, "soft-mentions.pt"),
    )
    for source, read, teachers, an_epoch, file in kinds:
        if teachers:
            texts = read_reports(source, list(read())[: 4 * plan.limit or None])
            out[source] = Taught(texts, soft_targets(teachers, texts, folder / file), min(an_epoch, len(texts)))
    return out


def run(plan: Plan) -> Path:
    """Trains; returns the checkpoint's path (`model`, `axes`, `exams`)."""
    folder = BUILD / plan.name
    folder.mkdir(parents=True, exist_ok=True)
    last, final = folder / "last.pt", folder / "model.pt"
    torch.manual_seed(plan.seed)
    pieces = WordPieces()
    chosen = [r for r in reports() if not r.dev and r.source in plan.sources]
    training = read_reports("train", chosen[:: max(1, len(chosen) // plan.limit)] if plan.limit else chosen)
    training += [
        r for start, times in plan.often for r in training if r.report.id.startswith(start) for _ in range(times - 1)
    ]
    texts = _nubes_texts(plan)
    taught = _taught(plan, folder)
    examples = sentences_of_parts(plan.s1.train)
    if plan.limit:
        examples = examples[: 10 * plan.limit]
    space = s1.code_space(plan.s1, examples + english_sentences())
    state = torch.load(last, weights_only=True) if last.exists() else None
    exams = tuple(state["exams"]) if state else exam_codes(training)
    start = BUILD / plan.start / "model.pt" if plan.start else None
    encoder = encoder_like(torch.load(start, weights_only=True)["model"]) if start else starting_encoder()
    model = DeskReader(encoder, space, exams)
    if start:
        start_from(model, space, start)
    model.encoder.word.weight.requires_grad_(False)
    model.encoder.short_products = plan.bfloat16
    model.encoder.whole = plan.whole
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    rates = [plan.rate, plan.head_rate]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}], weight_decay=0.01
    )
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(plan.average)) if plan.average else None  # type: ignore[no-untyped-call]
    kept: DeskReader = mean.module if mean else model  # type: ignore[assignment]
    epoch, started = 0, time.time()
    if state:
        model.load_state_dict(state["model"])
        if mean and "mean" in state:
            mean.load_state_dict(state["mean"])
        optimizer.load_state_dict(state["optimizer"])
        epoch = state["epoch"]
    while epoch < (plan.stop or plan.epochs):
        rng = random.Random(plan.seed * 1_000 + epoch)
        torch.manual_seed(plan.seed * 1_000 + epoch)
        mixed = _s1_batches(Plan(**{**plan.__dict__, "seed": plan.seed + epoch}), examples, space, pieces)
        more = drawn(plan, epoch, texts) if epoch >= plan.drawn_from else []
        order = list(groups(training + more, plan.words, rng))
        for each in taught.values():
            order += groups(rng.sample(each.texts, each.an_epoch), plan.words, rng)
        if taught:
            rng.shuffle(order)
        model.train()
        sums: dict[str, float] = {}
        for step, part in enumerate(order):
            done = (epoch + step / len(order)) / plan.epochs
            factor = max(min(done / plan.warm_up, (1 - done) / (1 - plan.warm_up)), 1e-3)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            prepared = prepare(part, pieces, rng, plan.mask)
            hidden = encode(model, prepared)
            source = part[0].report.source
            alone = source in taught
            if alone:
                parts = {f"soft {source}": soft_loss(model, hidden, prepared, taught[source].targets)}
            else:
                parts = losses(model, hidden, prepared, rng)
            none = plain_loss(model, hidden, prepared) if plan.plain else None
            if none is not None:
                parts["plain"] = none
            _step(model, optimizer, torch.stack(list(parts.values())).sum())
            for _ in range(0 if alone or not plan.s1_every or step % plan.s1_every else plan.s1_batches):
                batch, rows, index = next(mixed)
                tag, code = s1.loss_of(model, batch, rows, index)
                parts |= {"s1-tag": tag, "s1-code": code}
                _step(model, optimizer, tag + 0.5 * code)
            if mean:
                mean.update_parameters(model)
            for k, v in parts.items():
                sums[k] = sums.get(k, 0.0) + float(v.detach()) * (plan.s1_every if k.startswith("s1") else 1)
            if step % 25 == 0:
                say: dict[str, float] = {"epoch": epoch, "step": step, "of": len(order)}
                say |= {k: round(v / (step + 1), 4) for k, v in sums.items()}
                print(json.dumps(say | {"seconds": round(time.time() - started)}), flush=True)
        epoch += 1
        temporary = last.with_suffix(".tmp")
        state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch, "exams": list(exams)}
        if mean:
            state["mean"] = mean.state_dict()
        torch.save(state, temporary)
        temporary.replace(last)
        save(kept, space, folder / "latest.pt")
    save(kept, space, final)
    return final


def _step(model: DeskReader, optimizer: torch.optim.Optimizer, loss: torch.Tensor) -> None:
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()


def save(model: DeskReader, space: CodeSpace, path: Path) -> None:
    """What `load` needs; matrices that are learnt as integers are written as these."""
    if model.encoder.whole:
        model = copy.deepcopy(model)
        model.encoder.settle()
    axes = {k: list(v) for k, v in space.axes.items()}
    torch.save({"model": model.state_dict(), "axes": axes, "exams": list(model.exams)}, path)


def start_from(model: DeskReader, space: CodeSpace, checkpoint: Path) -> None:
    """Copies an S1 run's weights, or those of an earlier run over all heads (exam rows matched by value)."""
    state = torch.load(checkpoint, weights_only=True)
    s1.load_weights(model, space, checkpoint, skip=("exam_axes.",))
    if "exams" not in state:
        return
    earlier = DeskReader(model.encoder, space, tuple(state["exams"])).exam_values
    own = model.state_dict()
    for axis, values in model.exam_values.items():
        for kind in ("weight", "bias"):
            name = f"exam_axes.{axis}.{kind}"
            for row, value in enumerate(values):
                if value in earlier[axis]:
                    own[name][row] = state["model"][name][earlier[axis].index(value)]
    model.load_state_dict(own)
