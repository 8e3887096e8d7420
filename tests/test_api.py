"""The public face: names, a light import, options that travel, and errors that help."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import cleannews
from cleannews import Article, Cleaner, Label, Rule, clean

RAW = "The ferry sailed on Monday, the company said.\nREAD MORE: Five harbours that silted up\n(Photo by Ann Bee/AFP)\n"
HEAVY = {
    "lxml",
    "bs4",
    "trafilatura",
    "click",
    "pyarrow",
    "dateparser",
    "charset_normalizer",
    "orjson",
    "rapidfuzz",
    "regex",
    "numpy",
    "datatrove",
    "tqdm",
    "fastwarc",
    "multiprocessing",
    "tomllib",
    "html.parser",
}


def fresh(script: str, *, env: dict[str, str] | None = None) -> str:
    """What a new process prints."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- names -------------------------------------------------------------------------------------------------------------------


def test_every_public_name_is_there_and_documented() -> None:
    assert len(cleannews.__all__) == len(set(cleannews.__all__))
    for name in cleannews.__all__:
        assert getattr(cleannews, name).__doc__, name
    assert set(cleannews.__all__) <= set(dir(cleannews))


def test_the_names_that_programs_are_written_with() -> None:
    assert {"Article", "Author", "Cleaner", "Credit", "Image", "Label", "Note", "Place", "Promo", "Rule", "Segment", "Suspect", "clean"} <= set(
        cleannews.__all__
    )


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="cleaner_of_news"):
        cleannews.cleaner_of_news  # noqa: B018


def test_the_version_is_the_installed_one() -> None:
    assert version("cleannews") == cleannews.__version__


def test_the_labels_are_the_taxonomy() -> None:
    assert [label.value for label in Label] == (
        "title standfirst body subhead caption credit promo ad embed byline bio dateline timestamp source note rights tags share comment boilerplate".split()
    )


def test_types_are_visible_to_users_checkers() -> None:
    assert (Path(cleannews.__file__).parent / "py.typed").exists()


@pytest.mark.timeout(300)
def test_the_examples_type_check(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    here = Path(__file__).parent / "typing" / "api.py"
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(here)], capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout


# --- import ------------------------------------------------------------------------------------------------------------------


def test_import_is_light() -> None:
    loaded = set(json.loads(fresh("import sys, json, cleannews; print(json.dumps(sorted(sys.modules)))")))
    assert not loaded & HEAVY


def test_cleaning_text_stays_light() -> None:
    loaded = set(json.loads(fresh(f"import sys, json, cleannews; cleannews.clean({RAW!r}).body; print(json.dumps(sorted(sys.modules)))")))
    assert not loaded & {"lxml", "bs4", "trafilatura", "click", "pyarrow", "numpy", "charset_normalizer", "datatrove", "multiprocessing"}


def test_cleaning_leaves_no_trace_in_the_process() -> None:
    script = (
        "import sys, os, logging, warnings, locale, signal, threading\n"
        "state = lambda: (list(sys.path), dict(os.environ), os.getcwd(), logging.root.level, list(logging.root.handlers), len(warnings.filters), locale.setlocale(locale.LC_ALL), signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGPIPE), threading.active_count(), sys.getrecursionlimit())\n"
        f"before = state()\nimport cleannews\na = cleannews.clean({RAW!r}); a.to_dict(); a.images\nprint(before == state())"
    )
    assert fresh(script) == "True\n"


# --- cleaners ----------------------------------------------------------------------------------------------------------------

_PICKLED = """
import hashlib, pickle
from cleannews import Cleaner, Label, Rule
own = Rule(id="promo-own", label=Label.PROMO, doc="Own.", pattern="^own")
for cleaner in (Cleaner(), Cleaner(languages=("de", "en"), profile="strict", keep=frozenset({"caption", "credit", "promo"}), disable=frozenset({"promo-watch", "ad-marker", "weighed"})), Cleaner(rules=(own,))):
    print(hashlib.sha256(pickle.dumps(cleaner)).hexdigest(), len(pickle.dumps(cleaner)))
"""


def test_a_cleaner_pickles_to_the_same_small_bytes_in_every_process() -> None:
    import os

    seen = {fresh(_PICKLED, env={**os.environ, "PYTHONHASHSEED": seed}) for seed in ("0", "1", "2", "3")}
    assert len(seen) == 1, seen
    shown = [line.split() for line in seen.pop().splitlines()]
    assert len({digest for digest, _size in shown}) == 3, "other options, other bytes"
    assert all(int(size) < 3000 for _digest, size in shown)


