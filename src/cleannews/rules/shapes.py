"""The four ways in which rules use a language's phrases, and predicates that several rules share."""

from __future__ import annotations

import re
from functools import cache

from cleannews.derived import regex

#: The line opens with the phrase, then a separator and a text; or the phrase is the whole line.
LABEL = r"^{bullet}{phrases}(?:{sep} ?\S|{end})"
#: The phrase, a separator, and a text of headline form.
LABEL_TEXT = r"^{bullet}{phrases}{sep} ?\S"
#: The phrase is the whole line; arrows, a colon or a count may follow.
WHOLE = r"^{bullet}{phrases}(?: ?[(\[]?\d{1,6}[)\]]?)?[!?\])}】]?(?: ?[-•*_|<«]{1,3})?{end}"
#: The line opens with the phrase.
OPEN = r"^{bullet}{phrases}"
#: The phrase stands anywhere in the line.
INSIDE = r"{phrases}"

TERMINAL = ".!?。！？؟।॥…።۔"
_CLOSERS = "\"')]»›”’」』）】 "
_SENTENCE = regex(r"[.!?…][\"')\]»]{0,3} +[\"'(\[«¿¡]{0,2}[^\Wa-z\d_]|[。！？।۔]")


def ends_sentence(form: str) -> bool:
    """Whether the line ends as sentences do, closing quotes and brackets aside."""
    core = form[-8:].rstrip(_CLOSERS)
    return core[-1:] in TERMINAL and bool(core)


def no_final_stop(form: str) -> bool:
    """Headlines carry no final stop; a question or exclamation mark may close one."""
    core = form[-8:].rstrip(_CLOSERS)
    return not core or core[-1] not in ".。।۔" or core.endswith(("..", "U.S.", "v."))


def one_sentence(form: str) -> bool:
    """At most one sentence."""
    return len(_SENTENCE.findall(form[:600])) <= (1 if form[-1:] in "。！？।۔" else 0)


def sentences(form: str) -> int:
    """How many sentences the line seems to hold (bounded look)."""
    return len(_SENTENCE.findall(form[:2000])) + (form[-1:] not in "。！？।۔")


def has_kana_or_han(form: str) -> bool:
    """Whether the line opens in Japanese or Chinese script."""
    return any("\u3040" <= char <= "\u9fff" for char in form[:40])


def doubled(form: str) -> bool:
    """Whether the line is one text twice, as glued image and link texts leave it."""
    size = len(form)
    if form[0] not in form[size // 2 : size // 2 + 2]:
        return False
    return any(form[:half].strip() == form[half:].strip() for half in {size // 2, (size + 1) // 2})


@cache
def _cited() -> re.Pattern[str]:
    """A bracket at the end that names where facts, not pictures, come from."""
    from cleannews.languages import available, phrases

    words = "|".join(sorted(map(re.escape, phrases("source-named", available())), key=len, reverse=True))
    return regex(rf"[(\[] ?(?i:{words})\b[^()\[\]]{{1,80}}[)\]] ?\.?$")


def no_cited_paragraph(form: str) -> bool:
    """Behind several sentences a bracketed source is the paragraph's, not a picture's."""
    return not (_cited().search(form[-110:]) and sentences(form) >= 3)
