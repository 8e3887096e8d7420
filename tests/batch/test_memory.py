"""Memory doesn't grow with the input: a stream many times larger than what the process may have."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.articles import records, write_jsonl
from tests.batch.command import command, run

#: Megabytes of stream, and of memory for the whole process. `CLEANNEWS_STREAM=5000 CLEANNEWS_MEMORY=500` is the full size.
STREAM = int(os.environ.get("CLEANNEWS_STREAM", "600"))
MEMORY = int(os.environ.get("CLEANNEWS_MEMORY", "300"))


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY << 20, MEMORY << 20))


@pytest.mark.slow
@pytest.mark.timeout(max(300, STREAM))
def test_a_stream_longer_than_memory(tmp_path: Path) -> None:
    articles = [json.dumps(record).encode() + b"\n" for record in records(400)]
    # What is tested is the length of the stream: past the first megabyte, most of it stands beside the texts.
    bulk = json.dumps({"text": None, "page": "<p>Home</p>" * 9000}).encode() + b"\n"
    process = subprocess.Popen(command("-", "-o", tmp_path / "out", "--columns", "body"), stdin=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_limited)  # noqa: PLW1509
    assert process.stdin is not None
    written = number = 0
    while written < STREAM << 20:
        line = articles[number % 400] if number < 400 or number % 50 == 0 else bulk
        process.stdin.write(line)
        written += len(line)
        number += 1
    _, told = process.communicate()
    assert process.returncode == 0, told.decode()
    assert b"errors" not in told and f"{number:,} documents".encode() in told
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    assert peak < MEMORY
    print(f"{written >> 20} MB in, {peak} MB at most", file=sys.stderr)


def test_a_line_longer_than_memory(tmp_path: Path) -> None:
    process = subprocess.Popen(command("-", "-o", tmp_path / "out"), stdin=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_limited)  # noqa: PLW1509
    assert process.stdin is not None
    process.stdin.write(b'{"text": "')
    for _ in range(2 * MEMORY):
        process.stdin.write(b"word and " * 116_509)
    process.stdin.write(b'"}\n{"text": "A line."}\n')
    _, told = process.communicate()
    assert process.returncode == 0, told.decode()
    assert json.loads((tmp_path / "out" / "stdin.jsonl").read_text())["body"] == "A line."
    assert b"1 too long" in told


def test_a_row_group_larger_than_memory(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    texts = [f"{number} " + "Home\n" * 10_000 for number in range(40)] * (MEMORY // 2 + 20)
    pq.write_table(pa.table({"text": texts}), tmp_path / "in.parquet", row_group_size=len(texts), use_dictionary=False, compression="zstd", write_batch_size=10)
    assert pq.ParquetFile(tmp_path / "in.parquet").metadata.row_group(0).total_byte_size > MEMORY << 20
    code = "from cleannews.files.records import *; from cleannews.files.inputs import *; import sys;"
    code += "print(sum(len(b.texts) for b in read_part(parts_of(find_inputs(sys.argv[1:])[0], 1 << 40)[0], Wanted())))"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "in.parquet")], capture_output=True, preexec_fn=_limited, check=False)
    assert done.stdout.decode().strip() == str(len(texts)), done.stderr.decode()


def test_a_long_record_stays_within_bounds(tmp_path: Path) -> None:
    """The longest record that is not rejected, of the kind that costs most: short lines, each of them something."""
    lines = [
        "By Jane Roe",
        "Cranes stand over the port. Jane Roe/Reuters",
        "READ MORE: Five bridges that never opened",
        "Talks go on, the union said on Monday after a day.",
    ]
    text = "\n".join(lines[number % 4] + f" {number}" for number in range(20_000))
    source = write_jsonl(tmp_path / "in.jsonl", [{"text": text}])
    done = run(source, "-o", tmp_path / "out", limit=_limited)
    assert done.returncode == 0, done.stderr
    assert "errors" not in done.stderr
