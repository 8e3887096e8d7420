"""What the markup says of each block: where it stands in the page's tree, what its elements are called, how much of it is links.

Evidence only: nothing is decided here. Every feature has a name; `page/weights.txt` says what each value is worth.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from cleannews.page.tree import ASIDE, BODY_PROP, BUTTON, DIALOG, FIGCAPTION, FOOTER, FORM, HIDDEN, NAV, STANDING, Node, Tree
from cleannews.page.words import BIT, NAMES
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
#: What text in elements so called counts for when the article's container is looked for.
_DISCOUNT = {BIT["comment"]: 0.08, BIT["nav"]: 0.1, BIT["foot"]: 0.1, BIT["form"]: 0.2, BIT["ad"]: 0.3, BIT["pitch"]: 0.3}
_APART = NAV | FOOTER | FORM | BUTTON | ASIDE | DIALOG | FIGCAPTION | HIDDEN

#: Numbers of a block, in order.
NUMBERS: tuple[str, ...] = (
    "size", "starts", "linked", "links", "bar", "capitals", "tag", "tag_above", "tag_above2", "signs",
    "level", "share", "share_above", "share_above2", "share_alike", "alike", "since_first", "until_last",
    "is_title", "in_summary", "in_feed", "copies", "blocks_above", "span", "heads_before", "same_article", "in_prop", "card", "pictured",
    "size_before", "tag_before", "size_after", "linked_after", "tag_after", "against_after", "size_before2", "size_after2",
    "prose_above", "prose_below", "linked_around", "linked_node", "linked_above", "text_node", "text_above",
)  # fmt: skip
#: Sets of a block, as bits: what its node stands in apart from the article, and the groups of the names of its own node, of the three
#: nearest, of all that hold less than half of the prose, and of all above.
SETS: tuple[str, ...] = ("standing", "own", "near", "apart", "up")
_GROUPS = len(NAMES)
_OUTSIDE = 1 << _GROUPS
#: An element that holds this share of the prose is the article's own box: what it is called says nothing against its blocks.
_OWN_BOX = 0.5
#: An element that holds this share of all prose is the page's own frame.
_WHOLE = 0.85
#: The name of every feature: the numbers, then each bit of each set.
FEATURES: tuple[str, ...] = (
    *NUMBERS, *(f"standing.{name}" for name in STANDING), *(f"{each}.{name}" for each in SETS[1:] for name in ((*NAMES, "out") if each == "apart" else NAMES)),
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
            found = node.kinds
            own.append(found)
            up.append(found | up[node.parent.number] if node.parent is not None else found)
        self.raw = raw = [0]
        for i in range(n):
            raw.append(raw[-1] + (min(size[i], 600) if prose[i] else 0))
        self.set_apart = self._set_apart()
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
            key = (node.tag, node.names, above.tag, above.names)
            self.keys.append(key)
            self.alike[key] += 1
            self.alike_mass[key] += mass[i]
        self.heads = [0] * (n + 1)
        self.article = _article(blocks[self.first].node) if n and self.first < n else None
        self.has_prop = any(block.node.flags & BODY_PROP for block in blocks)
        for i, block in enumerate(blocks):
            self.heads[i + 1] = self.heads[i] + (block.node.tag == "h1")
        self.standing, self.apart = self._apart()
        self.pictured = self._pictured()
        self.box_share = [self.holds(node) / self.total for node in tree.nodes]

    def _set_apart(self) -> list[int]:
        """For each node the groups of its names, its own and those above that hold only a part of the page's prose."""
        apart = [0] * len(self.tree.nodes)
        most = _WHOLE * self.raw[-1]
        for node in self.tree.nodes[1:]:
            assert node.parent is not None
            if self.raw[node.last] - self.raw[node.first] < most or not most:
                apart[node.number] = apart[node.parent.number] | self.own[node.number]
        return apart

    def _mass(self, i: int) -> float:
        """What a line of prose counts for when the article's container is looked for."""
        node = self.tree.blocks[i].node
        mass = float(min(self.size[i], 600))
        if node.flags & _APART:
            mass *= 0.2
        above = self.set_apart[node.number]
        for bit, factor in _DISCOUNT.items():
            if above & bit:
                mass *= factor
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

    def _pictured(self) -> set[int]:
        """The small elements that hold a picture."""
        found: set[int] = set()
        for figure in self.tree.figures:
            node = figure.node
            for _ in range(4):
                if node is None or node.last - node.first > 4 or node.number in found:
                    break
                found.add(node.number)
                node = node.parent
        return found

    def second_article(self, i: int) -> bool:
        """Whether a block belongs to another article of the page: behind another headline, in another `article` element."""
        return (
            i > self.first
            and self.article is not None
            and self.heads[i + 1] > self.heads[self.first]
            and _article(self.tree.blocks[i].node) is not self.article
        )

    def _apart(self) -> tuple[list[int], list[int]]:
        """For each node what it stands in and the groups of its names, its own and those above that are not the article's own boxes."""
        nodes = self.tree.nodes
        standing, apart = [0] * len(nodes), [0] * len(nodes)
        enough = _OWN_BOX * self.sums[-1]
        box = self.container
        for node in nodes[1:]:
            if enough and self.sums[node.last] - self.sums[node.first] >= enough:
                continue
            parent = node.parent
            assert parent is not None
            k = parent.number
            standing[node.number] = standing[k] | (node.flags & ~parent.flags)
            apart[node.number] = (
                apart[k] | self.own[node.number] | (0 if box.first <= node.first and node.last <= box.last and node.depth > box.depth else _OUTSIDE)
            )
        return standing, apart


