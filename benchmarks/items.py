"""The corpus, read: each item's raw text and the label of every part of it. Needs nothing but cleannews."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleannews import Article, Label
from cleannews.article import KEPT, Piece
from cleannews.body import join_body
from cleannews.margin import parse, to_pieces

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
#: Items that are not passed yet and stay in their folder: "path  reason" a line.
KNOWN = CORPUS / "known-failures.txt"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-\w+)?|known-failures")


class Span(NamedTuple):
    """A labelled part of an item's raw text, as its margin says."""

    start: int
    end: int
    label: Label
    subtype: str | None

    @property
    def name(self) -> str:
        """`label` or `label.subtype`."""
        return f"{self.label.value}.{self.subtype}" if self.subtype else self.label.value


class Item(NamedTuple):
    """One corpus item."""

    path: Path
    headers: dict[str, str]
    raw: str
    spans: tuple[Span, ...]

    @property
    def name(self) -> str:
        """The path inside the corpus, with slashes."""
        return self.path.relative_to(CORPUS).as_posix()

    @property
    def lang(self) -> str:
        """The language, from the header or the folder."""
        return self.headers.get("lang") or self.path.parent.name

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The spans, made to tile the text."""
        return to_pieces(parse(self.path.read_text(encoding="utf-8")))

    @property
    def body(self) -> str:
        """The clean body that the margin asks for."""
        return join_body(self.raw, self.pieces, KEPT)


def read(path: Path) -> Item:
    """One item from its file. Raises ValueError if the margin can't be read."""
    headers, raw, spans = parse(path.read_text(encoding="utf-8"))
    return Item(path, headers, raw, tuple(Span(start, end, Label(label), subtype) for start, end, label, subtype in spans))


def paths(root: Path = CORPUS) -> Iterator[Path]:
    """The files of the items: texts in the folders of the languages. Items of pages (a page beside the margin file) are read elsewhere."""
    for folder in sorted(root.iterdir()):
        if folder.is_dir() and _LANGUAGE.fullmatch(folder.name):
            yield from (path for path in sorted(folder.rglob("*.txt")) if not path.with_suffix(".html").exists())


def items(root: Path = CORPUS) -> list[Item]:
    """All items, in order."""
    return [read(path) for path in paths(root)]


def known_failures(listed: str = KNOWN.name) -> dict[str, str]:
    """Name of an item that isn't passed yet → why, from a list in the corpus.

    "known-failures.txt" lists items that are not labelled as written, "known-losses.txt" those that lose a line of the story.
    """
    if not (CORPUS / listed).exists():
        return {}
    lines = (line.strip() for line in (CORPUS / listed).read_text(encoding="utf-8").splitlines())
    return {name: reason.strip() for name, _, reason in (line.partition(" ") for line in lines if line and not line.startswith("#"))}


def digest(read_items: list[Item]) -> str:
    """What the corpus holds, in one short word: changes when an item does."""
    summed = hashlib.sha256()
    for item in read_items:
        summed.update(f"{item.name}\0{item.raw}\0{[(span.start, span.end, span.name) for span in item.spans]}\0".encode())
    return summed.hexdigest()[:16]


def given(article: Article, raw: str, span: Span) -> list[Piece]:
    """What the cleaner made of a span: its pieces there that hold more than white space."""
    return [
        piece
        for piece in article.pieces
        if piece.start < span.end and piece.end > span.start and raw[max(piece.start, span.start) : min(piece.end, span.end)].strip()
    ]


def wrong(item: Item, article: Article) -> list[Span]:
    """The spans that didn't come out as written: another label, or another subtype where both name one."""
    return [
        span
        for span in item.spans
        if any(
            piece.label is not span.label or (None not in (span.subtype, piece.subtype) and piece.subtype != span.subtype)
            for piece in given(article, item.raw, span)
        )
    ]


def shown(item: Item, article: Article) -> str:
    """The margin file, `!` before wrong lines, and what they came out as."""
    bad = set(wrong(item, article))
    out = []
    last = 0
    for span in item.spans:
        joined = "\n" not in item.raw[last : span.start] and span.start > 0
        out.append(f"{'!' if span in bad else ' '} {'+' * joined + span.name:16}| {item.raw[span.start : span.end].rstrip()}")
        if span in bad:
            for piece in given(article, item.raw, span):
                text = item.raw[max(piece.start, span.start) : min(piece.end, span.end)].strip()
                name = f"{piece.label.value}.{piece.subtype}" if piece.subtype else piece.label.value
                out.append(f"!   came out as {name} by {piece.rule or 'no rule'}: {text[:100]}")
        last = span.end
    return "\n".join(out)
