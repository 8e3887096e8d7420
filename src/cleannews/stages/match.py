"""Each line against the rules.

The definitions say what is matched; everything about speed here is derived from them. A rule whose phrases open the line is found
by the line's first letters, one whose phrases (or agencies) stand anywhere by the words of the line, and its pattern is compiled for
just the phrases that those keys point to, when they first do. Rules without words are few and bounded in length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import NamedTuple

from cleannews.article import Label
from cleannews.derived import derived, regex
from cleannews.languages import available, language, phrases, shared
from cleannews.rule import Rule
from cleannews.rules.pieces import UNSPACED, pieces
from cleannews.rules.shapes import INSIDE, doubled, no_cited_paragraph, no_final_stop, sentences
from cleannews.stages.keys import ANY, Gate, bit, folded

_BRACE = re.compile(r"\{([a-z]\w*)\}")
_HEADED = re.compile(r"\^(?:\[[(\\\[【<|/• ·*—-]+\](?:\{\d,\d+\}|\?)?|\[\\W_\]\{\d,\d\}|\(\?i?:|\(\?P<cut>|\{bullet\}|\{\{)*\{phrases\}")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_EDGES = "-•●■▪◆◇▶►▷☞☛➤→»›>*+#|【】[](<{/ \"'"
_SENTENCE_ENDS = frozenset("!?…\"'。！？।")
_CREDIT_SIGNS = ("/", "©", "ⓒ", "|", ":", "(", "[", "=", " via ")
#: Marks that may touch a word; blanks in the form that words are looked up in.
_TOUCHING = "/()[]:.,;!?\"'|=<>*«»。、，！？【】「」-"


class Hit(NamedTuple):
    """A rule's find in a line: `start:end` relative to the line; `whole` when the whole line is meant."""

    rule: Rule
    start: int
    end: int
    whole: bool


def spoken(phrase: str) -> str:
    """A phrase of a language file as a regular expression: `…` is a gap of up to 60 characters, `#` a number."""
    out: list[str] = []
    for part in filter(None, re.split(r" *(…) *|(#)|( +)", phrase.strip().lower())):
        if part == "…":
            out.append(r"(?:(?<=\W)|(?!\w)).{0,60}?(?:(?<!\w)|(?=\W))" if _spaced(phrase) else r".{0,60}?")
        elif part == "#":
            out.append(r"\d[\d.,]{0,9}")
        elif part.isspace():
            out.append(" +")
        else:
            out.append(re.escape(part))
    text = "".join(out)
    first, last = phrase.strip()[:1], phrase.strip()[-1:]
    if (first.isalnum() or first == "#") and not _UNSPACED.match(first):
        text = (r"(?<!\w)" if _spaced(phrase) else "(?<![a-z0-9])") + text
    if (last.isalnum() or last == "#") and not _UNSPACED.match(last):
        text += r"(?!\w)" if _spaced(phrase) else "(?![a-z0-9])"
    return text


def _spaced(phrase: str) -> bool:
    """Whether the phrase's script puts spaces between words."""
    return not _UNSPACED.search(phrase)


#: Stands for a phrase: a letter, neither upper nor lower case, of no living script.
_STAND_IN = "\ua66e"
#: The longest phrase that a frame has room for.
_ROOM = 60
_LOOKS_AROUND = re.compile(r"\(\?<?[=!]")


def framed(rule: Rule) -> str:
    """The rule's pattern with one letter for its phrases, or with room for any where it looks at them from outside.

    What this does not match, the rule does not.
    """
    return expand(rule, stand_in=f".{{1,{_ROOM}}}" if _LOOKS_AROUND.search(rule.pattern) else _STAND_IN)


def _stood_in(form: str, low: str, listed: Sequence[str]) -> Iterator[str]:
    """The line with each place where a phrase stands made the letter of frames."""
    for phrase in listed:
        said = folded(phrase.strip())
        at = low.find(said)
        while at >= 0:
            yield f"{form[:at]}{_STAND_IN}{form[at + len(said) :]}"
            at = low.find(said, at + 1)


def expand(rule: Rule, listed: Sequence[str] = (), stand_in: str = "") -> str:
    """The rule's pattern with its braces filled: with the phrases, or with what stands for them."""
    shared_pieces = pieces()

    def fill(match: re.Match[str]) -> str:
        if match[1] == "phrases":
            if stand_in:
                return stand_in
            ordered = sorted(set(listed), key=lambda phrase: (-len(phrase), phrase))
            return "(?i:" + "|".join(map(spoken, ordered)) + ")"
        return shared_pieces[match[1]]

    return _BRACE.sub(fill, rule.pattern)


