"""Page → tree: any form a page comes in is parsed once with lxml, and walked while it is parsed.

The walk never recurses, so depth costs nothing, and reads pictures, captions and metadata before anything is judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
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
#: Elements that end a line, as all do that are not named here; naming the usual ones saves looking for a colon in the others.
_BLOCKS = (
    "div li p ul section button h1 h2 h3 h4 h5 h6 input article figure figcaption nav header footer main aside form label ol option select table tbody thead tr dl dt dd"
    " blockquote picture html body hr"
)
_KINDS = {
    **dict.fromkeys(_BLOCKS.split(), _BLOCK),
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
#: White space that is not one plain space already.
_BLANK = re.compile(r"[\t\n\r\f\v\x1c-\x1f\x85\u2028\u2029][ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]*| [ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")


def collapse(text: str) -> str:
    """White space as a browser shows it: runs are one space, none at the edges; no-break spaces stay."""
    return " ".join(text.split()) if text.isascii() else _BLANK.sub(" ", text).strip()


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
    elif isinstance(page, str):
        pass
    # A soup says yes to every attribute that it is asked for; its class does not.
    elif hasattr(type(page), "decode") and hasattr(type(page), "find_all"):
        page = page.decode()
    elif (hasattr(page, "iterchildren") and hasattr(page, "getroottree")) or (hasattr(page, "getroot") and hasattr(page, "docinfo")):
        from lxml import etree

        page = etree.tostring(page, encoding="unicode", method="html", with_tail=False)
    else:
        raise TypeError(f"clean_html takes a page as str, bytes, lxml element or Beautiful Soup object, not {type(page).__name__}; for text use clean")
    return parse(page), encoding, replaced


def parse(page: str) -> Tree:
    """A page parsed and walked, both at once: its text, blocks, nodes, pictures and metadata.

    Elements nested deeper than the parser follows are taken out of their boxes, so that no text is lost.
    """
    data = page.encode("utf-8", "replace")
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    if not data or data.isspace():
        return Tree("", [], [Node(0, None, "", "", 0, 0, 0)], [])
    found, deep = _walked(data)
    return _walked(_BOXES.sub(lambda tag: b" " if tag[1] else b"<br>", data))[0] if deep else found


def _walked(data: bytes) -> tuple[Tree, bool]:
    """The tree of a page, and whether the parser gave up for its depth."""
    from lxml import etree

    # What the parser calls are functions made for this page, not methods.
    walk: Any = _Walk()
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, target=walk)
    found: Any = etree.fromstring(data, parser)
    return found, any("depth" in entry.message for entry in parser.error_log.filter_from_fatals())


#: A cell of a table is looked at for elements of its own this far, counted in tags.
_LOOKED_AT = 200


class _Walk:
    """What the parser tells of a page, in its order, made a tree: the parser builds none of its own.

    `start`, `end` and `data` are what lxml calls; the text between two tags is one run, however many calls bring it.
    """

    def __init__(self) -> None:
        blocks: list[Block] = []
        root = Node(0, None, "", "", 0, 0, 0)
        nodes: list[Node] = [root]
        figures: list[Figure] = []
        tree = Tree("", blocks, nodes, figures)
        #: The lines, and what is known of the line that is being read.
        out: list[str] = []
        buffer: list[str] = []
        run: list[str] = []
        node = root
        at = linked = strong = links = bits = 0
        in_link = in_strong = in_pre = 0
        href: str | None = None
        current: str | None = None
        blank = False
        #: What to undo when each open element ends.
        undo: list[int] = []
        #: How many elements are open that nobody sees, or that only pictures are taken from; whether one of the two, or waiting, is the case.
        unseen = muted = 0
        odd = False
        #: Tags and texts that wait: it is not known yet what they stand behind, an inline credit, or in, a cell.
        held: list[tuple[str, Any]] | None = None
        waiting = inside = 0
        #: Whose text is kept though nobody sees it: the title's, a script's that holds data.
        kept = ""

        def take() -> None:
            """The text since the last tag."""
            nonlocal linked, strong, href, blank
            text = run[0] if len(run) == 1 else "".join(run)
            run.clear()
            if not buffer and text.isspace() and text.isascii():
                blank = True
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

        def flush() -> None:
            """The line ends."""
            nonlocal at, linked, strong, links, bits, href
            text = buffer[0] if len(buffer) == 1 else "".join(buffer)
            buffer.clear()
            for part in map(collapse, text.splitlines()) if in_pre and "\n" in text else (collapse(text),):
                if _CELL in part:
                    part = _CELLS.sub("\t", part).strip("\t ")
                size = len(part)
                if not size:
                    continue
                blocks.append(Block(at, at + size, node, min(linked, size), min(strong, size), href, links, bits))
                out.append(part)
                at += size + 1
                bits = 0
            linked = strong = links = 0
            href = None

        def start(tag: str, attributes: Any) -> None:
            nonlocal node, links, bits, blank, in_link, in_strong, in_pre, current, kept, unseen, muted, odd, held, waiting
            if odd:
                if held is not None:
                    hold(tag, attributes)
                elif unseen:
                    unseen += 1
                else:
                    passed(tag, attributes)
                return
            if run:
                if not buffer and len(run) == 1 and run[0].isspace() and run[0].isascii():
                    run.clear()
                    blank = True
                else:
                    take()
            kind = kinds.get(tag)
            if kind is None:
                kind = _SPAN if ":" in tag else _BLOCK
            elif kind == _CELL_KIND:
                if node.tag != "tr":
                    kind = _BLOCK
                elif not waiting:
                    # A row whose cells hold plain words is one line; a cell with blocks of its own makes lines as any element does.
                    held, waiting, odd = [(tag, attributes)], _CELL_KIND, True
                    return
                else:
                    kind, waiting = waiting, 0
            elif kind == _SPAN and node.flags & FIGURE and (names := attributes.get("class")) and kinds_of(names) & BIT["credit"]:
                # A credit inside a caption's line is a line of its own.
                kind = _CREDIT
            # What ends a line: a block that begins, a block that ends, a break.
            if kind >= _BREAK:
                if buffer:
                    flush()
                elif blank:
                    links, blank = 0, False
            if kind >= _BLOCK:
                names = attributes.get("class")
                if (not attributes or (names and len(attributes) == 1)) and tag not in _SPECIAL:
                    node = Node(len(nodes), node, tag, names or "", kinds_of(names) if names else 0, node.flags | tag_bits.get(tag, 0), len(blocks))
                else:
                    node = _entered(tag, attributes, node, len(nodes), len(blocks), tree)
                nodes.append(node)
                if kind == _BLOCK:
                    undo.append(_END)
                else:
                    in_pre += 1
                    undo.append(_PRE_END)
            elif kind <= _SPAN:
                undo.append(kind)
                if kind == _A:
                    in_link += 1
                    links += 1
                    current = attributes.get("href")
                elif kind == _B:
                    in_strong += 1
                elif kind == _TIME:
                    tree.times.append((attributes.get("datetime") or "", attributes.get("itemprop") or attributes.get("class") or "", len(blocks)))
                    bits |= TIME_SIGN
            elif kind == _CREDIT:
                bits |= CREDIT_SIGN
                undo.append(_CREDIT)
            elif kind == _BREAK:
                bits |= BREAK_SIGN
                undo.append(0)
            elif kind == _PICTURE:
                _picture(attributes, figures, len(blocks), node, False)
                buffer.append(" ")
                undo.append(0)
            elif kind == _CELL_KIND:
                if buffer:
                    buffer.append(_CELL)
                undo.append(0)
            elif tag == "head":
                undo.append(0)
            elif tag == "noscript":
                muted, odd = 1, True
            else:
                if tag in _TOLD:
                    _told(tag, attributes, tree)
                unseen, odd = 1, True
                kept = tag if tag == "title" or (tag == "script" and "ld+json" in (attributes.get("type") or "")) else ""

        def end(tag: str) -> None:
            nonlocal node, links, blank, in_link, in_strong, in_pre, unseen, muted, odd, held
            if odd:
                if held is not None:
                    hold(tag, None)
                elif unseen:
                    unseen -= 1
                    if not unseen:
                        odd = bool(muted)
                        if kept and run:
                            text = "".join(run)
                            if kept == "script":
                                tree.scripts.append(text)
                            elif tree.title is None:
                                tree.title = collapse(text) or None
                        run.clear()
                else:
                    muted -= 1
                    if not muted:
                        odd = False
                        run.clear()
                return
            if run:
                if not buffer and len(run) == 1 and run[0].isspace() and run[0].isascii():
                    run.clear()
                    blank = True
                else:
                    take()
            last = undo.pop() if undo else 0
            if last >= _CREDIT:
                if last == _CREDIT:
                    held, odd = [], True
                    return
                if buffer:
                    flush()
                elif blank:
                    links, blank = 0, False
                node.last = len(blocks)
                node = node.parent  # type: ignore[assignment]
                if last == _PRE_END:
                    in_pre -= 1
            elif last == _A:
                in_link -= 1
            elif last == _B:
                in_strong -= 1

        def passed(tag: str, attributes: Any) -> None:
            """A tag inside what only pictures are taken from."""
            nonlocal muted
            run.clear()
            muted += 1
            kind = kinds.get(tag, _BLOCK)
            if kind == _PICTURE:
                _picture(attributes, figures, len(blocks), node, True)
            elif buffer and kind >= _BREAK and not (kind == _BLOCK and ":" in tag):
                flush()

        def hold(tag: str, attributes: Any) -> None:
            """A tag that waits, or ends the waiting."""
            nonlocal inside
            assert held is not None
            if run:
                held.append(("", "".join(run)))
                run.clear()
            held.append((tag, attributes))
            if not waiting:
                goes_on = _goes_on(held)
                if goes_on is not None:
                    release(goes_on)
            elif attributes is None:
                inside -= 1
                if inside < 0:
                    release(True)
            elif not inside and tag not in _IN_CELL:
                release(False)
            elif len(held) > _LOOKED_AT:
                release(True)
            else:
                inside += 1

        def release(in_line: bool) -> None:
            """What waits is read, in the line that was begun or behind it."""
            nonlocal held, odd, waiting, inside
            assert held is not None
            if waiting:
                waiting = _CELL_KIND if in_line else _BLOCK
            elif buffer and not in_line:
                flush()
            waits, held, odd, inside = held, None, False, 0
            for tag, attributes in waits:
                if not tag:
                    run.append(attributes)
                elif attributes is None:
                    end(tag)
                else:
                    start(tag, attributes)

        def close() -> Tree:
            """The page ends, whatever is open."""
            nonlocal tree, node
            while held is not None:
                if run:
                    held.append(("", "".join(run)))
                    run.clear()
                release(bool(waiting))
            if run and not odd:
                take()
            if buffer:
                flush()
            open_node: Node | None = node
            while open_node is not None:
                open_node.last = len(blocks)
                open_node = open_node.parent
            # A parser refers to itself, and lives on until the collector comes: nothing of the page must wait for that.
            found = replace(tree, text="\n".join(out), blocks=blocks[:], nodes=nodes[:], figures=figures[:])
            for scratch in (blocks, nodes, figures, out):
                scratch.clear()
            tree, node = Tree("", blocks, nodes, figures), root
            return found

        kinds, tag_bits = _KINDS, _TAG_BITS
        self.start, self.end, self.data, self.close = start, end, run.append, close


#: Elements without text that tell something of the page.
_TOLD = frozenset({"meta", "link", "base", "frame"})


def _told(tag: str, attributes: Any, found: Tree) -> None:
    """Record what an element of the page's head says."""
    if tag == "meta":
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content:
            found.heads.setdefault(name.lower(), []).append(content)
    elif tag == "link":
        relation, target = attributes.get("rel"), attributes.get("href")
        if relation and target:
            found.links.setdefault(relation.lower(), target)
    elif tag == "base":
        found.base = found.base or attributes.get("href")
    else:
        found.frames += 1


