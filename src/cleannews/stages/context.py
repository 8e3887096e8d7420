"""Neighbours decide what a line alone cannot: pairs that describe one picture, headlines under a label, the title again.

Each finder looks at the whole document and returns findings; nothing here removes anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from cleannews.article import Label
from cleannews.derived import regex
from cleannews.rule import SURE
from cleannews.rules.shapes import no_final_stop, sentences
from cleannews.stages.evidence import ENDS, FAMILIES, Layout
from cleannews.stages.match import Hit
from cleannews.values import NamedTuple


class Finding(NamedTuple):
    """What a neighbour says of a line: the label, the finder's id, how sure that is, and why in plain words."""

    line: int
    label: Label
    subtype: str | None
    rule: str
    sure: float
    why: str


class Finder(NamedTuple):
    """A way in which lines explain each other. `example` is a small document; `marked` are the numbers of the lines it finds there."""

    id: str
    doc: str
    find: Callable[[Layout, Sequence[str]], list[Finding]]
    example: str
    marked: tuple[int, ...]
    innocent: str


def without_credit(form: str, hits: Sequence[Hit]) -> str:
    """The line's text without the credit at its end."""
    cuts = [hit.start for hit in hits if hit.rule.label is Label.CREDIT and not hit.whole]
    return form[: min(cuts)].rstrip() if cuts else form


def _bare(form: str) -> str:
    return "".join(char for char in form.lower() if char.isalnum())


def _alike(a: str, b: str) -> bool:
    """Whether one text begins with the other."""
    return a.startswith(b) or b.startswith(a)


def caption_pairs(layout: Layout, folded: Sequence[str]) -> list[Finding]:
    """An image's alt text and its caption stand one above the other and say the same, credit aside."""
    found = []
    n = len(layout.forms)
    forms = layout.forms
    bare: dict[int, str] = {}

    def text(j: int) -> str:
        if j not in bare:
            form = layout.forms[j]
            bare[j] = _bare(without_credit(form[:700], layout.hits[j])) if len(form) < 1500 else ""
        return bare[j]

    for i in range(n - 1):
        for k in (i + 1, i + 2):
            if k >= n or forms[i][:5] != forms[k][:5] or not _alike(_bare(forms[i][:24]), _bare(forms[k][:24])) or len(text(i)) < 20 or len(text(k)) < 20:
                continue
            if k == i + 2 and layout.priors[i + 1][1] not in (1, 2):
                continue
            a, b = text(i), text(k)
            short, longer = (a, b) if len(a) <= len(b) else (b, a)
            heading = layout.title_fold if layout.title_known or layout.copies[layout.title_fold] > 1 else ""
            if longer.startswith(short) and len(short) >= 0.6 * len(longer) and not (heading and heading in (folded[i], folded[k])):
                why = "the line above or below says the same: an image text and its caption"
                # Without a credit the one that says less may be an alt text, or a pull quote, above the story's own line: that one stays. And a short
                # line may be a heading that the picture below it repeats.
                credited = any(hit.rule.label is Label.CREDIT for j in (i - 1, i, k, k + 1, k + 2) if 0 <= j < n for hit in layout.hits[j])
                bare_heading = max(layout.size[i], layout.size[k]) <= 75 and not credited and layout.ends[k] not in (ENDS["stop"], ENDS["question"])
                pair = (i, k) if credited else (i,) if len(a) <= len(b) else (k,)
                found += [Finding(j, Label.CAPTION, None, "caption-pair", 0.8 if bare_heading else 0.96, why) for j in pair]
    return found


#: The rules that find headings of lists of links; the one that introduces a single link as well.
_LINK_RULE = "promo-read-more"
_HEADING_RULES = frozenset({"promo-most-read", _LINK_RULE, "promo-related", "promo-related-section"})


