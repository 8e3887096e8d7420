"""cleannews: raw news text in, the clean story and everything else, typed, out."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleannews.article import Article, Author, Credit, Image, Label, Note, Place, Promo, Segment, Suspect
    from cleannews.batch import clean_batch, clean_table
    from cleannews.cleaner import Cleaner, clean
    from cleannews.html import clean_html
    from cleannews.learning import learn, learn_by_source
    from cleannews.pack import Pack
    from cleannews.rule import Rule

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Author",
    "Cleaner",
    "Credit",
    "Image",
    "Label",
    "Note",
    "Pack",
    "Place",
    "Promo",
    "Rule",
    "Segment",
    "Suspect",
    "clean",
    "clean_batch",
    "clean_html",
    "clean_table",
    "learn",
    "learn_by_source",
]

_HOME = {
    "Article": "article", "Author": "parts", "Credit": "parts", "Image": "parts", "Label": "article", "Note": "parts", "Place": "parts",
    "Promo": "parts", "Segment": "parts", "Suspect": "parts", "Cleaner": "cleaner", "clean": "cleaner", "Rule": "rule",
    "clean_html": "html", "clean_batch": "batch", "clean_table": "batch",
    "Pack": "pack", "learn": "learning", "learn_by_source": "learning",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f"cleannews.{_HOME[name]}"), name)
    raise AttributeError(f"module 'cleannews' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
