"""The page's pictures and links, as the article's metadata wants them: with absolute addresses and places in the flattened text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from cleannews.article import Label
from cleannews.page.evidence import bare
from cleannews.page.meta import PageImage, PageInfo, PageLink
from cleannews.page.tree import BUTTON, FIGURE, FOOTER, FORM, NAV, Node
from cleannews.page.words import BIT

#: Elements called so hold no picture of the story.
_NOT_OURS = sum(BIT[name] for name in ("nav", "foot", "related", "comment", "share", "form", "ad", "pitch", "byline"))
#: Targets that lead to no other page.
_NOWHERE = ("#", "javascript:", "mailto:", "tel:", "data:")

if TYPE_CHECKING:
    from cleannews.page.evidence import Survey
    from cleannews.page.meta import Declared
    from cleannews.page.select import Choice
    from cleannews.page.tree import Figure, Tree


def pictures(tree: Tree, found: Declared, choice: Choice) -> PageInfo:
    """The page's record, completed with what the choice of the article tells: headline, kind, pictures of the article, links."""
    base = tree.base or found.info.url
    links = tuple(
        PageLink(block.start, block.end, absolute(block.href, base))
        for block, mark in zip(tree.blocks, choice.marks, strict=True)
        if block.href and (mark.verdict is None or mark.verdict.label is Label.PROMO) and not block.href.startswith(_NOWHERE)
    )
    return replace(found.info, title=choice.title, kind=choice.kind, images=tuple(_images(tree, choice, base)), links=links)


def absolute(url: str, base: str | None) -> str:
    """An address made absolute; as it is where it cannot be."""
    url = url.strip()
    if not base or url.startswith(("http:", "https:")):
        return url
    if url[:1] == "/" and url[1:2] != "/" and base.startswith(("http:", "https:")):
        # The common case, at a fifth of the cost.
        end = base.find("/", 8)
        return (base if end < 0 else base[:end]) + url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def _images(tree: Tree, choice: Choice, base: str | None) -> list[PageImage]:
    """The pictures among the story and above it, each once."""
    marks = choice.marks
    story = [i for i, mark in enumerate(marks) if mark.verdict is None]
    if not story:
        return []
    captions = {i for i, mark in enumerate(marks) if mark.verdict is not None and mark.verdict.label in (Label.CAPTION, Label.CREDIT)}
    top = min(choice.survey.title_at if choice.survey.title_at >= 0 else story[0], story[0])
    out: list[PageImage] = []
    seen: set[str] = set()
    for figure in tree.figures:
        first, last = _span(figure, choice.survey, captions)
        if last <= top - 3:
            continue
        if not any(i in captions for i in range(first, last)) and (not top - 3 <= first <= story[-1] + 1 or _elsewhere(figure, choice.survey)):
            continue
        url = absolute(figure.url, base) if figure.url else None
        key = url or bare(figure.alt or "")
        if not key or key in seen:
            continue
        seen.add(key)
        start = tree.blocks[first].start if first < len(tree.blocks) else len(tree.text)
        end = tree.blocks[last - 1].end if last > first else start
        out.append(PageImage(url, figure.alt, None, None, start, end))
    return out


def _elsewhere(figure: Figure, survey: Survey) -> bool:
    """Whether a picture without a caption belongs to a menu, an author, or a teaser of another article rather than to this one."""
    node = figure.node
    if node is None:
        return False
    if node.flags & (NAV | FOOTER | FORM | BUTTON) or survey.apart[node.number] & _NOT_OURS:
        return True
    while node is not None and node.number in survey.pictured:
        if any(survey.linked[i] >= 0.9 and survey.size[i] >= 15 for i in range(node.first, node.last)):
            return True
        node = node.parent
    return False


def _span(figure: Figure, survey: Survey, captions: set[int]) -> tuple[int, int]:
    """The range of blocks that belong to a picture: those of its `figure` element, or of the small box that holds it and its caption."""
    node: Node | None = figure.node
    while node is not None and node.flags & FIGURE:
        if node.tag == "figure":
            return node.first, node.last
        node = node.parent
    node = figure.node
    for _ in range(6):
        if node is None or node.number not in survey.pictured:
            break
        if any(i in captions for i in range(node.first, node.last)):
            return node.first, node.last
        node = node.parent
    if figure.first in captions:
        # No box around the two: the caption follows the picture.
        return figure.first, figure.first + 1 + (figure.first + 1 in captions)
    return figure.first, figure.last
