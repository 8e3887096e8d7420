"""What a pattern needs before it can match: derived from the pattern itself, so that a line without it never meets the pattern.

Everything here errs on the side of looking: where the analysis does not know, it says so with None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# The parser of the standard library's own patterns; private, but the only one that knows them.
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parse  # type: ignore[attr-defined]
from typing import Any

_ASCII = frozenset(map(chr, range(128)))
_WORD = frozenset(char for char in _ASCII if char.isalnum() or char == "_")
_CATEGORY = {
    sre.CATEGORY_DIGIT: frozenset("0123456789"),
    sre.CATEGORY_NOT_DIGIT: _ASCII - frozenset("0123456789"),
    sre.CATEGORY_SPACE: frozenset(" \t\n\r\f\v"),
    sre.CATEGORY_NOT_SPACE: _ASCII - frozenset(" \t\n\r\f\v"),
    sre.CATEGORY_WORD: _WORD,
    sre.CATEGORY_NOT_WORD: _ASCII - _WORD,
}
#: Letters and blanks stand in nearly every line: no use asking for them.
_COMMON = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ")


def first_characters(pattern: str) -> frozenset[str] | None:
    """The ASCII characters with which a match of the anchored `pattern` can begin; None if it may be empty or begin with anything."""
    found, empty = _first(sre_parse.parse(pattern), 0)
    return None if empty or found >= _ASCII - {"\n"} else found


def needed_texts(pattern: str) -> tuple[str, ...]:
    """Texts of which at least one stands in every match of `pattern`, the rarest such set; () if there is none worth asking for."""
    best = _needed(sre_parse.parse(pattern), 0)
    return tuple(sorted(best)) if best and _weight(best) < 0.7 else ()


def _cases(char: str, flags: int) -> frozenset[str]:
    return frozenset({char, char.lower(), char.upper()}) if flags & re.IGNORECASE else frozenset({char})


def _members(items: Iterable[tuple[Any, Any]], flags: int) -> frozenset[str]:
    found: set[str] = set()
    negate = False
    for kind, value in items:
        if kind is sre.NEGATE:
            negate = True
        elif kind is sre.LITERAL:
            found |= _cases(chr(value), flags)
        elif kind is sre.RANGE:
            found.update(chr(code) for code in range(value[0], min(value[1], 127) + 1))
        elif kind is sre.CATEGORY:
            found |= _CATEGORY[value]
    return _ASCII - found if negate else frozenset(found)


def _first(parsed: Any, flags: int) -> tuple[frozenset[str], bool]:
    """(ASCII characters a match can begin with, whether it can be empty)."""
    found: frozenset[str] = frozenset()
    for kind, value in parsed:
        if kind in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            continue
        if kind is sre.LITERAL:
            return found | _cases(chr(value), flags), False
        if kind is sre.NOT_LITERAL:
            return found | (_ASCII - {chr(value)}), False
        if kind is sre.ANY:
            return found | _ASCII, False
        if kind is sre.IN:
            return found | _members(value, flags), False
        if kind is sre.BRANCH:
            parts = [_first(part, flags) for part in value[1]]
            found = found.union(*(part for part, _ in parts))
            if not any(empty for _, empty in parts):
                return found, False
        elif kind is sre.SUBPATTERN:
            part, empty = _first(value[3], (flags | value[1]) & ~value[2])
            found |= part
            if not empty:
                return found, False
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            part, empty = _first(value[2], flags)
            found |= part
            if value[0] > 0 and not empty:
                return found, False
        else:
            return _ASCII, False
    return found, True


#: How often a sign stands in a line, roughly; letters and blanks always do.
_SHARE = {".": 0.9, ",": 0.8, "-": 0.5, ":": 0.2, "'": 0.4, '"': 0.3, "(": 0.15, ")": 0.15, **dict.fromkeys("0123456789", 0.06)}


def _weight(texts: frozenset[str]) -> float:
    """How often one of the texts is to be expected in a line."""
    return sum(0.02 if len(text) > 1 else 1.0 if text in _COMMON else _SHARE.get(text, 0.03) for text in texts)


def _needed(parsed: Any, flags: int) -> frozenset[str] | None:
    sets: list[frozenset[str]] = []
    run = ""
    for kind, value in [*parsed, (None, None)]:
        if kind is sre.LITERAL and not flags & re.IGNORECASE:
            run += chr(value)
            continue
        if run:
            sets.append(frozenset({run}))
            run = ""
        part: frozenset[str] | None = None
        if kind is sre.LITERAL and not chr(value).isalpha():
            part = frozenset({chr(value)})
        elif kind is sre.IN and all(item[0] is sre.LITERAL or item == (sre.CATEGORY, sre.CATEGORY_DIGIT) for item in value):
            part = frozenset(chr(item[1]) for item in value if item[0] is sre.LITERAL)
            part |= frozenset("0123456789") if any(item[0] is sre.CATEGORY for item in value) else frozenset()
            part = None if flags & re.IGNORECASE and any(char.isalpha() for char in part) else part
        elif kind is sre.BRANCH:
            parts = [_needed(branch, flags) for branch in value[1]]
            part = frozenset().union(*parts) if all(parts) else None  # type: ignore[arg-type]
        elif kind is sre.SUBPATTERN:
            part = _needed(value[3], (flags | value[1]) & ~value[2])
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT) and value[0] > 0:
            part = _needed(value[2], flags)
        if part:
            sets.append(part)
    return min(sets, key=_weight, default=None)
