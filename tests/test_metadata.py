"""Labelled pieces → metadata. The articles here are written for these tests and labelled in the margin."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleannews import Label, clean
from cleannews.article import Article, Author, Credit, Image, Note, Piece, Place, Promo
from cleannews.export import DIGITAL_SOURCES, article_schema, escaped
from cleannews.margin import parse, to_pieces
from cleannews.times import read_time

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*/*.txt"))


def labelled(text: str, page: Any = None) -> Article:
    margin = parse(text)
    return Article(margin.raw, to_pieces(margin), page=page)


def shown(image: Image) -> dict[str, Any]:
    return image.to_dict()


# --- images --------------------------------------------------------------------------------------------------------------------

PORTAL = """\
title   | Ferry company splits over winter timetable

caption.wire | OSLO, NORWAY - MAY 03: Flags hang outside the harbour office in Oslo, Norway, on May 3, 2022 in Oslo, Norway. The office, opened in 1911, is closed for repairs.
+credit |  (Photo by Ann Bee/Getty Images)
caption | The harbour office has said nothing about 'next winter'.
+credit |  (Getty Images)

body    | The company split on Monday.

caption.wire | LIMA, PERU - MAY,16 (PERU OUT) Captain Jo Cee seen during a meeting of captains at the Callao hall, May,16,2022, in Lima, Peru.
+credit |  (Photo by Contributor/Getty Images)
caption | Captain Jo Cee said he was 'tired' of the timetable.
+credit |  (Getty Images) (Contributor via Getty Images)

body    | Talks go on.

