"""lines → pieces: match, evidence, context, verdict, cut; and once more over what was kept, until nothing changes."""

from __future__ import annotations

from collections.abc import Sequence

from cleannews.article import KEPT, Doubt, Label, Piece
from cleannews.cleaner import PROFILES
from cleannews.read.line import Line
from cleannews.stages.again import AGAIN, credits_again
from cleannews.stages.cut import cut_line, settled
from cleannews.stages.evidence import Layout, Memory
from cleannews.stages.match import CLOSING, Hit, with_closing
from cleannews.stages.structure import structured
from cleannews.stages.verdict import STORY, decide, in_doubt
from cleannews.stages.weigh import weigher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cleannews.cleaner import Cleaner

#: How often what was kept is looked at again. In practice the second look changes nothing.
_ROUNDS = 8


def run(cleaner: Cleaner, raw: str, lines: Sequence[Line], title: str | None) -> tuple[tuple[Piece, ...], tuple[Doubt, ...], tuple[str, ...]]:
    """The labelled pieces of a document, tiling it; the suspects; warnings."""
    if not lines:
        return ((Piece(0, len(raw), Label.BODY),) if raw else ()), (), ()
    threshold, sure = PROFILES[cleaner.profile]
    found = cleaner.matcher
    weights = weigher(cleaner)
    bare, alone = CLOSING.id in cleaner.disable, AGAIN.id in cleaner.disable
    warnings: list[str] = []
    done: list[Piece] = []
    suspects: list[Doubt] = []
    now = [line for line in lines if line.mark is None or line.mark.verdict is None]
    if len(now) < len(lines):
        done += settled(lines, found, sure)
    seen: dict[str, list[Hit]] = {}
    memory = Memory()
    layout: Layout | None = None
    for _round in range(_ROUNDS if now else 0):
        unseen = [line.form for line in now if line.form not in seen]
        if unseen:
            seen.update((form, hits if bare else with_closing(form, hits)) for form, hits in zip(unseen, found.hits_of(unseen), strict=True))
        hits = [seen[line.form] for line in now]
        if not _round and not alone:
            for i, hit in credits_again([line.form for line in now], hits).items():
                hits[i] = seen[now[i].form] = [*hits[i], hit]
        layout = Layout(now, hits, title, memory)
        verdicts, doubted = decide(layout, weights, threshold, sure, cleaner.disable, cleaner.packs)
        if in_doubt(verdicts, layout):
            verdicts = [STORY if verdict.rule == "weighed" else verdict for verdict in verdicts]
            if "weighed evidence spoke against too much of the story and was set aside" not in warnings:
                warnings.append("weighed evidence spoke against too much of the story and was set aside")
        if not cleaner.titles:
            verdicts = [STORY if verdict.label is Label.TITLE else verdict for verdict in verdicts]
        suspects = [Doubt(now[i].start, now[i].end, v.label, v.confidence, v.why) for i, v in doubted]
        if title is None:
            title = next((layout.forms[i] for i, v in enumerate(verdicts) if v.label is Label.TITLE), "")
        kept: list[Line] = []
        gap = 0
        changed = False
        for i, line in enumerate(now):
            if verdicts[i] is STORY and not hits[i]:
                kept.append(_behind(line, max(gap, line.gap) if kept else 0))
                gap = 0
                continue
            pieces = cut_line(line, i, verdicts[i], layout, hits[i], sure, cleaner.datelines)
            gap = max(gap, line.gap) if kept else 0
            for piece in pieces:
                if piece.label not in KEPT:
                    done.append(piece)
                    changed = True
                    continue
                left = _left(line, piece, raw)
                if left is None:
                    done.append(piece)
                else:
                    kept.append(_behind(left, gap))
                    gap = 0
        now = kept
        if not changed or not now:
            break
    if layout is not None:
        done += structured(now, done, layout)
    done.sort()
    if done[0].start:
        done[0] = done[0]._replace(start=0)
    return tuple(done), tuple(suspects), tuple(warnings)


def _behind(line: Line, gap: int) -> Line:
    """The line with another gap before it."""
    return line if line.gap == gap else Line(line.number, line.start, line.end, line.after, line.form, gap, line.mark)


def _left(line: Line, piece: Piece, raw: str) -> Line | None:
    """What is left of a line as a line of its own, edges stripped; None if only white space is."""
    form = line.form[piece.start - line.start : piece.end - line.start]
    core = form.strip()
    if not core:
        return None
    if len(core) == len(line.form):
        return line
    return line._replace(start=piece.start, end=min(piece.end, line.end), after=piece.end, form=form.strip() if form[:1] != " " else form.lstrip())
