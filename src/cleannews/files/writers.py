"""Writing: batches → one file, which gets its name when it is whole."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from cleannews.batch import needs
from cleannews.files.layout import Layout, renamed, table
from cleannews.files.plain import encoded

#: Forms of output and the ending of their files.
ENDINGS = {"jsonl": ".jsonl", "jsonl.gz": ".jsonl.gz", "jsonl.zst": ".jsonl.zst", "parquet": ".parquet"}
#: A row group of Parquet is written when it holds so many bytes in memory.
_GROUP = 32 << 20


class Unwritable(Exception):
    """The output can't be written: the disk is full, or the folder is not ours."""


class Writer:
    """A file in the making, under a temporary name. Use as a context manager: unless `finish` was called, nothing remains of it."""

    def __init__(self, temporary: Path) -> None:
        self._temporary = temporary
        self._done = False
        try:
            temporary.parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = open(temporary, "wb", buffering=1 << 18)  # noqa: SIM115 - closed in __exit__ or finish
        except OSError as error:
            raise _unwritable(error) from error

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *problem: object) -> None:
        if not self._done:
            with suppress(OSError):
                # What could not be written still can't; it is thrown away anyway.
                self._abandon()
                self._file.close()
            self._temporary.unlink(missing_ok=True)

    def write(self, carried: Any, cleaned: Mapping[str, Sequence[Any]]) -> None:
        """Write a batch. Raises Unwritable."""
        try:
            self._write(carried, cleaned)
        except OSError as error:
            raise _unwritable(error) from error

    def finish(self, final: Path) -> int:
        """Give the file its name, replacing an older one; returns its size. Raises Unwritable."""
        try:
            self._close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            size = self._temporary.stat().st_size
            final.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self._temporary, final)
        except OSError as error:
            raise _unwritable(error) from error
        self._done = True
        return size

    def _write(self, carried: Any, cleaned: Mapping[str, Sequence[Any]]) -> None:
        raise NotImplementedError

    def _close(self) -> None:
        """Write what is still held."""

    def _abandon(self) -> None:
        """Let go of what would write once more when it is collected."""


def _unwritable(error: OSError) -> Unwritable:
    return Unwritable(str(error.strerror or error).lower())


class JsonlWriter(Writer):
    """JSON Lines, plain or compressed: what stands beside the text, then the cleaned columns."""

    def __init__(self, temporary: Path, form: str, columns: Sequence[str]) -> None:
        super().__init__(temporary)
        self._columns = columns
        self._stream: Any = self._file
        if form == "jsonl.gz":
            import gzip

            # No name and no time in the header: the same records give the same bytes.
            self._stream = gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=self._file, mtime=0)
        elif form == "jsonl.zst":
            self._stream = needs("zstandard", "zstd", "Zstandard files").ZstdCompressor(level=3).stream_writer(self._file, closefd=False)

    def _write(self, carried: Any, cleaned: Mapping[str, Sequence[Any]]) -> None:
        columns = self._columns
        beside = carried if isinstance(carried, list) else carried.to_pylist()
        lines: list[bytes] = []
        for fields, *values in zip(beside, *(cleaned[name] for name in columns), strict=True):
            row = renamed(fields, columns)
            row.update(zip(columns, values, strict=True))
            lines.append(encoded(row))
        if lines:
            lines.append(b"")
            self._stream.write(b"\n".join(lines))

    def _close(self) -> None:
        if self._stream is not self._file:
            self._stream.close()


class ParquetWriter(Writer):
    """Parquet with typed columns, compressed with Zstandard."""

    def __init__(self, temporary: Path, layout: Layout, about: Mapping[str, str]) -> None:
        super().__init__(temporary)
        pq = needs("pyarrow.parquet", "arrow", "Parquet files")
        self._layout = layout
        self._schema = layout.schema(about)
        self._parquet = pq.ParquetWriter(self._file, self._schema, compression="zstd")
        self._held: list[Any] = []
        self._size = 0

    def _write(self, carried: Any, cleaned: Mapping[str, Sequence[Any]]) -> None:
        batch = table(self._layout, carried, cleaned, self._schema)
        self._held.append(batch)
        self._size += batch.nbytes
        if self._size >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._held:
            whole = pa.Table.from_batches(self._held, self._schema)
            self._held.clear()
            self._size = 0
            self._parquet.write_table(whole)

    def _close(self) -> None:
        self._flush()
        self._parquet.close()

    def _abandon(self) -> None:
        self._held.clear()
        self._parquet.close()


def writer(temporary: Path, form: str, layout: Layout | None, columns: Sequence[str], about: Mapping[str, str]) -> Writer:
    """The writer for a form of output."""
    if form == "parquet" and layout is not None:
        return ParquetWriter(temporary, layout, about)
    return JsonlWriter(temporary, form, columns)
