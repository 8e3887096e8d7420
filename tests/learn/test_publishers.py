"""Many publishers, each cleaned with its own pack."""

from __future__ import annotations

import pickle
from pathlib import Path

from cleannews import Cleaner, Pack, learn_by_source
from cleannews.publishers import Publishers
from tests.learn.articles import BUTTON, PITCH, article, story

PACKS = learn_by_source(
    [("lantern", article(number)) for number in range(8)] + [("post", "\n".join(story(100 + number))) for number in range(8)] + [("few", article(1))]
)


def test_each_publisher_has_its_cleaner() -> None:
    publishers = Publishers(Cleaner(profile="safe"), PACKS)
    raw = article(50)
    assert PITCH not in publishers.cleaner_of("lantern").clean(raw).body
    for other in ("post", "few", "unknown", None):
        assert publishers.cleaner_of(other) is publishers.cleaner
    assert publishers.cleaner_of("lantern") is publishers.cleaner_of("lantern")
    assert publishers.cleaner_of("lantern").profile == "safe"


def test_packs_of_the_cleaner_stay() -> None:
    own = Pack.loads('format = 1\n[[line]]\nline = "Out with it"\nweight = "always"\n')
    publishers = Publishers(Cleaner(packs=(own,)), PACKS)
    body = publishers.cleaner_of("lantern").clean(article(50) + "\nOut with it").body
    assert "Out with it" not in body and BUTTON not in body


def test_publishers_travel_without_samples() -> None:
    publishers = Publishers(Cleaner(), PACKS)
    sent = pickle.dumps(publishers)
    assert len(sent) < 5000
    again = pickle.loads(sent)
    assert again.cleaner_of("lantern") == publishers.cleaner_of("lantern")


def test_a_folder_of_packs(tmp_path: Path) -> None:
    for source, pack in PACKS.items():
        pack.save(tmp_path / f"{source}.pack")
    assert Publishers.load(tmp_path, Cleaner()) == Publishers(Cleaner(), PACKS)
