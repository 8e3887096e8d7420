"""Text → lines. Nothing is changed: a line knows where it stands in the input, and carries a form made for matching."""

from __future__ import annotations

import re

from cleannews.derived import regex
from cleannews.read.line import Line

#: One character for one, so that offsets stay true. Quotes, dashes, spaces and full-width marks become the plain ones.
_PLAIN = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u00b4": "'", "\u0060": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"', "\uff02": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2007": " ", "\u2008": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ", "\u3000": " ",
    "\u200b": " ", "\u200c": " ", "\u200d": " ", "\u200e": " ", "\u200f": " ", "\u202a": " ", "\u202b": " ", "\u202c": " ", "\u2060": " ", "\ufeff": " ",
    "\uff1a": ":", "\uff08": "(", "\uff09": ")", "\uff3b": "[", "\uff3d": "]", "\uff5c": "|", "\uff0f": "/", "\uff1d": "=", "\uff1e": ">", "\uff1c": "<", "\t": " ",
    "\u0130": "I",
}  # fmt: skip
_SPECIAL = regex("[{}\uff21-\uff3a\uff41-\uff5a\uff10-\uff19]".format("".join(map(re.escape, _PLAIN))))
_ENTITY = regex(r"&(?:amp|quot|apos|lt|gt|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,6}|[a-z]{2,8});")
#: Breaks that careless exports leave in the text: a literal backslash-n, `<br>`, paragraph tags.
_LEFTOVER = regex(r"(?:\\r)?\\n|<br\s{0,4}/?>|</?p>", re.I)


def matching_form(raw: str) -> str:
    """The text as rules see it: the same length, one kind of quote, dash, space, colon and bracket."""
    if raw.isascii():
        form = raw.replace("\t", " ").replace("`", "'")
    else:
        form = raw
        for char in set(_SPECIAL.findall(raw)):
            # Full-width letters and digits lie as far from the plain ones as full-width marks do.
            form = form.replace(char, _PLAIN.get(char) or chr(ord(char) - 0xFEE0))
    if "&" in form and ";" in form:
        form = _ENTITY.sub(_unescaped, form)
    return form


def folded(text: str) -> str:
    """Lower case, and the letters that patterns take for the same when case does not count made one, as far as what patterns need has them (`stages.keys`)."""
    if text.isascii():
        return text.lower()
    return text.replace("\u0130", "I").lower().replace("\u0131", "i").replace("\u017f", "s").replace("ς", "σ")


def _unescaped(match: re.Match[str]) -> str:
    import html

    text = html.unescape(match.group())
    return matching_form(text).ljust(len(match.group())) if len(text) == 1 and text not in "&\n\r" else match.group()


def read_lines(raw: str) -> list[Line]:
    """The non-empty lines of `raw`, in order.

    A line ends where `str.splitlines` says so (LF, CRLF, NEL, U+2028 …). Literal line-feed escapes and `<br>` end lines too, where the text has them.
    """
    form = matching_form(raw)
    found: list[tuple[int, str, int]] = []
    gap = 0
    for at, text in _spans(raw, form):
        core = text.strip()
        if core:
            found.append((at + text.index(core[0]), core, gap))
            gap = 0
        else:
            gap += 1
    after = [start for start, _, _ in found[1:]]
    after.append(len(raw))
    return [Line(i, start, start + len(core), after[i], core, gap) for i, (start, core, gap) in enumerate(found)]


def _spans(raw: str, form: str) -> list[tuple[int, str]]:
    """(offset, text) of each line, white space and line ends still on it; leftovers of breaks are gaps of their own."""
    spans: list[tuple[int, str]] = []
    at = 0
    leftovers = "\\n" in raw or "<" in raw
    for whole in form.splitlines(keepends=True):
        if leftovers and ("\\n" in whole or "<" in whole):
            done = 0
            for match in _LEFTOVER.finditer(whole):
                spans.append((at + done, whole[done : match.start()]))
                done = match.end()
            spans.append((at + done, whole[done:]))
        else:
            spans.append((at, whole))
        at += len(whole)
    return spans
