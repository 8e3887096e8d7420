"""`cleannews run` with real processes and real files: every format in, every format out, and what goes wrong on the way."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import resource
import shutil
from pathlib import Path
from typing import Any

import pytest

from cleannews import Cleaner, clean_batch
from tests.batch.articles import article, page, records, write_jsonl
from tests.batch.command import contents, rows, run

N = 60


def plain_loop(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What must come out."""
    cleaned = clean_batch({"text": [record["text"] for record in found]})
    return [
        {name: value for name, value in record.items() if name != "text"} | {name: column[row] for name, column in cleaned.items()}
        for row, record in enumerate(found)
    ]


@pytest.fixture(scope="module")
def some() -> list[dict[str, Any]]:
    return list(records(N))


@pytest.fixture(scope="module")
def expected(some: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return plain_loop(some)


def test_json_lines_in_and_out(tmp_path: Path, some: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    done = run(write_jsonl(tmp_path / "in.jsonl", some), "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (0, "")
    assert rows(tmp_path / "out" / "in.jsonl") == expected
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["status"] == "complete"
    assert manifest["rules_version"] == Cleaner().rules_version
    assert manifest["counts"]["documents"] == manifest["inputs"]["in"]["documents"] == N
    assert manifest["libraries"]["python"]
    assert not (tmp_path / "out" / "rejects.jsonl").exists()
    assert "60 documents" in done.stderr and "by label" in done.stderr and "by rule" in done.stderr and "slowest" in done.stderr


@pytest.mark.parametrize("size", [1, 2000, 50_000, 1 << 30])
def test_parts_of_any_size_and_any_number_of_processes(tmp_path: Path, some: list[dict[str, Any]], expected: list[dict[str, Any]], size: int) -> None:
    if size == 1:
        some, expected = some[:1], expected[:1]
        some = [{**some[0], "text": "A short line.\n"}]
        expected = plain_loop(some)
    source = write_jsonl(tmp_path / "in.jsonl", some)
    for jobs in (1, 2):
        done = run(source, "-o", tmp_path / f"out{jobs}", "-j", jobs, "--part-size", size)
        assert done.returncode == 0, done.stderr
        assert rows(tmp_path / f"out{jobs}") == expected
    assert contents(tmp_path / "out1") == contents(tmp_path / "out2")


def _packed(path: Path, content: bytes) -> Path:
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(content[: len(content) // 2]) + gzip.compress(content[len(content) // 2 :]))
    elif path.suffix == ".zst":
        zstandard = pytest.importorskip("zstandard")
        half = len(content) // 2
        path.write_bytes(zstandard.compress(content[:half]) + zstandard.compress(content[half:]))
    else:
        path.write_bytes(content)
    return path


def _csv(found: list[dict[str, Any]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(found[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue().encode()


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.ndjson", "a.csv", "a.csv.gz", "a.tsv", "a.parquet"])
def test_every_format_in(tmp_path: Path, some: list[dict[str, Any]], expected: list[dict[str, Any]], name: str) -> None:
    path = tmp_path / name
    if "csv" in name or "tsv" in name:
        _packed(path, _csv(some, "\t" if "tsv" in name else ","))
        expected = [{**row, "score": str(row["score"])} for row in expected]
    elif name.endswith("parquet"):
        pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        pq.write_table(pa.Table.from_pylist(some), path, row_group_size=7)
    else:
        _packed(path, write_jsonl(tmp_path / "plain", some).read_bytes())
    done = run(path, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "out" / "a.jsonl") == expected


@pytest.mark.parametrize("form", ["jsonl.gz", "jsonl.zst", "parquet"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_every_format_out(tmp_path: Path, some: list[dict[str, Any]], expected: list[dict[str, Any]], form: str, name: str) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / name
    if name.endswith("parquet"):
        pq.write_table(pa.Table.from_pylist(some), path)
    else:
        write_jsonl(path, some)
    done = run(path, "-o", tmp_path / "out", "--to", form)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out" / f"a.{form}"
    if form == "jsonl.gz":
        assert [json.loads(line) for line in gzip.decompress(out.read_bytes()).splitlines()] == expected
    elif form == "jsonl.zst":
        zstandard = pytest.importorskip("zstandard")
        assert [json.loads(line) for line in zstandard.ZstdDecompressor().stream_reader(io.BytesIO(out.read_bytes())).read().splitlines()] == expected
    else:
        from cleannews.batch import schema

        table = pq.read_table(out)
        assert table.drop_columns(["other"]).to_pylist() == expected
        assert table.schema.names == ["id", "url", "score", "other", *schema().names]
        assert [table.schema.field(name).type for name in schema().names] == [field.type for field in schema()]
        assert table.schema.field("score").type == pa.float64()
        assert table.schema.metadata[b"cleannews.rules_version"].decode() == Cleaner().rules_version
        assert pq.ParquetFile(out).metadata.row_group(0).column(0).compression == "ZSTD"


def test_parquet_cut_at_its_row_groups(tmp_path: Path, some: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.Table.from_pylist(some), tmp_path / "a.parquet", row_group_size=7)
    done = run(tmp_path / "a.parquet", "-o", tmp_path / "out", "--part-size", "5k", "-j", 2)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").glob("a-0*.jsonl"))) > 2
    assert rows(tmp_path / "out") == expected


def test_folders_patterns_and_a_stream(tmp_path: Path, some: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    write_jsonl(tmp_path / "in" / "a.jsonl", some[:20])
    write_jsonl(tmp_path / "in" / "deep" / "b.jsonl", some[20:40])
    write_jsonl(tmp_path / "in" / "_temporary" / "x.jsonl", some)
    write_jsonl(tmp_path / "in" / ".hidden.jsonl", some)
    (tmp_path / "in" / "README.txt").write_text("nothing")
    by_folder = run("in", "-o", "in/out", cwd=tmp_path)
    assert by_folder.returncode == 0, by_folder.stderr
    assert rows(tmp_path / "in" / "out" / "a.jsonl") == expected[:20] and rows(tmp_path / "in" / "out" / "deep" / "b.jsonl") == expected[20:40]
    assert len(rows(tmp_path / "in" / "out")) == 40
    shutil.rmtree(tmp_path / "in" / "out")
    assert run("in/**/[ab].jsonl", "-o", "out2", cwd=tmp_path).returncode == 0
    assert rows(tmp_path / "out2" / "deep" / "b.jsonl") == expected[20:40]
    stream = run("-", "-o", "out3", "-j", 2, cwd=tmp_path, stdin=write_jsonl(tmp_path / "s", some).read_bytes())
    assert stream.returncode == 0, stream.stderr
    assert rows(tmp_path / "out3" / "stdin.jsonl") == expected


def test_bad_records_are_rejected_with_reason_and_position(tmp_path: Path, some: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    lines = [json.dumps(record).encode() for record in some]
    bad = {
        3: b'{"id": 1, "text": "cut o',
        10: b"[1, 2]",
        17: b'{"id": 5}',
        30: b'{"text": 5}',
        31: b"",
        32: b'{"text": "' + b"x" * 30_000 + b'"}',
        44: b"\xff\xfe nonsense",
    }
    for number, line in bad.items():
        lines.insert(number, line)
    content = b"\n".join(lines) + b"\n"
    (tmp_path / "in.jsonl").write_bytes(content)
    done = run(tmp_path / "in.jsonl", "-o", tmp_path / "out", "--longest", "20k", "--part-size", "9k", "-j", 2)
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "out") == expected
    rejects = [json.loads(line) for line in (tmp_path / "out" / "rejects.jsonl").read_bytes().splitlines()]
    assert [reject["line"] for reject in rejects] == [number + 1 for number in bad if bad[number]]
    for reject in rejects:
        at = content[reject["offset"] :].split(b"\n")[0]
        assert at == bad[reject["line"] - 1]
        assert reject["reason"] == "too long: 30,013 bytes" or reject["record"] == at.decode("utf-8", "backslashreplace")
    reasons = [reject["reason"] for reject in rejects]
    assert reasons[0] == "not JSON: unterminated string starting at character 19"
    assert reasons[1:5] == ["not a JSON object: but a list", "no field 'text'", "field 'text' is not text: but a number", "too long: 30,013 bytes"]
    assert "1 too long" in done.stderr and "rejects.jsonl" in done.stderr
    assert sum(json.loads((tmp_path / "out" / "manifest.json").read_text())["counts"]["rejects"].values()) == len(rejects)


def test_nothing_that_stands_beside_the_text_is_changed(tmp_path: Path) -> None:
    long = 123456789012345678901234567890
    record = {
        "big": long,
        "n": None,
        "deep": {"a": [1, {"b": "ü"}]},
        "body": "mine",
        "metadata": {"k": 1},
        "raw_body": "x",
        "e": 0.1,
        "lone": "\ud800",
        "text": "A line.\n",
    }
    (tmp_path / "in.jsonl").write_text(json.dumps(record) + "\n")
    done = run(tmp_path / "in.jsonl", "-o", tmp_path / "out", "--keep-text")
    assert done.returncode == 0, done.stderr
    (out,) = rows(tmp_path / "out")
    assert {name: out[name] for name in ("big", "n", "deep", "e", "lone", "text")} == {name: record[name] for name in ("big", "n", "deep", "e", "lone", "text")}
    assert out["raw_metadata"] == {"k": 1} and out["raw_raw_body"] == "mine" and out["raw_body"] == "x"
    assert out["body"] == "A line."


def test_parquet_out_loses_nothing_where_records_differ(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    found = [
        {"id": 1, "tags": ["a"], "deep": {"x": 1}, "text": "One line.\n"},
        {"id": 1 << 80, "tags": "b", "deep": [1], "text": "One line.\n"},
        {"new": True, "other": "mine", "metadata": 5, "text": "One \ud800 line.\n"},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(record) + "\n" for record in [*found[:1] * 1000, *found]))
    done = run(tmp_path / "in.jsonl", "-o", tmp_path / "out", "--to", "parquet")
    assert done.returncode == 0, done.stderr
    table = pq.read_table(tmp_path / "out" / "in.parquet").to_pylist()[1000:]
    assert [(row["id"], row["tags"], row["deep"]) for row in table] == [(1, ["a"], '{"x":1}'), (None, None, "[1]"), (None, None, None)]
    assert [row["other"] and json.loads(row["other"]) for row in table] == [
        None,
        {"id": 1 << 80, "tags": "b"},
        {"new": True, "other": "mine", "raw_metadata": 5},
    ]
    assert table[2]["body"] == "One ? line."


def test_csv_rows_with_wrong_cells_and_old_encodings(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(
        b'\xef\xbb\xbfid,text\r\n1,"The port stays closed.\r\nTalks go on, the union said on Monday."\r\n2,one,too many\r\n\r\n3,Der B\xe4cker ist m\xfcde und will heute nicht mehr \xf6ffnen.\r\n4,\r\n'
    )
    done = run(tmp_path / "in.csv", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    found = rows(tmp_path / "out")
    assert [(row["id"], row["body"]) for row in found] == [
        ("1", "The port stays closed.\r\nTalks go on, the union said on Monday."),
        ("3", "Der Bäcker ist müde und will heute nicht mehr öffnen."),
        ("4", ""),
    ]
    (reject,) = rows(tmp_path / "out" / "rejects.jsonl")
    assert (reject["line"], reject["record"]) == (4, '["2", "one", "too many"]')
    assert reject["reason"] == "wrong number of cells: 3 in the row, 2 in the header"


def test_missing_texts_pass(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "in.jsonl", [{"text": None}, {"text": "A line.\n"}])
    assert run(tmp_path / "in.jsonl", "-o", tmp_path / "out", "--columns", "body,captions").returncode == 0
    assert rows(tmp_path / "out") == [{"body": None, "captions": []}, {"body": "A line.", "captions": []}]


# --- WARC --------------------------------------------------------------------------------------------------------------------


def write_warc(path: Path, count: int, encoding: str = "") -> Path:
    """A WARC file with pages, and some records that are none; in a compressed one each record is a member of its own, as crawlers write them."""
    warc = pytest.importorskip("fastwarc.warc")
    out: list[bytes] = []
    for number in range(count):
        for kind, status, body in (
            (b"text/html; charset=utf-8", b"200 OK", page(number).encode()),
            (b"image/png", b"200 OK", b"\x89PNG"),
            (b"text/html", b"404 Not Found", b"<html>gone</html>"),
        ):
            extra = b""
            if encoding == "gzip":
                body, extra = gzip.compress(body), b"Content-Encoding: gzip\r\n"
            elif encoding == "chunked":
                body, extra = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), b"Transfer-Encoding: chunked\r\n"
            record = warc.WarcRecord()
            record.init_headers(record_type=warc.WarcRecordType.response)
            record.record_id = f"urn:uuid:00000000-0000-0000-0000-{number:012}"
            record.headers["WARC-Target-URI"] = f"https://news.example/{number}"
            record.headers["WARC-Date"] = "2024-05-03T10:00:00Z"
            record.headers["Content-Type"] = "application/http; msgtype=response"
            record.set_bytes_content(b"HTTP/1.1 %s\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n%s" % (status, kind, extra, len(body), body))
            buffer = io.BytesIO()
            record.write(buffer)
            out.append(gzip.compress(buffer.getvalue()) if path.suffix == ".gz" else buffer.getvalue())
    path.write_bytes(b"".join(out))
    return path


@pytest.mark.parametrize(("name", "encoding"), [("a.warc", ""), ("a.warc.gz", "gzip"), ("a.warc.gz", "chunked")])
def test_warc(tmp_path: Path, name: str, encoding: str) -> None:
    from cleannews import clean_html

    done = run(write_warc(tmp_path / name, 8, encoding), "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    found = rows(tmp_path / "out" / "a.jsonl")
    assert [row["url"] for row in found] == [f"https://news.example/{number}" for number in range(8)]
    assert [row["body"] for row in found] == [clean_html(page(number), url=f"https://news.example/{number}").body for number in range(8)]
    assert found[0]["date"] == "2024-05-03T10:00:00Z" and found[0]["id"].endswith("000000000000")
    assert "8 status 404" in done.stderr and "8 not a page: image/png" in done.stderr


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_warc_that_ends_too_early(tmp_path: Path, name: str) -> None:
    whole = write_warc(tmp_path / name, 8).read_bytes()
    assert run(tmp_path / name, "-o", tmp_path / "whole").returncode == 0
    expected = rows(tmp_path / "whole" / "a.jsonl")
    # In the middle of the sixth page.
    begins = whole.rindex(gzip.compress(b"")[:4] if name.endswith("gz") else b"WARC/1.", 0, len(whole) * 5 // 8 + 900)
    (tmp_path / name).write_bytes(whole[: begins + 700])
    done = run(tmp_path / name, "-o", tmp_path / "out")
    assert done.returncode == 1
    found = rows(tmp_path / "out" / "a.jsonl")
    assert 4 <= len(found) <= 6 and found == expected[: len(found)]
    assert "damaged" in done.stderr and "the file ends in the middle of a record" in done.stderr


def test_what_is_no_warc(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    (tmp_path / "a.warc").write_bytes(b"this is no archive at all\n" * 50)
    (tmp_path / "b.warc.gz").write_bytes(b"\x1f\x8bneither is this" * 50)
    (tmp_path / "c.warc").touch()
    done = run(tmp_path, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "a.warc: not WARC" in done.stderr and "b.warc.gz: not WARC" in done.stderr and "c.warc" not in done.stderr
    assert [path.name for path in (tmp_path / "out").glob("*.jsonl")] == ["c.jsonl"]


def test_wet_files_hold_text(tmp_path: Path) -> None:
    warc = pytest.importorskip("fastwarc.warc")
    record = warc.WarcRecord()
    record.init_headers(record_type=warc.WarcRecordType.conversion)
    record.headers["WARC-Target-URI"] = "https://news.example/1"
    record.headers["Content-Type"] = "text/plain"
    record.set_bytes_content(article(1).encode())
    with open(tmp_path / "a.warc.wet.gz", "wb") as raw:
        buffer = io.BytesIO()
        record.write(buffer)
        raw.write(gzip.compress(buffer.getvalue()))
    done = run(tmp_path / "a.warc.wet.gz", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    (row,) = rows(tmp_path / "out")
    assert row["body"] == clean_batch({"text": [article(1)]})["body"][0]


# --- what goes wrong ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.jsonl", "-o", "out"], "nothing.jsonl: no such file or folder"),
        (["*.warc", "-o", "out"], "*.warc: no file is called like this"),
        (["in.txt", "-o", "out"], "the name doesn't say what is in the file; add --from"),
        (["in.jsonl", "sub/in.jsonl", "-o", "out"], "would both be written as 'in'"),
        (["in.jsonl", "in.jsonl", "-o", "out"], "named twice"),
        (["in.jsonl", "-o", "in.txt"], "the output is a folder, and this is a file"),
        (["in.jsonl", "-o", "full"], "the folder is not empty and holds no run (file)"),
        (
            ["in.jsonl", "-o", "out", "--field", "txt"],
            "no field 'txt' in its first 3 records; there are: id, url, score, text; name the right one with --field",
        ),
        (["in.csv", "-o", "out"], "no column 'text'; there are: id, story; name the column with --field"),
        (["in.jsonl", "-o", "out", "--columns", "bodies"], "unknown column 'bodies'"),
        (["in.jsonl", "-o", "out", "--lang", "xx"], "unknown language 'xx'"),
        (["in.jsonl", "-o", "out", "--keep", "capton"], "unknown label 'capton'; did you mean 'caption'"),
        (["in.jsonl", "-o", "out", "--part-size", "much"], "is no size"),
        (["in.jsonl"], "Missing option '-o'"),
        (["empty", "-o", "out"], "no file in this folder has a known ending"),
    ],
)
def test_wrong_usage_says_what_is_wrong(tmp_path: Path, arguments: list[str], said: str) -> None:
    write_jsonl(tmp_path / "in.jsonl", records(3))
    write_jsonl(tmp_path / "sub" / "in.jsonl", records(3))
    (tmp_path / "in.txt").write_text("x")
    (tmp_path / "in.csv").write_text("id,story\n1,x\n")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    (tmp_path / "empty").mkdir()
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_read_costs_itself_only(tmp_path: Path, some: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    write_jsonl(tmp_path / "in" / "a.jsonl", some[:20])
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(b"this is not gzip")
    (tmp_path / "in" / "c.jsonl").symlink_to(tmp_path / "nowhere")
    whole = gzip.compress(write_jsonl(tmp_path / "d", some).read_bytes())
    (tmp_path / "in" / "d.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    write_jsonl(tmp_path / "in" / "e.jsonl", some[20:])
    done = run("in", "-o", "out", "-j", 2, cwd=tmp_path)
    assert done.returncode == 1
    assert "failed   in/b.jsonl.gz: not gzip" in done.stderr and "failed   in/c.jsonl: no such file or directory" in done.stderr
    assert "damaged  in/d.jsonl.gz: the compressed file ends too early" in done.stderr
    out = tmp_path / "out"
    assert rows(out / "a.jsonl") == expected[:20] and rows(out / "e.jsonl") == expected[20:]
    got = rows(out / "d.jsonl")
    assert 5 < len(got) < N and got == expected[: len(got)]
    assert not (out / "b.jsonl").exists() and not (out / "c.jsonl").exists()
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["status"] == "incomplete" and set(manifest["failed"]) == set(manifest["missing"]) == {"b", "c"}
    write_jsonl(tmp_path / "nowhere", some[:3])
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(gzip.compress((tmp_path / "nowhere").read_bytes()))
    (tmp_path / "in" / "d.jsonl.gz").write_bytes(whole)
    again = run("in", "-o", "out", "--resume", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "2 were done before" in again.stderr
    assert rows(out / "b.jsonl") == rows(out / "c.jsonl") == expected[:3]
    assert rows(out / "d.jsonl") == expected
    assert json.loads((out / "manifest.json").read_text())["status"] == "complete"


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_full_disk_stops_the_run_and_keeps_what_is_finished(tmp_path: Path, some: list[dict[str, Any]], form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    write_jsonl(tmp_path / "in" / "a.jsonl", some[:4])
    write_jsonl(tmp_path / "in" / "b.jsonl", [{"id": os.urandom(30_000).hex(), "text": article(number)} for number in range(20)])
    write_jsonl(tmp_path / "in" / "c.jsonl", some[4:8])
    full = run("in", "-o", "out", "--to", form, cwd=tmp_path, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)))
    assert full.returncode == 1
    assert "stopped  cannot write: file too large; finished parts are kept, --resume does the rest" in full.stderr
    assert "Traceback" not in full.stderr and "Exception" not in full.stderr
    assert [path.name for path in sorted((tmp_path / "out").glob("*.*"))] == [".cleannews", f"a.{form}"]
    assert not (tmp_path / "out" / ".cleannews" / "making").exists()
    again = run("in", "-o", "out", "--to", form, "--resume", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert run("in", "-o", "whole", "--to", form, cwd=tmp_path).returncode == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "in.jsonl", records(1))
    done = run("in.jsonl", "-o", "/proc/here", cwd=tmp_path)
    assert done.returncode == 1 and "cannot write" in done.stderr and "Traceback" not in done.stderr


# --- resuming ----------------------------------------------------------------------------------------------------------------


def test_a_second_run_needs_leave_and_the_same_options(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "in.jsonl", records(5))
    assert run("in.jsonl", "-o", "out", cwd=tmp_path).returncode == 0
    before = contents(tmp_path / "out")
    again = run("in.jsonl", "-o", "out", cwd=tmp_path)
    assert again.returncode == 2 and "holds a run already; add --resume" in again.stderr
    other = run("in.jsonl", "-o", "out", "--resume", "--profile", "safe", cwd=tmp_path)
    assert other.returncode == 2 and "was begun with other options" in other.stderr
    nothing = run("in.jsonl", "-o", "out", "--resume", cwd=tmp_path)
    assert nothing.returncode == 0 and "0 documents" in nothing.stderr
    assert contents(tmp_path / "out") == before


def test_resuming_redoes_what_changed_and_what_was_lost(tmp_path: Path, some: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    for name in "abc":
        write_jsonl(tmp_path / "in" / f"{name}.jsonl", some[:30])
    options = ["in", "-o", "out", "--part-size", "30k", "-j", 2]
    assert run(*options, cwd=tmp_path).returncode == 0
    out = tmp_path / "out"
    (out / "a-00001.jsonl").unlink()
    write_jsonl(tmp_path / "in" / "b.jsonl", some[:3])
    write_jsonl(tmp_path / "in" / "d.jsonl", some[3:5])
    again = run(*options, "--resume", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert "3 of 3 parts" in again.stderr
    assert rows(out / "b.jsonl") == expected[:3] and rows(out / "d.jsonl") == expected[3:5]
    assert not list(out.glob("b-*"))
    assert len(rows(out)) == 30 + 3 + 30 + 2
    assert run("in", "-o", "fresh", "--part-size", "30k", cwd=tmp_path).returncode == 0
    assert contents(tmp_path / "fresh") == contents(out)
