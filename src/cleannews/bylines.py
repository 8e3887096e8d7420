"""Byline and biography lines → authors: people with their roles, addresses and what is said of them. Agencies and desks are no people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleannews.article import Author, Label
from cleannews.lexicon import Lexicon, lexicon, shared_words
from cleannews.names import canonical, is_cased, letters, trades
from cleannews.read.text import matching_form

if TYPE_CHECKING:
    from cleannews.article import Article

_MAIL = re.compile(r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,24}){1,4}")
_HANDLE = re.compile(r"(?<![\w.])@\w{2,30}")
_OUTER = " \t\u00a0\u200b\u200e\u200f\ufeff.,;:|/–—-•·⋅=*＝／、，"
_BRACKETED = re.compile(r"^[(\[【〔（［「<]+(.*?)[)\]】〕）］」>]+$")
_AFTER_LABEL = re.compile(r"\s*[:|/=]\s*|\s+|(?<=[^\x00-\u2fff])(?=\S)")
_NUMBERED = re.compile(r"(?<=[^\W\d_])\d$")


class Part(NamedTuple):
    """A piece of a byline: a person's name, or a role."""

    text: str
    kind: str


def read_authors(article: Article) -> tuple[Author, ...]:
    """The people of an article's bylines, in order, each once; roles, addresses and biographies go to the person they stand with."""
    raw = article.raw
    bylines = [text for piece in article.pieces if piece.label is Label.BYLINE and (text := raw[piece.start : piece.end].strip())]
    bios = [text for piece in article.pieces if piece.label is Label.BIO and (text := raw[piece.start : piece.end].strip())]
    found: list[dict[str, str | None]] = []
    pending: list[str] = []
    opened = 0
    for text in bylines:
        before = len(found)
        opened = opened or before
        for person in read_byline(text):
            if not person.name:
                if found and person.role and not found[-1]["role"]:
                    for author in found[-_together(found, before) :]:
                        author["role"] = author["role"] or person.role
                if person.email:
                    _give_address(found, person.email, pending)
                continue
            known = next((author for author in found if letters(author["name"] or "") == letters(person.name)), None)
            if known is None:
                found.append({"name": person.name, "role": person.role, "email": person.email, "description": None})
            else:
                if (known["name"] or "").isupper() and not person.name.isupper():
                    known["name"] = person.name
                known["role"] = known["role"] or person.role
                known["email"] = known["email"] or person.email
    for address in pending:
        _give_address(found, address, [])
    opened = opened or len(found)
    named = tuple(getattr(article.page, "authors", None) or ())
    if named:
        found = _of_page(named, found, opened)
    elif not found:
        found = _of_page(tuple(getattr(article.page, "desks", None) or ()), found, 0)
    for author in found:
        _biography(author, bios, alone=len(found) == 1)
    return tuple(Author(author["name"] or "", author["role"], author["email"], author["description"]) for author in found)


def _together(found: Sequence[dict[str, str | None]], before: int) -> int:
    """How many of the last authors a role line speaks of: those of the line before it."""
    return max(1, len(found) - before) if before < len(found) else 1


def _of_page(named: Sequence[str], found: list[dict[str, str | None]], first: int) -> list[dict[str, str | None]]:
    """The names that a page declares, with what the text says of them. The first byline, which made `first` of those found, may know more names."""
    by_name = {letters(author["name"] or ""): author for author in found}
    declared = {letters(name) for name in named}
    if found and len(found) <= 6 and len(found) > len(declared) and declared <= by_name.keys() and first > len(declared):
        # The first byline names them all and more.
        return found[:first]
    return [by_name.get(letters(name)) or {"name": name, "role": None, "email": None, "description": None} for name in dict.fromkeys(named) if name.strip()]


def _give_address(found: list[dict[str, str | None]], address: str, pending: list[str]) -> None:
    """An address goes to the author whose name it holds, else to the last one without."""
    local = letters(address.split("@", maxsplit=1)[0])
    for author in found:
        if any(len(word) > 2 and letters(word) in local for word in (author["name"] or "").split()) and not author["email"]:
            author["email"] = address
            return
    free = [author for author in found if not author["email"]]
    if free:
        free[-1]["email"] = address
    else:
        pending.append(address)


