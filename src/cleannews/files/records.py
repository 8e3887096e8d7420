"""Reading: a part of an input → batches of texts with what stands beside them, and rejects. Memory holds a batch, whatever the size of the file."""

from __future__ import annotations

import codecs
import io
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO, Any, NamedTuple

from cleannews.batch import needs
from cleannews.files.inputs import Input, Part
from cleannews.publishers import host

#: A batch ends after so many records, or so many bytes.
_RECORDS = 256
_BYTES = 1 << 20

#: What a position is called in each format: lines count from 1, bytes (of the uncompressed file) and rows from 0.
PLACES = {"jsonl": ("line", "offset"), "csv": ("line",), "tsv": ("line",), "parquet": ("row",), "warc": ("offset",)}


class Unreadable(Exception):
    """A file that can't be read (now): nothing of the part counts."""


class Damaged(Exception):
    """A file that can't be read on from here: what was read until now is good, and all there is."""


class Reject(NamedTuple):
    """A record that can't be used: where it is, the kind of reason, the reason in full, and the record as it came, if that can be told."""

    position: tuple[int, ...]
    kind: str
    reason: str
    record: str | None


@dataclass(frozen=True)
class Wanted:
    """What to read of a record.

    field         the column with the text; `title` and `url` those with headline and address, if any.
    html          the texts are pages.
    keep_text     hand on the text with the other columns.
    longest       longer records (bytes) are rejected, and not held in memory.
    by            the column that names the publisher, or "host": the host of the address in `url`.
    """

    field: str = "text"
    title: str | None = None
    url: str | None = None
    html: bool = False
    keep_text: bool = False
    longest: int = 8 << 20
    by: str | None = None


@dataclass
class Batch:
    """Some records in order: columns of the same length, then the rejects found among them.

    carried   what stands beside the texts: a dictionary per record, or a PyArrow record batch.
    read      how far into the part this is, in bytes as they lie on the disk (perhaps a little ahead).
    lines     lines of the input read for it (JSON Lines).
    """

    positions: list[tuple[int, ...]] = field(default_factory=list)
    texts: list[Any] = field(default_factory=list)
    titles: list[Any] = field(default_factory=list)
    urls: list[Any] = field(default_factory=list)
    carried: Any = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    html: bool = False
    read: int = 0
    lines: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    sources: list[Any] = field(default_factory=list)

    def add(self, position: tuple[int, ...], text: Any, fields: dict[str, Any], wanted: Wanted) -> None:
        """One more record, whose text was taken out of `fields`."""
        self.positions.append(position)
        self.texts.append(text)
        self.titles.append(fields.get(wanted.title) if wanted.title else None)
        self.urls.append(fields.get(wanted.url) if wanted.url else None)
        self.sources.append(fields.get(wanted.by) if wanted.by else None)
        self.carried.append(fields)

    def publisher(self, i: int, by: str | None) -> str:
        """Who published record `i`; "" if that can't be told, or isn't asked."""
        if by is None:
            return ""
        named = self.urls[i] if by == "host" else self.sources[i]
        return "" if named is None or named != named else host(named) if by == "host" else str(named)


def read_part(part: Part, wanted: Wanted) -> Iterator[Batch]:
    """The batches of a part, in order. Raises Unreadable or Damaged."""
    kind = part.input.format
    with ExitStack() as stack:
        if kind == "parquet":
            yield from _read_parquet(part, wanted)
            return
        try:
            raw: IO[bytes] = stack.enter_context(_opened(part.input))
        except OSError as error:
            raise Unreadable(why(error)) from error
        reader = {"jsonl": _read_jsonl, "csv": _read_csv, "tsv": _read_csv, "warc": _read_warc}[kind]
        yield from reader(raw, part, wanted)


def why(error: OSError) -> str:
    """What the system says, in lower case."""
    return (error.strerror or str(error)).lower()


def _opened(source: Input) -> IO[bytes]:
    import os
    import sys

    return os.fdopen(os.dup(sys.stdin.fileno()), "rb") if source.path == "-" else open(source.path, "rb")


