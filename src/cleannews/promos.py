"""Promo pieces → promos: the label words, and the headline that they announce."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from cleannews.article import Label, Promo
from cleannews.lexicon import Lexicon, has_stem, lexicon, shared_words
from cleannews.read.text import matching_form

if TYPE_CHECKING:
    from cleannews.article import Article, Piece

_MARK = re.compile(r"\s*(?::|\||»|›|→|▶|►|➤|>{1,3}|\s[-–—]\s|-(?=\s)|：|｜|\.{3}|…)\s*")
_BULLET = re.compile(r"^[\s\-•●■▪◆◇▶►▷☞☛➤⏩→»›>*+#|・]+")
#: Longer lines are pitches, whatever they open with.
_LONGEST = 2000
_OUTER = " \t\u00a0\u200b\u200e\u200f\ufeff"
_EDGES = _OUTER + ":|»›→▶►➤>-–—：｜.…"
#: Kinds whose lines are headlines when no label stands in them. The others are pitches: text and nothing else.
_HEADLINES = frozenset({"readmore", "related", "mostread", "watch", "podcast"})


class Line(NamedTuple):
    """A promo line: its kind, its label words, its headline, and whether the label stands alone over lines to come."""

    kind: str
    label: str | None
    headline: str | None
    heads: bool


class _Targets:
    """Where the linked lines of a page lead: `links` have `start`, `end` and `url`."""

    def __init__(self, links: Iterable[Any]) -> None:
        self._links = sorted(links, key=lambda link: link.start)
        self._starts = [link.start for link in self._links]

    def of(self, piece: Piece) -> str | None:
        """The address of the first link that stands in the piece."""
        at = max(0, bisect_left(self._starts, piece.start) - 1)
        return next((link.url for link in self._links[at : at + 3] if link.start < piece.end and link.end > piece.start), None)


def read_promos(article: Article) -> tuple[Promo, ...]:
    """The promos of an article. Headlines under a label that stands alone carry that label; the label itself is no promo unless nothing follows."""
    raw = article.raw
    targets = _Targets(getattr(article.page, "links", None) or ())
    found: list[Promo] = []
    head: tuple[Line, str, Piece] | None = None
    used = True
    for piece in article.pieces:
        text = raw[piece.start : piece.end].strip()
        if piece.label is not Label.PROMO or not text:
            if text and piece.label is not Label.TIMESTAMP:
                if head and not used:
                    found.append(_alone(head[0], head[1], targets.of(head[2])))
                head, used = None, True
            continue
        line = read_promo(text, piece.subtype)
        if line.heads:
            if head and not used:
                found.append(_alone(head[0], head[1], targets.of(head[2])))
            head, used = (line, text, piece), False
            continue
        label, kind = line.label, line.kind
        if head and label is None and kind in _HEADLINES | {"related"} and line.headline:
            label = head[0].label
            kind = head[0].kind if kind in {"related", "readmore"} else kind
            used = True
        found.append(Promo(kind, label, line.headline, text, targets.of(piece)))
    if head and not used:
        found.append(_alone(head[0], head[1], targets.of(head[2])))
    return tuple(found)


def _alone(line: Line, text: str, url: str | None) -> Promo:
    return Promo(line.kind, line.label, None, text, url)


def read_promo(text: str, subtype: str | None = None) -> Line:
    """Take one promo line apart. `subtype` is what its piece is known to be. Nothing raises."""
    bare = text.strip(_OUTER)
    if len(bare) > _LONGEST:
        return Line(subtype or "related", None, None, False)
    inside = bare.removesuffix(".")
    core = inside[1:-1].strip(_OUTER) if inside[:1] in "([（［" and inside[-1:] in ")]）］" and len(inside) > 2 else bare
    bullet = _BULLET.match(core)
    start = bullet.end() if bullet else 0
    core = core[start:] or core
    framed = re.match(r"[【\[]([^】\]]{2,40})[】\]]\s*", core)
    if framed:
        head = framed[1].strip(_OUTER)
        rest = core[framed.end() :].strip(_OUTER)
        if _labels().covers(head) or rest or _stem_kind(head, subtype):
            kind = _kind(head, subtype)
            return Line(kind, head, rest or None, not rest)
    form = matching_form(core)
    low = form.lower()
    if len(low) != len(core):
        low = form = core.lower()
    for end in _labels().ends(low):
        rest = core[end:]
        if not rest.strip(_EDGES + "()[]0123456789"):
            return Line(_kind(low[:end], subtype), core[:end].strip(_EDGES), None, True)
        mark = _MARK.match(rest)
        if mark:
            headline = rest[mark.end() :].strip(_OUTER)
            return Line(_kind(low[:end], subtype), core[:end].strip(_EDGES), headline or None, not headline)
    if pointer := _pointer(core, low):
        return Line(_kind(pointer[0].lower(), subtype or "readmore"), pointer[0], pointer[1], False)
    kind = subtype or _stem_kind(core, None) or "related"
    mark = re.match(r"([^\W\d_][^:|»›→]{1,40}?)\s*[:|»›→]\s+(?=\S)", core)
    if mark and kind in {"readmore", "watch"} and len(mark[1].split()) <= 5:
        return Line(kind, mark[1].strip(_OUTER), core[mark.end() :].strip(_OUTER), False)
    heads = kind in {"related", "mostread", "readmore"} and core.rstrip(_OUTER).endswith((":", "：")) and len(core) <= 60
    if heads:
        return Line(kind, core.strip(_EDGES), None, True)
    return Line(kind, None, core if kind in _HEADLINES else None, False)


@cache
def _labels() -> Lexicon:
    return lexicon("promo-read-more", "promo-related", "promo-watch")


def _pointer(core: str, low: str) -> tuple[str, str] | None:
    """(call, purpose) of "Click on this image to see …": split before the word that joins them, that word left out."""
    end = lexicon("promo-pointer").end(low)
    purposes = shared_words("links", "purpose")
    if end < 0:
        return None
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", low[: end + 40])]
    for k, (start, stop) in enumerate(words):
        if k >= 2 and low[start:stop] in purposes and start <= end:
            rest = core[stop:].strip(_OUTER)
            return (core[:start].strip(_OUTER), rest) if rest else None
    rest = core[end:].strip(_EDGES)
    return (core[:end].strip(_EDGES), rest) if rest and end >= 4 and not core[end - 1 : end + 1].isalpha() else None


def _kind(label: str, subtype: str | None) -> str:
    """The kind of promo that a label announces; a finer word of the piece's own wins."""
    if subtype and subtype not in {"readmore", "related"}:
        return subtype
    if stem := _stem_kind(label, subtype):
        return stem
    if subtype:
        return subtype
    for table, kind in (("promo-watch", "watch"), ("promo-related", "related"), ("promo-read-more", "readmore")):
        if lexicon(table).covers(label):
            return kind
    return "readmore"


def _stem_kind(label: str, subtype: str | None) -> str | None:
    return "mostread" if has_stem(label, "links", "mostread") and len(label) < 60 else None
