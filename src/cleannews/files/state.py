"""The output folder: what is finished, what was asked for, and who is at work in it.

    OUT/NAME.jsonl          one file per part, there only when whole
    OUT/packs/              what was learnt of each publisher; only if that was asked for
    OUT/rejects.jsonl       the records that can't be used, with reason and position; only if there are any
    OUT/manifest.json       inputs, parts, counts, versions
    OUT/.cleannews/         a mark and the rejects of each finished part, and files in the making

Nothing in the folder depends on the hour, on the number of processes or on how often the run was interrupted: the same inputs, cleaned by the
same version with the same options, give the same bytes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cleannews.files.inputs import Input, Misuse, Part
from cleannews.files.records import PLACES, Reject
from cleannews.files.writers import ENDINGS, Unwritable
from cleannews.pack import Pack
from cleannews.publishers import file_name

#: The version of the folder's layout.
FORMAT = 1
_HIDDEN = ".cleannews"


class Folder:
    """The output folder of a run."""

    def __init__(self, path: str | Path, form: str) -> None:
        self.path = Path(path)
        self._ending = ENDINGS[form]
        self._hidden = self.path / _HIDDEN

    def output(self, part: Part) -> Path:
        """The file that a part becomes."""
        return self.path / f"{part.name}{self._ending}"

    def temporary(self, part: Part) -> Path:
        """The file in the making. Its name is this process's own."""
        return self._making(f"{part.name}{self._ending}")

    def _making(self, name: str) -> Path:
        return self._hidden / "making" / f"{os.getpid()}.{name.replace('/', '%')}"

    def rejects(self, part: Part) -> Path:
        """The rejects of a part."""
        return self._hidden / "rejects" / f"{part.name}.jsonl"

    def mark(self, part: Part) -> Path:
        """The file that says that a part is finished."""
        return self._hidden / "done" / f"{part.name}.json"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else works in the folder meanwhile. The lock goes with the process, however that ends. Raises Misuse if somebody does."""
        try:
            self._hidden.mkdir(parents=True, exist_ok=True)
            lock = open(self._hidden / "lock", "a")  # noqa: SIM115 - held open until the end
        except (FileExistsError, NotADirectoryError) as error:
            raise Misuse(f"{self.path}: the output is a folder, and this is a file") from error
        except OSError as error:
            raise Unwritable(str(error.strerror or error).lower()) from error
        with lock:
            try:
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except ImportError:
                # Windows has no flock; there, whoever starts two runs into one folder is not stopped.
                pass
            except BlockingIOError as error:
                raise Misuse(f"{self.path}: another run is writing into this folder") from error
            # Left behind by runs that were killed.
            shutil.rmtree(self._hidden / "making", ignore_errors=True)
            try:
                yield
            finally:
                shutil.rmtree(self._hidden / "making", ignore_errors=True)

    def begin(self, asked: dict[str, Any], resume: bool) -> dict[str, Any]:
        """What was asked for when the work in this folder began: `asked` itself if it begins now.

        Raises Misuse if there is something in the folder that is not to be continued, or was begun with other options.
        """
        path = self._hidden / "run.json"
        try:
            begun: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            others = [entry.name for entry in os.scandir(self.path) if entry.name != _HIDDEN]
            if others:
                raise Misuse(
                    f"{self.path}: the folder is not empty and holds no run ({', '.join(sorted(others)[:3])}{', …' if len(others) > 3 else ''}); name a new one"
                ) from None
            self.replace(path, _pretty(asked))
            return asked
        if not resume:
            raise Misuse(f"{self.path} holds a run already; add --resume to do what is missing, or name another folder")
        for name, value in asked.items():
            if name != "layout" and begun.get(name) != value:
                raise Misuse(
                    f"{self.path} was begun with other options: {name} was {_short(begun.get(name))}, now {_short(value)}; use the same ones, or another folder"
                )
        return begun

    def packs(self) -> dict[str, Pack] | None:
        """What was learnt in this folder, publisher by publisher; None if nothing was, or not to its end."""
        if not (self._hidden / "packs.json").exists():
            return None
        names: dict[str, str] = json.loads((self._hidden / "packs.json").read_text("utf-8"))
        try:
            return {source: Pack.load(self.path / "packs" / name) for source, name in names.items()}
        except (OSError, ValueError) as error:
            raise Misuse(f"{error}: what was learnt is not there any more; begin again in another folder") from None

    def keep_packs(self, packs: Mapping[str, Pack]) -> None:
        """Write down what was learnt. Raises Unwritable."""
        names = {source: f"{file_name(source)}.pack" for source in sorted(packs)}
        for source, name in names.items():
            self.replace(self.path / "packs" / name, packs[source].dumps().encode("utf-8"))
        self.replace(self._hidden / "packs.json", _pretty(names))

    def finished(self, part: Part) -> dict[str, Any] | None:
        """What the mark of a part says, if the part is finished: its input has not changed since, and its output is there."""
        try:
            mark: dict[str, Any] = json.loads(self.mark(part).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        if mark.get("input") != _stamp(part.input) or mark.get("range") != [part.start, part.end]:
            return None
        try:
            there = self.output(part).stat().st_size
        except FileNotFoundError:
            return None
        return mark if there == mark.get("bytes") else None

    def finish(self, part: Part, counts: dict[str, Any], size: int) -> dict[str, Any]:
        """Mark a part whose output has its name already. Returns the mark."""
        mark = {"part": part.name, "input": _stamp(part.input), "range": [part.start, part.end], "bytes": size, **counts}
        self.replace(self.mark(part), _pretty(mark))
        return mark

    def forget_others(self, parts: Iterable[Part]) -> None:
        """Remove what is left of earlier parts of these inputs, which were cut otherwise before they changed."""
        names = {part.name for part in parts}
        sources = {part.input.name for part in parts}
        done = self._hidden / "done"
        for path in list(done.rglob("*.json")):
            name = path.relative_to(done).with_suffix("").as_posix()
            if name not in names and (name in sources or name.rpartition("-")[0] in sources and name.rpartition("-")[2].isdigit()):
                for old in (self.path / f"{name}{self._ending}", self._hidden / "rejects" / f"{name}.jsonl", path):
                    old.unlink(missing_ok=True)

    def marks(self) -> list[dict[str, Any]]:
        """The marks of all finished parts, in order of their names."""
        done = self._hidden / "done"
        found = [json.loads(path.read_text("utf-8")) for path in done.rglob("*.json")]
        return sorted(found, key=lambda mark: str(mark["part"]))

    def gather_rejects(self, marks: Sequence[dict[str, Any]]) -> None:
        """Put the rejects of all parts into one file, with line numbers that count from the beginning of each input. Raises Unwritable."""
        path = self.path / "rejects.jsonl"
        gathered = self._making(path.name)
        try:
            gathered.parent.mkdir(parents=True, exist_ok=True)
            with open(gathered, "wb") as out:
                out.writelines(self._rejects(marks))
            if gathered.stat().st_size:
                os.replace(gathered, path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise Unwritable(str(error.strerror or error).lower()) from error

    def _rejects(self, marks: Sequence[dict[str, Any]]) -> Iterator[bytes]:
        lines: dict[str, int] = {}
        for mark in marks:
            source = mark["input"]["name"]
            before = lines.get(source, 0)
            lines[source] = before + mark["lines"]
            if not mark["rejects"]:
                continue
            with open(self._hidden / "rejects" / f"{mark['part']}.jsonl", "rb") as stream:
                for line in stream:
                    if not before:
                        yield line
                        continue
                    reject = json.loads(line)
                    reject["line"] += before
                    yield _line(reject)

    def replace(self, path: Path, content: bytes) -> None:
        """Write a small file of the folder so that it is there whole or not at all. Raises Unwritable."""
        temporary = self._making(path.relative_to(self.path).as_posix())
        try:
            temporary.parent.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(temporary, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except OSError as error:
            raise Unwritable(str(error.strerror or error).lower()) from error

    def write_manifest(self, manifest: dict[str, Any]) -> None:
        """Write OUT/manifest.json."""
        self.replace(self.path / "manifest.json", _pretty(manifest))


def _stamp(source: Input) -> dict[str, Any]:
    return {"name": source.name, "file": Path(source.path).name, "size": source.size, "changed": source.changed}


def reject_line(part: Part, reject: Reject) -> bytes:
    """A reject as a line of rejects.jsonl."""
    where = dict(zip(PLACES[part.input.format], reject.position, strict=True))
    return _line({"input": part.input.path, "part": part.name, **where, "reason": reject.reason, "record": reject.record})


def _line(reject: dict[str, Any]) -> bytes:
    return json.dumps(reject, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _pretty(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 60 else text[:57] + "…"
