"""Many texts → a pack: counts, places, slots; and merging, which is exact."""

from __future__ import annotations

import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleannews import Cleaner, Label, Pack, learn, learn_by_source
from cleannews.learning import Sample, merged
from cleannews.pack import Entry
from tests.learn.articles import BUTTON, NAV, PITCH, article, story


def entry(pack: Pack, line: str) -> Entry:
    """The pack's entry for a line."""
    return next(entry for entry in pack if entry.line == line)


def test_what_repeats_and_where() -> None:
    pack = learn(article(number) for number in range(20))
    assert (pack.texts, pack.articles, pack.headlines) == (20, 20, 20)
    assert {found.line for found in pack} == {NAV, BUTTON, PITCH, "{n} readers have put it aside"}
    assert [getattr(entry(pack, NAV), name) for name in ("articles", "head", "middle", "tail", "times")] == [20, 20, 0, 0, 20]
    assert [getattr(entry(pack, PITCH), name) for name in ("articles", "head", "middle", "tail", "beside")] == [20, 0, 0, 20, 20]
    assert entry(pack, PITCH).about is not None and entry(pack, PITCH).about < 0.2  # type: ignore[operator]


def test_copies_count_once() -> None:
    texts = [article(number) for number in range(6)]
    copies = [text.replace(" aside\n", " aside.\n") for text in texts[:3]] * 2
    pack = learn([*texts, *copies, *texts])
    assert (pack.texts, pack.articles) == (18, 6)
    assert entry(pack, NAV).articles == 6


def test_numbers_and_names_become_slots_where_they_differ() -> None:
    names = ("Ada Karlsson", "Ben Osei", "Cleo van den Berg", "Dag Moe", "Eva Ruiz", "Fay Li")
    texts = []
    for number, name in enumerate(names):
        follow = f"Follow {name} on Mastodon"
        texts.append("\n".join([f"By {name}", *story(number), f"{number + 2} comments", "Printed since 1931", follow, f"Photo: {name}/Lantern Pictures"]))
    lines = {found.line: found for found in learn(texts)}
    assert {"By {name}", "{n} comments", "Printed since 1931", "Follow {name} on Mastodon", "Photo: {name}/Lantern Pictures"} <= lines.keys()
    assert lines["{n} comments"].examples == ("2 comments", "3 comments", "4 comments")
    assert lines["By {name}"].label is Label.BYLINE
    assert lines["Photo: {name}/Lantern Pictures"].label is Label.CREDIT


def test_a_label_with_another_headline_in_each_article() -> None:
    heads = (
        "Why the pier was longer before the war",
        "Seven lamps that nobody lit",
        "The sluice and its three keepers",
        "A map of every lost glove",
        "What the bell said",
    )
    texts = []
    for number, head in enumerate(heads):
        paragraphs = story(number, 6)
        texts.append("\n".join([*paragraphs[:3], f"From the drawer: {head}", *paragraphs[3:]]))
    assert [found.line for found in learn(texts)] == ["From the drawer: {text}"]
    spoken = [text.replace("From the drawer:", 'He added: "It is') for text in texts]
    assert not len(learn(spoken)), "what people say after the same words is no headline"


def test_braces_of_the_text_are_no_slots() -> None:
    texts = ["\n".join([*story(number), "{name} says {{hello}}"]) for number in range(6)]
    pack = learn(texts)
    assert [found.line for found in pack] == ["{{name}} says {{{{hello}}}}"]
    assert Cleaner(packs=(pack,)).clean(texts[0]).segments[-1].rule == f"pack:{pack.entries[0].id}"


@pytest.mark.parametrize("number", range(5))
def test_fewer_than_five_articles_give_no_pack_and_say_so(number: int) -> None:
    pack = learn([article(n) for n in range(number)] * 3, source="The Lantern")
    assert not pack.entries and pack.articles == number
    assert pack.note == f"{number} {'article' if number == 1 else 'different articles'} of The Lantern: a pack needs at least 5"
    assert learn([article(n) for n in range(5)]).note is None


def test_the_order_of_reading_does_not_matter() -> None:
    texts = [article(number) for number in range(30)]
    shuffled = texts[:]
    random.Random(1).shuffle(shuffled)
    assert learn(shuffled) == learn(texts)
    assert learn(shuffled).dumps() == learn(texts).dumps()


