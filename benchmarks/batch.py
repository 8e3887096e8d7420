"""How many documents `cleannews run` cleans per second of one core, from text, pages and WARC, and what that makes a million cost.

    python benchmarks/batch.py [--documents 2000] [--rounds 3] [--texts FILE] [--pages FILE] [--check]

Texts and pages are made from the corpus, or come from JSON Lines of your own (fields `text`, `html`, `url`). Every figure is CPU time of the
process and all its workers, so that a busy machine changes little. What start-up costs, with all that is compiled on first use, is measured with
the first quarter of the documents and taken off. The overhead is that of the whole command, files read and written, over `clean(text)` in a loop
that reads the same file and writes nothing. Rounds take turns, the median counts. `--check` fails if the overhead is above 15 % or two processes do less than 1.8 times the work of one.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.items import items
from cleannews import clean

#: What the goals are: the most overhead, and the least that two processes do of what one does.
OVERHEAD, TWO = 0.15, 1.8
#: Articles in a month of CC-NEWS, and what a core costs for an hour, in dollars: assumptions, said where they are used.
MONTH, HOUR = 12_000_000, 0.04


class Document(NamedTuple):
    """What is cleaned: a text or a page, and its address."""

    content: str
    url: str


class Spent(NamedTuple):
    """Seconds."""

    cpu: float
    wall: float


def texts() -> Iterator[Document]:
    """The articles of the corpus."""
    for number, item in enumerate(items()):
        yield Document(item.raw, f"https://news.example/{number}")


def pages() -> Iterator[Document]:
    """The articles of the corpus as pages of a size that is usual: most of it is not article."""
    links = "".join(f'<li><a class="nav-item link-{n}" href="/section/{n}">Section {n}</a></li>' for n in range(60))
    cards = "".join(f'<div class="card"><a href="/story/{n}"><img src="/{n}.jpg" alt=""><h3>Another story, number {n}</h3></a></div>' for n in range(60))
    script = f"<script>{'window.dataLayer.push({event: 1, page: 2});' * 500}</script><style>{'.card{margin:0 auto;padding:1px}' * 500}</style>"
    for document in texts():
        title, *lines = [html.escape(line) for line in document.content.split("\n") if line.strip()]
        inside = "".join(f'<p class="text">{line}</p>\n' for line in lines)
        yield Document(
            f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{script}</head><body><nav><ul>{links}</ul></nav>"
            f"<main><article><h1>{title}</h1>{inside}</article></main><aside>{cards}</aside><footer><ul>{links}</ul></footer></body></html>",
            document.url,
        )


def loaded(path: str, field: str) -> list[Document]:
    """Documents of one's own."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return [Document(row[field], row.get("url") or f"https://news.example/{number}") for number, row in enumerate(rows) if row.get(field)]


def as_jsonl(documents: Sequence[Document], path: Path) -> None:
    """Write JSON Lines."""
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps({"url": document.url, "text": document.content}, ensure_ascii=False) + "\n" for document in documents)


def as_warc(documents: Sequence[Document], path: Path) -> None:
    """Write WARC, each record compressed by itself, as crawlers do."""
    with open(path, "wb") as out:
        for number, document in enumerate(documents):
            body = document.content.encode("utf-8", "replace")
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
                f"WARC-Target-URI: {document.url}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
            )
            out.write(gzip.compress(head.encode() + answer + b"\r\n\r\n", 6))


def run(source: Path, *options: str) -> Spent:
    """Run the command over a file to its end."""
    with tempfile.TemporaryDirectory() as folder:
        return spent("-m", "cleannews", "run", str(source), "-o", f"{folder}/out", *options)


def spent(*arguments: str) -> Spent:
    """What a Python process costs."""
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, *arguments], stderr=subprocess.PIPE)
    assert process.stderr is not None
    told = process.stderr.read()
    # With the usage of the workers, which the command has waited for.
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(told.decode())
    return Spent(usage.ru_utime + usage.ru_stime, time.monotonic() - begun)


def loop(path: str) -> None:
    """`clean` in a loop."""
    with open(path, encoding="utf-8") as stream:
        for line in stream:
            _ = clean(json.loads(line)["text"]).body


class Way(NamedTuple):
    """One row of the table: what is measured. Without options, a loop."""

    name: str
    documents: Sequence[Document]
    source: Path
    less: Path
    options: tuple[str, ...] | None = ()

    def cost(self, many: bool) -> Spent:
        """What all documents, or the first quarter of them, cost."""
        path = self.source if many else self.less
        return spent(__file__, "--loop", str(path)) if self.options is None else run(path, *self.options)


def median(found: Sequence[Spent]) -> Spent:
    """The medians."""
    return Spent(statistics.median(spent.cpu for spent in found), statistics.median(spent.wall for spent in found))


