"""Pointers to other content and services of the publisher."""

from cleannews.article import Label
from cleannews.derived import regex
from cleannews.rule import Rule
from cleannews.rules.shapes import INSIDE, LABEL, LABEL_TEXT, WHOLE, ends_sentence, no_final_stop

_P = Label.PROMO


#: A sentence of several words in angle quotes at the end: the name of a newsletter is shorter.
_QUOTED = regex(r"« ?(?:[^\s»]+ ){4,40}[^»]{0,40}»\W{0,3}$")


#: A past tense of the first person: somebody tells what happened. Pitches speak of now, and to the reader.
_TOLD = regex(r"\bI (?:once |never |then |also |had |have )?(?:was|had|did|went|said|[a-z]+ed)\b")


def _said(form: str) -> bool:
    """No quotation and no story told: what somebody says about newsletters is story."""
    return not form.startswith(('"', "'", "«", "-")) and '," ' not in form and not _QUOTED.search(form) and not _TOLD.search(form)


def _most_read(form: str) -> bool:
    """A heading over what other readers read."""
    from cleannews.lexicon import has_stem

    return has_stem(form[:60], "links", "mostread")


def _capitalised(form: str) -> bool:
    """A headline in which longer words carry capitals, and no full stop."""
    words = [word for word in form.split()[2:] if len(word) > 4 and word[0].isalpha()]
    return no_final_stop(form) and len(words) >= 2 and all(word[0].isupper() for word in words)


