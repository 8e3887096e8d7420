"""Many texts of one publisher → a pack: the lines that stand in article after article, with where and how often.

What is counted is a sample of the texts: at most `SAMPLE` of a source, those whose MD5 digests are smallest. So memory does not grow with
what is read, the order of reading does not matter, and packs merge exactly: the sample of two parts together is the smaller digests of
both samples. Databases know MD5 too, so they can draw the same sample before a text leaves them (docs/learn.md).
"""

from __future__ import annotations

import hashlib
import heapq
import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from cleannews.article import KEPT, Label
from cleannews.copies import holders, same_article
from cleannews.pack import LEAST, LONGEST_OPEN, Entry, Pack, escaped, fold, headline_form, name_of
from cleannews.read.text import matching_form, read_lines
from cleannews.rules.pieces import UNSPACED, upper
from cleannews.stages.evidence import content_words

if TYPE_CHECKING:
    from cleannews.rule import Rule

#: How many texts of a source are counted, at most.
SAMPLE = 2000
#: A line stands in so many different articles before it is written down; of few articles two suffice, as weak evidence.
REPEATS = 3
_FEW = 20
#: Longer lines are no entries (characters).
_LONGEST = 1200
#: Lines with names in them are no longer than this.
_LONGEST_NAMED = 90
_EXAMPLES = 3
#: Lines from this length on are asked what they are about, in so many of their articles.
_ABOUT = 60
_ASKED = 8
_SEPARATORS = ":|»>"
#: A label of up to 31 characters, a separator, and more than a word after it (folded lines).
_LABEL = re.compile(r"([^:|»>]{1,31})[:|»>](?!\d|//)(?=.{8})")

_EDGES = " .:-|>\"'"
_DIGITS = re.compile(r"\d+")
#: A word with a capital that does not open a sentence.
_NAME = re.compile(rf"(?<=[^\W_,;:] )[{upper()}][\w'-]{{3,}}")
_HALF = re.compile("[\ud800-\udfff]")
_SLOTS = re.compile(r"\{n(?:ame)?\}")
#: Scripts that have digits of their own.
_OTHER_SCRIPT = re.compile("[\u0600-\u1cff\ua620-\uabff]")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_STOPS = ".!?…。！？।۔؟"
_CLOSERS = "\"')»]›”’」』）】 "


@dataclass
class Sample:
    """The texts of one source that are counted: at most `size` different ones, those of smallest MD5 digest, and how many were read.

    Samples of parts of a source merge to the sample of the whole, whatever the parts and their order.
    """

    size: int = SAMPLE
    read: int = 0
    texts: dict[bytes, str] = field(default_factory=dict)
    _bar: bytes | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.size < LEAST:
            raise ValueError(f"a sample holds at least {LEAST} texts, not {self.size}")

    def add(self, text: str | bytes) -> Sample:
        """Read one text; returns the sample itself. Raises TypeError if the text is neither str nor bytes."""
        if isinstance(text, (bytes, bytearray, memoryview)):
            from cleannews.read.encoding import decode

            text = decode(bytes(text))[0]
        elif not isinstance(text, str):
            raise TypeError(f"learn takes texts as str or bytes, not {type(text).__name__}")
        self.read += 1
        digest = hashlib.md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
        if self._bar is None or digest < self._bar:
            self.texts[digest] = text
            if len(self.texts) >= 2 * self.size:
                self._trim()
        return self

    def _trim(self) -> None:
        if len(self.texts) > self.size:
            kept = heapq.nsmallest(self.size, self.texts)
            self.texts = {digest: self.texts[digest] for digest in kept}
        if len(self.texts) == self.size:
            self._bar = max(self.texts)

    def drawn(self) -> list[str]:
        """The texts of the sample, in the order of their digests."""
        self._trim()
        return [self.texts[digest] for digest in sorted(self.texts)]

    def to_bytes(self) -> bytes:
        """The sample as bytes: what a worker sends, or `cleannews learn --partial` writes."""
        state = {"format": 1, "size": self.size, "read": self.read, "texts": self.drawn()}
        return zlib.compress(json.dumps(state).encode("ascii"), 1)

    @staticmethod
    def from_bytes(data: bytes) -> Sample:
        """A sample from its bytes. Raises ValueError if they are none."""
        try:
            state = json.loads(zlib.decompress(data))
            sample = Sample(state["size"])
            for text in state["texts"]:
                sample.add(text)
            sample.read = state["read"]
        except (zlib.error, ValueError, KeyError, TypeError) as error:
            raise ValueError(f"no sample of texts: {error}") from None
        return sample


