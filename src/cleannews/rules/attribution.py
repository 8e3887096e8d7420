"""Who wrote it, where and when: bylines, biographies, datelines, stamps and sources."""

import re

from cleannews.article import Label
from cleannews.derived import regex
from cleannews.rule import Rule
from cleannews.rules.shapes import INSIDE, OPEN, no_final_stop

_HEADER = regex(r" - \w+[ ,]{1,2}\d{1,2}(?:, ?\d{4})?(?: ?:| ?\()")


def _no_wire_header(form: str) -> bool:
    """The header of an agency's picture text has a day and a colon behind its dash."""
    return not _HEADER.search(form[:120])


def _no_common_word(form: str) -> bool:
    """No article or adjective that headings put where a byline has a name."""
    return not re.match(r"\w+ (?i:the|popular|any|all|day|night|land|sea|air|train|car|ihrem|seinem|der|den|dem)\b", form)


def _names_people(form: str) -> bool:
    """A line of names, not a sentence about reporting."""
    return " led to " not in form and " has " not in form


#: A word of stamps, and a date or time.
_STAMPED = (
    r"^[(\[|•· -]{0,3}{phrases}(?: ?[:|] ?|(?<=[{unspaced}])(?=\d)| (?:on |at |am |le |el |il |em |op |den |di )?|$)(?:[^.!?]{0,60}\d[^!?]{0,60}|[^.!?]{0,12})$"
)


def _no_stop_but_of_a_unit(form: str) -> bool:
    """No final stop, or one that belongs to a shortened unit behind its number."""
    return no_final_stop(form) or bool(re.match(r"(?i:[a-zà-žа-яё]{1,8} )?\d{1,2} ?[a-zà-žа-яё]{1,5}\.$", form))


def _stamped_updated(form: str) -> bool:
    """The stamp opens with a word for the last change."""
    from cleannews.lexicon import has_stem

    return no_final_stop(form) and has_stem(form[:14], "times", "updated")


def _stamped_published(form: str) -> bool:
    """The stamp opens with a word for publication and tells of no change."""
    from cleannews.lexicon import has_stem

    return no_final_stop(form) and not has_stem(form, "times", "updated") and any(char.isdigit() for char in form)


def _person_first(form: str) -> bool:
    """No desk or agency in capitals, nor a reader's name with an initial for the surname."""
    return not re.match(r"(?:[^\Wa-z]+ ){2}|\w+ \w\.? ", form)


