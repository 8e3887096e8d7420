"""A caption line, taken apart: header, counter, archive label, restrictions, credits, and the words that remain.

The order is that of a picture desk: the credit is cut from the right, the agency's header and labels from the left, restrictions wherever
they stand. What remains is the caption; its words are never changed, nor its case or punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from cleannews.article import Place
from cleannews.credit import archive_words
from cleannews.derived import regex
from cleannews.lexicon import has_stem, lexicon, shared_words
from cleannews.read.text import matching_form
from cleannews.signature import credit_words, find_credits

_COUNTER = regex(r"[(\[] ?\d{1,3} ?(?:/|of|von|de|di|av|af|из|z) ?\d{1,3} ?[)\]] ?[:.]? ?")
_RESTRICTION = regex(
    r"[(\[]?\b(?:[A-Z]{4,14}(?:, [A-Z]{4,14}){0,4} OUT|NO (?:RESALES?|ARCHIVES?|SALES|MARKETING|ADVERTISING(?: CAMPAIGNS)?|USE|COMMERCIAL OR EDITORIAL SALES)(?: IN [A-Z ]{3,40})?|EDITORIAL USE ONLY|(?:PHOTO )?NOT FOR SALE|MANDATORY CREDIT|RESTRICTED TO EDITORIAL USE)\b[)\]]?[.;:,]? ?"
)
_EDITORS = regex(
    r"(?:ATTENTION EDITORS ?[-:]? ?[^a-z]{4,400}(?=$|[A-Z][a-z])|THIS (?:IMAGE|PICTURE|PHOTO|HANDOUT)[^a-z]{10,200}PARTY\.?|[(\[](?i:editor'?s'? note|editors please note|attention editors)[^()\[\]]{3,300}[)\]])"
)
_LOOSE = regex(r" ?[:|=] ?|, (?=\S)| (?=\S)")
_MARK = regex(r" ?[:|=] ?|، ?")
_ENDING_BRACKET = regex(r"[(\[]([^()\[\]]{3,60})[)\]]\.?$")
_ENDING_WORDS = regex(r"(?<=[.!?] )([^.!?]{3,40})\.?$")
_YEAR = regex(r"\b(1[89]\d\d|20\d\d)\b")
#: Longer lines are no captions; they are left as they are.
_LONGEST = 6000
_EDGE = " \t\u00a0\u200b\u200e\u200f\ufeff"


#: What labels say of a picture: whether it is an archive's, whether it is a symbol, how it was made.
Flags = tuple[bool, bool, str | None]


class Caption(NamedTuple):
    """What a caption line says. `text` and `credits` are as printed; `date` is ISO 8601, possibly partial (`--05-03`)."""

    text: str
    credits: tuple[str, ...] = ()
    location: Place | None = None
    date: str | None = None
    instructions: tuple[str, ...] = ()
    is_file: bool = False
    is_symbolic: bool = False
    digital_source: str | None = None
    header: bool = False
    repeated: bool = False


@cache
def _months() -> dict[str, int]:
    from cleannews.languages import shared

    return {name: k for k, names in enumerate(shared()["pictures"]["months"], 1) for name in names.split()}


@cache
def _weekdays() -> frozenset[str]:
    from cleannews.languages import shared

    return frozenset(name for names in shared()["pictures"]["weekdays"] for name in names.split())


@cache
def _grammar() -> dict[str, re.Pattern[str]]:
    """The patterns of headers and dates, compiled when the first caption is read."""
    from cleannews.rules.pieces import upper

    up = upper()
    month = "(?i:" + "|".join(sorted(_months(), key=len, reverse=True)) + r")\.?"
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    week = "(?i:(?:" + "|".join(sorted(_weekdays(), key=len, reverse=True)) + r")\.?,? )?"
    place = rf"(?:Mc|Mac)?[{up}][{up}'. -]{{1,40}}"
    mixed = rf"[{up}][\w'. -]{{1,40}}"
    full = rf"(?P<when>(?P<month>{month})[ ,]{{0,2}}(?P<day>{day})[ ,]{{1,2}}(?P<year>(?:1[89]|20)\d\d)|(?P<day2>{day}) (?P<month2>{month}),? (?P<year2>(?:1[89]|20)\d\d))"
    token = rf"(?:[{up}][\w'.-]{{0,24}})"
    name = rf"{token}(?: (?:{token}|de|da|do|del|la|le|el|al|of|the|on|am|upon|den|du|des)(?= |,|\.|$)){{0,4}}"
    places = rf"(?P<city>{name})(?:, (?P<second>{name}))?(?:, (?P<third>{name}))?"
    return {
        "header": re.compile(
            rf"(?P<places>{place}(?:, (?:{mixed})){{0,3}}),? ?- ?(?:(?i:circa) )?"
            rf"(?:(?P<month>{month})[ ,]{{0,2}}(?P<day>\d{{1,2}})(?:,? ?(?P<year>(?:1[89]|20)\d\d))?|(?P<day2>\d{{1,2}}) (?P<month2>{month})(?:,? (?P<year2>(?:1[89]|20)\d\d))?|(?P<iso>(?:19|20)\d\d[/-]\d{{2}}[/-]\d{{2}}))"
            rf"(?P<note>(?: ?[(\[][^()\[\]]{{2,120}}[)\]])?) ?(?P<colon>:?) ?"
        ),
        "date": re.compile(rf"\b{week}{full}"),
        "day": re.compile(
            rf"\b(?P<month>{month})[ ,]{{0,2}}(?P<day>{day})[ ,]{{1,2}}(?P<year>(?:1[89]|20)\d\d)|\b(?P<day2>{day}) (?P<month2>{month}),? (?P<year2>(?:1[89]|20)\d\d)"
        ),
        "before": re.compile(rf"(?:\b[Ii]n |\b[Aa]t |\b[Nn]ear |\b[Oo]utside |, |^){places},? (?:(?i:on) )?$"),
        "after": re.compile(rf",? [Ii]n {places}(?=[.,;(]|$| [a-z(\[])"),
        "week": re.compile(rf"(?:{week})$"),
    }


def read_caption(raw: str, credits: Sequence[tuple[int, int]] = ()) -> Caption:
    """Take a caption line apart. `credits` are the parts of it that rules have already found to be credits. Nothing raises."""
    raw = raw.strip(_EDGE)
    if len(raw) > _LONGEST:
        return Caption(raw)
    form = matching_form(raw)
    repeated = False
    folded = _folded_twice(form)
    if folded:
        once, rest = folded
        raw, form, repeated = raw[:once] + raw[once:rest].rstrip(_EDGE), form[:once] + form[once:rest].rstrip(), True
    instructions: list[str] = []
    blanked = form
    for pattern in (_EDITORS, _RESTRICTION):
        for match in pattern.finditer(blanked[:3000]):
            if text := raw[match.start() : match.end()].strip(_EDGE + "()[].;:, "):
                instructions.append(text)
        blanked = pattern.sub(lambda match: " " * len(match.group()), blanked[:3000]) + blanked[3000:]
    found = find_credits(blanked)
    if repeated and not found and folded and form[folded[0] :].strip(" |-.,"):
        found = [(folded[0], len(form))]
    if not found:
        found = [(a, b) for a, b in credits if 0 <= a < b <= len(raw)]
    printed = tuple(text for a, b in found if (text := raw[a:b].strip(_EDGE)))
    labelled: Flags = (False, False, None)
    for label in [text for text in printed if lexicon("caption-file").covers(text)]:
        labelled = _flags(label)
        printed = tuple(text for text in printed if text != label)
    keep = [True] * len(raw)
    for a, b in found:
        keep[a:b] = [False] * (b - a)
    if instructions:
        for k, (old, new) in enumerate(zip(form, blanked, strict=False)):
            if old != new:
                keep[k] = False
    start = 0
    first = next((k for k, kept in enumerate(keep) if kept and not blanked[k].isspace()), len(keep))
    start, flags = _opening(blanked, first)
    header = _header(form, start)
    location = date = None
    if header:
        end, location, date, note = header
        for k in range(start, end):
            keep[k] = False
        start = end
        if note:
            instructions.insert(0, note)
    for k in range(start):
        keep[k] = False
    text = _kept(raw, keep)
    text, closing = _closing(text)
    if not header:
        location, date = _tail(matching_form(text))
    elif date and date.startswith("--"):
        date = _with_year(date, matching_form(text)) or date
    if header and location is not None:
        location = _as_printed(location, text)
    return Caption(
        text,
        printed,
        location,
        date,
        tuple(dict.fromkeys(instructions)),
        flags[0] or closing[0] or labelled[0],
        flags[1] or closing[1] or labelled[1],
        flags[2] or closing[2] or labelled[2],
        bool(header),
        repeated,
    )


def _kept(raw: str, keep: Sequence[bool]) -> str:
    """The kept characters; where something was taken out of the middle, one space stands."""
    if all(keep):
        return _edged(raw)
    out: list[str] = []
    gap = False
    for char, kept in zip(raw, keep, strict=True):
        if kept:
            if gap and out and not out[-1].isspace() and not char.isspace() and char not in ".,;:!?":
                out.append(" ")
            elif gap and out and out[-1].isspace() and (char.isspace() or char in ".,;:!?"):
                out.pop()
            out.append(char)
            gap = False
        else:
            gap = True
    return _edged("".join(out))


def _edged(text: str) -> str:
    """The text without marks, signs and orphan brackets left at its edges by what was taken away."""
    text = text.strip(_EDGE)
    text = _without_last_mark(re.sub(r"^[|/•–—:]{1,9}(?=\s)", "", text).strip(_EDGE))
    for opening, close in ("()", "[]"):
        if text.endswith(opening):
            text = text[:-1].rstrip(_EDGE)
        if text.startswith(close):
            text = text[1:].lstrip(_EDGE)
    return _without_last_mark(text)


def _without_last_mark(text: str) -> str:
    """The text without the bar, slash, equals sign or dash that stood before a credit, or empty brackets around it."""
    for empty in ("()", "( )", "[]", "[ ]", "（）"):
        text = text.removesuffix(empty).rstrip(_EDGE)
    core = text.rstrip("|/•=＝、©" + _EDGE)
    dashes = core.rstrip("-–—|/•")
    return dashes.rstrip(_EDGE) if dashes != core and dashes[-1:].isspace() else core


def _folded_twice(form: str) -> tuple[int, int] | None:
    """For a caption printed twice in one line, perhaps with its credit between: (end of the first copy, beginning of the second)."""
    if len(form) < 30 or len(form) > 3000:
        return None
    second = form.find(form[:12], 12)
    while second >= 12:
        size = len(form) - second
        if size >= 14 and form.startswith(form[second:].rstrip(" .")) and second - size <= 120:
            between = form[len(form[second:].rstrip(" .")) : second].strip(" .|-")
            if between and (size < 20 or not credit_words(between, 0)):
                return None
            end = len(form[second:].rstrip(" ."))
            while end < second and form[end] in ".!?":
                end += 1
            return end, second
        second = form.find(form[:12], second + 1)
    return None


def _opening(form: str, start: int) -> tuple[int, Flags]:
    """Where the caption's own words begin behind counters, caption words and archive labels; and what those labels say."""
    is_file = is_symbolic = False
    source: str | None = None
    low = form.lower()
    for _ in range(4):
        while start < len(form) and form[start] in " |•":
            start += 1
        match = _COUNTER.match(form, start)
        if match and match.end() < len(form):
            start = match.end()
            continue
        bracket = form[start : start + 1] in ("(", "[")
        at = start + bracket
        step = None
        for end in lexicon("caption-file").ends(low, at):
            mark = re.match(r" ?[)\]] ?[:|.-]? ?" if bracket else r"(?: ?\([^()]{2,30}\))? ?[:|] ?| - |\. (?=\S)", form[end : end + 60])
            if mark and form[end + mark.end() :].strip():
                phrase = low[at:end]
                symbolic = has_stem(phrase, "pictures", "symbolic")
                is_symbolic, is_file = is_symbolic or symbolic, is_file or not symbolic
                source = source or _source_of(phrase)
                step = end + mark.end()
                break
        if step is None and not bracket:
            for words in (lexicon("caption-label"),):
                for end in words.ends(low, at):
                    loose = low[at:end] in shared_words("pictures", "captioned")
                    mark = (_LOOSE if loose else _MARK).match(form, end)
                    if mark and form[mark.end() :].strip():
                        step = mark.end()
                        break
        if step is None:
            step = next(
                (
                    at + len(words)
                    for words in shared_words("pictures", "captioned")
                    if low.startswith(words, at) and form[at + len(words) : at + len(words) + 1].isupper()
                ),
                None,
            )
        if step is None:
            break
        start = step
    return start, (is_file, is_symbolic, source)


