"""Each line against the rules.

The definitions say what is matched; everything about speed here is derived from them. A rule whose phrases open the line is found
by the line's first letters, one whose phrases (or agencies) stand anywhere by the words of the text, and a line is held against its pattern with
the phrase made one letter. Rules without words are few and bounded in length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, reduce
from operator import or_

from cleannews.article import Label
from cleannews.derived import Shelf, derived, regex
from cleannews.languages import available, phrases
from cleannews.read.text import folded
from cleannews.rule import Rule
from cleannews.rules.pieces import UNSPACED
from cleannews.rules.shapes import INSIDE, doubled, no_cited_paragraph, no_final_stop, sentences
from cleannews.stages.filing import Anything, Filing, Known, Said, Speakers, filings
from cleannews.stages.keys import ANY, Gate, bit, has_capitals
from cleannews.stages.phrases import (
    EDGES,
    KEY_SIZES,
    ROOM,
    Phrase,
    blanked,
    compiled,
    expand,
    framed,
    has_words,
    looks_into_phrases,
    plain_phrase,
    stood_in,
    words_in,
)
from cleannews.values import NamedTuple

_UNSPACED = regex(f"[{UNSPACED}]")
_SENTENCE_ENDS = frozenset("!?…\"'。！？।")
_CREDIT_SIGNS = ("/", "©", "ⓒ", "|", ":", "(", "[", "=", " via ")


class Hit(NamedTuple):
    """A rule's find in a line: `start:end` relative to the line; `whole` when the whole line is meant."""

    rule: Rule
    start: int
    end: int
    whole: bool


#: The longest word that is whole in a text that a rule needs, which the line's words must hold; the text; whether it has capitals.
Needed = tuple[str | None, str, bool]


class Asked(NamedTuple):
    """Rules without phrases that a line may meet, and what it needs for them: one of these texts in so much of its end (0: anywhere)."""

    window: int
    needs: tuple[Needed, ...]
    trials: tuple[Trial, ...]


class Meeting(NamedTuple):
    """What a line may meet: rules that need nothing, those that need signs (with the bits of those), and those that need other texts.

    `plain` is what is left of the last for a line in ASCII.
    """

    free: tuple[Trial, ...]
    signs: int
    signed: tuple[tuple[int, Asked], ...]
    spelt: tuple[Asked, ...]
    plain: tuple[Asked, ...]


#: The rules that a line asks, each with the phrases that it may hold (none for agencies, which are in the pattern).
Heard = dict["Trial", list[Phrase]]
#: Signs by which lines are told apart before a rule is asked; digits count as one.
_SIGNS = "0()[]/|=<>@#©ⓒ$£€¥₹%&*+:_•·»›→-"
_SIGN_BITS = {**{sign: 1 << i for i, sign in enumerate(_SIGNS)}, **dict.fromkeys("0123456789", 1)}
_SIGN_BYTES = {ord(sign): found for sign, found in _SIGN_BITS.items() if sign.isascii()}
_FOREIGN_SIGNS = tuple((sign, _SIGN_BITS[sign]) for sign in _SIGNS if not sign.isascii())
#: What is no sign of a text in bytes, and digits made one.
_NO_SIGNS = bytes(byte for byte in range(256) if byte not in _SIGN_BYTES and byte != 0x0A)
_ONE_DIGIT = bytes.maketrans(b"123456789", b"0" * 9)
#: Where lines are divided by length: rules that look at lines of one class only are not asked for others.
_SIZES = (30, 60, 90, 130, 200, 280, 500)
#: Characters of lines that are looked up together.
_BLOCK = 4000
#: A word that stands whole in a text.
_WHOLE_WORD = regex(r"(?<= )[a-z0-9]+(?= )")
#: Openings of lines remembered before all are forgotten.
_REMEMBERED = 50_000
#: Patterns compiled for what lines hold that are remembered before all are forgotten.
_COMPILED = 2000
#: So many lines are looked up key by key.
_FEW = 400
#: Keys of lines whose first four letters begin no longer one.
_SHALLOW = tuple(size for size in KEY_SIZES if size < 4)


