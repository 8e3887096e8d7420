"""Killed, interrupted, killed again: what was finished stays valid, a second run completes it, and nobody can tell from the result."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.articles import records, write_jsonl
from tests.batch.command import command, contents, rows, run

_OPTIONS = ("--part-size", "12k")
#: Kills for each number of processes. `CLEANNEWS_KILLS=20` is the full test.
KILLS = int(os.environ.get("CLEANNEWS_KILLS", "4"))
_BAD = [b'{"text": "cut o', b"no JSON at all"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some 30 parts in two files, bad lines among them."""
    folder = tmp_path_factory.mktemp("in")
    for name, start in (("a", 0), ("b", 70)):
        path = write_jsonl(folder / f"{name}.jsonl", records(70, start))
        lines = path.read_bytes().splitlines(keepends=True)
        for at, line in zip((9, 50), _BAD, strict=True):
            lines.insert(at, line + b"\n")
        path.write_bytes(b"".join(lines))
    return folder


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an uninterrupted run makes of it."""
    out = tmp_path_factory.mktemp("whole") / "out"
    done = run(source, "-o", out, *_OPTIONS)
    assert done.returncode == 0, done.stderr
    assert len(rows(out)) == 140 and len(rows(out / "rejects.jsonl")) == 4
    return contents(out)


def _begun(source: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command(source, "-o", out, *_OPTIONS, *options), stderr=subprocess.PIPE, start_new_session=True)


def _finished_parts_are_whole(out: Path, whole: dict[str, bytes]) -> int:
    """How many parts there are; each is as it is in the end."""
    parts = [path for path in out.glob("*.jsonl") if path.name != "rejects.jsonl"]
    for path in parts:
        assert path.read_bytes() == whole[path.name]
    return len(parts)


def _waits(seed: int, longest: float) -> Iterator[float]:
    rng = random.Random(seed)
    while True:
        yield rng.uniform(0, longest)


@pytest.mark.slow
@pytest.mark.timeout(100 + 30 * KILLS)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_at_random_moments_and_resumed(source: Path, whole: dict[str, bytes], tmp_path: Path, jobs: str) -> None:
    """After each kill, what is there is whole, and in the end everything is as if nothing had been."""
    out = tmp_path / "out"
    begun = time.monotonic()
    assert run(source, "-o", tmp_path / "timed", *_OPTIONS, "-j", jobs).returncode == 0
    longest = time.monotonic() - begun
    done = kills = 0
    waits = _waits(int(jobs), longest)
    while kills < KILLS:
        process = _begun(source, out, "--resume", "-j", jobs)
        try:
            process.wait(next(waits))
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        process.communicate()
        now = _finished_parts_are_whole(out, whole)
        assert now >= done, "a finished part is gone"
        done = now
        if process.returncode == 0:
            assert contents(out) == whole
            # All done before the last kill: once more from the beginning.
            out = tmp_path / f"out{kills}-{time.monotonic_ns()}"
            done = 0
    last = run(source, "-o", out, *_OPTIONS, "--resume", "-j", jobs)
    assert last.returncode == 0, last.stderr
    assert contents(out) == whole


@pytest.mark.parametrize(("sent", "jobs"), [(signal.SIGINT, "1"), (signal.SIGINT, "2"), (signal.SIGTERM, "2")])
def test_interrupted(source: Path, whole: dict[str, bytes], tmp_path: Path, sent: signal.Signals, jobs: str) -> None:
    out = tmp_path / "out"
    process = _begun(source, out, "-j", jobs)
    while len(list(out.glob("*.jsonl"))) < 3:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(sent)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"interrupted; finished parts are kept, --resume does the rest" in told and b"Traceback" not in told
    assert not (out / ".cleannews" / "making").exists()
    assert 3 <= _finished_parts_are_whole(out, whole) < 30
    assert b'"status": "incomplete"' in (out / "manifest.json").read_bytes()
    last = run(source, "-o", out, *_OPTIONS, "--resume")
    assert last.returncode == 0, last.stderr
    assert contents(out) == whole


@pytest.mark.parametrize("wait", [0, 0.1, 0.2, 0.4])
def test_interrupted_by_hand(source: Path, whole: dict[str, bytes], tmp_path: Path, wait: float) -> None:
    """Ctrl-C goes to every process of a terminal, also to those that have just begun."""
    out = tmp_path / "out"
    process = _begun(source, out, "-j", "2")
    while not (out / ".cleannews" / "run.json").exists():
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(wait)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130 and b"Traceback" not in told, told.decode()
    last = run(source, "-o", out, *_OPTIONS, "--resume")
    assert last.returncode == 0, last.stderr
    assert contents(out) == whole


def test_workers_do_not_outlive_a_killed_parent(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = _begun(source, out, "-j", "2")
    while not list(out.glob("*.jsonl")):
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    # Workers hold the other end of this pipe: it closes when the last of them is gone.
    assert process.stderr is not None
    process.communicate(timeout=10)


def test_a_killed_worker_costs_its_part_only(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = _begun(source, out, "-j", "2")
    while not list(out.glob("*.jsonl")):
        time.sleep(0.02)
    workers = [int(line) for line in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    victim = next(pid for pid in workers if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(victim, signal.SIGKILL)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"the process that worked on it ended (killed; was there too little memory?)" in told
    assert b'"status": "incomplete"' in (out / "manifest.json").read_bytes()
    assert run(source, "-o", out, *_OPTIONS, "--resume").returncode == 0
    assert contents(out) == whole


def test_two_runs_into_one_folder(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = _begun(source, out)
    while not (out / ".cleannews" / "run.json").exists():
        time.sleep(0.02)
    second = run(source, "-o", out, *_OPTIONS, "--resume")
    assert second.returncode == 2 and "another run is writing into this folder" in second.stderr
    first.communicate(timeout=60)
    assert first.returncode == 0 and contents(out) == whole
