"""Who made or supplied a picture: lines of their own, and the ends of captions."""

from cleannews.article import Label
from cleannews.rule import Rule
from cleannews.rules.shapes import no_cited_paragraph, no_final_stop

#: What may stand in a credit beside names: no sentence, bounded.
_CHAIN = r"[^.!?:;\"]{0,40}"

#: Who made a picture, before a word such as 提供: no sentence's particles, unless it opens with a word for the picture.
_MAKER = r"(?!.{0,30}[을를] )(?:(?:图|圖|照片|视频|影片|画像|写真|사진|영상)[^。．.!?、，,]{0,28}|[^。．.!?、，,はがをにで由在把了都给給]{1,24})"

#: The same in scripts with capitals: names, perhaps with the agency or outlet.
_NAMED = r"(?:{name}|{agency})(?: ?[/,(] ?(?:{name}|{agency})\)?){0,2}"


def _no_prose(form: str) -> bool:
    """No full stop, or one behind a maker with an outlet."""
    return no_final_stop(form) or ("ourtesy" in form[:40] and "/" in form)


CREDIT_LABEL = Rule(
    id="credit-label",
    label=Label.CREDIT,
    doc="A credit word, a colon, and a name or agency, alone on the line.",
    pattern=r"^[(\[<|/ -]{0,3}{phrases}(?: ?(?:[:=|/]|\. )| - (?=[{caseless}]))[:=|/ ]{0,3}(?!$)(?:(?!\. [{up}][^ ]* [a-z])[^!?\"]){1,110}[)\]>|]?{end}",
    sure=0.97,
    longest=130,
    where=_no_prose,
    hits=("Photo: Jane Roe/Reuters", "[Image: Getty Images]", "Photo credit: Ann Bee", "(Picture: North Bank Council)"),
    near_misses=(
        "Photos: that is all she took when the fire came.",
        "Picture this: a town of 900 people and eleven banks.",
        "Credit: two syllables that decide whether a village shop survives the winter.",
    ),
)

CREDIT_LABEL_NAME = Rule(
    id="credit-label-name",
    table="credit-label",
    label=Label.CREDIT,
    doc="A credit word directly followed by a name with an agency, or by a copyright sign.",
    pattern=r"^[(\[]?{phrases} (?:©|{fullname}\b[^.!?]{0,40}(?:[/|,] ?| via | for ){agency}|{agency})[^.!?]{0,40}[)\]]?{end}",
    sure=0.97,
    longest=120,
    hits=("Photo by Ann Bee/Getty Images", "(Photo by Ann Bee / AFP)", "Photograph Ann Bee/Alamy"),
    near_misses=(
        "Photo by photo, investigators rebuilt the last hour on board.",
        "The photograph, taken by Reuters photographer Ana Lima, was shown to the jury.",
    ),
)

CREDIT_BY = Rule(
    id="credit-by",
    table="credit-label",
    label=Label.CREDIT,
    doc="A credit phrase and a short name, no verb and no stop.",
    pattern=r"^[(\[]?{phrases} (?:{fullname}|{name})(?: for (?:this|our) [a-z]{4,12})?(?:(?: ?[/|,&-] ?| via | for | and | / |; (?:[a-z]{3,14} ){0,2}by |; [{up}][a-z]{3,14} by ){name}){0,4}[)\]]?$",
    sure=0.88,
    longest=90,
    where=no_final_stop,
    hits=("Photograph by Ann Bee", "Illustration by Ann Bee"),
    near_misses=("Picture Ann at the gate.", "Photo by photo, investigators rebuilt the last hour on board."),
)

CREDIT_CHAIN = Rule(
    id="credit-chain",
    label=Label.CREDIT,
    doc="Names and an agency on either side of a slash, a bar or a comma, alone on the line.",
    pattern=r"^[(\[—|/ -]{0,3}(?:{name}(?:, {name})? ?(?:/{1,2}|\||#|•| - |, | via | for | from ) ?){0,4}{agency}(?: ?(?:/|\||#| - |, | via | on | for ) ?(?:{agency}|{name})){0,5}[)\]]?\.?$",
    sure=0.96,
    longest=110,
    hits=(
        "Jane Roe/Reuters",
        "(Jane Q. Roe / Getty Images)",
        "Getty Images",
        "IMAGO / Ann Bee",
        "AP Photo/Ann Bee, File",
        "Ann Bee/AFP via Getty Images",
        "(PA)",
    ),
    near_misses=(
        "He told AP/Reuters that talks had failed.",
        "Jane Roe won 3/4 of the vote.",
        "Getty Images sued the company in 2023, accusing it of copying 12 million pictures.",
    ),
)