class Keys(NamedTuple):
    """What a line must have for a rule's pattern: one of these gates; `reach` is how far the longest match goes back from the line's end (0: unknown)."""

    gates: tuple[Gate, ...]
    reach: int


def pattern_keys(rule: Rule) -> Keys:
    """What a rule's pattern needs, derived from the pattern; a phrase may be anything."""
    from cleannews.stages.keys import gates, reach

    source = expand(rule, stand_in=".+")
    return Keys(gates(source), reach(source) if source.endswith("$") else 0)


class Asks(NamedTuple):
    """What a rule asks of lines, whichever way its pattern matches.

    closes   the set of the characters with which such a line can end.
    reach    as in `Keys`.
    needs    texts of which one stands in the folded form of every line that matches, those with capitals in the line; () if unknown.
    """

    closes: int
    reach: int
    needs: tuple[str, ...]


def asks(keys: Keys) -> Asks:
    """What any gate asks for, and each does."""
    free = any(not gate.needs for gate in keys.gates)
    needs = () if free else tuple(sorted({text for gate in keys.gates for text in gate.needs}))
    return Asks(reduce(or_, (gate.closes or ANY for gate in keys.gates)), keys.reach, needs)


class Gates(NamedTuple):
    """The gates of rules without phrases. Sets of them are bits of a number, in this order.

    rules     the rule of each, by its number among those rules; `needs` what it needs.
    anywhere  those of patterns that may begin anywhere in a line.
    pairs     (set of the first character, set of the second, those that let such a line pass).
    closes    (set of the last character, those that let such a line pass).
    sizes     those that let pass a line of each class of length, further down and up to the sixth long line.
    """

    rules: tuple[int, ...]
    needs: tuple[tuple[str, ...], ...]
    anywhere: int
    pairs: tuple[tuple[int, int, int], ...]
    closes: tuple[tuple[int, int], ...]
    sizes: tuple[int, ...]


def without_words(rules: Sequence[Rule]) -> list[Rule]:
    """The rules that no phrase leads to."""
    return [rule for rule in rules if not has_words(rule)]


def gathered(rules: Sequence[Rule], keys_of: Callable[[Rule], Keys]) -> Gates:
    """The gates of these rules."""
    every = [(number, gate) for number, rule in enumerate(rules) for gate in keys_of(rule).gates]
    pairs: dict[tuple[int, int], int] = {}
    closes: dict[int, int] = {}
    for i, (_, gate) in enumerate(every):
        for pair in gate.opens or ():
            pairs[pair] = pairs.get(pair, 0) | 1 << i
        closes[gate.closes or ANY] = closes.get(gate.closes or ANY, 0) | 1 << i
    sizes: list[int] = []
    for shortest, longest in zip((0, *(size + 1 for size in _SIZES)), (*_SIZES, 1 << 60), strict=True):
        fit = [(i, rules[n]) for i, (n, gate) in enumerate(every) if rules[n].longest >= shortest and gate.least <= longest and not 0 < gate.most < shortest]
        sizes += (sum(1 << i for i, rule in fit if rule.zone != "lead"), sum(1 << i for i, _ in fit))
    return Gates(
        tuple(number for number, _ in every),
        tuple(gate.needs for _, gate in every),
        sum(1 << i for i, (_, gate) in enumerate(every) if gate.opens is None),
        tuple((first, second, gates) for (first, second), gates in pairs.items()),
        tuple(closes.items()),
        tuple(sizes),
    )


#: Predicates that cost less than looking for a pattern anywhere in the line.
_QUICK = (doubled, no_final_stop)


