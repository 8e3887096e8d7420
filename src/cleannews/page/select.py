"""Where the article is in a page: for each block what the markup settles, and what it leaves to the rules of the text.

Blocks that the weighed evidence calls story go on to the same rules and stages as any text. The others are named by what they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from cleannews.article import Label
from cleannews.page.captions import Captions
from cleannews.page.evidence import Survey, bare, candidates, early, later
from cleannews.page.kinds import kind_of
from cleannews.page.titles import page_title
from cleannews.page.tree import ASIDE, BUTTON, DIALOG, FIGCAPTION, FIGURE, FOOTER, FORM, HEADING, NAV, TIME_SIGN, Node
from cleannews.page.weigh import fitted
from cleannews.page.words import BIT
from cleannews.stages.verdict import Verdict

if TYPE_CHECKING:
    from cleannews.cleaner import Cleaner
    from cleannews.page.meta import Declared
    from cleannews.page.tree import Tree
    from cleannews.stages.match import Hit

#: Profile → the chance of being story from which a block is left to the rules of the text.
PROFILES = {"safe": 0.2, "balanced": 0.3, "strict": 0.5}


def _said(label: Label, subtype: str | None, rule: str, why: str) -> Verdict:
    return Verdict(label, subtype, rule, 0.98, (why,))


#: Group of class words → what a block outside the story is when it stands in an element so called. The first that fits, from the block outwards.
_KINDS: tuple[tuple[int, Verdict], ...] = (
    (BIT["comment"], _said(Label.COMMENT, None, "page-comments", "it stands among comments or polls")),
    (BIT["share"], _said(Label.SHARE, None, "page-share", "it stands in a share bar")),
    (BIT["tags"], _said(Label.TAGS, None, "page-tags", "it stands in a list of topics")),
    (BIT["ad"], _said(Label.AD, None, "page-ad", "it stands in an advertisement")),
    (BIT["pitch"], _said(Label.PROMO, "newsletter", "page-pitch", "it stands in an offer of the publisher's")),
    (BIT["nav"], _said(Label.BOILERPLATE, "nav", "page-nav", "it stands in a menu")),
    (BIT["foot"], _said(Label.BOILERPLATE, "footer", "page-footer", "it stands in the footer")),
    (BIT["related"], _said(Label.PROMO, "related", "page-related", "it stands in a list of other articles")),
    (BIT["form"], _said(Label.BOILERPLATE, "form", "page-form", "it stands in a form")),
)
_CAPTIONED = BIT["caption"] | BIT["credit"]
_NAMED_KINDS = sum(bits for bits, _ in _KINDS)
#: The same for what it stands in.
_PLACES: tuple[tuple[int, Verdict], ...] = (
    (NAV, _said(Label.BOILERPLATE, "nav", "page-nav", "it stands in a menu")),
    (FOOTER, _said(Label.BOILERPLATE, "footer", "page-footer", "it stands in the footer")),
    (FORM | BUTTON | DIALOG, _said(Label.BOILERPLATE, "form", "page-form", "it stands in a form")),
)
_NAMED_PLACES = NAV | FOOTER | FORM | BUTTON | DIALOG
_TITLE = Verdict(Label.TITLE, None, "page-title", 0.98, ("the page names it as its headline",))
_TIME, _NAMES_AUTHOR = BIT["time"], BIT["byline"]
_RELATED = _said(Label.PROMO, "related", "page-related", "it is a link outside the story")
_OUTSIDE = _said(Label.BOILERPLATE, None, "page-outside", "it stands outside the article")
_NO_ARTICLE = _said(Label.BOILERPLATE, None, "page-no-article", "the page is no article")
_TIMESTAMP = _said(Label.TIMESTAMP, None, "page-time", "it holds a date, and its element is called so")
_BYLINE = _said(Label.BYLINE, None, "page-byline", "its element is called byline or author")
_BIO = _said(Label.BIO, None, "page-byline", "a text in an element called author")
#: What the text's own rules may name a block outside the story.
_NAMED = {
    Label.BYLINE, Label.TIMESTAMP, Label.SOURCE, Label.NOTE, Label.RIGHTS, Label.TAGS, Label.SHARE, Label.COMMENT, Label.PROMO, Label.AD, Label.EMBED, Label.CREDIT,
    Label.BIO, Label.BOILERPLATE,
}  # fmt: skip


#: Whoever is named in elements called so did not write the article.
_OTHERS = BIT["comment"] | BIT["form"]
#: How many lines before the headline and after the story its author may be named.
_AROUND = 6
#: Where the pages of authors are.
_AUTHOR = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|autore|journalists?|columnists?|reporters?|writers?|contributors?|by|forfatter|skribent|yazar(?:lar)?)/", re.I
)
#: As many lines between headline and story are looked at by the text's rules.
_HEAD_LINES = 8


class Mark(NamedTuple):
    """What the markup says of a line: the verdict that it settles, or None and the kind of story it would be; how surely it is story."""

    verdict: Verdict | None
    label: Label | None
    chance: float


class Choice(NamedTuple):
    """The marks of a page's blocks, its kind ("article", or why there is none), its headline, and how far the choice can be trusted."""

    marks: list[Mark]
    kind: str
    title: str | None
    survey: Survey
    chances: list[float]


