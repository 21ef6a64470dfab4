"""Words in Python are the words of the product's own TypeScript."""

import json
import subprocess

from training.corpora import cantemist
from training.sentences import ROOT
from training.words import split_words

NASTY = "NÓDULO nódulo nodulo pT2N1M0 12mm² 10°C HER-2/neu ªº İstanbul ΣΑΣ "
NASTY += "🧠metástasis so\u00adft\u200djoin x\u0301y ｶﾅ μm ﬁbra"


def test_words_equal_the_products() -> None:
    texts = [NASTY, *(d.text for d in cantemist()[:40])]
    lines = "".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(texts))
    done = subprocess.run(
        ["node", "tools/sentences.mjs", "--words"], cwd=ROOT, input=lines.encode(), stdout=subprocess.PIPE, check=True
    )
    for line, text in zip(done.stdout.decode("utf-8").splitlines(), texts, strict=True):
        row = json.loads(line)
        ours = [
            [w.start, w.end, w.folded, 0 if row["allLower"] else w.case]
            for start, end in row["sentences"]
            for w in split_words(text, start, end)
        ]
        assert ours == row["words"]
