"""What speaks for and against each line being story: its shape, its place, its neighbours, its echoes, and the rules that hit it.

Evidence comes before verdict: this module measures and decides nothing. Every feature is a small number with a name; `NAMES` is their
order, docs/design.md says what each means, and `weights.txt` what each is worth.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from cleannews.article import Label
from cleannews.read.line import Line
from cleannews.rule import SURE
from cleannews.rules.pieces import UNSPACED, upper
from cleannews.rules.shapes import sentences
from cleannews.stages.match import Hit

#: The first long lines say what a story is about: this many are its lead.
LEAD = 5
#: Families of lines with which pages close a story: bios, promos, rights, share bars, comments, ads.
_CLOSING = frozenset({3, 4, 7, 8, 9})
#: A long line: this many characters (unspaced scripts count double) with a sentence's end is what stories are made of.
LONG = 80
_CLOSERS = "\"')]»›”’」』）】 "
_UNSPACED = re.compile(f"[{UNSPACED}]")
_CAPITAL = re.compile(rf"(?<![\w'.])[{upper()}]")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONEY = re.compile(r"[$€£¥₹]|\b(?:USD|EUR|Euro|Rs)\b")
_BRACKET_END = re.compile(r"[)\]]\.?$")
_DIGITS = re.compile(r"\d+")
_NAME_PAIR = re.compile(rf"[{upper()}][\w'-]+ [{upper()}]")

ENDS = {"none": 0, "stop": 1, "question": 2, "colon": 3, "ellipsis": 4, "comma": 5, "bracket": 6, "digit": 7}
STARTS = {"upper": 0, "lower": 1, "digit": 2, "quote": 3, "dash": 4, "bullet": 5, "bracket": 6, "other": 7, "caseless": 8}
FAMILIES: dict[Label, int] = {
    Label.CAPTION: 1, Label.CREDIT: 2, Label.PROMO: 3, Label.BYLINE: 4, Label.BIO: 4, Label.DATELINE: 0, Label.TIMESTAMP: 5, Label.SOURCE: 6,
    Label.NOTE: 7, Label.RIGHTS: 7, Label.AD: 8, Label.EMBED: 8, Label.SHARE: 8, Label.COMMENT: 8, Label.TAGS: 9, Label.BOILERPLATE: 8,
}  # fmt: skip

NAMES: tuple[str, ...] = (
    "size", "words", "ends", "starts", "capitals", "all_caps", "digits", "sentences", "quotes", "commas", "pipe", "at", "sign", "says",
    "function_words", "question", "colon_at", "slash", "month", "clock", "year", "money", "bracket_end", "name_pair", "mean_word",
    "rule_prior", "rule_family", "rules", "tail_credit", "weak_rules",
    "from_start", "from_end", "since_first_long", "until_last_long", "long_before", "long_after", "long_count", "to_long_before", "to_long_after",
    "size_before", "size_after", "ends_before", "ends_after", "prior_before", "prior_after", "family_before", "family_after", "size_before2", "size_after2",
    "prior_before2", "prior_after2", "run", "run_place", "starts_after", "capitals_before", "capitals_after",
    "sure_before", "sure_after", "near_prior_before", "near_prior_after",
    "gap_before", "gap_after", "gap_odd", "block", "block_place",
    "copies", "like_before", "like_after", "in_title",
    "known_words", "known_names", "new_names", "title_words",
    "short_share", "lines", "hit_share", "median_size", "unspaced",
    "sure6_before", "sure6_after", "sure20_before", "sure20_after", "long10_before", "long10_after", "story_before", "story_after",
    "since_closing", "closings", "lead_share", "lead_words", "lead_near", "lead_later",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(NAMES)}


def ending(form: str) -> int:
    """How the line ends, closing quotes and brackets aside (a code of `ENDS`)."""
    core = form[-12:].rstrip(_CLOSERS)
    last = core[-1:]
    if last in ".。।۔॥" and last:
        return ENDS["ellipsis"] if core.endswith("..") else ENDS["stop"]
    if last in "!?！？؟" and last:
        return ENDS["question"]
    if last == "…":
        return ENDS["ellipsis"]
    if last in ":：" and last:
        return ENDS["colon"]
    if last in ",;，、" and last:
        return ENDS["comma"]
    if form[-1] in ")]":
        return ENDS["bracket"]
    return ENDS["digit"] if last.isdigit() else ENDS["none"]


def opening(form: str) -> int:
    """How the line begins (a code of `STARTS`)."""
    first = form[0]
    if first in "\"'«»„「『":
        return STARTS["quote"]
    if first.isupper():
        return STARTS["upper"]
    if first.islower():
        return STARTS["lower"]
    if first.isdigit():
        return STARTS["digit"]
    if first == "-":
        return STARTS["dash"]
    if first in "•●■▪◆◇▶►▷☞→›>*+#|○":
        return STARTS["bullet"]
    if first in "([【<{":
        return STARTS["bracket"]
    return STARTS["caseless"] if first.isalpha() else STARTS["other"]


def width(form: str) -> int:
    """Length in characters, those of unspaced scripts counted double (a Chinese sentence is half as long)."""
    size = len(form)
    return size + len(_UNSPACED.findall(form)) if not form.isascii() and _UNSPACED.search(form[:60]) else size


def fold(form: str) -> str:
    """The line for comparing: lower case, digits alike, edges and doubled spaces away."""
    return _DIGITS.sub("0", " ".join(form.lower().split())).strip(" .:-|>\"'")


def content_words(form: str, unspaced: bool) -> set[str]:
    """The words (pairs of characters in unspaced scripts) of a line that are long enough to mean something."""
    low = form.lower()
    if unspaced:
        runs = _WORD.findall(low)
        return {run[i : i + 2] for run in runs for i in range(len(run) - 1)}
    return {word for word in _WORD.findall(low) if len(word) > 3}


def prior(hits: Sequence[Hit]) -> tuple[float, int]:
    """The surest whole-line hit: its prior and its rule's family (0 if there is none)."""
    best, family = 0.0, 0
    for hit in hits:
        if hit.whole and hit.rule.sure > best:
            best, family = hit.rule.sure, FAMILIES.get(hit.rule.label, 8)
    return best, family


