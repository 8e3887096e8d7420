"""What comes out of a page: the story, its kind, pictures, links, metadata; and the corpus of pages."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.items import CORPUS, read, shown, wrong
from cleannews import Article, Label, clean, clean_html
from cleannews.article import KEPT
from tests.html.pages import FIRST, HEAD, PAGE, SECOND, STORY, URL

ITEMS = sorted((CORPUS / "html").glob("*.html"))


# --- the corpus of pages -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=ITEMS, ids=lambda path: path.stem)
def item(request: pytest.FixtureRequest) -> tuple[Path, Article]:
    path: Path = request.param
    return path, clean_html(path.read_bytes(), read(path.with_suffix(".txt")).headers["url"])


def test_the_page_has_the_lines_and_labels_of_its_margin(item: tuple[Path, Article]) -> None:
    path, article = item
    expected = read(path.with_suffix(".txt"))
    assert article.raw == expected.raw
    assert not wrong(expected, article), shown(expected, article)


def test_the_page_tells_what_its_header_says(item: tuple[Path, Article]) -> None:
    path, article = item
    headers = read(path.with_suffix(".txt")).headers
    assert article.kind == headers["kind"]
    assert (article.title or "") == headers["title"]
    assert ", ".join(author.name for author in article.authors) == headers["authors"]
    assert (article.published or "") == headers["published"]
    assert len(article.images) == int(headers["images"])
    if article.kind in ("index", "error", "consent"):
        assert article.body == ""


def test_there_are_enough_pages_and_languages() -> None:
    assert len(ITEMS) >= 12
    assert len({path.stem[:2] for path in ITEMS}) >= 6


# --- one page, closely -------------------------------------------------------------------------------------------------------


def test_the_story_and_nothing_else() -> None:
    article = clean_html(PAGE, URL)
    assert article.body == STORY
    assert (article.title, article.language, article.kind) == (HEAD, "en", "article")
    assert [author.name for author in article.authors] == ["Ann Bee"]


def test_pictures_have_address_caption_alt_credit_and_place() -> None:
    page = PAGE.replace(
        f"<p>{SECOND}</p>",
        f'<div class="media"><picture><source srcset="/img/pier.webp"><img data-src="img/pier.jpg" alt="A pier"></picture><p>The pier at noon.</p></div><p>{SECOND}</p>',
    )
    first, second = clean_html(page, URL).images
    assert (first.url, first.caption, first.description, first.position) == (
        "https://post.example/img/margit.jpg",
        "The Margit on her way out.",
        "A white ferry",
        0,
    )
    assert first.credit is not None
    assert (first.credit.creators, first.credit.provider) == (("Jo Lee",), "AFP")
    assert (second.url, second.caption, second.description, second.position) == ("https://post.example/news/img/pier.jpg", "The pier at noon.", "A pier", 1)


def test_pictures_of_teasers_authors_and_counters_are_none_of_the_story() -> None:
    page = PAGE.replace(
        f"<p>{SECOND}</p>",
        '<img src="/count.gif" width="1" height="1"><div class="teaser"><img src="/t.jpg" alt="x"><a href="/other">A headline of quite another article</a></div>'
        f'<p>{SECOND}</p><div class="author-box"><img src="/ann.jpg" alt="Ann Bee"></div>',
    )
    assert [image.url for image in clean_html(page, URL).images] == ["https://post.example/img/margit.jpg"]


def test_links_are_those_of_promos_with_absolute_targets() -> None:
    (link,) = clean_html(PAGE, URL).links
    assert link.url == "https://post.example/news/harbours"
    assert link.headline == "Five harbours that silted up"


def test_markdown_has_the_pictures_where_they_stood() -> None:
    text = clean_html(PAGE, URL).to_markdown()
    assert "![" in text
    assert text.index("margit.jpg") < text.index(FIRST[:30]) < text.index(SECOND[:30])
    assert "silted" not in text


def test_a_wall_makes_the_article_truncated() -> None:
    page = PAGE.replace(f"<p>{SECOND}</p>", '<div class="paywall"><p>Subscribe to continue reading this article.</p></div>')
    locked = page.replace("</head>", '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script></head>')
    article = clean_html(locked, URL)
    assert article.truncated
    assert article.body == FIRST
    assert not clean_html(PAGE, URL).truncated


INDEX = "<h1>News</h1>" + "".join(
    f'<div class="card"><h2><a href="/{i}">Headline number {i} of a page that has nothing else</a></h2><p>A short teaser.</p></div>' for i in range(20)
)


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("index", f"<title>News</title><body>{INDEX}</body>"),
        (
            "error",
            "<title>404 - page not found</title><body><h1>Page not found</h1><p>Perhaps it was moved. Try the search, or begin at the front page.</p></body>",
        ),
        ("error", "<title>Seite nicht gefunden</title><body><h1>Fehler</h1><p>Die Seite ist umgezogen.</p></body>"),
        (
            "consent",
            "<title>Post</title><body><div><p>We and our partners store cookies on your device and use personal data for advertising.</p><button>Accept</button></div></body>",
        ),
        ("empty", "<title>Post</title><body><script>start()</script></body>"),
    ],
)
def test_a_page_without_an_article_says_so(kind: str, page: str) -> None:
    article = clean_html(f"<html>{page}</html>", "https://post.example/")
    assert (article.kind, article.body) == (kind, "")


@pytest.mark.parametrize("extra", [INDEX, "<p>We and our partners use cookies and personal data, if you consent.</p>", "<h2>Page not found? Write to us</h2>"])
def test_a_page_with_an_article_stays_one_whatever_surrounds_it(extra: str) -> None:
    page = PAGE.replace('<meta property="og:type" content="article">', "").replace("</article>", f"</article><div class='more'>{extra}</div>")
    article = clean_html(page, URL)
    assert article.kind == "article"
    assert FIRST in article.body
    assert SECOND in article.body


@pytest.mark.parametrize(
    ("shared", "named", "printed", "browser", "want"),
    [
        ("Ferry sails | The Post", None, "The Post", "Ferry sails | The Post", "Ferry sails"),
        ("Ferry sails | The Post", None, "Ferry sails after nine weeks", "Ferry sails | The Post", "Ferry sails after nine weeks"),
        (
            "Ferry back at sea",
            "Nine weeks on, the ferry sails",
            "Nine weeks on, the ferry sails",
            "Ferry: latest news | The Post",
            "Nine weeks on, the ferry sails",
        ),
        ("Nine weeks on, the ferry sails again", "Ferry sails", "Ferry sails", "Ferry sails | The Post", "Nine weeks on, the ferry sails again"),
        ("Ferry sails again", None, "Subscribe for one euro", "Ferry sails again | The Post", "Ferry sails again"),
        ("漁船が九週間ぶりに出航", None, "漁船、九週間ぶりに出航し島へ向かう", "ニュース一覧", "漁船、九週間ぶりに出航し島へ向かう"),
        (None, None, "Subscribe for one euro", "Ferry sails again | The Post", "Ferry sails again"),
        ("Ferry sails again after nine weeks | The Post", None, "Ferry sails again after nine weeks", "Ferries", "Ferry sails again after nine weeks"),
        ("You won't believe this ferry", "Ferry sails again", "Ferry sails again", "You won't believe this ferry | The Post", "Ferry sails again"),
        ("Ferry sails again", "Ferry sails again", "TransportFerry sails again", "Ferry sails again | The Post", "Ferry sails again"),
        (None, None, "Ferry sails again after nine weeks", "Ferry sails again after nine weeks | The Post", "Ferry sails again after nine weeks"),
        (None, None, "The Post", "Ferry sails again after nine weeks | The Post", "Ferry sails again after nine weeks"),
    ],
)
def test_the_headline_is_chosen_among_those_of_the_page(shared: str | None, named: str | None, printed: str, browser: str, want: str) -> None:
    head = f"<title>{browser}</title><meta property='og:site_name' content='The Post'>"
    head += f'<meta property="og:title" content="{shared}">' if shared else ""
    head += f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": named})}</script>' if named else ""
    article = clean_html(f"<html><head>{head}</head><body><h1>{printed}</h1><p>{FIRST}</p><p>{SECOND}</p></body></html>")
    assert article.title == want


@pytest.mark.parametrize(
    ("author", "byline", "want"),
    [
        ({"@type": "Person", "name": "Ann Bee"}, "", ["Ann Bee"]),
        ({"@type": "Organization", "name": "Desk"}, "By Ann Bee", ["Ann Bee"]),
        ({"name": "The Harbour Post"}, "By Ann Bee", ["Ann Bee"]),
        ({"name": "The Harbour Post"}, "", ["The Harbour Post"]),
        ([{"givenName": "Ann", "familyName": "Bee"}], "", ["Ann Bee"]),
        ("Ann Bee, PhD", "", ["Ann Bee"]),
        ("Ann Bee (abe) and Jo Lee", "", ["Ann Bee", "Jo Lee"]),
        ("Ann Bee", "By Ann Bee and Jo Lee", ["Ann Bee", "Jo Lee"]),
        ([{"@type": "Person", "name": "Ann Bee"}, {"@type": "Organization", "name": "AFP"}], "", ["Ann Bee", "AFP"]),
        ([{"@type": "Person", "name": "Ann Bee"}, {"@type": "Organization", "name": "The Harbour Post"}], "", ["Ann Bee"]),
        ([{"@type": "Organization", "name": "AFP"}, {"@type": "Organization", "name": "The Harbour Post"}], "", ["AFP"]),
        ({"@type": "Organization", "name": "Institute for Ships and Ports"}, "", ["Institute for Ships and Ports"]),
        ("harbourpost.example, Bergen, Norway", "By Ann Bee", ["Ann Bee"]),
        ("abee7", "By Ann Bee", ["Ann Bee"]),
        ("abee7", "", ["abee7"]),
        ("Harbour Admin", "By Ann Bee", ["Ann Bee"]),
        ("Ann Bee, Harbour Safety Expert", "", ["Ann Bee"]),
    ],
)
def test_people_come_before_organisations(author: object, byline: str, want: list[str]) -> None:
    said = json.dumps({"@type": "NewsArticle", "headline": HEAD, "author": author})
    page = PAGE.replace("</head>", f'<script type="application/ld+json">{said}</script></head>').replace("By Ann Bee", byline)
    assert [found.name for found in clean_html(page, URL).authors] == want


# --- nothing lost, nothing raised --------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["ferry", "Montag", "海", "½", "a&b", "x<y", "“so”", "\u00a0", "READ MORE:", "Photo: Jo Lee/AFP", "By Ann Bee", "3 March 2024", "…"])
TEXT = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
TAGS = [
    "p",
    "div",
    "span",
    "a",
    "h1",
    "h2",
    "li",
    "ul",
    "figure",
    "figcaption",
    "aside",
    "nav",
    "footer",
    "section",
    "blockquote",
    "td",
    "tr",
    "table",
    "em",
    "time",
    "article",
    "button",
    "form",
]
NAMES = ["", "caption", "credit", "related", "byline", "comments", "share", "body", "newsletter", "hidden"]


def escaped(text: str) -> str:
    """A text as it stands in a page."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


