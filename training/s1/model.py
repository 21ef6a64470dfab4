"""The S1 heads on the encoder: BIO over words and a factored softmax over codes for a mention's vector.

score(code | mention) = v · (histology + behaviour + grade + suffix + own) + biases, where v is the mean over
the mention's words of a linear projection. A code never seen in training still gets the score of its parts,
so all 58,062 valid codes are ranked (107 of the official test set's codes occur in no training document).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.encoder.network import HIDDEN, Encoder
from training.s1.codes import AXES, CodeSpace

DIMENSION = 128


class Reader(nn.Module):
    """Encoder and S1 heads."""

    def __init__(self, encoder: Encoder, space: CodeSpace) -> None:
        super().__init__()
        self.encoder = encoder
        self.mention = nn.Linear(HIDDEN, 3)
        self.vector = nn.Linear(HIDDEN, DIMENSION)
        self.axes = nn.ParameterDict(
            {name: nn.Parameter(torch.randn(len(space.axes[name]), DIMENSION) * 0.05) for name in AXES}
        )
        self.biases = nn.ParameterDict({name: nn.Parameter(torch.zeros(len(space.axes[name]))) for name in AXES})
        self.axis_dropout = 0.3

    def words(self, ids: Tensor, cases: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """Hidden states at each word's first piece: [batch, words, 384]."""
        hidden = self.encoder(ids, cases, mask)
        return hidden.gather(1, first[:, :, None].expand(-1, -1, HIDDEN))  # type: ignore[no-any-return]

    def code_logits(self, vectors: Tensor, rows: Tensor) -> Tensor:
        """`vectors` [mentions, DIMENSION], `rows` [codes, 5] → [mentions, codes]."""
        total = torch.zeros(vectors.shape[0], rows.shape[0], dtype=vectors.dtype, device=vectors.device)
        for i, name in enumerate(AXES):
            scores = vectors @ self.axes[name].T + self.biases[name]
            if name == "code":
                if self.training:
                    # The own vector is dropped at times so that the parts learn to carry a code alone.
                    keep = (torch.rand(vectors.shape[0], 1, device=vectors.device) > self.axis_dropout).to(scores)
                    scores = scores * keep
                scores = torch.cat([scores, scores.new_zeros(scores.shape[0], 1)], 1)
            total = total + scores[:, rows[:, i]]
        return total
