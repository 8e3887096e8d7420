"""Evidence → a label for each line. The one place where anything is decided.

In this order: rules that are sure by themselves, then what neighbours say, then the weighed rest. A line that stays below the
profile's threshold is story; if something still speaks against it, it is a suspect.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleannews.article import Label
from cleannews.rule import SURE
from cleannews.rules.shapes import sentences
from cleannews.stages.again import AGAIN, story_agencies
from cleannews.stages.context import find_all
from cleannews.stages.evidence import ENDS, FAMILIES, Layout
from cleannews.stages.match import Hit
from cleannews.stages.stakes import bar, shifts
from cleannews.stages.weigh import Weighed, Weigher, line_features
from cleannews.values import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleannews.pack import Pack
    from cleannews.stages.repeated import Repeat


class Verdict(NamedTuple):
    """What a line is, who says so, how sure that is, and why."""

    label: Label
    subtype: str | None
    rule: str | None
    confidence: float
    why: tuple[Any, ...] = ()


#: The id of what `_after_the_story` finds.
AFTER_STORY = "after-the-story"
#: A first line of headline form needs less evidence: nine in ten of such lines are headlines.
TITLE_EASE = 0.3
#: Families of lines that stand inside stories: they end none.
_PICTURES = frozenset({FAMILIES[Label.CAPTION], FAMILIES[Label.CREDIT]})
STORY = Verdict(Label.BODY, None, None, 1.0)


def in_zone(zone: str, layout: Layout, i: int) -> bool:
    """Whether line `i` stands where a rule of this zone may decide alone."""
    if zone == "any":
        return True
    head = i <= layout.first_long
    tail = i >= layout.last_long - 1
    if zone == "head":
        return head
    if zone == "tail":
        return tail
    if zone == "last":
        return i >= layout.last_long
    if zone == "lead":
        return i <= layout.first_long + 1
    return head or tail


def decide(
    layout: Layout, weigher: Weigher, threshold: float, sure: float, disabled: frozenset[str], packs: Sequence[Pack] = ()
) -> tuple[list[Verdict], list[tuple[int, Verdict]]]:
    """The verdict on each line, and the suspects: (line, what it might be) for lines that were kept with something against them."""
    n = len(layout.forms)
    verdicts: list[Verdict | None] = [None] * n
    credited = "caption-credited" not in disabled
    for i in range(n):
        best: Hit | None = None
        for hit in layout.hits[i]:
            if hit.whole and hit.rule.sure >= sure and in_zone(hit.rule.zone, layout, i) and (best is None or hit.rule.sure > best.rule.sure):
                best = hit
        # A caption may name who reserves rights, or end in a button of the gallery; its credit says what it is.
        plain = best is None or (best.rule.inside and best.rule.label in (Label.RIGHTS, Label.EMBED))
        if (
            plain
            and credited
            and any(not hit.whole and hit.rule.label is Label.CREDIT and hit.rule.sure >= sure for hit in layout.hits[i])
            and _caption_shape(layout, i)
        ):
            verdicts[i] = Verdict(Label.CAPTION, None, "caption-credited", 0.96, ("a credit stands at its end",))
        elif best is not None:
            verdicts[i] = Verdict(best.rule.label, best.rule.subtype, best.rule.id, best.rule.sure, (best.rule.doc,))
    for i in range(n):
        if verdicts[i] is None and any(verdicts[k] is not None for k in (i - 1, i + 1) if 0 <= k < n):
            best = max(
                (hit for hit in layout.hits[i] if hit.whole and hit.rule.zone == "apart" and hit.rule.sure >= sure), key=lambda hit: hit.rule.sure, default=None
            )
            if best is not None:
                verdicts[i] = Verdict(best.rule.label, best.rule.subtype, best.rule.id, best.rule.sure, (best.rule.doc,))
    hints = dict(enumerate(layout.priors))
    for finding in find_all(layout):
        if finding.rule in disabled:
            continue
        hints[finding.line] = max(hints[finding.line], (finding.sure, FAMILIES.get(finding.label, 8)))
        if finding.sure >= sure:
            now = verdicts[finding.line]
            if now is None or (now.label not in (Label.CREDIT, Label.CAPTION) and now.confidence < finding.sure):
                verdicts[finding.line] = Verdict(finding.label, finding.subtype, finding.rule, finding.sure, (finding.why,))
    layout.settle([(v.confidence, FAMILIES.get(v.label, 8)) if v else (min(hints[i][0], 0.89), hints[i][1]) for i, v in enumerate(verdicts)])
    repeated: dict[int, Repeat] = {}
    if packs:
        from cleannews.stages.repeated import HEADLINE, HEADLINE_RULE, headline, repeats, together

        repeated = repeats(layout, packs)
    undecided = [i for i, repeat in repeated.items() if verdicts[i] is None or repeat.kept]
    for i, repeat in repeated.items():
        if repeat.kept:
            verdicts[i] = STORY
        elif verdicts[i] is None and repeat.chance >= sure and repeat.rule not in disabled:
            verdicts[i] = _by_pack(repeat, repeat.chance)
    opening = headline(layout, packs, repeated) if packs and sure <= HEADLINE and HEADLINE_RULE not in disabled else None
    if opening and verdicts[opening[0]] is None:
        verdicts[opening[0]] = Verdict(Label.TITLE, None, HEADLINE_RULE, HEADLINE, opening[1])
    if opening or any(verdicts[i] is not None for i in undecided):
        layout.settle(
            [
                (v.confidence, FAMILIES.get(v.label, 8)) if v and v is not STORY else (min(p[0], 0.89), p[1])
                for v, p in zip(verdicts, layout.priors, strict=True)
            ]
        )
    if AFTER_STORY not in disabled and sure <= 0.9:
        for i in _after_the_story(layout):
            if verdicts[i] is None and i not in repeated:
                label = _finer(weigher.label(weigher.bins(line_features(layout, i))), layout, i) if weigher.ready else Label.BOILERPLATE
                verdicts[i] = Verdict(label, None, AFTER_STORY, 0.97, ("behind the last paragraph, after a line that is surely no story",))
    suspects: list[tuple[int, Verdict]] = []
    if not weigher.ready:
        return [verdict or STORY for verdict in verdicts], suspects
    values: dict[int, list[float]] = {}
    bins: dict[int, list[int]] = {}
    chances = [0.0 if verdict is None or verdict.label is Label.BODY else 1.0 for verdict in verdicts]
    for i in range(n):
        if verdicts[i] is None and (i in repeated or not layout.settled(i)):
            values[i] = line_features(layout, i)
            bins[i] = weigher.bins(values[i])
            chances[i] = weigher.chance(bins[i])
            if i in repeated and repeated[i].rule not in disabled:
                chances[i] = together(chances[i], repeated[i])
    for (i, seen), shift in zip(values.items(), shifts(chances, layout.size, values), strict=True):
        chance = chances[i]
        if chance < 0.5:
            continue
        limit = bar(threshold, shift)
        ease = TITLE_EASE if i == 0 and not layout.title_given and _headline_form(layout) else 0.0
        if i in repeated:
            if repeated[i].rule not in disabled and chance >= limit - ease:
                verdicts[i] = _by_pack(repeated[i], chance)
            continue
        label = _finer(weigher.label(bins[i]), layout, i)
        if label is Label.CAPTION:
            ease = 0.0
        verdict = Verdict(Label.TITLE if ease else label, None, "weighed", chance, (Weighed(tuple(seen)),))
        if chance >= limit - ease:
            verdicts[i] = verdict
        else:
            suspects.append((i, verdict))
    return [verdict or STORY for verdict in verdicts], suspects


def _headline_form(layout: Layout) -> bool:
    """Whether the first line could be the headline of what follows."""
    # Korean papers stack decks under the headline, and they have its form.
    if any("\uac00" <= char <= "\ud7a3" for char in layout.forms[0][:40]):
        return False
    return 15 <= layout.size[0] <= 220 and layout.ends[0] not in (ENDS["stop"], ENDS["comma"], ENDS["colon"]) and layout.count > 0


def _finer(label: Label, layout: Layout, i: int) -> Label:
    """Topics instead of boilerplate: a few words behind the story, all of which stand in it."""
    if label is not Label.BOILERPLATE or i <= layout.last_long or layout.size[i] > 40 or layout.forms[i].count(" ") > 3:
        return label
    words = layout.words_of(i)
    return Label.TAGS if words and all(word in layout.lexicon or word in layout.title_words for word in words) else label


def _after_the_story(layout: Layout) -> list[int]:
    """Lines without a final stop behind the last paragraph, close after a line that is surely no story: 98 in 100 are none either."""
    if layout.count < 3:
        return []
    n, priors = len(layout.forms), layout.priors
    return [
        i
        for i in range(layout.last_long + 1, n)
        if layout.ends[i] not in (ENDS["stop"], ENDS["ellipsis"], ENDS["comma"])
        and layout.size[i] < 160
        and priors[i][0] < SURE
        and any(priors[k][0] >= SURE and priors[k][1] not in _PICTURES for k in range(max(0, i - 4), i))
    ]


def _by_pack(repeat: Repeat, chance: float) -> Verdict:
    return Verdict(repeat.entry.label, repeat.entry.subtype, repeat.rule, chance, repeat.why)


def _caption_shape(layout: Layout, i: int) -> bool:
    """A credited line is a caption unless it is the story's long last line with an agency's sign-off."""
    size = layout.size[i]
    if size >= 500 or (i >= layout.last_long and size > 250 and layout.count > 2):
        return False
    if any(hit.rule is AGAIN for hit in layout.hits[i]):
        return True
    credit = next(hit for hit in layout.hits[i] if not hit.whole and hit.rule.label is Label.CREDIT)
    named = layout.forms[i][credit.start : credit.end].strip(" ()[].-")
    # Stories are signed so, too: with an agency behind a paragraph, mostly behind the last.
    return (
        named not in story_agencies() or size <= 75 or (size <= 110 and i < layout.last_long and layout.forms[i][-1] != "." and sentences(layout.forms[i]) <= 2)
    )


def in_doubt(verdicts: Sequence[Verdict], layout: Layout) -> bool:
    """Whether weighed evidence took so much long text that it should not be believed."""
    long = sum(layout.size[i] for i in range(len(verdicts)) if layout.long[i])
    taken = sum(layout.size[i] for i, verdict in enumerate(verdicts) if layout.long[i] and verdict.rule == "weighed")
    return long > 0 and taken > 0.3 * long
