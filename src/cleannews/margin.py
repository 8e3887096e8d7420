"""Articles for people: every line with its label in the margin, and a table that says why.

The margin format is that of the corpus: `label.subtype | text`, the label padded to 16 columns (a longer one stands directly before the bar),
`+label` where a line goes on with another label, an empty line for an empty line. Header lines `# key: value` may stand before all, closed by
one empty line. What remains when the margin is removed is the input.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from cleannews.article import Label

if TYPE_CHECKING:
    from cleannews.article import Article, Piece

#: Width of the margin: labels are padded to it.
MARGIN = 16
_LABELS = frozenset(label.value for label in Label)
_HEADER = re.compile(r"# ?([\w-]+): ?(.*)$")
_BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


class Marked(NamedTuple):
    """A labelled stretch of the text that a margin file holds: offsets into `Margin.raw`, line ends not included."""

    start: int
    end: int
    label: Label
    subtype: str | None


class Margin(NamedTuple):
    """A margin file taken apart: its header, the raw text, and the labelled stretches in order."""

    headers: dict[str, str]
    raw: str
    spans: list[Marked]


def parse(text: str) -> Margin:
    """Read a margin file. The raw text has no final line end.

    Raises ValueError naming the line for an unknown label, a line without a bar, or a continuation with nothing before it.
    """
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    headers: dict[str, str] = {}
    at = 0
    while at < len(lines) and (match := _HEADER.match(lines[at])):
        headers[match[1]] = match[2].strip()
        at += 1
    if headers and at < len(lines) and not lines[at].strip():
        at += 1
    out: list[str] = []
    size = 0
    spans: list[Marked] = []
    first = True
    for number, line in enumerate(lines[at:], at + 1):
        if not line.strip():
            if not first:
                out.append("\n")
                size += 1
            first = False
            continue
        name, bar, content = line.partition("|")
        if not bar:
            raise ValueError(f"line {number} has no bar between label and text: {line[:60]!r}")
        name = name.strip()
        content = content.removeprefix(" ")
        goes_on = name.startswith("+")
        label, _, subtype = name.removeprefix("+").strip().partition(".")
        if label not in _LABELS:
            raise ValueError(f"line {number} has an unknown label {label!r}; there are: {', '.join(sorted(_LABELS))}")
        if goes_on and first:
            raise ValueError(f"line {number} continues a line, but none stands before it")
        if not goes_on and not first:
            out.append("\n")
            size += 1
        first = False
        out.append(content)
        spans.append(Marked(size, size + len(content), Label(label), subtype or None))
        size += len(content)
    return Margin(headers, "".join(out), spans)


def to_pieces(margin: Margin) -> tuple[Piece, ...]:
    """The pieces of a margin file, tiling its raw text: gaps go to the stretch before them (at the head, to the first)."""
    from cleannews.article import Piece

    raw, spans = margin.raw, margin.spans
    if not spans:
        return (Piece(0, len(raw), Label.BODY),) if raw else ()
    ends = [*(span.start for span in spans[1:]), len(raw)]
    starts = [0, *ends[:-1]]
    return tuple(Piece(a, b, span.label, span.subtype) for a, b, span in zip(starts, ends, spans, strict=True) if b > a)


def _name(piece: Piece) -> str:
    return f"{piece.label.value}.{piece.subtype}" if piece.subtype else piece.label.value


def margin_line(name: str, text: str) -> str:
    """One line of the format."""
    return f"{name:<{MARGIN}}| {text}"


def to_margin(article: Article, headers: Mapping[str, str] | None = None) -> str:
    """Every line of an article with its label in the margin, ended by a line end. `headers` are written before it.

    Line ends of all kinds become plain ones; lines of white space become empty ones.
    """
    out: list[str] = [f"# {key + ':':<10}{value}" for key, value in (headers or {}).items()]
    if out:
        out.append("")
    fresh = True
    pending: list[tuple[str, str]] = []

    def close() -> None:
        shown = [(name, text) for name, text in pending if text]
        if not any(text.strip() for _, text in shown):
            out.append("")
        else:
            merged: list[tuple[str, str]] = []
            for name, text in shown:
                if merged and (not text.strip() or not merged[-1][1].strip() or merged[-1][0] == name):
                    merged[-1] = (merged[-1][0] if merged[-1][1].strip() else name, merged[-1][1] + text)
                else:
                    merged.append((name, text))
            out.extend(margin_line(name if k == 0 else f"+{name}", text) for k, (name, text) in enumerate(merged))
        pending.clear()

    for piece in article.pieces:
        text = article.raw[piece.start : piece.end]
        at = 0
        for match in _BREAKS.finditer(text):
            pending.append((_name(piece), text[at : match.start()]))
            close()
            fresh = True
            at = match.end()
        if at < len(text):
            pending.append((_name(piece), text[at:]))
            fresh = False
    if pending or not fresh:
        close()
    return "\n".join(out) + "\n" if out else ""


def explain(article: Article, width: int = 120) -> str:
    """A table for people: every stretch with its label, how sure that is, the rule that gave it, its text and why. `width` is in columns."""
    rows = [("LABEL", "SURE", "RULE", "TEXT", "WHY")]
    for segment in article.segments:
        text = " ".join(segment.text.split())
        if text:
            name = f"{segment.label.value}.{segment.subtype}" if segment.subtype else segment.label.value
            rows.append(
                (
                    name,
                    f"{segment.confidence:.2f}",
                    segment.rule or "-",
                    text,
                    "; ".join(" ".join(reason.split()) for reason in segment.evidence) or "nothing speaks against it",
                )
            )
    if len(rows) == 1:
        return "(no text)\n"
    first, rule = (min(max(_width(row[k]) for row in rows), limit) for k, limit in ((0, 22), (2, 28)))
    left = max(24, width - first - rule - 4 - 8)
    shown = left * 11 // 20
    out = []
    for row in rows:
        cells = (_fitted(row[0], first), _fitted(row[1], 4), _fitted(row[2], rule), _fitted(row[3], shown), _fitted(row[4], left - shown).rstrip())
        out.append("  ".join(cells).rstrip())
    if article.suspects:
        out += ["", "Kept, though something speaks against it:"]
        for suspect in article.suspects:
            out.append(
                f"  {suspect.label.value} {suspect.confidence:.2f}  {_fitted(' '.join(suspect.text.split()), 70).rstrip()}  {'; '.join(suspect.evidence)}".rstrip()
            )
    for warning in article.warnings:
        out.append(f"Warning: {warning}")
    return "\n".join(out) + "\n"


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_char_width, text))


def _fitted(text: str, width: int) -> str:
    """The text cut or padded to a number of terminal columns; control characters shown as a dot."""
    shown = "".join(char if char.isprintable() or unicodedata.category(char) in {"Cf", "Mn", "Me"} else "·" for char in text[: 8 * width + 8])
    if len(shown) == len(text) and _width(shown) <= width:
        return shown + " " * (width - _width(shown))
    used = at = 0
    while at < len(shown) and used + _char_width(shown[at]) < width:
        used += _char_width(shown[at])
        at += 1
    return shown[:at] + "…" + " " * max(0, width - used - 1)
