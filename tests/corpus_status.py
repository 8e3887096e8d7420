"""Which corpus items come out as written: `python -m tests.corpus_status [--known] [NAME]...`.

Without names one line per item and the sums; with names (parts of item names) the margins of those, wrong lines marked. `--known` prints
the failing items in the form of corpus/known-failures.txt, with the first wrong line as reason, to be edited by a person.
"""

from __future__ import annotations

import sys
from collections import Counter

from benchmarks.items import Item, Span, given, items, known_failures, shown, wrong
from cleannews import Article, clean


def main(arguments: list[str]) -> int:
    """Print the status; exit code 1 if an item fails that isn't known to."""
    known = known_failures()
    names = [argument for argument in arguments if not argument.startswith("-")]
    surprises = 0
    state: Counter[tuple[str, bool]] = Counter()
    confusions: Counter[str] = Counter()
    for item in items():
        if names and not any(name in item.name for name in names):
            continue
        article = clean(item.raw)
        bad = wrong(item, article)
        passed = not bad and article.body == item.body
        state[item.lang, passed] += 1
        surprises += passed == (item.name in known)
        confusions.update(f"{span.name} came out as {_made(item, article, span)}" for span in bad)
        if names:
            print(f"--- {item.name}\n{shown(item, article)}\n")
        elif "--known" in arguments:
            if not passed:
                print(f"{item.name}  {_reason(item, article, bad)}")
        else:
            lines = len(item.spans)
            print(f"{'pass' if passed else 'FAIL':5}{'known ' if item.name in known else '':6}{lines - len(bad):4} of {lines:3}  {item.name}")
    if "--known" not in arguments:
        total = sum(count for (_lang, passed), count in state.items() if passed)
        print(f"\n{total} of {sum(state.values())} items come out as written")
        for lang in sorted({lang for lang, _passed in state}):
            print(f"  {lang:4} {state[lang, True]:4} of {state[lang, True] + state[lang, False]}")
        print("\nmost frequent differences")
        for text, count in confusions.most_common(20):
            print(f"{count:5}  {text}")
    return 1 if surprises else 0


def _made(item: Item, article: Article, span: Span) -> str:
    names = {f"{piece.label.value}.{piece.subtype}" if piece.subtype else piece.label.value for piece in given(article, item.raw, span)}
    return " + ".join(sorted(names))


def _reason(item: Item, article: Article, bad: list[Span]) -> str:
    if not bad:
        return "labels right, body not"
    span = bad[0]
    more = f", and {len(bad) - 1} more" if len(bad) > 1 else ""
    return f"{span.name} comes out as {_made(item, article, span)}: “{item.raw[span.start : span.end].strip()[:60]}”{more}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