CREDIT_AGENCY_IN = Rule(
    id="credit-agency-in",
    label=Label.CREDIT,
    doc="A short line without a verb or stop that names an agency after a slash, a bar or 'via'.",
    pattern=r"^[(\[]?(?!.{3,60} - (?i:copyright) )[^.!?。！？:;\"()\[\]]{2,70}(?: ?[/|] ?| via ){agency}[^.!?。！？:;\"]{0,30}[)\]]?$",
    sure=0.93,
    longest=110,
    hits=("JANE ROE/EPA", "US Navy via AP", "HO / Ministry of Defence / AFP"),
    near_misses=("He told AP/Reuters that talks had failed.", "双方在北京会谈。随后他对AP/Reuters说了不同的话。"),
)

CREDIT_COPYRIGHT = Rule(
    id="credit-copyright",
    label=Label.CREDIT,
    doc="A copyright sign and a name, alone on a short line.",
    pattern=r"^[(\[|]{0,2}[^.!?]{0,25}(?:©|ⓒ|Ⓒ|\((?:c|C)\)) ?[^.!?]{2,90}[)\]]?\.?$",
    sure=0.96,
    longest=120,
    hits=("© Ann Bee", "Bild: © Ann Bee / dpa"),
    near_misses=("© is a symbol; enforcement is another matter, the judge remarked.",),
    where=no_final_stop,
)

CREDIT_SUPPLIED = Rule(
    id="credit-supplied",
    label=Label.CREDIT,
    doc="A word that alone is a credit, such as supplied or handout.",
    pattern=r"^[(\[]?{phrases}[)\]]?\.?$",
    sure=0.93,
    longest=60,
    hits=(),
    near_misses=("The footage, supplied by the police, lasts eleven seconds.",),
)

CREDIT_AFTER = Rule(
    id="credit-after",
    label=Label.CREDIT,
    doc="A maker's name closed by a word that follows credits (摄, 撮影, 제공, nuotr.).",
    pattern=rf"^[(\[【]?(?:{_MAKER}|{_NAMED} ){{phrases}}[)\]】]?[.。]?$",
    sure=0.93,
    longest=50,
    hits=("王小明摄", "県警提供", "J. Bruzgos / BNS nuotr."),
    near_misses=("The work was photographed by all who came.", "午餐由学校提供。", "町は被災者に住宅を無償で提供"),
)

CREDIT_IMAGE_SOURCE_LABEL = Rule(
    id="credit-image-source-label",
    label=Label.CREDIT,
    doc="What a broadcaster's services in other languages print for the picture's source, a comma, and the source.",
    pattern=r"^{phrases} ?[,，،、] ?(?P<who>[^.!?]{2,60})$",
    sure=0.97,
    longest=90,
    hits=("Fuente de la imagen, Getty Images", "Автор фото, Анна Белова", "صدر الصورة، أمل سعيد"),
    near_misses=("Автор фото, кажется, не знал города.",),
)

CREDIT_ARCHIVE_RU = Rule(
    id="credit-archive-ru",
    label=Label.CREDIT,
    doc="A Russian or Ukrainian line saying from whose archive, fund or page a picture comes.",
    pattern=r"^[(\[]?(?i:фото|снимок|знімок|кадр)[: ]{1,2}(?i:из|з|із|с|со|зі) (?i:(?:личного|особистого|семейного|сімейного) )?(?i:архива|архіву|фондов|фондів|сайта|сайту|страницы|сторінки|соцсетей|соцмереж|группы|групи|канала|каналу) [{up}«\"][^!?]{1,50}[)\]]?$",
    sure=0.95,
    longest=90,
    where=no_final_stop,
    hits=("Фото из личного архива Т. Беловой", "Фото з архіву Ганни Білої"),
    near_misses=("Фото из архива ФСБ не нашли, и следствие приостановили.",),
)

CREDIT_KO = Rule(
    id="credit-ko-bracket",
    label=Label.CREDIT,
    doc="A Korean credit in square brackets: who took or supplied the picture, the agency's restriction behind it.",
    pattern=r"^\[(?:촬영|사진|그래픽|제작|연합뉴스TV)[ =:]{1,3}[가-힣]{2,12}(?: ?기자)?[^\]。!?]{0,24}\]$|^\[[^\]。!?]{2,30}(?:제공|자료사진|자료화면|캡처|촬영|갈무리)(?:[.,·] ?재판매 및 DB ?금지)?\]$",
    sure=0.97,
    longest=80,
    hits=("[촬영 박하나]", "[연합뉴스 자료사진. 재판매 및 DB 금지]", "[강원도 제공]"),
    near_misses=("[촬영을 마친 배우들은 웃었다]",),
)

