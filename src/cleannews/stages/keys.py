"""What a line must have before a pattern can match it: derived from the pattern itself, so that a line without it never meets the pattern.

Everything here errs on the side of looking: where the analysis does not know, it allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

# The parser of the standard library's own patterns; private, but the only one that knows them.
from re import _casefix, _parser  # type: ignore[attr-defined]
from re import _constants as sre  # type: ignore[attr-defined]

from cleannews.read.text import folded
from cleannews.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    #: A part of a pattern: the flags that hold there, its kind, and what belongs to it.
    _Node = tuple[int, Any, Any]

#: Sets of characters are bits of a number: one for each ASCII character, and 384 that all others share.
_ASCII, _SHARED = 128, 384
_PLAIN = (1 << _ASCII) - 1
_FOREIGN = ((1 << _SHARED) - 1) << _ASCII
ANY = _PLAIN | _FOREIGN
#: Into how many alternatives a pattern is taken apart, at most.
_ALTERNATIVES = 40
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_EDGES = (sre.AT, sre.ASSERT, sre.ASSERT_NOT)


class Gate(NamedTuple):
    """What a line must have for one alternative of a pattern to match.

    opens   sets of which the first two characters of the line are members, one pair of them; None if the match may begin elsewhere.
    closes  the set of the last character; 0 if the match may end elsewhere.
    least   the length of the shortest match, and `most` the longest line (0: any).
    needs   texts of which one stands in the line's folded form, or, those with capitals, in the line; () if there is none worth asking for.
    """

    opens: tuple[tuple[int, int], ...] | None
    closes: int
    least: int
    most: int
    needs: tuple[str, ...]


def bit(char: str) -> int:
    """The set that holds this character alone (and others beyond ASCII that share its bit)."""
    code = ord(char)
    return 1 << code if code < _ASCII else 1 << (_ASCII + code % _SHARED)


def has_capitals(text: str) -> bool:
    """Whether the text stands in no folded form."""
    return text != text.lower()


def gates(pattern: str) -> tuple[Gate, ...]:
    """What a line must have that `pattern` matches: one of these."""
    parsed = _parser.parse(pattern)
    return tuple(dict.fromkeys(_gate(parsed.state, nodes) for nodes in _alternatives(parsed, 0)))


def _gate(state: Any, nodes: list[_Node]) -> Gate:
    made = _parser.SubPattern
    flat = made(state, [(sre.SUBPATTERN, (None, flags, 0, made(state, [(kind, value)]))) if flags else (kind, value) for flags, kind, value in nodes])
    first, last = (nodes[0], nodes[-1]) if nodes else ((0, None, None), (0, None, None))
    begins = first[1] is sre.AT and first[2] in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING)
    ends = last[1] is sre.AT and last[2] in (sre.AT_END, sre.AT_END_STRING)
    least, most = _width(state, nodes)
    closes, empty = _last(flat, 0)
    needs = _needed(nodes) or frozenset()
    return Gate(
        tuple(sorted((pair[0], pair[1]) for pair in {(*opening, ANY, ANY)[:2] for opening in _openings(flat, 0, 2)})) if begins else None,
        closes if ends and not empty else 0,
        least,
        most if begins and ends and most < 100_000 else 0,
        tuple(sorted(needs)) if needs and _weight(needs) < 0.7 else (),
    )


def reach(pattern: str) -> int:
    """The length of the longest match of a pattern that is closed by the line's end; 0 if there is none, or the pattern is not closed so."""
    parsed = _parser.parse(pattern)
    alternatives = _alternatives(parsed, 0)
    if not all(nodes and nodes[-1][1] is sre.AT and nodes[-1][2] in (sre.AT_END, sre.AT_END_STRING) for nodes in alternatives):
        return 0
    most = max(_width(parsed.state, nodes)[1] for nodes in alternatives)
    return most if most < 100_000 else 0


def _width(state: Any, nodes: list[_Node]) -> tuple[int, int]:
    least, most = _parser.SubPattern(state, [(kind, value) for _, kind, value in nodes]).getwidth()
    return int(least), int(most)


