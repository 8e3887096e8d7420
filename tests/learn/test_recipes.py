"""The recipes of docs/learn.md, against the engines themselves. Each must give the packs that a plain loop gives."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleannews import Pack, learn_by_source
from cleannews.publishers import host
from tests.learn.articles import article, story

PAGE = Path(__file__).resolve().parents[2] / "docs" / "learn.md"


def recipe(engine: str) -> str:
    """The code that docs/learn.md shows for an engine."""
    page = PAGE.read_text(encoding="utf-8")
    return page.split(f"runs it against {engine} -->\n```python\n", 1)[1].split("\n```", 1)[0] + "\n"


def rows() -> list[dict[str, str | None]]:
    """A crawl of three publishers: copies, updates, a text that is missing, one publisher of whom there is too little."""
    found: list[dict[str, str | None]] = []
    for number in range(40):
        found.append({"url": f"https://www.lantern.example/{number}", "text": article(number)})
        found.append({"url": f"http://Post.example/{number}", "text": "\n".join([*story(100 + number), "Printed on the island, read on the boat"])})
    found += [{"url": f"https://lantern.example/again/{number}", "text": article(number) + "\nFetched again"} for number in range(5)]
    found += [{"url": f"https://lantern.example/copy/{number}", "text": article(number)} for number in range(5)]
    found += [{"url": "https://small.example/", "text": article(900)}, {"url": "https://lantern.example/none", "text": None}]
    return found


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The crawl in three files of JSON Lines and, where PyArrow is there, of Parquet."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "crawl"
    folder.mkdir()
    for number in range(3):
        part = rows()[number::3]
        (folder / f"{number}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in part), encoding="utf-8")
        if importlib.util.find_spec("pyarrow"):
            import pyarrow as pa
            import pyarrow.parquet as pq

            pq.write_table(pa.Table.from_pylist(part), folder / f"{number}.parquet")
    return folder


def plain() -> dict[str, Pack]:
    """What a plain loop learns."""
    packs = learn_by_source((host(row["url"]), row["text"]) for row in rows() if row["text"] is not None)
    found = {source: pack for source, pack in packs.items() if pack.entries}
    assert sorted(found) == ["lantern.example", "post.example"]
    assert found["lantern.example"].articles == 40
    return found


def run(code: str, tmp_path: Path) -> None:
    """Run a recipe as a script of its own, as users do."""
    path = tmp_path / "recipe.py"
    path.write_text(code, encoding="utf-8")
    environment = {
        **os.environ,
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONWARNINGS": "ignore",
        "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
        "RAY_AUTH_MODE": "disabled",
    }
    for _ in range(3):
        done = subprocess.run([sys.executable, path.name], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=540)
        # Ray allows itself half a minute to start, and a busy machine may need more.
        if "timed out during startup" not in done.stderr:
            break
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("memory", ["1GB", "150MB"])
def test_duckdb(form: str, memory: str, crawl: Path, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    code = recipe("DuckDB").replace("'1GB'", f"'{memory}'")
    if form == "parquet":
        pytest.importorskip("pyarrow")
        code = code.replace("read_json('crawl/*.jsonl')", "read_parquet('crawl/*.parquet')")
    run(code, tmp_path)
    found = {path.stem: Pack.load(path) for path in (tmp_path / "packs").iterdir()}
    expected = plain()
    assert found.keys() == expected.keys()
    for source, pack in found.items():
        assert (pack.entries, pack.articles, pack.headlines) == (expected[source].entries, expected[source].articles, expected[source].headlines)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_spark(crawl: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    pq = pytest.importorskip("pyarrow.parquet")
    session = "spark = SparkSession.builder.getOrCreate()"
    code = recipe("Spark")
    assert session in code
    run(code.replace(session, "spark = SparkSession.builder.master('local[2]').config('spark.ui.enabled', 'false').getOrCreate()"), tmp_path)
    found = {row["source"]: Pack.loads(row["pack"]) for row in pq.read_table(tmp_path / "packs.parquet").to_pylist()}
    assert found == plain()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ray(crawl: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray.data")
    pq = pytest.importorskip("pyarrow.parquet")
    code = recipe("Ray")
    assert "import ray\n" in code
    run(code.replace("import ray\n", "import ray\nray.init(num_cpus=2, include_dashboard=False)\n", 1), tmp_path)
    found = {row["source"]: Pack.loads(row["pack"]) for path in (tmp_path / "packs").glob("*.parquet") for row in pq.read_table(path).to_pylist()}
    assert found == plain()
