"""Cleaning many publishers' articles, each with its own pack."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from cleannews.cleaner import Cleaner
    from cleannews.pack import Pack


def host(address: Any) -> str:
    """The host of an address, without `www.`: a publisher's name where none is told. "" if there is none."""
    try:
        found = urlsplit(str(address)).hostname or ""
    except ValueError:
        return ""
    return found.removeprefix("www.").rstrip(".")


def file_name(source: str) -> str:
    """A publisher's name as the name of a file: letters, digits, dots and dashes; others as `_` and their number, so that no two share one."""
    safe = re.sub(r"[^A-Za-z0-9.-]", lambda match: f"_{ord(match[0]):x}_", source)
    return safe if safe.strip(".") else f"_{safe}"


@dataclass(frozen=True)
class Publishers:
    """A cleaner for each publisher: the given one, with the publisher's pack. Picklable; small, since cleaning needs no samples.

    packs    publisher → pack; publishers without one are cleaned without.
    """

    cleaner: Cleaner
    packs: Mapping[str, Pack]

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "packs", {source: pack.for_cleaning() for source, pack in sorted(self.packs.items()) if pack.entries or pack.opens_with_headlines}
        )

    def __getstate__(self) -> dict[str, Any]:
        return {"cleaner": self.cleaner, "packs": self.packs}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)

    @cached_property
    def version(self) -> str:
        """What these cleaners decide with, as sixteen hexadecimal digits: that of the plain cleaner if there are no packs."""
        if not self.packs:
            return self.cleaner.rules_version
        summed = hashlib.sha256(self.cleaner.rules_version.encode())
        for source, pack in self.packs.items():
            summed.update(f"\0{source}\0{pack.dumps()}".encode("utf-8", "surrogatepass"))
        return summed.hexdigest()[:16]

    @cached_property
    def _known(self) -> dict[str, Cleaner]:
        return {}

    def cleaner_of(self, source: str | None) -> Cleaner:
        """The cleaner for a publisher's articles."""
        pack = self.packs.get(source) if source is not None else None
        if pack is None or source is None:
            return self.cleaner
        known = self._known.get(source)
        if known is None:
            known = self._known[source] = self.cleaner.but(packs=(*self.cleaner.packs, pack))
        return known

    @staticmethod
    def load(folder: str | Path, cleaner: Cleaner) -> Publishers:
        """The packs of a folder that `cleannews learn --by` wrote; each names its source. Raises OSError, or ValueError naming the file that is no pack."""
        from cleannews.pack import Pack

        packs = [Pack.load(path) for path in sorted(Path(folder).glob("*.pack"))]
        return Publishers(cleaner, {pack.source: pack for pack in packs if pack.source is not None})
