"""What the markup says of each block: where it stands in the page's tree, what its elements are called, how much of it is links.

Evidence only: nothing is decided here. Every feature has a name; `page/weights.txt` says what each value is worth.
"""

from __future__ import annotations

import re
from collections import Counter
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

#: Numbers of a block, in order. What only later trees ask for is measured when they do: most blocks are decided before.
EARLY: tuple[str, ...] = (
    "size", "starts", "linked", "tag", "tag_above", "tag_above2", "level", "share", "share_above", "share_above2", "share_alike", "alike", "since_first",
    "until_last", "in_summary", "copies", "span", "heads_before", "in_prop", "card", "pictured", "tag_before", "size_after", "tag_after", "against_after",
    "size_before2", "size_after2", "prose_above", "linked_around", "linked_node", "linked_above", "text_node", "text_above",
)  # fmt: skip
LATER: tuple[str, ...] = (
    "links", "bar", "capitals", "signs", "is_title", "in_feed", "blocks_above", "same_article", "size_before", "linked_after", "prose_below",
)  # fmt: skip
NUMBERS: tuple[str, ...] = (*EARLY, *LATER)
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
#: The usual marks of other texts: taking them away one by one costs a third of looking for all.
_USUAL_MARKS = " ,.-\"'\u2019\u201c\u201d\u201e\u2013:()?!\u00ab\u00bb\u00a0/"
_CAPITALS = re.compile("[A-Z]")


