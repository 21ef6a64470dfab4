"""The engine's tokenizer against both native libraries, on every word of every corpus under `training/data`."""

import json
import lzma
import subprocess
import tarfile
from collections.abc import Iterator

from training.corpora import DATA
from training.sentences import ROOT
from training.tokenizer import WordPieces

SHIPPED = ROOT / "models" / "glosa-base" / "tokenizer.json"


def _texts() -> Iterator[str]:
    """Every file as it stands, tables and markup with it: more words than any model reads."""
    for path in sorted(DATA.rglob("*")):
        if path.suffix == ".xz" and path.suffixes[-2:] != [".tar", ".xz"]:
            yield lzma.decompress(path.read_bytes()).decode("utf-8")
        elif path.suffix == ".xz":
            with tarfile.open(path) as archive:
                for member in archive:
                    stream = archive.extractfile(member)
                    if stream is not None and not member.name.endswith(".ann"):
                        yield stream.read().decode("utf-8")
        elif path.is_file():
            yield path.read_text(encoding="utf-8")


def _run(text: str, *options: str) -> str:
    command = ["node", "tools/tokenizer-parity.mjs", str(SHIPPED), *options]
    return subprocess.run(command, cwd=ROOT, input=text.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()


def test_every_word_of_the_corpora_has_the_native_ids() -> None:
    text = "\n".join(_texts())
    compared = json.loads(_run(text))
    assert compared["differences"] == 0
    assert compared["words"] > 30_000
    pieces = WordPieces(SHIPPED)
    rows = [json.loads(line) for line in _run(text, "--print").splitlines()]
    assert len(rows) == compared["words"]
    assert [(word, ids, list(pieces(word))) for word, ids in rows if ids != list(pieces(word))] == []