def choose(tree: Tree, found: Declared, cleaner: Cleaner, title: str | None) -> Choice:
    """Decide for every block of a page. `title` is the headline if the caller knows it."""
    survey = Survey(tree, (*found.titles, *([title] if title else [])), found.summaries, found.feed)
    weights = fitted()
    chances = [0.0] * len(tree.blocks)
    for i in candidates(survey):
        chances[i] = weights.chance(*early(survey, i), partial(later, survey, i))
    kind = kind_of(survey, chances, PROFILES[cleaner.profile], found, found.url) if "page-no-article" not in cleaner.disable else "article"
    headline, printed = page_title(tree, survey, found)
    headline = title or headline
    marks = _marks(survey, chances, cleaner, [text for text in (headline, printed) if text])
    if kind not in ("article", "empty"):
        marks = [
            mark if mark.verdict is not None else Mark(_NO_ARTICLE._replace(why=(f"the page is no article: {kind}",)), None, mark.chance) for mark in marks
        ]
    return Choice(marks, kind, headline, survey, chances)


def _marks(survey: Survey, chances: Sequence[float], cleaner: Cleaner, headlines: Sequence[str]) -> list[Mark]:
    blocks, linked, size, title_at, disabled = survey.tree.blocks, survey.linked, survey.size, survey.title_at, cleaner.disable
    threshold = PROFILES[cleaner.profile]
    named = _titles(survey, headlines)
    by_rule = _named_by_rules(survey, chances, cleaner, threshold)
    marks: list[Mark] = []
    furniture = _Furniture(survey)
    captions = Captions(survey, threshold)
    last: Node | None = None
    pictured = False
    above: Verdict | None = None
    for i, chance in enumerate(chances):
        node = blocks[i].node
        if node is not last:
            last, pictured = node, _near_picture(survey, node)
        verdict: Verdict | None = None
        if i in named:
            if not cleaner.titles:
                marks.append(Mark(None, None, 1.0))
                above = None
                continue
            verdict = _TITLE
        elif pictured and (caption := captions.verdict(i, chance)) is not None:
            verdict = caption
        elif chance < threshold or (i < title_at and linked[i] >= 0.95 and size[i] < 60):
            verdict = by_rule.get(i) or furniture.verdict(i, chance)
        if verdict is None or verdict.rule in disabled:
            marks.append(Mark(None, Label.SUBHEAD if node.flags & HEADING and size[i] < 200 else None, chance))
            above = None
            continue
        if above is not None and above.rule == "page-outside" and verdict.rule == "page-related" and size[i - 1] < 40:
            # The label over other headlines.
            marks[-1] = marks[-1]._replace(verdict=_RELATED)
        marks.append(Mark(verdict, None, chance))
        above = verdict
    return marks


def _named_by_rules(survey: Survey, chances: Sequence[float], cleaner: Cleaner, threshold: float) -> dict[int, Verdict]:
    """What the text's own rules call the lines between the headline and the story, where bylines and dates stand."""
    first = next((i for i, chance in enumerate(chances) if chance >= threshold and i >= survey.title_at), None)
    if first is None or survey.title_at < 0:
        return {}
    near = [i for i in range(survey.title_at + 1, first) if survey.linked[i] < 0.9 and survey.size[i] < 160][:_HEAD_LINES]
    if not near:
        return {}
    from cleannews.stages.match import matcher

    hits = matcher(cleaner.active_rules, cleaner.languages).hits_of([survey.forms[i] for i in near])
    return {i: verdict for i, found in zip(near, hits, strict=True) if (verdict := _best(found)) is not None}


