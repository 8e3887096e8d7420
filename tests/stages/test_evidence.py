"""Words of lines, and which lines pass without being weighed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleannews.languages import available
from cleannews.read.text import read_lines
from cleannews.rules import RULES
from cleannews.stages.evidence import Layout, _letters, content_words
from cleannews.stages.match import matcher

LINES = st.text(st.sampled_from(list("abcXY19_'- .,:\"(é”я中")), max_size=60)
LONG = "The council met on Monday to hear what engineers had found under the deck of the bridge, and sent everybody home."
TEXT = "\n".join([LONG, LONG.replace("Monday", "Tuesday"), "A bridge too far", LONG.replace("Monday", "Friday"), LONG.replace("Monday", "Sunday")])


@given(LINES)
def test_words_are_the_same_however_they_are_cut(form: str) -> None:
    assert _letters(form) == re.findall(r"[^\W\d_][\w'-]*", form)
    assert content_words(form, False) == set(re.findall(r"[^\W\d_][\w'-]{3,}", form.lower()))


def _laid_out(text: str) -> Layout:
    lines = read_lines(text)
    layout = Layout(lines, matcher(RULES, available()).hits_of([line.form for line in lines]))
    layout.settle(layout.priors)
    return layout


def test_a_line_alone_amid_the_story_passes() -> None:
    assert all(map(_laid_out(TEXT).settled, range(5)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("A bridge too far", "A bridge too far\nBy the river", id="another short line beside it"),
        pytest.param("A bridge too far", "A bridge too far\nSubscribe to our newsletter", id="furniture beside it"),
        pytest.param("A bridge too far", "Read more", id="something known against it"),
        pytest.param(f"A bridge too far\n{LONG.replace('Monday', 'Friday')}\n{LONG.replace('Monday', 'Sunday')}", "A bridge too far", id="the last line"),
    ],
)
def test_other_short_lines_are_weighed(old: str, new: str) -> None:
    assert not _laid_out(TEXT.replace(old, new)).settled(2)
