"""Credits that lines of one document have in common: what closes several captions closes no sentence of the story.

A name behind a full stop may be a signature, a word in brackets an aside. The same name behind the last sentence of two different lines is whose
pictures they are, and so is a word in brackets where three lines close with one and not all of them are agencies that stories are signed with.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from cleannews.article import Label
from cleannews.derived import regex
from cleannews.languages import shared
from cleannews.names import particles
from cleannews.rule import Rule
from cleannews.rules.pieces import CASELESS, upper
from cleannews.stages.match import Hit

AGAIN = Rule("credit-again", Label.CREDIT, "A name or a word in brackets that closes other captions of the text, too.", "", sure=0.95)
#: A line that may be a caption: so many characters, so many words before the credit.
_SHORTEST, _LONGEST, _WORDS = 30, 420, 5
_ENDS = frozenset(".!?。！？…:;,\"'»”")


@lru_cache(maxsize=1)
def _closing() -> re.Pattern[str]:
    """A short text without digits or marks behind the end of a sentence, in brackets or not."""
    return regex(
        rf"(?:(?<=[^\W_A-Z][^\W_A-Z])[\"'»)]?[.!…]|。)[\"'»)]? ?(?P<tail>\((?P<aside>[{upper()}][^()\[\].!?:;\"\d]{{1,50}})\)|(?P<name>[{upper()}@{CASELESS}][^()\[\].!?:;\"\d]{{1,46}}))$"
    )


@lru_cache(maxsize=1)
def story_agencies() -> frozenset[str]:
    """Agencies that stories are signed with, as lines are."""
    return frozenset(shared()["agencies"]["stories"])


def _named(text: str) -> bool:
    """Whether the text is made of names: capitals, particles, slashes; one or two short words in scripts without capitals."""
    words = text.replace("/", " ").replace(",", " ").split()
    cased = [word for word in words if word.lower() != word.upper()]
    if not cased:
        return len(words) <= 2 and len(text) <= 12
    return 1 <= len(words) <= 6 and all(word[:1] == "@" or not word[:1].islower() or word in particles() for word in words)


def credits_again(forms: Sequence[str], hits: Sequence[list[Hit]]) -> Mapping[int, Hit]:
    """The credits that lines have in common: number of the line → the hit. Lines with a credit of their own are left alone."""
    names: dict[str, dict[str, int]] = defaultdict(dict)
    asides: dict[str, tuple[int, str]] = {}
    tails: dict[int, tuple[int, int]] = {}
    for i, form in enumerate(forms):
        if not _SHORTEST <= len(form) <= _LONGEST or form[-1] in _ENDS:
            continue
        match = _closing().search(form, max(0, len(form) - 60))
        if not match or form.count(" ", 0, match.start()) < _WORDS - 1 or any(hit.rule.label is Label.PROMO for hit in hits[i]):
            continue
        tails[i] = match.span("tail")
        if match["aside"]:
            asides.setdefault(form, (i, match["aside"]))
        if match["name"] and _named(match["name"]) and match["name"] not in story_agencies():
            names[match["name"].casefold()].setdefault(form, i)
    found = {i for lines in names.values() if len(lines) > 1 for i in lines.values()}
    foreign = {text for _, text in asides.values()} - story_agencies()
    listed = any(b - a == 1 for (a, _), (b, _) in pairwise(asides.values())) or any("%" in form for form in asides)  # figures with their sources
    if len(asides) > 2 and not listed and len(foreign) > 1 and any(" " in text or "/" in text for text in foreign):
        found.update(i for i, text in asides.values() if _named(text))
    return {
        i: Hit(AGAIN, *tails[i], False) for i in sorted(found) if not any(hit.rule.label is Label.CREDIT and hit.rule.sure >= AGAIN.sure for hit in hits[i])
    }
