"""What the slots of templates match: `{n}`, `{date}`, `{time}`, `{name}`, `{words}`, `{url}`, `{email}`, `{handle}`.

Every expression is bounded: no slot tries more than a few hundred steps on any text.
"""

from functools import cache
from typing import TYPE_CHECKING

from cleaner import patterns
from cleaner.patterns import VERSION1

if TYPE_CHECKING:
    import regex

_MONTHS = {
    "en": "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "de": "januar jänner februar feber märz april mai juni juli august september oktober november dezember "
    "jan feb mär mrz apr jun jul aug sep sept okt nov dez",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "janv févr avr juil sept oct nov déc",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre "
    "ene feb mar abr may jun jul ago sep sept oct nov dic",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro "
    "jan fev mar abr mai jun jul ago set out nov dez",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre "
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december "
    "jan feb mrt apr jun jul aug sep sept okt nov dec",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia "
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień "
    "sty lut mar kwi cze lip sie wrz paź lis gru",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december "
    "jan feb mar apr jun jul aug sep sept okt nov dec",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember des",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu "
    "marraskuu joulukuu",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince "
    "leden únor březen duben květen červen červenec srpen říjen listopad prosinec",
    "hu": "január február március április május június július augusztus szeptember október november december "
    "jan febr márc ápr máj jún júl aug szept okt nov dec",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie "
    "ian feb mar apr iun iul aug sept oct noi nov dec",
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga studenog prosinca "
    "siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan studeni prosinac "
    "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra "
    "januar februar mart april maj jun jul avgust septembar oktobar novembar decembar",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь "
    "янв фев мар апр июн июл авг сен сент окт ноя дек",
    "el": "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου μαίου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου "
    "δεκεμβρίου ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος "
    "νοέμβριος δεκέμβριος γενάρη φλεβάρη μάρτη απρίλη μάη ιούνη ιούλη αυγούστου σεπτέμβρη οκτώβρη νοέμβρη δεκέμβρη ιαν φεβ μαρ μάρ απρ μαϊ μάι ιουν ιούν ιουλ ιούλ αυγ σεπ σεπτ οκτ νοε δεκ "
    # Capitals have no accents: 5 ΙΑΝΟΥΑΡΙΟΥ.
    "ιανουαριου φεβρουαριου μαρτιου απριλιου μαϊου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre gen febr abr jul ag set oct nov des",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık oca şub nis haz tem ağu eyl eki kas ara",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember jan feb mar apr jun jul agu agt sep okt nov des",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня "
    "січ лют бер квіт трав черв лип серп вер жовт лист груд",
    "ar": "يناير فبراير مارس أبريل إبريل ابريل مايو يونيو يونيه يوليو يوليه أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر "
    "شباط آذار نيسان أيار حزيران تموز آب أيلول جانفي فيفري أفريل ماي جوان جويلية أوت يناير غشت شتنبر نونبر دجنبر "
    "كانون_الثاني تشرين_الأول تشرين_الثاني كانون_الأول",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "he": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר "
    "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
    "hi": "जनवरी फरवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर दिसंबर दिसम्बर",
    "bn": "জানুয়ারি জানুয়ারী ফেব্রুয়ারি ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট আগষ্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
}
_DAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim",
    "es": "lunes martes miércoles jueves viernes sábado domingo lun mié jue vie sáb dom",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta seg ter qua qui sex",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica gio",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob ndz",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag mån tis ons tors lör sön",
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag tirs tors lør søn",
    "no": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "fi": "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai maanantaina tiistaina keskiviikkona torstaina "
    "perjantaina lauantaina sunnuntaina ke pe su",
    "cs": "pondělí úterý středa čtvrtek pátek sobota neděle",
    "hu": "hétfő kedd szerda csütörtök péntek szombat vasárnap",
    "ro": "luni marți marţi marti miercuri joi vineri sâmbătă sambata duminică duminica",
    "hr": "ponedjeljak utorak srijeda četvrtak petak subota nedjelja ponedeljak sreda nedelja pon uto sri čet ned",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс",
    "el": "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή δευ τρι τετ πεμ πέμ παρ σαβ κυρ "
    "δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη",
    "ca": "dilluns dimarts dimecres dijous divendres dissabte diumenge",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "id": "senin selasa rabu kamis jumat jum'at sabtu minggu",
    "uk": "понеділок вівторок середа четвер п'ятниця п’ятниця субота неділя",
    "vi": "thứ_hai thứ_ba thứ_tư thứ_năm thứ_sáu thứ_bảy chủ_nhật",
    "ar": "الأحد الاحد الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت",
    "fa": "شنبه یکشنبه یک‌شنبه دوشنبه سه‌شنبه سه_شنبه چهارشنبه پنجشنبه پنج‌شنبه جمعه",
    "he": "ראשון שני שלישי רביעי חמישי שישי שבת",
    "hi": "सोमवार मंगलवार बुधवार गुरुवार गुरूवार शुक्रवार शनिवार रविवार",
    "bn": "সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার রবিবার",
}


