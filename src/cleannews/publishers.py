"""Cleaning many publishers' articles, each with its own pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleannews.cleaner import Cleaner
    from cleannews.pack import Pack


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
