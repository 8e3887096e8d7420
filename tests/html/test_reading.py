"""The same page in every form and encoding, and pages that are broken in every way."""

from __future__ import annotations

import codecs
import pickle
from dataclasses import replace

import lxml.html
import pytest

from cleannews import Article, Cleaner, Label, clean_html
from cleannews.page import meta
from cleannews.page.meta import Declared, PageInfo
from tests.html.pages import FIRST, HEAD, PAGE, STORY, URL

BAD = {
    "empty": "",
    "white space": " \n\t ",
    "no markup": "Just a line of text.",
    "truncated in a tag": PAGE[: PAGE.index("figcaption") + 4],
    "truncated in a comment": "<html><body><p>Before.</p><!-- and then <p>nothing",
    "no body": "<html><head><title>Nothing</title></head></html>",
    "frameset": "<html><frameset cols='20%,80%'><frame src='a.htm'><frame src='b.htm'></frameset></html>",
    "script soup": "<script>" + "document.write('<p>' + x + '</p>');" * 500 + "</scr",
    "NUL bytes": PAGE.replace("ferry Margit", "ferry\0 Mar\0git"),
    "half characters": PAGE.replace("Margit", "Mar\ud800git"),
    "XHTML": '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en">' + PAGE[PAGE.index("<head>") :],
    "unclosed": PAGE.replace("</p>", "").replace("</div>", "").replace("</li>", ""),
    "closed twice": PAGE.replace("</p>", "</p></p></div>"),
    "JSON-LD that is none": PAGE.replace("</head>", '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script></head>'),
    "JSON-LD of lists in lists": PAGE.replace("</head>", f'<script type="application/ld+json">{"[" * 3000}{"]" * 3000}</script></head>'),
    "attributes without end": PAGE.replace("<article>", '<article class="' + "x " * 50_000 + '">'),
}
STORY_SURVIVES = ("XHTML", "JSON-LD that is none", "JSON-LD of lists in lists", "attributes without end", "half characters")


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("encode", [False, True], ids=["str", "bytes"])
def test_bad_pages_give_an_article(name: str, encode: bool) -> None:
    page = BAD[name]
    article = clean_html(page.encode("utf-8", "surrogatepass") if encode else page)
    assert isinstance(article, Article)
    assert "".join(segment.text for segment in article.segments) == article.raw
    article.to_dict()
    article.to_jsonld()
    article.to_markdown()
    if name in STORY_SURVIVES:
        assert FIRST[:40] in article.body or "Mar" in article.body


def test_nested_fifty_thousand_levels_deep_keeps_its_text() -> None:
    article = clean_html("<html><body>" + "<div>" * 50_000 + f"<p>{FIRST}</p>" + "</div>" * 50_000 + "</body></html>")
    assert FIRST in article.raw


def test_twenty_megabytes_come_out_whole() -> None:
    paragraphs = "".join(f"<p>Sentence number {i} of a page that somebody forgot to end, and so it goes on and on for ever and a day.</p>" for i in range(1000))
    page = PAGE.replace("</article>", paragraphs + "<!--" + "x" * 20_000_000 + "--></article>")
    article = clean_html(page)
    assert "Sentence number 999 of a page" in article.raw
    assert "xxxx" not in article.raw


@pytest.mark.parametrize(
    ("data", "encoding", "replaced"),
    [
        (PAGE.encode(), "utf-8", 0),
        (codecs.BOM_UTF8 + PAGE.encode(), "utf-8", 0),
        (PAGE.encode("utf-16"), "utf-16", 0),
        (PAGE.replace('charset="utf-8"', 'charset="windows-1252"').encode("cp1252"), "cp1252", 0),
        (PAGE.replace('charset="utf-8"', 'charset="iso-8859-1"').encode("cp1252"), "cp1252", 0),
        (PAGE.encode().replace("é".encode(), b"\xe9"), "utf-8", 1),
    ],
    ids=["utf-8", "mark", "utf-16", "declared", "declared latin-1", "one wrong byte"],
)
def test_bytes_are_read_in_their_encoding(data: bytes, encoding: str, replaced: int) -> None:
    article = clean_html(data, URL)
    assert (article.encoding, article.replaced) == (encoding, replaced)
    want = STORY if not replaced else STORY.replace("é", "\ufffd")
    assert article.body == want


def test_undeclared_encodings_are_detected() -> None:
    text = "Die Fähre lief am Montag nach neun Wochen wieder aus, und auf der Brücke standen vierzig Leute, die grüßten. Über das Wetter klagte niemand."
    page = f"<html><head><title>Fähre</title></head><body><h1>Fähre läuft aus</h1><p>{text}</p><p>{text.replace('Montag', 'Dienstag')}</p></body></html>"
    assert text in clean_html(page.encode("cp1252")).raw


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "windows-1251", "koi8-r", "windows-1256"])
def test_declared_encodings_of_the_world(encoding: str) -> None:
    text = {
        "windows-1251": "Паром вышел в море",
        "koi8-r": "Паром вышел в море",
        "windows-1256": "أبحرت العبارة",
        "euc_kr": "여객선이 출항했다",
        "gb18030": "渡轮启航",
        "big5": "渡輪啟航",
    }
    said = text.get(encoding, "船が港を出た")
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head><body><p>{said}</p></body></html>'
    article = clean_html(page.encode(encoding))
    assert article.raw == said
    assert article.replaced == 0


