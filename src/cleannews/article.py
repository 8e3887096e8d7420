"""What comes out: labels, segments and the views of them that make an `Article`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, partial
from typing import Any, NamedTuple


class Label(StrEnum):
    """What a stretch of the input is. The names are the newsroom's own; docs/labels.md has one example of each."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    BODY = "body"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    CREDIT = "credit"
    PROMO = "promo"
    AD = "ad"
    EMBED = "embed"
    BYLINE = "byline"
    BIO = "bio"
    DATELINE = "dateline"
    TIMESTAMP = "timestamp"
    SOURCE = "source"
    NOTE = "note"
    RIGHTS = "rights"
    TAGS = "tags"
    SHARE = "share"
    COMMENT = "comment"
    BOILERPLATE = "boilerplate"


#: Labels whose text stays in the clean body.
KEPT: frozenset[Label] = frozenset({Label.BODY, Label.SUBHEAD, Label.STANDFIRST})


class Piece(NamedTuple):
    """A labelled stretch `start:end` of the input, before anything is looked at more closely.

    `rule` names what decided; `confidence` is the measured share of such decisions that are right (0 to 1);
    `evidence` says in plain words what spoke for it.
    """

    start: int
    end: int
    label: Label
    subtype: str | None = None
    rule: str | None = None
    confidence: float = 1.0
    evidence: tuple[Any, ...] = ()


class Doubt(NamedTuple):
    """A stretch that was kept although something speaks against it, before anybody asks what."""

    start: int
    end: int
    label: Label
    confidence: float
    evidence: tuple[Any, ...] = ()


def _in_words(evidence: tuple[Any, ...]) -> tuple[str, ...]:
    """Reasons as text: what was weighed is put into words only when somebody asks."""
    return tuple(word for reason in evidence for word in ((reason,) if isinstance(reason, str) else reason.in_words()))


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


class _Page:
    """The field `Article.page`: what it is set to, or what the function that it is set to gives when somebody asks for the first time."""

    def __get__(self, article: Article | None, owner: type) -> Any:
        if article is None:
            return None
        found = article.__dict__["page"]
        if isinstance(found, partial):
            found = article.__dict__["page"] = found()
        return found

    def __set__(self, article: Article, value: Any) -> None:
        article.__dict__["page"] = None if value is self else value


