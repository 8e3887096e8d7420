"""Caption and credit pieces → pictures. Lines that describe one picture become one `Image`.

Portals print an agency's text or the alt text, then their own caption; galleries print captions twice; credits stand on the line after or
before. What belongs together is told by neighbourhood, by the words that two lines share, and by who is credited.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cleannews.article import KEPT, Credit, Image, Label, Piece, Place
from cleannews.names import letters

if TYPE_CHECKING:
    from cleannews.article import Article
    from cleannews.caption import Caption

_CAPTIONING = frozenset({Label.CAPTION, Label.CREDIT})


@dataclass
class Strip:
    """The picture text of one input line: where it stands, what it is, and what was read from it."""

    lines: tuple[int, ...]
    start: int
    end: int
    text: str
    is_credit: bool
    wire: bool
    gap: int
    figure: int | None = None
    follows: bool = False
    opens: bool = True
    marked: list[tuple[int, int]] = field(default_factory=list)
    read: Caption | None = None
    credits: list[Credit] = field(default_factory=list)
    is_file: bool = False
    is_symbolic: bool = False
    digital_source: str | None = None


def read_images(article: Article) -> tuple[Image, ...]:
    """The pictures of an article, in order: those that caption and credit lines describe, and those of the page that stand alone."""
    pieces = [piece for piece in article.pieces if piece.label in _CAPTIONING]
    figures = tuple(getattr(article.page, "images", None) or ())
    if not pieces and not figures:
        return ()
    strips = _strips(article.raw, pieces) if pieces else []
    story = _story(article)
    for strip in strips:
        strip.figure = next((k for k, figure in enumerate(figures) if figure.start <= strip.start < figure.end), None)
    _note_neighbours(strips, [start for start, _ in story])
    strips = _closed_brackets(strips)
    for strip in strips:
        _read(strip)
    lines = [start for start, opens in story if opens]
    found = [(group[0].start, _image(group, figures, bisect_right(lines, group[0].start))) for group in _grouped(strips)]
    told = {strip.figure for strip in strips}
    found += [(figure.start, _alone(figure, bisect_right(lines, figure.start))) for k, figure in enumerate(figures) if k not in told]
    return tuple(image for _, image in sorted(found, key=lambda pair: pair[0]) if image is not None)


def read_captions(article: Article) -> tuple[tuple[str, str | None], ...]:
    """Every caption line by itself, in order: (its words, the credit in it as printed, or None)."""
    pieces = [piece for piece in article.pieces if piece.label in _CAPTIONING]
    if not any(piece.label is Label.CAPTION for piece in pieces):
        return ()
    strips = _closed_brackets(_strips(article.raw, pieces))
    for strip in strips:
        _read(strip)
    return tuple((_said(strip), " ".join(strip.read.credits) or None) for strip in strips if strip.read and not strip.is_credit)


def _story(article: Article) -> list[tuple[int, bool]]:
    """(offset, whether a line begins there) of each stretch of story text."""
    out: list[tuple[int, bool]] = []
    end = 0
    for piece in article.pieces:
        text = article.raw[piece.start : piece.end]
        if piece.label in KEPT and text.strip():
            between = article.raw[end : piece.start + len(text) - len(text.lstrip())]
            out.append((piece.start, not out or len(between.splitlines()) > 1 or between.endswith(("\n", "\r"))))
            end = piece.start + len(text.rstrip())
    return out


def _strips(raw: str, pieces: Sequence[Piece]) -> list[Strip]:
    """One strip per input line that holds caption or credit pieces, the pieces of a line joined."""
    from cleannews.read.text import read_lines

    lines = read_lines(raw)
    starts = [line.start for line in lines]
    strips: list[Strip] = []
    for piece in pieces:
        core = raw[piece.start : piece.end].strip()
        if not core:
            continue
        start = piece.start + raw[piece.start : piece.end].index(core[0])
        end = start + len(core)
        first = max(0, bisect_right(starts, start) - 1)
        number = lines[first].number if lines else 0
        is_credit = piece.label is Label.CREDIT
        last = strips[-1] if strips else None
        if last is not None and last.lines[-1] == number and not raw[last.end : start].strip():
            last.end = end
            last.text = raw[last.start : end]
            if is_credit:
                last.marked.append((start - last.start, end - last.start))
            last.is_credit = last.is_credit and is_credit
            last.wire = last.wire or piece.subtype == "wire"
            continue
        strip = Strip((number,), start, end, core, is_credit, piece.subtype == "wire", lines[first].gap if lines else 0)
        if is_credit:
            strip.marked.append((0, len(core)))
        strips.append(strip)
    return strips


def _note_neighbours(strips: Sequence[Strip], story: Sequence[int]) -> None:
    """Note which strips have no story text between them and the strip before, and which open a run of picture lines."""
    for before, strip in pairwise(strips):
        strip.follows = bisect_right(story, before.start) == bisect_right(story, strip.start)
        strip.opens = not strip.follows or strip.lines[0] != before.lines[-1] + 1


def _closed_brackets(strips: list[Strip]) -> list[Strip]:
    """Strips whose bracket is closed by a following line, joined with it: credits broken over lines."""
    out: list[Strip] = []
    for strip in strips:
        last = out[-1] if out else None
        if (
            last is not None
            and strip.lines[0] == last.lines[-1] + 1
            and len(last.lines) < 4
            and _open(last.text)
            and (_closes(strip.text) or len(strip.text) < 40)
        ):
            text = f"{last.text} {strip.text}"
            last.marked = [] if not last.is_credit else [(0, len(text))]
            last.text, last.end, last.lines = text, strip.end, last.lines + strip.lines
            continue
        out.append(strip)
    return out


def _open(text: str) -> bool:
    return any(text.count(a) > text.count(b) and text.rfind(a) > len(text) - 80 for a, b in ("()", "[]", "（）"))


def _closes(text: str) -> bool:
    return any(text.count(b) > text.count(a) for a, b in ("()", "[]", "（）"))


def _read(strip: Strip) -> None:
    from cleannews.caption import Caption, read_caption
    from cleannews.credit import read_credit

    if strip.is_credit:
        caption = Caption("", (strip.text,))
        alone = read_caption(strip.text)
        if alone.header or alone.repeated or (alone.text and alone.credits and len(alone.text) > 25):
            caption, strip.is_credit = alone, False
        elif alone.instructions:
            caption = alone._replace(text="", credits=alone.credits or ((alone.text,) if alone.text else ()))
    else:
        caption = read_caption(strip.text, strip.marked)
        if not caption.text and caption.credits:
            strip.is_credit = True
    strip.read = caption
    strip.is_file, strip.is_symbolic, strip.digital_source = caption.is_file, caption.is_symbolic, caption.digital_source
    for printed in caption.credits:
        found = read_credit(printed)
        if found.credit is not None:
            strip.credits.append(found.credit)
        strip.is_file |= found.is_file
        strip.is_symbolic |= found.is_symbolic
        strip.digital_source = strip.digital_source or found.digital_source
    strip.wire = strip.wire or caption.header


def _grouped(strips: Sequence[Strip]) -> list[list[Strip]]:
    """The strips of each picture together."""
    credit_first = _credit_first(strips)
    blocks = any(strip.gap for strip in strips[1:]) and any(not strip.gap for strip in strips[1:])
    groups: list[list[Strip]] = []
    for k, strip in enumerate(strips):
        group = groups[-1] if groups else None
        following = strips[k + 1] if k + 1 < len(strips) else None
        if group is not None and _belongs(group, strip, following, credit_first, blocks):
            group.append(strip)
        else:
            groups.append([strip])
    return groups


def _credit_first(strips: Sequence[Strip]) -> bool:
    """Whether this publisher prints the credit above the caption: told by the runs of picture lines that begin and end with one."""
    before = after = 0
    for k, strip in enumerate(strips):
        if not strip.is_credit:
            continue
        alone_above = k == 0 or strips[k - 1].lines[-1] + 1 != strip.lines[0]
        alone_below = k + 1 == len(strips) or strips[k + 1].lines[0] != strip.lines[-1] + 1
        if alone_above and not alone_below and not strips[k + 1].is_credit and not strips[k + 1].credits:
            before += 1
        if alone_below and not alone_above and not strips[k - 1].is_credit and not strips[k - 1].credits:
            after += 1
    return before > after


def _belongs(group: list[Strip], strip: Strip, following: Strip | None, credit_first: bool, blocks: bool) -> bool:
    """Whether a strip describes the picture of the group before it."""
    last = group[-1]
    if last.figure is not None or strip.figure is not None:
        return last.figure == strip.figure and len(group) < 4
    if not strip.follows or strip.lines[0] > last.lines[-1] + 3 or len(group) > 5:
        return False
    captions = [other for other in group if not other.is_credit]
    loose = [other for other in group if other.is_credit]
    if strip.lines[0] != last.lines[-1] + 1:
        return not strip.is_credit and any(_same_words(other, strip) for other in captions)
    if strip.is_credit:
        if not captions:
            return not credit_first or not strip.gap
        if credit_first and following is not None and not following.is_credit and following.lines[0] == strip.lines[-1] + 1 and not following.credits:
            return False
        return not (blocks and strip.gap and following is not None and not following.gap and not following.is_credit)
    if not captions:
        return (credit_first or not strip.gap or len(loose) == len(group)) and not (strip.credits and not _shared_party(group, strip) and strip.gap)
    if any(_same_words(other, strip) for other in captions):
        return True
    if len(captions) > 1 or (blocks and strip.gap):
        return False
    above = captions[0]
    if loose and not above.credits:
        return False
    if above.wire and not strip.wire:
        return not strip.credits or _shared_party([above], strip) or not _names(above)
    if strip.wire and not above.wire:
        return False
    ends = following is None or following.is_credit or bool(following.gap and blocks) or not following.follows or following.lines[0] != strip.lines[-1] + 1
    opens = above.opens or bool(above.gap and blocks)
    if not (opens and ends and strip.credits) or strip.gap:
        return False
    if not above.credits:
        return True
    return _shared_party([above], strip) and _names(above) > _names(strip) and not any(credit.creators for credit in strip.credits)


def _names(strip: Strip) -> int:
    return sum(len(credit.creators) + bool(credit.provider) + bool(credit.collection) for credit in strip.credits)


def _shared_party(group: Sequence[Strip], strip: Strip) -> bool:
    """Whether every party that the strip credits is credited in the group too."""
    known = {letters(name) for other in group for credit in other.credits for name in (*credit.creators, credit.provider, credit.collection) if name}
    named = {letters(name) for credit in strip.credits for name in (*credit.creators, credit.provider, credit.collection) if name}
    return bool(named) and named <= known


def _said(strip: Strip) -> str:
    return strip.read.text if strip.read else ""


def _same_words(a: Strip, b: Strip) -> bool:
    """Whether two captions say the same: equal, one the beginning of the other, or all but equal."""
    one, two = letters(_said(a)), letters(_said(b))
    if not one or not two:
        return False
    if one == two:
        return True
    short, longer = sorted((one, two), key=len)
    if len(short) >= 15 and (longer.startswith(short) or (len(short) >= 30 and short in longer)):
        return True
    if len(longer) > 2000 or len(short) < 25 or len(short) < 0.7 * len(longer):
        return False
    from rapidfuzz.fuzz import ratio

    return ratio(short, longer) >= 90


def _image(group: Sequence[Strip], figures: Sequence[Any], position: int) -> Image | None:
    """One picture out of its strips and, where the page says so, its figure."""
    from cleannews.credit import fullest

    captions = [strip for strip in group if not strip.is_credit and strip.read and strip.read.text]
    _rest_as_credit(captions)
    marked = group[0].figure is not None
    caption, description = _texts(captions, marked)
    credit = fullest(credit for strip in group for credit in strip.credits)
    reads = [strip.read for strip in group if strip.read]
    date = next((read.date for read in reads if read.date and not read.date.startswith("--")), None) or next((read.date for read in reads if read.date), None)
    instructions = list(dict.fromkeys(text for read in reads for text in read.instructions))
    figure = figures[group[0].figure] if group[0].figure is not None else None
    if figure is not None:
        alone = _alone(figure, position)
        credit = credit or (alone.credit if alone else None)
        alt = _text(figure.alt)
        description = description or (alt if alt and caption and letters(alt) != letters(caption) else None)
        caption = caption or (alone.caption if alone else None)
    url = _text(figure.url) if figure is not None else None
    if not (caption or description or credit or url or any(strip.is_file or strip.is_symbolic for strip in group)):
        return None
    return Image(
        caption=caption,
        description=description,
        credit=credit,
        location=_fullest_place(reads),
        date=date,
        instructions="; ".join(instructions) or None,
        is_file=any(strip.is_file for strip in group),
        is_symbolic=any(strip.is_symbolic for strip in group),
        digital_source=next((strip.digital_source for strip in group if strip.digital_source), None),
        url=url,
        position=position,
        lines=tuple(sorted({number for strip in group for number in strip.lines})),
    )


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _alone(figure: Any, position: int) -> Image | None:
    """A picture of the page that no line of the text describes: what its markup says of it."""
    from cleannews.caption import read_caption
    from cleannews.credit import fullest, read_credit

    url, alt, said, credited = (_text(getattr(figure, name, None)) for name in ("url", "alt", "caption", "credit"))
    read = read_caption(said or alt or "")
    found = [read_credit(text) for text in (*read.credits, *([credited] if credited else []))]
    if not (url or read.text):
        return None
    return Image(
        caption=read.text or None,
        description=alt if said and alt and letters(alt) != letters(read.text) else None,
        credit=fullest(part.credit for part in found if part.credit is not None),
        location=read.location,
        date=read.date,
        instructions="; ".join(read.instructions) or None,
        is_file=read.is_file or any(part.is_file for part in found),
        is_symbolic=read.is_symbolic or any(part.is_symbolic for part in found),
        digital_source=read.digital_source or next((part.digital_source for part in found if part.digital_source), None),
        url=url,
        position=position,
    )


def _rest_as_credit(captions: Sequence[Strip]) -> None:
    """What a caption adds to the same words of an image text beside it is its credit, if it is names."""
    from cleannews.credit import read_credit
    from cleannews.names import name_like

    for plain in captions:
        for strip in captions:
            if plain is strip or strip.credits or plain.credits or not strip.read or not plain.read:
                continue
            text, start = strip.read.text, plain.read.text.rstrip(" .")
            if len(start) >= 20 and text.startswith(start) and 3 <= len(rest := text[len(start) :].strip(" .,|-–—/")) <= 80 and name_like(rest):
                found = read_credit(rest)
                if found.credit is not None:
                    strip.credits.append(found.credit)
                    strip.read = strip.read._replace(text=text[: len(start) + (text[len(start) : len(start) + 1] == ".")])


def _texts(captions: Sequence[Strip], marked: bool = False) -> tuple[str | None, str | None]:
    """(the site's caption, the agency's description or the alt text if it says something else).

    marked  the page's markup tells which lines belong to the picture; there its caption comes first, and small print follows.
    """
    different: list[Strip] = []
    for strip in captions:
        twin = next((k for k, other in enumerate(different) if _same_words(other, strip)), None)
        if twin is None:
            different.append(strip)
            continue
        other = different[twin]
        if not other.wire and (strip.credits or (not other.credits and len(_said(strip)) > len(_said(other)))):
            different[twin] = strip
    texts = [(strip, _said(strip)) for strip in different]
    if not texts:
        return None, None
    if len(texts) == 1:
        return texts[0][1], None
    wire = next((text for strip, text in texts if strip.wire), None)
    if wire is not None:
        own = next((text for strip, text in texts if not strip.wire), None)
        return own or texts[1][1], wire
    if marked:
        return texts[0][1], texts[1][1]
    return texts[1][1], texts[0][1]


def _fullest_place(reads: Sequence[Caption]) -> Place | None:
    places = [read.location for read in reads if read.location]
    return max(places, key=lambda place: bool(place.city) + bool(place.region) + bool(place.country), default=None)