PROMO_READ_MORE = Rule(
    id="promo-read-more", label=_P, subtype="readmore", doc="A read-more label, a separator, and a headline; or the label alone.",
    pattern=LABEL, sure=0.98, longest=220, where=no_final_stop,
    hits=("READ MORE: Five bridges that never opened", "Also read | Five bridges that never opened", "Read more"),
    near_misses=("Read more than 100 books in a year and the city library will put your name on its wall.", "\"Read more: that is the only advice I ever give young poets,\" she said.", "More: that was the word that kept returning in the mayor's speech on Thursday."),
)  # fmt: skip
PROMO_READ_MORE_SENTENCE = Rule(
    id="promo-read-more-sentence", table="promo-read-more", label=_P, subtype="readmore", doc="A read-more label, a separator, and a full sentence.",
    pattern=LABEL_TEXT, sure=0.8, longest=260, where=ends_sentence,
    hits=("READ MORE: Five bridges never opened.",), near_misses=("Read aloud in court, the letter took almost nine minutes.",),
)  # fmt: skip
PROMO_READ_MORE_BRACKET = Rule(
    id="promo-read-more-bracket", table="promo-read-more", label=_P, subtype="readmore", doc="A read-more label with a headline in brackets, inside or at the end of a paragraph.",
    pattern=r"(?:^|(?<=[.!?…\"'\w]))(?P<cut> ?[(\[]{phrases} ?[:|>-] ?[^()\[\]]{3,160}[)\]])", sure=0.98, longest=3000, inside=True,
    hits=("The bridge stays shut.⟦ (Also read: Five bridges that never opened)⟧",), near_misses=("The bridge (see also the note) stays shut.",),
)  # fmt: skip
PROMO_RELATED = Rule(
    id="promo-related", label=_P, subtype="related", doc="The heading of a list of links, alone on its line.",
    pattern=WHOLE, sure=0.97, longest=100, hits=("Related articles", "Most read"), near_misses=("Related firms in Lagos and Accra filed for protection the same week.", "Recommended doses vary by age, the agency said."),
)  # fmt: skip
PROMO_RELATED_LABEL = Rule(
    id="promo-related-label", table="promo-related", label=_P, subtype="related", doc="The heading of a list of links, a separator, and a headline.",
    pattern=LABEL_TEXT, sure=0.97, longest=220, where=no_final_stop, hits=("Related articles: Five bridges that never opened",), near_misses=("Related to this, the board will also vote on a new dividend policy in June.",),
)  # fmt: skip
PROMO_RELATED_SENTENCE = Rule(
    id="promo-related-sentence", table="promo-related", label=_P, subtype="related", doc="The heading of a list of links, a separator, and a full sentence.",
    pattern=LABEL_TEXT, sure=0.8, longest=260, where=ends_sentence,
    hits=("Related: Five bridges never opened.",), near_misses=("Related firms in Lagos and Accra filed for protection the same week.",),
)  # fmt: skip
PROMO_RELATED_BRACKET = Rule(
    id="promo-related-bracket", table="promo-related", label=_P, subtype="related", doc="A related label with a headline in brackets, inside or at the end of a paragraph.",
    pattern=r"(?:^|(?<=[.!?…\"'\w]))(?P<cut> ?[(\[]{phrases} ?[:|>-] ?[^()\[\]]{3,160}[)\]])", sure=0.98, longest=3000, inside=True,
    hits=("The bridge stays shut.⟦ (Related: Five bridges that never opened)⟧",), near_misses=("The bridge (related to the old one) stays shut.",),
)  # fmt: skip
PROMO_MOST_READ = Rule(
    id="promo-most-read", table="promo-related", label=_P, subtype="mostread", doc="The heading of a list of what other readers read, perhaps with its section.",
    pattern=r"^{bullet}{phrases}(?: (?i:in|on|aus|im|en|dans|nel|op|i) {name})?[!?]?{end}", sure=0.985, longest=80, where=_most_read,
    hits=("Most read", "Trending stories", "Most Viewed In Property"), near_misses=("Most read the book in one evening.", "Trending towards zero for a decade"),
)  # fmt: skip
PROMO_WATCH = Rule(
    id="promo-watch", label=_P, subtype="watch", doc="A watch or listen label, a separator, and a headline; or the label alone.",
    pattern=LABEL, sure=0.95, longest=220, where=no_final_stop, hits=("WATCH: Five bridges that never opened",), near_misses=("Watch: the officer can be heard shouting the word twice before the first shot, the inquiry found.", "Watch the skies over Leicestershire this week and you may see the last of the swifts."),
)  # fmt: skip
PROMO_POINTER = Rule(
    id="promo-pointer",
    label=_P,
    subtype="readmore",
    doc="A sentence that sends the reader elsewhere.",
    pattern=INSIDE,
    zone="ends",
    sure=0.93,
    longest=400,
    inside=True,
    where=_said,
    hits=("Click here to see all our pictures of the flood",),
    near_misses=("Click here, the e-mail said, and that is exactly what the treasurer did.",),
)
PROMO_NEWSLETTER = Rule(
    id="promo-newsletter",
    label=_P,
    subtype="newsletter",
    doc="A pitch for a newsletter.",
    pattern=INSIDE,
    sure=0.93,
    longest=500,
    inside=True,
    where=_said,
    hits=("Sign up for our free newsletter",),
    near_misses=("The newsletter, sent to 4,000 parents, did not mention the leak.", "Sign-ups to the newsletter tripled after the scandal, Substack said."),
)
PROMO_APP = Rule(
    id="promo-app",
    label=_P,
    subtype="app",
    doc="A pitch for an app.",
    pattern=INSIDE,
    sure=0.935,
    longest=400,
    inside=True,
    where=_said,
    hits=("Download our free app",),
    near_misses=("Download speeds in the region are among the slowest in Europe.",),
)
PROMO_SOCIAL = Rule(
    id="promo-social",
    label=_P,
    subtype="social",
    doc="A call to follow the publisher or an author.",
    pattern=INSIDE,
    sure=0.92,
    longest=400,
    inside=True,
    where=_said,
    hits=("Follow us on Facebook and Instagram",),
    near_misses=(
        "Follow us into the cellar and mind your head, said the guide, who has worked at the castle since 1988.",
        "Hamas confirmed the appointment on its Telegram channel.",
        "WhatsApp groups in the village filled with rumours within an hour.",
    ),
)
PROMO_SUBSCRIBE = Rule(
    id="promo-subscribe",
    label=_P,
    subtype="subscribe",
    doc="A pitch for a subscription.",
    pattern=INSIDE,
    sure=0.92,
    longest=400,
    inside=True,
    where=_said,
    hits=("Subscribe now and save half",),
    near_misses=(
        "Subscribe or starve: small papers have no third choice, the report concludes.",
        "Canada is among the subscribers to the treaty.",
        "I once lettered SUBSCRIBE HERE on a shop window and was asked to take it off again.",
    ),
)
PROMO_DONATE = Rule(
    id="promo-donate",
    label=_P,
    subtype="donate",
    doc="An appeal for support.",
    pattern=INSIDE,
    sure=0.92,
    longest=500,
    inside=True,
    where=_said,
    hits=("Support our journalism",),
    near_misses=("Support our troops was the slogan; nobody asked them.",),
)
PROMO_SHOP = Rule(
    id="promo-shop",
    label=_P,
    subtype="shop",
    doc="A shop link.",
    pattern=INSIDE,
    sure=0.88,
    longest=300,
    inside=True,
    where=_said,
    hits=("View deal",),
    near_misses=("Shares in the deal were viewed as safe.",),
)
PROMO_EVENT = Rule(
    id="promo-event",
    label=_P,
    subtype="event",
    doc="A pitch for an event of the publisher.",
    pattern=INSIDE,
    sure=0.88,
    longest=400,
    inside=True,
    where=_said,
    hits=(),
    near_misses=("Join us or step aside, the general told the cabinet.",),
)
PROMO_READER_CALL = Rule(
    id="promo-reader-call",
    label=_P,
    subtype="readercall",
    doc="A call to readers to write in.",
    pattern=INSIDE,
    zone="ends",
    sure=0.93,
    longest=400,
    inside=True,
    where=_said,
    hits=("Do you have a story for us?",),
    near_misses=("Share this with no one, the note warned.",),
)
PROMO_ARROW = Rule(
    id="promo-arrow", label=_P, subtype="readmore", doc="A headline behind an arrow or triangle.",
    pattern=r"^(?:[▶▷☞☛►➤⏩→]|>{2,3}|»{2}|\+\+\+) ?\S.{6,140}$", sure=0.88, longest=160, where=no_final_stop,
    hits=("▶ Five bridges that never opened", ">> Five bridges that never opened"), near_misses=("> 90 percent of the voters stayed at home.",),
)  # fmt: skip
PROMO_HASHLINE = Rule(
    id="promo-post-appeared", label=_P, subtype="readmore", doc="The closing line of feeds: the post appeared first on a site.",
    pattern=r"^(?:The post|Der Beitrag|L'article|La entrada|El artículo|O post|Artykuł|Il post)\b.{3,200}(?:appeared first on|erschien zuerst auf|est apparu en premier sur|se publicó primero en|aparece primero en|apareceu primeiro em|pochodzi z serwisu|proviene da)\b.{2,100}$", sure=0.99, longest=400,
    hits=("The post Five bridges appeared first on North Bank News.",), near_misses=("The post at the border appeared deserted.",),
)  # fmt: skip
PROMO_PRICE = Rule(
    id="promo-price", label=_P, subtype="shop", doc="A price with a shop, or a shop's button.",
    pattern=r"^(?:(?:[$€£¥₹] ?\d[\d.,]{0,9}|\d[\d.,]{0,9} ?(?:[$€£]|EUR|Euro|USD))[ *]{0,3}){1,2}(?:(?i:at|from|on|bei|chez|sur|en|su|bij|hos|na|via)) [{up}][\w.'&+ -]{1,30}(?: .{0,60})?$|^(?i:see (?:it|price|at|on)|view (?:at|on|deal|price)|buy (?:it |now )?(?:at|on|from)|shop (?:it |now )?(?:at|on|from)|check (?:price|it)|get (?:it|deal)|(?:buy|shop|order|pre-?order|book)(?: it| here)? now|shop (?:the|our) (?:edit|look|sale|range|collection)|buy (?:here|alternative))(?: (?i:at|on|from|now)){0,2}(?: [{up}][\w.'&+-]{1,20}){0,3}$", sure=0.95, longest=140,
    hits=("$210 at Northshop", "See it at Northshop", "€39,99 bei Northshop", "Buy now", "Shop the edit"), near_misses=("$210 at today's prices is a fortune, he said.", "See it at once"),
)  # fmt: skip

