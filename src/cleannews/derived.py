"""What follows from the shipped words and rules alone, computed once: when a wheel is built, or when somebody asks.

Reading the language files and filing their phrases takes a second; reading what came of it, a few thousandths. The file carries
the checksum of everything that it was derived from. If that does not fit, or there is no file, nothing is read from it and all is
computed as if there were none: it can be missing, but never stale. Nothing writes it unasked.

    python -m cleannews.derived          write the file of this package (what building a wheel does)
"""

from __future__ import annotations

import json
import os
import re
import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from functools import cache

# The standard library's own compiler of patterns. It is private; what is compiled in advance is used by this very version of Python only.
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import Any

_sre = _compiler._sre

NAME = "derived.bin"
_HERE = os.path.dirname(os.path.abspath(__file__))
#: What the file depends on, relative to the package: folders with the endings of their files that count, and single files.
_FOLDERS = (
    ("languages", (".toml", ".py")),
    ("rules", (".py",)),
    ("stages", ("match.py", "keys.py", "phrases.py")),
    ("read", ("text.py",)),
    ("", ("rule.py", "derived.py")),
)
#: Between phrases, and between the rules of one key. No phrase holds control characters.
_PHRASE, _RULE = "\x1f", "\x1e"


class Derived:
    """The file, read. Keys are looked up in dictionaries; what they lead to is read when it is asked for.

    heads, words, stems   key → place of its entry, as `stages.match` files phrases.
    codes                 the languages it was derived from.
    """

    def __init__(self, content: bytes) -> None:
        line, _, rest = content.partition(b"\n")
        head = json.loads(line)
        self.codes: tuple[str, ...] = tuple(head["codes"])
        self._keys: list[list[Any]] = head["keys"]
        self._sets = [int(text, 16) for text in head["sets"]]
        self._lists: dict[str, list[int]] = head["lists"]
        self._shared = head["shared"]
        parts: list[bytes] = []
        at = 0
        for size in head["sizes"]:
            parts.append(rest[at : at + size])
            at += size
        *named, places, self._entries, self._listed, self._programs = parts
        self._patterns: dict[str, list[Any]] = head["patterns"] if head["python"] == _python() else {}
        numbers = array("I", places)
        if sys.byteorder == "big":
            numbers.byteswap()
        at = 0
        tables: list[dict[str, int]] = []
        for text in named:
            keys = text.decode("utf-8").split("\n") if text else []
            tables.append(dict(zip(keys, numbers[at : at + len(keys)], strict=True)))
            at += len(keys)
        self.heads, self.words, self.stems = tables

    def entry(self, place: int) -> Iterator[tuple[int, list[str]]]:
        """The rules (by number in `rules.RULES`) of a key, each with its phrases."""
        for part in self._entries[place : self._entries.index(b"\n", place)].decode("utf-8").split(_RULE):
            number, *phrases = part.split(_PHRASE)
            yield int(number), phrases

    def gates(self, rule: int) -> tuple[list[tuple[Any, ...]], int]:
        """What a line must have for the pattern of a rule (by number), as `stages.keys.Gate` has it; and how far its matches go back from the line's end."""
        gates, reach = self._keys[rule]
        sets = self._sets
        return [
            (
                None if opens is None else tuple((sets[opens[i]], sets[opens[i + 1]]) for i in range(0, len(opens), 2)),
                sets[closes],
                least,
                most,
                tuple(needs),
            )
            for opens, closes, least, most, needs in gates
        ], reach

    def listed(self, name: str) -> tuple[str, ...]:
        """A list of all languages: a table's phrases ("credit-label") or loose words ("words months")."""
        if name not in self._lists:
            return ()
        start, end = self._lists[name]
        return tuple(self._listed[start:end].decode("utf-8").split(_PHRASE))

    def pattern(self, source: str) -> re.Pattern[str] | None:
        """The pattern, ready to be used, if it was compiled in advance and by this very version of Python."""
        found = self._patterns.get(_named(source))
        if found is None:
            return None
        flags, groups, names, start, end = found
        program = array("I", self._programs[start:end])
        order: list[str | None] = [None] * (groups + 1)
        for name, number in names.items():
            order[number] = name
        # What `re.compile` itself does last.
        return _sre.compile(source, flags, program.tolist(), groups, names, tuple(order))  # type: ignore[no-any-return]

    def shared(self) -> dict[str, Any]:
        """What und.toml holds."""
        found: dict[str, Any] = json.loads(self._shared)
        return found


def shipped(name: str) -> bytes:
    """A data file of the package; b"" if there is none."""
    try:
        with open(os.path.join(_HERE, name), "rb") as stream:
            return stream.read()
    except NotADirectoryError:
        # The package is in an archive. Importing what opens those takes longer than most texts.
        from importlib.resources import files

        return files("cleannews").joinpath(name).read_bytes()
    except FileNotFoundError:
        return b""


def regex(source: str) -> re.Pattern[str]:
    """The same as `re.compile(source)`; what was compiled in advance is only read."""
    shipped = derived()
    found = shipped.pattern(source) if shipped is not None else None
    return found if found is not None else re.compile(source)