class Layout:
    """What is known of all lines of a document: sizes, endings, long lines, blocks, runs, copies, and what rules said.

    `settle` is called once more when the sure verdicts are in: what is surely furniture is no longer counted as a long line of story.
    """

    def __init__(self, lines: Sequence[Line], hits: Sequence[Sequence[Hit]], title: str | None = None, words: dict[str, set[str]] | None = None) -> None:
        forms = [line.form for line in lines]
        n = len(forms)
        self.forms = forms
        self.marked = [line.mark is not None for line in lines]
        self.hits = hits
        self.size = [width(form) for form in forms]
        self.ends = [ending(form) for form in forms]
        self.starts = [opening(form) for form in forms]
        gaps = [min(line.gap, 4) for line in lines[1:]]
        self.gap = [0, *gaps] if lines else []
        self.usual = Counter(gaps).most_common(1)[0][0] if gaps else 0
        self.mixed = len(set(gaps)) > 1
        self.block = [1] * n
        self.block_at = [0] * n
        start = 0
        for i in range(1, n + 1):
            if i == n or self.gap[i]:
                for k in range(start, i):
                    self.block[k], self.block_at[k] = i - start, k - start
                start = i
        self.folded = [fold(form) if len(form) < 240 else "" for form in forms]
        self.copies = Counter(self.folded)
        sample = "".join(forms[:80])[:4000]
        self.unspaced = len(_UNSPACED.findall(sample)) > 0.3 * len(sample)
        sizes = sorted(self.size)
        self.median = sizes[n // 2] if n else 0
        self.short_share = sum(size < 60 for size in self.size) / n if n else 0.0
        self.settle([prior(found) for found in hits])
        self.title_given = title is not None
        self.title_known = bool(title)
        self.title = title if title is not None else self._title()
        self.title_fold = fold(self.title)
        self.title_words = content_words(self.title, self.unspaced)
        #: The words of a line do not change from one look at a document to the next.
        self._words = {} if words is None else words

    def settle(self, priors: list[tuple[float, int]]) -> None:
        """Take these as what is known of each line (how surely furniture, of which family), and look again where the story lies."""
        n = len(self.forms)
        self.priors = priors
        self.long = [self.size[i] >= LONG and self.ends[i] in (1, 2, 4) and priors[i][0] < SURE for i in range(n)]
        self.first_long = next((i for i in range(n) if self.long[i]), n)
        self.last_long = next((i for i in range(n - 1, -1, -1) if self.long[i]), -1)
        self.before, self.after = [0] * n, [0] * n
        self.near_before, self.near_after = [99] * n, [99] * n
        self.sure_before, self.sure_after = [0] * n, [0] * n
        count, since, sure = 0, 99, 0
        for i in range(n):
            self.before[i], self.near_before[i], self.sure_before[i] = count, since, sure
            sure = sure + 1 if priors[i][0] >= SURE else 0
            if self.long[i]:
                count, since = count + 1, 1
            elif since < 99:
                since += 1
        since, sure = 99, 0
        for i in range(n - 1, -1, -1):
            self.after[i] = count - self.before[i] - self.long[i]
            self.near_after[i], self.sure_after[i] = since, sure
            sure = sure + 1 if priors[i][0] >= SURE else 0
            since = 1 if self.long[i] else min(since + 1, 99)
        self.count = count
        self.run, self.place = [0] * n, [0] * n
        start = 0
        for i in range(n + 1):
            if i == n or self.size[i] >= 100 or (self.ends[i] in (1, 2, 4) and self.size[i] >= 40):
                for k in range(start, i):
                    self.run[k], self.place[k] = i - start, k - start
                start = i + 1
        self.hit_share = sum(p[0] >= SURE for p in priors) / n if n else 0.0
        self.sure_until = [0, *accumulate(p[0] >= SURE for p in priors)]
        self.long_until = [0, *accumulate(self.long)]
        self.story_until = [0, *accumulate(size if long else 0 for size, long in zip(self.size, self.long, strict=True))]
        #: For each line, how many lines back a closing line stands behind two long ones (40: none so near), and how many such there are.
        self.since_closing, self.closings = [40] * n, [0] * n
        last, number = -40, 0
        for i, (chance, family) in enumerate(priors):
            self.since_closing[i], self.closings[i] = min(i - last, 40), min(number, 15)
            if chance >= SURE and family in _CLOSING and self.before[i] >= 2:
                last, number = i, number + 1
        self._lexicon: Counter[str] | None = None
        self._lead: frozenset[str] | None = None
        self._about: dict[int, float] = {}

    def settled(self, i: int) -> bool:
        """Whether line `i` is story without weighing.

        The markup says so, or it is a long line with a sentence's end that no rule speaks against, and does not stand behind something that is
        surely furniture with hardly a long line to follow.
        """
        if self.marked[i] or not (self.long[i] and self.priors[i][0] == 0):
            return self.marked[i]
        n = len(self.forms)
        return self.sure_until[i] == self.sure_until[max(0, i - 20)] or self.long_until[min(n, i + 11)] - self.long_until[i + 1] > 2

    def words_of(self, i: int) -> set[str]:
        """The content words of line `i`."""
        form = self.forms[i]
        found = self._words.get(form)
        if found is None:
            found = self._words[form] = content_words(form[:1500], self.unspaced)
        return found

    @property
    def lexicon(self) -> Counter[str]:
        """In how many long lines each content word stands."""
        if self._lexicon is None:
            self._lexicon = Counter()
            for i, long in enumerate(self.long):
                if long:
                    self._lexicon.update(self.words_of(i))
        return self._lexicon

    def _led(self) -> list[int]:
        """The lines of the lead."""
        return [i for i, long in enumerate(self.long[: self.first_long + 40]) if long][:LEAD]

    @property
    def lead(self) -> frozenset[str]:
        """The content words of the lead and the title."""
        if self._lead is None:
            self._lead = frozenset(self.title_words.union(*(self.words_of(i) for i in self._led())))
            self._about = dict.fromkeys(self._led(), -2.0)
        return self._lead

    def about(self, i: int) -> float:
        """The share of the words of line `i` that stand in the lead; -1 without words, -2 for a line of the lead, -3 outside the text."""
        if not 0 <= i < len(self.forms):
            return -3.0
        lead = self.lead
        share = self._about.get(i)
        if share is None:
            words = self.words_of(i)
            share = self._about[i] = len(words & lead) / len(words) if words else -1.0
        return share

    def _title(self) -> str:
        """The likely headline: the first line of headline form before the first long line."""
        for i in range(min(self.first_long, len(self.forms), 12)):
            if 20 <= self.size[i] <= 220 and self.ends[i] != 1 and self.priors[i][0] < 0.9:
                return self.forms[i]
        return ""


def _step(value: int, cap: int) -> int:
    return min(cap, value)


def features(layout: Layout, i: int, says: frozenset[str], function_words: frozenset[str], months: frozenset[str]) -> list[float]:
    """The feature values of line `i`, in the order of `NAMES`."""
    form, size = layout.forms[i], layout.size[i]
    n = len(layout.forms)
    head = form[:600]
    words = head.split()
    count = len(words) if not layout.unspaced else size // 4
    letters = _WORD.findall(head)
    capitals = len(_CAPITAL.findall(head))
    low = [word.strip(".,;:!?\"'()[]") for word in head.lower().split()]
    own_words = layout.words_of(i)
    hits = layout.hits[i]
    best, family = layout.priors[i]
    tail = max((hit.rule.sure for hit in hits if not hit.whole and hit.rule.label is Label.CREDIT), default=0.0)
    weak = sum(1 for hit in hits if hit.whole and hit.rule.sure < 0.9)
    upper_count = sum(1 for word in letters if word.isupper() and len(word) > 1)
    lexicon, long = layout.lexicon, layout.long[i]
    known = sum(1 for word in own_words if lexicon.get(word, 0) - long > 0)
    names = {match.lower() for match in letters[1:] if match[0].isupper() and len(match) > 3}
    known_names = sum(1 for name in names if lexicon.get(name, 0) - long > 0)
    colon = head.find(":", 0, 60)

    def at(values: Sequence[int], k: int, default: int) -> int:
        return values[k] if 0 <= k < n else default

    def prior_at(k: int) -> tuple[float, int]:
        return layout.priors[k] if 0 <= k < n else (0.0, 0)

    def like(k: int) -> float:
        if not 0 <= k < n:
            return -1.0
        other = layout.words_of(k)
        if not own_words or not other:
            return 0.0
        return len(own_words & other) / min(len(own_words), len(other))

    def caps_at(k: int) -> float:
        if not 0 <= k < n:
            return -1.0
        text = layout.forms[k][:200]
        return len(_CAPITAL.findall(text)) / max(1, text.count(" ") + 1)

    def share(until: Sequence[int], low: int, high: int) -> float:
        low, high = max(low, 0), min(high, n)
        return round((until[high] - until[low]) / (high - low), 2) if low < high else 0.0

    story = max(1, layout.story_until[n])
    about = layout.about(i)
    near = [value for k in range(i - 3, i + 4) if k != i and (value := layout.about(k)) >= 0]
    folded = layout.folded[i]
    copies = layout.copies[folded]
    title_share = len(own_words & layout.title_words) / len(own_words) if own_words else 0.0
    return [
        _step(size, 700), _step(count, 100), layout.ends[i], layout.starts[i], round(capitals / max(1, len(letters)), 3),
        round(upper_count / max(1, len(letters)), 3), round(sum(map(str.isdigit, head)) / len(head), 3), _step(sentences(head), 6),
        _step(head.count('"'), 3), round(head.count(",") / max(1, count), 3), "|" in head or "•" in head, "@" in head, "©" in head or "ⓒ" in head,
        sum(map(says.__contains__, low)), round(sum(map(function_words.__contains__, low)) / max(1, len(low)), 3),
        "?" in head, colon, "/" in head, not months.isdisjoint(low), bool(_CLOCK.search(head)), bool(_YEAR.search(head)), bool(_MONEY.search(head)),
        bool(_BRACKET_END.search(form)), bool(_NAME_PAIR.search(head)), round(len(head) / max(1, len(words)), 1),
        best, family, _step(len({hit.rule.id for hit in hits if hit.whole}), 4), tail, _step(weak, 3),
        _step(i, 30), _step(n - 1 - i, 30), max(-20, min(40, i - layout.first_long)), max(-30, min(40, layout.last_long - i)),
        _step(layout.before[i], 20), _step(layout.after[i], 20), _step(layout.count, 30), _step(layout.near_before[i], 20), _step(layout.near_after[i], 20),
        _step(at(layout.size, i - 1, 0), 400), _step(at(layout.size, i + 1, 0), 400), at(layout.ends, i - 1, -1), at(layout.ends, i + 1, -1),
        prior_at(i - 1)[0], prior_at(i + 1)[0], prior_at(i - 1)[1], prior_at(i + 1)[1],
        _step(at(layout.size, i - 2, 0), 400), _step(at(layout.size, i + 2, 0), 400), prior_at(i - 2)[0], prior_at(i + 2)[0],
        _step(layout.run[i], 12), _step(layout.place[i], 12), at(layout.starts, i + 1, -1), round(caps_at(i - 1), 2), round(caps_at(i + 1), 2),
        _step(layout.sure_before[i], 6), _step(layout.sure_after[i], 6),
        max((prior_at(k)[0] for k in range(i - 4, i)), default=0.0), max((prior_at(k)[0] for k in range(i + 1, i + 5)), default=0.0),
        at(layout.gap, i, 0) if i else -1, at(layout.gap, i + 1, -1), (at(layout.gap, i, 0) - layout.usual) if layout.mixed else 0,
        _step(layout.block[i], 10) if layout.mixed else 0, _step(layout.block_at[i], 10) if layout.mixed else 0,
        _step(copies, 4) if folded else 1, round(like(i - 1), 2), round(like(i + 1), 2), bool(folded) and len(folded) > 12 and folded in layout.title_fold or folded == layout.title_fold,
        round(known / max(1, len(own_words)), 2) if own_words else -1.0, round(known_names / len(names), 2) if names else -1.0, _step(len(names) - known_names, 8), round(title_share, 2),
        round(layout.short_share, 2), _step(n, 150), round(layout.hit_share, 2), _step(layout.median, 300), layout.unspaced,
        share(layout.sure_until, i - 6, i), share(layout.sure_until, i + 1, i + 7), share(layout.sure_until, i - 20, i), share(layout.sure_until, i + 1, i + 21),
        share(layout.long_until, i - 10, i), share(layout.long_until, i + 1, i + 11),
        round(layout.story_until[i] / story, 2), round((layout.story_until[n] - layout.story_until[i + 1]) / story, 2),
        layout.since_closing[i], layout.closings[i], round(about, 2), _step(len(own_words & layout.lead), 12) if about > -2 else -1,
        round(sum(near) / len(near), 2) if near else -1.0, round(max((layout.about(k) for k in range(i + 1, i + 9)), default=-3.0), 2),
    ]  # fmt: skip
