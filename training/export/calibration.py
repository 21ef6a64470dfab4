"""Calibration: typical sequences, and the activations that a float32 graph has on them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
from onnx import TensorProto, helper

from training.corpora import cantemist
from training.export.blocks import Blocks, write_encoder
from training.export.graph import GraphWriter
from training.export.linear import FloatLinear, embed_float
from training.export.parameters import Parameters
from training.export.types import Encoded, FloatArray, IntArray
from training.tokenizer import CLS, PAD, SEP, WordPieces
from training.words import split_words

MAX_TOKENS = 128
SENTENCES = 150
_CUT = re.compile(r"(?<=[.;:])\s+(?=[A-ZÁÉÍÓÚÑ])|\n+")
ENGLISH = (
    "No evidence of pulmonary embolism.",
    "There is a 12 mm spiculated nodule in the right upper lobe, suspicious for primary malignancy.",
    "FINDINGS: The liver is normal in size and contour, without focal lesions.",
    "IMPRESSION: Metastatic breast carcinoma with progression of osseous disease since 03/2021.",
    "Small bilateral pleural effusions with adjacent compressive atelectasis.",
    "The gallbladder has been removed; the common bile duct measures 7 mm.",
    "Moderately differentiated adenocarcinoma of the sigmoid colon, pT3 N1 M0, margins free.",
    "Bones: degenerative changes of the lumbar spine, no aggressive lesion.",
    "COMPARISON: CT of the chest, abdomen and pelvis dated 12/11/2020.",
    "Stable 4 mm ground-glass nodule (series 3, image 45); follow-up in 12 months is recommended.",
    "Immunohistochemistry was positive for CK7, TTF-1 and napsin A, negative for p40.",
    "If clinically indicated, MRI with contrast could help to tell recurrence from scar.",
    "Heart size is at the upper limit of normal.",
    "LIMITED STUDY BECAUSE OF MOTION. NO ACUTE INTRACRANIAL HEMORRHAGE.",
    "Diffuse large B-cell lymphoma, stage IVB, in complete remission after six cycles of R-CHOP.",
    "Enlarged mediastinal lymph nodes, up to 2.3 x 1.8 cm (previously 1.1 x 0.9 cm).",
)
"""Written for calibration; the rest is Spanish."""


def encode(text: str, pieces: WordPieces, cased: bool = True) -> Encoded:
    """A sentence as the model reads it, cut at 128 tokens; `cased` False gives case type 0 throughout."""
    ids, types = [CLS], [0]
    for word in split_words(text):
        for piece in pieces(word.folded):
            ids.append(piece)
            types.append(word.case if cased else 0)
    return Encoded((*ids[: MAX_TOKENS - 1], SEP), (*types[: MAX_TOKENS - 1], 0))


def batch(sequences: Sequence[Encoded]) -> dict[str, IntArray]:
    """The graphs' inputs, padded to the longest sequence."""
    shape = (len(sequences), max(len(s.ids) for s in sequences))
    ids, types, mask = np.full(shape, PAD, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for row, sequence in enumerate(sequences):
        n = len(sequence.ids)
        ids[row, :n], types[row, :n], mask[row, :n] = sequence.ids, sequence.types, 1
    return {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}


def split_sentences(text: str) -> list[str]:
    """Rough sentences, good enough to calibrate and measure with (the product has its own splitter)."""
    return [t.strip() for t in _CUT.split(text) if 8 < len(t.strip()) < 500]


def calibration_sequences(seed: int = 0) -> list[Encoded]:
    """Sentences of CANTEMIST's training cases and a few English ones; some in capitals, some without case."""
    pieces, generator = WordPieces(), random.Random(seed)
    texts = [t for d in cantemist() if d.split == "train" for t in split_sentences(d.text)]
    chosen = [*generator.sample(texts, SENTENCES), *ENGLISH]
    upper = [t.upper() for t in chosen[::8]]
    return [
        *(encode(t, pieces) for t in chosen),
        *(encode(t, pieces) for t in upper),
        *(encode(t, pieces, cased=False) for t in upper),
    ]


def activations(parameters: Parameters, sequences: Iterable[Encoded]) -> dict[str, FloatArray]:
    """Rows of every quantized activation over the sequences, from a float32 graph."""
    graph = GraphWriter()
    blocks = Blocks(graph, parameters)
    linear = FloatLinear(graph, parameters)
    hidden = write_encoder(blocks, linear, lambda g: embed_float(g, parameters))
    graph.output(hidden, "hidden", parameters.hidden)
    model = graph.model("calibration", "glosa")
    for value in linear.taps.values():
        model.graph.output.append(helper.make_tensor_value_info(value, TensorProto.FLOAT, None))
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    names = list(linear.taps)
    rows: dict[str, list[FloatArray]] = {n: [] for n in names}
    for sequence in sequences:
        values = session.run([linear.taps[n] for n in names], batch([sequence]))
        for name, value in zip(names, values, strict=True):
            rows[name].append(np.asarray(value, np.float32)[0])
    return {n: np.concatenate(r) for n, r in rows.items()}
