"""Copies and updates of an article are one article; articles that share a publisher's furniture, or a company's, are not."""

from __future__ import annotations

from cleannews.copies import holders, same_article
from cleannews.learning import learn
from tests.learn.articles import BUTTON, NAV, PITCH, article, story


def groups(*texts: str) -> list[int]:
    """The article that each text is of."""
    lines = [text.lower().split("\n") for text in texts]
    return same_article(lines, holders(map(set, lines)))


def test_lines_that_stand_in_several_texts() -> None:
    assert holders([{"a", "b"}, {"b"}, {"a", "b", "c"}]) == {"a": [0, 2], "b": [0, 1, 2]}


def test_different_articles_with_the_same_furniture_stay_apart() -> None:
    assert groups(*map(article, range(12))) == list(range(12))


def test_an_update_is_the_same_article() -> None:
    old = story(1, 8)
    updated = ["Update: the sluice is shut again, the harbour master said on Friday morning.", *old[:2], *story(99, 2), *old[3:]]
    shortened = old[:4]
    other = story(2, 8)
    assert groups("\n".join(old), "\n".join(other), "\n".join(updated), "\n".join(shortened)) == [0, 1, 0, 0]


def test_paragraphs_cut_differently_are_the_same_article() -> None:
    old = story(1, 6)
    joined = " ".join(old)
    assert groups("\n".join(old), joined, "\n".join(story(2))) == [0, 0, 2]


def test_background_carried_from_article_to_article_makes_no_copies() -> None:
    background = story(500, 2)
    assert groups(*("\n".join([*story(number, 6), *background]) for number in range(5))) == list(range(5))


def test_short_texts_in_a_common_frame_stay_apart() -> None:
    about = "About Kerrow & Daughters: the firm was founded in a shed in 1954 and makes sails for boats that fish. It has 86 people."
    terms = "Every notice is printed on the responsibility of the firm that signs it, and of nobody else at all."
    texts = ["\n".join([f"Notice {number}", *story(number, 1), about, terms]) for number in range(5)]
    assert groups(*texts) == list(range(5))


def test_stubs_before_a_pay_wall_stay_apart() -> None:
    wall = "This story is for those who pay for it: from two pounds a week you read everything, on paper and on screen, wherever you are."
    assert groups(*(f"A headline about matter {number} of the town\n{wall}" for number in range(6))) == list(range(6))


def test_many_copies_of_one_article_with_small_changes() -> None:
    texts = ["\n".join([f"Fetched {number} times", *story(7, 6)]) for number in range(40)]
    assert groups(*texts, *map(article, range(3))) == [0] * 40 + [40, 41, 42]


def test_a_collection_of_articles_joins_nothing() -> None:
    several = [article(number) for number in range(9)]
    found = groups("\n".join(several), *several)
    assert found == [-1, *range(1, 10)]
    pack = learn([*several, "\n\n".join(several)])
    assert (pack.texts, pack.articles) == (10, 9)


def test_what_repeats_only_in_copies_is_not_learnt() -> None:
    extra = "A sentence that stands in five copies of one article and nowhere else is no furniture of the paper's."
    copies = ["\n".join([f"Version {number} of the page", *story(3, 6), extra]) for number in range(5)]
    lines = {entry.line for entry in learn([*copies, *map(article, range(10, 18))])}
    assert extra not in lines
    assert {NAV, BUTTON, PITCH} <= lines
