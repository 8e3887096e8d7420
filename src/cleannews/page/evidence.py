"""What the markup says of each block: where it stands in the page's tree, what its elements are called, how much of it is links.

Evidence only: nothing is decided here. Every feature has a name; `page/weights.txt` says what each value is worth.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import accumulate

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
_AGAINST = sum(
    BIT[name] for name in ("nav", "foot", "related", "comment", "share", "form", "ad", "pitch", "aside", "tags", "meta", "byline", "time", "caption", "picture")
)
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
#: Sets of a block, as bits: what its node stands in apart from the article, and the groups of the names of the three nearest nodes, and of
#: all that hold less than half of the prose.
SETS: tuple[str, ...] = ("standing", "near", "apart")
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


#: What is no letter and no digit of ASCII.
_ASCII_MARKS = dict.fromkeys(code for code in range(128) if not chr(code).isalnum())


def bare(text: str) -> str:
    """Letters and digits only, lower case: for comparing texts that differ in marks and spaces."""
    if text.isascii():
        return text.lower().translate(_ASCII_MARKS)
    return _BARE.sub("", text.lower())


class Survey:
    """The page measured: per block its form, size and ending; per node how much prose it holds; the container that holds most of it."""

    def __init__(self, tree: Tree, titles: Sequence[str] = (), summaries: Sequence[str] = (), feed: str | None = None) -> None:
        self.tree = tree
        blocks, nodes = tree.blocks, tree.nodes
        form = matching_form(tree.text)
        self.forms = forms = [form[block.start : block.end] for block in blocks]
        wide = not form.isascii() and bool(_UNSPACED.search(form))
        self.size = size = [len(text) + len(_UNSPACED.findall(text)) for text in forms] if wide else [*map(len, forms)]
        self.linked = linked = [block.linked / (block.end - block.start) for block in blocks]
        self.own = [node.kinds for node in nodes]
        n = len(blocks)
        self.prose = prose = [int(size[i] >= 60 and linked[i] < 0.5 and ending(forms[i]) in (1, 2, 4)) for i in range(n)]
        self.prose_sums = [0, *accumulate(prose)]
        self.raw = [0, *accumulate(min(size[i], 600) if prose[i] else 0 for i in range(n))]
        set_apart = self._set_apart()
        self.mass = mass = [self._mass(i, set_apart) if prose[i] else 0.0 for i in range(n)]
        self.sums = sums = [0.0, *accumulate(mass)]
        self.total = sums[-1] or 1.0
        self.text_sums = [0, *accumulate(block.end - block.start for block in blocks)]
        self.link_sums = [0, *accumulate(block.linked for block in blocks)]
        self.linked_sums = [0.0, *accumulate(linked)]
        self.container = box = self._container()
        self.titles: list[str] = [text for text in map(bare, titles) if len(text) > 3]
        self.summaries: list[str] = [text for text in map(bare, summaries) if len(text) > 30]
        self.feed = bare(feed) if feed else ""
        self.first = next((i for i in range(box.first, box.last) if mass[i] >= 60), box.first)
        self.last = next((i for i in range(box.last - 1, box.first - 1, -1) if mass[i] >= 60), box.last)
        self.title_at = -1
        for i in range(min(n, self.first + 1)):
            if 8 < size[i] < 400 and (blocks[i].node.tag == "h1" and size[i] > 15 or self.titles and bare(forms[i]) in self.titles):
                self.title_at = i
        self.copies = Counter(forms)
        self.alike: Counter[int] = Counter()
        self.alike_mass: dict[int, float] = defaultdict(float)
        alike = self._alike()
        #: For each block the number of the first node that is made as its own is.
        self.keys = keys = [alike[block.node.number] for block in blocks]
        for i, key in enumerate(keys):
            self.alike[key] += 1
            self.alike_mass[key] += mass[i]
        self.heads = [0, *accumulate(int(block.node.tag == "h1") for block in blocks)]
        self.article = _article(blocks[self.first].node) if self.first < n else None
        self.has_prop = any(node.flags & BODY_PROP for node in nodes)
        self.standing, self.apart = self._apart()
        self.pictured = self._pictured()
        # What is known of the boxes around blocks, by number; worked out when a block asks.
        self.boxes: dict[int, tuple[float, ...]] = {}

    def _alike(self) -> list[int]:
        """For each node the number of the first with the same tag and class, in a parent with the same."""
        first: dict[tuple[str, str, int], int] = {}
        made: list[int] = []
        own: dict[tuple[str, str], int] = {}
        alike: list[int] = []
        for node in self.tree.nodes:
            made.append(own.setdefault((node.tag, node.names), node.number))
            alike.append(first.setdefault((node.tag, node.names, made[node.parent.number] if node.parent is not None else -1), node.number))
        return alike

    def _set_apart(self) -> list[int]:
        """For each node the groups of its names, its own and those above that hold only a part of the page's prose."""
        apart = [0] * len(self.tree.nodes)
        most = _WHOLE * self.raw[-1]
        for node in self.tree.nodes[1:]:
            assert node.parent is not None
            if self.raw[node.last] - self.raw[node.first] < most or not most:
                apart[node.number] = apart[node.parent.number] | self.own[node.number]
        return apart

    def _mass(self, i: int, set_apart: Sequence[int]) -> float:
        """What a line of prose counts for when the article's container is looked for."""
        node = self.tree.blocks[i].node
        mass = float(min(self.size[i], 600))
        if node.flags & _APART:
            mass *= 0.2
        above = set_apart[node.number]
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
            for _ in range(6):
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


