"""The headline of a page, chosen among those that it gives to readers, to searching and to sharing.

Most pages give one headline everywhere. Where they differ nothing on the page says which is *the* headline, so that the choice is a small
sum over where each one stands, fitted on pages with known headlines by `tools/fit_titles.py` and kept readable: JSON-LD counts most,
`<title>`, which is written for search engines, against; pages that are no news print theirs; of about equal ones the fuller is taken.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from cleannews.page.meta import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cleannews.page.evidence import Survey
    from cleannews.page.meta import Declared
    from cleannews.page.tree import Tree

#: Where a headline may stand.
PLACES = ("shared", "json", "browser", "printed")
#: What standing there counts: in Open Graph, in JSON-LD, in `<title>`, in an `h1`; and being the fullest.
POINTS = {"shared": 5, "json": 8, "browser": -5, "printed": 4, "fullest": 5}
#: What is added on pages whose JSON-LD names another kind of article than news (False), or no article at all (None).
EXTRA: dict[bool | None, dict[str, int]] = {True: {}, False: {"printed": 7}, None: {"shared": 3, "printed": 4}}
#: A description in a headline's place is longer, and being fuller speaks for no headline any more.
_LONGEST = 200
#: As long as an `h1` is at most that prints a headline, and as many as are looked at.
_LONGEST_PRINTED, _MOST_PRINTED = 500, 100
_MARKS = (" | ", " - ", " – ", " — ", " :: ", " » ", " · ")


def page_title(tree: Tree, survey: Survey, found: Declared) -> tuple[str | None, str | None]:
    """The headline, and the `h1` that prints it (or prints another one for the same article).

    Where the headline chosen only adds to the `h1`, the name of the site mostly, the `h1` is taken; where the `h1` adds a kicker, it is not.
    """
    printed = printed_headline(tree, survey, found)
    groups = grouped(given(found, tree.title, printed))
    if not groups:
        return next(iter(found.titles), None), printed
    points = scores(groups, found.news)
    chosen = groups[points.index(max(points))][0][1]
    if printed and len(bare(printed)) > 12 and bare(printed) in bare(chosen) and (len(printed) == len(chosen) or bare(printed) != bare(chosen)):
        return printed, printed
    return chosen, printed


def given(found: Declared, browser: str | None, printed: str | None) -> list[tuple[str, str]]:
    """The page's headlines as `(place, headline)`, without the site's name. An `h1` without a word of any other is of something else."""
    pairs = [(place, without_site(text, found.site)) for place, text in zip(PLACES, (found.shared, found.headline, browser), strict=False) if text]
    if printed and (not pairs or any(_shared(printed, text) or agree(printed, text) for text in (*found.titles, *(text for _, text in pairs)))):
        pairs.append(("printed", printed))
    return pairs


def grouped(texts: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """`(place, headline)` pairs in order, those that agree together."""
    groups: list[list[tuple[str, str]]] = []
    for pair in texts:
        group = next((group for group in groups if any(agree(pair[1], other) for _, other in group)), None)
        if group is None:
            groups.append([pair])
        else:
            group.append(pair)
    return groups


def scores(
    groups: Sequence[Sequence[tuple[str, str]]],
    news: bool | None,
    *,
    points: Mapping[str, int] = POINTS,
    extra: Mapping[bool | None, Mapping[str, int]] = EXTRA,
) -> list[int]:
    """The points of each group of headlines. `news` tells whether JSON-LD calls the article news, None if it names no article."""
    lengths = [max((len(text) for _, text in group if len(text) <= _LONGEST), default=0) for group in groups]
    added = extra.get(news, {})
    return [
        sum(points[place] + added.get(place, 0) for place, _ in group) + points["fullest"] * (length == max(lengths))
        for group, length in zip(groups, lengths, strict=True)
    ]


def agree(a: str, b: str) -> bool:
    """Whether two headlines are the same, or one is the other with something added."""
    one, two = bare(a), bare(b)
    return one == two or (len(one) > 10 and one in two) or (len(two) > 10 and two in one)


def printed_headline(tree: Tree, survey: Survey, found: Declared) -> str | None:
    """The `h1` that prints the headline: one that the page declares, else the last above the story that is not the site's name."""
    declared = [text for text in (*found.titles, tree.title) if text and len(text) < 2 * _LONGEST_PRINTED]
    names = {"", *map(bare, _ends(tree.title or "")), bare(found.site or "")}
    heads = [(first, text) for first, text in _h1s(tree) if bare(text) not in names]
    for _, text in heads:
        if len(bare(text)) > 5 and any(agree(text, other) and len(other) < 2 * len(text) for other in declared):
            return text
    for _, text in heads:
        if any(_shared(text, other) >= 0.5 for other in declared):
            return text
    above = [text for first, text in heads if first <= survey.first and len(bare(text)) > 12]
    return above[-1] if above else None


def _ends(title: str) -> list[str]:
    """Short parts behind the first mark of a `<title>`: sections and the name of the site."""
    return [part for mark in _MARKS for part in title.split(mark)[1:] if 2 * len(part) < len(title)]


def _h1s(tree: Tree) -> list[tuple[int, str]]:
    """The first block and the text of the page's `h1` elements, of the first hundred that are no longer than a headline may be."""
    blocks = tree.blocks
    heads = (
        node for node in tree.nodes if node.tag == "h1" and node.first < node.last and blocks[node.last - 1].end - blocks[node.first].start < _LONGEST_PRINTED
    )
    return [
        (node.first, " ".join(tree.text[block.start : block.end] for block in blocks[node.first : node.last]))
        for node in itertools.islice(heads, _MOST_PRINTED)
    ]


def _shared(a: str, b: str) -> float:
    """The share of words that two headlines have in common, of the shorter one's; pairs of characters where nothing parts the words."""
    one, two = (set(text.split() if " " in text else map("".join, itertools.pairwise(text))) for text in (a.lower(), b.lower()))
    return len(one & two) / max(1, min(len(one), len(two)))


def without_site(text: str, site: str | None) -> str:
    """A headline without the name of the site behind it."""
    for mark in _MARKS:
        head, found, tail = text.rpartition(mark)
        own = bool(site and bare(tail) == bare(site))
        if found and (own or (len(head) > 15 and len(tail) < 45 and len(tail) < 0.6 * len(head))):
            return without_site(head, site)
    return text