def merged(samples: Iterable[Sample]) -> Sample:
    """The sample of everything these samples were drawn from, as large as the smallest of them."""
    samples = list(samples)
    whole = Sample(min(sample.size for sample in samples), sum(sample.read for sample in samples))
    for sample in samples:
        whole.texts.update(sample.texts)
    whole._trim()
    return whole


def page_text(page: Any) -> str:
    """The text of a page as a reader sees it, one block a line: what `clean_html` labels, and what is learnt from a page."""
    from cleannews.read.html import read_page

    return read_page(page)[0].text


def learn(texts: Iterable[str | bytes], *, source: str | None = None, sample: int = SAMPLE, html: bool = False) -> Pack:
    """What the articles of one publisher have in common.

    texts    raw texts, as scraped, copies and all; read once, one after the other.
    source   the publisher's name, written into the pack.
    sample   how many texts are counted at most; the rest is only read.
    html     the texts are pages; their lines are those of `clean_html`.

    Returns a `Pack`; with fewer than five different articles it has no entries and its `note` says so. Raises TypeError for a text
    that is neither str nor bytes (a single str is one text too few: give a list).
    """
    if isinstance(texts, (str, bytes)):
        raise TypeError("learn takes many texts: a list or any other iterable, not one text")
    drawn = Sample(sample)
    for text in texts:
        drawn.add(page_text(text) if html else text)
    return counted(drawn, source)


def learn_by_source(pairs: Iterable[tuple[str, str | bytes]], *, sample: int = SAMPLE, html: bool = False) -> dict[str, Pack]:
    """One pack per source from (source, text) pairs, in any order; options as for `learn`. Sources with too few articles have packs without entries."""
    drawn: dict[str, Sample] = {}
    for source, text in pairs:
        if source not in drawn:
            drawn[source] = Sample(sample)
        drawn[source].add(page_text(text) if html else text)
    return {source: counted(drawn[source], source) for source in sorted(drawn)}


def counted(sample: Sample, source: str | None = None) -> Pack:
    """The pack of a sample: a function of the texts in it and of nothing else."""
    texts = [_Text(text) for text in sample.drawn()]
    sets = [set(text.keys) for text in texts]
    for lines in sets:
        lines.discard("")
    repeated = holders(sets)
    article = same_article([text.keys for text in texts], repeated)
    articles = len(set(article) - {-1})
    if articles < LEAST:
        return Pack((), articles, sample.read, source, 0, sample)
    least = 2 if articles <= _FEW else REPEATS
    places: dict[str, list[int]] = {}
    for line, found in repeated.items():
        firsts: dict[int, int] = {}
        for i in found:
            if article[i] >= 0:
                firsts.setdefault(article[i], i)
        if len(firsts) > 1:
            places[line] = sorted(firsts.values())
    known: dict[int, _Story] = {}

    def stories(i: int) -> _Story:
        if i not in known:
            known[i] = _story(texts[i], places)
        return known[i]

    standing = _standing(stories, {line: at for line, at in places.items() if len(at) >= least})
    told = _Told(stories, places)
    entries = [
        _entry(_numbered(stands.forms), stands, told.about(line, usual_form(stands.forms), places[line]))
        for line, stands in standing.items()
        if len(line) <= _LONGEST
    ]
    entries += _open_entries(texts, stories, sets, [i for i, first in enumerate(article) if i == first], set(standing))
    entries.sort(key=lambda entry: (-entry.articles, fold(entry.line), entry.line))
    ids: set[str] = set()
    for n, entry in enumerate(entries):
        label, subtype = known_as(entry)
        entries[n] = replace(entry, id=name_of(entry.line, ids), label=label, subtype=subtype)
        ids.add(entries[n].id)
    headlines = sum(opens_with_headline(texts[i], standing) for i, first in enumerate(article) if i == first)
    return Pack(tuple(entries), articles, sample.read, source, headlines, sample)


