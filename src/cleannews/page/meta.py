"""What the page says about itself: JSON-LD, Open Graph, `meta` names and `time` elements → one small record.

JSON-LD is schema.org's (https://schema.org/NewsArticle), Open Graph https://ogp.me, the other names are those in use on news sites.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from cleannews.names import trades
from cleannews.page.tree import Tree


@dataclass(frozen=True)
class PageImage:
    """A picture of the page: address, alt text, what the markup calls its caption and credit, and where it stands.

    `start:end` is the range of the flattened text that its figure spans; a picture that stands alone has `start == end`.
    """

    url: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class PageLink:
    """A line of the page that is a link: where it stands and where it leads."""

    start: int
    end: int
    url: str


@dataclass(frozen=True)
class PageInfo:
    """What a page says about itself, dates in ISO 8601; None or empty where it is silent.

    `kind` is "article", or what the page is instead ("index", "error", "consent", "empty"), or a special form ("live", "gallery").
    `desks` are organisations named as authors, the publisher mostly.
    `locked` says that the page itself declares the text not free to read.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    kind: str = "article"
    description: str | None = None
    site: str | None = None
    locked: bool = False
    images: tuple[PageImage, ...] = ()
    links: tuple[PageLink, ...] = ()


_ARTICLES = re.compile(r"(?:News|Article|Blog|Report|Review|Posting|Opinion|Analysis|Recipe|HowTo|MedicalWebPage|TechArticle)")
_NOT_ARTICLES = {"NewsMediaOrganization", "Blog", "Review", "AggregateRating"}
_BARE = re.compile(r"[\W_]+")
_TAGS = re.compile(r"<[^<>]{0,500}>")


def bare(text: str) -> str:
    """Letters and digits only, lower case: for comparing texts that differ in marks and spaces."""
    return _BARE.sub("", text.lower())


def plain(value: Any) -> str | None:
    """A JSON or attribute value as one line of text, entities and tags resolved; None if it is no text."""
    if isinstance(value, (list, tuple)):
        return next((text for item in value if (text := plain(item))), None)
    if isinstance(value, dict):
        return plain(value.get("@value") or value.get("name"))
    if not isinstance(value, str):
        return None
    text = value
    if "&" in text:
        text = html.unescape(text)
        if "&" in text and ";" in text:
            text = html.unescape(text)
    if "<" in text:
        text = _TAGS.sub(" ", text)
    return " ".join(text.split()) or None