def _source_of(phrase: str) -> str | None:
    for name, value in (("ai", "trainedAlgorithmicMedia"), ("screen", "screenCapture"), ("composite", "composite")):
        if has_stem(phrase, "pictures", name):
            return value
    return "illustration" if has_stem(phrase, "pictures", "illustration") and not has_stem(phrase, "pictures", "symbolic") else None


def _closing(text: str) -> tuple[str, Flags]:
    """The caption without the archive or symbol-picture words in brackets, or behind a stop, at its end; and what they say."""
    form = matching_form(text)
    last = max(0, len(form) - 70)
    match = _ENDING_BRACKET.search(form, last) or _ENDING_WORDS.search(form, last)
    if not match:
        return text, (False, False, None)
    words = match[1].strip()
    listed = lexicon("caption-file", "credit-supplied")
    opened = listed.end(words.lower())
    if not (listed.covers(words) or (match[0][0] in "([" and opened > 0 and not words[opened : opened + 1].isalpha() and archive_words(words.lower()))):
        return text, (False, False, None)
    return text[: match.start()].rstrip(_EDGE), _flags(words)


def _flags(words: str) -> Flags:
    """What an archive or symbol-picture label says."""
    symbolic = has_stem(words, "pictures", "symbolic")
    is_file = not symbolic and (has_stem(words, "pictures", "file") or lexicon("caption-file").covers(words))
    return is_file, symbolic, _source_of(words.lower())