BYLINE_LABEL = Rule(
    id="byline-label", label=Label.BYLINE, doc="A short word for 'by' and one or more names.",
    pattern=r"^(?:[(\[]?{phrases}(?: ?[:=|] ?| - |[/・·] ?|(?<=[{unspaced}]) (?=[{caseless}]{2,4}(?: ?[,、] ?|\W?$))|(?<=[\u0590-\u08ff]) (?=[\u0590-\u08ff]{2,12} [\u0590-\u08ff]{2,12}$))[{caseless}][{caseless} .,、，·&/'-]{1,40}[)\]]?$|(?i:{phrases})(?: ?: ?| )(?!\d)(?:{fullname}|(?!(?:the|der|die|das|le|la|el|los|las|o|a|i|il)\b)(?-i:[{up}][{up} .'-]{4,40}))(?:(?:, | and | und | et | y | e | i | og | och | en | @ |/| & |; | - | \| ?|\d)(?:[{up}][\w .'&@/-]{1,60}|[a-z][\w .'&@/-]{2,40})){0,4}[,.]?$)", sure=0.9, zone="apart", longest=160, where=no_final_stop,
    hits=("By Ann Bee", "By Ann Bee and Jo Cee", "By Ann Bee, Political Editor"), near_misses=("By Tuesday the water had reached the altar.", "By JD Vance's own account, the meeting lasted four minutes.", "By Design, a furniture maker in Leeds, will close in June."),
)  # fmt: skip
BYLINE_WRITTEN = Rule(
    id="byline-written", label=Label.BYLINE, doc="A word for the author and the names.",
    pattern=r"^[(\[]?{phrases}(?: ?[:|/=] ?| )(?:[{up}{caseless}][^!?]{1,110})[)\]]?$", sure=0.93, zone="apart", longest=140, where=no_final_stop,
    hits=("Written by Ann Bee", "Author: Ann Bee"), near_misses=("Words fail him, and he knows it.",),
)  # fmt: skip
BYLINE_ROLE = Rule(
    id="byline-role", label=Label.BYLINE, doc="A journalist's job, alone or behind a name.",
    pattern=r"^(?:(?i:by |von |par |por |di |av |af |door )?{fullname}(?:, | - | \| |\. ?| ))?(?:(?:[\w'&-]+ ){0,4})?{phrases}(?:(?:,| at| for| -| \||/| in)? ?(?:[{up}][\w .&'-]{1,50}))?{end}", sure=0.93, zone="apart", longest=120, where=no_final_stop,
    hits=(), near_misses=("The reporter left.",),
)  # fmt: skip
BYLINE_AT = Rule(
    id="byline-contact", label=Label.BYLINE, doc="A name with an e-mail address or a handle, alone on the line.",
    pattern=r"^(?:{fullname}[ ,|(-]*)?(?:[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,3}|@\w{2,30})\)?{end}", sure=0.95, longest=120,
    hits=("Ann Bee ann.bee@example.org", "@annbee"), near_misses=("Write to ann@example.org by Friday, the council said.",),
)  # fmt: skip
BIO_IS = Rule(
    id="bio-is",
    label=Label.BIO,
    doc="A sentence saying what an author does.",
    pattern=INSIDE,
    sure=0.85,
    zone="ends",
    longest=700,
    inside=True,
    hits=(),
    near_misses=("He is a reporter's nightmare.",),
)
BIO_CONTACT = Rule(
    id="bio-contact",
    label=Label.BIO,
    doc="How to reach an author.",
    pattern=INSIDE,
    sure=0.9,
    zone="ends",
    longest=500,
    inside=True,
    hits=(),
    near_misses=("The suspect can be reached at no known address.",),
)
DATELINE_AGENCY = Rule(
    id="dateline-agency", label=Label.DATELINE, doc="A place, perhaps a date, an agency in brackets and a dash, before the first sentence.",
    pattern=r"^(?P<cut>(?:{name}(?:/{name})?(?: ?\([\w. ]{2,25}\))?(?:, [\w.' ]{2,30}){0,3},? )?[(\[](?:(?:{agency})(?: ?/ ?\w+)?|[{up}]{2,6}|[{up}][\w./ ]{1,25}[{up}a-z])[)\]] ?(?:\.?-{1,2}|:|\.-|=) ?)(?=\S)", sure=0.98, zone="lead", longest=6000,
    hits=("⟦LONDON (Reuters) - ⟧Ministers met on Monday.", "⟦LA CROSSE, Wis. (AP) - ⟧A bridge is shut.", "⟦Berlin (dpa) - ⟧Das Wetter bleibt kühl.", "⟦Ondorkhaan (Mongolia) (AFP) - ⟧The herds are thin."), near_misses=("Her party (SPD) - once the largest - lost again.",),
)  # fmt: skip
DATELINE_PTI = Rule(
    id="dateline-date-agency", label=Label.DATELINE, doc="A place, a date and an agency in brackets, no dash.",
    pattern=r"^(?P<cut>[{up}][\w.' -]{1,40}(?: \([\w. ]{2,25}\))?(?: \[[\w ]{2,25}\])?, (?:{months} \d{1,2}|\d{1,2} {months}) ?\((?:{agency}|[{up}]{2,6})\)[:.]? ?(?:-{1,2} ?)?)(?=\S)", sure=0.98, zone="lead", longest=6000,
    hits=("⟦New Delhi, Mar 5 (PTI) ⟧The court rejected the plea.", "⟦New Delhi [India], March 5 (ANI): ⟧The court rejected the plea.", "⟦Nilambur (Kerala), Mar 5 (PTI) ⟧The court rejected the plea."), near_misses=("Delhi, March 5 was the date he gave.",),
)  # fmt: skip
DATELINE_CITY = Rule(
    id="dateline-city", label=Label.DATELINE, doc="A place in capitals, perhaps state or country, and a dash, before the first sentence.",
    pattern=r"^(?P<cut>[{up}][{up}.' -]{2,30}(?:/[{up}][{up}.' -]{2,30})?(?:, [{up}][\w. ]{1,20}){0,2}(?:, {months} \d{1,2})? -{1,2} )(?=[{up}\"'«])", sure=0.93, longest=6000, zone="lead",
    hits=("⟦WASHINGTON - ⟧The Senate voted on Monday.", "⟦GENEVA, Switzerland - ⟧An envoy has resigned over the war."), near_misses=("AC/DC - the band, not the current - will play in Bern.",),
    where=_no_wire_header,
)  # fmt: skip
DATELINE_OTHER = Rule(
    id="dateline-formula", label=Label.DATELINE, doc="An agency's opening formula in its own form.",
    pattern=r"^(?P<cut>(?:\((?:서울|[가-힣]{2,10})=[가-힣A-Za-z0-9]{2,12}\) ?[^=]{0,40}=|\[[가-힣]{2,10}=[가-힣A-Za-z0-9]{2,12}\] ?[^=]{0,40}=|【[^】]{2,25}(?:共同|時事|=[^】]{2,12})】|(?:新华社|新華社|中新社|中新网|新华网|中央社|人民网)[^电電。]{2,24}(?:电|電)(?: ?[（(](?:记者|記者)[^)）]{2,30}[)）])?|[(（](?:中央社)?記者[^)）]{2,20}(?:報導|报道|電|电)[)）]|{up1}[\w ]{2,25}, \d{1,2}\.? {months}(?: \d{4})? ?(?:\([^)]{2,12}\))? ?[.-]{1,2} ?-? (?:/[{up}]{3,8}/\. ?)?|{up1}{3,20}, \d{1,2} [а-яіїє]{3,9}(?:\. ?/[{up}]{3,8}/| - РИА Новости)\. ?|JAKARTA, \w+\.com ?- |TEMPO\.CO, \w+ ?- |\(CNN\)(?: ?-{1,2} ?| )) ?)(?=\S)", sure=0.96, zone="lead", longest=6000,
    hits=("⟦(서울=연합뉴스) 김하나 기자 = ⟧정부는 대책을 내놨다.", "⟦【ワシントン共同】⟧大統領は述べた。", "⟦新华社北京4月24日电 ⟧会议召开。"), near_misses=("【速報】会議が始まった。",),
)  # fmt: skip
DATELINE_CASELESS = Rule(
    id="dateline-caseless", label=Label.DATELINE, doc="An agency's opening formula in a script without capitals: place, perhaps day and month, the agency in brackets or slashes.",
    pattern=r"^(?P<cut>[{caseless}][{caseless} ]{1,30}(?: ?\([{caseless} ]{2,24}\))?(?:(?:[،,] ?| ?- ?| (?:في )?)?\d{1,2} [{caseless}/ ]{2,28}?)? ?[(/](?:{agency}|العمانية|العُمانية|د ب أ|أ ?ش ?أ|وام|واس|قنا|كونا|بنا|سانا|وفا|سبأ|بترا|شينخوا|سبوتنيك|الألمانية|भाषा|वार्ता|एएनआई|एपी|एएफपी|रायटर|रॉयटर्स|आईएएनएस|हि\.?स\.?)[)/] ?(?:\.?-{1,2}|:|\.|। ?)? ?)(?=[{caseless}\"«])", sure=0.96, zone="lead", longest=6000,
    hits=("⟦القاهرة 14 أكتوبر تشرين الأول (رويترز) - ⟧قال مسؤولون إن الجسر أغلق.", "⟦مسقط في 18 فبراير /العمانية/ ⟧بدأ العمل في الجسر.", "⟦लखनऊ, 14 जनवरी (भाषा) ⟧पुल बंद रहेगा।"), near_misses=("قال الوزير (رويترز سألته) إن الجسر مغلق.",),
)  # fmt: skip
DATELINE_DATED_BRACKET = Rule(
    id="dateline-day-agency", label=Label.DATELINE, doc="A place, perhaps its district, day and month without a comma, the agency in brackets.",
    pattern=r"^(?P<cut>{name}(?: \([{up}][\w .'-]{2,30}\))?,? \d{1,2}\.?(?: de)? {months}(?: \d{4})? ?\((?:{agency}|[{up}][{up} ]{1,14}|[{up}]\w{2,10})\) ?\.?-{1,2} ?)(?=\S)", sure=0.97, zone="lead", longest=6000,
    hits=("⟦Frymburk (Českokrumlovsko) 9. září (ČTK) – ⟧Most je zase vidět.", "⟦Burela (Lugo), 3 jul (EFE).- ⟧El puente sigue cerrado.", "⟦MADRID 12 May. (EUROPA PRESS) - ⟧El puente sigue cerrado."), near_misses=("Brno 9. září (úterý) - den otevřených dveří",),
)  # fmt: skip
TIMESTAMP_UPDATED = Rule(
    id="timestamp-updated", table="timestamp-label", label=Label.TIMESTAMP, subtype="updated", doc="A word for the last change and a date or time.",
    pattern=_STAMPED, sure=0.975, longest=140, where=_stamped_updated,
    hits=("Updated: 3 May 2022", "Last modified on May 3, 2022 at 10:49"), near_misses=("Updated guidance, published on Monday, tells schools to keep windows open.",),
)  # fmt: skip
TIMESTAMP_PUBLISHED = Rule(
    id="timestamp-published", table="timestamp-label", label=Label.TIMESTAMP, subtype="published", doc="A word for publication and a date or time.",
    pattern=_STAMPED, sure=0.975, longest=140, where=_stamped_published,
    hits=("Published: 3 May 2022", "Posted on May 3, 2022 at 10:49"), near_misses=("Posted to Basra in 2004, he never spoke about it.",),
)  # fmt: skip
TIMESTAMP_LABEL = Rule(
    id="timestamp-label", label=Label.TIMESTAMP, doc="A publication word and a date or time.",
    pattern=_STAMPED, sure=0.95, longest=140,
    hits=("Published: 3 May 2022", "Last updated on May 3, 2022 at 10:49", "입력2025.08.19. 오전 6:01", "- Published on 3 May 2022"), near_misses=("Published in 1961, the novel sold 300 copies.", "Updated guidance, published on Monday, tells schools to keep windows open."),
    where=no_final_stop,
)  # fmt: skip
TIMESTAMP_READING = Rule(
    id="timestamp-reading",
    label=Label.TIMESTAMP,
    subtype="reading",
    doc="A reading time.",
    pattern=r"^[^.!?]{0,50}?{phrases}\)?{end}",
    sure=0.97,
    longest=80,
    inside=True,
    hits=("4 min read",),
    near_misses=("4 min readings are rare in this river.",),
)
TIMESTAMP_AGO = Rule(
    id="timestamp-ago",
    label=Label.TIMESTAMP,
    doc="A relative time, alone on its line.",
    pattern=r"^[^.!?]{0,40}?{phrases}{end}",
    sure=0.95,
    longest=70,
    inside=True,
    where=_no_stop_but_of_a_unit,
    hits=("3 hours ago", "před 15 min."),
    near_misses=("3 hours ago the bridge fell.",),
)
TIMESTAMP_DATE = Rule(
    id="timestamp-date", label=Label.TIMESTAMP, doc="A date, perhaps with a weekday and a time, and nothing else.",
    pattern=r"^[|•·\[( -]{0,3}(?:\d{1,2}[:.h]\d\d(?: ?(?i:[ap]\.?m\.?|uhr|[A-Z]{2,4}))?[ ,|•·-]{1,4}(?:on )?)?(?:{weekdays},? ?(?:den |le |il |the )?)?(?:\d{1,2}(?:st|nd|rd|th|\.|º|er)?(?: (?:de|of))? {months},?(?: (?:de|del))?(?: \d{4})?|{months} \d{1,2}(?:st|nd|rd|th)?,?(?: \d{4})?|\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}|\d{4}年\d{1,2}月\d{1,2}日)г?\.?(?:[ ,|•·T-]{0,4}(?:(?:at|um|à|a las|alle|kl\.?|o|в|-|um|às|saat|klo) ?)?\d{1,2}[:.h時]\d{2}(?::\d\d)?(?:分)? ?(?:(?i:[ap]\.?m\.?|uhr|h|[A-Z]{2,4}|Uhr|час\w*))?)?(?: ?(?:[|•·-]|//) ?[^.!?]{1,40}| {1,2}\d{1,2} (?i:min\w{0,4})\.?)?[)\]]?$", sure=0.93, zone="apart", longest=90,
    hits=("3 May 2022", "Tuesday, May 3, 2022 10:49 am", "03.05.2022, 10:49 Uhr", "2025年1月14日 01時28分", "18:47, 28.04.2022 // North Bank", "24. 1. 2025 12:38"), near_misses=("3 May was cold",),
)  # fmt: skip
TIMESTAMP_CLOCK = Rule(
    id="timestamp-clock",
    label=Label.TIMESTAMP,
    subtype="live",
    doc="A clock time, alone on its line.",
    pattern=r"^[(\[]?\d{1,2}[:.h]\d\d(?: ?(?i:uhr|h|am|pm|a\.m\.|p\.m\.|gmt|bst|est|edt|cet|ist))?[)\]]?$",
    sure=0.93,
    longest=20,
    hits=("11.39 Uhr", "[16:05]"),
    near_misses=("3-2",),
)
SOURCE_AGENCY = Rule(
    id="source-agency", label=Label.SOURCE, doc="An agency in brackets or behind a dash, alone on the line.",
    pattern=r"^(?:[(\[] ?(?:(?i:with|mit|avec|con|com|med|source|quelle)[: ] ?)?(?:{agency}(?: ?[/,&+] ?|, | and )?){1,4}(?:[a-z]{2,4})?[)\]]|[-=]{1,2} ?(?:with )?{agency}|(?:[a-z]{2,4}/){1,3}(?:{agency}|[a-z]{2,4}))\.?$", sure=0.97, zone="tail", longest=60,
    hits=("(AP)", "--IANS", "- Reuters", "(dpa/AFP)", "==Kyodo"), near_misses=("(The AP report was short.)",),
)  # fmt: skip
SOURCE_WIRE = Rule(
    id="source-wire", label=Label.SOURCE, doc="An agency that supplies stories, perhaps with its desks' initials, alone behind the story.",
    pattern=r"^(?:(?i:source|from)[: ]{1,2})?{wire}(?: News)?(?: [A-Z]{2,4}){0,6}(?: \d{1,2})?\.?$", sure=0.975, zone="last", longest=50,
    hits=("EFE", "PTI TGB SSK ROH", "Source: Xinhua"), near_misses=("AFP has the story",),
)  # fmt: skip
SOURCE_INITIALS = Rule(
    id="source-initials", label=Label.SOURCE, doc="A desk's initials, alone on the line.",
    pattern=r"^(?:[(\[][a-zà-ÿ]{2,4}(?:[/, ]{1,2}(?:[a-zà-ÿ]{2,4}|{agency})){0,3}[)\]]|[a-zà-ÿ]{2,4}(?:-[a-zà-ÿ]{2,4})?(?:[/,][a-zà-ÿ]{2,4}(?:-[a-zà-ÿ]{2,4})?){1,3}(?:/{agency})?|/[a-z]{2,4}/?|[a-z]{2,4}/[{up}][\w-]{1,8})$", sure=0.96, zone="tail", longest=30,
    hits=("(dmk)", "/jlm", "ino/dpa", "str-fb/br/kjm"), near_misses=("ok",),
)  # fmt: skip
SOURCE_TAIL = Rule(
    id="source-tail", label=Label.SOURCE, doc="An agency or desk initials in brackets behind the last sentence.",
    pattern=r"[.!?…\"'](?P<cut> ?[(\[](?:(?:(?i:with|mit|avec|con|com|med|source|quelle)[: ] ?)?(?:{agency}(?: ?[/,&+-] ?|, | and )?){1,4}(?:/?[a-z]{2,4})?|[a-z]{2,4}(?:/(?:[a-z]{2,4}|{agency})){0,3})[)\]]|(?P<cut2> -{1,2} ?{agency}))\.?$", sure=0.97, zone="last", longest=6000, inside=True,
    hits=("The vote is on Tuesday.⟦ (AP)⟧", "The vote is on Tuesday.⟦ (dpa/kle)⟧"), near_misses=("The party lost (SPD).",),
)  # fmt: skip
SOURCE_LABEL = Rule(
    id="source-label",
    label=Label.SOURCE,
    doc="A word for the source and an agency or outlet.",
    pattern=r"^[(\[*]{0,2}{phrases}(?: ?[:=|] ?| - (?=[{caseless}])|$)[^!?]{0,90}[)\]]?$",
    sure=0.93,
    zone="ends",
    longest=120,
    where=no_final_stop,
    hits=("Source: Reuters",),
    near_misses=("Sources say the deal could be signed in March.",),
)
SOURCE_REPORTING = Rule(
    id="source-reporting",
    label=Label.SOURCE,
    doc="Who reported, wrote and edited.",
    pattern=OPEN + r"(?:(?: ?[:=・] ?|, | - | )(?=[{up}{caseless}])|(?<=[{unspaced}])(?=[{caseless}])|(?: |:)(?=[{up}\"*]|the |our |agenc|input|{agency}))",
    sure=0.96,
    longest=500,
    hits=("Reporting by Ann Bee in Dover; Editing by Jo Cee", "Additional reporting by Ann Bee"),
    near_misses=("Editing by committee has ruined the bill, Lord Price said.", "Additional reporting requirements will apply from July."),
    where=_names_people,
)
SOURCE_CONTRIBUTED = Rule(
    id="source-contributed",
    label=Label.SOURCE,
    doc="Who else contributed.",
    pattern=INSIDE,
    sure=0.97,
    longest=500,
    inside=True,
    hits=("Ann Bee contributed to this report.",),
    near_misses=("The Associated Press contributed to the scholarship fund in his name.",),
)


