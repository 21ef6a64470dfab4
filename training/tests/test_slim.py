"""Layers made narrower: what goes, what stays, and that the rest takes over."""

import torch
from torch.nn import functional as F

from training.encoder.network import FEED_FORWARD, HIDDEN, Encoder, Layer, encoder_like
from training.reader.batch import encode, prepare
from training.reader.model import DeskReader
from training.reader.slim import STEP, Moments, chosen_units, moments, narrowed
from training.s1.codes import CodeSpace
from training.tests.test_plain import report
from training.tokenizer import WordPieces


def said_by(units: torch.Tensor, passed: float = 1.0) -> Moments:
    """Moments of tokens [tokens, units]; `passed` is the variance of what the layer passes on."""
    ones = torch.cat([units, torch.ones(len(units), 1)], 1).double()
    return Moments(ones.T @ ones, passed * len(units))


def test_units_that_others_can_stand_for_go_and_the_others_take_over() -> None:
    generator = torch.Generator().manual_seed(3)
    own = torch.randn(600, 64, generator=generator)
    units = torch.cat([own[:, :60], own @ torch.randn(64, 64, generator=generator) * 0.2, own[:, 60:]], 1)
    weight = torch.randn(HIDDEN, 128, generator=generator)
    staying, refitted = chosen_units(weight, said_by(units, 500.0), 0.001)
    assert len(staying) == STEP
    off = (units @ weight.T).double() - units[:, staying].double() @ refitted.T
    assert float(off.var(0, correction=0).mean()) < 0.001 * 500.0


def test_units_that_nothing_stands_for_stay() -> None:
    generator = torch.Generator().manual_seed(3)
    own = torch.randn(600, 80, generator=generator)
    units = torch.cat([own, own[:, :48] * 2], 1)
    # A step takes 64, of which 16 are needed.
    staying, _ = chosen_units(torch.randn(HIDDEN, 128, generator=generator), said_by(units, 50.0), 0.001)
    assert len(staying) == 128


def test_no_error_takes_nothing_out() -> None:
    units = torch.randn(400, 128, generator=torch.Generator().manual_seed(4))
    weight = torch.randn(HIDDEN, 128, generator=torch.Generator().manual_seed(5))
    staying, refitted = chosen_units(weight, said_by(units), 0.0)
    assert staying == list(range(128)) and torch.allclose(refitted.float(), weight)


def test_what_is_left_is_cheapest_for_the_output_not_for_the_units() -> None:
    """A loud unit that the second product hardly reads goes before a quiet one that it reads."""
    scale = torch.cat([torch.full((64,), 9.0), torch.full((64,), 0.5)])
    units = torch.randn(900, 128, generator=torch.Generator().manual_seed(6)) * scale
    weight = torch.cat([torch.full((HIDDEN, 64), 1e-3), torch.full((HIDDEN, 64), 1.0)], 1)
    staying, _ = chosen_units(weight, said_by(units), 0.01)
    assert staying == list(range(64, 128))


def test_a_narrow_reader_says_nearly_the_same_of_what_it_was_fitted_to() -> None:
    torch.manual_seed(7)
    space = CodeSpace.build(["8000/1"], ["8000/1"])
    model = DeskReader(Encoder(layers=2, wide=[192, 128]), space, ("B030Z",)).eval()
    for layer in model.encoder.layers:
        layer.up.weight.data *= 8  # type: ignore[operator, union-attr]
    text = report("carcinoma of the left lobe")
    found = moments(model.encoder, [text])
    assert [m.squares.shape[0] for m in found] == [193, 129]
    state = narrowed(model, found, 1e-3)
    narrow = DeskReader(encoder_like(state), space, model.exams).eval()
    narrow.load_state_dict(state)
    # Few tokens have few ways to differ.
    assert [layer.up.out_features for layer in narrow.encoder.layers] == [64, 64]  # type: ignore[union-attr]
    group = prepare([text], WordPieces(), None)
    with torch.no_grad():
        off = (encode(model, group) - encode(narrow, group)).square().mean()
    assert 0 < float(off) < 0.01


def test_moments_are_of_what_the_second_product_reads() -> None:
    torch.manual_seed(8)
    model = Encoder(layers=1).eval()
    layer: Layer = model.layers[0]  # type: ignore[assignment]
    text = report("liver normal")
    (found,) = moments(model, [text, text])
    seen: list[torch.Tensor] = []
    hook = layer.norm1.register_forward_hook(lambda _, __, x: seen.append(x))
    with torch.no_grad():
        sentence = prepare([text], WordPieces(), None).sentences[0]
        ids = torch.tensor([sentence.ids])
        model(ids, torch.tensor([sentence.cases]), torch.ones_like(ids))
        units = F.gelu(layer.up(seen[0][0]))
    hook.remove()
    assert found.squares.shape[0] == FEED_FORWARD + 1
    assert float(found.squares[-1, -1]) == 2 * len(sentence.ids)
    assert torch.allclose(found.squares[-1, :-1].float(), 2 * units.sum(0), atol=1e-3)
