"""Time grows at most in step with the size, whatever the text or page; nothing raises; the segments are the input."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cleannews import Article, clean, clean_html
from tests.adversarial.shapes import PAGES, TEXTS, Shape

ROOT = Path(__file__).parents[2]
#: Eight times the size may take this many times as long: in step is 8, with the square 64.
MOST = 24
#: Below this many seconds nothing is said: clocks and caches are coarser.
NOISE = 0.1


def _seconds(run: Callable[[str], Article], text: str) -> float:
    start = time.process_time()
    article = run(text)
    article.to_dict()
    spent = time.process_time() - start
    assert "".join(segment.text for segment in article.segments) == article.raw
    return spent


def _grows_in_step(run: Callable[[str], Article], shape: Shape, size: int) -> bool:
    run(shape(1_000)).to_dict()
    for _ in range(3):
        small, large = _seconds(run, shape(size)), _seconds(run, shape(8 * size))
        if large < NOISE or large < MOST * small:
            return True
    return False


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str) -> None:
    shape = TEXTS[name]
    # A line costs more than a character.
    size = 1_000 if shape(1_000).count("\n") + shape(1_000).count("\u2028") + shape(1_000).count("\r") > 3 else 16_000
    assert _grows_in_step(clean, shape, size)


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    assert _grows_in_step(clean_html, PAGES[name], 4_000)


@pytest.mark.parametrize("name", [name for name in TEXTS if "\n" not in TEXTS[name](100) and name != "separators"])
def test_a_million_characters_in_one_line(name: str) -> None:
    # With the square of the size this would take hours.
    assert _seconds(clean, TEXTS[name](1_000_000)) < 30


def test_the_short_form_of_the_benchmark_ends_and_all_ways_agree() -> None:
    done = subprocess.run([sys.executable, "benchmarks/speed.py", "--short"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "× pass-through" in done.stdout
