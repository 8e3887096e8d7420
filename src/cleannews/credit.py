"""Picture credits, taken apart.

Almost every printed credit in every language is one grammar: a label word, a chain of parties with slashes, bars or "via" between them,
perhaps a flag or a rights line, perhaps brackets around all of it. Which side of a chain is the person is decided by the list of agencies in
`languages/und.toml`, never by order alone. Field meanings are those of IPTC Photo Metadata. `signature` says where in a caption credits stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from cleannews.article import Credit
from cleannews.derived import regex
from cleannews.lexicon import canonical_names, has_stem, lexicon, shared_words
from cleannews.names import DIGIT, DOMAIN, EDGES, agency_pattern, bare, canonical, caseless_agencies, is_cased, is_name_word, letters, particles
from cleannews.read.text import matching_form
from cleannews.signature import IDENTIFIER, rights_line, without_buttons

#: Longer texts are no credits; they are left as they are.
_LONGEST = 600
_LICENCE = regex(
    r"(?i:\bCC[ -](?:BY|0)(?:[ -](?:SA|NC|ND)){0,3}(?:[ -]\d\.\d)?(?: [A-Z]{2,12})?\b|\bcreative commons(?: [\w .-]{0,30}\d\.\d)?|\bpublic domain\b)"
)


class ReadCredit(NamedTuple):
    """What a credit says: who, and what else of the picture (flags that belong to the `Image`)."""

    credit: Credit | None
    is_file: bool = False
    is_symbolic: bool = False
    digital_source: str | None = None


@cache
def _marks() -> re.Pattern[str]:
    """What stands between the parties of a chain."""
    working_for = "|".join(sorted(shared_words("names", "for")))
    articles = "|".join(sorted(shared_words("names", "articles") | {"this", "den"}))
    return regex(
        r"\s*(?://|/|\||•|#|;|\+{2,}|\uff0f|\uff5c)\s*|\s+via\s+|^via\s+|,\s*via\s+|\s+[-–—]\s+|\s*[()（）\[\]]\s*|,\s+|、|，|:\s+|："
        rf"|\s+(?:{working_for})\s+(?:(?-i:{articles})\s+)?(?=\w)",
        re.IGNORECASE,
    )


def read_credit(raw: str) -> ReadCredit:
    """A printed credit, taken apart. `raw` may carry brackets, label words and buttons; nothing raises."""
    text = " ".join(raw.split())
    if len(text) > _LONGEST:
        return ReadCredit(Credit(text))
    form = matching_form(text)
    text = text[: without_buttons(form, len(form))] if form else text
    flags = _flags(text)
    rights = rights_line().search(text)
    licence = _LICENCE.search(text)
    text = IDENTIFIER.sub("", text)
    text, labels = _without_labels(text)
    said = " ".join((*labels, text))
    supplied = (
        any(has_stem(label, "pictures", "supplied") for label in labels) or lexicon("credit-supplied").covers(text) and has_stem(text, "pictures", "supplied")
    )
    only_flag = lexicon("caption-file").covers(text) or (lexicon("credit-supplied").covers(text) and not supplied)
    if not text or (only_flag and not agency_pattern().search(text)):
        kind = said if not text or only_flag else ""
        credit = None
        if text and not flags.is_file and not flags.is_symbolic:
            credit = Credit(text)
        return flags._replace(credit=credit, is_file=flags.is_file or (bool(kind) and has_stem(kind, "pictures", "file")))
    chain = _parties(text)
    creators, provider, collection = _roles(chain.parties)
    supplied = supplied or chain.supplied
    if supplied and len(chain.parties) == 1 and creators and any(has_stem(label, "pictures", "supplied") for label in labels):
        provider = creators[0]
        creators = ()
    credit = Credit(text, creators, provider, collection, _notice(raw, rights or licence), bool(supplied))
    return ReadCredit(credit, flags.is_file or chain.is_file, flags.is_symbolic, flags.digital_source)


def _notice(raw: str, line: re.Match[str] | None) -> str | None:
    """The legal line of a credit, as printed: a rights line, a licence, or what a copyright sign opens."""
    if line:
        return line.group().strip()
    mark = re.search(r"[©ⓒⒸ]|(?:^|[/|(\[-]\s?)(?i:copyright)\b", raw)
    if not mark:
        return None
    return bare(raw[mark.start() :].strip(EDGES.replace(".", "") + "([")) or None


def _flags(text: str) -> ReadCredit:
    """What a credit's label words say of the picture itself."""
    low = matching_form(text).lower()
    source = None
    for name, value in (("ai", "trainedAlgorithmicMedia"), ("screen", "screenCapture"), ("composite", "composite"), ("illustration", "illustration")):
        if has_stem(low, "pictures", name):
            source = value
            break
    is_file = is_symbolic = False
    for phrase in archive_words(low):
        is_symbolic = is_symbolic or has_stem(phrase, "pictures", "symbolic")
        is_file = is_file or (has_stem(phrase, "pictures", "file") and not has_stem(phrase, "pictures", "symbolic"))
    return ReadCredit(None, is_file, is_symbolic, source)