class Trial:
    """A rule, ready to be tried on lines.

    closes   the set of the characters with which such a line can end.
    window   how much of a line's end the pattern is held against (0: all of it).
    needs    texts of which one stands in the folded form (of that end) of every line that matches, those with capitals in the line; () if unknown.
    """

    def __init__(self, rule: Rule, asked: Asks) -> None:
        self.rule = rule
        self.name = rule.id
        self.longest = rule.longest
        self.lead = rule.zone == "lead"
        self.closes, reach, needs = asked
        self.needs = tuple(map(_needed, needs))
        self.searches = rule.inside and not rule.pattern.startswith("^")
        self.window = (min(_TAIL, reach) if reach else _TAIL) if self.searches and rule.pattern.endswith("$") else 0
        self._first = rule.where if rule.where is doubled or (self.searches and rule.where in _QUICK) else None
        self._call: Callable[..., re.Match[str] | None] | None = None

    def find(self, form: str, pattern: re.Pattern[str] | None = None) -> Hit | None:
        """The rule's find in one line; `pattern` is the rule's, compiled for some phrases."""
        if self._first is not None and not self._first(form):
            return None
        if pattern is not None:
            call = pattern.search if self.searches else pattern.match
        else:
            found = self._call
            if found is None:
                made = compiled(self.rule)
                found = self._call = made.search if self.searches else made.match
            call = found
        match = call(form, max(0, len(form) - self.window)) if self.window else call(form)
        if match is None or (self.rule.where is not None and not self.rule.where(form)):
            return None
        return _told(self.rule, form, match)

    def find_said(self, form: str, low: str, listed: Sequence[Phrase]) -> Hit | None:
        """The rule's find in one line, whose folded form is `low`, with some of these phrases. They have no gaps, nor the line doubled spaces."""
        rule = self.rule
        if rule.where is not None and not rule.where(form):
            return None
        if rule.pattern == INSIDE:
            return _inside(rule, form, [place for phrase in listed for place in phrase.places(low)])
        frame = self.frame
        call = frame.search if self.searches else frame.match
        first = max(0, len(form) - self.window) if self.window else 0
        best: Hit | None = None
        for phrase in listed:
            more = len(phrase.said) - 3
            for at in phrase.places(low):
                end = at + more + 3
                match = call(stood_in(form, at, end), first) if at >= first else None
                if match is not None:
                    start, cut = match.start(), _cut(match)
                    if cut is not None:
                        cut = (cut[0] + more if cut[0] > at else cut[0], cut[1] + more if cut[1] > at else cut[1])
                    hit = _meant(rule, form, start + more if start > at else start, cut)
                    if hit is not None and (best is None or hit.end - hit.start > best.end - best.start):
                        best = hit
        return best

    @cached_property
    def frame(self) -> re.Pattern[str]:
        """The rule's pattern with a letter, or room, for its phrases."""
        return regex(framed(self.rule))

    @cached_property
    def looks(self) -> bool:
        """Whether the pattern may look into its phrases from outside, so that only itself, compiled for them, says what it matches."""
        return looks_into_phrases(self.rule)


def _add(hits: dict[str, Hit], hit: Hit | None) -> None:
    """Of several finds of one rule the longest counts."""
    if hit is not None:
        name = hit.rule.id
        if name not in hits or hit.end - hit.start > hits[name].end - hits[name].start:
            hits[name] = hit


def _needed(text: str) -> Needed:
    """A needed text with the longest word that is whole in it, None if there is none, and whether it has capitals."""
    return max(_WHOLE_WORD.findall(text.lower()), key=len, default=None), text, has_capitals(text)


def _bits(number: int) -> Iterator[int]:
    """The bits of a number, from the lowest."""
    while number:
        low = number & -number
        yield low
        number ^= low