BIO_ROLE = Rule(
    id="bio-role", table="byline-role", label=Label.BIO, doc="A name, a word for being, and a journalist's job: the author introduced behind the story.",
    pattern=r"^{fullname} (?:is|ist|est|es|è|é|är|er|jest|je|is) (?:an?|the|our|ein|eine|un|une|una|um|uma|en|een)? ?(?:[\w'&.,/-]{1,24} ){0,5}?{phrases}(?:,? | |\.|,)(?:(?i:at|for|with|of|and|based|covering|who|in|bei|beim|der|des|von|für|à|au|chez|de|del|en|para|pour|di|per|van|bij|voor|på|hos|i|för)\b|$)", sure=0.9, zone="last", longest=700,
    hits=("Ann Bee is a senior reporter at the North Bank Courier.", "Ann Bee is an editor covering bridges."), near_misses=("The mayor is a former reporter at the paper.", "Ann Bee is a nurse at the hospital."),
)  # fmt: skip

#: A full date in figures or with the month's name.
_DATE = r"(?:\d{1,2}\. ?\d{1,2}\. ?\d{2,4}|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\.?|{months} \d{1,2},? \d{4}|\d{1,2}\.? (?:de )?{months},?(?: de)? \d{4})"
BYLINE_DATED = Rule(
    id="byline-dated", table="byline-label", label=Label.BYLINE, doc="A short word for 'by', a name and the day, alone on the line.",
    pattern=r"^(?i:{phrases})(?: ?: ?| ){name}(?:,? (?:and|und|et|y|e) {name})?(?:, [{up}][\w-]{2,20})?[ ,|•·-]{1,4}(?:(?:on|am|le|el|il) |(?i:published|updated|last updated|posted)[: ]{1,2})?" + _DATE + r"[^.!?]{0,30}\.?$", sure=0.95, longest=130,
    hits=("By Ann Bee May 3, 2022", "Von Ann Bee 03.05.2022, 18:11 Uhr"), near_misses=("By May 3, 2022 the bridge was open again.", "By Monday the ferry of May 3, 2022 was forgotten."),
)  # fmt: skip
TIMESTAMP_DAY_CLOCK = Rule(
    id="timestamp-day-clock", label=Label.TIMESTAMP, doc="A full date and a clock time, in either order, and nothing else.",
    pattern=r"^[|•·\[( -]{0,3}(?:{weekdays},? ?)?(?:" + _DATE + r"(?:[ ,|•·T-]{0,4}(?:at|um|à|a las|alle|kl\.?|o|в)?|(?: [^\W\d]{1,14}){1,4}) ?\d{1,2}[:.h]\d\d|\d{1,2}[:.h]\d\d(?: ?(?i:uhr|[ap]\.?m\.?))?[ ,|•·-]{1,4}" + _DATE + r")(?::\d\d)? ?(?:(?i:uhr|h|min|[ap]\.?m\.?))?(?:Z| [A-Z]{2,4}| ?\(?(?:GMT|UTC) ?[+-]\d{1,2}\)?| ?[{up}][\w-]{2,20}| ?(?:송고|입력|수정|등록|配信|更新|公開|掲載|发布|發布))?(?: ?(?:[|•·-]|//) ?[^.!?]{1,40}| {1,2}\d{1,2} (?i:min\w{0,4})\.?)?\.?[)\]]?$", sure=0.95, longest=90,
    hits=("12.04.2024, 10:21 Uhr", "18:47, 28.04.2022 // North Bank", "October 23, 2025 5:50 pm CET", "25.10.2025 - 15:26 Uhr", "04/05/2025 a las 20:14h.", "02/04/2022 Actualizado a las 9:05h.", "Thứ bảy, 14/6/2025, 16:05 (GMT+7)", "2025/12/09 14:20 송고"), near_misses=("12.04.2024 was a Friday", "At 10:21 on May 3, 2022 the bridge fell."),
)  # fmt: skip