def archive_words(low: str) -> list[str]:
    """The archive and symbol-picture words of a text, each standing between marks."""
    found = []
    words = lexicon("caption-file")
    for at in range(min(len(low), 300)):
        if (at == 0 or not low[at - 1].isalnum()) and low[at].isalpha():
            end = words.end(low, at)
            if end > 0 and (end == len(low) or re.match(r" ?[:/|.,)\]©(-]|$", low[end:])):
                found.append(low[at:end])
    return found


def _without_labels(text: str) -> tuple[str, list[str]]:
    """The credit without brackets, copyright signs and the label words before and behind it; and those words."""
    labels: list[str] = []
    for _ in range(6):
        text = bare(text)
        if lexicon("credit-label").covers(text) and not lexicon("credit-supplied").covers(text):
            return "", [*labels, text]
        glued = _glued_label(text)
        if glued:
            labels.append(text[:glued])
            text = text[glued:]
            continue
        sign = re.match(r"(?:[©ⓒⒸ]|\([cC]\)|（Ｃ）)\s*", text)
        if sign:
            text = text[sign.end() :]
            continue
        low = matching_form(text).lower()
        for after in lexicon("credit-label", "caption-file").ends(low):
            mark = re.match(r"\s*[:=/|.©：＝／]\s*|\.{2,3}\s*|…\s*|\s+(?=\S)|(?=©)" + (r"|[,،、，]\s*" if " " in low[:after] else ""), text[after:])
            if not mark or after >= len(text.rstrip(EDGES)):
                continue
            rest = text[after + mark.end() :]
            if not mark.group().strip() and not (" " in low[:after] or is_name_word(rest.split()[0]) or not is_cased(rest)):
                continue
            if not mark.group().strip() and agency_pattern().match(matching_form(text)) and " " not in low[:after]:
                continue
            labels.append(text[:after])
            text = rest
            break
        else:
            closing = lexicon("credit-after").closes(low.rstrip(EDGES))
            if closing > 0:
                labels.append(text[closing:])
                text = text[:closing]
                continue
            break
    return bare(text), labels


def _glued_label(text: str) -> int:
    """The length of a broadcaster's label that is glued to the name behind it ("Image copyrightGetty Images"), or 0."""
    low = text[:40].lower()
    return next((len(words) for words in shared_words("pictures", "credited") if low.startswith(words) and text[len(words) : len(words) + 1].isupper()), 0)


class Party(NamedTuple):
    """One party of a chain: its name, what it is ("agency", "office", "person", "platform"), and the mark before it."""

    name: str
    kind: str
    mark: str = ""


class _Chain(NamedTuple):
    parties: list[Party]
    supplied: bool
    is_file: bool


def _parties(text: str) -> _Chain:
    """The parties of a chain, each once; staff and flag words are no parties, but say that a picture was supplied or is old."""
    supplied = is_file = False
    found: list[Party] = []
    for mark, part in _divided(text):
        if not any(char.isalnum() for char in part):
            continue
        low = matching_form(part).lower()
        if (
            low in shared_words("pictures", "nowhere")
            or low in shared_words("restrictions", "words")
            or (mark.split(" ")[0] in shared_words("names", "for") and part.islower())
        ):
            continue
        name = canonical(part)
        flagged = low in _staff() and (name is None or not _is_agency(name))
        flagged = flagged or (name is None and (lexicon("caption-file").covers(part) or lexicon("credit-supplied").covers(part)))
        if flagged or (name is None and " " not in part and has_stem(low, "pictures", "supplied")):
            supplied = supplied or has_stem(low, "pictures", "supplied") or low == "ho"
            is_file = is_file or has_stem(low, "pictures", "file")
            continue
        inner, labels = _without_labels(part)
        if labels:
            supplied = supplied or any(has_stem(label, "pictures", "supplied") for label in labels)
            if not inner:
                continue
            part, name = inner, canonical(inner)
            low = matching_form(part).lower()
        if name is None:
            name = _after_agency_word(part)
        if name is not None:
            named = [Party(name, "agency", mark)]
        elif low in shared_words("services", "names") or part.startswith("@"):
            named = [Party(part, "platform", mark)]
        else:
            people = _people(part)
            named = [Party(person, "person", "," if k else mark) for k, person in enumerate(people)] or [Party(part, "office", mark)]
        found += [party for party in named if not any(_same(party.name, other.name) for other in found)]
    return _Chain(_weighed(found), supplied, is_file)


