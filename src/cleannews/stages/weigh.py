"""Evidence weighed: an additive model over the named features, read from a table of numbers (`weights.txt`).

The log-odds of being furniture are a sum: for each feature the weight of the bin its value falls in, and for some pairs of features
the weight of the cell. Nothing else is multiplied or hidden; the largest summands are the reasons that an explanation gives.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import getitem, itemgetter
from zlib import crc32

from cleannews.article import Label
from cleannews.derived import derived, shipped
from cleannews.languages import words
from cleannews.stages.evidence import INDEX, NAMES, Layout, features
from cleannews.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleannews.cleaner import Cleaner


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Attribution verbs, function words and months of all languages."""
    says = frozenset(word.lower() for word in words("says"))
    function_words = frozenset(word.lower() for word in words("pronouns"))
    return says, function_words, frozenset(word.lower().rstrip(".") for word in words("months"))


def line_features(layout: Layout, i: int) -> list[float]:
    """The feature values of line `i`, in the order of `evidence.NAMES`."""
    return features(layout, i, *_vocabulary())


class Weighed(NamedTuple):
    """What was weighed of a line; put into words when somebody asks."""

    values: tuple[float, ...]

    def in_words(self) -> tuple[str, ...]:
        """The strongest reasons, with what each is worth in log-odds."""
        return _fitted().reasons(self.values)


def _picked(places: Sequence[int]) -> Callable[[Sequence[int]], Sequence[int]]:
    """What picks these places of a sequence, as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple(values[place] for place in places)


class Tables(NamedTuple):
    """What `weights.txt` says, with features as their places in `NAMES`.

    edges   feature → where one bin ends and the next begins.
    ones    (feature, a weight for each bin); twos (feature, feature, weights by the bins of both).
    labels  label → (what it starts with, tables as `ones`).
    """

    base: float = 0.0
    edges: dict[int, list[float]] = {}  # noqa: RUF012 - a default of a tuple that nobody changes
    ones: tuple[tuple[int, list[float]], ...] = ()
    twos: tuple[tuple[int, int, list[list[float]]], ...] = ()
    labels: dict[str, tuple[float, list[tuple[int, list[float]]]]] = {}  # noqa: RUF012


def tables_of(text: str) -> Tables:
    """Read the content of `weights.txt`."""
    base = 0.0
    edges: dict[int, list[float]] = {}
    ones: list[tuple[int, list[float]]] = []
    twos: list[tuple[int, int, list[list[float]]]] = []
    labels: dict[str, tuple[float, list[tuple[int, list[float]]]]] = {}
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "edges":
            name, *values = rest.split()
            edges[INDEX[name]] = [float(value) for value in values]
        elif kind == "base":
            base = float(rest)
        elif kind == "one":
            name, *values = rest.split()
            ones.append((INDEX[name], [float(value) for value in values]))
        elif kind == "two":
            a, b, grid = rest.split(" ", 2)
            twos.append((INDEX[a], INDEX[b], [[float(value) for value in row.split()] for row in grid.split("/")]))
        elif kind == "label":
            label, name, *values = rest.split()
            if name == "base":
                labels[label] = (float(values[0]), [])
            else:
                labels[label][1].append((INDEX[name], [float(value) for value in values]))
    return Tables(base, edges, tuple(ones), tuple(twos), labels)


class Weigher:
    """The tables of weights, and what they say of lines. Without any it is not `ready` and says nothing."""

    def __init__(self, tables: Tables | None = None) -> None:
        self.base, self.edges, self.ones, self.twos, self.labels = tables if tables is not None else Tables()
        self._edges = [self.edges.get(j, []) for j in range(len(NAMES))]
        self.ready = bool(self.ones or self.twos)
        # Table by table and bin by bin, as `chance` adds them up.
        self._one_tables = [weights for _, weights in self.ones]
        self._one_at = _picked([j for j, _ in self.ones])
        self._grids = [grid for *_, grid in self.twos]
        self._row_at, self._column_at = _picked([a for a, *_ in self.twos]), _picked([b for _, b, _ in self.twos])

    def bins(self, values: Sequence[float]) -> list[int]:
        """The bin of each feature, in the order of `NAMES` (0 for those without edges)."""
        return list(map(bisect_right, self._edges, values))

    def chance(self, at: Sequence[int]) -> float:
        """The chance of being furniture, 0 to 1."""
        total = sum(map(getitem, self._one_tables, self._one_at(at)), self.base)
        total = sum(map(getitem, map(getitem, self._grids, self._row_at(at)), self._column_at(at)), total)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def label(self, at: Sequence[int]) -> Label:
        """The likeliest label of a line that is furniture."""
        best, most = Label.BOILERPLATE, -math.inf
        for name, (base, tables) in self.labels.items():
            total = base + sum([weights[at[j]] for j, weights in tables])
            if total > most:
                best, most = Label(name), total
        return best

    def reasons(self, values: Sequence[float]) -> tuple[str, ...]:
        """The three features that speak most strongly for furniture, with their values."""
        at = self.bins(values)
        parts: dict[int, float] = {}
        for j, weights in self.ones:
            parts[j] = parts.get(j, 0.0) + weights[at[j]]
        for a, b, grid in self.twos:
            half = grid[at[a]][at[b]] / 2
            parts[a] = parts.get(a, 0.0) + half
            parts[b] = parts.get(b, 0.0) + half
        strongest = sorted(parts.items(), key=lambda part: -part[1])[:3]
        return tuple(f"{NAMES[j]} = {float(values[j]):g} ({weight:+.1f})" for j, weight in strongest if weight > 0)


def tables_name(content: bytes) -> str:
    """The name under which `derived` keeps the tables: the same weights, of features in the same order."""
    return f"weights {len(content)} {crc32(content, crc32(' '.join(NAMES).encode())):08x}"


@lru_cache(maxsize=1)
def _fitted() -> Weigher:
    content = shipped("weights.txt")
    known = derived()
    found = known.thing(tables_name(content)) if known is not None else None
    return Weigher(Tables(*found) if found is not None else tables_of(content.decode("utf-8")))


def weigher(cleaner: Cleaner) -> Weigher:
    """The weigher for these options."""
    return Weigher() if "weighed" in cleaner.disable else _fitted()