def _number(match: re.Match[str], more: str = "") -> tuple[str | None, int, int]:
    """(year or None, month, day) of a date match."""
    suffix = "" if match["month"] else "2"
    month = _months()[match["month" + suffix].lower().rstrip(".")]
    return match["year" + suffix], month, int(re.match(r"\d+", match["day" + suffix])[0])  # type: ignore[index]


def _iso(year: str | None, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31) or (month == 2 and day > 29) or (month in (4, 6, 9, 11) and day == 31):
        return None
    return f"{year}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"


def _header(form: str, start: int) -> tuple[int, Place | None, str | None, str | None] | None:
    """The header of an agency's picture text: (its end, place, date, the note in brackets)."""
    match = _grammar()["header"].match(form, start)
    if not match or not (
        match["colon"]
        or match["note"].strip()
        or (
            form[match.end() : match.end() + 1].isupper()
            and match["places"].isupper()
            and (form[match.end() - 2 : match.end()] == "  " or form[match.end() - 1] == " ")
        )
    ):
        return None
    if not match["colon"] and not match["note"].strip() and not re.match(r"\s", form[match.end() - 1 : match.end()]):
        return None
    if match["iso"]:
        date: str | None = match["iso"].replace("/", "-")
    else:
        year, month, day = _number(match)
        date = _iso(year, month, day)
    parts = [part.strip(" ,") for part in match["places"].split(",")]
    parts = [part for part in parts if part and part.lower() not in shared_words("pictures", "nowhere")]
    note = match["note"].strip(" ()[]") or None
    return match.end(), _place([_titled(part) for part in parts]), date, note