@st.composite
def element(draw: st.DrawFn, inside: st.SearchStrategy[tuple[str, list[str]]]) -> tuple[str, list[str]]:
    """An element and the texts that a reader sees in it."""
    tag, name = draw(st.sampled_from(TAGS)), draw(st.sampled_from(NAMES))
    parts = draw(st.lists(inside, max_size=4))
    return f'<{tag} class="{name}">{"".join(part for part, _ in parts)}</{tag}>', [text for _, texts in parts for text in texts]


UNSEEN = st.sampled_from(
    ["<script>unseen()</script>", "<style>.unseen{}</style>", "<!-- unseen -->", "<template>unseen</template>", '<img src="a.jpg" alt="A picture">']
)
LEAF = st.one_of(TEXT.map(lambda text: (escaped(text), [text])), UNSEEN.map(lambda text: (text, [])))
BODIES = st.lists(st.recursive(LEAF, element, max_leaves=25), max_size=8)


@given(BODIES)
def test_what_a_reader_sees_is_in_a_segment_and_nothing_else(parts: list[tuple[str, list[str]]]) -> None:
    article = clean_html(f"<html><body>{''.join(part for part, _ in parts)}</body></html>")
    joined = "".join(segment.text for segment in article.segments)
    assert joined == article.raw
    seen = "".join("".join(text.split()) for _, texts in parts for text in texts)
    assert "".join(joined.split()) == seen
    assert "unseen" not in joined
    assert all(piece.label in Label for piece in article.pieces)


