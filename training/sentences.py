"""Sentence spans from the product's own splitter (`tools/sentences.mjs`), cached under `build/training`."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build" / "training"


def sentence_spans(name: str, texts: Iterable[tuple[str, str]]) -> dict[str, list[tuple[int, int]]]:
    """Spans (code points) of every text's sentences, by id. Needs node and `npm ci` once."""
    lines = "".join(json.dumps({"id": i, "text": t}, ensure_ascii=False) + "\n" for i, t in texts)
    digest = hashlib.sha256(lines.encode())
    for source in sorted((ROOT / "server" / "src" / "core").glob("*.ts")):
        digest.update(source.read_bytes())
    cache = BUILD / f"sentences-{name}-{digest.hexdigest()[:16]}.jsonl"
    if not cache.exists():
        done = subprocess.run(
            ["node", "tools/sentences.mjs"], cwd=ROOT, input=lines.encode(), stdout=subprocess.PIPE, check=True
        )
        BUILD.mkdir(parents=True, exist_ok=True)
        cache.write_bytes(done.stdout)
    spans: dict[str, list[tuple[int, int]]] = {}
    for line in cache.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans[row["id"]] = [(s[0], s[1]) for s in row["sentences"]]
    return spans
