"""Where the phrases of rules are filed: under the keys by which lines that may hold them are found, by matcher or in `derived`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cleannews.derived import Shelf
from cleannews.rule import Rule
from cleannews.stages.phrases import Filed, Phrase, filed, other_word
from cleannews.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleannews.stages.match import Trial

#: A phrase, and the numbers of its rules.
Phrased = tuple[str, tuple[int, ...]]
#: A phrase, and who asks for it.
Spoken = tuple[Phrase, tuple["Trial", ...]]
#: What finds who asks for phrases by the number of a rule; None if nobody does.
Asked = Callable[[int], "Trial | None"]


class Said(NamedTuple):
    """What is filed under a key, with rules as numbers.

    alone   rules that need no more than the key.
    rest    phrases with which no other word need stand in the line.
    others  words → phrases that stand in no line without the word.
    """

    alone: tuple[int, ...]
    rest: tuple[Phrased, ...]
    others: dict[str, tuple[Phrased, ...]]


def _said(key: str | None, listed: dict[str, list[str]], rules: Sequence[Rule], numbers: dict[str, int]) -> Said:
    """What is filed under a key; `key` is None where other words do not matter."""
    alone: list[int] = []
    phrased: dict[str, list[int]] = {}
    for name, phrases in listed.items():
        number = numbers[name]
        if "{phrases}" in rules[number].pattern:
            for phrase in dict.fromkeys(phrases):
                phrased.setdefault(phrase, []).append(number)
        else:
            alone.append(number)
    rest: list[Phrased] = []
    others: dict[str, list[Phrased]] = {}
    for phrase, found in phrased.items():
        other = None if key is None else other_word(phrase, key)
        (rest if other is None else others.setdefault(other, [])).append((phrase, tuple(found)))
    return Said(tuple(alone), tuple(rest), {word: tuple(found) for word, found in others.items()})


class Filing:
    """What some rules have under one kind of key, as a shelf of `derived` has it. Made when it is asked for."""

    __slots__ = ("_filed", "_made")

    def __init__(self, filed: Filed, made: Callable[[str, dict[str, list[str]]], Said]) -> None:
        self._filed = filed
        self._made = made

    def __contains__(self, key: str) -> bool:
        return key in self._filed

    def __len__(self) -> int:
        return len(self._filed)

    def get(self, key: str) -> tuple[Any, ...] | None:
        """What is filed under the key; None if it is no key."""
        listed = self._filed.get(key)
        return None if listed is None else self._made(key, listed)

    def keys(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self._filed)


def filings(rules: Sequence[Rule], codes: tuple[str, ...]) -> tuple[Filing, Filing, Filing]:
    """What these rules have under the first letters of lines, under words, and under stems."""
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    heads, words, stems = filed(rules, codes)

    def apart(_key: str, listed: dict[str, list[str]]) -> Said:
        return _said(None, listed, rules, numbers)

    return Filing(heads, apart), Filing(words, lambda key, listed: _said(key, listed, rules, numbers)), Filing(stems, apart)


def shelved(rules: Sequence[Rule], codes: tuple[str, ...]) -> list[dict[str, Any]]:
    """The same, all of it: what `derived` keeps."""
    return [{key: tuple(filing.get(key) or ()) for key in sorted(filing.keys())} for filing in filings(rules, codes)]


class Known:
    """The keys of some shelves, looked up one by one: for the first lines of a process this is quicker than to read them all."""

    __slots__ = ("_seen", "_shelves")

    def __init__(self, shelves: Sequence[Filing | Shelf]) -> None:
        self._shelves = shelves
        self._seen: dict[str, bool] = {}

    def __contains__(self, key: str) -> bool:
        seen = self._seen.get(key)
        if seen is None:
            seen = self._seen[key] = any(key in shelf for shelf in self._shelves)
        return seen

    def __len__(self) -> int:
        return sum(map(len, self._shelves))

    def __and__(self, keys: Iterable[str]) -> set[str]:
        return {key for key in keys if key in self}

    def all(self) -> frozenset[str]:
        """All keys."""
        return frozenset().union(*(shelf.keys() for shelf in self._shelves))


class Anything:
    """Stands for the set of all texts."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return True


class Speakers:
    """What is filed under a key, with who asks for it.

    alone  those who need no more than the key.
    rest   the phrases with which no other word need stand in the line.
    names  the words that the other phrases need.
    """

    __slots__ = ("_found", "_others", "alone", "names", "rest")

    def __init__(self, found: Sequence[tuple[Said, Asked]]) -> None:
        self._found = found
        self.alone = tuple([asking for said, asked in found for asking in map(asked, said.alone) if asking is not None])
        self.names = frozenset([word for said, _ in found for word in said.others])
        self.rest: list[Spoken] = [entry for said, asked in found for entry in _asked_for(said.rest, asked)]
        self._others: dict[str, list[Spoken]] = {}

    def said(self, words: set[str]) -> list[Spoken]:
        """The phrases that a text with these words may hold."""
        if not self.names:
            return self.rest
        return [*self.rest, *(entry for other in self.names & words for entry in self._with(other))]

    def every(self) -> list[Spoken]:
        """All phrases."""
        return self.said(set(self.names))

    def _with(self, word: str) -> list[Spoken]:
        """The phrases that stand in no line without the word. Made when a text first has it."""
        ready = self._others.get(word)
        if ready is None:
            ready = self._others[word] = [entry for said, asked in self._found for entry in _asked_for(said.others.get(word, ()), asked)]
        return ready


def _asked_for(phrases: Sequence[Phrased], asked: Asked) -> list[Spoken]:
    """The phrases that somebody asks for, with who does."""
    found: list[Spoken] = []
    for text, numbers in phrases:
        asking = tuple([one for one in map(asked, numbers) if one is not None])
        if asking:
            found.append((Phrase(text), asking))
    return found