def _article(node: Node) -> Node | None:
    """The innermost `article` element around a node."""
    at: Node | None = node
    while at is not None and at.tag != "article":
        at = at.parent
    return at


#: Elements whose text is a form's.
_FIELDS = frozenset({"textarea", "option", "select", "optgroup", "label", "legend"})


def candidates(survey: Survey) -> list[int]:
    """The blocks that are worth weighing: all but menus, footers, fields of forms, long runs of links, and other articles of the page."""
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
            node = tree.blocks[k].node
            flags = node.flags
            if not (flags & FOOTER or flags & NAV and linked[k] >= 0.9 or node.tag in _FIELDS or survey.second_article(k)):
                found.append(k)
        i = max(j, i + 1)
    return found


def _cap(value: int, most: int) -> int:
    return min(most, value)


def features(survey: Survey, i: int) -> tuple[list[float], tuple[int, ...]]:
    """The numbers and the sets of block `i`, in the order of `NUMBERS` and `SETS`."""
    tree = survey.tree
    blocks, size, _ends, linked, prose, own = tree.blocks, survey.size, survey.ends, survey.linked, survey.prose, survey.own
    n = len(blocks)
    block = blocks[i]
    node = block.node
    above = node.parent or node
    above2 = above.parent or above
    form = survey.forms[i]
    box = survey.container
    total = survey.total
    stripped = bare(form[:600]) if size[i] > 8 else ""
    alike = survey.keys[i]
    first, last = survey.first, survey.last
    article = survey.article
    text_sums, link_sums, shares = survey.text_sums, survey.link_sums, survey.box_share

    def density(at: Node) -> tuple[float, int]:
        if at.last - at.first > 60:
            return -1.0, -1
        text = text_sums[at.last] - text_sums[at.first]
        return ((link_sums[at.last] - link_sums[at.first]) / text if text else -1.0), _cap(text, 3000)

    size_before, tag_before = (_cap(size[i - 1], 400), TAGS.get(blocks[i - 1].node.tag, 0)) if i else (-1, -1)
    size_after, linked_after, tag_after, against_after = (
        (_cap(size[i + 1], 400), linked[i + 1], TAGS.get(blocks[i + 1].node.tag, 0), own[blocks[i + 1].node.number] & _AGAINST != 0)
        if i + 1 < n
        else (-1, -1, -1, -1)
    )
    low, high = max(0, i - 5), min(n, i + 6)
    d0, d1 = density(node), density(above)
    since = survey.heads[i + 1] - survey.heads[first] if i >= first else -1
    same = -1 if article is None else _article(node) is article
    numbers = [
        _cap(size[i], 700), opening(form), linked[i], _cap(block.links, 10), "|" in form[:400], sum(map(str.isupper, form[:120])) / len(form[:120]),
        TAGS.get(node.tag, 0), TAGS.get(above.tag, 0), TAGS.get(above2.tag, 0), block.bits,
        max(-10, _cap(node.depth - box.depth, 12)), shares[node.number], shares[above.number], shares[above2.number],
        survey.alike_mass[alike] / total, _cap(survey.alike[alike], 50), max(-20, _cap(i - first, 60)), max(-40, _cap(i - last, 20)),
        stripped in survey.titles if stripped else 0,
        len(stripped) > 25 and any(stripped[:200] in summary or summary[:100] in stripped for summary in survey.summaries),
        (len(stripped) > 4 and stripped in survey.feed) if survey.feed else -1, _cap(survey.copies[form], 4), _cap(above.last - above.first, 200),
        _cap(last - first, 60), _cap(since, 3), same, (node.flags & BODY_PROP > 0) if survey.has_prop else -1,
        _card(survey, i, above, above2), (node.number in survey.pictured) + 2 * (above.number in survey.pictured),
        size_before, tag_before, size_after, linked_after, tag_after, against_after, _cap(size[i - 2], 400) if i > 1 else -1, _cap(size[i + 2], 400) if i + 2 < n else -1,
        sum(prose[low:i]), sum(prose[i + 1 : high]), sum(linked[low:high]) / (high - low), d0[0], d1[0], d0[1], d1[1],
    ]  # fmt: skip
    k = node.number
    bits = own[k]
    return numbers, (survey.standing[k], bits, bits | own[above.number] | own[above2.number], survey.apart[k], survey.up[k])


def _card(survey: Survey, i: int, above: Node, above2: Node) -> int:
    """Whether a block shares a small box with a linked headline: a teaser of another article."""
    for level, box in ((1, above), (2, above2)):
        if box.last - box.first > 6:
            return 0
        if any(survey.linked[k] >= 0.9 and survey.size[k] >= 20 for k in range(box.first, box.last) if k != i):
            return level
    return 0
