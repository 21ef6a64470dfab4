"""Who draws the words of a generated text."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from training.generate.lexicon import Organ, organs
from training.generate.places import WEIGHTS


@dataclass
class Writer:
    """Draws words of one language; names are unique over a text."""

    rng: Random
    lang: str
    count: int = 0
    organs: dict[str, Organ] = field(init=False)

    def __post_init__(self) -> None:
        self.organs = organs(self.lang)

    def name(self) -> str:
        """A fresh name for an entity."""
        self.count += 1
        return f"e{self.count}"

    def chance(self, p: float) -> bool:
        """True in a share `p` of the draws."""
        return self.rng.random() < p

    def organ(self) -> Organ:
        """Any organ; the rare ones nearly as often as the common ones."""
        names = list(self.organs)
        return self.organs[self.rng.choices(names, [WEIGHTS.get(n, 1.0) for n in names])[0]]
