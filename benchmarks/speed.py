"""How fast cleaning is, beside copying the same JSON Lines and beside peers, in one process, interleaved, medians of CPU time.

    python benchmarks/speed.py                    multiples of the do-nothing pass: two styles of text, four lengths
    python benchmarks/speed.py --peers            the same, and other cleaners (those that are installed)
    python benchmarks/speed.py --languages        multiples for each language
    python benchmarks/speed.py --html             pages, as multiples of parsing them
    python benchmarks/speed.py --growth           microseconds a line from 1 kB to 10 MB: flat if time is linear
    python benchmarks/speed.py --rules            the same texts with 100 rules of one's own, and 1,000
    python benchmarks/speed.py --start            the CPU of `cleannews < article.txt`, as a multiple of an interpreter that does nothing
    python benchmarks/speed.py --memory           the peak of memory as a document grows
    python benchmarks/speed.py --check            fail if a multiple is a third above the pinned one (--update pins what was measured)
    python benchmarks/speed.py --short            a few texts, once: must end, and all ways must agree; no figure counts

Texts are the corpus: `story` keeps a tenth of its lines under 60 characters (what good scrapers leave), `furniture` keeps all. The
figure is the multiple of a do-nothing pass (orjson in, split and join, orjson out), which no cleaner can beat: MB/s change with the
machine, multiples hardly.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.items import items
from benchmarks.peers import PEERS
from cleannews import Cleaner, Label, Rule

PINNED = Path(__file__).with_name("speed.json")
#: Characters of a document in the table of lengths.
LENGTHS = (500, 2_000, 8_000, 32_000)
Way = Callable[[bytes], bytes]


def story(text: str) -> str:
    """The text with every tenth of its short lines."""
    short = 0
    kept = []
    for line in text.split("\n"):
        if 0 < len(line.strip()) < 60:
            short += 1
            if short % 10:
                continue
        kept.append(line)
    return "\n".join(kept)


def texts() -> dict[str, list[str]]:
    """The two kinds of text, from the corpus."""
    raw = [item.raw for item in items()]
    return {"story": list(map(story, raw)), "furniture": raw}


def of_length(documents: Iterable[str], size: int, count: int = 60) -> list[str]:
    """Documents of about this many characters: whole lines of the given ones, cut or joined."""
    lines = "\n".join(documents).split("\n")
    found: list[str] = []
    held: list[str] = []
    length = 0
    for line in lines:
        held.append(line)
        length += len(line) + 1
        if length >= size:
            found.append("\n".join(held))
            held, length = [], 0
            if len(found) == count:
                break
    return found


def passed_through(record: bytes) -> bytes:
    """The do-nothing pass: JSON in, lines split and joined, JSON out."""
    row = orjson.loads(record)
    row["body"] = "\n".join(row["text"].split("\n"))
    return orjson.dumps(row)


def ways(cleaner: Cleaner, peers: bool = False) -> dict[str, Way]:
    """What is timed: name → record to record."""

    def body(record: bytes) -> bytes:
        row = orjson.loads(record)
        row["body"] = cleaner.clean(row["text"]).body
        return orjson.dumps(row)

    def full(record: bytes) -> bytes:
        row = orjson.loads(record)
        article = cleaner.clean(row["text"])
        row.update(body=article.body, images=[image.to_dict() for image in article.images], promos=[promo.to_dict() for promo in article.promos])
        return orjson.dumps(row)

    found: dict[str, Way] = {"pass-through": passed_through, "body only": body, "body, images, promos": full}
    if peers:
        found |= {name: _peer(clean) for name, clean in _others()}
    return found


def _others() -> Iterable[tuple[str, Callable[[str], str]]]:
    """The peers that are installed."""
    try:
        import ftfy

        yield "ftfy.fix_text", ftfy.fix_text
    except ImportError:
        print("not installed: ftfy", file=sys.stderr)
    for name, (clean, _) in PEERS.items():
        if name in ("cleannews", "keep everything"):
            continue
        try:
            clean("The ferry sailed on Monday.")
        except ImportError as error:
            print(f"not installed: {name} ({error.name})", file=sys.stderr)
            continue
        yield name, clean


def _peer(clean: Callable[[str], str]) -> Way:
    def way(record: bytes) -> bytes:
        row = orjson.loads(record)
        row["body"] = clean(row["text"])
        return orjson.dumps(row)

    return way


def measured(records: Sequence[bytes], timed: dict[str, Way], rounds: int) -> dict[str, float]:
    """Median CPU seconds of each way over all records, the ways taking turns."""
    spent: dict[str, list[float]] = {name: [] for name in timed}
    for run in range(rounds + 1):
        for name, way in timed.items():
            start = time.process_time()
            for record in records:
                way(record)
            if run:  # the first round warms up
                spent[name].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in spent.items()}


def table(kind: str, documents: Sequence[str], timed: dict[str, Way], rounds: int) -> dict[str, float]:
    """Measure the ways on these documents, print them, and return the multiples."""
    records = [orjson.dumps({"text": text}) for text in documents]
    size = sum(map(len, records)) / 1e6
    found = measured(records, timed, rounds)
    print(f"{kind}: {len(records)} documents, {size:.2f} MB")
    multiples = {}
    for name, seconds in found.items():
        multiple = seconds / found["pass-through"]
        print(f"  {name:28} {size / seconds:8.2f} MB/s  {multiple:7.1f} × pass-through")
        multiples[f"{kind}: {name}"] = round(multiple, 1)
    return multiples


def pages(cleaner: Cleaner, rounds: int) -> dict[str, float]:
    """Cleaning pages, as multiples of lxml's parsing of the same bytes. The pages are the corpus texts, each line a paragraph among a site's own."""
    from html import escape

    from lxml.html import HTMLParser, document_fromstring

    site = "".join(f'<li><a href="/{number}">Five ferries that never sailed, part {number}</a></li>' for number in range(60))
    documents = [
        f'<!doctype html><html lang="{item.lang}"><head><meta charset="utf-8"><title>{escape(item.raw[:60])}</title></head><body><nav><ul>{site}</ul></nav><article>'
        + "".join(f"<p>{escape(line)}</p>" for line in item.raw.split("\n") if line.strip())
        + f"</article><footer><ul>{site}</ul></footer></body></html>"
        for item in items()
    ]
    records = [document.encode() for document in documents]

    def parsed(page: bytes) -> bytes:
        return page if document_fromstring(page, parser=HTMLParser(encoding="utf-8")) is not None else b""

    def cleaned(page: bytes) -> bytes:
        return cleaner.clean_html(page).body.encode()

    found = measured(records, {"lxml parse": parsed, "clean_html, body": cleaned}, rounds)
    multiple = found["clean_html, body"] / found["lxml parse"]
    print(
        f"pages: {len(records)} of {sum(map(len, records)) / len(records) / 1e3:.0f} kB: {1e3 * found['clean_html, body'] / len(records):.2f} ms, {multiple:.1f} × lxml parse"
    )
    return {"pages: clean_html, body": round(multiple, 1)}


def languages(cleaner: Cleaner, rounds: int) -> None:
    """The multiple for each language of the corpus."""
    timed = ways(cleaner)
    by: dict[str, list[str]] = {}
    for item in items():
        by.setdefault(item.lang, []).append(item.raw)
    for lang, documents in sorted(by.items()):
        records = [orjson.dumps({"text": text}) for text in documents] * 3
        found = measured(records, timed, rounds)
        size = sum(map(len, records)) / 1e6
        print(f"  {lang:3} {size / found['body only']:8.2f} MB/s  {found['body only'] / found['pass-through']:7.1f} × pass-through")


def _grown(size: int) -> str:
    lines = [line for item in items() if item.lang == "en" for line in item.raw.split("\n") if line.strip()]
    whole = "\n".join(lines) + "\n"
    return (whole * (size // len(whole) + 1))[:size]


def growth(cleaner: Cleaner, sizes: Sequence[int] = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)) -> None:
    """Microseconds a line as a document grows: flat if the time is linear."""
    for size in sizes:
        text = _grown(size)
        cleaner.clean(text[:10_000])
        start = time.process_time()
        _ = cleaner.clean(text).body
        count = text.count("\n") + 1
        print(f"{size:>10,} characters  {1e6 * (time.process_time() - start) / count:8.1f} µs a line")


def memory(cleaner: Cleaner, sizes: Sequence[int] = (10_000, 100_000, 1_000_000)) -> None:
    """The peak of memory while a document is cleaned, in multiples of its length."""
    for size in sizes:
        text = _grown(size)
        cleaner.clean(text[:10_000])
        tracemalloc.start()
        _ = cleaner.clean(text).body
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"{size:>10,} characters  peak {peak / 1e6:8.1f} MB  {peak / size:6.1f} bytes a character")


def many_rules(count: int) -> tuple[Rule, ...]:
    """Rules of one's own, each with an opening of its own."""
    return tuple(
        Rule(f"own-{number}", Label.PROMO, "A line of the house.", rf"^House{number} (?:news|notes) \d+$", longest=80, hits=(f"House{number} news 7",))
        for number in range(count)
    )


