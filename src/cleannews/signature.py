"""Where in a caption its credit stands.

The line is walked from the right: a label word and what follows it, a bracket, a copyright sign, a chain of parties with an agency, names
behind the last sentence. `find_credits` takes the line to be a caption; `closing_credit` does not, and reports only what story lines never end in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from cleannews.derived import regex
from cleannews.lexicon import canonical_names, lexicon, shared_words
from cleannews.names import DIGIT, DOMAIN, STOPS, agency_pattern, date_words, is_cased, is_name_word, name_like, particles, stop_before
from cleannews.values import NamedTuple

#: How far from the line's end a credit may begin.
_REACH = 260
_COPYRIGHT = regex(r"[©ⓒⒸ]|\([cC]\)|\b(?i:copyright)\b")
#: A supplier's number behind a credit.
IDENTIFIER = regex(r"\((?:[A-Za-z]{0,4}\d{5,12}[A-Za-z]{0,3}|[A-Z]{2,4}\d{2}_[\d_]{3,20}[A-Z]?|[A-Z]{2}/[A-Z]{2,3})\)")


@cache
def rights_line() -> re.Pattern[str]:
    """A legal line: a copyright sign, a year and a holder before the formula, or the formula alone."""
    formulas = "|".join(re.escape(words) for words in sorted(shared_words("pictures", "rights")))
    return regex(rf"(?i:(?:copyright|©|ⓒ|\(c\)) ?(?:\d{{4}} ?)?[^.]{{0,60}}\. ?(?:{formulas})\.?|(?:{formulas})\.?)")


class Boundary(NamedTuple):
    """Where a party begins, what stands before it ("stop", "mark", "start", "word", "comma", "glue"), and how many words it has."""

    start: int
    kind: str
    words: int


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
        end = without_buttons(form, end)
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
    end = without_buttons(form, len(form.rstrip()))
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


def without_buttons(form: str, end: int) -> int:
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
def word_starts() -> re.Pattern[str]:
    """The places where a word begins, also one that is glued to the word before; in scripts without capitals, any letter."""
    from cleannews.rules.pieces import CASELESS, upper

    up = upper()
    return regex(rf"(?<![^\W_])[^\W_]|(?<=[^\W_{up}])[{up}]|(?<=[{up}])[{up}](?=[^\W\d_{up}])|[{CASELESS}]")


def _bound(form: str, at: int) -> int:
    """How well a credit may begin at `at`: 2 after a stop, a mark or a bracket, 1 after a word or glued to it."""
    before = form[:at].rstrip()
    if not before or before[-1] in "|/-—•([)]\"'»:=+©#*":
        return 2
    return 2 if stop_before(form, at) else 1


def credit_words(content: str, short: int) -> bool:
    """Whether what follows a label can be a credit: short, or mostly names; no sentence."""
    text = content.strip(" .)]")
    if not text or len(text) > 180 or "?" in text or "!" in text:
        return False
    if rights_line().search(text):
        text = rights_line().sub("", text) or "X"
    if len(text) <= short and not re.search(r"[^\W\d_]{3}\. ", text):
        return True
    parts = _sentences(text)
    for k, part in enumerate(parts):
        words = [word for word in re.split(r"[\s/|,]+", part) if word]
        plain = [
            word
            for word in words
            if word[:1].islower() and word.lower() not in particles() and word.lower() not in canonical_names() and not DOMAIN.match(word)
        ]
        if len(words) > 22 or len(plain) > max(1 if k else 2, len(words) // 4):
            return False
        if k and ":" not in part[:24] and lexicon("credit-label", "credit-supplied").end(part.lower()) < 0:
            return False
        if not is_cased(part) and len(part) > 40:
            return False
        if DIGIT.search(part) and any(word.strip("., ").lower() in date_words() for word in words):
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
    for start in word_starts().finditer(form, low_limit, end):
        at = start.start()
        for after in labels.ends(low, at):
            if at and after in labels.ends(low, 0):
                continue
            rest = form[after:end]
            mark = re.match(r" ?[:=] ?| ?[|.] (?=\S)| ?\.(?=\S)| ?/ ?| ?(?=©)| (?=\S)|(?=©)", rest)
            if not mark or not rest[mark.end() :].strip(" .)]"):
                continue
            content = rest[mark.end() :]
            if at == 0 and after not in lexicon("credit-label").ends(low) and not (agency_pattern().search(content) or "/" in content):
                continue
            kind = mark.group().strip()
            bound = _bound(form, at)
            if at == 0 and not form[after - 1 : after].isspace() and kind in {"", "."} and not is_name_word(content.split()[0]):
                continue
            if kind in {":", "="}:
                fits = (
                    (bound == 2 or is_name_word(content.split()[0]) or not is_cased(content))
                    and credit_words(content, 45 if at else 0)
                    and (at > 0 or len(content.split()) <= 6 or "/" in content or bool(agency_pattern().search(content)))
                )
            elif kind in {".", "|", "/"}:
                fits = bound == 2 and (kind != "." or after - at <= 6) and credit_words(content, 0)
            elif content[:1] == "©":
                fits = credit_words(content, 0)
            else:
                several = " " in low[at:after]
                first = content.split()[0]
                named = bool(agency_pattern().search(content)) or "/" in content
                fits = (
                    bound == 2
                    and ": " not in content
                    and (several or is_name_word(first))
                    and first.lower() not in particles() - shared_words("names", "articles") - {"al", "via"}
                )
                fits = (
                    fits and (credit_words(content, 60) or name_like(content[:40]))
                    if fits and several and stop_before(form, at) == 2
                    else fits and credit_words(content, 0) and (named or (len(content) <= 60 and not DIGIT.search(content)))
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
    if IDENTIFIER.fullmatch(form[at : close + 1]):
        return _last_credit(form, len(form[:at].rstrip()), low_limit) if at > low_limit else None
    if not holds(form, at, content):
        return None
    if form[at - 1 : at] == " " and agency_pattern().search(content):
        name = party_left(form, len(form[:at].rstrip()), low_limit)
        if name.words >= 2 and name.kind in {"stop", "mark"} and stop_before(form, name.start) != 1 and not re.search(r"[()\[\]]", form[name.start : at]):
            return name.start
    return at


def _bracket_holds_credit(form: str, at: int, content: str) -> bool:
    low = content.lower()
    after = lexicon("credit-label").end(low)
    if after > 0 and (after == len(low) or re.match(r" ?[:=/|.©]| ", content[after:])):
        return True
    if lexicon("credit-supplied", "caption-file").covers(content) or lexicon("credit-after").closes(low) > 0:
        return True
    for match in agency_pattern().finditer(content):
        edges = content[: match.start()] + content[match.end() :]
        if not edges.strip() or re.search(r"[/|,:]|via ", edges) or name_like(edges) or len(content) <= 40:
            return len(content) <= 130
    return bool(_COPYRIGHT.match(content))


def _bracket_holds_names(form: str, at: int, content: str) -> bool:
    if re.search(r"[^\W\d_] ?/ ?[^\W\d_]", content) and not DIGIT.search(content) and name_like(content):
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
        if not content.strip(" .)]") or not credit_words(content, 0 if match.group()[0] in "(cC" else 80):
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
    for match in agency_pattern().finditer(form, low_limit, end):
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


@cache
def _separator() -> re.Pattern[str]:
    """What stands between two parties, at the end of a text."""
    return regex(r"(?: ?/ ?(?:via )?| ?// ?| ?\| ?|,? via |, | - | for | from | on | ?# ?| ?• ?| ?: ?| ?\+ ?| ?\(|-(?=$))$", re.IGNORECASE)


@cache
def _rest() -> re.Pattern[str]:
    """What may follow the last agency of a chain: more parties, flags, a division's name."""
    from cleannews.rules.pieces import pieces

    grammar = pieces()
    up = grammar["up"]
    word = rf"(?:[{up}@][\w.'&+-]{{0,24}}|\d{{1,2}}|[a-z]{{2,12}}(?:\.[a-z]{{2,5}})?(?= ?[/|)]|$)|(?:de|da|do|del|di|la|le|van|von|der|den|al|el|bin|y|of|the|and|und|for|via)(?= ))"
    party = rf"(?:{grammar['agency']}|{word}(?: {word}){{0,5}})"
    return regex(
        rf"(?: {word}){{0,3}}(?:[\u4e00-\u9fff]{{1,2}}(?=$))?(?:(?: ?/{{1,2}} ?| ?\| ?| ?[,;] ?| - |-| via | on | for | from |: ?| ?\(){party}\)?){{0,5}}[ .]*$"
    )


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
    agency = next((found.start() for found in agency_pattern().finditer(form, max(low_limit, edge - 40), edge) if found.end() == edge), None)
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
        if len(word) > 3 and stop_before(form, cut + 1) or "_" in word or DIGIT.search(word):
            return cut + 1
    return None


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
            or word[-1] in STOPS
            and not (re.fullmatch(r"(?:[^\W\d_]\.-?){1,3}", word) or word[:-1].lower() in shared_words("names", "titles"))
        ):
            glued = word[-1] in STOPS
            return Boundary(start, "stop" if glued else "comma", words)
        glue = re.search(r"[\w)\]\"'][.!?…)\]\"'](?=[^\W\d_]{2})", word)
        if glue and form[cut + 1 + glue.end() :][:1].isupper() and not DOMAIN.match(word):
            return Boundary(cut + 1 + glue.end(), "stop", words + 1)
        for mark in ("|", "/", "(", "[", "=", ":"):
            inner = word.rfind(mark, 0, len(word))
            if inner >= 0:
                if is_name_word(word[inner + 1 :]):
                    return Boundary(cut + 1 + inner + 1, "mark", words + 1)
                return Boundary(start, "mark", words)
        if words:
            inside = re.match(r"[^\W\d_]{3,}[a-zà-ÿ](?=[^\W\d_a-zà-ÿ])", word)
            if inside and len(word) - inside.end() >= 3 and word[inside.end()].isupper() and word.lower() not in canonical_names():
                return Boundary(cut + 1 + inside.end(), "glue", words + 1)
        if not is_name_word(word):
            return Boundary(start, "word", words)
        if word.lower() in particles() and word != "." and words == 0:
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
            and first[0].lower() in particles()
            and first[0].islower()
            and first[0] not in shared_words("names", "opening")
        ):
            start += len(first[0]) + 1
        return start
    keep = 2
    if len(words) >= 3 and (len(words[-2].strip(".")) <= 1 or words[-2].lower() in particles()):
        keep = 3
    if len(words) >= 4 and words[-2].lower() in particles() and words[-3].lower() in particles():
        keep = 4
    return end - len(" ".join(words[-keep:])) if form[found.start : end] == " ".join(words) else found.start


