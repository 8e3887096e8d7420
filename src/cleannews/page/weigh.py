"""Evidence of the markup weighed: an additive model over named features, read from a table of numbers (`weights.txt`).

The log-odds of being story are a sum: for each feature the weight of the bin its value falls in, for some pairs of features the weight of
the cell. The format is that of the text's own weights.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from cleannews.page.evidence import FEATURES, NUMBERS, SETS

_NUMBERS = len(NUMBERS)


class Weights:
    """The table of weights, and what it says of blocks."""

    def __init__(self, text: str) -> None:
        index = {name: j for j, name in enumerate(FEATURES)}
        self.base = 0.0
        edges: dict[int, list[float]] = {}
        ones: dict[int, list[float]] = {}
        self.twos: list[tuple[int, int, list[list[float]]]] = []
        for line in text.splitlines():
            kind, _, rest = line.partition(" ")
            if kind == "base":
                self.base = float(rest)
            elif kind == "edges":
                name, *values = rest.split()
                edges[index[name]] = [float(value) for value in values]
            elif kind == "one":
                name, *values = rest.split()
                ones[index[name]] = [float(value) for value in values]
            elif kind == "two":
                a, b, grid = rest.split(" ", 2)
                self.twos.append((index[a], index[b], [[float(value) for value in row.split()] for row in grid.split("/")]))
        self.edges = [(j, edges[j]) for j in sorted(edges) if j < _NUMBERS]
        self.ones = [(j, weights) for j, weights in ones.items() if j < _NUMBERS]
        # A set's weight is the sum over its bits, the unset ones too; the same sets come again and again.
        self.bits: list[tuple[float, list[tuple[int, float]]]] = []
        self.places: dict[int, tuple[int, int]] = {}
        for k, name in enumerate(SETS):
            base, bits = 0.0, []
            members = [j for j, feature in enumerate(FEATURES) if feature.startswith(f"{name}.")]
            for place, j in enumerate(members):
                self.places[j] = (k, place)
                if j in ones:
                    base += ones[j][0]
                    bits.append((1 << place, ones[j][1] - ones[j][0]))
            self.bits.append((base, bits))
        self._known: list[dict[int, float]] = [{} for _ in SETS]

    def _set(self, k: int, value: int) -> float:
        known = self._known[k].get(value)
        if known is None:
            base, bits = self.bits[k]
            known = base + sum(weight for bit, weight in bits if value & bit)
            if len(self._known[k]) < 20_000:
                self._known[k][value] = known
        return known

    def chance(self, numbers: Sequence[float], sets: Sequence[int]) -> float:
        """The chance of being story, 0 to 1."""
        at = [0] * _NUMBERS
        for j, edges in self.edges:
            at[j] = bisect_right(edges, numbers[j])
        total = self.base
        for j, weights in self.ones:
            total += weights[at[j]]
        for k, value in enumerate(sets):
            total += self._set(k, value)
        for a, b, grid in self.twos:
            total += grid[self._at(a, at, sets)][self._at(b, at, sets)]
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def _at(self, j: int, at: Sequence[int], sets: Sequence[int]) -> int:
        if j < _NUMBERS:
            return at[j]
        k, place = self.places[j]
        return sets[k] >> place & 1


@lru_cache(maxsize=1)
def fitted() -> Weights:
    """The weights that come with the package."""
    from importlib.resources import files

    return Weights(files("cleannews.page").joinpath("weights.txt").read_text(encoding="utf-8"))