@lru_cache(maxsize=1024)
def compiled(rule: Rule, listed: tuple[str, ...] = ()) -> re.Pattern[str]:
    """The rule's pattern, compiled for the given phrases."""
    return re.compile(expand(rule, listed)) if listed else regex(expand(rule))


def lookup_form(form: str) -> str:
    """Lower case, with the marks that touch words blanked: what words are looked up in."""
    low = form.lower()
    for mark in _TOUCHING:
        if mark in low:
            low = low.replace(mark, " ")
    return low


def _plain_phrase(phrase: str) -> str:
    from cleannews.read.text import matching_form

    return matching_form(phrase).strip()


#: Lengths of the keys by which phrases that open a line are filed: a line is looked up once for each.
_KEY_SIZES = (10, 6, 4, 2, 1)
Filed = dict[str, dict[str, list[str]]]
#: Rules without phrases that a line may meet, and what it needs for them: signs of which it must hold one (bits of `_SIGNS`), or the number of its
#: `needs` in `Matcher`; how much of its end is asked (0: all), texts of which one must stand there, the rules.
Asked = tuple[int, int, tuple[str, ...], "tuple[Trial, ...]"]
#: What a line may meet: rules that need nothing, those that need signs, and those that need more.
Meeting = tuple["tuple[Trial, ...]", tuple[Asked, ...], tuple[Asked, ...]]
#: A rule with the phrases that open a line so, and the first words of those phrases (empty: any).
Opener = tuple["Trial", tuple[str, ...], frozenset[str]]
#: A phrase under a key: its fixed parts, all of which must stand in the line's lower-case form, and its rules.
Spoken = tuple[str, tuple[str, ...], "tuple[Trial, ...]"]
#: Signs by which lines are told apart before a rule is asked; digits count as one.
_SIGNS = "0()[]/|=<>@#©ⓒ$£€¥₹%&*+:_•·»›→-"
_SIGN = re.compile(rf"[0-9]+|[\n{re.escape(_SIGNS[1:])}]")
_SIGN_BITS = {**{sign: 1 << i for i, sign in enumerate(_SIGNS)}, **dict.fromkeys("0123456789", 1)}
#: Where lines are divided by length: rules that look at lines of one class only are not asked for others.
_SIZES = (30, 60, 90, 130, 200, 280, 500)
#: Characters of lines that are looked up together.
_BLOCK = 4000
#: Openings of lines remembered before all are forgotten.
_REMEMBERED = 50_000
#: Only so much of a line's end is looked at for words.
_WORDS_FROM = 2400


_WORD = re.compile(r"\w+")


def _opening_word(phrase: str) -> str | None:
    """The word with which a line must begin that opens with the phrase; None where a word need not end where the phrase's does."""
    low = phrase.lower().lstrip(_EDGES)
    word = _WORD.match(low)
    if word is None or _UNSPACED.search(word[0]) or low[word.end() :][:1] in ("…", "#"):
        return None
    return word[0]


def filed(rules: Sequence[Rule], codes: tuple[str, ...]) -> tuple[Filed, Filed, Filed]:
    """The phrases of these rules under the keys by which lines that may hold them are found: first letters, words, stems."""
    heads: Filed = {}
    words: Filed = {}
    stems: Filed = {}
    usual: Counter[str] | None = None
    for rule in rules:
        if not _has_words(rule):
            continue
        if usual is None:
            usual = _usual(codes)
        headed = bool(_HEADED.match(rule.pattern))
        listed = phrases(rule.words, codes) if "{phrases}" in rule.pattern else (*shared()["agencies"]["exact"], *shared()["agencies"]["any_case"])
        for phrase in map(_plain_phrase, listed):
            _file(heads, words, stems, usual, rule, phrase, headed and "{phrases}" in rule.pattern)
    return heads, words, stems


def _has_words(rule: Rule) -> bool:
    """Whether lines that the rule hits hold one of listed words, by which they can be found."""
    return "{phrases}" in rule.pattern or ("{agency}" in rule.pattern and not rule.id.startswith(("dateline", "caption", "source")))


