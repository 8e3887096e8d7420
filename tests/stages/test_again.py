"""Credits that lines of a document have in common, and what only looks like them."""

import pytest

from cleannews import Cleaner, clean
from cleannews.article import Label
from cleannews.read.text import read_lines
from cleannews.stages.again import credits_again

PARAGRAPH = "The council met on Monday to hear what engineers had found under the deck of the bridge, and put off its decision until after Easter."
SECOND = "Traders in the town say that they have lost a third of their customers since the road was closed, and want to be paid for it."


def found(*lines: str) -> dict[int, str]:
    """What closes lines of the document: number of the line → the credit."""
    forms = [line.form for line in read_lines("\n".join(lines))]
    return {i: forms[i][hit.start : hit.end] for i, hit in credits_again(forms, [[] for _ in forms]).items()}


@pytest.mark.parametrize("name", ["Ann Bee", "Supplied", "ANN BEE", "Ann van der Bee", "North Bank Estates"])
def test_a_name_that_closes_two_lines_is_their_credit(name: str) -> None:
    lines = (f"Cars queue at the closed bridge in the morning. {name}", PARAGRAPH, f"An engineer looks under the deck of it. {name}")
    assert found(*lines) == {0: name, 2: name}


def test_sources_in_brackets_that_differ_are_credits_where_three_lines_close_with_one() -> None:
    lines = (
        "Cars queue at the closed bridge in the morning. (AP)", PARAGRAPH, "An engineer looks under the deck of it. (Nine)",
        SECOND, "The old bridge as it was before the flood. (North Bank Estates)",
    )  # fmt: skip
    assert found(*lines) == {0: "(AP)", 2: "(Nine)", 4: "(North Bank Estates)"}


@pytest.mark.parametrize(
    "lines",
    [
        ("Cars queue at the closed bridge in the morning. Ann Bee", PARAGRAPH),
        ("Cars queue at the closed bridge in the morning. Ann Bee", PARAGRAPH, "Cars queue at the closed bridge in the morning. Ann Bee"),
        ("Talks on the bridge went on all through the night. (AFP)", PARAGRAPH, "The ferry sank in a storm off the cape. (AFP)", SECOND, "Rain is due in the north. (AFP)"),
        ("A shop turns over £640 a day on average. (Trade Survey)", "One in three has a counter at the back. (Postal Forum)", "Half are eleven miles away. (County Council)"),
        ("He sold it to a man in the north of town. Really", PARAGRAPH, "Nobody had asked him what he would do. Nobody at all"),
        ("The firm was bought by Smith, Bee & Co. KG", PARAGRAPH, "The other went to Cee, Dee & Co. KG"),
    ],
    ids=["one line", "one line twice", "briefs signed by an agency", "figures with sources", "fragments of speech", "firms"],
)  # fmt: skip
def test_what_is_no_credit_is_not_found(lines: tuple[str, ...]) -> None:
    assert found(*lines) == {}


def test_the_lines_become_captions_with_the_name_as_credit() -> None:
    text = f"{PARAGRAPH}\nCars queue at the closed bridge in the morning. Ann Bee\n{SECOND}\nAn engineer looks under the deck of it. Ann Bee\n{PARAGRAPH[:-1]}, it said."
    article = clean(text, title="")
    assert [(image.caption, image.credit.text if image.credit else None) for image in article.images] == [
        ("Cars queue at the closed bridge in the morning.", "Ann Bee"),
        ("An engineer looks under the deck of it.", "Ann Bee"),
    ]
    assert {segment.rule for segment in article.segments if segment.label is Label.CREDIT} == {"credit-again"}


def test_it_can_be_switched_off() -> None:
    text = f"{PARAGRAPH}\nCars queue at the closed bridge in the morning. Ann Bee\n{SECOND}\nAn engineer looks under the deck of it. Ann Bee\n{PARAGRAPH[:-1]}, it said."
    assert not any(segment.rule == "credit-again" for segment in Cleaner(disable={"credit-again"}).clean(text, title="").segments)