CREDIT_IMAGE_SOURCE = Rule(
    id="credit-image-source",
    label=Label.CREDIT,
    doc="A broadcaster's label for the picture's source, followed by it without a colon.",
    pattern=r"^(?:(?i:image (?:source|copyright|credit)|photo credit|picture credit)(?:,? {1,2}|(?=[{up}])))(?!.*(?i:(?:image|media) caption))(?P<who>[^.!?]{2,60})$",
    sure=0.97,
    longest=90,
    hits=("Image source, Getty Images", "Image copyright PA Media", "Image copyrightPA Media"),
    near_misses=("Image is everything in this race, consultants say.",),
)

CREDIT_TAIL_BRACKET = Rule(
    id="credit-tail-bracket",
    label=Label.CREDIT,
    doc="A bracket with an agency or a credit word at the end of a caption.",
    pattern=r".(?P<cut> ?[(\[][^()\[\]]{0,70}{agency}[^()\[\]]{0,45}[)\]] ?\.?)$",
    sure=0.95,
    longest=1200,
    hits=("Cranes stand over the port.⟦ (Photo by Ann Bee/AFP)⟧", "The council house in March⟦ (PA)⟧"),
    near_misses=("“We were there when it happened,” said Ali Rezaei, a photographer for AFP/Getty.", "Her party (SPD) won."),
    inside=True,
)

CREDIT_TAIL_BRACKET_LABEL = Rule(
    id="credit-tail-bracket-label",
    table="credit-label",
    label=Label.CREDIT,
    doc="A bracket that opens with a credit word at the end of a caption.",
    pattern=r".(?P<cut> ?[(\[] ?{phrases}(?: ?[:=/|.] ?| )[^()\[\]]{1,80}[)\]] ?\.?)$",
    sure=0.97,
    longest=1200,
    hits=("The harbour at dawn⟦ (Image: North Bank Council)⟧", "The harbour at dawn.⟦ [Photo: Ann Bee]⟧"),
    near_misses=(
        "The caption (picture this) made her laugh.",
        "The harbour froze in 1962. Ships lay still for weeks. Nobody could reach the island. (Source: Harbour Office)",
    ),
    inside=True,
    where=no_cited_paragraph,
)

CREDIT_TAIL_LABEL = Rule(
    id="credit-tail-label",
    table="credit-label",
    label=Label.CREDIT,
    doc="A credit word with a colon and a name at the end of a caption, glued or not.",
    pattern=r"(?:[.!?\"')\]]|(?<=\w)) ?(?P<cut>(?:[|/•-] ?)?{phrases} ?[:=] ?[^.!?:;\"]{2,80}(?:\.[^.!?:;\"]{1,20}){0,2}\.?)$",
    sure=0.97,
    longest=1200,
    where=no_final_stop,
    hits=("Cranes stand over the port.⟦ Photo: Ann Bee/Reuters⟧".replace("⟦ ", " ⟦"), "The new ferry in dock ⟦Credit: PA⟧"),
    near_misses=("The only word he wrote under the picture: credit where it is due.",),
    inside=True,
)

CREDIT_TAIL_BY = Rule(
    id="credit-tail-by",
    table="credit-label",
    label=Label.CREDIT,
    doc="A credit phrase and a name after the sentence of a caption.",
    pattern=r"(?:[.!?\"')\]] |[^\W\d_{up}][.!?](?=[{up}]))(?P<cut>{phrases} {fullname}(?: for (?:this|our) [a-z]{4,12})?(?: ?[/|,] ?[{up}][\w /|,&.'-]{1,50})?\.?)$",
    sure=0.95,
    longest=1200,
    where=no_final_stop,
    hits=("The bare ice, at left. ⟦Photograph by Ann Bee⟧", "The bare ice, at left.⟦Photograph by Ann Bee⟧"),
    near_misses=("She left. Photograph by photograph, he did too.",),
    inside=True,
)

CREDIT_TAIL_CHAIN = Rule(
    id="credit-tail-chain",
    label=Label.CREDIT,
    doc="A name and an agency with a slash, a bar or 'via' after the sentence of a caption.",
    pattern=r"(?:[.!?\"')\]…] ?|[a-zà-ÿ]{3}[.)]?(?= ?[{up}])|  )(?P<cut>(?:{name}(?:, {name})?(?: ?/{1,2} ?| ?\| ?| via | - )){1,4}{agency}(?:(?: ?/ ?|, | via | - )[{up}][\w .'-]{1,30}){0,3}\.?)$",
    sure=0.95,
    longest=1200,
    hits=("Cranes stand over the port. ⟦Ann Bee/Reuters⟧", "The minister arrives at the gate. ⟦Ann Bee / AFP⟧"),
    near_misses=('"We were there when it happened," said Ali Rezaei, a photographer for AFP/Getty.',),
    inside=True,
)