@given(st.text(st.sampled_from("<>/!-=\"' ?&;#pdivscripta\n\0é"), max_size=300))
def test_no_page_raises(page: str) -> None:
    article = clean_html(page)
    assert "".join(segment.text for segment in article.segments) == article.raw
    assert clean_html(page.encode()).raw == article.raw


@given(st.lists(TEXT, min_size=1, max_size=6))
def test_paragraphs_alone_read_as_text_does(paragraphs: list[str]) -> None:
    """Absence of markup is never evidence: bare paragraphs lose no more than the same lines of text."""
    page = clean_html("".join(f"<p>{escaped(text)}</p>" for text in paragraphs))
    if page.kind == "article":
        story = {piece.label for piece in page.pieces if piece.rule and piece.rule.startswith("page-")}
        assert not story & {Label.COMMENT, Label.SHARE, Label.AD}
        assert isinstance(clean(page.raw).body, str)


def test_only_kept_labels_are_in_the_body() -> None:
    article = clean_html(PAGE, URL)
    assert {segment.label for segment in article.segments if segment.text.strip() in article.body} <= KEPT


# --- the command -------------------------------------------------------------------------------------------------------------


def command(*options: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command, run to its end."""
    return subprocess.run([sys.executable, "-m", "cleannews", *options], input=given, capture_output=True, timeout=120, check=False)


def test_the_command_knows_a_page_by_its_first_bytes(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.encode())
    for done in (command(given=PAGE.encode()), command("--html", given=PAGE.encode()), command(str(path)), command(given=PAGE.encode("utf-16"))):
        assert done.returncode == 0, done.stderr
        assert done.stdout.decode() == STORY + "\n"


def test_the_command_takes_a_page_for_text_when_told() -> None:
    done = command("--text", given=PAGE.encode())
    assert b"<figure>" in done.stdout or b"<article>" in done.stdout or b"<h1>" in done.stdout


def test_the_command_writes_markdown_and_metadata_of_a_page() -> None:
    told = json.loads(command("--json", given=PAGE.encode()).stdout)
    assert told["title"] == HEAD
    assert told["images"][0]["credit"]["provider"] == "AFP"
    assert b"![" in command("--markdown", given=PAGE.encode()).stdout
