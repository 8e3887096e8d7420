"""Other cleaners behind one face, `raw text -> kept text`, each a few lines around the real library.

None of them was made for this task. The line rules of C4 and RefinedWeb judge text for training corpora; jusText and trafilatura read
pages, so each line is handed to them as a bare paragraph, the kindest page that a text can be made into.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import escape
from importlib.metadata import version
from typing import Any


def identity(raw: str) -> str:
    """Keep everything: the floor under every figure."""
    return raw


def ours(raw: str) -> Any:
    """cleannews with its default options."""
    from cleannews import clean

    return clean(raw)


@cache
def _c4_filter() -> Any:
    from datatrove.pipeline.filters.c4_filters import C4QualityFilter

    # Rules on lines only: whole documents are not dropped for being short.
    return C4QualityFilter(min_num_sentences=-1, filter_curly_bracket=False, filter_lorem_ipsum=False)


def c4(raw: str) -> str:
    """C4's line rules (Raffel et al. 2020) as datatrove implements them: a final stop, three words, no policy words."""
    from datatrove.data import Document

    document = Document(text=raw, id="1")
    return document.text if _c4_filter().filter(document) is True else ""


_COUNTER = re.compile(
    r"^\d[\d,.]*[kKmM]?\s+(?:likes?|shares?|comments?|retweets?|reposts?|quotes?|bookmarks?|upvotes?|downvotes?|downloads?|views?|followers?)$", re.I
)
_SHORT_START = re.compile(r"^(?:sign[- ]in|log[- ]in|sign[- ]up|register)\b", re.I)
_SHORT_END = re.compile(r"\b(?:read more|read more\.\.\.|continue reading|load more|see more|show more)\W*$", re.I)
_SHORT_ANY = re.compile(r"\bitems? in (?:your )?cart\b", re.I)


def refinedweb(raw: str) -> str:
    """RefinedWeb's line corrections (Penedo et al. 2023, appendix G.2), which no library ships: capitals, numbers, counters, single words, and short lines with site words."""
    kept = []
    for line in raw.splitlines():
        text = line.strip()
        words = text.split()
        letters = [char for char in text if char.isalpha()]
        short = len(words) <= 10
        site = short and (_SHORT_START.search(text) or _SHORT_ANY.search(text))
        capitals = letters and sum(char.isupper() for char in letters) > len(letters) / 2
        if not text:
            kept.append(line)
        elif not (capitals or site or not letters or _COUNTER.match(text) or (len(words) == 1 and text.isascii())):
            kept.append(_SHORT_END.sub("", line) if short else line)
    return "\n".join(kept)


def _page(raw: str) -> str:
    paragraphs = "\n".join(f"<p>{escape(line.strip())}</p>" for line in raw.splitlines() if line.strip())
    return f"<!DOCTYPE html><html><head><title></title></head><body><article>\n{paragraphs}\n</article></body></html>"


#: jusText names its stop lists by the language's English name.
_STOPLISTS = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ko": "Korean", "nl": "Dutch", "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese",
}  # fmt: skip


@cache
def _stoplist(lang: str) -> frozenset[str]:
    import justext

    return justext.get_stoplist(_STOPLISTS[lang]) if lang in _STOPLISTS else frozenset()


def justext(raw: str, lang: str = "en") -> str:
    """jusText with the stop list of the item's language; where it has none (Chinese, Japanese), without, as its documentation advises."""
    import justext as library

    words = _stoplist(lang)
    options = {} if words else {"stopwords_low": 0, "stopwords_high": 0}
    paragraphs = library.justext(_page(raw).encode(), words, encoding="utf-8", **options)
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def trafilatura(raw: str) -> str:
    """trafilatura, recall mode, comments off."""
    import trafilatura as library

    return library.extract(_page(raw), favor_recall=True, include_comments=False, deduplicate=False) or ""


#: Name in the table → (cleaner, the package whose version counts).
PEERS: dict[str, tuple[Callable[..., Any], str | None]] = {
    "keep everything": (identity, None),
    "C4 line rules": (c4, "datatrove"),
    "RefinedWeb line corrections": (refinedweb, None),
    "jusText": (justext, "justext"),
    "trafilatura": (trafilatura, "trafilatura"),
    "cleannews": (ours, "cleannews"),
}


def title(name: str) -> str:
    """The peer's name with the version that was run."""
    package = PEERS[name][1]
    return f"{name} ({package} {version(package)})" if package and package != name else f"{name} {version(package)}" if package else name
