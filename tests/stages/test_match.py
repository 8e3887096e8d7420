"""The fast way of matching (words, first letters, needed texts) finds what trying every rule finds."""

from __future__ import annotations

import random

from benchmarks.items import items
from cleannews.languages import available
from cleannews.read.text import matching_form, read_lines
from cleannews.rules import RULES
from cleannews.stages.keys import first_characters, needed_texts
from cleannews.stages.match import Hit, matcher

#: A fixed sample: trying every rule with every phrase on a line takes a hundredth of a second and more.
SIZE = 60


def _sample() -> list[str]:
    lines = [line.form for item in items() for line in read_lines(item.raw)]
    examples = [matching_form(line.replace("⟦", "").replace("⟧", "")) for rule in RULES for line in (*rule.hits, *rule.near_misses)]
    chosen = random.Random(7)
    return [*chosen.sample(lines, SIZE), *chosen.sample(examples, SIZE)]


def _told(hits: list[Hit]) -> set[tuple[str, int, int]]:
    return {(hit.rule.id, hit.start, hit.end) for hit in hits}


def test_keys_find_what_trying_every_rule_finds() -> None:
    found = matcher(RULES, available())
    different = {}
    for form in _sample():
        fast, plain = _told(found.hits(form)), _told(found.plain_hits(form))
        if fast != plain:
            different[form] = fast ^ plain
    assert not different


def test_a_document_is_matched_as_its_lines_are() -> None:
    found = matcher(RULES, available())
    for item in items()[::9]:
        forms = [line.form for line in read_lines(item.raw)]
        together = [_told([hit for hit in hits if hit.rule.zone != "lead"]) for hits in found.hits_of(forms)]
        assert together == [_told([hit for hit in found.hits(form) if hit.rule.zone != "lead"]) for form in forms]


def test_first_characters() -> None:
    assert first_characters(r"^[(\[]?(?:ab|Cd)") == frozenset("([aC")
    assert first_characters(r"^(?i:x)\d") == frozenset("xX")
    assert first_characters(r"^a?") is None


def test_needed_texts() -> None:
    assert needed_texts(r"\w+ ?© ?\w+") == ("©",)
    assert needed_texts(r"\w(?: via |/)\w") == (" via ", "/")
    assert needed_texts(r"[a-z]+") == ()