def candidates(survey: Survey, wide: bool = False) -> list[int]:
    """The blocks that are worth weighing: all but menus, footers, fields of forms, long runs of links, and other articles of the page.

    Far from the article only lines that could be story are; `wide` takes the others too, which the weights are fitted on.
    """
    blocks, linked, size, apart = survey.tree.blocks, survey.linked, survey.size, survey.apart
    n = len(blocks)
    far = survey.last + 10
    found = []
    i = 0
    while i < n:
        j = i
        while j < n and linked[j] >= 0.9 and blocks[j].node.tag[0] not in "hp":
            j += 1
        if j - i >= 5:
            i = j
            continue
        for k in range(i, max(j, i + 1)):
            node = blocks[k].node
            if apart[node.number] & _OUTSIDE and not wide and (linked[k] >= 0.9 or size[k] < 25 or k > far):
                continue
            flags = node.flags
            if not (flags & FOOTER or flags & NAV and linked[k] >= 0.9 or node.tag in _FIELDS or survey.second_article(k)):
                found.append(k)
        i = max(j, i + 1)
    return found


def _box(survey: Survey, node: Node) -> tuple[float, ...]:
    """What is known of the element around a block: its tag and its parent's, shares of the prose, size, share of links, length."""
    above = node.parent or node
    sums, total = survey.sums, survey.total
    text = survey.text_sums[node.last] - survey.text_sums[node.first]
    blocks = node.last - node.first
    few = blocks <= 60
    return (
        TAGS.get(node.tag, 0), TAGS.get(above.tag, 0), (sums[node.last] - sums[node.first]) / total, (sums[above.last] - sums[above.first]) / total, min(blocks, 200),
        ((survey.link_sums[node.last] - survey.link_sums[node.first]) / text if text else -1.0) if few else -1.0, text if few else -1,
        -1 if survey.article is None else _article(node) is survey.article,
    )  # fmt: skip


def features(survey: Survey, i: int) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """The numbers and the sets of block `i`, in the order of `NUMBERS` and `SETS`."""
    blocks, size, linked, own = survey.tree.blocks, survey.size, survey.linked, survey.own
    n = len(blocks)
    block = blocks[i]
    node = block.node
    above = node.parent or node
    above2 = above.parent or above
    around = survey.boxes.get(above.number)
    if around is None:
        around = survey.boxes[above.number] = _box(survey, above)
    tag_above, tag_above2, share_above, share_above2, blocks_above, linked_above, text_above, same = around
    if node.tag == "article":
        same = node is survey.article
    form = survey.forms[i]
    length = size[i]
    stripped = bare(form[:600]) if length > 8 else ""
    alike = survey.keys[i]
    first = survey.first
    before, after = i - 1, i + 1
    has_after = after < n
    beside = blocks[after].node if has_after else node
    low, high = max(0, i - 5), min(n, i + 6)
    text = survey.text_sums[node.last] - survey.text_sums[node.first] if node.last - node.first <= 60 else -1
    heads, sums, prose_sums = survey.heads, survey.sums, survey.prose_sums
    start = form[:120]
    numbers = (
        length, opening(form), linked[i], block.links, "|" in form, sum(map(str.isupper, start)) / len(start),
        TAGS.get(node.tag, 0), tag_above, tag_above2, block.bits,
        node.depth - survey.container.depth, (sums[node.last] - sums[node.first]) / survey.total, share_above, share_above2,
        survey.alike_mass[alike] / survey.total, survey.alike[alike], i - first, i - survey.last,
        stripped in survey.titles,
        len(stripped) > 25 and any(stripped[:200] in summary or summary[:100] in stripped for summary in survey.summaries),
        (len(stripped) > 4 and stripped in survey.feed) if survey.feed else -1, survey.copies[form], blocks_above,
        survey.last - first, heads[after] - heads[first] if i >= first else -1, same, (node.flags & BODY_PROP > 0) if survey.has_prop else -1,
        _card(survey, i, above, above2), (node.number in survey.pictured) + 2 * (above.number in survey.pictured),
        size[before] if i else -1, TAGS.get(blocks[before].node.tag, 0) if i else -1,
        size[after] if has_after else -1, linked[after] if has_after else -1, TAGS.get(beside.tag, 0) if has_after else -1,
        own[beside.number] & _AGAINST != 0 if has_after else -1, size[i - 2] if i > 1 else -1, size[i + 2] if i + 2 < n else -1,
        prose_sums[i] - prose_sums[low], prose_sums[high] - prose_sums[after], (survey.linked_sums[high] - survey.linked_sums[low]) / (high - low),
        ((survey.link_sums[node.last] - survey.link_sums[node.first]) / text if text else -1.0) if text >= 0 else -1.0, linked_above, text, text_above,
    )  # fmt: skip
    k = node.number
    return numbers, (survey.standing[k], own[k] | own[above.number] | own[above2.number], survey.apart[k])


def _card(survey: Survey, i: int, above: Node, above2: Node) -> int:
    """Whether a block shares a small box with a linked headline: a teaser of another article."""
    linked, size = survey.linked, survey.size
    for level, box in ((1, above), (2, above2)):
        if box.last - box.first > 6:
            return 0
        for k in range(box.first, box.last):
            if linked[k] >= 0.9 and size[k] >= 20 and k != i:
                return level
    return 0
