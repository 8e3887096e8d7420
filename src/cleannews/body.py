"""Kept pieces → the clean body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleannews.article import Label, Piece
from cleannews.derived import regex

_BREAK = regex(r"<br\s*/?>", re.I)


def join_body(raw: str, pieces: Sequence[Piece], keep: frozenset[Label], repair: bool = False) -> str:
    """The text of the kept pieces, in order, edges stripped.

    Between two kept lines stands the gap that stood there; where something was cut, the wider of the gaps before and after the cut,
    so that paragraphs stay as far apart as the document keeps them.
    """
    out: list[str] = []
    gap = ""
    cut = False
    for piece in pieces:
        text = raw[piece.start : piece.end]
        core = text.rstrip()
        if piece.label not in keep:
            cut = True
            gap = _wider(gap, text[len(core) :])
            continue
        if not core:
            gap = _wider(gap, text)
            continue
        if cut or not out:
            core = core.lstrip()
        if out:
            out.append(gap or (" " if cut and not out[-1][-1:].isspace() else ""))
        out.append(core)
        gap = text[len(text.rstrip()) :]
        cut = False
    body = "".join(out)
    return _repaired(body) if repair else body


def _wider(a: str, b: str) -> str:
    return b if (b.count("\n") or b.count("\r"), len(b)) > (a.count("\n") or a.count("\r"), len(a)) else a


def _repaired(body: str) -> str:
    import html

    return html.unescape(_BREAK.sub("\n", body)).replace("\\n", "\n")
