"""Each line against the rules.

The definitions say what is matched; everything about speed here is derived from them. A rule whose phrases open the line is found
by the line's first letters, one whose phrases (or agencies) stand anywhere by the words of the line, and its pattern is compiled for
just the phrases that those keys point to, when they first do. Rules without words are few and bounded in length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleannews.article import Label
from cleannews.derived import Keys, derived, regex
from cleannews.languages import available, language, phrases, shared
from cleannews.rule import Rule
from cleannews.rules.pieces import UNSPACED, pieces
from cleannews.rules.shapes import INSIDE, no_cited_paragraph, sentences

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
        said = phrase.strip().lower()
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
#: A rule without phrases, and texts of which one must stand in the line.
Ready = tuple[Rule, tuple[str, ...]]
#: A rule with the phrases that open a line so, the first words of those phrases (empty: any), and texts of which one must stand in the line.
Opener = tuple[Rule, tuple[str, ...], frozenset[str], tuple[str, ...]]
#: A rule with phrases, each with its fixed parts; all parts must stand in the line's lower-case form.
Spoken = tuple[Rule, tuple[str, ...], list[tuple[str, tuple[str, ...]]]]
Filed = dict[str, dict[str, list[str]]]


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


def pattern_keys(rule: Rule) -> Keys:
    """What a rule's pattern needs, derived from the pattern."""
    from cleannews.stages.keys import first_characters, needed_texts

    source = _BRACE.sub(lambda match: "" if match[1] == "phrases" else pieces()[match[1]], rule.pattern)
    return Keys(first_characters(source) if source.startswith("^") and not _has_words(rule) else None, needed_texts(source))


