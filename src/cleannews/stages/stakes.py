"""What is at stake: how sure a removal must be, by what it gains and what it may cost the reader of this document.

One line of story lost is dearer in a story of ten lines than in one of a hundred, and one line of furniture more matters less on a page that
is mostly furniture. So the bar that a line's chance must reach moves with the document: up where much else is furniture anyway, down
where the story is long and a line stands alone; and down for a long line, whose furniture costs a reader more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

#: How much the document counts, and how much the line's length. Found by cross-validation (tools/fit_weights.py).
DOCUMENT, LENGTH = 0.3, 0.5
#: The usual document: characters of furniture for each line of story.
USUAL = 40.0


def shifts(chances: Sequence[float], sizes: Sequence[int], asked: Iterable[int]) -> list[float]:
    """For each line asked for, the log-odds by which it may fall short of the profile's threshold (negative: must exceed it).

    chances   the chance, 0 to 1, that each line of the document is furniture.
    sizes     the widths of the lines, in characters.
    asked     numbers of lines.
    """
    furniture = 60 + sum(chance * size for chance, size in zip(chances, sizes, strict=True))
    story = 1 + sum(1 - chance for chance in chances)
    whole = -DOCUMENT * math.log(furniture / story / USUAL)
    return [whole + LENGTH * math.log(min(max(size, 15), 300) / 60) for size in map(sizes.__getitem__, asked)]


def bar(threshold: float, shift: float) -> float:
    """The chance that a line must reach, given the profile's threshold."""
    odds = threshold / (1 - threshold) * math.exp(-shift)
    return odds / (1 + odds)
