"""The languages' phrases: how they fill the patterns of rules, under which keys they are filed, and where they stand in a text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

# The parser of the standard library's own patterns; private, but the only one that knows them.
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]

from cleannews.derived import derived, regex
from cleannews.languages import language, phrases, shared
from cleannews.read.text import folded
from cleannews.rule import Rule
from cleannews.rules.pieces import UNSPACED, pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BRACE = regex(r"\{([a-z]\w*)\}")
_HEADED = regex(r"\^(?:\[[(\\\[【<|/• ·*—-]+\](?:\{\d,\d+\}|\?)?|\[\\W_\]\{\d,\d\}|\(\?i?:|\(\?P<cut>|\{bullet\}|\{\{)*\{phrases\}")
_UNSPACED = regex(f"[{UNSPACED}]")
_WORD = regex(r"\w+")
_GAP = regex(r"[…#]")
#: Signs before the first word of a line.
EDGES = "-•●■▪◆◇▶►▷☞☛➤→»›>*+#|【】[](<{/ \"'"
#: Marks beyond ASCII that may touch a word. Of ASCII all that is no letter, digit or line end may.
_TOUCHING = "«»。、，！？【】「」…•·¿¡।؟،؛"
_BLANKS = bytes(byte if byte >= 0x80 or chr(byte).isalnum() or byte == 0x0A else 0x20 for byte in range(256))


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
    if _has_edge(first):
        text = (r"(?<!\w)" if _spaced(phrase) else "(?<![a-z0-9])") + text
    if _has_edge(last):
        text += r"(?!\w)" if _spaced(phrase) else "(?![a-z0-9])"
    return text


def _spaced(phrase: str) -> bool:
    """Whether the phrase's script puts spaces between words."""
    return not _UNSPACED.search(phrase)


def _has_edge(char: str) -> bool:
    """Whether no other letter may touch the phrase's first or last character from outside."""
    return (char.isalnum() or char == "#") and not _UNSPACED.match(char)


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


#: Stands for the inside of a phrase, between its first and its last character: a letter, neither upper nor lower case, of no living script.
_STAND_IN = "\ua66e"
#: The longest phrase that a frame has room for.
ROOM = 60


def stood_in(form: str, start: int, end: int) -> str:
    """The line with the phrase that stands at `start:end` made three characters: its first, one that stands for a phrase, its last."""
    return f"{form[: start + 1]}{_STAND_IN}{form[end - 1 :]}"


@lru_cache(maxsize=1024)
def looks_into_phrases(rule: Rule) -> bool:
    """Whether the rule's pattern may look from outside at more of its phrases than the character at their edge."""
    shipped = derived()
    known = shipped.thing(f"looks {rule.pattern}") if shipped is not None else None
    return known if known is not None else _looks(_parser.parse(expand(rule, stand_in=_STAND_IN)), False, False)


def _looks(pattern: Any, before: bool, after: bool) -> bool:
    """Whether a part of a pattern looks into phrases from outside, where one may stand before it, or after."""
    holds = [_holds(node) for node in pattern]
    for i, (kind, value) in enumerate(pattern):
        left, right = before or any(holds[:i]), after or any(holds[i + 1 :])
        if kind in (sre.ASSERT, sre.ASSERT_NOT):
            ahead, looked = value
            if not holds[i] and looked.getwidth()[1] > 1 and (right if ahead > 0 else left):
                return True
        elif any(_looks(part, left, right) for part in _parts(value)):
            return True
    return False


def _holds(node: tuple[Any, Any]) -> bool:
    """Whether a phrase stands in a node of a parsed pattern."""
    kind, value = node
    return (kind is sre.LITERAL and value == ord(_STAND_IN)) or any(map(_holds, (inner for part in _parts(value) for inner in part)))


def _parts(value: Any) -> Iterator[Any]:
    """The patterns in what a node of a parsed pattern holds."""
    for part in value if isinstance(value, (tuple, list)) else ():
        if isinstance(part, _parser.SubPattern):
            yield part
        elif isinstance(part, list):
            yield from _parts(part)


def framed(rule: Rule) -> str:
    """The rule's pattern with what `stood_in` makes of a phrase, or with room for any where it looks into phrases from outside.

    What this does not match, the rule does not. Where nothing looks into phrases, a line with one of them stood in is matched just as the rule
    matches the line.
    """
    return expand(rule, stand_in=f".{{1,{ROOM}}}" if looks_into_phrases(rule) else f"(?s:.){_STAND_IN}(?s:.)")


def plain_phrase(phrase: str) -> str:
    """A phrase in matching form."""
    from cleannews.read.text import matching_form

    return matching_form(phrase).strip()


def lookup_form(form: str) -> str:
    """Folded, with the marks that touch words blanked: what words are looked up in."""
    return blanked(folded(form))[0]


def blanked(low: str) -> tuple[str, bytes]:
    """A folded text with the marks that may touch words blanked; and its bytes, which that needs anyway."""
    data = low.encode("utf-8", "surrogatepass")
    text = data.translate(_BLANKS).decode("utf-8", "surrogatepass")
    if len(data) > len(low):
        for mark in _TOUCHING:
            if mark in text:
                text = text.replace(mark, " ")
    return text, data


