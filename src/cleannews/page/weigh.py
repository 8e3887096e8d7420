"""Evidence of the markup weighed: a sum of small decision trees, read from a table (`trees.txt`).

The log-odds of being story are the sum of one leaf of each tree. A line of the table is a tree, written from the root: `NAME<=VALUE`, the
tree for values up to VALUE, the tree for the others; a bare number is a leaf.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from cleannews.page.evidence import FEATURES, NUMBERS, SETS

_NUMBERS = len(NUMBERS)
#: A block whose log-odds cannot reach this any more is not looked at further.
_HOPELESS = -3.0


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

        self.base = 0.0
        self.trees = []
        for line in text.splitlines():
            kind, _, rest = line.partition(" ")
            if kind == "base":
                self.base = float(rest)
            elif kind == "tree":
                self.trees.append(grown(iter(rest.split())))
        # What the trees from each on can add at most.
        self.rest = [0.0]
        for tree in reversed(self.trees):
            self.rest.append(self.rest[-1] + _most(tree))
        self.rest.reverse()

    def chance(self, numbers: Sequence[float], sets: Sequence[int]) -> float:
        """The chance of being story, 0 to 1; a low one is an upper bound."""
        values = (*numbers, *sets)
        total = self.base
        rest = self.rest
        for k, tree in enumerate(self.trees):
            if total + rest[k] < _HOPELESS:
                total += rest[k]
                break
            node = tree
            while node.__class__ is tuple:
                place, value, low, high = node
                node = (high if values[place] & value else low) if place >= _NUMBERS else (low if values[place] <= value else high)
            total += node
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _most(tree: Any) -> float:
    return max(_most(tree[2]), _most(tree[3])) if isinstance(tree, tuple) else float(tree)


@lru_cache(maxsize=1)
def fitted() -> Trees:
    """The trees that come with the package."""
    from importlib.resources import files

    return Trees(files("cleannews.page").joinpath("trees.txt").read_text(encoding="utf-8"))
