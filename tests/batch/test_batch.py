"""Columns in, columns out: the same ones everywhere, a row for a row, and no row that raises."""

from __future__ import annotations

import math
import os
import pickle
import subprocess
import sys
from typing import Any

import pytest

from cleannews import Cleaner, Label, Rule, clean, clean_batch, clean_table
from cleannews.batch import COLUMNS, TYPES, arrow_type, schema
from tests.batch.articles import article

TEXT = (
    "Cranes stand over the port on Friday. Jane Roe/Reuters\n\n"
    "LONDON (Reuters) - Dock workers voted on Monday to strike, their union said after talks.\n"
    "READ MORE: Five bridges that never opened\n"
)


def test_columns_in_order_and_a_row_for_a_row() -> None:
    out = clean_batch({"text": [TEXT, None, TEXT]})
    assert list(out) == ["body", "captions", "credits", "metadata", "error"] == list(COLUMNS)
    assert {len(column) for column in out.values()} == {3}
    assert out["body"] == [clean(TEXT).body, None, clean(TEXT).body]
    assert out["captions"] == [["Cranes stand over the port on Friday."], [], ["Cranes stand over the port on Friday."]]
    assert out["credits"][0] == ["Jane Roe/Reuters"]
    assert out["metadata"][0]["dateline"] == "LONDON (Reuters)"
    assert out["metadata"][0]["images"][0]["credit"]["creators"] == ["Jane Roe"]
    assert out["error"] == [None, None, None]


def test_every_row_has_every_field_of_the_metadata() -> None:
    rows = clean_batch({"text": [TEXT, "", "Only this line."]})["metadata"]
    assert [list(row) for row in rows] == [list(TYPES["metadata"])] * 3


def test_metadata_says_what_the_article_says() -> None:
    for number in range(20):
        found = clean(article(number))
        row = clean_batch({"text": [found.raw]})["metadata"][0]
        told = found.to_dict(segments=False)
        assert row["images"] and row["promos"] and row["authors"]
        for name, value in row.items():
            assert _full(value) == _full(told[name]), name


