"""How fast cleaning is, beside copying the same JSON Lines and beside peers, in one process, interleaved, medians of CPU time.

    python benchmarks/speed.py [--rounds 5] [--peers] [--growth] [--check] [--update]

Texts are the corpus: `story` keeps a tenth of its lines under 60 characters (what good scrapers leave), `furniture` keeps all. The
figure is the multiple of a do-nothing pass (orjson in, split and join, orjson out), which no cleaner can beat: MB/s change with the
machine, multiples hardly. `--growth` prints the cost per line from 1 kB to 10 MB. `--check` fails if a multiple is a third above the
pinned one in benchmarks/floors.json ("speed").
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.items import items
from cleannews import Cleaner

FLOORS = Path(__file__).with_name("floors.json")


def texts() -> dict[str, list[str]]:
    """The two kinds of text, from the corpus."""
    raw = [item.raw for item in items()]
    story = []
    for text in raw:
        short = 0
        kept = []
        for line in text.split("\n"):
            if 0 < len(line.strip()) < 60:
                short += 1
                if short % 10:
                    continue
            kept.append(line)
        story.append("\n".join(kept))
    return {"story": story, "furniture": raw}


def passed_through(record: bytes) -> bytes:
    """The do-nothing pass: JSON in, lines split and joined, JSON out."""
    row = orjson.loads(record)
    row["body"] = "\n".join(row["text"].split("\n"))
    return orjson.dumps(row)


def ways(cleaner: Cleaner, peers: bool) -> dict[str, Callable[[bytes], bytes]]:
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

    found: dict[str, Callable[[bytes], bytes]] = {"pass-through": passed_through, "body only": body, "body, images, promos": full}
    if peers:
        import ftfy

        def fixed(record: bytes) -> bytes:
            row = orjson.loads(record)
            row["body"] = ftfy.fix_text(row["text"])
            return orjson.dumps(row)

        found["ftfy.fix_text"] = fixed
    return found


def measured(records: Sequence[bytes], timed: dict[str, Callable[[bytes], bytes]], rounds: int) -> dict[str, float]:
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


def growth(cleaner: Cleaner) -> None:
    """Microseconds a line as a document grows: flat if the time is linear."""
    lines = [line for item in items() if item.lang == "en" for line in item.raw.split("\n") if line.strip()]
    whole = "\n".join(lines)
    for size in (1_000, 10_000, 100_000, 1_000_000, 10_000_000):
        text = (whole + "\n") * (size // len(whole) + 1)
        text = text[:size]
        start = time.process_time()
        _ = cleaner.clean(text).body
        count = text.count("\n") + 1
        print(f"{size:>10,} characters  {1e6 * (time.process_time() - start) / count:8.1f} µs a line")


def main() -> int:
    """Measure and print; exit code 1 if --check finds a figure a third above the pinned one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--update", action="store_true")
    args = parser.parse_args()
    cleaner = Cleaner()
    if args.growth:
        growth(cleaner)
        return 0
    multiples: dict[str, float] = {}
    for kind, documents in texts().items():
        records = [orjson.dumps({"text": text}) for text in documents]
        size = sum(map(len, records)) / 1e6
        found = measured(records, ways(cleaner, args.peers), args.rounds)
        print(f"{kind}: {len(records)} documents, {size:.2f} MB")
        for name, seconds in found.items():
            multiple = seconds / found["pass-through"]
            print(f"  {name:22} {size / seconds:8.2f} MB/s  {multiple:7.1f} × pass-through")
            multiples[f"{kind}: {name}"] = round(multiple, 1)
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    ours = {name: value for name, value in multiples.items() if ": body" in name}
    if args.update:
        floors["speed"] = ours
        FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    pinned = floors.get("speed", {})
    slower = {name: (value, pinned[name]) for name, value in ours.items() if name in pinned and value > pinned[name] * 4 / 3}
    for name, (value, was) in slower.items():
        print(f"slower: {name} is {value} ×, pinned {was} ×", file=sys.stderr)
    return 1 if args.check and slower else 0


if __name__ == "__main__":
    sys.exit(main())