def _texts() -> st.SearchStrategy[list[str]]:
    """Articles, updates of them, collections, odds and ends: what two parts of a crawl may hold."""
    update = st.builds(lambda number, cut: "\n".join([*story(number, 6)[cut:], *story(number + 100, 1), PITCH]), st.integers(0, 9), st.integers(0, 3))
    plain = st.builds(article, st.integers(0, 14), st.integers(1, 5))
    pair = st.builds(lambda one, other: article(one) + "\n" + article(other), st.integers(0, 14), st.integers(0, 14))
    odd = st.sampled_from(["", "\n\n", "Put this page aside", "7 readers have put it aside\r\n" * 3, "写真は語る。\n関連記事", "\ud800 half", "a\\nb<br>c"])
    return st.lists(st.one_of(plain, update, plain, pair, odd), max_size=24)


@given(_texts(), _texts(), st.sampled_from([5, 8, 2000]))
def test_merging_is_exact(a: list[str], b: list[str], size: int) -> None:
    whole = learn(a + b, sample=size)
    parts = learn(a, sample=size).merge(learn(b, sample=size))
    assert parts == whole
    assert parts.dumps() == whole.dumps()
    assert parts.sample == whole.sample


@given(st.lists(_texts(), min_size=1, max_size=5))
def test_merging_many_parts_in_any_order(parts: list[list[str]]) -> None:
    whole = learn([text for part in parts for text in part], sample=8)
    packs = [learn(part, sample=8) for part in reversed(parts)]
    assert packs[0].merge(*packs[1:]) == whole
    stepwise = packs[0]
    for pack in packs[1:]:
        stepwise = stepwise.merge(pack)
    assert stepwise == whole


@given(_texts(), st.sampled_from([5, 2000]))
def test_a_sample_survives_its_bytes(texts: list[str], size: int) -> None:
    sample = learn(texts, sample=size).sample
    assert sample is not None
    again = Sample.from_bytes(sample.to_bytes())
    assert again == sample and merged([again]) == sample


def test_merging_keeps_a_common_source_only() -> None:
    texts = [article(number) for number in range(6)]
    assert learn(texts, source="a").merge(learn(texts, source="a")).source == "a"
    assert learn(texts, source="a").merge(learn(texts, source="b")).source is None


def test_a_reviewed_pack_can_not_be_counted_again() -> None:
    pack = learn(article(number) for number in range(6))
    with pytest.raises(ValueError, match="no sample to count again"):
        pack.merge(Pack.loads(pack.dumps()))
    with pytest.raises(ValueError, match="no sample"):
        Sample.from_bytes(b"something else")


def test_sources_are_told_apart() -> None:
    pairs = [("lantern", article(number)) for number in range(7)] + [("other", "\n".join(story(number))) for number in range(3)]
    random.Random(2).shuffle(pairs)
    packs = learn_by_source(pairs)
    assert list(packs) == ["lantern", "other"]
    assert packs["lantern"] == learn([article(number) for number in range(7)], source="lantern")
    assert packs["other"].note == "3 different articles of other: a pack needs at least 5"


def test_bytes_are_texts_too() -> None:
    texts = [article(number) for number in range(6)]
    assert learn([text.encode("utf-16") for text in texts]) == learn(texts)


@pytest.mark.parametrize("wrong", ["one text", b"one text"])
def test_one_text_is_refused(wrong: str | bytes) -> None:
    with pytest.raises(TypeError, match="many texts"):
        learn(wrong)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="not int"):
        learn([article(1), 7])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="at least 5"):
        learn([], sample=4)


def test_memory_is_bounded_by_the_sample_not_by_what_is_read() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        sample = Sample(50)
        for number in range(count):
            sample.add(f"{number} {'x' * 2000}")
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert sample.read == count
        assert len(sample.drawn()) == 50
        return top

    assert peak(4000) < 1.2 * peak(400)


def test_a_sample_is_fair() -> None:
    """The rate of a line among the sampled texts is its rate among all, whatever came first."""
    texts = [f"{article(number)}\n{'Only in the old layout' if number < 600 else 'Only in the new layout'}" for number in range(1000)]
    pack = learn(texts, sample=200)
    assert (pack.texts, pack.articles) == (1000, 200)
    assert 95 <= entry(pack, "Only in the old layout").articles <= 145
    assert entry(pack, NAV).articles == 200
