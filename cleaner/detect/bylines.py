"""Bylines: lines at the head that are only date, author, agency, place or reading time.

On labelled pages a line that is only a date is chrome 186 times of 189; diaries and chronologies are the rest, and hold
several of them.
"""

from collections.abc import Iterable
from functools import lru_cache

from cleaner.document import Source
from cleaner.fold import MEMORY
from cleaner.patterns import IGNORECASE, lazy
from cleaner.rule import Level
from cleaner.shape import View, count_words, is_name
from cleaner.slots import SLOTS, compiled

WHY = "A line at the head with only date, author, agency, place or reading time: data about the article."

# From this many date lines on, the dates are the text's own: a diary, a chronology, a list of events.
DIARY = 3
LONGEST = 120
# A line above it that has so many words may be the title, so that a name below it is not.
TITLE_WORDS = 4

_DATE, _TIME, _NAME, _N = (SLOTS[name][0] for name in ("date", "time", "name", "n"))
_AGENCIES = (
    "reuters|associated press|the associated press|ap|afp|agence france-presse|dpa|xinhua|tass|itar-tass|interfax|ria novosti|upi|pti|ians|ani"
    "|ansa|efe|apa|sda|pap|kyodo|kyodo news|yonhap|anadolu agency|anadolu|bloomberg|bloomberg news|pa media|press association|cns|belga|lusa"
    "|新华社|新华网|中新社|中新网|人民网|agencies|staff reporter|staff writer|our correspondent|news desk|web desk|staff and agencies"
)
_AGENCY = rf"\(?(?:{_AGENCIES})(?![\p{{L}}])\)?"
_STAMP = (
    r"(?:(?:first |last |originally )?(?:published|updated|posted|modified|created|added|issued|filed|date)(?: on| at)?:?"
    r"|on|at|updated on|as of|veröffentlicht(?: am)?:?|aktualisiert(?: am)?:?|stand:?|erstellt(?: am)?:?|am|vom"
    r"|publié le|mis à jour le|le|publicado(?: el| em)?:?|actualizado(?: el)?:?|atualizado(?: em)?:?|el|em|pubblicato(?: il)?:?"
    r"|aggiornato(?: il)?:?|il|opublikowano:?|data:?|опубликовано:?|обновлено:?|发布时间[:：]?|时间[:：]?|日期[:：]?|δημοσίευση:?|ημερομηνία:?)"
)
_BY = (
    r"(?:(?:written |posted |published |reported |words |story |text |article )?by|author[:s]*|von|par|por|di|door|autor:?|автор:|作者[:：]|"
    r"συντάκτης:|text:|reporter:)"
)
_CERTAIN = (
    rf"(?:(?:{_STAMP} )?{_DATE}|{_BY} (?:the )?{_NAME}(?:,? (?:and|und|et|y|e|&|с) {_NAME}|, {_NAME}){{0,3}}|{_AGENCY}"
    rf"|(?:reading time|read time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|leestijd):? ?(?:ca\.? )?{_N} ?(?:min\w*\.?|')?"
    rf"|{_N}[- ]min(?:ute)?s?\.?(?: (?:read|lesezeit|de lecture|de lectura|de leitura|leestijd))?)(?![\p{{L}}\d])"
)
_OPENS = lazy(rf"\W{{0,3}}(?:\d|{_BY}\b|{_AGENCY}|{_STAMP}\b)|.*\d", IGNORECASE)
_JOIN = lazy(r"(?:[\s,;|•·–—/:()-]|\b(?:at|um|à|a las|às|alle|uhr)\b)*+", IGNORECASE)
# A place, a name, a desk, word by word: only beside a certain part.
_WORD = lazy(r"\p{Lu}[\p{L}\p{M}.'’-]*+")
MOST_WORDS = 6
_CERTAINLY = lazy(_CERTAIN, IGNORECASE, compiled)
_AT_TIME = lazy(_TIME, IGNORECASE, compiled)
_ONLY_DATE = lazy(rf"\W*+(?>{_DATE})(?:,? ?(?:at )?{_TIME})?\W*+", IGNORECASE, compiled)


def find(view: View, source: Source, level: Level) -> Iterable[int]:
    """Return the positions of bylines above the first prose line, unless the text is a diary."""
    found = {at for at in range(view.first_prose) if is_byline(view.lines[at])}
    if found and not any(_may_be_title(view.lines[at]) for at in range(view.first_prose) if at not in found):
        # `May 17, 2016 - Aurelia Patch Update` is the title where nothing else can be.
        found = {at for at in found if is_byline(view.lines[at], certain=True)}
    if found and sum(is_date(line) for line in view.lines) >= DIARY:
        return {at for at in found if not is_date(view.lines[at])}
    return found | {at for at in range(1, view.first_prose) if _is_author(view, at, found)}


def _is_author(view: View, at: int, bylines: set[int]) -> bool:
    """Return whether line `at` is a name below a title, and beside a byline or a line that was cut already.

    `Ruben Castell` above `5 min read` is the author; by itself it may be whom the text is about, and directly above the
    text a heading: `Key Takeaways`.
    """
    beside = at - 1 in bylines or at + 1 in bylines
    if not (beside or view.cuts[at + 1] or (view.cuts[at] and at + 1 < view.first_prose)):
        return False
    if not is_name(view.lines[at]) or count_words(view.lines[at]) not in (2, 3):
        return False
    return any(count_words(line) >= TITLE_WORDS for line in view.lines[:at])


def _may_be_title(line: str) -> bool:
    return count_words(line) >= 3


def is_byline(line: str, certain: bool = False) -> bool:
    """Return whether `line` holds nothing but date, author, agency, place and reading time.

    One of them must be sure to be that, or all if `certain`: a place or a name alone may be any words.
    """
    return len(line) <= LONGEST and _holds_only_parts(line, certain)


@lru_cache(MEMORY)
def _holds_only_parts(line: str, certain: bool) -> bool:
    if _OPENS.match(line) is None:
        return False
    at = words = sure = 0
    while (at := _JOIN.match(line, at).end()) < len(line):
        if found := _CERTAINLY.match(line, at):
            sure += 1
        elif found := _AT_TIME.match(line, at):
            pass  # an hour is nothing by itself, and may stand beside anything
        elif not certain and words < MOST_WORDS and (found := _WORD.match(line, at)):
            words += 1
        else:
            return False
        at = found.end()
    return sure > 0


def is_date(line: str) -> bool:
    """Return whether `line` is only a date, with or without weekday and time."""
    return len(line) <= LONGEST and any(map(str.isdigit, line)) and _is_only_date(line)


@lru_cache(MEMORY)
def _is_only_date(line: str) -> bool:
    return _ONLY_DATE.fullmatch(line.strip()) is not None
