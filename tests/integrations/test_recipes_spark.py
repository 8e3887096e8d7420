"""The recipe for PySpark, on a Spark of this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.recipes import cook, plain_loop, put_raw

pytest.importorskip("pyspark")


@pytest.fixture
def spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A session with two processors, bound to this machine."""
    from pyspark.sql import SparkSession

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.driver.host", "127.0.0.1")
    session = builder.config("spark.driver.memory", "1g").config("spark.sql.warehouse.dir", str(tmp_path / "warehouse")).getOrCreate()
    yield session
    session.stop()


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.filterwarnings("default")
def test_spark(tmp_path: Path, spark: Any) -> None:
    put_raw(tmp_path)
    found = [row.asDict(recursive=True) for row in cook("spark", tmp_path)["clean"].collect()]
    assert sorted(found, key=lambda row: row["id"]) == sorted(plain_loop(), key=lambda row: row["id"])