caption | The ferry at Hull.
+credit |  (PA)
caption | The ferry at Hull.
+credit |  (PA) (Press Association Images)
"""


def test_what_describes_one_picture_is_one_image() -> None:
    first, second, third = labelled(PORTAL).images
    assert first == Image(
        caption="The harbour office has said nothing about 'next winter'.",
        description="Flags hang outside the harbour office in Oslo, Norway, on May 3, 2022 in Oslo, Norway. The office, opened in 1911, is closed for repairs.",
        credit=Credit("Ann Bee/Getty Images", ("Ann Bee",), "Getty Images"),
        location=Place("Oslo", None, "Norway"),
        date="2022-05-03",
        position=0,
        lines=(1, 2),
    )
    assert second == Image(
        caption="Captain Jo Cee said he was 'tired' of the timetable.",
        description="Captain Jo Cee seen during a meeting of captains at the Callao hall, May,16,2022, in Lima, Peru.",
        credit=Credit("Getty Images", (), "Getty Images"),
        location=Place("Lima", None, "Peru"),
        date="2022-05-16",
        instructions="PERU OUT",
        position=1,
        lines=(4, 5),
    )
    assert third == Image(caption="The ferry at Hull.", credit=Credit("PA", (), "PA"), position=2, lines=(7, 8))


def test_the_same_pairs_come_out_of_the_raw_text() -> None:
    raw = parse(PORTAL).raw
    images = clean(raw).images
    assert [(image.caption, image.credit and image.credit.text) for image in images] == [
        (image.caption, image.credit and image.credit.text) for image in labelled(PORTAL).images
    ]


@pytest.mark.parametrize(
    ("margin", "expected"),
    [
        pytest.param(
            "caption | The ferry in dock\ncredit | Ann Bee/Reuters\nbody | It sailed.\ncaption | The captain\ncredit | Jo Cee",
            [("The ferry in dock", None, "Ann Bee/Reuters"), ("The captain", None, "Jo Cee")],
            id="credit on the next line",
        ),
        pytest.param(
            "credit | Image source, Getty Images\ncaption | Image caption, The ferry in dock\nbody | It sailed.\ncredit | Image source, PA\ncaption | Image caption, The captain",
            [("The ferry in dock", None, "Getty Images"), ("The captain", None, "PA")],
            id="credit on the line before",
        ),
        pytest.param(
            "credit | Foto: Ann Bee\ncaption | Die Fähre im Dock.\ncredit | Foto: Jo Cee\ncaption | Der Kapitän.",
            [("Die Fähre im Dock.", None, "Ann Bee"), ("Der Kapitän.", None, "Jo Cee")],
            id="a gallery of credits above captions",
        ),
        pytest.param(
            "caption | The ferry in dock\ncaption | The ferry in dock \n+credit | (PA)\nembed | 2\ncaption | The ferry in dock \n+credit | (PA)",
            [("The ferry in dock", None, "PA")],
            id="the same caption again and again",
        ),
        pytest.param(
            "caption | The ferry in dock at Hull ( \ncredit | Image: \ncredit | Getty Images/iStockphoto)",
            [("The ferry in dock at Hull", None, "Getty Images/iStockphoto")],
            id="a bracket over three lines",
        ),
        pytest.param(
            "body | It sailed.\ncaption | A white ferry between two tugs\ncaption | The Margit left on Monday. \n+credit | Ann Bee/AFP\nbody | It did.",
            [("The Margit left on Monday.", "A white ferry between two tugs", "Ann Bee/AFP")],
            id="alt text, then caption",
        ),
        pytest.param(
            "caption | The ferry in the dock at Hull\ncaption | The ferry in the dock at Hull Northbank News",
            [("The ferry in the dock at Hull", None, "Northbank News")],
            id="what the caption adds to the alt text is the credit",
        ),
        pytest.param(
            "caption | The winner\n+credit |  (Ann Bee/AFP)\ncaption | The loser\n+credit |  (Ann Bee/AFP)\ncaption | The judge\n+credit |  (AFP)",
            [("The winner", None, "Ann Bee/AFP"), ("The loser", None, "Ann Bee/AFP"), ("The judge", None, "AFP")],
            id="a gallery stays apart",
        ),
        pytest.param(
            "caption | The winner at the quay\n\ncaption | The loser at home\n\ncaption | The judge",
            [("The winner at the quay", None, None), ("The loser at home", None, None), ("The judge", None, None)],
            id="captions apart are pictures apart",
        ),
        pytest.param("credit | Photograph by Ann Bee", [(None, None, "Ann Bee")], id="a credit alone"),
    ],
)
def test_lines_are_brought_together(margin: str, expected: list[tuple[str | None, str | None, str | None]]) -> None:
    assert [(image.caption, image.description, image.credit.text if image.credit else None) for image in labelled(margin).images] == expected


def test_pictures_of_a_page_that_no_line_tells_of_are_there_too() -> None:
    page = SimpleNamespace(
        images=[
            SimpleNamespace(start=10, end=10, url="https://example.org/1.jpg", alt="White ship", caption=None, credit=None),
            SimpleNamespace(start=22, end=22, url="https://example.org/2.jpg", alt="Ship", caption="FILE PHOTO: The ferry", credit="Photo: Ann Bee/PA"),
        ]
    )
    article = labelled("body | It sailed.\nbody | It came back.", page)
    assert article.images == (
        Image(caption="White ship", url="https://example.org/1.jpg", position=1),
        Image(
            caption="The ferry", description="Ship", credit=Credit("Ann Bee/PA", ("Ann Bee",), "PA"), is_file=True, url="https://example.org/2.jpg", position=2
        ),
    )
    assert (
        article.to_markdown()
        == "It sailed.\n\n![White ship](https://example.org/1.jpg)\n*White ship*\n\nIt came back.\n\n![Ship](https://example.org/2.jpg)\n*The ferry (Ann Bee/PA)*\n"
    )


def test_flags_come_from_labels_wherever_they_stand() -> None:
    images = labelled(
        "caption | FILE PHOTO: The ferry\nbody | One.\ncaption | The ferry \n+credit | (Archivbild)\nbody | Two.\ncaption | A ferry. \n+credit | Symbolbild: dpa\n"
        "body | Three.\ncaption | The ferry. \n+credit | Composite: Ann Bee/Getty\nbody | Four.\ncaption | [3/7] The ferry\nbody | Five.\ncaption | The ferry of the future. \n+credit | Image created with AI"
    ).images
    assert [(image.is_file, image.is_symbolic, image.digital_source) for image in images] == [
        (True, False, None), (True, False, None), (False, True, None), (False, False, "composite"), (False, False, None), (False, False, "trainedAlgorithmicMedia"),
    ]  # fmt: skip
    assert images[4].caption == "The ferry"


def test_caption_lines_stand_by_themselves_too() -> None:
    assert labelled(PORTAL).captions[1:4] == (
        ("The harbour office has said nothing about 'next winter'.", "(Getty Images)"),
        ("Captain Jo Cee seen during a meeting of captains at the Callao hall, May,16,2022, in Lima, Peru.", "(Photo by Contributor/Getty Images)"),
        ("Captain Jo Cee said he was 'tired' of the timetable.", "(Getty Images) (Contributor via Getty Images)"),
    )
    assert labelled("caption | The ferry in dock\ncredit | Ann Bee/Reuters").captions == (("The ferry in dock", None),)


def test_the_merging_can_be_undone() -> None:
    article = labelled(PORTAL)
    lines = [line for line in article.raw.splitlines() if line.strip()]
    for image in article.images:
        assert all("ferry" in lines[k].lower() or "harbour" in lines[k].lower() or "captain" in lines[k].lower() for k in image.lines)
    assert sorted(k for image in article.images for k in image.lines) == [1, 2, 4, 5, 7, 8]


def test_a_page_gives_addresses_and_bounds() -> None:
    text = "caption | A ferry\ncaption | Another ferry\n+credit |  (PA)\nbody | It sailed."
    page = SimpleNamespace(
        images=[
            SimpleNamespace(start=0, end=8, url="https://example.org/1.jpg", alt="White ship"),
            SimpleNamespace(start=8, end=28, url="https://example.org/2.jpg", alt=None),
        ]
    )
    images = labelled(text, page).images
    assert [(image.caption, image.description, image.url) for image in images] == [
        ("A ferry", "White ship", "https://example.org/1.jpg"),
        ("Another ferry", None, "https://example.org/2.jpg"),
    ]


# --- people, times, places -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["By Ann Bee"], [("Ann Bee", None)]),
        (["By ANN BEE and JO CEE, The Associated Press"], [("ANN BEE", None), ("JO CEE", None)]),
        (["By Ann Bee, Political Editor"], [("Ann Bee", "Political Editor")]),
        (["Ann Bee", "Senior reporter", "Northbank News"], [("Ann Bee", "Senior reporter")]),
        (["By", "Ann Bee"], [("Ann Bee", None)]),
        (["Reuters"], []),
        (["By Staff Reporter"], []),
        (["Ann Bee, AFP"], [("Ann Bee", None)]),
        (["From Ann Bee in Denver"], [("Ann Bee", None)]),
        (["Words by Ann Bee. Photographs by Jo Cee"], [("Ann Bee", None), ("Jo Cee", "Photographs")]),
        (["Ann BeeTravel news reporter"], [("Ann Bee", "Travel news reporter")]),
        (["ANN BEE", "Ann Bee"], [("Ann Bee", None)]),
        (["By Ann Bee0", "By Ludwig van der Zee"], [("Ann Bee", None), ("Ludwig van der Zee", None)]),
        (["Von Ann Bee und Jörg Cee"], [("Ann Bee", None), ("Jörg Cee", None)]),
        (["Par Sylvie CADORET"], [("Sylvie CADORET", None)]),
        (["Por Ana Gil"], [("Ana Gil", None)]),
        (["Автор: Дарья Веснина"], [("Дарья Веснина", None)]),
        (["מאת תמר אלוני"], [("תמר אלוני", None)]),
        (["김하나 기자"], [("김하나", "기자")]),
        (["【山田太郎】"], [("山田太郎", None)]),
        (["（记者李明、王芳）"], [("李明", "记者"), ("王芳", "记者")]),
        (["文／李明"], [("李明", None)]),
        (["नीलिमा पाठक"], [("नीलिमा पाठक", None)]),
    ],
)
def test_bylines_name_people(lines: list[str], expected: list[tuple[str, str | None]]) -> None:
    authors = labelled("\n".join(f"byline | {line}" for line in lines)).authors
    assert [(author.name, author.role) for author in authors] == expected


def test_addresses_and_biographies_go_to_their_author() -> None:
    article = labelled(
        "byline | By Ann Bee and Jo Cee\nbyline | jcee@example.org\nbody | It sailed.\nbio | Ann Bee covers harbours. Write to ann.bee@example.org.\nbio | Jo Cee lives in Hull."
    )
    assert article.authors == (
        Author("Ann Bee", None, "ann.bee@example.org", "Ann Bee covers harbours. Write to ann.bee@example.org."),
        Author("Jo Cee", None, "jcee@example.org", "Jo Cee lives in Hull."),
    )


@pytest.mark.parametrize(
    ("stamps", "published", "modified"),
    [
        (["timestamp | Published: 3 May 2022, 10:49"], "2022-05-03T10:49", None),
        (["timestamp | Published 3 May 2022 10:49 BST | Updated 4 May 2022 06:00 BST"], "2022-05-03T10:49+01:00", "2022-05-04T06:00+01:00"),
        (["timestamp | Tue, May 3, 2022 at 5:05 PM GMT+2"], "2022-05-03T17:05+02:00", None),
        (["timestamp | 2022-05-03T10:49:21Z"], "2022-05-03T10:49:21+00:00", None),
        (["timestamp | 2022-05-03 10:49"], "2022-05-03T10:49", None),
        (["timestamp.updated | May 4, 2022", "timestamp.published | May 3, 2022"], "2022-05-03", "2022-05-04"),
        (["timestamp | Last updated on May 4, 2022"], None, "2022-05-04"),
        (["timestamp | 22. März 2025, 18.00 Uhr", "timestamp | Aktualisiert am 23.03.2025 um 7:12 Uhr"], "2025-03-22T18:00", "2025-03-23T07:12"),
        (["timestamp | Publié le 07/03/2025 à 08h12"], "2025-03-07T08:12", None),
        (["timestamp | Опубликовано: 14 мая 2025 г. в 10:49"], "2025-05-14T10:49", None),
        (["timestamp | 2025年1月14日 01時28分", "timestamp | (1月15日 09時02分更新)"], "2025-01-14T01:28", "2025-01-15T09:02"),
        (["timestamp | 입력2025.08.19. 오후 6:01"], "2025-08-19T18:01", None),
        (["timestamp | 22 نوفمبر 2024"], "2024-11-22", None),
        (["timestamp | ۳ मार्च २०२५"], None, None),
        (["timestamp | November 2025 Issue"], "2025-11", None),
        (["timestamp | Published: 05/03/2022"], None, None),
        (["timestamp | Published: 05/13/2022"], "2022-05-13", None),
        (["timestamp | Published: 05/03/2022 9:00 a.m. EDT"], "2022-05-03T09:00-04:00", None),
        (["timestamp | 3 hours ago"], None, None),
        (["timestamp.reading | 4 min read"], None, None),
        (["timestamp.live | 22.04"], None, None),
        (["timestamp | Published: 31 February 2022"], None, None),
    ],
)
def test_stamps_become_iso_8601(stamps: list[str], published: str | None, modified: str | None) -> None:
    article = labelled("\n".join(stamps))
    assert (article.published, article.modified) == (published, modified)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("12. März 2025", "2025-03-12"), ("5 juillet 2024", "2024-07-05"), ("5 juin 2024", "2024-06-05"), ("5 marraskuuta 2020", "2020-11-05"),
        ("5 maaliskuuta 2020", "2020-03-05"), ("3 сентября 2021", "2021-09-03"), ("1 мая 2021", "2021-05-01"), ("3 sett. 2021", "2021-09-03"),
        ("9 de abril de 2023", "2023-04-09"), ("4. júní 2020", "2020-06-04"), ("3 Μαρτίου 2021", "2021-03-03"), ("Sept. 3, 2021", "2021-09-03"),
        ("30 February 2021", None), ("May 2021", "2021-05"),
    ],
)  # fmt: skip
def test_months_are_read_in_any_language(printed: str, expected: str | None) -> None:
    assert read_time(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("LONDON (Reuters) - ", "LONDON (Reuters)"),
        ("Huaraz, Peru, May 28 (EFE).- ", "Huaraz, Peru, May 28 (EFE)"),
        ("ПЕТРОЗАВОДСК, 14 мая. /ТАСС/. ", "ПЕТРОЗАВОДСК, 14 мая. /ТАСС/"),
        ("【ワシントン共同】", "【ワシントン共同】"),
        ("LA CROSSE, Wis. — ", "LA CROSSE, Wis."),
        ("New Delhi [India], March 5 (ANI): ", "New Delhi [India], March 5 (ANI)"),
    ],
)
def test_datelines_lose_their_dash_only(printed: str, expected: str) -> None:
    assert labelled(f"dateline | {printed}\n+body | It sailed.").dateline == expected


def test_sources_are_agencies_by_name_and_sentences_as_printed() -> None:
    article = labelled(
        "byline | Ann Bee, AFP\ndateline | HULL (AP) - \n+body | It sailed.\nsource | (Reuters)\nsource | /jlm\nsource | Source: Reuters\n"
        "source | (Reporting by Ann Bee in Hull; Editing by Jo Cee)\nsource | Quelle: ntv.de, ino/dpa"
    )
    assert article.sources == ("AP", "AFP", "Reuters", "Reporting by Ann Bee in Hull; Editing by Jo Cee", "dpa")


def test_topics_are_split_and_listed_once() -> None:
    article = labelled(
        "tags | Home > News > Shipping\ntags | Tags: Ferries, Hull; harbour\ntags | Topics\ntags | ferries\ntags | #strike #tugs boats\nbody | It sailed."
    )
    assert article.tags == ("Ferries", "Hull", "harbour", "strike", "tugs boats")
    assert article.section == "Shipping"


def test_notes_have_kinds_and_rights_are_kept() -> None:
    article = labelled(
        "note.correction | Correction: It sailed on Tuesday.\nnote | Editor's note: Names were changed.\nnote | See also the map.\nrights | © 2026 Northbank News\nrights | © 2026 Northbank News\nbody | It sailed."
    )
    assert article.notes == (
        Note("correction", "Correction: It sailed on Tuesday."),
        Note("editor", "Editor's note: Names were changed."),
        Note("note", "See also the map."),
    )
    assert article.rights == ("© 2026 Northbank News",)


@pytest.mark.parametrize(
    ("text", "kind", "truncated"),
    [
        ("body | It sailed.", "article", False),
        ("body | It sailed.\nboilerplate.paywall | 57 % of this article remains", "article", True),
        ("boilerplate.nav | Home\n", "empty", False),
        (
            "".join(f"timestamp.live | {k} min ago\nbody | The ferry sailed again on Monday, and it came back in the evening.\n" for k in range(4)),
            "live",
            False,
        ),
        ("".join(f"timestamp.live | 1{k}.05\nbody | Hull\n" for k in range(4)) + "body | It sailed.", "article", False),
        ("".join(f"caption | The ferry in the dock, picture {k}\n\n" for k in range(6)) + "body | It sailed.", "gallery", False),
    ],
)
def test_what_kind_of_document_it_is(text: str, kind: str, truncated: bool) -> None:
    article = labelled(text)
    assert (article.kind, article.truncated) == (kind, truncated)


def test_the_title_is_the_headline_not_the_kicker() -> None:
    assert (
        labelled("title | WINTER BLUES\ntitle | Ferry company splits over its winter timetable\nbody | It did.").title
        == "Ferry company splits over its winter timetable"
    )
    assert labelled("title | Ferry company splits\nbody | It did.\ntitle | Ferry company splits - Northbank News").title == "Ferry company splits"
    assert Article("It did.", (Piece(0, 7, Label.BODY),), known_title="Ferry company splits").title == "Ferry company splits"


def test_what_a_page_declares_comes_first() -> None:
    page = SimpleNamespace(
        title="Declared",
        authors=["Ann Bee"],
        published="2022-05-03T10:49:21+02:00",
        section="Shipping",
        tags=["Hull"],
        language="en-GB",
        kind="article",
        locked=True,
    )
    article = labelled("title | Printed\nbyline | By Ann Bee, Harbour Editor\ntimestamp | 4 May 2022\nbody | It sailed.\ntags | Tugs", page)
    assert (article.title, article.published, article.section, article.tags, article.language, article.truncated) == (
        "Declared",
        "2022-05-03T10:49:21+02:00",
        "Shipping",
        ("Hull", "Tugs"),
        "en-GB",
        True,
    )
    assert article.authors == (Author("Ann Bee", "Harbour Editor"),)


# --- promos --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("margin", "expected"),
    [
        ("promo.readmore | Read more: Five harbours by train", [("readmore", "Read more", "Five harbours by train")]),
        ("promo.readmore | READ MORE | Five harbours by train", [("readmore", "READ MORE", "Five harbours by train")]),
        ("promo.readmore | (Also read: Five harbours by train)", [("readmore", "Also read", "Five harbours by train")]),
        ("promo.readmore | Click on this image to see all our latest news of the harbour", [("readmore", "Click on this image", "see all our latest news of the harbour")]),
        ("promo | Click here for all our pictures of the harbour", [("readmore", "Click here", "all our pictures of the harbour")]),
        ("promo.related | Related articles\npromo.related | Five harbours by train\npromo.related | Six ferries", [("related", "Related articles", "Five harbours by train"), ("related", "Related articles", "Six ferries")]),
        ("promo.readmore | Lesen Sie auch\npromo.related | Fünf Häfen", [("readmore", "Lesen Sie auch", "Fünf Häfen")]),
        ("promo.mostread | Most Read\npromo.mostread | Five harbours", [("mostread", "Most Read", "Five harbours")]),
        ("promo.readmore | Read more", [("readmore", "Read more", None)]),
        ("promo.related | Five harbours by train", [("related", None, "Five harbours by train")]),
        ("promo.related | Related articles\nbody | It sailed.\npromo.related | Five harbours", [("related", "Related articles", None), ("related", None, "Five harbours")]),
        ("promo.newsletter | Sign up for our free newsletter", [("newsletter", None, None)]),
        ("promo.watch | WATCH: Five harbours by train", [("watch", "WATCH", "Five harbours by train")]),
        ("promo.related | 【関連記事】\npromo.related | 五つの港", [("related", "関連記事", "五つの港")]),
        ("promo.readmore | ▶ 관련기사: 다섯 항구", [("readmore", "관련기사", "다섯 항구")]),
        ("promo.readmore | À lire aussi : Cinq ports", [("readmore", "À lire aussi", "Cinq ports")]),
    ],
)  # fmt: skip
def test_promos_are_kind_label_and_headline(margin: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [(promo.kind, promo.label, promo.headline) for promo in labelled(margin).promos] == expected


def test_links_are_promos_with_targets() -> None:
    article = labelled(
        "promo.readmore | Read more: Five harbours\npromo.newsletter | Sign up",
        SimpleNamespace(links=[SimpleNamespace(start=11, end=24, url="https://example.org/five")]),
    )
    assert article.links == (Promo("readmore", "Read more", "Five harbours", "Read more: Five harbours", "https://example.org/five"),)


# --- forms ---------------------------------------------------------------------------------------------------------------------

VALIDATOR = jsonschema.Draft202012Validator(article_schema())


def test_the_schema_is_a_schema_and_strict() -> None:
    jsonschema.Draft202012Validator.check_schema(article_schema())
    assert list(VALIDATOR.iter_errors({**clean("It sailed.").to_dict(), "more": 1}))
    assert list(VALIDATOR.iter_errors({}))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_corpus_item_fits_the_schema(path: Path) -> None:
    margin = parse(path.read_text(encoding="utf-8"))
    for article in (clean(margin.raw), Article(margin.raw, to_pieces(margin))):
        found = article.to_dict()
        VALIDATOR.validate(found)
        assert json.loads(json.dumps(found)) == found
        assert set(found) - {"segments"} == set(article_schema()["required"])
        assert "segments" not in article.to_dict(segments=False)
        assert "".join(segment["text"] for segment in found["segments"]) == margin.raw


#: Properties that https://schema.org lists for each type used (own and inherited).
VOCABULARY = {
    "NewsArticle": {"headline", "abstract", "author", "dateline", "datePublished", "dateModified", "articleSection", "keywords", "inLanguage", "isAccessibleForFree", "articleBody", "image", "sourceOrganization", "creditText", "copyrightNotice", "correction", "backstory", "mainEntityOfPage"},
    "ImageObject": {"contentUrl", "caption", "description", "creditText", "creator", "provider", "copyrightNotice", "contentLocation", "dateCreated", "usageInfo", "digitalSourceType"},
    "Person": {"name", "jobTitle", "email", "description"},
    "Organization": {"name"},
    "Place": {"name", "address"},
    "PostalAddress": {"addressLocality", "addressRegion", "addressCountry"},
    "CorrectionComment": {"text"},
    "CreativeWork": {"text"},
    "WebPage": {"relatedLink"},
}  # fmt: skip


def _typed(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for item in value for found in _typed(item)]
    if isinstance(value, dict):
        return [value, *(found for item in value.values() for found in _typed(item))]
    return []


@pytest.mark.parametrize("path", CORPUS[::4], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_jsonld_uses_only_names_of_the_vocabulary(path: Path) -> None:
    margin = parse(path.read_text(encoding="utf-8"))
    found = Article(margin.raw, to_pieces(margin)).to_jsonld()
    assert found["@context"] == "https://schema.org" and found["@type"] == "NewsArticle"
    for thing in _typed(found):
        assert set(thing) - {"@context", "@type"} <= VOCABULARY[thing["@type"]], thing
        assert all(value not in (None, "", [], {}) for value in thing.values())


def test_jsonld_says_what_the_article_says() -> None:
    found = labelled(
        PORTAL + "byline | By Ann Bee, Harbour Editor\nnote.correction | Correction: It is white.\nsource | Reuters\nboilerplate.paywall | Subscribe to read on"
    ).to_jsonld()
    assert found["headline"] == "Ferry company splits over winter timetable"
    assert found["author"] == [{"@type": "Person", "name": "Ann Bee", "jobTitle": "Harbour Editor"}]
    assert found["correction"] == [{"@type": "CorrectionComment", "text": "Correction: It is white."}]
    assert found["isAccessibleForFree"] is False
    assert found["sourceOrganization"] == [{"@type": "Organization", "name": "Reuters"}]
    assert found["image"][1] == {
        "@type": "ImageObject",
        "caption": "Captain Jo Cee said he was 'tired' of the timetable.",
        "description": "Captain Jo Cee seen during a meeting of captains at the Callao hall, May,16,2022, in Lima, Peru.",
        "creditText": "Getty Images",
        "provider": {"@type": "Organization", "name": "Getty Images"},
        "contentLocation": {"@type": "Place", "name": "Lima, Peru", "address": {"@type": "PostalAddress", "addressLocality": "Lima", "addressCountry": "Peru"}},
        "dateCreated": "2022-05-16",
        "usageInfo": {"@type": "CreativeWork", "text": "PERU OUT"},
    }
    assert all(url.startswith("https://schema.org/") and url.endswith("DigitalSource") for url in DIGITAL_SOURCES.values())


def test_markdown_is_the_story_with_its_images_where_they_stood() -> None:
    page = SimpleNamespace(images=[SimpleNamespace(start=65, end=110, url="https://example.org/a (1).jpg", alt="White *ship*")])
    article = labelled(
        "title | Ferry [late] again\nstandfirst | A month in dock\n\nbody | The ferry sailed.\nbyline | By Ann Bee\ncaption | The ferry at Hull. \n+credit | (Ann Bee/PA)\nsubhead | What is next\n"
        "body | # 1 is the tug. \n+promo | (Read more: Tugs)\nbody | - One\nbody | - Two\nbody | Done_.",
        page,
    )
    assert article.raw.index("The ferry at Hull.") == 65
    assert article.to_markdown() == (
        "# Ferry \\[late\\] again\n\n**A month in dock**\n\nThe ferry sailed.\n\n![White \\*ship\\*](https://example.org/a%20%281%29.jpg)\n*The ferry at Hull. (Ann Bee/PA)*\n\n"
        "## What is next\n\n\\# 1 is the tug.\n\n- One\n- Two\n\nDone\\_.\n"
    )


@pytest.mark.parametrize("text", ["*a* _b_ `c` [d](e) <f>", "# a", "> a", "+ a", "&amp; &lt;", "a | b", "---", "\\"])
def test_markdown_means_the_text_itself(text: str) -> None:
    out = escaped(text)
    assert "".join(char for k, char in enumerate(out) if not (char == "\\" and (k == 0 or out[k - 1] != "\\"))) == text.replace("\\", "") or text == "\\"
    assert out != text or text == "a | b"


# --- promises ------------------------------------------------------------------------------------------------------------------


def test_nothing_is_computed_before_it_is_asked_for() -> None:
    script = """