CREDIT_TAIL_AGENCY_FIRST = Rule(
    id="credit-tail-agency-first",
    label=Label.CREDIT,
    doc="An agency, a slash or bar and a name after the sentence of a caption.",
    pattern=r"[.!?\"')\]…,]? ?(?<![\w/])(?P<cut>{agency}(?: ?/ ?| ?\| ?){fullname}(?:(?:/|, | via )[{up}][\w .'-]{1,30}){0,2}\.?)$",
    sure=0.95,
    longest=1200,
    hits=("Cranes stand over the port, in Dover, Britain, May 3, 2022. ⟦REUTERS/Ann Bee⟧",),
    near_misses=("He told AP/Reuters that talks had failed.",),
    inside=True,
)

CREDIT_TAIL_AGENCY = Rule(
    id="credit-tail-agency",
    label=Label.CREDIT,
    doc="An agency alone after the sentence of a caption.",
    pattern=r"(?:[.!?…][\"')\]]?|[a-z)\]]\.|[)\]]) ?(?P<cut>(?:{agency}(?: ?[/|] ?|, )?){1,3}\.?)$",
    sure=0.85,
    longest=700,
    hits=("Cranes stand over the port. ⟦Getty Images⟧", "The coach at the final whistle.⟦AFP⟧"),
    near_misses=("The strike was first reported by the AP.", "Options under study include suspending Spain, according to a memo seen by Reuters."),
    inside=True,
)

CREDIT_TAIL_COPYRIGHT = Rule(
    id="credit-tail-copyright",
    label=Label.CREDIT,
    doc="A copyright sign and a name at the end of a caption.",
    pattern=r".(?P<cut> ?(?:[(\[|] ?)?(?:©|ⓒ|\([cC]\))(?! ?[,;]) ?[^©.!?]{2,80}(?:\. (?i:courtesy) [^©.!?]{2,60})?[)\]]?\.?)$",
    sure=0.96,
    longest=1200,
    hits=("Cranes stand over the port.⟦ © Ann Bee / dpa⟧",),
    near_misses=(
        "© is a symbol; enforcement is another matter, the judge remarked.",
        "© or no ©, she said, it is a fine photograph.",
    ),
    inside=True,
)

CREDIT_TAIL_SUPPLIED = Rule(
    id="credit-tail-supplied",
    table="credit-supplied",
    label=Label.CREDIT,
    doc="A word that alone is a credit after the sentence of a caption, bracketed or not.",
    pattern=r"(?:[.!?\"'](?P<cut> {phrases}\.?)|.(?P<cut2> ?[(\[]{phrases}[)\]]\.?))$",
    sure=0.93,
    longest=700,
    hits=(),
    near_misses=("The footage, supplied by the police, lasts eleven seconds.",),
    inside=True,
)

CREDIT_TAIL_AFTER = Rule(
    id="credit-tail-after",
    table="credit-after",
    label=Label.CREDIT,
    doc="A maker closed by a word that follows credits, at the end of a caption.",
    pattern=rf".(?P<cut>(?:[(\[=][^()\[\]。=]{{1,40}}|(?<=[。！]) ?{_MAKER}|(?<=[.!?|] ){_NAMED} |(?<=[^{{up}}]\.) ?{_MAKER}){{phrases}}[)\]]?[.。]?)$",
    sure=0.94,
    longest=600,
    hits=("Tiltas per upę. ⟦J. Bruzgos / BNS nuotr.⟧", "桥头挂满灯笼。⟦王小明摄⟧"),
    near_misses=("The work was photographed by all who came.",),
    inside=True,
)

CREDIT_LEAD_IMAGE = Rule(
    id="credit-lead-image",
    label=Label.CREDIT,
    doc="A broadcaster's label for the picture's source and the source, before the caption's own label on the same line.",
    pattern=r"^(?P<cut>(?i:image (?:source|copyright|credit)),? ?[^!?:]{2,70}? ?)(?=(?:(?i:image|media) caption,? \S|(?:Image|Media) caption[{up}]))",
    sure=0.98,
    longest=700,
    hits=("⟦Image copyright PA ⟧Image caption The ferry leaves the quay", "⟦Image copyrightPA⟧Image captionThe ferry leaves the quay"),
    near_misses=("Image copyright is the new gold, a lawyer said.",),
)

CREDIT_LABEL_COMMA = Rule(
    id="credit-label-comma",
    table="credit-label",
    label=Label.CREDIT,
    doc="A credit word, a comma and an agency or a full name, alone on the line.",
    pattern=r"^{phrases}[,،、] ?(?:{agency}|{fullname}(?: ?[/|] ?| via |, ){agency})(?:(?: ?[/|] ?| via |, )[{up}][\w .'-]{1,30}){0,2}$",
    sure=0.95,
    longest=90,
    hits=("Photo, Ann Bee/Reuters", "Photo, Getty Images"),
    near_misses=("Video, radio and print are taught in Leeds.", "Picture, if you can, a town without a bridge."),
)