# A word of two parts has `_` between them. Given to the compiler by name: an alternation of 350 words takes 100 ms to compile, a
# named list of 510 takes 15, each time that it is named: three times is what `{date}` does. So a rule of one language
# has the words of that language and English ones, some 80: 2,745 texts of the bundled rules name `{date}`.
_NAMED = {"months": _MONTHS, "days": _DAYS}
_OF_THEIR_OWN = ("hu", "fa")  # dates as no others write them; so have Japanese, Korean and Vietnamese, which name no months

_MONTH = r"\L<months>\.?(?!\p{L})"
_DAY = r"(?:(?:on )?\L<days>\.?(?!\p{L})[,،]? (?:the |den |dem |le |el |il |d\. )?)?"
# Also in the figures of Arabic, Persian (whose years are 13.. and 14..), Devanagari and Bengali.
_YEAR = r"(?:19|20|١٩|٢٠|۱۹|۲۰|۱۳|۱۴|१९|२०|১৯|২০)\d{2}"
_YEAR_TAIL = rf"(?:,? ?(?:de |del |of )?{_YEAR}(?: ?(?:r\.|г\.|года|год|р\.|року))?)?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th|er|º|ª|\.|η)?"
_NUMERIC = rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:{_YEAR}|\d{{2}})|\d{{1,2}}\. \d{{1,2}}\. {_YEAR}|{_YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}})\.?"
_HUNGARIAN = rf"{_YEAR}\. ?(?:(?:{'|'.join(_MONTHS['hu'].split())})\.? ?\d{{1,2}}|\d{{1,2}}\. ?\d{{1,2}})\.?(?!\d)"
_CHINESE = (
    rf"{_YEAR} ?[年-] ?\d{{1,2}} ?[月-] ?\d{{1,2}} ?日?(?: ?(?:星期|周|礼拜|禮拜|週)[一二三四五六日天])?"
    r"|\d{1,2} ?月 ?\d{1,2} ?日"
)
_OTHERS = (
    rf"{_YEAR}年 ?\d{{1,2}}月 ?\d{{1,2}}日 ?[（(][月火水木金土日](?:曜日?)?[)）]"  # Japanese
    rf"|(?:{_YEAR}년 ?)?\d{{1,2}}월 ?\d{{1,2}}일(?: ?\(?[월화수목금토일](?:요일)?\)?(?!\p{{L}}))?"  # Korean
    rf"|{_YEAR}(?:\. ?|-|/)\d{{1,2}}(?:\. ?|-|/)\d{{1,2}}\.? ?\([월화수목금토일月火水木金土日]\)|{_YEAR}\. \d{{1,2}}\. \d{{1,2}}\.?"
    rf"|(?:(?:thứ \p{{L}}{{2,3}}|chủ nhật),? )?(?:(?:ngày )?\d{{1,2}} tháng \d{{1,2}}(?:,? (?:năm )?{_YEAR})?|ngày {_NUMERIC})"  # Vietnamese
    r"|1[34]\d\d/\d{1,2}/\d{1,2}"  # Persian, also below
    r"|(?:(?:\p{L}{0,6}?\W?شنبه|جمعه)[,،]? )?\d{1,2} ?(?:فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند)(?: ?(?:ماه )?(?:13|14|۱۳|۱۴)\d\d)?"
)
_AMID = (
    rf"{_DAY}(?:{_ORDINAL}(?: of| de| d')?[ -]?{_MONTH}(?:-\d{{2,4}}|{_YEAR_TAIL})"
    rf"|{_MONTH} (?:{_ORDINAL}(?!\d){_YEAR_TAIL}|{_YEAR})|{_NUMERIC})|{_CHINESE}"
)
_BEHIND = r"(?!\d)(?: (?:pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar)(?!\p{L}))?"  # Turkish has the day behind
_DATE = rf"(?:{_AMID}|{_HUNGARIAN}|{_OTHERS}){_BEHIND}"
_ZONE = r"(?: ?\(?(?:gmt|utc|bst|est|edt|et|cst|cdt|ct|mst|mdt|pst|pdt|pt|ist|cet|cest|msk|wib|wita|wit|trt|sgt|hkt|aest|aedt|jst|eat|wat)(?: ?[+-] ?\d{1,2}(?::?\d{2})?)?\)?)?"
_TIME = (
    r"(?:(?:[0-2]?\d ?[:.h] ?[0-5]\d(?: ?: ?[0-5]\d)?(?:\.\d{1,3})?(?: ?[ap]\.? ?m\b\.?)?(?: ?(?:uhr|hrs|hs|h|ч|μμ|πμ)\b\.?| ?[πμ]\.μ\.)?"
    rf"|[0-2]?\d ?(?:[ap]\.? ?m\b\.?|uhr\b|h\b)){_ZONE}(?!\d)"
    # Korean, Japanese; Arabic, Persian; Bengali, Hindi.
    r"|(?:오전|오후|午前|午後|AM|PM) ?\d{1,2}(?: ?: ?|시 ?|時)[0-5]\d[분分]?(?!\d)|\d{1,2}(?:시 ?|時)[0-5]\d[분分](?!\d)"
    r"|\d{1,2}:\d{2}(?::\d{2})? ?(?:صباح[اً]{1,2}|مساء[ً]?|[صم]|ق\.ظ|ب\.ظ)(?!\p{L})|[٠-٢۰-۲০-২०-२]?[٠-٩۰-۹০-৯०-९]:[٠-٥۰-۵০-৫०-५][٠-٩۰-۹০-৯०-९](?::[٠-٩۰-۹০-৯०-९]{2})?"
    r"(?: ?(?:এএম|পিএম|AM|PM|صباحا|مساء|[صم])(?!\p{L}))?)"
)
_NAME_WORD = r"[\p{Lu}\p{Lt}][\p{L}\p{M}'’.-]*"
_NAME = (
    rf"(?-i:{_NAME_WORD}(?: (?:(?:de|da|do|dos|del|della|di|la|le|van|von|der|den|ter|bin|al|el|y|e) ){{0,2}}{_NAME_WORD}){{0,3}}"
    r"|[\u4e00-\u9fff·]{2,8})"
)

