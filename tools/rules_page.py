"""docs/rules.md, written from the rules themselves: `python tools/rules_page.py` writes it, `--check` says whether it is current."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from cleannews.languages import available, language
from cleannews.rule import CLOSE_CUT, OPEN_CUT, Rule
from cleannews.rules import RULES
from cleannews.stages.context import FINDERS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
_SHOWN = ("ar", "de", "es", "fr", "ja", "ru")
_ZONES = {
    "head": "only above the story",
    "tail": "only below the story",
    "ends": "only above or below the story",
    "last": "only in the last line",
    "lead": "only where the story opens",
}


def page() -> str:
    """The page, from the rules, the language files and the finders."""
    out = [
        "# Rules",
        "",
        "Written by `tools/rules_page.py` from the definitions; a test fails when this page is not current. `cleannews --rule ID` shows one rule.",
        "",
        "A rule says what a line *is*; it removes nothing. *Sure* is the share of its hits that are right: from 90 % on a hit decides alone, below that it is weighed",
        f"with everything else. {OPEN_CUT} and {CLOSE_CUT} mark the part of a line that is meant; without them the whole line is.",
        "",
    ]
    for label, rules in groupby(sorted(RULES, key=lambda rule: rule.label.value), key=lambda rule: rule.label):
        out += [f"## {label.value}", ""]
        for rule in rules:
            out += _rule(rule)
    out += ["## Neighbours", "", "What a line alone does not show, the lines around it do.", ""]
    for finder in FINDERS:
        out += [f"### `{finder.id}`", "", finder.doc, "", "Found here, in the lines marked `!`:", "", "```text"]
        out += [f"{'!' if i in finder.marked else ' '} {line}" for i, line in enumerate(finder.example.split("\n"))]
        out += ["```", "", "Not here:", "", "```text", *(f"  {line}" for line in finder.innocent.split("\n")), "```", ""]
    return "\n".join(out).rstrip() + "\n"


def _rule(rule: Rule) -> list[str]:
    codes = [code for code in available() if rule.words in language(code).tables] if "{phrases}" in rule.pattern else []
    facts = [f"sure {rule.sure:.0%}".replace("%", " %")]
    if rule.subtype:
        facts.append(f"subtype `{rule.subtype}`")
    if rule.zone != "any":
        facts.append(_ZONES.get(rule.zone, rule.zone))
    if codes:
        words = f"words under `{rule.words}`" if rule.words != rule.id else "words"
        facts.append(f"{words} in {len(codes)} languages ({' '.join(codes)})")
    out = [f"### `{rule.id}`", "", rule.doc, "", "; ".join(facts)[0].upper() + "; ".join(facts)[1:] + ".", ""]
    hits = [*rule.hits, *_of_languages(rule, codes, "hits")]
    misses = [*rule.near_misses, *_of_languages(rule, codes, "near_misses")]
    if hits:
        out += ["```text", *hits, "```", ""]
    out += ["Not:", "", "```text", *misses, "```", ""]
    return out


def _of_languages(rule: Rule, codes: list[str], kind: str) -> list[str]:
    """One example of each of a few languages, for the rule that the table is named after. The language files have them all."""
    if rule.words != rule.id:
        return []
    return [listed[0] for code in _SHOWN if code in codes and (listed := getattr(language(code).tables[rule.words], kind))]


def main(arguments: list[str]) -> int:
    """Write the page, or check it."""
    text = page()
    if "--check" in arguments:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print(f"docs/{PAGE.name} is not current: run python tools/rules_page.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
