"""The README's promises, as properties of any input whatever."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from cleannews import Article, Cleaner, Label, Segment, clean
from cleannews.article import KEPT
from cleannews.cleaner import PROFILES, clean_many
from cleannews.options import STAGES
from tests.fragments import NEWLINES, lines, texts

CLEANERS = {
    "default": Cleaner(),
    **{profile: Cleaner(profile=profile) for profile in PROFILES if profile != "balanced"},
    "english": Cleaner(languages=("en",)),
    "captions kept": Cleaner(keep=frozenset({Label.CAPTION, Label.CREDIT})),
    "no datelines, no titles": Cleaner(datelines=False, titles=False),
    "one rule": Cleaner(disable=frozenset(rule.id for rule in Cleaner().active_rules[1:])),
}
cleaners = st.sampled_from(sorted(CLEANERS)).map(CLEANERS.__getitem__)
#: Slow to shrink and slow to run: fewer of them.
FEW = settings(max_examples=max(10, settings().max_examples // 3))


def dense(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def in_order(part: str, whole: str) -> bool:
    """Whether the characters of `part` stand in `whole`, in order."""
    rest = iter(whole)
    return all(char in rest for char in part)


# --- nothing lost ------------------------------------------------------------------------------------------------------------


@given(texts(), cleaners)
def test_segments_tile_the_input_and_offsets_are_right(raw: str, cleaner: Cleaner) -> None:
    article = cleaner.clean(raw)
    assert "".join(segment.text for segment in article.segments) == raw == article.raw
    at = 0
    for segment in article.segments:
        assert (segment.start, raw[segment.start : segment.end]) == (at, segment.text)
        assert segment.text, "no segment is empty"
        assert 0 <= segment.confidence <= 1
        at = segment.end
    assert at == len(raw)


@given(texts(), cleaners)
def test_every_removal_names_a_rule_and_a_reason(raw: str, cleaner: Cleaner) -> None:
    for segment in cleaner.clean(raw).segments:
        if segment.label not in KEPT:
            assert segment.rule, segment
            assert segment.evidence, segment


@settings(max_examples=12, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(texts(), st.integers(0))
def test_a_disabled_rule_decides_nothing(raw: str, which: int) -> None:
    rules = sorted({segment.rule for segment in clean(raw).segments if segment.rule})
    if rules:
        rule = rules[which % len(rules)]
        without = Cleaner(disable=frozenset({rule})).clean(raw)
        assert rule not in {segment.rule for segment in without.segments}


@pytest.mark.parametrize("rule", STAGES)
def test_a_disabled_stage_decides_nothing(rule: str) -> None:
    some = lines()
    cleaner = Cleaner(disable=frozenset({rule}))
    for i in range(0, len(some), max(1, len(some) // 40)):
        raw = "\n".join(line for line in some[i : i + 12] for _ in range(1 + (len(line) % 5 == 0)))
        assert rule not in {segment.rule for segment in cleaner.clean(raw).segments}, raw


# --- nothing invented --------------------------------------------------------------------------------------------------------


@given(texts(), cleaners)
def test_the_body_is_the_kept_text_in_order(raw: str, cleaner: Cleaner) -> None:
    article = cleaner.clean(raw)
    assert dense(article.body) == dense("".join(segment.text for segment in article.segments if segment.label in cleaner.keep))
    assert in_order(dense(article.body), dense(raw))
    assert article.body == article.body.strip()


@given(texts())
def test_untouched_text_comes_out_untouched(raw: str) -> None:
    article = clean(raw)
    if all(segment.kept for segment in article.segments):
        assert article.body == raw.strip()


@given(texts())
def test_views_hold_only_what_the_input_holds(raw: str) -> None:
    article = clean(raw)
    whole = dense(raw)
    for text in (article.standfirst, *article.rights, *(promo.text for promo in article.promos), *(note.text for note in article.notes)):
        assert in_order(dense(text or ""), whole)


# --- stable ------------------------------------------------------------------------------------------------------------------


@given(texts())
@example("LONDON (Reuters) - LONDON (Reuters) - The ferry Margit sailed on Monday for the first time since the storm, the company said.")
@example("The ferry sailed on Monday, the company said. (Also read: Five harbours) (Also read: Six harbours)")
def test_cleaning_a_body_again_changes_nothing(raw: str) -> None:
    article = clean(raw)
    again = clean(article.body, title=article.title or "")
    assert again.body == article.body, [(segment.label.value, segment.rule, segment.text) for segment in again.segments if not segment.kept]


@FEW
@given(st.lists(texts(6), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_order_and_company_do_not_matter(documents: list[str], random: object) -> None:
    alone = [clean(raw) for raw in documents]
    together = list(clean_many(documents * 2))
    shuffled = list(enumerate(documents))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert together == alone * 2
    assert {i: Cleaner().clean(raw) for i, raw in shuffled} == dict(enumerate(alone))


_SUMMED = """
import hashlib, json, sys
from cleannews import clean
summed = hashlib.sha256()
for raw in json.load(sys.stdin):
    summed.update(repr([(s.label.value, s.subtype, s.start, s.end, s.rule, s.confidence, s.evidence) for s in clean(raw).segments]).encode("utf-8", "surrogatepass"))
