"""Words that site builders put into class and id names, by what they tell of the element. Data: edit freely, one group a line."""

from __future__ import annotations

import re
from functools import lru_cache

#: Group → words. A word may stand in several groups; what each is worth is measured, not guessed (page/weights.txt).
GROUPS: dict[str, str] = {
    "story": "article articlebody artikel articulo articolo artigo body story storybody content contents contenido contenu conteudo inhalt entry post text texto texte testo tekst txt richtext rich prose paragraph paragraphs para markdown wysiwyg rte markup editorial beitrag fliesstext noticia nota cuerpo corpo corps haber icerik detay detail details metin makale zpravy clanek artykul tresc news newstext longform",
    "lead": "lead lede intro introduction standfirst dek deck summary subtitle subheadline subhead subheading subtitulo sottotitolo excerpt vorspann einleitung chapo chapeau sapo abstract ingress manchet perex sommario occhiello entradilla bajada copete gancho spot description desc tldr keypoints highlights bulletpoints bullets resumo zajawka anons",
    "nav": "nav navi navbar navigation navigations menu menus submenu subnav dropdown breadcrumb breadcrumbs breadcrump crumbs pagination pager toolbar topbar megamenu masthead sitemap skip hamburger burger drawer sidenav flyout topnav offcanvas tabs tab toc",
    "foot": "footer foot colophon copyright legal imprint impressum policy privacy disclaimer bottom",
    "head": "header head topper hero kopf",
    "related": "related relacionadas relacionados correlati recommend recommended recommendation recommendations recirc recirculation more most popular trending latest also readmore read teaser teasers promo promos promotion card cards carousel slider swiper stories posts upnext outbrain taboola similar suggested suggestion onward further linkbox linklist links crosslink listing list archive interlink inlink recent next prev previous feed tile grid collection topstories weitere mehr auch ayrica ilgili onerilen benzer embed autolink backlink reference seealso",
    "aside": "sidebar side aside rail widget widgets secondary complementary right rightcol column module block",
    "box": "box boxes infobox factbox fakta faktaruta fact facts boks kasten info kader encadre recuadro destacado highlight key glance expandable expand accordion collapse collapsed explainer",
    "pitch": "newsletter newsletters signup subscribe subscription subscriptions abo abonnement offer cta donate donation donations support banner app register registration login signin popup modal dialog overlay lightbox trial promobox notification notifications push whatsapp telegram ctabox",
    "wall": "paywall piano premium subscriber subscribers membership members locked paid paidcontent meteredcontent plus",
    "share": "share sharing shares shared social socials sociale some facebook twitter follow print bookmark pinterest linkedin sharebar addthis addtoany teilen paylas actions tools toolbox listen audio player tts save favorite favourite gift like likes",
    "comment": "comment comments commentlist disqus discussion reply respond kommentare comentarios yorum yorumlar reactions reaction rating ratings feedback poll vote survey quiz question",
    "byline": "byline bylines author authors autor autoren auteur autore writer bio biography profile avatar contributor contributors vcard by reporter redakteur forfatter skribent",
    "time": "date dates datum fecha time timestamp timestamps published publish pub pubdate updated modified dateline zeit uhrzeit tarih",
    "meta": "meta metadata info infos reading duration kicker eyebrow overline category label source",
    "tags": "tags tag taglist topics topic keywords keyword categories taxonomy terms themes temas tagcloud etiquetas etiketler hashtags",
    "caption": "caption captions legend figcaption bildunterschrift bildtext bildetekst pie cutline leyenda didascalia legende imagecaption imgcaption bildunterzeile",
    "picture": "figure image images img photo photos picture pictures media gallery galleries slideshow video videos thumbnail thumb bild foto fotos imagen lightbox alt",
    "credit": "credit credits copyright photographer fotograf byfoto credito quelle rights",
    "ad": "ad ads adv advert adverts advertisement advertisements advertising adsense adslot adbox sponsor sponsored sponsors anzeige werbung publicidade publicidad reklam dfp gpt commercial affiliate partner shopping product products deal deals price buy",
    "form": "form input search submit button buttons btn field fields checkbox radio select option settings cookie cookies consent gdpr cmp onetrust accept error message alert tooltip placeholder ot cli cookielawinfo cookielaw sourcepoint optin usercentrics didomi",
    "unseen": "hidden hide sr invisible visuallyhidden offscreen screenreader visually collapsed noprint printonly print template",
    "title": "title headline headlines heading titulo titel titre titolo baslik hed",
    "quote": "quote quotes pullquote blockquote pull citation zitat",
    "page": "page site wrapper wrap container main layout primary single hentry inner outer",
    "event": "event events live liveblog ticker timeline update updates entryblock",
}  # fmt: skip
NAMES = tuple(GROUPS)
BIT = {name: 1 << i for i, name in enumerate(NAMES)}
_BITS: dict[str, int] = {}
for _name, _words in GROUPS.items():
    for _word in _words.split():
        _BITS[_word] = _BITS.get(_word, 0) | BIT[_name]


#: "has-sidebar", "no-comments": the word after these tells of the page's layout, not of the element.
_MODIFIERS = frozenset("has no not with without show".split())
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@lru_cache(maxsize=8192)
def kinds(names: str) -> int:
    """The groups that the words of class and id names belong to, as bits: "ArticleBody--isPaid c-share_bar" → article, body, is, paid, c, share, bar."""
    bits = 0
    for name in names[:300].split():
        bits |= _kinds_of(name)
    return bits


@lru_cache(maxsize=16384)
def _kinds_of(name: str) -> int:
    bits = 0
    modifier = False
    for word in _WORD.findall(name):
        word = word.lower()
        if not modifier:
            bits |= _BITS.get(word, 0)
        modifier = word in _MODIFIERS
    return bits