def bare(text: str) -> str:
    """Letters and digits only, lower case: for comparing texts that differ in marks and spaces."""
    low = text.lower()
    if low.isascii():
        return low.translate(_ASCII_MARKS)
    for mark in _USUAL_MARKS:
        low = low.replace(mark, "")
    return low if low.isalnum() else _BARE.sub("", low)


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
        apart: dict[int, int] = {}
        self.mass = mass = [self._mass(i, apart) if prose[i] else 0.0 for i in range(n)]
        self.sums = sums = [0.0, *accumulate(mass)]
        self.total = sums[-1] or 1.0
        self.text_sums = [0, *accumulate([block.end - block.start for block in blocks])]
        self.link_sums = [0, *accumulate([block.linked for block in blocks])]
        self.linked_sums = [0.0, *accumulate(linked)]
        self.container = box = self._container()
        self.titles: list[str] = [text for text in map(bare, titles) if len(text) > 3]
        self.summaries: list[str] = [text for text in map(bare, summaries) if len(text) > 30]
        self.feed = bare(feed) if feed else ""
        self.first = next((i for i in range(box.first, box.last) if mass[i] >= 60), box.first)
        self.last = next((i for i in range(box.last - 1, box.first - 1, -1) if mass[i] >= 60), box.last)
        self.title_at = -1
        shortest = min(map(len, self.titles), default=1 << 60)
        for i in range(min(n, self.first + 1)):
            length = size[i]
            if 8 < length < 400 and (length > 15 and blocks[i].node.tag == "h1" or len(forms[i]) >= shortest and bare(forms[i]) in self.titles):
                self.title_at = i
        self.copies = Counter(forms)
        #: For each block the number of the first node with blocks that is made as its own is.
        self.keys = keys = self._alike()
        self.alike = Counter(keys)
        self.alike_mass = dict.fromkeys(keys, 0.0)
        for key, weight in zip(keys, mass, strict=True):
            if weight:
                self.alike_mass[key] += weight
        self.heads = [0, *accumulate([block.node.tag == "h1" for block in blocks])]
        self.article = _article(blocks[self.first].node) if self.first < n else None
        self.has_prop = any(node.flags & BODY_PROP for node in nodes)
        self.standing, self.apart = self._apart()
        self.pictured = self._pictured()
        # What is known of the boxes around blocks, by number; worked out when a block asks.
        self.boxes: dict[int, tuple[float, ...]] = {}
        self._bare: dict[int, str] = {}

    def bare(self, i: int) -> str:
        """The letters and digits that block `i` begins with, if there is more than a word."""
        found = self._bare.get(i)
        if found is None:
            found = self._bare[i] = bare(self.forms[i][:600]) if self.size[i] > 8 else ""
        return found

    def _alike(self) -> list[int]:
        """For each block the number of the first node that has the tag and class of its own, and blocks, in a parent with the same."""
        first: dict[tuple[str, str, str, str], int] = {}
        keys: list[int] = []
        last: Node | None = None
        key = 0
        for block in self.tree.blocks:
            node = block.node
            if node is not last:
                last = node
                above = node.parent
                key = first.setdefault((node.tag, node.names, above.tag, above.names) if above is not None else ("", "", "", ""), node.number)
            keys.append(key)
        return keys

    def _named(self, node: Node, known: dict[int, int]) -> int:
        """The groups of a node's names, its own and those above that hold only a part of the page's prose."""
        raw, own = self.raw, self.own
        most = _WHOLE * raw[-1]
        below: list[int] = []
        at = node
        while (found := known.get(at.number)) is None:
            if at.parent is None or raw[at.last] - raw[at.first] >= most:
                found = known[at.number] = 0
                break
            below.append(at.number)
            at = at.parent
        for number in reversed(below):
            found = known[number] = found | own[number]
        return found

    def _mass(self, i: int, known: dict[int, int]) -> float:
        """What a line of prose counts for when the article's container is looked for."""
        node = self.tree.blocks[i].node
        mass = float(min(self.size[i], 600))
        if node.flags & _APART:
            mass *= 0.2
        above = self._named(node, known)
        for bit, factor in _DISCOUNT.items():
            if above & bit:
                mass *= factor
        near = self.own[node.number] | (self.own[node.parent.number] if node.parent is not None else 0)
        if near & _AGAINST:
            mass *= 0.5
        return mass

    def _container(self) -> Node:
        """The deepest node that still holds most of the prose of everything above it."""
        nodes, sums = self.tree.nodes, self.sums
        best: dict[int, tuple[float, Node]] = {}
        for node in nodes[1:]:
            held = sums[node.last] - sums[node.first]
            if held > 0:
                parent = node.parent
                assert parent is not None
                rival = best.get(parent.number)
                if rival is None or held > rival[0]:
                    best[parent.number] = held, node
        node, held = nodes[0], sums[nodes[0].last] - sums[nodes[0].first]
        while (child := best.get(node.number)) is not None and child[0] >= 0.7 * held:
            held, node = child
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
        nodes, sums, own = self.tree.nodes, self.sums, self.own
        standing, apart = [0] * len(nodes), [0] * len(nodes)
        # Without prose every node is apart.
        enough = _OWN_BOX * sums[-1] or 1.0
        box = self.container
        first, last, depth = box.first, box.last, box.depth
        for node in nodes[1:]:
            if sums[node.last] - sums[node.first] >= enough:
                continue
            parent: Node = node.parent  # type: ignore[assignment]
            k, number = parent.number, node.number
            standing[number] = standing[k] | (node.flags & ~parent.flags)
            apart[number] = apart[k] | own[number]
            if not (first <= node.first and node.last <= last and node.depth > depth):
                apart[number] |= _OUTSIDE
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
    """What is known of the element around a block: its tag and its parent's, shares of the prose, share of links, length."""
    above = node.parent or node
    sums, total = survey.sums, survey.total
    few = node.last - node.first <= 60
    text = survey.text_sums[node.last] - survey.text_sums[node.first] if few else 0
    found = survey.boxes[node.number] = (
        TAGS.get(node.tag, 0), TAGS.get(above.tag, 0), (sums[node.last] - sums[node.first]) / total, (sums[above.last] - sums[above.first]) / total,
        (survey.link_sums[node.last] - survey.link_sums[node.first]) / text if text else -1.0, text if few else -1,
    )  # fmt: skip
    return found


