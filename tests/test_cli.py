"""The command, as a process with real pipes, files and terminals."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import cleannews

CLEANNEWS = [sys.executable, "-m", "cleannews"]
RAW = """\
Ferry sails again after nine weeks in dock

The ferry Margit left the island on Monday for the first time since a winter storm tore off her bow door.
READ MORE: Five harbours that silted up
Forty people were on board, the company said, and most of them waved.
(Photo by Ann Bee/AFP)
"""
STORY = """\
The ferry Margit left the island on Monday for the first time since a winter storm tore off her bow door.
Forty people were on board, the company said, and most of them waved.
"""


def run(*options: str | Path, given: bytes | str = b"", env: dict[str, str] | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end."""
    data = given.encode() if isinstance(given, str) else given
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "_CLEANNEWS_COMPLETE")}
    return subprocess.run([*CLEANNEWS, *map(str, options)], input=data, capture_output=True, env=clean | (env or {}), cwd=cwd, timeout=60)


def lines(*records: object) -> bytes:
    """JSON Lines of the records."""
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def complaints(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The lines on stderr."""
    return done.stderr.decode().splitlines()


def kept(raw: str = RAW, **options: object) -> str:
    """What the library makes of a text, as a text file."""
    return cleannews.Cleaner(**options).clean(raw).body + "\n"  # type: ignore[arg-type]


# --- documents ---------------------------------------------------------------------------------------------------------------


def test_a_filter_takes_stdin_and_prints_the_story_alone() -> None:
    done = run(given=RAW)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == kept()
    assert "READ MORE" not in done.stdout.decode() and "AFP" not in done.stdout.decode()


def test_a_dash_is_stdin(tmp_path: Path) -> None:
    (tmp_path / "raw.txt").write_text(RAW)
    assert run("-", given=RAW).stdout == run("raw.txt", cwd=tmp_path).stdout == run(given=RAW).stdout


def test_several_files_come_out_in_order_with_a_blank_line_between(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One ferry sailed on Monday, the company said.\n")
    (tmp_path / "b.txt").write_text("Two ferries sailed on Tuesday, the company said.\n")
    done = run("b.txt", "-", "a.txt", given="Three ferries sailed on Wednesday, the company said.", cwd=tmp_path)
    assert done.stdout.decode() == (
        "Two ferries sailed on Tuesday, the company said.\n\nThree ferries sailed on Wednesday, the company said.\n\nOne ferry sailed on Monday, the company said.\n"
    )


def test_nothing_in_nothing_out() -> None:
    done = run(given=b"")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_json_holds_the_whole_input() -> None:
    done = run("--json", given=RAW)
    article = json.loads(done.stdout)
    assert done.stdout.count(b"\n") == 1
    assert "".join(segment["text"] for segment in article["segments"]) == RAW
    assert article["body"] + "\n" == kept()
    assert article["promos"][0]["kind"] == "readmore"


def test_json_of_several_files_is_one_object_a_line(tmp_path: Path) -> None:
    (tmp_path / "raw.txt").write_text(RAW)
    done = run("--json", "raw.txt", "raw.txt", cwd=tmp_path)
    assert len({json.dumps(json.loads(line)) for line in done.stdout.splitlines()}) == 1
    assert len(done.stdout.splitlines()) == 2


def test_jsonld_is_a_news_article() -> None:
    article = json.loads(run("--jsonld", given=RAW).stdout)
    assert article["@type"] == "NewsArticle"
    assert article["articleBody"] + "\n" == kept()


def test_markdown_holds_the_story() -> None:
    assert "Forty people were on board" in run("--markdown", given=RAW).stdout.decode()


def test_only_prints_the_text_of_the_labels_asked_for() -> None:
    assert run("--only", "promo", given=RAW).stdout == b"READ MORE: Five harbours that silted up\n"
    assert run("--only", "promo,credit", given=RAW).stdout == run("--only", "promo", "--only", "credit", given=RAW).stdout
    assert run("--only", "caption", given="The ferry sailed on Monday, the company said.").stdout == b""


def test_keep_leaves_a_label_in_the_story() -> None:
    assert "READ MORE: Five harbours" in run("--keep", "promo", given=RAW).stdout.decode()
    assert "AFP" not in run("--keep", "promo", given=RAW).stdout.decode()


def test_disable_switches_a_rule_off() -> None:
    found = json.loads(run("--json", given=RAW).stdout)
    rule = next(segment["rule"] for segment in found["segments"] if segment["label"] == "promo")
    without = json.loads(run("--json", "--disable", rule, given=RAW).stdout)
    assert rule not in {segment.get("rule") for segment in without["segments"]}


def test_lang_narrows_the_words() -> None:
    raw = "The ferry sailed on Monday, the company said.\nLesen Sie auch: Der Hafen bleibt zu\nForty people were on board, the company said.\n"
    assert "Lesen Sie auch" not in run(given=raw).stdout.decode()
    assert run("--lang", "en", given=raw).stdout.decode() == kept(raw, languages=("en",))


def test_profile_and_title_reach_the_cleaner() -> None:
    title = "Ferry sails again after nine weeks in dock"
    assert run("--profile", "safe", given=RAW).stdout.decode() == kept(profile="safe")
    assert run("--title", title, given=RAW).stdout.decode() == cleannews.clean(RAW, title=title).body + "\n"
    assert not run("--title", title, given=RAW).stdout.decode().startswith(title)


def test_labels_put_every_line_in_the_margin_format() -> None:
    margin = run("--labels", given=RAW).stdout.decode()
    assert "promo.readmore" in margin
    from cleannews.margin import parse

    assert parse(margin)[1].strip() == RAW.strip()


def test_rules_lists_every_rule_and_rule_explains_each() -> None:
    from cleannews.rules import RULES

    listed = run("--rules").stdout.decode()
    assert [line.split()[0] for line in listed.splitlines()[: len(RULES)]] == [rule.id for rule in RULES]
    shown = run("--rule", "promo-read-more").stdout.decode()
    assert "READ MORE: Five bridges that never opened" in shown and "Not matched:" in shown
    assert run("--rule", "caption-pair").returncode == 0


def test_version() -> None:
    assert run("--version").stdout.decode() == f"cleannews {cleannews.__version__}\n"


def test_help_fits_a_narrow_terminal() -> None:
    text = run("--help", env={"COLUMNS": "80"}).stdout.decode()
    assert max(map(len, text.splitlines())) <= 80
    assert "--jsonl" in text and "Exit codes" in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str) -> None:
    if shell == "bash" and subprocess.run(["bash", "-c", "((BASH_VERSINFO[0] > 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 4)))"]).returncode:
        pytest.skip("click completes for bash 4.4 and later")
    done = run(env={"_CLEANNEWS_COMPLETE": f"{shell}_source"})
    assert done.returncode == 0 and b"_CLEANNEWS_COMPLETE" in done.stdout


def test_completion_of_a_list_goes_on_behind_the_comma() -> None:
    done = run(env={"_CLEANNEWS_COMPLETE": "bash_complete", "COMP_WORDS": "cleannews --only caption,cre", "COMP_CWORD": "2"})
    assert done.stdout == b"plain,caption,credit\n"


# --- bytes -------------------------------------------------------------------------------------------------------------------


def test_latin_1_is_read_and_utf_8_written_whatever_the_locale() -> None:
    raw = (
        "Der Fährverkehr über die Förde ruht bis Freitag, teilte die Reederei mit. Schuld ist die Kälte, die größte seit Jahren.\n"
        "Die Fähre »Margit« liegt seit Sonntag fest, weil die Rinne nördlich der Mole zugefroren ist. Für die Schüler fährt ein Bus.\n"
    )
    done = run(given=raw.encode("latin-1"), env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert done.returncode == 0
    assert "Fährverkehr über die Förde" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed(encoding: str) -> None:
    done = run(given=RAW.encode(encoding))
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, kept(), b"")


def test_undecodable_bytes_are_replaced_and_counted() -> None:
    done = run(given=RAW.encode() + b"Two ferries sailed on \xff Tuesday, the company said.\n")
    assert done.returncode == 0
    assert "sailed on \ufffd Tuesday" in done.stdout.decode()
    assert complaints(done) == ["cleannews: standard input: 1 character could not be decoded as utf-8 and was replaced"]


def test_strict_encoding_makes_them_an_error_and_keeps_the_rest(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(RAW.encode() + b"\xff\n")
    (tmp_path / "good.txt").write_text(RAW)
    done = run("--strict-encoding", "bad.txt", "good.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.decode() == kept()
    assert complaints(done) == ["cleannews: bad.txt: 1 character can't be decoded as utf-8"]


# --- inputs that are none ------------------------------------------------------------------------------------------------------


def test_missing_file_directory_and_binary_are_one_line_each_and_cost_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "raw.txt").write_text(RAW)
    (tmp_path / "folder").mkdir()
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10)
    (tmp_path / "crawl.gz").write_bytes(b"\x1f\x8b\x08\x00" + bytes(200))
    (tmp_path / "core.bin").write_bytes(bytes(4000))
    done = run("nowhere.txt", "folder", "photo.png", "crawl.gz", "core.bin", "raw.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.decode() == kept()
    said = complaints(done)
    assert said[0] == "cleannews: nowhere.txt: no such file or directory"
    assert said[1] == "cleannews: folder: is a directory"
    assert said[2] == "cleannews: photo.png: a PNG file, not text"
    assert said[3] == "cleannews: crawl.gz: a gzip file, not text; try: zcat crawl.gz | cleannews"
    assert said[4].startswith("cleannews: core.bin: a binary file, not text")
    assert len(said) == 5


def test_a_stray_nul_is_still_text() -> None:
    done = run(given=RAW.replace("Forty", "Forty\0"))
    assert done.returncode == 0 and b"Forty\0 people" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="needs /proc-like closing of descriptors")
def test_closed_standard_input_and_output_are_told() -> None:
    command = " ".join(CLEANNEWS)
    done = subprocess.run(["sh", "-c", f"{command} <&-"], capture_output=True, timeout=60)
    assert (done.returncode, done.stderr.decode()) == (1, "cleannews: standard input: standard input is closed\n")
    done = subprocess.run(["sh", "-c", f"{command} >&-"], input=RAW.encode(), capture_output=True, timeout=60)
    assert done.returncode == 1 and "standard output is closed" in done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("options", [(), ("--json",), ("--jsonl",), ("--jsonl", "-j", "2")])
def test_a_full_disk_is_one_line_and_exit_code_1(options: tuple[str, ...]) -> None:
    given = lines({"text": RAW}) if "--jsonl" in options else RAW.encode()
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*CLEANNEWS, *options], input=given, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert (done.returncode, done.stderr.decode()) == (1, "cleannews: cannot write the output: no space left on device\n")


# --- usage -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--keep", "captoin"], "did you mean 'caption'"),
        (["--only", "promos"], "did you mean 'promo'"),
        (["--lang", "xx"], "unknown language 'xx'"),
        (["--disable", "promo-readmore"], "promo-read-more"),
        (["--rule", "promo-readmore"], "promo-read-more"),
        (["--profile", "bold"], "bold"),
        (["--field", "content"], "--field goes with --jsonl"),
        (["-j", "2"], "--jobs goes with --jsonl"),
        (["--only", "caption", "--json"], "does not go with --json"),
        (["--jsonl", "-j", "0"], "0"),
        (["--no-such-option"], "--no-such-option"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_exit_code_2_and_names_what_is_near(options: list[str], said: str) -> None:
    done = run(*options, given=RAW)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


# --- output ------------------------------------------------------------------------------------------------------------------


def test_output_may_be_the_input_itself(tmp_path: Path) -> None:
    path = tmp_path / "raw.txt"
    path.write_text(RAW)
    path.chmod(0o640)
    done = run("-o", path, path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert path.read_text() == kept()
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_run_leaves_the_old_output_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old\n")
    process = subprocess.Popen([*CLEANNEWS, "--jsonl", "-o", str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin
    process.stdin.write(lines({"text": RAW}))
    process.stdin.flush()
    _wait_for(lambda: len(list(tmp_path.iterdir())) == 2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert path.read_text() == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_output_into_no_folder_is_one_line(tmp_path: Path) -> None:
    done = run("-o", tmp_path / "no" / "out.txt", given=RAW)
    assert done.returncode == 1
    assert len(complaints(done)) == 1 and "no such file or directory" in complaints(done)[0]


def test_output_to_a_device_writes_to_it() -> None:
    assert run("-o", "/dev/null", given=RAW).returncode == 0
    assert not Path("/dev/null").is_file()


def test_a_link_as_output_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    (tmp_path / "real.txt").write_text("old")
    assert run("-o", tmp_path / "link.txt", given=RAW).returncode == 0
    assert (tmp_path / "link.txt").is_symlink() and (tmp_path / "real.txt").read_text() == kept()


# --- pipes and terminals -----------------------------------------------------------------------------------------------------


@contextmanager
def endless(*options: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command, in a process group of its own, fed without end."""
    source = f"import sys\nwhile True: sys.stdout.buffer.write({lines({'text': RAW})!r})"
    feed = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process = subprocess.Popen([*CLEANNEWS, *options], stdin=feed.stdout, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert feed.stdout and process.stdout and process.stderr
    feed.stdout.close()
    try:
        assert json.loads(process.stdout.readline())["text"] == RAW
        yield process
    finally:
        feed.kill()
        feed.wait()
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_stops_ends_the_command_silently(jobs: str) -> None:
    with endless("--jsonl", "-j", jobs) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.wait(timeout=60) == -signal.SIGPIPE
        assert process.stderr.read() == b""
        _wait_for(lambda: not _group(process.pid))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_is_130_and_no_worker_is_left(jobs: str) -> None:
    with endless("--jsonl", "-j", jobs) as process:
        os.killpg(process.pid, signal.SIGINT)
        _out, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (130, b"")
        _wait_for(lambda: not _group(process.pid))


def test_workers_do_not_outlive_a_killed_parent() -> None:
    with endless("--jsonl", "-j", "2") as process:
        assert len(_group(process.pid)) > 1
        process.kill()
        process.wait(timeout=30)
        _wait_for(lambda: not _group(process.pid))


def _wait_for(happened: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def _group(pgid: int) -> list[int]:
    """The processes of a group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == pgid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def _on_terminal(*options: str, env: dict[str, str] | None = None) -> bytes:
    """What the command prints when stdout is a terminal."""
    import pty

    parent, child = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen([*CLEANNEWS, *options], stdin=subprocess.PIPE, stdout=child, stderr=subprocess.PIPE, env=clean | (env or {}))
    os.close(child)
    assert process.stdin and process.stderr
    process.stdin.write(RAW.encode())
    process.stdin.close()
    seen = b""
    while True:
        try:
            chunk = os.read(parent, 4096)
        except OSError:
            break
        if not chunk:
            break
        seen += chunk
    os.close(parent)
    assert process.wait(timeout=30) == 0
    process.stderr.close()
    return seen


def test_labels_are_coloured_on_a_terminal_only() -> None:
    assert b"\x1b[" in _on_terminal("--labels")
    assert b"\x1b[" not in _on_terminal("--labels", env={"NO_COLOR": "1"})
    assert b"\x1b[" not in _on_terminal("--labels", "--no-color")
    assert b"\x1b[" in _on_terminal("--labels", env={"NO_COLOR": ""})
    assert b"\x1b[" not in _on_terminal()
    assert b"\x1b[" not in run("--labels", given=RAW).stdout
    assert b"\x1b[" in run("--labels", "--color", given=RAW).stdout


# --- JSON Lines --------------------------------------------------------------------------------------------------------------


def test_jsonl_adds_the_story_and_leaves_the_rest_byte_for_byte() -> None:
    line = '{"id": 123456789012345678901234567890, "x": 1.10, "e": 1E400, "text": ' + json.dumps(RAW) + ', "n": null,"ü":"\\u00fc" }'
    done = run("--jsonl", given=line + "\n")
    assert done.returncode == 0, done.stderr
    out = done.stdout.decode()
    assert out.startswith(line[:-2]) and out.endswith("}\n")
    assert json.loads(out)["body"] + "\n" == kept()


def test_jsonl_field_and_into_may_be_one() -> None:
    line = '{"id": 123456789012345678901234567890, "content": ' + json.dumps(RAW) + ', "x": 1.10}\n'
    out = run("--jsonl", "--field", "content", "--into", "content", given=line).stdout.decode()
    assert out.startswith('{"id": 123456789012345678901234567890, "content": "The ferry') and out.endswith(', "x": 1.10}\n')
    assert json.loads(out)["content"] + "\n" == kept()


@pytest.mark.parametrize(
    ("options", "into"),
    [(("--json",), dict), (("--jsonld",), dict), (("--labels",), str), (("--markdown",), str), (("--only", "promo"), list)],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_jsonl_holds_any_form(options: tuple[str, ...], into: type) -> None:
    done = run("--jsonl", *options, "--into", "found", given=lines({"text": RAW}, {"text": None}))
    first, second = map(json.loads, done.stdout.splitlines())
    assert isinstance(first["found"], into)
    assert second == {"text": None, "found": None}
    if options == ("--only", "promo"):
        assert first["found"] == ["READ MORE: Five harbours that silted up"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_jsonl_keeps_the_order(jobs: str) -> None:
    records = [
        {"id": i, "blob": "x" * (i % 13) * 500, "text": f"The ferry sailed on day {i}, the company said.\nREAD MORE: Harbour number {i}\n"} for i in range(800)
    ]
    done = run("--jsonl", "-j", jobs, given=lines(*records))
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["id"] for record in found] == list(range(800))
    assert [record["body"] for record in found[:50]] == [cleannews.clean(record["text"]).body for record in records[:50]]


BAD = [
    b'{"text": "broken',
    b'{"content": "The ferry sailed."}',
    b"[1, 2]",
    b'{"text": 17}',
    b"[" * 100_000,
]
SAID = [
    "not JSON (unterminated string starting at character 10)",
    "no field 'text'; did you mean --field content?",
    "not a JSON object but a list",
    "field 'text' is a number, not text",
    "not JSON that can be read: nested too deeply",
]


@pytest.mark.parametrize(("policy", "code", "ending"), [("fail", 1, "left out"), ("skip", 0, "skipped"), ("keep", 0, "kept as it is")])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bad_line_is_named_by_number_and_costs_nothing_else(policy: str, code: int, ending: str, jobs: str) -> None:
    good = lines({"text": RAW}).strip()
    given = b"\n".join(part for bad in BAD for part in (good, bad)) + b"\n" + good
    done = run("--jsonl", "--on-error", policy, "-j", jobs, given=given)
    assert done.returncode == code
    assert complaints(done) == [f"cleannews: standard input:{2 * i + 2}: {said}; {ending}" for i, said in enumerate(SAID)]
    out = done.stdout.splitlines()
    cleaned = [line for line in out if line not in BAD]
    assert len(cleaned) == len(BAD) + 1 and all(json.loads(line)["body"] + "\n" == kept() for line in cleaned)
    assert [line for line in out if line in BAD] == (BAD if policy == "keep" else [])


def test_a_missing_field_names_the_nearest() -> None:
    done = run("--jsonl", "--field", "txt", given=lines({"url": "x", "text": RAW}))
    assert complaints(done) == ["cleannews: standard input:1: no field 'txt'; did you mean --field text?; left out"]


def test_jsonl_reads_what_loose_writers_write() -> None:
    surrogate = b'{"text": "A ferry \\ud83d sailed on Monday, the company said.", "x": NaN}\n'
    latin = b'{"text": "The f\xe4rry sailed on Monday, the company said."}\n'
    done = run("--jsonl", given=b"\xef\xbb\xbf" + surrogate + b"\n\r\n" + latin)
    assert done.returncode == 0
    first, second = done.stdout.splitlines()
    assert json.loads(first)["body"] == "A ferry \ud83d sailed on Monday, the company said."
    assert first.startswith(surrogate[:-2])
    assert json.loads(second)["body"] == "The f\ufffdrry sailed on Monday, the company said."
    assert complaints(done) == ["cleannews: standard input: 1 character could not be decoded as utf-8 and was replaced"]
    assert run("--jsonl", "--strict-encoding", given=latin).returncode == 1


def test_a_compressed_stream_is_one_clear_line_not_thousands() -> None:
    import gzip

    done = run("--jsonl", given=gzip.compress(lines(*[{"text": RAW}] * 500)))
    assert (done.returncode, done.stdout) == (1, b"")
    assert complaints(done) == ["cleannews: standard input: a gzip file, not text"]


def test_utf_16_lines_are_one_clear_line() -> None:
    done = run("--jsonl", given='{"text": "x"}\n'.encode("utf-16"))
    assert done.returncode == 1 and len(complaints(done)) == 1 and "iconv" in complaints(done)[0]


def test_jsonl_results_come_while_the_input_goes_on_when_a_person_watches() -> None:
    import pty

    parent, child = pty.openpty()
    process = subprocess.Popen([*CLEANNEWS, "--jsonl"], stdin=subprocess.PIPE, stdout=child, stderr=subprocess.PIPE)
    os.close(child)
    assert process.stdin and process.stderr
    process.stdin.write(lines({"text": "The ferry sailed on Monday, the company said."}))
    process.stdin.flush()
    assert select.select([parent], [], [], 50)[0], "the first line is printed before the input ends"
    assert b"body" in os.read(parent, 4096)
    process.stdin.close()
    assert process.wait(timeout=30) == 0
    process.stderr.close()
    os.close(parent)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_memory_does_not_grow_with_the_stream(jobs: str) -> None:
    """The peak of 40 times the input may be no more than a little above that of the small one."""

    def peak(count: int) -> int:
        feed = f"import sys; line = {lines({'text': 'The ferry sailed.', 'blob': 'x' * 100_000})!r}\nfor _ in range({count}): sys.stdout.buffer.write(line)"
        script = (
            "import resource, subprocess, sys\n"
            f"feed = subprocess.Popen([sys.executable, '-c', {feed!r}], stdout=subprocess.PIPE)\n"
            f"code = subprocess.run([sys.executable, '-m', 'cleannews', '--jsonl', '-j', '{jobs}'], stdin=feed.stdout, stdout=subprocess.DEVNULL).returncode\n"
            "feed.stdout.close(); feed.wait()\n"
            "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=250)
        code, kilobytes = map(int, done.stdout.split())
        assert code == 0
        return kilobytes

    small, large = peak(50), peak(2000)
    assert large < small + 30_000, f"{small:,} kB for 5 MB, {large:,} kB for 200 MB"


# --- pages -------------------------------------------------------------------------------------------------------------------


def test_the_first_bytes_tell_pages_from_text() -> None:
    from cleannews.filter import is_page

    assert is_page(b"<!DOCTYPE html>\n<html>") and is_page(b"\xef\xbb\xbf\n <HTML lang=en>") and is_page(b'<?xml version="1.0"?>\n<!-- x - y -->\n<html>')
    assert is_page("<!doctype html>".encode("utf-16"))
    assert not is_page(b"<3 of the ferry") and not is_page(b"Ferry <html>") and not is_page(b"< 5 per cent") and not is_page(b"")


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Ferry sails again - North Bank News</title></head><body>
<nav><a href="/">Home</a> <a href="/sea">Sea</a></nav><article><h1>Ferry sails again</h1>
<p>The ferry Margit left the island on Monday for the first time since a winter storm tore off her bow door.</p>
<figure><img src="ferry.jpg" alt="A ferry"><figcaption>The ferry leaves her berth on Monday. <span>Jo Lund/AFP</span></figcaption></figure>
<p>Forty people were on board, the company said, and most of them waved to those who had come to see her off.</p>
<p>The crossing takes two hours and ten minutes if the wind is kind, and nearly twice as long if it is not.</p>
</article><footer>All rights reserved</footer></body></html>
"""


def test_a_page_is_read_as_a_page() -> None:
    done = run(given=PAGE)
    assert done.returncode == 0, done.stderr
    story = done.stdout.decode()
    assert "Forty people were on board" in story
    assert "<" not in story and "Home" not in story and "berth" not in story
    assert run("--html", given=PAGE).stdout == done.stdout
    assert b"<p>" in run("--text", given=PAGE).stdout


def test_pages_in_json_lines_are_read_as_pages() -> None:
    first, second = map(json.loads, run("--jsonl", given=lines({"text": PAGE}, {"text": RAW})).stdout.splitlines())
    assert first["body"] + "\n" == run(given=PAGE).stdout.decode()
    assert second["body"] + "\n" == kept()


# --- start -------------------------------------------------------------------------------------------------------------------


def test_the_everyday_case_starts_without_the_option_parser_and_other_weights() -> None:
    script = (
        "import sys; from cleannews.__main__ import main; code = main([])\n"
        "print(code, sorted(set(sys.modules) & {'click', 'lxml', 'bs4', 'trafilatura', 'orjson', 'dateparser', 'pyarrow', 'charset_normalizer', 'argparse', 'importlib.metadata', 'multiprocessing'}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], input=RAW.encode(), capture_output=True, timeout=60)
    assert done.stderr.decode().split("\n")[0] == "0 []"
    assert done.stdout.decode() == kept()


def test_the_expected_story_of_this_file() -> None:
    assert run(given=RAW).stdout.decode() == STORY
