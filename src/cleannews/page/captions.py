"""Captions and credits told by their elements: a `figcaption`, an element called so, a small box that holds a picture and no other headline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleannews.article import Label
from cleannews.page.evidence import bare
from cleannews.page.tree import BUTTON, CREDIT_SIGN, DIALOG, FIGCAPTION, FIGURE, FOOTER, FORM, HEADING, NAV, TIME_SIGN
from cleannews.page.words import BIT
from cleannews.stages.verdict import Verdict

if TYPE_CHECKING:
    from cleannews.page.evidence import Survey
    from cleannews.page.tree import Figure, Node

_CREDIT, _CAPTION, _PICTURE = BIT["credit"], BIT["caption"], BIT["picture"]
_IN_CAPTION = Verdict(Label.CAPTION, None, "page-caption", 0.98, ("it stands in a figcaption element",))
_CALLED_CAPTION = Verdict(Label.CAPTION, None, "page-caption", 0.95, ("its element is called caption",))
_BY_PICTURE = Verdict(Label.CAPTION, None, "page-caption", 0.9, ("it shares a small box with a picture",))
_REPEATS_ALT = Verdict(Label.CAPTION, None, "page-caption", 0.95, ("it repeats the text that the picture beside it has for those who can't see it",))
_CALLED_CREDIT = Verdict(Label.CREDIT, None, "page-credit", 0.97, ("its element is called credit",))
_AFTER_CAPTION = Verdict(Label.CREDIT, None, "page-credit", 0.93, ("it stands with a picture and its caption, and is a credit by its form",))
#: What no caption stands in.
_NEVER = NAV | FOOTER | FORM | BUTTON | DIALOG
#: A block whose elements are called so is no caption.
_OTHER = BIT["comment"] | BIT["share"] | BIT["byline"] | BIT["tags"] | BIT["time"]
#: The longest credit, and the longest caption that only a picture beside it tells.
_LONGEST_CREDIT, _LONGEST = 160, 700
#: How far from the story captions are looked for.
_BEFORE, _AFTER = 12, 4
#: How many elements around a line are looked at for a picture; all of them are small.
_LEVELS = 6
#: From this share of the story on, lines in elements of one kind are the story, whatever the elements are called.
_STORY = 0.2


class Captions:
    """Finds the captions and credits of a page's blocks."""

    def __init__(self, survey: Survey, threshold: float) -> None:
        self.survey = survey
        self.threshold = threshold
        top = survey.title_at if survey.title_at >= 0 else survey.first
        self.top = min(top, survey.first)
        self.first = self.top - _BEFORE
        self.last = survey.last + _AFTER
        self.alts: dict[int, list[Figure]] = {}
        for figure in survey.tree.figures:
            self.alts.setdefault(figure.first, []).append(figure)

    def verdict(self, i: int, chance: float) -> Verdict | None:
        """Whether block `i`, which is story with this chance, is a caption or a credit."""
        survey = self.survey
        block = survey.tree.blocks[i]
        node = block.node
        flags = node.flags
        own = survey.own[node.number]
        above = survey.own[node.parent.number] if node.parent is not None and node.parent.last - node.parent.first <= 3 else 0
        if flags & FIGCAPTION:
            if own & _CREDIT and survey.size[i] < _LONGEST_CREDIT or block.bits & CREDIT_SIGN:
                return _CALLED_CREDIT
            return _AFTER_CAPTION if self._follows(i) and credit_like(survey.forms[i]) else _IN_CAPTION
        if flags & HEADING:
            return None
        if block.bits & CREDIT_SIGN and survey.size[i] < _LONGEST_CREDIT:
            return _CALLED_CREDIT
        if own & _CREDIT and (flags & FIGURE or above & (_PICTURE | _CAPTION)) and survey.size[i] < _LONGEST_CREDIT and chance < 0.7:
            return _CALLED_CREDIT
        if (own | above) & _CAPTION and chance < 0.7 and survey.linked[i] < 0.9:
            return _AFTER_CAPTION if self._follows(i) and credit_like(survey.forms[i]) else _CALLED_CAPTION
        return self._by_picture(i, chance, own)

    def _by_picture(self, i: int, chance: float, own: int) -> Verdict | None:
        """A line that shares a small box with a picture, by the story."""
        survey = self.survey
        block = survey.tree.blocks[i]
        flags, size = block.node.flags, survey.size[i]
        if not self.first <= i <= self.last or survey.linked[i] >= 0.5 or size > _LONGEST or block.bits & TIME_SIGN or own & _OTHER:
            return None
        if flags & _NEVER and not flags & FIGURE or flags & (BUTTON | FORM):
            return None
        box, called = self._box(block.node)
        if box is None or any(survey.linked[k] >= 0.9 and survey.size[k] >= 20 for k in range(box.first, box.last)):
            return None
        repeats = size >= 12 and self._alt_says(i, box)
        if chance >= self.threshold:
            # Story by its other evidence: only a line that says what its picture's alt text says, or whose box is called a picture's, and
            # no other line of the story stands in boxes so made.
            if survey.alike_mass[survey.keys[i]] > _STORY * survey.total or size > 400 or not (repeats or called and box.last - box.first <= 3):
                return None
            return _REPEATS_ALT if repeats else _BY_PICTURE
        if credit_like(survey.forms[i], alone=box.last - box.first == 1):
            return _AFTER_CAPTION
        if repeats:
            return _REPEATS_ALT
        return _BY_PICTURE if size >= 15 and (i > self.top or called) else None

    def _box(self, node: Node) -> tuple[Node | None, bool]:
        """The nearest small element around a block that holds a picture, and whether one on the way is called a picture's or caption's."""
        at: Node | None = node
        called = 0
        for _ in range(_LEVELS):
            if at is None:
                break
            called |= self.survey.own[at.number] & (_PICTURE | _CAPTION)
            if at.number in self.survey.pictured:
                return at, bool(called)
            at = at.parent
        return None, False

    def _alt_says(self, i: int, box: Node) -> bool:
        text = bare(self.survey.forms[i])
        for at in range(box.first, box.last + 1):
            for figure in self.alts.get(at, ()):
                alt = bare(figure.alt or "")
                if len(alt) > 10 and (text.startswith(alt[:200]) or (len(text) > 20 and alt.startswith(text))):
                    return True
        return False

    def _follows(self, i: int) -> bool:
        """Whether another block of the same figure stands right before."""
        if not i:
            return False
        blocks = self.survey.tree.blocks
        mine, other = blocks[i].node, blocks[i - 1].node
        return bool(other.flags & mine.flags & (FIGCAPTION | FIGURE)) and (other is mine or other.parent in (mine, mine.parent) or other is mine.parent)


def credit_like(form: str, alone: bool = False) -> bool:
    """Whether a line that stands with a picture is its credit: a label word and names, a chain of parties, or nothing but names.

    alone  no other line stands with the picture: without a label word it is taken for the caption.
    """
    from cleannews.lexicon import lexicon
    from cleannews.names import name_like

    if len(form) > _LONGEST_CREDIT or form[-1:] in "!?":
        return False
    low = form.lower().lstrip("([ ")
    end = lexicon("credit-label").end(low)
    if end > 0 and low[end : end + 2].lstrip()[:1] in (":", "/", "©", "|", "-"):
        return True
    rest = form.lstrip("([ ")[end:] if end > 0 else form
    return (
        ("©" in form or end > 0 or not alone)
        and ("©" in form or end > 0 or "/" in form or len(form) < 50)
        and form[-1:] != "."
        and name_like(rest.strip(" :()[]"))
    )
