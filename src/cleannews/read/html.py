"""Page → tree: any form a page comes in is parsed once with lxml and walked once.

The walk never recurses, so depth costs nothing, and reads pictures, captions and metadata before anything is judged.
"""

from __future__ import annotations

import re
from typing import Any

from cleannews.page.tree import (
    ARTICLE,
    ASIDE,
    BODY_PROP,
    BREAK_SIGN,
    BUTTON,
    CREDIT_SIGN,
    DIALOG,
    FIGCAPTION,
    FIGURE,
    FOOTER,
    FORM,
    HEADER,
    HEADING,
    HIDDEN,
    ITEM,
    LIST,
    MAIN,
    NAV,
    QUOTE,
    TABLE,
    TIME_SIGN,
    Block,
    Figure,
    Node,
    Tree,
)  # fmt: skip
from cleannews.page.words import BIT
from cleannews.page.words import kinds as kinds_of

# Kinds of elements, in an order that the walk relies on: what stands in a line, what is passed over, what ends a line.
_A, _B, _TIME, _SPAN, _MUTED, _SKIP, _PICTURE, _CELL_KIND, _UNSEEN, _BREAK, _CREDIT, _END, _PRE_END, _BLOCK, _PRE = range(1, 16)
#: Elements that stand inside a line of text. The parser does not know that `source` and `track` are empty: what follows them stands in them.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rb rp rt ruby s samp small source span strike strong sub sup time track tt u var wbr".split()
)
#: Elements whose text no reader sees.
_NOT_SEEN = (
    "script style template head svg math iframe object embed applet canvas audio video noembed noframes datalist param meta link base map area title"
    " noscript frame"
)
_IN_CELL = _INLINE | {"img", "br"}
_KINDS = {
    **dict.fromkeys(_INLINE, _SPAN),
    **dict.fromkeys(_NOT_SEEN.split(), _UNSEEN),
    **dict.fromkeys("img amp-img amp-anim image".split(), _PICTURE),
    **dict.fromkeys("pre textarea listing".split(), _PRE),
    "a": _A, "b": _B, "strong": _B, "time": _TIME, "br": _BREAK, "td": _CELL_KIND, "th": _CELL_KIND,
}  # fmt: skip
#: What an attribute of a block is read for: names, role, property, visibility, language.
_ATTRIBUTES = {
    "class": 1, "id": 1, "data-testid": 1, "data-component": 1, "data-type": 1, "data-module": 1, "role": 2, "itemprop": 3, "hidden": 4, "style": 4, "aria-hidden": 4,
    "lang": 5, "xml:lang": 5,
}  # fmt: skip

_TAG_BITS = {
    "article": ARTICLE, "main": MAIN, "figure": FIGURE, "figcaption": FIGCAPTION, "aside": ASIDE, "nav": NAV, "header": HEADER, "footer": FOOTER,
    "form": FORM, "button": BUTTON, "select": FORM, "option": FORM, "textarea": FORM, "label": FORM, "fieldset": FORM, "ul": LIST, "ol": LIST, "dl": LIST, "table": TABLE,
    "blockquote": QUOTE, "h1": HEADING, "h2": HEADING, "h3": HEADING, "h4": HEADING, "h5": HEADING, "h6": HEADING, "li": ITEM, "dialog": DIALOG, "menu": NAV,
}  # fmt: skip
_ROLES = {
    "navigation": NAV,
    "banner": HEADER,
    "contentinfo": FOOTER,
    "complementary": ASIDE,
    "main": MAIN,
    "article": ARTICLE,
    "dialog": DIALOG,
    "button": BUTTON,
    "search": FORM,
    "menu": NAV,
    "menubar": NAV,
    "tablist": NAV,
}
#: Stands between the cells of a row until the line is done.
_CELL = "\ue0f1"
_CELLS = re.compile(f" ?(?:{_CELL} ?)+")
_BLANK = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")


def collapse(text: str) -> str:
    """White space as a browser shows it: runs are one space, none at the edges; no-break spaces stay."""
    return _BLANK.sub(" ", text).strip()


#: libxml2 gives up below 2,048 nested elements, even when it is told that the tree is huge: then all tags but these go.
_BOXES = re.compile(
    rb"<(/?)(?!(?:p|h[1-6]|li|img|script|style|title|meta|link|head|html|body|noscript|template|textarea|svg|br|hr)\b)[a-z][^<>]{0,4000}>", re.I
)