def _goes_on(held: Sequence[tuple[str, Any]]) -> bool | None:
    """Whether the words behind an inline credit belong to it: an agency after the photographer, not the caption. None while that is not known."""
    at = 0
    if not held[0][0]:
        tail = held[0][1].strip()
        if tail:
            return len(tail) < 30 and (tail[0] in "/|,;&–-(" or len(tail) < 4)
        at = 1
    tag, attributes = held[at]
    if attributes is None or tag not in _INLINE or kinds_of(attributes.get("class") or "") & BIT["caption"]:
        return False
    if len(held) == at + 1:
        return None
    return bool(held[at + 1][0]) or len(held[at + 1][1]) < 40


#: Elements whose node is not told by their class alone.
_SPECIAL = frozenset({"html", "body", "amp-ad"})


def _entered(tag: str, attributes: Any, parent: Node, number: int, first: int, found: Tree) -> Node:
    """The node of an element that begins."""
    flags = parent.flags | _TAG_BITS.get(tag, 0)
    names = "ad" if tag == "amp-ad" else ""
    style = ""
    for name, value in attributes.items():
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
    return Node(number, parent, tag, style, kinds_of(names) if names and tag != "html" and tag != "body" else 0, flags, first)


_LAZY = ("data-src", "data-original", "data-lazy-src", "data-srcset", "srcset", "data-lazy-srcset", "data-original-src", "data-url")


def _picture(attributes: Any, figures: list[Figure], first: int, node: Node, muted: int) -> None:
    """Record a picture; one inside `noscript` fills in the address that a lazy one before it lacks, if there is one."""
    url = attributes.get("src")
    if not url or url.startswith("data:"):
        url = None
        for name in _LAZY:
            value = attributes.get(name)
            if value and not value.startswith("data:"):
                url = value.split()[0].rstrip(",") if "srcset" in name else value
                break
    alt = collapse(attributes.get("alt") or "") or None
    if muted and figures and figures[-1].first == first and figures[-1].node is node:
        last = figures[-1]
        if last.url is None or last.url == url:
            last.url = url
            last.alt = last.alt or alt
            return
    if attributes.get("width") in ("0", "1") or attributes.get("height") in ("0", "1"):
        # Counts readers, shows nothing.
        return
    figures.append(Figure(url, alt, first, first, node, attributes.get("title")))
