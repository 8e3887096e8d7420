"""Which texts are copies or updates of one article.

Scrapes hold the same article many times: fetched again, updated, shortened. What stands in its copies repeats without being furniture, so
copies count as one article. Two texts are one article if they share two fifths of the shorter one's long sentences: its own ones, since what
a publisher prints under every article is shared as well. Measured against MinHash: docs/learn.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

#: A long line or sentence, in characters: what two articles do not share by chance.
_LONG = 50
#: Lines longer than this are compared sentence by sentence, since paragraphs are cut differently by different scrapers.
_PARAGRAPH = 160
#: The share of the shorter text's own long sentences that makes two texts one article.
_SAME = 0.4
#: A text so many times longer than another that it holds is a collection of articles (an export, an archive page), not a copy.
_COLLECTION = 4
#: A block that its holders share while the rest of them differs is the publisher's if it is shorter than this (characters), or a small part
#: of one of them, or in so many texts that they can't be updates of one article.
_BLOCK = 600
_PART = 0.3
_MANY = 30


def holders(units: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """The units (lines, sentences) that stand in more than one text, with the numbers of those texts."""
    first: dict[str, int] = {}
    several: dict[str, list[int]] = {}
    for i, found in enumerate(units):
        for unit in found:
            j = first.setdefault(unit, i)
            if j != i:
                known = several.get(unit)
                if known is None:
                    several[unit] = [j, i]
                else:
                    known.append(i)
    return several


def same_article(texts: Sequence[Sequence[str]], repeated: dict[str, list[int]]) -> list[int]:
    """For each text (its folded lines) the number of the first text of the same article; -1 for collections of several articles.

    `repeated` are the lines that stand in several texts, as `holders` gives them.
    """
    n = len(texts)
    long = [_sentences(lines) for lines in texts]
    total = [sum(map(len, found)) for found in long]
    blocks: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for unit, holding in holders(long).items():
        blocks[tuple(holding)].append(len(unit))
    shorts: dict[int, int] = {}

    def own(i: int) -> int:
        """Characters in the short lines of text `i` that few others have."""
        if i not in shorts:
            shorts[i] = sum(len(line) for line in texts[i] if 12 <= len(line) < _LONG and len(repeated.get(line, ())) < 3)
        return shorts[i]

    shared: Counter[tuple[int, int]] = Counter()
    count: Counter[tuple[int, int]] = Counter()
    for held, sizes in blocks.items():
        for pair in _pairs(held):
            shared[pair] += sum(sizes)
            count[pair] += len(sizes)
    left = list(total)
    for held in sorted(blocks, key=lambda held: (-len(held), held)):
        size = sum(blocks[held])
        if len(held) > 2 and _publishers(held, size, total, left, own, shared):
            for pair in _pairs(held):
                shared[pair] -= size
                count[pair] -= len(blocks[held])
            for i in held:
                left[i] -= size
    groups = _Groups(n)
    holds: dict[int, list[int]] = defaultdict(list)
    for (i, j), size in sorted(shared.items()):
        least = min(left[i], left[j])
        if least > 0 and size >= _SAME * least and (count[i, j] > 1 or size >= 2 * _SAME * least) and not _frame(texts[i], texts[j], size, least):
            if max(left[i], left[j]) > _COLLECTION * least:
                small, large = (i, j) if left[i] < left[j] else (j, i)
                if size >= 2 * _SAME * least:
                    holds[large].append(small)
            else:
                groups.join(i, j)
    alike: dict[frozenset[str], int] = {}
    for i, lines in enumerate(texts):
        if not total[i]:
            groups.join(alike.setdefault(frozenset(lines), i), i)
    collections = {large for large, smalls in holds.items() if len({groups.first(i) for i in smalls}) > 1}
    for large, smalls in sorted(holds.items()):
        if large not in collections:
            groups.join(large, smalls[0])
    return [-1 if i in collections else groups.first(i) for i in range(n)]


def _frame(a: Sequence[str], b: Sequence[str], size: int, least: int) -> bool:
    """Whether what two texts share is all at their ends, short, and less than half of the shorter: a publisher's or a company's frame."""
    if size >= min(_BLOCK, least / 2):
        return False
    a, b = [line for line in a if line], [line for line in b if line]
    ends = 0
    for one, other in ((a, b), (a[::-1], b[::-1])):
        for line, same in zip(one, other, strict=False):
            if line != same:
                break
            ends += sum(map(len, _sentences([line])))
    return ends >= size


def _sentences(lines: Sequence[str]) -> set[str]:
    """The long lines of a text, paragraphs cut into their long sentences."""
    found = {line for line in lines if len(line) >= _LONG}
    for line in [line for line in found if len(line) > _PARAGRAPH]:
        parts = (line.replace("。", ". ") if "。" in line else line).split(". ")
        if len(parts) > 1:
            parts = [part for part in parts if len(part) >= _LONG]
            if parts:
                found.discard(line)
                found.update(parts)
    return found


def _pairs(held: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs of a block's holders; of many holders each with the next five, which is enough to chain true copies together."""
    n = len(held)
    reach = n if n <= 12 else 6
    for a in range(n):
        for b in range(a + 1, min(n, a + reach)):
            yield held[a], held[b]


def _publishers(held: Sequence[int], size: int, total: Sequence[int], left: Sequence[int], own: Callable[[int], int], shared: Counter[tuple[int, int]]) -> bool:
    """Whether what these texts share is the publisher's and not one article's: they share little else, and it is no large part of one of them."""
    if len(held) <= _MANY and size >= _BLOCK and min(size / total[i] for i in held) >= _PART:
        return False
    likeness = []
    for i, j in _pairs(held):
        rest = min(left[i] - size + own(i), left[j] - size + own(j))
        likeness.append(1.0 if rest < max(25, min(total[i], total[j]) // 10) else (shared[i, j] - size) / rest)
    likeness.sort()
    return likeness[len(likeness) // 2] < 0.2


class _Groups:
    """Numbers joined into groups; a group is known by its least number."""

    def __init__(self, n: int) -> None:
        self.parent = list(range(n))

    def first(self, i: int) -> int:
        parent = self.parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        a, b = self.first(i), self.first(j)
        self.parent[max(a, b)] = min(a, b)
