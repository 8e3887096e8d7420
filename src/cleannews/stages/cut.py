"""Verdicts on lines → pieces of the input: whole lines, and the parts of lines that have a label of their own."""

from __future__ import annotations

from collections.abc import Sequence

from cleannews.article import KEPT, Label, Piece
from cleannews.read.line import Line
from cleannews.stages.evidence import Layout
from cleannews.stages.match import Hit, Matcher
from cleannews.stages.verdict import Verdict, in_zone

#: Parts that may be cut from a line that is kept.
_FROM_STORY = {Label.DATELINE, Label.SOURCE, Label.PROMO, Label.NOTE, Label.RIGHTS, Label.BIO, Label.COMMENT, Label.TIMESTAMP, Label.EMBED}


def cut_line(line: Line, i: int, verdict: Verdict, layout: Layout, hits: Sequence[Hit], sure: float, datelines: bool) -> list[Piece]:
    """The pieces of one line, tiling `line.start` to `line.after`."""
    whole = Piece(line.start, line.after, verdict.label, verdict.subtype, verdict.rule, verdict.confidence, verdict.why)
    parts: list[tuple[int, int, Hit]] = []
    for hit in hits:
        if hit.whole or hit.rule.sure < sure:
            continue
        if verdict.label in KEPT:
            if (
                hit.rule.label not in _FROM_STORY
                or not in_zone(hit.rule.zone, layout, i)
                or (hit.rule.label is Label.DATELINE and not (datelines and _opens(layout, i)))
            ):
                continue
        elif not (verdict.label is Label.CAPTION and hit.rule.label is Label.CREDIT):
            continue
        if any(hit.start < end and start < hit.end for start, end, _ in parts):
            parts = [(s, e, h) for s, e, h in parts if not (hit.start < e and s < hit.end and hit.end - hit.start > e - s)]
            if any(hit.start < end and start < hit.end for start, end, _ in parts):
                continue
        parts.append((hit.start, hit.end, hit))
    if not parts:
        return [whole]
    parts.sort(key=lambda part: part[0])
    pieces: list[Piece] = []
    at = line.start
    for start, end, hit in parts:
        a, b = line.start + start, line.start + end
        if a > at:
            pieces.append(whole._replace(start=at, end=a))
        pieces.append(Piece(a, b, hit.rule.label, hit.rule.subtype, hit.rule.id, hit.rule.sure, (hit.rule.doc,)))
        at = b
    if at < line.end:
        pieces.append(whole._replace(start=at, end=line.after))
    else:
        pieces[-1] = pieces[-1]._replace(end=line.after)
    return pieces


def settled(lines: Sequence[Line], found: Matcher, sure: float) -> list[Piece]:
    """The pieces of the lines whose label the markup settles; credits are told from captions as in any text."""
    pieces: list[Piece] = []
    nothing = Layout((), ())
    for line in lines:
        verdict = line.mark.verdict if line.mark is not None else None
        if verdict is None:
            continue
        if verdict.label is Label.CAPTION:
            pieces += cut_line(line, 0, verdict, nothing, found.hits_of([line.form])[0], sure, False)
        else:
            pieces.append(Piece(line.start, line.after, *verdict))
    return pieces


def _opens(layout: Layout, i: int) -> bool:
    """Whether line `i` is the first long line, or opens a new item after a short one."""
    return i <= layout.first_long + 1 and layout.size[i] > 40