class _Text:
    """A text as its lines, folded (`keys`) and as they are (`forms`): same numbers, blank lines included."""

    __slots__ = ("_forms", "keys")

    def __init__(self, raw: str) -> None:
        self._forms: str | list[str] = raw
        if "\\n" in raw or "<" in raw:
            lines = read_lines(raw)
            self._forms = [raw[line.start : line.end] for line in lines]
            self.keys = [fold(line.form) for line in lines]
            return
        low = matching_form(raw).lower()
        low = _plain(low)
        if not raw.isascii() and _OTHER_SCRIPT.search(low[:400]) and _other_digits().search(low):
            low = _DIGITS.sub("0", low)
        while "  " in low:
            low = low.replace("  ", " ")
        self.keys = [line.strip(_EDGES) for line in low.splitlines()]

    def forms_of(self, lines: Container[str]) -> list[tuple[str, str]]:
        """Those of the lines, (folded, matching form), in order, each once."""
        found = {line: form for line, form in zip(self.keys, self.forms, strict=True) if line in lines}
        return [(line, matching_form(form.strip())) for line, form in found.items()]

    @property
    def forms(self) -> list[str]:
        """The lines as printed."""
        if isinstance(self._forms, str):
            self._forms = self._forms.splitlines()
        return self._forms


def opens_with_headline(text: _Text, repeated: Container[str]) -> bool:
    """Whether the first line that does not repeat in other articles has a headline's form, and long sentences follow soon."""
    lines = [(line, form.strip()) for line, form in zip(text.keys[:12], text.forms[:12], strict=True) if line and line not in repeated][:5]
    if not lines or not headline_form(lines[0][1]):
        return False
    return any(long_own(form) for _, form in lines[1:])


@cache
def _other_digits() -> re.Pattern[str]:
    """Any digit of the scripts that have digits of their own."""
    zeros = [code for code in range(0x600, 0xAC00) if chr(code).isdecimal() and not chr(code - 1).isdecimal()]
    return re.compile("[" + "".join(f"{chr(zero)}-{chr(zero + 9)}" for zero in zeros) + "]")


def _plain(low: str) -> str:
    """Runs of the digits 0 to 9 become one 0."""
    # Plain replacing is twice as quick as a pattern.
    for digit in "123456789":
        if digit in low:
            low = low.replace(digit, "0")
    while "00" in low:
        low = low.replace("00", "0")
    return low


class _Story(NamedTuple):
    """The non-empty lines of a text, (folded, as printed), and where its own long lines begin and end; no `own` if it has none."""

    rows: list[tuple[str, str]]
    first: int
    last: int
    own: bool

    def zone(self, k: int) -> str:
        """The part of the article that line `k` stands in."""
        return "none" if not self.own else "head" if k < self.first else "tail" if k > self.last else "middle"


def _story(text: _Text, shared: Mapping[str, object]) -> _Story:
    rows = [(line, form.strip()) for line, form in zip(text.keys, text.forms, strict=True) if line]
    n = len(rows)
    first = next((k for k in range(n) if rows[k][0] not in shared and long_own(rows[k][1])), n)
    last = next((k for k in range(n - 1, first - 1, -1) if rows[k][0] not in shared and own_sentence(rows[k][1])), -1)
    return _Story(rows, first, last, first < n)


class _Standing:
    """Where a line stands, article by article."""

    __slots__ = ("articles", "beside", "forms", "head", "middle", "tail", "times")

    def __init__(self) -> None:
        self.articles = self.head = self.middle = self.tail = self.beside = self.times = 0
        self.forms: Counter[str] = Counter()

    def add(self, zones: set[str], beside: bool, forms: Sequence[str]) -> None:
        """One more article: the zones it stands in there, whether beside another line that repeats, and as what it is printed."""
        self.articles += 1
        self.times += len(forms)
        self.beside += beside
        if zones == {"head"}:
            self.head += 1
        elif zones == {"tail"}:
            self.tail += 1
        elif zones != {"none"}:
            self.middle += 1
        self.forms.update(forms)


