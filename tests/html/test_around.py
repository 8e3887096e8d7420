"""Authors and days that a page prints around its headline without declaring them."""

from __future__ import annotations

import pytest

from cleannews import clean_html
from tests.html.pages import FIRST, SECOND

HEAD = "Ferry sails again after nine weeks"


def page(below: str, above: str = "", after: str = "", head: str = "") -> str:
    return f"<html><head><title>{HEAD}</title>{head}</head><body><main>{above}<h1>{HEAD}</h1>{below}<p>{FIRST}</p><p>{SECOND}</p>{after}</main></body></html>"


@pytest.mark.parametrize(
    ("below", "people"),
    [
        ("<div>By Ann Bee</div>", ["Ann Bee"]),
        ("<div>By Ann Bee and Jo Lee • March 12, 2025</div>", ["Ann Bee", "Jo Lee"]),
        ("<div>Published March 12, 2025 by Ann Bee</div>", ["Ann Bee"]),
        ("<div>12 March 2025</div><div>Written by</div><div>Ann Bee</div>", ["Ann Bee"]),
        ("<div>Ann Bee</div><div>12 March 2025</div>", ["Ann Bee"]),
        ("<div>Ann Bee | 12.03.2025 - 09:12</div>", ["Ann Bee"]),
        ('<div><a href="/authors/ann-bee">Ann Bee</a></div>', ["Ann Bee"]),
        ('<div class="byline">ByAnn Bee</div>', ["Ann Bee"]),
        ("<div>Von Ann Bee, 12. März 2025</div>", ["Ann Bee"]),
        ("<div>Reviewed by Jo Lee</div><div>By Ann Bee</div>", ["Ann Bee"]),
        ("<div>By Ann Bee, Harbour Safety Expert</div>", ["Ann Bee"]),
        ("<div>By The Harbour Team</div><div>12 March 2025</div>", ["The Harbour Team"]),
        ("<div>Posted by annbee</div>", ["annbee"]),
        ("<p>Ann Bee</p>", ["Ann Bee"]),
        ("<p>Harbour life goes on, as it always has here, March 12, 2025</p>", []),
        ("<div>Share this story</div><div>Reading Time 4 min</div>", []),
        ("<div>Harbour Life</div><div>More stories</div>", []),
    ],
)
def test_who_wrote_it_is_read_below_the_headline(below: str, people: list[str]) -> None:
    assert [author.name for author in clean_html(page(below)).authors] == people


def test_what_stands_above_the_headline_needs_to_say_that_it_wrote() -> None:
    assert not clean_html(page("<p>A short line.</p>", above="<div>Harbour Life</div><div>12 March 2025</div>")).authors


def test_below_the_story_only_a_line_that_says_so_names_the_author() -> None:
    assert [author.name for author in clean_html(page("", after="<div>Written by Ann Bee</div>")).authors] == ["Ann Bee"]
    assert not clean_html(page("", after="<ul><li><a href='/other'>Jo Lee</a></li></ul>")).authors


@pytest.mark.parametrize(
    ("below", "published", "modified"),
    [
        ("<div>March 12, 2025</div>", "2025-03-12", None),
        ("<div>Ann Bee • March 12, 2025 • 5 min read</div>", "2025-03-12", None),
        ('<time datetime="2025-03-12T09:00:00Z">a week ago</time>', "2025-03-12T09:00:00+00:00", None),
        ('<time itemprop="dateModified" datetime="2025-04-01">1 April</time><time datetime="2025-03-12">12 March</time>', "2025-03-12", "2025-04-01"),
        ("<div>Last updated: March 12, 2025</div>", None, "2025-03-12"),
        ("<div>No day at all in 2025</div>", None, None),
        ("<p>The quay as it looked after the storm of the long winter, 12 March 2025</p>", None, None),
        ("<footer><span>March 12, 2025</span> |</footer>", "2025-03-12", None),
    ],
)
def test_the_day_is_read_below_the_headline(below: str, published: str | None, modified: str | None) -> None:
    article = clean_html(page(below, above="<div class='today'>Friday, 19 December 2025</div>" if published else ""))
    assert (article.published, article.modified) == (published, modified)


def test_what_a_page_declares_comes_before_what_it_prints() -> None:
    head = '<meta name="author" content="Jo Lee"><meta property="article:published_time" content="2025-03-01">'
    article = clean_html(page("<div>Ann Bee</div><div>March 12, 2025</div>", head=head))
    assert ([author.name for author in article.authors], article.published) == (["Jo Lee"], "2025-03-01")
