"""The shapes of lines: prose, headline, short, bullets, truncated. Everything here judges one line by itself."""

from bisect import bisect_left
from collections.abc import Sequence

from cleaner.fold import NO_SPACE, fold
from cleaner.patterns import lazy

# A prose line has at least this many words. In scripts without spaces two characters count as a word.
PROSE_WORDS = 12
_PROSE_START = 120  # characters that have so many in most lines, of whatever length

_FINAL = frozenset(".!?。！？؟।۔։።")
_CLOSERS = "\"'”’»›)]）」』】*_ "
_BULLETS = frozenset("•·▪▸►‣◦■●○–—-*»›→")
_CROWDED = lazy(f"[{NO_SPACE}]")
_NAME = lazy(r"(?:[\p{Lu}\p{Lt}][\p{L}\p{M}'’.-]*+)(?: (?:\p{Ll}{1,3} )?[\p{Lu}\p{Lt}][\p{L}\p{M}'’.-]*+){1,3}")


def count_words(text: str) -> int:
    """Return how many words `text` has: runs between spaces, and half the characters of scripts without spaces."""
    spaced = len(text.split())
    if is_spaced(text):
        return spaced
    crowded = len(_CROWDED.findall(text))
    return spaced + crowded // 2 if crowded else spaced


def is_spaced(text: str) -> bool:
    """Return whether spaces tell all words: a long text whose characters are mostly of one byte is of no script without."""
    return text.isascii() or (len(text) > 60 and len(text.encode("utf-8", "surrogatepass")) < 1.5 * len(text))


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
    return text[-1] != "." or not text.endswith(("...", ". . ."))


def is_prose(text: str) -> bool:
    """Return whether `text` reads like a sentence: at least 12 words and a sentence-final mark, no ellipsis."""
    if len(text) < PROSE_WORDS * 2 or not ends_sentence(text):
        return False
    return len(text[:_PROSE_START].split()) >= PROSE_WORDS or count_words(text) >= PROSE_WORDS


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
    # `;` is the Greek question mark.
    return bare[-1:] not in {".", "。", "।", ":", ","} and (bare[-1:] != ";" or bare[:1] > "\u036f")


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


def place_of(numbers: Sequence[int], number: int) -> int:
    """Return where `number` stands in `numbers`, which are in order; -1 where it does not."""
    at = bisect_left(numbers, number)
    return at if at < len(numbers) and numbers[at] == number else -1


class View:
    """What rules and detectors see of a document: its non-blank lines, top to bottom.

    `lines` are the texts, normalised; `folded` the same under `fold` and squeezed; `gaps[i]` says whether line `i`
    begins a block (blank lines, or the document's edge, above it); `numbers` are the lines' numbers in the document. Runs
    of blank lines cannot be told apart from one, so that what is seen before blank lines are tidied is what is seen
    afterwards. `cuts[i]` is how many short lines were cut between line `i` and the one above it, `cuts[-1]` below the last
    one. A text that is cleaned again has none, so they may only ever speak for a further cut, never against one. The
    same holds for `cut_by[i]`, the names of what cut lines of any length there, in any order.

    Which lines are prose is found out when asked: few need to know it of more lines than the first and last ones.
    """

    __slots__ = ("_edges", "_known", "_prose", "_text", "cut_by", "cuts", "folded", "gaps", "lines", "numbers")

    def __init__(  # noqa: PLR0913, PLR0917 - a column each
        self,
        lines: list[str],
        folded: list[str],
        gaps: list[bool],
        numbers: list[int],
        cuts: list[int],
        cut_by: Sequence[Sequence[str]],
        known: dict[str, bool],
    ) -> None:
        """Take the columns, and what is `known` already of which texts are prose, to be added to."""
        self.lines = lines
        self.folded = folded
        self.gaps = gaps
        self.numbers = numbers
        self.cuts = cuts
        self.cut_by: Sequence[Sequence[str]] = cut_by
        self._known = known
        self._prose: list[bool] | None = None
        self._edges: tuple[int, int, int, int] | None = None
        self._text: str | None = None

    def is_prose(self, at: int) -> bool:
        """Return whether line `at` is prose."""
        line = self.lines[at]
        known = self._known.get(line)
        if known is None:
            known = self._known[line] = is_prose(line)
        return known

    @property
    def text(self) -> str:
        """The folded lines as one text: what is not in it is in no line."""
        if self._text is None:
            self._text = "\n".join(self.folded)
        return self._text

    @property
    def prose(self) -> list[bool]:
        """Which lines are prose."""
        if self._prose is None:
            self._prose = [self.is_prose(at) for at in range(len(self.numbers))]
        return self._prose

    @property
    def first_prose(self) -> int:
        """The position of the first prose line; -1 where there is none."""
        return (self._edges or self._find_edges())[0]

    @property
    def last_prose(self) -> int:
        """The position of the last prose line; -1 where there is none."""
        return (self._edges or self._find_edges())[1]

    def head(self) -> int:
        """Return how many lines the head has: down to the second prose line, inclusive; 0 without prose."""
        return (self._edges or self._find_edges())[2]

    def tail(self) -> int:
        """Return where the tail begins: the last prose line but one; `len(lines)` without prose."""
        return (self._edges or self._find_edges())[3]

    def _find_edges(self) -> tuple[int, int, int, int]:
        size = len(self.numbers)
        first = self._find_prose(range(size), -1)
        if first < 0:
            self._edges = (-1, -1, 0, size)
            return self._edges
        last = self._find_prose(range(size - 1, first, -1), first)
        second = self._find_prose(range(first + 1, last), last)
        last_but_one = first if second == last else self._find_prose(range(last - 1, second, -1), second)
        self._edges = (first, last, second + 1, last_but_one)
        return self._edges

    def _find_prose(self, places: range, otherwise: int) -> int:
        """Return the first of `places` at which prose stands, or `otherwise`."""
        for at in places:
            if self.is_prose(at):
                return at
        return otherwise


def fold_line(line: str) -> str:
    """Return a line as rules compare it: folded, runs of spaces as one, none at the ends."""
    folded = fold(line).strip()
    return " ".join(folded.split()) if "  " in folded or "\t" in folded or "\u3000" in folded else folded
