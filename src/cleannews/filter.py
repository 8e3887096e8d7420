"""The work of the command: files or lines in, cleaned documents out. Options are parsed elsewhere (`cli`); nothing heavy is imported before it is needed.

Data goes to the output and nothing else does. What went wrong with one input is one line on stderr that says what and where, and
costs nothing but that input.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from cleannews.derived import regex
from cleannews.values import NamedTuple, dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any

    from cleannews.article import Article
    from cleannews.cleaner import Cleaner


class Trouble(Exception):
    """One input that can't be processed. The message is a line for people."""


class Unwritable(OSError):
    """The output can't be opened. The message is a line for people."""


@dataclass(frozen=True)
class Job:
    """What shall become of each document. Picklable, so that worker processes can be told.

    cleaner        the cleaner and its options.
    form           "text", "json", "jsonld", "labels" or "markdown".
    only           labels whose text alone is wanted (then `form` is "text").
    title          the headline, if it is known ("" if it is known not to be in the text).
    html           True: pages; False: text; None: look at the first bytes.
    strict         undecodable bytes are an error, not replaced.
    colour         labels are coloured.
    field, into    JSON Lines: the key that holds the text, the key that gets the result.
    on_error       JSON Lines: what becomes of a line that can't be processed: "fail", "skip" or "keep".
    """

    cleaner: Cleaner
    form: str = "text"
    only: tuple[str, ...] = ()
    title: str | None = None
    html: bool | None = None
    strict: bool = False
    colour: bool = False
    field: str = "text"
    into: str = "body"
    on_error: str = "fail"


def complain(message: str) -> None:
    """One line on stderr."""
    print(f"cleannews: {message}", file=sys.stderr, flush=True)


# --- reading -----------------------------------------------------------------------------------------------------------------

#: First bytes of files that people hand over by mistake, what they are, and what to do instead.
_BINARY = (
    (b"\x1f\x8b", "gzip", "zcat {} | cleannews"),
    (b"\x28\xb5\x2f\xfd", "Zstandard", "zstdcat {} | cleannews"),
    (b"BZh", "bzip2", "bzcat {} | cleannews"),
    (b"\xfd7zXZ\x00", "xz", "xzcat {} | cleannews"),
    (b"PK\x03\x04", "ZIP (or Office document)", None),
    (b"%PDF-", "PDF", "pdftotext {} - | cleannews"),
    (b"\x89PNG\r\n", "PNG", None),
    (b"\xff\xd8\xff", "JPEG", None),
    (b"GIF8", "GIF", None),
    (b"PAR1", "Parquet", None),
    (b"SQLite format 3\x00", "SQLite", None),
    (b"\x7fELF", "program", None),
)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Control characters that no text file is full of. Escape stays out: ISO-2022-JP lives on it.
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\v\f\r\x1b"})
_LOOK = 8192


def binary(head: bytes, name: str) -> str | None:
    """Why these first bytes are no text, or None if they may be."""
    for magic, kind, instead in _BINARY:
        if head.startswith(magic):
            return f"a {kind} file, not text" + (f"; try: {instead.format(name)}" if instead and name != "-" else "")
    if head.startswith(_MARKS):
        return None
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 10 > len(head):
        return "a binary file, not text (or UTF-16 without a byte order mark)"
    return None


_PAGE = regex(
    rb"(?:<\?xml[^>]{0,200}\?>|<!--(?:[^-]|-(?!->)){0,2000}-->|\s){0,20}<(?:!doctype\s+html|html|head|body|meta|article|main|section|div|header)\b", re.I
)


def is_page(head: bytes) -> bool:
    """Whether a document that begins like this is HTML."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.replace(b"\0", b"")[2:]
    return bool(_PAGE.match(head.removeprefix(codecs.BOM_UTF8)[:4096]))


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The file, or standard input for "-", for reading bytes. Raises Trouble if there is none or it can't be read."""
    if name == "-":
        if sys.stdin is None:
            raise Trouble("standard input is closed")
        yield sys.stdin.buffer
        return
    try:
        stream = open(name, "rb")  # noqa: SIM115 - closed below; opening is guarded apart from what is done with the file
    except OSError as error:
        raise Trouble(_reason(error)) from error
    with stream:
        yield stream


def _reason(error: OSError) -> str:
    return "is a directory" if isinstance(error, IsADirectoryError) else (error.strerror or str(error)).lower()


def _shown(name: str) -> str:
    return "standard input" if name == "-" else name


# --- one document ------------------------------------------------------------------------------------------------------------


