"""What follows from the shipped words and rules alone, computed once: when a wheel is built, or when somebody asks.

Reading the language files and filing their phrases takes seconds; looking up what came of it, millionths of one. The file says what it
was derived from. If that is not what is there, or there is no file, nothing is read from it and all is computed as if there were none:
it can be missing, but never stale. Nothing writes it unasked.

    python -m cleannews.derived          write the file of this package (what building a wheel does)
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import marshal
import os
import sys
import zlib
from bisect import bisect_left
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType
    from typing import Any, overload

NAME = "derived.bin"
_HERE = os.path.dirname(os.path.abspath(__file__))
#: What the file depends on, relative to the package: folders with the endings of their files that count, and single files.
_FOLDERS = (
    ("languages", (".toml", ".py")),
    ("rules", (".py",)),
    ("stages", ("filing.py", "keys.py", "match.py", "phrases.py")),
    ("read", ("text.py",)),
    ("", ("rule.py", "derived.py", "lexicon.py")),
)
#: The form of what is in the file, which all versions of Python since 3.4 read.
_MARSHAL = 4
#: The lengths of the file's first two parts: the mark that tells whether it is stale, and where things are.
_MARK, _HEAD = 128, 896
#: An installer is done with all files of a package after so many seconds.
_INSTALLED = 60


class Shelf:
    """Keys of the file and what they lead to. Nothing is read but what is asked for."""

    __slots__ = ("_all", "_data", "_places", "_sums")

    def __init__(self, data: memoryview, places: tuple[int, int, int]) -> None:
        start, count, self._all = places
        self._data = data
        self._sums: Sequence[int] = _numbers(data[start : start + 4 * count])
        self._places: Sequence[int] = _numbers(data[start + 4 * count : start + 8 * count])

    def _find(self, key: str) -> int:
        """Where the entry of a key begins; 0 if there is none. Keys are found by their checksums, in order."""
        name = key.encode("utf-8", "surrogatepass")
        checked = zlib.crc32(name)
        sums = self._sums
        i = bisect_left(sums, checked)
        while i < len(sums) and sums[i] == checked:
            start = self._places[i]
            end = start + len(name)
            if self._data[end] == 10 and self._data[start:end] == name:
                return end + 1
            i += 1
        return 0

    def __contains__(self, key: str) -> bool:
        return self._find(key) > 0

    def __len__(self) -> int:
        return len(self._sums)

    def get(self, key: str) -> Any:
        """What the key leads to; None if it is no key."""
        place = self._find(key)
        return marshal.loads(self._data[place:]) if place else None

    def keys(self) -> frozenset[str]:
        """All keys."""
        return frozenset(marshal.loads(self._data[self._all :]))


class Derived:
    """The file, opened.

    heads, words, stems   keys → what is filed there, as `stages.match` has it.
    codes                 the languages it was derived from.
    """

    def __init__(self, data: memoryview) -> None:
        self.codes: tuple[str, ...]
        self.codes, self._python, shelves = marshal.loads(data[_MARK:])
        self.heads, self.words, self.stems, self._things = (Shelf(data, places) for places in shelves)
        self._patterned = self._python == _python()

    def thing(self, name: str) -> Any:
        """Something by its name; None if it is not there."""
        return self._things.get(name)

    def listed(self, name: str) -> tuple[str, ...]:
        """A list of all languages: a table's phrases ("credit-label") or loose words ("words months")."""
        return self._things.get(f"list {name}") or ()

    def pattern(self, source: str | bytes, flags: int) -> re.Pattern[Any] | None:
        """The pattern, ready to be used, if it was compiled in advance and by this very version of Python."""
        found = self._things.get(_named(source, flags)) if self._patterned else None
        if found is None:
            return None
        flags, groups, names, order, program = found
        # What `re.compile` itself does last.
        return _sre.compile(source, flags, memoryview(program).cast("I").tolist(), groups, names, order)  # type: ignore[no-any-return]


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


if TYPE_CHECKING:

    @overload
    def regex(source: str, flags: int = 0) -> re.Pattern[str]: ...
    @overload
    def regex(source: bytes, flags: int = 0) -> re.Pattern[bytes]: ...


def regex(source: Any, flags: int = 0) -> Any:
    """The same as `re.compile`; what was compiled in advance is only read."""
    shipped = derived()
    found = shipped.pattern(source, flags) if shipped is not None else None
    if found is None:
        import re

        found = re.compile(source, flags)
    return found


