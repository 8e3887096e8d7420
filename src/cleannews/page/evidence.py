"""What the markup says of each block: where it stands in the page's tree, what its elements are called, how much of it is links.

Evidence only: nothing is decided here. Every feature has a name; `page/weights.txt` says what each value is worth.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from cleannews.page.tree import ASIDE, BODY_PROP, BUTTON, DIALOG, FIGCAPTION, FOOTER, FORM, HIDDEN, NAV, STANDING, Node, Tree
from cleannews.page.words import BIT, NAMES, kinds
from cleannews.read.text import matching_form
from cleannews.stages.evidence import ending, opening

#: Tags in the order of their codes; what is not listed is 0.
TAGS = {
    tag: code
    for code, tag in enumerate(
        "p h1 h2 h3 h4 h5 h6 li td tr div span section article blockquote figcaption header footer a button label dd dt pre summary aside ul ol tbody main".split(),
        1,
    )
}
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BARE = re.compile(r"[\W_]+")
_AGAINST = sum(BIT[name] for name in ("nav", "foot", "related", "comment", "share", "form", "ad", "pitch", "aside", "tags", "meta", "caption", "picture"))
_STRONGLY = sum(BIT[name] for name in ("nav", "foot", "comment", "form", "ad", "pitch"))
_APART = NAV | FOOTER | FORM | BUTTON | ASIDE | DIALOG | FIGCAPTION | HIDDEN

#: Numbers of a block, in order.
NUMBERS: tuple[str, ...] = (
    "size", "ends", "starts", "linked", "links", "strong", "words", "digits", "commas", "bar", "at", "sign", "asks", "colon", "capitals",
    "tag", "tag_above", "tag_above2", "signs",
    "level", "share", "share_above", "share_above2", "share_alike", "alike", "since_first", "until_last", "since_title",
    "is_title", "like_title", "in_summary", "in_feed", "copies", "blocks", "blocks_above", "children_above", "span", "heads_before", "same_article", "in_prop",
    "size_before", "ends_before", "linked_before", "tag_before", "near_before", "against_before", "prose_before",
    "size_after", "ends_after", "linked_after", "tag_after", "near_after", "against_after", "prose_after",
    "size_before2", "linked_before2", "prose_before2", "size_after2", "linked_after2", "prose_after2",
    "prose_above", "prose_below", "linked_around", "linked_node", "linked_above", "linked_above2", "text_node", "text_above", "text_above2",
)  # fmt: skip
#: Sets of a block, as bits: its node's standing, and the words of its names near, within the article's container, and anywhere above.
SETS: tuple[str, ...] = ("standing", "own", "near", "inside", "up")
_GROUPS = len(NAMES)
_OUTSIDE = 1 << _GROUPS
#: The name of every feature: the numbers, then each bit of each set.
FEATURES: tuple[str, ...] = (
    *NUMBERS, *(f"standing.{name}" for name in STANDING), *(f"{each}.{name}" for each in SETS[1:] for name in ((*NAMES, "out") if each == "inside" else NAMES)),
)  # fmt: skip


def bare(text: str) -> str:
    """Letters and digits only, lower case: for comparing texts that differ in marks and spaces."""
    return _BARE.sub("", text.lower())


class Survey:
    """The page measured: per block its form, size and ending; per node how much prose it holds; the container that holds most of it."""

    def __init__(self, tree: Tree, titles: Sequence[str] = (), summaries: Sequence[str] = (), feed: str | None = None) -> None:
        self.tree = tree
        blocks = tree.blocks
        form = matching_form(tree.text)
        self.forms = forms = [form[block.start : block.end] for block in blocks]
        wide = not form.isascii() and bool(_UNSPACED.search(form))
        self.size = size = [len(text) + len(_UNSPACED.findall(text)) for text in forms] if wide else [len(text) for text in forms]
        self.linked = linked = [block.linked / (block.end - block.start) for block in blocks]
        self.ends = ends = [ending(text) for text in forms]
        n = len(blocks)
        self.prose = prose = [size[i] >= 60 and ends[i] in (1, 2, 4) and linked[i] < 0.5 for i in range(n)]
        self.own: list[int] = []
        self.up: list[int] = []
        own, up = self.own, self.up
        for node in tree.nodes:
            found = kinds(node.words) if node.words and node.tag != "html" and node.tag != "body" else 0
            own.append(found)
            up.append(found | up[node.parent.number] if node.parent is not None else found)
        self.mass = mass = [self._mass(i) if prose[i] else 0.0 for i in range(n)]
        self.sums = sums = [0.0]
        for value in mass:
            sums.append(sums[-1] + value)
        self.total = sums[-1] or 1.0
        self.text_sums, self.link_sums = text_sums, link_sums = [0], [0]
        for block in blocks:
            text_sums.append(text_sums[-1] + block.end - block.start)
            link_sums.append(link_sums[-1] + block.linked)
        self.container = self._container()
        self.titles: list[str] = [text for text in map(bare, titles) if len(text) > 3]
        self.summaries: list[str] = [text for text in map(bare, summaries) if len(text) > 30]
        self.feed = bare(feed) if feed else ""
        box = self.container
        self.first = next((i for i in range(box.first, box.last) if mass[i] >= 60), box.first)
        self.last = next((i for i in range(box.last - 1, box.first - 1, -1) if mass[i] >= 60), box.last)
        self.title_at = -1
        for i in range(min(n, self.first + 1)):
            if size[i] < 400 and (blocks[i].node.tag == "h1" and size[i] > 15 or size[i] > 8 and self.titles and bare(forms[i]) in self.titles):
                self.title_at = i
        self.copies = Counter(forms)
        self.alike: Counter[tuple[object, ...]] = Counter()
        self.alike_mass: dict[tuple[object, ...], float] = defaultdict(float)
        self.keys = []
        for i, block in enumerate(blocks):
            node = block.node
            above = node.parent or node
            key = (node.tag, node.words, above.tag, above.words)
            self.keys.append(key)
            self.alike[key] += 1
            self.alike_mass[key] += mass[i]
        self.heads = [0] * (n + 1)
        self.article = _article(blocks[self.first].node) if n and self.first < n else None
        self.has_prop = any(block.node.flags & BODY_PROP for block in blocks)
        for i, block in enumerate(blocks):
            self.heads[i + 1] = self.heads[i] + (block.node.tag == "h1")
        self.inside = self._inside()

    def _mass(self, i: int) -> float:
        node = self.tree.blocks[i].node
        mass = float(min(self.size[i], 600))
        if node.flags & _APART:
            mass *= 0.2
        if self.up[node.number] & _STRONGLY:
            mass *= 0.5
        near = self.own[node.number] | (self.own[node.parent.number] if node.parent is not None else 0)
        if near & _AGAINST:
            mass *= 0.5
        return mass

    def holds(self, node: Node) -> float:
        """How much prose a node holds."""
        return self.sums[node.last] - self.sums[node.first]

    def _container(self) -> Node:
        """The deepest node that still holds most of the prose of everything above it."""
        nodes = self.tree.nodes
        best: dict[int, Node] = {}
        for node in nodes[1:]:
            parent = node.parent
            assert parent is not None
            if node.last > node.first:
                rival = best.get(parent.number)
                if rival is None or self.holds(node) > self.holds(rival):
                    best[parent.number] = node
        node = nodes[0]
        while (child := best.get(node.number)) is not None and (held := self.holds(child)) > 0 and held >= 0.7 * self.holds(node):
            node = child
        return node

    def _inside(self) -> list[int]:
        """For each node the groups of its names up to the container, -1 outside it."""
        inside = [-1] * len(self.tree.nodes)
        box = self.container
        inside[box.number] = 0
        for node in self.tree.nodes[box.number + 1 :]:
            if node.depth <= box.depth:
                break
            parent = node.parent
            assert parent is not None
            above = inside[parent.number]
            if above >= 0:
                inside[node.number] = above | self.own[node.number]
        return inside


def _article(node: Node) -> Node | None:
    """The innermost `article` element around a node."""
    at: Node | None = node
    while at is not None and at.tag != "article":
        at = at.parent
    return at


def candidates(survey: Survey) -> list[int]:
    """The blocks that are worth weighing: all but menus, footers and long runs of links."""
    tree, linked = survey.tree, survey.linked
    n = len(tree.blocks)
    found = []
    i = 0
    while i < n:
        j = i
        while j < n and linked[j] >= 0.9 and not tree.blocks[j].node.tag.startswith(("h", "p")):
            j += 1
        if j - i >= 5:
            i = j
            continue
        for k in range(i, max(j, i + 1)):
            flags = tree.blocks[k].node.flags
            if not (flags & FOOTER or flags & NAV and linked[k] >= 0.9):
                found.append(k)
        i = max(j, i + 1)
    return found


def _cap(value: int, most: int) -> int:
    return min(most, value)


def features(survey: Survey, i: int) -> tuple[list[float], tuple[int, ...]]:
    """The numbers and the sets of block `i`, in the order of `NUMBERS` and `SETS`."""
    tree = survey.tree
    blocks, size, ends, linked, prose, own = tree.blocks, survey.size, survey.ends, survey.linked, survey.prose, survey.own
    n = len(blocks)
    block = blocks[i]
    node = block.node
    above = node.parent or node
    above2 = above.parent or above
    form = survey.forms[i]
    head = form[:400]
    length = block.end - block.start
    box = survey.container
    total = survey.total
    inside = survey.inside[node.number]
    stripped = bare(form[:600]) if size[i] > 8 else ""
    titles = survey.titles
    alike = survey.keys[i]
    first, last = survey.first, survey.last
    title_at = survey.title_at
    article = survey.article
    text_sums, link_sums = survey.text_sums, survey.link_sums

    def density(at: Node) -> tuple[float, int]:
        if at.last - at.first > 60:
            return -1.0, -1
        text = text_sums[at.last] - text_sums[at.first]
        return (round((link_sums[at.last] - link_sums[at.first]) / text, 2) if text else -1.0), _cap(text, 3000)

    def near(k: int) -> tuple[float, ...]:
        if not 0 <= k < n:
            return (-1, -1, -1, -1, -1, -1, -1)
        other = blocks[k].node
        return (
            _cap(size[k], 400),
            ends[k],
            round(linked[k], 2),
            TAGS.get(other.tag, 0),
            other is node or other.parent is above,
            bool(own[other.number] & _AGAINST),
            prose[k],
        )

    before, after, before2, after2 = near(i - 1), near(i + 1), near(i - 2), near(i + 2)
    low, high = max(0, i - 5), min(n, i + 6)
    d0, d1, d2 = density(node), density(above), density(above2)
    numbers = [
        _cap(size[i], 700), ends[i], opening(form), round(linked[i], 2), _cap(block.links, 10), round(block.strong / length, 2), head.count(" "),
        round(sum(map(str.isdigit, head)) / len(head), 2), head.count(","), "|" in head, "@" in head, "©" in head, "?" in head, head.find(":", 0, 60),
        round(sum(map(str.isupper, head[:120])) / len(head[:120]), 2),
        TAGS.get(node.tag, 0), TAGS.get(above.tag, 0), TAGS.get(above2.tag, 0), block.bits,
        max(-10, _cap(node.depth - box.depth, 12)), round(survey.holds(node) / total, 3), round(survey.holds(above) / total, 3), round(survey.holds(above2) / total, 3),
        round(survey.alike_mass[alike] / total, 3), _cap(survey.alike[alike], 50), max(-20, _cap(i - first, 60)), max(-40, _cap(i - last, 20)), max(-10, _cap(i - title_at, 30)) if title_at >= 0 else -99,
        stripped in titles if stripped else 0, len(stripped) > 8 and any(stripped in title or title in stripped for title in titles),
        len(stripped) > 25 and any(stripped[:200] in summary or summary[:100] in stripped for summary in survey.summaries),
        (len(stripped) > 4 and stripped in survey.feed) if survey.feed else -1, _cap(survey.copies[form], 4), _cap(node.last - node.first, 60), _cap(above.last - above.first, 200), _cap(above.child, 30),
        _cap(last - first, 60), _cap(survey.heads[i + 1] - survey.heads[first], 3) if i >= first else -1, -1 if article is None else _article(node) is article, (node.flags & BODY_PROP > 0) if survey.has_prop else -1,
        *before, *after, before2[0], before2[2], before2[6], after2[0], after2[2], after2[6],
        sum(prose[low:i]), sum(prose[i + 1 : high]), round(sum(linked[low:high]) / (high - low), 2), d0[0], d1[0], d2[0], d0[1], d1[1], d2[1],
    ]  # fmt: skip
    own_bits = own[node.number]
    return numbers, (node.flags, own_bits, own_bits | own[above.number] | own[above2.number], inside if inside >= 0 else _OUTSIDE, survey.up[node.number])
