"""What speaks for and against each line being story: its shape, its place, its neighbours, its echoes, and the rules that hit it.

Evidence comes before verdict: this module measures and decides nothing. Every feature is a small number with a name; `NAMES` is their
order, docs/design.md says what each means, and `weights.txt` what each is worth.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, chain, compress

from cleannews.article import Label
from cleannews.derived import regex
from cleannews.read.line import Line
from cleannews.rule import SURE
from cleannews.rules.pieces import UNSPACED, upper
from cleannews.rules.shapes import sentences
from cleannews.stages.match import Hit
from cleannews.values import NamedTuple

#: The first long lines say what a story is about: this many are its lead.
LEAD = 5
#: Families of lines with which pages close a story: bios, promos, rights, share bars, comments, ads.
_CLOSING = frozenset({3, 4, 7, 8, 9})
#: A long line: this many characters (unspaced scripts count double) with a sentence's end is what stories are made of.
LONG = 80
_CLOSERS = "\"')]»›”’」』）】 "
_UNSPACED = regex(f"[{UNSPACED}]")
#: The letter is looked for first: looking back at every place takes longer.
_CAPITAL = regex(rf"[{upper()}](?<![\w'.].)", re.DOTALL)
_WORD = regex(r"[^\W\d_][\w'-]*")
_LONG_WORD = regex(r"[^\W\d_][\w'-]{3,}")
_CLOCK = regex(r"\b\d{1,2}[:.h]\d\d\b")
_YEAR = regex(r"\b(?:19|20)\d\d\b")
_CURRENCIES, _CURRENCY_WORDS = "$€£¥₹", ("USD", "EUR", "Euro", "Rs")
_MONEY_TEXTS = (*_CURRENCIES, *_CURRENCY_WORDS)
_MONEY = regex(rf"[{_CURRENCIES}]|\b(?:{'|'.join(_CURRENCY_WORDS)})\b")
_DIGITS = regex(r"\d+")
#: Of a text in ASCII, all that is no part of a word is blank.
_WORDLY = bytes(byte if chr(byte).isalnum() and byte < 0x80 or byte in b"_'-" else 0x20 for byte in range(256))
_NO_LETTERS = "0123456789_'-"
_NAME_PAIR = regex(rf"[{upper()}][\w'-]+ [{upper()}]")

ENDS = {"none": 0, "stop": 1, "question": 2, "colon": 3, "ellipsis": 4, "comma": 5, "bracket": 6, "digit": 7}
#: The endings of sentences.
SENTENCE = frozenset({ENDS["stop"], ENDS["question"], ENDS["ellipsis"]})
STARTS = {"upper": 0, "lower": 1, "digit": 2, "quote": 3, "dash": 4, "bullet": 5, "bracket": 6, "other": 7, "caseless": 8}
FAMILIES: dict[Label, int] = {
    Label.CAPTION: 1, Label.CREDIT: 2, Label.PROMO: 3, Label.BYLINE: 4, Label.BIO: 4, Label.DATELINE: 0, Label.TIMESTAMP: 5, Label.SOURCE: 6,
    Label.NOTE: 7, Label.RIGHTS: 7, Label.AD: 8, Label.EMBED: 8, Label.SHARE: 8, Label.COMMENT: 8, Label.TAGS: 9, Label.BOILERPLATE: 8,
}  # fmt: skip

#: What stands right below captions and teasers, and seldom below a paragraph: credits, dates.
_CREDIT = FAMILIES[Label.CREDIT]
_BELOW = frozenset({_CREDIT, FAMILIES[Label.TIMESTAMP]})

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
    "since_closing", "closings", "lead_share", "lead_words", "lead_near", "lead_later", "over_credit", "to_long",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(NAMES)}


def ending(form: str) -> int:
    """How the line ends, closing quotes and brackets aside (a code of `ENDS`)."""
    if form[-1] == "." and form[-2:-1].isalnum():  # most lines
        return ENDS["stop"]
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
    if "A" <= first <= "Z":  # most lines
        return STARTS["upper"]
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


def _letters(form: str) -> list[str]:
    """The words of a line: letters, with the digits, apostrophes and hyphens among or behind them."""
    if not form.isascii():
        return _WORD.findall(form)
    # The same, three times as fast.
    return list(filter(None, [word if word[0] not in _NO_LETTERS else word.lstrip(_NO_LETTERS) for word in form.encode().translate(_WORDLY).decode().split()]))


def content_words(form: str, unspaced: bool) -> set[str]:
    """The words (pairs of characters in unspaced scripts) of a line that are long enough to mean something."""
    low = form.lower()
    if unspaced:
        return {run[i : i + 2] for run in _letters(low) for i in range(len(run) - 1)}
    return {word for word in _letters(low) if len(word) > 3} if low.isascii() else set(_LONG_WORD.findall(low))


#: What is known of a line that no rule hits.
NOTHING = (0.0, 0)


def prior(hits: Sequence[Hit]) -> tuple[float, int]:
    """The surest whole-line hit: its prior and its rule's family (0 if there is none)."""
    best, family = 0.0, 0
    for hit in hits:
        if hit.whole and hit.rule.sure > best:
            best, family = hit.rule.sure, FAMILIES.get(hit.rule.label, 8)
    return best, family