def _named(source: str | bytes, flags: int) -> str:
    """The name of a pattern in the file."""
    return f"pattern {int(flags)} {source!s}"


def _python() -> str:
    """What a compiled pattern is good for: this version of Python, on machines of this kind."""
    return f"{sys.implementation.cache_tag} {sys.version_info.micro} {_sre.MAGIC} {_sre.CODESIZE} {sys.byteorder}"


def _numbers(data: memoryview) -> Any:
    """The numbers that are written there, of four bytes each."""
    if sys.byteorder == "little":
        return data.cast("I")
    from array import array

    swapped = array("I", bytes(data))
    swapped.byteswap()
    return swapped


@cache
def derived() -> Derived | None:
    """What the file says, if there is one and it was derived from these very words and rules."""
    try:
        with open(os.path.join(_HERE, NAME), "rb") as stream:
            data = _mapped(stream.fileno())
            modified = os.fstat(stream.fileno()).st_mtime
        kind, size, content, stat = bytes(data[:_MARK]).partition(b"\n")[0].decode("ascii", "replace").split()[1:]
        if int(size) != len(data):
            return None
        if stat != _stamp(kind == "installed", modified) and content != checksum():
            return None
        return Derived(data)
    except (OSError, ValueError):
        return None


def _mapped(descriptor: int) -> memoryview:
    """An open file as memory. Processes share it, and only what is looked at is read."""
    import mmap

    return memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))


def checksum() -> str:
    """The checksum of everything that the file is derived from."""
    total = 0
    for path in _sources():
        with open(os.path.join(_HERE, path), "rb") as stream:
            total = zlib.crc32(stream.read(), zlib.crc32(path.encode(), total))
    return f"{total:08x}"


def _stamp(installed: bool, modified: float) -> str:
    """How the files look from which it is derived, without reading them: sizes, and when each was modified.

    What an installer unpacks is modified when it is unpacked: then what counts is that nothing was modified later. Reading decides where this differs.
    """
    seen: list[tuple[str, int, int]] = []
    for path in _sources():
        found = os.stat(os.path.join(_HERE, path))
        if installed and found.st_mtime > modified + _INSTALLED:
            return ""
        seen.append((path, found.st_size, 0 if installed else found.st_mtime_ns))
    return f"{zlib.crc32(repr(seen).encode()):08x}"


def _sources() -> Iterator[str]:
    for folder, endings in _FOLDERS:
        yield from [os.path.join(folder, name) for name in sorted(os.listdir(os.path.join(_HERE, folder))) if name.endswith(endings)]


def build() -> bytes:
    """The file's content but for its mark, computed from the words and rules."""
    from cleannews.languages import available
    from cleannews.rules import RULES
    from cleannews.stages.filing import shelved

    codes = available()
    shelves: list[dict[str, Any]] = [*shelved(RULES, codes), _things(codes)]
    body = bytearray()
    places: list[tuple[int, int, int]] = []
    # Mark and head have a fixed length, so that places are known before they are written.
    room = _MARK + _HEAD
    for shelf in shelves:
        found: list[tuple[int, int]] = []
        for key, value in shelf.items():
            name = key.encode("utf-8", "surrogatepass")
            found.append((zlib.crc32(name), room + len(body)))
            body += name + b"\n" + marshal.dumps(value, _MARSHAL)
        found.sort()
        every = room + len(body)
        body += marshal.dumps(tuple(shelf), _MARSHAL)
        places.append((room + len(body), len(found), every))
        for column in zip(*found, strict=True):
            body += b"".join(number.to_bytes(4, "little") for number in column)
    return marshal.dumps((codes, _python(), tuple(places)), _MARSHAL).ljust(_HEAD, b"\0") + bytes(body)


def marked(content: bytes, installed: bool = False) -> bytes:
    """The content with what tells whether it is stale; `installed` if it shall lie in an installation, not beside its sources."""
    mark = f"cleannews-derived {'installed' if installed else 'source'} {_MARK + len(content)} {checksum()} {_stamp(installed, float('inf'))}\n"
    return mark.encode().ljust(_MARK, b"\0") + content