CREDIT_TAIL_UNSPACED = Rule(
    id="credit-tail-unspaced",
    label=Label.CREDIT,
    doc="An agency in Latin letters after the full stop of a Chinese or Japanese caption.",
    pattern=r"[。」』！](?P<cut> ?(?:[{up}][\w .'-]{1,40}(?: ?/ ?|, via |, | for | via | - )){0,3}(?:The )?{agency})$",
    sure=0.95,
    longest=300,
    inside=True,
    hits=("街头挂满了各种灯笼。⟦ Getty Images⟧", "街头挂满了各种灯笼。⟦ Ann Bee for AFP⟧", "街头挂满了灯笼。⟦ North Bank Agency, via AFP - Getty Images⟧"),
    near_misses=("他在AFP工作过。",),
)

CREDIT_TAIL_LABEL_STOP = Rule(
    id="credit-tail-label-stop",
    table="credit-label",
    label=Label.CREDIT,
    doc="A credit word with a colon, a maker and an agency or service, closed by a full stop, at the end of a caption.",
    pattern=r"[.!?\"')\]] (?P<cut>{phrases} ?: ?[^.!?:;\"]{2,60}(?:/ ?[{up}][\w]{2,20}|(?:, | via |/ ?){agency})\.)$",
    sure=0.95,
    longest=700,
    inside=True,
    hits=("The harbour at dawn. ⟦Photo: annbee/Flickr.⟧",),
    near_misses=("He wrote one line. Source: his own memory.",),
)

CREDIT_BRACKET_OUTLET = Rule(
    id="credit-bracket-outlet",
    label=Label.CREDIT,
    doc="A name of an outlet or a person in brackets, alone on the line.",
    pattern=r"^\((?:The |[{up}]\w{2,20} )[{up}][\w'-]{2,20}(?: [{up}][\w'-]{2,20})?\)$",
    sure=0.92,
    longest=50,
    hits=("(The North Courier)", "(North Bank Times)"),
    near_misses=("(The bridge is shut.)", "(Laughs)"),
)

CREDIT_TAIL_GLUED = Rule(
    id="credit-tail-glued",
    label=Label.CREDIT,
    doc="An agency glued to the full stop of a caption.",
    pattern=r"[a-zà-ÿ\d]\.(?P<cut>{agency}(?:/[{up}][\w .'-]{1,30})?)$",
    sure=0.95,
    longest=450,
    inside=True,
    hits=("The drivers on parade in Losail.⟦EFE⟧", "The drivers on parade in Losail.⟦AFP⟧"),
    near_misses=("He still works for U.S.AFP",),
)

CREDIT_TAIL_PHOTO = Rule(
    id="credit-tail-photo",
    label=Label.CREDIT,
    doc="An agency's picture service after the sentence of a caption.",
    pattern=r"[.!?…][\"')\]]? (?P<cut>{agency} (?i:photos?|pictures|images|archive)(?: ?/ ?{name})?)$",
    sure=0.95,
    longest=450,
    inside=True,
    hits=("A woman takes a picture of the refinery in Kent. ⟦AP Photo⟧",),
    near_misses=("It was taken from an AP photo",),
)

CREDIT_SLASH = Rule(
    id="credit-slash",
    label=Label.CREDIT,
    doc="A name, a slash without blanks and the outlet, or a name working for one, alone on the line.",
    pattern=r"^\(?(?:{fullname}/(?:The )?[{up}][\w.'-]{1,24}(?: [{up}][\w.'-]{1,24}){0,3}\)?|[{up}][\w.'-]{2,24}/{fullname}|{fullname} for (?:[Tt]he )?(?:[{up}]\w+ ){1,3}(?:Magazine|Times|News|Post|Journal|Review|Tribune|Herald|Courier|Sentinel|Guardian|Gazette|Chronicle|Observer|Independent|Star|Mail|Echo|Globe|Record|Press|Mercury|Examiner|Dispatch|Standard|Advertiser|Express|Telegraph|Inquirer|Register|Mirror|Argus|Argosy|Quarterly|Weekly))$",
    sure=0.9,
    longest=70,
    hits=("Ann Bee/North Courier", "Nordlicht/Jan Roth", "Ann Bee for North Bank Review"),
    near_misses=("Ann Bee for mayor", "The Best Sleeping Bag for Car Campers", "AC/DC", "Ann Bee/Jo Cee beat Di Fee/Em Gee"),
)

CREDIT_BRACKETS = Rule(
    id="credit-brackets",
    label=Label.CREDIT,
    doc="Two or three credits in brackets and nothing else.",
    pattern=r"^(?:[(\[][^()\[\]]{0,60}{agency}[^()\[\]]{0,40}[)\]] ?){2,3}$",
    sure=0.97,
    longest=200,
    hits=("(PA) (PA Archive)", "(Keystone) (KEYSTONE/Ann Bee)"),
    near_misses=("(PA) stands for Press Association, she explained to the class.",),
)

