"""Credits: where they stand in captions, and whom they name. Every line here was written for these tests."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleannews.article import Credit, Place
from cleannews.caption import read_caption
from cleannews.credit import fullest, read_credit
from cleannews.languages import shared
from cleannews.names import agencies_in
from cleannews.read.text import matching_form
from cleannews.signature import closing_credit, find_credits

#: Captions with their credits marked by ⟦ ⟧: after the sentence, without one, glued, doubled, bracketed, in front, in many languages.
CREDITED = [
    "Two tugs hold the ferry off the quay. ⟦(Photo by Ann Bee/AFP)⟧",
    "Two tugs hold the ferry off the quay ⟦(Picture: Ann Bee)⟧",
    "Two tugs hold the ferry off the quay ⟦(Ann Bee/PA)⟧",
    "Two tugs hold the ferry off the quay ⟦(PA)⟧ ⟦(Press Association Images)⟧",
    "Two tugs hold the ferry. ⟦(Getty Images)⟧ ⟦(Contributor via Getty Images)⟧",
    "Two tugs hold the ferry off the quay. ⟦(Northbank Ferries)⟧",
    "Two tugs hold the ferry off the quay. ⟦(ABC Humber: Ann Bee)⟧",
    "Two tugs hold the ferry off the quay. ⟦AP Photo/Ann Bee, File⟧",
    "Two tugs hold the ferry off the quay in Hull, May 3, 2022. ⟦REUTERS/Ann Bee⟧",
    "Two tugs hold the ferry at the end of Regatta Week ⟦Ann Bee/Getty Images⟧",
    "Two tugs hold the ferry at the end of Regatta Week ⟦Ann J Bee/Northlight Images⟧",
    "Two tugs hold the ferry off the quay. ⟦Ann Bee/The Humber Post⟧",
    "Two tugs hold the ferry off the quay. ⟦Ann Bee⟧",
    "Two tugs hold the ferry off the quay. ⟦Supplied⟧",
    "Two tugs hold the ferry off the quay. ⟦NRK⟧",
    "Two tugs hold the ferry off the quay | ⟦Ann Bee/PA Images via Getty Images⟧",
    "Two tugs hold the ferry off the quay / ⟦Ann Bee⟧",
    "Two tugs hold the ferry off the quay. — ⟦© BELGA⟧",
    "Two tugs hold the ferry off the quay ⟦Ann Bee/Copyright 2024 The AP. All rights reserved.⟧",
    "Two tugs hold the ferry off the quay. ⟦Houthi Media/Handout via REUTERS⟧",
    "Two tugs hold the ferry. ⟦@humber_watch via X / Reuters⟧",
    "Two tugs hold the ferry. ⟦Photo: Ann Bee. Styling: Jo Cee. Hair: Di Fee⟧",
    "A coffee house, 17th century — ⟦via Wikimedia Commons⟧",
    "A bakery as it never was – ⟦Midjourney („bakery at dawn“)⟧",
    "The driver at the drivers' parade in Losail.⟦EFE⟧",
    "The ferry at the Qatar quay⟦Credit: PA⟧",
    "Die Fähre im Dock. ⟦Foto: Jo Cee/dpa +++ dpa-Bildfunk +++⟧",
    "Die Fähre im Dock. ⟦(Foto: picture alliance/dpa | Jo Cee)⟧",
    "Die Fähre im Dock⟦Foto: Jo Cee/dpa⟧",
    "Die Fähre im Dock. ⟦© Jo Cee/dpa⟧",
    "Die Fähre im Dock (SPD-Reeder links). ⟦IMAGO/Jo Cee⟧",
    "El transbordador, este domingo en Madrid. ⟦EFE/ J.J. Pérez⟧",
    "El transbordador, este domingo en Madrid (España).⟦Jo Cee / Europa Press⟧",
    "El transbordador, el 1 de agosto de 2024. ⟦Jo Cee (dpa/picture alliance via Getty)⟧",
    "Le bac au port, le 3 mai 2022. ⟦Jo Cee / AFP⟧",
    "Färjan i hamnen. ⟦Foto: Jo Cee/TT⟧",
    "Fergen i havnen. ⟦Foto: Jo Cee / NTB Vis mer⟧",
    "Паром у причала. ⟦Фото: Иван Петров / ТАСС⟧",
    "Feribot iskelede. ⟦[ Fotoğraf: Can Er - Anadolu Ajansı ]⟧",
    "Phà cập bến sáng thứ hai. ⟦Ảnh: Bệnh viện cung cấp⟧",
    "港に着いたフェリー＝３日、東京都港区⟦（山田太郎撮影）⟧",
    "港に着いたフェリー＝⟦共同⟧",
    "渡轮周一靠岸。⟦新华社记者 李明 摄⟧",
    "여객선이 부두에 들어오고 있다. ⟦연합뉴스⟧",
    "여객선이 부두에 들어오고 있다. ⟦[사진=뉴시스]⟧",
    "⟦Image source, Getty Images⟧ Image caption, Two tugs hold the ferry off the quay",
]

#: Captions that end in what credits end in, and have none.
UNCREDITED = [
    "Two tugs hold the ferry off the quay.",
    "Two tugs hold the ferry off the quay",
    "Senator Ann Bee (D-Calif.)",
    "Fährmann Jo Cee (55)",
    "The winner Ann Bee (3-2, 34 min)",
    "The mayor of Hull, Ann Bee (SPD), and Jo Cee (CDU)",
    "The ferry leaves the port of Jerusalem, 21 May 2025. (Jerusalem)",
    "From left: Ann Bee, Jo Cee and Di Fee",
    "The commission was told by Lt. Gov. Ann Bee",
    "Two tugs hold the ferry. It sailed on Monday, May 3, 2022",
    "The first ferry was drawn by hand. Picture a harbour without cranes",
    "The ferry Margit and her sister Gerda, seen on the morning after the fire. Two people died",
    "Talks at the Associated Press office went on for hours.",
    "Collage: the old ferry (left) and the new one (right) side by side on the quay",
]


def marked(text: str) -> tuple[str, list[str]]:
    credits = []
    plain = ""
    for k, part in enumerate(text.replace("⟧", "⟦").split("⟦")):
        plain += part
        if k % 2:
            credits.append(part)
    return plain, credits


@pytest.mark.parametrize("text", CREDITED)
def test_the_credit_is_found(text: str) -> None:
    plain, credits = marked(text)
    assert [plain[a:b] for a, b in find_credits(matching_form(plain))] == credits


@pytest.mark.parametrize("text", UNCREDITED)
def test_no_credit_is_found_where_there_is_none(text: str) -> None:
    assert [text[a:b] for a, b in find_credits(matching_form(text))] == []


#: Story lines that end as credits do not.
STORIES = [
    "The ferry sailed on Monday, the company told Reuters.",
    "He had worked for Getty Images, AFP and AP",
    "Learn more about Copyright Services at the Northbank Library.",
    "The winner was Ann Bee. Second came Jo Cee",
    "5. Northbank Cloud (Tug/Tow, Crane and Quay)",
    "Every second ferry is late. (Northbank University)",
    "The tour | the quay | the last show",
    "It is a matter of law,” he said. DM",
    "“The picture: that is all she took,” her brother said",
]


@pytest.mark.parametrize("line", STORIES)
def test_story_lines_are_not_taken_for_captions(line: str) -> None:
    assert closing_credit(matching_form(line)) is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Two tugs hold the ferry. Photo: Ann Bee", "labelled"),
        ("Two tugs hold the ferry (PA)", "bracketed"),
        ("Two tugs hold the ferry. © Ann Bee", "copyrighted"),
        ("Two tugs hold the ferry at Hull Ann Bee/AFP", "chained"),
        ("Two tugs hold the ferry. Supplied", "supplied"),
        ("渡轮周一靠岸。王芳 摄", "maker_last"),
        ("Two tugs hold the ferry. Ann Bee", None),
    ],
)
def test_how_a_line_is_known_to_be_credited(line: str, told: str | None) -> None:
    found = closing_credit(matching_form(line))
    assert (found[2] if found else None) == told
    assert closing_credit(matching_form(line), in_captions=True) is not None


#: Printed credit → what it says. `p` provider, `c` collection, `n` copyright notice, `s` supplied; "text" where label words go.
READ: list[tuple[str, str, list[str], dict[str, Any]]] = [
    ("(Photo by Ann Bee/Getty Images)", "Ann Bee/Getty Images", ["Ann Bee"], {"p": "Getty Images"}),
    ("(Photo by Ann Bee/AFP via Getty Images)", "Ann Bee/AFP via Getty Images", ["Ann Bee"], {"p": "Getty Images", "c": "AFP"}),
    ("Photo: Ann Bee for The Humber Post via Getty Images", "Ann Bee for The Humber Post via Getty Images", ["Ann Bee"], {"p": "Getty Images", "c": "The Humber Post"}),
    ("AP Photo/Ann Bee, File", "AP Photo/Ann Bee, File", ["Ann Bee"], {"p": "AP"}),
    ("(Ann Bee/The Humber Post via AP)", "Ann Bee/The Humber Post via AP", ["Ann Bee"], {"p": "AP", "c": "The Humber Post"}),
    ("REUTERS/Ann Bee", "REUTERS/Ann Bee", ["Ann Bee"], {"p": "Reuters"}),
    ("REUTERS/Stringer", "REUTERS/Stringer", [], {"p": "Reuters"}),
    ("(Contributor via Getty Images)", "Contributor via Getty Images", [], {"p": "Getty Images"}),
    ("Handout via REUTERS", "REUTERS", [], {"p": "Reuters", "s": True}),
    ("(Press Association Images)", "Press Association Images", [], {"p": "PA"}),
    ("Jo Cee/PA Wire/dpa", "Jo Cee/PA Wire/dpa", ["Jo Cee"], {"p": "dpa", "c": "PA"}),
    ("KEYSTONE/EPA/Jo Cee", "KEYSTONE/EPA/Jo Cee", ["Jo Cee"], {"p": "Keystone", "c": "EPA"}),
    ("© dpa | Jo Cee", "dpa | Jo Cee", ["Jo Cee"], {"p": "dpa", "n": "© dpa | Jo Cee"}),
    ("picture alliance/dpa | Jo Cee", "picture alliance/dpa | Jo Cee", ["Jo Cee"], {"p": "picture alliance", "c": "dpa"}),
    ("IMAGO/Jo Cee | IMAGO/Jo Cee", "IMAGO/Jo Cee | IMAGO/Jo Cee", ["Jo Cee"], {"p": "IMAGO"}),
    ("Jo Cee-USA TODAY Sports", "Jo Cee-USA TODAY Sports", ["Jo Cee"], {"p": "USA TODAY Sports"}),
    ("(Ian Low and Ann Bee/Getty)", "Ian Low and Ann Bee/Getty", ["Ian Low", "Ann Bee"], {"p": "Getty Images"}),
    ("Photograph: Ann Bee, Jo Cee", "Ann Bee, Jo Cee", ["Ann Bee", "Jo Cee"], {}),
    ("Ann Bee / Bildwerk", "Ann Bee / Bildwerk", ["Ann Bee"], {"p": "Bildwerk"}),
    ("(ABC Humber: Ann Bee)", "ABC Humber: Ann Bee", ["Ann Bee"], {"p": "ABC Humber"}),
    ("(Supplied: Rail Group Hull)", "Rail Group Hull", [], {"p": "Rail Group Hull", "s": True}),
    ("Courtesy of Ann Bee", "Ann Bee", [], {"p": "Ann Bee", "s": True}),
    ("Photo: Photo: Ann Bee, AP", "Ann Bee, AP", ["Ann Bee"], {"p": "AP"}),
    ("Frank Bee Jr/Copyright 2019 The AP. All rights reserved.", "Frank Bee Jr/Copyright 2019 The AP. All rights reserved", ["Frank Bee Jr"], {"p": "AP", "n": "Copyright 2019 The AP. All rights reserved."}),
    ("Ann Bee, CC BY-SA 4.0, via Wikimedia Commons", "Ann Bee, CC BY-SA 4.0, via Wikimedia Commons", ["Ann Bee"], {"p": "Wikimedia Commons", "n": "CC BY-SA 4.0"}),
    ("Mandatory Credit: Photo by Ann Bee/Rex/Shutterstock (13914242dh)", "Ann Bee/Rex/Shutterstock", ["Ann Bee"], {"p": "Shutterstock"}),
    ("@humber_watch via X / Reuters", "@humber_watch via X / Reuters", [], {"p": "Reuters"}),
    ("Image copyrightGetty Images", "Getty Images", [], {"p": "Getty Images"}),
    ("Image source, Ann Bee", "Ann Bee", ["Ann Bee"], {}),
    ("Photograph: Ann Bee/Weekend. Styling: Jo Cee", "Ann Bee/Weekend. Styling: Jo Cee", ["Ann Bee"], {"p": "Weekend"}),
    ("Photograph by Ann Bee for this magazine", "Ann Bee for this magazine", ["Ann Bee"], {}),
    ("FatCamera/Getty Images hide caption", "FatCamera/Getty Images", ["FatCamera"], {"p": "Getty Images"}),
    ("Foto: Privat", "Privat", [], {"s": True}),
    ("新华社记者 李明 摄", "新华社记者 李明", ["李明"], {"p": "Xinhua"}),
    ("（山田太郎撮影）", "山田太郎", ["山田太郎"], {}),
    ("[사진=김하나 기자]", "김하나 기자", ["김하나"], {}),
    ("Фото: Иван Петров, Коммерсантъ", "Иван Петров, Коммерсантъ", ["Иван Петров"], {"p": "Коммерсантъ"}),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "text", "creators", "more"), READ, ids=[row[0] for row in READ])
def test_a_credit_is_taken_apart(printed: str, text: str, creators: list[str], more: dict[str, Any]) -> None:
    credit = read_credit(printed).credit
    assert credit == Credit(text, tuple(creators), more.get("p"), more.get("c"), more.get("n"), more.get("s", False))


@pytest.mark.parametrize("word", ["Stringer", "STR", "Staff", "Contributor", "Pool", "Handout", "HO", "Uncredited"])
@pytest.mark.parametrize("shape", ["{}/Getty Images", "{} via Getty Images", "(Photo by {}/Getty Images)", "Getty Images/{}", "Photo: {}, Getty Images"])
def test_staff_words_are_never_people(word: str, shape: str) -> None:
    credit = read_credit(shape.format(word)).credit
    assert credit is not None
    assert credit.creators == ()
    assert credit.provider == "Getty Images"


@pytest.mark.parametrize("shape", ["Ann Bee/{}", "Ann Bee / {}", "{}/Ann Bee", "Ann Bee via {}", "(Photo by Ann Bee/{})", "{} | Ann Bee"])
def test_the_list_of_agencies_decides_which_side_is_the_person(shape: str) -> None:
    for agency in ("AFP", "Reuters", "dpa", "EPA", "Getty Images", "IMAGO", "Belga", "Shutterstock"):
        credit = read_credit(shape.format(agency)).credit
        assert credit is not None
        assert (credit.creators, credit.provider) == (("Ann Bee",), agency), shape.format(agency)


def test_every_listed_agency_is_a_provider() -> None:
    names = shared()["agencies"]
    for name in (*names["exact"], *names["any_case"]):
        if name not in {"Handout", "public domain", "CC BY", "CC-BY", "CC BY-SA", "Creative Commons"}:
            credit = read_credit(f"Ann Bee/{name}").credit
            assert credit is not None and credit.creators == ("Ann Bee",) and credit.provider, name


@pytest.mark.parametrize(
    ("printed", "flags"),
    [
        ("Foto: Archiv", {"is_file": True}),
        ("AP Photo/Ann Bee, File", {"is_file": True}),
        ("REUTERS/Ann Bee/File Photo", {"is_file": True}),
        ("Symbolbild: dpa", {"is_symbolic": True}),
        ("(Representational image)", {"is_symbolic": True}),
        ("Composite: Ann Bee/Getty", {"digital_source": "composite"}),
        ("Illustration by Ann Bee", {"digital_source": "illustration"}),
        ("Screengrab: Humber Police", {"digital_source": "screenCapture"}),
        ("AI-generated image", {"digital_source": "trainedAlgorithmicMedia"}),
        ("Bild erstellt mit KI in Midjourney durch Ann Bee", {"digital_source": "trainedAlgorithmicMedia"}),
        ("Photo by Ann Bee/AFP", {}),
    ],
)
def test_what_label_words_say_of_the_picture(printed: str, flags: dict[str, Any]) -> None:
    found = read_credit(printed)
    assert {name: value for name, value in found._asdict().items() if name != "credit" and value} == flags


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "OSLO, NORWAY - MAY 03: Flags stand outside the hall in Oslo, Norway, on May 3, 2022. (Photo by Ann Bee/Getty Images)",
            {"text": "Flags stand outside the hall in Oslo, Norway, on May 3, 2022.", "location": Place("Oslo", None, "Norway"), "date": "2022-05-03", "header": True},
        ),
        (
            "LIMA, PERU - MAY,16 (PERU OUT) The minister seen at a summit, May,16,2022, in Lima, Peru. (Photo by Contributor/Getty Images)",
            {
                "text": "The minister seen at a summit, May,16,2022, in Lima, Peru.", "location": Place("Lima", None, "Peru"), "date": "2022-05-16",
                "instructions": ("PERU OUT",), "header": True,
            },
        ),
        ("NEW YORK, NEW YORK - JUNE 06: Jo Cee at the gala.", {"text": "Jo Cee at the gala.", "location": Place("New York", "New York"), "date": "--06-06", "header": True}),
        ("PORT-AU-PRINCE, HAITI – MARCH 5, 2024: A crowd.", {"text": "A crowd.", "location": Place("Port-au-Prince", None, "Haiti"), "date": "2024-03-05", "header": True}),
        ("RIO DE JANEIRO, BRAZIL - 2023/11/04: A crowd.", {"text": "A crowd.", "location": Place("Rio de Janeiro", None, "Brazil"), "date": "2023-11-04", "header": True}),
        ("McALLEN, TEXAS - MAY 3: Tents in McAllen in May 2021.", {"text": "Tents in McAllen in May 2021.", "location": Place("McAllen", "Texas"), "date": "2021-05-03", "header": True}),
        ("FILE PHOTO: Cranes over the port in Dover, Britain, May 3, 2022.", {"text": "Cranes over the port in Dover, Britain, May 3, 2022.", "location": Place("Dover", None, "Britain"), "date": "2022-05-03", "is_file": True}),
        ("FILE - Crates are stacked, Monday, Sept. 2, 2024, in Elkhorn, Wis.", {"text": "Crates are stacked, Monday, Sept. 2, 2024, in Elkhorn, Wis.", "location": Place("Elkhorn", "Wis."), "date": "2024-09-02", "is_file": True}),
        ("A fire on a hill over a lake in Nepal on April 24, 2023 in this image.", {"text": "A fire on a hill over a lake in Nepal on April 24, 2023 in this image.", "location": Place(country="Nepal"), "date": "2023-04-24"}),
        ("[2/5] The crane from below", {"text": "The crane from below"}),
        ("Das Freibad im Mai (Archivbild)", {"text": "Das Freibad im Mai", "is_file": True}),
        ("A dentist's chair (stock image)", {"text": "A dentist's chair", "is_symbolic": True}),
        ("Archivbild (16.08.2024): Die Fähre im Dock", {"text": "Die Fähre im Dock", "is_file": True}),
        ("Ann Bee after she had sailed and won. Ann Bee", {"text": "Ann Bee after she had sailed and won."}),
        ("Image caption, The bridge before the flood", {"text": "The bridge before the flood"}),
        ("Media captionHow to lift a net", {"text": "How to lift a net"}),
        ("The treaty of May 3, 1922, still hangs in the hall", {"text": "The treaty of May 3, 1922, still hangs in the hall"}),
        ("GENEVA, Switzerland - A Russian envoy arrives", {"text": "GENEVA, Switzerland - A Russian envoy arrives"}),
    ],
)  # fmt: skip
def test_a_caption_is_taken_apart(line: str, expected: dict[str, Any]) -> None:
    found = {name: value for name, value in read_caption(line)._asdict().items() if value and name != "credits"}
    assert found == expected


def test_restrictions_leave_the_caption_and_are_kept() -> None:
    found = read_caption(
        "Troops march (EDITORS NOTE: Graphic content.) in Aden, Yemen, May 3, 2022. Ann Bee/Handout via REUTERS ATTENTION EDITORS - THIS IMAGE WAS SUPPLIED BY A THIRD PARTY. NO RESALES. NO ARCHIVES"
    )
    assert found.text == "Troops march in Aden, Yemen, May 3, 2022."
    assert found.credits == ("Ann Bee/Handout via REUTERS",)
    assert found.instructions == ("EDITORS NOTE: Graphic content", "ATTENTION EDITORS - THIS IMAGE WAS SUPPLIED BY A THIRD PARTY. NO RESALES. NO ARCHIVES")


def test_a_caption_printed_twice_in_a_line_is_printed_once() -> None:
    found = read_caption("The ferry off the quay © Provided by Northbank The ferry off the quay")
    assert (found.text, found.credits, found.repeated) == ("The ferry off the quay", ("© Provided by Northbank",), True)


def test_the_words_of_a_caption_are_never_changed() -> None:
    for text in CREDITED:
        plain, _ = marked(text)
        words = read_caption(plain).text
        assert words in plain


def test_the_fullest_credit_is_taken_and_nobody_left_out() -> None:
    short, full, other = (read_credit(text).credit for text in ("Getty Images", "Ann Bee/AFP via Getty Images", "Northbank Council"))
    assert short and full and other
    assert fullest([short, full]) == full
    merged = fullest([full, other])
    assert merged is not None and merged.text == "Ann Bee/AFP via Getty Images / Northbank Council"
    assert fullest([]) is None


def test_agencies_are_found_as_whole_tokens() -> None:
    assert agencies_in("HULL, England (AP) - ") == ["AP"]
    assert agencies_in("With reporting by Reuters and the Associated Press") == ["Reuters", "AP"]
    assert agencies_in("Chapter PAPER on REPORTS") == []


pieces = st.sampled_from(
    [
        *"()[]（）/|©:.,-–—=＝ \u200b\u00a0",
        "Photo by ",
        "Foto: ",
        "AP",
        "Getty Images",
        "Ann Bee",
        " via ",
        "Copyright 2026 ",
        "All rights reserved",
        "新华社",
        "摄",
        "사진",
        "May 3, 2022",
        "OSLO, NORWAY - MAY 03: ",
        "(RUSSIA OUT)",
        "[1/5]",
        "hide caption",
    ]
)
texts = st.lists(st.one_of(pieces, st.text(max_size=12)), max_size=14).map("".join)


@given(texts)
def test_any_text_is_read_without_an_error(text: str) -> None:
    form = matching_form(text)
    spans = find_credits(form)
    assert all(0 <= a < b <= len(form) for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    caption = read_caption(text)
    assert caption.date is None or len(caption.date) in {7, 10}
    for printed in (text, *caption.credits):
        credit = read_credit(printed).credit
        if credit is not None:
            assert credit.text.strip() == credit.text and credit.text
            assert all(credit.creators)


@given(st.integers(1, 400), pieces)
def test_long_lines_take_no_longer_than_their_length(count: int, piece: str) -> None:
    import time

    line = piece * (count * 40)
    before = time.process_time()
    read_caption(line)
    read_credit(line)
    assert time.process_time() - before < 2
