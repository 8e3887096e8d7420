"""A pack: what a publisher prints in article after article, as a text file that people read, edit and commit.

The file is TOML. At its top stand the source and how many articles were counted; then one table per line that repeats: the line with
slots where its variants differ, in how many articles, where, what it is, and examples as printed. Delete a table and the line is
forgotten; set `weight` to "never" and the line always stays, to "always" and it always goes.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleannews.article import Label
from cleannews.read.text import matching_form
from cleannews.rules.pieces import CASELESS, upper

if TYPE_CHECKING:
    from cleannews.learning import Sample

#: The version of the file format.
FORMAT = 1
#: What follows a label or holds a name is no longer than this (characters).
LONGEST_OPEN = 220
#: With fewer different articles nothing is learnt.
LEAST = 5
WEIGHTS = ("evidence", "always", "never")

_DIGITS = re.compile(r"\d+")
_SLOT = re.compile(r"\{\{|\}\}|\{(n|name|text)\}")
_EDGES = " .:-|>\"'"
_CLOSERS = "\"')»]›”’」』）】 "
_EDGE_CLASS = r" .:\-|>\"'"
#: Folded lines are looked up by this many of their first characters.
_KEY = 160


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that repeats.

    line       as printed, with `{n}` for a number, `{name}` for one to five capitalised words and `{text}` for any text where the
               variants differ (`{{` and `}}` are braces).
    articles   in how many different articles it stands.
    head, middle, tail   in how many of them before the first, between, and after the last long paragraph of their own.
    beside     in how many of them next to another line that repeats.
    times      how often it stands in them altogether.
    about      of a long line: the share of its content words that the story around it has too, on average (story lines: about half).
    weight     "evidence": it goes where repetition and the rest of the evidence suffice; "always" or "never": you have decided.
    """

    id: str
    line: str
    articles: int
    label: Label = Label.BOILERPLATE
    subtype: str | None = None
    head: int = 0
    middle: int = 0
    tail: int = 0
    beside: int = 0
    times: int = 0
    about: float | None = None
    weight: str = "evidence"
    examples: tuple[str, ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the line's slots, in order."""
        return tuple(match[1] for match in _SLOT.finditer(self.line) if match[1])

    @property
    def where(self) -> str:
        """Where it stands, in words."""
        counts = {"head": self.head, "middle": self.middle, "tail": self.tail}
        known = {name: n for name, n in counts.items() if n}
        return ", ".join(f"{name} {n}" for name, n in known.items()) or "no story around it"


@dataclass(frozen=True)
class Pack:
    """What one publisher's articles have in common.

    source    the publisher, if it was told.
    texts     how many texts were read; `articles` how many different articles they (or the sample of them) hold.
    headlines in how many of them the first line that is not repeated has a headline's form.
    sample    the texts themselves, at most `Sample.size`: what `merge` counts again. Not part of the file, nor of equality.
    """

    entries: tuple[Entry, ...] = ()
    articles: int = 0
    texts: int = 0
    source: str | None = None
    headlines: int = 0
    sample: Sample | None = field(default=None, compare=False, repr=False)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:  # cleaners are looked up by their packs: the entries are hashed once
        return hash((self.entries, self.articles, self.texts, self.source, self.headlines))

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in ("entries", "articles", "texts", "source", "headlines", "sample")}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)

    @property
    def opens_with_headlines(self) -> bool:
        """Whether most articles open with a headline, so that the first line of one more is likely to be one."""
        return self.articles >= LEAST and self.headlines >= 0.7 * self.articles

    @property
    def note(self) -> str | None:
        """Why nothing was learnt, if nothing was."""
        if self.articles < LEAST:
            different = "article" if self.articles == 1 else "different articles"
            return f"{self.articles} {different}{f' of {self.source}' if self.source else ''}: a pack needs at least {LEAST}"
        return None if self.entries else "no line repeats"

    def for_cleaning(self) -> Pack:
        """The pack without the texts it was learnt from: small, quick to send to another process."""
        return self if self.sample is None else replace(self, sample=None)

    def decided_as(self, reviewed: Pack) -> Pack:
        """This pack, with what people decided in another one: the weights "always" and "never", label included, also of lines that no longer repeat."""
        decided = {entry.line: entry for entry in reviewed.entries if entry.weight != "evidence"}
        entries = [
            replace(entry, weight=decided[entry.line].weight, label=decided[entry.line].label, subtype=decided[entry.line].subtype)
            if entry.line in decided
            else entry
            for entry in self.entries
        ]
        known = {entry.line for entry in entries}
        return replace(self, entries=(*entries, *(entry for line, entry in decided.items() if line not in known)))

    def merge(self, *others: Pack) -> Pack:
        """The pack of everything that these packs were learnt from: `learn(a + b) == learn(a).merge(learn(b))`, exactly.

        Merging counts again over the packs' samples. Raises ValueError for a pack that has none, because it was read from a file or
        comes from `for_cleaning`: give a cleaner both packs instead, or merge the samples (`cleannews learn --partial`).
        """
        from cleannews.learning import counted, merged

        samples = []
        for pack in (self, *others):
            if pack.sample is None:
                raise ValueError("a pack that was read from a file has no sample to count again; give the cleaner both packs, or merge partial ones")
            samples.append(pack.sample)
        source = self.source if all(pack.source == self.source for pack in others) else None
        return counted(merged(samples), source)

    @cached_property
    def index(self) -> Index:
        """The entries, arranged for looking up lines."""
        return Index(self.entries)

    def dumps(self) -> str:
        """The pack as text (TOML)."""
        lines = [
            "# A cleannews pack: lines that one publisher prints in article after article.",
            '# Delete an entry and it is forgotten. weight = "always": the line always goes; weight = "never": it always stays.',
            f"format = {FORMAT}",
        ]
        if self.source is not None:
            lines.append(f"source = {_quoted(self.source)}")
        lines += [f"texts = {self.texts}", f"articles = {self.articles}"]
        if self.headlines:
            lines.append(f"headlines = {self.headlines}  # articles that open with a headline")
        if self.note:
            lines.append(f"# {self.note}")
        for entry in self.entries:
            lines += ["", "[[line]]", f"id = {_quoted(entry.id)}", f"line = {_quoted(entry.line)}", f"label = {_quoted(_label(entry))}"]
            lines.append(f"articles = {entry.articles}  # of {self.articles}")
            lines.append(f"where = {{ head = {entry.head}, middle = {entry.middle}, tail = {entry.tail}, beside = {entry.beside}, times = {entry.times} }}")
            if entry.about is not None:
                lines.append(f"about = {entry.about:.2f}")
            if entry.weight != "evidence":
                lines.append(f"weight = {_quoted(entry.weight)}")
            if entry.examples:
                lines.append(f"examples = [{', '.join(map(_quoted, entry.examples))}]")
        return "\n".join(lines) + "\n"

    @staticmethod
    def loads(text: str) -> Pack:
        """The pack that a text describes. Raises ValueError saying which entry is wrong, and how."""
        try:
            read = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"not a pack: {error}") from None
        if read.get("format") != FORMAT:
            raise ValueError(f"not a pack of format {FORMAT}: it says format = {read.get('format')!r}")
        tables = read.get("line", [])
        if not isinstance(tables, list):
            raise ValueError("entries are tables, each under [[line]]")
        entries = tuple(_entry(table, number) for number, table in enumerate(tables, 1))
        seen: set[str] = set()
        for entry in entries:
            if entry.id in seen:
                raise ValueError(f"two entries have the id {entry.id!r}")
            seen.add(entry.id)
        source = read.get("source")
        articles, texts, headlines = (_count(read, name, "the pack") for name in ("articles", "texts", "headlines"))
        return Pack(entries, articles, texts, source if isinstance(source, str) else None, headlines)

    def save(self, path: str | Path) -> None:
        """Write the pack to a file."""
        Path(path).write_text(self.dumps(), encoding="utf-8")

    @staticmethod
    def load(path: str | Path) -> Pack:
        """Read a pack from a file. Raises OSError if it can't be read, ValueError naming the file if it is no pack."""
        try:
            return Pack.loads(Path(path).read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None


class Index:
    """Entries by what a line must begin (or end) with to be one of them. Computed from the entries, and from nothing else."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.whole: dict[str, list[tuple[Entry, re.Pattern[str]]]] = {}
        self.opens: dict[str, list[tuple[Entry, re.Pattern[str]]]] = {}
        self.closes: dict[str, list[tuple[Entry, re.Pattern[str]]]] = {}
        #: Whether a line that is too long to be folded by the layout may be an entry.
        self.long = False
        for entry in entries:
            pattern = line_pattern(entry.line)
            if not {"name", "text"} & set(entry.slots):
                folded = fold(filled(entry.line))
                self.long = self.long or len(folded) >= _KEY
                self.whole.setdefault(key(folded), []).append((entry, pattern))
                continue
            words = filled(entry.line).lower().split()
            if not words:
                continue
            if "{" in words[0]:
                self.closes.setdefault(fold(words[-1]), []).append((entry, pattern))
            else:
                self.opens.setdefault(fold(words[0]), []).append((entry, pattern))

    def find(self, form: str, folded: str) -> Entry | None:
        """The entry that a line is, whole lines before open ones.

        form     the line in its matching form.
        folded   the same, folded; "" if it is so long that the layout doesn't.
        """
        if not folded and self.long:
            folded = fold(form[:300])
        at = key(folded)
        if at in self.whole:
            for entry, pattern in self.whole[at]:
                if pattern.fullmatch(form):
                    return entry
        if folded and len(form) <= LONGEST_OPEN:
            if self.opens:
                first = fold(form.split(None, 1)[0])
                if first in self.opens:
                    for entry, pattern in self.opens[first]:
                        if pattern.fullmatch(form):
                            return entry
            if self.closes:
                last = fold(form.rsplit(None, 1)[-1])
                if last in self.closes:
                    for entry, pattern in self.closes[last]:
                        if pattern.fullmatch(form):
                            return entry
        return None


def line_pattern(line: str) -> re.Pattern[str]:
    """An entry's line as a pattern over matching forms: any case, any number of blanks, marks at the edges free."""
    form = matching_form(line).strip(_EDGES)
    out, at = [], 0
    for match in _SLOT.finditer(form):
        out.append(_literal(form[at : match.start()]))
        out.append({"n": r"\d+", "name": f"(?-i:{_name()})", "text": r"\S.{0,200}", None: re.escape(match[0][0])}[match[1]])
        at = match.end()
    out.append(_literal(form[at:]))
    return re.compile(rf"[{_EDGE_CLASS}]*{''.join(out)}[{_EDGE_CLASS}]*", re.IGNORECASE)


def _literal(text: str) -> str:
    return re.sub(r"(?:\\ )+", " +", re.escape(text))


@cache
def _name() -> str:
    """One to five words with a capital, particles between them; in scripts without capitals one to four words."""
    up = upper()
    word = rf"[{up}][\w'.&-]*"
    particle = r"(?:de|da|do|dos|das|del|della|di|du|des|la|le|van|von|vom|zu|zur|den|der|ter|ten|te|bin|ibn|al|el|av|af|y|e|i|und|and|of|the|für|for)"
    return rf"(?:{word}(?: (?:{particle} ){{0,2}}{word}){{0,4}}|[{CASELESS}][\w'-]*(?: [{CASELESS}][\w'-]*){{0,3}})"


def fold(form: str) -> str:
    """The line for comparing: lower case, digits alike, edges and doubled spaces away (as `stages.evidence` folds lines)."""
    return _DIGITS.sub("0", " ".join(form.lower().split())).strip(_EDGES)


def headline_form(form: str) -> bool:
    """Whether a line has a headline's length and no final stop."""
    return 15 <= len(form) <= 110 and form.rstrip(_CLOSERS)[-1:] not in ".。。…:;,،।۔"


def key(folded: str) -> str:
    """What a folded line is looked up by."""
    return folded[:_KEY]


def filled(line: str) -> str:
    """An entry's line in its matching form, with a number in each number slot and its braces plain."""
    return matching_form(_SLOT.sub(lambda match: "0" if match[1] == "n" else match[0][0], line))


def escaped(text: str) -> str:
    """Text as part of an entry's line: braces doubled."""
    return text.replace("{", "{{").replace("}", "}}")


def name_of(line: str, taken: Iterable[str] = ()) -> str:
    """An id for an entry: its first words, and as much of a digest as tells it from the others."""
    digest = hashlib.md5(fold(line).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
    words = re.findall(r"[^\W_]+", _SLOT.sub(" ", line).lower())
    slug = "-".join(words[:4])[:40].strip("-")
    for size in range(4, 33, 4):
        found = f"{slug}-{digest[:size]}" if slug else digest[: max(size, 8)]
        if found not in taken:
            break
    return found


def _label(entry: Entry) -> str:
    return f"{entry.label.value}.{entry.subtype}" if entry.subtype else entry.label.value


def _quoted(text: str) -> str:
    """A TOML basic string: that of JSON, but lone surrogates (which neither TOML nor UTF-8 can hold) are replaced."""
    return json.dumps(text.encode("utf-8", "replace").decode("utf-8"), ensure_ascii=False).replace("\x7f", "\\u007f")


def _count(table: Mapping[str, Any], name: str, what: str) -> int:
    value = table.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{what}: {name} is a count, not {value!r}")
    return value


def _entry(table: Any, number: int) -> Entry:
    what = f"entry {number}"
    if not isinstance(table, dict):
        raise ValueError(f"{what} is no table")
    line = table.get("line")
    if not isinstance(line, str) or not line.strip():
        raise ValueError(f"{what} has no line")
    if line.count("{text}") > 1 or line.count("{name}") > 4:
        raise ValueError(f"{what}: a line has room for one {{text}} and four {{name}}")
    what = f"entry {number} ({line[:40]!r})"
    label, _, subtype = str(table.get("label", "boilerplate")).partition(".")
    if label not in {known.value for known in Label}:
        raise ValueError(f"{what}: unknown label {label!r}; there are: {', '.join(known.value for known in Label)}")
    weight = table.get("weight", "evidence")
    if weight not in WEIGHTS:
        raise ValueError(f"{what}: weight is one of {', '.join(WEIGHTS)}, not {weight!r}")
    where = table.get("where", {})
    if not isinstance(where, dict):
        raise ValueError(f"{what}: where is a table of counts")
    examples = table.get("examples", [])
    if not isinstance(examples, list) or not all(isinstance(example, str) for example in examples):
        raise ValueError(f"{what}: examples is a list of strings")
    about = table.get("about")
    if about is not None and (isinstance(about, bool) or not isinstance(about, (int, float)) or not 0 <= about <= 1):
        raise ValueError(f"{what}: about is a share between 0 and 1, not {about!r}")
    head, middle, tail, beside, times = (_count(where, name, what) for name in ("head", "middle", "tail", "beside", "times"))
    return Entry(
        str(table.get("id") or name_of(line)), line, _count(table, "articles", what), Label(label), subtype or None, head, middle, tail, beside, times,
        None if about is None else float(about), str(weight), tuple(examples),
    )  # fmt: skip