def cleaned(job: Job, document: str | bytes) -> Article:
    """The document, cleaned as text or as a page. Raises Trouble for undecodable bytes if the job is strict."""
    page = job.html
    if page is None:
        head = document[:4096]
        # Almost no text begins with a bracket: look closer only at those that do.
        page = head.lstrip()[:1] in ("<", b"<", b"\xef", b"\xff", b"\xfe") and is_page(head.encode("utf-8", "replace") if isinstance(head, str) else head)
    article = _clean_page(job, document) if page else job.cleaner.clean(document, title=job.title)
    if job.strict and article.replaced:
        raise Trouble(f"{_count(article.replaced, 'character')} can't be decoded as {article.encoding}")
    return article


def _clean_page(job: Job, page: str | bytes) -> Article:
    from cleannews.html import clean_html

    return clean_html(page, title=job.title, cleaner=job.cleaner)


def result(job: Job, article: Article) -> Any:
    """What the job asks of the article: a text, a list of texts (`only`) or a JSON-ready dictionary."""
    if job.only:
        return [segment.text.strip() for segment in article.segments if segment.label.value in job.only and segment.text.strip()]
    if job.form == "json":
        return article.to_dict()
    if job.form == "jsonld":
        return article.to_jsonld()
    if job.form == "labels":
        return coloured(article.to_margin()) if job.colour else article.to_margin()
    if job.form == "markdown":
        return article.to_markdown()
    return article.body


def written(value: Any) -> bytes:
    """A result as the bytes of a text file or of one JSON line."""
    if isinstance(value, dict):
        return encoded(value) + b"\n"
    text = "\n".join(value) if isinstance(value, list) else value
    return (text if text.endswith("\n") or not text else text + "\n").encode("utf-8", "replace")


def encoded(value: Any) -> bytes:
    """JSON in UTF-8. A lone surrogate, which UTF-8 can't hold, is written as the escape that it came as."""
    import orjson

    try:
        return orjson.dumps(value)
    except TypeError:
        import json

        return json.dumps(value, separators=(",", ":")).encode("ascii")


_MARGIN = regex(r"^(\+?)([a-z]+)([\w.-]*)( *)(?=\|)", re.M)
_STORY = ("body", "subhead", "standfirst")
_LIFTED = ("title", "caption", "credit", "promo", "byline", "bio", "dateline", "timestamp", "source", "note", "rights", "tags")


def coloured(margin: str) -> str:
    """The margin format with its labels in colour: the story green, what is lifted yellow, what is dropped red."""

    def paint(found: re.Match[str]) -> str:
        colour = 32 if found[2] in _STORY else 33 if found[2] in _LIFTED else 31
        return f"{found[1]}\x1b[{colour}m{found[2]}{found[3]}\x1b[0m{found[4]}"

    return _MARGIN.sub(paint, margin)


def load_orjson() -> None:
    """Import orjson, which crashes the process if an interrupt comes just then: the interrupt waits."""
    import signal

    held = hasattr(signal, "pthread_sigmask")
    if held:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        import orjson  # noqa: F401 - imported for those who import it later
    finally:
        if held:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _replacement(n: int, encoding: str | None) -> str:
    return f"{_count(n, 'character')} could not be decoded as {encoding} and {'was' if n == 1 else 'were'} replaced"


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


# --- files -------------------------------------------------------------------------------------------------------------------


def clean_files(job: Job, names: Sequence[str], output: str | None = None) -> int:
    """Clean each file as one document, in order, to the output (default: stdout). Returns the exit code."""
    code = 0
    if job.form in ("json", "jsonld"):
        load_orjson()
    with writing(output) as out:
        wrote = False
        for name in names:
            try:
                with opened(name) as stream:
                    try:
                        document = stream.read()
                    except OSError as error:
                        raise Trouble(_reason(error)) from error
                why = binary(document[:_LOOK], name)
                if why:
                    raise Trouble(why)
                article = cleaned(job, document)
            except Trouble as trouble:
                complain(f"{_shown(name)}: {trouble}")
                code = 1
                continue
            if article.replaced:
                complain(f"{_shown(name)}: {_replacement(article.replaced, article.encoding)}")
            text = written(result(job, article))
            if text:
                # Between the stories of two files stands a blank line; JSON comes one object a line.
                out.write(b"\n" + text if wrote and not text.startswith(b"{") else text)
                wrote = True
        out.flush()
    return code