TIMESTAMP_TWICE = Rule(
    id="timestamp-twice", label=Label.TIMESTAMP, doc="A full date, then a word for the change with its date or time.",
    pattern=r"^[^\w]{0,3}(?:{weekdays},? )?" + _DATE + r"(?:[ ,|-]{1,3}(?:alle |a las |à |um |kl\.? ?)?\d{1,2}[:.h]\d\d ?(?:h|Uhr|uhr)?)?[ (|,;/•·-]{1,4}(?:[^\W\d]{2,16}[ :.]{1,2}){1,4}(?:" + _DATE + r"|\d{1,2}[:.h]\d\d)[^.!?]{0,30}[)\].]?$", sure=0.95, longest=130,
    hits=("2 maggio 2022 (modifica il 3 maggio 2022 | 9:05)", "12.04.2024 - Aktualisiert: 13.04.2024, 10:21 Uhr"), near_misses=("12.04.2024 Spiel, Satz und Sieg für den Herausforderer",),
)  # fmt: skip
TIMESTAMP_EAST = Rule(
    id="timestamp-east", label=Label.TIMESTAMP, doc="Day, weekday in brackets and clock as Japanese portals print them, or an update in brackets; day and month in two names as Arab ones do.",
    pattern=r"^[(]?(?:最終更新:? ?|更新:? ?|公開:? ?)?\d{1,2}/\d{1,2} ?(?:\([日月火水木金土]\))? ?\d{1,2}:\d\d ?(?:配信|更新|公開)?[)]?$|^(?:\d{4}[/年]\d{1,2}[/月]\d{1,2}日? ?\d{1,2}[:時]\d\d分? ?)?[(](?:最終)?(?:更新:? ?)?(?:\d{4}[/年])?\d{1,2}[/月]\d{1,2}日? ?\d{1,2}[時:]\d\d分? ?(?:更新)?[)]$|^\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)? ?(?:\| ?)?(?:来源|來源): ?[^。!?]{2,24}$|^\d{1,2} {months} ?/ ?{months} \d{4}$", sure=0.97, longest=50,
    hits=("1/14(火) 17:32配信", "（最終更新 3/2 05:00）", "(3月13日 09時02分更新)", "2025/3/2 05:00（最終更新 3/2 05:00）", "2025-07-24 08:15 来源：新华网", "22 نوفمبر/ تشرين الثاني 2024"), near_misses=("1/14の地震では",),
)  # fmt: skip
BYLINE_JA_BRACKET = Rule(
    id="byline-ja-bracket", label=Label.BYLINE, doc="A Japanese name in black brackets behind the story.",
    pattern=r"^【(?!関|写|動|続|特|訂|参|追|終|注|図|表|画|速|連|解|補|次|前|後|お)[一-鿿々]{1,4}[ ・]?[一-鿿々ぁ-んァ-ヶ]{1,5}】$", sure=0.93, longest=16, zone="last",
    hits=("【山田花子】",), near_misses=("【速報】会議が始まった。",),
)  # fmt: skip
BYLINE_STAMPED = Rule(
    id="byline-stamped", label=Label.BYLINE, doc="A name, a full date and a clock, and nothing else.",
    pattern=r"^{fullname}(?: ?[|,•·-] ?| )(?:{weekdays},? )?" + _DATE + r"[ ,|•·-]{1,4}(?:um |kl\.? |alle |at |a las |à |o |в )?\d{1,2}[:.h]\d\d(?: ?(?:Uhr|uhr|h|[AaPp]\.?[Mm]\.?|WIB|WITA|WIT|[A-Z]{3,4}))?(?: ?[|•·-] ?[^.!?]{1,40})?$", sure=0.95, longest=110, where=_person_first,
    hits=("Marco Riva 2 Maggio 2022 - 9:05", "Stefan Thoma, 02.05.2022 9:05 Uhr", "Dwi Handoko - Senin, 2 Mei 2022 9:05 WIB"), near_misses=("Arsenal London 26.04.2024", "KYODO NEWS - May 2, 2022 - 10:30", "Grazia B. - 2 maggio 2022, 9:05"),
)  # fmt: skip
BYLINE_SIGNED = Rule(
    id="byline-signed", table="byline-written", label=Label.BYLINE, doc="A sentence saying who held the interview or wrote the text: words for it, the names, a full stop.",
    pattern=r"^[(\[]?{phrases} {fullname}(?:(?:,| und| et| y| e| and| i| en| og| och) {fullname}){0,2}\.[)\]]?$", sure=0.88, zone="ends", longest=110,
    hits=("Das Gespräch führte Ute Lahn.", "Propos recueillis par Anne Roux."), near_misses=("Das Gespräch führte zu nichts.",),
)  # fmt: skip
BYLINE_EAST = Rule(
    id="byline-east", label=Label.BYLINE, doc="A Korean or Chinese reporter's name with the job, alone on the line or in brackets; the mail address may follow.",
    pattern=r"^[(\[【〔<|]?(?:[가-힣]{2,8} ?= ?)?[가-힣]{2,4} ?(?:선임|수습|인턴|객원|전문|대학생)?(?:기자|특파원|논설위원|통신원)(?:[ ,·]{1,2}[가-힣]{2,4} ?(?:선임|수습|인턴|객원)?(?:기자|특파원))?(?:[ |(/]{1,2}[\w.+-]{2,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,3})?[)\]】〕>]?$|^[(〔【\[][^()。!?]{0,16}(?:记者|記者|通讯员|责编|责任编辑|責任編輯|编辑|編輯|实习生|實習生|撰文|编译|編譯)(?!问|問|注|按|会|會)[^()。!?]{2,40}[)〕】\]]$", sure=0.95, longest=70, zone="ends",
    hits=("박하나 기자", "신안= 서하나 기자 hana@example.org", "〔記者陳小明／雲林報導〕", "（都市网全媒体记者 王小明 实习生 李雷）", "【责任编辑:王小明】"), near_misses=("박하나 기자는 웃었다.", "（记者问：为什么？）", "【速報】会議が始まった。"),
)  # fmt: skip
SOURCE_SIGNED = Rule(
    id="source-signed", label=Label.SOURCE, doc="An agency in slashes, or the initials of an agency's writer and editor in its own form, alone on the line.",
    pattern=r"^(?:/ ?(?:{agency}|[{up}{caseless}a-z][\w\u064b-\u0652]{1,14}) ?/|[{up}]{2,4} // [{up}]{2,4}|[a-z]{2,4}/ [a-z]{2,4}/|भाषा(?: [{caseless}]{1,12}){1,3}|(?:[\u0621-\u064a] ){1,3}[\u0621-\u064a]|[(]?(?:Avec|Con|Com|Med|Mit|Met|Z|S|С|З) (?:l')?{agency}(?:(?:,| et| y| e| og| och| und| en| a| i| и| та) {agency})?[)]?)\.?$", sure=0.95, zone="last", longest=50,
    hits=("/ritzau/", "/العُمانية/", "RRL // MCL", "kaw/ dki/", "भाषा सं अनूप", "س ع", "(Avec AFP)"), near_misses=("// TODO // DONE", "س ع ص ل م"),
)  # fmt: skip

