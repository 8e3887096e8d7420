"""What an article's views are made of: segments, pictures and their credits, promos, authors, notes, suspects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cleannews.article import KEPT, Label


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of the input with its label. The segments of an article, joined, are the input.

    `start` and `end` are character offsets into `Article.raw`; `text` is `raw[start:end]`, line end and following blank lines
    included. `rule` is the id of the rule or stage that gave the label (None for story text that nothing spoke against).
    """

    label: Label
    start: int
    end: int
    text: str
    subtype: str | None = None
    rule: str | None = None
    confidence: float = 1.0
    evidence: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether this label stays in the clean body by default."""
        return self.label in KEPT

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready dictionary, empty fields left out."""
        found: dict[str, Any] = {"label": self.label.value, "start": self.start, "end": self.end, "text": self.text}
        if self.subtype:
            found["subtype"] = self.subtype
        if self.rule:
            found["rule"] = self.rule
        found["confidence"] = round(self.confidence, 3)
        if self.evidence:
            found["evidence"] = list(self.evidence)
        return found


@dataclass(frozen=True, slots=True)
class Credit:
    """Who made and supplied a picture, as printed and taken apart.

    `text` is the credit without brackets and label words; `creators` are people (staff words such as "Stringer" never are);
    `provider` is the party farthest from the person, `collection` the one between ("AFP" in "Jo Lee/AFP via Getty Images").
    Field meanings follow IPTC Photo Metadata: Creator, Credit Line, Source, Copyright Notice.
    """

    text: str
    creators: tuple[str, ...] = ()
    provider: str | None = None
    collection: str | None = None
    copyright_notice: str | None = None
    supplied: bool = False

    def __str__(self) -> str:
        return self.text

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready dictionary, empty fields left out."""
        return _full(
            {
                "text": self.text,
                "creators": list(self.creators),
                "provider": self.provider,
                "collection": self.collection,
                "copyright_notice": self.copyright_notice,
                "supplied": self.supplied,
            }
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture was taken, as far as its caption says."""

    city: str | None = None
    region: str | None = None
    country: str | None = None

    def to_dict(self) -> dict[str, str]:
        """A JSON-ready dictionary, empty fields left out."""
        return _full({"city": self.city, "region": self.region, "country": self.country})


@dataclass(frozen=True, slots=True)
class Image:
    """One picture: the site's own caption, the agency's description (or alt text), and what its header and credit say.

    `date` is ISO 8601, possibly partial (`2022-05`, `--05-03` when the year is not printed). `lines` are the numbers of the
    non-empty input lines that it was read from, so that the merging of a pair can be undone.
    """

    caption: str | None = None
    description: str | None = None
    credit: Credit | None = None
    location: Place | None = None
    date: str | None = None
    instructions: str | None = None
    is_file: bool = False
    is_symbolic: bool = False
    digital_source: str | None = None
    url: str | None = None
    position: int | None = None
    lines: tuple[int, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready dictionary, empty fields left out."""
        return _full(
            {
                "caption": self.caption,
                "description": self.description,
                "credit": self.credit.to_dict() if self.credit else None,
                "location": self.location.to_dict() if self.location else None,
                "date": self.date,
                "instructions": self.instructions,
                "is_file": self.is_file,
                "is_symbolic": self.is_symbolic,
                "digital_source": self.digital_source,
                "url": self.url,
                "position": self.position,
                "lines": list(self.lines),
            }
        )


@dataclass(frozen=True, slots=True)
class Promo:
    """A pointer to something else of the publisher: its kind ("readmore", "newsletter", …), its label words and its headline."""

    kind: str
    label: str | None
    headline: str | None
    text: str
    url: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready dictionary, empty fields left out."""
        return _full({"kind": self.kind, "label": self.label, "headline": self.headline, "text": self.text, "url": self.url})


@dataclass(frozen=True, slots=True)
class Author:
    """A person or desk named in a byline, with what the article says about them."""

    name: str
    role: str | None = None
    email: str | None = None
    description: str | None = None

    def __str__(self) -> str:
        return self.name

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready dictionary, empty fields left out."""
        return _full({"name": self.name, "role": self.role, "email": self.email, "description": self.description})


@dataclass(frozen=True, slots=True)
class Note:
    """A line about the text itself: correction, update, editor's note, disclosure, translation or advisory."""

    kind: str
    text: str

    def to_dict(self) -> dict[str, str]:
        """A JSON-ready dictionary."""
        return {"kind": self.kind, "text": self.text}


@dataclass(frozen=True, slots=True)
class Suspect:
    """A line that was kept although something speaks against it: what it might be and how likely that is."""

    start: int
    end: int
    text: str
    label: Label
    confidence: float
    evidence: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready dictionary."""
        return {
            "label": self.label.value,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "confidence": round(self.confidence, 3),
            "evidence": list(self.evidence),
        }


def _full(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {}, False)}