def own_sentence(form: str) -> bool:
    """Whether a line may close a story: a sentence, if a short one."""
    return len(form) >= 20 and form.rstrip(_CLOSERS)[-1:] in ".?…。？।۔؟"


def long_own(form: str) -> bool:
    """Whether a line is a long sentence: what stories are made of."""
    size = len(form)
    if size < 40 or form.rstrip(_CLOSERS)[-1:] not in _STOPS:
        return False
    return size >= 80 or bool(not form.isascii() and size + len(_UNSPACED.findall(form)) >= 80)


def _standing(stories: Callable[[int], _Story], places: Mapping[str, Sequence[int]]) -> dict[str, _Standing]:
    """Where each repeated line stands, in one text of each article that has it."""
    wanted: dict[int, set[str]] = defaultdict(set)
    for line, found in places.items():
        for i in found:
            wanted[i].add(line)
    standing: dict[str, _Standing] = defaultdict(_Standing)
    for i in sorted(wanted):
        story, lines = stories(i), wanted[i]
        rows = story.rows
        where: dict[str, list[int]] = defaultdict(list)
        for k, (line, _) in enumerate(rows):
            if line in lines:
                where[line].append(k)
        for line, at in where.items():
            beside = any(rows[near][0] in lines and rows[near][0] != line for k in at for near in (k - 1, k + 1) if 0 <= near < len(rows))
            standing[line].add({story.zone(k) for k in at}, beside, [rows[k][1] for k in at])
    return standing


class _Told:
    """How far repeated lines speak of the articles that they stand in."""

    def __init__(self, stories: Callable[[int], _Story], shared: Mapping[str, object]) -> None:
        self.stories = stories
        self.shared = shared
        self.words: dict[int, set[str]] = {}

    def about(self, line: str, form: str, found: Sequence[int]) -> float | None:
        """The share of a long line's content words that its articles' own long lines have too, on average over a few; None if it can't be told.

        The share of its names counts, if it is larger: what a company says of itself has its name in common with the story.
        """
        if len(line) < _ABOUT:
            return None
        own = content_words(line, bool(_UNSPACED.search(line[:60])))
        names = {word.lower() for word in _NAME.findall(form)} & own
        asked = [i for i in found[:_ASKED] if self.stories(i).own]
        if len(own) < 4 or not asked:
            return None
        shares = sum(len(own & self._own(i)) for i in asked) / len(own)
        if len(names) > 1:
            shares = max(shares, 0.8 * sum(len(names & self._own(i)) for i in asked) / len(names))
        return round(shares / len(asked), 2)

    def _own(self, i: int) -> set[str]:
        words = self.words.get(i)
        if words is None:
            story = self.stories(i)
            own = [line for line, form in story.rows[story.first : story.last + 1] if line not in self.shared and long_own(form)]
            words = self.words[i] = content_words("\n".join(own), bool(own and _UNSPACED.search(own[0][:60])))
        return words


def _open_entries(texts: Sequence[_Text], stories: Callable[[int], _Story], sets: Sequence[set[str]], articles: Sequence[int], whole: set[str]) -> list[Entry]:
    """Entries with open slots: a label with other text after it in each article, a line with another name in it."""
    labels: dict[str, dict[int, list[str]]] = defaultdict(dict)
    edges: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for i in articles:
        for line in sets[i]:
            size = len(line)
            if size > LONGEST_OPEN or line in whole:
                continue
            opening = _LABEL.match(line)
            if opening:
                labels[opening[1].strip(_EDGES)].setdefault(i, []).append(line)
            if size <= _LONGEST_NAMED and line[-1] not in _STOPS:
                first, blank, rest = line.partition(" ")
                if blank:
                    edges[first].setdefault(i, []).append(line)
                    edges["…" + rest[rest.rfind(" ") + 1 :]].setdefault(i, []).append(line)
    candidates: dict[int, dict[str, str]] = defaultdict(dict)
    for label, at in labels.items():
        if len(at) >= REPEATS and _is_label(label):
            for i, labelled in at.items():
                candidates[i].update(dict.fromkeys(labelled, label))
    named: dict[int, set[str]] = defaultdict(set)
    for at in edges.values():
        if len(at) >= REPEATS:
            for i, edged in at.items():
                named[i].update(edged)
    open_lines: dict[str, _Open] = defaultdict(_Open)
    for i in sorted(candidates.keys() | named.keys()):
        for line, form in texts[i].forms_of(candidates[i].keys() | named[i]):
            if line in candidates[i]:
                open_lines["text " + candidates[i][line]].add(i, line, form, form.split(_separator(form), 1)[1].strip())
            if line in named[i]:
                shape, names = _named(form)
                if shape and form.rstrip(_CLOSERS)[-1:] not in _STOPS:
                    open_lines["name " + fold(shape)].add(i, line, form, shape, names)
    found = []
    for kind, lines in open_lines.items():
        line = lines.labelled() if kind.startswith("text") else lines.named()
        if line:
            found.append(_entry(line, lines.standing(stories)))
    return found