def _usual(codes: tuple[str, ...]) -> Counter[str]:
    """How often words stand in lines, read off the examples of innocent ones: a phrase is filed under its rarest word."""
    return Counter(word for code in codes for table in language(code).tables.values() for line in table.near_misses for word in lookup_form(line).split())


def _file(heads: Filed, words: Filed, stems: Filed, usual: Counter[str], rule: Rule, phrase: str, headed: bool) -> None:
    """File a phrase under the key by which lines that may hold it are found. A phrase without letters or digits has none."""
    low = phrase.lower().lstrip(_EDGES.replace("#", ""))
    if headed and low and not low.startswith(("…", "#")):
        fixed = re.split(r"[…#]", low)[0]
        size = next(size for size in _KEY_SIZES if len(fixed) >= size)
        heads.setdefault(fixed[:size], {}).setdefault(rule.id, []).append(phrase)
        return
    parts = [part.strip() for part in re.split(r"[…#]", lookup_form(phrase))]
    unspaced = [word for part in parts if _UNSPACED.search(part) for word in part.split() if _UNSPACED.search(word)]
    tokens = [word for part in parts for word in part.split()]
    # A phrase may end in a sign that touches the next word ("… (@"): only tokens with letters or digits at both ends are whole ones.
    tokens = [word for word in tokens if word[0].isalnum() and word[-1].isalnum()] or tokens
    if unspaced:
        stems.setdefault(max(unspaced, key=len), {}).setdefault(rule.id, []).append(phrase)
    elif tokens:
        words.setdefault(min(tokens, key=lambda token: (usual[token], -len(token))), {}).setdefault(rule.id, []).append(phrase)


def _parts(phrase: str) -> tuple[str, ...]:
    """The fixed parts of a phrase, in lower case."""
    return tuple(part for part in map(str.strip, re.split(r"[…#]", phrase.lower())) if part)


def _other_word(phrase: str, key: str) -> str | None:
    """The longest word but the key that stands by itself in every line with the phrase; None if there is none, or that can't be told."""
    if "#" in phrase:
        return None
    return max((word for word in lookup_form(phrase).replace("…", " ").split() if word != key and word.isalnum()), key=len, default=None)


class Speakers:
    """What is filed under a key.

    alone    rules that need no more than the key.
    others   words → phrases that stand in no line without the word.
    rest     the other phrases.
    longest  the longest line that a rule here looks at.
    """

    __slots__ = ("alone", "longest", "names", "others", "rest")

    def __init__(self, key: str, alone: Sequence[Trial], phrased: dict[str, list[Trial]], unspaced: bool) -> None:
        self.alone = tuple(alone)
        self.longest = max((trial.longest for trials in (alone, *phrased.values()) for trial in trials), default=0)
        self.rest: list[Spoken] = []
        self.others: dict[str, list[Spoken]] = {}
        for phrase, trials in phrased.items():
            other = None if unspaced else _other_word(phrase, key)
            (self.rest if other is None else self.others.setdefault(other, [])).append((phrase, _parts(phrase), tuple(trials)))
        self.names = frozenset(self.others)


def _words_in(tokens: Sequence[str]) -> set[str]:
    """The tokens, and the words in those that are more than a word."""
    words = set(tokens)
    odd = [word for word in words if not word.isalnum()]
    if odd:
        words.update(_WORD.findall(" ".join(odd)))
    return words


class Keys(NamedTuple):
    """What a line must have for a rule's pattern: one of these gates; `reach` is how far the longest match goes back from the line's end (0: unknown)."""

    gates: tuple[Gate, ...]
    reach: int


def pattern_keys(rule: Rule) -> Keys:
    """What a rule's pattern needs, derived from the pattern; a phrase may be anything."""
    from cleannews.stages.keys import gates, reach

    source = _BRACE.sub(lambda match: ".+" if match[1] == "phrases" else pieces()[match[1]], rule.pattern)
    return Keys(gates(source), reach(source) if source.endswith("$") else 0)


#: Predicates that cost less than looking for a pattern anywhere in the line.
_QUICK = (doubled, no_final_stop)


