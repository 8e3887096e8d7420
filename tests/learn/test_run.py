"""`cleannews run --learn` and `--packs`: each publisher's records, cleaned with the publisher's pack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleannews import Cleaner, Pack, learn, learn_by_source
from cleannews.publishers import Publishers
from tests.batch.command import contents, rows, run
from tests.learn.articles import BUTTON, PITCH, article, story
from tests.learn.test_commands import cleannews, jsonl

RECORDS = [
    record
    for number in range(12)
    for record in (
        {"text": article(number), "url": f"https://www.lantern.example/{number}", "paper": "Lantern"},
        {"text": "\n".join([*story(100 + number), "Printed on the island, read on the boat"]), "url": f"https://post.example/{number}", "paper": "Post"},
    )
] + [{"text": article(50), "url": "https://small.example/1", "paper": None}, {"text": None, "url": "https://post.example/x", "paper": "Post"}]


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A folder of two files."""
    folder = tmp_path / "crawl"
    folder.mkdir()
    jsonl(folder / "a.jsonl", RECORDS[::2])
    jsonl(folder / "b.jsonl.gz", RECORDS[1::2])
    return folder


def expected(by: str) -> dict[str, str | None]:
    """Address → body, by a plain loop."""
    names = {"host": lambda record: record["url"].split("/")[2].removeprefix("www."), "paper": lambda record: record["paper"] or ""}[by]
    packs = learn_by_source((names(record), record["text"]) for record in RECORDS if record["text"] is not None)
    publishers = Publishers(Cleaner(), packs)
    return {record["url"]: None if record["text"] is None else publishers.cleaner_of(names(record)).clean(record["text"]).body for record in RECORDS}


def bodies(folder: Path) -> dict[str, str | None]:
    """Address → body, as the run wrote them."""
    return {row["url"]: row["body"] for row in rows(folder)}


@pytest.mark.parametrize("by", ["host", "paper"])
def test_two_readings_are_a_plain_loop(by: str, crawl: Path, tmp_path: Path) -> None:
    done = run(crawl, "-o", tmp_path / "out", "--learn", "--by", by)
    assert done.returncode == 0, done.stderr
    assert bodies(tmp_path / "out") == expected(by)
    told = "learnt 2 publishers, 5 lines that repeat; 1 with fewer than 5 different articles have none" if by == "host" else "1 records name none"
    assert told in done.stderr
    assert "pack:" in done.stderr, "the summary names the entries"
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert {about["articles"] for about in manifest["packs"]["publishers"].values()} == {12}
    assert len(list((tmp_path / "out" / "packs").glob("*.pack"))) == 2


def test_processes_make_no_difference(crawl: Path, tmp_path: Path) -> None:
    for name, more in (("one", ()), ("two", ("-j", "2"))):
        assert run(crawl, "-o", tmp_path / name, "--learn", "--by", "host", "--columns", "body,rules_version", *more).returncode == 0
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    (version,) = {row["rules_version"] for row in rows(tmp_path / "one") if row["body"] is not None}
    assert version != Cleaner().rules_version


def test_without_by_all_are_one_publisher(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "lantern.jsonl", (record for record in RECORDS if record["paper"] == "Lantern"))
    assert run(source, "-o", tmp_path / "out", "--learn").returncode == 0
    cleaner = Cleaner(packs=(learn(article(number) for number in range(12)),))
    assert [row["body"] for row in rows(tmp_path / "out")] == [cleaner.clean(article(number)).body for number in range(12)]
    assert not any(line in row["body"] for row in rows(tmp_path / "out") for line in (PITCH, BUTTON))


def test_packs_that_people_have_read(crawl: Path, tmp_path: Path) -> None:
    cleannews("learn", crawl, "-o", tmp_path / "packs", "--by", "host")
    assert run(crawl, "-o", tmp_path / "out", "--packs", tmp_path / "packs", "--by", "host").returncode == 0
    assert bodies(tmp_path / "out") == expected("host")
    edited = tmp_path / "packs" / "lantern.example.pack"
    edited.write_text(edited.read_text(encoding="utf-8").replace(f'line = "{BUTTON}"\n', f'line = "{BUTTON}"\nweight = "never"\n'), encoding="utf-8")
    assert run(crawl, "-o", tmp_path / "again", "--packs", tmp_path / "packs", "--by", "host").returncode == 0
    assert all(BUTTON in body for url, body in bodies(tmp_path / "again").items() if "lantern" in url and body)
    done = run(crawl, "-o", tmp_path / "out", "--packs", tmp_path / "packs", "--by", "host", "--resume")
    assert done.returncode == 2 and "other options" in done.stderr, "other packs, other results"
    one = run(crawl, "-o", tmp_path / "one", "--packs", edited)
    assert one.returncode == 0 and all(BUTTON in body for url, body in bodies(tmp_path / "one").items() if "lantern" in url and body)


def test_a_run_goes_on_with_what_it_had_learnt(crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(crawl, "-o", out, "--learn", "--by", "host").returncode == 0
    whole = contents(out)
    (out / "a.jsonl").unlink()
    done = run(crawl, "-o", out, "--learn", "--by", "host", "--resume")
    assert done.returncode == 0 and "learnt" not in done.stderr
    assert contents(out) == whole
    jsonl(crawl / "c.jsonl", ({"text": article(number), "url": f"https://new.example/{number}"} for number in range(20, 30)))
    assert run(crawl, "-o", out, "--learn", "--by", "host", "--resume").returncode == 0
    assert {path: data for path, data in contents(out).items() if path.startswith("packs")} == {p: data for p, data in whole.items() if p.startswith("packs")}
    assert len(rows(out / "c.jsonl")) == 10
    Pack.load(out / "packs" / "lantern.example.pack")
    (out / "packs" / "lantern.example.pack").unlink()
    (out / "a.jsonl").unlink()
    done = run(crawl, "-o", out, "--learn", "--by", "host", "--resume")
    assert done.returncode == 2 and "not there any more" in done.stderr


def test_learning_that_was_interrupted_is_done_again(crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(crawl, "-o", out, "--learn", "--by", "host").returncode == 0
    whole = contents(out)
    (out / ".cleannews" / "packs.json").unlink()
    (out / "packs" / "post.example.pack").unlink()
    for name in ("a.jsonl", "b.jsonl"):
        (out / name).unlink()
    done = run(crawl, "-o", out, "--learn", "--by", "host", "--resume")
    assert done.returncode == 0 and "learnt 2 publishers" in done.stderr
    assert contents(out) == whole


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--by", "host"], "--by goes with --learn or --packs"),
        (["--learn", "--packs", "x"], "either learnt or given"),
        (["--packs", "none.pack"], "none.pack: no such file or directory"),
        (["--packs", "."], "goes with --by"),
        (["--packs", "a.jsonl"], "not a pack"),
        (["--packs", "a.jsonl", "--by", "host"], "the packs are a folder"),
    ],
)
def test_misuse(arguments: list[str], message: str, tmp_path: Path) -> None:
    jsonl(tmp_path / "a.jsonl", RECORDS[:2])
    done = run("a.jsonl", "-o", "out", *arguments, cwd=tmp_path)
    assert done.returncode == 2 and message in done.stderr


def test_standard_input_can_not_be_read_twice(tmp_path: Path) -> None:
    done = run("-", "-o", tmp_path / "out", "--learn", stdin=b'{"text": "One."}\n')
    assert done.returncode == 2 and "read once" in done.stderr
