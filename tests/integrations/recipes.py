"""The blocks of docs/recipes.md, by name, and the data that they are run on."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from cleannews import clean_batch
from tests.batch.articles import records, write_jsonl

PAGE = Path(__file__).resolve().parents[2] / "docs" / "recipes.md"
N = 30


@cache
def recipes() -> dict[str, str]:
    """Name → code."""
    return dict(re.findall(r"^<!-- recipe: ([\w-]+) -->\n```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S))


def cook(name: str, folder: Path | None = None) -> dict[str, Any]:
    """Run a recipe in the current folder; returns the names it leaves behind.

    folder   where its files are, for engines whose workers began elsewhere.
    """
    code = recipes()[name]
    if folder is not None:
        code = re.sub(r'"(raw\.parquet|clean)"', lambda found: repr(str(folder / found[1])), code)
    kitchen = {"__name__": f"recipe_{name}"}
    exec(compile(code, f"recipes.md, {name}", "exec"), kitchen)
    return kitchen


def raw() -> list[dict[str, Any]]:
    """The records that recipes read: one of them without text, one with an empty one."""
    found: list[dict[str, Any]] = [{name: record[name] for name in ("id", "url", "text")} for record in records(N)]
    found[3]["text"] = None
    found[4]["text"] = ""
    return found


def plain_loop(*columns: str) -> list[dict[str, Any]]:
    """What must come out: id, address and the cleaned columns (default: all) of each record."""
    found = raw()
    out = clean_batch({"text": [record["text"] for record in found]})
    return [{"id": record["id"], "url": record["url"], **{name: out[name][k] for name in columns or out}} for k, record in enumerate(found)]


def put_raw(folder: Path) -> None:
    """raw.jsonl and, where PyArrow is there, raw.parquet."""
    write_jsonl(folder / "raw.jsonl", raw())
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError:
        return
    pq.write_table(pa.Table.from_pylist(raw()), folder / "raw.parquet", row_group_size=8)


def without_text(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without the text that some recipes hand on."""
    return [{name: value for name, value in row.items() if name != "text"} for row in rows]