def json_objects(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, nested ones too, in order. What is not JSON is passed over."""
    for script in scripts:
        text = script.strip()
        if text.startswith("<!--"):
            text = text[4:].removesuffix("-->").strip()
        if text.startswith("//<![CDATA["):
            text = text[11:].removesuffix("//]]>").strip()
        if len(text) > 3_000_000:
            continue
        try:
            data = json.loads(text.rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            data = _mended(text)
            if data is None:
                continue
        stack: list[tuple[Any, int]] = [(data, 0)]
        while stack:
            value, depth = stack.pop()
            if isinstance(value, dict):
                yield value
                if depth < 8:
                    stack += [(item, depth + 1) for item in reversed(list(value.values())) if isinstance(item, (dict, list))]
            elif isinstance(value, list) and depth < 8:
                stack += [(item, depth + 1) for item in reversed(value) if isinstance(item, (dict, list))]


def _mended(text: str) -> Any:
    """JSON that careless templates wrote: a comma before a closing bracket, or several objects in a row."""
    try:
        return json.loads(re.sub(r",\s*([\]}])", r"\1", text), strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def types(item: dict[str, Any]) -> tuple[str, ...]:
    """The schema.org types of an object, without their address."""
    value = item.get("@type")
    values = value if isinstance(value, list) else [value]
    return tuple(str(v).rsplit("/", 1)[-1] for v in values if v)


def is_article(item: dict[str, Any]) -> bool:
    """Whether a JSON-LD object describes an article."""
    return any(_ARTICLES.search(kind) and kind not in _NOT_ARTICLES for kind in types(item))


@dataclass(frozen=True)
class Declared:
    """What the page declares that tells where the article is, before the text is looked at; the rest, `info`, is read when somebody asks.

    `titles` and `summaries` are all headlines and descriptions given, `headline` the one of JSON-LD and `shared` that of Open Graph; `feed` is the article's text as JSON-LD has it;
    `article` tells whether the page calls itself an article; `news` whether JSON-LD calls it one of news, None if JSON-LD has no article.
    `own` are the JSON-LD objects of the article, one or none, and `by_id` all that have an id.
    """

    tree: Tree
    url: str | None
    own: tuple[dict[str, Any], ...]
    by_id: dict[str, dict[str, Any]]
    titles: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    feed: str | None = None
    types: frozenset[str] = frozenset()
    article: bool = False
    headline: str | None = None
    shared: str | None = None
    news: bool | None = None
    site: str | None = None

    @cached_property
    def info(self) -> PageInfo:
        """The record of what the page says of its article."""
        return _info(self)


_PUBLISHED = ("article:published_time", "datepublished", "og:article:published_time", "article:published", "og:published_time", "published_time", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "date", "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "parsely-pub-date", "sailthru.date", "article_date_original", "cxenseparse:recs:publishtime", "originalpublicationdate", "og:pubdate", "last-modified-original", "citation_publication_date", "citation_date", "bt:pubdate", "rnews:datepublished")  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "revision_date",
    "bt:moddate",
)
_AUTHORS = ("author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl", "cxenseparse:author", "citation_author", "twitter:data1-author", "og:article:author", "dc.contributor", "authors", "creator", "rbauthors")  # fmt: skip
_SECTIONS = ("article:section", "og:article:section", "parsely-section", "cxenseparse:recs:articlesection", "section", "dc.subject.section", "category")
_LISTS = ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "keywords")


def declared(tree: Tree, url: str | None = None) -> Declared:
    """What the page declares about its article. JSON-LD comes before Open Graph, that before other names, those before `time`."""
    heads = tree.heads
    objects = list(json_objects(tree.scripts))
    found = [item for item in objects if is_article(item)]
    main = _main(found, url or tree.links.get("canonical"))
    own = (main,) if main is not None else ()
    titles = [text for item in own for text in (plain(item.get("headline")), plain(item.get("name"))) if text]
    titles += [
        text
        for name in ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "title")
        for value in heads.get(name, ())[:1]
        if (text := plain(value))
    ]
    summaries = [text for item in own if (text := plain(item.get("description")))]
    summaries += [
        text
        for name in ("og:description", "description", "twitter:description", "dc.description")
        for value in heads.get(name, ())[:1]
        if (text := plain(value))
    ]
    feed = next((text for item in own if isinstance(text := item.get("articleBody"), str) and len(text) > 200), None)
    return Declared(
        tree,
        url or tree.links.get("canonical") or _name(heads, ("og:url",)),
        own,
        by_id={item["@id"]: item for item in objects if isinstance(item.get("@id"), str) and len(item) > 1},
        titles=tuple(titles),
        summaries=tuple(summaries),
        feed=html.unescape(_TAGS.sub(" ", feed)) if feed else None,
        types=frozenset(kind for item in objects for kind in types(item)),
        article=_calls_itself_article(main, heads),
        headline=next((text for item in own if (text := plain(item.get("headline")))), None),
        shared=_name(heads, ("og:title",)),
        news=None if main is None else any("News" in kind or kind == "LiveBlogPosting" for kind in types(main)),
        site=_name(heads, ("og:site_name", "application-name")) or next((plain(item.get("publisher")) for item in own if item.get("publisher")), None),
    )


def _info(found: Declared) -> PageInfo:
    """The record of what a page declares; what only its text tells is left out."""
    own, heads = found.own, found.tree.heads
    publisher = next((text for item in own if (text := plain(item.get("publisher")))), None)
    authors, desks = _people(*_authors(own, found.by_id, heads), found.site, publisher, _host(found.url))
    return PageInfo(
        title=None,
        authors=authors,
        desks=desks,
        published=_date([item.get("datePublished") or item.get("dateCreated") for item in own] + [value for name in _PUBLISHED for value in heads.get(name, ())[:1]]),
        modified=_date([item.get("dateModified") for item in own] + [value for name in _MODIFIED for value in heads.get(name, ())[:1]]),
        section=next((text for item in own if (text := plain(item.get("articleSection")))), None) or _name(heads, _SECTIONS),
        tags=_tags(own, heads),
        language=next((code for item in own if (code := plain(item.get("inLanguage"))) and len(code) < 12), None) or found.tree.language or _name(heads, ("og:locale", "language", "content-language", "dc.language")),
        url=found.url,
        description=next(iter(found.summaries), None),
        site=found.site,
        locked=any(str(item.get("isAccessibleForFree", "")).strip().lower() in ("false", "no") for item in own) or _name(heads, ("article:content_tier",)) in ("locked", "metered"),
    )  # fmt: skip


def _calls_itself_article(main: dict[str, Any] | None, heads: dict[str, list[str]]) -> bool:
    return main is not None or "article" in (_name(heads, ("og:type",)) or "").lower() or "article:published_time" in heads


def _main(found: list[dict[str, Any]], url: str | None) -> dict[str, Any] | None:
    """The object of the page's own article among those that it names: by its address, else the fullest."""
    if not found:
        return None
    if url and len(found) > 1:
        tail = url.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
        for item in found:
            where = item.get("mainEntityOfPage") or item.get("url") or item.get("@id")
            if isinstance(where, dict):
                where = where.get("@id") or where.get("url")
            if isinstance(where, str) and tail and where.split("#")[0].rstrip("/").endswith(tail):
                return max((other for other in found if _where(other) == where), key=len, default=item)
    return max(found, key=lambda item: bool(item.get("headline")) + bool(item.get("datePublished")) + bool(item.get("author")))


def _where(item: dict[str, Any]) -> Any:
    where = item.get("mainEntityOfPage") or item.get("url") or item.get("@id")
    return where.get("@id") or where.get("url") if isinstance(where, dict) else where


def _name(heads: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((text for name in names for value in heads.get(name, ())[:1] if (text := plain(value))), None)


def _authors(items: Sequence[dict[str, Any]], by_id: dict[str, dict[str, Any]], heads: dict[str, list[str]]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The declared authors, and those that are called organisations."""
    names: dict[str, str] = {}
    bodies: set[str] = set()

    def take(value: Any, depth: int = 0) -> None:
        if depth > 3:
            return
        if isinstance(value, list):
            for item in value:
                take(item, depth + 1)
        elif isinstance(value, dict):
            if not value.get("name") and isinstance(value.get("@id"), str) and value["@id"] in by_id and by_id[value["@id"]] is not value:
                take(by_id[value["@id"]], depth + 1)
            elif not value.get("name") and value.get("familyName"):
                take(" ".join(filter(None, (plain(value.get("givenName")), plain(value["familyName"])))), depth + 1)
            else:
                name = plain(value.get("name"))
                if name and len(name) < 100 and any(kind.endswith("Organization") for kind in types(value)):
                    names.setdefault(bare(name), name)
                    bodies.add(name)
                else:
                    take(value.get("name"), depth + 1)
        elif isinstance(value, str):
            for name in author_names(value):
                names.setdefault(bare(name), name)

    for item in items:
        take(item.get("author") or item.get("creator"))
    for field in (*_AUTHORS, *(name for name in heads if _AUTHOR_FIELD.search(name) and name not in _AUTHORS)):
        if any(_is_person(name) and name not in bodies for name in names.values()):
            break
        for value in heads.get(field, ())[:8]:
            if not value.startswith(("http:", "https:", "//", "@")):
                take(plain(value))
    if not names and _labels_author(plain(next(iter(heads.get("twitter:label1", ())), ""))):
        take(plain(next(iter(heads.get("twitter:data1", ())), "")))
    return tuple(name for name in names.values() if name), frozenset(bodies)


#: A name of a `meta` element that tells the author, on whatever system.
_AUTHOR_FIELD = re.compile(r"(?:^|[.:_-]|article|story|post|page)authors?(?:[._-]?name)?$")
#: What stands for a person's name and is none: addresses, numbers, domains.
_NOBODY = re.compile(r"@|^[\W\d_]+$|\bwww\.")
_DOMAIN = re.compile(r"^\S+\.[a-z]{2,8}$")
#: What an account is called: one word with figures, marks, capitals inside or no capital at all.
_ACCOUNT = re.compile(
    r"(?=\S+$)(?:.*[\d._]|[a-z]|.*[a-z][A-Z]|[A-Z]+$)|(?i:(?:.* )?(?:admin|administrator|staff|team|newsroom|desk|editors?|redaktion|redazione|redacción|rédaction)$)"
)


def _is_person(name: str) -> bool:
    return not (_NOBODY.search(name) or _DOMAIN.match(name) or _ACCOUNT.match(name))


def _host(url: str | None) -> str | None:
    """The name in a web address: "post" for https://www.post.example/."""
    parts = re.sub(r"^\w+://", "", url or "").split("/")[0].split(":")[0].removeprefix("www.").split(".")
    return max(parts[:-1], key=len) if len(parts) > 1 else None


def _labels_author(label: str | None) -> bool:
    from cleannews.lexicon import lexicon

    return bool(label) and lexicon("byline-written", "byline-label").covers(label or "")


def _people(names: Iterable[str], bodies: frozenset[str], *own: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(authors, desks). Authors are people and whoever is named beside them but the publisher.

    Without people all are desks: organisations, accounts, domains; then the publisher's own name counts only if there is no other.
    """
    known = [text for name in own if len(text := bare(name or "")) > 2]
    listed = [name for name in names if not _NOBODY.search(name)]
    ours = {name for name in listed if any(bare(name) in other or other in bare(name) for other in known)}
    people = [name for name in listed if name not in ours and name not in bodies and _is_person(name)]
    others = [name for name in listed if name not in ours and name not in people]
    if people:
        return tuple(name for name in listed if name not in ours), ()
    desks: list[str] = []
    for name in others or listed:
        if not any(bare(name) in bare(other) or bare(other) in bare(name) for other in desks):
            desks.append(name)
    return (), tuple(desks)


_AND = re.compile(r"\s*(?:[,;|/•·、]|\s(?:and|und|et|y|e|och|og|en|i|ve|&|\+|–|-)\s)\s*")


def author_names(text: str) -> list[str]:
    """The names in an author field: "By Ann Bee and Jo Lee" → Ann Bee, Jo Lee. A name with an initial after a comma stays whole."""
    text = plain(text) or ""
    if len(text) > 200 or not text or text.startswith(("http:", "https:")):
        return []
    text = _BY.sub("", text)
    names = [name for part in _AND.split(text) if len(name := _ABBREVIATION.sub("", part.strip(" .,:;-–|")).strip()) > 1]
    if any(map(_DOMAIN.match, names)):
        # The publisher's address with its town.
        return [name for name in names if _DOMAIN.match(name)][:1]
    # Degrees and trades behind a name are no persons.
    return [name for k, name in enumerate(names) if not (k and (_DEGREE.fullmatch(name) or name.rsplit(maxsplit=1)[-1].lower() in trades()))]


_BY = re.compile(r"^(?:by|von|par|por|di|da|af|av|door|od|przez)[:\s]\s*", re.I)
#: "Ann Bee (abe)": the letters that a desk knows its people by.
_ABBREVIATION = re.compile(r"\s*\([a-z.]{2,5}\)$|\s*기자$")
_DEGREE = re.compile(r"(?:[A-Z]{2,6}|Ph\.?\s?D|M\.?D|[MB]\.?(?:Sc?|A|Ed)|J\.?D|D\.?O|[JS]r|M?Eng|Pharm\.?D|Dr\.?PH|Psy\.?D)\.?")


def _tags(items: Sequence[dict[str, Any]], heads: dict[str, list[str]]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in [item.get("keywords") for item in items]:
        for text in value if isinstance(value, list) else [value]:
            name = plain(text)
            for part in (name or "").split(","):
                if part.strip() and len(part) < 80:
                    found.setdefault(part.strip().casefold(), part.strip())
    for field in _LISTS:
        if found:
            break
        for value in heads.get(field, ()):
            for part in (plain(value) or "").split(","):
                if part.strip() and len(part) < 80:
                    found.setdefault(part.strip().casefold(), part.strip())
    return tuple(found.values())[:60]


def _date(values: Iterable[Any]) -> str | None:
    """The first value that is a date, in ISO 8601."""
    for value in values:
        text = plain(value) if not isinstance(value, (int, float)) else str(value)
        if text and (found := iso_date(text)):
            return found
    return None


def iso_date(text: str) -> str | None:
    """A date as pages write them → ISO 8601: ISO itself in its careless forms, RFC 2822, Unix seconds. None for anything else."""
    text = text.strip()
    if not text or len(text) > 60:
        return None
    if text.isdigit() and len(text) in (10, 13):
        from datetime import UTC

        seconds = int(text[:10])
        return datetime.fromtimestamp(seconds, UTC).isoformat() if 631152000 < seconds < 4102444800 else None
    core = re.sub(r"^(\d{4})[/.](\d\d?)[/.](\d\d?)", r"\1-\2-\3", text)
    core = re.sub(r"^(\d{4})-(\d)(?=\D)", r"\1-0\2", core)
    core = re.sub(r"^(\d{4}-\d\d)-(\d)(?=\D|$)", r"\1-0\2", core)
    core = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)|(?<=\d)\s+(?:GMT|UTC)$", "", core)
    core = re.sub(r"(\.\d{1,6})\d*", r"\1", core)
    for form in (core, core[:19], core[:16], core[:10]):
        try:
            found = datetime.fromisoformat(form)
        except ValueError:
            continue
        if found.year < 1990 or found.year > 2100:
            return None
        return found.isoformat() if len(form) > 10 else found.date().isoformat()
    if re.match(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}\s+\d", text):
        from email.utils import parsedate_to_datetime

        try:
            return parsedate_to_datetime(text).isoformat()
        except (ValueError, TypeError):
            return None
    for form in ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%m/%d/%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text[:40].strip(), form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