CREDIT_TAIL_DOUBLED = Rule(
    id="credit-tail-doubled",
    label=Label.CREDIT,
    doc="A credit in brackets, followed by the agency once more, at the end of a caption.",
    pattern=r".(?P<cut> ?[(\[](?:[^()\[\]]{0,70}{agency}[^()\[\]]{0,45}|(?:PHOTO )?(?:NOT FOR SALE|NO (?:SALES|RESALES|ARCHIVES|USE)))[)\]] ?(?:[(\[][^()\[\]]{0,60}{agency}[^()\[\]]{0,40}[)\]]|{agency}(?: ?/ ?{name})?)\.?)$",
    sure=0.97,
    longest=1200,
    hits=("Cranes over the port.⟦ (AP Photo/Ann Bee) AP Photo⟧", "Cranes over the port.⟦ (PA) (PA Archive)⟧"),
    near_misses=("He told AP/Reuters (not AFP) that talks had failed.",),
    inside=True,
)

CREDIT_BRACKET_PERSON = Rule(
    id="credit-bracket-person",
    label=Label.CREDIT,
    doc="An outlet, a colon and a photographer in brackets, alone on the line.",
    pattern=r"^[(\[](?:[{up}][\w'&.-]{1,20} ?){1,4}: {fullname}(?:/[{up}][\w ]{1,30})?[)\]]$",
    sure=0.93,
    longest=70,
    where=no_final_stop,
    hits=("(North Bank News: Ann Bee)", "(Supplied: Ann Bee)"),
    near_misses=("(Note: the bridge is shut)", "(Answer: Because it was there)"),
)

CREDIT_TAIL_STATION = Rule(
    id="credit-tail-station",
    label=Label.CREDIT,
    doc="A station's call sign, or an outlet and a photographer, in brackets behind the sentence of a caption.",
    pattern=r"[.!?\"'](?P<cut> ?[(\[](?:[KW][A-Z]{2,3}(?:[ -]?(?:TV|FM|\d{1,2}))?(?: News)?|(?!(?i:sources?|quellen?|fuentes?|fonte|fonti|bron|kilder?|källa))(?:[{up}][\w'&.-]{1,20} ?){1,4}: {fullname})[)\]])$",
    sure=0.94,
    longest=700,
    hits=("Beekeepers collect hives beside the road.⟦ (KQVR)⟧", "Trucks queue at the silo.⟦ (NBC Wimmera: Ann Bee)⟧"),
    near_misses=("He won by a KO. (KO in the third.)",),
    inside=True,
)

CREDIT_TAIL_WORD = Rule(
    id="credit-tail-word",
    label=Label.CREDIT,
    doc="A capitalised word or two in brackets behind the sentence of a caption.",
    pattern=r"[.!?\"'](?P<cut> ?[(\[][{up}][\w'&.-]{2,20}(?: [{up}][\w'&.-]{2,20}){0,3}[)\]])$",
    sure=0.8,
    longest=400,
    hits=("The rescued man arrives at the hospital.⟦ (Nine)⟧", "The islands have been listed for sale.⟦ (North Real Estate)⟧"),
    near_misses=("That was the year it closed (Easter).",),
    inside=True,
)

CREDIT_BY_STOP = Rule(
    id="credit-by-stop",
    label=Label.CREDIT,
    doc="A word for pictures, 'by', a full name and a stop, alone on the line.",
    pattern=r"^[(\[*]?(?i:(?:all )?(?:photos?|photographs?|photography|pictures?|images?|illustrations?|graphics?)) (?i:by|courtesy of) {fullname}(?:(?: and|,|/) ?{fullname}){0,2}\.[)\]*]?$",
    sure=0.95,
    longest=110,
    hits=("Photos by Ann Bee.", "All photographs by Ann Bee and Jo Cee."),
    near_misses=("Photos by the dozen.", "Pictures by moonlight."),
)

CREDIT_CALL_SIGN = Rule(
    id="credit-call-sign",
    label=Label.CREDIT,
    doc="The call sign of a station in brackets, alone on the line.",
    pattern=r"^\((?:(?i:photo|image|credit|courtesy|source)[: ]{1,2})?[KW][A-Z]{2,3}(?:[ -]?(?:TV|FM|\d{1,2}))?(?: News)?\)$",
    sure=0.94,
    longest=30,
    hits=("(KQVR)", "(WQDL-TV)"),
    near_misses=("(KO in the third)",),
)