PROMO_READ_TITLE = Rule(
    id="promo-read-headline", label=_P, subtype="readmore", doc="An English read-more label glued to a headline with capitals on its words.",
    pattern=r"^{bullet}(?i:(?:read|see) (?:more|also|next)|also read|related) (?=[{up}\"'])\S.{14,150}$", sure=0.92, longest=180, where=_capitalised,
    hits=("Read more Five Bridges That Never Opened in Kent",), near_misses=("Read more Books were borrowed than ever before in the town.", "Related firms in Lagos and Accra filed for protection the same week"),
)  # fmt: skip
PROMO_READ_OUR = Rule(
    id="promo-read-our", label=_P, subtype="readmore", doc="A pointer to the publisher's own review, guide or coverage.",
    pattern=r"^{bullet}(?i:read|see|check out) (?i:our|the) (?i:full|complete|in-depth|original|entire)\b[^.!?]{0,70}\b(?i:review|coverage|story|report|guide|analysis|article|interview|list){end}", sure=0.93, longest=120,
    hits=("Read our full North 55 kettle review", "See our complete coverage"), near_misses=("Read the full report, the judge ordered, and then come back.",), where=no_final_stop,
)  # fmt: skip
PROMO_SIGN_UP = Rule(
    id="promo-sign-up", label=_P, subtype="newsletter", doc="A short line that asks to sign up for a newsletter.",
    pattern=r"^(?i:(?:click here to )?(?:sign up|subscribe|register) (?:here )?(?:for|to)) [^.!?]{0,60}\b(?i:newsletters?|briefings?|e-?mails?|alerts?|updates)\b[^.?]{0,40}{end}", sure=0.95, longest=140, where=_said,
    hits=("Sign up for the daily North newsletter", "Subscribe to our morning briefing"), near_misses=("Sign up for war, the poster said.",),
)  # fmt: skip
PROMO_MORE_FROM = Rule(
    id="promo-more-from", label=_P, subtype="related", doc="A heading that offers more from or on somebody.",
    pattern=r"^{phrases} {name}{end}", sure=0.92, longest=70, zone="apart",
    hits=("More from Ann Bee", "Mehr von Ann Bee"), near_misses=("More from memory than from notes, she sang.",),
)  # fmt: skip
PROMO_RELATED_PLACE = Rule(
    id="promo-related-section", table="promo-related", label=_P, subtype="related", doc="The heading of a list of links with the section or place it is for.",
    pattern=r"^{phrases} (?i:in|on|from|aus|im|in der|en|dans|nel|op|i) {name}$", sure=0.92, longest=60, zone="apart",
    hits=("Most read in Money", "Latest In Agriculture"), near_misses=("Related articles in the case file were read out.",),
)  # fmt: skip
PROMO_READ_MORE_ON = Rule(
    id="promo-read-more-on", label=_P, subtype="readmore", doc="A call to read more and the topic, alone on its line.",
    pattern=r"^(?:(?i:read|see|find) (?i:more|all|our)(?: (?i:stories|news|articles|coverage|reports))? (?i:on|about|from|in|by)(?: (?i:the))?|(?:MORE|More) (?i:stories|news|articles|coverage|videos|photos)? ?(?i:on|about|from|in|by)) [{up}][\w'&.-]{1,24}(?: [\w'&.-]{1,24}){0,4}(?: here)?[ :>»›→]{0,3}$", sure=0.93, longest=80, zone="apart", where=no_final_stop,
    hits=("READ MORE ON PARKING", "Read more about North Bank", "More from North Bank News"), near_misses=("More in sorrow than in anger", "Read more books, the teacher said"),
)  # fmt: skip
PROMO_READ_MORE_TOPIC = Rule(
    id="promo-read-more-topic", label=_P, subtype="readmore", doc="'Read more on' and a topic in capitals, or 'Read more about' and a name, alone on the line.",
    pattern=r"^(?:READ MORE (?:ON|ABOUT|FROM)(?: [A-Z0-9'&-]{2,20}){1,5}|(?i:read|see) more (?:stories |news |coverage |articles )?(?:about|from|on) {name})[ :>»›→]{0,3}$", sure=0.95, longest=80,
    hits=("READ MORE ON PARKING", "Read more about North Bank"), near_misses=("Read more on Friday night than ever",),
)  # fmt: skip
PROMO_PRICE_ALONE = Rule(
    id="promo-price-alone", label=_P, subtype="shop", doc="A price, alone on its line.",
    pattern=r"^(?:[$£€¥₹] ?\d[\d,.]{0,9}|\d[\d.,]{0,9} ?(?:€|EUR))(?: ?[-|/] ?[$£€¥₹] ?\d[\d,.]{0,9})?$", sure=0.93, longest=30, zone="apart",
    hits=("$179.99", "£120"), near_misses=("$40 a week",),
)  # fmt: skip
PROMO_PRICES = Rule(
    id="promo-see-it-at", label=_P, subtype="shop", doc="Several buttons of shops in a row.",
    pattern=r"^(?:(?i:see it at|view at|buy at|buy from|shop at|check price at|see price at|\$?\d[\d.,]* at) ?[{up}][\w.'&+-]{1,20}(?: [{up}][\w.'&+-]{1,20}){0,2} ?[|/,]?){2,6}$", sure=0.96, longest=160,
    hits=("See it at Northshop See it at Southshop", "See it at NorthshopSee it at Southshop"), near_misses=("See it at dawn See it at dusk",),
)  # fmt: skip
PROMO_PODCAST = Rule(
    id="promo-podcast", label=_P, subtype="podcast", doc="A call to follow a podcast, or the service that has it.",
    pattern=r"^(?i:(?:listen|subscribe|follow|find us|available|also available|stream|get it)(?: (?:now|to us|to it|and subscribe|for free))?(?: (?:on|via|in|at))? (?:apple podcasts?|spotify|google podcasts|youtube music|amazon music|audible|stitcher|pocket ?casts|overcast|castbox|deezer|iheart(?:radio)?|acast|podbean)(?:[,;/| ]+(?:and |or |on )?(?:apple podcasts?|spotify|google podcasts|youtube music|amazon music|youtube|audible|stitcher|pocket ?casts|overcast|castbox|deezer|iheart(?:radio)?|acast|rss))*|[^.!?]{0,90}\bwherever you (?:get|listen to|find) (?:your )?podcasts\b[^.!?]{0,70}|(?:more|all|latest|previous|recent) episodes){end}", sure=0.96, longest=200, where=_said,
    hits=("Listen on Spotify", "Follow the show wherever you get your podcasts", "More episodes"), near_misses=("Listen to Spotify and you hear the same six songs.", "More episodes of flooding are likely"),
)  # fmt: skip
PROMO_SAVE = Rule(
    id="promo-saving", label=_P, subtype="shop", doc="Prices with a saving and nothing else.",
    pattern=r"^(?:[$€£] ?\d[\d.,]{0,9}[ *|-]{0,3}){0,2}(?i:save|was|now|rrp|you save|statt|au lieu de)[ :]{1,2}[$€£]? ?\d[\d.,]{0,9} ?(?:[€%]|EUR)?[ *|()-]{0,3}(?:\(?\d{1,2} ?%\)?|[$€£] ?\d[\d.,]{0,9})?$", sure=0.93, longest=60,
    hits=("$1,799 Save $369.01", "Was £40 £25"), near_misses=("Save 40 lives",),
)  # fmt: skip

