"""The language files' phrases, looked up at a place in a line: what the metadata readers need of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from cleannews.derived import derived, regex
from cleannews.read.text import matching_form
from cleannews.rules.pieces import UNSPACED

_UNSPACED = regex(f"[{UNSPACED}]")
_SLOT = regex(r"[…#]")
#: How many letters of a phrase it is filed under.
_KEY = 4
_SIZES = (4, 3, 2, 1)
#: Tables that `derived` keeps filed: those that the ends of lines are looked up in.
KEPT = ("byline-role", "caption-file", "credit-after", "credit-label", "credit-supplied")
#: Ways of filing: by how a phrase begins, by how it ends, and phrases with slots by how they begin.
_HEAD, _TAIL, _SLOTTED = "head", "tail", "slot"
#: Keys without phrases that are remembered.
_REMEMBERED = 20_000


def filed_phrases(listed: Iterable[str]) -> dict[str, list[str]]:
    """The phrases by the ways of filing and their letters ("head phot"), longest first."""
    found: dict[str, list[str]] = {}
    # All at once: a form is made character by character, and no phrase holds a line end.
    for phrase in dict.fromkeys(map(str.strip, matching_form("\n".join(listed)).lower().split("\n"))):
        if not phrase:
            continue
        if slot := _SLOT.search(phrase):
            found.setdefault(f"{_SLOTTED} {phrase[: slot.start()][:2]}", []).append(phrase)
        else:
            found.setdefault(f"{_HEAD} {phrase[:_KEY]}", []).append(phrase)
            found.setdefault(f"{_TAIL} {phrase[-_KEY:]}", []).append(phrase)
    for phrases in found.values():
        phrases.sort(key=len, reverse=True)
    return found


class _Filed(dict[str, Sequence[str]]):
    """Letters → the phrases filed under them in one way. Looked up when they are first asked for."""

    def __init__(self, look_up: Callable[[str], Sequence[str]], way: str) -> None:
        super().__init__()
        self._look_up = look_up
        self._way = way

    def __missing__(self, letters: str) -> Sequence[str]:
        found = self._look_up(f"{self._way} {letters}")
        if found or len(self) < _REMEMBERED:
            self[letters] = found
        return found


class _Begun(dict[str, tuple[tuple[str, ...], tuple[str, ...]]]):
    """The next four letters of a text → the phrases that may begin there: those without slots, and those with slots."""

    def __init__(self, heads: _Filed, slotted: _Filed) -> None:
        super().__init__()
        self._heads, self._slotted = heads, slotted

    def __missing__(self, letters: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        keys = list(dict.fromkeys(letters[:size] for size in _SIZES))
        found = (
            tuple(phrase for key in keys for phrase in self._heads[key]),
            tuple(phrase for key in dict.fromkeys((letters[:2], letters[:1])) for phrase in self._slotted[key]),
        )
        if any(found) or len(self) < _REMEMBERED:
            self[letters] = found
        return found


class Lexicon:
    """Phrases that can be found at a given place of a lower-case matching form, longest first.

    Phrases with slots (`…` a gap, `#` a number) are compiled when a line first opens as they do.
    """

    def __init__(self, look_up: Callable[[str], Sequence[str]], empty: bool = False) -> None:
        self._heads, self._tails, self._slotted = (_Filed(look_up, way) for way in (_HEAD, _TAIL, _SLOTTED))
        self._begun = _Begun(self._heads, self._slotted)
        self._empty = empty

    @staticmethod
    def of(listed: Iterable[str]) -> Lexicon:
        """The lexicon of these phrases."""
        found = filed_phrases(listed)
        return Lexicon(lambda key: found.get(key, ()), not found)

    def __bool__(self) -> bool:
        return not self._empty

    def ends(self, low: str, at: int = 0) -> list[int]:
        """Where the phrases that begin at `at` end, longest first. Word edges are heeded on the right, and left to the caller on the left."""
        heads, slotted = self._begun[low[at : at + _KEY]]
        found = [at + len(phrase) for phrase in heads if low.startswith(phrase, at) and _edge(low, at + len(phrase))]
        for phrase in slotted:
            if match := _compiled(phrase).match(low, at):
                found.append(match.end())
        if len(found) > 1:
            found = sorted(set(found), reverse=True)
        return found

    def end(self, low: str, at: int = 0) -> int:
        """Where the longest phrase that begins at `at` ends, or -1."""
        return next(iter(self.ends(low, at)), -1)

    def covers(self, text: str) -> bool:
        """Whether the text, edges aside, is one of the phrases."""
        low = matching_form(text).lower().strip(" .:;,!?()[]|-")
        return bool(low) and len(low) in self.ends(low)

    def closes(self, low: str) -> int:
        """Where the longest phrase without slots begins that ends with the text, or -1."""
        best = -1
        for size in _SIZES:
            for phrase in self._tails[low[-size:]] if len(low) >= size else ():
                at = len(low) - len(phrase)
                if low.endswith(phrase) and (at == 0 or not (low[at - 1].isalnum() and low[at].isalnum()) or _UNSPACED.match(low[at])):
                    best = at if best < 0 else min(best, at)
                    break
        return best


def _edge(low: str, at: int) -> bool:
    return at >= len(low) or not low[at].isalnum() or not low[at - 1].isalnum() or bool(_UNSPACED.match(low[at - 1]))


@lru_cache(maxsize=2048)
def _compiled(phrase: str) -> re.Pattern[str]:
    from cleannews.stages.phrases import spoken

    return re.compile(spoken(phrase))


@cache
def lexicon(*tables: str) -> Lexicon:
    """The phrases that all languages list in these tables."""
    from cleannews.languages import available, phrases

    shipped = derived()
    if shipped is None or not set(tables) <= set(KEPT):
        return Lexicon.of(phrase for table in tables for phrase in phrases(table, available()))

    def look_up(key: str) -> Sequence[str]:
        found = [phrase for table in tables for phrase in shipped.thing(f"lexicon {table} {key}") or ()]
        return sorted(dict.fromkeys(found), key=len, reverse=True) if len(tables) > 1 else found

    return Lexicon(look_up)


@cache
def shared_words(section: str, name: str) -> frozenset[str]:
    """A word list of und.toml, as matching forms in lower case."""
    from cleannews.languages import shared

    return frozenset(matching_form(word).lower() for word in shared().get(section, {}).get(name, ()))


def has_stem(text: str, section: str, name: str) -> bool:
    """Whether any stem of a list of und.toml stands in the text."""
    low = matching_form(text).lower()
    return any(stem in low for stem in shared_words(section, name))


@cache
def canonical_names() -> dict[str, str]:
    """Every agency name in lower case → the one name that we give it."""
    from cleannews.languages import shared

    found = {}
    for name in (*shared()["agencies"]["exact"], *shared()["agencies"]["any_case"]):
        found[matching_form(name).lower()] = name
    for name, others in shared().get("same", {}).items():
        for other in (name, *others):
            found[matching_form(other).lower()] = name
    return found


@cache
def exact_agencies() -> frozenset[str]:
    """Agency names that count only as written: short ones and those that are words of some language."""
    from cleannews.languages import shared

    return frozenset(matching_form(name) for name in shared()["agencies"]["exact"])
