"""`cleannews run`: files of any size in, one cleaned file per part out, by one process or several, continued where it was stopped.

What is read and written, and how, stands in `files`. Exit codes: 0 done; 1 an input could not be read or the output not be written; 2 wrong
usage; 130 interrupted. Records that can't be used are no failure: they go to rejects.jsonl and are counted.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import click

from cleannews import __version__
from cleannews.batch import COLUMNS, checked_columns, needs
from cleannews.cleaner import PROFILES, Cleaner
from cleannews.cli import Names
from cleannews.files.inputs import FORMATS, Input, Misuse, Part, find_inputs, parts_of
from cleannews.files.records import Damaged, Unreadable, Wanted, read_part
from cleannews.files.samples import draw
from cleannews.files.state import FORMAT, Folder
from cleannews.files.work import Counts, Done, Job, Slow, slowest
from cleannews.files.workers import over_parts
from cleannews.files.writers import ENDINGS, Unwritable
from cleannews.filter import load_orjson
from cleannews.learning import Sample, counted
from cleannews.pack import LEAST, Pack
from cleannews.publishers import Publishers

EPILOG = """\b
Examples:
  cleannews run crawl.jsonl -o clean                 one folder, one part per 64 MB
  cleannews run 'crawl/*/*.warc.gz' -o clean -j 8 --to parquet
  cleannews run crawl.jsonl -o clean --resume        only what is missing
  cleannews run crawl -o clean --learn --by host     learn each publisher first, then clean
  zcat old/*.gz | cleannews run - -o clean           a stream, one part

Exit codes: 0 done, 1 an input could not be read or the output not be written, 2 wrong usage, 130 interrupted."""

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}


class Size(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4 only
    """A number of bytes: 500k, 64MB, 2G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        if isinstance(value, int):
            return value
        text = value.strip().lower().removesuffix("b").removesuffix("i")
        unit = text[-1:] if text[-1:] in _UNITS else ""
        try:
            size = int(float(text.removesuffix(unit)) * _UNITS[unit])
        except ValueError:
            size = 0
        if size < 1:
            self.fail(f"{value!r} is no size; write 500k, 64MB or 2G", param, ctx)
        return size


@dataclass(frozen=True)
class Work:
    """What a command line asks for."""

    inputs: tuple[str, ...]
    output: str
    kind: str | None
    form: str
    wanted: Wanted
    columns: tuple[str, ...]
    cleaner: Cleaner
    jobs: int
    part_size: int
    resume: bool
    progress: bool | None
    learn: bool = False
    packs: str | None = None


def _flat(groups: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(name for group in groups for name in group)


def _comma() -> Names:
    return Names("name", lambda: ())


@click.command(
    "run",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=EPILOG,
    help="Clean files of any size. INPUT is a file, a folder, a quoted pattern or - for standard input: JSON Lines, CSV and TSV (plain, .gz, .zst), Parquet, WARC. "
    "OUT is a folder; each part of the input becomes one file in it, there only when whole, with manifest.json and rejects.jsonl beside.",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path())
@click.option("-o", "--output", required=True, metavar="OUT", type=click.Path(), help="The folder to write into.")
@click.option("--from", "kind", type=click.Choice(sorted(set(FORMATS.values()))), help="What is in the files (default: by their names; standard input: jsonl).")
@click.option("--to", "form", type=click.Choice(list(ENDINGS)), default="jsonl", show_default=True, help="What to write.")
@click.option("--field", default="text", show_default=True, metavar="NAME", help="The column with the text.")
@click.option("--title", metavar="NAME", help="The column with the headline, if it is known.")
@click.option("--url", metavar="NAME", help="The column with the page's address, if it is known.")
@click.option("--html", is_flag=True, help="The texts are pages (WARC: they always are).")
@click.option(
    "--columns",
    multiple=True,
    type=_comma(),
    metavar="NAME,…",
    help=f"What to add to each record (default: {','.join(COLUMNS)}; also rules_version, segments).",
)
@click.option("--keep-text", is_flag=True, help="Hand on the raw text, too.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Worker processes.")
@click.option("--resume", is_flag=True, help="Do only what is missing in OUT.")
@click.option("--part-size", type=Size(), default="64MB", show_default=True, help="Files that can be read from the middle are cut into parts of this size.")
@click.option("--longest", type=Size(), default="8MB", show_default=True, help="Longer records are rejected.")
@click.option("--keep", multiple=True, type=_comma(), metavar="LABEL,…", help="Leave these labels in the body, too.")
@click.option("--lang", multiple=True, type=_comma(), metavar="CODE,…", help="Languages whose words apply (default: all).")
@click.option("--profile", type=click.Choice(list(PROFILES)), default="balanced", show_default=True, help="How much evidence a removal needs.")
@click.option("--disable", multiple=True, type=_comma(), metavar="RULE,…", help="Rules that shall not decide.")
@click.option("--learn", is_flag=True, help="Read everything twice: first learn what each publisher prints in article after article, then clean with it.")
@click.option("--packs", metavar="PACKS", type=click.Path(), help="Clean with what `cleannews learn` wrote: a pack, or with --by a folder of packs.")
@click.option("--by", metavar="NAME", help='The column that names the publisher, or "host": the host of the address in --url (default: all are one publisher).')
@click.option("--progress/--no-progress", default=None, help="A bar on stderr (default: on a terminal, if tqdm is there).")
def command(
    inputs: tuple[str, ...], output: str, kind: str | None, form: str, field: str, title: str | None, url: str | None, html: bool, columns: tuple[tuple[str, ...], ...],
    keep_text: bool, jobs: int, resume: bool, part_size: int, longest: int, keep: tuple[tuple[str, ...], ...], lang: tuple[tuple[str, ...], ...], profile: str,
    disable: tuple[tuple[str, ...], ...], learn: bool, packs: str | None, by: str | None, progress: bool | None,
) -> Work:  # fmt: skip
    """What the options ask for, checked. The help text is `help` above."""
    if learn and packs:
        raise click.UsageError("--learn and --packs: packs are either learnt or given")
    if by and not (learn or packs):
        raise click.UsageError("--by goes with --learn or --packs")
    try:
        cleaner = Cleaner(languages=_flat(lang) or None, profile=profile, keep=frozenset(_flat(keep)), disable=frozenset(_flat(disable)))  # type: ignore[arg-type]
        asked = checked_columns(_flat(columns) or COLUMNS)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return Work(
        inputs,
        output,
        kind,
        form,
        Wanted(field, title, url or ("url" if by == "host" else None), html, keep_text, longest, by),
        asked,
        cleaner,
        jobs,
        part_size,
        resume,
        progress,
        learn,
        packs,
    )


def main(arguments: Sequence[str]) -> int:
    """Parse a command line and do what it says. Returns the exit code."""
    try:
        work = command.main(args=list(arguments), prog_name="cleannews run", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    if not isinstance(work, Work):
        return int(work or 0)
    try:
        with _terminable():
            load_orjson()
            return run(work)
    except Misuse as misuse:
        _say(str(misuse))
        return 2
    except Unwritable as problem:
        _say(f"{work.output}: cannot write: {problem}")
        return 1


@contextmanager
def _terminable() -> Iterator[None]:
    """A polite request to end (SIGTERM) is an interrupt."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _say(message: str) -> None:
    print(f"cleannews run: {message}", file=sys.stderr, flush=True)


# --- the run -----------------------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """How far the run is, and how it went."""

    counts: Counts = field(default_factory=Counts)
    slow: list[Slow] = field(default_factory=list)
    failed: list[tuple[Part, str]] = field(default_factory=list)
    damaged: list[tuple[str, str]] = field(default_factory=list)
    finished: int = 0
    bytes: int = 0
    documents: int = 0
    stopped: str | None = None
    begun: float = field(default_factory=time.monotonic)


def run(work: Work) -> int:
    """Do the work. Returns the exit code. Raises Misuse if it can't begin, Unwritable if the folder can't be written to at all."""
    inputs = find_inputs(work.inputs, work.kind, work.output)
    _check_modules(work, inputs)
    _check_field(inputs, work.wanted)
    folder = Folder(work.output, work.form)
    with folder.locked():
        from cleannews.files.layout import decoded_layout, encoded_layout, layout_of

        layout = layout_of(inputs, work.wanted, work.columns) if work.form == "parquet" else None
        asked = {
            "format": FORMAT,
            "cleannews": __version__,
            "rules_version": work.cleaner.rules_version,
            "options": _options(work),
            "layout": encoded_layout(layout) if layout else None,
        }
        begun = folder.begin(asked, work.resume)
        if layout is not None:
            # The columns are those of the first run, whatever inputs have come since.
            layout = decoded_layout(begun["layout"])
        publishers = _publishers(work, inputs, folder)
        version = publishers.version if publishers else work.cleaner.rules_version
        parts = [part for source in inputs for part in parts_of(source, work.part_size)]
        folder.forget_others(parts)
        missing = [part for part in parts if folder.finished(part) is None]
        about = {"version": __version__, "rules_version": version}
        job = Job(work.output, work.form, work.wanted, work.columns, work.cleaner, layout, about, publishers)
        tally = Tally()
        code = _do(missing, job, work, tally)
        complete = code != 130 and not tally.stopped and not tally.failed
        marks = folder.marks()
        whole = Counts()
        for mark in marks:
            whole.add(Counts.from_dict(mark))
        if not tally.stopped:
            folder.gather_rejects(marks)
            folder.write_manifest(_manifest(begun, marks, whole, parts, tally, complete, publishers))
        print(_summary(work, parts, missing, marks, tally, whole, code), file=sys.stderr, flush=True)
    return code


def _publishers(work: Work, inputs: Sequence[Input], folder: Folder) -> Publishers | None:
    """Who cleans whose records, if there are packs to clean with: given ones, those learnt when this folder was begun, or learnt now."""
    if work.packs:
        return _given(work)
    if not work.learn:
        return None
    packs = folder.packs()
    if packs is None:
        if any(source.path == "-" for source in inputs):
            raise Misuse("--learn reads the input twice, and standard input can be read once; put it into a file")
        drawn: dict[str, Sample] = {}
        nameless = 0
        for source in inputs:
            nameless += draw(source, work.wanted, drawn).nameless
        learnt = {source: counted(drawn.pop(source), source) for source in sorted(drawn)}
        packs = {source: pack for source, pack in learnt.items() if pack.articles >= LEAST}
        folder.keep_packs(packs)
        few = f"; {len(learnt) - len(packs):,} with fewer than {LEAST} different articles have none" if len(packs) < len(learnt) else ""
        some = f"; {nameless:,} records name none" if nameless else ""
        _say(f"learnt {len(packs):,} {'publisher' if len(packs) == 1 else 'publishers'}, {sum(map(len, packs.values())):,} lines that repeat{few}{some}")
    return Publishers(work.cleaner, packs)


def _given(work: Work) -> Publishers:
    """The packs of --packs. Raises Misuse for what is none."""
    path = work.packs or ""
    try:
        if not os.path.isdir(path):
            if work.wanted.by:
                raise Misuse(f"{path}: with --by, the packs are a folder that `cleannews learn --by` wrote")
            return Publishers(work.cleaner, {"": Pack.load(path)})
        if not work.wanted.by:
            raise Misuse(f"{path}: a folder of packs goes with --by, which says whose records are whose")
        return Publishers.load(path, work.cleaner)
    except OSError as error:
        raise Misuse(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise Misuse(str(error)) from error


def _told(publishers: Publishers) -> dict[str, Any]:
    return {
        "version": publishers.version,
        "publishers": {source: {"articles": pack.articles, "lines": len(pack)} for source, pack in publishers.packs.items()},
    }


def _options(work: Work) -> dict[str, Any]:
    cleaner = work.cleaner
    return {
        "from": work.kind,
        "to": work.form,
        "field": work.wanted.field,
        "title": work.wanted.title,
        "url": work.wanted.url,
        "html": work.wanted.html,
        "columns": list(work.columns),
        "keep_text": work.wanted.keep_text,
        "part_size": work.part_size,
        "longest": work.wanted.longest,
        "languages": list(cleaner.languages) if cleaner.languages else None,
        "profile": cleaner.profile,
        "keep": sorted(label.value for label in cleaner.keep),
        "disable": sorted(cleaner.disable),
        "learn": work.learn,
        "packs": _given(work).version if work.packs else None,
        "by": work.wanted.by,
    }


def _check_modules(work: Work, inputs: Sequence[Input]) -> None:
    """Raise Misuse, saying what to install, if a library that the files need is not there."""
    try:
        if work.form == "parquet" or any(source.format == "parquet" for source in inputs):
            needs("pyarrow.parquet", "arrow", "Parquet files")
        if any(source.format == "warc" for source in inputs):
            needs("fastwarc.warc", "warc", "WARC files")
        if work.form == "jsonl.zst" or any(source.compression == "zst" for source in inputs):
            needs("zstandard", "zstd", "Zstandard files")
        if work.progress:
            needs("tqdm", "progress", "progress bars")
    except ModuleNotFoundError as error:
        raise Misuse(str(error)) from error


def _check_field(inputs: Sequence[Input], wanted: Wanted) -> None:
    """Raise Misuse if the first file has no text where it should: better now than after a night."""
    first = next((source for source in inputs if source.path != "-" and source.format != "warc"), None)
    if first is None:
        return
    try:
        batch = next(read_part(Part(first.name, first), wanted), None)
    except (Unreadable, Damaged) as problem:
        if str(problem).startswith("no column"):
            raise Misuse(f"{first.path}: {problem}; name the column with --field") from None
        return
    if batch is None or batch.texts or not batch.rejects or any(reject.kind != f"no field {wanted.field!r}" for reject in batch.rejects):
        return
    import json

    there = list(json.loads(batch.rejects[0].record or "{}"))
    raise Misuse(
        f"{first.path}: no field {wanted.field!r} in its first {len(batch.rejects)} records; there are: {', '.join(there[:12])}; name the right one with --field"
    )


def _do(missing: Sequence[Part], job: Job, work: Work, tally: Tally) -> int:
    """Do the parts. Returns the exit code."""
    try:
        with _bar(missing, work.progress) as moved:

            def tell(documents: int, size: int) -> None:
                tally.documents += documents
                tally.bytes += size
                moved(size, tally.documents)

            for part, outcome in over_parts(missing, job, work.jobs, tell):
                if isinstance(outcome, Done):
                    tally.finished += 1
                    tally.counts.add(outcome.counts)
                    tally.slow = slowest([*tally.slow, *outcome.slow])
                    if outcome.mark["damaged"]:
                        tally.damaged.append((part.input.path, outcome.mark["damaged"]))
                elif isinstance(outcome, Unwritable):
                    tally.stopped = str(outcome)
                    break
                else:
                    tally.failed.append((part, str(outcome)))
    except KeyboardInterrupt:
        return 130
    return 1 if tally.stopped or tally.failed or tally.damaged else 0


@contextmanager
def _bar(parts: Sequence[Part], wanted: bool | None) -> Iterator[Any]:
    """A function to tell (bytes read, documents in all); draws a bar on stderr if that is wanted, or by default if a person looks on."""
    if wanted is None:
        from importlib.util import find_spec

        wanted = sys.stderr is not None and sys.stderr.isatty() and find_spec("tqdm") is not None
    if not wanted:
        yield lambda size, documents: None
        return
    from tqdm import tqdm

    sized = all(part.input.path != "-" for part in parts)
    with tqdm(total=sum(part.size for part in parts) if sized else None, unit="B", unit_scale=True, file=sys.stderr, dynamic_ncols=True) as bar:

        def moved(size: int, documents: int) -> None:
            bar.set_postfix_str(f"{documents:,} documents", refresh=False)
            bar.update(size)

        yield moved


# --- what is said of it ------------------------------------------------------------------------------------------------------


def _manifest(
    begun: dict[str, Any], marks: Sequence[dict[str, Any]], whole: Counts, parts: Sequence[Part], tally: Tally, complete: bool, publishers: Publishers | None
) -> dict[str, Any]:
    """What the folder holds and how it came about: no times, no number of processes, so that it is the same however often the run was interrupted."""
    inputs: dict[str, dict[str, Any]] = {}
    for mark in marks:
        entry = inputs.setdefault(mark["input"]["name"], {"file": mark["input"]["file"], "size": mark["input"]["size"], "parts": 0, "documents": 0})
        entry["parts"] += 1
        entry["documents"] += mark["documents"]
    done = {mark["part"] for mark in marks}
    return {
        "format": begun["format"],
        "status": "complete" if complete else "incomplete",
        "cleannews": begun["cleannews"],
        "rules_version": begun["rules_version"],
        **({"packs": _told(publishers)} if publishers else {}),
        "libraries": _versions(),
        "options": begun["options"],
        "inputs": inputs,
        "counts": whole.to_dict(),
        "parts": [
            {"part": mark["part"], "range": mark["range"], "documents": mark["documents"], "bytes": mark["bytes"], "damaged": mark["damaged"]} for mark in marks
        ],
        "missing": sorted(part.name for part in parts if part.name not in done),
        "failed": {part.name: reason for part, reason in sorted(tally.failed, key=lambda failed: failed[0].name)},
    }


def _versions() -> dict[str, str]:
    """The versions of Python and of the libraries that read, clean and write."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    found = {"python": platform.python_version()}
    for name in ("beautifulsoup4", "charset-normalizer", "fastwarc", "lxml", "orjson", "pyarrow", "rapidfuzz", "trafilatura", "zstandard"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _summary(work: Work, parts: Sequence[Part], missing: Sequence[Part], marks: Sequence[dict[str, Any]], tally: Tally, whole: Counts, code: int) -> str:
    """What people want to know at the end."""
    seconds = max(time.monotonic() - tally.begun, 1e-9)
    lines = [
        f"{tally.documents:,} documents, {_bytes(tally.bytes)} in {_duration(seconds)}"
        f" ({tally.documents / seconds:,.0f} documents/s, {_bytes(tally.bytes / seconds)}/s); {tally.finished:,} of {len(missing):,} parts"
        + (f", {len(parts) - len(missing):,} were done before" if len(parts) > len(missing) else "")
    ]
    counts = tally.counts
    if counts.characters:
        gone = sum(characters for _, characters in counts.removed.values())
        lines.append(f"removed  {gone / counts.characters:.1%} of {counts.characters:,} characters")
        lines += _table("by label", counts.removed)
        lines += _table("by rule", counts.rules)
        lines.append("slowest")
        lines += [f"  {slow.seconds * 1000:9,.1f} ms  {slow.characters:>11,} characters  {slow.where}" for slow in tally.slow]
    if counts.errors:
        lines.append(f"errors   {counts.errors:,} documents could not be cleaned; the column `error` says why")
    if counts.skipped:
        lines.append("skipped  " + _listed(counts.skipped))
    if counts.rejects:
        lines.append(f"rejected {_listed(counts.rejects)}; they are in {os.path.join(work.output, 'rejects.jsonl')}")
    lines += [f"damaged  {path}: {reason}; what could be read before is in the output" for path, reason in tally.damaged]
    lines += [f"failed   {part.input.path}{'' if part.name == part.input.name else f' (part {part.name})'}: {reason}" for part, reason in tally.failed]
    if tally.stopped:
        lines.append(f"stopped  cannot write: {tally.stopped}; finished parts are kept, --resume does the rest")
    elif code == 130:
        lines.append("interrupted; finished parts are kept, --resume does the rest")
    elif tally.failed:
        lines.append("finished parts are kept, --resume tries the failed ones again")
    return "\n".join(lines)


def _table(title: str, rows: dict[str, list[int]], most: int = 15) -> list[str]:
    if not rows:
        return []
    shown = sorted(rows.items(), key=lambda row: (-row[1][1], row[0]))
    lines = [f"  {title:28} {'segments':>11} {'characters':>14}"]
    lines += [f"    {name:26} {segments:>11,} {characters:>14,}" for name, (segments, characters) in shown[:most]]
    if len(shown) > most:
        rest = [sum(counts[k] for _, counts in shown[most:]) for k in (0, 1)]
        lines.append(f"    {f'{len(shown) - most} more':26} {rest[0]:>11,} {rest[1]:>14,}")
    return lines


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{n:,} {what}" for what, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8])


def _bytes(size: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