def read_page(page: Any) -> tuple[Tree, str | None, int]:
    """Any form of a page → its tree, the encoding that bytes were read in, and how many characters had to be replaced.

    Raises TypeError if `page` is neither text nor bytes nor an element nor a soup.
    """
    encoding, replaced = None, 0
    if isinstance(page, (bytes, bytearray, memoryview)):
        from cleannews.read.encoding import decode

        page, encoding, replaced = decode(bytes(page))
    if isinstance(page, str):
        root = parse(page)
    # A soup says yes to every attribute that it is asked for; its class does not.
    elif hasattr(type(page), "decode") and hasattr(type(page), "find_all"):
        root = parse(page.decode())
    elif hasattr(page, "iterchildren") and hasattr(page, "getroottree"):
        root = page
    elif hasattr(page, "getroot") and hasattr(page, "docinfo"):
        root = page.getroot()
    else:
        raise TypeError(f"clean_html takes a page as str, bytes, lxml element or Beautiful Soup object, not {type(page).__name__}; for text use clean")
    return (read_tree(root) if root is not None else Tree("", [], [Node(0, None, "", "", 0, 0, 0)], [])), encoding, replaced


def parse(page: str) -> Any:
    """The root element of a page; None where there is nothing to parse.

    Elements nested deeper than the parser follows are taken out of their boxes, so that no text is lost.
    """
    from lxml import etree

    data = page.encode("utf-8", "replace")
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    if not data.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = etree.fromstring(data, parser)
    if any("depth" in entry.message for entry in parser.error_log.filter_from_fatals()):
        root = etree.fromstring(_BOXES.sub(lambda tag: b" " if tag[1] else b"<br>", data), etree.HTMLParser(encoding="utf-8", huge_tree=True))
    return root


def read_tree(root: Any) -> Tree:
    """Walk a parsed page once: its text, blocks, nodes, pictures and metadata.

    root  an lxml element (usually `html`); it is not changed.
    """
    blocks: list[Block] = []
    nodes: list[Node] = [Node(0, None, "", "", 0, 0, 0)]
    figures: list[Figure] = []
    found = Tree("", blocks, nodes, figures)
    out: list[str] = []
    buffer: list[str] = []
    node = nodes[0]
    at = linked = strong = links = bits = 0
    in_link = in_strong = muted = in_pre = 0
    href: str | None = None
    current: str | None = None
    kinds = _KINDS
    # Frames: the iterator to go on with, the element's tail, what to undo when it ends.
    stack: list[tuple[Any, str | None, int]] = []
    children = iter((root,))
    while True:
        child = next(children, None)
        kind = undo = 0
        if child is None:
            if not stack:
                break
            children, text, undo = stack.pop()
        else:
            tag = child.tag
            kind = kinds.get(tag, _BLOCK)
            if kind == _BLOCK:
                if tag.__class__ is not str:
                    kind, text = _SKIP, child.tail
                elif ":" in tag:
                    kind = _SPAN
            elif kind == _CELL_KIND and (node.tag != "tr" or any(cell.tag not in _IN_CELL for cell in child)):
                # A row whose cells hold plain words is one line; a cell with blocks of its own makes lines as any element does.
                kind = _BLOCK
            elif kind == _SPAN and node.flags & FIGURE and (names := child.get("class")) and kinds_of(names) & BIT["credit"]:
                # A credit inside a caption's line is a line of its own.
                kind = _CREDIT
        # What ends a line: a block that begins, a block that ends, a break.
        if buffer and (kind >= _BREAK or undo >= _CREDIT):
            text_of = "".join(buffer)
            buffer.clear()
            if in_pre and "\n" in text_of:
                parts = [part for line in text_of.splitlines() if (part := collapse(line))]
            elif text_of.isascii():
                parts = [part] if (part := " ".join(text_of.split())) else []
            else:
                parts = [part] if (part := _BLANK.sub(" ", text_of).strip()) else []
            for part in parts:
                if _CELL in part:
                    part = _CELLS.sub("\t", part).strip("\t ")
                    if not part:
                        continue
                end = at + len(part)
                blocks.append(Block(at, end, node, min(linked, end - at), min(strong, end - at), href, links, bits))
                out.append(part)
                at = end + 1
                bits = 0
            linked = strong = links = 0
            href = None
        if child is None:
            # An element ends; its tail follows.
            if undo == _A:
                in_link -= 1
            elif undo == _B:
                in_strong -= 1
            elif undo == _MUTED:
                muted -= 1
            elif undo >= _END:
                node.last = len(blocks)
                node = node.parent  # type: ignore[assignment]
                if undo == _PRE_END:
                    in_pre -= 1
        elif kind == _SKIP:
            text = child.tail
        elif muted:
            if kind == _PICTURE:
                _picture(child, figures, len(blocks), node, True)
                continue
            stack.append((children, None, 0))
            children = iter(child)
            continue
        elif kind >= _BLOCK:
            node = _enter(child, tag, node, nodes, len(blocks), found)
            undo = _END
            if kind == _PRE:
                in_pre += 1
                undo = _PRE_END
            stack.append((children, child.tail, undo))
            children = iter(child)
            text = child.text
        elif kind <= _SPAN:
            undo = 0
            if kind == _A:
                in_link += 1
                links += 1
                current = child.get("href")
                undo = _A
            elif kind == _B:
                in_strong += 1
                undo = _B
            elif kind == _TIME:
                found.times.append((child.get("datetime") or "", child.get("itemprop") or child.get("class") or "", len(blocks)))
                bits |= TIME_SIGN
            stack.append((children, child.tail, undo))
            children = iter(child)
            text = child.text
        elif kind == _CREDIT:
            bits |= CREDIT_SIGN
            stack.append((children, child.tail, 0 if _goes_on(child) else _CREDIT))
            children = iter(child)
            text = child.text
        elif kind == _BREAK:
            bits |= BREAK_SIGN
            text = child.tail
        elif kind == _PICTURE:
            _picture(child, figures, len(blocks), node, False)
            buffer.append(" ")
            text = child.tail
        elif kind == _CELL_KIND:
            if buffer:
                buffer.append(_CELL)
            stack.append((children, child.tail, 0))
            children = iter(child)
            text = child.text
        else:
            text = child.tail
            if tag == "script":
                type_of = child.get("type")
                if type_of and "ld+json" in type_of and child.text:
                    found.scripts.append(child.text)
            elif tag == "meta":
                name = child.get("property") or child.get("name") or child.get("itemprop")
                content = child.get("content")
                if name and content:
                    found.heads.setdefault(name.lower(), []).append(content)
            elif tag == "link":
                relation, target = child.get("rel"), child.get("href")
                if relation and target:
                    found.links.setdefault(relation.lower(), target)
            elif tag == "title":
                if found.title is None:
                    found.title = collapse(child.text or "") or None
            elif tag == "noscript":
                muted += 1
                stack.append((children, text, _MUTED))
                children = iter(child)
                continue
            elif tag == "head":
                stack.append((children, text, 0))
                children = iter(child)
                continue
            elif tag == "base":
                found.base = found.base or child.get("href")
            elif tag == "frame":
                found.frames += 1
        if text and not muted:
            buffer.append(text)
            if in_link or in_strong:
                size = len(text.strip())
                if in_link and size:
                    if not linked:
                        href = current
                    linked += size
                if in_strong:
                    strong += size
    nodes[0].last = len(blocks)
    found.text = "\n".join(out)
    return found