def _machine(form: str, end: int, low_limit: int) -> int | None:
    """A picture generator behind a stop or a dash, perhaps with its prompt in brackets."""
    low = form[low_limit:end].lower()
    for name in _machines():
        at = low.rfind(name)
        if at > 0 and form[: low_limit + at].rstrip()[-1:] in "-|•.!?/" and re.match(r"\s*$| ?[(/|,]", low[at + len(name) :]):
            return low_limit + at
    return None


@cache
def _machines() -> tuple[str, ...]:
    return tuple(sorted(name for name in shared_words("pictures", "ai") if " " not in name))


def _equalled(form: str, end: int, low_limit: int) -> int | None:
    """The maker behind the equals sign that closes a Japanese caption."""
    at = form.rfind("=", max(low_limit, end - 40), end)
    if at < 1:
        return None
    text = form[at + 1 : end].strip()
    if agency_pattern().fullmatch(text) or (lexicon("credit-after").closes(text.lower()) > 0 and "、" not in text) or text in ("AP", "AFP"):
        return at + 1
    comma = max(text.rfind("、"), text.rfind(","))
    if comma > 0 and (lexicon("credit-after").closes(text.lower()) > comma or agency_pattern().fullmatch(text[comma + 1 :].strip())):
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
        if at < 0 or is_cased(form[low_limit + at : end]):
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
        if is_cased(name) and (len(words) > 5 or not name_like(name)):
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
            if 2 <= len(text.split()) <= 6 and name_like(text) and form[:at].count(" ") >= 1 and is_cased(text):
                return at + len(mark)
    return None


