"""Picture credits: where they stand in a caption, and who they name.

Almost every printed credit in every language is one grammar: a label word, a chain of parties with slashes, bars or "via" between them,
perhaps a flag or a rights line, perhaps brackets around all of it. `find_credits` finds such chains at a caption's end (and, for
broadcasters, at its head); `read_credit` takes one apart. Which side of a chain is the person is decided by the list of agencies in
`languages/und.toml`, never by order alone. Field meanings are those of IPTC Photo Metadata.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from cleannews.article import Credit
from cleannews.lexicon import canonical_names, exact_agencies, has_stem, lexicon, shared_words
from cleannews.read.text import matching_form

#: Longer texts are no credits; they are left as they are.
_LONGEST = 600
#: How far from the line's end a credit may begin.
_REACH = 260
_STOPS = ".!?…。！？؟।॥۔"
_CLOSERS = "\"')]»›"
_COPYRIGHT = re.compile(r"[©ⓒⒸ]|\([cC]\)|\b(?i:copyright)\b")
_IDENTIFIER = re.compile(r"\((?:[A-Za-z]{0,4}\d{5,12}[A-Za-z]{0,3}|[A-Z]{2,4}\d{2}_[\d_]{3,20}[A-Z]?|[A-Z]{2}/[A-Z]{2,3})\)")
_LICENCE = re.compile(
    r"(?i:\bCC[ -](?:BY|0)(?:[ -](?:SA|NC|ND)){0,3}(?:[ -]\d\.\d)?(?: [A-Z]{2,12})?\b|\bcreative commons(?: [\w .-]{0,30}\d\.\d)?|\bpublic domain\b)"
)
_DOMAIN = re.compile(r"(?:[\w-]{2,30}\.)+[a-z]{2,6}$")
_DIGIT = re.compile(r"\d")


@cache
def _particles() -> frozenset[str]:
    return shared_words("names", "particles") | shared_words("names", "joining")


@cache
def _rights_line() -> re.Pattern[str]:
    """A legal line: a copyright sign, a year and a holder before the formula, or the formula alone."""
    formulas = "|".join(re.escape(words) for words in sorted(shared_words("pictures", "rights")))
    return re.compile(rf"(?i:(?:copyright|©|ⓒ|\(c\)) ?(?:\d{{4}} ?)?[^.]{{0,60}}\. ?(?:{formulas})\.?|(?:{formulas})\.?)")


class Boundary(NamedTuple):
    """Where a party begins, what stands before it ("stop", "mark", "start", "word", "comma", "glue"), and how many words it has."""

    start: int
    kind: str
    words: int


@cache
def _agencies() -> re.Pattern[str]:
    from cleannews.languages import agencies

    return re.compile(agencies())


@cache
def _separator() -> re.Pattern[str]:
    """What stands between two parties, at the end of a text."""
    return re.compile(r"(?: ?/ ?(?:via )?| ?// ?| ?\| ?|,? via |, | - | for | from | on | ?# ?| ?• ?| ?: ?| ?\+ ?| ?\(|-(?=$))$", re.IGNORECASE)


@cache
def _rest() -> re.Pattern[str]:
    """What may follow the last agency of a chain: more parties, flags, a division's name."""
    from cleannews.rules.pieces import pieces

    grammar = pieces()
    up = grammar["up"]
    word = rf"(?:[{up}@][\w.'&+-]{{0,24}}|\d{{1,2}}|[a-z]{{2,12}}(?:\.[a-z]{{2,5}})?(?= ?[/|)]|$)|(?:de|da|do|del|di|la|le|van|von|der|den|al|el|bin|y|of|the|and|und|for|via)(?= ))"
    party = rf"(?:{grammar['agency']}|{word}(?: {word}){{0,5}})"
    return re.compile(
        rf"(?: {word}){{0,3}}(?:[\u4e00-\u9fff]{{1,2}}(?=$))?(?:(?: ?/{{1,2}} ?| ?\| ?| ?[,;] ?| - |-| via | on | for | from |: ?| ?\(){party}\)?){{0,5}}[ .]*$"
    )


def _is_name_word(word: str) -> bool:
    core = word.strip("\"'()[].,:;")
    if not core:
        return word in {"&", "+"}
    return (
        core[0].isupper()
        or core.lower() in _particles()
        or core[0] == "@"
        or bool(_DOMAIN.match(core))
        or (core[0].isdigit() and core.isdigit() and len(core) <= 2)
        or core[:2].istitle()
    )


def _is_cased(text: str) -> bool:
    return any(char.isupper() or char.islower() for char in text)


def name_like(text: str) -> bool:
    """Whether a text is names and the small words between them, and no sentence: every other word begins with a capital."""
    words = text.replace("/", " ").replace("|", " ").split()
    if not words or len(words) > 9:
        return False
    capitals = 0
    for word in words:
        core = word.strip("\"'()[].,:;&+-")
        if not core:
            continue
        if "@" in core or _DOMAIN.match(core):
            capitals += 1
        elif _DIGIT.search(core) and not (core[0].isupper() and len(core) <= 8):
            return False
        elif core[0].isupper() or core[:2].istitle():
            capitals += 1
        elif core.lower() not in _particles() and core.lower() not in canonical_names():
            return False
    low = text.lower().split()
    return capitals > 0 and not any(word.strip(".,") in _calendar() for word in low)


@cache
def _calendar() -> frozenset[str]:
    from cleannews.languages import words

    return frozenset(word.lower() for word in (*words("months"), *words("weekdays")) if len(word) > 3)


@cache
def _dates() -> frozenset[str]:
    from cleannews.languages import words

    return frozenset(word.lower() for word in (*words("months"), *words("weekdays")) if len(word) > 2)


def stop_before(form: str, at: int) -> int:
    """How surely a sentence ends right before `at`: 0 not, 1 perhaps (an abbreviation is possible), 2 yes."""
    core = form[:at].rstrip()
    while core and core[-1] in _CLOSERS:
        core = core[:-1]
        if core[-1:] in ("(", "["):
            return 0
    if not core or core[-1] not in _STOPS:
        return 0
    if core[-1] != ".":
        return 2
    word = re.split(r"[\s(\[/-]", core[:-1][-30:])[-1].strip("\"'")
    if len(word) == 1 and not word.isdigit():
        return 0
    if word[:1].isupper() and len(word) <= 4 and word[1:].islower():
        return 1
    return 1 if "." in word and not word[0].isdigit() else 2


