"""What a page is when it is no article: an index, an error, a wall that asks for consent. Only where nothing declares an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleannews.page.tree import TIME_SIGN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleannews.page.evidence import Survey
    from cleannews.page.meta import Declared

#: What servers and site builders call a page that is not there. Matched against `title` and headlines, where there is next to no text.
_ERROR = re.compile(
    r"^(?:error )?(?:40[0134]|410|429|50[0234])\b(?! \w+s\b)|\berror (?:40[0134]|410|429|50[0234])\b|not found\W*$|not found\W+[^\n]{0,40}$|page (?:does not|doesn.t) exist|access denied|403 forbidden"
    r"|nicht (?:gefunden|verfügbar)|introuvable|no (?:encontrad|se ha encontrado|existe)|não (?:encontrad|existe)|non (?:trovat|è stata trovata)|niet gevonden|hittades inte"
    r"|ikke fun[nd]|ei löyt|nie znalez|nenalezen|nem található|не найден|не знайден|bulunamadı|見つかりません|찾을 수 없|未找到|找不到|غير موجود|לא נמצא|không tìm thấy"
    r"|tidak ditemukan|δεν βρέθηκε",
    re.IGNORECASE | re.MULTILINE,
)
#: Words of texts that ask to be allowed to follow the reader.
_CONSENT = re.compile(
    r"cookie|consent|personal data|our partners|privac|datenschutz|einwillig|zustimm|privatsphäre|vie privée|consentement|traceurs|privacidad|consentimiento|dados pessoais"
    r"|dati personali|consenso|toestemming|samtyck|samtykke|suostumu|zgod[aęy]|prywatno|souhlas|soukromí|süti|çerez|файл.? cookie|согласи|згод|個人情報|쿠키|개인정보|隐私|隱私",
    re.IGNORECASE,
)
#: How much text a page of each kind has at most, and how many linked headlines an index has at least.
_SHORT, _ASKS, _FEW, _HEADLINES = 400, 1200, 250, 12
#: A wall has no more lines.
_WALL = 60
#: No teaser is longer.
_TEASER = 400
#: schema.org's names for pages of links.
_LISTS = frozenset({"CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage"})


def kind_of(survey: Survey, chances: Sequence[float], threshold: float, found: Declared, url: str | None) -> str:
    """The kind: "article", "empty", "error", "consent" or "index". An article is what the page declares as one, and everything in doubt."""
    blocks, size = survey.tree.blocks, survey.size
    if not blocks:
        return "empty"
    if found.article:
        return "article"
    story = [i for i, chance in enumerate(chances) if chance >= threshold]
    length = sum(size[i] for i in story)
    dated = bool(found.info.published)
    if (
        length < _SHORT
        and not dated
        and _ERROR.search("\n".join([survey.tree.title or "", *(survey.forms[i] for i in range(min(len(blocks), 80)) if blocks[i].node.tag == "h1")]))
    ):
        return "error"
    if length < _ASKS and len(blocks) < _WALL and not dated and not found.info.authors and _asks(survey, story):
        return "consent"
    headlines = sum(1 for i, part in enumerate(survey.linked) if part >= 0.9 and 25 <= size[i] < 250)
    if headlines >= _HEADLINES and _is_index(survey, story, length, dated, found, url):
        return "index"
    return "article"


def _asks(survey: Survey, story: Sequence[int]) -> bool:
    """Whether most of the text, or of what stands on a page next to empty, is about consent."""
    size = survey.size
    lines = story or [i for i in range(min(len(size), 60)) if size[i] >= 40]
    total = sum(size[i] for i in lines)
    about = sum(size[i] for i in lines if _CONSENT.search(survey.forms[i]))
    return total > 0 and about >= 0.7 * total


def _is_index(survey: Survey, story: Sequence[int], length: int, dated: bool, found: Declared, url: str | None) -> bool:
    """Whether a page of linked headlines, which by its address or its own word is a list, has no text but teasers."""
    front = url is not None and urlsplit(url).path in ("", "/") and not urlsplit(url).query
    if not (front or found.types & _LISTS):
        return False
    if length < _FEW and not dated:
        # Little was found. Was there nothing to find?
        return sum(size for i, size in enumerate(survey.size) if survey.prose[i] and not _beside_headline(survey, i)) < _SHORT
    if any(survey.size[i] > _TEASER and not survey.linked[i] >= 0.9 for i in story):
        return False
    return sum(survey.size[i] for i in story if _beside_headline(survey, i)) >= 0.4 * length


def _beside_headline(survey: Survey, i: int) -> bool:
    """Whether a line shares a small box with a linked headline: the beginning of another article."""
    node = survey.tree.blocks[i].node
    for _ in range(3):
        if node.last - node.first > 6:
            return False
        if any(
            k != i and survey.linked[k] >= 0.9 and survey.size[k] >= 15 and not survey.tree.blocks[k].bits & TIME_SIGN for k in range(node.first, node.last)
        ):
            return True
        if node.parent is None:
            return False
        node = node.parent
    return False
