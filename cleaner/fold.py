"""Folding: how literals and lines are compared. One character in, one character out, so that places agree."""

from functools import lru_cache
from unicodedata import category

# Curly and prime quotes; guillemets are not among them: `Read more »` must differ from `Read more "`.
_QUOTES = {"’": "'", "‘": "'", "‛": "'", "′": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"'}

# `İ` is the one character whose lower case is two characters, and `ς` the one whose lower case hangs on its place.
_LENGTH_KEEPING = {"İ": "i", "ς": "σ"}

# What of ASCII is no figure: taken from a whole text at once, it leaves what few lines have.
_NO_FIGURES = bytes(byte for byte in range(128) if byte not in b"0123456789\n")

# What is found out about a line is remembered for so many lines of so many characters: rounds ask again and again.
MEMORY, REMEMBERED = 4096, 200

# Scripts written without spaces: Thai, Lao, Myanmar, Khmer; Han, Kana and their punctuation.
NO_SPACE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_NO_SPACE_RANGES = (
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1780", "\u17ff"),
    ("\u2e80", "\u312f"),
    ("\u31a0", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\uff66", "\uff9f"),
    ("\U00020000", "\U0003ffff"),
)


def fold(text: str) -> str:
    """Return `text` in lower case with straight quotes; `len(fold(text)) == len(text)`, line ends stay."""
    if not text.isascii():
        for old, new in _QUOTES.items():
            if old in text:
                text = text.replace(old, new)
    if text.isascii():  # often true now, and str.lower is fastest there
        return text.lower()
    for old, new in _LENGTH_KEEPING.items():
        if old in text:
            text = text.replace(old, new)
    text = text.lower()
    return text.replace("ς", "σ") if "ς" in text else text  # str.lower makes a final sigma of a capital one


def may_hold_figures(text: str) -> list[int]:
    """Return the positions of the lines of `text` that hold a figure, or something else than ASCII, which may be one."""
    seen = text.encode("utf-8", "surrogatepass").translate(None, _NO_FIGURES)
    return [at for at, left in enumerate(seen.split(b"\n")) if left]


def squeeze(text: str) -> str:
    """Return `text` with every run of white space as one space, and none at the ends."""
    return " ".join(text.split())


def key(text: str) -> str:
    """Return the folded and squeezed form under which whole lines are compared."""
    return squeeze(fold(text))


def _in_word(char: str) -> bool:
    """Return whether `char` is part of a word: alphanumeric or a mark on such a one (Hindi words end in marks)."""
    if char.isalnum():
        return True
    # U+FE0F is a mark by category, and stands behind emoji, which are punctuation here.
    return char > "\u02ff" and char != "\ufe0f" and category(char)[0] == "M"


def outer(folded: str) -> tuple[int, int]:
    """Return the slice of `folded` from its first to its last character that is part of a word; (0, 0) if none."""
    stop = len(folded)
    start = 0
    while start < stop and not _in_word(folded[start]):
        start += 1
    while stop > start and not _in_word(folded[stop - 1]):
        stop -= 1
    return (start, stop) if start < stop else (0, 0)


def core(folded: str) -> str:
    """Return `folded` without the punctuation around it; all of it where there is nothing else."""
    return _known_core(folded) if len(folded) <= REMEMBERED else _core(folded)


def _core(folded: str) -> str:
    if folded[:1].isalnum():
        last = folded[-1]
        if last.isalnum():
            return folded
        if last < "\u0300" and folded[-2].isalnum():
            return folded[:-1]
    start, stop = outer(folded)
    return folded[start:stop] if stop else folded


# Each line of a page is asked for four times.
_known_core = lru_cache(MEMORY)(_core)


def without_spaces(char: str) -> bool:
    """Return whether `char` belongs to a script that puts no spaces between words."""
    if char < "\u0e00":
        return False
    return any(low <= char <= high for low, high in _NO_SPACE_RANGES)


def joined(left: str, right: str) -> bool:
    """Return whether two neighbouring characters belong to one word, so that no word ends between them."""
    return left.isalnum() and right.isalnum() and not without_spaces(left) and not without_spaces(right)
