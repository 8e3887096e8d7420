"""A rule: what a line can be recognised by, with the examples that are its tests."""

from __future__ import annotations

from collections.abc import Callable

from cleannews.article import Label
from cleannews.values import dataclass

#: Cuts inside a line are marked in examples with these brackets, which occur in no news text.
OPEN_CUT, CLOSE_CUT = "⟦", "⟧"


@dataclass(frozen=True)
class Rule:
    """One way to recognise a line, or a part of one.

    id        kebab-case, begins with the label (or a near word of the newsroom's): what is seen, never what is done.
    label     what the line is when the rule hits; `subtype` is a finer word where the taxonomy has one.
    doc       one sentence completing "a line like this is …".
    pattern   a regular expression over the line's matching form (see `read.text.matching_form`), with shared pieces in braces:
              `{phrases}` the words that the languages list under this rule's id, and the names of `pieces.PIECES`.
              A group named `cut` marks the part that the label is for; without it the whole line is meant.
    sure      prior share of hits that are right, 0 to 1. From `SURE` on a hit decides alone; below, it is weighed with the rest.
    zone      where in the article it may decide alone: "any", "head", "tail", "ends" (head or tail), "last" (behind the last long line),
              "lead" (up to the first long line), "apart" (head, tail, or beside other furniture: alone between paragraphs it may be a subhead).
    longest   lines longer than this are not looked at (characters; bounds every pattern's work).
    where     a named predicate on the matching form for what a pattern says badly.
    inside    the pattern may begin anywhere in the line.
    hits      lines a person could meet, cuts marked with ⟦ ⟧; near misses: the closest innocent lines.
    """

    id: str
    label: Label
    doc: str
    pattern: str
    sure: float = 0.99
    subtype: str | None = None
    zone: str = "any"
    longest: int = 400
    where: Callable[[str], bool] | None = None
    inside: bool = False
    hits: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    table: str | None = None
    publisher: str | None = None

    def __hash__(self) -> int:
        # Rules are looked up by the million; the id tells them apart.
        return hash(self.id)

    @property
    def words(self) -> str:
        """The id of the language tables whose phrases fill `{phrases}`."""
        return self.table or self.id


#: From this prior on a rule's hit decides alone.
SURE = 0.9
