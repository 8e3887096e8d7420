"""Evidence weighed: an additive model over the named features, read from a table of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cleannews.article import Label
from cleannews.stages.evidence import Layout


class Weigher:
    """The table of weights, and what it says of lines."""

    ready = False

    def weigh(self, layout: Layout, open_lines: Sequence[int], verdicts: Sequence[Any]) -> dict[int, tuple[float, Label, tuple[str, ...]]]:
        """The chance (0 to 1) that each open line is furniture, the likeliest label, and the strongest reasons."""
        return {}


def weigher(cleaner: Any) -> Weigher:
    """The weigher for these options."""
    return Weigher()
