"""An uncased WordPiece vocabulary over the texts, and starting embeddings for it out of the old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from torch import Tensor

from training.encoder.texts import Text
from training.tokenizer import CLS, PAD, SEP, UNK
from training.words import split_words

MASK = 4
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
OLD = {PAD: "<pad>", UNK: "<unk>", CLS: "<s>", SEP: "</s>", MASK: "<mask>"}
"""The old vocabulary's counterparts of the special tokens."""
MOST = 2_000
"""No word counts for more in the training of the vocabulary."""
DAMPING = 0.75
"""Exponent on a word's count where its pieces' vectors are averaged."""
SPACE = "▁"


def count_words(texts: Iterable[Text]) -> Counter[str]:
    """Surface forms with their weighted counts, cut as the product cuts them."""
    counts: Counter[str] = Counter()
    for text in texts:
        for word in split_words(text.text):
            counts[text.text[word.start : word.end]] += text.weight
    return counts


def _repeated(counts: Mapping[str, int]) -> Iterator[str]:
    for form, count in sorted(counts.items()):
        if count > 1:
            yield " ".join([form] * min(count, MOST))


def train_vocabulary(counts: Mapping[str, int], size: int, least: int) -> Tokenizer:
    """A tokenizer with up to `size` pieces; a piece occurs `least` times at least."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=False, strip_accents=True, lowercase=True
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Digits(individual_digits=False)]
    )
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        min_frequency=least,
        limit_alphabet=400,
        special_tokens=list(SPECIAL),
        continuing_subword_prefix="##",
        show_progress=False,
    )
    tokenizer.train_from_iterator(_repeated(counts), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", CLS), ("[SEP]", SEP)],
    )
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    return tokenizer


def old_tokenizer(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """XLM-R's unigram tokenizer from its pieces; the normalizer is NFKC, which differs in rare characters only."""
    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), pieces.index(OLD[UNK])))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always")
    return tokenizer


Spans = list[tuple[int, int, int]]


def _spans(tokens: Sequence[str], ids: Sequence[int], mark: str, length: int) -> Spans | None:
    """Start, end and id of each piece by characters of the word; None where they do not cover it."""
    spans, at = [], 0
    for token, piece in zip(tokens, ids, strict=True):
        bare = token.removeprefix(mark)
        if bare:
            spans.append((at, at + len(bare), piece))
            at += len(bare)
    return spans if at == length else None


def carry_over(counts: Mapping[str, int], new: Tokenizer, old: Tokenizer, table: Tensor) -> Tensor:
    """Starting vectors [new pieces, hidden].

    A new piece is the mean of the old pieces that it overlaps in the words it occurs in, weighted by shared
    characters and by damped counts, and as long as these are on average. One that occurs in no word is the mean of
    the old pieces of its own text.
    """
    vectors = table.numpy().astype(np.float64)
    lengths = np.linalg.norm(vectors, axis=1)
    vocabulary: dict[str, int] = new.get_vocab()
    total = np.zeros((len(vocabulary), vectors.shape[1]))
    length, weight = np.zeros(len(vocabulary)), np.zeros(len(vocabulary))
    forms = sorted(counts)
    ours = new.encode_batch(forms, add_special_tokens=False)
    theirs = old.encode_batch(forms, add_special_tokens=False)
    for form, a, b in zip(forms, ours, theirs, strict=True):
        mine, olds = _spans(a.tokens, a.ids, "##", len(form)), _spans(b.tokens, b.ids, SPACE, len(form))
        if mine is None or olds is None:
            continue
        share = counts[form] ** DAMPING
        for start, end, piece in mine:
            for low, high, source in olds:
                common = min(end, high) - max(start, low)
                if common > 0:
                    part = share * common / (end - start)
                    total[piece] += part * vectors[source]
                    length[piece] += part * lengths[source]
                    weight[piece] += part
    met = weight > 0
    out = np.zeros_like(total)
    out[met] = total[met] / weight[met, None]
    out[met] *= (length[met] / weight[met] / np.maximum(np.linalg.norm(out[met], axis=1), 1e-9))[:, None]
    mean = out[met].mean(0) if met.any() else vectors.mean(0)
    for token, piece in vocabulary.items():
        if not met[piece]:
            ids = old.encode(token.removeprefix("##"), add_special_tokens=False).ids
            out[piece] = vectors[ids].mean(0) if ids else mean
    for piece, name in OLD.items():
        known: int | None = old.token_to_id(name)
        if known is not None:
            out[piece] = vectors[known]
    return torch.from_numpy(out.astype(np.float32))


def pieces_a_word(counts: Mapping[str, int], tokenizer: Tokenizer) -> float:
    """Pieces of a word on average, by count."""
    forms = sorted(counts)
    encoded = tokenizer.encode_batch(forms, add_special_tokens=False)
    pieces = sum(counts[f] * len(e.ids) for f, e in zip(forms, encoded, strict=True))
    return pieces / max(1, sum(counts.values()))