class Trial:
    """A rule, ready to be tried on lines.

    closes   the set of the characters with which such a line can end.
    window   how much of a line's end the pattern is held against (0: all of it).
    needs    texts of which one stands in the folded form (of that end) of every line that matches; () if unknown.
    """

    __slots__ = ("_call", "_first", "closes", "gates", "lead", "longest", "name", "needs", "rule", "searches", "window")

    def __init__(self, rule: Rule, keys: Keys) -> None:
        self.rule = rule
        self.name = rule.id
        self.longest = rule.longest
        self.lead = rule.zone == "lead"
        self.gates = keys.gates
        self.closes = reduce(or_, (gate.closes or ANY for gate in keys.gates))
        self.searches = rule.inside and not rule.pattern.startswith("^")
        self.window = (min(_TAIL, keys.reach) if keys.reach else _TAIL) if self.searches and rule.pattern.endswith("$") else 0
        free = any(not gate.needs for gate in keys.gates)
        self.needs = () if free else tuple(sorted({text for gate in keys.gates for text in gate.needs}))
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
        return _hit(self.rule, match, form)


def _add(hits: dict[str, Hit], hit: Hit | None) -> None:
    """Of several finds of one rule the longest counts."""
    if hit is not None:
        name = hit.rule.id
        if name not in hits or hit.end - hit.start > hits[name].end - hits[name].start:
            hits[name] = hit


