"""All annotated reports at hand, of `data`: `glosa.tar.xz`, `glosa-real`, `glosa-real-labels`, `glosa-desk`,
`glosa-chest`, `glosa-heads`, `glosa-oncology` and `codiesp-imaging.tsv`."""

from __future__ import annotations

import json
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from training.corpora import DATA
from training.reports.check import read_marked
from training.reports.markup import Annotated, Entity, Relation

DEV_SHARE = 7
"""One source document in so many is dev."""


@dataclass(frozen=True)
class Report:
    """One text with what is known of it."""

    id: str
    lang: str
    source: str
    """`passages`, `real` (real passages, of `glosa.tar.xz` and of `glosa-real…`), `reports`, `labelled`, `desk`
    (authored), `codiesp` (real phrases with an exam code), `nubes` (real notes, negation and uncertainty alone),
    `unlabelled` and `oncology` (real), `generated`."""
    document: str
    """Source document: train and dev are apart by it."""
    annotated: Annotated
    has_entities: bool
    labels: dict[str, bool]
    """Empty where none are known; a head exam has all eight."""
    exam: str | None
    """ICD-10-PCS section B, 4 or 5 characters."""
    types: frozenset[str] | None = None
    """Entity types that are annotated; None for all ten. Where some are not, no relation or attribute is known."""

    @property
    def dev(self) -> bool:
        """True for the documents kept out of training."""
        return self.source != "generated" and zlib.crc32(self.document.encode()) % DEV_SHARE == 0


def _attributes(line: str) -> tuple[str, str, str]:
    _, rest = line.split("\t", 1)
    name, target, value = rest.split(" ", 2)
    return name, target, value.strip()


def parse_brat(text: str, lines: str) -> Annotated:
    """brat standoff (code points) to entities and relations; discontinuous spans become their hull."""
    entities: list[Entity] = []
    index: dict[str, int] = {}
    relations: list[Relation] = []
    for line in lines.splitlines():
        if line.startswith("T"):
            key, place, _ = line.split("\t", 2)
            kind, spans = place.split(" ", 1)
            numbers = [int(n) for part in spans.split(";") for n in part.split(" ")]
            index[key] = len(entities)
            entities.append(Entity(numbers[0], numbers[-1], kind))
    for line in lines.splitlines():
        if line.startswith("R"):
            kind, head, tail = line.split("\t")[1].split(" ")[:3]
            relations.append(Relation(kind, index[head.split(":")[1]], index[tail.split(":")[1]]))
        elif line.startswith("A"):
            name, target, value = _attributes(line)
            entities[index[target]].attributes[name] = value.replace("_", " ")
    return Annotated(text, tuple(entities), tuple(relations))


def _labels(field: str) -> dict[str, bool]:
    return {k: v == "yes" for k, v in (part.split("=") for part in field.split())}


def _archive() -> dict[str, str]:
    files = {}
    with tarfile.open(DATA / "glosa.tar.xz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None:
                files[member.name] = stream.read().decode("utf-8")
    return files


def _glosa() -> Iterator[Report]:
    files = _archive()
    for name, content in files.items():
        folder, _, rest = name.partition("/")
        if name.endswith("labels.tsv"):
            for row in content.splitlines()[1:]:
                fields = row.split("\t")
                base = f"{folder}/{rest.split('/')[0]}/{fields[0]}"
                annotated = parse_brat(files[f"{base}.txt"], files.get(f"{base}.ann", ""))
                lang = rest.split("/")[0]
                if folder == "glosa-passages":
                    yield Report(fields[0], lang, "passages", fields[2], annotated, True, _labels(fields[-1]), None)
                else:
                    yield Report(fields[0], lang, "reports", fields[0], annotated, True, _labels(fields[-1]), fields[1])
        elif name.endswith(".jsonl"):
            for line in content.splitlines():
                r = json.loads(line)
                labels = {k: v == "yes" for k, v in r["labels"].items()}
                yield Report(
                    r["id"],
                    r["lang"],
                    "labelled",
                    f"labelled/{r['id']}",
                    Annotated(r["text"], (), ()),
                    False,
                    labels,
                    r["exam"],
                )


def _desk() -> Iterator[Report]:
    for path in sorted((DATA / "glosa-desk").glob("*.txt")):
        for r in read_marked(path):
            # The first ten Spanish head reports follow the English ones of the same number.
            kin = r.id.replace("-es-", "-en-") if path.name == "head-es-1.txt" else r.id
            yield Report(r.id, r.lang, "desk", f"desk/{kin}", r.annotated, True, r.labels, r.exam)


def _real() -> Iterator[Report]:
    for path in sorted((DATA / "glosa-real").glob("*.txt")):
        for r in read_marked(path):
            yield Report(r.id, r.lang, "real", r.source, r.annotated, True, r.labels, None)


def _real_labels() -> Iterator[Report]:
    """Real texts with labels alone."""
    for path in sorted((DATA / "glosa-real-labels").glob("*.txt")):
        for r in read_marked(path):
            yield Report(r.id, r.lang, "real", r.source, r.annotated, False, r.labels, None)


def _labelled(folder: str, name: str) -> Iterator[Report]:
    """Authored reports with labels and, where there was an examination, its code."""
    for path in sorted((DATA / folder).glob("*.txt")):
        for r in read_marked(path):
            yield Report(r.id, r.lang, "labelled", f"{name}/{r.id}", r.annotated, False, r.labels, r.exam)


def _codiesp() -> Iterator[Report]:
    for row in (DATA / "codiesp-imaging.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        document, code, phrase = row.split("\t")
        name = f"codiesp/{document}"
        yield Report(f"{document}/{phrase}", "es", "codiesp", name, Annotated(phrase, (), ()), False, {}, code)


@lru_cache(maxsize=1)
def reports() -> tuple[Report, ...]:
    """Every report, in a fixed order."""
    authored = [r for name in ("chest", "heads", "oncology") for r in _labelled(f"glosa-{name}", name)]
    return (*_glosa(), *_real(), *_real_labels(), *_desk(), *authored, *_codiesp())
