"""Articles by the thousand, made up from a few sentences: enough furniture in each for something to be removed, no two alike."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_WHO = ("The harbour board", "A court in the capital", "The city's bakers", "Engineers at the dam", "The opposition", "Two orchestras", "The ferry company")
_DID = ("postponed a decision on", "published its plans for", "refused to comment on", "voted in favour of", "warned for years about", "paid for half of")
_WHAT = (
    "the new railway bridge",
    "a tax on empty flats",
    "the winter timetable",
    "the repair of the old sluice",
    "free lunches in schools",
    "the summer festival",
)
_WHY = (
    "after three days of talks that had begun quietly and ended in an open quarrel",
    "although nobody had asked for it when the year began and money was already short",
    "because the costs had doubled since the first estimate was made by the ministry",
    "while several hundred people stood outside in the rain and waited for an answer",
)
_SAID = (
    '"It is not what we had hoped for, but it is a beginning," said Ann Bee, who chairs the committee.',
    "Nobody was hurt, the fire brigade said on Friday.",
)
_NAMES = ("Jane Roe", "John Doe", "Ann Bee", "Max Muster", "Eva Lind")


def article(number: int) -> str:
    """The raw text of article `number`: always the same."""
    rng = random.Random(number)
    pick = rng.choice
    what = pick(_WHAT)
    lines = [f"{pick(_WHO)} and {what}, part {number}", f"By {pick(_NAMES)}", f"FILE PHOTO: People look at {what} on a Monday. {pick(_NAMES)}/Reuters", ""]
    for paragraph in range(rng.randint(3, 9)):
        text = f"{pick(_WHO)} {pick(_DID)} {what} {pick(_WHY)}. {pick(_SAID)} {pick(_WHO)} {pick(_DID)} {pick(_WHAT)} {pick(_WHY)}."
        lines.append(f"LONDON (Reuters) - {text}" if paragraph == 0 else text)
        if paragraph == 2:
            lines.append(f"READ MORE: How {pick(_WHO).lower()} lost {pick(_WHAT)}")
    lines += ["Follow us on Facebook and Twitter", "Sign up for our morning newsletter"]
    return "\n".join(lines) + "\n"


def records(count: int, start: int = 0) -> Iterator[dict[str, Any]]:
    """Records with an article each."""
    for number in range(start, start + count):
        yield {"id": f"doc-{number}", "url": f"https://news.example/{number}", "score": number / 4, "text": article(number)}


def write_jsonl(path: Path, found: Any) -> Path:
    """Write records as JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in found))
    return path


def page(number: int) -> str:
    """Article `number` as a page."""
    title, *lines = article(number).split("\n")
    inside = "\n".join(f"<p>{line}</p>" for line in lines if line)
    head = f"<title>{title} - News Example</title><meta charset='utf-8'>"
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{inside}</article><footer>About us</footer></body></html>"
