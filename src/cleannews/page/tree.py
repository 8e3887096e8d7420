"""The page as nodes and blocks: what one walk over the parsed tree leaves behind.

A node is an element that holds blocks; a block is one line of text as a reader sees it. Both are plain values that outlive the parser's
tree. Node ranges are block numbers, so that what a node holds is a slice of the blocks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from cleannews.read.line import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What a node stands in; node flags have one bit for each, and children inherit them.
STANDING = (
    "article", "main", "figure", "figcaption", "aside", "nav", "header", "footer", "form", "button", "list", "table", "quote", "hidden", "heading", "item",
    "body_prop", "dialog",
)  # fmt: skip
ARTICLE, MAIN, FIGURE, FIGCAPTION, ASIDE, NAV, HEADER, FOOTER, FORM, BUTTON, LIST, TABLE, QUOTE, HIDDEN, HEADING, ITEM, BODY_PROP, DIALOG = (
    1 << i for i in range(len(STANDING))
)
#: Signs on a block: it holds a `time` element; it begins after a line break; it is an inline element called credit and what follows it.
TIME_SIGN, BREAK_SIGN, CREDIT_SIGN = 2, 4, 8


class Node:
    """An element that holds blocks: its tag, its names and the groups of words in them, what it stands in, and the range of its blocks."""

    __slots__ = ("depth", "first", "flags", "kinds", "last", "names", "number", "parent", "tag")

    def __init__(self, number: int, parent: Node | None, tag: str, names: str, kinds: int, flags: int, first: int) -> None:
        self.number = number
        self.parent = parent
        self.tag = tag
        self.names = names
        self.kinds = kinds
        self.flags = flags
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.first = first
        self.last = first


class Block(NamedTuple):
    """One line of text: where it stands in the flattened page, and what the markup says of it.

    `start:end` offsets in the page's text; `node` the nearest element around it; `linked` and `strong` count characters in links and in
    bold type; `href` is the target of the first link that opens it; `bits` are signs from inline elements (a credit, a time …).
    """

    start: int
    end: int
    node: Node
    linked: int
    strong: int
    href: str | None
    links: int
    bits: int


@dataclass
class Figure:
    """A picture as the page holds it: its address, its alt text, and the range of blocks that its figure element spans.

    `first:last` are blocks inside the figure (equal when the picture stands alone; then `first` is the block it stands before).
    """

    url: str | None
    alt: str | None
    first: int
    last: int
    node: Node | None = None
    title: str | None = None


@dataclass
class Tree:
    """Everything the walk found."""

    text: str
    blocks: list[Block]
    nodes: list[Node]
    figures: list[Figure]
    heads: dict[str, list[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    times: list[tuple[str, str, int]] = field(default_factory=list)
    title: str | None = None
    language: str | None = None
    links: dict[str, str] = field(default_factory=dict)
    frames: int = 0
    base: str | None = None

    def lines(self, forms: Sequence[str], marks: Sequence[Any]) -> list[Line]:
        """The blocks as the lines that rules read, each with what the markup says of it."""
        blocks = self.blocks
        # A line's own text ends where the next one begins.
        after = [block.start for block in blocks[1:]]
        after.append(len(self.text))
        return [Line(i, block.start, block.end, after[i], forms[i], 0, marks[i]) for i, block in enumerate(blocks)]
