"""Each line against the rules.

The definitions say what is matched; everything about speed here is derived from them. A rule whose phrases open the line is found
by the line's first letters, one whose phrases (or agencies) stand anywhere by the words of the line, and its pattern is compiled for
just the phrases that those keys point to, when they first do. Rules without words are few and bounded in length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleannews.languages import available, phrases, shared
from cleannews.read.line import Line
from cleannews.rule import Rule
from cleannews.rules.pieces import UNSPACED, pieces
from cleannews.rules.shapes import INSIDE, sentences
from cleannews.stages.keys import first_characters, needed_characters

_BRACE = re.compile(r"\{([a-z]\w*)\}")
_HEADED = re.compile(r"\^(?:\[[^\]]*\](?:\{\d,\d+\}|\?)?|\(\?i?:|\(\?P<cut>|\{bullet\}|\{\{)*\{phrases\}")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_EDGES = "-•●■▪◆◇▶►▷☞☛➤→»›>*+#|【】[](<{/ \"'"
#: Marks that may touch a word; blanks in the form that words are looked up in.
_TOUCHING = "/()[]:.,;!?\"'|=<>*«»。、，！？【】「」"


class Hit(NamedTuple):
    """A rule's find in a line: `start:end` relative to the line; `whole` when the whole line is meant."""

    rule: Rule
    start: int
    end: int
    whole: bool


def spoken(phrase: str) -> str:
    """A phrase of a language file as a regular expression: `…` is a gap of up to 60 characters, `#` a number."""
    out: list[str] = []
    for part in re.split(r"(…|#| +)", phrase.strip().lower()):
        if part == "…":
            out.append(r".{0,60}?")
        elif part == "#":
            out.append(r"\d[\d.,]{0,9}")
        elif part.isspace():
            out.append(" +" if out and out[-1] != r".{0,60}?" else "")
        else:
            out.append(re.escape(part))
    text = "".join(out)
    first, last = phrase.strip()[:1], phrase.strip()[-1:]
    if (first.isalnum() or first == "#") and not _UNSPACED.match(first):
        text = r"(?<!\w)" + text
    if (last.isalnum() or last == "#") and not _UNSPACED.match(last):
        text += r"(?!\w)"
    return text


def expand(rule: Rule, listed: Sequence[str] = ()) -> str:
    """The rule's pattern with its braces filled."""
    shared_pieces = pieces()

    def fill(match: re.Match[str]) -> str:
        if match[1] == "phrases":
            ordered = sorted(set(listed), key=lambda phrase: (-len(phrase), phrase))
            return "(?i:" + "|".join(map(spoken, ordered)) + ")"
        return shared_pieces[match[1]]

    return _BRACE.sub(fill, rule.pattern)


@lru_cache(maxsize=1024)
def compiled(rule: Rule, listed: tuple[str, ...] = ()) -> re.Pattern[str]:
    """The rule's pattern, compiled for the given phrases."""
    return re.compile(expand(rule, listed))


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


