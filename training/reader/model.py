"""All heads on one encoder: S1's (`s1/model.py`) and those of S0, S2, S3, S4 (`docs/model-pack.md`, head `reader`).

Every head is a linear map of a word's hidden state, so that one small matrix product per word serves all; what
depends on spans, pairs or the whole report is put together from these parts afterwards, in the engine as here.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.encoder.network import HIDDEN, Encoder
from training.reader.schema import (
    ASSERTIONS,
    ENTITY_TYPES,
    EXAM_AXES,
    LABELS,
    MAX_DISTANCE,
    MAX_WIDTH,
    PAIRS,
    SECTIONS,
    SIDES,
    SUBTYPES,
    TRENDS,
    exam_parts,
)
from training.s1.codes import CodeSpace
from training.s1.model import Reader

SPAN, PAIR, VECTOR = 96, 48, 64
Q = len(LABELS)


def pooled_max(rows: Tensor, index: Tensor) -> Tensor:
    """Maximum over the rows named by `index` [n, k], -1 for none → [n, d]; zeros where a row names none."""
    picked = rows[index.clamp(min=0)]
    picked = picked.masked_fill((index < 0)[:, :, None], float("-inf"))
    best = picked.amax(1)
    return torch.where(torch.isinf(best), torch.zeros_like(best), best)


class DeskReader(Reader):
    """S1's reader with the heads of S0, S2, S3 and S4; `exams` are the codes of the exam softmax."""

    def __init__(self, encoder: Encoder, space: CodeSpace, exams: tuple[str, ...]) -> None:
        super().__init__(encoder, space)
        self.tags = nn.Linear(HIDDEN, 3 * len(ENTITY_TYPES))
        self.span_parts = nn.Linear(HIDDEN, 3 * SPAN)
        self.relation_parts = nn.Linear(HIDDEN, 3 * PAIR)
        self.queries = nn.Linear(HIDDEN, 2 * Q + 1)
        self.vectors = nn.Linear(HIDDEN, VECTOR)
        self.span_width = nn.Parameter(torch.zeros(MAX_WIDTH + 1, SPAN))
        self.span_context = nn.Parameter(torch.ones(SPAN))
        self.span_kind = nn.Linear(SPAN, 3)
        self.span_subtype = nn.Linear(SPAN, len(SUBTYPES) + 1)
        self.span_assertion = nn.Linear(SPAN, len(ASSERTIONS))
        self.span_trend = nn.Linear(SPAN, len(TRENDS) + 1)
        self.span_side = nn.Linear(SPAN, len(SIDES) + 1)
        self.relation_pair = nn.Parameter(torch.randn(len(PAIRS), PAIR) * 0.1)
        self.relation_distance = nn.Parameter(torch.zeros(2 * MAX_DISTANCE + 1, PAIR))
        self.relation_weight = nn.Parameter(torch.randn(len(PAIRS), PAIR) * 0.1)
        self.relation_bias = nn.Parameter(torch.zeros(len(PAIRS)))
        self.label_bias = nn.Parameter(torch.zeros(Q))
        self.label_section = nn.Parameter(torch.zeros(Q, len(SECTIONS)))
        self.exam_section = nn.Parameter(torch.zeros(len(SECTIONS)))
        self.exams = exams
        values = {axis: sorted({exam_parts(c)[i] for c in exams}) for i, axis in enumerate(EXAM_AXES)}
        self.exam_values = values
        self.exam_axes = nn.ModuleDict({axis: nn.Linear(VECTOR, len(values[axis])) for axis in EXAM_AXES})
        rows = [[values[axis].index(exam_parts(c)[i]) for i, axis in enumerate(EXAM_AXES)] for c in exams]
        self.register_buffer("exam_rows", torch.tensor(rows), persistent=False)
        self.dropout = nn.Dropout(0.1)

    def span_hidden(self, parts: Tensor, first: Tensor, last: Tensor, inside: Tensor, context: Tensor) -> Tensor:
        """Spans by rows of `parts` [words, 3·SPAN]: first and last word [n], its words [n, k], the sentence's."""
        head, tail, body = torch.split(parts, SPAN, 1)
        width = (inside >= 0).sum(1).clamp(max=MAX_WIDTH)
        mask = (context >= 0).to(parts)
        mean = (body[context.clamp(min=0)] * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        total = head[first] + tail[last] + pooled_max(body, inside) + self.span_context * mean + self.span_width[width]
        return torch.relu(total)

    def relation_logits(
        self, parts: Tensor, kind: Tensor, head: Tensor, tail: Tensor, between: Tensor, distance: Tensor
    ) -> Tensor:
        """Pairs by rows of `parts` [words, 3·PAIR]; `distance` signed, clamped → logits [n]."""
        a, b, c = torch.split(parts, PAIR, 1)
        hidden = pooled_max(a, head) + pooled_max(b, tail) + pooled_max(c, between)
        hidden = hidden + self.relation_pair[kind] + self.relation_distance[distance + MAX_DISTANCE]
        return (torch.relu(hidden) * self.relation_weight[kind]).sum(1) + self.relation_bias[kind]

    def report_outputs(self, queries: Tensor, vectors: Tensor, index: Tensor, section: Tensor) -> tuple[Tensor, Tensor]:
        """`queries` [words, 2Q+1] and `vectors` of all words; `index` [reports, k] their words, -1 for none;
        `section` [words] → label logits [reports, Q], exam logits [reports, exams]."""
        mask = (index < 0)[:, :, None]
        at = index.clamp(min=0)
        scores = queries[:, 0 : 2 * Q : 2] + self.label_section.T[section]
        values = queries[:, 1 : 2 * Q : 2]
        weight = scores[at].masked_fill(mask, float("-inf")).softmax(1)
        labels = (weight * values[at]).sum(1) + self.label_bias
        exam = queries[:, 2 * Q] + self.exam_section[section]
        share = exam[at].masked_fill(mask[:, :, 0], float("-inf")).softmax(1)
        return labels, self.exam_logits((share[:, :, None] * vectors[at]).sum(1))

    def exam_logits(self, pooled: Tensor) -> Tensor:
        """[reports, VECTOR] → [reports, exams]: the sum of what a code's parts score."""
        total = pooled.new_zeros(pooled.shape[0], len(self.exams))
        for i, axis in enumerate(EXAM_AXES):
            total = total + self.exam_axes[axis](pooled)[:, self.exam_rows[:, i]]  # type: ignore[index]
        return total
