"""Evidence of the markup weighed: a sum of small decision trees, read from a table (`trees.txt`).

The log-odds of being story are the sum of one leaf of each tree. A line of the table is a tree, written from the root: `NAME<=VALUE`, the
tree for values up to VALUE, the tree for the others; a bare number is a leaf. `gate LOW HIGH` after a
tree: a sum outside is not pursued.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from cleannews.page.evidence import EARLY, FEATURES, LATER, SETS

#: Where the value of each feature stands: early numbers, sets, later numbers.
_PLACES = {name: j for j, name in enumerate((*EARLY, *SETS, *LATER))}


class Trees:
    """The trees, each an expression of Python over the numbers and sets of a block: walking them as data takes four times as long."""

    def __init__(self, text: str) -> None:
        bits = {feature: 1 << k for name in SETS for k, feature in enumerate(feature for feature in FEATURES if feature.startswith(f"{name}."))}
        asked: set[str] = set()

        def grown(tokens: Iterator[str]) -> str:
            name, split, value = next(tokens).partition("<=")
            if not split:
                return repr(float(name))
            asked.add(name)
            test = f"not v[{_PLACES[name.partition('.')[0]]}]&{bits[name]}" if name in bits else f"v[{_PLACES[name]}]<={float(value)!r}"
            return f"({grown(tokens)} if {test} else {grown(tokens)})"

        #: The trees up to each gate, added up; whether they ask for later numbers; and the gate: a sum outside is not pursued.
        self.groups: list[tuple[Callable[[Sequence[float]], float], bool, float, float]] = []
        self.size = 0
        trees: list[str] = []

        def grouped(low: float, high: float) -> None:
            # Nothing but the numbers of the table and these few signs gets into the expression.
            self.groups.append((eval(f"lambda v: {'+'.join(trees)}", {"__builtins__": {}}), not asked.isdisjoint(LATER), low, high))
            trees.clear()

        for line in text.splitlines():
            kind, _, rest = line.partition(" ")
            if kind == "tree":
                trees.append(grown(iter(rest.split())))
                self.size += 1
            elif kind == "gate":
                low, high = map(float, rest.split())
                grouped(low, high)
        if trees:
            grouped(-math.inf, math.inf)

    def chance(self, numbers: Sequence[float], sets: Sequence[int], later: Callable[[], Sequence[float]]) -> float:
        """The chance of being story, 0 to 1; those near either end are rough. `later` gives the later numbers, for trees that ask for one."""
        values = (*numbers, *sets)
        full = False
        total = 0.0
        for added, asks, least, most in self.groups:
            if asks and not full:
                values, full = (*values, *later()), True
            total += added(values)
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
