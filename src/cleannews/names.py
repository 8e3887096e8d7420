"""Shapes of names: what people, agencies and offices look like in credits and bylines, and where a sentence ends."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache

from cleannews.derived import regex
from cleannews.lexicon import canonical_names, exact_agencies, shared_words
from cleannews.read.text import matching_form

#: A web address without its scheme.
DOMAIN = regex(r"(?:[\w-]{2,30}\.)+[a-z]{2,6}$")
DIGIT = regex(r"\d")
_WORD = regex(r"\w+")
#: White space and marks at the edges of names.
EDGES = " \t\u00a0\u200b\u200e\u200f\ufeff|-–—•·.,;:/+*=＝。、"
STOPS = ".!?…。！？؟।॥۔"
_CLOSERS = "\"')]»›"
_BRACKETS = {"(": ")", "[": "]", "（": "）", "［": "］", "【": "】", "「": "」", "<": ">"}


@cache
def particles() -> frozenset[str]:
    """Small words inside names and between the parties of a credit."""
    return shared_words("names", "particles") | shared_words("names", "joining")


@cache
def trades() -> frozenset[str]:
    """What ends the name of a trade, not of a person, in lower case."""
    from cleannews.languages import words

    return frozenset(words("trades"))


class Agencies:
    """One agency or supplier as a whole token: a pattern that is asked only if the first word of a name stands in the text."""

    def __init__(self, pattern: re.Pattern[str], names: Iterable[str]) -> None:
        self.pattern = pattern
        self._first = frozenset(_WORD.findall(name.lower())[0] for name in names)

    def search(self, text: str, pos: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As the pattern's own."""
        return self.pattern.search(text, pos, end) if self._may(text[pos:end]) else None

    def match(self, text: str) -> re.Match[str] | None:
        """As the pattern's own."""
        return self.pattern.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As the pattern's own."""
        return self.pattern.fullmatch(text)

    def finditer(self, text: str, pos: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As the pattern's own."""
        return self.pattern.finditer(text, pos, end) if self._may(text[pos:end]) else iter(())

    def _may(self, text: str) -> bool:
        # A long s matches an s, but is no s in lower case.
        return not self._first.isdisjoint(_WORD.findall(text.lower())) or "\u017f" in text


@cache
def _agency() -> re.Pattern[str]:
    from cleannews.rules.pieces import pieces

    return regex(pieces()["agency"])


@cache
def agency_pattern() -> Agencies:
    """One agency or supplier as a whole token."""
    from cleannews.languages import shared

    return Agencies(_agency(), (*shared()["agencies"]["exact"], *shared()["agencies"]["any_case"]))


def is_cased(text: str) -> bool:
    """Whether a text has letters that come large and small."""
    return any(char.isupper() or char.islower() for char in text)


def is_name_word(word: str) -> bool:
    """Whether a word can stand in a name: it begins with a capital, or is a particle, a handle or a web address."""
    core = word.strip("\"'()[].,:;")
    if not core:
        return word in {"&", "+"}
    return (
        core[0].isupper()
        or core.lower() in particles()
        or core[0] == "@"
        or bool(DOMAIN.match(core))
        or (core[0].isdigit() and core.isdigit() and len(core) <= 2)
        or core[:2].istitle()
    )


def name_like(text: str) -> bool:
    """Whether a text is names and the small words between them, and no sentence: every other word begins with a capital."""
    words = text.replace("/", " ").replace("|", " ").split()
    if not words or len(words) > 9:
        return False
    capitals = 0
    for word in words:
        core = word.strip("\"'()[].,:;&+-")
        if not core:
            continue
        if "@" in core or DOMAIN.match(core):
            capitals += 1
        elif DIGIT.search(core) and not (core[0].isupper() and len(core) <= 8):
            return False
        elif core[0].isupper() or core[:2].istitle():
            capitals += 1
        elif core.lower() not in particles() and core.lower() not in canonical_names():
            return False
    low = text.lower().split()
    return capitals > 0 and not any(word.strip(".,") in _calendar() for word in low)


@cache
def _calendar() -> frozenset[str]:
    from cleannews.languages import words

    return frozenset(word.lower() for word in (*words("months"), *words("weekdays")) if len(word) > 3)


@cache
def date_words() -> frozenset[str]:
    """Names of months and weekdays in any language, short ones too."""
    from cleannews.languages import words

    return frozenset(word.lower() for word in (*words("months"), *words("weekdays")) if len(word) > 2)


def stop_before(form: str, at: int) -> int:
    """How surely a sentence ends right before `at`: 0 not, 1 perhaps (an abbreviation is possible), 2 yes."""
    core = form[:at].rstrip()
    while core and core[-1] in _CLOSERS:
        core = core[:-1]
        if core[-1:] in ("(", "["):
            return 0
    if not core or core[-1] not in STOPS:
        return 0
    if core[-1] != ".":
        return 2
    word = re.split(r"[\s(\[/-]", core[:-1][-30:])[-1].strip("\"'")
    if len(word) == 1 and not word.isdigit():
        return 0
    if word[:1].isupper() and len(word) <= 4 and word[1:].islower():
        return 1
    return 1 if "." in word and not word[0].isdigit() else 2


def canonical(part: str) -> str | None:
    """The one name of an agency, or None if the party is none."""
    form = matching_form(part).strip()
    name = canonical_names().get(form.lower())
    if name is None:
        return None
    upper_case = form in exact_agencies() or form.lower() not in {exact.lower() for exact in exact_agencies()}
    return name if upper_case or len(form) > 4 else None


@cache
def caseless_agencies() -> frozenset[str]:
    """Agency names in scripts without capitals, where nothing parts them from the next word."""
    return frozenset(name for name in canonical_names() if not is_cased(name) and len(name) > 1)


def letters(text: str) -> str:
    """Letters and digits only, case folded: for comparing texts that differ in marks and spaces."""
    return "".join(char for char in text.casefold() if char.isalnum())


def bare(text: str) -> str:
    """The text without marks at its edges, the brackets around it, or an orphan one."""
    text = text.strip(EDGES)
    while text:
        if text[0] in _BRACKETS and text[-1] == _BRACKETS[text[0]] and text.count(text[0]) == 1:
            text = text[1:-1].strip(EDGES)
        elif text[0] in _BRACKETS and _BRACKETS[text[0]] not in text:
            text = text[1:].strip(EDGES)
        elif text[-1] in _BRACKETS or (text[-1] in _BRACKETS.values() and not any(_BRACKETS.get(char) == text[-1] for char in text)):
            text = text[:-1].strip(EDGES)
        else:
            break
    return text


def agencies_in(text: str) -> list[str]:
    """The agencies that a text names as whole tokens, under the one name of each, in order."""
    found: dict[str, None] = {}
    for match in agency_pattern().finditer(matching_form(text)[:2000]):
        if name := canonical(match.group()):
            found[name] = None
    return list(found)