@dataclass(frozen=True)
class Article:
    """A cleaned article: the input, its labelled pieces, and views of them that are computed when asked for.

    Everything below is derived from `raw` and `pieces`, so no two views can disagree. Equality and hash come from the fields.
    """

    raw: str
    pieces: tuple[Piece, ...]
    keep: frozenset[Label] = KEPT
    known_title: str | None = None
    encoding: str | None = None
    replaced: int = 0
    warnings: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    repair: bool = False
    page: Any = field(default=_Page(), compare=False, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "page": self.page}

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The whole input in order. `"".join(s.text for s in article.segments) == article.raw`, always."""
        raw = self.raw
        return tuple(Segment(p.label, p.start, p.end, raw[p.start : p.end], p.subtype, p.rule, p.confidence, _in_words(p.evidence)) for p in self.pieces)

    @cached_property
    def suspects(self) -> tuple[Suspect, ...]:
        """Lines that were kept although something speaks against them, in order."""
        raw = self.raw
        return tuple(Suspect(d.start, d.end, raw[d.start : d.end], d.label, d.confidence, _in_words(d.evidence)) for d in self.doubts)

    @cached_property
    def body(self) -> str:
        """The story: text untouched, line breaks as they were, one gap where something was cut."""
        from cleannews.body import join_body

        return join_body(self.raw, self.pieces, self.keep, self.repair)

    @cached_property
    def metadata(self) -> Any:
        """Everything read off the segments at once; the properties below are its fields."""
        from cleannews.metadata import read_metadata

        return read_metadata(self)

    @property
    def title(self) -> str | None:
        """The headline, if the input has one (or the page says so)."""
        return self.metadata.title  # type: ignore[no-any-return]

    @property
    def standfirst(self) -> str | None:
        """The editorial summary under the headline. It stays in the body too."""
        return self.metadata.standfirst  # type: ignore[no-any-return]

    @property
    def authors(self) -> tuple[Author, ...]:
        """The people named in bylines."""
        return self.metadata.authors  # type: ignore[no-any-return]

    @property
    def dateline(self) -> str | None:
        """Place, date and agency that opened the story, as printed, without the dash."""
        return self.metadata.dateline  # type: ignore[no-any-return]

    @property
    def published(self) -> str | None:
        """Publication time, ISO 8601, if a stamp line says so."""
        return self.metadata.published  # type: ignore[no-any-return]

    @property
    def modified(self) -> str | None:
        """Time of the last update, ISO 8601, if a stamp line says so."""
        return self.metadata.modified  # type: ignore[no-any-return]

    @property
    def images(self) -> tuple[Image, ...]:
        """The pictures that captions and credits describe; lines about one picture are one `Image`."""
        return self.metadata.images  # type: ignore[no-any-return]

    @property
    def captions(self) -> tuple[tuple[str, str | None], ...]:
        """Every caption line by itself: its words, and the credit in it as printed. `images` brings together what tells of one picture."""
        return self.metadata.captions  # type: ignore[no-any-return]

    @property
    def promos(self) -> tuple[Promo, ...]:
        """Read-more lines, related headlines, newsletter and app pitches."""
        return self.metadata.promos  # type: ignore[no-any-return]

    @property
    def sources(self) -> tuple[str, ...]:
        """Agencies and contributors named in sign-offs and datelines."""
        return self.metadata.sources  # type: ignore[no-any-return]

    @property
    def notes(self) -> tuple[Note, ...]:
        """Corrections, updates, disclosures."""
        return self.metadata.notes  # type: ignore[no-any-return]

    @property
    def rights(self) -> tuple[str, ...]:
        """Copyright and licence lines of the article."""
        return self.metadata.rights  # type: ignore[no-any-return]

    @property
    def tags(self) -> tuple[str, ...]:
        """Topics and keywords listed around the story."""
        return self.metadata.tags  # type: ignore[no-any-return]

    @property
    def section(self) -> str | None:
        """The section a page says the story belongs to."""
        return self.metadata.section  # type: ignore[no-any-return]

    @property
    def language(self) -> str | None:
        """The language a page declares."""
        return self.metadata.language  # type: ignore[no-any-return]

    @property
    def truncated(self) -> bool:
        """Whether a paywall or "continue reading" line says that the rest is missing."""
        return self.metadata.truncated  # type: ignore[no-any-return]

    @property
    def links(self) -> tuple[Promo, ...]:
        """Promos whose target is known (only from HTML)."""
        return tuple(promo for promo in self.promos if promo.url)

    @property
    def kind(self) -> str:
        """What the text is: "article", or why there is none: "empty", "index", "error", "consent" (HTML), "live" and "gallery" for special forms."""
        return self.metadata.kind  # type: ignore[no-any-return]

    def to_dict(self, *, segments: bool = True) -> dict[str, Any]:
        """Everything as JSON-ready values; src/cleannews/schema/article.json describes the form."""
        from cleannews.metadata import article_to_dict

        return article_to_dict(self, segments=segments)

    def to_jsonld(self) -> dict[str, Any]:
        """A schema.org NewsArticle with ImageObjects (https://schema.org/NewsArticle)."""
        from cleannews.metadata import article_to_jsonld

        return article_to_jsonld(self)

    def to_markdown(self) -> str:
        """The story as Markdown, with its images where they stood."""
        from cleannews.metadata import article_to_markdown

        return article_to_markdown(self)

    def explain(self) -> str:
        """A table for people: every line with its label, the rule that gave it, and why."""
        from cleannews.margin import explain

        return explain(self)

    def to_margin(self) -> str:
        """Every line with its label in the margin: the format of the corpus."""
        from cleannews.margin import to_margin

        return to_margin(self)