def _residue(form: str, end: int, low_limit: int) -> int | None:
    """Names, and nothing but names, behind the caption's last full sentence."""
    closing = form[end - 1] in STOPS
    for match in reversed(list(re.finditer(r"[.!?…][\"')\]»]{0,2} +|[。！？] ?|(?<=[^\W\d_]{3}\.)(?=[^\W\d_])", form[max(low_limit, end - 110) : end]))):
        start = max(low_limit, end - 110) + match.end()
        text = form[start:end].strip(" .")
        if not text:
            continue
        if stop_before(form, start) != 2 or not form[start].isalpha() and form[start] != "@":
            continue
        words = text.split()
        glued = form[start - 1] == "."
        if not is_cased(text) or not name_like(text) or len(text) > 80 or (glued and len(words) == 1 and "/" not in text):
            if glued:
                continue
            return None
        if closing and not ("/" in text or agency_pattern().search(text)):
            return None
        known = bool(agency_pattern().search(text)) or "/" in text or "@" in text
        if len(words) == 1 and not known and not (text.isupper() and 2 <= len(text) <= 6) and not DOMAIN.match(text):
            return None
        if len(words) > 5 and not known:
            return None
        return start
    return None


_FINDERS = (_labelled, _bracketed, _bracketed_names, _machine, _copyrighted, _chained, _office_last, _equalled, _supplied, _maker_last, _separated, _residue)
