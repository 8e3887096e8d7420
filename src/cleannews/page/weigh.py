"""Evidence of the markup weighed: a sum of small decision trees, read from a table (`trees.txt`).

The log-odds of being story are the sum of one leaf of each tree. A line of the table is a tree, written from the root: `NAME<=VALUE`, the
tree for values up to VALUE, the tree for the others; a bare number is a leaf. `gate LOW HIGH` after a
tree: a sum outside is not pursued.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from cleannews.page.evidence import FEATURES, NUMBERS, SETS

_NUMBERS = len(NUMBERS)


class Trees:
    """The trees, each an expression of Python over the numbers and sets of a block: walking them as data takes four times as long."""

    def __init__(self, text: str) -> None:
        index = {name: j for j, name in enumerate(FEATURES)}
        tests = [f"v[{j}]<=%r" for j in range(_NUMBERS)]
        for k, name in enumerate(SETS):
            named = [feature for feature in FEATURES if feature.startswith(f"{name}.")]
            tests += [f"not v[{_NUMBERS + k}]&{1 << place}" for place in range(len(named))]

        def grown(tokens: Iterator[str]) -> str:
            name, split, value = next(tokens).partition("<=")
            if not split:
                return repr(float(name))
            test = tests[index[name]]
            test = test % float(value) if index[name] < _NUMBERS else test
            return f"({grown(tokens)} if {test} else {grown(tokens)})"

        #: The trees up to each gate, added up, and the gate: a sum outside is not pursued.
        self.groups: list[tuple[Callable[[Sequence[float]], float], float, float]] = []
        self.size = 0
        trees: list[str] = []

        def grouped(low: float, high: float) -> None:
            # Nothing but the numbers of the table and these few signs gets into the expression.
            self.groups.append((eval(f"lambda v: {'+'.join(trees)}", {"__builtins__": {}}), low, high))
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

    def chance(self, numbers: Sequence[float], sets: Sequence[int]) -> float:
        """The chance of being story, 0 to 1; those near either end are rough."""
        values = (*numbers, *sets)
        total = 0.0
        for added, least, most in self.groups:
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
