"""What repeats from article to article of a publisher: what a pack says of a document's lines.

Repetition is evidence. What repeats and is story must stay: subheads of a series, the background of a running story, questions, verse, rows
of tables, a columnist's opening, what a company says of itself. So the form, the place and the company of a line are weighed with how
often it repeats, and a line that looks like story needs more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Mapping, Sequence

from cleannews.derived import regex
from cleannews.pack import Entry, Pack, headline_form
from cleannews.rule import SURE
from cleannews.stages.evidence import ENDS, LONG, STARTS, Layout
from cleannews.values import NamedTuple

#: Log-odds of being furniture, by what is seen. The sum decides; docs/learn.md says how the numbers were found.
WORTH: dict[str, float] = {
    "it repeats": -1.4,
    "in two articles": -0.5,
    "in three articles": 1.0,
    "in five articles": 2.0,
    "in ten articles": 2.6,
    "in four fifths of the articles": 1.5,
    "in half of the articles": 1.0,
    "in fewer than one of twenty": -0.5,
    "beside other lines that repeat": 1.0,
    "half known to the rules": 1.5,
    "nothing to do with the story": 3.0,
    "not about the story": 2.5,
    "hardly about the story": 1.0,
    "about the story": -3.0,
    "before or after the story": 2.5,
    "no sentence": 0.5,
    "an exclamation": -0.5,
    "a button's form": 1.0,
    "a headline after a label": 1.0,
    "a fact after a label": -0.5,
    "a long sentence": -2.0,
    "a short sentence": -3.0,
    "a long sentence inside the story": -4.0,
    "a short sentence inside the story": -4.0,
    "the form of a subhead": -3.5,
    "a question": -3.0,
    "speech": -2.0,
    "among numbers": -5.0,
    "a number that changes": -1.0,
    "lines of its own kind around it": -2.5,
    "heads what is about the story": -3.5,
    "inside the story": -1.5,
    "story that repeats": -2.0,
}
#: What looks like story that repeats. Weighing knows the document alone, and what repeats in it looks like an island: so this speaks against.
_STORY = frozenset({"about the story", "a question", "speech", "among numbers", "lines of its own kind around it", "heads what is about the story"})
_COUNTS = ((10, "in ten articles"), (5, "in five articles"), (3, "in three articles"), (0, "in two articles"))
_SHARES: tuple[tuple[str, Callable[[float], bool]], ...] = (
    ("in four fifths of the articles", lambda share: share >= 0.8),
    ("in half of the articles", lambda share: share >= 0.5),
    ("in fewer than one of twenty", lambda share: share < 0.05),
)
#: From this share of a line's words on it speaks of the same things as the story around it.
_ABOUT = 0.36
#: Up to these shares it does not, or hardly.
_FOREIGN = ((0.12, "nothing to do with the story"), (0.2, "not about the story"), (0.3, "hardly about the story"))
_SENTENCE_ENDS = (ENDS["stop"], ENDS["question"], ENDS["ellipsis"])
#: How sure the first line of a publisher whose articles open with headlines is one, and the rule's name.
HEADLINE, HEADLINE_RULE = 0.97, "pack:headline"
_BUTTON = regex(r"[@©|]|https?:|www\.|!!|>>|\.com\b|^[*#=~_>•\[<-]{1,3} ?\S.*[*#=~_<•\]>-]{1,3}$|\(\d+[^()]{0,20}\)$")
_CLOSERS = "\"')»]›”’」』）】 "
_STAMP = regex(r"\d[:.h]\d\d\b|\b(?:19|20)\d\d\b")
_NUMBERS = regex(r"\d+")
_FACT = regex(r"^[^:]{2,25}: ?\S")


class Repeat(NamedTuple):
    """What a pack says of a line: the entry that it is, the chance that it is furniture, and why.

    `repetition` are the log-odds that come from repeating alone, for weighing with other evidence: below zero if the line looks like story
    that repeats.
    """

    entry: Entry
    chance: float
    repetition: float
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
            for i in entries:
                repeat = page.weigh(i)
                if i not in found or (found[i].chance < repeat.chance and not found[i].kept) or repeat.kept:
                    found[i] = repeat
    return found


def headline(layout: Layout, packs: Sequence[Pack], repeated: Container[int]) -> tuple[int, tuple[str, ...]] | None:
    """The line that is the headline because the publisher's articles open with one, and why; None if it can't be told or is known already."""
    for pack in packs:
        if pack.opens_with_headlines and not layout.title_given:
            first = next((i for i in range(min(layout.first_long, len(layout.forms), 4)) if i not in repeated and layout.priors[i][0] < SURE), None)
            if first is not None and headline_form(layout.forms[first]):
                return first, (f"{pack.headlines} of {pack.articles} articles open with a headline",)
    return None


class Look(NamedTuple):
    """A line's form and place: the part of the article, its last mark, and what it looks like; `outside` or `inside` the story, if that is clear."""

    zone: str
    last: str
    long: bool
    sentence: bool
    stamp: bool
    button: bool
    outside: bool
    inside: bool


