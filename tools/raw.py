"""The raw text of a corpus item, as it was before anybody labelled it: `python tools/raw.py corpus/en/ITEM.txt`."""

from __future__ import annotations

import sys
from pathlib import Path

from cleannews.margin import parse


def main(arguments: list[str]) -> int:
    """Print the raw texts of the items named, one after the other."""
    if not arguments:
        print("usage: python tools/raw.py ITEM...", file=sys.stderr)
        return 2
    for name in arguments:
        text = parse(Path(name).read_text(encoding="utf-8")).raw
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
