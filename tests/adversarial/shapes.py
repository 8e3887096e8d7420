"""Texts and pages made to be slow: what patterns, brackets, lines, tags and attributes run away on. Each is a function of its size."""

from __future__ import annotations

from collections.abc import Callable

Shape = Callable[[int], str]


def _filled(unit: str, end: str = "") -> Shape:
    """The unit repeated to about the size, in one line."""
    return lambda size: unit * max(1, size // len(unit)) + end


def _lines(*units: str) -> Shape:
    """These lines over and over, to about the size."""
    block = "".join(f"{unit}\n" for unit in units)
    return lambda size: block * max(1, size // len(block))


_STORY = "The harbour board said on Monday that the ferry would sail again once the ramp had been repaired and inspected."

TEXTS: dict[str, Shape] = {
    "spaces and a letter": _filled(" ", "x"),
    "no-break spaces and a letter": _filled("\u00a0", "x"),
    "opening brackets": _filled("("),
    "opening brackets and an agency": _filled("(", "Getty Images)"),
    "closing brackets": _filled(")"),
    "nested brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "square brackets": _filled("[]"),
    "photo by": _filled("Photo by "),
    "photo by, names": _filled("Photo by Jo Lee "),
    "getty images": _filled("Getty Images "),
    "slashes": _filled("AP/"),
    "via": _filled("AFP via "),
    "copyright signs": _filled("© "),
    "copyright, a party": _filled("© Reuters "),
    "capitals": _filled("A", "!"),
    "capitalised words": _filled("Anna ", "!"),
    "one word": _filled("a"),
    "a word and a colon": _filled("a", ":"),
    "letters and an at": _filled("a", "@"),
    "at signs": _filled("@a "),
    "dots": _filled("a."),
    "ellipses": _filled("…"),
    "full stops": _filled(". "),
    "pairs and an odd letter": _filled("ab", "c"),
    "doubled": lambda size: "the ferry sailed " * (size // 34) * 2,
    "less than": _filled("<"),
    "tags": _filled("<br>"),
    "tags left open": _filled("<br "),
    "ampersands": _filled("&amp;"),
    "ampersands left open": _filled("&am"),
    "backslash n": _filled("\\n"),
    "quotes": _filled('"'),
    "guillemets": _filled("« "),
    "dashes": _filled("- "),
    "bullets": _filled("• "),
    "pipes": _filled("a | "),
    "colons": _filled("a: "),
    "commas": _filled("a, "),
    "digits": _filled("1"),
    "dates": _filled("12 May 2024 "),
    "clocks": _filled("12:30 "),
    "web addresses": _filled("www.a.b "),
    "addresses": _filled("https://a.b/c "),
    "kanji": _filled("記者"),
    "kanji brackets": _filled("【写真】"),
    "arabic": _filled("صورة "),
    "combining marks": _filled("e\u0301"),
    "right to left marks": _filled("\u200fa"),
    "nothing but ends": _filled("\n"),
    "carriage returns": _filled("\r"),
    "separators": _filled("\u2028a"),
    "short lines": _lines("a"),
    "one line again": _lines("Photo by Jo Lee"),
    "captions": _lines("The ferry at the quay on Monday. Photo: Jo Lee/AP"),
    "story": _lines(_STORY),
    "story and promos": _lines(_STORY, "Read more: Five ferries that never sailed"),
    "story, captions, promos, gaps": _lines(_STORY, "", "The ferry at the quay (Jo Lee/AFP via Getty Images)", "", "Sign up for our newsletter", "Share"),
    "read more": _lines("Read more"),
    "headlines": _lines("Five ferries that never sailed"),
    "bylines": _lines("By Jo Lee and Ann Bee"),
    "dates, one a line": _lines("12 May 2024 12:30"),
    "datelines": _lines("LONDON (AP) - The ferry sailed."),
    "questions": _lines("What now?"),
    "labels": _lines("Related:"),
    "one sentence": _filled(f"{_STORY} "),
    "one long caption": lambda size: f"{_STORY} " * (size // len(_STORY)) + "(Jo Lee/AP)",
}  # fmt: skip


def _page(inside: str) -> str:
    return f"<!doctype html><html><head><title>The ferry</title></head><body><article><h1>The ferry</h1><p>{_STORY}</p>{inside}<p>{_STORY}</p></article></body></html>"


def _within(unit: str, end: str = "") -> Shape:
    return lambda size: _page(unit * max(1, size // len(unit)) + end)


def _nested(tag: str) -> Shape:
    return lambda size: _page(f"<{tag}>" * (size // (2 * len(tag) + 5)) + "x" + f"</{tag}>" * (size // (2 * len(tag) + 5)))


PAGES: dict[str, Shape] = {
    "paragraphs": _within(f"<p>{_STORY}</p>"),
    "empty paragraphs": _within("<p></p>"),
    "nested divs": _nested("div"),
    "nested spans": _nested("span"),
    "nested lists": _nested("ul"),
    "nested tables": _nested("table"),
    "tags left open": _within("<div>"),
    "inline left open": _within("<b><i>"),
    "ends without beginnings": _within("</div></p>"),
    "less than": _within("<"),
    "less than, bang": _within("<!"),
    "comments": _within("<!-- a -->"),
    "a comment left open": lambda size: _page("<!--" + "a" * size),
    "a script left open": lambda size: _page("<script>" + "a<" * (size // 2)),
    "attributes": lambda size: _page("<p " + "a=b " * (size // 4) + ">x</p>"),
    "one attribute": lambda size: _page(f'<p class="{"a " * (size // 2)}">x</p>'),
    "an attribute left open": lambda size: _page('<p class="' + "a" * size),
    "classes": lambda size: _page("".join(f'<p class="c{number}">x</p>' for number in range(size // 20))),
    "entities": _within("&amp;"),
    "entities left open": _within("&am"),
    "links": _within('<a href="/a">Read more</a> '),
    "list of links": _within('<li><a href="/a">Five ferries that never sailed</a></li>'),
    "images": _within('<img src="a.jpg" alt="The ferry">'),
    "figures": _within('<figure><img src="a.jpg" alt="The ferry"><figcaption>The ferry. Photo: Jo Lee/AP</figcaption></figure>'),
    "table cells": _within("<table><tr><td>1</td></tr></table>"),
    "rows": lambda size: _page("<table>" + "<tr><td>a</td><td>b</td></tr>" * (size // 29) + "</table>"),
    "line breaks": _within("a<br>"),
    "spaces": _within(" "),
    "one word": _within("a"),
    "meta": lambda size: _page("").replace("</head>", '<meta name="author" content="Jo Lee">' * (size // 38) + "</head>"),
    "JSON-LD": lambda size: _page("").replace("</head>", '<script type="application/ld+json">' + "[" * size + "</script></head>"),
    "many JSON-LD": lambda size: _page("").replace("</head>", '<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * (size // 67) + "</head>"),
    "headings": _within("<h2>The ferry</h2>"),
    "articles": _within(f"<article><p>{_STORY}</p></article>"),
    "nested articles": _nested("article"),
    "frames": _within('<iframe src="https://a.b/"></iframe>'),
    "quotes": _within("<blockquote>x</blockquote>"),
    "bold": _within("<b>x</b>"),
}  # fmt: skip
