"""Each corpus item comes out as its margin says. Items that aren't passed yet are listed in corpus/known-failures.txt and must fail."""

from __future__ import annotations

import pytest

from benchmarks.items import Item, given, items, known_failures, read, shown, wrong
from cleannews import Label, clean
from cleannews.article import KEPT

ITEMS = items()
KNOWN = known_failures()


def _param(item: Item) -> object:
    reason = KNOWN.get(item.name) or (item.name.startswith("known-failures/") and item.headers.get("about", "in known-failures"))
    return pytest.param(item, id=item.name, marks=[pytest.mark.xfail(reason=reason, strict=True)] if reason else [])


@pytest.mark.parametrize("item", [_param(item) for item in ITEMS])
def test_item(item: Item) -> None:
    article = clean(item.raw)
    assert not wrong(item, article), f"{item.name}\n{shown(item, article)}"
    assert article.body == item.body


LOST = known_failures("known-losses.txt")


def _kept(item: Item) -> object:
    return pytest.param(item, id=item.name, marks=[pytest.mark.xfail(reason=LOST[item.name], strict=True)] if item.name in LOST else [])


@pytest.mark.parametrize("item", [_kept(item) for item in ITEMS])
def test_no_line_of_the_story_is_lost(item: Item) -> None:
    """The worst that can happen: more than half of a line that the margin keeps is gone."""
    article = clean(item.raw)
    gone = [
        item.raw[span.start : span.end]
        for span in item.spans
        if span.label in KEPT
        and sum(min(p.end, span.end) - max(p.start, span.start) for p in given(article, item.raw, span) if p.label in KEPT) < (span.end - span.start) / 2
    ]
    assert not gone, f"{item.name}: {gone}"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_item_is_well_formed(item: Item) -> None:
    assert {"source", "licence", "about"} <= item.headers.keys()
    assert item.spans, "an item has lines"
    assert item.lang == item.path.parent.name or item.path.parts[-3:-1].count(item.lang) or item.name.startswith("known-failures/")
    for before, after in zip(item.spans, item.spans[1:], strict=False):
        assert before.end <= after.start
    for span in item.spans:
        assert item.raw[span.start : span.end].strip(), "no empty span"
    outside = item.raw
    for span in reversed(item.spans):
        outside = outside[: span.start] + outside[span.end :]
    assert not outside.strip(), "every character but white space has a label"
    assert any(span.label is Label.BODY for span in item.spans), "an article has a story"


def test_known_failures_exist_and_have_a_reason() -> None:
    names = {item.name for item in ITEMS}
    assert KNOWN.keys() <= names, sorted(KNOWN.keys() - names)
    assert LOST.keys() <= names, sorted(LOST.keys() - names)
    assert all(KNOWN.values()), sorted(name for name, reason in KNOWN.items() if not reason)


def test_a_margin_file_survives_reading_and_writing() -> None:
    """The margin of an article labelled as an item says is the item again."""
    from cleannews import Article
    from cleannews.margin import parse, to_margin

    for item in ITEMS:
        written = to_margin(Article(item.raw, item.pieces))
        _headers, raw, spans = parse(written)
        assert raw.strip("\n") == item.raw.strip("\n"), item.name
        assert [(label, subtype) for _start, _end, label, subtype in spans] == [(span.label, span.subtype) for span in item.spans], item.name


def test_reading_says_what_is_wrong_with_a_margin(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "item.txt"
    path.write_text("# source: x\n\nboddy           | The ferry sailed.\n")
    with pytest.raises(ValueError, match="boddy"):
        read(path)
