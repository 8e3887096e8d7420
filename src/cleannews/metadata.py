"""Segments (and the page, where there is one) → metadata. Each field is worked out when it is first asked for.

The readers of single kinds live beside: `images`, `bylines`, `times`, `promos`. What a page declares of itself (`Article.page`) comes first
where it is surer than the text; any of `PAGE_FIELDS` may be missing from it. docs/metadata.md says where each field comes from.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from cleannews.article import KEPT, Article, Author, Image, Label, Note, Promo
from cleannews.export import article_to_dict, article_to_jsonld, article_to_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleannews.article import Piece

__all__ = ["PAGE_FIELDS", "Metadata", "article_to_dict", "article_to_jsonld", "article_to_markdown", "read_metadata"]

#: What is looked for on `Article.page`: texts, names of authors, tags, images (url, alt, caption, credit, start, end), links (start, end, url).
PAGE_FIELDS = ("title", "authors", "desks", "published", "modified", "section", "tags", "language", "kind", "locked", "images", "links")
#: A page that calls itself locked and shows less story than this many characters shows a part of it.
_STUB = 1500
#: As much text as an entry of a live blog has at least.
_PARAGRAPH = 60

_OUTER = " \t\u00a0\u200b\u200e\u200f\ufeff"
_DASHES = _OUTER + "-–—:=.,|/"
#: What stands behind this many characters of a line is not looked at.
_LONGEST = 5000
_CRUMB = r"\s*(?:>|›|»|→|❯)\s*"
_LIST = r"\s*(?:[,;|•·、，；\n\t]|\s/\s|\s{3,})\s*"
_KINDS = {"correction": "note-correction", "update": "note-update", "editor": "note-editor"}


class Metadata:
    """What the labelled pieces of an article say about it."""

    def __init__(self, article: Article) -> None:
        self._article = article

    def _pieces(self, label: Label) -> Iterator[tuple[Piece, str]]:
        raw = self._article.raw
        for piece in self._article.pieces:
            if piece.label is label and (text := raw[piece.start : piece.end].strip()):
                yield piece, text

    def _texts(self, label: Label) -> list[str]:
        return list(dict.fromkeys(text for _, text in self._pieces(label)))

    def _page(self, name: str) -> object:
        return getattr(self._article.page, name, None) or None

    def _page_text(self, name: str) -> str | None:
        value = self._page(name)
        return value.strip() or None if isinstance(value, str) else None

    @cached_property
    def title(self) -> str | None:
        """The headline: the one the caller gave, the page's, or the text's first title line."""
        return self._article.known_title or self._page_text("title") or self._printed_title()

    def _printed_title(self) -> str | None:
        """The first title line; the one below it where the first is a kicker over it."""
        lines: list[str] = []
        for piece in self._article.pieces:
            text = self._article.raw[piece.start : piece.end].strip()
            if piece.label is Label.TITLE and text:
                lines.append(text)
            elif lines and text:
                break
        if len(lines) > 1 and len(lines[0]) < 30 and len(lines[1]) > 1.5 * len(lines[0]):
            return lines[1]
        return lines[0] if lines else None

    @cached_property
    def standfirst(self) -> str | None:
        """The editorial summary, its lines joined."""
        return "\n".join(self._texts(Label.STANDFIRST)) or None

    @cached_property
    def authors(self) -> tuple[Author, ...]:
        """The people of the bylines."""
        from cleannews.bylines import read_authors

        return read_authors(self._article)

    @cached_property
    def dateline(self) -> str | None:
        """Place, date and agency, as printed, without the dash."""
        for _, text in self._pieces(Label.DATELINE):
            if core := _without_dash(text):
                return core
        return None

    @cached_property
    def _stamps(self) -> tuple[str | None, str | None]:
        from cleannews.times import read_stamps

        stamps = [(text, piece.subtype) for piece, text in self._pieces(Label.TIMESTAMP)]
        return read_stamps(stamps, self._article.body[:3000]) if stamps else (None, None)

    @cached_property
    def published(self) -> str | None:
        """Publication time, ISO 8601."""
        return self._page_text("published") or self._stamps[0]

    @cached_property
    def modified(self) -> str | None:
        """Time of the last update, ISO 8601."""
        return self._page_text("modified") or self._stamps[1]

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The pictures that captions and credits describe."""
        from cleannews.images import read_images

        return read_images(self._article)

    @cached_property
    def captions(self) -> tuple[tuple[str, str | None], ...]:
        """Every caption line by itself with the credit in it as printed."""
        from cleannews.images import read_captions

        return read_captions(self._article)

    @cached_property
    def promos(self) -> tuple[Promo, ...]:
        """Read-more lines, related headlines, pitches."""
        from cleannews.promos import read_promos

        return read_promos(self._article)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Agencies by name, and sentences about contributors as printed: of sign-offs, bylines and datelines."""
        from cleannews.names import agencies_in

        found: dict[str, None] = {}
        for label in (Label.DATELINE, Label.BYLINE):
            for _, text in self._pieces(label):
                found.update(dict.fromkeys(agencies_in(text)))
        for _, text in self._pieces(Label.SOURCE):
            found.update(dict.fromkeys(_sources(text)))
        return tuple(found)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """Corrections, updates, disclosures, with their kinds ("note" where it is not known)."""
        return tuple(Note(piece.subtype or _note_kind(text), text) for piece, text in self._pieces(Label.NOTE))

    @cached_property
    def rights(self) -> tuple[str, ...]:
        """Copyright and licence lines."""
        return tuple(self._texts(Label.RIGHTS))

    @cached_property
    def _topics(self) -> tuple[tuple[str, ...], str | None]:
        return _read_topics([text for _, text in self._pieces(Label.TAGS)])

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Topics and keywords, each once."""
        declared = self._page("tags")
        listed = [tag for tag in declared if isinstance(tag, str) and tag.strip()] if isinstance(declared, (list, tuple)) else []
        return tuple({tag.casefold(): tag for tag in reversed((*listed, *self._topics[0]))}.values())[::-1]

    @cached_property
    def section(self) -> str | None:
        """The section: the page's, or the last step of a path of sections in the text."""
        return self._page_text("section") or self._topics[1]

    @cached_property
    def language(self) -> str | None:
        """The language a page declares."""
        return self._page_text("language")

    @cached_property
    def truncated(self) -> bool:
        """Whether a wall or a "continue reading" line says that the rest is missing."""
        if any(piece.label is Label.BOILERPLATE and piece.subtype == "paywall" for piece in self._article.pieces):
            return True
        return bool(self._page("locked")) and len(self._article.body) < _STUB

    def _entries(self) -> int:
        """How many clocks of a live blog have a paragraph below them."""
        count, below = 0, -1
        for piece in self._article.pieces:
            if piece.label is Label.TIMESTAMP and piece.subtype == "live":
                below = 0
            elif piece.label in KEPT and below >= 0:
                below += piece.end - piece.start
                if below >= _PARAGRAPH:
                    count, below = count + 1, -1
        return count

    @cached_property
    def kind(self) -> str:
        """What the document is: "article", or "empty", "live", "gallery", or what the page says ("index", "error", "consent")."""
        declared = self._page_text("kind")
        if declared and declared != "article":
            return declared
        article = self._article
        if not article.body:
            return "empty"
        if self._entries() >= 3:
            return "live"
        captions = [piece.end - piece.start for piece in article.pieces if piece.label is Label.CAPTION]
        return "gallery" if len(captions) >= 5 and sum(captions) > len(article.body) else "article"