TIMESTAMP_HOUR = Rule(
    id="timestamp-hour", label=Label.TIMESTAMP, doc="A full date and an hour with its half of the day, perhaps with a zone, and nothing else.",
    pattern=r"^[|•·\[( -]{0,3}(?:{weekdays},? ?)?" + _DATE + r",?(?: ?(?:at|[|•·-]))? ?\d{1,2}(?:[:.]\d\d)? ?(?i:[ap]\.?m\.?)(?: ?[A-Z]{2,4}(?:[+-]\d{1,2})?)?(?: ?[|•·-] ?[^.!?]{1,40})?[)\]]?$", sure=0.95, longest=90,
    hits=("July 31, 2025, 6 a.m. EDT", "Tue, 8 April 2025 at 11:26 am GMT+1"), near_misses=("On July 31, 2025, 6 a.m. was still dark",),
)  # fmt: skip
TIMESTAMP_ISSUE = Rule(
    id="timestamp-issue", label=Label.TIMESTAMP, doc="The month of a magazine's issue, alone on the line.",
    pattern=r"^(?:(?i:the|from the) )?{months}(?: ?[/&-] ?{months})? \d{4},? (?i:issue|edition)$", sure=0.96, longest=50,
    hits=("November 2025 Issue", "July/August 2025 issue"), near_misses=("The May 2025 edition of the show",),
)  # fmt: skip
TIMESTAMP_MINUTES = Rule(
    id="timestamp-minutes", label=Label.TIMESTAMP, subtype="reading", doc="A number of minutes, alone on the line.",
    pattern=r"^\d{1,2} ?-? ?(?:min|mins|minutes?)\.?$", sure=0.93, longest=14, zone="apart",
    hits=("4 min", "12 mins"), near_misses=("4 minor wounds",),
)  # fmt: skip
TIMESTAMP_ELAPSED = Rule(
    id="timestamp-elapsed",
    label=Label.TIMESTAMP,
    doc="How long ago a text appeared, in a figure and a letter, alone on its line.",
    pattern=r"^\d{1,2} ?(?:h|d|w|hrs?|days?|weeks?|hours?)(?: (?i:ago))?$",
    sure=0.93,
    zone="apart",
    longest=14,
    hits=("3h", "2 d"),
    near_misses=("3 horses",),
)
BYLINE_AGENCY = Rule(
    id="byline-agency",
    label=Label.BYLINE,
    doc="A short word for 'by', a name, a comma and an agency.",
    pattern=r"^(?:By|BY|by|Von|Par|Por|Di) {fullname}(?:(?:,| and| und| et) {fullname})?(?:, | - | / | \| )(?:the |The )?(?:{wire}|{agency})(?: [\w ]{2,24})?$",
    sure=0.97,
    longest=110,
    hits=("By Ann Bee, PA", "By Ann Bee and Jo Cee, Associated Press"),
    near_misses=("By Friday the PA had 400 complaints.",),
)
BYLINE_WORD = Rule(
    id="byline-word", label=Label.BYLINE, doc="A word that announces the author, whose name stands on another line.",
    pattern=r"^(?:By|BY|by|Von|VON|Par|PAR|Por|(?i:author of the article|about the authors?|written by|words by|story by|text by|reported by|posted by)) ?:?$", sure=0.96, longest=30,
    hits=("By", "Author of the article:"), near_misses=("By far",),
)  # fmt: skip
BYLINE_DOTTED = Rule(
    id="byline-dotted", label=Label.BYLINE, doc="A full name and an outlet, each followed by a dot in mid-line.",
    pattern=r"^(?!The ){fullname} ?· ?{name} ?·$", sure=0.93, longest=160, zone="apart",
    hits=("Ann Bee · North Bank Broadcasting ·",), near_misses=("Ann Bee · a life in six bridges", "The Lantern · Town"),
)  # fmt: skip
BYLINE_WEB_EDITOR = Rule(
    id="byline-web-editor", label=Label.BYLINE, doc="The editor's name behind the story.",
    pattern=r"^[(\[]?(?i:(?:web |copy |photo |picture |video )?editors?) ?: ?[\w][\w .,'-]{2,40}[)\]]?$", sure=0.95, longest=60, zone="last", where=no_final_stop,
    hits=("Editor: huaxia", "Picture editor: Ann Bee"), near_misses=("Editors: a dying breed?",),
)  # fmt: skip
SOURCE_NAMED = Rule(
    id="source-named", label=Label.SOURCE, doc="A word for the source and who it is, behind the story.",
    pattern=r"^[(\[*]{0,2}{phrases} ?[:=] ?[^.!?。।]{2,90}[)\]]?$", sure=0.975, longest=110, zone="last",
    hits=("Source: regional observers' network",), near_misses=("Sources: they never come alone, and seldom in time.",),
)  # fmt: skip
BYLINE_KIND = Rule(
    id="byline-kind", label=Label.BYLINE, doc="The kind of text, 'by' and a full name, perhaps with a job, alone on the line.",
    pattern=r"^(?:Analysis|ANALYSIS|Review|REVIEW|Interview|Report|Story|Text|Words|Recipe|Recipes|Comment|Commentary|Column|Essay)(?i: by) {fullname}(?:(?: and|,) {fullname})?(?:, [^.!?]{3,60})?$|^[Bb]y: {fullname}$|^(?:By|BY|by) {fullname} ?[/|] ?{name}$", sure=0.95, longest=130,
    hits=("Analysis by Ann Bee, North Bank reporter", "by: Ann Bee", "By Ann Bee / North Bank Post"), near_misses=("Analysis by the bank puts the loss at £4m", "Review by Friday"),
)  # fmt: skip
BYLINE_GLUED = Rule(
    id="byline-glued",
    label=Label.BYLINE,
    doc="The word 'by' glued to a full name, as lost line breaks leave it.",
    pattern=r"^(?:By|BY)[{up}][a-zà-ÿ'-]{1,20}(?: [{up}]\.?)?(?: [{up}][\w'-]{1,20}){1,2}(?:(?:(?i:published|updated|posted|last updated)| \|).{0,60})?$",
    sure=0.94,
    longest=120,
    hits=("ByAnn Bee", "ByAnn BeePublished: May 3, 2022"),
    near_misses=("ByteDance", "ByteDance Ltd loses appeal over Leeds office"),
)
BYLINE_ALONE = Rule(
    id="byline-alone",
    label=Label.BYLINE,
    doc="A preposition of bylines and two or three names, nothing else, wherever it stands.",
    pattern=r"^(?:By|BY|Von|von|Par|Por|Di|di|Av|Af|Door|Od) [{up}][\w'-]{1,20}(?: [{up}]\.?)?(?: [{up}][\w'-]{1,20}){1,2}(?:(?:,| and| und| et| y| e) [{up}][\w'-]{1,20}(?: [{up}][\w'-]{1,20}){1,2})?$",
    sure=0.9,
    longest=60,
    where=_no_common_word,
    hits=("Von Ute Lahn", "By Ann Bee and Jo Cee"),
    near_misses=("By Design", "Von Haus zu Haus", "By The Numbers", "Par Amour"),
)

