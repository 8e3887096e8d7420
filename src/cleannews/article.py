"""What comes out: labels, segments and the views of them that make an `Article`."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property, partial

from cleannews.values import NamedTuple, dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleannews.parts import Author, Credit, Image, Note, Place, Promo, Segment, Suspect

__all__ = ["KEPT", "Article", "Author", "Credit", "Doubt", "Image", "Label", "Note", "Piece", "Place", "Promo", "Segment", "Suspect"]


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
        from cleannews.parts import Segment

        raw = self.raw
        return tuple(Segment(p.label, p.start, p.end, raw[p.start : p.end], p.subtype, p.rule, p.confidence, _in_words(p.evidence)) for p in self.pieces)

    @cached_property
    def suspects(self) -> tuple[Suspect, ...]:
        """Lines that were kept although something speaks against them, in order."""
        from cleannews.parts import Suspect

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


#: What views are made of lives in `parts`: who reads only the body does not load it.
_PARTS = frozenset({"Author", "Credit", "Image", "Note", "Place", "Promo", "Segment", "Suspect"})


def __getattr__(name: str) -> Any:
    if name in _PARTS:
        from cleannews import parts

        return getattr(parts, name)
    raise AttributeError(f"module 'cleannews.article' has no attribute {name!r}")