def main() -> int:
    """Measure and print a Markdown table; exit code 1 if --check finds a goal missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000, help="texts; of pages it is a quarter")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--texts", help="JSON Lines with the field text")
    parser.add_argument("--pages", help="JSON Lines with the field html")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--loop", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.loop:
        loop(args.loop)
        return 0
    plain = list(islice(cycle(loaded(args.texts, "text") if args.texts else texts()), args.documents))
    paged = list(islice(cycle(loaded(args.pages, "html") if args.pages else pages()), max(1, args.documents // 4)))
    with tempfile.TemporaryDirectory() as name:
        found = measured(ways(plain, paged, Path(name)), args.rounds)
    table(found)
    overhead, two = goals(found)
    if args.check and (overhead > OVERHEAD or two < TWO):
        print("a goal is missed", file=sys.stderr)
        return 1
    return 0


def ways(plain: Sequence[Document], paged: Sequence[Document], folder: Path) -> list[Way]:
    """What is measured, its files written."""

    def written(documents: Sequence[Document], name: str) -> tuple[Path, Path]:
        write = as_warc if "warc" in name else as_jsonl
        write(documents, folder / name)
        write(documents[: len(documents) // 4], folder / f"less-{name}")
        return folder / name, folder / f"less-{name}"

    part = f"{max(1000, sum(len(document.content.encode('utf-8', 'replace')) for document in plain) // 8)}"
    found = [
        Way("`clean` in a loop", plain, *written(plain, "text.jsonl"), None),
        Way("JSON Lines, text", plain, *written(plain, "text.jsonl")),
        Way("JSON Lines, text, `-j 2`", plain, *written(plain, "text.jsonl"), ("-j", "2", "--part-size", part)),
        Way("JSON Lines, pages", paged, *written(paged, "pages.jsonl"), ("--html", "--url", "url")),
    ]
    if find_spec("pyarrow"):
        found.append(Way("JSON Lines to Parquet, text", plain, *written(plain, "text.jsonl"), ("--to", "parquet")))
    if find_spec("fastwarc"):
        found.append(Way("WARC.gz, pages", paged, *written(paged, "pages.warc.gz")))
    return found


def measured(found: Sequence[Way], rounds: int) -> list[tuple[Way, Spent]]:
    """Each way with what the last three quarters of its documents cost."""
    whole: list[list[Spent]] = [[] for _ in found]
    quarter: list[list[Spent]] = [[] for _ in found]
    for _ in range(rounds):
        for number, way in enumerate(found):
            quarter[number].append(way.cost(many=False))
            whole[number].append(way.cost(many=True))
    return [(way, minus(median(all_of_it), median(less))) for way, all_of_it, less in zip(found, whole, quarter, strict=True)]


def minus(many: Spent, less: Spent) -> Spent:
    """The difference."""
    return Spent(many.cpu - less.cpu, many.wall - less.wall)


def table(found: Sequence[tuple[Way, Spent]]) -> None:
    """Print the figures."""
    print("| | kB each | documents/s per core | MB/s per core | core hours for 1 M | and dollars |\n|---|---|---|---|---|---|")
    for way, cost in found:
        size = sum(len(document.content.encode("utf-8", "replace")) for document in way.documents)
        rate = counted(way) / cost.cpu
        hours = 1e6 / rate / 3600
        each = size / len(way.documents)
        print(f"| {way.name} | {each / 1000:.1f} | {rate:,.0f} | {each * rate / 1e6:.2f} | {hours:.2f} | {hours * HOUR:.2f} |")


def counted(way: Way) -> int:
    """How many documents are in the figure."""
    return len(way.documents) - len(way.documents) // 4


def goals(found: Sequence[tuple[Way, Spent]]) -> tuple[float, float]:
    """Print and return the overhead of the command over a loop, and how much more two processes do than one."""
    costs = {way.name: cost for way, cost in found}
    bare, one, two = costs["`clean` in a loop"], costs["JSON Lines, text"], costs["JSON Lines, text, `-j 2`"]
    overhead = one.cpu / bare.cpu - 1
    more = 2 * one.cpu / two.cpu
    print(f"\noverhead of the command over `clean` in a loop: {overhead:+.1%}")
    print(f"two processes do {more:.2f} × the work of one in a second of their CPU time, {one.wall / two.wall:.2f} × by the clock")
    for way, cost in found:
        if "pages" in way.name:
            hours = MONTH / (counted(way) / cost.cpu) / 3600
            print(f"a month of CC-NEWS ({MONTH / 1e6:.0f} million pages) at the rate of “{way.name}”: {hours:,.0f} core hours, {hours * HOUR:,.0f} dollars")
    return overhead, more


if __name__ == "__main__":
    sys.exit(main())
