"""How well a cleaner of news text does on the corpus.

    python benchmarks/quality.py                      cleannews: by label and by language, against the pinned floors
    python benchmarks/quality.py --peers              the same texts through other cleaners
    python benchmarks/quality.py --cleaner mod:func   any cleaner: func(raw) returns the kept text, or an object with `segments`
    python benchmarks/quality.py --check              exit code 1 if a figure is below its floor
    python benchmarks/quality.py --update             raise the floors to what was measured (--lower: also lower them)

What is measured, on the parts of lines that the margins label (white space never counts):

    lost         of 1,000 lines of story, how many are gone (more than half of their characters)
    removed      share of the furniture's characters that are gone
    F1           of the kept characters against those of the story
    exact        share of articles that come out without a difference
    precision, recall   per label, in characters, for cleaners that label

A cleaner that returns text is compared by aligning it with the input: equal lines first, the rest character by character.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.items import Item, digest, items
from cleannews.article import KEPT

FLOORS = Path(__file__).with_name("floors.json")
#: Measured on the same corpus a figure moves only when the cleaner does; this much is rounding.
_SLACK = 0.0005


@dataclass
class Tally:
    """Sums over items, from which the figures follow."""

    story_lines: int = 0
    lost_lines: int = 0
    story: int = 0
    kept: int = 0
    kept_story: int = 0
    furniture: int = 0
    removed: int = 0
    articles: int = 0
    exact: int = 0
    gold: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    labels: bool = False

    def figures(self) -> dict[str, float]:
        """The figures, each better when higher."""
        precision = self.kept_story / self.kept if self.kept else 0.0
        recall = self.kept_story / self.story if self.story else 0.0
        found = {
            "story lines kept": 1 - self.lost_lines / self.story_lines if self.story_lines else 1.0,
            "removed": self.removed / self.furniture if self.furniture else 1.0,
            "F1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
            "exact": self.exact / self.articles if self.articles else 1.0,
        }
        return {name: round(value, 4) for name, value in found.items()}

    def by_label(self) -> dict[str, dict[str, float]]:
        """Per label: characters in the corpus, share removed, precision and recall."""
        rows = {}
        for label in sorted(self.gold, key=lambda name: -self.gold[name]):
            row = {"characters": float(self.gold[label]), "removed": self.gone[label] / self.gold[label]}
            if self.labels:
                row["recall"] = self.right[label] / self.gold[label]
                row["precision"] = self.right[label] / self.said[label] if self.said[label] else 0.0
            rows[label] = {name: round(value, 4) for name, value in row.items()}
        return rows


def score(item: Item, out: Any, tally: Tally) -> None:
    """Add one item's result to the sums."""
    raw = item.raw
    gold = [""] * len(raw)
    for span in item.spans:
        gold[span.start : span.end] = [span.label.value] * (span.end - span.start)
    if isinstance(out, str):
        said = None
        kept = aligned(raw, out)
    else:
        tally.labels = True
        said = [""] * len(raw)
        for segment in out.segments:
            said[segment.start : segment.end] = [str(segment.label)] * (segment.end - segment.start)
        kept = [label in KEPT for label in said]
    solid = [bool(label) and not char.isspace() for label, char in zip(gold, raw, strict=True)]
    tally.articles += 1
    exact = True
    for i, counts in enumerate(solid):
        if not counts:
            continue
        label, stays, story = gold[i], kept[i], gold[i] in KEPT
        tally.gold[label] += 1
        tally.gone[label] += not stays
        tally.story += story
        tally.furniture += not story
        tally.kept += stays
        tally.kept_story += stays and story
        tally.removed += not stays and not story
        exact &= stays == story
        if said is not None:
            tally.said[said[i]] += 1
            tally.right[label] += said[i] == label
    tally.exact += exact
    for span in item.spans:
        if span.label in KEPT:
            here = [kept[i] for i in range(span.start, span.end) if solid[i]]
            tally.story_lines += 1
            tally.lost_lines += sum(here) * 2 < len(here)


def aligned(raw: str, out: str) -> list[bool]:
    """For each character of `raw` whether it is in `out`: lines that are equal but for white space first, then what is between them."""
    from rapidfuzz.distance import LCSseq

    kept = [False] * len(raw)
    lines = []
    at = 0
    for whole in raw.splitlines(keepends=True):
        lines.append([i for i in range(at, at + len(whole)) if not raw[i].isspace()])
        at += len(whole)
    lines = [line for line in lines if line]
    outs = [text for text in ("".join(line.split()) for line in out.splitlines()) if text]
    texts = ["".join(raw[i] for i in line) for line in lines]
    for tag, a, b, c, d in SequenceMatcher(None, texts, outs, autojunk=False).get_opcodes():
        places = [i for line in lines[a:b] for i in line]
        if tag == "equal":
            for i in places:
                kept[i] = True
        elif tag == "replace":
            for op in LCSseq.opcodes("".join(texts[a:b]), "".join(outs[c:d])):
                if op.tag == "equal":
                    for i in places[op.src_start : op.src_end]:
                        kept[i] = True
    return kept


def run(cleaner: Callable[..., Any], read: Sequence[Item]) -> tuple[Tally, dict[str, Tally]]:
    """Score a cleaner on items: all together, and by language. One that takes `lang` is told."""
    takes_lang = "lang" in inspect.signature(cleaner).parameters
    whole = Tally()
    by_language: dict[str, Tally] = {}
    for item in read:
        out = cleaner(item.raw, lang=item.lang) if takes_lang else cleaner(item.raw)
        for tally in (whole, by_language.setdefault(item.lang, Tally())):
            score(item, out, tally)
    return whole, by_language


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    shown = [[f"{cell:.3f}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(head), *shown]) for i in range(len(head))]
    lines = [head, ["-" * width for width in widths], *shown]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True))) + " |"
        for row in lines
    )


