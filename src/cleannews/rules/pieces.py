"""Shared pieces of patterns: names, agencies, separators. One home for each bit of grammar."""

from __future__ import annotations

import sys
from functools import cache

from cleannews.derived import derived


def _ranges(test: str) -> str:
    """A character class body of all letters below U+2000 for which the str method `test` holds."""
    spans: list[list[int]] = []
    for code in [*range(0x41, 0x590), *range(0x10A0, 0x1100), *range(0x1E00, 0x2000)]:
        if getattr(chr(code), test)():
            if spans and spans[-1][1] == code - 1:
                spans[-1][1] = code
            else:
                spans.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in spans)


@cache
def upper() -> str:
    """Capital letters of the cased scripts, as the body of a character class."""
    if (shipped := derived()) is not None:
        return sys.intern(shipped.thing("pieces")["up"])
    return sys.intern(_ranges("isupper"))


#: Scripts without capitals, where a name can't be told by its shape.
CASELESS = "\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
#: Scripts written without spaces: phrases need no word edges there.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef"

_PARTICLE = r"(?:de|da|do|dos|das|del|della|di|du|des|la|le|van|von|vom|zu|zur|den|der|ter|ten|te|bin|ibn|al|el|av|af|y|e|i|und|and|abu)"


@cache
def pieces() -> dict[str, str]:
    """Name → regular expression, for the braces in rule patterns."""
    if (shipped := derived()) is not None:
        return shipped.thing("pieces")  # type: ignore[no-any-return]
    up = upper()
    token = rf"(?:[{up}][\w'.-]{{0,24}}|{_PARTICLE}(?=[ -]))"
    name = rf"[{up}][\w'.-]{{0,24}}(?: {token}){{0,4}}"
    two = rf"[{up}][\w'.-]{{0,24}}(?: {token}){{1,4}}"
    from cleannews.languages import agencies, months, weekdays, wires

    return {
        "up": up,
        "up1": f"[{up}]",
        "caseless": CASELESS,
        "name": name,
        "fullname": two,
        "agency": agencies(),
        "wire": wires(),
        "months": months(),
        "weekdays": weekdays(),
        "unspaced": UNSPACED,
        "sep": rf" ?(?::|\||»|›|→|▶|►|➤|>{{1,3}}| - |-(?= )|[】)\]]|(?<=[{UNSPACED}])/)",
        "end": r"[ .:…>»›→]{0,4}$",
        "bullet": r"(?:[-•●■▪◆◇▶►▷☞☛➤→»›>*+#|】【\[(]{1,4} ?)?",
    }
