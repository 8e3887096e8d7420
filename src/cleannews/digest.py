"""What cleaned a text: a short digest of the code, the words and the options that decide, for manifests and caches."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from cleannews.cleaner import Cleaner

#: What brings texts in and results out, and decides nothing; and what only repeats what the other files say.
_DOORS = frozenset({"__main__.py", "cli.py", "filter.py", "run.py", "files", "integrations", "__pycache__", "derived.bin"})


def cleaner_digest(cleaner: Cleaner) -> str:
    """Sixteen hexadecimal digits: the same in every process for the same package and options, others when either differs."""
    digest = hashlib.sha256(package_digest().encode())
    digest.update("\n".join(_spelled(cleaner)).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()[:16]


@cache
def package_digest() -> str:
    """The digest of every file of the package that may change what a text is cleaned to: rules, words, weights, stages, readers."""
    digest = hashlib.sha256()
    for path, content in _contents(files("cleannews"), ""):
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _contents(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name in _DOORS or entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _contents(entry, f"{prefix}{entry.name}/")
        elif not entry.name.endswith((".pyc", ".pyi", ".typed")):
            yield prefix + entry.name, entry.read_bytes()


def _spelled(value: object) -> Iterator[str]:
    """A value as lines that don't depend on the process: no addresses, sets in order, functions by name."""
    if isinstance(value, Enum):
        yield str(value.value)
    elif is_dataclass(value):
        yield type(value).__qualname__
        for field in fields(value):
            if field.compare:
                yield f".{field.name}"
                yield from _spelled(getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        yield f"[{len(value)}"
        for item in value:
            yield from _spelled(item)
    elif isinstance(value, (set, frozenset)):
        yield f"{{{len(value)}"
        yield from sorted("\n".join(_spelled(item)) for item in value)
    elif callable(value):
        yield f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value).__qualname__)}"
    else:
        yield repr(value)
