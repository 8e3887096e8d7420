"""One part, from input to output: read, clean, write, count. What a worker process does, again and again."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleannews.article import Article
from cleannews.batch import Failure, Filler, row_cleaner
from cleannews.cleaner import Cleaner
from cleannews.files.inputs import Part
from cleannews.files.layout import Layout
from cleannews.files.records import PLACES, Batch, Damaged, Wanted, read_part
from cleannews.files.state import Folder, reject_line
from cleannews.files.writers import writer
from cleannews.publishers import Publishers

#: So many of the slowest documents are remembered.
SLOWEST = 5


@dataclass(frozen=True)
class Job:
    """What shall become of every record. Picklable, so that worker processes can be told.

    about        what the output says of its origin.
    publishers   if each publisher has a pack: who cleans whose records.
    """

    folder: str
    form: str
    wanted: Wanted
    columns: tuple[str, ...]
    cleaner: Cleaner
    layout: Layout | None = None
    about: dict[str, str] = field(default_factory=dict)
    publishers: Publishers | None = None


class Slow(NamedTuple):
    """A document that took long."""

    seconds: float
    characters: int
    where: str


@dataclass
class Counts:
    """What was done to a part, or to several."""

    documents: int = 0
    missing: int = 0
    errors: int = 0
    lines: int = 0
    characters: int = 0
    body: int = 0
    removed: dict[str, list[int]] = field(default_factory=dict)
    rules: dict[str, list[int]] = field(default_factory=dict)
    rejects: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)

    def take(self, article: Article) -> None:
        """Count an article: what was kept, and by label and by rule what was removed (segments, characters)."""
        self.characters += len(article.raw)
        keep = article.keep
        for piece in article.pieces:
            size = piece.end - piece.start
            if piece.label in keep:
                self.body += size
                continue
            for table, name in ((self.removed, piece.label.value), (self.rules, piece.rule or "other")):
                entry = table.get(name)
                if entry is None:
                    entry = table[name] = [0, 0]
                entry[0] += 1
                entry[1] += size

    def add(self, other: Counts) -> None:
        """Add what was counted elsewhere."""
        for name in ("documents", "missing", "errors", "lines", "characters", "body"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for mine, theirs in ((self.removed, other.removed), (self.rules, other.rules)):
            for name, (segments, characters) in theirs.items():
                entry = mine.setdefault(name, [0, 0])
                entry[0] += segments
                entry[1] += characters
        for known, more in ((self.rejects, other.rejects), (self.skipped, other.skipped)):
            for name, n in more.items():
                known[name] = known.get(name, 0) + n

    def to_dict(self) -> dict[str, Any]:
        """The counts as JSON-ready values, tables in order of their names."""
        return {name: dict(sorted(value.items())) if isinstance(value, dict) else value for name, value in vars(self).items()}

    @staticmethod
    def from_dict(values: dict[str, Any]) -> Counts:
        """The counts in a mark or a manifest."""
        return Counts(**{name: values[name] for name in Counts.__dataclass_fields__})


class Done(NamedTuple):
    """A part is finished: its mark, its counts, its slowest documents."""

    mark: dict[str, Any]
    counts: Counts
    slow: list[Slow]


_WARM = (
    "The port\n\nBy Jane Roe\n\nCranes over the port on Friday. Jane Roe/Reuters\n\nLONDON (Reuters) - Talks go on, the union said.\n\nREAD MORE: Five bridges"
)


def warm_up(job: Job) -> None:
    """Clean a little text, so that no document is blamed for what is compiled on first use."""
    Filler(job.columns, job.cleaner).add(row_cleaner(False, job.cleaner)(_WARM, None, None))


def do_part(part: Part, job: Job, tell: Callable[[int, int], None]) -> Done:
    """Read, clean and write a part; its output appears when it is whole.

    tell    is called after each batch: documents done, bytes read of the file.

    Raises Unreadable if the input can't be read, Unwritable if the output can't be written; then nothing of the part remains.
    """
    folder = Folder(job.folder, job.form)
    one = records_cleaner(job)
    filler = Filler(job.columns, job.cleaner, job.about.get("rules_version", ""))
    counts = Counts()
    slow: list[Slow] = []
    rejects: list[bytes] = []
    damaged: str | None = None
    read = 0
    with writer(folder.temporary(part), job.form, job.layout, job.columns, job.about) as out:
        batches = read_part(part, job.wanted)
        while True:
            try:
                batch = next(batches, None)
            except Damaged as damage:
                damaged = str(damage)
                break
            if batch is None:
                break
            _clean(batch, one, filler, counts, slow, part)
            out.write(batch.carried, filler.columns)
            filler.clear()
            rejects += [reject_line(part, reject) for reject in batch.rejects]
            now = max(read, min(batch.read, part.size) if part.size else batch.read)
            tell(len(batch.texts), now - read)
            read = now
        size = out.finish(folder.output(part))
    if rejects:
        folder.replace(folder.rejects(part), b"".join(rejects))
    else:
        folder.rejects(part).unlink(missing_ok=True)
    tell(0, max(0, part.size - read))
    return Done(folder.finish(part, {**counts.to_dict(), "damaged": damaged}, size), counts, slow)


def records_cleaner(job: Job) -> Callable[[Batch, int], Article | Failure | None]:
    """A function from a batch and a number to what became of that record: text or page, each with its publisher's pack."""
    known: dict[tuple[bool, str], Callable[[Any, Any, Any], Article | Failure | None]] = {}

    def one(batch: Batch, i: int) -> Article | Failure | None:
        source = batch.publisher(i, job.wanted.by) if job.publishers else ""
        clean = known.get((batch.html, source))
        if clean is None:
            clean = known[batch.html, source] = row_cleaner(batch.html, job.publishers.cleaner_of(source) if job.publishers else job.cleaner)
        return clean(batch.texts[i], batch.titles[i], batch.urls[i])

    return one


def _clean(batch: Batch, one: Callable[[Batch, int], Article | Failure | None], filler: Filler, counts: Counts, slow: list[Slow], part: Part) -> None:
    """Clean the texts of a batch into the filler's columns."""
    clock = time.perf_counter
    for i, text in enumerate(batch.texts):
        begun = clock()
        article = one(batch, i)
        filler.add(article)
        seconds = clock() - begun
        if isinstance(article, Article):
            counts.take(article)
        elif article is None:
            counts.missing += 1
        else:
            counts.errors += 1
        if len(slow) < SLOWEST or seconds > slow[0].seconds:
            place, number = PLACES[part.input.format][0], batch.positions[i][0]
            (heapq.heappush if len(slow) < SLOWEST else heapq.heapreplace)(slow, Slow(seconds, len(text or ""), f"{part.name}, {place} {number:,}"))
    counts.documents += len(batch.texts)
    counts.lines += batch.lines
    for reject in batch.rejects:
        counts.rejects[reject.kind] = counts.rejects.get(reject.kind, 0) + 1
    for what, n in batch.skipped.items():
        counts.skipped[what] = counts.skipped.get(what, 0) + n


def slowest(found: Sequence[Slow]) -> list[Slow]:
    """The slowest of them, slowest first."""
    return sorted(found, key=lambda slow: -slow.seconds)[:SLOWEST]
