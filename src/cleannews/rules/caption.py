"""What describes a picture."""

from cleannews.article import Label
from cleannews.derived import regex
from cleannews.rule import Rule
from cleannews.rules.shapes import has_kana_or_han, no_final_stop

_FINITE = regex(r" (?:is|are|was|were|has|have|had|will|shows?|stirs?|draws?|sparks?|goes|says?|told|may|can) ")


def _scene(form: str) -> bool:
    """No full stop and no finite verb: what a picture shows, not what happened to it."""
    return no_final_stop(form) and not _FINITE.search(form)


CAPTION_LABEL = Rule(
    id="caption-label", label=Label.CAPTION, doc="A word announcing a caption, then the caption.",
    pattern=r"^[(\[|]?{phrases}(?: ?[:|.=] ?|, |[،、] ?|,(?=[{caseless}])| - | (?=[{up}\"'])|$)", sure=0.97, longest=900,
    hits=("Image caption: The bridge before the flood",), near_misses=("The caption read: \"Left to right, the men who sold the railway.\"",),
)  # fmt: skip
CAPTION_FILE = Rule(
    id="caption-file", label=Label.CAPTION, doc="An archive or symbol-picture label, then the caption.",
    pattern=r"^(?:[(\[]?{phrases}[)\]]?(?: ?[:|] ?| - |\. )\S|[(\[]{phrases}[)\]] [{up}\"{caseless}]|[(\[※]{1,2}{phrases}(?:です)?[)\]]?$|(?=[^ ]{1,20} [^ ]|[{caseless}]){phrases}$)", sure=0.97, longest=900,
    hits=("FILE PHOTO: Cranes stand over the port on Friday.", "FILE - Cranes stand over the port on Friday.", "(File photo)", "Stock image"),
    near_misses=("A file photo of the suspect was shown on television every hour.",),
)  # fmt: skip
CAPTION_FILE_TAIL = Rule(
    id="caption-file-tail", table="caption-file", label=Label.CAPTION, doc="A short line closed by an archive or symbol-picture label in brackets.",
    pattern=r"(?<=[^\n]{8})[(\[]{phrases}[^()\[\]]{0,30}[)\]]\.?$", sure=0.96, longest=400, inside=True,
    hits=("Cranes over the port (file photo)",), near_misses=("The (file) was empty when they opened it, said the clerk.",),
)  # fmt: skip
CAPTION_WIRE = Rule(
    id="caption-wire-header", label=Label.CAPTION, subtype="wire", doc="Place, country, a dash and a day in capitals, then a colon: the header of agency picture texts.",
    pattern=r"^[{up}][{up}' .-]{2,40}(?:, [{up}][\w' .-]{2,40}){0,2},? - (?:(?i:CIRCA )?{months}[ ,]{0,2}\d{1,2}(?:, ?\d{4})?|\d{4}/\d{2}/\d{2})(?: ?\([^)]{2,40}\))?(?: ?:| (?=\([{up} ]+\))|(?<=\)))", sure=0.98, longest=2500,
    hits=("OSLO, NORWAY - MAY 03: Flags stand outside the hall.", "LIMA, PERU - MAY,16 (RUSSIA OUT) The minister seen during a summit"),
    near_misses=("GENEVA, Switzerland - A Russian envoy has resigned over the war.", "KYIV - MAY will be the month that decides the campaign, officers here say.", "PARIS, MAY 1968: the slogan on the wall has been repainted so often that it is now a sculpture."),
)  # fmt: skip
CAPTION_NUMBERED = Rule(
    id="caption-numbered", label=Label.CAPTION, doc="A picture counter in brackets, then the caption.",
    pattern=r"^[(\[]\d{1,3} ?(?:/|of|von|de|di|av|af) ?\d{1,3}[)\]] ?[:.]? ?\S.{8}", sure=0.97, longest=900,
    hits=("[1/5] A crane stands over the port",), near_misses=("1/5 of the harvest is lost, farmers say.",),
)  # fmt: skip
CAPTION_POSITION = Rule(
    id="caption-position", label=Label.CAPTION, doc="Names with position words set off by commas or brackets.",
    pattern=r"(?:(?<![\w-])[{up}][\w.'-]{1,24}(?:, | ?\()|[\w.{caseless}]{2} ?\((?={phrases}\))|[{caseless}][,،、] ?){phrases}(?:[,،、]|\)| and | with | walks| speaks|\.$| \()", sure=0.9, longest=600, inside=True,
    hits=("Ann Bee, left, and Jo Cee, right, arrive at court",), near_misses=("Turn left at the church, then right, and the crater is in front of you.", "The minister, centre-left by instinct, refused to answer."),
)  # fmt: skip
CAPTION_POSITION_OPEN = Rule(
    id="caption-position-open", label=Label.CAPTION, doc="A line that opens by placing people from one side.",
    pattern=r"^[(\[]?{phrases}(?: ?[:(]|, ?(?=[{up}{caseless}])| - |\. ?(?=[{up}])| (?=[{up}]))", sure=0.93, longest=500,
    hits=("From left: Ann Bee, Jo Cee and Di Fee", "Clockwise from top left: the pier, the ferry and the crane", "Pictured from left, are Ann Bee and Jo Cee"), near_misses=("From left to right the needle wandered, and back again.", "From left-wing student to banker: the three lives of Marta Gil.",),
)  # fmt: skip
CAPTION_SEEN = Rule(
    id="caption-seen", label=Label.CAPTION, doc="Words that mostly picture texts use.",
    pattern=r"{phrases}", sure=0.75, longest=400, inside=True, hits=(), near_misses=("She is pictured on the old 20-franc note.",),
)  # fmt: skip
CAPTION_RESTRICTION = Rule(
    id="caption-restriction", label=Label.CAPTION, doc="An agency's restriction on the use of a picture.",
    pattern=r"(?:\b[A-Z]{4,12} OUT\b|NO (?:RESALES|ARCHIVES|SALES)|MANDATORY CREDIT|(?:ATTENTION EDITORS|EDITORS NOTE|Editors note ?[:-])|EDITORIAL USE ONLY|Mandatory Credit: Photo)", sure=0.97, longest=2500, inside=True,
    hits=("ATTENTION EDITORS - THIS PICTURE WAS SUPPLIED BY A THIRD PARTY.", "Ministers meet (RUSSIA OUT) in Sochi"), near_misses=("They were told to move out.",),
)  # fmt: skip
CAPTION_DATE_AGENCY = Rule(
    id="caption-dated-credit", label=Label.CAPTION, doc="A scene, a full date, a stop and an agency's credit.",
    pattern=r"(?:19|20)(?<=\b\d\d)\d\d\. ?(?:[(\[][^()\[\]]{0,60}{agency}|{agency}(?:[/|)]|$)|[{up}][\w.'-]+ [{up}][\w.'-]+ ?/)", sure=0.95, longest=1200, inside=True,
    hits=("A man walks past a bank in Oslo, Norway, May 3, 2022. REUTERS/Ann Bee",), near_misses=("The ship was built in 1922. Reuters said so.",),
)  # fmt: skip
CAPTION_JA = Rule(
    id="caption-ja-equals", label=Label.CAPTION, doc="A scene, an equals sign, then date, place or agency: a Japanese caption.",
    pattern=r"^(?!【|(?:取材|文|構成|聞き手|執筆|編集|写真|撮影|監修|訳)[^。=]{0,10}=).{4,200}=(?:[^=。]{0,40}(?:\d+日|\d+年|日|で|撮影|提供|共同|時事|写真|画像|AP|AFP|ロイター)|[^=。]{1,12}$)[^=]{0,40}$", sure=0.95, longest=260, inside=True,
    hits=("会見する市長＝13日、東京都港区（山田太郎撮影）", "雪に覆われた駅前＝札幌市"), near_misses=("a = b + c is all he wrote.",),
    where=has_kana_or_han,
)  # fmt: skip
CAPTION_KO = Rule(
    id="caption-ko-progressive", label=Label.CAPTION, doc="A scene in the Korean progressive closed by an agency, a date or a provider.",
    pattern=r"(?:고 있다|있는 모습|하는 모습|모습이다|모습)\.? ?(?:[/(\[<=]|\d{4}\.|연합뉴스|뉴시스|뉴스1|사진|제공).{0,50}$", sure=0.96, longest=260, inside=True,
    hits=("시민들이 시장에서 장을 보고 있다. 연합뉴스",), near_misses=("정부는 대책을 검토하고 있다.",),
)  # fmt: skip

