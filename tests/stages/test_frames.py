"""A rule's frame is asked before its pattern is compiled for the phrases of a line: it lets pass what the pattern matches, and stops most others."""

from __future__ import annotations

from cleannews.languages import available
from cleannews.read.text import matching_form
from cleannews.rules import RULES
from cleannews.stages.match import Matcher


def test_a_matcher_that_has_compiled_nothing_finds_every_example() -> None:
    found = Matcher(RULES, available())
    missed = []
    for rule in RULES:
        for example in rule.hits if "{phrases}" in rule.pattern else ():
            form = matching_form(example.replace("⟦", "").replace("⟧", ""))
            if all(hit.rule is not rule for hit in found.hits(form)):
                missed.append((rule.id, example))
    assert not missed


def test_nothing_is_compiled_for_phrases_that_stand_in_no_frame() -> None:
    found = Matcher(RULES, available())
    form = "The courtroom fell silent when the last photo by the defence was shown, and nobody spoke for a minute."
    assert found.hits(form) == []
    assert not [rule for rule, phrases in found._compiled if phrases]