def _alternatives(parsed: Any, flags: int, most: int = _ALTERNATIVES) -> list[list[_Node]]:
    """The ways through a pattern, where it divides into few; the outer ways first."""
    out: list[list[_Node]] = [[]]
    for kind, value in parsed.data:
        left = most // len(out)
        parts = [[(flags, kind, value)]]
        if kind is sre.BRANCH and 1 < len(value[1]) <= left:
            parts = [nodes for branch in value[1] for nodes in _alternatives(branch, flags, left // len(value[1]))]
        elif kind is sre.SUBPATTERN:
            parts = _alternatives(value[3], (flags | value[1]) & ~value[2], left)
        out = [before + part for before in out for part in parts]
    return out


@cache
def _literal(code: int, flags: int) -> int:
    char = chr(code)
    found = bit(char)
    if flags & re.IGNORECASE:
        for other in (char.lower(), char.upper(), char.casefold()):
            if len(other) == 1:
                found |= bit(other)
                for same in _casefix._EXTRA_CASES.get(ord(other), ()):
                    found |= bit(chr(same)) | (bit(chr(same).upper()) if len(chr(same).upper()) == 1 else 0)
        if char in "iIsS":
            found |= bit("\u0130") | bit("\u0131") | bit("\u017f")
        if char in "kK":
            found |= bit("\u212a")
    return found


def _matching(holds: Callable[[str], bool]) -> int:
    return _FOREIGN | sum(1 << code for code in range(_ASCII) if holds(chr(code)))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


_CATEGORIES = {
    sre.CATEGORY_DIGIT: _matching(str.isdecimal),
    sre.CATEGORY_NOT_DIGIT: _matching(lambda char: not char.isdecimal()),
    sre.CATEGORY_SPACE: _matching(str.isspace),
    sre.CATEGORY_NOT_SPACE: _matching(lambda char: not char.isspace()),
    sre.CATEGORY_WORD: _matching(_is_word),
    sre.CATEGORY_NOT_WORD: _matching(lambda char: not _is_word(char)),
}


@lru_cache(maxsize=512)
def _members(items: tuple[tuple[Any, Any], ...], flags: int) -> int:
    found = 0
    negate = False
    for kind, value in items:
        if kind is sre.NEGATE:
            negate = True
        elif kind is sre.LITERAL:
            found |= _literal(value, flags)
        elif kind is sre.RANGE:
            low, high = value
            for code in range(low, min(high, low + _ASCII + _SHARED) + 1):
                found |= _literal(code, flags)
        elif kind is sre.CATEGORY:
            found |= _CATEGORIES[value]
    return _FOREIGN | (_PLAIN & ~found) if negate else found


def _one(kind: Any, value: Any, flags: int) -> int | None:
    """The set of a part that is one character; None if it is something else."""
    if kind is sre.LITERAL:
        return _literal(value, flags & re.IGNORECASE)
    if kind is sre.NOT_LITERAL:
        return _FOREIGN | (_PLAIN & ~_literal(value, flags))
    if kind is sre.ANY:
        return ANY
    return _members(tuple(value), flags & re.IGNORECASE) if kind is sre.IN else None


def _openings(parsed: Any, flags: int, size: int) -> set[tuple[int, ...]]:
    """The sets of the first `size` characters of what matches; shorter ones where that may end before."""
    now: set[tuple[int, ...]] = {()}
    for kind, value in parsed.data:
        full = {opening for opening in now if len(opening) >= size}
        if len(full) == len(now):
            break
        if kind in _EDGES:
            continue
        one = _one(kind, value, flags)
        if one is not None:
            parts: set[tuple[int, ...]] = {(one,)}
        elif kind is sre.BRANCH:
            parts = set().union(*(_openings(branch, flags, size) for branch in value[1]))
        elif kind is sre.SUBPATTERN:
            parts = _openings(value[3], (flags | value[1]) & ~value[2], size)
        elif kind in _REPEATS:
            least, most, inner = value
            once = _openings(inner, flags, size)
            repeated: set[tuple[int, ...]] = {()}
            parts = set(repeated) if least == 0 else set()
            for number in range(1, min(most, least + size) + 1):
                repeated = _fewer({(before + part)[:size] for before in repeated for part in once})
                if number >= least:
                    parts |= repeated
                elif number > size:
                    break
            parts = parts or {(ANY,) * size}
        else:
            parts = {(ANY,) * size}
        now = _fewer(full | {(before + part)[:size] for before in now - full for part in parts})
    return now


def _fewer(openings: set[tuple[int, ...]]) -> set[tuple[int, ...]]:
    """Those that begin alike made one."""
    merged: dict[tuple[int, int], tuple[int, ...]] = {}
    for opening in openings:
        key = (len(opening), opening[0] if opening else 0)
        merged[key] = tuple(a | b for a, b in zip(merged[key], opening, strict=True)) if key in merged else opening
    return set(merged.values())


def _last(parsed: Any, flags: int) -> tuple[int, bool]:
    """(the set of the last character of what matches, whether it can be empty)."""
    found = 0
    for kind, value in reversed(parsed.data):
        if kind in _EDGES:
            continue
        one = _one(kind, value, flags)
        if one is not None:
            return found | one, False
        if kind is sre.BRANCH:
            ends = [_last(branch, flags) for branch in value[1]]
        elif kind is sre.SUBPATTERN:
            ends = [_last(value[3], (flags | value[1]) & ~value[2])]
        elif kind in _REPEATS:
            ends = [_last(value[2], flags)]
            if value[0] == 0:
                ends.append((0, True))
        else:
            return ANY, False
        for end, _ in ends:
            found |= end
        if not any(empty for _, empty in ends):
            return found, False
    return found, True


#: Letters and blanks stand in nearly every line: no use asking for them.
_COMMON = frozenset("abcdefghijklmnopqrstuvwxyz ")
_DIGITS = frozenset("0123456789")
#: How often a sign stands in a line, roughly.
_SHARE = {".": 0.9, ",": 0.8, "-": 0.5, ":": 0.2, "'": 0.4, '"': 0.3, "(": 0.15, ")": 0.15, **dict.fromkeys("0123456789", 0.06)}


def _weight(texts: frozenset[str]) -> float:
    """How often one of the texts is to be expected in a line."""
    return sum(
        0.003 if not text.isascii() else 0.02 if len(text) > 2 else 0.3 if len(text) == 2 else 1.0 if text in _COMMON else _SHARE.get(text, 0.03)
        for text in texts
    )


def _needed(nodes: Sequence[_Node]) -> frozenset[str] | None:
    """Texts of which one stands in the folded form of whatever matches, those with capitals as they are; the rarest such set."""
    sets: list[frozenset[str]] = []
    run, loose = "", 0
    for flags, kind, value in [*nodes, (0, None, None)]:
        if kind is sre.LITERAL:
            run += chr(value)
            loose |= flags & re.IGNORECASE
            continue
        if run:
            sets.append(frozenset({run if has_capitals(run) and not loose else folded(run)}))
            run, loose = "", 0
        part: frozenset[str] | None = None
        if kind is sre.IN and all(item[0] is sre.LITERAL or item == (sre.CATEGORY, sre.CATEGORY_DIGIT) for item in value):
            part = frozenset(folded(chr(item[1])) for item in value if item[0] is sre.LITERAL)
            part |= _DIGITS if any(item[0] is sre.CATEGORY for item in value) else frozenset()
        elif kind is sre.BRANCH and len(value[1]) <= _ALTERNATIVES:
            parts = [_needed([(flags, *node) for node in branch.data]) for branch in value[1]]
            part = frozenset().union(*parts) if all(parts) else None  # type: ignore[arg-type]
        elif kind is sre.SUBPATTERN:
            part = _needed([((flags | value[1]) & ~value[2], *node) for node in value[3].data])
        elif kind in _REPEATS and value[0] > 0:
            part = _needed([(flags, *node) for node in value[2].data])
        if part:
            sets.append(part)
    return min((texts for texts in sets if not any(map(_odd, texts))), key=_weight, default=None)


def _odd(text: str) -> bool:
    """Whether a letter of the text has other forms than its capital, which `folded` does not make one."""
    return not text.isascii() and any(ord(char) in _casefix._EXTRA_CASES and char != "σ" for char in text)
