"""Text about the text: notes, corrections, disclosures, rights."""

from cleannews.article import Label
from cleannews.rule import Rule
from cleannews.rules.shapes import INSIDE, OPEN, WHOLE

_N = Label.NOTE
NOTE_CORRECTION = Rule(
    id="note-correction",
    label=_N,
    subtype="correction",
    doc="A correction or clarification.",
    pattern=OPEN,
    sure=0.95,
    longest=900,
    hits=("Correction: An earlier version misspelt the name of the river.",),
    near_misses=("Correction facilities in the state hold 40,000 people.",),
)
NOTE_EDITOR = Rule(
    id="note-editor",
    label=_N,
    subtype="editor",
    doc="A note by the editors.",
    pattern=OPEN,
    zone="ends",
    sure=0.95,
    longest=900,
    hits=("Editor's note: The name was changed.",),
    near_misses=("Note: the Nanowave 55 our tester used has been discontinued.",),
)
NOTE_UPDATE = Rule(
    id="note-update",
    label=_N,
    subtype="update",
    doc="A line saying that the text was changed.",
    pattern=INSIDE,
    zone="ends",
    sure=0.96,
    longest=500,
    inside=True,
    hits=("This story has been updated.",),
    near_misses=("This story begins in a car park.", "Update: that is the word pilots dread, she writes."),
)
NOTE_AFFILIATE = Rule(
    id="note-affiliate",
    label=_N,
    subtype="affiliate",
    doc="A disclosure of commissions.",
    pattern=INSIDE,
    sure=0.96,
    longest=700,
    inside=True,
    hits=("We may earn a commission if you buy through our links.",),
    near_misses=("The commission may earn its keep.",),
)
NOTE_AI = Rule(
    id="note-ai",
    label=_N,
    subtype="ai",
    doc="A disclosure that a machine wrote or translated.",
    pattern=INSIDE,
    zone="ends",
    sure=0.93,
    longest=280,
    inside=True,
    hits=(),
    near_misses=("The essay was written by a machine, the school said.",),
)
NOTE_TRANSLATION = Rule(
    id="note-translation",
    label=_N,
    subtype="translation",
    doc="A translation notice.",
    pattern=INSIDE,
    sure=0.95,
    longest=500,
    inside=True,
    hits=(),
    near_misses=("The book was translated into 30 languages.",),
)
NOTE_SYNDICATION = Rule(
    id="note-syndication",
    label=_N,
    subtype="syndication",
    doc="Where the text appeared first.",
    pattern=INSIDE,
    sure=0.95,
    longest=500,
    inside=True,
    hits=(),
    near_misses=("The poem was first published in 1911.",),
)
NOTE_SPONSORED = Rule(
    id="note-sponsored",
    label=_N,
    subtype="sponsored",
    doc="A label of paid content.",
    pattern=WHOLE,
    sure=0.96,
    longest=120,
    hits=("Sponsored content",),
    near_misses=("Sponsored content is a polite word, he said.",),
)
NOTE_ADVISORY = Rule(
    id="note-advisory",
    label=_N,
    subtype="advisory",
    doc="A helpline or a risk notice.",
    pattern=INSIDE,
    sure=0.85,
    zone="tail",
    longest=700,
    inside=True,
    hits=(),
    near_misses=("She called for help and nobody came.",),
)
RIGHTS_RESERVED = Rule(
    id="rights-reserved",
    label=Label.RIGHTS,
    doc="Rights to the article.",
    pattern=INSIDE,
    sure=0.965,
    longest=500,
    inside=True,
    hits=("© 2026 North Bank News Ltd. All rights reserved.",),
    near_misses=("All rights reserved for the coastal tribes were sold in a single afternoon.",),
)
RIGHTS_COPYRIGHT = Rule(
    id="rights-copyright",
    label=Label.RIGHTS,
    doc="A copyright sign, a year and a holder.",
    pattern=r"^[<\[(]?(?:(?i:copyright|저작권자|ⓒ|©|\(c\)|版权所有)[ :©ⓒ(cC)-]{0,6}(?:\d{4}|[^.]{2,40}(?:무단|禁止|rights))|©? ?\d{4} ?©).{0,160}$",
    sure=0.97,
    longest=260,
    hits=("© 2026 North Bank News", "Copyright 2026 The Daily Note. All rights reserved.", "<저작권자 ⓒ 연합뉴스, 무단 전재-재배포 금지>"),
    near_misses=("Copyright lasts seventy years in Europe.",),
)
RIGHTS_PRINT = Rule(
    id="rights-print",
    label=Label.RIGHTS,
    subtype="print",
    doc="Where the text stood in print.",
    pattern=INSIDE,
    sure=0.96,
    longest=300,
    inside=True,
    hits=(),
    near_misses=("The verdict appeared in print within the hour.",),
)