PROMO_ALSO = Rule(
    id="promo-also", label=_P, subtype="readmore", doc="A label that sends readers to another text, directly followed by its headline.",
    pattern=r"^{bullet}{phrases}\.? (?=[{up}{caseless}\"'«])[^\n]{10,170}$", sure=0.93, longest=190, where=no_final_stop,
    hits=("Les også En bro for alle anledninger", "Lees ook Vijf bruggen die nooit opengingen", "LEES OOK. Vijf bruggen die nooit opengingen"), near_misses=("Lire aussi bien que possible, c'est tout ce qu'elle demande", "Lees ook eens een boek."),
)  # fmt: skip

RULES = (
    PROMO_ALSO,
    PROMO_READ_TITLE,
    PROMO_READ_OUR,
    PROMO_SIGN_UP,
    PROMO_MORE_FROM,
    PROMO_RELATED_PLACE,
    PROMO_SAVE,
    PROMO_PRICE,
    PROMO_READ_MORE_ON,
    PROMO_READ_MORE_TOPIC,
    PROMO_PRICE_ALONE,
    PROMO_PRICES,
    PROMO_PODCAST,
    PROMO_MOST_READ,
    PROMO_READ_MORE,
    PROMO_READ_MORE_SENTENCE,
    PROMO_READ_MORE_BRACKET,
    PROMO_RELATED,
    PROMO_RELATED_LABEL,
    PROMO_RELATED_SENTENCE,
    PROMO_RELATED_BRACKET,
    PROMO_WATCH,
    PROMO_POINTER,
    PROMO_NEWSLETTER,
    PROMO_APP,
    PROMO_SOCIAL,
    PROMO_SUBSCRIBE,
    PROMO_DONATE,
    PROMO_SHOP,
    PROMO_EVENT,
    PROMO_READER_CALL,
    PROMO_ARROW,
    PROMO_HASHLINE,
)
