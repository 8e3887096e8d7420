"""Checking of a cleaner's options: misuse raises one clear error that says what to do."""

from __future__ import annotations

from collections.abc import Iterable

from cleannews.article import KEPT, Label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleannews.cleaner import Cleaner

#: Ids of decisions that are no rules but can be disabled like them.
STAGES = (
    "weighed",
    "after-the-story",
    "credit-closing",
    "credit-again",
    "caption-credited",
    "caption-pair",
    "caption-over-credit",
    "promo-under-label",
    "tags-under-label",
    "title-again",
    "byline-last",
    "byline-over-date",
    "pull-quote",
    "repeat",
)


def checked(cleaner: Cleaner) -> dict[str, Any]:
    """The options in their normal form. Raises ValueError or TypeError naming what is wrong and what is near."""
    from cleannews.cleaner import PROFILES

    languages = cleaner.languages
    if languages is not None:
        from cleannews.languages import available

        if isinstance(languages, str):
            languages = tuple(code.strip() for code in languages.split(","))
        languages = tuple(languages)
        for code in languages:
            _known("language", code, available())
    _known("profile", cleaner.profile, PROFILES)
    keep = cleaner.keep
    if isinstance(keep, str):
        keep = frozenset({keep})
    for label in keep:
        _known("label", str(label), [known.value for known in Label])
    disable = frozenset({cleaner.disable} if isinstance(cleaner.disable, str) else cleaner.disable)
    if disable:
        from cleannews.page import RULES as PAGE_RULES
        from cleannews.rules import RULES

        for name in disable:
            if not name.startswith("pack:"):
                _known("rule", name, [*(rule.id for rule in (*RULES, *cleaner.rules)), *STAGES, *PAGE_RULES])
    return {
        "languages": languages,
        "keep": KEPT | {Label(label) for label in keep},
        "disable": disable,
        "rules": tuple(cleaner.rules),
        "packs": _packs(cleaner.packs),
    }


def _packs(given: Any) -> tuple[Any, ...]:
    """The packs without the texts that they were learnt from. Raises TypeError for what is no pack."""
    if not given:
        return ()
    from cleannews.pack import Pack

    packs = (given,) if isinstance(given, Pack) else tuple(given)
    for pack in packs:
        if not isinstance(pack, Pack):
            raise TypeError(f"packs are cleannews.Pack objects, not {type(pack).__name__}; Pack.load reads one from a file")
    return tuple(pack.for_cleaning() for pack in packs)


def _known(what: str, name: str, names: Iterable[str]) -> None:
    names = list(names)
    if name not in names:
        import difflib

        near = difflib.get_close_matches(name, names, 3, 0.4)
        hint = f"did you mean {' or '.join(map(repr, near))}?" if near else f"there are: {', '.join(sorted(names))}"
        raise ValueError(f"unknown {what} {name!r}; {hint}")
