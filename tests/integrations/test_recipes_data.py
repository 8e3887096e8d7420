"""The recipes for tables and engines that live with pandas 3: each gives what a plain loop gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cleannews import Cleaner, digest
from tests.batch.articles import write_jsonl
from tests.integrations.recipes import cook, plain_loop, put_raw, raw, recipes, without_text

#: Others' libraries warn about each other; that is not our business.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(autouse=True)
def _kitchen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "hf" / "datasets"))
    put_raw(tmp_path)


def test_batch() -> None:
    cook("batch")


def test_pandas() -> None:
    pytest.importorskip("pandas")
    clean = cook("pandas")["clean"]
    # What is missing from a column of texts is NaN in pandas.
    clean = clean.astype(object).where(clean.notna(), None)
    assert without_text(clean.to_dict("records")) == plain_loop()


def test_polars() -> None:
    pytest.importorskip("polars")
    kitchen = cook("polars")
    assert without_text(kitchen["clean"].to_dicts()) == plain_loop()
    assert without_text(kitchen["lazy"].collect().to_dicts()) == plain_loop()
    assert without_text(kitchen["lazy"].collect(engine="streaming").to_dicts()) == plain_loop()


def test_arrow() -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    cook("arrow")
    assert pq.read_table("clean.parquet").to_pylist() == plain_loop()


def test_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    cook("duckdb")
    found = duckdb.sql("SELECT * FROM 'clean.parquet'").arrow().read_all().to_pylist()
    assert sorted(found, key=lambda row: row["id"]) == sorted(plain_loop("body", "captions", "credits"), key=lambda row: row["id"])


def test_datasets() -> None:
    pytest.importorskip("datasets")
    clean = cook("datasets")["clean"]
    assert without_text(clean.to_list()) == plain_loop()


def test_datasets_streaming() -> None:
    pytest.importorskip("datasets")
    assert without_text(list(cook("datasets-streaming")["clean"])) == plain_loop()


def test_datasets_notice_other_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trap: what is cached by a function's name is served when its rules have changed. With a cleaner among the arguments it is not."""
    datasets = pytest.importorskip("datasets")
    pytest.importorskip("datasets.fingerprint")
    from cleannews import clean_batch

    found = datasets.Dataset.from_list(raw())

    def fingerprints() -> tuple[str, str, str]:
        bare = found.map(clean_batch, batched=True)
        with_cleaner = found.map(clean_batch, batched=True, fn_kwargs={"cleaner": Cleaner()})
        other = found.map(clean_batch, batched=True, fn_kwargs={"cleaner": Cleaner(profile="safe")})
        return bare._fingerprint, with_cleaner._fingerprint, other._fingerprint

    before = fingerprints()
    assert fingerprints() == before, "the same rules hit the cache"
    assert before[1] != before[2], "other options miss it"
    monkeypatch.setattr(digest, "package_digest", lambda: "of another version")
    after = fingerprints()
    assert after[0] == before[0], "the trap"
    assert after[1] != before[1] and after[2] != before[2]


def test_datasets_hash_alike_in_every_process() -> None:
    pytest.importorskip("datasets")
    code = "from datasets.fingerprint import Hasher; from cleannews import Cleaner; print(Hasher.hash(Cleaner(keep={'caption','credit','note'})))"
    assert len({subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout for _ in range(2)}) == 1


def test_datatrove(tmp_path: Path) -> None:
    pytest.importorskip("datatrove")
    found = raw()
    # datatrove itself passes over records without text.
    write_jsonl(tmp_path / "raw" / "a.jsonl", found[:15])
    write_jsonl(tmp_path / "raw" / "b.jsonl", found[15:])
    (tmp_path / "recipe.py").write_text(recipes()["datatrove"], encoding="utf-8")
    subprocess.run([sys.executable, "recipe.py"], check=True, capture_output=True, timeout=300)
    import json

    rows = [json.loads(line) for path in sorted((tmp_path / "clean").iterdir()) for line in path.read_bytes().splitlines()]
    expected = [(row["id"], row["body"], row["captions"]) for row, record in zip(plain_loop(), found, strict=True) if record["text"]]
    assert [(row["id"], row["text"], row["metadata"]["captions"]) for row in rows] == expected


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_ray(ray_cluster: Any, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    cook("ray", tmp_path)
    found = pq.read_table("clean").to_pylist()
    assert sorted(found, key=lambda row: row["id"]) == sorted(plain_loop(), key=lambda row: row["id"])