class _Guarded(io.RawIOBase):
    """A stream whose failures are told apart: `Unreadable` from `Damaged`. It knows how far the file below was read."""

    def __init__(self, raw: IO[bytes], compression: str) -> None:
        self._raw = raw
        self._stream: Any = _gunzipped(raw) if compression == "gz" else _Zstandard(raw) if compression == "zst" else raw
        self.begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """As `io.RawIOBase.readinto`."""
        import gzip

        try:
            n: int = self._stream.readinto(buffer)
        except gzip.BadGzipFile as error:
            raise (Damaged if self.begun else Unreadable)(f"not gzip: {error}") from None
        except EOFError:
            raise (Damaged if self.begun else Unreadable)("the compressed file ends too early") from None
        except zlib.error as error:
            raise (Damaged if self.begun else Unreadable)(f"the compressed file is damaged: {error}") from None
        except OSError as error:
            raise Unreadable(why(error)) from error
        self.begun = self.begun or n > 0
        return n

    def done(self) -> int:
        """Bytes of the file below that were read."""
        try:
            return self._raw.tell()
        except OSError:
            return 0


def _gunzipped(raw: IO[bytes]) -> io.RawIOBase:
    import gzip

    return _Piecewise(gzip.GzipFile(fileobj=raw))


class _Piecewise(io.RawIOBase):
    """A stream read one piece at a time. Asked for more at once, gzip loses the good bytes in front of a bad one."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readinto(self, buffer: Any) -> int:
        """As `io.RawIOBase.readinto`."""
        piece = self._stream.read1(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


class _Zstandard(io.RawIOBase):
    """Zstandard frames, decompressed one after the other. Raises EOFError if the last is not whole (the library's own stream reader doesn't say)."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._library = needs("zstandard", "zstd", "Zstandard files")
        self._raw = raw
        self._frame: Any = None
        self._left = b""
        self._out = memoryview(b"")

    def readinto(self, buffer: Any) -> int:
        """As `io.RawIOBase.readinto`."""
        while not self._out:
            data = self._left or self._raw.read(1 << 17)
            self._left = b""
            if not data:
                if self._frame is not None:
                    raise EOFError
                return 0
            if self._frame is None:
                self._frame = self._library.ZstdDecompressor(max_window_size=1 << 31).decompressobj()
            try:
                self._out = memoryview(self._frame.decompress(data))
            except self._library.ZstdError as error:
                raise zlib.error(str(error)) from None
            if self._frame.eof:
                self._left = self._frame.unused_data
                self._frame = None
        n = min(len(buffer), len(self._out))
        buffer[:n] = self._out[:n]
        self._out = self._out[n:]
        return n


# --- JSON Lines --------------------------------------------------------------------------------------------------------------

_UTF16 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Numbers with more digits than a machine integer or float holds; rare, and read exactly.
_LONG_NUMBER = re.compile(rb"\d{17}")


def _read_jsonl(raw: IO[bytes], part: Part, wanted: Wanted) -> Iterator[Batch]:
    guarded = _Guarded(raw, part.input.compression)
    offset = part.start
    if part.start:
        raw.seek(part.start - 1)
    stream = io.BufferedReader(guarded, 1 << 18)
    if part.start:
        # The line that reaches into this part begins in an earlier one, which reads it.
        offset = part.start - 1 + _skip_line(stream)
    batch = Batch(html=wanted.html)
    size = number = 0
    damage: Damaged | None = None
    while part.end is None or offset < part.end:
        try:
            line = stream.readline(wanted.longest + 1)
            whole = len(line) + (_skip_line(stream) if len(line) > wanted.longest and not line.endswith(b"\n") else 0)
        except Damaged as error:
            damage = error
            break
        if not line:
            break
        if not offset:
            line = _without_mark(line)
        number += 1
        if whole > wanted.longest:
            batch.rejects.append(Reject((number, offset), "too long", f"too long: {whole:,} bytes", line[:1000].decode("utf-8", "backslashreplace")))
        elif not line.isspace():
            _take_line(line, (number, offset), batch, wanted)
        batch.lines += 1
        offset += whole
        size += len(line)
        if size >= _BYTES or batch.lines >= _RECORDS:
            batch.read = guarded.done() - part.start
            yield batch
            batch = Batch(html=wanted.html)
            size = 0
    batch.read = guarded.done() - part.start
    yield batch
    if damage is not None:
        raise damage


