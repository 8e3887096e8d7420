"""What the lines around the headline print: who wrote the article and when, for pages that do not declare it.

Between headline and story stand bylines and dates in every form; elsewhere on a page the same forms name other articles' authors and days. So
only these lines are read, and at the story's end only those that say what they are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleannews.bylines import read_byline
from cleannews.languages import any_case
from cleannews.lexicon import lexicon, shared_words
from cleannews.names import date_words, is_cased, trades
from cleannews.page.meta import bare, iso_date
from cleannews.page.tree import ARTICLE, BUTTON, DIALOG, FIGCAPTION, FOOTER, FORM, MAIN, NAV
from cleannews.page.words import BIT
from cleannews.read.text import matching_form
from cleannews.times import read_stamps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleannews.page.evidence import Survey
    from cleannews.page.meta import PageInfo
    from cleannews.page.tree import Tree

#: How many lines above the headline, below it, and below the story are looked at, and as how many paragraphs of story may stand between.
ABOVE, BELOW, AFTER, PROSE = 6, 16, 8, 2
#: As long as a line may be that names an author or a day.
_LONGEST = 160
#: As many words has a part of a dated line at most, or of a line that does not say that it names somebody.
_WORDS = 6
#: Nobody who stands in these writes articles.
_ELSEWHERE = NAV | FOOTER | FORM | BUTTON | DIALOG | FIGCAPTION
_BYLINE = BIT["byline"]
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|autore|journalists?|columnists?|reporters?|writers?|contributors?|people|team|profiles?|by)/", re.I
)
_PARTED = re.compile(r"\s*[|•·●⋅∙・/]\s*|\s+[–—-]\s+|\s{2,}|\s*\u00a0\s*|\t|\s+(?=\()")
#: Work on an article that is not its writing.
_OTHER_WORK = re.compile(r"review|check|edit|updat|translat|research|produc|photo|pictur|illustrat|host|publish|graphic", re.I)
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBERS = re.compile(
    r"\d{1,4}([./-])\d{1,2}\1\d{2,4}|\b(?:\d{1,2}[-–])?\d{1,3}[-\s]?(?:min(?:ute)?s?\b\.?)(?: read)?|\b\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\b\.?)?(?: [A-Z]{2,4}\b)?",
    re.I,
)
#: Where a template set two texts side by side without a space.
_GLUED = re.compile(r"(?<=[a-zß-ÿ]{3})(?=[A-Z][a-z]{2})")


_OPEN_END = re.compile(r" (?:in|on|at|for|from|to|am|le|el)$", re.I)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIGURES = re.compile(r"(?<!\d)\d{1,4}([./-])\d{1,2}\1\d{2,4}(?!\d)")


class Named(NamedTuple):
    """The people and the desks that a line names, and whether it says that they wrote."""

    people: tuple[str, ...]
    desks: tuple[str, ...]
    said: bool


NOBODY = Named((), (), False)


def completed(info: PageInfo, tree: Tree, survey: Survey) -> PageInfo:
    """What the page says of itself, with what it only prints."""
    if not info.authors:
        people, desks = printed_authors(tree, survey, info.site)
        info = replace(info, authors=people, desks=info.desks or desks)
    if not info.published:
        published, modified = printed_dates(tree, survey)
        info = replace(info, published=published, modified=info.modified or modified)
    return info


def _lines(survey: Survey) -> Iterator[int]:
    """The blocks around the headline that may print names and days: those below it first, then those above."""
    top = survey.title_at if survey.title_at >= 0 else survey.first - 1
    prose = 0
    for i in range(max(top + 1, 0), min(len(survey.size), top + 1 + BELOW)):
        if survey.prose[i] and survey.size[i] > _LONGEST:
            prose += 1
            if prose > PROSE:
                break
        elif survey.size[i] <= _LONGEST:
            yield i
    for i in range(min(top, len(survey.size)) - 1, max(-1, top - 1 - ABOVE), -1):
        if survey.size[i] <= _LONGEST:
            yield i


def printed_dates(tree: Tree, survey: Survey) -> tuple[str | None, str | None]:
    """(published, modified): of the `time` elements and the dated lines around the headline."""
    published = modified = None
    times: dict[int, list[tuple[str, str]]] = {}
    for value, name, at in tree.times:
        times.setdefault(at, []).append((value, name.lower()))
    for i in _lines(survey):
        block = tree.blocks[i]
        if modified and i < survey.title_at:
            break
        if _apart(block.node.flags) & (NAV | FOOTER | DIALOG):
            continue
        text = tree.text[block.start : block.end]
        if not any(map(str.isdigit, text)) and i not in times:
            continue
        said = read_stamps([(text, None)]) if _brief(text) else (None, None)
        marked = [(iso, name) for value, name in times.get(i, ()) if (iso := iso_date(value))]
        if marked:
            changed = said[0] is None and said[1] is not None
            later = [iso for iso, name in marked if changed or "modified" in name or "updated" in name]
            said = (next((iso for iso, _ in marked if iso not in later), None), next(iter(later), None))
        published, modified = published or said[0], modified or said[1]
        if published:
            break
    return published, modified


def _apart(flags: int) -> int:
    """What a line stands in; the footer of an article is none of the page's."""
    return flags & ~FOOTER if flags & (ARTICLE | MAIN) else flags


