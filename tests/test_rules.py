"""The rules and the language files, tested by the examples that they carry: every hit hits, every near miss misses, cuts fall where they are marked."""

from __future__ import annotations

import re
from functools import cache

import pytest

from cleannews import Label, Rule, clean
from cleannews.languages import Table, available, language
from cleannews.read.text import matching_form, read_lines
from cleannews.rule import CLOSE_CUT, OPEN_CUT, SURE
from cleannews.rules import RULES
from cleannews.stages.context import FINDERS, find_all
from cleannews.stages.evidence import Layout
from cleannews.stages.match import Hit, Matcher, matcher

#: Families may be wider than one label; an id begins with the label's word or with one of these.
FAMILIES: dict[str, frozenset[Label]] = {}

TABLES = [(code, name) for code in available() for name in language(code).tables]
RULE_EXAMPLES = [pytest.param(rule, line, id=f"{rule.id}-{kind}-{line[:48]}") for rule in RULES for kind, listed in (("hit", rule.hits),) for line in listed]
RULE_MISSES = [pytest.param(rule, line, id=f"{rule.id}-near-miss-{line[:48]}") for rule in RULES for line in rule.near_misses]


@cache
def everything() -> Matcher:
    """All rules with the words of all languages: the default."""
    return matcher(RULES, None)


def unmarked(line: str) -> tuple[str, tuple[int, int] | None]:
    """A line without its cut marks, and where they stood."""
    if OPEN_CUT not in line:
        return line, None
    start = line.index(OPEN_CUT)
    return line.replace(OPEN_CUT, "").replace(CLOSE_CUT, ""), (start, line.index(CLOSE_CUT) - 1)


def hits_on(line: str, found: Matcher | None = None) -> list[Hit]:
    """Every rule's find in a line."""
    form = matching_form(line).strip()
    return (found or everything()).hits(form)


def told(hits: list[Hit], line: str) -> str:
    """The finds, for people."""
    return ", ".join(f"{hit.rule.id} on {line[hit.start : hit.end]!r}" for hit in hits) or "nothing"


# --- rules -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "marked"), RULE_EXAMPLES)
def test_hit(rule: Rule, marked: str) -> None:
    line, cut = unmarked(marked)
    hits = hits_on(line)
    mine = [hit for hit in hits if hit.rule is rule]
    assert mine, f"{line!r} is found by {told(hits, line)}"
    if cut is None:
        assert any(hit.whole for hit in mine), f"the whole line is meant, not {told(mine, line)}"
    else:
        assert cut in [(hit.start, hit.end) for hit in mine], f"{line[slice(*cut)]!r} is meant, not {told(mine, line)}"


@pytest.mark.parametrize(("rule", "line"), RULE_MISSES)
def test_near_miss(rule: Rule, line: str) -> None:
    assert OPEN_CUT not in line
    assert rule not in [hit.rule for hit in hits_on(line)]


@pytest.mark.parametrize(("rule", "line"), [pytest.param(*param.values, id=param.id) for param in RULE_MISSES if param.values[0].near_misses])  # type: ignore[union-attr]
def test_near_miss_stays_in_the_story(rule: Rule, line: str) -> None:
    assert_stays(line)


def assert_stays(line: str) -> None:
    """In the middle of a story nothing takes the line: not this rule, nor another, nor the weighed evidence."""
    article = clean(f"{_BEFORE}\n{line}\n{_AFTER}", title="")
    taken = [(segment.rule, segment.text) for segment in article.segments if not segment.kept]
    assert not taken, f"taken by {taken}"


_BEFORE = (
    "The ferry Margit left the island on Monday for the first time since a winter storm tore off her bow door.\n"
    "Forty people were on board, the company said, and most of them waved to those who had come to see her off."
)
_AFTER = (
    "The crossing takes two hours and ten minutes if the wind is kind, and nearly twice as long if it is not.\n"
    "On Tuesday she is to sail twice, on Wednesday not at all, because the pilot has a wedding to go to."
)