class Matcher:
    """The rules, arranged for looking up. Immutable in effect: what it caches can be computed again from its arguments.

    heads   first letters of a line → rules with phrases that open lines so.
    words   a word → rules with phrases (or agencies) that hold it; stems are the same for scripts without spaces, by two characters.

    Rules without phrases are found by how a line begins and ends, and how long it is. What follows from the shipped rules and words alone
    is taken from `derived`, if that is there; the rest is filed here.
    """

    def __init__(self, rules: Sequence[Rule], codes: tuple[str, ...]) -> None:
        from cleannews.rules import RULES

        self.rules = tuple(rules)
        self.order = {rule.id: i for i, rule in enumerate(self.rules)}
        self.by_id = {rule.id: rule for rule in self.rules}
        self.codes = codes
        shipped = derived()
        self._shipped = shipped if shipped is not None and shipped.codes == codes else None
        numbers = {id(rule): number for number, rule in enumerate(RULES)} if self._shipped is not None else {}
        #: The rules of `derived` that are asked → their numbers there.
        self._numbers = {rule.id: numbers[id(rule)] for rule in self.rules if id(rule) in numbers}
        own = [rule for rule in self.rules if id(rule) not in numbers]
        #: Rules by number (None: not asked), and where what they have under keys is: first letters, words, stems.
        self._filed: list[tuple[Sequence[Rule | None], Sequence[Filing | Shelf]]] = []
        if self._shipped is not None:
            asked = [rule if rule.id in self._numbers else None for rule in RULES]
            self._filed.append((asked, (self._shipped.heads, self._shipped.words, self._shipped.stems)))
        if own:
            self._filed.append((own, filings(own, codes)))
        shelves = [[filed[table] for _, filed in self._filed] for table in range(3)]
        self.heads: Known | frozenset[str] = Known(shelves[0])
        self.words: Known | frozenset[str] = Known(shelves[1])
        self.stems: Known | frozenset[str] = Known(shelves[2])
        self._looked_up = 0
        #: First letters after which more is worth looking up.
        self._deep: Anything | frozenset[str] = Anything()
        self._speaking: tuple[dict[str, Speakers], ...] = ({}, {}, {})
        self._compiled: dict[tuple[str, tuple[str, ...]], re.Pattern[str]] = {}
        self._trials: dict[str, Trial] = {}
        self._wordless = without_words(self.rules)
        self._beginning: dict[str, int] = {}
        self._first: dict[str, list[tuple[int, int]]] = {}
        self._ending: dict[str, int] = {}
        self._alike: dict[int, Meeting] = {}
        self._meeting: dict[tuple[str, int], Meeting] = {}
        #: What rules need: the bits of its signs, if it is signs, the texts, those of them in ASCII; texts → its number; (rule, gates) → its number.
        self._needs: list[tuple[int, tuple[Needed, ...], tuple[Needed, ...]]] = []
        self._texts: dict[tuple[str, ...], int] = {}
        self._wants: dict[tuple[int, int], int] = {}
        #: What groups of rules ask for, with their signs and in plain letters: the same in thousands of meetings, and only once in memory.
        self._same: dict[tuple[int | Trial, ...], tuple[tuple[int, Asked], Asked]] = {}
        #: Longer lines no rule looks at.
        self._longest = max((rule.longest for rule in self.rules), default=0)

    def keys_of(self, rule: Rule) -> Keys:
        """What a line must have for the rule's pattern."""
        if self._shipped is None or rule.id not in self._numbers:
            return pattern_keys(rule)
        found, farthest = self._shipped.thing(f"keys {rule.id}")
        return Keys(tuple(Gate(*gate) for gate in found), farthest)

    @cached_property
    def _asked(self) -> Sequence[Asks]:
        """What each rule of `derived` asks of lines."""
        return self._shipped.thing("asks") if self._shipped is not None else ()

    def _trial(self, rule: Rule) -> Trial:
        trial = self._trials.get(rule.id)
        if trial is None:
            number = self._numbers.get(rule.id)
            trial = self._trials[rule.id] = Trial(rule, asks(pattern_keys(rule)) if number is None else self._asked[number])
        return trial

    def _numbered(self, rules: Sequence[Rule | None]) -> Callable[[int], Trial | None]:
        """What finds the trial of a rule by its number among these; None for those that are not asked."""

        def trial(number: int) -> Trial | None:
            rule = rules[number]
            return None if rule is None else self._trial(rule)

        return trial

    @cached_property
    def _pairs(self) -> dict[str, list[str]]:
        """The stems, by their first two characters."""
        found: dict[str, list[str]] = {}
        for stem in self.stems.all() if isinstance(self.stems, Known) else self.stems:
            found.setdefault(stem[:2], []).append(stem)
        return found

    def filed_under(self, table: int, key: str) -> list[tuple[str, str | None]]:
        """The rules filed under a key (0: of heads, 1: of words, 2: of stems) with their phrases; None for those that need none."""
        ready = self._speakers(key, table)
        phrased = [(trial.name, phrase.text) for phrase, trials in ready.every() for trial in trials]
        return [*((trial.name, None) for trial in ready.alone), *sorted(phrased)]

    def _speakers(self, key: str, table: int) -> Speakers:
        """What is filed under the first letters of a line (table 0), a word (1) or a stem (2)."""
        ready = self._speaking[table].get(key)
        if ready is None:
            found = [(Said(*said), self._numbered(rules)) for rules, filed in self._filed if (said := filed[table].get(key)) is not None]
            ready = self._speaking[table][key] = Speakers(found)
        return ready

    def _pattern(self, rule: Rule, listed: tuple[str, ...]) -> re.Pattern[str]:
        found = self._compiled.get((rule.id, listed))
        if found is None:
            if len(self._compiled) >= _COMPILED:
                self._compiled.clear()
            found = self._compiled[rule.id, listed] = compiled(rule, listed)
        return found

    @staticmethod
    def _worth(trial: Trial, listed: Sequence[Phrase], form: str, low: str) -> bool:
        """Whether a rule's pattern for these phrases can match, told by them and by its frame: compiling it costs a hundred times a look."""
        if not any(True for phrase in listed for _ in phrase.places(low)):
            return False
        if trial.rule.pattern == INSIDE or not trial.looks or any(len(phrase.text) > ROOM or phrase.gapped for phrase in listed):
            return True
        return bool(trial.frame.search(form) if trial.searches else trial.frame.match(form))

    def hits_of(self, forms: Sequence[str]) -> list[list[Hit]]:
        """Every rule's finds in each line of a document, in the order of the rules."""
        found: list[dict[str, Hit]] = []
        long_lines = 0
        self._looked_up += len(forms)
        if self._looked_up > _FEW:
            self._settle()
        block: list[str] = []
        size = 0
        for form in (*forms, None):
            if block and (form is None or size + len(form) > _BLOCK):
                found += self._of_block(block, long_lines)
                long_lines += sum([len(line) >= 80 for line in block])
                block, size = [], 0
            if form is not None:
                # Lines that no rule looks at stand for themselves as empty ones.
                form = form if len(form) <= self._longest else ""
                block.append(form.replace("\n", " ") if "\n" in form else form)
                size += len(form)
        order = self.order
        return [sorted(hits.values(), key=lambda hit: order[hit.rule.id]) if len(hits) > 1 else list(hits.values()) for hits in found]

    def _settle(self) -> None:
        """Read all keys, once lines are so many that this is quicker."""
        if isinstance(self.heads, Known):
            self.heads = self.heads.all()
            self._deep = frozenset([head[:4] for head in self.heads])
        if isinstance(self.words, Known):
            self.words = self.words.all()
        if isinstance(self.stems, Known):
            self.stems = self.stems.all()

    def _of_block(self, block: Sequence[str], long_lines: int) -> list[dict[str, Hit]]:
        """Every rule's finds in lines that are looked up together; so many long ones stand before."""
        text = "\n".join(block)
        whole = folded(text)
        lows = whole.split("\n")
        blank, data = blanked(whole)
        marks = data.translate(_ONE_DIGIT, _NO_SIGNS).split(b"\n")
        foreign = [(sign, bits) for sign, bits in _FOREIGN_SIGNS if sign in text] if len(data) > len(whole) else ()
        lines = blank.split("\n")
        stems = self._stems_in(whole)
        found: list[dict[str, Hit]] = []
        known, heads, deep, meetings = self.words, self.heads, self._deep, self._meeting
        for i, form in enumerate(block):
            hits: dict[str, Hit] = {}
            found.append(hits)
            size = len(form)
            if not size:
                continue
            low, lead = lows[i], long_lines < 6
            long_lines += size >= 80
            own = words_in(lines[i])
            said = self._heard(1, known & own, own, form, low, None)
            if stems:
                said = self._heard(2, [stem for stem in stems if stem in low], own, form, low, said)
            head = low[:24]
            opening = head.lstrip(EDGES)
            for length in KEY_SIZES if opening[:4] in deep else _SHALLOW:
                if opening[:length] in heads:
                    said = self._opened(opening[:length], form, low, len(head) - len(opening), lead, said)
            if said:
                self._listen(said, form, low, hits)
            key = (form[:2] + form[-1], bisect_left(_SIZES, size) * 2 + lead)
            meeting = meetings.get(key) or self._meet(*key)
            for trial in meeting.free:
                if size <= trial.longest:
                    _add(hits, trial.find(form))
            mask = 0
            for byte in set(marks[i]):
                mask |= _SIGN_BYTES[byte]
            for sign, bits in foreign:
                if sign in form:
                    mask |= bits
            asking = [asked for bits, asked in meeting.signed if bits & mask] if mask & meeting.signs else []
            for window, needs, trials in (*asking, *(meeting.plain if low.isascii() else meeting.spelt)):
                end = low[-window:] if window else low
                for word, needed, capitals in needs:
                    if (word is None or word in own) and (needed in form[-window:] if capitals else needed in end):
                        for trial in trials:
                            if size <= trial.longest:
                                _add(hits, trial.find(form))
                        break
        return found

    def _heard(self, table: int, keys: Iterable[str], own: set[str], form: str, low: str, said: Heard | None) -> Heard | None:
        """What a line with these words asks, with the rules added whose phrases, or agencies, may stand in it, filed under these keys of the line."""
        speaking, size, last = self._speaking[table], len(form), 0
        for key in keys:
            speakers = speaking.get(key) or self._speakers(key, table)
            last = last or bit(form[-1])
            for trial in speakers.alone:
                if size <= trial.longest and trial.closes & last:
                    said = {} if said is None else said
                    said.setdefault(trial, [])
            for phrase, trials in speakers.rest if speakers.names.isdisjoint(own) else speakers.said(own):
                for part in phrase.parts:
                    if part not in low:
                        break
                else:
                    for trial in trials:
                        if size <= trial.longest and trial.closes & last:
                            said = {} if said is None else said
                            said.setdefault(trial, []).append(phrase)
        return said

    def _meet(self, edges: str, sizes: int) -> Meeting:
        """The rules without phrases that a line may meet which begins and ends so, and is so long."""
        if len(self._meeting) >= _REMEMBERED:
            self._meeting.clear()
            self._beginning.clear()
            self._first.clear()
            self._ending.clear()
            self._alike.clear()
            self._same.clear()
            self._wants.clear()
        meets = self._begin(edges[:-1]) & self._end(edges[-1]) & self._sized(sizes)
        meeting = self._alike.get(meets)
        if meeting is None:
            meeting = self._alike[meets] = self._asked_for(meets)
        self._meeting[edges, sizes] = meeting
        return meeting

    def _asked_for(self, meets: int) -> Meeting:
        """The rules of these gates, with what they need together."""
        free: list[Trial] = []
        groups: dict[tuple[int, int], list[Trial]] = {}
        for number, gates in self._gates_of_rules:
            if passed := meets & gates:
                trial = self._trial(self._wordless[number])
                wants = self._wants.get((number, passed))
                if wants is None:
                    wants = self._wants[number, passed] = self._wanted(passed)
                if wants < 0:
                    free.append(trial)
                else:
                    groups.setdefault((trial.window, wants), []).append(trial)
        signed: list[tuple[int, Asked]] = []
        spelt: list[Asked] = []
        plain: list[Asked] = []
        for (window, wants), trials in groups.items():
            signs, needs, ascii_needs = self._needs[wants]
            known = self._same.get((wants, *trials))
            if known is None:
                asked = Asked(window, needs, tuple(trials))
                known = self._same[wants, *trials] = (signs, asked), asked._replace(needs=ascii_needs)
            if signs:
                signed.append(known[0])
            else:
                spelt.append(known[0][1])
                if ascii_needs:
                    plain.append(known[1])
        return Meeting(tuple(free), reduce(or_, [bits for bits, _ in signed], 0), tuple(signed), tuple(spelt), tuple(plain))

    def _wanted(self, passed: int) -> int:
        """What the gates of one rule need together: its number in `_needs`, -1 if one of them needs nothing."""
        each = [self._gates.needs[gate.bit_length() - 1] for gate in _bits(passed)]
        if not all(each):
            return -1
        texts = tuple(sorted({text for texts in each for text in texts}))
        number = self._texts.get(texts)
        if number is None:
            number = self._texts[texts] = len(self._needs)
            bits = [next((_SIGN_BITS[char] for char in text if char in _SIGN_BITS), 0) for text in texts]
            needs = tuple(map(_needed, texts))
            self._needs.append((reduce(or_, bits) if all(bits) else 0, needs, tuple(need for need in needs if need[1].isascii())))
        return number

    @cached_property
    def _gates_of_rules(self) -> list[tuple[int, int]]:
        """The rules without phrases, by number, each with its gates."""
        found: dict[int, int] = {}
        for i, number in enumerate(self._gates.rules):
            found[number] = found.get(number, 0) | 1 << i
        return list(found.items())

    @cached_property
    def _gates(self) -> Gates:
        """The gates of the rules without phrases."""
        if self._shipped is not None and list(self._numbers.values()) == list(range(len(self._filed[0][0]))) and len(self._filed) == 1:
            return Gates(*self._shipped.thing("gates"))
        return gathered(self._wordless, self.keys_of)

    def _begin(self, opening: str) -> int:
        """The gates that let pass a line which begins so."""
        found = self._beginning.get(opening)
        if found is None:
            following = self._first.get(opening[0])
            if following is None:
                first = bit(opening[0])
                following = self._first[opening[0]] = [(second, gates) for chars, second, gates in self._gates.pairs if chars & first]
            second = bit(opening[1]) if len(opening) > 1 else ANY
            found = self._gates.anywhere
            for chars, gates in following:
                if chars & second:
                    found |= gates
            self._beginning[opening] = found
        return found

    def _end(self, last: str) -> int:
        """The gates that let pass a line which ends so."""
        found = self._ending.get(last)
        if found is None:
            char = bit(last)
            found = self._ending[last] = reduce(or_, [gates for chars, gates in self._gates.closes if chars & char], 0)
        return found

    def _sized(self, sizes: int) -> int:
        """The gates that let pass a line of this class of length, and so far down."""
        return self._gates.sizes[sizes]

    def _opened(self, key: str, form: str, low: str, at: int, lead: bool, said: Heard | None) -> Heard | None:
        """What a line asks, with the rules added whose phrases open it; its first word begins at `at`, with a key."""
        for phrase, trials in self._speakers(key, 0).rest:
            if low.startswith(phrase.opening, at):
                size, last = len(form), bit(form[-1])
                for trial in trials:
                    if size <= trial.longest and (lead or not trial.lead) and trial.closes & last:
                        said = {} if said is None else said
                        said.setdefault(trial, []).append(phrase)
        return said

    def _listen(self, said: Heard, form: str, low: str, hits: dict[str, Hit]) -> None:
        """The finds in one line of rules whose phrases, or agencies, may stand in it."""
        exact = len(low) == len(form) and "  " not in form
        for trial, listed in said.items():
            if trial.needs:
                end = low[-trial.window :]
                for _, text, capitals in trial.needs:
                    if text in (form[-trial.window :] if capitals else end):
                        break
                else:
                    continue
            if not listed:
                _add(hits, trial.find(form))
                continue
            if exact:
                plain = [phrase for phrase in listed if not phrase.gapped] if not trial.looks else ()
                if plain:
                    _add(hits, trial.find_said(form, low, plain))
                listed = [phrase for phrase in listed if phrase.gapped or trial.looks]
                if not listed or not self._worth(trial, listed, form, low):
                    continue
            _add(hits, trial.find(form, self._pattern(trial.rule, tuple(sorted({phrase.text for phrase in listed})))))

    def _stems_in(self, low: str) -> list[str]:
        """The stems of unspaced scripts that stand in a folded text."""
        if low.isascii() or not self.stems or not _UNSPACED.search(low):
            return []
        return [stem for pair in self._pairs.keys() & {*low, *map(str.__add__, low, low[1:])} for stem in self._pairs[pair] if stem in low]

    def hits(self, form: str) -> list[Hit]:
        """Every rule's find in one line."""
        return self.hits_of([form])[0]

    def plain_hits(self, form: str) -> list[Hit]:
        """The same without any key: every rule, every phrase. Slow; the yardstick of the fast way."""
        found = []
        for rule in self.rules:
            listed = (
                tuple(filter(None, (plain_phrase(p) for p in phrases(rule.words, self.codes) if any(map(str.isalnum, p)))))
                if "{phrases}" in rule.pattern
                else ()
            )
            if len(form) <= rule.longest and (listed or "{phrases}" not in rule.pattern):
                hit = find(rule, compiled(rule, listed), form)
                if hit:
                    found.append(hit)
        return found


