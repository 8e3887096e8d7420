"""The benchmark measures what it says: counted by hand on a small article, with cleaners whose faults are known."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import quality
from benchmarks.items import CORPUS, Item, digest, items, read
from benchmarks.peers import identity, ours, refinedweb
from cleannews import Article

ROOT = Path(__file__).resolve().parent.parent
MARGIN = """\
# source:   written for this test
# licence:  CC0-1.0
# about:    two story lines, a promo, a caption with a credit

body            | The ferry sailed on Monday.
promo.readmore  | READ MORE: Five harbours
caption         | The ferry at her berth.
+credit         |  (AFP)

body            | Forty people waved.
"""


@pytest.fixture
def item(tmp_path: Path) -> Item:
    """The small article."""
    path = tmp_path / "item.txt"
    path.write_text(MARGIN, encoding="utf-8")
    return read(path)


def tally(item: Item, out: object) -> quality.Tally:
    """One result, scored."""
    found = quality.Tally()
    quality.score(item, out, found)
    return found


def test_a_perfect_answer(item: Item) -> None:
    for out in (Article(item.raw, item.pieces), item.body):
        found = tally(item, out)
        assert found.figures() == {"story lines kept": 1.0, "removed": 1.0, "F1": 1.0, "exact": 1.0}
    assert tally(item, Article(item.raw, item.pieces)).by_label()["credit"] == {"characters": 5.0, "removed": 1.0, "recall": 1.0, "precision": 1.0}


def test_keeping_everything_loses_and_removes_nothing(item: Item) -> None:
    found = tally(item, item.raw)
    story, furniture = len("TheferrysailedonMonday.Fortypeoplewaved."), len("READMORE:FiveharboursTheferryatherberth.(AFP)")
    assert (found.story, found.furniture, found.removed, found.lost_lines) == (story, furniture, 0, 0)
    assert found.figures()["F1"] == round(2 * story / (2 * story + furniture), 4)


def test_a_lost_line_is_counted(item: Item) -> None:
    found = tally(item, "Forty people waved.")
    assert (found.story_lines, found.lost_lines, found.exact) == (2, 1, 0)
    assert found.figures()["removed"] == 1.0


def test_half_a_line_is_aligned_where_it_stood(item: Item) -> None:
    found = tally(item, "The ferry sailed on Monday.\nThe ferry at her berth.\nForty people waved.")
    assert found.by_label()["caption"]["removed"] == 0
    assert found.by_label()["credit"]["removed"] == 1.0
    assert found.by_label()["promo"]["removed"] == 1.0


def test_white_space_and_joined_lines_do_not_matter(item: Item) -> None:
    assert tally(item, "  The ferry   sailed on Monday. Forty people waved.\n\n").figures()["F1"] == 1.0


def test_floors_rise_by_themselves_and_sink_only_when_asked() -> None:
    floors = {"all": {"F1": 0.9, "removed": 0.5}}
    now = {"all": {"F1": 0.8, "removed": 0.6}}
    assert quality.below(now, floors) == ["all: F1 is 0.8000, its floor 0.9000"]
    assert quality.raised(now, floors, lower=False) == {"all": {"F1": 0.9, "removed": 0.6}}
    assert quality.raised(now, floors, lower=True) == now
    assert quality.below({}, floors), "a group that is gone is below its floor"


def test_the_digest_changes_with_a_label(item: Item, tmp_path: Path) -> None:
    inside = item._replace(path=CORPUS / "en" / "item.txt")
    other = inside._replace(spans=tuple(span._replace(subtype=None) for span in item.spans))
    assert digest([inside]) != digest([other])
    assert digest([inside]) == digest([inside])


def test_any_cleaner_can_be_scored(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("def shout(raw):\n    return '\\n'.join(line for line in raw.splitlines() if not line.isupper())\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "quality.py"), "--cleaner", "mine:shout", "--lang", "de", "--json"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=dict(os.environ),
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["items"] == sum(item.lang == "de" for item in items())
    assert 0.5 < found["figures"]["all"]["F1"] < 1


def test_cleannews_beats_keeping_everything_and_loses_less_than_line_filters() -> None:
    some = [item for item in items() if item.lang in {"de", "es", "fr"}]
    kept, cleaned = (quality.run(cleaner, some)[0] for cleaner in (identity, ours))
    assert cleaned.figures()["F1"] > kept.figures()["F1"]
    assert cleaned.figures()["removed"] > 0.3


def test_refinedweb_corrections() -> None:
    raw = "The ferry sailed on Monday, the company said.\n3 likes\nSHARE THIS STORY\n12.5\nOslo\nSign in to comment\nTwo items in cart\nFerry sails again Read more..."
    assert refinedweb(raw).splitlines() == ["The ferry sailed on Monday, the company said.", "Ferry sails again "]


def test_peers_that_are_installed_run() -> None:
    from benchmarks import peers

    item = next(item for item in items() if item.name.startswith("en/plain-"))
    for name, package in (("c4", "datatrove"), ("justext", "justext"), ("trafilatura", "trafilatura")):
        try:
            out = getattr(peers, name)(item.raw)
        except ImportError:
            assert package == "datatrove", "the others come with cleannews"
            continue
        assert len(out) > len(item.raw) / 3, name
