"""The derived file says what the words and rules say, and is believed only as long as it does."""

from __future__ import annotations

import subprocess
import sys
from os import replace, utime
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

import cleannews

PACKAGE = Path(cleannews.__file__).parent

SHOW = """
import sys
from cleannews import Cleaner
from cleannews.derived import derived
from cleannews.lexicon import lexicon
from cleannews.stages.match import matcher
print(derived() is not None)
found = matcher(Cleaner().active_rules, None)
keys = [sorted(known.all()) for known in (found.heads, found.words, found.stems)]
print(keys)
print([found.filed_under(number, key) for number, keys in enumerate(keys) for key in keys])
print(found._gates, [found._trial(rule).needs for rule in found.rules])
print([(rule.id, found.keys_of(rule)) for rule in found.rules])
from cleannews.languages import available, phrases, shared, words
for tables in (("credit-label",), ("credit-label", "credit-supplied"), ("caption-file", "credit-after"), ("byline-role",)):
    told = lexicon(*tables)
    lines = [f"{phrase.lower()} b" for table in tables for phrase in phrases(table, available())]
    print(tables, bool(told), [(told.ends(line), told.ends(line, 2), told.closes(line[:-2])) for line in lines])
print(available(), shared(), words("months"), words("says", ("en",)))
"""


def _shown(folder: Path) -> tuple[str, str]:
    done = subprocess.run([sys.executable, "-c", SHOW], cwd=folder, env={"PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    first, _, rest = done.stdout.partition("\n")
    return first, rest


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("derived")
    copytree(PACKAGE, folder / "cleannews", ignore=ignore_patterns("__pycache__", "derived.bin"))
    return folder


def test_it_says_what_is_computed_without_it_and_is_never_stale(copy: Path) -> None:
    found, plain = _shown(copy)
    assert found == "False"
    subprocess.run([sys.executable, "-m", "cleannews.derived"], cwd=copy, env={"PYTHONPATH": str(copy)}, check=True, capture_output=True)
    found, fast = _shown(copy)
    assert found == "True"
    assert fast == plain
    english = copy / "cleannews" / "languages" / "en.toml"
    english.write_text(english.read_text(encoding="utf-8").replace('"icons by"', '"icons bx"'), encoding="utf-8")
    found, changed = _shown(copy)
    assert found == "False"
    assert "icons bx" in changed
    (copy / "cleannews" / "derived.bin").write_bytes(b"cut short")
    assert _shown(copy) == ("False", changed)


def test_in_an_installation_nothing_is_read_to_believe_it_and_what_is_newer_is_not_believed(copy: Path) -> None:
    package = copy / "cleannews"
    subprocess.run([sys.executable, "-c", "from cleannews.derived import write; write('for-wheel')"], cwd=copy, env={"PYTHONPATH": str(copy)}, check=True)
    replace(copy / "for-wheel", package / "derived.bin")
    assert _shown(copy)[0] == "True"
    english = package / "languages" / "en.toml"
    later = (package / "derived.bin").stat().st_mtime + 120
    utime(english, (later, later))
    assert _shown(copy)[0] == "True", "what is in it has not changed"
    english.write_text(english.read_text(encoding="utf-8").replace('"icons b', '"icons c'), encoding="utf-8")
    utime(english, (later, later))
    assert _shown(copy)[0] == "False"
    english.write_text(english.read_text(encoding="utf-8") + "# longer\n", encoding="utf-8")
    assert _shown(copy)[0] == "False"