def test_a_used_cleaner_pickles_like_a_new_one() -> None:
    used = Cleaner()
    used.clean(RAW)
    assert pickle.dumps(used) == pickle.dumps(Cleaner())
    assert pickle.loads(pickle.dumps(used)).clean(RAW) == used.clean(RAW)


def test_cleaners_are_values() -> None:
    assert Cleaner() == Cleaner() and hash(Cleaner()) == hash(Cleaner())
    assert Cleaner(languages=("en",)) == Cleaner(languages="en")  # type: ignore[arg-type]
    assert Cleaner(keep=frozenset({Label.CAPTION})) == Cleaner(keep={"caption"})  # type: ignore[arg-type]
    assert len({Cleaner(), Cleaner(profile="safe"), Cleaner(profile="safe")}) == 2
    with pytest.raises(AttributeError):
        Cleaner().profile = "strict"  # type: ignore[misc]


def test_but_changes_one_option() -> None:
    assert Cleaner(profile="safe").but(languages=("en",)) == Cleaner(profile="safe", languages=("en",))


def test_a_rule_of_ones_own_speaks_first_and_is_named() -> None:
    rule = Rule(id="promo-harbour-mail", label=Label.PROMO, doc="The harbour's own mail.", pattern=r"^Harbour mail, every Friday\.$", subtype="newsletter")
    article = Cleaner(rules=(rule,)).clean("The ferry sailed on Monday, the company said.\nHarbour mail, every Friday.\nForty people were on board, it said.\n")
    taken = [segment for segment in article.segments if segment.rule == rule.id]
    assert [(segment.text, segment.subtype) for segment in taken] == [("Harbour mail, every Friday.\n", "newsletter")]
    assert Cleaner(rules=(rule,), disable=frozenset({rule.id})).clean(article.raw).segments != article.segments


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"languages": ("eng",)}, "'en'"),
        ({"profile": "strikt"}, "'strict'"),
        ({"keep": {"captions"}}, "'caption'"),
        ({"disable": {"promo-readmore"}}, "'promo-read-more'"),
    ],
    ids=str,
)
def test_a_wrong_option_names_the_nearest(options: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Cleaner(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [None, 17, ["a line"], {"text": "x"}, Path("raw.txt")], ids=lambda value: type(value).__name__)
def test_what_is_no_text_is_a_type_error_that_says_what_is(wrong: object) -> None:
    with pytest.raises(TypeError, match=f"str or bytes, not {type(wrong).__name__}"):
        clean(wrong)  # type: ignore[arg-type]


# --- articles ----------------------------------------------------------------------------------------------------------------


def test_articles_are_values() -> None:
    article = clean(RAW)
    assert article == clean(RAW) and hash(article) == hash(clean(RAW))
    assert pickle.loads(pickle.dumps(article)) == article
    assert pickle.loads(pickle.dumps(article)).segments == article.segments


def test_bytes_like_things_are_bytes() -> None:
    data = RAW.encode()
    assert clean(bytearray(data)).body == clean(memoryview(data)).body == clean(data).body == clean(RAW).body  # type: ignore[arg-type]
    assert clean(data).encoding == "utf-8" and clean(RAW).encoding is None


def test_replaced_bytes_are_reported() -> None:
    article = clean(RAW.encode() + b"\xff\xfe")
    assert article.replaced == 2 and article.raw.endswith("\ufffd\ufffd")


def test_to_dict_is_what_the_schema_says() -> None:
    import jsonschema

    schema = json.loads((Path(cleannews.__file__).parent / "schema" / "article.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    from benchmarks.items import items

    for item in items():
        jsonschema.validate(clean(item.raw).to_dict(), schema)


def test_the_public_signatures() -> None:
    """Names and order of the arguments that programs are written with. Change it knowingly, and say so in the changelog."""
    import inspect

    def names(function: object) -> list[str]:
        return list(inspect.signature(function).parameters)  # type: ignore[arg-type]

    assert names(clean) == ["raw", "title"]
    assert names(Cleaner)[:8] == ["languages", "profile", "keep", "rules", "disable", "datelines", "titles", "repair"]
    assert names(Article.to_dict) == ["self", "segments"]