@contextmanager
def writing(output: str | None) -> Iterator[IO[bytes]]:
    """Where results go: stdout, or a file that takes its name only when it is whole, so that an input may be written over."""
    if output is None or output == "-":
        if sys.stdout is None:
            raise Unwritable("standard output is closed")
        yield sys.stdout.buffer
        return
    import tempfile

    path = os.path.realpath(output)
    # A device or a named pipe is written to, not replaced.
    replaced = os.path.isfile(path) or not os.path.exists(path)
    temporary = ""
    try:
        if replaced:
            handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=f".{os.path.basename(path)}.")
            stream = open(handle, "wb")  # noqa: SIM115 - closed below; opening is guarded apart from what is done with the file
        else:
            stream = open(path, "wb")  # noqa: SIM115
    except OSError as error:
        raise Unwritable(f"{output}: {_reason(error)}") from error
    try:
        with stream:
            yield stream
        if replaced:
            os.chmod(temporary, os.stat(path).st_mode & 0o777 if os.path.exists(path) else 0o666 & ~_umask())
            os.replace(temporary, path)
    except BaseException:
        if replaced:
            os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# --- JSON Lines --------------------------------------------------------------------------------------------------------------


class Batch(NamedTuple):
    """What came of some lines: the output, a complaint for each line in trouble, how many of those count as failed, how many bytes were replaced."""

    out: bytes
    complaints: list[str]
    failed: int
    replaced: int


#: Lines per message to a worker, in bytes: large enough that messages cost nothing, small enough to keep the order cheaply.
_BATCH = 256 * 1024


def clean_records(job: Job, names: Sequence[str], output: str | None = None, jobs: int = 1, progress: bool | None = None) -> int:
    """Clean one text per JSON line, streaming: memory holds a few lines, the order stays. Returns the exit code."""
    code = 0
    load_orjson()
    with writing(output) as out, _progress(names, output, progress) as advance:
        live = out.isatty()
        for name in names:
            replaced = 0
            try:
                with opened(name) as stream:
                    for done in _batches(job, _shown(name), _checked(stream, name), jobs, advance):
                        out.write(done.out)
                        if live:
                            out.flush()
                        for complaint in done.complaints:
                            complain(complaint)
                        code = 1 if done.failed else code
                        replaced += done.replaced
            except Trouble as trouble:
                complain(f"{_shown(name)}: {trouble}")
                code = 1
            if replaced:
                complain(f"{_shown(name)}: {_replacement(replaced, 'utf-8')}")
        out.flush()
    return code


def _checked(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """The lines of the stream. Raises Trouble if it isn't text in UTF-8, or can't be read on."""
    try:
        first = True
        for line in stream:
            if first:
                why = binary(line[:_LOOK], name)
                if why:
                    raise Trouble(why)
                if line.startswith(_MARKS[1:]):
                    raise Trouble(f"JSON Lines are UTF-8, this is UTF-16 or UTF-32; try: iconv -f UTF-16 -t UTF-8 {name} | cleannews --jsonl")
                line = line.removeprefix(codecs.BOM_UTF8)
                first = False
            yield line
    except OSError as error:
        raise Trouble(_reason(error)) from error


def _batches(job: Job, name: str, lines: Iterable[bytes], jobs: int, advance: Callable[[int], object]) -> Iterator[Batch]:
    """The lines, processed here or by worker processes, in order."""
    if jobs == 1:
        for number, line in enumerate(lines, 1):
            yield process(job, name, number, [line])
            advance(len(line))
        return
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_worker)
    waiting: deque[tuple[Future[Batch], int]] = deque()
    try:
        for number, chunk, size in _chunks(lines):
            waiting.append((pool.submit(process, job, name, number, chunk), size))
            while len(waiting) > jobs * 2 or (waiting and waiting[0][0].done()):
                future, size = waiting.popleft()
                yield future.result()
                advance(size)
        while waiting:
            future, size = waiting.popleft()
            yield future.result()
            advance(size)
    except BrokenProcessPool:
        raise Trouble("a worker process was killed (out of memory?); what follows in this input was not processed") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _chunks(lines: Iterable[bytes]) -> Iterator[tuple[int, list[bytes], int]]:
    """(number of the first line, lines, bytes) of each batch."""
    chunk: list[bytes] = []
    size = 0
    first = 1
    for line in lines:
        chunk.append(line)
        size += len(line)
        if size >= _BATCH:
            yield first, chunk, size
            first += len(chunk)
            chunk, size = [], 0
    if chunk:
        yield first, chunk, size


def _worker() -> None:
    """A worker leaves interrupts to its parent, and never outlives it."""
    import signal
    import threading
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def watch() -> None:
            wait([sentinel])
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()


def process(job: Job, name: str, first: int, lines: Sequence[bytes]) -> Batch:
    """Clean the texts in some JSON lines, the first of which has the number `first`."""
    out: list[bytes] = []
    complaints: list[str] = []
    failed = replaced = 0
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        try:
            done, lost = record(job, line)
            out.append(done + b"\n")
            replaced += lost
        except Trouble as trouble:
            ending = {"fail": "left out", "skip": "skipped", "keep": "kept as it is"}[job.on_error]
            complaints.append(f"{name}:{number}: {trouble}; {ending}")
            failed += job.on_error == "fail"
            if job.on_error == "keep":
                out.append(line.rstrip(b"\r\n") + b"\n")
    return Batch(b"".join(out), complaints, failed, replaced)


