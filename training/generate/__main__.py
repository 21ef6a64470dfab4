"""`python -m training.generate --seed N --count N --out DIR`: generated reports as brat, to look at."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.generate import generated
from training.reports.brat import write_brat


def main() -> int:
    """Writes the reports of a seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    print(write_brat(generated(given.seed, given.count), given.out), "reports")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
