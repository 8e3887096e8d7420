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
    class_words,
)  # fmt: skip

#: Elements that stand inside a line of text.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr".split()
)
#: Elements whose text no reader sees.
_UNSEEN = frozenset(
    "script style template head svg math iframe object embed applet canvas audio video noembed noframes datalist param source track meta link base map area".split()
)
_STRONG = frozenset("b strong".split())
_PICTURES = frozenset("img amp-img amp-anim image".split())
#: A void or unseen element that still takes a place between words.
_SPACED = frozenset("img br wbr".split())

_IN_CELL = _INLINE | _SPACED

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
_CREDIT_WORDS = frozenset("credit credits copyright copy photographer fotograf fotografo creditos credito".split())
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
    elif hasattr(page, "iterchildren") and hasattr(page, "getroottree"):
        root = page
    elif hasattr(page, "getroot") and hasattr(page, "docinfo"):
        root = page.getroot()
    elif hasattr(page, "decode") and hasattr(page, "find_all"):
        root = parse(page.decode())
    else:
        raise TypeError(f"clean_html takes a page as str, bytes, lxml element or Beautiful Soup object, not {type(page).__name__}; for text use clean")
    return (read_tree(root) if root is not None else Tree("", [], [Node(0, None, "", (), 0, 0)], [])), encoding, replaced


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
    nodes: list[Node] = [Node(0, None, "", (), 0, 0)]
    figures: list[Figure] = []
    found = Tree("", blocks, nodes, figures)
    out: list[str] = []
    buffer: list[str] = []
    node = nodes[0]
    at = linked = strong = links = bits = 0
    in_link = in_strong = muted = 0
    href: str | None = None
    current: str | None = None
    keep_breaks = 0

    def flush() -> None:
        nonlocal at, linked, strong, links, bits, href
        text = collapse("".join(buffer)) if len(buffer) > 1 else collapse(buffer[0])
        if _CELL in text:
            text = _CELLS.sub("\t", text).strip("\t ")
        buffer.clear()
        if text:
            end = at + len(text)
            blocks.append(Block(at, end, node, min(linked, len(text)), min(strong, len(text)), href, links, bits))
            out.append(text)
            at = end + 1
            bits = 0
        linked = strong = links = 0
        href = None

    def say(text: str) -> None:
        nonlocal linked, strong, href, links
        if muted:
            return
        if keep_breaks and "\n" in text:
            first, *rest = text.splitlines()
            say(first)
            for line in rest:
                if buffer:
                    flush()
                say(line)
            return
        buffer.append(text)
        if in_link or in_strong:
            size = len(text.strip())
            if in_link and size:
                if not linked:
                    href = current
                linked += size
            if in_strong:
                strong += size

    # Frames: (children, element's tail, what to undo). The undo codes: 0 nothing, 1 block, 2 link, 3 strong, 4 muted, 5 pre.
    stack: list[tuple[Any, str | None, int]] = [(iter((root,)), None, 0)]
    while stack:
        children, tail, undo = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if undo:
                if undo == 1 or undo == 5:
                    if buffer:
                        flush()
                    node.last = len(blocks)
                    node = node.parent or node
                    keep_breaks -= undo == 5
                elif undo == 2:
                    in_link -= 1
                elif undo == 3:
                    in_strong -= 1
                else:
                    muted -= 1
            if tail:
                say(tail)
            continue
        tag = child.tag
        tail = child.tail
        if type(tag) is not str:
            if tail:
                say(tail)
            continue
        if tag in _INLINE:
            undo = 0
            if tag == "a":
                in_link += 1
                links += 1
                current = child.get("href")
                undo = 2
            elif tag in _STRONG:
                in_strong += 1
                undo = 3
            elif tag == "time":
                found.times.append((child.get("datetime") or "", child.get("itemprop") or child.get("class") or "", len(blocks)))
                bits |= TIME_SIGN
            elif tag == "span" or tag == "small" or tag == "cite" or tag == "i" or tag == "em":
                names = child.get("class")
                if names and node.flags & FIGURE and not _CREDIT_WORDS.isdisjoint(class_words(names)):
                    if buffer:
                        flush()
                    node = _enter(child, tag, node, nodes, len(blocks), found)
                    undo = 1
            text = child.text
            if text:
                say(text)
            if len(child):
                stack.append((iter(child), tail, undo))
                continue
            # A leaf: close it here, without a frame.
            if undo == 2:
                in_link -= 1
            elif undo == 3:
                in_strong -= 1
            elif undo == 1:
                if buffer:
                    flush()
                node.last = len(blocks)
                node = node.parent or node
            if tail:
                say(tail)
            continue
        if tag == "br":
            if buffer:
                flush()
            bits |= BREAK_SIGN
            if tail:
                say(tail)
            continue
        if tag in _PICTURES:
            _picture(child, figures, len(blocks), node, muted)
            if not muted:
                buffer.append(" ")
            if tail:
                say(tail)
            continue
        if tag in _UNSEEN:
            if tag == "script":
                kind = child.get("type")
                if kind and "ld+json" in kind and child.text:
                    found.scripts.append(child.text)
            elif tag == "head":
                stack.append((iter(child), tail, 0))
                continue
            elif tag == "meta":
                name = child.get("property") or child.get("name") or child.get("itemprop")
                content = child.get("content")
                if name and content:
                    found.heads.setdefault(name.lower(), []).append(content)
            elif tag == "link":
                relation = child.get("rel")
                target = child.get("href")
                if relation and target:
                    found.links.setdefault(relation.lower(), target)
            elif tag == "base":
                found.base = found.base or child.get("href")
            if tail:
                say(tail)
            continue
        if tag == "title" and found.title is None:
            found.title = collapse(child.text or "") or None
            continue
        if tag == "noscript":
            muted += 1
            stack.append((iter(child), tail, 4))
            continue
        if muted:
            stack.append((iter(child), tail, 0))
            continue
        if tag == "frame":
            found.frames += 1
        if (tag == "td" or tag == "th") and node.tag == "tr" and all(cell.tag in _IN_CELL for cell in child):
            # A row whose cells hold plain words is one line; a cell with blocks of its own makes lines as any element does.
            if buffer:
                buffer.append(_CELL)
            text = child.text
            if text:
                say(text)
            stack.append((iter(child), tail, 0))
            continue
        if buffer:
            flush()
        node = _enter(child, tag, node, nodes, len(blocks), found)
        undo = 1
        if tag == "pre" or tag == "textarea" or tag == "listing":
            keep_breaks += 1
            undo = 5
        text = child.text
        if text:
            say(text)
        stack.append((iter(child), tail, undo))
    if buffer:
        flush()
    nodes[0].last = len(blocks)
    found.text = "\n".join(out)
    return found