def read_metadata(article: Article) -> Metadata:
    """The metadata of an article; nothing is computed yet."""
    return Metadata(article)


def _without_dash(text: str) -> str:
    core = text.strip(_OUTER).rstrip(_OUTER + "=:–—-")
    bare = core.rstrip(_OUTER + ".")
    return bare if bare[-1:] in ")]】/" else core


def _note_kind(text: str) -> str:
    from cleannews.lexicon import lexicon
    from cleannews.read.text import matching_form

    low = matching_form(text).lower()
    return next((kind for kind, table in _KINDS.items() if lexicon(table).end(low) > 0), "note")


def _sources(text: str) -> list[str]:
    """The agencies of a sign-off, or the line itself where it says more than names."""
    from cleannews.lexicon import lexicon
    from cleannews.names import agencies_in, bare
    from cleannews.read.text import matching_form

    if len(text) > _LONGEST:
        return [text]
    core = bare(text)
    low = matching_form(core).lower()
    end = lexicon("source-label").end(low)
    if end > 0 and (mark := re.match(r"\s*[:=：]\s*|\s+", core[end:])) and core[end + mark.end() :].strip():
        core = bare(core[end + mark.end() :])
    named = agencies_in(core)
    rest = matching_form(core)
    words = [word for word in re.split(r"[\s/,;&+|-]+", rest) if word.strip(_DASHES + "()[]")]
    if named and len(words) <= 4:
        return named
    if (
        re.fullmatch(r"[^\W\d_]{1,4}(?:[-/, .]{1,4}[^\W\d_]{1,4}){0,5}", core)
        and not named
        and (core.isascii() or max(map(len, re.split(r"[-/, .]+", core))) <= 2)
    ):
        return []
    if len(words) > 4:
        return [text.lstrip(_OUTER + "([*–—-").rstrip(_OUTER + ")]")]
    return [core] if core else []


def _read_topics(texts: list[str]) -> tuple[tuple[str, ...], str | None]:
    """(tags, section) of topic lines."""
    from cleannews.lexicon import lexicon
    from cleannews.read.text import matching_form

    tags: dict[str, str] = {}
    section: str | None = None
    nav = lexicon("boilerplate-nav")
    for text in texts:
        text = re.sub(r"\s{3,}", "   ", text)[:_LONGEST]
        form = matching_form(text)
        low = form.lower()
        labels = lexicon("tags-label", "promo-related", "promo-read-more")
        if labels.covers(text) or (text.endswith((":", "：")) and len(texts) > 1):
            continue
        for end in lexicon("tags-label").ends(low):
            mark = re.match(r"\s*[:|：]\s*|\s*$", text[end:])
            if mark:
                text = text[end + mark.end() :]
                break
        crumbs = [crumb for crumb in re.split(_CRUMB, text) if crumb.strip(_DASHES)]
        if len(crumbs) > 1:
            steps = [crumb.strip(_DASHES) for crumb in crumbs]
            steps = [step for step in steps if not nav.covers(step)] or steps
            section = section or steps[-1]
            continue
        parts = (
            [part for part in re.split(r"(?:^|(?<=\s))#", text) if part.strip()]
            if "#" in text
            else (text.split() if _is_listed_by_spaces(text) else re.split(_LIST, text))
        )
        for part in parts:
            part = part.strip(_DASHES + "#,;[]()【】")
            if part and len(part) <= 80:
                tags.setdefault(part.casefold(), part)
    return tuple(tags.values()), section


def _is_listed_by_spaces(text: str) -> bool:
    """Whether words of a script without spaces stand apart in a line: each is a topic of its own."""
    words = text.split()
    short = len(words) > 2 and all(re.fullmatch(r"\w{1,12}", word) and not word.isascii() for word in words)
    return short and bool(re.search("[\u3400-\u9fff]", text)) and not re.search("[\uac00-\ud7af]", text)
