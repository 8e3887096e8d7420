"""Stamp lines → ISO 8601: when a story was published, and when it was last changed.

ISO dates, dates in figures and those with a month's name in most languages are read here; other months go to dateparser with the languages
that have that name. What a stamp leaves open stays open: no year is invented, and `03/04/2025` counts only where its order is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from cleannews.lexicon import has_stem, lexicon
from cleannews.read.text import matching_form

_ISO = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?:[T ]{1,2}\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?: ?(?:Z|[+-]\d{2}:?\d{2})(?!\w))?)?(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})(?:[./-]|\. | ?年 ?| ?년 ?)(\d{1,2})(?:[./-]|\. | ?月 ?| ?월 ?)(\d{1,2})(?: ?[日일.])?(?![\d:])")
_YEAR_LAST = re.compile(r"(?<![\d.])(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?!\d)")
_NO_YEAR = re.compile(r"(?<![\d.])(\d{1,2})(?: ?/ ?|月 ?|월 ?)(\d{1,2})(?:日|일)?(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d./-])(\d{1,2})(?:[:.h時시點点] ?|시 ?)(\d{2})(?!\d|[./-]\d)(?::(\d{2}))?(?:分|분)?|(?<![\d./:-])(\d{1,2}) ?(?=(?:[ap]\.?m\b|uhr\b))", re.IGNORECASE
)
_OFFSET = re.compile(r"(?:GMT|UTC)? ?([+-−])(\d{1,2})(?::?(\d{2}))?(?!\d)")


class Stamp(NamedTuple):
    """One time read off a stamp line: ISO 8601 text (perhaps without its year: `--03-05`), and whether it tells of a change."""

    iso: str
    updated: bool


def read_stamps(texts: Sequence[tuple[str, str | None]], sample: str = "") -> tuple[str | None, str | None]:
    """(published, modified) of the stamp lines `(text, subtype)`, in order. `sample` is story text, by which the order of figures is told."""
    stamps: list[Stamp] = []
    for text, subtype in texts:
        if subtype in {"reading", "live"}:
            continue
        stamps += _read(text, subtype, sample)
    published = next((stamp.iso for stamp in stamps if not stamp.updated and not stamp.iso.startswith("--")), None)
    modified = next((stamp.iso for stamp in stamps if stamp.updated and not stamp.iso.startswith("--")), None)
    if modified is None and (partial := next((stamp.iso for stamp in stamps if stamp.updated), None)) and published and published[:4].isdigit():
        modified = published[:4] + partial[1:]
    return published, modified


def _read(text: str, subtype: str | None, sample: str) -> list[Stamp]:
    """The stamps of one line: each word for publishing or updating opens one."""
    form = _plain_digits(matching_form(text[:400]))
    low = form.lower()
    if len(low) != len(form):
        low = form
    marks: list[tuple[int, int, bool, str]] = []
    at = 0
    labels = lexicon("timestamp-label")
    while at < len(low):
        end = labels.end(low, at) if low[at].isalpha() and (at == 0 or not low[at - 1].isalpha()) else -1
        if end < 0 and low[at].isalpha() and (at == 0 or not low[at - 1].isalpha()):
            end = next((at + size for size in range(12, 1, -1) if low[at + size : at + size + 1].isdigit() and labels.covers(low[at : at + size])), -1)
        if end > at:
            marks.append((at, end, has_stem(low[at:end], "times", "updated"), low[at:end]))
            at = end
        else:
            at += 1
    spans = [(end, marks[k + 1][0] if k + 1 < len(marks) else len(form), updated) for k, (_, end, updated, _) in enumerate(marks)]
    stamps: list[Stamp] = []
    first = marks[0][0] if marks else len(form)
    words = ", ".join(word for *_, word in marks)
    if iso := read_time(form[:first], words, sample):
        trailing = bool(marks) and not any(char.isdigit() for char in form[marks[0][1] :])
        stamps.append(Stamp(iso, marks[0][2] if trailing else subtype == "updated" or (not marks and _speaks_of_change(low))))
    for start, end, updated in spans:
        if iso := read_time(form[start:end], words, sample):
            stamps.append(Stamp(iso, updated))
    return stamps


def _speaks_of_change(low: str) -> bool:
    """Whether a stamp without a label word is one of the last change: by stems long enough to mean nothing else."""
    from cleannews.lexicon import shared_words

    return any(stem in low for stem in shared_words("times", "updated") if len(stem) > 5 or not stem.isascii())


def _plain_digits(form: str) -> str:
    """The text with the decimal digits of all scripts as 0 to 9."""
    if form.isascii():
        return form
    import unicodedata

    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in form)


def read_time(form: str, label: str = "", sample: str = "") -> str | None:
    """The first date, with the time beside it, of a piece of a stamp line, as ISO 8601; None if none is sure."""
    form = _GLUED.sub(r"\1 ", _plain_digits(matching_form(form)))[:200]
    if match := _ISO.search(form):
        try:
            found = datetime.fromisoformat(re.sub(r"(?<=\d) (?=[Z+-])", "", re.sub(r" {2,}", " ", match.group())))
        except ValueError:
            found = None
        if found is not None:
            if len(match.group()) > 10:
                return found.isoformat(timespec="seconds" if found.second else "minutes") + (_zone(form[match.end() :]) if found.tzinfo is None else "")
            return found.date().isoformat() + _clock(form, match.span())
    if match := _YEAR_FIRST.search(form):
        return _joined(int(match[1]), int(match[2]), int(match[3]), _clock(form, match.span()))
    if match := _YEAR_LAST.search(form):
        a, mark, b, year = int(match[1]), match[2], int(match[3]), int(match[4])
        year = year if year > 99 else 2000 + year
        order = _order(a, b, mark, form, label, sample)
        if order:
            day, month = (a, b) if order == "DMY" else (b, a)
            return _joined(year, month, day, _clock(form, match.span()))
        return None
    if found_date := _worded(form):
        day_text, span = found_date
        return day_text + _clock(form, span) if len(day_text) > 7 else day_text
    if match := _NO_YEAR.search(form):
        month, day = int(match[1]), int(match[2])
        if 1 <= month <= 12 and 1 <= day <= 31 and re.search("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", form + label):
            return f"--{month:02}-{day:02}{_clock(form, match.span())}"
    return None


def _joined(year: int, month: int, day: int, clock: str) -> str | None:
    try:
        return date(year, month, day).isoformat() + clock
    except ValueError:
        return None


def _order(a: int, b: int, mark: str, form: str, label: str, sample: str) -> str | None:
    """Which of two figures is the day: by their size, the mark, the zone, the label's language, the story's."""
    if a > 12 or mark == ".":
        return "DMY"
    if b > 12:
        return "MDY"
    if a == b:
        return "DMY"
    from cleannews.lexicon import shared_words

    if any(word.lower() in shared_words("times", "month_first") for word in re.findall(r"[A-Za-z]{2,4}", form)):
        return "MDY"
    english = _is_english(label, sample)
    return "DMY" if english is False else None


def _is_english(label: str, sample: str) -> bool | None:
    """Whether a label or a sample of the story is English; None if neither says so."""
    from cleannews.languages import available, words

    if label:
        own = {code for code in available() for word in label.split(", ") if word in _stamp_words(code)}
        if own:
            return "en" in own
    tokens = re.findall(r"[^\W\d_]+", sample[:3000].lower())
    if len(tokens) < 20:
        return None
    score = {code: sum(token in set(words("pronouns", (code,))) for token in tokens) for code in available()}
    best = max(score, key=lambda code: score[code], default="")
    return best == "en" if score.get(best) else None


@cache
def _stamp_words(code: str) -> frozenset[str]:
    from cleannews.languages import language

    table = language(code).tables.get("timestamp-label")
    return frozenset(matching_form(phrase).lower() for phrase in table.phrases) if table else frozenset()


@cache
def _month_words() -> frozenset[str]:
    """Every month word in lower case. Which languages have it takes reading all of their files, and is seldom asked."""
    from cleannews.languages import words

    return frozenset(matching_form(word).lower().strip(".") for word in words("months"))


@cache
def _month_codes() -> dict[str, tuple[str, ...]]:
    """Every month word in lower case → the languages that have it."""
    from cleannews.languages import available, language

    found: dict[str, tuple[str, ...]] = {}
    for code in available():
        for word in language(code).words.get("months", ()):
            low = matching_form(word).lower().strip(".")
            if code not in found.get(low, ()):
                found[low] = (*found.get(low, ()), code)
    return found


#: What the months of most languages in Latin and Cyrillic letters begin with, January first: these need no library.
_MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "jan jän ene gen ian янв", "feb fév fev fir şub фев", "mar mär maa mrt mrz már мар", "apr avr abr ápr апр", "mai may maj mei mag máj май мая",
            "jun giu juin jún iun июн", "jul lug juil júl iul июл", "aug ago aoû aou авг", "sep set sze сен", "oct okt ott out окт", "nov noi noy ноя marr",
            "dec déc dez des dic дек",
        ),
        1,
    )
    for stem in stems.split()
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GLUED = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\d{1,2}[:.](?:\d\d|\s))")


def _worded(form: str) -> tuple[str, tuple[int, int]] | None:
    """A date with a month's name, and where it stands."""
    known = _month_words()
    for match in _WORD.finditer(form):
        word = match.group().lower().strip(".")
        if word not in known:
            continue
        before = re.search(r"(?<![\d:.])(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?(?:[ -]?(?:de|of|di))?[ .-]{0,2}$", form[: match.start()], re.IGNORECASE)
        after = re.match(r"[ .,/-]{0,3}(?:[^\W\d_]+ ){0,2}?(\d{1,2})(?:st|nd|rd|th|일|日)?(?![\d:.h]\d|\d)", form[match.end() :]) if not before else None
        year = re.match(r"[^\d]{0,24}?(?:\d{1,2}(?:st|nd|rd|th)?)?[^\d:]{0,10}?(?<!\d)((?:19|20)\d\d)(?!\d)", form[match.end() :])
        ahead = re.search(r"(?<!\d)((?:19|20)\d\d)[^\d]{1,6}$", form[: match.start()])
        if not year and not ahead:
            continue
        number = year[1] if year else ahead[1]  # type: ignore[index]
        day = before[1] if before else after[1] if after and after[1] != number else None
        start = before.start() if before else ahead.start() if ahead and not year else match.start()
        end = max(match.end() + (year.end() if year else 0), match.end() + (after.end() if after else 0))
        month = _MONTHS.get(word[:4]) or _MONTHS.get(word[:3])
        if month is not None:
            parsed = _joined(int(number), month, int(day), "") if day else f"{number}-{month:02}"
        else:
            parsed = _with_dateparser(day, match.group().strip("."), number, _month_codes()[word])
        if parsed:
            return parsed, (start, end)
    return None


