"""Reports without a tumour teach S1 where none is mentioned: CANTEMIST, which it learns from, tells of nothing else."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import torch
from torch import Tensor
from torch.nn import functional as F

from training.reader.batch import Group
from training.reader.model import DeskReader
from training.reports.corpus import Report

SOURCES = frozenset({"passages", "real", "reports", "labelled", "desk", "unlabelled"})
_TUMOUR = re.compile(
    r"tumou?r|neopl|cancer|carcin|metasta|malign|oncolog|blastom|leu[ck]a?em|mieloprolif|myeloprolif|mielodispl|myelodyspl"
    r"|displas|dysplas|in situ|dermoid|polyp|polipo|\bnev(?:us|os?)\b|\bnaevus|linfoprolif|lymphoprolif|neurofibrom"
    r"|\b(?:gist|lnh|nhl|chc|hcc|loes?|sol|cdi|ca|k|lma|aml|lla|llc|cll|mm|smd|mds|bi-?rads|malt)\b"
)
_ENDS = re.compile(r"\b\w+omas?\b")
_OTHERS = (
    "hematoma haematoma granuloma ateroma atheroma estoma stoma coma sintoma glaucoma seroma cefalohematoma higroma "
    "hygroma toma trauma idioma aroma estroma"
)
NOT_TUMOURS = frozenset(f"{word}{s}" for word in _OTHERS.split() for s in ("", "s"))
"""Words in -oma that name no tumour."""
_UNSURE = ("lesi", "nodul", "mas", "implant", "imag", "proces", "adenopat", "enfermed", "prim", "quist", "infiltr")
"""Beginnings of Spanish words that CANTEMIST marks where its sentence means a tumour: nothing is said of them."""


def is_plain(report: Report) -> bool:
    """True where nothing in a report's text may be a tumour."""
    if report.source not in SOURCES or "cantemist" in report.document or report.document.startswith("cc_onco"):
        return False
    return names_no_tumour(report.annotated.text)


@cache
def names_no_tumour(text: str) -> bool:
    """True where no word of a text may be a tumour's."""
    text = unicodedata.normalize("NFD", text.lower())
    text = "".join(c for c in text if not unicodedata.combining(c))
    if _TUMOUR.search(text):
        return False
    return all(m.group() in NOT_TUMOURS for m in _ENDS.finditer(text))


def plain_loss(model: DeskReader, hidden: Tensor, group: Group) -> Tensor | None:
    """Cross entropy of S1's tags with "no mention" on the words of the group's plain reports; None without any."""
    rows: list[int] = []
    for s in group.sentences:
        report = group.reports[s.report].report
        if is_plain(report):
            words = s.line.words[: s.words]
            rows += [s.offset + i for i, w in enumerate(words) if report.lang != "es" or not w.startswith(_UNSURE)]
    if not rows:
        return None
    logits = model.mention(model.dropout(hidden[torch.tensor(rows)]))
    return F.cross_entropy(logits, torch.zeros(len(rows), dtype=torch.long))