def _goes_on(credit: Any) -> bool:
    """Whether the words behind an inline credit belong to it: an agency after the photographer, not the caption."""
    tail = (credit.tail or "").strip()
    if tail:
        return len(tail) < 30 and (tail[0] in "/|,;&–-(" or len(tail) < 4)
    other = credit.getnext()
    if other is None or other.tag not in _INLINE or kinds_of(other.get("class") or "") & BIT["caption"]:
        return False
    return len(other.text or "") < 40


def _enter(element: Any, tag: str, parent: Node, nodes: list[Node], first: int, found: Tree) -> Node:
    """The node of an element that begins."""
    flags = parent.flags | _TAG_BITS.get(tag, 0)
    names = "ad" if tag == "amp-ad" else ""
    style = ""
    for name, value in element.items():
        meant = _ATTRIBUTES.get(name)
        if meant is None:
            continue
        if meant == 1:
            names = f"{names} {value}" if names else value
            if name == "class":
                style = value
        elif meant == 2:
            flags |= _ROLES.get(value, 0)
        elif meant == 3:
            names = f"{names} {value}"
            if value == "articleBody":
                flags |= BODY_PROP
        elif meant == 4:
            if name == "hidden" or (name == "aria-hidden" and value == "true") or (name == "style" and "none" in value and "display" in value):
                flags |= HIDDEN
        elif tag == "html":
            found.language = found.language or value
    node = Node(len(nodes), parent, tag, style, kinds_of(names) if names and tag != "html" and tag != "body" else 0, flags, first)
    parent.child += 1
    nodes.append(node)
    return node


_LAZY = ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "data-lazy-srcset", "data-original-src", "data-url")


def _picture(element: Any, figures: list[Figure], first: int, node: Node, muted: int) -> None:
    """Record a picture; one inside `noscript` fills in the address that a lazy one before it lacks, if there is one."""
    url = element.get("src")
    if not url or url.startswith("data:"):
        url = None
        for name in _LAZY:
            value = element.get(name)
            if value and not value.startswith("data:"):
                url = value.split()[0].rstrip(",") if "srcset" in name else value
                break
    alt = collapse(element.get("alt") or "") or None
    if muted and figures and figures[-1].first == first and figures[-1].node is node:
        last = figures[-1]
        if last.url is None or last.url == url:
            last.url = url
            last.alt = last.alt or alt
            return
    if element.get("width") in ("0", "1") or element.get("height") in ("0", "1"):
        # Counts readers, shows nothing.
        return
    figures.append(Figure(url, alt, first, first, node, element.get("title")))
