"""The runs over all heads, and the pack that is made of the last."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from training.corpora import TRAINED_OF_DEV2
from training.reader.calibrate import calibrate_reader, entity_statistics
from training.reader.data import read_reports
from training.reader.evaluate import dev_reports, load
from training.reader.mean import Mean, mean
from training.reader.pack import ReaderSettings, reader_extra
from training.reader.refit import Refit, refit
from training.reader.slim import Slim, slim
from training.reader.subtypes import subtype_lexicon
from training.reader.train import Plan, run
from training.reports.corpus import reports
from training.s1.evaluate import calibrate
from training.s1.pack import Settings, uncalibrated, write_pack

BEFORE_REAL = ("passages", "reports", "labelled", "desk", "codiesp")
"""What there was to train on before `data/glosa-real`."""

Run = Plan | Refit | Mean | Slim


def plans(smoke: bool) -> list[Run]:
    """Without the desk reports; two epochs with some; with all; S1's heads alone; with more of S1; with generated
    texts; then a teacher of entities from the starting encoder, and the student of it and of the two runs before; then
    with teachers of mentions too, with twice the real passages, with most of dev2 and more texts with labels, and with
    reports that mention no tumour (all but its first epoch); the same from what the pack kept of that run; the mean of
    these two; one with more head texts, one that learns integers, and their mean; that with narrower layers, two runs
    from there, and their mean; three runs on, with more head texts and each with more real passages than the one
    before, and the mean of the last two and of what they began with; three more with the latest passages and texts,
    each from a mean of what went before, and the mean of the last two of these with what the first began with."""
    first = Plan(name="reader-1", epochs=4, sources=("passages", "reports", "labelled", "codiesp"))
    second = Plan(
        name="reader-2",
        start="reader-1",
        epochs=9,
        stop=2,
        words=500,
        rate=4e-4,
        head_rate=2e-3,
        s1_every=5,
        seed=12,
        sources=BEFORE_REAL,
    )
    third = Plan(
        name="reader",
        start="reader-2",
        epochs=5,
        words=650,
        rate=3.2e-4,
        head_rate=1.8e-3,
        warm_up=0.03,
        s1_every=2,
        sources=BEFORE_REAL,
    )
    last = Plan(
        name="reader-4",
        start="reader-s1",
        epochs=2,
        words=900,
        rate=2.5e-4,
        head_rate=1e-3,
        warm_up=0.05,
        s1_every=1,
        s1_batches=2,
        seed=31,
        sources=BEFORE_REAL,
    )
    longest = Plan(
        name="reader-5",
        start="reader-4",
        epochs=9,
        words=800,
        rate=3e-4,
        head_rate=1.2e-3,
        warm_up=0.04,
        s1_every=1,
        s1_batches=2,
        average=0.999,
        seed=41,
        sources=(*BEFORE_REAL, "generated", "nubes"),
        generated=300,
        nubes=300,
        drawn_from=6,
    )
    teacher = Plan(
        name="teacher-1",
        start="",
        epochs=7,
        words=640,
        rate=4e-4,
        head_rate=2e-3,
        s1_every=0,
        mask=0.12,
        average=0.998,
        seed=61,
        sources=("passages", "reports", "desk"),
    )
    student = replace(
        longest,
        name="reader-6",
        start="reader-5",
        epochs=8,
        mask=0.12,
        seed=51,
        sources=Plan().sources,
        generated=0,
        nubes=0,
        drawn_from=0,
        teachers=("reader-5", "reader-4", "teacher-1"),
        unlabelled=1_600,
    )
    mentions = replace(
        student,
        name="reader-7",
        start="reader-6",
        epochs=4,
        stop=2,
        warm_up=0.06,
        seed=71,
        teachers=("reader-6", "reader-5", "teacher-1"),
        unlabelled=900,
        mention_teachers=("reader-6", "reader-5", "s1-last"),
        oncology=4_000,
    )
    doubled = replace(
        mentions,
        name="reader-8",
        start="reader-7",
        epochs=5,
        stop=0,
        bfloat16=True,
        unlabelled=700,
        oncology=2_500,
        seed=81,
    )
    wider = replace(
        doubled,
        name="reader-9",
        start="reader-8",
        epochs=4,
        seed=91,
        s1=replace(doubled.s1, train=(*doubled.s1.train, TRAINED_OF_DEV2)),
    )
    newest = replace(
        wider,
        name="reader-10",
        start="reader-9",
        epochs=6,
        seed=101,
        teachers=("reader-9", "reader-8", "teacher-1"),
        mention_teachers=("reader-9", "reader-8", "s1-last"),
        plain=True,
    )
    recovered = replace(
        newest,
        name="reader-11",
        start="reader-10",
        epochs=3,
        rate=2e-4,
        head_rate=8e-4,
        seed=111,
        teachers=("reader-10", "reader-9"),
        mention_teachers=("reader-10", "reader-9"),
    )
    described = replace(
        recovered,
        name="reader-13",
        start="reader-12",
        epochs=1,
        seed=131,
        unlabelled=300,
        oncology=900,
        often=(("heads-case-en-7", 3), ("heads-case-es-7", 3)),
    )
    integers = replace(
        described,
        name="reader-15",
        start="reader-13",
        epochs=2,
        seed=151,
        whole=True,
    )
    narrow = replace(integers, name="reader-18", start="reader-17", epochs=1, average=0.995, seed=181)
    kept = replace(
        narrow,
        name="reader-19",
        rate=1.5e-4,
        head_rate=6e-4,
        s1_batches=1,
        teachers=("reader-16",),
        unlabelled=700,
        seed=191,
    )
    signs = replace(
        kept,
        name="reader-21",
        start="reader-20",
        often=(
            ("heads-case-en-8", 2),
            ("heads-case-es-8", 2),
            ("real-en-8", 2),
            ("real-es-8", 2),
        ),
        seed=211,
    )
    more_real = replace(signs, name="reader-22", start="reader-21", s1_batches=2, seed=221)
    most_real = replace(more_real, name="reader-23", start="reader-22", seed=231)
    spread = replace(
        most_real,
        name="reader-26",
        start="reader-25",
        often=(
            ("heads-case-en-9", 3),
            ("heads-case-es-9", 3),
            ("real-en-8", 2),
            ("real-es-8", 2),
        ),
        seed=261,
    )
    surer = replace(
        spread,
        name="reader-28",
        start="reader-27",
        s1_batches=3,
        often=(
            ("heads-case-en-9", 2),
            ("heads-case-es-9", 2),
            ("real-en-86", 2),
            ("real-es-86", 2),
            ("real-en-87", 2),
            ("real-es-87", 2),
            ("real-en-88", 2),
            ("real-es-88", 2),
            ("real-en-89", 2),
            ("real-es-89", 2),
        ),
        seed=281,
    )
    widest = replace(surer, name="reader-30", start="reader-29", s1_batches=2, seed=301)
    if not smoke:
        until_six: list[Run] = [first, second, third, Refit(), last, longest, teacher, student]
        return [
            *until_six,
            mentions,
            doubled,
            wider,
            newest,
            recovered,
            Mean("reader-12", ("reader-10", "reader-11")),
            described,
            Mean("reader-14", ("reader-12", "reader-13")),
            integers,
            Mean("reader-16", ("reader-13", "reader-15"), whole=True),
            Slim("reader-17", "reader-16", error=0.001),
            narrow,
            kept,
            Mean("reader-20", ("reader-18", "reader-19"), share=0.7, whole=True),
            signs,
            more_real,
            most_real,
            Mean("reader-24", ("reader-22", "reader-23")),
            Mean("reader-25", ("reader-20", "reader-24"), share=0.2, whole=True),
            spread,
            Mean("reader-27", ("reader-25", "reader-26"), whole=True),
            surer,
            Mean("reader-29", ("reader-25", "reader-28"), whole=True),
            widest,
            Mean("reader-31", ("reader-25", "reader-28", "reader-30"), share=0.34, whole=True),
        ]
    tiny = replace(first, name="reader-1-smoke", start="", epochs=1, limit=24, s1=replace(first.s1, limit=40))
    more = replace(third, name="reader-smoke", start="reader-1-smoke", epochs=1, limit=24, s1=tiny.s1)
    refit = Refit(name="reader-s1-smoke", start="reader-smoke", limit=40)
    mixed = replace(last, name="reader-4-smoke", start=refit.name, epochs=1, limit=24, s1=tiny.s1)
    drawn = replace(longest, name="reader-5-smoke", start=mixed.name, epochs=1, limit=24, s1=tiny.s1)
    drawn = replace(drawn, generated=12, nubes=20, drawn_from=0)
    taught = replace(teacher, name="teacher-1-smoke", epochs=1, limit=10, s1=tiny.s1)
    thin = Slim("reader-17-smoke", drawn.name, error=0.001, texts=12)
    pupil = replace(student, name="reader-6-smoke", start=thin.name, epochs=1, limit=12, s1=tiny.s1)
    pupil = replace(pupil, teachers=(taught.name, drawn.name), unlabelled=24)
    pupil = replace(pupil, mention_teachers=(drawn.name,), oncology=24, bfloat16=True, plain=True, whole=True)
    return [tiny, more, refit, mixed, drawn, taught, thin, pupil, Mean("reader-12-smoke", (pupil.name, pupil.name))]


def carry_out(plan: Run) -> Path:
    """Returns the path of the run's checkpoint."""
    match plan:
        case Refit():
            return refit(plan)
        case Mean():
            return mean(plan)
        case Slim():
            return slim(plan)
        case _:
            return run(plan)


def build(checkpoint: Path, out: Path, limit: int = 0) -> dict[str, Any]:
    """Calibrates every head on dev and writes the pack; `limit` above 0 is for smoke runs."""
    model, _ = load(checkpoint)
    chosen = [r for r in reports() if not r.dev and r.source != "codiesp"]
    training = read_reports("typical", chosen)
    seen, lexicon = entity_statistics(training), subtype_lexicon(training)
    train = (*Plan().s1.train, TRAINED_OF_DEV2)
    trial = uncalibrated()
    write_pack(checkpoint, trial, Settings(), train, [], reader_extra(model, ReaderSettings(), seen))
    dev = dev_reports()
    some = dev[:: max(1, len(dev) // (2 * limit))] if limit else dev
    settings, scores = calibrate_reader(model, trial, some, seen, lexicon)
    extra = reader_extra(model, settings, seen)
    return calibrate(checkpoint, out, train, ("dev2",), limit, extra, scores)