# Slot name -> (expression, a text it matches: for proofs that need a text with the slot filled).
SLOTS: dict[str, tuple[str, str]] = {
    "n": (
        r"(?:\d{1,3}(?:[., \u202f]\d{3}){1,4}|\d{1,9}(?:[.,]\d{1,2})?)(?: ?(?-i:[kKmM]|тыс\.?|тис\.?|万|萬|만|천|rb|jt|bin|Tsd\.?|mil)(?![\p{L}]))?\+?",
        "12",
    ),
    "date": (_DATE, "12 March 2019"),
    "time": (_TIME, "10:45"),
    "name": (_NAME, "Maria Lind"),
    # The last word gives back what a literal behind the slot needs: `{words}, {words}`, `({url})`.
    "words": (r"(?:\S++ ){0,3}\S+", "two words"),
    "url": (
        r"(?:https?://\S+|www\.[^\s.]++\.\S+|[\p{L}\d-]++(?:\.[\p{L}\d-]++){1,4}(?:/\S*)?)",
        "https://example.org/a",
    ),
    "email": (r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", "desk@example.org"),
    "handle": (r"@\w{1,30}", "@example"),
}

# What every text holds that a slot takes.
MARKS = {"email": "@", "handle": "@"}

# The most characters that a slot is taken to need; a longer line is not looked at by a `line` template.
LENGTHS = {"n": 20, "date": 45, "time": 30, "name": 80, "words": 80, "url": 200, "email": 100, "handle": 32}


@cache
def _named(language: str) -> dict[str, list[str]]:
    """Return the lists that expressions name, for rules of a language; for one that is not known, of all languages."""
    chosen = {language, "en"} if language in _MONTHS else set(_MONTHS) | set(_DAYS)
    return {
        name: sorted({word.replace("_", " ") for one in chosen for word in words.get(one, "").split()})
        for name, words in _NAMED.items()
    }


def matched(slot: str, language: str = "") -> str:
    """Return the expression of a slot, to be compiled for rules of the same language: their `{date}` takes half the time."""
    if slot == "date" and language in _MONTHS and language not in _OF_THEIR_OWN:
        return rf"(?:{_AMID}){_BEHIND}"
    return SLOTS[slot][0]


def compiled(expression: str, flags: int = 0, language: str = "") -> "regex.Pattern[str]":
    """Compile an expression that may hold slots: folded case by case, without the slow full case folding.

    In rules of a `language` that `{date}` knows, it has the names of that language and of English, in all others all names.
    """
    lists = {name: words for name, words in _named(language).items() if f"\\L<{name}>" in expression}
    return patterns.compiled(f"(?-f){expression}", flags | VERSION1, lists)