def _numbers(bits: int) -> Iterator[int]:
    """The places of the bits of a number, from the lowest."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


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
        self._numbers = {rule.id: numbers[id(rule)] for rule in self.rules if id(rule) in numbers}
        #: The rules of `derived` that are asked, by number.
        self._asked = {numbers[id(rule)]: rule for rule in self.rules if id(rule) in numbers}
        self._own = filed([rule for rule in self.rules if id(rule) not in numbers], codes)
        heads, words, stems = (self._shipped.heads, self._shipped.words, self._shipped.stems) if self._shipped is not None else ({}, {}, {})
        self.heads = frozenset({*heads, *self._own[0]})
        self.words = frozenset({*words, *self._own[1]})
        self.stems = frozenset({*stems, *self._own[2]})
        self._opening: dict[str, list[Opener]] = {}
        self._speaking: dict[tuple[int, str], Speakers] = {}
        self._compiled: dict[tuple[str, tuple[str, ...]], re.Pattern[str]] = {}
        self._frames: dict[str, re.Pattern[str]] = {}
        self._trials: dict[str, Trial] = {}
        self._pairs: dict[str, list[str]] = {}
        for stem in self.stems:
            self._pairs.setdefault(stem[:2], []).append(stem)
        self._wordless = [rule for rule in self.rules if not _has_words(rule)]
        self._beginning: dict[str, int] = {}
        self._first: dict[str, list[tuple[int, int]]] = {}
        self._ending: dict[str, int] = {}
        self._sizes: dict[int, int] = {}
        self._alike: dict[int, Meeting] = {}
        self._meeting: dict[tuple[str, int], Meeting] = {}
        self._needs: dict[tuple[str, ...], tuple[int, int]] = {}

    def keys_of(self, rule: Rule) -> Keys:
        """What a line must have for the rule's pattern."""
        number = self._numbers.get(rule.id)
        if self._shipped is None or number is None:
            return pattern_keys(rule)
        found, farthest = self._shipped.gates(number)
        return Keys(tuple(Gate(*gate) for gate in found), farthest)

    def _trial(self, rule: Rule) -> Trial:
        trial = self._trials.get(rule.id)
        if trial is None:
            trial = self._trials[rule.id] = Trial(rule, self.keys_of(rule))
        return trial

    def filed_under(self, table: int, key: str) -> dict[str, list[str]]:
        """The rules filed under a key (0: of heads, 1: of words, 2: of stems), each with its phrases."""
        found: dict[str, list[str]] = {}
        if self._shipped is not None:
            place = (self._shipped.heads, self._shipped.words, self._shipped.stems)[table].get(key)
            if place is not None:
                found = {self._asked[number].id: listed for number, listed in self._shipped.entry(place) if number in self._asked}
        for name, listed in self._own[table].get(key, {}).items():
            found[name] = [*found.get(name, ()), *listed]
        return found

    def _openers(self, key: str) -> list[Opener]:
        ready = self._opening.get(key)
        if ready is None:
            ready = self._opening[key] = []
            for name, listed in self.filed_under(0, key).items():
                words = {_opening_word(phrase) for phrase in listed}
                ready.append((self._trial(self.by_id[name]), tuple(sorted(listed)), frozenset() if None in words else frozenset(filter(None, words))))
        return ready

    def _speakers(self, key: str, table: int) -> Speakers:
        ready = self._speaking.get((table, key))
        if ready is None:
            phrased: dict[str, list[Trial]] = {}
            alone: list[Trial] = []
            for name, listed in self.filed_under(table, key).items():
                trial = self._trial(self.by_id[name])
                if "{phrases}" in trial.rule.pattern:
                    for phrase in set(listed):
                        phrased.setdefault(phrase, []).append(trial)
                else:
                    alone.append(trial)
            ready = self._speaking[table, key] = Speakers(key, alone, phrased, table == 2)
        return ready

    def _pattern(self, rule: Rule, listed: tuple[str, ...]) -> re.Pattern[str]:
        found = self._compiled.get((rule.id, listed))
        if found is None:
            found = self._compiled[rule.id, listed] = compiled(rule, listed)
        return found

    def _worth(self, rule: Rule, listed: tuple[str, ...], form: str) -> bool:
        """Whether a rule's pattern for these phrases, if it is not compiled yet, can match: compiling costs a hundred times a look.

        The rule's frame, compiled once, is asked first: of the line with a phrase made a single letter, or of the line as it is.
        """
        if (rule.id, listed) in self._compiled or rule.pattern == INSIDE or not listed or "  " in form:
            return True
        low = folded(form)
        if len(low) != len(form) or any("…" in phrase or "#" in phrase or len(phrase) > _ROOM for phrase in listed):
            return True
        if rule.where is not None and not rule.where(form):
            return False
        frame = self._frames.get(rule.id)
        if frame is None:
            frame = self._frames[rule.id] = regex(framed(rule))
        lines = [form] if _LOOKS_AROUND.search(rule.pattern) else _stood_in(form, low, listed)
        anywhere = rule.inside and not rule.pattern.startswith("^")
        return any(frame.search(line) if anywhere else frame.match(line) for line in lines)

    def hits_of(self, forms: Sequence[str]) -> list[list[Hit]]:
        """Every rule's finds in each line of a document, in the order of the rules."""
        found: list[dict[str, Hit]] = []
        long_lines = 0
        start = 0
        while start < len(forms):
            end, size = start, 0
            while end < len(forms) and (end == start or (size + len(forms[end]) <= _BLOCK and len(forms[end]) < _WORDS_FROM)):
                size += len(forms[end]) + 1 if len(forms[end]) < _WORDS_FROM else _BLOCK
                end += 1
            block = forms[start:end]
            text = "\n".join(block)
            if text.count("\n") >= len(block):  # a line end inside a line
                block = [form.replace("\n", " ") for form in block]
                text = "\n".join(block)
            found += self._of_block(block, text, long_lines)
            long_lines += sum([len(form) >= 80 for form in block])
            start = end
        order = self.order
        return [sorted(hits.values(), key=lambda hit: order[hit.rule.id]) if len(hits) > 1 else list(hits.values()) for hits in found]

    def _of_block(self, block: Sequence[str], text: str, long_lines: int) -> list[dict[str, Hit]]:
        """Every rule's finds in lines that are looked up together: `text` is those lines, joined; so many long ones stand before."""
        low = text.lower()
        whole = low if text.isascii() else folded(text)
        lows = low.split("\n")
        asked = lows if whole is low else whole.split("\n")
        signs, mask = [], 0
        for sign in _SIGN.findall(text):
            if sign == "\n":
                signs.append(mask)
                mask = 0
            else:
                mask |= _SIGN_BITS[sign[0]]
        signs.append(mask)
        looked = lookup_form(low[-_WORDS_FROM:] if len(block) == 1 else low).split("\n")
        unspaced = bool(self.stems) and whole is not low and _UNSPACED.search(text) is not None
        present: dict[int, bool] = {}
        found: list[dict[str, Hit]] = []
        known, heads, meetings = self.words, self.heads, self._meeting
        for i, form in enumerate(block):
            hits: dict[str, Hit] = {}
            found.append(hits)
            size = len(form)
            if not size:
                continue
            low, lead = lows[i], long_lines < 6
            long_lines += size >= 80
            opening = low[:24].lstrip(_EDGES)
            for length in _KEY_SIZES:
                if opening[:length] in heads:
                    self._open(opening[:length], form, low, asked[i], lead, hits)
            key = (form[:2] + form[-1], bisect_left(_SIZES, size) * 2 + lead)
            free, signed, spelt = meetings.get(key) or self._meet(*key)
            if free:
                for trial in free:
                    if size <= trial.longest:
                        hit = trial.find(form)
                        if hit is not None:
                            _add(hits, hit)
            mask = signs[i]
            if mask:
                for sign_bits, window, needs, trials in signed:
                    if sign_bits & mask:
                        self._try(trials, window, needs, form, asked[i], hits)
            for number, window, needs, trials in spelt:
                there = present.get(number)
                if there is None:
                    there = present[number] = any(text in whole for text in needs)
                if there:
                    self._try(trials, window, needs, form, asked[i], hits)
            tokens = looked[i].split()
            keys = known.intersection(tokens)
            if keys:
                words: set[str] | None = None
                for word in keys:
                    speakers = self._speakers(word, 1)
                    if size > speakers.longest:
                        continue
                    said = speakers.rest
                    if speakers.names:
                        if words is None:
                            words = _words_in(tokens)
                        for other in speakers.names & words:
                            said = said + speakers.others[other]
                    if said or speakers.alone:
                        self._listen(said, speakers.alone, form, low, hits)
            if unspaced:
                for stem in self._stems_in(low):
                    speakers = self._speakers(stem, 2)
                    self._listen(speakers.rest, speakers.alone, form, low, hits)
        return found

    def _meet(self, edges: str, sizes: int) -> Meeting:
        """The rules without phrases that a line may meet which begins and ends so, and is so long."""
        if len(self._meeting) >= _REMEMBERED:
            self._meeting.clear()
            self._beginning.clear()
            self._first.clear()
            self._ending.clear()
            self._alike.clear()
        meets = self._begin(edges[:-1]) & self._end(edges[-1]) & self._sized(sizes)
        meeting = self._alike.get(meets)
        if meeting is None:
            meeting = self._alike[meets] = self._asked_for([self._gates[i] for i in _numbers(meets)])
        self._meeting[edges, sizes] = meeting
        return meeting

    def _asked_for(self, pairs: Sequence[tuple[Trial, Gate]]) -> Meeting:
        """The rules of these gates, with what they need together."""
        found: dict[Trial, set[str] | None] = {}
        for trial, gate in pairs:
            needs = found.setdefault(trial, set())
            if not gate.needs:
                found[trial] = None
            elif needs is not None:
                needs.update(gate.needs)
        groups: dict[tuple[int, tuple[str, ...]], list[Trial]] = {}
        for trial, wanted in found.items():
            groups.setdefault((0, ()) if wanted is None else (trial.window, tuple(sorted(wanted))), []).append(trial)
        free = tuple(groups.pop((0, ()), ()))
        signed: list[Asked] = []
        spelt: list[Asked] = []
        for (window, texts), trials in groups.items():
            known = self._needs.get(texts)
            if known is None:
                bits = [next((_SIGN_BITS[char] for char in text if char in _SIGN_BITS), 0) for text in texts]
                known = self._needs[texts] = (len(self._needs), reduce(or_, bits) if all(bits) else 0)
            number, bits_of = known
            (signed if bits_of else spelt).append((bits_of or number, window, texts, tuple(trials)))
        return free, tuple(signed), tuple(spelt)

    @staticmethod
    def _try(trials: Sequence[Trial], window: int, needs: Sequence[str], form: str, asked: str, hits: dict[str, Hit]) -> None:
        """The finds of rules without phrases, if the line (its end, if there is a window) holds one of the texts that they need."""
        end = asked[-window:] if window else asked
        for text in needs:
            if text in end:
                break
        else:
            return
        size = len(form)
        for trial in trials:
            if size <= trial.longest:
                hit = trial.find(form)
                if hit is not None:
                    _add(hits, hit)

    @cached_property
    def _gates(self) -> list[tuple[Trial, Gate]]:
        """The gates of all rules without phrases. Sets of them are bits of a number, in this order."""
        return [(trial, gate) for trial in map(self._trial, self._wordless) for gate in trial.gates]

    @cached_property
    def _anywhere(self) -> int:
        """The gates of patterns that may begin anywhere in a line."""
        return sum(1 << i for i, (_, gate) in enumerate(self._gates) if gate.opens is None)

    def _begin(self, opening: str) -> int:
        """The gates that let pass a line which begins so."""
        found = self._beginning.get(opening)
        if found is None:
            following = self._first.get(opening[0])
            if following is None:
                first = bit(opening[0])
                following = self._first[opening[0]] = [
                    (1 << i, reduce(or_, seconds))
                    for i, (_, gate) in enumerate(self._gates)
                    if gate.opens and (seconds := [pair[1] for pair in gate.opens if pair[0] & first])
                ]
            second = bit(opening[1]) if len(opening) > 1 else ANY
            found = self._anywhere
            for gates, chars in following:
                if chars & second:
                    found |= gates
            self._beginning[opening] = found
        return found

    def _end(self, last: str) -> int:
        """The gates that let pass a line which ends so."""
        found = self._ending.get(last)
        if found is None:
            char = bit(last)
            found = self._ending[last] = sum(1 << i for i, (_, gate) in enumerate(self._gates) if not gate.closes or gate.closes & char)
        return found

    def _sized(self, sizes: int) -> int:
        """The gates that let pass a line of this class of length, and so far down."""
        found = self._sizes.get(sizes)
        if found is None:
            number, lead = divmod(sizes, 2)
            shortest, longest = (0, *_SIZES)[number] + bool(number), (*_SIZES, 1 << 60)[number]
            found = self._sizes[sizes] = sum(
                1 << i
                for i, (trial, gate) in enumerate(self._gates)
                if trial.longest >= shortest and gate.least <= longest and not 0 < gate.most < shortest and (lead or not trial.lead)
            )
        return found

    def _open(self, key: str, form: str, low: str, asked: str, lead: bool, hits: dict[str, Hit]) -> None:
        """Rules with phrases that open a line so; a pattern is compiled only when a line begins with the first word of one of its phrases."""
        size, last = len(form), bit(form[-1])
        word = _WORD.match(low[:64].lstrip(_EDGES))
        first = word[0] if word else ""
        for trial, listed, words in self._openers(key):
            if size > trial.longest or (trial.lead and not lead) or (words and first not in words) or not trial.closes & last:
                continue
            if trial.needs and not any(text in asked for text in trial.needs):
                continue
            if not self._worth(trial.rule, listed, form):
                continue
            hit = trial.find(form, self._pattern(trial.rule, listed))
            if hit is not None:
                _add(hits, hit)

    def _listen(self, phrases: Sequence[Spoken], alone: Sequence[Trial], form: str, low: str, hits: dict[str, Hit]) -> None:
        """The finds in one line of rules whose phrases, or agencies, stand anywhere in it."""
        size, last = len(form), bit(form[-1])
        saying: dict[Trial, list[str]] = {trial: [] for trial in alone if size <= trial.longest and trial.closes & last}
        for phrase, parts, trials in phrases:
            for part in parts:
                if part not in low:
                    break
            else:
                for trial in trials:
                    if size <= trial.longest and trial.closes & last:
                        saying.setdefault(trial, []).append(phrase)
        for trial, said in saying.items():
            if trial.needs:
                end = folded(form[-trial.window :])
                for text in trial.needs:
                    if text in end:
                        break
                else:
                    continue
            listed = tuple(sorted(said)) if len(said) > 1 else tuple(said)
            if not self._worth(trial.rule, listed, form):
                continue
            hit = trial.find(form, self._pattern(trial.rule, listed))
            if hit is not None:
                _add(hits, hit)

    def _stems_in(self, low: str) -> list[str]:
        """The stems of unspaced scripts that stand in a line."""
        if low.isascii() or len(low) >= _WORDS_FROM or not _UNSPACED.search(low):
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
                tuple(filter(None, (_plain_phrase(p) for p in phrases(rule.words, self.codes) if any(map(str.isalnum, p)))))
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
    return _hit(rule, match, form)


def _hit(rule: Rule, match: re.Match[str], form: str) -> Hit | None:
    """What a match means: the part or the whole of the line; None where somebody's words are quoted."""
    groups = match.re.groupindex
    if rule.pattern == INSIDE and form.count('"', 0, match.start()) % 2:
        return None  # somebody's words are quoted
    if rule.pattern == INSIDE and form.count("«", 0, match.start()) > form.count("»", 0, match.start()):
        return None
    start, end, whole = 0, len(form), True
    if "cut" in groups:
        for name in ("cut", "cut2"):
            if name in groups and match[name]:
                start, end = match.span(name)
                whole = False
                break
    if whole and rule.pattern == INSIDE and len(form) > 240 and sentences(form) >= 3:
        return _last_sentence(rule, form, match.start())
    return Hit(rule, start, end, whole)


_STOP = re.compile(r"[.!?…][\"')\]»]{0,3} +")


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