class Memory:
    """What is known of lines by themselves, whatever stands around them: a second look at a document does not look at them again.

    shapes   form → width, ending, opening, folded form.
    words    form → content words.
    own      form → what `features` says of the line alone.
    capitals form → capitals for each word.
    """

    __slots__ = ("capitals", "own", "shapes", "words")

    def __init__(self) -> None:
        self.shapes: dict[str, tuple[int, int, int, str]] = {}
        self.words: dict[str, set[str]] = {}
        self.own: dict[str, Own] = {}
        self.capitals: dict[str, float] = {}

    def shape(self, form: str) -> tuple[int, int, int, str]:
        """Width, ending, opening and folded form ("" for long lines)."""
        found = self.shapes.get(form)
        if found is None:
            found = self.shapes[form] = (width(form), ending(form), opening(form), fold(form) if len(form) < 240 else "")
        return found


class Layout:
    """What is known of all lines of a document: sizes, endings, long lines, blocks, runs, copies, and what rules said.

    `settle` is called once more when the sure verdicts are in: what is surely furniture is no longer counted as a long line of story.
    """

    def __init__(self, lines: Sequence[Line], hits: Sequence[Sequence[Hit]], title: str | None = None, memory: Memory | None = None) -> None:
        forms = [line.form for line in lines]
        n = len(forms)
        self.forms = forms
        self.marked = [line.mark is not None for line in lines]
        self.hits = hits
        self.memory = memory = Memory() if memory is None else memory
        shapes = [memory.shape(form) for form in forms]
        self.size = [shape[0] for shape in shapes]
        self.ends = [shape[1] for shape in shapes]
        self.starts = [shape[2] for shape in shapes]
        gaps = [min(4, line.gap) for line in lines[1:]]
        self.gap = [0, *gaps] if lines else []
        self.usual = Counter(gaps).most_common(1)[0][0] if gaps else 0
        self.mixed = len(set(gaps)) > 1
        self.block: list[int] = []
        self.block_at: list[int] = []
        start = 0
        for i in range(1, n + 1):
            if i == n or self.gap[i]:
                self.block += [i - start] * (i - start)
                self.block_at += range(i - start)
                start = i
        self.folded = [shape[3] for shape in shapes]
        self.copies = Counter(self.folded)
        sample = "".join(forms[:80])[:4000]
        self.unspaced = not sample.isascii() and len(_UNSPACED.findall(sample)) > 0.3 * len(sample)
        sizes = sorted(self.size)
        self.median = sizes[n // 2] if n else 0
        self.short_share = bisect_left(sizes, 60) / n if n else 0.0
        self.look([prior(found) if found else NOTHING for found in hits])
        self.title_given = title is not None
        self.title_known = bool(title)
        self.title = title if title is not None else self._title()
        self.title_fold = fold(self.title)
        self.title_words = content_words(self.title, self.unspaced)

    def settle(self, priors: list[tuple[float, int]]) -> None:
        """Take these as what is known of each line (how surely furniture, of which family), and look again where the story lies."""
        self.look(priors)
        n, sizes, ends, long = len(self.forms), self.size, self.ends, self.long
        surely = [chance >= SURE for chance, _ in priors]
        near_before, sure_before, since_closing, closings = [], [], [], []
        count, since, sure, last, number = 0, 99, 0, -40, 0
        for i, (known, (_, family)) in enumerate(zip(surely, priors, strict=True)):
            near_before.append(since)
            sure_before.append(sure)
            since_closing.append(min(40, i - last))
            closings.append(min(15, number))
            if known:
                sure += 1
                if count >= 2 and family in _CLOSING:
                    last, number = i, number + 1
            else:
                sure = 0
            if long[i]:
                count, since = count + 1, 1
            elif since < 99:
                since += 1
        after, near_after, sure_after = [], [], []
        left, since, sure = 0, 99, 0
        for is_long, known in zip(reversed(long), reversed(surely), strict=True):
            after.append(left)
            near_after.append(since)
            sure_after.append(sure)
            sure = sure + 1 if known else 0
            if is_long:
                left, since = left + 1, 1
            elif since < 99:
                since += 1
        self.near_before, self.sure_before = near_before, sure_before
        self.after, self.near_after, self.sure_after = after[::-1], near_after[::-1], sure_after[::-1]
        #: For each line, how many lines back a closing line stands behind two long ones (40: none so near), and how many such there are.
        self.since_closing, self.closings = since_closing, closings
        self.run, self.place = [], []
        run = 0
        for size, end in zip(sizes, ends, strict=True):
            if size >= 100 or (size >= 40 and end in SENTENCE):
                self.run += [run] * run + [0]
                self.place += [*range(run), 0]
                run = 0
            else:
                run += 1
        self.run += [run] * run
        self.place += range(run)
        self.hit_share = sum(surely) / n if n else 0.0
        self.sure_until = [0, *accumulate(surely)]
        self.story_until = [0, *accumulate([size if is_long else 0 for size, is_long in zip(sizes, long, strict=True)])]
        self._lexicon: dict[str, int] | None = None
        self._lead: frozenset[str] | None = None
        self._about: list[float] = []
        self._words: list[set[str]] | None = None

    def look(self, priors: list[tuple[float, int]]) -> None:
        """Take these as what is known of each line, and look where the long lines are."""
        self.priors = priors
        self.long = long = [size >= LONG and end in SENTENCE and known[0] < SURE for size, end, known in zip(self.size, self.ends, priors, strict=True)]
        self.count = sum(long)
        n = len(long)
        self.first_long = long.index(True) if self.count else n
        self.last_long = n - 1 - long[::-1].index(True) if self.count else -1
        self.long_until = [0, *accumulate(long)]
        #: How many long lines stand before each line.
        self.before = self.long_until[:-1]
        told = sorted(compress(self.size, long))
        self.usual_long = told[len(told) // 2] if told else LONG
        over = [i - 1 for i, (chance, family) in enumerate(priors) if family == _CREDIT and chance >= SURE and i and priors[i - 1][0] < SURE]
        shaped = [self.size[i] < 0.6 * self.usual_long and sentences(self.forms[i][:600]) <= 1 for i in over]
        #: For lines right above a credit: the share of such lines of the document that are short against its paragraphs, as captions are. Else -1.
        self.over_credit = dict.fromkeys(over, round(sum(shaped) / len(over), 2)) if over else {}

    def settled(self, i: int) -> bool:
        """Whether line `i` is story without weighing.

        The markup says so, or it is a long line with a sentence's end that no rule speaks against, and stands neither behind something that is
        surely furniture with hardly a long line to follow, nor right above a credit or a date. Or it stands amid the story.
        """
        if self.marked[i] or not (self.long[i] and self.priors[i][0] == 0):
            return self.marked[i] or self._amid(i)
        n = len(self.forms)
        if i + 1 < n and self.priors[i + 1][0] >= SURE and self.priors[i + 1][1] in _BELOW:
            return False
        return self.sure_until[i] == self.sure_until[max(0, i - 20)] or self.long_until[min(n, i + 11)] - self.long_until[i + 1] > 2 or self._amid(i)

    def _amid(self, i: int) -> bool:
        """Whether the line stands alone amid the story: no short line beside it, long ones near on either side, and nothing known against any of them.

        Weighed, one in 20,000 such lines has a chance over .7 of being furniture: they are subheads, answers, names of speakers.
        """
        priors = self.priors
        return (
            self.run[i] <= 1
            and self.near_before[i] <= 3
            and self.near_after[i] <= 3
            and not self.hits[i]
            and self.hit_share < 0.05
            and not priors[i - 1][0]
            and not priors[i + 1][0]
            and not priors[i][0]
            and self.sure_until[max(0, i - 6)] == self.sure_until[min(len(priors), i + 7)]
        )

    def words_of(self, i: int) -> set[str]:
        """The content words of line `i`."""
        form = self.forms[i]
        found = self.memory.words.get(form)
        if found is None:
            found = self.memory.words[form] = content_words(form[:1500], self.unspaced)
        return found

    @property
    def words(self) -> list[set[str]]:
        """The content words of each line."""
        if self._words is None:
            self._words = list(map(self.words_of, range(len(self.forms))))
        return self._words

    @property
    def lexicon(self) -> dict[str, int]:
        """In how many long lines each content word stands."""
        if self._lexicon is None:
            self._lexicon = Counter(chain.from_iterable(compress(self.words, self.long)))
        return self._lexicon

    @property
    def lead(self) -> frozenset[str]:
        """The content words of the lead and the title."""
        if self._lead is None:
            words = self.words
            led = [i for i, long in enumerate(self.long[: self.first_long + 40]) if long][:LEAD]
            self._lead = lead = frozenset(self.title_words.union(*[words[i] for i in led]))
            self._about = [len(own_words & lead) / len(own_words) if own_words else -1.0 for own_words in words]
            for i in led:
                self._about[i] = -2.0
        return self._lead

    @property
    def about(self) -> list[float]:
        """The share of the words of each line that stand in the lead; -1 without words, -2 for a line of the lead."""
        if self._lead is None:
            _ = self.lead
        return self._about

    def capitals(self, i: int) -> float:
        """Capitals for each word of line `i`; -1 outside the text."""
        if not 0 <= i < len(self.forms):
            return -1.0
        form = self.forms[i]
        found = self.memory.capitals.get(form)
        if found is None:
            text = form[:200]
            found = self.memory.capitals[form] = round(len(_CAPITAL.findall(text)) / max(1, text.count(" ") + 1), 2)
        return found

    def _title(self) -> str:
        """The likely headline: the first line of headline form before the first long line."""
        for i in range(min(self.first_long, len(self.forms), 12)):
            if 20 <= self.size[i] <= 220 and self.ends[i] != 1 and self.priors[i][0] < 0.9:
                return self.forms[i]
        return ""


class Own(NamedTuple):
    """What a line says by itself: the features that need no other line, words and commas counted, names."""

    words: int
    commas: int
    names: frozenset[str]
    first: tuple[float, ...]
    second: tuple[float, ...]


def own(form: str, says: frozenset[str], function_words: frozenset[str], months: frozenset[str]) -> Own:
    """What the line says by itself."""
    head = form[:600]
    words = head.split()
    letters = _letters(head)
    many = max(1, len(letters))
    low = [word.strip(".,;:!?\"'()[]") for word in head.lower().split()]
    upper_count = sum([word.isupper() and len(word) > 1 for word in letters])
    digits = sum(map(head.count, "0123456789")) if head.isascii() else sum([head.count(char) for char in set(head) if char.isdigit()])
    return Own(
        len(words),
        head.count(","),
        frozenset([word.lower() for word in letters[1:] if len(word) > 3 and word[0].isupper()]),
        (round(len(_CAPITAL.findall(head)) / many, 3), round(upper_count / many, 3), round(digits / len(head), 3), min(sentences(head), 6), min(head.count('"'), 3)),
        (
            "|" in head or "•" in head, "@" in head, "©" in head or "ⓒ" in head,
            sum(map(says.__contains__, low)), round(sum(map(function_words.__contains__, low)) / max(1, len(low)), 3),
            "?" in head, head.find(":", 0, 60), "/" in head, not months.isdisjoint(low), digits > 2 and bool(_CLOCK.search(head)), digits > 3 and bool(_YEAR.search(head)),
            _names_money(head), form.removesuffix(".").endswith((")", "]")), bool(_NAME_PAIR.search(head)), round(len(head) / max(1, len(words)), 1),
        ),
    )  # fmt: skip


def _names_money(head: str) -> bool:
    """Whether a currency stands in the text. What the pattern needs is asked first, which is quicker."""
    return any(text in head for text in _MONEY_TEXTS) and bool(_MONEY.search(head))


def _share(until: Sequence[int], low: int, high: int) -> float:
    """The share of the lines `low:high` that are counted in the running sum."""
    low, high = max(low, 0), min(high, len(until) - 1)
    return round((until[high] - until[low]) / (high - low), 2) if low < high else 0.0


def features(layout: Layout, i: int, says: frozenset[str], function_words: frozenset[str], months: frozenset[str]) -> list[float]:
    """The feature values of line `i`, in the order of `NAMES`."""
    form, size, n = layout.forms[i], layout.size[i], len(layout.forms)
    alone = layout.memory.own.get(form)
    if alone is None:
        alone = layout.memory.own[form] = own(form, says, function_words, months)
    count = alone.words if not layout.unspaced else size // 4
    words = layout.words
    own_words, names = words[i], alone.names
    hits = layout.hits[i]
    priors, sizes, ends, gap = layout.priors, layout.size, layout.ends, layout.gap
    best, family = priors[i]
    tail, weak, kinds = 0.0, 0, 0
    if hits:
        tail = max((hit.rule.sure for hit in hits if not hit.whole and hit.rule.label is Label.CREDIT), default=0.0)
        weak = sum(1 for hit in hits if hit.whole and hit.rule.sure < 0.9)
        kinds = len({hit.rule.id for hit in hits if hit.whole})
    lexicon = layout.lexicon
    if layout.long[i]:
        known = sum([lexicon[word] > 1 for word in own_words])
        known_names = sum([lexicon.get(name, 0) > 1 for name in names])
    else:
        known, known_names = len(lexicon.keys() & own_words), len(lexicon.keys() & names)
    lead, about = layout.lead, layout.about
    near = [value for value in (*about[max(0, i - 3) : i], *about[i + 1 : i + 4]) if value >= 0]
    later = about[i + 1 : i + 9]
    story_until = layout.story_until
    story = max(1, story_until[n])
    folded = layout.folded[i]
    title_share = len(own_words & layout.title_words) / len(own_words) if own_words else 0.0
    nobody = (0.0, 0)
    before, after = priors[i - 1] if i else nobody, priors[i + 1] if i + 1 < n else nobody
    mixed = layout.mixed
    return [
        min(size, 700), min(count, 100), ends[i], layout.starts[i],
        *alone.first, round(alone.commas / max(1, count), 3), *alone.second,
        best, family, min(kinds, 4), tail, min(weak, 3),
        min(i, 30), min(n - 1 - i, 30), max(-20, min(40, i - layout.first_long)), max(-30, min(40, layout.last_long - i)),
        min(layout.before[i], 20), min(layout.after[i], 20), min(layout.count, 30), min(layout.near_before[i], 20), min(layout.near_after[i], 20),
        min(sizes[i - 1], 400) if i else 0, min(sizes[i + 1], 400) if i + 1 < n else 0, ends[i - 1] if i else -1, ends[i + 1] if i + 1 < n else -1,
        before[0], after[0], before[1], after[1],
        min(sizes[i - 2], 400) if i > 1 else 0, min(sizes[i + 2], 400) if i + 2 < n else 0, priors[i - 2][0] if i > 1 else 0.0, priors[i + 2][0] if i + 2 < n else 0.0,
        min(layout.run[i], 12), min(layout.place[i], 12), layout.starts[i + 1] if i + 1 < n else -1, layout.capitals(i - 1), layout.capitals(i + 1),
        min(layout.sure_before[i], 6), min(layout.sure_after[i], 6),
        max([0.0, *[chance for chance, _ in priors[max(0, i - 4) : i]]]), max([0.0, *[chance for chance, _ in priors[i + 1 : i + 5]]]),
        gap[i] if i else -1, gap[i + 1] if i + 1 < n else -1, gap[i] - layout.usual if mixed else 0,
        min(layout.block[i], 10) if mixed else 0, min(layout.block_at[i], 10) if mixed else 0,
        min(layout.copies[folded], 4) if folded else 1, _like(layout, own_words, i - 1), _like(layout, own_words, i + 1), bool(folded) and len(folded) > 12 and folded in layout.title_fold or folded == layout.title_fold,
        round(known / len(own_words), 2) if own_words else -1.0, round(known_names / len(names), 2) if names else -1.0, min(len(names) - known_names, 8), round(title_share, 2),
        round(layout.short_share, 2), min(n, 150), round(layout.hit_share, 2), min(layout.median, 300), layout.unspaced,
        _share(layout.sure_until, i - 6, i), _share(layout.sure_until, i + 1, i + 7), _share(layout.sure_until, i - 20, i), _share(layout.sure_until, i + 1, i + 21),
        _share(layout.long_until, i - 10, i), _share(layout.long_until, i + 1, i + 11),
        round(story_until[i] / story, 2), round((story_until[n] - story_until[i + 1]) / story, 2),
        layout.since_closing[i], layout.closings[i], round(about[i], 2), min(len(own_words & lead), 12) if about[i] > -2 else -1,
        round(sum(near) / len(near), 2) if near else -1.0, round(max([*later, -3.0]) if len(later) < 8 else max(later), 2),
        layout.over_credit.get(i, -1.0), min(round(size / layout.usual_long, 1), 3.0),
    ]  # fmt: skip


def _like(layout: Layout, words: set[str], k: int) -> float:
    """How many of the words of a line and of line `k` are the same; -1 outside the text."""
    if not 0 <= k < len(layout.forms):
        return -1.0
    other = layout.words[k]
    return round(len(words & other) / min(len(words), len(other)), 2) if words and other else 0.0