def record(job: Job, line: bytes) -> tuple[bytes, int]:
    """One JSON line with the result in it, everything else byte for byte as it was; and how many of its bytes had to be replaced.

    Raises Trouble if the line is no JSON object, or has no text where it should.
    """
    import orjson

    line = line.strip()
    lost = 0
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError:
        # The strict reader refuses what others write all the same: bytes that are no UTF-8, lone surrogates, NaN.
        line, fields, lost = _read_leniently(line)
        if lost and job.strict:
            raise Trouble(f"{_count(lost, 'character')} can't be decoded as utf-8") from None
    if not isinstance(fields, dict):
        raise Trouble(f"not a JSON object but {_kind(fields)}")
    if job.field not in fields:
        raise Trouble(f"no field {job.field!r}{_hint(job.field, fields)}")
    text = fields[job.field]
    if text is None:
        return with_field(line, fields, job.into, b"null"), lost
    if not isinstance(text, str):
        raise Trouble(f"field {job.field!r} is {_kind(text)}, not text")
    return with_field(line, fields, job.into, encoded(result(job, cleaned(job, text)))), lost


def _read_leniently(line: bytes) -> tuple[bytes, Any, int]:
    import json

    text = line.decode("utf-8", "replace")
    lost = text.count("\ufffd") - line.count("\ufffd".encode())
    try:
        # Numbers are not looked at: whatever their size, they stay as written.
        fields = json.JSONDecoder(parse_int=_zero, parse_float=_zero, strict=False).decode(text)
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")
        raise Trouble(f"not JSON ({what[:1].lower()}{what[1:]} at character {error.pos + 1})") from None
    except RecursionError:
        raise Trouble("not JSON that can be read: nested too deeply") from None
    return (text.encode("utf-8") if lost else line), fields, lost


def _zero(_number: str) -> int:
    return 0


def with_field(line: bytes, fields: dict[str, Any], name: str, value: bytes) -> bytes:
    """The JSON object `line`, read as `fields`, with the member `name` set. No other byte changes: a number keeps all its digits."""
    if name not in fields:
        open_object = line[:-1].rstrip()
        return open_object + (b", " if fields else b"") + encoded(name) + b": " + value + b"}"
    text = line.decode("utf-8", "surrogatepass")
    start, end = _value_span(text, name)
    return text[:start].encode("utf-8", "surrogatepass") + value + text[end:].encode("utf-8", "surrogatepass")


_BLANK = regex(r"[ \t\r\n]*")


def _value_span(text: str, name: str) -> tuple[int, int]:
    """Where the value of the member `name` stands in a JSON object; of several, the last, which is the one that readers take."""
    import json

    decoder = json.JSONDecoder(parse_int=_zero, parse_float=_zero, strict=False)
    span = (0, 0)
    at = text.index("{") + 1
    while True:
        at = _past_blank(text, at)
        if text[at] == "}":
            return span
        key, at = decoder.raw_decode(text, at)
        start = _past_blank(text, text.index(":", at) + 1)
        _value, at = decoder.raw_decode(text, start)
        if key == name:
            span = (start, at)
        at = _past_blank(text, at)
        at += text[at] == ","


def _past_blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    return {int: "a number", float: "a number", str: "a string", list: "a list", dict: "an object"}[type(value)]


def _hint(name: str, fields: dict[str, Any]) -> str:
    import difflib

    texts = [key for key, value in fields.items() if isinstance(value, str)]
    near = difflib.get_close_matches(name, texts, 1, 0.5)
    if near:
        return f"; did you mean --field {near[0]}?"
    return f"; there are: {', '.join(list(fields)[:8])}{', …' if len(fields) > 8 else ''}" if fields else "; the object is empty"


@contextmanager
def _progress(names: Sequence[str], output: str | None, wanted: bool | None) -> Iterator[Callable[[int], object]]:
    """A function to tell how many bytes were read; draws a bar on stderr if that is wanted, or by default if a person looks on and nothing else is drawn."""
    sized = all(name != "-" and os.path.isfile(name) for name in names)
    if wanted is None:
        wanted = sized and sys.stderr is not None and sys.stderr.isatty() and not (output is None and sys.stdout.isatty()) and _has_tqdm()
    if not wanted:
        yield lambda size: None
        return
    from tqdm import tqdm

    with tqdm(total=sum(map(os.path.getsize, names)) if sized else None, unit="B", unit_scale=True, file=sys.stderr) as bar:
        yield bar.update


def _has_tqdm() -> bool:
    from importlib.util import find_spec

    return find_spec("tqdm") is not None