NOTE_FIRST_PUBLISHED = Rule(
    id="note-first-published",
    label=_N,
    subtype="syndication",
    doc="A line that only says which outlet had the text first.",
    pattern=r"^(?i:(?:this (?:article|story|piece|column) )?(?:was )?(?:first|originally) (?:published|appeared) (?:in|on|at|by|with)) (?=[{up}]|[\w.-]{2,40}\.[a-z]{2,8}$)[^!?;]{2,60}$",
    sure=0.95,
    zone="apart",
    longest=110,
    hits=("First published in The North Bank Review.", "Originally published at blog.northbank.example"),
    near_misses=("First published in 1911, the poem is about a ferry.", "First published in a pamphlet, the poem was soon banned."),
)
NOTE_SPONSORED_BY = Rule(
    id="note-sponsored-by",
    label=_N,
    subtype="sponsored",
    doc="Who paid for or presents the text, alone on the line.",
    pattern=r"^{phrases}(?: ?: ?| ){name}{end}",
    sure=0.93,
    longest=80,
    hits=("Sponsored by North Bank Cycles", "Präsentiert von Nordbank"),
    near_misses=("Powered by batteries from the bank of cells under the deck.",),
)

NOTE_EDITED = Rule(
    id="note-edited",
    label=_N,
    subtype="editor",
    doc="A line saying that an interview or the answers were shortened.",
    pattern=r"^[(\[*]{0,2}(?i:(?:this|the|our|their|his|her|these|all|both) )?(?i:following )?(?i:interview|conversation|discussion|transcript|q&a|q & a|answers|responses|questions|excerpts?|remarks|exchange)(?i: and (?:answers|responses))?(?i: (?:has|have|was|were|is|are))(?i: been)?(?i: (?:lightly|slightly|minimally))? (?i:edited|condensed|shortened|abridged|excerpted)(?:(?i: and (?:lightly )?(?:edited|condensed|abridged))?(?i: (?:for|from))[^.!?]{2,90})?[.)\]*]{0,3}$",
    sure=0.97,
    longest=220,
    hits=("This interview has been edited for length and clarity.", "(The conversation was condensed and edited for brevity.)"),
    near_misses=("The interview was edited to make him look a fool, his lawyer said.",),
)
NOTE_DEVELOPING = Rule(
    id="note-developing",
    label=_N,
    subtype="update",
    doc="A line saying that the story is still growing.",
    pattern=r"^[(\[*]{0,2}(?i:this is a (?:breaking|developing)(?: news)? (?:story|news story)|this (?:breaking|developing) (?:news )?story (?:is|will be)|(?:this|the) story is (?:developing|breaking|being updated)|(?:please )?(?:check|come) back (?:here )?(?:soon |later )?for (?:more )?(?:updates|details)|more (?:to follow|details to follow|on this (?:story )?soon|to come))\b[^\"]{0,120}$",
    sure=0.96,
    longest=200,
    hits=("This is a developing story. Check back for updates.", "More to follow."),
    near_misses=(
        "More to follow than to lead, he never ran for mayor, said his widow, who still keeps the posters he refused to have printed in a drawer of the desk at home.",
    ),
)
RIGHTS_PUBLISHED_IN = Rule(
    id="rights-published-in",
    label=Label.RIGHTS,
    subtype="print",
    doc="The paper and the day in which the text stood in print, alone on the line.",
    pattern=r"^(?i:published in)(?: the)? [{up}][\w'& -]{1,40}, (?:(?i:on )?{months} \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)? {months}),? \d{4}\.?$",
    sure=0.98,
    longest=110,
    hits=("Published in The North Bank Courier, May 27th, 2025",),
    near_misses=("Published in Leeds in May 1911, the poem is about a ferry.",),
)
RIGHTS_AGENCY = Rule(
    id="rights-agency",
    label=Label.RIGHTS,
    doc="An agency's copyright line behind the story.",
    pattern=r"^[<\[(]?(?:(?i:copyright|all rights reserved)[ :©.]{0,4}|© ?){1,3}(?:(?i:copyright|the) )?(?:{agency}|{wire})(?:,? (?:Press|News|Newsfeed|Agency|Ltd|Inc|LLC|GmbH|\d{4})\.?){0,2}\.?[\])>]?$",
    sure=0.97,
    zone="last",
    longest=90,
    hits=("© Agence France-Presse", "[Copyright The Jiji Press, Ltd.]", "ALL RIGHTS RESERVED © Copyright ANSA"),
    near_misses=("The copyright of AFP in the picture lapsed in May.",),
)

RULES = (
    NOTE_EDITED,
    NOTE_DEVELOPING,
    RIGHTS_PUBLISHED_IN,
    RIGHTS_AGENCY,
    NOTE_FIRST_PUBLISHED,
    NOTE_SPONSORED_BY,
    NOTE_CORRECTION,
    NOTE_EDITOR,
    NOTE_UPDATE,
    NOTE_AFFILIATE,
    NOTE_AI,
    NOTE_TRANSLATION,
    NOTE_SYNDICATION,
    NOTE_SPONSORED,
    NOTE_ADVISORY,
    RIGHTS_RESERVED,
    RIGHTS_COPYRIGHT,
    RIGHTS_PRINT,
)