def party_left(form: str, end: int, low_limit: int) -> Boundary:
    """The party that ends at `end`: a run of name words, walked from right to left until a sentence stop, a mark or a plain word."""
    start, words = end, 0
    at = end
    while words < 6:
        cut = form.rfind(" ", low_limit, at)
        word = form[cut + 1 : at]
        if not word:
            if cut < low_limit:
                return Boundary(start, "start", words)
            at = cut
            continue
        if word in {"|", "/", "-", "•", "—", "+", "++", "+++"}:
            return Boundary(start, "mark", words)
        if words and (
            word[-1] in ",;:"
            or word[-1] in _STOPS
            and not (re.fullmatch(r"(?:[^\W\d_]\.-?){1,3}", word) or word[:-1].lower() in shared_words("names", "titles"))
        ):
            glued = word[-1] in _STOPS
            return Boundary(start, "stop" if glued else "comma", words)
        glue = re.search(r"[\w)\]\"'][.!?…)\]\"'](?=[^\W\d_]{2})", word)
        if glue and form[cut + 1 + glue.end() :][:1].isupper() and not _DOMAIN.match(word):
            return Boundary(cut + 1 + glue.end(), "stop", words + 1)
        for mark in ("|", "/", "(", "[", "=", ":"):
            inner = word.rfind(mark, 0, len(word))
            if inner >= 0:
                if _is_name_word(word[inner + 1 :]):
                    return Boundary(cut + 1 + inner + 1, "mark", words + 1)
                return Boundary(start, "mark", words)
        if words:
            inside = re.match(r"[^\W\d_]{3,}[a-zà-ÿ](?=[^\W\d_a-zà-ÿ])", word)
            if inside and len(word) - inside.end() >= 3 and word[inside.end()].isupper() and word.lower() not in canonical_names():
                return Boundary(cut + 1 + inside.end(), "glue", words + 1)
        if not _is_name_word(word):
            return Boundary(start, "word", words)
        if word.lower() in _particles() and word != "." and words == 0:
            return Boundary(start, "word", words)
        start, words = cut + 1, words + 1
        if cut < low_limit:
            return Boundary(start, "start", words)
        at = cut
    return Boundary(start, "word", words)


def _shortened(form: str, found: Boundary, end: int) -> int:
    """Where the name begins in a run of capitals that no stop bounds: its last two words, three with an initial or a particle."""
    words = form[found.start : end].split()
    if found.kind in {"stop", "mark", "start", "glue"} or len(words) <= 3:
        start = found.start
        while (
            (first := form[start:end].split(" ", 1))
            and len(first) == 2
            and first[0].lower() in _particles()
            and first[0].islower()
            and first[0] not in shared_words("names", "opening")
        ):
            start += len(first[0]) + 1
        return start
    keep = 2
    if len(words) >= 3 and (len(words[-2].strip(".")) <= 1 or words[-2].lower() in _particles()):
        keep = 3
    if len(words) >= 4 and words[-2].lower() in _particles() and words[-3].lower() in _particles():
        keep = 4
    return end - len(" ".join(words[-keep:])) if form[found.start : end] == " ".join(words) else found.start


def find_credits(form: str) -> list[tuple[int, int]]:
    """The credits of a caption, as offsets into its matching form, in order.

    The line is taken to be a caption: what is looked for is where its words end and the maker's begin. An empty list means none.
    """
    found: list[tuple[int, int]] = []
    end = len(form.rstrip())
    head = _head_credit(form)
    if head:
        found.append(head)
    floor = head[1] if head else 0
    for _ in range(4):
        closed = end
        end = _without_buttons(form, end)
        if end <= floor:
            break
        start = _last_credit(form, end, floor)
        if start is None:
            break
        found.append((start, closed))
        end = len(form[:start].rstrip(" |/-•—,+"))
        if end <= floor:
            break
    return _joined(form, sorted(found))


#: Ways of telling a credit that occur at the end of story lines, too: names behind a full stop, a name behind a bar.
_IN_STORIES = frozenset({"bracketed_names", "residue", "separated", "machine"})


def closing_credit(form: str, in_captions: bool = False) -> tuple[int, int, str] | None:
    """The credit that closes a line which is not known to be a caption: (start, end, how it was told), or None.

    How it was told is "labelled", "bracketed", "copyrighted", "chained", "office_last", "equalled", "supplied" or "maker_last"; with
    `in_captions` also "bracketed_names", "separated", "machine" and "residue" (names and nothing else behind the last sentence), which story
    lines end in as well.
    """
    end = _without_buttons(form, len(form.rstrip()))
    low_limit = max(0, end - _REACH)
    for finder in _FINDERS:
        told = finder.__name__.removeprefix("_")
        if told in _IN_STORIES and not in_captions:
            continue
        start = finder(form, end, low_limit) if end > 0 else None
        if start is not None and 0 < start < end:
            return start, len(form.rstrip()), told
    return None


