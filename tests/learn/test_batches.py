"""Batches of composed articles: what repeats and is story stays, what is furniture goes, and every removal by a pack names its entry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.items import CORPUS, Item, given, read
from cleannews import Article, Cleaner, Pack, learn
from cleannews.article import KEPT

FOLDERS = sorted(folder for folder in (CORPUS / "batches").iterdir() if folder.is_dir())
BATCHES = {folder.name: [read(path) for path in sorted(folder.glob("*.txt"))] for folder in FOLDERS}
PACKS = {name: learn((item.raw for item in items), source=name) for name, items in BATCHES.items()}

#: What repeats in these batches and is story: (batch, line, in how many of its articles).
STORY = [
    ("en-ferry-strike", "Deckhands walked out on 3 March after the company withdrew the winter allowance of £41 a week.", 4),
    ("en-ferry-strike", "No date has been set for further talks.", 3),
    ("en-eight-questions", "What did you make first?", 5),
    ("en-almanac-verse", "Turn the year, turn the year,", 5),
    ("en-police-briefs", "No one was injured.", 3),
    ("en-police-briefs", "Anyone with information is asked to call the Pike Harbor Police Department at 555-0142.", 3),
    ("de-kuechenserie", "Zutaten", 5),
    ("de-kuechenserie", "Dazu passt", 4),
    ("de-gerichtskolumne", "Guten Morgen aus der dritten Reihe, wo man alles sieht und niemand einen etwas fragt.", 5),
    ("de-gerichtskolumne", "Bis nächsten Freitag, falls das Dach hält.", 4),
    ("fr-communiques", "À propos de Voiles Kerdrel", 4),
    ("fr-question-du-jour", "Ce que l'on sait", 5),
    ("fr-question-du-jour", "Et maintenant ?", 5),
    ("es-regional-futbol", "Equipo PJ G E P Ptos", 5),
    ("es-regional-futbol", "Espectadores: {n}", 4),
]
#: What repeats, is furniture that no general rule knows, and goes by the pack.
FURNITURE = [
    ("en-ferry-strike", "The First Boat: six island stories in your inbox before the six-forty casts off."),
    ("en-ferry-strike", "Sound & Shore has been printed on Ansel since 1931 and belongs to the people who read it."),
    ("en-eight-questions", "The Chalk Line Weekend"),
    ("en-police-briefs", "LAKELAND 6 — ON YOUR SIDE OF THE LAKE"),
    ("de-kuechenserie", "»Leise gekocht«, das Buch zur Serie, liegt in allen Saaleblatt-Läden."),
    ("de-gerichtskolumne", "Freitag, dritte Reihe"),
    ("fr-communiques", "Garder ce communiqué dans mon classeur"),
    ("fr-question-du-jour", "La question de 18 heures paraît du lundi au vendredi ; le week-end, débrouillez-vous."),
    ("es-regional-futbol", "Hazte del Segura: tres meses por lo que cuesta un bocadillo de lomo."),
]


def cleaned(name: str) -> Iterator[tuple[Item, Article]]:
    """The items of a batch, cleaned with the batch's pack."""
    cleaner = Cleaner(packs=(PACKS[name],))
    for item in BATCHES[name]:
        yield item, cleaner.clean(item.raw)


def test_there_are_enough_batches() -> None:
    assert len(BATCHES) >= 8
    assert all(len(items) >= 5 for items in BATCHES.values())
    assert len({item.headers["lang"] for items in BATCHES.values() for item in items}) >= 4
    assert all(pack.articles == len(BATCHES[name]) for name, pack in PACKS.items()), "all articles of a batch are different ones"


@pytest.mark.parametrize("name", BATCHES)
def test_no_pack_takes_story(name: str) -> None:
    for item, article in cleaned(name):
        for span in item.spans:
            for piece in given(article, item.raw, span):
                if span.label in KEPT and (piece.rule or "").startswith("pack:"):
                    pytest.fail(f"{item.path.name}: {item.raw[span.start : span.end]!r} went by {piece.rule}: {piece.evidence}")