def headlines_under_label(layout: Layout, folded: Sequence[str]) -> list[Finding]:
    """Headlines below a read-more or related label that stands alone."""
    found = []
    n = len(layout.forms)
    for i, hits in enumerate(layout.hits):
        label = next((hit.rule for hit in hits if hit.whole and hit.rule.label is Label.PROMO and hit.rule.id in _HEADING_RULES), None)
        if label is None or layout.size[i] > 60:
            continue
        for k in range(i + 1, min(n, i + 9)):
            form, size = layout.forms[k], layout.size[k]
            if not (12 <= size <= 170) or not no_final_stop(form) or layout.long[k] or (k > i + 1 and layout.gap[k] > layout.usual and layout.mixed):
                break
            # A label such as "Video" heads a list: a single line between it and a paragraph may be the paragraph's subhead.
            single = label.id != _LINK_RULE and (k + 1 >= n or layout.long[k + 1])
            sure = 0.95 if k == i + 1 and size >= 25 and layout.ends[k] != ENDS["colon"] and not single else 0.6
            found.append(
                Finding(
                    k,
                    Label.PROMO,
                    "mostread" if label.subtype == "mostread" else "related",
                    "promo-under-label",
                    sure,
                    f"a headline under “{layout.forms[i][:40]}”",
                )
            )
    return found


#: The rule that finds labels of lists of topics.
_TOPICS = "tags-label"
_OPEN_ENDS = frozenset({ENDS["none"], ENDS["digit"], ENDS["comma"], ENDS["bracket"]})


def topics_under_label(layout: Layout, folded: Sequence[str]) -> list[Finding]:
    """Topics below a label such as "Tags" that stands alone."""
    found = []
    n = len(layout.forms)
    for i, hits in enumerate(layout.hits):
        if layout.size[i] > 40 or ":" in layout.forms[i].rstrip(" :") or not any(hit.whole and hit.rule.id == _TOPICS for hit in hits):
            continue
        end = i + 1
        while end < min(n, i + 31) and layout.size[end] <= 40 and layout.forms[end].count(" ") <= 3 and layout.ends[end] in _OPEN_ENDS:
            end += 1
        # A long list, or one before the story, is the site's: its sections.
        own = layout.before[i] > 0 and end - i <= 13
        label, subtype = (Label.TAGS, None) if own else (Label.BOILERPLATE, "nav")
        why = f"{'a topic' if own else 'a section'} under “{layout.forms[i][:40]}”"
        found += [Finding(k, label, subtype, "tags-under-label", 0.95, why) for k in range(i + 1, end)]
    return found


def title_again(layout: Layout, folded: Sequence[str]) -> list[Finding]:
    """The headline, printed once more."""
    title = layout.title_fold
    if len(title) < 15:
        return []
    return [
        Finding(i, Label.TITLE, None, "title-again", 0.97, "the headline again")
        for i, text in enumerate(folded)
        if text == title
        and (layout.copies[title] > 1 or layout.title_known)
        or (len(text) > len(title) and text.startswith(title) and len(text) < len(title) + 40 and (" - " in text[len(title) :] or " | " in text[len(title) :]))
    ]


def captions_over_credits(layout: Layout, folded: Sequence[str]) -> list[Finding]:
    """Single short sentences right above a credit, in a text whose credits mostly have one above them."""
    return [
        Finding(i, Label.CAPTION, None, "caption-over-credit", 0.85, "a sentence much shorter than the paragraphs, right above a credit")
        for i, share in layout.over_credit.items()
        if share >= 0.6
        and layout.ends[i] == ENDS["stop"]
        and 25 <= layout.size[i] < (0.7 if layout.before[i] else 0.4) * layout.usual_long
        and sentences(layout.forms[i][:600]) <= 1
    ]


#: A person's name and nothing else; the same, or an agency or a short form with an editor's initials.
_NAME = "^{fullname}$"
_SIGNATURE = r"^[(]?(?:{fullname}|{agency}(?: ?/ ?[\w.]{{2,12}}){{1,3}}(?: {up1}\w+)?|{up1}\w{{1,3}}[-/]\w{{2,9}})[)]?\.?$"


@cache
def _filled(shape: str) -> re.Pattern[str]:
    """The shape of a line, its braces filled with the shared pieces of patterns."""
    from cleannews.rules.pieces import pieces

    return regex(shape.format(**pieces()))


