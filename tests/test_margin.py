"""The margin format: read, written, and the table that explains."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleannews import Label, clean
from cleannews.article import Article, Doubt, Piece
from cleannews.margin import MARGIN, Marked, explain, parse, to_margin, to_pieces

ITEM = """\
# source:   written for this test
# licence:  CC0-1.0

caption         | Two tugs hold the ferry off the quay.
+credit         |  (Photo by Ann Bee/AFP)

dateline        | HULL, England (AP) -
+body           |  The ferry sailed on Monday | late.
promo.readercall| Were you on board? Write to us.
boilerplate.paywall| Subscribe to read on
"""


def test_an_item_is_read() -> None:
    margin = parse(ITEM)
    assert margin.headers == {"source": "written for this test", "licence": "CC0-1.0"}
    assert margin.raw == (
        "Two tugs hold the ferry off the quay. (Photo by Ann Bee/AFP)\n"
        "\n"
        "HULL, England (AP) - The ferry sailed on Monday | late.\n"
        "Were you on board? Write to us.\n"
        "Subscribe to read on"
    )
    assert [(margin.raw[s.start : s.end], s.label, s.subtype) for s in margin.spans] == [
        ("Two tugs hold the ferry off the quay.", Label.CAPTION, None),
        (" (Photo by Ann Bee/AFP)", Label.CREDIT, None),
        ("HULL, England (AP) -", Label.DATELINE, None),
        (" The ferry sailed on Monday | late.", Label.BODY, None),
        ("Were you on board? Write to us.", Label.PROMO, "readercall"),
        ("Subscribe to read on", Label.BOILERPLATE, "paywall"),
    ]


def test_a_written_item_is_the_item() -> None:
    margin = parse(ITEM)
    article = Article(margin.raw, to_pieces(margin))
    assert to_margin(article, margin.headers) == ITEM
    assert article.to_margin() == ITEM.split("\n\n", 1)[1]


def test_labels_are_padded_to_the_margin_and_longer_ones_touch_the_bar() -> None:
    written = to_margin(Article("a\nb", (Piece(0, 2, Label.BODY), Piece(2, 3, Label.BOILERPLATE, "paywall"))))
    assert written == f"{'body':<{MARGIN}}| a\nboilerplate.paywall| b\n"


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_line_ends_of_all_kinds_end_lines(mark: str) -> None:
    article = Article(f"One.{mark}{mark}Two.", (Piece(0, 4 + 2 * len(mark), Label.BODY), Piece(4 + 2 * len(mark), 8 + 2 * len(mark), Label.AD)))
    assert to_margin(article) == "body            | One.\n\nad              | Two.\n"


def test_text_that_looks_like_a_margin_stays_text() -> None:
    raw = "# key: value\nbody | not a label\n+ad | no\n"
    assert parse(to_margin(Article(raw, (Piece(0, len(raw), Label.BODY),)))).raw == raw.removesuffix("\n")


def test_a_file_without_header_begins_at_once() -> None:
    assert parse("body | One.").raw == "One."
    assert parse("\nbody | One.").raw == "\nOne."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("body | One.\nThe ferry sailed.\n", "line 2 has no bar"),
        ("# about: x\n\nboddy | One.\n", "line 3 has an unknown label 'boddy'"),
        ("+body | One.\n", "line 1 continues a line"),
    ],
)
def test_what_is_wrong_is_said_with_the_line(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(text)


lines = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30).filter(str.strip)


@given(st.lists(st.lists(st.tuples(lines, st.sampled_from(list(Label)), st.sampled_from([None, "wire", "readercall"])), max_size=3), max_size=6))
def test_what_was_written_is_read_again(document: list[list[tuple[str, Label, str | None]]]) -> None:
    raw, pieces = "", []
    for number, line in enumerate(document):
        if number:
            raw += "\n"
            if pieces:
                pieces[-1] = pieces[-1]._replace(end=len(raw))
        for text, label, subtype in line:
            if pieces and (pieces[-1].label, pieces[-1].subtype) == (label, subtype) and not raw.endswith("\n"):
                continue
            pieces.append(Piece(len(raw) if pieces else 0, len(raw) + len(text), label, subtype))
            raw += text
    if not pieces:
        return
    margin = parse(to_margin(Article(raw, tuple(pieces))))
    assert margin.raw.rstrip("\n") == raw.rstrip("\n")
    assert [(m.label, m.subtype) for m in margin.spans] == [(p.label, p.subtype) for p in pieces]
    assert "".join(margin.raw[m.start : m.end] for m in margin.spans) == raw.replace("\n", "")


def test_pieces_of_a_margin_tile_its_text() -> None:
    margin = parse("\n\ntitle | A ferry sails\n\nbody | It did.\n\n")
    pieces = to_pieces(margin)
    assert [(p.start, p.end) for p in pieces] == [(0, 17), (17, len(margin.raw))]
    assert margin.spans[0] == Marked(2, 15, Label.TITLE, None)


def test_explaining_names_rule_and_reason_of_every_line() -> None:
    article = clean(
        "Ferry sails after a month in dock\n\nThe ferry Margit sailed on Monday, the company said, after a month of repairs in the dock at Hull.\n\nREAD MORE: Five harbours to see by train\n"
    )
    table = explain(article)
    row = next(line for line in table.splitlines() if "Five harbours" in line)
    assert row.startswith("promo.readmore")
    assert "promo-read-more" in row
    assert "read-more label" in row
    assert article.explain() == table


def test_explaining_fits_the_width_in_every_script() -> None:
    raw = "船は月曜日に出港したと会社は述べた。" * 9 + "\n" + "The ferry sailed. " * 20 + "\n" + "\x07bell\x1b[31m"
    table = explain(Article(raw, (Piece(0, len(raw), Label.BODY),)), width=100)
    wide = [sum(2 if ord(char) > 0x2E80 else 1 for char in line) for line in table.splitlines()]
    assert max(wide) <= 100
    assert "\x1b" not in table and "\x07" not in table
    assert explain(Article("", ())) == "(no text)\n"


def test_explaining_lists_suspects_and_warnings() -> None:
    article = Article("Jane Roe", (Piece(0, 8, Label.BODY),), doubts=(Doubt(0, 8, Label.BYLINE, 0.7, ("two names",)),), warnings=("set aside",))
    table = explain(article)
    assert "byline 0.70  Jane Roe" in table and "two names" in table and "Warning: set aside" in table
