"""Articles in the forms that other programs read: a plain dictionary, schema.org JSON-LD, Markdown."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleannews.article import Article, Author, Image, Label, Note

#: `Image.digital_source` → the member of https://schema.org/IPTCDigitalSourceEnumeration that means it.
DIGITAL_SOURCES = {
    "trainedAlgorithmicMedia": "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
    "composite": "https://schema.org/CompositeDigitalSource",
    "screenCapture": "https://schema.org/ScreenCaptureDigitalSource",
    "illustration": "https://schema.org/DigitalArtDigitalSource",
}
#: Notes that are corrections of the text; the others but the commercial ones tell how it came about.
_CORRECTIONS = frozenset({"correction", "update"})
_NO_STORY = frozenset({"affiliate", "sponsored", "advisory"})


def article_to_dict(article: Article, *, segments: bool = True) -> dict[str, Any]:
    """The article as JSON-ready values. Every key is always there; `schema/article.json` in the package describes them."""
    found: dict[str, Any] = {
        "title": article.title,
        "standfirst": article.standfirst,
        "authors": [author.to_dict() for author in article.authors],
        "dateline": article.dateline,
        "published": article.published,
        "modified": article.modified,
        "section": article.section,
        "tags": list(article.tags),
        "language": article.language,
        "kind": article.kind,
        "truncated": article.truncated,
        "body": article.body,
        "images": [image.to_dict() for image in article.images],
        "promos": [promo.to_dict() for promo in article.promos],
        "sources": list(article.sources),
        "notes": [note.to_dict() for note in article.notes],
        "rights": list(article.rights),
        "encoding": article.encoding,
        "replaced": article.replaced,
        "warnings": list(article.warnings),
        "suspects": [suspect.to_dict() for suspect in article.suspects],
    }
    if segments:
        found["segments"] = [segment.to_dict() for segment in article.segments]
    return found


@cache
def article_schema() -> dict[str, Any]:
    """The JSON Schema of `Article.to_dict()` (draft 2020-12), as shipped in the package."""
    import json
    from importlib.resources import files

    schema: dict[str, Any] = json.loads(files("cleannews").joinpath("schema", "article.json").read_text(encoding="utf-8"))
    return schema


def article_to_jsonld(article: Article) -> dict[str, Any]:
    """A schema.org NewsArticle (https://schema.org/NewsArticle) with ImageObjects. Only properties that the vocabulary has."""
    agencies = [source for source in article.sources if len(source.split()) <= 4]
    told = [source for source in article.sources if len(source.split()) > 4]
    corrections = [note for note in article.notes if note.kind in _CORRECTIONS]
    backstory = [note for note in article.notes if note.kind not in _CORRECTIONS | _NO_STORY]
    links = [promo.url for promo in article.promos if promo.url]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "abstract": article.standfirst,
        "author": [_person(author) for author in article.authors],
        "dateline": article.dateline,
        "datePublished": article.published,
        "dateModified": article.modified,
        "articleSection": article.section,
        "keywords": list(article.tags),
        "inLanguage": article.language,
        "isAccessibleForFree": False if article.truncated else None,
        "articleBody": article.body,
        "image": [_image(image) for image in article.images],
        "sourceOrganization": [{"@type": "Organization", "name": name} for name in agencies],
        "creditText": "\n".join(told),
        "copyrightNotice": "\n".join(article.rights),
        "correction": [_correction(note) for note in corrections],
        "backstory": "\n".join(note.text for note in backstory),
        "mainEntityOfPage": {"@type": "WebPage", "relatedLink": list(dict.fromkeys(links))} if links else None,
    }
    return _full(found)


def _full(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is False or value not in (None, "", [], {})}


def _person(author: Author) -> dict[str, Any]:
    return _full({"@type": "Person", "name": author.name, "jobTitle": author.role, "email": author.email, "description": author.description})


def _correction(note: Note) -> dict[str, str]:
    return {"@type": "CorrectionComment", "text": note.text}