RULES = (
    TIMESTAMP_HOUR,
    TIMESTAMP_ISSUE,
    TIMESTAMP_MINUTES,
    TIMESTAMP_ELAPSED,
    BYLINE_WORD,
    BYLINE_KIND,
    BYLINE_DOTTED,
    BYLINE_WEB_EDITOR,
    SOURCE_NAMED,
    BYLINE_AGENCY,
    BYLINE_GLUED,
    BYLINE_ALONE,
    TIMESTAMP_TWICE,
    TIMESTAMP_EAST,
    BYLINE_EAST,
    BYLINE_JA_BRACKET,
    BYLINE_STAMPED,
    BYLINE_SIGNED,
    SOURCE_SIGNED,
    BYLINE_DATED,
    TIMESTAMP_DAY_CLOCK,
    BIO_ROLE,
    BYLINE_LABEL,
    BYLINE_WRITTEN,
    BYLINE_ROLE,
    BYLINE_AT,
    BIO_IS,
    BIO_CONTACT,
    DATELINE_AGENCY,
    DATELINE_PTI,
    DATELINE_CITY,
    DATELINE_OTHER,
    DATELINE_CASELESS,
    DATELINE_DATED_BRACKET,
    TIMESTAMP_UPDATED,
    TIMESTAMP_PUBLISHED,
    TIMESTAMP_LABEL,
    TIMESTAMP_READING,
    TIMESTAMP_AGO,
    TIMESTAMP_DATE,
    TIMESTAMP_CLOCK,
    SOURCE_AGENCY,
    SOURCE_WIRE,
    SOURCE_INITIALS,
    SOURCE_TAIL,
    SOURCE_LABEL,
    SOURCE_REPORTING,
    SOURCE_CONTRIBUTED,
)