def signatures(layout: Layout, folded: Sequence[str]) -> list[Finding]:
    """Who wrote the story, alone on the last line."""
    last = len(layout.forms) - 1
    if last < 3 or not layout.long[last - 1] or not 4 < layout.size[last] < 48 or not _filled(_SIGNATURE).match(layout.forms[last]):
        return []
    return [Finding(last, Label.BYLINE, None, "byline-last", 0.92, "a name alone behind the last paragraph")]


def names_over_dates(layout: Layout, folded: Sequence[str]) -> list[Finding]:
    """A name alone, right above the date of the story."""
    stamp = FAMILIES[Label.TIMESTAMP]
    return [
        Finding(i, Label.BYLINE, None, "byline-over-date", 0.85, "a name alone, right above a date")
        for i, (chance, family) in enumerate(layout.priors[1:])
        if chance >= SURE and family == stamp and 5 < layout.size[i] < 40 and _filled(_NAME).match(layout.forms[i])
    ]


FINDERS: tuple[Finder, ...] = (
    Finder(
        "caption-pair", "An image text and its caption, one above the other.", caption_pairs,
        "The bridge stays shut.\nA crane over the river Medway in March\nA crane over the river Medway in March (PA)\nTalks go on.", (1, 2),
        "The bridge stays shut.\nThe bridge at Rochester stays shut.",
    ),
    Finder(
        "promo-under-label", "Headlines under a label.", headlines_under_label,
        "The bridge stays shut.\nRelated articles\nFive bridges that never opened\nThe council met on Monday to hear what engineers had found under the deck of the bridge.", (2,),
        "The bridge stays shut.\nFive bridges that never opened\nTalks go on.",
    ),
    Finder(
        "tags-under-label", "Topics under a label.", topics_under_label,
        "The council met on Monday to hear what engineers had found under the deck of the bridge.\nTags:\nRochester\nBridges\nThe bridge stays shut.", (2, 3),
        "The bridge stays shut.\nTags: Bridges, Kent\nRochester\nTalks go on.",
    ),
    Finder(
        "title-again", "The headline, printed once more.", title_again,
        "Bridge stays shut for a third winter\nBridge stays shut for a third winter\nThe bridge at Rochester will not open before Easter, the council said on Monday after a survey.", (0, 1),
        "Bridge stays shut for a third winter\nThe bridge at Rochester will not open before Easter, the council said.",
    ),
    Finder(
        "caption-over-credit", "A short sentence right above a credit.", captions_over_credits,
        "The bridge at Rochester will not open before Easter, the council said on Monday after a survey that took most of the autumn and cost £2m.\nEngineers look under the deck.\nAnn Bee/Reuters\nTalks go on.", (1,),
        "The bridge at Rochester will not open before Easter, the council said on Monday.\nTraders are to be paid for the time they lose, the mayor said.\nAnn Bee/Reuters\nTalks go on.",
    ),
    Finder(
        "byline-over-date", "A name right above a date.", names_over_dates,
        "Bridge stays shut for a third winter\nAnn Bee\nPublished 3 May 2026, 10:15\nThe council met on Monday to hear what engineers had found under the deck of the bridge.", (1,),
        "Bridge stays shut for a third winter\nPublished 3 May 2026, 10:15\nAnn Bee\nThe council met on Monday to hear what engineers had found under the deck.",
    ),
    Finder(
        "byline-last", "The writer's name on the last line.", signatures,
        "The bridge stays shut.\nNobody knows for how long it will.\nThe council met on Monday to hear what engineers had found under the deck of the bridge.\nAnn Bee", (3,),
        "The bridge stays shut.\nAnn Bee\nThe council met on Monday to hear what engineers had found under the deck of the bridge.\nTalks go on.",
    ),
)  # fmt: skip


def find_all(layout: Layout) -> list[Finding]:
    """What all finders say, surest first for each line."""
    found: dict[int, Finding] = {}
    for finder in FINDERS:
        for finding in finder.find(layout, layout.folded):
            if finding.line not in found or found[finding.line].sure < finding.sure:
                found[finding.line] = finding
    return sorted(found.values())
