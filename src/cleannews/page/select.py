"""Where the article is in a page: for each block what the markup settles, and what it leaves to the rules of the text.

Blocks that the weighed evidence calls story go on to the same rules and stages as any text. The others are named by what they stand in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from cleannews.article import Label
from cleannews.page.evidence import Survey, bare, candidates, features
from cleannews.page.tree import ASIDE, BUTTON, DIALOG, FIGCAPTION, FIGURE, FOOTER, FORM, HEADING, NAV, Node
from cleannews.page.weigh import fitted
from cleannews.page.words import BIT
from cleannews.stages.verdict import Verdict

if TYPE_CHECKING:
    from cleannews.cleaner import Cleaner
    from cleannews.page.meta import Declared
    from cleannews.page.tree import Tree
    from cleannews.stages.match import Hit

#: Profile → the chance of being story from which a block is left to the rules of the text.
PROFILES = {"safe": 0.25, "balanced": 0.4, "strict": 0.55}
#: Group of class words → what a block outside the story is when it stands in an element so called. The first that fits, from the block outwards.
_KINDS: tuple[tuple[int, Label, str | None, str, str], ...] = (
    (BIT["comment"], Label.COMMENT, None, "page-comments", "it stands among comments or polls"),
    (BIT["share"], Label.SHARE, None, "page-share", "it stands in a share bar"),
    (BIT["tags"], Label.TAGS, None, "page-tags", "it stands in a list of topics"),
    (BIT["ad"], Label.AD, None, "page-ad", "it stands in an advertisement"),
    (BIT["pitch"], Label.PROMO, "newsletter", "page-pitch", "it stands in an offer of the publisher's"),
    (BIT["nav"], Label.BOILERPLATE, "nav", "page-nav", "it stands in a menu"),
    (BIT["foot"], Label.BOILERPLATE, "footer", "page-footer", "it stands in the footer"),
    (BIT["related"], Label.PROMO, "related", "page-related", "it stands in a list of other articles"),
    (BIT["form"], Label.BOILERPLATE, "form", "page-form", "it stands in a form"),
)
#: What the text's own rules may name a block outside the story.
_NAMED = {
    Label.BYLINE, Label.TIMESTAMP, Label.SOURCE, Label.NOTE, Label.RIGHTS, Label.TAGS, Label.SHARE, Label.COMMENT, Label.PROMO, Label.AD, Label.EMBED, Label.CREDIT,
    Label.BIO, Label.BOILERPLATE,
}  # fmt: skip


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
        chances[i] = weights.chance(*features(survey, i))
    kind = "article" if tree.blocks else "empty"
    headline = title or page_title(tree, survey, found)
    marks = _marks(survey, chances, cleaner, headline)
    return Choice(marks, kind, headline, survey, chances)


def _marks(survey: Survey, chances: Sequence[float], cleaner: Cleaner, headline: str | None) -> list[Mark]:
    tree, disabled = survey.tree, cleaner.disable
    threshold = PROFILES[cleaner.profile]
    named = _titles(survey, headline)
    story = [i for i, chance in enumerate(chances) if chance >= threshold]
    low = min([survey.title_at, *story[:1]], default=0) - 6 if story else 0
    high = story[-1] + 12 if story else 0
    near = [i for i in range(max(0, low), min(len(chances), high)) if chances[i] < threshold and survey.linked[i] < 0.9 and survey.size[i] < 400]
    hits = _hits(cleaner, [survey.forms[i] for i in near])
    by_rule = {i: _best(found) for i, found in zip(near, hits, strict=True)}
    marks = []
    for i, chance in enumerate(chances):
        block = tree.blocks[i]
        verdict: Verdict | None = None
        if i in named:
            verdict = Verdict(Label.TITLE, None, "page-title", 0.98, ("the page names it as its headline",))
            if not cleaner.titles:
                marks.append(Mark(None, None, 1.0))
                continue
        elif (caption := _caption(survey, i, chance)) is not None:
            verdict = caption
        elif chance < threshold:
            verdict = by_rule.get(i) or _furniture(survey, i, chance)
        if verdict is not None and verdict.rule in disabled:
            verdict = None
        label = Label.SUBHEAD if verdict is None and block.node.flags & HEADING and survey.size[i] < 200 else None
        marks.append(Mark(verdict, label, chance))
    return marks


def _hits(cleaner: Cleaner, forms: list[str]) -> list[list[Hit]]:
    from cleannews.stages.match import matcher

    return matcher(cleaner.active_rules, cleaner.languages).hits_of(forms) if forms else []


def _best(hits: Sequence[Hit]) -> Verdict | None:
    best = max((hit for hit in hits if hit.whole and hit.rule.sure >= 0.9 and hit.rule.label in _NAMED), key=lambda hit: hit.rule.sure, default=None)
    return Verdict(best.rule.label, best.rule.subtype, best.rule.id, best.rule.sure, (best.rule.doc,)) if best else None


def _titles(survey: Survey, headline: str | None) -> set[int]:
    """The blocks that print the headline, up to the story's first paragraph."""
    tree = survey.tree
    named = set()
    whole = bare(headline) if headline else ""
    for i in range(min(len(tree.blocks), survey.first + 1)):
        size = survey.size[i]
        if not 3 < size < 500:
            continue
        text = bare(survey.forms[i])
        node = tree.blocks[i].node
        in_h1 = node.tag == "h1" or (node.parent is not None and node.parent.tag == "h1")
        if text and (text == whole or (text in survey.titles and size > 15) or (in_h1 and len(text) > 8 and text in whole)):
            named.add(i)
    return named