import sys
from cleannews import clean
article = clean("Ferry sails after a month\\n\\nThe ferry sailed on Monday, the company said. It had been in dock for a month.\\n\\nPublished: 3 May 2022\\n\\nPhoto: Ann Bee/AFP\\n")
article.body
loaded = {name.removeprefix("cleannews.") for name in sys.modules if name.startswith("cleannews.")}
assert not loaded & {"metadata", "images", "credit", "caption", "times", "bylines", "promos", "export", "margin"}, loaded
article.title, article.notes
loaded = {name.removeprefix("cleannews.") for name in sys.modules if name.startswith("cleannews.")}
assert not loaded & {"images", "credit", "caption", "times", "bylines", "promos", "margin"}, loaded
assert article.images
assert "dateparser" not in sys.modules and "cleannews.times" not in sys.modules
assert article.published == "2022-05-03", article.published
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_view_is_computed_once() -> None:
    article = labelled(PORTAL)
    assert article.images is article.images
    assert article.promos is article.promos


labels = st.sampled_from(list(Label))
subtypes = st.sampled_from(
    [None, "wire", "site", "readmore", "related", "newsletter", "correction", "update", "published", "updated", "live", "reading", "paywall"]
)
fragments = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "Photo by Ann Bee/AFP",
            "(",
            ")",
            "Foto:",
            "By ",
            "Published: 3 May 2022",
            "Read more:",
            "\n",
            "\r\n",
            "\u2028",
            "\\n",
            "<br>",
            "3h",
            "OSLO, NORWAY - MAY 03: ",
            "© 2026",
            "新华社",
            "사진=",
            "#",
            " > ",
            "a@b.example",
            "\x00",
            "\ud800",
            "１２月３日",
        ]
    ),
)


@given(st.lists(st.tuples(fragments, labels, subtypes), max_size=20))
def test_any_labelling_of_any_text_gives_every_view(parts: list[tuple[str, Label, str | None]]) -> None:
    raw, pieces = "", []
    for text, label, subtype in parts:
        if text:
            pieces.append(Piece(len(raw), len(raw) + len(text), label, subtype))
            raw += text
    article = Article(raw, tuple(pieces))
    found = article.to_dict()
    VALIDATOR.validate(found)
    json.dumps(found)
    json.dumps(article.to_jsonld())
    assert isinstance(article.to_markdown(), str)
    assert isinstance(article.explain(), str)
    parse(article.to_margin())


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_text_cut_anywhere_is_read_without_an_error(path: Path) -> None:
    raw = parse(path.read_text(encoding="utf-8")).raw
    chosen = random.Random(path.name)
    for _ in range(3):
        start = chosen.randrange(len(raw))
        article = clean(raw[start : chosen.randrange(start, len(raw)) + 1])
        VALIDATOR.validate(article.to_dict())
        article.to_jsonld()
        article.to_markdown()
        article.explain()
        parse(article.to_margin())
