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
    from training.reader.build import build, plans
    from training.reader.refit import Refit
    from training.reader.refit import run as refit
    from training.reader.train import run
    from training.s1.pack import default_out
    from training.sentences import BUILD

    chosen = plans(arguments.smoke)
    if arguments.step == "train":
        for plan in chosen:
            print(refit(plan) if isinstance(plan, Refit) else run(plan))
        return
    checkpoint = BUILD / (arguments.from_run or chosen[-1].name) / "model.pt"
    out = arguments.out or (BUILD / "smoke-pack" if arguments.smoke else default_out())
    if arguments.step == "parity":
        from training.reader.parity import write_parity

        print(write_parity(checkpoint, out))
        return
    print(json.dumps(build(checkpoint, out, 12 if arguments.smoke else 0), indent=1))


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
        choices=("train", "pack", "parity"),
        help="train (resumes); calibrate on dev and write the pack; or write the fixture of the parity test from both",
    )
    reader.add_argument("--smoke", action="store_true", help="a few reports, one epoch: proves that the step runs")
    reader.add_argument("--from-run", help="pack: an earlier run's name, to see what each step bought")
    reader.add_argument("--out", type=Path, help="folder of the pack (default models/glosa-base)")
    reader.set_defaults(run=_reader)
    card = systems.add_parser("card", help="write docs/model-card.md from the shipped pack")
    card.set_defaults(run=_card)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
