"""What building a wheel adds to the sources: the file that `cleannews.derived` reads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_WRITE = "import sys; sys.path.insert(0, sys.argv[1]); from cleannews.derived import write; write(*sys.argv[2:])"


class Derive(BuildHookInterface[Any]):
    """Derive the file from the words and rules that go into this wheel. It is built from them and not kept under version control."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the file beside the sources, and another for the wheel. A process of its own: nothing stays imported."""
        self._folder = TemporaryDirectory()
        written = str(Path(self._folder.name) / "derived.bin")
        subprocess.run([sys.executable, "-c", _WRITE, str(Path(self.root) / "src"), written], check=True)
        if version != "editable":
            build_data["force_include"][written] = "cleannews/derived.bin"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was written for the wheel only."""
        self._folder.cleanup()