def _brief(text: str) -> bool:
    """Whether a line has only short parts besides its dates, unlike a sentence or a caption that ends in a date."""
    return all(len(part.split()) <= _WORDS for part in _PARTED.split(_undated(text)))


def printed_authors(tree: Tree, survey: Survey, site: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(authors, desks): of the first line around the headline that names somebody, else of one below the story that says who wrote it.

    A desk that is said to have written is an author.
    """
    desks: tuple[str, ...] = ()
    top = survey.title_at
    elsewhere = _ELSEWHERE & ~tree.blocks[top].node.flags if top >= 0 else _ELSEWHERE
    around = list(_lines(survey))
    after = [i for i in range(survey.last + 1, min(len(survey.size), survey.last + 1 + AFTER)) if survey.size[i] <= _LONGEST]
    for k, i in enumerate(around + after):
        block = tree.blocks[i]
        if _apart(block.node.flags) & elsewhere or block.node.tag in ("h1", "h2", "h3"):
            continue
        found = _named(tree, survey, i, k < len(around) and _is_byline(tree, survey, i))
        people = tuple(name for name in found.people if bare(name) != bare(site or ""))
        if people:
            return people, ()
        if found.desks and found.said:
            return found.desks, ()
        desks = desks or found.desks
    return (), desks


def _is_byline(tree: Tree, survey: Survey, i: int) -> bool:
    """Whether the markup or the lines beside it tell that a line names the author."""
    block = tree.blocks[i]
    node = block.node
    own = survey.own[node.number] | (survey.own[node.parent.number] if node.parent is not None else 0)
    if own & _BYLINE or (block.href and _AUTHOR_PAGE.search(block.href)):
        return True
    if i < survey.title_at:
        return False
    if _has_day(survey.forms[i]):
        return True
    after = survey.forms[i + 1] if i + 1 < len(tree.blocks) else ""
    if _has_day(after) and len(_undated(after)) < 30:
        return True
    # A name alone between the headline or a date and the story.
    return (
        block.node.tag in ("p", "div", "span")
        and not block.linked
        and survey.size[i] < 40
        and len(after) > 100
        and (i == survey.title_at + 1 or _has_day(survey.forms[i - 1]))
    )


def _has_day(text: str) -> bool:
    """Whether a line holds a date with its year."""
    if len(text) > _LONGEST:
        return False
    if not _YEAR.search(text):
        return False
    if _FIGURES.search(text):
        return True
    if _first_words().isdisjoint(map(str.casefold, _LETTERS.findall(text))):
        return False
    return any(any(map(str.isdigit, match[0])) for match in _dates().finditer(text))


@cache
def _dates() -> re.Pattern[str]:
    word = any_case(date_words())
    return re.compile(
        rf"(?:\b{word}\.?,? )?(?:\b\d{{1,2}}(?:st|nd|rd|th|\.)? (?:de )?)?\b{word}\b\.?,?(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?,?(?: (?:de )?\d{{4}}\b)?,?", re.I
    )


@cache
def _first_words() -> frozenset[str]:
    """The first words of months and weekdays, folded: a line without one holds no date in words."""
    return frozenset(found[0].casefold() for word in date_words() if (found := _LETTERS.search(word)))


def _undated(text: str) -> str:
    """A line without its dates, times and minutes."""
    if not any(map(str.isdigit, text)):
        return text
    if not _first_words().isdisjoint(map(str.casefold, _LETTERS.findall(text))):
        text = _dates().sub(" | ", text)
    return _NUMBERS.sub(" | ", text)


def _named(tree: Tree, survey: Survey, i: int, byline: bool) -> Named:
    """Whom a line names that says who wrote, or is known as a byline."""
    text = _undated(tree.text[tree.blocks[i].start : tree.blocks[i].end])
    parts = [part for part in map(_without_stamp, _PARTED.split(text)) if part]
    if parts and i and survey.size[i - 1] < 30:
        label, rest = _label(survey.forms[i - 1].strip())
        if label and not rest:
            return NOBODY if _OTHER_WORK.search(label) or _label(parts[0])[0] else _read(parts[0], label)
    for part in parts:
        label, rest = _label(part)
        if label and (not rest or _OTHER_WORK.search(label)):
            continue
        if not label and (not byline or len(part.split()) > _WORDS):
            continue
        found = _read(rest, label)
        if found.people or found.desks or not label:
            return found
    return NOBODY


def _without_stamp(part: str) -> str:
    """A part of a line without the words that stand before or behind a date."""
    text = part.strip(" .,:;()")
    labels = lexicon("timestamp-label")
    low = matching_form(text).lower()
    if len(low) != len(text):
        return text
    at = labels.closes(low)
    return text if at < 0 else text[:at].strip(" .,:;()")


def _label(text: str) -> tuple[str, str]:
    """(words that say who wrote, the rest): "Written by Ann Bee" → ("Written by", "Ann Bee"); ("", text) without them."""
    form = matching_form(text)
    low = form.lower()
    labels = lexicon("byline-label", "byline-written")
    if len(low) == len(text):
        for end in labels.ends(low):
            rest = text[end:].lstrip(" :\u00a0")
            if not rest or rest[0].isalnum() or rest[0] == "@":
                return text[:end], rest
        glued = re.match(r"[a-z ]{2,15}?(?=[A-Z][a-z])|[A-Z][a-z ]{1,15}?(?=[A-Z][a-z])", text)
        if glued and labels.covers(glued[0]):
            return glued[0], text[glued.end() :]
    return "", text


def _read(text: str, label: str) -> Named:
    """The people of a part of a line, or the desk. `label` are the words that say who wrote."""
    said = bool(label)
    text = _OPEN_END.sub("", text.strip(" .,:;|"))
    glued = [match.start() for match in _GLUED.finditer(text)] if " " in text else []
    if len(glued) > 1:
        return NOBODY
    if glued and " " in text[: glued[0]]:
        text = text[: glued[0]]
    if not text or len(text) > 120:
        return NOBODY
    people = tuple(
        author.name
        for author in read_byline(text)
        if author.name and (said or 1 < len(author.name.split()) < 5) and author.name.split()[-1].lower() not in trades()
    )
    if people and not (said is False and len(text) > sum(map(len, people)) + 8 * len(people) + 24):
        return Named(people, (), said)
    words = text.split()
    if (
        said
        and lexicon("byline-label").covers(label.rsplit(maxsplit=1)[-1])
        and len(words) == 1
        and 2 < len(text) < 25
        and is_cased(text)
        and not text.isupper()
        and text.lower() not in shared_words("bylines", "nobody")
    ):
        return Named((text,), (), True)
    if 1 < len(words) < 6 and words[-1].lower() in shared_words("bylines", "desks") | {"editors", "contributor"}:
        return Named((), (text,), said)
    return NOBODY