def _divided(text: str) -> list[tuple[str, str]]:
    """The parts of a chain with the mark before each; rights lines and licences left out, label words before a colon too."""
    core = rights_line().sub(lambda match: " / " + _holder(match.group()), text)
    core = re.sub(r"https?://(?:www\.)?([^/\s]+)\S*", r"\1", _LICENCE.sub(" ", core))
    core = re.sub(r"(?i)(?:copyright|©|ⓒ) ?(?:\d{4})?", " / ", core)
    core = re.split(r"(?<=[^\W\d_]{3})\. (?=[^\W\d_]{2,20}:? )", core)[0] if ": " in core or len(core) > 60 else core
    out: list[tuple[str, str]] = []
    at, mark = 0, ""
    for match in [*_marks().finditer(core), None]:
        part = core[at : match.start() if match else len(core)].strip(EDGES + "\"'")
        at = match.end() if match else at
        before, mark = mark, match.group().strip().lower() if match else ""
        if mark in {":", "："} and 0 < len(part.split()) <= 3 and part[1:].islower() and part.lower() not in canonical_names():
            mark = before
            continue
        prefix = _caseless_agency(part)
        hyphen = re.match(r"(.{3,40}[^\W\d_])-(.{3,30})$", part)
        if prefix:
            out.append((before, prefix))
            out += [("", rest) for piece in part[len(prefix) :].split(".") if (rest := piece.strip(EDGES))]
        elif hyphen and hyphen[2].lower() in canonical_names() and part.lower() not in canonical_names():
            out += [(before, hyphen[1]), ("-", hyphen[2])]
        else:
            out.append((before, part))
    return out


def _holder(line: str) -> str:
    """The holder that a legal line names."""
    for formula in shared_words("pictures", "rights"):
        line = re.sub(re.escape(formula), " ", line, flags=re.IGNORECASE)
    return re.sub(r"(?i:copyright|©|ⓒ|\(c\)|\d{4})", " ", line).strip(" .")


def _caseless_agency(part: str) -> str | None:
    """The agency that a party of a script without capitals begins with ("新华社记者 …")."""
    if not part or is_cased(part[0]) or part in caseless_agencies():
        return None
    names = [name for name in caseless_agencies() if part.startswith(name) and len(part) > len(name)]
    return max(names, key=len, default=None)


def _is_one_word(name: str) -> bool:
    return is_cased(name) and " " not in name and "." not in name


def _weighed(parties: list[Party]) -> list[Party]:
    """The parties, with those that look like persons but stand where an office does made offices.

    A name alone in one word is nobody's, nor is one beside a full name; of two names with a slash the photographer is first; before a colon stands the outlet.
    """
    if any(party.kind == "person" and " " in party.name for party in parties):
        parties = [party._replace(kind="office") if party.kind == "person" and _is_one_word(party.name) else party for party in parties]
    people = [k for k, party in enumerate(parties) if party.kind == "person"]
    if len(parties) == 1 and people and _is_one_word(parties[0].name):
        return [parties[0]._replace(kind="office")]
    if len(people) < 2 or any(party.kind in {"agency", "office"} for party in parties):
        return parties
    first, last = people[0], people[-1]
    if parties[people[1]].mark in {":", "："}:
        return [party._replace(kind="office") if k == first else party for k, party in enumerate(parties)]
    if (
        parties[last].mark in {"/", "//", "|", "•", "via", "(", "（", "／", "｜"}
        or parties[last].mark.split(" ")[0] in shared_words("names", "for")
        or parties[last].mark.startswith(", via")
    ):
        return [party._replace(kind="office") if k == last else party for k, party in enumerate(parties)]
    return parties


@cache
def _is_agency(name: str) -> bool:
    """Whether a name that is also a staff word ("AFP" in old chains) is first of all an agency's."""
    from cleannews.languages import shared

    return name in shared().get("same", {})


def _after_agency_word(part: str) -> str | None:
    """The agency of a party that names one of its divisions ("Getty Images Europe", "AP Photo")."""
    match = agency_pattern().match(matching_form(part))
    if not match or match.end() == len(part):
        return None
    rest = part[match.end() :].strip()
    if len(rest.split()) <= 2 and any(
        word in shared_words("pictures", "organisations") or word in shared_words("names", "divisions") for word in rest.lower().split()
    ):
        return canonical(part[: match.end()])
    return None


@cache
def _staff() -> frozenset[str]:
    return shared_words("staff", "words") | {"n/a"}


