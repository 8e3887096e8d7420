"""Evidence of the markup weighed: a sum of small decision trees, read from a table (`trees.txt`).

The log-odds of being story are the sum of one leaf of each tree. A line of the table is a tree, written from the root: `NAME<=VALUE`, the
tree for values up to VALUE, the tree for the others; a bare number is a leaf. `gate LOW HIGH` after a
tree: a sum outside is not pursued.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from cleannews.page.evidence import FEATURES, NUMBERS, SETS

_NUMBERS = len(NUMBERS)


class Trees:
    """The trees, and what they say of blocks. A split is (place, value, up to it, above it): for sets the value is the bit."""

    def __init__(self, text: str) -> None:
        index = {name: j for j, name in enumerate(FEATURES)}
        places: dict[int, tuple[int, int]] = {j: (j, 0) for j in range(_NUMBERS)}
        for k, name in enumerate(SETS):
            for place, j in enumerate(j for j, feature in enumerate(FEATURES) if feature.startswith(f"{name}.")):
                places[j] = (_NUMBERS + k, 1 << place)

        def grown(tokens: Iterator[str]) -> Any:
            token = next(tokens)
            name, split, value = token.partition("<=")
            if not split:
                return float(token)
            place, bit = places[index[name]]
            left, right = grown(tokens), grown(tokens)
            return (place, bit or float(value), left, right)

        self.trees: list[Any] = []
        self.gates: list[tuple[float, float]] = []
        for line in text.splitlines():
            kind, _, rest = line.partition(" ")
            if kind == "tree":
                self.trees.append(grown(iter(rest.split())))
                self.gates.append((-math.inf, math.inf))
            elif kind == "gate":
                low, high = map(float, rest.split())
                self.gates[-1] = (low, high)

    def chance(self, numbers: Sequence[float], sets: Sequence[int]) -> float:
        """The chance of being story, 0 to 1; those near either end are rough."""
        values = (*numbers, *sets)
        total = 0.0
        for node, (least, most) in zip(self.trees, self.gates, strict=True):
            while node.__class__ is tuple:
                place, value, low, high = node
                node = (high if values[place] & value else low) if place >= _NUMBERS else (low if values[place] <= value else high)
            total += node
            if total < least:
                return 0.02
            if total > most:
                return 0.98
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=1)
def fitted() -> Trees:
    """The trees that come with the package."""
    from importlib.resources import files

    return Trees(files("cleannews.page").joinpath("trees.txt").read_text(encoding="utf-8"))