def _caption(survey: Survey, i: int, chance: float) -> Verdict | None:
    """Captions and credits by their element, or by what it is called."""
    node = survey.tree.blocks[i].node
    own = survey.own[node.number]
    if node.flags & FIGCAPTION:
        if own & BIT["credit"] and survey.size[i] < 160:
            return Verdict(Label.CREDIT, None, "page-credit", 0.97, ("it stands in a caption, in an element called credit",))
        return Verdict(Label.CAPTION, None, "page-caption", 0.98, ("it stands in a figcaption element",))
    above = survey.own[node.parent.number] if node.parent is not None and node.parent.last - node.parent.first <= 3 else 0
    if node.flags & HEADING:
        return None
    if own & BIT["credit"] and (node.flags & FIGURE or above & (BIT["picture"] | BIT["caption"])) and survey.size[i] < 160 and chance < 0.7:
        return Verdict(Label.CREDIT, None, "page-credit", 0.95, ("its element is called credit",))
    if (own | above) & BIT["caption"] and chance < 0.7 and survey.linked[i] < 0.9:
        return Verdict(Label.CAPTION, None, "page-caption", 0.95, ("its element is called caption",))
    return None


def _furniture(survey: Survey, i: int, chance: float) -> Verdict:
    """What a block outside the story is, by what it stands in."""
    node: Node | None = survey.tree.blocks[i].node
    flags = survey.tree.blocks[i].node.flags
    sure = round(1 - chance, 3)
    for _ in range(5):
        if node is None or node is survey.container:
            break
        own = survey.own[node.number]
        for bits, label, subtype, rule, why in _KINDS:
            if own & bits:
                return Verdict(label, subtype, rule, sure, (why,))
        node = node.parent
    if flags & NAV:
        return Verdict(Label.BOILERPLATE, "nav", "page-nav", sure, ("it stands in a menu",))
    if flags & FOOTER:
        return Verdict(Label.BOILERPLATE, "footer", "page-footer", sure, ("it stands in the footer",))
    if flags & (FORM | BUTTON | DIALOG):
        return Verdict(Label.BOILERPLATE, "form", "page-form", sure, ("it stands in a form",))
    if survey.linked[i] >= 0.8 and (survey.size[i] >= 25 or flags & ASIDE):
        return Verdict(Label.PROMO, "related", "page-related", sure, ("it is a link outside the story",))
    return Verdict(Label.BOILERPLATE, None, "page-outside", sure, ("it stands outside the article",))


def page_title(tree: Tree, survey: Survey, found: Declared) -> str | None:
    """The headline: the `h1` that the page's own metadata repeats, else what the metadata says, without the site's name."""
    said = [text for text in (*found.titles, *([tree.title] if tree.title else [])) if text]
    known = [bare(text) for text in said]
    heads = _h1s(tree)
    for text in heads:
        core = bare(text)
        if len(core) > 5 and any(core in other or (other in core and len(other) > 12) for other in known):
            return text
    if heads and not said:
        return heads[0]
    near = [text for text in heads if any(_shared(text, other) >= 0.5 for other in said)]
    if near:
        return near[0]
    for text in said:
        return without_site(text, found.info.site)
    return None


def _h1s(tree: Tree) -> list[str]:
    return [
        text
        for node in tree.nodes
        if node.tag == "h1" and (text := " ".join(tree.text[block.start : block.end] for block in tree.blocks[node.first : node.last])) and len(text) < 500
    ]


def _shared(a: str, b: str) -> float:
    one, two = set(a.lower().split()), set(b.lower().split())
    return len(one & two) / max(1, min(len(one), len(two)))


def without_site(text: str, site: str | None) -> str:
    """A page title without the name of the site at either end."""
    for mark in (" | ", " - ", " – ", " — ", " :: ", " » ", " · "):
        head, found, tail = text.rpartition(mark)
        if found and len(head) > 15 and len(tail) < 45 and (len(tail) < 0.6 * len(head) or (site and bare(tail) == bare(site))):
            return without_site(head, site)
    return text