def _enter(element: Any, tag: str, parent: Node, nodes: list[Node], first: int, found: Tree) -> Node:
    """The node of an element that begins."""
    flags = parent.flags & ~HEADING | _TAG_BITS.get(tag, 0)
    names = ""
    for name, value in element.items():
        if name == "class" or name == "id" or name == "data-testid" or name == "data-component" or name == "data-type" or name == "data-module":
            names = f"{names} {value}" if names else value
        elif name == "role":
            flags |= _ROLES.get(value, 0)
        elif name == "itemprop":
            names = f"{names} {value}"
            if value == "articleBody":
                flags |= BODY_PROP
        elif name == "hidden" or (name == "style" and "none" in value and "display" in value) or (name == "aria-hidden" and value == "true"):
            flags |= HIDDEN
        elif name == "lang" and tag == "html":
            found.language = value
        elif name == "xml:lang" and tag == "html":
            found.language = found.language or value
    node = Node(len(nodes), parent, tag, class_words(names) if names else (), flags, first)
    parent.child += 1
    nodes.append(node)
    return node


_LAZY = ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "data-lazy-srcset", "data-original-src", "data-url")


def _picture(element: Any, figures: list[Figure], first: int, node: Node, muted: int) -> None:
    """Record a picture; one inside `noscript` only fills in the address that a lazy one before it lacks."""
    url = element.get("src")
    if not url or url.startswith("data:"):
        url = None
        for name in _LAZY:
            value = element.get(name)
            if value and not value.startswith("data:"):
                url = value.split()[0].rstrip(",") if "srcset" in name else value
                break
    alt = collapse(element.get("alt") or "") or None
    if muted:
        if figures and figures[-1].url is None and figures[-1].first == first:
            figures[-1].url = url
            figures[-1].alt = figures[-1].alt or alt
        return
    figures.append(Figure(url, alt, first, first, node, element.get("title")))