def _joined(form: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, those with nothing but a slash between them made one."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and "/" in form[out[-1][1] : start] + form[out[-1][1] - 1 : out[-1][1]] and not form[out[-1][1] : start].strip(" /"):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _without_buttons(form: str, end: int) -> int:
    """The end of the line without the buttons that stand there ("hide caption", "Enlarge")."""
    endings, longest = _button_endings()
    low = form[max(0, end - longest) : end].lower()
    if low[-3:] not in endings:
        return end
    changed = True
    while changed:
        changed = False
        for button in endings.get(low[-3:], ()):
            at = end - len(button)
            if low.endswith(button) and at > 0 and (not form[at - 1].isalnum() or form[at].isupper()):
                end = len(form[:at].rstrip(" ,|"))
                low = form[max(0, end - longest) : end].lower()
                changed = True
                break
    return end


@cache
def _button_endings() -> tuple[dict[str, list[str]], int]:
    """The buttons of picture pages by their last three letters, and the length of the longest."""
    found: dict[str, list[str]] = {}
    for button in sorted(shared_words("pictures", "buttons"), key=len, reverse=True):
        found.setdefault(button[-3:], []).append(button)
    return found, max(map(len, shared_words("pictures", "buttons")), default=0)


def _head_credit(form: str) -> tuple[int, int] | None:
    """A broadcaster's credit before the words that announce the caption: "Image source, NAME Image caption, WORDS"."""
    low = form[:300].lower()
    if lexicon("credit-label").end(low) < 0:
        return None
    for words in shared_words("pictures", "captioned"):
        at = low.find(words, 8)
        if at > 0:
            return 0, len(form[:at].rstrip())
    return None


def _last_credit(form: str, end: int, floor: int) -> int | None:
    """Where the credit begins that closes `form[:end]`, or None."""
    low_limit = max(floor, end - _REACH)
    for finder in _FINDERS:
        start = finder(form, end, low_limit)
        if start is not None and floor <= start < end:
            return start
    return None


@cache
def _word_starts() -> re.Pattern[str]:
    """The places where a word begins, also one that is glued to the word before; in scripts without capitals, any letter."""
    from cleannews.rules.pieces import CASELESS, upper

    up = upper()
    return re.compile(rf"(?<![^\W_])[^\W_]|(?<=[^\W_{up}])[{up}]|(?<=[{up}])[{up}](?=[^\W\d_{up}])|[{CASELESS}]")


def _bound(form: str, at: int) -> int:
    """How well a credit may begin at `at`: 2 after a stop, a mark or a bracket, 1 after a word or glued to it."""
    before = form[:at].rstrip()
    if not before or before[-1] in "|/-—•([)]\"'»:=+©#*":
        return 2
    return 2 if stop_before(form, at) else 1


def _credit_words(content: str, short: int) -> bool:
    """Whether what follows a label can be a credit: short, or mostly names; no sentence."""
    text = content.strip(" .)]")
    if not text or len(text) > 180 or "?" in text or "!" in text:
        return False
    if _rights_line().search(text):
        text = _rights_line().sub("", text) or "X"
    if len(text) <= short and not re.search(r"[^\W\d_]{3}\. ", text):
        return True
    parts = _sentences(text)
    for k, part in enumerate(parts):
        words = [word for word in re.split(r"[\s/|,]+", part) if word]
        plain = [
            word
            for word in words
            if word[:1].islower() and word.lower() not in _particles() and word.lower() not in canonical_names() and not _DOMAIN.match(word)
        ]
        if len(words) > 22 or len(plain) > max(1 if k else 2, len(words) // 4):
            return False
        if k and ":" not in part[:24] and lexicon("credit-label", "credit-supplied").end(part.lower()) < 0:
            return False
        if not _is_cased(part) and len(part) > 40:
            return False
        if _DIGIT.search(part) and any(word.strip("., ").lower() in _dates() for word in words):
            return False
    return len(parts) <= 6


def _sentences(text: str) -> list[str]:
    """The text, divided where a sentence surely ends."""
    parts, at = [], 0
    for match in re.finditer(r"[.!?] +", text):
        if stop_before(text, match.end()) == 2:
            parts.append(text[at : match.end()].strip())
            at = match.end()
    parts.append(text[at:])
    return [part for part in parts if part]


def _labelled(form: str, end: int, low_limit: int) -> int | None:
    """A label word and the credit behind it; the first such word from which on everything is credit."""
    low = form[:end].lower()
    labels = lexicon("credit-label", "caption-file")
    for start in _word_starts().finditer(form, low_limit, end):
        at = start.start()
        for after in labels.ends(low, at):
            if at and after in labels.ends(low, 0):
                continue
            rest = form[after:end]
            mark = re.match(r" ?[:=] ?| ?[|.] (?=\S)| ?\.(?=\S)| ?/ ?| ?(?=©)| (?=\S)|(?=©)", rest)
            if not mark or not rest[mark.end() :].strip(" .)]"):
                continue
            content = rest[mark.end() :]
            if at == 0 and after not in lexicon("credit-label").ends(low) and not (_agencies().search(content) or "/" in content):
                continue
            kind = mark.group().strip()
            bound = _bound(form, at)
            if at == 0 and not form[after - 1 : after].isspace() and kind in {"", "."} and not _is_name_word(content.split()[0]):
                continue
            if kind in {":", "="}:
                fits = (
                    (bound == 2 or _is_name_word(content.split()[0]) or not _is_cased(content))
                    and _credit_words(content, 45 if at else 0)
                    and (at > 0 or len(content.split()) <= 6 or "/" in content or bool(_agencies().search(content)))
                )
            elif kind in {".", "|", "/"}:
                fits = bound == 2 and (kind != "." or after - at <= 6) and _credit_words(content, 0)
            elif content[:1] == "©":
                fits = _credit_words(content, 0)
            else:
                several = " " in low[at:after]
                first = content.split()[0]
                named = bool(_agencies().search(content)) or "/" in content
                fits = (
                    bound == 2
                    and ": " not in content
                    and (several or _is_name_word(first))
                    and first.lower() not in _particles() - shared_words("names", "articles") - {"al", "via"}
                )
                fits = (
                    fits and (_credit_words(content, 60) or name_like(content[:40]))
                    if fits and several and stop_before(form, at) == 2
                    else fits and _credit_words(content, 0) and (named or (len(content) <= 60 and not _DIGIT.search(content)))
                )
                fits = fits and (several or len(content.split()) > 1 or named) and (at > 0 or named or (several and len(content.split()) <= 4))
            if fits:
                return _open_bracket(form, at, end)
    return None


def _open_bracket(form: str, at: int, end: int) -> int:
    """The credit's beginning with the bracket before it, when that bracket is closed at the end or not at all."""
    before = form[:at].rstrip()
    if before[-1:] in ("(", "[", "【"):
        return len(before) - 1
    if before.endswith("©"):
        return len(before) - 1
    return at


def _bracketed(form: str, end: int, low_limit: int) -> int | None:
    """A bracket at the line's end that holds a label, an agency or a word that is a credit."""
    return _bracket(form, end, low_limit, _bracket_holds_credit)


def _bracketed_names(form: str, end: int, low_limit: int) -> int | None:
    """A bracket at the line's end that holds names, and nothing else."""
    return _bracket(form, end, low_limit, _bracket_holds_names)


def _bracket(form: str, end: int, low_limit: int, holds: Callable[[str, int, str], bool]) -> int | None:
    close = end - 1
    while close > low_limit and form[close] in ". ":
        close -= 1
    if form[close] not in ")]】":
        return None
    opening = {")": "(", "]": "[", "】": "【"}[form[close]]
    depth, at = 0, close
    while at >= low_limit:
        depth += (form[at] == form[close]) - (form[at] == opening)
        if depth == 0:
            break
        at -= 1
    else:
        return None
    content = form[at + 1 : close].strip()
    if not content or len(content) > 150:
        return None
    if _IDENTIFIER.fullmatch(form[at : close + 1]):
        return _last_credit(form, len(form[:at].rstrip()), low_limit) if at > low_limit else None
    if not holds(form, at, content):
        return None
    if form[at - 1 : at] == " " and _agencies().search(content):
        name = party_left(form, len(form[:at].rstrip()), low_limit)
        if name.words >= 2 and name.kind in {"stop", "mark"} and stop_before(form, name.start) != 1 and not re.search(r"[()\[\]]", form[name.start : at]):
            return name.start
    return at


def _bracket_holds_credit(form: str, at: int, content: str) -> bool:
    low = content.lower()
    after = lexicon("credit-label").end(low)
    if (
        after > 0
        and (after == len(low) or re.match(r" ?[:=/|.©]| ", content[after:]))
        and not (after < len(low) and low[after] == " " and low[after + 1 : after + 2].islower() and low[after + 1 :].split()[0] in {"was", "is", "this"})
    ):
        return True
    if lexicon("credit-supplied", "caption-file").covers(content) or lexicon("credit-after").closes(low) > 0:
        return True
    for match in _agencies().finditer(content):
        edges = content[: match.start()] + content[match.end() :]
        if not edges.strip() or re.search(r"[/|,:]|via ", edges) or name_like(edges) or len(content) <= 40:
            return len(content) <= 130
    return bool(_COPYRIGHT.match(content))


def _bracket_holds_names(form: str, at: int, content: str) -> bool:
    if re.search(r"[^\W\d_] ?/ ?[^\W\d_]", content) and not _DIGIT.search(content) and name_like(content):
        return True
    if colon := re.match(r"([^:]{2,30}): ?(\S.*)", content):
        return (
            name_like(colon[1])
            and name_like(colon[2])
            and (
                stop_before(form, at) == 2 or any(word in shared_words("pictures", "organisations") for word in colon[1].lower().split()) or colon[1].isupper()
            )
        )
    return stop_before(form, at) == 2 and len(content) <= 60 and name_like(content) and content not in form[:at]


def _copyrighted(form: str, end: int, low_limit: int) -> int | None:
    """A copyright sign and the holder, to the line's end."""
    for match in _COPYRIGHT.finditer(form, low_limit, end):
        content = form[match.end() : end]
        if not content.strip(" .)]") or not _credit_words(content, 0 if match.group()[0] in "(cC" else 80):
            continue
        if match.group().isalpha() and _bound(form, match.start()) < 2:
            continue
        if match.group()[0] == "(" and (content.lstrip()[:1].islower() or len(content) > 70):
            continue
        start = match.start()
        if start and form[:start].rstrip()[-1:] == "/":
            edge = len(form[:start].rstrip("/ "))
            left = party_left(form, edge, low_limit)
            start = _shortened(form, left, edge) if left.words else start
        before = form[:start].rstrip().lower()
        label = lexicon("credit-label").closes(before)
        if label > 0 and not form[label:start].strip().islower():
            start = label
        return _open_bracket(form, start, end)
    return None


def _chained(form: str, end: int, low_limit: int) -> int | None:
    """Parties and an agency with marks between them, or an agency alone behind the last sentence."""
    for match in _agencies().finditer(form, low_limit, end):
        rest = form[match.end() : end]
        if len(rest) > 110 or not _rest().match(rest):
            continue
        if rest.strip(" .") and not re.match(r" ?[/|,;:(-]| via | on | for ", rest) and not (name_like(rest) and len(rest.split()) <= 3):
            continue
        start, parties = match.start(), 1 + len(re.findall(r"[/|]| via |,", rest))
        for _ in range(5):
            mark = _separator().search(form[low_limit:start])
            if not mark:
                break
            edge = low_limit + mark.start()
            kind = mark.group().strip().lower()
            left = _party_before(form, edge, low_limit, kind)
            if left is None:
                break
            start, parties = left, parties + 1
        if form[start - 1 : start] == "©":
            start -= 1
        if form[max(0, start - 4) : start].lower() == "via ":
            start -= 4
        if parties > 1 and (start == match.start() or parties - 1 > 0):
            if _bound(form, start) == 2 or (re.search(r"[/|]| via ", form[start:end]) and (start < match.start() or re.match(r" ?[/|]", rest))):
                return _open_bracket(form, start, end)
            continue
        bounded = start == 0 or stop_before(form, start) or form[:start].rstrip()[-1:] in ("|", "—", "-", "=", ")", "]", "•", "。", "+")
        if bounded and _lone_agency_fits(form, start, match.end()):
            return _open_bracket(form, start, end)
    return None


def _office_last(form: str, end: int, low_limit: int) -> int | None:
    """A name, a slash and a picture office that no list knows, told by its last word ("Jo Lee/Northlight Images")."""
    slash = form.rfind("/", low_limit, end)
    words = form[slash + 1 : end].strip(" .").split() if slash > 0 else []
    if not 2 <= len(words) <= 4 or words[-1].lower() not in shared_words("pictures", "organisations") or not all(word[0].isupper() for word in words):
        return None
    edge = len(form[:slash].rstrip())
    left = party_left(form, edge, low_limit)
    return _shortened(form, left, edge) if left.words >= 2 else None


def _lone_agency_fits(form: str, start: int, end: int) -> bool:
    """An agency's short name in brackets or before a bracket's end may be part of the caption's own words."""
    return form[start - 1 : start] != "(" or form[end : end + 1] == ")"


def _party_before(form: str, edge: int, low_limit: int, mark: str) -> int | None:
    """The beginning of the party that ends at `edge`, where a mark of the chain stands; None if there is none that belongs to it."""
    if stop_before(form, edge):
        return None
    agency = next((found.start() for found in _agencies().finditer(form, max(low_limit, edge - 40), edge) if found.end() == edge), None)
    left = party_left(form, edge, low_limit)
    if left.words:
        start = _shortened(form, left, edge)
        if agency is not None and agency < start:
            return agency
        if mark not in {"/", "/ via", "//", "|", "via", ", via", "#", "•", "+", "("} and left.kind not in {"stop", "mark", "start", "glue"} and agency is None:
            return None
        if mark == "," and left.words > 4:
            return None
        if mark == "-" and form[edge : edge + 3] == " - " and left.kind == "start" and left.words > 3:
            return None
        return start if form[start:edge].strip() else None
    if agency is not None:
        return agency
    if mark in {"/", "/ via", "//"}:
        cut = max(form.rfind(sign, low_limit, edge) for sign in " /|:")
        word = form[cut + 1 : edge]
        if len(word) > 3 and stop_before(form, cut + 1) or "_" in word or _DIGIT.search(word):
            return cut + 1
    return None


@cache
def _machines() -> tuple[str, ...]:
    return tuple(sorted(name for name in shared_words("pictures", "ai") if " " not in name))


def _machine(form: str, end: int, low_limit: int) -> int | None:
    """A picture generator behind a stop or a dash, perhaps with its prompt in brackets."""
    low = form[low_limit:end].lower()
    for name in _machines():
        at = low.rfind(name)
        if at > 0 and form[: low_limit + at].rstrip()[-1:] in "-|•.!?/" and re.match(r"\s*$| ?[(/|,]", low[at + len(name) :]):
            return low_limit + at
    return None


def _equalled(form: str, end: int, low_limit: int) -> int | None:
    """The maker behind the equals sign that closes a Japanese caption."""
    at = form.rfind("=", max(low_limit, end - 40), end)
    if at < 1:
        return None
    text = form[at + 1 : end].strip()
    if _agencies().fullmatch(text) or (lexicon("credit-after").closes(text.lower()) > 0 and "、" not in text) or text in ("AP", "AFP"):
        return at + 1
    comma = max(text.rfind("、"), text.rfind(","))
    if comma > 0 and (lexicon("credit-after").closes(text.lower()) > comma or _agencies().fullmatch(text[comma + 1 :].strip())):
        return end - len(text) + comma + 1
    return None


def _supplied(form: str, end: int, low_limit: int) -> int | None:
    """A word that alone is a credit, behind a sentence or a mark."""
    at = lexicon("credit-supplied").closes(form[low_limit:end].lower().rstrip(" ."))
    if at < 0:
        return None
    start = low_limit + at
    return (
        start
        if start
        and _bound(form, start) == 2
        and form[start - 1 : start] not in ("(", "[", "'", '"', "-", "/")
        and (stop_before(form, start) == 2 or form[:start].rstrip()[-1:] in "|—•")
        else None
    )


def _maker_last(form: str, end: int, low_limit: int) -> int | None:
    """A maker and the word that follows makers (摄, 撮影, nuotr.) or reporters (기자), behind a sentence or a mark."""
    low = form[low_limit:end].lower().rstrip(" .。")
    at = lexicon("credit-after").closes(low)
    reporter = at < 0
    if reporter:
        at = lexicon("byline-role").closes(low)
        if at < 0 or _is_cased(form[low_limit + at : end]):
            return None
    edge = low_limit + at
    start = edge
    while start > low_limit and edge - start < 40 and form[start - 1] not in "。.!?！？，,、=([|；;】》」":
        start -= 1
    if start == low_limit and low_limit > 0:
        return None
    while start < edge and form[start] == " ":
        start += 1
    name = form[start:edge].strip()
    if not name or len(name) > 30 or (reporter and len(name) > 10) or (start == 0):
        return None
    if form[start - 1] in "([" or form[:start].rstrip()[-1:] in ("。", ".", "!", "?", "，", "、", "=", "|"):
        words = name.split()
        if _is_cased(name) and (len(words) > 5 or not name_like(name)):
            mark = max(name.rfind(" / "), name.rfind(" | "))
            if mark > 0 and name_like(name[mark + 3 :]):
                return start + mark + 3
            return None
        return start
    return None


def _separated(form: str, end: int, low_limit: int) -> int | None:
    """A name behind a bar, a slash or a long dash."""
    for mark in (" | ", " / ", " |", "| ", " • "):
        at = form.rfind(mark, low_limit, end)
        if at > 8:
            text = form[at + len(mark) : end].strip(" .")
            if 2 <= len(text.split()) <= 6 and name_like(text) and form[:at].count(" ") >= 1 and _is_cased(text):
                return at + len(mark)
    return None


def _residue(form: str, end: int, low_limit: int) -> int | None:
    """Names, and nothing but names, behind the caption's last full sentence."""
    closing = form[end - 1] in _STOPS
    for match in reversed(list(re.finditer(r"[.!?…][\"')\]»]{0,2} +|[。！？] ?|(?<=[^\W\d_]{3}\.)(?=[^\W\d_])", form[max(low_limit, end - 110) : end]))):
        start = max(low_limit, end - 110) + match.end()
        text = form[start:end].strip(" .")
        if not text:
            continue
        if stop_before(form, start) != 2 or not form[start].isalpha() and form[start] != "@":
            continue
        words = text.split()
        glued = form[start - 1] == "."
        if not _is_cased(text) or not name_like(text) or len(text) > 80 or (glued and len(words) == 1 and "/" not in text):
            if glued:
                continue
            return None
        if closing and not ("/" in text or _agencies().search(text)):
            return None
        known = bool(_agencies().search(text)) or "/" in text
        if len(words) == 1 and not known and not (text.isupper() and 2 <= len(text) <= 6) and not _DOMAIN.match(text):
            return None
        if len(words) > 5 and not known:
            return None
        return start
    return None


_FINDERS = (_labelled, _bracketed, _bracketed_names, _machine, _copyrighted, _chained, _office_last, _equalled, _supplied, _maker_last, _separated, _residue)


# ------------------------------------------------------------------------------------------------------------- taking a credit apart


class ReadCredit(NamedTuple):
    """What a credit says: who, and what else of the picture (flags that belong to the `Image`)."""

    credit: Credit | None
    is_file: bool = False
    is_symbolic: bool = False
    digital_source: str | None = None


_OUTER = " \t\u00a0\u200b\u200e\u200f\ufeff|-–—•·.,;:/+*=＝。、"
_BRACKETS = {"(": ")", "[": "]", "（": "）", "［": "］", "【": "】", "「": "」", "<": ">"}


@cache
def _marks() -> re.Pattern[str]:
    """What stands between the parties of a chain."""
    working_for = "|".join(sorted(shared_words("names", "for")))
    articles = "|".join(sorted(shared_words("names", "articles") | {"this", "den"}))
    return re.compile(
        r"\s*(?://|/|\||•|#|;|\+{2,}|\uff0f|\uff5c)\s*|\s+via\s+|^via\s+|,\s*via\s+|\s+[-–—]\s+|\s*[()（）\[\]]\s*|,\s+|、|，|:\s+|："
        rf"|\s+(?:{working_for})\s+(?:(?-i:{articles})\s+)?(?=\w)",
        re.IGNORECASE,
    )


def read_credit(raw: str) -> ReadCredit:
    """A printed credit, taken apart. `raw` may carry brackets, label words and buttons; nothing raises."""
    text = " ".join(raw.split())
    if len(text) > _LONGEST:
        return ReadCredit(Credit(text))
    form = matching_form(text)
    text = text[: _without_buttons(form, len(form))] if form else text
    flags = _flags(text)
    rights = _rights_line().search(text)
    licence = _LICENCE.search(text)
    text = _IDENTIFIER.sub("", text)
    text, labels = _without_labels(text)
    said = " ".join((*labels, text))
    supplied = (
        any(has_stem(label, "pictures", "supplied") for label in labels) or lexicon("credit-supplied").covers(text) and has_stem(text, "pictures", "supplied")
    )
    only_flag = lexicon("caption-file").covers(text) or (lexicon("credit-supplied").covers(text) and not supplied)
    if not text or (only_flag and not _agencies().search(text)):
        kind = said if not text or only_flag else ""
        credit = None
        if text and not flags.is_file and not flags.is_symbolic:
            credit = Credit(text)
        return flags._replace(credit=credit, is_file=flags.is_file or (bool(kind) and has_stem(kind, "pictures", "file")))
    chain = _parties(text)
    creators, provider, collection = _roles(chain.parties)
    supplied = supplied or chain.supplied
    if supplied and len(chain.parties) == 1 and creators and any(has_stem(label, "pictures", "supplied") for label in labels):
        provider = creators[0]
        creators = ()
    credit = Credit(text, creators, provider, collection, _notice(raw, rights or licence), bool(supplied))
    return ReadCredit(credit, flags.is_file or chain.is_file, flags.is_symbolic, flags.digital_source)


def _notice(raw: str, line: re.Match[str] | None) -> str | None:
    """The legal line of a credit, as printed: a rights line, a licence, or what a copyright sign opens."""
    if line:
        return line.group().strip()
    mark = re.search(r"[©ⓒⒸ]|(?:^|[/|(\[-]\s?)(?i:copyright)\b", raw)
    if not mark:
        return None
    return _bare_brackets(raw[mark.start() :].strip(_OUTER.replace(".", "") + "([")) or None


def _flags(text: str) -> ReadCredit:
    """What a credit's label words say of the picture itself."""
    low = matching_form(text).lower()
    source = None
    for name, value in (("ai", "trainedAlgorithmicMedia"), ("screen", "screenCapture"), ("composite", "composite"), ("illustration", "illustration")):
        if has_stem(low, "pictures", name):
            source = value
            break
    is_file = is_symbolic = False
    for phrase in _phrases_in(low):
        is_symbolic = is_symbolic or has_stem(phrase, "pictures", "symbolic")
        is_file = is_file or (has_stem(phrase, "pictures", "file") and not has_stem(phrase, "pictures", "symbolic"))
    return ReadCredit(None, is_file, is_symbolic, source)


def _phrases_in(low: str) -> list[str]:
    """The archive and symbol-picture words of a text, each standing between marks."""
    found = []
    words = lexicon("caption-file")
    for at in range(min(len(low), 300)):
        if (at == 0 or not low[at - 1].isalnum()) and low[at].isalpha():
            end = words.end(low, at)
            if end > 0 and (end == len(low) or re.match(r" ?[:/|.,)\]©(-]|$", low[end:])):
                found.append(low[at:end])
    return found


def _bare_brackets(text: str) -> str:
    """The text without the brackets around it, or an orphan one at an edge."""
    while text:
        if text[0] in _BRACKETS and text[-1] == _BRACKETS[text[0]] and text.count(text[0]) == 1:
            text = text[1:-1].strip(_OUTER)
        elif text[0] in _BRACKETS and _BRACKETS[text[0]] not in text:
            text = text[1:].strip(_OUTER)
        elif text[-1] in _BRACKETS or (text[-1] in _BRACKETS.values() and not any(_BRACKETS.get(char) == text[-1] for char in text)):
            text = text[:-1].strip(_OUTER)
        else:
            break
    return text


def _without_labels(text: str) -> tuple[str, list[str]]:
    """The credit without brackets, copyright signs and the label words before and behind it; and those words."""
    labels: list[str] = []
    for _ in range(6):
        text = _bare_brackets(text.strip(_OUTER))
        if lexicon("credit-label").covers(text) and not lexicon("credit-supplied").covers(text):
            return "", [*labels, text]
        glued = _glued_label(text)
        if glued:
            labels.append(text[:glued])
            text = text[glued:]
            continue
        sign = re.match(r"(?:[©ⓒⒸ]|\([cC]\)|（Ｃ）)\s*", text)
        if sign:
            text = text[sign.end() :]
            continue
        low = matching_form(text).lower()
        for after in lexicon("credit-label", "caption-file").ends(low):
            mark = re.match(r"\s*[:=/|.©：＝／]\s*|\.{2,3}\s*|…\s*|\s+(?=\S)|(?=©)" + (r"|[,،、，]\s*" if " " in low[:after] else ""), text[after:])
            if not mark or after >= len(text.rstrip(_OUTER)):
                continue
            rest = text[after + mark.end() :]
            if not mark.group().strip() and not (" " in low[:after] or _is_name_word(rest.split()[0]) or not _is_cased(rest)):
                continue
            if not mark.group().strip() and _agencies().match(matching_form(text)) and " " not in low[:after]:
                continue
            labels.append(text[:after])
            text = rest
            break
        else:
            closing = lexicon("credit-after").closes(low.rstrip(_OUTER))
            if closing > 0:
                labels.append(text[closing:])
                text = text[:closing]
                continue
            break
    return _bare_brackets(text.strip(_OUTER)), labels


def _glued_label(text: str) -> int:
    """The length of a broadcaster's label that is glued to the name behind it ("Image copyrightGetty Images"), or 0."""
    low = text[:40].lower()
    return next((len(words) for words in shared_words("pictures", "credited") if low.startswith(words) and text[len(words) : len(words) + 1].isupper()), 0)


class Party(NamedTuple):
    """One party of a chain: its name, what it is ("agency", "office", "person", "platform"), and the mark before it."""

    name: str
    kind: str
    mark: str = ""


class _Chain(NamedTuple):
    parties: list[Party]
    supplied: bool
    is_file: bool


def _parties(text: str) -> _Chain:
    """The parties of a chain, each once; staff and flag words are no parties, but say that a picture was supplied or is old."""
    supplied = is_file = False
    found: list[Party] = []
    for mark, part in _divided(text):
        if not any(char.isalnum() for char in part):
            continue
        low = matching_form(part).lower()
        if (
            low in shared_words("pictures", "nowhere")
            or low in shared_words("restrictions", "words")
            or (mark.split(" ")[0] in shared_words("names", "for") and part.islower())
        ):
            continue
        name = _canonical(part)
        flagged = low in _staff() and (name is None or not _is_agency(name))
        flagged = flagged or (name is None and (lexicon("caption-file").covers(part) or lexicon("credit-supplied").covers(part)))
        if flagged or (name is None and " " not in part and has_stem(low, "pictures", "supplied")):
            supplied = supplied or has_stem(low, "pictures", "supplied") or low == "ho"
            is_file = is_file or has_stem(low, "pictures", "file")
            continue
        inner, labels = _without_labels(part)
        if labels:
            supplied = supplied or any(has_stem(label, "pictures", "supplied") for label in labels)
            if not inner:
                continue
            part, name = inner, _canonical(inner)
            low = matching_form(part).lower()
        if name is None:
            name = _after_agency_word(part)
        if name is not None:
            named = [Party(name, "agency", mark)]
        elif low in shared_words("services", "names") or part.startswith("@"):
            named = [Party(part, "platform", mark)]
        else:
            people = _people(part)
            named = [Party(person, "person", "," if k else mark) for k, person in enumerate(people)] or [Party(part, "office", mark)]
        found += [party for party in named if not any(_same(party.name, other.name) for other in found)]
    return _Chain(_weighed(found), supplied, is_file)


def _divided(text: str) -> list[tuple[str, str]]:
    """The parts of a chain with the mark before each; rights lines and licences left out, label words before a colon too."""
    core = _rights_line().sub(lambda match: " / " + _holder(match.group()), text)
    core = re.sub(r"https?://(?:www\.)?([^/\s]+)\S*", r"\1", _LICENCE.sub(" ", core))
    core = re.sub(r"(?i)(?:copyright|©|ⓒ) ?(?:\d{4})?", " / ", core)
    core = re.split(r"(?<=[^\W\d_]{3})\. (?=[^\W\d_]{2,20}:? )", core)[0] if ": " in core or len(core) > 60 else core
    out: list[tuple[str, str]] = []
    at, mark = 0, ""
    for match in [*_marks().finditer(core), None]:
        part = core[at : match.start() if match else len(core)].strip(_OUTER + "\"'")
        at = match.end() if match else at
        before, mark = mark, match.group().strip().lower() if match else ""
        if mark in {":", "："} and 0 < len(part.split()) <= 3 and part[1:].islower() and part.lower() not in canonical_names():
            mark = before
            continue
        prefix = _caseless_agency(part)
        hyphen = re.match(r"(.{3,40}[^\W\d_])-(.{3,30})$", part)
        if prefix:
            out.append((before, prefix))
            out += [("", rest) for piece in part[len(prefix) :].split(".") if (rest := piece.strip(_OUTER))]
        elif hyphen and hyphen[2].lower() in canonical_names() and part.lower() not in canonical_names():
            out += [(before, hyphen[1]), ("-", hyphen[2])]
        else:
            out.append((before, part))
    return out


def _holder(line: str) -> str:
    """The holder that a legal line names."""
    for formula in shared_words("pictures", "rights"):
        line = re.sub(re.escape(formula), " ", line, flags=re.IGNORECASE)
    return re.sub(r"(?i:copyright|©|ⓒ|\(c\)|\d{4})", " ", line).strip(" .")


def _caseless_agency(part: str) -> str | None:
    """The agency that a party of a script without capitals begins with ("新华社记者 …")."""
    if not part or _is_cased(part[0]) or part in _caseless_names():
        return None
    names = [name for name in _caseless_names() if part.startswith(name) and len(part) > len(name)]
    return max(names, key=len, default=None)


@cache
def _caseless_names() -> frozenset[str]:
    return frozenset(name for name in canonical_names() if not _is_cased(name) and len(name) > 1)


def _is_one_word(name: str) -> bool:
    return _is_cased(name) and " " not in name and "." not in name


def _weighed(parties: list[Party]) -> list[Party]:
    """The parties, with those that look like persons but stand where an office does made offices.

    A name alone in one word is nobody's, nor is one beside a full name; of two names with a slash the photographer is first; before a colon stands the outlet.
    """
    if any(party.kind == "person" and " " in party.name for party in parties):
        parties = [party._replace(kind="office") if party.kind == "person" and _is_one_word(party.name) else party for party in parties]
    people = [k for k, party in enumerate(parties) if party.kind == "person"]
    if len(parties) == 1 and people and _is_one_word(parties[0].name):
        return [parties[0]._replace(kind="office")]
    if len(people) < 2 or any(party.kind in {"agency", "office"} for party in parties):
        return parties
    first, last = people[0], people[-1]
    if parties[people[1]].mark in {":", "："}:
        return [party._replace(kind="office") if k == first else party for k, party in enumerate(parties)]
    if (
        parties[last].mark in {"/", "//", "|", "•", "via", "(", "（", "／", "｜"}
        or parties[last].mark.split(" ")[0] in shared_words("names", "for")
        or parties[last].mark.startswith(", via")
    ):
        return [party._replace(kind="office") if k == last else party for k, party in enumerate(parties)]
    return parties


def _canonical(part: str) -> str | None:
    """The one name of an agency, or None if the party is none."""
    form = matching_form(part).strip()
    name = canonical_names().get(form.lower())
    if name is None:
        return None
    upper_case = form in exact_agencies() or form.lower() not in {exact.lower() for exact in exact_agencies()}
    return name if upper_case or len(form) > 4 else None


@cache
def _is_agency(name: str) -> bool:
    """Whether a name that is also a staff word ("AFP" in old chains) is first of all an agency's."""
    from cleannews.languages import shared

    return name in shared().get("same", {})


def _after_agency_word(part: str) -> str | None:
    """The agency of a party that names one of its divisions ("Getty Images Europe", "AP Photo")."""
    match = _agencies().match(matching_form(part))
    if not match or match.end() == len(part):
        return None
    rest = part[match.end() :].strip()
    if len(rest.split()) <= 2 and any(
        word in shared_words("pictures", "organisations") or word in shared_words("names", "divisions") for word in rest.lower().split()
    ):
        return _canonical(part[: match.end()])
    return None


@cache
def _staff() -> frozenset[str]:
    return shared_words("staff", "words") | {"str", "ho", "n/a", "-"}


def _same(a: str, b: str) -> bool:
    bare_a, bare_b = _letters(a), _letters(b)
    if bare_a == bare_b:
        return True
    short, longer = sorted((bare_a, bare_b), key=len)
    return len(short) >= 6 and longer.startswith(short) and len(longer) - len(short) <= 2


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _people(part: str) -> list[str]:
    """The persons that a party names: one, or several joined by "and"."""
    if person := _person(part):
        return [person]
    names = [_person(name) for name in _joined_by_and().split(part)]
    return [name for name in names if name] if len(names) > 1 and all(name and (" " in name or not _is_cased(name)) for name in names) else []


@cache
def _joined_by_and() -> re.Pattern[str]:
    from cleannews.languages import words

    return re.compile(r"\s+(?:" + "|".join(sorted((re.escape(word) for word in words("and")), key=len, reverse=True)) + r")\s+", re.IGNORECASE)


def _person(part: str) -> str | None:
    """The person's name that a party is, roles taken off, or None if it is no person's."""
    text = part.strip(_OUTER)
    low = matching_form(text).lower()
    roles = lexicon("byline-role")
    closing = roles.closes(low)
    if closing > 0 and text[:closing].strip(_OUTER):
        text = text[:closing].strip(_OUTER)
    opening = roles.end(matching_form(text).lower())
    if 0 < opening < len(text):
        text = text[opening:].strip(_OUTER)
    if not text or _DIGIT.search(text) or _DOMAIN.match(text) or len(text) > 50:
        return None
    words = text.split()
    if any(word.lower().strip("().,'") in shared_words("pictures", "organisations") for word in words):
        return None
    if not _is_cased(text):
        return text if len(text) <= (12 if " " not in text else 24) and not any(has_stem(text, "pictures", name) for name in ("supplied", "screen")) else None
    if len(words) > 5 or text.isupper() and len(words) == 1 and len(text) <= 5:
        return None
    if not all(word[0].isupper() or word.lower() in _particles() or word[:2].istitle() for word in words if word[0].isalpha()):
        return text if len(words) == 1 and text.islower() and len(text) > 3 and _is_cased(text) else None
    if words[0].lower() in shared_words("names", "articles") and words[0][0].isupper() and len(words) > 1:
        return None
    if any(word.lower() in shared_words("names", "joining") for word in words[1:]):
        return None
    return text


def _roles(parties: list[Party]) -> tuple[tuple[str, ...], str | None, str | None]:
    """Creators, provider, collection of a chain.

    The provider is the party farthest from the person: the last of "NAME/AFP/Getty Images", the first of "KEYSTONE/EPA/NAME".
    The collection is the party next to it on the person's side.
    """
    people = [k for k, party in enumerate(parties) if party.kind == "person"]
    others = [k for k, party in enumerate(parties) if party.kind in {"agency", "office"}]
    agencies = [k for k in others if parties[k].kind == "agency"]
    creators = tuple(parties[k].name for k in people)
    if not others:
        platforms = [party.name for party in parties if party.kind == "platform"]
        handles = tuple(name for name in platforms if name.startswith("@"))
        return (creators or handles, next((name for name in platforms if not name.startswith("@")), None), None)
    leading = bool(people) and people[0] > (agencies or others)[0] and people[-1] > (agencies or others)[-1]
    chain = list(reversed(others)) if leading else others
    provider = chain[-1]
    if agencies and provider not in agencies:
        provider = agencies[0] if leading else agencies[-1]
    rest = [k for k in chain if k != provider]
    return (creators, parties[provider].name, parties[rest[-1]].name if rest else None)


def agencies_in(text: str) -> list[str]:
    """The agencies that a text names as whole tokens, under the one name of each, in order."""
    found: dict[str, None] = {}
    for match in _agencies().finditer(matching_form(text)[:2000]):
        if name := _canonical(match.group()):
            found[name] = None
    return list(found)


def bare(text: str) -> str:
    """The text without the brackets and dashes around it."""
    return _bare_brackets(text.strip(_OUTER))


def fullest(credits: Iterable[Credit]) -> Credit | None:
    """One credit out of several that stand at the same picture: the one that names most; of equals the one with the fewest words.

    Parties that only another one names are added, so that nobody is left out.
    """
    listed = [credit for credit in credits if credit.text]
    if not listed:
        return None
    best = max(
        listed,
        key=lambda credit: (
            len(credit.creators),
            credit.collection is not None,
            credit.provider is not None,
            credit.copyright_notice is not None,
            -len(credit.text),
        ),
    )
    text, provider = best.text, best.provider
    for other in listed:
        known = {_letters(name) for name in (*best.creators, best.provider or "", best.collection or "", best.text)}
        named = [name for name in (*other.creators, other.provider, other.collection) if name]
        if named and not any(_letters(name) in known for name in named) and not any(_letters(name) in _letters(text) for name in named):
            text += f" / {other.text}"
            provider = provider or other.provider
    return Credit(
        text, best.creators, provider, best.collection, best.copyright_notice or next((credit.copyright_notice for credit in listed if credit.copyright_notice), None),
        any(credit.supplied for credit in listed),
    )  # fmt: skip