def test_every_form_of_a_page_gives_the_same_article() -> None:
    bs4 = pytest.importorskip("bs4")
    first = clean_html(PAGE, URL)
    tree = lxml.html.document_fromstring(PAGE)
    before = lxml.html.tostring(tree)
    forms = [
        PAGE.encode(),
        bytearray(PAGE.encode()),
        memoryview(PAGE.encode()),
        tree,
        tree.getroottree(),
        bs4.BeautifulSoup(PAGE, "lxml"),
        bs4.BeautifulSoup(PAGE, "html.parser"),
    ]
    for form in forms:
        article = clean_html(form, URL)
        assert (article.raw, article.pieces, article.page) == (first.raw, first.pieces, first.page)
    assert lxml.html.tostring(tree) == before, "the caller's tree is not changed"


def test_what_stands_behind_the_end_of_the_page_is_read() -> None:
    menu, story = PAGE[: PAGE.index("<article>")], PAGE[PAGE.index("<article>") :]
    article = clean_html(f"{menu}</body></html>{story}", URL)
    assert FIRST in article.body


def test_what_is_known_of_an_inline_credit_only_from_what_follows() -> None:
    def lines(inside: str) -> list[str]:
        return clean_html(f"<figure><img src='a.jpg'><figcaption>The pier. {inside}</figcaption></figure><p>{FIRST}</p>").raw.splitlines()[:-1]

    assert lines("<span class='credit'>Jo Lee</span> / AFP") == ["The pier.", "Jo Lee / AFP"]
    assert lines("<span class='credit'>Jo Lee</span> <em>Agency</em>") == ["The pier.", "Jo Lee Agency"]
    assert lines("<span class='credit'>Jo Lee</span> The ferry comes in at noon, as it always did.") == [
        "The pier.",
        "Jo Lee",
        "The ferry comes in at noon, as it always did.",
    ]
    assert lines("<span class='credit'>Jo Lee</span>") == ["The pier.", "Jo Lee"]


def test_rows_of_plain_cells_are_lines_and_cells_with_blocks_are_not() -> None:
    page = "<table><tr><td>Margit</td><td>1961 <b>Emden</b></td></tr><tr><td>Inger</td><td><p>1974</p><p>Turku</p></td></tr><tr><td>Olga"
    assert clean_html(page).raw.splitlines() == ["Margit\t1961 Emden", "Inger", "1974", "Turku", "Olga"]


def test_a_fragment_is_a_page() -> None:
    article = clean_html(f"<p>{FIRST}</p><p>Another paragraph of the same story, long enough to be taken for one by anybody.</p>")
    assert article.body.startswith(FIRST)
    assert article.kind == "article"


@pytest.mark.parametrize("wrong", [None, 7, ["<p>"], {"html": PAGE}], ids=lambda value: type(value).__name__)
def test_anything_else_is_refused_by_name(wrong: object) -> None:
    with pytest.raises(TypeError, match=f"not {type(wrong).__name__}"):
        clean_html(wrong)


def test_the_article_outlives_the_parser_and_pickles() -> None:
    article = clean_html(PAGE, URL)
    again = pickle.loads(pickle.dumps(article))
    assert again == article
    assert again.page == article.page


def test_what_a_page_tells_beside_its_text_is_read_once_and_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    def counted(found: Declared) -> PageInfo:
        asked.append(found.url)
        return told(found)

    told = meta._info
    monkeypatch.setattr(meta, "_info", counted)
    article = clean_html(PAGE, URL)
    assert article.body
    assert article.segments
    assert not asked
    assert article.authors
    assert replace(article, keep=frozenset({Label.CAPTION})).page is article.page
    assert asked == [URL]
    assert Article("", ()).page is None


def test_options_reach_the_page() -> None:
    kept = Cleaner(keep=frozenset({Label.CAPTION})).clean_html(PAGE, URL)
    assert "The Margit on her way out." in kept.body
    untitled = Cleaner(titles=False).clean_html(PAGE, URL)
    assert untitled.body.startswith(HEAD)
    no_captions = Cleaner(disable=frozenset({"page-caption"})).clean_html(PAGE, URL)
    assert all(piece.rule != "page-caption" for piece in no_captions.pieces)


def test_white_space_is_what_a_browser_shows() -> None:
    page = "<p>One\n  two&nbsp;three<br>four</p><pre>five\n  six</pre><table><tr><td>seven</td><td>eight</td></tr></table><ul><li>nine<li>ten</ul>"
    assert clean_html(page).raw.split("\n") == ["One two\u00a0three", "four", "five", "six", "seven\teight", "nine", "ten"]