class Matcher:
    """The rules, arranged for looking up. Immutable in effect: what it caches can be computed again from its arguments.

    heads   first letters of a line → rules with phrases that open lines so.
    words   a word → rules with phrases (or agencies) that hold it; stems are the same for scripts without spaces, by two characters.
    first   first character → rules without phrases that can begin with it.

    What follows from the shipped rules and words alone is taken from `derived`, if that is there; the rest is filed here.
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
        self._speaking: dict[tuple[int, str], list[Spoken]] = {}
        self._compiled: dict[tuple[str, tuple[str, ...]], re.Pattern[str]] = {}
        self._frames: dict[str, re.Pattern[str]] = {}
        self._keys: dict[str, Keys] = {}
        self._pairs: dict[str, list[str]] = {}
        for stem in self.stems:
            self._pairs.setdefault(stem[:2], []).append(stem)
        first: dict[str, list[Ready]] = {chr(code): [] for code in range(128)}
        foreign: list[Ready] = []
        for rule in self.rules:
            if _has_words(rule):
                continue
            keys = self._keys_of(rule)
            ready = (rule, keys.needs)
            for char in first if keys.first is None else keys.first & first.keys():
                first[char].append(ready)
            foreign.append(ready)
        self._first = {char: tuple(listed) for char, listed in first.items()}
        self._foreign = tuple(foreign)

    def _keys_of(self, rule: Rule) -> Keys:
        keys = self._keys.get(rule.id)
        if keys is None:
            number = self._numbers.get(rule.id)
            keys = self._shipped.keys(number) if self._shipped is not None and number is not None else pattern_keys(rule)
            self._keys[rule.id] = keys
        return keys

    def _filed(self, table: int, key: str) -> dict[str, list[str]]:
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
            for name, listed in self._filed(0, key).items():
                words = {_opening_word(phrase) for phrase in listed}
                rule = self.by_id[name]
                ready.append((rule, tuple(sorted(listed)), frozenset() if None in words else frozenset(filter(None, words)), self._keys_of(rule).needs))
        return ready

    def _speakers(self, key: str, table: int) -> list[Spoken]:
        ready = self._speaking.get((table, key))
        if ready is None:
            ready = self._speaking[table, key] = []
            for name, listed in self._filed(table, key).items():
                rule = self.by_id[name]
                if "{phrases}" in rule.pattern:
                    spoken_of = [(phrase, tuple(part for part in map(str.strip, re.split(r"[…#]", phrase.lower())) if part)) for phrase in sorted(set(listed))]
                else:
                    spoken_of = []
                ready.append((rule, self._keys_of(rule).needs, spoken_of))
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
        low = form.lower()
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
        heads, first, foreign, known, order = self.heads, self._first, self._foreign, self.words, self.order
        lows = lookup_form("\n".join(forms)).split("\n")
        if len(lows) != len(forms):  # a line end inside a line: look each one up by itself
            lows = [lookup_form(form).replace("\n", " ") for form in forms]
        stems = self._stems_of(lows)
        out: list[list[Hit]] = []
        long_lines = 0
        for i, form in enumerate(forms):
            size = len(form)
            if not size:
                out.append([])
                continue
            lead = long_lines < 6
            long_lines += size >= 80
            hits: dict[str, Hit] = {}
            opening = form[:24].lstrip(_EDGES).lower()
            word: re.Match[str] | None = None
            for length in _KEY_SIZES:
                if opening[:length] in heads:
                    if word is None:
                        word = _WORD.match(form[:64].lstrip(_EDGES).lower())
                    self._open(self._openers(opening[:length]), word[0] if word else "", form, size, lead, hits)
            self._try(first.get(form[0], foreign), form, size, lead, hits)
            keys = known & set(lows[i].split()) if size < 2400 else known & set(lows[i][-2400:].split())
            if keys:
                low = form.lower()
                for key in keys:
                    self._listen(self._speakers(key, 1), form, low, size, hits)
            if i in stems:
                low = form.lower()
                for key in stems[i]:
                    self._listen(self._speakers(key, 2), form, low, size, hits)
            out.append(sorted(hits.values(), key=lambda hit: order[hit.rule.id]) if len(hits) > 1 else list(hits.values()))
        return out

    def _try(self, candidates: Sequence[Ready], form: str, size: int, lead: bool, hits: dict[str, Hit]) -> None:
        for rule, needs in candidates:
            if size > rule.longest or (rule.zone == "lead" and not lead):
                continue
            if needs:
                for text in needs:
                    if text in form:
                        break
                else:
                    continue
            hit = find(rule, self._pattern(rule, ()), form)
            if hit and (rule.id not in hits or hit.end - hit.start > hits[rule.id].end - hits[rule.id].start):
                hits[rule.id] = hit

    def _open(self, candidates: Sequence[Opener], word: str, form: str, size: int, lead: bool, hits: dict[str, Hit]) -> None:
        """As `_try`; a pattern is compiled only when a line begins with the first word of one of its phrases."""
        for rule, listed, words, needs in candidates:
            if size > rule.longest or (rule.zone == "lead" and not lead) or (words and word not in words):
                continue
            if needs:
                for text in needs:
                    if text in form:
                        break
                else:
                    continue
            if not self._worth(rule, listed, form):
                continue
            hit = find(rule, self._pattern(rule, listed), form)
            if hit and (rule.id not in hits or hit.end - hit.start > hits[rule.id].end - hits[rule.id].start):
                hits[rule.id] = hit

    def _listen(self, speakers: Sequence[Spoken], form: str, low: str, size: int, hits: dict[str, Hit]) -> None:
        for rule, needs, phrases_of in speakers:
            if size > rule.longest:
                continue
            if needs:
                for text in needs:
                    if text in form:
                        break
                else:
                    continue
            said = []
            for phrase, parts in phrases_of:
                for part in parts:
                    if part not in low:
                        break
                else:
                    said.append(phrase)
            if (said or not phrases_of) and self._worth(rule, tuple(said), form):
                hit = find(rule, self._pattern(rule, tuple(said)), form)
                if hit and (rule.id not in hits or hit.end - hit.start > hits[rule.id].end - hits[rule.id].start):
                    hits[rule.id] = hit

    def _stems_of(self, lows: Sequence[str]) -> dict[int, list[str]]:
        """Line number → the stems of unspaced scripts that stand in the line."""
        found: dict[int, list[str]] = {}
        for i, low in enumerate(lows):
            if not low.isascii() and len(low) < 2400 and _UNSPACED.search(low):
                for pair in self._pairs.keys() & {*low, *map(str.__add__, low, low[1:])}:
                    for stem in self._pairs[pair]:
                        if stem in low:
                            found.setdefault(i, []).append(stem)
        return found

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


def find(rule: Rule, pattern: re.Pattern[str], form: str) -> Hit | None:
    """The rule's find in one line, if it has one."""
    if rule.inside and not rule.pattern.startswith("^"):
        at = _window(rule, form)
        match = pattern.search(form, at)
    else:
        match = pattern.match(form)
    if not match or (rule.where is not None and not rule.where(form)):
        return None
    if rule.pattern == INSIDE and form.count('"', 0, match.start()) % 2:
        return None  # somebody's words are quoted
    if rule.pattern == INSIDE and form.count("«", 0, match.start()) > form.count("»", 0, match.start()):
        return None
    start, end, whole = 0, len(form), True
    if "cut" in pattern.groupindex:
        for name in ("cut", "cut2"):
            if name in pattern.groupindex and match[name]:
                start, end = match.span(name)
                whole = False
                break
    if whole and rule.pattern == INSIDE and len(form) > 240 and sentences(form) >= 3:
        return _last_sentence(rule, form, match.start())
    return Hit(rule, start, end, whole)


def _window(rule: Rule, form: str) -> int:
    """Patterns closed by `$` need only the line's end: where to begin looking."""
    return max(0, len(form) - 220) if rule.pattern.endswith("$") else 0


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