CAPTION_ALT = Rule(
    id="caption-alt", label=Label.CAPTION, doc="What an image text opens with: the kind of picture and 'of' or 'showing', and no final stop.",
    pattern=r"^(?:[Aa]n? |[Tt]he )?(?i:(?:extreme )?close-?up|aerial (?:photo|view|shot|image)|illustration|screen ?shot|head ?shot|portrait|silhouette|stock (?:photo|image)|side view|front view|rear view|overhead view|wide shot|collage|rendering|photo(?:graph)?|picture|image) (?:of|showing|shows) (?!(?:the )?(?:day|year|week|month|life|health)\b)[^.!?\"]{8,160}$", sure=0.92, longest=200, where=_scene,
    hits=("Close-up of the bridge's rusted bolts", "An illustration of a person pruning hedges"), near_misses=("A photo of the bridge was shown to the jury.", "Picture of health", "Image of the year", "Image of a sunken town was made with AI"),
)  # fmt: skip
CAPTION_BROADCAST = Rule(
    id="caption-broadcast", label=Label.CAPTION, doc="A broadcaster's label for the caption, behind what names the picture's source or fails to play.",
    pattern=r"^(?i:image (?:source|copyright|credit),? ?[^!?:]{2,70}? ?|(?:media playback|this video) (?:is (?:un|not )supported|can ?not be played) (?:on|in) (?:your|this) (?:device|browser) )?(?:Image|Media|Video) caption,? ?(?=[{up}\"'\d])", sure=0.98, longest=900,
    hits=("Image copyright PA Image caption The ferry leaves the quay", "Media playback is unsupported on this device Media caption The ferry leaves the quay", "Media caption The ferry leaves the quay", "Image captionThe ferry leaves the quay"),
    near_misses=("Image caption contests are all the rage.", "Video captions are now made by machines."),
)  # fmt: skip

RULES = (
    CAPTION_BROADCAST,
    CAPTION_ALT,
    CAPTION_LABEL,
    CAPTION_FILE,
    CAPTION_FILE_TAIL,
    CAPTION_WIRE,
    CAPTION_NUMBERED,
    CAPTION_POSITION,
    CAPTION_POSITION_OPEN,
    CAPTION_SEEN,
    CAPTION_RESTRICTION,
    CAPTION_DATE_AGENCY,
    CAPTION_JA,
    CAPTION_KO,
)