def _with_dateparser(day: str | None, month: str, year: str, codes: tuple[str, ...]) -> str | None:
    import warnings

    import dateparser

    known = tuple(code for code in ({"no": "nb"}.get(code, code) for code in codes) if code)
    settings = {"REQUIRE_PARTS": ["month", "year"], "PREFER_DAY_OF_MONTH": "first", "DATE_ORDER": "DMY", "NORMALIZE": True}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for languages in (known[:6], None):
            try:
                found = dateparser.parse(f"{day or 1} {month} {year}", languages=list(languages) if languages else None, settings=settings)
            except (ValueError, OverflowError, TypeError):
                found = None
            if found is not None and str(found.year) == year:
                return found.date().isoformat() if day else f"{found.year}-{found.month:02}"
    return None


def _clock(form: str, span: tuple[int, int]) -> str:
    """The time of day beside a date, with its zone: `T06:04+01:00`, `T18:00`, or nothing."""
    from cleannews.lexicon import shared_words

    for start, text in ((span[1], form[span[1] : span[1] + 50]), (0, form[: span[0]])):
        match = _CLOCK.search(text)
        if not match:
            continue
        hour, minute, second = int(match[1] or match[4]), int(match[2] or 0), match[3]
        around = (text[max(0, match.start() - 8) : match.start()] + " " + text[match.end() : match.end() + 8]).lower()
        tokens = set(re.findall(r"[^\s\d,|•:()-]+", around))
        if tokens & shared_words("times", "afternoon") and hour < 12:
            hour += 12
        elif tokens & shared_words("times", "morning") and hour == 12:
            hour = 0
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            continue
        if hour == 24:
            continue
        zone = _zone(text[match.end() : match.end() + 40]) or (_zone(form[span[1] : span[1] + 20]) if start == 0 else "")
        return f"T{hour:02}:{minute:02}" + (f":{second}" if second and second != "00" else "") + zone
    return ""


@cache
def _zones() -> dict[str, str]:
    from cleannews.languages import shared

    return {name.upper(): offset for name, offset in shared().get("times", {}).get("zones", {}).items()}


def _zone(text: str) -> str:
    """The offset that a zone word or a signed number names."""
    head = text[:24]
    if match := _OFFSET.search(head):
        hours = int(match[2])
        if hours <= 14 and ("GMT" in head.upper() or "UTC" in head.upper() or match[3] is not None):
            return f"{'-' if match[1] in '-−' else '+'}{hours:02}:{match[3] or '00'}"
    for word in re.findall(r"[^\W\d_]{1,5}", head)[:3]:
        if word.upper() == word and word in _zones():
            return _zones()[word]
    return ""