def _full(value: Any) -> Any:
    """The value without what is empty: `to_dict` leaves that out."""
    if isinstance(value, dict):
        return {name: _full(item) for name, item in value.items() if item not in (None, [], {}, False)}
    return [_full(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("missing", [None, math.nan, float("nan")])
def test_what_is_missing_stays_missing(missing: object) -> None:
    out = clean_batch({"text": [missing]}, columns=TYPES)
    assert out == {"body": [None], "captions": [[]], "credits": [[]], "metadata": [None], "error": [None], "rules_version": [None], "segments": [[]]}


def test_a_row_that_is_no_text_says_so_and_the_others_are_cleaned() -> None:
    out = clean_batch({"text": ["One line.", 5, ["a"], b"caf\xc3\xa9 on the corner"]})
    assert out["error"] == [None, "TypeError: the text is of type int, not str or bytes", "TypeError: the text is of type list, not str or bytes", None]
    assert out["body"] == ["One line.", None, None, "café on the corner"]


def _raises(line: str) -> bool:
    raise RuntimeError(f"no idea what {line.split(maxsplit=1)[0]} is")


def test_a_rule_of_ones_own_that_raises_costs_its_row_only() -> None:
    rule = Rule("note-mine", Label.NOTE, "Mine.", r"Unfug\b.*", where=_raises, hits=("Unfug here",), near_misses=("No",))
    out = clean_batch({"text": ["Unfug here\nThe story goes on in this line.", "The story is here."]}, cleaner=Cleaner(rules=(rule,)))
    assert out["body"] == [None, "The story is here."]
    assert out["error"] == ["RuntimeError: no idea what Unfug is", None]


def test_batches_make_no_difference() -> None:
    texts = [article(number) for number in range(30)]
    whole = clean_batch({"text": texts}, columns=TYPES)
    for size in (1, 7, 29):
        parts = [clean_batch({"text": texts[at : at + size]}, columns=TYPES) for at in range(0, 30, size)]
        assert {name: [row for part in parts for row in part[name]] for name in TYPES} == whole


def test_columns_on_request_and_columns_carried() -> None:
    out = clean_batch({"id": [1, 2], "text": [TEXT, None], "body": [0, 0]}, columns=["segments", "body"], carry=["id", "body"])
    assert list(out) == ["id", "body", "segments"]
    assert out["id"] == [1, 2]
    assert out["body"] == [clean(TEXT).body, None]
    segments = out["segments"][0]
    assert "".join(TEXT[segment["start"] : segment["end"]] for segment in segments) == TEXT
    promo = next(segment for segment in segments if segment["label"] == "promo")
    assert TEXT.split("\n")[promo["line"] - 1] == "READ MORE: Five bridges that never opened"


def test_the_rules_version_tells_cleaners_apart() -> None:
    one, two = Cleaner(), Cleaner(profile="safe")
    assert clean_batch({"text": ["A line."]}, columns=["rules_version"], cleaner=two)["rules_version"] == [two.rules_version]
    assert one.rules_version != two.rules_version == Cleaner(profile="safe").rules_version
    assert len({one.rules_version, one.but(keep=frozenset({Label.CAPTION})).rules_version, one.but(disable=frozenset({"weighed"})).rules_version}) == 3


def test_known_headlines_and_other_names_of_columns() -> None:
    text = "Port workers strike\n\nThe workers of the port voted to strike on Monday, their union said.\n"
    out = clean_batch({"raw": [text], "headline": ["Port workers strike"]}, text="raw", title="headline")
    assert out["body"] == [clean(text, title="Port workers strike").body]
    assert out["metadata"][0]["title"] == "Port workers strike"


def test_a_column_that_is_not_there() -> None:
    with pytest.raises(ValueError, match=r"no column 'text'; did you mean 'texts'\?"):
        clean_batch({"texts": ["A line."]})
    with pytest.raises(ValueError, match="unknown column 'bodies'; there are: body, captions"):
        clean_batch({"text": ["A line."]}, columns=["bodies"])


def test_the_same_pickle_in_every_process() -> None:
    """What caches by pickle, as Hugging Face datasets do, depends on this."""
    code = (
        "import pickle, hashlib; from cleannews import Cleaner;"
        "print(hashlib.sha256(pickle.dumps(Cleaner(keep={'caption','credit','promo','note'}, disable={'weighed','repeat','pull-quote'}), 4)).hexdigest())"
    )
    found = {subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True).stdout for seed in "123"}
    assert len(found) == 1


def test_cleaners_survive_pickling_and_stay_small() -> None:
    cleaner = Cleaner(keep=frozenset({Label.CAPTION}), languages=("de", "en"), disable=frozenset({"weighed"}))
    clean_batch({"text": [TEXT]}, cleaner=cleaner)
    stored = pickle.dumps(cleaner)
    assert pickle.loads(stored) == cleaner and hash(pickle.loads(stored)) == hash(cleaner)
    assert pickle.loads(stored).rules_version == cleaner.rules_version
    assert len(stored) < 1000


def test_pages() -> None:
    page = f"<html><body><article>{''.join(f'<p>{line}</p>' for line in TEXT.split(chr(10)) if line)}</article></body></html>"
    out = clean_batch({"page": [page, None, page.encode()], "at": ["https://news.example/1", None, None]}, text="page", url="at", html=True)
    assert out["error"] == [None, None, None]
    assert out["body"][0] == out["body"][2] == "Dock workers voted on Monday to strike, their union said after talks."


# --- Arrow -------------------------------------------------------------------------------------------------------------------


def test_tables_have_the_same_columns_with_types() -> None:
    pa = pytest.importorskip("pyarrow")
    texts = [TEXT, None, "", *(article(number) for number in range(5))]
    table = clean_table(pa.table({"text": texts, "id": range(len(texts))}), columns=TYPES, carry=["id"])
    assert table.schema.remove(0) == schema(TYPES)
    assert table.to_pydict() == {"id": list(range(len(texts))), **clean_batch({"text": texts}, columns=TYPES)}
    assert table.schema.field("captions").type == pa.list_(pa.string())
    assert table.schema.field("metadata").type == arrow_type(TYPES["metadata"])


@pytest.mark.parametrize("kind", ["string", "large_string", "dictionary", "chunked", "binary", "null"])
def test_tables_of_every_kind_of_text(kind: str) -> None:
    pa = pytest.importorskip("pyarrow")
    texts = [TEXT, None, "One line."]
    column = {
        "string": lambda: pa.array(texts),
        "large_string": lambda: pa.array(texts, pa.large_string()),
        "dictionary": lambda: pa.array(texts).dictionary_encode(),
        "chunked": lambda: pa.chunked_array([texts[:1], texts[1:]]),
        "binary": lambda: pa.array([text and text.encode() for text in texts], pa.binary()),
        "null": lambda: pa.nulls(3),
    }[kind]()
    bodies = clean_table(pa.table({"text": column}), columns=["body"])["body"].to_pylist()
    assert bodies == ([None] * 3 if kind == "null" else [clean(TEXT).body, None, "One line."])


def test_a_record_batch_gives_a_record_batch_and_no_rows_give_none() -> None:
    pa = pytest.importorskip("pyarrow")
    batch = clean_table(pa.record_batch({"text": [TEXT]}), columns=["body"])
    assert isinstance(batch, pa.RecordBatch) and batch.num_rows == 1
    empty = clean_table(pa.table({"text": pa.array([], pa.string())}))
    assert empty.num_rows == 0 and empty.schema == schema()


def test_lone_surrogates_become_replacement_characters_in_arrow() -> None:
    pa = pytest.importorskip("pyarrow")
    from cleannews.batch import arrow_array

    assert arrow_array(["\ud800 x"], "string").to_pylist() == ["? x"]
    assert arrow_array([["\ud800"]], ["string"]).type == pa.list_(pa.string())