def _skip_line(stream: IO[bytes]) -> int:
    """Read to the end of the line, holding little of it; returns the number of bytes."""
    skipped = 0
    while True:
        piece = stream.readline(1 << 20)
        skipped += len(piece)
        if not piece or piece.endswith(b"\n"):
            return skipped


def _without_mark(line: bytes) -> bytes:
    if line.startswith(_UTF16):
        raise Unreadable("JSON Lines are UTF-8, this is UTF-16 or UTF-32; convert it first, with iconv -f UTF-16 -t UTF-8")
    return line.removeprefix(codecs.BOM_UTF8)


def _take_line(line: bytes, position: tuple[int, ...], batch: Batch, wanted: Wanted) -> None:
    try:
        fields = _parsed(line)
    except ValueError as error:
        batch.rejects.append(_reject(position, "not JSON", str(error), line))
        return
    if not isinstance(fields, dict):
        batch.rejects.append(_reject(position, "not a JSON object", f"but {_kind(fields)}", line))
        return
    if wanted.field not in fields:
        batch.rejects.append(_reject(position, f"no field {wanted.field!r}", "", line))
        return
    text = fields[wanted.field] if wanted.keep_text else fields.pop(wanted.field)
    if text is not None and not isinstance(text, str):
        batch.rejects.append(_reject(position, f"field {wanted.field!r} is not text", f"but {_kind(text)}", line))
        return
    batch.add(position, text, fields, wanted)