#: A credit that closes a line, told by the grammar of credits (`signature.closing_credit`) where no pattern says it.
CLOSING = Rule("credit-closing", Label.CREDIT, "A line closed by a picture credit.", "", sure=0.96)


def with_closing(form: str, hits: list[Hit]) -> list[Hit]:
    """The hits, and the credit that closes the line if no rule found one. Lines that end as sentences do are not asked."""
    if not 12 <= len(form) <= 1200 or form[-1] in _SENTENCE_ENDS or (form[-1] == "." and form[-2] not in ")]"):
        return hits
    tail = form[-100:]
    if not any(sign in tail for sign in _CREDIT_SIGNS) or any(hit.rule.label is Label.CREDIT and hit.rule.sure >= 0.9 for hit in hits):
        return hits
    from cleannews.signature import closing_credit

    found = closing_credit(form)
    return [*hits, Hit(CLOSING, found[0], found[1], False)] if found and no_cited_paragraph(form) else hits


#: Patterns closed by `$` need only the line's end: so much of it is looked at.
_TAIL = 220


def find(rule: Rule, pattern: re.Pattern[str], form: str) -> Hit | None:
    """The rule's find in one line, if it has one."""
    if rule.inside and not rule.pattern.startswith("^"):
        match = pattern.search(form, max(0, len(form) - _TAIL) if rule.pattern.endswith("$") else 0)
    else:
        match = pattern.match(form)
    if not match or (rule.where is not None and not rule.where(form)):
        return None
    return _told(rule, form, match)


