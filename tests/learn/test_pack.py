"""The file of a pack: written, read, edited; and what a person decides in it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleannews import Cleaner, Label, Pack, learn
from cleannews.pack import WEIGHTS, Entry, Index, escaped, fold, line_pattern
from cleannews.read.text import matching_form
from cleannews.stages.evidence import fold as layout_fold
from tests.fragments import texts
from tests.learn.articles import BUTTON, NAV, PITCH, article, story

TEXTS = [article(number) for number in range(8)]
PACK = learn(TEXTS, source="The Lantern")

_LINES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(str.strip)
_ENTRIES = st.builds(
    Entry,
    id=st.uuids().map(str),
    line=_LINES.map(escaped),
    articles=st.integers(0, 9),
    label=st.sampled_from(Label),
    subtype=st.sampled_from([None, "newsletter"]),
    head=st.integers(0, 9),
    middle=st.integers(0, 9),
    tail=st.integers(0, 9),
    beside=st.integers(0, 9),
    times=st.integers(0, 99),
    about=st.one_of(st.none(), st.integers(0, 100).map(lambda n: n / 100)),
    weight=st.sampled_from(WEIGHTS),
    examples=st.lists(_LINES, max_size=3).map(tuple),
)


@given(st.lists(_ENTRIES, max_size=4, unique_by=lambda entry: entry.id), st.integers(0, 99), st.one_of(st.none(), _LINES))
def test_a_pack_survives_its_file(entries: list[Entry], articles: int, source: str | None) -> None:
    pack = Pack(tuple(entries), articles, articles + 3, source, articles // 2)
    assert Pack.loads(pack.dumps()) == pack


def test_the_file_is_for_people(tmp_path: Path) -> None:
    path = tmp_path / "lantern.pack"
    PACK.save(path)
    text = path.read_text(encoding="utf-8")
    assert 'source = "The Lantern"' in text
    assert f'line = "{PITCH}"' in text
    assert "articles = 8  # of 8" in text
    assert "base64" not in text and len(text) < 3000, "the texts that it was learnt from are not in it"
    assert Pack.load(path) == PACK


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("line 1", "not a pack"),
        ("format = 2", "format = 2"),
        ("format = 1\nline = 3", "under \\[\\[line\\]\\]"),
        ("format = 1\n[[line]]\nlabel = 'ad'", "entry 1 has no line"),
        ("format = 1\n[[line]]\nline = 'A'\nlabel = 'advert'", "unknown label 'advert'"),
        ("format = 1\n[[line]]\nline = 'A'\nweight = 'maybe'", "weight is one of"),
        ("format = 1\n[[line]]\nline = 'A'\narticles = -1", "articles is a count"),
        ("format = 1\n[[line]]\nline = 'A'\nabout = 7", "between 0 and 1"),
        ("format = 1\n[[line]]\nline = 'A'\nexamples = 7", "list of strings"),
        ("format = 1\n[[line]]\nline = 'A {text} {text}'", "room for one"),
        ("format = 1\n[[line]]\nid = 'a'\nline = 'A'\n[[line]]\nid = 'a'\nline = 'B'", "two entries have the id 'a'"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(wrong: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.pack"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(ValueError, match=f"wrong.pack: .*{message}"):
        Pack.load(path)


def test_an_entry_taken_out_is_forgotten() -> None:
    text = TEXTS[0]
    button = next(entry for entry in PACK if entry.line == BUTTON)
    assert BUTTON not in Cleaner(packs=(PACK,)).clean(text).body
    assert BUTTON in Cleaner(packs=(replace(PACK, entries=tuple(entry for entry in PACK if entry is not button)),)).clean(text).body


def test_a_person_decides() -> None:
    text = "\n".join([*story(1), "What we know", *story(2, 2)])
    written = 'format = 1\narticles = 9\n[[line]]\nid = "known"\nline = "What we know"\nlabel = "share"\n'
    assert "What we know" in Cleaner(packs=(Pack.loads(written),)).clean(text).body
    gone = Cleaner(packs=(Pack.loads(written + 'weight = "always"\n'),)).clean(text)
    assert [(segment.label, segment.rule) for segment in gone.segments if not segment.kept] == [(Label.SHARE, "pack:known")]
    assert "What we know" in Cleaner(packs=(Pack.loads(written + 'weight = "always"\n'),), disable=frozenset({"pack:known"})).clean(text).body
    shared = "\n".join([*story(1), "READ MORE: Five bridges that never opened", *story(2, 2)])
    assert "READ MORE: Five bridges that never opened" not in Cleaner().clean(shared).body
    kept = 'format = 1\n[[line]]\nline = "READ MORE: Five bridges that never opened"\nweight = "never"\n'
    assert "READ MORE: Five bridges that never opened" in Cleaner(packs=(Pack.loads(kept),)).clean(shared).body


def test_what_was_decided_outlives_learning_again() -> None:
    reviewed = replace(
        PACK,
        entries=(
            *(replace(entry, weight="never", label=Label.BODY) if entry.line == BUTTON else entry for entry in PACK),
            Entry("gone", "A line that repeats no more", 5, weight="always"),
        ),
    )
    again = learn([article(number) for number in range(20)]).decided_as(reviewed)
    decided = {entry.line: entry.weight for entry in again}
    assert decided[BUTTON] == "never" and decided[NAV] == "evidence" and decided["A line that repeats no more"] == "always"
    assert Pack.loads(again.dumps()).entries == again.entries


def test_cleaners_with_packs_are_values() -> None:
    cleaner = Cleaner(packs=(PACK,))
    assert cleaner.packs[0].sample is None, "cleaning needs no texts"
    again = pickle.loads(pickle.dumps(cleaner))
    assert again == cleaner and hash(again) == hash(cleaner)
    assert again.clean(TEXTS[0]) == cleaner.clean(TEXTS[0])
    assert Cleaner(packs=PACK).packs == cleaner.packs  # type: ignore[arg-type]
    assert len(pickle.dumps(cleaner)) < 5000
    assert cleaner.rules_version != Cleaner().rules_version
    with pytest.raises(TypeError, match=r"Pack\.load reads one"):
        Cleaner(packs=("lantern.pack",))


def test_a_pickled_pack_keeps_what_merging_needs() -> None:
    assert pickle.loads(pickle.dumps(PACK)).merge(PACK).dumps() == learn([*TEXTS, *TEXTS], source="The Lantern").dumps()


@given(texts())
def test_learning_folds_lines_as_cleaning_does(raw: str) -> None:
    from cleannews.learning import _Text
    from cleannews.read.text import read_lines

    read = [layout_fold(line.form) for line in read_lines(raw)]
    blanks = str.maketrans("", "", "\x1c\x1d\x1e\x1f")
    assert (
        [line for line in _Text(raw).keys if line.strip()] == [line for line in read if line]
        or any(char in raw for char in "\x00\x1f")
        or raw.translate(blanks) != raw
    )


@given(_LINES)
def test_a_line_is_found_as_itself(line: str) -> None:
    form = matching_form(line).strip()
    if len(form.splitlines()) > 1 or not fold(form):
        return
    found = Index([Entry("one", escaped(line), 5)]).find(form, fold(form[:300]))
    assert found is not None and found.id == "one"


@pytest.mark.parametrize(
    ("line", "hits", "misses"),
    [
        ("{n} comments", ["7 comments", "1234 Comments", "7 comments:"], ["seven comments", "7 comments by readers", "a 7 comments"]),
        ("By {name}", ["By Ada Lind", "by Ada Lind", "By Jo van der Meer"], ["By the sea", "By Ada Lind and a cast of thousands, all of them there"]),
        ("{name} / Lantern", ["Ada Lind / Lantern", "김민수 / Lantern"], ["from Ada Lind / Lantern"]),
        ("From the drawer: {text}", ["From the drawer: a map", "FROM THE DRAWER: A map."], ["From the drawer:", "Found in the drawer: a map"]),
        ("Printed since 1931", ["Printed  since 1931", "» Printed since 1931"[2:], "- Printed since 1931"], ["Printed since 1932"]),
        ("100 %% {{of}} it.*", ["100 %% {of} it.*"], ["100 %% of it", "100 %% {of} it..."]),
    ],
)
def test_slots(line: str, hits: list[str], misses: list[str]) -> None:
    pattern = line_pattern(line)
    for hit in hits:
        assert pattern.fullmatch(hit), hit
    for miss in misses:
        assert not pattern.fullmatch(miss), miss