_HEAD = ("lost per 1,000", "removed", "F1", "exact")


def _row(name: str, tally: Tally) -> list[object]:
    found = tally.figures()
    lost = 1000 * tally.lost_lines / tally.story_lines if tally.story_lines else 0.0
    return [name, tally.articles, f"{lost:.1f}", found["removed"], found["F1"], found["exact"]]


def measured(whole: Tally, by_language: dict[str, Tally]) -> dict[str, dict[str, float]]:
    """Everything that gets a floor: the sums, each language, each label."""
    found = {"all": whole.figures()}
    found |= {f"lang:{lang}": tally.figures() for lang, tally in sorted(by_language.items())}
    found |= {f"label:{label}": {name: row[name] for name in ("precision", "recall")} for label, row in sorted(whole.by_label().items())}
    return found


def below(now: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]) -> list[str]:
    """The figures that are under their floors."""
    return [
        f"{group}: {name} is {now.get(group, {}).get(name, 0):.4f}, its floor {floor:.4f}"
        for group, pinned in floors.items()
        for name, floor in pinned.items()
        if now.get(group, {}).get(name, 0) < floor - _SLACK
    ]


def raised(now: dict[str, dict[str, float]], floors: dict[str, dict[str, float]], lower: bool) -> dict[str, dict[str, float]]:
    """New floors: what was measured, but no lower than before unless `lower`."""
    return {group: {name: value if lower else max(value, floors.get(group, {}).get(name, 0)) for name, value in found.items()} for group, found in now.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; the exit code says whether the floors hold (only with --check)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cleaner", metavar="MODULE:FUNCTION", help="score this one")
    parser.add_argument("--lang", help="only items of these languages (comma-separated)")
    parser.add_argument("--peers", action="store_true", help="score the other cleaners too (pip install 'cleannews[peers]')")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--check", action="store_true", help="fail if a figure is below its floor")
    parser.add_argument("--update", action="store_true", help="raise the floors")
    parser.add_argument("--lower", action="store_true", help="with --update: lower them as well; say why in the commit")
    options = parser.parse_args(arguments)
    if options.cleaner and (options.check or options.update):
        parser.error("floors are for cleannews itself, not for --cleaner")
    if options.lang and (options.check or options.update):
        parser.error("floors are for all languages together, not for --lang")
    if options.lower and not options.update:
        parser.error("--lower goes with --update")
    read = [item for item in items() if not options.lang or item.lang in options.lang.split(",")]
    if not read:
        parser.error(f"the corpus has no items in {options.lang}")
    if options.peers:
        return _print_peers(read)
    if options.cleaner:
        module, _, function = options.cleaner.partition(":")
        sys.path.insert(0, "")
        cleaner = getattr(importlib.import_module(module), function)
    else:
        from benchmarks.peers import ours as cleaner
    whole, by_language = run(cleaner, read)
    now = measured(whole, by_language) if whole.labels else {"all": whole.figures()}
    if options.json:
        print(json.dumps({"corpus": digest(read), "items": len(read), "figures": now}, indent=1))
    else:
        print(f"{len(read)} articles, corpus {digest(read)}\n")
        print(table(("language", "articles", *_HEAD), [_row("all", whole), *(_row(lang, tally) for lang, tally in sorted(by_language.items()))]), end="\n\n")
        names = ("removed", "precision", "recall") if whole.labels else ("removed",)
        rows = whole.by_label()
        print(table(("label", "characters", *names), [[label, int(row["characters"]), *(row[name] for name in names)] for label, row in rows.items()]))
    return _floors(options, now, digest(read)) if options.check or options.update else 0


def _print_peers(read: Sequence[Item]) -> int:
    from benchmarks.peers import PEERS, title

    rows = []
    labels = ("caption", "credit", "promo", "byline", "note")
    for name, (cleaner, _package) in PEERS.items():
        try:
            whole, _by_language = run(cleaner, read)
        except ImportError as error:
            print(f"{name}: not run, {error}", file=sys.stderr)
            continue
        gone = whole.by_label()
        rows.append([*_row(title(name), whole), *(gone.get(label, {}).get("removed", 0.0) for label in labels)])
    print(table(("cleaner", "articles", *_HEAD, *(f"{label}s" for label in labels)), rows))
    return 0


def _floors(options: argparse.Namespace, now: dict[str, dict[str, float]], corpus: str) -> int:
    pinned = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"corpus": None, "floors": {}}
    if options.update:
        new = {"corpus": corpus, "floors": raised(now, pinned["floors"], options.lower)}
        FLOORS.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
        under = below(now, new["floors"])
        print("\nfloors " + ("set" if options.lower else "raised") + "".join(f"\nnot lowered: {line}" for line in under))
        return 1 if under else 0
    if pinned["corpus"] != corpus:
        print(
            f"\nThe corpus has changed since the floors were set ({pinned['corpus']} then, {corpus} now): run --update, with --lower if the new items are harder."
        )
    under = below(now, pinned["floors"])
    for line in under:
        print(f"below the floor: {line}")
    if not under:
        print("\nevery figure is at or above its floor")
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
