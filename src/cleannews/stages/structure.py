"""What kind of story a kept line is: standfirst, subhead or body. Nothing is removed here."""

from __future__ import annotations

from collections.abc import Sequence

from cleannews.article import Label, Piece
from cleannews.read.line import Line
from cleannews.stages.evidence import ENDS, SENTENCE, STARTS, Layout

_OPEN_ENDS = {ENDS["none"], ENDS["question"], ENDS["digit"], ENDS["bracket"]}
_HEADED = {STARTS["upper"], STARTS["digit"], STARTS["quote"], STARTS["caseless"]}
#: Signs that Asian papers print before subheads.
_MARKS = "◇◆■▶●▲▼"
_UNDER_STANDFIRST = {Label.BYLINE, Label.TIMESTAMP, Label.CAPTION, Label.CREDIT, Label.SHARE}


def subhead(layout: Layout, i: int) -> bool:
    """A short line without a final stop that stands alone between paragraphs."""
    n = len(layout.forms)
    if not 0 < i < n - 1 or layout.size[i] > 90 or layout.ends[i] not in _OPEN_ENDS or layout.run[i] != 1:
        return False
    if layout.starts[i] not in _HEADED and layout.forms[i][0] not in _MARKS:
        return False
    above, below = layout.ends[i - 1], layout.ends[i + 1]
    return (
        (layout.long[i + 1] or (layout.size[i + 1] >= 45 and below in SENTENCE))
        and (layout.size[i - 1] >= 60 or above in SENTENCE)
        and above not in (ENDS["colon"], ENDS["comma"])
    )


def standfirst(now: Sequence[Line], done: Sequence[Piece], layout: Layout) -> bool:
    """The first kept line summarises the article if it stands between the headline and the byline, stamp or picture, or has no final stop."""
    if len(now) < 3 or not 30 <= layout.size[0] <= 340:
        return False
    first, second = now[0].start, now[1].start
    if not any(piece.label is Label.TITLE and piece.start < first for piece in done):
        return False
    between = {piece.label for piece in done if first < piece.start < second}
    return bool(between & _UNDER_STANDFIRST) or (layout.ends[0] == ENDS["none"] and layout.size[0] >= 40 and layout.long[1])


def structured(now: Sequence[Line], done: Sequence[Piece], layout: Layout) -> list[Piece]:
    """The kept lines as pieces, with the kind of each."""
    same = len(layout.forms) == len(now)
    opening = same and standfirst(now, done, layout)
    return [
        Piece(
            line.start,
            line.after,
            (line.mark.label if line.mark is not None else None)
            or (Label.STANDFIRST if opening and i == 0 else Label.SUBHEAD if same and subhead(layout, i) else Label.BODY),
        )
        for i, line in enumerate(now)
    ]
