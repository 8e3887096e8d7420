"""raw → lines → stages → pieces → Article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from cleannews.article import KEPT, Article, Doubt, Label, Piece
from cleannews.read.line import Line
from cleannews.read.text import read_lines
from cleannews.rule import Rule
from cleannews.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Profile → (threshold for weighed evidence, least prior with which a rule decides alone). Points on the measured curve: docs/design.md.
PROFILES: dict[str, tuple[float, float]] = {"safe": (0.992, 0.97), "balanced": (0.95, 0.9), "strict": (0.83, 0.85)}


@dataclass(frozen=True)
class Cleaner:
    """The options of cleaning. Immutable, hashable, picklable, cheap to build: what is compiled is shared within the process.

    languages   codes whose words apply (default: all; English furniture stands in every language's news).
    profile     "safe", "balanced" or "strict": how much evidence a removal needs.
    keep        labels that stay in the body.
    rules       rules of your own, asked before the built-in ones.
    disable     ids of rules or stages that shall not decide.
    datelines   lift datelines out of the first paragraph (default) or leave them.
    titles      lift the headline out of the body (default) or leave it.
    repair      turn literal line-feed escapes, `<br>` and entities into what they stand for in `Article.body` (default: leave the text untouched).

    Raises ValueError for an unknown language, profile, label or rule id, naming the nearest ones.
    """

    languages: tuple[str, ...] | None = None
    profile: str = "balanced"
    keep: frozenset[Label] = KEPT
    rules: tuple[Rule, ...] = ()
    disable: frozenset[str] = frozenset()
    datelines: bool = True
    titles: bool = True
    repair: bool = False
    packs: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        from cleannews.options import checked

        for name, value in checked(self).items():
            object.__setattr__(self, name, value)

    def __call__(self, raw: str | bytes, *, title: str | None = None) -> Article:
        """The same as `clean`: a cleaner is a function from text to article."""
        return self.clean(raw, title=title)

    def clean(self, raw: str | bytes, *, title: str | None = None) -> Article:
        """Clean one article's raw text.

        raw     the text, or its bytes in any encoding (undecodable bytes are replaced and counted in `Article.replaced`).
        title   the headline if you know it ("" if it is known not to be in the text): lines that repeat it are lifted, and no
                other line is taken for it.

        Returns an `Article`. Raises TypeError if `raw` is neither str nor bytes; no content raises.
        """
        if isinstance(raw, (bytes, bytearray, memoryview)):
            from cleannews.read.encoding import decode

            text, encoding, replaced = decode(bytes(raw))
        elif isinstance(raw, str):
            text, encoding, replaced = raw, None, 0
        else:
            raise TypeError(f"clean takes the article's text as str or bytes, not {type(raw).__name__}; for a page use clean_html, for many texts clean_batch")
        pieces, suspects, warnings = self.label(text, read_lines(text), title)
        return Article(text, pieces, self.keep, title or None, encoding, replaced, warnings, suspects, self.repair)

    def clean_html(self, page: Any, url: str | None = None, *, title: str | None = None) -> Article:
        """Clean one article's page: `str`, `bytes`, an lxml element or a Beautiful Soup object. See `cleannews.clean_html`."""
        from cleannews.html import clean_html

        return clean_html(page, url, title=title, cleaner=self)

    def label(self, raw: str, lines: Sequence[Line], title: str | None = None) -> tuple[tuple[Piece, ...], tuple[Doubt, ...], tuple[str, ...]]:
        """The labelled pieces of lines already read: the stages, in order."""
        from cleannews.stages import run

        return run(self, raw, lines, title)

    @cached_property
    def active_rules(self) -> tuple[Rule, ...]:
        """The rules that may decide, in order: your own first."""
        from cleannews.rules import RULES

        return tuple(rule for rule in (*self.rules, *RULES) if rule.id not in self.disable)

    @cached_property
    def matcher(self) -> Any:
        """What looks for these rules in lines; shared by all cleaners with the same rules and languages."""
        from cleannews.stages.match import matcher

        return matcher(self.active_rules, self.languages)

    def but(self, **options: Any) -> Cleaner:
        """The same cleaner with other options."""
        from dataclasses import replace

        return replace(self, **options)

    @cached_property
    def rules_version(self) -> str:
        """What this cleaner decides with, as sixteen hexadecimal digits: code, rules, words, weights and options."""
        from cleannews.digest import cleaner_digest

        return cleaner_digest(self)

    def __getstate__(self) -> dict[str, Any]:
        from dataclasses import fields

        # Libraries that cache results by what was pickled need the same bytes in every process, whatever the order of its sets,
        # and other bytes when the rules change.
        state: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        state["keep"] = sorted(label.value for label in self.keep)
        state["disable"] = sorted(self.disable)
        state["rules_version"] = self.rules_version
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        values = {**state, "keep": frozenset(map(Label, state["keep"])), "disable": frozenset(state["disable"])}
        # Not taken over: it may have been another version of the package that pickled.
        del values["rules_version"]
        for name, value in values.items():
            object.__setattr__(self, name, value)


def clean(raw: str | bytes, *, title: str | None = None) -> Article:
    """Clean one article's raw text with the default options. See `Cleaner.clean`."""
    return _DEFAULT.clean(raw, title=title)


def clean_many(texts: Iterable[str | bytes], cleaner: Cleaner | None = None) -> Iterable[Article]:
    """Clean texts one after the other, lazily."""
    return map((cleaner or _DEFAULT).clean, texts)


_DEFAULT = Cleaner()