def _biography(author: dict[str, str | None], bios: Sequence[str], alone: bool) -> None:
    name = author["name"] or ""
    surname = name.split()[-1] if name.split() else name
    said = [text for text in bios if name and (name.casefold() in text.casefold() or (alone and len(surname) > 2 and surname.casefold() in text.casefold()))]
    if not said and alone and bios and name:
        said = [bios[0]] if not _names_other(bios[0]) else []
    if said:
        text = "\n".join(said)
        author["description"] = text
        if not author["email"] and (match := _MAIL.search(text)):
            author["email"] = match.group().rstrip(".")


def _names_other(text: str) -> bool:
    """Whether a biography opens with somebody's full name."""
    words = text.split()[:2]
    return len(words) == 2 and all(word[:1].isupper() and word[1:2].islower() for word in words)


def read_byline(raw: str) -> list[Author]:
    """The authors of one byline line. An entry without a name carries a role or an address for the author of a line before. Nothing raises."""
    text = " ".join(raw[:2000].split())[:500]
    addresses = [match.rstrip(".") for match in _MAIL.findall(text)]
    text = _HANDLE.sub(" ", _MAIL.sub(" ", text))
    if lexicon("byline-label", "byline-written").covers(text):
        return [Author("", email=address) for address in addresses]
    people: list[dict[str, str | None]] = []
    loose: list[str] = []
    for chunk in _chunks(text):
        role, rest = _opening_role(chunk)
        before = len(people)
        for part in _parts(rest):
            if part.kind == "name":
                people.append({"name": part.text, "role": role})
            elif people:
                for person in people[before:] or people[-1:]:
                    person["role"] = person["role"] or part.text
            else:
                loose.append(part.text)
    authors = [
        Author(person["name"] or "", person["role"], addresses[k] if len(addresses) == len(people) else addresses[0] if k == 0 and addresses else None)
        for k, person in enumerate(people)
    ]
    if not people:
        authors = [Author("", role=role) for role in loose[:1]]
        authors += [Author("", email=address) for address in addresses]
    return authors


def _chunks(text: str) -> list[str]:
    """The line, divided where another label begins ("Interview by A. Photographs by B")."""
    inner = _BRACKETED.match(text.strip())
    text = inner[1] if inner else text
    labels = lexicon("byline-label", "byline-written", "credit-label")
    chunks, at = [], 0
    for match in re.finditer(r"(?<=[^\W\d_]{2})[.;](?= )|(?<=[^\W\d_]) [/|•·] (?=[^\W\d_])|\n", text):
        rest = matching_form(text[match.end() :].lstrip()).lower()
        if match.group() == "\n" or labels.end(rest) > 0 or re.match(r"[^\W\d_ ]+(?: [^\W\d_ ]+)?: ", rest):
            chunks.append(text[at : match.start()])
            at = match.end()
    chunks.append(text[at:])
    return [chunk.strip() for chunk in chunks if chunk.strip(_OUTER)]


@cache
def _openers() -> Lexicon:
    return Lexicon.of(shared_words("bylines", "openers"))


def _opening_role(chunk: str) -> tuple[str | None, str]:
    """(role that the label words name, rest): "Editor: Jo Lee" → ("Editor", "Jo Lee"), "By Jo Lee" → (None, "Jo Lee")."""
    role: str | None = None
    text = chunk.strip(_OUTER + "([【〔（")
    for _ in range(3):
        form = matching_form(text)
        low = form.lower()
        if len(low) != len(text):
            break
        step = None
        for listed, is_role in (
            (lexicon("byline-label", "byline-written"), False),
            (_openers(), False),
            (lexicon("byline-role"), True),
            (lexicon("credit-label"), True),
        ):
            for end in listed.ends(low):
                mark = _AFTER_LABEL.match(form, end)
                rest = text[mark.end() :].strip(_OUTER) if mark else ""
                if not rest or (is_role and not mark[0].strip() and is_cased(rest)):  # type: ignore[index]
                    continue
                step = rest
                if is_role or (listed is _openers() and low[:end].endswith(" by") and " " in low[:end].removesuffix(" by") + " "):
                    role = role or text[:end].strip(_OUTER).removesuffix(" by").strip() or None
                break
            if step is not None:
                break
        if step is None:
            match = re.match(r"((?:[^\W\d_][\w'-]{0,20} ?){1,3}):\s+(?=\S)", text)
            if match and not role:
                role, step = match[1].strip(), text[match.end() :]
        if step is None:
            break
        text = step
    return role, text