def _told(rule: Rule, form: str, match: re.Match[str]) -> Hit | None:
    """What the first match of a rule's pattern in a line means; of phrases that may stand anywhere, all are looked at."""
    if rule.pattern == INSIDE:
        return _inside(rule, form, [found.start() for found in match.re.finditer(form)])
    return _meant(rule, form, match.start(), _cut(match))


def _inside(rule: Rule, form: str, places: Sequence[int]) -> Hit | None:
    """What phrases mean that begin at these places of a line; the longest find, where they mean different things."""
    hits = [hit for place in places if (hit := _meant(rule, form, place, None)) is not None]
    return max(hits, key=lambda hit: hit.end - hit.start, default=None)


def _cut(match: re.Match[str]) -> tuple[int, int] | None:
    """The part of the line that the label is for; None for the whole."""
    groups = match.re.groupindex
    if "cut" in groups:
        for name in ("cut", "cut2"):
            if name in groups and match[name]:
                return match.span(name)
    return None


def _meant(rule: Rule, form: str, start: int, cut: tuple[int, int] | None) -> Hit | None:
    """What a match that begins at `start` means: the part or the whole of the line; None where somebody's words are quoted."""
    if rule.pattern == INSIDE:
        if form.count('"', 0, start) % 2 or form.count("«", 0, start) > form.count("»", 0, start):
            return None  # somebody's words are quoted
        if len(form) > 240 and sentences(form) >= 3:
            return _last_sentence(rule, form, start)
    return Hit(rule, *cut, False) if cut is not None else Hit(rule, 0, len(form), True)


_STOP = regex(r"[.!?…][\"')\]»]{0,3} +")


def _last_sentence(rule: Rule, form: str, at: int) -> Hit | None:
    """In a paragraph of several sentences a pitch is its last one or none: the paragraph itself is story."""
    last = 0
    for stop in _STOP.finditer(form):
        last = stop.end()
    return Hit(rule, last, len(form), False) if 0 < last <= at and last > len(form) * 0.4 else None


@lru_cache(maxsize=8)
def matcher(rules: tuple[Rule, ...], codes: tuple[str, ...] | None) -> Matcher:
    """The matcher of these rules and languages (None: all), built once per process."""
    return Matcher(rules, codes if codes is not None else available())