class _Page:
    """A document and the entries that its lines are."""

    def __init__(self, layout: Layout, entries: Mapping[int, Entry], of: int) -> None:
        self.layout = layout
        self.entries = entries
        self.of = of
        own = [i for i, long in enumerate(layout.long) if long and i not in entries]
        self.first, self.last = (own[0], own[-1]) if own else (-1, -1)
        if own:
            self.last = max((i for i in range(self.last, len(layout.forms)) if self.own(i) and self.sentence(i)), default=self.last)

    def own(self, i: int) -> bool:
        """Whether there is a line `i` that is neither an entry nor known to the rules."""
        return 0 <= i < len(self.layout.forms) and i not in self.entries and self.layout.priors[i][0] < 0.5

    def sentence(self, i: int) -> bool:
        """Whether line `i` ends as sentences do; an exclamation mark alone is no sign of one."""
        layout = self.layout
        return layout.ends[i] in _SENTENCE_ENDS and layout.size[i] >= 20 and layout.forms[i].rstrip(_CLOSERS)[-1:] != "!"

    def zone(self, i: int) -> str:
        """Where line `i` stands: by the story's own lines, or where the pack knows it from if this document has no long ones."""
        if self.first >= 0:
            return "head" if i < self.first else "tail" if i > self.last else "middle"
        entry = self.entries[i]
        return "head" if entry.head > 0.7 * entry.articles else "tail" if entry.tail > 0.7 * entry.articles else "middle"

    def weigh(self, i: int) -> Repeat:
        """What speaks for and against line `i` being furniture, added up."""
        entry = self.entries[i]
        named = f"the pack's entry “{_short(entry.line)}”"
        if entry.weight != "evidence":
            return Repeat(entry, 0.999 if entry.weight == "always" else 0.0, 0.0, (f"{named} says so",))
        look = self.look(i)
        often = _how_often(entry, self.of) + self.besides(i, look)
        seen = self.seen(i, look)
        repetition = sum(WORTH[name] for name in often)
        total = repetition + sum(WORTH[name] for name in seen)
        reasons = sorted((name for name in (*often[1:], *seen) if WORTH[name] > 0), key=lambda name: -WORTH[name])
        why = (f"{named}: in {entry.articles} of {self.of} articles ({entry.where})", *reasons[:3])
        repetition = WORTH["story that repeats"] if _STORY & set(seen) else max(0.0, repetition + WORTH["inside the story"] * look.inside)
        return Repeat(entry, 1 / (1 + math.exp(-total)), repetition, why)

    def look(self, i: int) -> Look:
        """The form and the place of line `i`."""
        layout, entry = self.layout, self.entries[i]
        form, long, zone = layout.forms[i], layout.size[i] >= LONG, self.zone(i)
        stamp = entry.slots.count("n") > 2 and not long and bool(_STAMP.search(form))
        sentence = self.sentence(i) and not stamp
        button = bool(_BUTTON.search(form))
        known_outside = entry.head + entry.tail >= 0.6 * (entry.head + entry.middle + entry.tail)
        outside = (zone != "middle" and known_outside and not (sentence and long and zone == "head")) or (stamp and i <= 3)
        inside = not outside and not stamp and "text" not in entry.slots and not (button and not sentence)
        return Look(zone, form.rstrip(_CLOSERS)[-1:], long, sentence, stamp, button, outside, inside)

    def besides(self, i: int, look: Look) -> list[str]:
        """What else speaks for or against the line, wherever it stands: its company, the rules, what it is about."""
        entry = self.entries[i]
        found = []
        if (look.long or not look.inside) and any(k in self.entries and self.entries[k] is not entry for k in (i - 1, i + 1)):
            found.append("beside other lines that repeat")
        if self.layout.priors[i][0] >= 0.5:
            found.append("half known to the rules")
        if entry.about is not None and not (look.sentence and look.inside):
            found += [name for most, name in _FOREIGN if entry.about <= most][:1]
        return found

    def seen(self, i: int, look: Look) -> list[str]:
        """What the form and the place of line `i` say."""
        layout, entry = self.layout, self.entries[i]
        found = []
        if entry.about is not None and entry.about >= _ABOUT:
            found.append("about the story")
        if look.outside:
            found.append("before or after the story")
        if look.last == "?":
            found.append("a question")
        if look.sentence and layout.starts[i] in (STARTS["quote"], STARTS["dash"]):
            found.append("speech")
        if look.button:
            found.append("a button's form")
        if look.sentence:
            found.append(f"a {'long' if look.long else 'short'} sentence{' inside the story' if look.inside else ''}")
        elif "text" in entry.slots:
            island = all(0 <= k < len(layout.long) and layout.long[k] for k in (i - 1, i + 1))
            found.append("a headline after a label" if island or layout.priors[i][0] >= 0.5 else "a fact after a label")
        elif look.inside and not look.long:
            found.append("the form of a subhead")
        else:
            found.append("an exclamation" if look.last == "!" else "no sentence")
        if look.stamp or look.long:
            return found
        if "n" in entry.slots:
            found.append("a number that changes")
        if self.among_numbers(i):
            found.append("among numbers")
        elif not look.sentence and i + 1 in self.entries and (self.entries[i + 1].about or 0.0) >= _ABOUT:
            found.append("heads what is about the story")
        elif not look.sentence and i and look.zone != "head" and self.own(i + 1) and layout.size[i + 1] < LONG:
            found.append("lines of its own kind around it")
        return found

    def among_numbers(self, i: int) -> bool:
        """Whether the line is a row of numbers or stands beside one, or is one of several lines of the form "fact: value"."""
        forms = self.layout.forms
        near = [k for k in (i - 2, i - 1, i + 1, i + 2) if 0 <= k < len(forms) and self.layout.size[k] < LONG]
        if any(len(_NUMBERS.findall(forms[k])) > 2 and not _STAMP.search(forms[k]) for k in (i, *near)):
            return True
        return bool(_FACT.match(forms[i])) and any(_FACT.match(forms[k]) for k in near if abs(k - i) == 1)


def _short(line: str) -> str:
    return line if len(line) <= 80 else f"{line[:79].rstrip()}…"


def _how_often(entry: Entry, of: int) -> list[str]:
    """How often an entry's line repeats, in the words of `WORTH`."""
    often = ["it repeats"]
    often.append(next(name for least, name in _COUNTS if entry.articles >= least))
    share = entry.articles / max(1, of)
    often += [name for name, holds in _SHARES if holds(share)][:1]
    return often


def together(chance: float, repeat: Repeat) -> float:
    """The chance that a line is furniture, given what weighing says of it as a line of this document, and that it repeats."""
    bounded = min(max(chance, 0.01), 0.99)
    return 1 / (1 + math.exp(-math.log(bounded / (1 - bounded)) - repeat.repetition))