#: Lengths of the keys by which phrases that open a line are filed: a line is looked up once for each.
KEY_SIZES = (10, 6, 4, 2, 1)
Filed = dict[str, dict[str, list[str]]]


def filed(rules: Sequence[Rule], codes: tuple[str, ...]) -> tuple[Filed, Filed, Filed]:
    """The phrases of these rules under the keys by which lines that may hold them are found: first letters, words, stems."""
    heads: Filed = {}
    words: Filed = {}
    stems: Filed = {}
    usual: Counter[str] | None = None
    for rule in rules:
        if not has_words(rule):
            continue
        if usual is None:
            usual = _usual(codes)
        headed = bool(_HEADED.match(rule.pattern))
        listed = phrases(rule.words, codes) if "{phrases}" in rule.pattern else (*shared()["agencies"]["exact"], *shared()["agencies"]["any_case"])
        for phrase in map(plain_phrase, listed):
            _file(heads, words, stems, usual, rule, phrase, headed and "{phrases}" in rule.pattern)
    return heads, words, stems


def has_words(rule: Rule) -> bool:
    """Whether lines that the rule hits hold one of listed words, by which they can be found."""
    return "{phrases}" in rule.pattern or ("{agency}" in rule.pattern and not rule.id.startswith(("dateline", "caption", "source")))


def _usual(codes: tuple[str, ...]) -> Counter[str]:
    """How often words stand in lines, read off the examples of innocent ones: a phrase is filed under its rarest word."""
    return Counter(word for code in codes for table in language(code).tables.values() for line in table.near_misses for word in lookup_form(line).split())


def _opening(phrase: str) -> str:
    """The text with which a line begins that opens with the phrase, signs before it left out."""
    return _GAP.split(folded(phrase).lstrip(EDGES.replace("#", "")))[0].rstrip()


def _file(heads: Filed, words: Filed, stems: Filed, usual: Counter[str], rule: Rule, phrase: str, headed: bool) -> None:
    """File a phrase under the key by which lines that may hold it are found. A phrase without letters or digits has none."""
    opening = _opening(phrase)
    if headed and opening:
        size = next(size for size in KEY_SIZES if len(opening) >= size)
        heads.setdefault(opening[:size], {}).setdefault(rule.id, []).append(phrase)
        return
    parts = [part.strip() for part in _GAP.split(phrase)]
    tokens = [word for part in parts for word in lookup_form(part).split()]
    unspaced = [word for word in tokens if _UNSPACED.search(word)]
    # A phrase may end in a sign that touches the next word ("… (@"): only tokens with letters or digits at both ends are whole ones.
    tokens = [word for word in tokens if word[0].isalnum() and word[-1].isalnum()] or tokens
    if unspaced:
        stems.setdefault(max(unspaced, key=len), {}).setdefault(rule.id, []).append(phrase)
    elif tokens:
        words.setdefault(min(tokens, key=lambda token: (usual[token], -len(token))), {}).setdefault(rule.id, []).append(phrase)


def words_in(blank: str) -> set[str]:
    """The words of a text in lookup form: its tokens, and the words in those that are more than a word."""
    words = set(blank.split())
    if not blank.isascii():
        odd = [word for word in words if not word.isalnum()]
        if odd:
            words.update(_WORD.findall(" ".join(odd)))
    return words


class Phrase:
    """A phrase, as it is looked for.

    text     as it fills patterns.
    said     folded.
    parts    its fixed parts, folded, the longest first: all stand in the folded form of a line with the phrase.
    opening  the text with which lines begin that open with it.
    gapped   whether it has gaps or numbers: then only its pattern finds it.
    """

    __slots__ = ("_left", "_pattern", "_right", "_spaced", "gapped", "opening", "parts", "said", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.said = folded(text.strip())
        self.gapped = "…" in text or "#" in text
        self.parts = tuple(sorted(filter(None, map(str.strip, _GAP.split(self.said))), key=len, reverse=True))
        self.opening = _opening(text)
        self._spaced = _spaced(text)
        self._pattern: re.Pattern[str] | None = None
        self._left, self._right = _has_edge(self.said[:1]), _has_edge(self.said[-1:])

    def places(self, low: str) -> Iterator[int]:
        """Where the phrase begins in a folded line without doubled spaces."""
        if self.gapped:
            if self._pattern is None:
                self._pattern = re.compile(f"(?i:{spoken(self.text)})")
            yield from (match.start() for match in self._pattern.finditer(low))
            return
        said, size = self.said, len(low)
        at = low.find(said)
        while at >= 0:
            end = at + len(said)
            if not (self._left and at and self._touches(low[at - 1])) and not (self._right and end < size and self._touches(low[end])):
                yield at
            at = low.find(said, at + 1)

    def _touches(self, char: str) -> bool:
        """Whether a character right beside the phrase makes it part of a longer word."""
        return (char.isalnum() or char == "_") if self._spaced else (char.isascii() and char.isalnum())


def other_word(phrase: str, key: str) -> str | None:
    """The longest word but the key that stands by itself in every line with the phrase; None if there is none, or that can't be told."""
    if "#" in phrase:
        return None
    return max((word for word in lookup_form(phrase).replace("…", " ").split() if word != key and word.isalnum()), key=len, default=None)
