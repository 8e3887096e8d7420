"""What the documentation shows happens: its blocks run, its tables are complete, its generated page is current.

A comment above a block says what it is for: `file: NAME` puts it into the folder where the blocks of that page run, `not run…` leaves it alone.
Blocks of Python run as sessions or as they are, blocks of `console` run command by command and print what is shown.
"""

from __future__ import annotations

import doctest
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from cleannews import Label

ROOT = Path(__file__).resolve().parent.parent
#: Pages whose blocks run elsewhere, against the engines that they are about.
ELSEWHERE = {"recipes.md"}
PAGES = [path for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))) if path.name not in ELSEWHERE]


class Block(NamedTuple):
    """A fenced block: where it begins, its language, its text, and the comment above it."""

    line: int
    language: str
    text: str
    comment: str


_FENCE = re.compile(r"^(?:<!-- ?(?P<comment>[^\n]*?) ?-->\n)?```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^```$", re.M | re.S)


def blocks(path: Path) -> list[Block]:
    """The fenced blocks of a page."""
    page = path.read_text(encoding="utf-8")
    return [Block(page.count("\n", 0, found.start("text")), found["language"], found["text"], found["comment"] or "") for found in _FENCE.finditer(page)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_blocks_do_what_they_show(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # The command of this installation comes first.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(path):
        where = f"{path.name}:{block.line}"
        if block.comment.startswith("not run"):
            continue
        if block.comment.startswith("file:"):
            (tmp_path / block.comment.removeprefix("file:").strip()).write_text(block.text, encoding="utf-8")
        elif block.language == "python" and ">>>" in block.text:
            test = doctest.DocTestParser().get_doctest(block.text, names, where, str(path), block.line)
            said: list[str] = []
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
            runner.run(test, out=said.append, clear_globs=False)
            names.update(test.globs)
            assert not said, f"{where}\n{''.join(said)}"
        elif block.language == "python":
            exec(compile(block.text, where, "exec"), names)
        elif block.language == "console":
            for command, expected in commands(block.text):
                done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
                assert done.stdout == expected, f"{where}: {command}\n{done.stdout}{done.stderr}"
        elif block.language == "json":
            json.loads(block.text)
        elif block.language == "toml":
            tomllib.loads(block.text)
        else:
            assert block.language == "text", f"{where}: a block of {block.language or 'no language'} is run or marked 'not run'"


def commands(session: str) -> list[tuple[str, str]]:
    """(command, what it prints) for each `$` line of a console block."""
    found = re.split(r"^\$ ", session, flags=re.M)[1:]
    return [(command, output) for command, _, output in (part.partition("\n") for part in found)]


def test_the_pages_have_blocks_to_run() -> None:
    assert sum(len(blocks(path)) for path in PAGES) > 15


def test_links_lead_somewhere() -> None:
    for path in PAGES:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_page_of_the_rules_is_current() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "rules_page.py"), "--check"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_every_option_of_the_command_is_documented() -> None:
    from cleannews.cli import command

    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for parameter in command.params:
        for name in (*parameter.opts, *parameter.secondary_opts):
            if name.startswith("-"):
                assert re.search(rf"`{re.escape(name)}\b", page), f"docs/cli.md does not tell about {name}"
    assert set(re.findall(r"`(--[\w-]+)", page)) <= {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}


def test_every_label_is_in_both_tables() -> None:
    for page in ("README.md", "docs/labels.md"):
        told = set(
            re.findall(
                r"`([a-z]+)`", "\n".join(line.split("|")[1] for line in (ROOT / page).read_text(encoding="utf-8").splitlines() if line.startswith("| `"))
            )
        )
        assert {label.value for label in Label} <= told, page


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for path in (ROOT / "docs").glob("*.md"):
        assert path.name == "index.md" or f"({path.name})" in index, path.name


def test_the_repository_names_no_place_on_anybodys_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a repository")
    # Put together here, so that this file does not find itself.
    places = re.compile("|".join("/" + name + "/" for name in ("home", "root", "Users", "work", "tmp/venv", "opt/pypi")))
    for name in filter(None, tracked.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix in {".py", ".md", ".toml", ".json", ".cff", ".txt", ""}:
            found = places.search(path.read_text(encoding="utf-8", errors="replace"))
            assert not found, f"{name}: {found}"
