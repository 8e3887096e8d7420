"""`cleannews learn`, `cleannews pack` and `cleannews --pack`: real processes, real files."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from cleannews import Cleaner, Pack, learn
from cleannews.publishers import file_name, host
from tests.learn.articles import BUTTON, NAV, PITCH, article, story

TEXTS = [article(number) for number in range(8)]


def cleannews(*arguments: str | Path, given: str | bytes = b"", code: int = 0) -> tuple[str, str]:
    """What the command prints: to stdout, to stderr."""
    data = given.encode() if isinstance(given, str) else given
    done = subprocess.run([sys.executable, "-m", "cleannews", *map(str, arguments)], input=data, capture_output=True, timeout=120)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode(), done.stderr.decode()


def jsonl(path: Path, records: Iterable[object]) -> Path:
    """Records as JSON Lines, compressed if the name says so."""
    lines = "".join(json.dumps(record) + "\n" for record in records).encode()
    path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)
    return path


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """Two publishers mixed, and a third of whom there is too little."""
    found = []
    for number, text in enumerate(TEXTS):
        found.append({"text": text, "url": f"https://www.lantern.example/{number}", "paper": "The Lantern"})
        other = "\n".join([*story(100 + number), "Printed on the island, read on the boat"])
        found.append({"text": other, "url": f"http://Post.example:8080/{number}", "paper": "Post/Isle"})
    found += [{"text": text, "url": "https://small.example/", "paper": None} for text in TEXTS[:2]]
    return jsonl(tmp_path / "crawl.jsonl.gz", found)


def test_one_publisher_from_text_files(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    out, said = cleannews("learn", folder, "-o", tmp_path / "lantern.pack", "--source", "The Lantern")
    assert out == "" and said == "cleannews learn: 4 entries from 8 different articles (8 texts read)\n"
    assert Pack.load(tmp_path / "lantern.pack") == learn(TEXTS, source="The Lantern")
    raw = article(50)
    story_text, _ = cleannews("--pack", tmp_path / "lantern.pack", given=raw)
    assert story_text.strip() == Cleaner(packs=(learn(TEXTS),)).clean(raw).body
    assert not any(line in story_text for line in (NAV, BUTTON, PITCH))
    told = json.loads(cleannews("--json", "--pack", tmp_path / "lantern.pack", given=raw)[0])
    assert {segment["rule"].split(":")[0] for segment in told["segments"] if segment["text"].strip() in (NAV, BUTTON, PITCH)} == {"pack"}


def test_publishers_told_apart_by_host(tmp_path: Path, crawl: Path) -> None:
    _, said = cleannews("learn", crawl, "-o", tmp_path / "packs", "--by", "host")
    assert sorted(path.name for path in (tmp_path / "packs").iterdir()) == ["lantern.example.pack", "post.example.pack"]
    assert said.splitlines() == [
        f"cleannews learn: 2 sources: 5 entries → {tmp_path / 'packs'}",
        "cleannews learn: 1 source with fewer than 5 different articles: no pack: small.example (2)",
    ]
    assert Pack.load(tmp_path / "packs" / "lantern.example.pack") == learn(TEXTS, source="lantern.example")
    shown, _ = cleannews("pack", tmp_path / "packs")
    assert "lantern.example: 8 articles, 4 entries\n  8 articles open with a headline\n" in shown
    assert any(line.split()[:2] == ["8", "100%"] and line.endswith(PITCH) for line in shown.splitlines())
    named, _ = cleannews("pack", "--ids", tmp_path / "packs" / "post.example.pack")
    assert Pack.load(tmp_path / "packs" / "post.example.pack").entries[0].id in named


def test_publishers_told_apart_by_a_field(tmp_path: Path, crawl: Path) -> None:
    _, said = cleannews("learn", crawl, "-o", tmp_path / "packs", "--by", "paper")
    assert sorted(path.name for path in (tmp_path / "packs").iterdir()) == ["Post_2f_Isle.pack", "The_20_Lantern.pack"]
    assert "2 records name no publisher in 'paper': left out" in said


def test_parts_are_merged_as_if_read_at_once(tmp_path: Path, crawl: Path) -> None:
    lines = gzip.decompress(crawl.read_bytes()).splitlines(keepends=True)
    for number in range(3):
        (tmp_path / f"{number}.jsonl").write_bytes(b"".join(lines[number::3]))
        cleannews("learn", tmp_path / f"{number}.jsonl", "-o", tmp_path / f"{number}.part", "--partial", "--by", "host")
    cleannews("learn", *(tmp_path / f"{number}.part" for number in (2, 0, 1)), "-o", tmp_path / "merged", "--by", "host")
    cleannews("learn", crawl, "-o", tmp_path / "whole", "--by", "host")
    files = sorted(path.name for path in (tmp_path / "whole").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "merged").iterdir()) and files
    assert all((tmp_path / "whole" / name).read_bytes() == (tmp_path / "merged" / name).read_bytes() for name in files)


def test_what_people_decided_is_kept(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", ({"text": text} for text in TEXTS))
    path = tmp_path / "a.pack"
    cleannews("learn", source, "-o", path)
    edited = path.read_text(encoding="utf-8").replace(f'line = "{BUTTON}"\n', f'line = "{BUTTON}"\nweight = "never"\n')
    path.write_text(edited, encoding="utf-8")
    cleannews("learn", source, "-o", path)
    assert {entry.line for entry in Pack.load(path) if entry.weight == "never"} == {BUTTON}
    assert BUTTON in cleannews("--pack", path, given=TEXTS[0])[0]
    path.write_text("my shopping list\n", encoding="utf-8")
    _, said = cleannews("learn", source, "-o", path, code=2)
    assert "it is left as it is" in said and path.read_text(encoding="utf-8") == "my shopping list\n"


def test_too_few_articles_say_so(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", ({"text": text} for text in TEXTS[:4] * 5))
    _, said = cleannews("learn", source, "-o", tmp_path / "a.pack", code=1)
    assert said == "cleannews learn: 4 different articles: a pack needs at least 5; nothing written\n"
    assert not (tmp_path / "a.pack").exists()


def test_standard_input_is_json_lines(tmp_path: Path) -> None:
    cleannews("learn", "-", "-o", tmp_path / "a.pack", given="".join(json.dumps({"text": text}) + "\n" for text in TEXTS))
    assert Pack.load(tmp_path / "a.pack") == learn(TEXTS)


def test_bad_records_and_files_cost_nothing_else(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", [{"text": text} for text in TEXTS] + [{"body": "no text"}, {"text": 7}])
    source.write_bytes(source.read_bytes() + b"{broken\n")
    (tmp_path / "b.jsonl.gz").write_bytes(b"no gzip at all")
    _, said = cleannews("learn", source, tmp_path / "b.jsonl.gz", tmp_path / "none.txt", "-o", tmp_path / "a.pack", code=1)
    assert "a.jsonl: 3 records without a usable 'text' left out" in said
    assert "b.jsonl.gz: not gzip" in said and "none.txt: no such file or directory" in said
    assert Pack.load(tmp_path / "a.pack").articles == 8


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["learn", "a.jsonl"], "Missing option '-o'"),
        (["learn", "none.jsonl", "-o", "a.pack"], "no such file or folder"),
        (["learn", "a.jsonl", "-o", "a.pack", "--by", "host", "--source", "x"], "--source names one publisher"),
        (["learn", "a.jsonl", "-o", "a.pack", "--sample", "3"], "--sample"),
        (["--pack", "none.pack"], "none.pack: no such file or directory"),
        (["--pack", "a.jsonl"], "a.jsonl: not a pack"),
    ],
)
def test_misuse_is_told_in_one_line(arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    jsonl(tmp_path / "a.jsonl", ({"text": text} for text in TEXTS))
    assert message in cleannews(*arguments, code=2)[1]


def test_showing_what_is_no_pack(tmp_path: Path) -> None:
    (tmp_path / "a.pack").write_text("format = 7\n", encoding="utf-8")
    _, said = cleannews("pack", tmp_path / "a.pack", tmp_path / "none.pack", code=1)
    assert "a.pack: not a pack of format 1" in said and "none.pack: no such file or directory" in said


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.lantern.example/a?b", "lantern.example"),
        ("HTTP://News.Lantern.example:80", "news.lantern.example"),
        ("lantern", ""),
        ("http://[", ""),
        (None, ""),
    ],
)
def test_hosts(address: str | None, expected: str) -> None:
    assert host(address) == expected


def test_no_two_publishers_share_a_file() -> None:
    names = ["a/b", "a_b", "a b", "a_20_b", "..", ".", "été", "ete", "A:B", ""]
    assert len({file_name(name) for name in names}) == len(names)
    assert all("/" not in file_name(name) and file_name(name) not in (".", "..", "") for name in names)