def _named(source: str) -> str:
    content = source.encode()
    return f"{len(content)} {zlib.crc32(content):08x}"


def _python() -> str:
    """What a compiled pattern is good for: this version of Python, on machines of this kind."""
    return f"{sys.implementation.cache_tag} {sys.version_info.micro} {_sre.MAGIC} {sys.byteorder} {array('I').itemsize}"


@cache
def derived() -> Derived | None:
    """What the file says, if there is one and it was derived from these very words and rules."""
    try:
        with open(os.path.join(_HERE, NAME), "rb") as stream:
            mark, _, content = stream.read().partition(b"\n")
        return Derived(content) if mark.decode("ascii", "replace") == checksum() else None
    except OSError:
        return None


def checksum() -> str:
    """The checksum of everything that the file is derived from."""
    total = 0
    size = 0
    for path in _sources():
        with open(os.path.join(_HERE, path), "rb") as stream:
            content = stream.read()
        size += len(content)
        total = zlib.crc32(content, zlib.crc32(os.path.basename(path).encode(), total))
    return f"cleannews {size} {total:08x}"


def _sources() -> Iterator[str]:
    for folder, endings in _FOLDERS:
        yield from (os.path.join(folder, name) for name in sorted(os.listdir(os.path.join(_HERE, folder))) if name.endswith(endings))


def build() -> bytes:
    """The file's content, computed from the words and rules."""
    from cleannews.languages import available, language, phrases, shared, words
    from cleannews.rules import RULES
    from cleannews.stages.match import pattern_keys
    from cleannews.stages.phrases import filed

    codes = available()
    tables = filed(RULES, codes)
    numbers = {rule.id: number for number, rule in enumerate(RULES)}
    entries = bytearray()
    places: list[int] = []
    for table in tables:
        for key in table:
            places.append(len(entries))
            entries += _RULE.join(_PHRASE.join((str(numbers[name]), *listed)) for name, listed in table[key].items()).encode() + b"\n"
    listed = bytearray()
    lists: dict[str, tuple[int, int]] = {}
    names = {name for code in codes for name in language(code).tables}
    loose = {name for code in codes for name in language(code).words}
    for name, found in (*((name, phrases(name, codes)) for name in sorted(names)), *((f"words {name}", words(name)) for name in sorted(loose))):
        if found:
            start = len(listed)
            listed += _PHRASE.join(found).encode()
            lists[name] = (start, len(listed))
    programs = bytearray()
    patterns: dict[str, tuple[int, int, dict[str, int], int, int]] = {}
    for source in dict.fromkeys(_sources_of_patterns()):
        parsed = _parser.parse(source)
        program = array("I", _compiler._code(parsed, 0))
        start = len(programs)
        programs += program.tobytes()
        patterns[_named(source)] = (parsed.state.flags, parsed.state.groups - 1, parsed.state.groupdict, start, len(programs))
    numbered = array("I", places)
    if sys.byteorder == "big":
        numbered.byteswap()
    parts = [*("\n".join(table).encode() for table in tables), numbered.tobytes(), bytes(entries), bytes(listed), bytes(programs)]
    sets: dict[int, int] = {}
    head = {
        "codes": codes,
        "keys": [(_numbered(keys.gates, sets), keys.reach) for keys in map(pattern_keys, RULES)],
        "sets": [f"{found:x}" for found in sets],
        "lists": lists,
        "patterns": patterns,
        "python": _python(),
        "shared": json.dumps(shared(), ensure_ascii=False),
        "sizes": [len(part) for part in parts],
    }
    return f"{checksum()}\n{json.dumps(head, ensure_ascii=False)}\n".encode() + b"".join(parts)


def _sources_of_patterns() -> Iterator[str]:
    """The patterns worth compiling in advance: long ones, with the names of agencies or all capitals in them."""
    from cleannews.names import agency_pattern
    from cleannews.rules import RULES
    from cleannews.signature import word_starts
    from cleannews.stages.phrases import expand, framed

    yield from (framed(rule) if "{phrases}" in rule.pattern else expand(rule) for rule in RULES)
    yield agency_pattern().pattern.pattern
    yield word_starts().pattern


def _numbered(gates: Sequence[Any], sets: dict[int, int]) -> list[tuple[Any, ...]]:
    """Gates with their sets as numbers in the order of `sets`, where new ones are added."""

    def number(found: int) -> int:
        return sets.setdefault(found, len(sets))

    return [
        (None if opens is None else [number(found) for pair in opens for found in pair], number(closes), least, most, needs)
        for opens, closes, least, most, needs in gates
    ]


def write() -> str:
    """Write the file into this package and return its path."""
    path = os.path.join(_HERE, NAME)
    # Computed from the sources alone, whatever an older file says.
    if os.path.exists(path):
        os.unlink(path)
    derived.cache_clear()
    content = build()
    with open(path, "wb") as stream:
        stream.write(content)
    derived.cache_clear()
    return path


if __name__ == "__main__":
    from cleannews.derived import write as written_by

    print(written_by())
