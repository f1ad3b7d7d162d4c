"""Bios: a heading with a name, and below it the paragraph that opens with that name.

The heading alone proves nothing: `About Firstname Lastname` is chrome 9 times of 15 on labelled pages. The paragraph that
opens with the name does. Three such pairs in one text are a list of people, and stay.
"""

from collections.abc import Iterable

from cleaner.document import Source
from cleaner.fold import fold
from cleaner.patterns import lazy
from cleaner.rule import Level
from cleaner.shape import View, count_words, is_name

WHY = "About the author: a heading with a name, and below it the paragraph that opens with that name."

PEOPLE = 3
# `About Halden Lamps` in a press statement has the same shape; a paragraph about a person speaks of him, her or a trade.
_PERSON = lazy(
    r"\b(?:he|she|him|his|her|hers|they write|writer|writes|wrote|author|journalist|reporter|editor|columnist|correspondent|blogger"
    r"|contributor|photographer|freelancer?|novelist|professor|lecturer|er|ihr|ihre|seine|journalistin|autorin?|redakteur(?:in)?"
    r"|journaliste|auteure?|elle|él|ella|periodista|redactora?|ele|ela|jornalista|giornalista|autore|autrice|hij|zij|haar"
    r"|dziennikarz|dziennikarka|jego|jej|он|она|журналист(?:ка)?|автор|δημοσιογράφος|αυτός|αυτή)\b"
)
_HEADING = lazy(
    r"(?i:(?:about|meet)(?: the authors?| our authors?| the writer)?:?|author:?|über(?: (?:den autor|die autorin))?:?|zur person:?|à propos de"
    r"|sobre(?: (?:el autor|la autora|o autor|a autora))?:?|acerca de|informazioni su|over|o autorze:?|об авторе:?|σχετικά με)"
    r" (?P<name>.{3,60})"
)


# The first words of _HEADING, to look at few lines with it.
_OPENERS = (
    *("about ", "meet ", "author", "über ", "zur person", "à propos de", "sobre ", "acerca de", "informazioni su"),
    *("over ", "o autorze", "об авторе", "σχετικά με"),
)


def find(view: View, source: Source, level: Level) -> Iterable[int]:
    """Return the positions of headings and paragraphs of bios in the tail."""
    folded, tail = view.folded, view.tail()
    if not any(line.startswith(_OPENERS) for line in folded[max(tail - 1, 0) : -1]):
        return ()
    pairs = [
        at for at in range(len(folded) - 1) if folded[at].startswith(_OPENERS) and _opens_bio(view.lines[at], folded[at + 1])
    ]
    if not pairs or len(pairs) >= PEOPLE:
        return ()
    return [at + more for at in pairs if at + 1 >= tail for more in (0, 1)]


def _opens_bio(heading: str, paragraph: str) -> bool:
    """Return whether `heading` names someone, and `paragraph` (folded) opens with the whole name or a part of it."""
    if len(heading) > 90 or not (found := _HEADING.fullmatch(heading.strip())):
        return False
    name = found["name"].strip(" :–—-.")
    if not is_name(name) or count_words(paragraph) < 6 or _PERSON.search(paragraph) is None:
        return False
    words = fold(name).split()
    return any(_opens_with(paragraph, opening) for opening in (" ".join(words), words[0], words[-1]))


def _opens_with(text: str, opening: str) -> bool:
    return text.startswith(opening) and not text[len(opening) : len(opening) + 1].isalnum()
