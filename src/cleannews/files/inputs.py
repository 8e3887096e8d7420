"""What to read: the files, folders and patterns of a command line → inputs, and the parts that they are read in."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

#: Ending of a file's name → what is in it. A `.json` file is taken for JSON Lines, which it is wherever there are many records.
FORMATS = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl", ".json": "jsonl", ".csv": "csv", ".tsv": "tsv", ".tab": "tsv",
    ".parquet": "parquet", ".pq": "parquet", ".warc": "warc", ".wet": "warc",
}  # fmt: skip
COMPRESSIONS = {".gz": "gz", ".zst": "zst", ".zstd": "zst"}


class Misuse(Exception):
    """What was asked for can't be done. The message is a line for people."""


@dataclass(frozen=True)
class Input:
    """A file to read.

    name      what its output is called, without ending, folders divided by "/".
    path      the file, or "-" for standard input.
    size      its size in bytes and `changed` its time of change in nanoseconds: a finished part of a file that changed since is redone.
    """

    name: str
    path: str
    format: str
    compression: str = ""
    size: int = 0
    changed: int = 0


@dataclass(frozen=True)
class Part:
    """A stretch of an input that is read by one process and becomes one file.

    start, end   bytes (JSON Lines: the lines that begin there) or row groups (Parquet); `end` None is the end of the file.
    size         bytes of the file that it is about, for progress.
    """

    name: str
    input: Input
    start: int = 0
    end: int | None = None
    size: int = 0


def find_inputs(named: Sequence[str], kind: str | None = None, leave_out: str | None = None) -> list[Input]:
    """The files that the names mean, in order.

    named      files, folders (all files in them whose format is known, at any depth), patterns with `*`, or "-".
    kind       the format of files whose name doesn't say it, and of standard input.
    leave_out  a folder whose files are no input: the output's.

    Raises Misuse for a name that means nothing, a file of unknown format, or two files whose outputs would have one name.
    """
    found: list[Input] = []
    for name in named:
        if name == "-":
            found.append(Input("stdin", "-", kind or "jsonl"))
        elif os.path.isdir(name):
            inside = list(_in_folder(Path(name), kind, leave_out))
            if not inside:
                raise Misuse(f"{name}: no file in this folder has a known ending ({', '.join(FORMATS)}, with .gz or .zst)")
            found += inside
        elif os.path.lexists(name):
            found.append(_input(Path(name), Path(name).name, kind))
        elif glob.has_magic(name):
            paths = sorted(path for path in glob.glob(name, recursive=True) if os.path.isfile(path))
            if not paths:
                raise Misuse(f"{name}: no file is called like this")
            fixed = _fixed_folder(name)
            found += [_input(Path(path), os.path.relpath(path, fixed), kind) for path in paths]
        else:
            raise Misuse(f"{name}: no such file or folder")
    _one_name_each(found)
    return found


def _in_folder(folder: Path, kind: str | None, leave_out: str | None) -> Iterator[Input]:
    skipped = os.path.realpath(leave_out) if leave_out else None
    for here, folders, files in os.walk(folder):
        # As in Hadoop's file systems, names that begin with a dot or an underscore are not data.
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")) and os.path.realpath(os.path.join(here, name)) != skipped)
        for file in sorted(files):
            if not file.startswith((".", "_")) and _format(file)[0]:
                path = Path(here, file)
                yield _input(path, path.relative_to(folder).as_posix(), kind)


def _fixed_folder(pattern: str) -> str:
    """The folder that a pattern names before its first wildcard."""
    parts = Path(pattern).parts
    fixed: list[str] = []
    for part in parts[:-1]:
        if glob.has_magic(part):
            break
        fixed.append(part)
    return os.path.join(*fixed) if fixed else "."


def _format(name: str) -> tuple[str, str, str]:
    """(format, compression, name without endings) of a file name; format "" if unknown."""
    path = PurePosixPath(name)
    compression = COMPRESSIONS.get(path.suffix.lower(), "")
    if compression:
        path = path.with_suffix("")
    found = FORMATS.get(path.suffix.lower(), "")
    return found, compression, str(path.with_suffix("") if found else path)


def _input(path: Path, name: str, kind: str | None) -> Input:
    known, compression, bare = _format(PurePosixPath(name.replace(os.sep, "/")).as_posix())
    if not (kind or known):
        raise Misuse(f"{path}: the name doesn't say what is in the file; add --from jsonl, csv, tsv, parquet or warc")
    try:
        about = path.stat()
        size, changed = about.st_size, about.st_mtime_ns
    except OSError:
        # A file that can't be looked at fails when its turn comes, and stops no other.
        size, changed = 0, 0
    return Input(bare, str(path), kind or known, compression, size, changed)


def _one_name_each(found: Sequence[Input]) -> None:
    seen: dict[str, str] = {}
    for each in found:
        other = seen.setdefault(each.name, each.path)
        if other != each.path:
            raise Misuse(f"{other} and {each.path} would both be written as {each.name!r}; name the folder that both are in, or a quoted pattern, instead")
    if len(seen) < len(found):
        paths = [each.path for each in found]
        raise Misuse(f"{next(path for path in paths if paths.count(path) > 1)} is named twice")


def parts_of(source: Input, size: int) -> list[Part]:
    """The parts of an input: pieces of about `size` bytes where its format can be read from the middle, else the whole.

    They depend on the file and on `size` alone, so that a later run finds the same ones.
    """
    cuts: list[tuple[int, int | None]] = [(0, None)]
    if source.size > size:
        if source.format == "jsonl" and not source.compression:
            starts = range(0, source.size, size)
            cuts = [(start, min(start + size, source.size)) for start in starts]
        elif source.format == "parquet":
            cuts = _row_groups(source, size)
    if len(cuts) == 1:
        return [Part(source.name, source, *cuts[0], source.size)]
    digits = max(5, len(str(len(cuts) - 1)))
    share = source.size // len(cuts)
    return [Part(f"{source.name}-{number:0{digits}}", source, start, end, share) for number, (start, end) in enumerate(cuts)]


def _row_groups(source: Input, size: int) -> list[tuple[int, int | None]]:
    """The row groups of a Parquet file in runs of about `size` bytes; the whole if it can't be read, which its reader will then say."""
    from cleannews.batch import needs

    pa = needs("pyarrow", "arrow", "Parquet files")
    pq = needs("pyarrow.parquet", "arrow", "Parquet files")
    try:
        with pq.ParquetFile(source.path) as file:
            about = file.metadata
            weights = [sum(about.row_group(group).column(k).total_compressed_size for k in range(about.num_columns)) for group in range(about.num_row_groups)]
    except (OSError, pa.ArrowException):
        return [(0, None)]
    cuts: list[tuple[int, int | None]] = []
    first = weight = 0
    for group, more in enumerate(weights):
        if weight and weight + more > size:
            cuts.append((first, group))
            first, weight = group, 0
        weight += more
    return [*cuts, (first, len(weights))]