print(summed.hexdigest())
"""


def test_every_process_gives_the_same_result() -> None:
    some = lines()
    step = max(1, len(some) // 60)
    documents = ["\n".join(some[i : i + 9]) for i in range(0, len(some), step)]
    digests = []
    for seed, order in (("0", 1), ("1", 1), ("77", 1)):
        done = subprocess.run(
            [sys.executable, "-c", _SUMMED],
            input=json.dumps(documents[::order]),
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
            timeout=100,
        )
        assert done.returncode == 0, done.stderr
        digests.append(done.stdout)
    summed = hashlib.sha256()
    for raw in documents:
        summed.update(
            repr([(s.label.value, s.subtype, s.start, s.end, s.rule, s.confidence, s.evidence) for s in clean(raw).segments]).encode("utf-8", "surrogatepass")
        )
    assert set(digests) == {summed.hexdigest() + "\n"}


# --- no crash ----------------------------------------------------------------------------------------------------------------


@given(texts(), cleaners)
def test_every_view_of_every_article_can_be_read(raw: str, cleaner: Cleaner) -> None:
    article = cleaner.clean(raw)
    views = [name for name, value in vars(Article).items() if not name.startswith("_") and (isinstance(value, property) or hasattr(value, "attrname"))]
    assert {"body", "title", "images", "promos", "segments"} <= set(views)
    for name in views:
        getattr(article, name)
    json.dumps(article.to_dict())
    json.dumps(article.to_jsonld())
    assert isinstance(article.to_markdown(), str)
    assert isinstance(article.explain(), str)
    assert all(isinstance(segment, Segment) for segment in article.segments)


@given(
    texts(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1251", "shift_jis", "gb18030", "euc_kr", "iso2022_jp", "koi8_r"]),
    st.binary(max_size=8),
    st.integers(0),
)
def test_bytes_in_any_encoding_never_raise(raw: str, encoding: str, noise: bytes, where: int) -> None:
    data = raw.encode(encoding, "replace")
    at = where % (len(data) + 1)
    article = clean(data[:at] + noise + data[at:])
    assert isinstance(article.raw, str) and article.encoding
    assert "".join(segment.text for segment in article.segments) == article.raw
    assert article.replaced >= 0


@given(st.binary(max_size=400))
def test_any_bytes_never_raise(data: bytes) -> None:
    article = clean(data)
    assert "".join(segment.text for segment in article.segments) == article.raw


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_string_never_raises(raw: str) -> None:
    assert "".join(segment.text for segment in clean(raw).segments) == raw


@FEW
@given(texts(), st.sampled_from(["surrogateescape", "surrogatepass"]))
def test_surrogates_pass_through(raw: str, handler: str) -> None:
    odd = b"\xff\xfe\x80ferry".decode("utf-8", "surrogateescape") + raw + "\ud800"
    assert clean(odd).raw == odd
    assert clean(odd).body.encode("utf-8", "surrogatepass") is not None


# --- no hang -----------------------------------------------------------------------------------------------------------------

#: One line of n characters on which careless patterns take n² or longer.
SHAPES = {
    "spaces, then a letter": lambda n: " " * n + "x",
    "spaces inside": lambda n: "x" + " " * n + "x",
    "no-break spaces inside": lambda n: "x" + "\u00a0" * n + "x",
    "tabs inside": lambda n: "Photo:" + "\t" * n + "x",
    "open brackets": lambda n: "(" * n,
    "open square brackets": lambda n: "[" * n,
    "open angle brackets": lambda n: "<" * n,
    "credit phrases": lambda n: "Photo by " * (n // 9),
    "capital letters": lambda n: "A" * n + "!",
    "capital words": lambda n: "Ann Bee " * (n // 8) + "!",
    "initials": lambda n: "A. " * (n // 3) + "!",
    "small letters": lambda n: "a" * n + "!",
    "words": lambda n: "a b " * (n // 4) + "!",
    "repeats": lambda n: "ab" * (n // 2) + "c",
    "digits": lambda n: "1" * n + "x",
    "numbers": lambda n: "12 " * (n // 3) + "x",
    "dates": lambda n: "May 3, 2022 " * (n // 12),
    "ampersands": lambda n: "&" * n,
    "entities": lambda n: "&amp;" * (n // 5),
    "half entities": lambda n: "&#1" * (n // 3),
    "breaks": lambda n: "<br>" * (n // 4),
    "half breaks": lambda n: "<br " * (n // 4),
    "backslashes": lambda n: "\\" * n,
    "literal newlines": lambda n: "\\n" * (n // 2),
    "slashes": lambda n: "Ann Bee/" * (n // 8),
    "agencies": lambda n: "AFP/" * (n // 4),
    "agencies with via": lambda n: "AP via " * (n // 7),
    "bars": lambda n: "a | " * (n // 4),
    "hashtags": lambda n: "#a" * (n // 2) + " !",
    "addresses": lambda n: "a@" * (n // 2),
    "web addresses": lambda n: "www." * (n // 4),
    "dashes": lambda n: "- " * (n // 2),
    "dots": lambda n: "." * n,
    "quotes": lambda n: '"' * n,
    "sentences": lambda n: "The ferry sailed. " * (n // 18),
    "services": lambda n: "Facebook " * (n // 9) + "!",
    "read more": lambda n: "READ MORE: " * (n // 11),
    "bracketed read more": lambda n: "(Also read: " * (n // 12),
    "signs": lambda n: "*_" * (n // 2) + "a",
    "equals signs": lambda n: "雪=" * (n // 2),
    "Chinese": lambda n: "图" * n,
    "Korean": lambda n: "고 있다 " * (n // 5),
    "Arabic": lambda n: "اقرأ أيضا " * (n // 10),
    "combining marks": lambda n: "e" + "\u0301" * n,
    "zero widths": lambda n: "\u200b" * n + "x",
}
#: A document of n characters in lines, where looking from each line at all others would show.
SPREAD = {
    "lines of one letter": lambda n: "a\n" * (n // 2),
    "empty lines": lambda n: "\n" * n,
    "credits": lambda n: "Photo by Ann Bee/AFP\n" * (n // 21),
    "labels alone": lambda n: "Related articles\n" * (n // 17),
    "labels and headlines": lambda n: "READ MORE: Five bridges that never opened\nFive bridges\n" * (n // 55),
    "different sentences": lambda n: "".join(f"On day {i} the ferry sailed at noon with {i * 7} people on board, the company said.\n" for i in range(n // 80)),
    "different headlines": lambda n: "".join(f"Ferry number {i} sails again\n" for i in range(n // 30)),
    "captions twice": lambda n: "".join(f"A crane over harbour {i} in March\nA crane over harbour {i} in March (PA)\n" for i in range(n // 80)),
    "quotes that repeat a sentence": lambda n: "".join(
        f'"We sail on day {i} and that is that"\nShe said: "We sail on day {i} and that is that, whatever comes."\n' for i in range(n // 110)
    ),
    "breaks of every kind": lambda n: "".join(NEWLINES) * (n // len("".join(NEWLINES))),
}


def seconds(raw: str, runs: int = 2) -> float:
    """CPU seconds of the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        clean(raw).body  # noqa: B018 - worked out when asked for
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.timeout(400)
@pytest.mark.parametrize("shape", [*SHAPES, *SPREAD])
def test_time_is_linear(shape: str) -> None:
    """Ten times the text may take ten times as long, and on a shared machine a bit more; n² would take a hundred times."""
    make = {**SHAPES, **SPREAD}[shape]
    clean(make(200))
    small, middle = seconds(make(1_000)), seconds(make(10_000))
    assert middle < max(0.05, 30 * small)
    limit = max(0.25, 30 * middle)
    # Another process may take the caches away; it does not do so three times.
    large = [seconds(make(100_000), runs=1)]
    while large[-1] >= limit and len(large) < 3:
        large.append(seconds(make(100_000), runs=1))
    assert large[-1] < limit, f"{small * 1000:.1f}, {middle * 1000:.1f} ms for 1k, 10k; {large} s for 100k"


def test_a_megabyte_on_one_line_passes_through() -> None:
    raw = " ".join(line for line in lines() if len(line) > 80)[:1_000_000]
    start = time.process_time()
    article = clean(raw)
    assert "".join(segment.text for segment in article.segments) == raw
    assert dense(article.body) == dense("".join(segment.text for segment in article.segments if segment.kept))
    assert time.process_time() - start < 20