CREDIT_ROLES = Rule(
    id="credit-roles",
    table="credit-label",
    label=Label.CREDIT,
    doc="Several credit words with colons and names, one after the other.",
    pattern=r"^{phrases} ?: ?[{up}][^.!?:;]{2,60}(?:[.;|,] ?[{up}][\w '&-]{2,30}: ?[{up}][^.!?:;]{2,60}){1,6}\.?$",
    sure=0.95,
    longest=400,
    hits=("Photograph: Ann Bee/The Courier. Food styling: Jo Cee. Prop styling: Di Fee", "Hair and makeup: Ann Bee at Wren. Stylist: Jo Cee."),
    near_misses=("Photo: she never kept one. Why: he burnt them.",),
)

CREDIT_TAIL_SLASH = Rule(
    id="credit-tail-slash",
    label=Label.CREDIT,
    doc="A full name, a slash and an outlet behind the sentence of a caption, in brackets or not.",
    pattern=r"[.!?\"'](?P<cut> ?(?:\({fullname} ?/ ?(?:The )?[{up}][\w.'&-]{1,24}(?: [{up}][\w.'&-]{1,24}){0,3}\)|{fullname}/(?:The )?[{up}][\w.'&-]{1,24}(?: [{up}][\w.'&-]{1,24}){0,3}))$",
    sure=0.95,
    longest=700,
    hits=("The line marks the height of the flood.⟦ Ann Bee/The North Courier⟧", "The line marks the flood.⟦ (Ann Bee/NBC)⟧"),
    near_misses=("He asked for Ann Bee/Jo Cee on one ticket.",),
    inside=True,
)

CREDIT_TAIL_DASH = Rule(
    id="credit-tail-dash",
    label=Label.CREDIT,
    doc="A dash and a name in capitals behind the sentence of a caption.",
    pattern=r"[.!?\"'] ?(?P<cut>-{1,2} ?[{up}]{2,20}(?: [{up}]{1,20}\.?){1,3})$",
    sure=0.93,
    longest=600,
    hits=("Passengers board a pump boat on Tuesday. ⟦-ANN D. BEE⟧",),
    near_misses=("He shouted one word - FIRE",),
    inside=True,
)

CREDIT_TAIL_VIA = Rule(
    id="credit-tail-via",
    label=Label.CREDIT,
    doc="A supplier, via an agency, with the agency's restrictions, behind the sentence of a caption.",
    pattern=r"[.!?\"'] (?P<cut>[{up}][^.!?]{2,70} via {agency}(?:/[{up}][\w ]{2,20})? ?(?:ATTENTION EDITORS|NO RESALES|MANDATORY CREDIT|Acquire Licensing|Purchase Licensing|THIS IMAGE).{0,300})$",
    sure=0.97,
    longest=1500,
    hits=("Miners block the road, May 3, 2022. ⟦Sindicato Norte/Handout via REUTERS ATTENTION EDITORS - THIS PICTURE WAS PROVIDED BY A THIRD PARTY.⟧",),
    near_misses=("He had it via Reuters, he said, that the picture was a hoax.",),
    inside=True,
)

CREDIT_TAIL_LABEL_NAME_STOP = Rule(
    id="credit-tail-label-name-stop",
    table="credit-label",
    label=Label.CREDIT,
    doc="A credit word with a colon and a full name, closed by a full stop, behind the sentence of a caption.",
    pattern=r"(?:[.!?\"')\]]|(?<=[.!?\"')\]]) [|/-]) (?P<cut>{phrases} ?: ?{fullname}(?: ?[/|,] ?{name}){0,2}\.)$",
    sure=0.95,
    longest=500,
    inside=True,
    where=no_cited_paragraph,
    hits=("The panels cover the valley. ⟦Photo: Ann Bee / Climate Images.⟧", "She runs the bistro in Harbour Street. ⟦Foto: Ann Bee.⟧"),
    near_misses=("He wrote one line. Photo: nobody there.", "One question was left. Image: Or was it all for nothing?"),
)

CREDIT_TAIL_NAME_AGENCY = Rule(
    id="credit-tail-name-agency",
    label=Label.CREDIT,
    doc="A full name and an agency in brackets behind the sentence of a caption.",
    pattern=r"[.!?\"'] ?(?P<cut>{fullname} ?\((?:The )?{agency}\))$",
    sure=0.96,
    longest=700,
    inside=True,
    hits=("Guards at the camp near Shëngjin, on 11 October. ⟦Ann Bee (REUTERS)⟧",),
    near_misses=("The first to write about the spill was, by her own account on Monday, Ann Bee (Reuters).", "The chair of the party is Ann Bee (SPD)"),
)

