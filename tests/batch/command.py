"""`cleannews run` as people call it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def run(*arguments: object, cwd: Path | None = None, stdin: bytes | None = None, limit: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command to its end; `limit` is called in the process before it begins."""
    done = subprocess.run(command(*arguments), cwd=cwd, input=stdin, capture_output=True, preexec_fn=limit, timeout=300, check=False)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def command(*arguments: object) -> list[str]:
    """The command line."""
    return [sys.executable, "-m", "cleannews", "run", *map(str, arguments)]


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file, or of all of them in a folder but for the rejects, in order of name."""
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*.jsonl") if file.name != "rejects.jsonl" and ".cleannews" not in file.parts)
    return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder but for the lock, by its path."""
    found = (Path(here, name) for here, _, names in os.walk(folder) for name in names if name != "lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}
