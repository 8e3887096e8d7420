"""Bytes → text: byte order mark, UTF-8, a declared encoding, a detected one; what can't be decoded is replaced and counted."""

from __future__ import annotations

import codecs
import re

from cleannews.derived import regex

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = regex(rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?\s{0,4}([A-Za-z0-9_:.-]{2,30})""", re.I)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str, int]:
    """The text of `data`, the encoding it was read in, and how many characters had to be replaced.

    `declared` is what a caller or an HTTP header says; a `charset=` or `encoding=` in the first 2,048 bytes counts as well.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _replacing(data, name)
    try:
        return data.decode("utf-8"), "utf-8", 0
    except UnicodeDecodeError:
        pass
    names = [declared] if declared else []
    if match := _DECLARED.search(data[:2048]):
        names.append(match[1].decode("ascii"))
    for name in names:
        try:
            codec = codecs.lookup(name).name
            codec = "cp1252" if codec in ("iso8859-1", "ascii") else codec
            return data.decode(codec), codec, 0
        except (LookupError, UnicodeError):
            continue
    broken = data.decode("utf-8", "replace").count("\ufffd")
    if broken <= max(2, len(data) // 500):
        return _replacing(data, "utf-8")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    return _replacing(data, best.encoding if best else "cp1252")


def _replacing(data: bytes, name: str) -> tuple[str, str, int]:
    text = data.decode(name, "replace")
    return text, "utf-8" if name == "utf-8-sig" else name, text.count("\ufffd")