def _separator(line: str) -> str:
    at = min((line.find(mark) for mark in _SEPARATORS if mark in line), default=-1)
    return line[at] if at >= 0 else ""


def _is_label(text: str) -> bool:
    """Whether this may be a label: one to four words."""
    return len(text.split()) <= 4 and any(map(str.isalpha, text))


def _named(form: str) -> tuple[str, tuple[str, ...]]:
    """The line with `{name}` for runs of capitalised words and `{n}` for numbers, and those runs; "" if it holds none, or nothing else.

    The line's first word is no name: it has its capital from standing first.
    """
    out, at, names = "", 0, []
    for run in _name_runs().finditer(form):
        start = run.start()
        if not form[:start].strip(_EDGES):
            first, _, more = run[0].partition(" ")
            if not more:
                continue
            start += len(first) + 1
        out += _numbers_open(form[at:start]) + "{name}"
        names.append(form[start : run.end()])
        at = run.end()
    out += _numbers_open(form[at:])
    return (out, tuple(names)) if names and any(map(str.isalpha, _SLOTS.sub("", out))) else ("", ())


def _numbers_open(text: str) -> str:
    return _DIGITS.sub("{n}", escaped(text))


@cache
def _name_runs() -> re.Pattern[str]:
    up = upper()
    word = rf"[{up}][\w'.&-]*"
    return re.compile(
        rf"(?<![\w'@.]){word}(?: (?:(?:de|da|do|dos|das|del|della|di|du|des|la|le|van|von|vom|zu|zur|den|der|ter|ten|te|bin|al|el|av|af|y|e|i|und|and) ){{0,2}}{word}){{0,4}}"
    )