def rules(rounds: int) -> None:
    """The cost of rules of one's own: near flat if a line meets only those that it may be."""
    documents = texts()["furniture"]
    records = [orjson.dumps({"text": text}) for text in documents]
    timed = {f"{count} rules of one's own": ways(Cleaner(rules=many_rules(count)))["body only"] for count in (0, 100, 1_000)}
    found = measured(records, timed, rounds)
    first = next(iter(found.values()))
    for name, seconds in found.items():
        print(f"  {name:28} {seconds / first:6.2f} × none")


def _spent(command: Sequence[str], text: bytes) -> float:
    """CPU seconds of a process that reads the text."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, input=text, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def start(rounds: int) -> None:
    """The command on one article, from the environment of the running interpreter: installed from a wheel, that is what users meet."""
    text = next(item.raw for item in items() if item.lang == "en" and 3_000 < len(item.raw) < 5_000).encode()
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import cleannews": [sys.executable, "-c", "import cleannews"],
        "cleannews.clean(text)": [sys.executable, "-c", "import sys, cleannews; cleannews.clean(sys.stdin.read()).body"],
        "cleannews < article.txt": [sys.executable, "-m", "cleannews"],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(3 * rounds + 1):
        for name, command in commands.items():
            seconds = _spent(command, text)
            if run:  # the first round warms up
                taken[name].append(seconds)
    nothing = statistics.median(taken["python -c pass"])
    for name, seconds_of in taken.items():
        seconds = statistics.median(seconds_of)
        print(f"  {name:28} {1e3 * seconds:6.1f} ms  {seconds / nothing:5.1f} × python -c pass")


def short(cleaner: Cleaner) -> list[str]:
    """Where ways of getting the same thing differ; also what CI runs of this file."""
    wrong = []
    timed = ways(cleaner)
    for number, text in enumerate(texts()["furniture"][::40]):
        record = orjson.dumps({"text": text})
        outs = {name: orjson.loads(way(record))["body"] for name, way in timed.items()}
        if outs["body only"] != outs["body, images, promos"]:
            wrong.append(f"document {number}: the body depends on what else is asked for")
        if cleaner.clean(text) != Cleaner(rules=many_rules(3)).clean(text):
            wrong.append(f"document {number}: rules that hit nothing change something")
    table("short", texts()["story"][::40], timed, 1)
    growth(cleaner, (1_000, 10_000))
    return wrong


def main() -> int:
    """Measure and print; exit code 1 if --check finds a figure a third above the pinned one, or --short two ways that differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    for name in ("peers", "languages", "html", "growth", "rules", "memory", "start", "check", "update", "short"):
        parser.add_argument(f"--{name}", action="store_true")
    args = parser.parse_args()
    if args.start:
        start(args.rounds)
        return 0
    cleaner = Cleaner()
    if args.short:
        wrong = short(cleaner)
        print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
        return 1 if wrong else 0
    if args.growth:
        growth(cleaner)
    if args.memory:
        memory(cleaner)
    if args.languages:
        languages(cleaner, args.rounds)
    if args.rules:
        rules(args.rounds)
    if args.html:
        pages(cleaner, args.rounds)
    if any((args.growth, args.memory, args.languages, args.rules, args.html)):
        return 0
    multiples: dict[str, float] = {}
    kinds = texts()
    for kind, documents in kinds.items():
        multiples |= table(kind, documents, ways(cleaner, args.peers), args.rounds)
    if not (args.check or args.update):
        for length in LENGTHS:
            table(f"furniture, {length:,} characters", of_length(kinds["furniture"], length), ways(cleaner), args.rounds)
    multiples |= pages(cleaner, args.rounds)
    ours = {name: value for name, value in multiples.items() if ": body" in name or name.startswith("pages")}
    if args.update:
        PINNED.write_text(json.dumps(ours, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    pinned = json.loads(PINNED.read_text(encoding="utf-8")) if PINNED.exists() else {}
    slower = {name: (value, pinned[name]) for name, value in ours.items() if name in pinned and value > pinned[name] * 4 / 3}
    for name, (value, was) in slower.items():
        print(f"slower: {name} is {value} ×, pinned {was} ×", file=sys.stderr)
    return 1 if args.check and slower else 0


if __name__ == "__main__":
    sys.exit(main())
