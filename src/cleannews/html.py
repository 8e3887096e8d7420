"""A page in, an `Article` out: the page is read into the same lines as a text, and the same rules and stages label them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleannews.article import Article
    from cleannews.cleaner import Cleaner
    from cleannews.page.meta import Declared, PageInfo
    from cleannews.page.select import Choice
    from cleannews.page.tree import Tree


def clean_html(page: Any, url: str | None = None, *, title: str | None = None, cleaner: Cleaner | None = None) -> Article:
    """Clean one article's page.

    page     the page as `str`, as `bytes` in any encoding (byte order mark, declaration or detection), as an lxml element, or as a Beautiful
             Soup object. A fragment is fine.
    url      its address, if known: links and pictures get absolute addresses.
    title    the headline if you know it; otherwise the page's own is taken.
    cleaner  options; the default ones otherwise.

    Returns an `Article` whose `raw` is the text of the page as a reader sees it, one block a line, and whose `page` is a
    `cleannews.page.meta.PageInfo`. A page without an article has a `kind` that says so and an empty body.
    Raises TypeError if `page` is none of these; no content raises.
    """
    from functools import partial

    from cleannews.article import Article
    from cleannews.page.meta import declared
    from cleannews.page.select import choose
    from cleannews.read.html import read_page

    if cleaner is None:
        from cleannews.cleaner import _DEFAULT

        cleaner = _DEFAULT
    tree, encoding, replaced = read_page(page)
    found = declared(tree, url)
    choice = choose(tree, found, cleaner, title)
    lines = tree.lines(choice.survey.forms, choice.marks)
    pieces, suspects, warnings = cleaner.label(tree.text, lines, choice.title or title)
    info = partial(_info, tree, found, choice)
    return Article(tree.text, pieces, cleaner.keep, title or None, encoding, replaced, warnings, suspects, cleaner.repair, info)


def _info(tree: Tree, found: Declared, choice: Choice) -> PageInfo:
    """What the page tells beside its text: most who clean pages never ask."""
    from cleannews.page.around import completed
    from cleannews.page.figures import pictures

    return completed(pictures(tree, found, choice), tree, choice.survey)