def _image(image: Image) -> dict[str, Any]:
    credit = image.credit
    dated = image.date if image.date and not image.date.startswith("--") else None
    address = None
    if image.location:
        place = image.location
        address = _full({"@type": "PostalAddress", "addressLocality": place.city, "addressRegion": place.region, "addressCountry": place.country})
    name = ", ".join(part for part in (image.location.city, image.location.region, image.location.country) if part) if image.location else None
    return _full(
        {
            "@type": "ImageObject",
            "contentUrl": image.url,
            "caption": image.caption,
            "description": image.description,
            "creditText": credit.text if credit else None,
            "creator": [{"@type": "Person", "name": name} for name in credit.creators] if credit else None,
            "provider": {"@type": "Organization", "name": credit.provider} if credit and credit.provider else None,
            "copyrightNotice": credit.copyright_notice if credit else None,
            "contentLocation": {"@type": "Place", "name": name, "address": address} if address else None,
            "dateCreated": dated,
            "usageInfo": {"@type": "CreativeWork", "text": image.instructions} if image.instructions else None,
            "digitalSourceType": DIGITAL_SOURCES.get(image.digital_source or ""),
        }
    )


_SPECIAL = r"([\\`*_\[\]<])"
_LINE_START = r"^(\s*)(#{1,6}(?=\s|$)|>|[+](?=\s)|={3,}|-{3,}|~{3,}|\|)"
_ENTITY = r"&(?=#?\w{2,20};)"
_ITEM = r"^(?:[-•*‣▪●◦]\s+|\d{1,3}[.)]\s+)(?=\S)"


def escaped(text: str) -> str:
    """Text whose every character means itself in Markdown."""
    text = re.sub(_ENTITY, r"\\&", re.sub(_SPECIAL, r"\\\1", text))
    return re.sub(_LINE_START, r"\1\\\2", text)


def article_to_markdown(article: Article) -> str:
    """The story as Markdown: headline, standfirst, paragraphs, subheads, lists, and the images where their text stood."""
    from cleannews.article import KEPT, Label

    blocks = [f"# {escaped(' '.join(article.title.split()))}"] if article.title else []
    waiting = list(article.images)
    count = 0
    listing = False
    for label, line in _kept_lines(article):
        if label in KEPT:
            while waiting and (waiting[0].position or 0) <= count:
                blocks.append(_image_block(waiting.pop(0)))
                listing = False
            count += 1
        item = re.match(_ITEM, line)
        if label is Label.SUBHEAD:
            blocks.append(f"## {escaped(line)}")
        elif label is Label.STANDFIRST:
            blocks.append(f"**{escaped(line)}**")
        elif item:
            text = (f"{item.group().strip()} " if item.group()[0].isdigit() else "- ") + escaped(line[item.end() :])
            if listing:
                blocks[-1] += f"\n{text}"
            else:
                blocks.append(text)
        else:
            blocks.append(escaped(line))
        listing = bool(item) and label not in (Label.SUBHEAD, Label.STANDFIRST)
    blocks += [_image_block(image) for image in waiting]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _kept_lines(article: Article) -> list[tuple[Label, str]]:
    """The lines of the story with their labels, white space evened; what was cut out of a line leaves one line."""
    from cleannews.article import Label

    out: list[tuple[Label, str]] = []
    open_line = False
    for piece in article.pieces:
        text = article.raw[piece.start : piece.end]
        kept = piece.label in article.keep and piece.label is not Label.TITLE
        for part in text.splitlines(keepends=True):
            core = " ".join(part.split())
            if kept and core:
                if open_line:
                    out[-1] = (out[-1][0], f"{out[-1][1]} {core}")
                else:
                    out.append((piece.label, core))
                open_line = True
            if part.splitlines()[0] != part:
                open_line = False
    return out


def _image_block(image: Image) -> str:
    said = escaped(" ".join((image.caption or image.description or "").split()))
    credit = escaped(image.credit.text) if image.credit else ""
    below = f"{said} ({credit})" if said and credit else said or credit
    if image.url:
        alt = escaped(" ".join((image.description or image.caption or "").split()))
        target = image.url.replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
        return f"![{alt}]({target})" + (f"\n*{below}*" if below else "")
    return f"*{below}*" if below else "*(image)*"