class Matcher:
    """The rules, arranged for looking up. Immutable in effect: what it caches can be computed again from its arguments."""

    def __init__(self, rules: Sequence[Rule], codes: tuple[str, ...]) -> None:
        self.rules = tuple(rules)
        self.order = {rule.id: i for i, rule in enumerate(self.rules)}
        self.codes = codes
        self.heads: dict[str, dict[str, list[str]]] = {}
        self.words: dict[str, dict[str, list[str]]] = {}
        self.stems: dict[str, dict[str, list[str]]] = {}
        self.always: list[Rule] = []
        self._ready: dict[tuple[str, str], list[tuple[Rule, re.Pattern[str]]]] = {}
        self.by_id = {rule.id: rule for rule in self.rules}
        for rule in self.rules:
            if "{phrases}" in rule.pattern:
                listed = [_plain_phrase(p) for p in phrases(rule.words, codes)]
                headed = bool(_HEADED.match(rule.pattern))
                for phrase in listed:
                    if phrase:
                        self._file(rule, phrase, headed)
            elif "{agency}" in rule.pattern and not rule.id.startswith(("dateline", "caption", "source-tail")):
                names = shared()["agencies"]
                for name in (*names["exact"], *names["any_case"]):
                    self._file(rule, _plain_phrase(name), False, filed="")
            else:
                self.always.append(rule)
        self._arrange()

    def _arrange(self) -> None:
        """Wordless rules by the characters with which they can begin, or of which they need one."""
        unkeyed: list[tuple[Rule, re.Pattern[str]]] = []
        openers: dict[str, list[tuple[Rule, re.Pattern[str]]]] = {chr(code): [] for code in range(128)}
        self._signs: dict[str, list[tuple[Rule, re.Pattern[str]]]] = {}
        self._other: list[tuple[Rule, re.Pattern[str]]] = []
        for rule in self.always:
            source = expand(rule)
            ready = (rule, compiled(rule))
            needed = needed_characters(source)
            first = first_characters(source) if source.startswith("^") else None
            if needed and not (first and len(first) < 8):
                for sign in needed:
                    self._signs.setdefault(sign, []).append(ready)
            elif first is not None:
                for char in first & openers.keys():
                    openers[char].append(ready)
                self._other.append(ready)
            else:
                unkeyed.append(ready)
        for char in openers:
            openers[char] += unkeyed
        self._other += unkeyed
        self._first = openers
        self._sign = re.compile("[" + "".join(map(re.escape, sorted(self._signs))) + "]") if self._signs else re.compile(r"(?!)")

    def _file(self, rule: Rule, phrase: str, headed: bool, filed: str | None = None) -> None:
        kept = phrase if filed is None else filed
        low = phrase.lower().lstrip(_EDGES)
        if headed and not low.startswith(("…", "#")):
            key = re.split(r"[…#]", low)[0][:4]
            self.heads.setdefault(key, {}).setdefault(rule.id, []).append(kept)
            return
        parts = [part.strip() for part in re.split(r"[…#]", lookup_form(phrase))]
        unspaced = [part for part in parts if _UNSPACED.search(part)]
        if unspaced:
            stem = max((word for part in unspaced for word in part.split()), key=len)
            self.stems.setdefault(stem, {}).setdefault(rule.id, []).append(kept)
            return
        tokens = [word for part in parts for word in part.split()]
        whole = [w for w in tokens if len(w) > 1] or tokens
        if not whole:
            self.always.append(rule)
            return
        self.words.setdefault(max(whole, key=len), {}).setdefault(rule.id, []).append(kept)

    def _patterns(self, kind: str, key: str, table: dict[str, dict[str, list[str]]]) -> list[tuple[Rule, re.Pattern[str]]]:
        ready = self._ready.get((kind, key))
        if ready is None:
            ready = self._ready[kind, key] = [
                (self.by_id[rule_id], compiled(self.by_id[rule_id], tuple(sorted(filter(None, listed))))) for rule_id, listed in table[key].items()
            ]
        return ready

    def candidates(self, form: str, low: str | None = None) -> list[tuple[Rule, re.Pattern[str]]]:
        """The rules that could match this line, in no order, with patterns narrowed to the phrases in question."""
        low = lookup_form(form[:1600]) if low is None else low
        found: list[tuple[Rule, re.Pattern[str]]] = []
        head = form[:40].lstrip(_EDGES).lower()
        for size in (4, 3, 2, 1):
            key = head[:size]
            if key in self.heads and len(key) == size:
                found += self._patterns("head", key, self.heads)
        tokens = low.split()
        for word in self.words.keys() & set(tokens):
            found += self._patterns("word", word, self.words)
        if not form.isascii() and _UNSPACED.search(form):
            for stem in self.stems:
                if stem in low:
                    found += self._patterns("stem", stem, self.stems)
        found += self._first.get(form[:1], self._other)
        for sign in set(self._sign.findall(form[:3000])):
            found += self._signs[sign]
        return found

    def hits(self, form: str, low: str | None = None) -> list[Hit]:
        """Every rule's find in the line, in the order of the rules."""
        found: dict[tuple[str, int, int], Hit] = {}
        size = len(form)
        for rule, pattern in self.candidates(form, low):
            if size <= rule.longest:
                hit = find(rule, pattern, form)
                if hit:
                    found.setdefault((rule.id, hit.start, hit.end), hit)
        if not found:
            return []
        return sorted(found.values(), key=lambda hit: (self.order[hit.rule.id], -(hit.end - hit.start)))

    def plain_hits(self, form: str) -> list[Hit]:
        """The same without any key: every rule, every phrase. Slow; the yardstick of the fast way."""
        found = []
        for rule in self.rules:
            listed = tuple(filter(None, (_plain_phrase(p) for p in phrases(rule.words, self.codes)))) if "{phrases}" in rule.pattern else ()
            if len(form) <= rule.longest and (listed or "{phrases}" not in rule.pattern):
                hit = find(rule, compiled(rule, listed), form)
                if hit:
                    found.append(hit)
        return found


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


def match_lines(lines: Iterable[Line], found: Matcher) -> list[list[Hit]]:
    """The hits of each line."""
    return [found.hits(line.form) for line in lines]
