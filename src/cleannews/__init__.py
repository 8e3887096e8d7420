"""cleannews: raw news text in, the clean story and everything else, typed, out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleannews.article import Article, Author, Credit, Image, Label, Note, Place, Promo, Segment, Suspect
    from cleannews.cleaner import Cleaner, clean
    from cleannews.rule import Rule

__version__ = "0.1.0"
__all__ = ["Article", "Author", "Cleaner", "Credit", "Image", "Label", "Note", "Place", "Promo", "Rule", "Segment", "Suspect", "clean"]

_HOME = {
    "Article": "article", "Author": "article", "Credit": "article", "Image": "article", "Label": "article", "Note": "article", "Place": "article",
    "Promo": "article", "Segment": "article", "Suspect": "article", "Cleaner": "cleaner", "clean": "cleaner", "Rule": "rule",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f"cleannews.{_HOME[name]}"), name)
    raise AttributeError(f"module 'cleannews' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
