"""What users write, checked by mypy and never run: the public types must be visible and say what the docs say."""

from __future__ import annotations

from typing import assert_type

import cleannews
from cleannews import Article, Author, Cleaner, Credit, Image, Label, Note, Place, Promo, Rule, Segment, Suspect, clean

article = clean("raw")
assert_type(article, Article)
assert_type(cleannews.clean(b"raw", title="Ferry sails again"), Article)
assert_type(article.body, str)
assert_type(article.title, str | None)
assert_type(article.standfirst, str | None)
assert_type(article.dateline, str | None)
assert_type(article.published, str | None)
assert_type(article.modified, str | None)
assert_type(article.authors, tuple[Author, ...])
assert_type(article.images, tuple[Image, ...])
assert_type(article.promos, tuple[Promo, ...])
assert_type(article.links, tuple[Promo, ...])
assert_type(article.notes, tuple[Note, ...])
assert_type(article.sources, tuple[str, ...])
assert_type(article.rights, tuple[str, ...])
assert_type(article.tags, tuple[str, ...])
assert_type(article.segments, tuple[Segment, ...])
assert_type(article.suspects, tuple[Suspect, ...])
assert_type(article.warnings, tuple[str, ...])
assert_type(article.encoding, str | None)
assert_type(article.replaced, int)
assert_type(article.truncated, bool)
assert_type(article.kind, str)
assert_type(article.to_markdown(), str)
assert_type(article.explain(), str)

for image in article.images:
    assert_type(image.caption, str | None)
    assert_type(image.credit, Credit | None)
    assert_type(image.location, Place | None)
    if image.credit:
        assert_type(image.credit.creators, tuple[str, ...])
        assert_type(image.credit.provider, str | None)
for segment in article.segments:
    assert_type(segment.label, Label)
    assert_type(segment.kept, bool)
    assert_type(segment.confidence, float)

own = Rule(id="promo-own", label=Label.PROMO, doc="The paper's own pitch.", pattern="^Our own", hits=("Our own pitch",), near_misses=("Our owner",))
cleaner = Cleaner(languages=("de", "en"), profile="strict", keep=frozenset({Label.CAPTION}), rules=(own,), disable=frozenset({"promo-watch"}))
assert_type(cleaner(b"raw"), Article)
assert_type(cleaner.clean("raw"), Article)
assert_type(cleaner.but(profile="safe"), Cleaner)
bodies: list[str] = [cleaner(text).body for text in ("a", "b")]