def _best(hits: Sequence[Hit]) -> Verdict | None:
    best = max((hit for hit in hits if hit.whole and hit.rule.sure >= 0.9 and hit.rule.label in _NAMED), key=lambda hit: hit.rule.sure, default=None)
    return Verdict(best.rule.label, best.rule.subtype, best.rule.id, best.rule.sure, (best.rule.doc,)) if best else None


def _titles(survey: Survey, headlines: Sequence[str]) -> set[int]:
    """The blocks that print the headline, up to the story's first paragraph."""
    tree = survey.tree
    named = set()
    wholes = [whole for text in headlines if (whole := bare(text))]
    shortest = min(map(len, (*wholes, *survey.titles)), default=500)
    for i in range(min(len(tree.blocks), survey.first + 1)):
        size = survey.size[i]
        if not 3 < size < 500:
            continue
        node = tree.blocks[i].node
        in_h1 = node.tag == "h1" or (node.parent is not None and node.parent.tag == "h1")
        if not in_h1 and size < shortest:
            continue
        text = bare(survey.forms[i])
        if text and (text in wholes or (text in survey.titles and size > 15) or (in_h1 and len(text) > 8 and any(text in whole for whole in wholes))):
            named.add(i)
    return named


def _near_picture(survey: Survey, node: Node) -> bool:
    """Whether a node's blocks may be captions: in a figure, called caption or credit, or in a small box with a picture."""
    parent = node.parent
    if node.flags & (FIGCAPTION | FIGURE) or (node.kinds | (parent.kinds if parent is not None else 0)) & _CAPTIONED:
        return True
    pictured = survey.pictured
    at: Node | None = node if pictured else None
    while at is not None:
        if at.number in pictured:
            return True
        at = at.parent if at.last - at.first <= 4 else None
    return False


class _Furniture:
    """Names blocks outside the story by what they stand in."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        #: For each node asked about: the groups of its names and its parent's, and what they and its place say.
        self.known: dict[int, tuple[int, Verdict | None]] = {}
        top = survey.title_at if survey.title_at >= 0 else survey.first
        self.first, self.last = min(top, survey.first) - _AROUND, survey.last + _AROUND

    def verdict(self, i: int, chance: float) -> Verdict:
        """What block `i` is, which is story with this chance."""
        survey = self.survey
        block, size = survey.tree.blocks[i], survey.size[i]
        node = block.node
        own, named = self.known.get(node.number) or self._of(node)
        if size < 100 and (block.bits & TIME_SIGN or own & _TIME) and any(map(str.isdigit, survey.forms[i])):
            found = _TIMESTAMP
        elif (
            size > 3
            and self.first <= i <= self.last
            and (own & _NAMES_AUTHOR or (size < 80 and block.href and _AUTHOR.search(block.href)))
            and not self._others(node)
        ):
            found = _BYLINE if size < 100 else _BIO
        elif named is not None:
            found = named
        else:
            found = _RELATED if survey.linked[i] >= 0.8 and (size >= 25 or node.flags & ASIDE) else _OUTSIDE
        return found._replace(confidence=round(1 - chance, 3)) if chance > 0.05 else found

    def _others(self, node: Node) -> bool:
        """Whether an element that names somebody stands in a comment, a form or a teaser of another article."""
        return bool(node.flags & (FORM | BUTTON | DIALOG) or self.survey.apart[node.number] & _OTHERS)

    def _of(self, node: Node) -> tuple[int, Verdict | None]:
        """The groups of names around a node; and what its own names and those of the nearest four above say, else what it stands in."""
        at: Node | None = node
        found: Verdict | None = None
        for _ in range(5):
            if at is None or at is self.survey.container:
                break
            if at.kinds & _NAMED_KINDS:
                own = at.kinds
                found = next(verdict for bits, verdict in _KINDS if own & bits)
                break
            at = at.parent
        if found is None and node.flags & _NAMED_PLACES:
            found = next(verdict for bits, verdict in _PLACES if node.flags & bits)
        known = self.known[node.number] = node.kinds | (node.parent.kinds if node.parent is not None else 0), found
        return known