def _parsed(line: bytes) -> Any:
    """A JSON value. Raises ValueError if it is none."""
    import orjson

    if not _LONG_NUMBER.search(line):
        try:
            return orjson.loads(line)
        except orjson.JSONDecodeError:
            pass
    # The strict reader refuses what others write all the same: bytes that are no UTF-8, lone surrogates, NaN, numbers of any length.
    try:
        return json.loads(line.strip().decode("utf-8", "replace"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg[:1].lower()}{error.msg[1:].removesuffix(' at')} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _reject(position: tuple[int, ...], kind: str, more: str, record: bytes) -> Reject:
    return Reject(position, kind, f"{kind}: {more}" if more else kind, record.rstrip(b"\r\n").decode("utf-8", "backslashreplace"))


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    return {int: "a number", float: "a number", str: "a string", list: "a list", dict: "an object"}[type(value)]


# --- CSV ---------------------------------------------------------------------------------------------------------------------


def _read_csv(raw: IO[bytes], part: Part, wanted: Wanted) -> Iterator[Batch]:
    import csv

    # The module's own limit, 128 kB, is less than a long page.
    csv.field_size_limit(wanted.longest)
    guarded = _Guarded(raw, part.input.compression)
    stream = io.BufferedReader(guarded, 1 << 18)
    head = stream.peek(4)[:4]
    encoding = "utf-32" if head.startswith(_UTF16[:2]) else "utf-16" if head.startswith(_UTF16) else "utf-8-sig"
    # Bytes that are no UTF-8 are kept as surrogates: a text that has some is handed on as the bytes it was.
    text = io.TextIOWrapper(stream, encoding, "surrogateescape" if encoding == "utf-8-sig" else "replace", newline="")
    rows = csv.reader(iter(lambda: text.readline(wanted.longest), ""), delimiter="\t" if part.input.format == "tsv" else ",")
    batch = Batch(html=wanted.html)
    size = 0
    names: list[str] | None = None
    damage: Damaged | None = None
    while True:
        position = (rows.line_num + 1,)
        try:
            row = next(rows, None)
        except csv.Error as error:
            batch.rejects.append(Reject(position, "not CSV", f"not CSV: {error}", None))
            continue
        except Damaged as error:
            damage = error
            break
        if row is None:
            break
        if not row:
            continue
        if names is None:
            names = [_plain(name) for name in row]
            if wanted.field not in names:
                raise Unreadable(f"no column {wanted.field!r}; there are: {', '.join(names[:12])}")
            continue
        if len(row) != len(names):
            record = json.dumps([_plain(cell) for cell in row], ensure_ascii=False)
            batch.rejects.append(Reject(position, "wrong number of cells", f"wrong number of cells: {len(row)} in the row, {len(names)} in the header", record))
            continue
        fields: dict[str, Any] = {name: _plain(cell) for name, cell in zip(names, row, strict=True)}
        cell = row[names.index(wanted.field)]
        if not wanted.keep_text:
            del fields[wanted.field]
        batch.add(position, cell if _is_plain(cell) else cell.encode("utf-8", "surrogateescape"), fields, wanted)
        size += sum(map(len, row))
        if size >= _BYTES or len(batch.texts) >= _RECORDS:
            batch.read = guarded.done()
            yield batch
            batch = Batch(html=wanted.html)
            size = 0
    batch.read = guarded.done()
    yield batch
    if damage is not None:
        raise damage


def _is_plain(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _plain(text: str) -> str:
    return text if _is_plain(text) else text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


# --- Parquet -----------------------------------------------------------------------------------------------------------------


def _read_parquet(part: Part, wanted: Wanted) -> Iterator[Batch]:
    pa = needs("pyarrow", "arrow", "Parquet files")
    pq = needs("pyarrow.parquet", "arrow", "Parquet files")
    begun = False
    try:
        # Buffered reading takes pages as they are needed, where unbuffered reading takes a whole column of a row group.
        with pq.ParquetFile(part.input.path, buffer_size=1 << 20, pre_buffer=False) as file:
            names = file.schema_arrow.names
            if wanted.field not in names:
                raise Unreadable(f"no column {wanted.field!r}; there are: {', '.join(names[:12])}")
            about = file.metadata
            groups = range(part.start, about.num_row_groups if part.end is None else part.end)
            row = sum(about.row_group(group).num_rows for group in range(part.start))
            rows = sum(about.row_group(group).num_rows for group in groups)
            size = sum(about.row_group(group).total_byte_size for group in groups)
            few = max(1, min(_RECORDS, rows * _BYTES // max(1, size)))
            read = 0
            for found in file.iter_batches(few, row_groups=list(groups), use_threads=False):
                begun = True
                read += len(found)
                yield _rows(found, row, wanted, part.size * read // max(1, rows))
                row += len(found)
    except pa.ArrowMemoryError as error:
        raise Unreadable(f"too little memory for a page of this Parquet file: {error}") from None
    except pa.ArrowException as error:
        raise (Damaged if begun else Unreadable)(f"Parquet can't be read: {str(error).splitlines()[0]}") from None
    except OSError as error:
        # PyArrow raises OSError for damaged pages too.
        told = str(error).splitlines()[0]
        raise (Damaged if begun and error.errno is None else Unreadable)(why(error) if error.errno else f"Parquet can't be read: {told}") from None


def _rows(found: Any, first: int, wanted: Wanted, read: int) -> Batch:
    n = len(found)
    texts = found.column(wanted.field).to_pylist()

    def values(name: str | None) -> list[Any]:
        return found.column(name).to_pylist() if name and name in found.schema.names else [None] * n

    carried = found if wanted.keep_text else found.drop_columns([wanted.field])
    return Batch(
        [(row,) for row in range(first, first + n)],
        texts,
        values(wanted.title),
        values(wanted.url),
        carried,
        html=wanted.html,
        read=read,
        sources=values(wanted.by),
    )


# --- WARC --------------------------------------------------------------------------------------------------------------------

_PAGES = ("text/html", "application/xhtml+xml", "application/xhtml")


class _Counted:
    """A stream as fastwarc wants it: it asks where it is, which a pipe doesn't know. Failures of the system are told apart from bad content."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        try:
            data = self._raw.read(size)
        except OSError as error:
            raise Unreadable(why(error)) from error
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self._at

    def close(self) -> None:
        """Leave the stream to those who opened it."""


def _read_warc(raw: IO[bytes], part: Part, wanted: Wanted) -> Iterator[Batch]:
    warc = needs("fastwarc.warc", "warc", "WARC files")
    response, conversion = warc.WarcRecordType.response, warc.WarcRecordType.conversion
    stream = _Counted(raw)
    batch = Batch(html=True)
    size = 0
    begun = False
    damage: str | None = None
    # fastwarc decompresses gzip and Zstandard itself, and then knows where in the compressed file a record begins.
    records = iter(warc.ArchiveIterator(stream, parse_http=False, fsspec_args=False))
    while True:
        try:
            record = next(records, None)
            if record is None:
                break
            begun = True
            if record.record_type not in (response, conversion):
                continue
            text = record.record_type == conversion
            if text == batch.html and batch.texts:
                yield batch
                batch = Batch()
                size = 0
            batch.html = not text
            size += _take_record(record, text, batch, wanted)
        except (OSError, Damaged) as problem:
            damage = str(problem)
            break
        if size >= _BYTES or len(batch.texts) >= _RECORDS:
            batch.read = stream.tell()
            yield batch
            batch = Batch(html=batch.html)
            size = 0
    if not begun and (damage or stream.tell()):
        raise Unreadable(f"not WARC: {damage or 'no record in it'}")
    batch.read = stream.tell()
    yield batch
    if damage:
        raise Damaged(damage)


def _take_record(record: Any, text: bool, batch: Batch, wanted: Wanted) -> int:
    """Put a record of a WARC into the batch; returns its size. Raises Damaged if the file ends in the middle of it."""
    position = (int(record.stream_pos),)
    headers = record.headers
    url = (headers.get("WARC-Target-URI") or "").strip("<>") or None
    length = record.content_length
    if length > wanted.longest:
        batch.rejects.append(Reject(position, "too long", f"too long: {length:,} bytes", url))
        return 0
    content: bytes = record.reader.read()
    if len(content) < length:
        raise Damaged("the file ends in the middle of a record")
    page: str | bytes = content
    if not text:
        # Only a whole block is parsed: read from the file, a block cut short would pass for whole.
        record.set_bytes_content(content)
        try:
            record.parse_http(auto_decode="all")
            what = _no_page(record)
            content = record.reader.read(wanted.longest + 1) if what is None else b""
        except OSError as error:
            batch.rejects.append(Reject(position, "not HTTP", f"not HTTP: {error}", url))
            return 0
        if what is not None:
            batch.skipped[what] = batch.skipped.get(what, 0) + 1
            return 0
        if len(content) > wanted.longest:
            batch.rejects.append(Reject(position, "too long", f"too long: more than {wanted.longest:,} bytes", url))
            return 0
        page = _decoded(content, record.http_charset)
    fields: dict[str, Any] = {"id": headers.get("WARC-Record-ID"), "url": url, "date": headers.get("WARC-Date")}
    if wanted.keep_text:
        fields[wanted.field] = page if isinstance(page, str) else page.decode("utf-8", "replace")
    batch.positions.append(position)
    batch.texts.append(page)
    batch.titles.append(None)
    batch.sources.append(None)
    batch.urls.append(url)
    batch.carried.append(fields)
    return len(content)


def _no_page(record: Any) -> str | None:
    """Why a response is no page, or None if it is one."""
    status = record.http_headers.status_code if record.http_headers is not None else None
    if status != 200:
        return f"status {status}"
    kind = (record.http_content_type or "").partition(";")[0].strip().lower()
    return None if kind in _PAGES else f"not a page: {kind or 'no content type'}"


def _decoded(page: bytes, charset: str | None) -> str | bytes:
    """The page as text if the server's charset fits it; else its bytes, whose encoding the reader of pages finds out."""
    if not charset or page.startswith((codecs.BOM_UTF8, *_UTF16)):
        return page
    try:
        name = codecs.lookup(charset).name
        if name in ("iso8859-1", "ascii"):
            # Whatever calls itself Latin-1 on the web is Windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels), or UTF-8
            # behind a server that was never told: bytes that happen to be UTF-8 are.
            try:
                return page.decode("utf-8")
            except UnicodeDecodeError:
                name = "cp1252"
        return page.decode(name)
    except (LookupError, UnicodeError):
        return page
