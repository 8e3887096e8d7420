"""The fast way of matching (words, first letters, needed texts) finds what trying every rule finds."""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
from pathlib import Path

from benchmarks.items import items
from cleannews.languages import available, months, weekdays, words
from cleannews.read.text import folded, matching_form, read_lines
from cleannews.rules import RULES
from cleannews.stages.keys import Gate, bit, gates
from cleannews.stages.match import Hit, matcher

#: A fixed sample: trying every rule with every phrase on a line takes a hundredth of a second and more.
SIZE = 60
#: Labelled raw texts beside a checkout, if there are any.
RAWNEWS = Path(__file__).parents[3] / "shared" / "rawnews" / "dev.jsonl.gz"


def _sample() -> list[str]:
    lines = [line.form for item in items() for line in read_lines(item.raw)]
    examples = [matching_form(line.replace("⟦", "").replace("⟧", "")) for rule in RULES for line in (*rule.hits, *rule.near_misses)]
    chosen = random.Random(7)
    return [*chosen.sample(lines, SIZE), *chosen.sample(examples, SIZE), *_generated(examples, chosen), *_raw(chosen)]


def _generated(examples: list[str], chosen: random.Random) -> list[str]:
    """Lines of two examples, whole or cut, with marks between them; in capitals, too."""
    made = []
    for _ in range(SIZE // 2):
        one, other = chosen.sample(examples, 2)
        line = chosen.choice(("", "- ", "(", "“")) + one[: chosen.randint(1, len(one))] + chosen.choice((" ", ". ", " | ", "", " / ", ": ")) + other
        made.append(matching_form(chosen.choice((line, line, line.upper(), line.replace(" ", "  ", 1)))).strip())
    return made


def _raw(chosen: random.Random) -> list[str]:
    """Lines of labelled raw texts."""
    if not RAWNEWS.exists():
        return []
    with gzip.open(RAWNEWS, "rt", encoding="utf-8") as stream:
        texts = [json.loads(line)["text"] for line in itertools.islice(stream, 0, None, 20)]
    return chosen.sample([line.form for text in texts for line in read_lines(text)], SIZE)


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


def fits(gate: Gate, form: str) -> bool:
    """Whether a line has what the gate asks for."""
    return (
        (gate.opens is None or any(first & bit(form[0]) and (len(form) < 2 or second & bit(form[1])) for first, second in gate.opens))
        and (not gate.closes or bool(gate.closes & bit(form[-1])))
        and gate.least <= len(form) <= (gate.most or len(form))
        and (not gate.needs or any(text in folded(form) or text in form for text in gate.needs))
    )


def test_a_line_that_a_pattern_matches_has_what_is_asked_for() -> None:
    found = matcher(RULES, available())
    asked = {rule.id: found.keys_of(rule).gates for rule in RULES}
    for form in _sample():
        for hit in found.plain_hits(form):
            assert any(fits(gate, form) for gate in asked[hit.rule.id]), (hit.rule.id, form)


def test_first_and_last_characters() -> None:
    (one,) = gates(r"^[(\[]?(?i:x)\d$")
    assert fits(one, "(x1") and fits(one, "X2")
    assert not fits(one, "y1") and not fits(one, "xx") and not fits(one, "(x1)")
    (free,) = gates(r"^a?")
    assert fits(free, "?!")


def test_needed_texts() -> None:
    assert [gate.needs for gate in gates(r"\w+ ?© ?\w+")] == [("©",)]
    assert {gate.needs for gate in gates(r"\w(?: via |/)\w")} == {(" via ",), ("/",)}
    assert [gate.needs for gate in gates(r"[a-z]+")] == [()]
    assert [gate.needs for gate in gates(r"(?i:Photo) \d")] == [("photo ",)]
    assert [gate.needs for gate in gates(r"Photo \d")] == [("Photo ",)]


def test_a_tree_of_words_finds_the_longest() -> None:
    for pattern, listed in ((months(), words("months")), (weekdays(), words("weekdays"))):
        for name in listed:
            match = re.match(pattern, name)
            assert match and match.end() == len(name), name
