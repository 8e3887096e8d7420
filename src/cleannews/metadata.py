"""Segments → metadata: title, images, promos."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from cleannews.article import Article, Author, Credit, Image, Label, Note, Promo


class Metadata:
    """What the labelled pieces of an article say about it; each field is worked out when first asked for."""

    def __init__(self, article: Article) -> None:
        self._article = article

    def _texts(self, label: Label) -> list[str]:
        raw = self._article.raw
        return [text for p in self._article.pieces if p.label is label and (text := raw[p.start : p.end].strip())]

    @cached_property
    def title(self) -> str | None:
        """The headline."""
        return self._article.known_title or next(iter(self._texts(Label.TITLE)), None)

    @cached_property
    def standfirst(self) -> str | None:
        """The summary under the headline."""
        return "\n".join(self._texts(Label.STANDFIRST)) or None

    @cached_property
    def authors(self) -> tuple[Author, ...]:
        """The people of the bylines."""
        return tuple(Author(text) for text in self._texts(Label.BYLINE))

    dateline: str | None = None
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    language: str | None = None
    kind = "article"

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The pictures that captions and credits describe."""
        from cleannews.images import read_images

        return read_images(self._article)

    @cached_property
    def promos(self) -> tuple[Promo, ...]:
        """One promo per promo line."""
        raw = self._article.raw
        return tuple(
            Promo(p.subtype or "related", None, text, text) for p in self._article.pieces if p.label is Label.PROMO and (text := raw[p.start : p.end].strip())
        )

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Sign-offs."""
        return tuple(self._texts(Label.SOURCE))

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """Notes with their kinds."""
        raw = self._article.raw
        return tuple(Note(p.subtype or "editor", raw[p.start : p.end].strip()) for p in self._article.pieces if p.label is Label.NOTE)

    @cached_property
    def rights(self) -> tuple[str, ...]:
        """Rights lines."""
        return tuple(self._texts(Label.RIGHTS))

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Topic lines."""
        return tuple(self._texts(Label.TAGS))

    @cached_property
    def truncated(self) -> bool:
        """Whether a paywall line stands in the text."""
        return any(p.subtype == "paywall" for p in self._article.pieces)


def read_metadata(article: Article) -> Metadata:
    """The metadata of an article."""
    return Metadata(article)


def article_to_dict(article: Article, *, segments: bool = True) -> dict[str, Any]:
    """The article as JSON-ready values."""
    found: dict[str, Any] = {"title": article.title, "body": article.body, "images": [i.to_dict() for i in article.images], "promos": [p.to_dict() for p in article.promos]}
    if segments:
        found["segments"] = [s.to_dict() for s in article.segments]
    return found