def features(survey: Survey, i: int) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """The numbers and the sets of block `i`, in the order of `NUMBERS` and `SETS`."""
    found, sets = early(survey, i)
    return (*found, *later(survey, i)), sets


def early(survey: Survey, i: int) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """The numbers of `EARLY` and the sets of block `i`."""
    blocks, size, linked, own = survey.tree.blocks, survey.size, survey.linked, survey.own
    n = len(blocks)
    node = blocks[i].node
    above = node.parent or node
    above2 = above.parent or above
    tag_above, tag_above2, share_above, share_above2, linked_above, text_above = survey.boxes.get(above.number) or _box(survey, above)
    form = survey.forms[i]
    alike = survey.keys[i]
    first, last, depth = survey.first, survey.last, survey.container.depth
    after = i + 1
    size_after = tag_after = against_after = -1
    if after < n:
        beside = blocks[after].node
        size_after, tag_after, against_after = size[after], TAGS.get(beside.tag, 0), int(own[beside.number] & _AGAINST != 0)
    low, high = max(0, i - 5), min(n, i + 6)
    heads, sums, prose_sums, pictured, total = survey.heads, survey.sums, survey.prose_sums, survey.pictured, survey.total
    text = survey.text_sums[node.last] - survey.text_sums[node.first] if node.last - node.first <= 60 else -1
    k = node.number
    numbers = (
        size[i], opening(form), linked[i], TAGS.get(node.tag, 0), tag_above, tag_above2, node.depth - depth, (sums[node.last] - sums[node.first]) / total,
        share_above, share_above2, survey.alike_mass[alike] / total, survey.alike[alike], i - first,
        i - last, bool(survey.summaries) and size[i] > 25 and _in_summary(survey, i), survey.copies[form], last - first,
        heads[after] - heads[first] if i >= first else -1, (node.flags & BODY_PROP > 0) if survey.has_prop else -1, _card(survey, i, above, above2),
        (k in pictured) + 2 * (above.number in pictured), TAGS.get(blocks[i - 1].node.tag, 0) if i else -1, size_after, tag_after, against_after,
        size[i - 2] if i > 1 else -1, size[i + 2] if i + 2 < n else -1, prose_sums[i] - prose_sums[low],
        (survey.linked_sums[high] - survey.linked_sums[low]) / (high - low),
        ((survey.link_sums[node.last] - survey.link_sums[node.first]) / text if text else -1.0) if text >= 0 else -1.0, linked_above, text, text_above,
    )  # fmt: skip
    return numbers, (survey.standing[k], own[k] | own[above.number] | own[above2.number], survey.apart[k])


def later(survey: Survey, i: int) -> tuple[float, ...]:
    """The numbers of `LATER` of block `i`."""
    block = survey.tree.blocks[i]
    node = block.node
    above = node.parent or node
    form = survey.forms[i]
    stripped = survey.bare(i)
    after = i + 1
    n = len(survey.size)
    start = form[:120]
    box = node if node.tag == "article" else _article(above)
    same = -1 if survey.article is None and box is not node else box is survey.article
    return (
        block.links, "|" in form, (len(_CAPITALS.findall(start)) if start.isascii() else sum(map(str.isupper, start))) / len(start), block.bits,
        stripped in survey.titles, (len(stripped) > 4 and stripped in survey.feed) if survey.feed else -1, min(above.last - above.first, 200), same,
        survey.size[i - 1] if i else -1, survey.linked[after] if after < n else -1, survey.prose_sums[min(n, i + 6)] - survey.prose_sums[after],
    )  # fmt: skip


def _in_summary(survey: Survey, i: int) -> bool:
    """Whether a block says what a description of the article says, or the other way round."""
    stripped = survey.bare(i)
    return len(stripped) > 25 and any(stripped[:200] in summary or summary[:100] in stripped for summary in survey.summaries)


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
