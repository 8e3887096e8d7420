"""What building a wheel adds to the sources: the file that `cleannews.derived` reads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Derive(BuildHookInterface[Any]):
    """Derive the file from the words and rules that go into this wheel. It is built from them and not kept under version control."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the file beside the sources and name it among the wheel's files. A process of its own: nothing stays imported."""
        source = Path(self.root) / "src"
        subprocess.run([sys.executable, "-c", f"import sys; sys.path.insert(0, {str(source)!r}); from cleannews.derived import write; write()"], check=True)
        build_data["artifacts"].append("src/cleannews/derived.bin")
