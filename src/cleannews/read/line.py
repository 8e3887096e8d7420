"""A line of the input, as the rules see it."""

from __future__ import annotations

from cleannews.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Line(NamedTuple):
    """One non-empty line.

    `start:end` are its offsets in the raw text, white space at the edges left out; `after` is where the next line's text begins.
    `form` is the text that rules match: same length as the line, with one kind of quote, dash, space and colon.
    `gap` is the number of blank lines before it. `mark` is what the markup said of it (HTML only).
    """

    number: int
    start: int
    end: int
    after: int
    form: str
    gap: int
    mark: Any = None
