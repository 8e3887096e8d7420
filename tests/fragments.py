"""Inputs for property tests: real-looking fragments joined in every way that scrapers join them. Random characters alone find nothing."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from benchmarks.items import items
from cleannews.languages import available, language
from cleannews.rule import CLOSE_CUT, OPEN_CUT
from cleannews.rules import RULES
from cleannews.stages.context import FINDERS

#: Every line end that `str.splitlines` knows, and what careless exports leave for one.
NEWLINES = [
    "\n",
    "\r\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\\n",
    "<br>",
    "<br/>",
    "</p><p>",
    "\n\n",
    "\n \n",
    "\r\n\r\n",
    "\n\n\n\n",
]
JOINTS = [*NEWLINES, " ", "  ", "\t", "\u00a0", "\u200b", "\ufeff", " \n", "", "", " - ", ": ", " | "]
#: Letters that change length with case, combine, join, run from the right, or lie outside the basic plane.
ODD = [
    "İ",
    "ı",
    "ß",
    "ﬁ",
    "ŉ",
    "e\u0301",
    "\u0301",
    "👩‍🚒",
    "𝒜",
    "\u202e",
    "\u2066",
    "\u200d",
    "⟦",
    "⟧",
    "\x00",
    "\x1b[0m",
    "\x7f",
    "\x9f",
    "\ud83d",
    "\udc80",
    "\ufffd",
    "&amp;",
    "&#8217;",
    "&nbsp;",
    "&#x110000;",
    "&",
    "<",
    ">",
    "(",
    "[",
    ")",
    "“",
    "«",
    "…",
    "©",
    "/",
    "@",
    "#",
    "%",
]


@cache
def lines() -> list[str]:
    """Every hit and near miss of the rules and languages, every example of the finders, every line of the corpus."""
    found: dict[str, None] = {}
    for rule in RULES:
        found.update(dict.fromkeys((*rule.hits, *rule.near_misses)))
    for code in available():
        for table in language(code).tables.values():
            found.update(dict.fromkeys((*table.hits, *table.near_misses)))
    for finder in FINDERS:
        found.update(dict.fromkeys((*finder.example.split("\n"), *finder.innocent.split("\n"))))
    for item in items():
        found.update(dict.fromkeys(item.raw.split("\n")))
    return [line.replace(OPEN_CUT, "").replace(CLOSE_CUT, "") for line in found if line.strip()]


def fragments() -> st.SearchStrategy[str]:
    """One fragment: mostly a real line, whole or cut, sometimes anything else."""
    whole = st.sampled_from(lines())
    return st.one_of(
        whole,
        whole,
        whole,
        st.builds(lambda line, share: line[: int(len(line) * share)], whole, st.floats(0, 1)),
        st.builds(lambda line, share: line[int(len(line) * share) :], whole, st.floats(0, 1)),
        st.builds(lambda line: line.upper(), whole),
        st.builds(lambda line, times: " ".join([line] * times), whole, st.integers(2, 5)),
        st.sampled_from(ODD),
        st.text(max_size=30),
        st.text(st.characters(categories=["Cc", "Cf", "Cs", "Mn", "Nd", "Po", "Zs"]), max_size=12),
    )


@st.composite
def texts(draw: st.DrawFn, most: int = 14) -> str:
    """A document: fragments joined by line ends mostly, by spaces or nothing sometimes; some of them twice."""
    parts = draw(st.lists(fragments(), max_size=most))
    if parts and draw(st.booleans()):
        parts.insert(draw(st.integers(0, len(parts))), draw(st.sampled_from(parts)))
    usual = draw(st.sampled_from(NEWLINES))
    joints = draw(st.lists(st.one_of(st.just(usual), st.just(usual), st.sampled_from(JOINTS)), min_size=len(parts), max_size=len(parts)))
    return "".join(part + joint for part, joint in zip(parts, joints, strict=True))