def _same(a: str, b: str) -> bool:
    bare_a, bare_b = letters(a), letters(b)
    if bare_a == bare_b:
        return True
    short, longer = sorted((bare_a, bare_b), key=len)
    return len(short) >= 6 and longer.startswith(short) and len(longer) - len(short) <= 2


def _people(part: str) -> list[str]:
    """The persons that a party names: one, or several joined by "and"."""
    if person := _person(part):
        return [person]
    names = [_person(name) for name in _joined_by_and().split(part)]
    return [name for name in names if name] if len(names) > 1 and all(name and (" " in name or not is_cased(name)) for name in names) else []


@cache
def _joined_by_and() -> re.Pattern[str]:
    from cleannews.languages import words

    return regex(r"\s+(?:" + "|".join(sorted((re.escape(word) for word in words("and")), key=len, reverse=True)) + r")\s+", re.IGNORECASE)


def _person(part: str) -> str | None:
    """The person's name that a party is, roles taken off, or None if it is no person's."""
    text = part.strip(EDGES)
    low = matching_form(text).lower()
    roles = lexicon("byline-role")
    closing = roles.closes(low)
    if closing > 0 and text[:closing].strip(EDGES):
        text = text[:closing].strip(EDGES)
    opening = roles.end(matching_form(text).lower())
    if 0 < opening < len(text):
        text = text[opening:].strip(EDGES)
    if not text or DIGIT.search(text) or DOMAIN.match(text) or len(text) > 50:
        return None
    words = text.split()
    if any(word.lower().strip("().,'") in shared_words("pictures", "organisations") for word in words):
        return None
    if not is_cased(text):
        return text if len(text) <= (12 if " " not in text else 24) and not any(has_stem(text, "pictures", name) for name in ("supplied", "screen")) else None
    if len(words) > 5 or text.isupper() and len(words) == 1 and len(text) <= 5:
        return None
    if not all(word[0].isupper() or word.lower() in particles() or word[:2].istitle() for word in words if word[0].isalpha()):
        return text if len(words) == 1 and text.islower() and len(text) > 3 and is_cased(text) else None
    if words[0].lower() in shared_words("names", "articles") and words[0][0].isupper() and len(words) > 1:
        return None
    if any(word.lower() in shared_words("names", "joining") for word in words[1:]):
        return None
    return text


def _roles(parties: list[Party]) -> tuple[tuple[str, ...], str | None, str | None]:
    """Creators, provider, collection of a chain.

    The provider is the party farthest from the person: the last of "NAME/AFP/Getty Images", the first of "KEYSTONE/EPA/NAME".
    The collection is the party next to it on the person's side.
    """
    people = [k for k, party in enumerate(parties) if party.kind == "person"]
    others = [k for k, party in enumerate(parties) if party.kind in {"agency", "office"}]
    agencies = [k for k in others if parties[k].kind == "agency"]
    creators = tuple(parties[k].name for k in people)
    if not others:
        platforms = [party.name for party in parties if party.kind == "platform"]
        handles = tuple(name for name in platforms if name.startswith("@"))
        return (creators or handles, next((name for name in platforms if not name.startswith("@")), None), None)
    leading = bool(people) and people[0] > (agencies or others)[0] and people[-1] > (agencies or others)[-1]
    chain = list(reversed(others)) if leading else others
    provider = chain[-1]
    if agencies and provider not in agencies:
        provider = agencies[0] if leading else agencies[-1]
    rest = [k for k in chain if k != provider]
    return (creators, parties[provider].name, parties[rest[-1]].name if rest else None)


def fullest(credits: Iterable[Credit]) -> Credit | None:
    """One credit out of several that stand at the same picture: the one that names most; of equals the one with the fewest words.

    Parties that only another one names are added, so that nobody is left out.
    """
    listed = [credit for credit in credits if credit.text]
    if not listed:
        return None
    best = max(
        listed,
        key=lambda credit: (
            len(credit.creators),
            credit.collection is not None,
            credit.provider is not None,
            credit.copyright_notice is not None,
            -len(credit.text),
        ),
    )
    text, provider = best.text, best.provider
    for other in listed:
        known = {letters(name) for name in (*best.creators, best.provider or "", best.collection or "", best.text)}
        named = [name for name in (*other.creators, other.provider, other.collection) if name]
        if named and not any(letters(name) in known for name in named) and not any(letters(name) in letters(text) for name in named):
            text += f" / {other.text}"
            provider = provider or other.provider
    return Credit(
        text, best.creators, provider, best.collection, best.copyright_notice or next((credit.copyright_notice for credit in listed if credit.copyright_notice), None),
        any(credit.supplied for credit in listed),
    )  # fmt: skip
