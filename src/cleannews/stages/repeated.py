"""What repeats from article to article of a publisher: what a pack says of a document's lines.

Repetition is evidence. What repeats and is story must stay: subheads of a series, the background of a running story, questions, verse, rows
of tables, a columnist's opening, what a company says of itself. So the form, the place and the company of a line are weighed with how
often it repeats, and a line that looks like story needs more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from cleannews.pack import Entry, Pack
from cleannews.rule import SURE
from cleannews.stages.evidence import ENDS, LONG, STARTS, Layout

#: Log-odds of being furniture, by what is seen. The sum decides; docs/learn.md says how the numbers were found.
WORTH: dict[str, float] = {
    "it repeats": -1.0,
    "in two articles": -0.5,
    "in three articles": 1.0,
    "in five articles": 2.0,
    "in ten articles": 2.6,
    "in half of the articles": 1.0,
    "in four fifths of the articles": 1.5,
    "in fewer than one of twenty": -0.5,
    "before or after the story": 2.5,
    "beside other lines that repeat": 1.0,
    "half known to the rules": 1.5,
    "no sentence": 0.5,
    "a button's form": 1.0,
    "a headline after a label": 1.0,
    "not about the story": 2.5,
    "nothing to do with the story": 3.0,
    "hardly about the story": 1.0,
    "about the story": -3.0,
    "an exclamation": -0.5,
    "a short sentence": -2.0,
    "a long sentence": -2.0,
    "a long sentence inside the story": -4.0,
    "a long sentence before the story": -3.5,
    "the form of a subhead": -3.5,
    "a question": -3.0,
    "speech": -2.0,
    "among numbers": -3.5,
    "a number that changes": -1.0,
    "lines of its own kind around it": -2.5,
}
#: How sure the first line of a publisher whose articles open with headlines is one, and the rule's name.
HEADLINE, HEADLINE_RULE = 0.97, "pack:headline"
_BUTTON = re.compile(r"[@©|]|https?:|www\.|!!|>>|\.com\b|^[*#=~_>•\[<-]{1,3} ?\S.*[*#=~_<•\]>-]{1,3}$")
_CLOSERS = "\"')»]›”’」』）】 "
_STAMP = re.compile(r"\d[:.h]\d\d\b|\b(?:19|20)\d\d\b")
_NUMBERS = re.compile(r"\d+")
_FACT = re.compile(r"^[^:]{2,25}: ?\S")


class Repeat(NamedTuple):
    """What a pack says of a line: the entry that it is, the chance that it is furniture, and why.

    `repetition` are the log-odds that come from repeating alone, for weighing with other evidence; None if the line looks like story
    that repeats, so that no other weak evidence should be added to it.
    """

    entry: Entry
    chance: float
    repetition: float | None
    why: tuple[str, ...]

    @property
    def rule(self) -> str:
        """The entry, named as rules are."""
        return f"pack:{self.entry.id}"

    @property
    def kept(self) -> bool:
        """Whether a person has decided that the line stays."""
        return self.entry.weight == "never"


def repeats(layout: Layout, packs: Sequence[Pack]) -> dict[int, Repeat]:
    """Line → what the packs say of it, for the lines that they have entries for; of several packs the surest counts."""
    found: dict[int, Repeat] = {}
    for pack in packs:
        index = pack.index
        entries = {}
        for i, form in enumerate(layout.forms):
            entry = index.find(form, layout.folded[i])
            if entry is not None:
                entries[i] = entry
        if entries:
            page = _Page(layout, entries, pack.articles)
            for i, entry in entries.items():
                repeat = page.weigh(i)
                if i not in found or (found[i].chance < repeat.chance and not found[i].kept) or repeat.kept:
                    found[i] = repeat
    return found


def headline(layout: Layout, packs: Sequence[Pack], repeated: Container[int]) -> tuple[int, tuple[str, ...]] | None:
    """The line that is the headline because the publisher's articles open with one, and why; None if it can't be told or is known already."""
    for pack in packs:
        if pack.opens_with_headlines and layout.title and not layout.title_known:
            first = next((i for i in range(min(layout.first_long, len(layout.forms))) if i not in repeated and layout.priors[i][0] < SURE), None)
            if first is not None and layout.forms[first] == layout.title and len(layout.title) <= 110 and first <= 3:
                return first, (f"{pack.headlines} of {pack.articles} articles open with a headline",)
    return None


class _Page:
    """A document and the entries that its lines are."""

    def __init__(self, layout: Layout, entries: Mapping[int, Entry], of: int) -> None:
        self.layout = layout
        self.entries = entries
        self.of = of
        own = [i for i, long in enumerate(layout.long) if long and i not in entries]
        self.first, self.last = (own[0], own[-1]) if own else (-1, -1)

    def zone(self, i: int) -> str:
        """Where line `i` stands: by the story's own long lines, or where the pack knows it from if this document has none."""
        if self.first >= 0:
            return "head" if i < self.first else "tail" if i > self.last else "middle"
        entry = self.entries[i]
        return "head" if entry.head > 0.7 * entry.articles else "tail" if entry.tail > 0.7 * entry.articles else "middle"

    def own_short(self, i: int) -> bool:
        """Whether there is a line `i` that is short and neither an entry nor known to the rules."""
        layout = self.layout
        return 0 <= i < len(layout.forms) and i not in self.entries and layout.size[i] < LONG and layout.priors[i][0] < 0.5

    def weigh(self, i: int) -> Repeat:
        """What speaks for and against line `i` being furniture, added up."""
        layout, entry = self.layout, self.entries[i]
        if entry.weight != "evidence":
            return Repeat(entry, 0.999 if entry.weight == "always" else 0.0, None, (f"the pack's entry “{entry.line[:60]}” says so",))
        form, size = layout.forms[i], layout.size[i]
        last = form.rstrip(_CLOSERS)[-1:]
        zone = self.zone(i)
        share = entry.articles / max(1, self.of)
        slots = entry.slots
        stamp = slots.count("n") > 2 and size < LONG and bool(_STAMP.search(form))
        sentence = layout.ends[i] in (ENDS["stop"], ENDS["question"], ENDS["ellipsis"]) and last != "!" and not stamp
        long = size >= LONG
        button = bool(_BUTTON.search(form))

        often = ["it repeats"]
        if entry.articles < 3:
            often.append("in two articles")
        elif entry.articles < 5:
            often.append("in three articles")
        else:
            often.append("in ten articles" if entry.articles >= 10 else "in five articles")
        if share >= 0.5:
            often.append("in four fifths of the articles" if share >= 0.8 else "in half of the articles")
        elif share < 0.05:
            often.append("in fewer than one of twenty")
        if any(k in self.entries and self.entries[k] is not entry for k in (i - 1, i + 1)):
            often.append("beside other lines that repeat")
        if layout.priors[i][0] >= 0.5:
            often.append("half known to the rules")
        if entry.about is not None and not (long and zone == "head"):
            if entry.about >= 0.36:
                often.append("about the story")
            elif entry.about <= 0.12:
                often.append("nothing to do with the story")
            elif entry.about <= 0.2:
                often.append("not about the story")
            elif entry.about < 0.3:
                often.append("hardly about the story")

        seen = []
        story = entry.about is not None and entry.about >= 0.36
        outside = zone != "middle" and entry.head + entry.tail >= 0.6 * (entry.head + entry.middle + entry.tail)
        if (outside or (stamp and i <= 3)) and not (long and sentence and zone == "head"):
            seen.append("before or after the story")
        if last == "?":
            seen.append("a question")
            story = True
        if sentence and layout.starts[i] in (STARTS["quote"], STARTS["dash"]):
            seen.append("speech")
            story = True
        if long and sentence:
            if zone == "head":
                seen.append("a long sentence before the story")
                story = True
            else:
                seen.append("a long sentence" if zone == "tail" else "a long sentence inside the story")
        elif sentence:
            seen.append("a short sentence")
        elif "text" in slots:
            seen.append("a headline after a label")
        else:
            seen.append("an exclamation" if last == "!" else "no sentence")
        if button:
            seen.append("a button's form")
        subhead = not (long or sentence or outside or stamp or button or "text" in slots)
        if subhead:
            seen.append("the form of a subhead")
        if not stamp and not long:
            if "n" in slots:
                seen.append("a number that changes")
            if any(self.own_short(k) and len(_NUMBERS.findall(layout.forms[k])) > 1 for k in (i - 2, i - 1, i + 1, i + 2)) or (
                _FACT.match(form) and any(self.own_short(k) and _FACT.match(layout.forms[k]) for k in (i - 1, i + 1))
            ):
                seen.append("among numbers")
                story = True
            elif not sentence and zone != "head" and self.own_short(i + 1):
                seen.append("lines of its own kind around it")
                story = True
        repetition = sum(WORTH[name] for name in often)
        total = repetition + sum(WORTH[name] for name in seen)
        reasons = sorted((name for name in (*often[1:], *seen) if WORTH[name] > 0), key=lambda name: -WORTH[name])
        why = (f"the pack's entry “{entry.line[:60]}”: in {entry.articles} of {self.of} articles ({entry.where})", *reasons[:3])
        return Repeat(entry, 1 / (1 + math.exp(-total)), None if story else repetition - 1.5 * subhead, why)


def together(chance: float, repeat: Repeat) -> float:
    """The chance that a line is furniture, given what weighing says of it as a line of this document, and that it repeats."""
    if repeat.repetition is None:
        return max(chance, repeat.chance)
    bounded = min(max(chance, 0.01), 0.99)
    return max(repeat.chance, 1 / (1 + math.exp(-math.log(bounded / (1 - bounded)) - repeat.repetition)))
