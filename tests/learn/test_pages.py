"""Pages: what repeats over the lines that a reader sees."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from cleannews import Cleaner, learn
from cleannews.html import clean_html
from cleannews.learning import page_text
from tests.learn.articles import PITCH, story


def page(number: int) -> str:
    """A page whose markup does not tell the pitch, nor the label inside the story, from the story."""
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in story(number, 6)]
    inside = ["<p>~ Put this page aside ~</p>"]
    body = "".join([*paragraphs[:3], *inside, *paragraphs[3:], f"<p>{PITCH}</p>"])
    return (
        f"<html><head><title>Matter {number} - The Lantern</title></head><body><nav><a href='/'>Town</a><a href='/sea'>Sea</a></nav>"
        f"<article><h1>Matter {number} of the town and its clocks</h1>{body}</article><footer><p>Printed since 1931</p></footer></body></html>"
    )


PAGES = [page(number) for number in range(12)]


def test_the_lines_of_pages_are_learnt() -> None:
    pack = learn(PAGES, html=True)
    assert pack.articles == 12
    assert {PITCH, "~ Put this page aside ~", "Printed since 1931"} <= {entry.line for entry in pack}
    assert learn(map(page_text, PAGES)) == pack
    assert learn([text.encode() for text in PAGES], html=True) == pack


def test_a_page_is_cleaned_with_what_was_learnt() -> None:
    fresh = page(77)
    alone = clean_html(fresh).body
    assert PITCH in alone
    found = clean_html(fresh, cleaner=Cleaner(packs=(learn(PAGES, html=True),)))
    assert PITCH not in found.body and "Put this page aside" not in found.body
    assert all(paragraph in found.body for paragraph in story(77, 6))
    assert {segment.rule.split(":")[0] for segment in found.segments if segment.text.strip() == PITCH and segment.rule} == {"pack"}


def test_pages_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "pages.jsonl").write_text("".join(json.dumps({"html": text}) + "\n" for text in PAGES), encoding="utf-8")
    arguments = ["learn", "pages.jsonl", "--html", "--field", "html", "-o", "lantern.pack"]
    done = subprocess.run([sys.executable, "-m", "cleannews", *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "lantern.pack").read_text(encoding="utf-8") == learn(PAGES, html=True).dumps()
