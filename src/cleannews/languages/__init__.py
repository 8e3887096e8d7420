"""The words each language uses, read from the TOML files beside this one. No code knows a word of any language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from cleannews.derived import derived
from cleannews.read.text import folded
from cleannews.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Table(NamedTuple):
    """One language's words for one rule: the phrases, and the lines that must and must not be matched by it."""

    phrases: tuple[str, ...] = ()
    hits: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()


class Language(NamedTuple):
    """A language file: tables by rule id, and loose word lists (months, attribution verbs, …)."""

    code: str
    tables: dict[str, Table]
    words: dict[str, tuple[str, ...]]


@cache
def available() -> tuple[str, ...]:
    """The codes of the languages that have a file, in order."""
    if (shipped := derived()) is not None:
        return shipped.codes
    from importlib.resources import files

    names = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".toml") and name != "und.toml"))


def _load(code: str) -> dict[str, Any]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files(__package__).joinpath(f"{code}.toml").read_text(encoding="utf-8"))


@cache
def language(code: str) -> Language:
    """The language file of `code`. Raises ValueError naming the codes there are."""
    if code not in available():
        raise ValueError(f"no language file for {code!r}; there are: {', '.join(available())}")
    data = _load(code)
    words = {name: tuple(listed) for name, listed in data.pop("words", {}).items()}
    tables = {name: Table(tuple(table.get("phrases", ())), tuple(table.get("hits", ())), tuple(table.get("near_misses", ()))) for name, table in data.items()}
    return Language(code, tables, words)


@cache
def shared() -> dict[str, Any]:
    """The names that no language owns: agencies, staff words, services (und.toml)."""
    shipped = derived()
    return shipped.thing("shared") if shipped is not None else _load("und")


def phrases(table: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases that the given languages list for a rule, each once, in order of language."""
    if (shipped := derived()) is not None and codes == shipped.codes:
        return shipped.listed(table)
    found: dict[str, None] = {}
    for code in codes:
        listed = language(code).tables.get(table)
        if listed:
            found.update(dict.fromkeys(listed.phrases))
    return tuple(found)


def words(name: str, codes: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """A loose word list ("months", "says", …) of the given languages (default: all), each word once."""
    if (shipped := derived()) is not None and (codes is None or codes == shipped.codes):
        return shipped.listed(f"words {name}")
    found: dict[str, None] = {}
    for code in codes if codes is not None else available():
        found.update(dict.fromkeys(language(code).words.get(name, ())))
    return tuple(found)


def _alternation(listed: Iterable[str]) -> str:
    """One of the words, the longest that fits: written as a tree of letters, so that a text meets few of them."""
    tree: dict[str, Any] = {}
    for word in listed:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    ways = [re.escape(char) + _branches(node[char]) for char in sorted(node) if char]
    if not ways:
        return ""
    if len(ways) == 1 and "" not in node:
        return ways[0]
    return f"(?:{'|'.join(ways)}){'?' if '' in node else ''}"


def any_case(listed: Iterable[str]) -> str:
    """The same, large or small. Words that differ only so must be one branch, or the longest would not be found first."""
    return f"(?i:{_alternation(map(folded, listed))})"


@cache
def agencies() -> str:
    """A regular expression for one agency, supplier or picture source, as a whole token."""
    names = shared()["agencies"]
    return rf"(?<![\w@])(?:{_alternation(names['exact'])}|{any_case(names['any_case'])})(?!\w)"


@cache
def wires() -> str:
    """A regular expression for one agency that supplies stories, as a whole token."""
    return rf"(?<![\w@])(?:{_alternation(shared()['agencies']['stories'])})(?!\w)"


@cache
def months() -> str:
    """A regular expression for a month's name or abbreviation in any language."""
    return any_case(words("months")) + r"\.?"


@cache
def weekdays() -> str:
    """A regular expression for a weekday's name or abbreviation in any language."""
    return any_case(words("weekdays")) + r"\.?"