CREDIT_TAIL_RIGHTS = Rule(
    id="credit-tail-rights",
    label=Label.CREDIT,
    doc="A photographer, the agency's year of copyright and its reservation of rights, at the end of a caption.",
    pattern=r"[^\W_][.!?\"')\]]? (?P<cut>(?:- )?(?:(?i:copyright) )?(?:(?:[{up}][\w.'-]{0,24} ){1,2}[{up}][\w.'-]{0,24} ?/ ?)?(?i:copyright|©) ?\d{4} (?:The )?{agency}\. ?(?i:all rights reserved)\.?)$",
    sure=0.97,
    longest=700,
    inside=True,
    hits=(
        "The council meets on Monday at the headquarters ⟦Ann Bee/Copyright 2026 The AP. All rights reserved.⟧",
        "Thousands came to the square. ⟦- Copyright Ann Bee/Copyright 2026 The AP. All rights reserved⟧",
    ),
    near_misses=("The AP says it reserves all rights of its own, and in 2026 it went to court over them.",),
)

CREDIT_TAIL_NAME = Rule(
    id="credit-tail-name",
    label=Label.CREDIT,
    doc="A full name and nothing else behind the sentence of a caption.",
    pattern=r"[^\W\d_{up}]{2}[\"')]?\.[\"')]? ?(?P<cut>{fullname})$",
    sure=0.75,
    longest=420,
    inside=True,
    where=no_final_stop,
    hits=("The patient before she had the operation. ⟦Ann Bee⟧",),
    near_misses=("4. Databricks Platform", "He was sure he had seen Mr. Ann Bee."),
)

CREDIT_TAIL_UNSPACED_NAME = Rule(
    id="credit-tail-unspaced-name",
    label=Label.CREDIT,
    doc="A name in Latin letters after the full stop of a Chinese or Japanese caption.",
    pattern=r"[。」』！](?P<cut> [{up}][\w.'-]{1,24}(?: (?:[{up}&][\w.'-]{0,24}|of|for|de|van)){1,6})$",
    sure=0.93,
    longest=300,
    inside=True,
    hits=("首页满是各种杂货。⟦ The North Courier⟧", "街头挂满了各种灯笼。⟦ Ann Bee for North Courier⟧"),
    near_misses=("这首歌叫《Let It Be》，他唱了三遍。", "他只说了一句话：Stay Hungry。"),
)

CREDIT_TAIL_COPYRIGHT_WORD = Rule(
    id="credit-tail-copyright-word",
    label=Label.CREDIT,
    doc="A dash, the word copyright and a name at the end of a caption.",
    pattern=r"..(?P<cut> - (?i:copyright) (?:{fullname}|{agency})(?: ?[/,|] ?[^.!?]{2,50})?)$",
    sure=0.95,
    longest=500,
    inside=True,
    hits=("A police officer at the gate⟦ - Copyright Ann Bee/AP⟧",),
    near_misses=("The law on patents - copyright came later - dates from 1790.",),
)

RULES = (
    CREDIT_TAIL_UNSPACED_NAME, CREDIT_TAIL_COPYRIGHT_WORD,
    CREDIT_TAIL_LABEL_NAME_STOP, CREDIT_TAIL_NAME_AGENCY, CREDIT_TAIL_RIGHTS, CREDIT_TAIL_NAME,
    CREDIT_BY_STOP, CREDIT_TAIL_STATION, CREDIT_TAIL_WORD, CREDIT_BRACKETS, CREDIT_TAIL_DOUBLED, CREDIT_BRACKET_PERSON, CREDIT_CALL_SIGN, CREDIT_ROLES, CREDIT_TAIL_SLASH, CREDIT_TAIL_DASH, CREDIT_TAIL_VIA,
    CREDIT_ARCHIVE_RU, CREDIT_KO, CREDIT_IMAGE_SOURCE_LABEL,
    CREDIT_TAIL_GLUED, CREDIT_TAIL_PHOTO, CREDIT_SLASH, CREDIT_LEAD_IMAGE, CREDIT_LABEL_COMMA, CREDIT_TAIL_UNSPACED, CREDIT_TAIL_LABEL_STOP, CREDIT_BRACKET_OUTLET, CREDIT_LABEL, CREDIT_LABEL_NAME, CREDIT_BY, CREDIT_CHAIN, CREDIT_AGENCY_IN, CREDIT_COPYRIGHT, CREDIT_SUPPLIED, CREDIT_AFTER, CREDIT_IMAGE_SOURCE,
    CREDIT_TAIL_BRACKET, CREDIT_TAIL_BRACKET_LABEL, CREDIT_TAIL_LABEL, CREDIT_TAIL_BY, CREDIT_TAIL_CHAIN, CREDIT_TAIL_AGENCY_FIRST,
    CREDIT_TAIL_AGENCY, CREDIT_TAIL_COPYRIGHT, CREDIT_TAIL_SUPPLIED, CREDIT_TAIL_AFTER,
)  # fmt: skip