@pytest.mark.parametrize("name", BATCHES)
def test_the_pack_loses_nothing_that_cleaning_alone_keeps(name: str) -> None:
    for item, article in cleaned(name):
        alone = Cleaner().clean(item.raw)
        for span in item.spans:
            if span.label in KEPT and all(piece.label in KEPT for piece in given(alone, item.raw, span)):
                assert all(piece.label in KEPT for piece in given(article, item.raw, span)), (item.path.name, item.raw[span.start : span.end])


@pytest.mark.parametrize(("name", "line", "count"), STORY)
def test_repeated_story_is_seen_and_stays(name: str, line: str, count: int) -> None:
    entry = next(entry for entry in PACKS[name] if entry.line == line)
    assert entry.articles == count
    found = line.replace("{n}", "")
    assert sum(found in article.body for _item, article in cleaned(name)) >= count


@pytest.mark.parametrize(("name", "line"), FURNITURE)
def test_furniture_without_a_rule_goes_and_names_its_entry(name: str, line: str) -> None:
    entry = next(entry for entry in PACKS[name] if entry.line == line)
    for item, article in cleaned(name):
        if line in item.raw:
            assert line not in article.body
            segment = next(segment for segment in article.segments if segment.text.strip() == line)
            assert segment.rule == f"pack:{entry.id}"
            assert entry.line[:40] in segment.evidence[0] and f"in {entry.articles} of {PACKS[name].articles} articles" in segment.evidence[0]
            assert 0.9 <= segment.confidence <= 1


def share_removed(cleaner: Cleaner, items: list[Item]) -> float:
    """The share of the furniture's characters that goes."""
    gone = whole = 0
    for item in items:
        article = cleaner.clean(item.raw)
        for span in item.spans:
            if span.label not in KEPT:
                whole += span.end - span.start
                gone += sum(min(piece.end, span.end) - max(piece.start, span.start) for piece in given(article, item.raw, span) if piece.label not in KEPT)
    return gone / whole


def test_packs_remove_most_of_what_general_rules_do_not_know() -> None:
    alone = [share_removed(Cleaner(), items) for items in BATCHES.values()]
    packed = [share_removed(Cleaner(packs=(PACKS[name],)), items) for name, items in BATCHES.items()]
    assert sum(packed) / len(packed) > 0.75
    assert sum(packed) > sum(alone) + 3
    assert all(after >= before for before, after in zip(alone, packed, strict=True))


@pytest.mark.parametrize("name", BATCHES)
def test_what_was_cleaned_stays_as_it_is(name: str) -> None:
    cleaner = Cleaner(packs=(PACKS[name],))
    for _item, article in cleaned(name):
        assert "".join(segment.text for segment in article.segments) == article.raw
        assert cleaner.clean(article.body, title=article.title or "").body == article.body


@pytest.mark.parametrize("name", BATCHES)
def test_profiles_differ_by_how_much_a_removal_needs(name: str) -> None:
    def removed(profile: str) -> int:
        return sum(len(item.raw) - len(Cleaner(profile=profile, packs=(PACKS[name],)).clean(item.raw).body) for item in BATCHES[name])

    assert removed("safe") <= removed("balanced") <= removed("strict")


@pytest.mark.parametrize("name", BATCHES)
def test_the_pack_of_a_file_cleans_alike(name: str, tmp_path: Path) -> None:
    PACKS[name].save(tmp_path / "a.pack")
    again = Cleaner(packs=(Pack.load(tmp_path / "a.pack"),))
    for item, article in cleaned(name):
        assert again.clean(item.raw) == article


@pytest.mark.parametrize("name", BATCHES)
def test_items_are_well_formed(name: str) -> None:
    for item in BATCHES[name]:
        assert {"source", "licence", "lang", "family", "about"} <= item.headers.keys()
        outside = item.raw
        for span in reversed(item.spans):
            assert item.raw[span.start : span.end].strip()
            outside = outside[: span.start] + outside[span.end :]
        assert not outside.strip(), "every character but white space has a label"