@cache
def _between() -> re.Pattern[str]:
    from cleannews.languages import words

    joined = "|".join(sorted((re.escape(word) for word in words("and") if word.isascii() or len(word) > 1), key=len, reverse=True))
    return re.compile(rf"\s+(?:{joined})\s+|\s*&\s*|\s+[|•·⋅–—-]\s+|\s*[,;、，|•]\s*|\s*／\s*|\s+/\s*", re.IGNORECASE)


def _parts(text: str) -> list[Part]:
    """The names and roles of a byline without its label.

    Behind a name and what its commas add to it (a role, an outlet, a place) no other name is expected until a word or mark that joins people.
    """
    out: list[Part] = []
    settled = False
    for mark, piece in _divided(text.strip(_OUTER)):
        piece = _NUMBERED.sub("", piece.strip(_OUTER))
        if mark != ",":
            settled = False
        if not piece or any(char.isdigit() for char in piece):
            continue
        found = _read_part(piece)
        if settled:
            found = [part for part in found if part.kind == "role"]
        if out and mark == "," and not any(part.kind == "name" for part in found):
            settled = True
        out += found
    return _without_towns(out)


def _read_part(piece: str) -> list[Part]:
    """The names and the role of one part between two separators; an agency, a desk or an outlet has none."""
    bracket = re.match(r"(.{3,60}?)\s*[(（]([^()（）]{2,40})[)）]$", piece)
    said = None
    if bracket:
        piece, said = bracket[1].strip(_OUTER), bracket[2].strip()
        if canonical(said) or not (_is_role(said) or lexicon("byline-written", "credit-label").covers(said)):
            said = None
    first = piece.split()[0] if piece.split() else ""
    if canonical(piece) or _is_nobody(_without_place(piece)) or (canonical(first) and len(first) <= 5 and first.isupper()):
        return []
    if not is_cased(piece) and " " in piece:
        return _caseless(piece)
    words = piece.split()
    if len(words) >= 4 and len(words) % 2 == 0 and words[: len(words) // 2] == words[len(words) // 2 :]:
        piece = " ".join(words[: len(words) // 2])
    name, role = _name_and_role(piece)
    found = [Part(name, "name")] if name else []
    return [*found, Part(role or said or "", "role")] if role or said else found


def _divided(text: str) -> list[tuple[str, str]]:
    """The parts of a byline with the mark before each ("," or what joins people); a role keeps the words behind its comma."""
    marks = ["", *(mark.strip() for mark in _between().findall(text))]
    out: list[tuple[str, str]] = []
    for mark, part in zip(marks, _between().split(text), strict=True):
        if out and mark in {",", "&"} and _is_role(out[-1][1]) and not _is_role(part) and (len(out) == 1 or not _looks_like_name(part, 2)):
            out[-1] = (out[-1][0], f"{out[-1][1]}{mark} {part.strip()}")
            continue
        halves = part.split("/")
        if len(halves) == 2 and (all(_looks_like_name(half.strip(), 2) for half in halves) or any(canonical(half.strip()) for half in halves)):
            out += [(mark, halves[0]), ("/", halves[1])]
        else:
            out.append((mark, part))
    return out


def _without_towns(parts: list[Part]) -> list[Part]:
    """Korean bylines without the towns in front: names have three syllables there, towns two."""
    names = [part.text for part in parts if part.kind == "name"]
    if not any(len(name) == 3 and re.fullmatch("[\uac00-\ud7af]{3}", name) for name in names):
        return parts
    return [part for part in parts if part.kind != "name" or not re.fullmatch("[\uac00-\ud7af]{1,2}", part.text)]


def _caseless(piece: str) -> list[Part]:
    """Names and roles of scripts without capitals, told by the spaces between them."""
    out: list[Part] = []
    if not re.search("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", piece):
        name, role = _name_and_role(piece)
        if name:
            out.append(Part(name, "name"))
        if role:
            out.append(Part(role, "role"))
        return out
    ahead: str | None = None
    for word in piece.split():
        if word.endswith(("=", "＝")):
            continue
        word = word.strip(_OUTER)
        if not word or canonical(word) or _is_nobody(word):
            continue
        name, role = _name_and_role(word)
        if name:
            out.append(Part(name, "name"))
            role = role or ahead
        elif role and (not out or ahead):
            ahead = role
            continue
        if role:
            out.append(Part(role, "role"))
    return out if out or not ahead else [Part(ahead, "role")]


def _is_role(text: str) -> bool:
    roles = lexicon("byline-role")
    low = matching_form(text).lower().strip(_OUTER)
    if not low:
        return False
    return roles.covers(text) or roles.closes(low) >= 0 or (roles.end(low) > 0 and not low[roles.end(low) : roles.end(low) + 2].strip().isalpha())


def _is_nobody(text: str) -> bool:
    low = matching_form(text).lower().strip(_OUTER)
    if (
        not low
        or low in shared_words("bylines", "nobody")
        or low.endswith(tuple(shared_words("bylines", "endings")))
        or low in shared_words("staff", "words")
        or lexicon("boilerplate-nav").covers(low)
    ):
        return True
    words = low.split()
    if len(words) > 1 and (words[-1] in shared_words("bylines", "desks") or words[0] in shared_words("bylines", "outlets")):
        return True
    return any(word.strip(".,") in shared_words("pictures", "organisations") for word in words) and not _is_role(text)


def _looks_like_name(text: str, least: int = 1) -> bool:
    words = text.split()
    if not least <= len(words) <= 6:
        return False
    if not is_cased(text):
        return len(text) <= 30
    return all((word[0].isupper() or word.lower() in shared_words("names", "particles") or word[:2].istitle()) for word in words if word[0].isalpha()) and any(
        word[0].isupper() for word in words
    )


def _name_and_role(piece: str) -> tuple[str | None, str | None]:
    """The name and the role that one part of a byline holds; either may be missing."""
    text = piece.strip(_OUTER)
    roles = lexicon("byline-role")
    low = matching_form(text).lower()
    if len(low) != len(text):
        low = text
    if roles.covers(text):
        return None, text
    glued = next((match.start() for match in re.finditer(r"(?<=[a-zß-ÿ])(?=[^\W\d_a-zß-ÿ][a-zß-ÿ])", text) if roles.closes(low[match.start() :]) >= 0), None)
    if glued is not None and " " in text[:glued]:
        return text[:glued].strip(_OUTER), text[glued:].strip(_OUTER)
    at = roles.closes(low)
    if at > 0:
        head = text[:at].rstrip(_OUTER)
        if is_cased(text):
            words = head.split()
            if _looks_like_name(head, 2) and len(words) <= 3 and not any(roles.closes(word.lower()) >= 0 for word in words) and text[at].islower():
                return head, text[at:]
            return None, text
        if head and len(head) <= 6 + 18 * bool(" " in head):
            return head, text[at:].strip()
        return None, text
    end = roles.end(low)
    if 0 < end < len(text):
        rest = text[end:].strip(_OUTER)
        if not is_cased(text):
            return (rest, text[:end]) if len(rest) <= 30 else (None, text)
        if text[end : end + 1].isspace() and _looks_like_name(rest, 2):
            return rest, text[:end]
        return None, text
    text = _without_place(text)
    if " " in text and text.rsplit(maxsplit=1)[-1].lower() in trades():
        return None, text
    if not _looks_like_name(text) or (len(text.split()) == 1 and is_cased(text)) or len(text) > 60:
        return None, None
    return text, None


def _without_place(text: str) -> str:
    """The name without the place that a preposition adds ("Jo Lee in Nairobi")."""
    words = text.split()
    for k in range(2, len(words) - 1):
        if words[k].lower() in shared_words("bylines", "places") and words[k + 1][:1].isupper():
            return " ".join(words[:k])
    return text
