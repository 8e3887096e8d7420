"""`cleannews learn`: articles in, packs out.

Exit codes: 0 done; 1 an input could not be read or the output not be written, or there was too little to learn from; 2 wrong usage.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from cleannews.files.inputs import FORMATS, Input, Misuse, find_inputs
from cleannews.files.records import Wanted
from cleannews.files.samples import draw
from cleannews.learning import SAMPLE, Sample, counted, merged
from cleannews.pack import LEAST, Pack
from cleannews.publishers import file_name

EPILOG = """\b
Examples:
  cleannews learn articles/*.txt -o gazette.pack          one publisher
  cleannews learn crawl.jsonl -o packs --by host          one pack per host, in a folder
  cleannews learn day1.jsonl -o day1.part --partial       to be merged:
  cleannews learn day1.part day2.part -o gazette.pack
  cleannews --pack gazette.pack < raw.txt

Exit codes: 0 done, 1 an input could not be read or there was too little to learn from, 2 wrong usage."""

#: The first line of a partial result.
_MARK = "cleannews-samples 1"


@dataclass(frozen=True)
class Work:
    """What a command line asks for."""

    inputs: tuple[str, ...]
    output: str
    by: str | None
    field: str
    url: str
    kind: str | None
    source: str | None
    sample: int
    html: bool
    partial: bool


@click.command(
    "learn",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=EPILOG,
    help="Learn what publishers print in article after article. INPUT is a file, a folder or a quoted pattern: text (.txt, one article each), JSON Lines, CSV and TSV "
    "(plain, .gz, .zst), Parquet, WARC, - for JSON Lines on standard input, or what --partial wrote. OUT is a pack: a text file to read, edit and commit; "
    "with --by a folder of packs. If it is there already, what people decided in it (weight) is kept.",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path())
@click.option("-o", "--output", required=True, metavar="OUT", type=click.Path(), help="The pack, or with --by the folder of packs.")
@click.option("--by", metavar="NAME", help='The column that names the publisher, or "host": the host of the address in --url.')
@click.option("--field", default="text", show_default=True, metavar="NAME", help="The column with the text.")
@click.option("--url", default="url", show_default=True, metavar="NAME", help="The column with the page's address, for --by host.")
@click.option("--from", "kind", type=click.Choice(sorted(set(FORMATS.values()))), help="What is in the files (default: by their names; standard input: jsonl).")
@click.option("--source", metavar="TEXT", help="The publisher's name, to be written into the pack.")
@click.option("--sample", type=click.IntRange(LEAST), default=SAMPLE, show_default=True, metavar="N", help="Count at most so many texts of a publisher.")
@click.option("--html", is_flag=True, help="The texts are pages (WARC: they always are).")
@click.option("--partial", is_flag=True, help="Write what is needed to go on counting elsewhere, not a pack.")
def command(
    inputs: tuple[str, ...], output: str, by: str | None, field: str, url: str, kind: str | None, source: str | None, sample: int, html: bool, partial: bool
) -> Work:  # fmt: skip
    """What the options ask for, checked. The help text is `help` above."""
    if by and source:
        raise click.UsageError("--source names one publisher, --by tells several apart")
    return Work(inputs, output, by, field, url, kind, source, sample, html, partial)


def main(arguments: Sequence[str]) -> int:
    """Parse a command line and do what it says. Returns the exit code."""
    try:
        work = command.main(args=list(arguments), prog_name="cleannews learn", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    if not isinstance(work, Work):
        return int(work or 0)
    try:
        return run(work)
    except Misuse as misuse:
        _say(str(misuse))
        return 2
    except OSError as error:
        _say(f"{error.filename or work.output}: {(error.strerror or str(error)).lower()}")
        return 1


def run(work: Work) -> int:
    """Read, count, write. Returns the exit code. Raises Misuse, or OSError if the output can't be written."""
    drawn: dict[str, Sample] = {}
    troubles = 0
    for name in _expanded(work.inputs):
        try:
            if name != "-" and name.endswith(".txt"):
                _sample(drawn, work.source or "", work.sample).add(Path(name).read_bytes())
            elif name != "-" and _is_partial(name):
                _take_partial(Path(name), drawn, work)
            else:
                for source in find_inputs([name], work.kind):
                    troubles += _take_records(source, drawn, work)
        except OSError as error:
            _say(f"{name}: {(error.strerror or str(error)).lower()}")
            troubles += 1
    code = 1 if troubles else 0
    if work.partial:
        _write(Path(work.output), _partial(drawn))
        _say(f"{_texts(sum(sample.read for sample in drawn.values()))} of {_sources(len(drawn))} → {work.output}")
        return code
    if work.by:
        return max(code, _write_packs(work, drawn))
    samples = list(drawn.values()) or [Sample(work.sample)]
    names = set(drawn) - {""}
    pack = counted(merged(samples), work.source or (names.pop() if len(names) == 1 else None))
    _say(_told(pack))
    if pack.articles < LEAST:
        return 1
    _write(Path(work.output), _with_decisions(Path(work.output), pack).dumps())
    return code


def _write_packs(work: Work, drawn: dict[str, Sample]) -> int:
    folder = Path(work.output)
    folder.mkdir(parents=True, exist_ok=True)
    written = entries = 0
    few: list[tuple[str, int]] = []
    for source in sorted(drawn):
        pack = counted(drawn.pop(source), source)
        if pack.articles < LEAST:
            few.append((source, pack.articles))
            continue
        path = folder / f"{file_name(source)}.pack"
        _write(path, _with_decisions(path, pack).dumps())
        written += 1
        entries += len(pack)
    _say(f"{_sources(written)}: {entries} {'entry' if entries == 1 else 'entries'} → {folder}")
    if few:
        some = ", ".join(f"{source or 'without a name'} ({n})" for source, n in few[:5]) + (", …" if len(few) > 5 else "")
        _say(f"{_sources(len(few))} with fewer than {LEAST} different articles: no pack: {some}")
    return 0 if written else 1


def _expanded(names: Sequence[str]) -> Iterator[str]:
    """The names, folders of text files replaced by those files."""
    for name in names:
        if os.path.isdir(name):
            texts = sorted(str(path) for path in Path(name).rglob("*.txt") if not any(part.startswith(".") for part in path.relative_to(name).parts))
            if texts:
                yield from texts
                continue
        yield name


def _sample(drawn: dict[str, Sample], source: str, size: int) -> Sample:
    if source not in drawn:
        drawn[source] = Sample(size)
    return drawn[source]


def _take_records(source: Input, drawn: dict[str, Sample], work: Work) -> int:
    """Read a file of records; returns 1 if it could not be read to its end."""
    wanted = Wanted(field=work.field, url=work.url, html=work.html, by=work.by)
    read = draw(source, wanted, drawn, work.sample, work.source or "")
    if read.problem:
        _say(f"{source.path}: {read.problem}")
    if read.rejects:
        _say(f"{source.path}: {read.rejects} {'record' if read.rejects == 1 else 'records'} without a usable {work.field!r} left out")
    if read.nameless:
        column = work.url if work.by == "host" else work.by
        _say(f"{source.path}: {read.nameless} {'record names' if read.nameless == 1 else 'records name'} no publisher in {column!r}: left out")
    return 1 if read.problem else 0


def _is_partial(name: str) -> bool:
    try:
        with open(name, "rb") as file:
            return file.read(len(_MARK)) == _MARK.encode()
    except OSError:
        return False


def _partial(drawn: dict[str, Sample]) -> str:
    lines = [_MARK, *(json.dumps({"source": source, "sample": base64.b64encode(drawn[source].to_bytes()).decode()}) for source in sorted(drawn))]
    return "\n".join(lines) + "\n"


def _take_partial(path: Path, drawn: dict[str, Sample], work: Work) -> None:
    with path.open(encoding="utf-8") as file:
        next(file)
        for number, line in enumerate(file, 2):
            try:
                found = json.loads(line)
                source, sample = str(found["source"]), Sample.from_bytes(base64.b64decode(found["sample"], validate=True))
            except (ValueError, KeyError, TypeError) as error:
                raise Misuse(f"{path}, line {number}: no partial result: {error}") from None
            source = source if work.by else (work.source or source)
            drawn[source] = merged([drawn[source], sample]) if source in drawn else sample


def _with_decisions(path: Path, pack: Pack) -> Pack:
    """The pack, with what people decided in the one that the file holds."""
    if not path.exists():
        return pack
    try:
        return pack.decided_as(Pack.load(path))
    except ValueError as error:
        raise Misuse(f"{error}; it is left as it is") from None


def _write(path: Path, text: str) -> None:
    """The file appears when it is whole."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _told(pack: Pack) -> str:
    if pack.articles < LEAST:
        return f"{pack.note}; nothing written"
    sampled = "" if pack.sample is None or len(pack.sample.texts) < pack.sample.size else f" in a sample of {pack.sample.size}"
    return f"{len(pack)} {'entry' if len(pack) == 1 else 'entries'} from {pack.articles} different articles{sampled} ({_texts(pack.texts)} read)"


def _texts(n: int) -> str:
    return f"{n} {'text' if n == 1 else 'texts'}"


def _sources(n: int) -> str:
    return f"{n} {'source' if n == 1 else 'sources'}"


def _say(message: str) -> None:
    print(f"cleannews learn: {message}", file=sys.stderr, flush=True)
