"""The encoder's recipe: unpacking, vocabulary, masking, resuming, and the Hugging Face folder."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from training.encoder import e5
from training.encoder.encode import Corpus, encode_texts, pack_cases, unpack_cases
from training.encoder.hugging_face import write_folder
from training.encoder.masked import MaskedModel, from_stored, shorter
from training.encoder.network import HIDDEN, Encoder, from_hugging_face
from training.encoder.pretrain import Plan, rate_at, train
from training.encoder.smoke import CONTROL, LETTERS, quantize_blocks, write_wheel
from training.encoder.texts import Text, clean, own_texts, texts
from training.encoder.vocabulary import MASK, carry_over, count_words, old_tokenizer, train_vocabulary
from training.encoder.windows import Windows, mask_tokens
from training.tokenizer import CLS, PAD, SEP, TOKENIZER

REPORTS = (
    "TC de tórax: nódulo pulmonar de 12 mm en el lóbulo superior derecho. Sin derrame pleural ni adenopatías.",
    "Hígado de tamaño normal, sin lesiones focales. Quiste simple en el riñón izquierdo de 23 mm.",
    "FINDINGS: No acute intracranial hemorrhage. Mild small vessel disease. Ventricles are normal in size.",
    "IMPRESSION: New liver metastases. Stable retroperitoneal adenopathy. Small left pleural effusion.",
)


def test_dequantizes_a_block_made_by_hand() -> None:
    # Scale 0.5; the low nibbles are the values 0 to 15, the high ones fifteen down.
    block = struct.pack("<e", 0.5) + bytes(i | (15 - i) << 4 for i in range(16))
    expected = [(i - 8) * 0.5 for i in range(16)] + [(15 - i - 8) * 0.5 for i in range(16)]
    assert e5.dequantize(block, 1, 32).tolist() == [expected]
    assert e5.dequantize(block * 4, 2, 64).shape == (2, 64)
    with pytest.raises(ValueError, match="18 bytes are not a 2 × 32 matrix"):
        e5.dequantize(block, 2, 32)


def test_blocks_come_back_within_half_a_step() -> None:
    matrix = np.random.default_rng(0).normal(0, 1, (4, 64)).astype(np.float32)
    back = e5.dequantize(quantize_blocks(matrix), 4, 64)
    step = np.abs(matrix.reshape(-1, 32)).max(1) / 7
    assert (np.abs(back - matrix).reshape(-1, 32).max(1) <= 0.51 * step).all()


def test_reads_the_file_of_a_wheel(tmp_path: Path) -> None:
    pieces = [*CONTROL, *LETTERS, "<mask>"]
    write_wheel(tmp_path / "small.whl", pieces, layers=1)
    stored = e5.read_wheel(tmp_path / "small.whl")
    assert stored.pieces == tuple(pieces)
    assert stored.scores[0] == 0 and stored.scores[-1] == pytest.approx(-9)
    assert (stored.shape.layers, stored.shape.hidden, stored.shape.vocabulary) == (1, HIDDEN, len(pieces))
    assert stored.state["bert.encoder.layer.0.output.dense.weight"].shape == (384, 1536)
    with pytest.raises(ValueError, match="not an E5S1 file"):
        e5.parse(b"GGUF" + bytes(100))


def test_no_text_of_a_dev_document_is_read() -> None:
    from training.corpora import cantemist
    from training.reports.corpus import reports

    read = {t.text for t in own_texts()}
    dev = [d.text for d in cantemist() if d.split != "train"]
    dev += [r.annotated.text for r in reports() if r.dev and r.source != "codiesp"]
    assert len(dev) > 500 and not read & set(dev)


def test_texts_of_a_folder_are_read_once_and_cleaned(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Sin \t evidencia de recidiva\u00ad local.\r\nFin.", encoding="utf-8")
    lines = [{"text": REPORTS[0], "weight": 3}, {"text": "corto"}, {"text": REPORTS[0]}]
    (tmp_path / "more.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    found = [t for t in texts([tmp_path]) if t.text in (REPORTS[0], "Sin evidencia de recidiva local.\nFin.")]
    assert [t.weight for t in found] == [3, 1]
    assert clean("\ufeffho\u0301la  ") == "hóla"


def test_a_new_piece_starts_as_the_mean_of_the_old_ones_that_it_overlaps() -> None:
    counts = count_words([Text("renal renal renal renal", 1)])
    new = train_vocabulary(counts, 40, 1)
    old = old_tokenizer([*CONTROL, "▁re", "nal", "▁"], [0, 0, 0, 0, -1, -1, -9])
    table = torch.zeros(7, 4)
    table[4], table[5] = torch.tensor([3.0, 0, 0, 0]), torch.tensor([0, 1.0, 0, 0])
    vector = carry_over(counts, new, old, table)[new.token_to_id("renal")]
    # Two characters of one and three of the other; as long as the two are on average.
    mean = torch.tensor([2 * 3.0, 3 * 1.0, 0, 0]) / 5
    assert torch.allclose(vector, mean / mean.norm() * (2 * 3 + 3 * 1) / 5, atol=1e-5)


def _tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(TOKENIZER))


def test_case_types_are_those_of_words() -> None:
    text = "TC: Adenocarcinoma hepatoesplenomegalico de colon (pT3), McBurney y otros"
    corpus = encode_texts([Text(text, 2)], _tokenizer())
    tokens = [_tokenizer().id_to_token(int(i)) for i in corpus.ids]
    by_token = dict(zip(tokens, corpus.cases.tolist(), strict=True))
    assert (by_token["tc"], by_token["adenocarcinoma"], by_token["colon"]) == (2, 1, 0)
    assert {c for t, c in zip(tokens, corpus.cases, strict=True) if t in ("mcb", "mc", "##bur", "##ney")} <= {3}
    packed = pack_cases(corpus.cases)
    assert (unpack_cases(packed, len(corpus.cases)) == corpus.cases).all()


def test_masking_takes_a_fifth_and_keeps_special_tokens() -> None:
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(5, 32_000, (400, 52), generator=generator)
    ids[:, 0], ids[:, -1] = CLS, SEP
    ids[200:, 31], ids[200:, 32:] = SEP, PAD
    shown, chosen = mask_tokens(ids, 32_000, generator)
    special = (ids == CLS) | (ids == SEP) | (ids == PAD)
    assert not (chosen & special).any()
    assert (shown[~chosen] == ids[~chosen]).all()
    # A row has 50 or 30 tokens.
    assert (chosen.sum(1) == torch.tensor([10] * 200 + [6] * 200)).all()
    kept = (shown[chosen] == ids[chosen]).float().mean().item()
    masked = (shown[chosen] == MASK).float().mean().item()
    assert masked == pytest.approx(0.8, abs=0.03) and kept == pytest.approx(0.1, abs=0.02)


def _windows(copies: int = 13) -> tuple[Windows, Corpus]:
    corpus = encode_texts([Text(t, w) for _ in range(copies) for w, t in enumerate(REPORTS, 1)], _tokenizer())
    stop = _tokenizer().token_to_id(".")
    assert stop is not None
    return Windows(corpus, frozenset({stop}), 32_000, torch.device("cpu")), corpus


def test_windows_begin_with_a_sentence_and_end_with_its_document() -> None:
    windows, corpus = _windows()
    stop = _tokenizer().token_to_id(".")
    begins = {tuple(corpus.ids[s : s + 3].tolist()) for s in corpus.starts}
    begins |= {tuple(corpus.ids[i + 1 : i + 4].tolist()) for i in np.flatnonzero(corpus.ids == stop)}
    last = {tuple(corpus.ids[e - 3 : e].tolist()) for e in [*corpus.starts[1:], len(corpus.ids)]}
    batch = windows.batch(64, 128, torch.Generator().manual_seed(2))
    true = batch.ids.clone()
    true[batch.chosen] = batch.target
    for row, count in zip(true.tolist(), batch.mask.sum(1).tolist(), strict=True):
        assert row[0] == CLS and row[count - 1] == SEP and set(row[count:]) <= {PAD}
        assert tuple(row[1:4]) in begins
        # All of these documents are shorter than the window.
        assert tuple(row[count - 4 : count - 1]) in last
    plain = (batch.cases.sum(1) == 0).float().mean().item()
    assert 0.05 < plain < 0.5


def _small(seed: int = 3) -> MaskedModel:
    torch.manual_seed(seed)
    return MaskedModel(Encoder(32_000, 0.1, 1))


def test_an_interrupted_run_ends_with_the_same_weights(tmp_path: Path) -> None:
    windows, _ = _windows()
    plan = Plan(steps=4, rate=1e-3, tokens=64, save_every=1, lengths=(32, 16))
    whole, first, second = _small(), _small(), _small(9)
    assert train(whole, windows, plan, tmp_path / "whole" / "last.pt")
    assert not train(first, windows, plan, tmp_path / "cut" / "last.pt", until=2)
    torch.rand(100)
    assert train(second, windows, plan, tmp_path / "cut" / "last.pt")
    before = _small().state_dict()
    for name, value in whole.state_dict().items():
        # Sums of floats may differ in their last bit by where memory lies; a step is 1e-3.
        torch.testing.assert_close(second.state_dict()[name], value, rtol=1e-3, atol=2e-6, msg=name)
    assert not torch.equal(whole.transform.weight, before["transform.weight"])


def test_a_student_starts_with_its_teachers_layers_and_comes_nearer(tmp_path: Path) -> None:
    write_wheel(tmp_path / "small.whl", [*CONTROL, *LETTERS, "<mask>"], layers=2)
    stored = e5.read_wheel(tmp_path / "small.whl")
    teacher = from_stored(stored, torch.randn(32_000, HIDDEN) * 0.05, 0.0).eval()
    student = shorter(teacher, (1,), 0.0)
    ours, theirs = student.state_dict(), teacher.state_dict()
    assert torch.equal(ours["encoder.layers.0.up.weight"], theirs["encoder.layers.1.up.weight"])
    with pytest.raises(ValueError, match="layers"):
        shorter(teacher, (2,), 0.0)
    windows, _ = _windows()
    batch = windows.batch(8, 32, torch.Generator().manual_seed(4))

    def apart() -> float:
        with torch.no_grad():
            pair = [m.eval().encoder(batch.ids, batch.cases, batch.mask)[batch.mask.bool()] for m in (student, teacher)]
        return float(1 - torch.cosine_similarity(pair[0], pair[1], dim=-1).mean())

    before = apart()
    plan = Plan(steps=12, rate=5e-4, tokens=256, lengths=(32,), dropout=0.0)
    train(student, windows, plan, tmp_path / "student" / "last.pt", teacher)
    assert apart() < 0.8 * before


def test_the_rate_rises_and_falls() -> None:
    plan = Plan(steps=100, rate=1.0, warm_up=0.1)
    rates = [rate_at(plan, s) for s in range(100)]
    assert rates[0] == pytest.approx(0.1) and max(rates) == pytest.approx(1.0, abs=0.01)
    assert rates.index(max(rates)) in (9, 10, 11) and rates[-1] < 0.03
    assert rate_at(replace(plan, warm_up=0.0), 0) == pytest.approx(1.0)


def test_the_folder_goes_back_into_an_encoder(tmp_path: Path) -> None:
    model = _small().eval()
    write_folder(model, TOKENIZER, tmp_path)
    state = load_file(tmp_path / "model.safetensors")
    back = Encoder(32_000, 0.0, 1)
    from_hugging_face(state, back)
    for name, value in model.encoder.state_dict().items():
        assert torch.equal(back.state_dict()[name], value.half().float()), name
    shipped = TOKENIZER.parent
    config, ours = (json.loads((f / "config.json").read_text()) for f in (shipped, tmp_path))
    assert {k: config[k] for k in ours if k != "num_hidden_layers"} == {
        k: v for k, v in ours.items() if k != "num_hidden_layers"
    }
    assert ours["num_hidden_layers"] == 1
    names = set(load_file(shipped / "model.safetensors"))
    assert {n for n in names if ".layer." not in n or ".layer.0." in n} - {"cls.predictions.decoder.bias"} <= set(state)