def _titled(name: str) -> str:
    """A place name in capitals as it is written in a sentence."""
    if not name.isupper() or name.lower() in shared_words("pictures", "capitals"):
        return name
    words = name.lower().split(" ")
    return " ".join(word if k and word in shared_words("names", "places") else _capital(word) for k, word in enumerate(words))


def _capital(word: str) -> str:
    if word in shared_words("pictures", "capitals"):
        return word.upper()
    parts = word.split("-")
    return "-".join(part if k and part in shared_words("names", "hyphenated") else part[:1].upper() + part[1:] for k, part in enumerate(parts))


def _place(parts: Sequence[str]) -> Place | None:
    """City, region, country of a list of place names as agencies order them."""
    parts = [part for part in parts if part][:3]
    if not parts:
        return None
    if len(parts) == 1:
        return Place(country=parts[0]) if parts[0].lower() in shared_words("pictures", "countries") else Place(city=parts[0])
    if len(parts) == 2:
        return Place(city=parts[0], region=parts[1]) if parts[1].lower() in shared_words("pictures", "regions") else Place(city=parts[0], country=parts[1])
    return Place(city=parts[0], region=parts[1], country=parts[2])


def _as_printed(place: Place, text: str) -> Place:
    """The place with its names written as the caption's own sentence writes them."""
    low = text.lower()

    def printed(name: str | None) -> str | None:
        at = low.find(name.lower()) if name else -1
        if name and at >= 0 and len(low) == len(text):
            found = text[at : at + len(name)]
            return found if not found.isupper() and not found.islower() else name
        return name

    return Place(printed(place.city), printed(place.region), printed(place.country))