# --- how rules are written -----------------------------------------------------------------------------------------------------


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES] + [finder.id for finder in FINDERS]
    assert len(ids) == len(set(ids)), sorted({name for name in ids if ids.count(name) > 1})


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_well_formed(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", rule.id), "ids are kebab-case, and say more than the label"
    family = rule.id.split("-")[0]
    assert family == rule.label.value or rule.label in FAMILIES.get(family, ()), "an id begins with its label"
    assert one_sentence(rule.doc), f"the doc is one sentence: {rule.doc!r}"
    assert 0.5 <= rule.sure <= 1
    assert rule.near_misses, "a rule without a near miss is not finished"
    assert rule.hits or words_of(rule), "a rule has hits, or its languages do"
    if "{phrases}" in rule.pattern:
        assert words_of(rule), f"no language lists words for {rule.words!r}"


def one_sentence(doc: str) -> bool:
    """Begins with a capital, ends with the only full stop."""
    return bool(re.fullmatch(r"[A-Z\d‘“'].*[^.]\.", doc)) and not re.search(r"[.!?] [A-Z]", doc) and len(doc) <= 160


def words_of(rule: Rule) -> list[str]:
    """The languages that have hits for the rule's table."""
    return [code for code in available() if (table := language(code).tables.get(rule.words)) and table.hits]


# --- languages ---------------------------------------------------------------------------------------------------------------


def table_of(code: str, name: str) -> Table:
    """One language's table."""
    return language(code).tables[name]


def users_of(name: str) -> list[Rule]:
    """The rules that use a table's words."""
    return [rule for rule in RULES if rule.words == name and "{phrases}" in rule.pattern]


@pytest.mark.parametrize(("code", "name"), TABLES, ids=lambda value: value)
def test_table_belongs_to_a_rule_and_carries_examples(code: str, name: str) -> None:
    table = table_of(code, name)
    assert users_of(name), f"no rule uses {name!r}"
    assert len(table.phrases) == len(set(table.phrases)), sorted({phrase for phrase in table.phrases if table.phrases.count(phrase) > 1})
    if table.phrases:
        assert len(table.hits) >= 2 and len(table.near_misses) >= 2


@pytest.mark.parametrize(("code", "name"), TABLES, ids=lambda value: value)
def test_language_hits(code: str, name: str) -> None:
    alone = matcher(RULES, (code,))
    missed = []
    for marked in table_of(code, name).hits:
        line, cut = unmarked(marked)
        for which, found in (("all languages", everything()), (f"{code} alone", alone)):
            hits = hits_on(line, found)
            mine = [hit for hit in hits if hit.rule.words == name]
            if not mine or (cut and cut not in [(hit.start, hit.end) for hit in mine]):
                missed.append(f"{line!r} with {which}: found by {told(hits, line)}")
                break
    assert not missed, "\n" + "\n".join(missed)


@pytest.mark.parametrize(("code", "name"), TABLES, ids=lambda value: value)
def test_language_near_misses(code: str, name: str) -> None:
    """The words of no language may take the line: by this table's own rule never, by others that share its words not alone."""
    wrong = []
    for line in table_of(code, name).near_misses:
        hits = [hit for hit in hits_on(line) if hit.rule.words == name and (hit.rule.id == name or (hit.rule.sure >= SURE and hit.whole))]
        if hits:
            wrong.append(f"{line!r}: {told(hits, line)}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(("code", "name"), TABLES, ids=lambda value: value)
def test_language_near_misses_stay_in_the_story(code: str, name: str) -> None:
    wrong = []
    for line in table_of(code, name).near_misses:
        article = clean(f"{_BEFORE}\n{line}\n{_AFTER}", title="")
        taken = [(segment.rule, segment.text.strip()) for segment in article.segments if not segment.kept]
        if taken:
            wrong.append(f"{line!r} taken by {taken}")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("code", available())
def test_language_says_who_checked_it(code: str) -> None:
    from importlib.resources import files

    head = files("cleannews.languages").joinpath(f"{code}.toml").read_text(encoding="utf-8").split("[", 1)[0]
    assert re.search(r"^# checked by: \S", head, re.M) and re.search(r"^# trust: (high|medium|low)\b", head, re.M)
    assert {"months", "says"} <= language(code).words.keys()


# --- neighbours --------------------------------------------------------------------------------------------------------------


def layout_of(text: str) -> Layout:
    """A document as the finders see it."""
    lines = read_lines(text)
    return Layout(lines, [everything().hits(line.form) for line in lines], None)


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.id)
def test_finder_finds_what_is_marked_in_its_example(finder: object) -> None:
    found = {finding.line for finding in find_all(layout_of(finder.example)) if finding.rule == finder.id}  # type: ignore[attr-defined]
    assert found == set(finder.marked)  # type: ignore[attr-defined]


@pytest.mark.parametrize("finder", FINDERS, ids=lambda finder: finder.id)
def test_finder_finds_nothing_in_its_innocent_example(finder: object) -> None:
    assert not [finding for finding in find_all(layout_of(finder.innocent)) if finding.rule == finder.id]  # type: ignore[attr-defined]
