"""The shapes of lines: prose, headline, short, bullets, truncated. Everything here judges one line by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from cleaner.fold import NO_SPACE, fold

# A prose line has at least this many words. In scripts without spaces two characters count as a word.
PROSE_WORDS = 12

_FINAL = frozenset(".!?。！？؟।۔։።")
_CLOSERS = "\"'”’»›)]）」』】*_ "
_BULLETS = frozenset("•·▪▸►‣◦■●○–—-*»›→")
_CROWDED = regex.compile(f"[{NO_SPACE}]")
_NAME = regex.compile(r"(?:[\p{Lu}\p{Lt}][\p{L}\p{M}'’.-]*+)(?: (?:\p{Ll}{1,3} )?[\p{Lu}\p{Lt}][\p{L}\p{M}'’.-]*+){1,3}")


def count_words(text: str) -> int:
    """Return how many words `text` has: runs between spaces, and half the characters of scripts without spaces."""
    spaced = len(text.split())
    if text.isascii():
        return spaced
    crowded = len(_CROWDED.findall(text))
    return spaced + crowded // 2 if crowded else spaced


def ends_in_ellipsis(text: str) -> bool:
    """Return whether `text` breaks off: three dots or an ellipsis at its end, also in brackets or before a quote."""
    bare = text.rstrip(_CLOSERS)
    return bare.endswith(("...", "…", ". . ."))


def ends_sentence(text: str) -> bool:
    """Return whether `text` ends in a sentence-final mark, closing quotes and brackets passed over."""
    last = text[-1:]
    if last not in _FINAL:
        if last.isalnum():
            return False
        text = text.rstrip(_CLOSERS)
        if text[-1:] not in _FINAL:
            return False
    return not text.endswith(("...", ". . ."))


def is_prose(text: str) -> bool:
    """Return whether `text` reads like a sentence: at least 12 words and a sentence-final mark, no ellipsis."""
    if len(text) < PROSE_WORDS * 2 or not ends_sentence(text):
        return False
    return text.count(" ") >= PROSE_WORDS * 2 or count_words(text) >= PROSE_WORDS


def is_bulleted(text: str) -> bool:
    """Return whether `text` begins with a bullet, or holds three or more items parted by ` • `."""
    bare = text.lstrip()
    return bare[:1] in _BULLETS or text.count(" • ") >= 3


def is_short(text: str) -> bool:
    """Return whether `text` has at most six words and does not end a sentence."""
    return count_words(text) <= 6 and not ends_sentence(text)


def is_headline(text: str) -> bool:
    """Return whether `text` could be another article's headline: 3 to 20 words without a full stop at the end.

    A question or an exclamation may be a headline too; a sentence closed by a full stop is not.
    """
    words = count_words(text)
    if not 3 <= words <= 20:
        return False
    bare = text.rstrip(_CLOSERS)
    if bare.endswith(("...", "…")):
        return True
    return bare[-1:] not in {".", "。", "।", ":", ";", ","}


def is_name(text: str) -> bool:
    """Return whether `text` is two to four capitalised words."""
    return _NAME.fullmatch(text.strip()) is not None


KINDS = {
    "headlines": is_headline,
    "bullets": is_bulleted,
    "truncated": ends_in_ellipsis,
    "short": is_short,
    "names": is_name,
    "prose": is_prose,
}


@dataclass(slots=True)
class View:
    """What rules and detectors see of a document: its non-blank lines, top to bottom.

    `lines` are the texts, normalised; `folded` the same under `fold` and squeezed; `gaps[i]` says whether line `i`
    begins a block (blank lines, or the document's edge, above it); `prose` which lines are prose. Runs of blank lines
    cannot be told apart from one, so that what is seen before blank lines are tidied is what is seen afterwards.
    `cuts[i]` is how many short lines were cut between line `i` and the one above it, `cuts[-1]` below the last one. A
    text that is cleaned again has none, so they may only ever speak for a further cut, never against one.
    """

    lines: list[str]
    folded: list[str]
    gaps: list[bool]
    prose: list[bool]
    numbers: list[int]
    cuts: list[int]

    def head(self) -> int:
        """Return how many lines the head has: down to the second prose line, inclusive; 0 without prose."""
        first = self._prose_at(range(len(self.prose)), 2)
        return first + 1 if first is not None else 0

    def tail(self) -> int:
        """Return where the tail begins: the last prose line but one; `len(lines)` without prose."""
        last = self._prose_at(range(len(self.prose) - 1, -1, -1), 2)
        return last if last is not None else len(self.lines)

    def _prose_at(self, order: Sequence[int], count: int) -> int | None:
        found = None
        for at in order:
            if self.prose[at]:
                found = at
                count -= 1
                if not count:
                    break
        return found


def fold_line(line: str) -> str:
    """Return a line as rules compare it: folded, runs of spaces as one, none at the ends."""
    folded = fold(line).strip()
    return " ".join(folded.split()) if "  " in folded or "\t" in folded or "\u3000" in folded else folded