class _Open:
    """The lines of one shape: where they stand, and what fills the slot."""

    def __init__(self) -> None:
        self.at: dict[int, set[str]] = defaultdict(set)
        self.forms: Counter[str] = Counter()
        self.fills: Counter[str] = Counter()
        self.names: list[tuple[str, ...]] = []

    def add(self, i: int, line: str, form: str, fill: str, names: tuple[str, ...] = ()) -> None:
        """A line of text `i`: what fills its slot, or its shape and the names in it."""
        self.at[i].add(line)
        self.forms[form] += 1
        self.fills[fill] += 1
        self.names.append(names)

    def labelled(self) -> str:
        """`Label: {text}`, if what follows the label are headlines: unlike each other, several words long, no sentences, no speech."""
        if len(self.at) < REPEATS or len(self.fills) < REPEATS or sum(map(len, self.at.values())) > 3 * len(self.at):
            return ""
        heads = [fill for fill in self.fills if fill.rstrip(_CLOSERS)[-1:] not in ".。।۔" and fill[:1] not in "\"'«„" and not fill[:1].islower()]
        words = sum(len(fill.split()) if not _UNSPACED.search(fill[:40]) else len(fill) // 2 for fill in self.fills)
        if len(heads) < 0.8 * len(self.fills) or words < 4 * len(self.fills):
            return ""
        usual = usual_form(self.forms)
        at = usual.index(_separator(usual)) + 1
        return escaped(usual[:at]) + " {text}"

    def named(self) -> str:
        """The shape of the lines, with what all have in common in full; "" if they are too few, or little but names is left.

        One word beside a name is not enough ("The {name}"), unless a mark sets the name apart ("Photo: {name}", "{name} / Agency").
        """
        if len(self.at) < REPEATS or len(self.forms) < REPEATS:
            return ""
        usual = min(self.fills, key=lambda shape: (-self.fills[shape], shape))
        parts = usual.split("{name}")
        out = parts[0]
        for n, part in enumerate(parts[1:]):
            out += _common([names[n] for names in self.names]) + part
        rest = _SLOTS.sub(" ", out)
        words = re.findall(r"[^\W\d_]{2,}", rest)
        marked = re.search(r"[^\w\s,.'-]|\s-\s", rest)
        return out if 1 <= out.count("{name}") <= 4 and words and (marked or len(words) > 1 or _by_rule(usual_form(self.forms))) else ""

    def standing(self, stories: Callable[[int], _Story]) -> _Standing:
        """Where these lines stand, article by article."""
        stands = _Standing()
        for i in sorted(self.at):
            story = stories(i)
            at = [k for k, (line, _) in enumerate(story.rows) if line in self.at[i]]
            stands.add({story.zone(k) for k in at}, False, [story.rows[k][1] for k in at])
        return stands


def _common(names: Sequence[str]) -> str:
    """What stands in a name slot: `{name}`, with the words that all names begin or end with in full; the name itself if it is always the same."""
    split = [name.split() for name in names]
    least = min(map(len, split))
    before = next((n for n in range(least) if len({words[n] for words in split}) > 1), least)
    if before == least and len({len(words) for words in split}) == 1:
        return escaped(names[0])
    behind = next((n for n in range(least - before) if len({words[-1 - n] for words in split}) > 1), least - before)
    if before + behind == least:
        before, behind = max(0, before - 1), behind if before else max(0, behind - 1)
    first, last = split[0][:before], split[0][len(split[0]) - behind :]
    return " ".join([*map(escaped, first), "{name}", *map(escaped, last)])


def usual_form(forms: Mapping[str, int]) -> str:
    """The most frequent of several forms."""
    return min(forms, key=lambda form: (-forms[form], form))


def _by_rule(form: str) -> Rule | None:
    """The surest rule that takes a whole line like this for something else than story."""
    from cleannews.rules import RULES
    from cleannews.stages.match import matcher

    rules = [hit.rule for hit in matcher(RULES, None).hits(form) if hit.whole and hit.rule.label not in KEPT]
    return max(rules, key=lambda rule: rule.sure, default=None)


def known_as(entry: Entry) -> tuple[Label, str | None]:
    """What the rules know the line as; if they don't, what its form and place suggest."""
    form = matching_form(entry.examples[0])
    rule = _by_rule(form)
    if rule:
        return rule.label, rule.subtype
    if "text" in entry.slots:
        return Label.PROMO, None
    if len(re.findall(r"\{n\}", entry.line)) > 2 and re.search(r"\d[:.h]\d\d|(?:19|20)\d\d", form):
        return Label.TIMESTAMP, None
    return (Label.PROMO if len(form) >= _ABOUT else Label.BOILERPLATE), None


def _writable(line: str) -> bool:
    """Whether a text file can hold the line: half of a surrogate pair can't be written down."""
    return not _HALF.search(line)


def _entry(line: str, stands: _Standing, about: float | None = None) -> Entry:
    """An entry without a name yet."""
    return Entry(
        "", line, stands.articles, head=stands.head, middle=stands.middle, tail=stands.tail,
        beside=stands.beside, times=stands.times, about=about, examples=_shown(stands.forms),
    )  # fmt: skip


def _numbered(forms: Mapping[str, int]) -> str:
    """The line that folds to one key, as an entry says it: numbers become slots where the variants differ."""
    usual = usual_form(forms)
    numbers = [_DIGITS.findall(form) for form in forms]
    runs = _DIGITS.findall(usual)
    varies = [len({found[n] for found in numbers if n < len(found)}) > 1 for n in range(len(runs))]
    parts = _DIGITS.split(usual)
    line = escaped(parts[0])
    for n, part in enumerate(parts[1:]):
        line += ("{n}" if varies[n] else runs[n]) + escaped(part)
    return line


def _shown(forms: Mapping[str, int]) -> tuple[str, ...]:
    """The most frequent variants."""
    return tuple(sorted(forms, key=lambda form: (-forms[form], form))[:_EXAMPLES])
