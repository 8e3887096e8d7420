"""The datatrove step: by itself, with two local workers and a second run, and on Ray."""

from __future__ import annotations

import gzip
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from cleannews import Cleaner, clean_batch
from tests.batch.articles import article, page, records, write_jsonl

pytest.importorskip("datatrove")

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from cleannews.integrations.datatrove import CleanNews

#: A warning raised as an error inside the Ray executor's thread would make it wait for ever.
pytestmark = pytest.mark.filterwarnings("default")

N = 40


def plain_loop(count: int = N) -> dict[str, tuple[str, list[str], list[str], dict[str, Any]]]:
    """Id → text, captions, credits and metadata."""
    found = list(records(count))
    out = clean_batch({"text": [record["text"] for record in found]})
    return {record["id"]: (out["body"][k], out["captions"][k], out["credits"][k], out["metadata"][k]) for k, record in enumerate(found)}


def shards(folder: Path) -> Path:
    """Two files of JSON Lines."""
    found = list(records(N))
    write_jsonl(folder / "a.jsonl", found[: N // 2])
    write_jsonl(folder / "b.jsonl", found[N // 2 :])
    return folder


def written(folder: Path) -> dict[str, tuple[str, list[str], list[str], dict[str, Any]]]:
    """What the writer wrote, in the form of `plain_loop`."""
    found = {}
    for path in sorted(folder.glob("*.jsonl*")):
        data = path.read_bytes()
        for line in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines():
            row = json.loads(line)
            assert row["id"] not in found, "written twice"
            found[row["id"]] = (row["text"], row["metadata"]["captions"], row["metadata"]["credits"], row["metadata"]["metadata"])
    return found


def test_the_step_by_itself() -> None:
    documents = [Document(record["text"], record["id"], metadata={"url": record["url"], "error": "mine"}) for record in records(5)]
    step = CleanNews(raw="raw")
    out = list(step(iter(documents)))
    expected = plain_loop(5)
    assert [document.id for document in out] == list(expected)
    for number, document in enumerate(out):
        assert (document.text, document.metadata["captions"], document.metadata["credits"], document.metadata["metadata"]) == expected[document.id]
        assert document.metadata["error"] is None and document.metadata["raw_error"] == "mine"
        assert document.metadata["raw"] == article(number)
    stats = {name: value.total for name, value in step.stats.stats.items()}
    assert stats["documents"] == 5
    assert stats["characters"] == sum(len(article(number)) for number in range(5))
    assert stats["captions"] == sum(len(captions) for _, captions, _, _ in expected.values()) > 0
    assert stats["removed characters"] == sum(value for name, value in stats.items() if name.startswith("removed ") and name != "removed characters") > 0
    assert "errors" not in stats and "empty" not in stats


def test_a_document_that_cannot_be_cleaned_keeps_its_text() -> None:
    document = Document(text=5, id="1")  # type: ignore[arg-type]
    step = CleanNews()
    (out,) = step(iter([document]))
    assert out.text == 5 and out.metadata["error"].startswith("TypeError")
    assert step.stats.stats["errors"].total == 1


def test_options_and_pages() -> None:
    cleaner = Cleaner(profile="safe")
    step = CleanNews(cleaner, html=True, columns=["captions", "rules_version"])
    (out,) = step(iter([Document(page(1), "1", metadata={"url": "https://news.example/1"})]))
    assert out.text == cleaner.clean_html(page(1), "https://news.example/1").body
    assert set(out.metadata) == {"url", "captions", "error", "rules_version"}
    assert out.metadata["rules_version"] == cleaner.rules_version
    assert len(pickle.dumps(step)) < 5000


def test_two_local_workers_and_a_second_run(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = shards(tmp_path / "in")

    def executor() -> LocalPipelineExecutor:
        steps = [JsonlReader(str(source)), CleanNews(), JsonlWriter(str(tmp_path / "out"), compression=None)]
        return LocalPipelineExecutor(steps, tasks=2, workers=2, logging_dir=str(tmp_path / "logs"))

    executor().run()
    assert written(tmp_path / "out") == plain_loop()
    stats = json.loads((tmp_path / "logs" / "stats.json").read_text())
    (ours,) = [step["stats"] for step in stats if "cleannews" in step["name"]]
    assert ours["documents"] == N and ours["removed characters"]["total"] > N and ours["captions"]
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    # One rank is lost: only that one is done again.
    (tmp_path / "logs" / "completions" / "00001").unlink()
    (tmp_path / "out" / "00001.jsonl").unlink()
    capfd.readouterr()
    executor().run()
    assert written(tmp_path / "out") == plain_loop()
    assert (tmp_path / "out" / "00000.jsonl").stat().st_mtime_ns == before[tmp_path / "out" / "00000.jsonl"]
    told = capfd.readouterr().err
    assert "pipeline for rank=1" in told and "pipeline for rank=0" not in told
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    executor().run()
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == before, "all done: nothing is done again"


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_on_ray(tmp_path: Path, ray_cluster: Any) -> None:
    from datatrove.executor import RayPipelineExecutor

    steps = [JsonlReader(str(shards(tmp_path / "in"))), CleanNews(), JsonlWriter(str(tmp_path / "out"), compression=None)]
    RayPipelineExecutor(steps, tasks=2, workers=2, mem_per_cpu_gb=0.5, logging_dir=str(tmp_path / "logs")).run()
    assert written(tmp_path / "out") == plain_loop()