def _things(codes: tuple[str, ...]) -> dict[str, Any]:
    """What is kept by name: lists, names that no language owns, shared pieces, what rules without phrases need, patterns."""
    from cleannews.languages import language, phrases, shared, words
    from cleannews.lexicon import KEPT, filed_phrases
    from cleannews.rules import RULES
    from cleannews.rules.pieces import pieces
    from cleannews.stages.match import asks, gathered, pattern_keys, without_words
    from cleannews.stages.phrases import looks_into_phrases
    from cleannews.stages.weigh import tables_name, tables_of

    found: dict[str, Any] = {"shared": shared(), "pieces": pieces()}
    for name in sorted({name for code in codes for name in language(code).tables}):
        found[f"list {name}"] = phrases(name, codes)
    for name in sorted({name for code in codes for name in language(code).words}):
        found[f"list words {name}"] = words(name)
    keys = {rule.id: pattern_keys(rule) for rule in RULES}
    for name, (gates, reach) in keys.items():
        found[f"keys {name}"] = (tuple(tuple(gate) for gate in gates), reach)
    for rule in RULES:
        if "{phrases}" in rule.pattern:
            found[f"looks {rule.pattern}"] = looks_into_phrases(rule)
    for table in KEPT:
        for key, listed in filed_phrases(phrases(table, codes)).items():
            found[f"lexicon {table} {key}"] = tuple(listed)
    found["asks"] = tuple(tuple(asks(keys[rule.id])) for rule in RULES)
    found["gates"] = tuple(gathered(without_words(RULES), lambda rule: keys[rule.id]))
    weights = shipped("weights.txt")
    found[tables_name(weights)] = tuple(tables_of(weights.decode("utf-8")))
    for source, flags in _patterns():
        found[_named(source, flags)] = _program(source, flags)
    return found


def _patterns() -> Iterator[tuple[Any, int]]:
    """The patterns worth compiling in advance, with their flags: those of rules, and all that a module keeps or makes once."""
    from cleannews.rules import RULES
    from cleannews.stages.phrases import expand, framed

    for rule in RULES:
        yield framed(rule) if "{phrases}" in rule.pattern else expand(rule), 0
    for module in _modules():
        for found in _kept(module):
            yield found.pattern, _given(found)


def _modules() -> Iterator[ModuleType]:
    """The modules that clean texts. What needs a library is left out: where a wheel is built, there are none."""
    from contextlib import suppress
    from importlib import import_module

    for folder in ("", "read", "rules", "stages"):
        for name in sorted(os.listdir(os.path.join(_HERE, folder))):
            if name.endswith(".py") and not name.startswith("__"):
                with suppress(ImportError):
                    yield import_module(".".join(filter(None, ("cleannews", folder, name[:-3]))))


def _kept(module: ModuleType) -> Iterable[re.Pattern[Any]]:
    """The patterns that a module has, and those that its functions make once."""
    import re

    for found in list(vars(module).values()):
        made = found
        if hasattr(found, "cache_info") and found.__module__ == module.__name__ and found.__annotations__ == {"return": "re.Pattern[str]"}:
            made = found()
        if isinstance(made, re.Pattern):
            yield made


def _given(pattern: re.Pattern[Any]) -> int:
    """The flags that a pattern was given: those of text patterns say that they are of text, too."""
    import re

    return pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, str) else pattern.flags


def _program(source: str | bytes, flags: int) -> tuple[Any, ...]:
    """A pattern as the standard library's own compiler leaves it, to be made by what it does last."""
    from array import array

    # Private; what is compiled in advance is used by this very version of Python only.
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(source, flags)
    program = array("I", _compiler._code(parsed, flags))
    names: dict[str, int] = parsed.state.groupdict
    order: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        order[number] = name
    return int(flags | parsed.state.flags), parsed.state.groups - 1, names, tuple(order), program.tobytes()


def write(installed: str = "") -> str:
    """Write the file into this package and return its path; and to the path `installed`, if one is given, the file for an installation."""
    path = os.path.join(_HERE, NAME)
    # Computed from the sources alone, whatever an older file says.
    if os.path.exists(path):
        os.unlink(path)
    derived.cache_clear()
    content = build()
    for place in filter(None, (path, installed)):
        with open(place, "wb") as stream:
            stream.write(marked(content, place == installed))
    derived.cache_clear()
    return path


if __name__ == "__main__":
    from cleannews.derived import write as written_by

    print(written_by())