def _with_year(date: str, form: str) -> str | None:
    """A date without a year, completed from a full date of the same day, or of the same month, in the caption."""
    month, day = int(date[2:4]), int(date[5:7])
    years = set()
    for match in _grammar()["day"].finditer(form[:2000]):
        year, found_month, found_day = _number(match)
        if found_month == month and found_day == day and year:
            return _iso(year, month, day)
        if found_month == month and year:
            years.add(year)
    name = "|".join(sorted((name for name, number in _months().items() if number == month), key=len, reverse=True))
    for match in re.finditer(rf"\b(?i:{name})\.?,? ((?:1[89]|20)\d\d)\b", form[:2000]):
        years.add(match[1])
    return _iso(years.pop(), month, day) if len(years) == 1 else None


def _tail(form: str) -> tuple[Place | None, str | None]:
    """Place and date of "…, in CITY, COUNTRY, Month D, YYYY." and its kin, where a caption says when and where it was taken."""
    if not _YEAR.search(form):
        return None, None
    grammar = _grammar()
    for match in grammar["date"].finditer(form[:1500]):
        year, month, day = _number(match)
        date = _iso(year, month, day)
        if date is None:
            continue
        before = grammar["before"].search(form[max(0, match.start() - 120) : match.start()])
        if before:
            place = _named(before)
            if place:
                return place, date
        after = grammar["after"].match(form, match.end())
        if after:
            place = _named(after)
            if place:
                return place, date
        weekday = not match.group().startswith(match["when"])
        closes = re.match(r" ?[.)\]]|$", form[match.end() :])
        if weekday or (closes and re.search(r"(?:, |\bon )$", form[: match.start()])):
            return None, date
    return None, None


def _named(match: re.Match[str]) -> Place | None:
    """The place of a match, unless its words are a weekday or a month."""
    words = [part.strip(" ,") for part in (match["city"], match["second"], match["third"]) if part]
    words = [part if part.lower() in shared_words("pictures", "regions") else part.rstrip(".") for part in words]
    while words and (words[-1].rstrip(".").lower() in _months() or words[-1].rstrip(".").lower() in _weekdays()):
        words.pop()
    return _place([re.sub(r"(?: (?:on|of|the|at|am))+$", "", word) for word in words])
