"""The width of patterns: how many characters one can take at most, so that it is asked about no longer line."""

from math import inf

from cleaner.bounds import TOKEN, rounds
from cleaner.patterns import lazy

# What may take more than one character, or refers to what does: `\X`, `\1`, `(?P=name)`, `(?&name)`, `(?R)`, `(?(1)`.
_UNKNOWN = lazy(r"\\[XRN1-9gGLK]|\(\?(?:P[=>]|&|R|[+-]?\d|\()")
_WIDTHLESS = ("^", "$", r"\b", r"\B", r"\A", r"\Z", r"\z", r"\m", r"\M")
_IGNORES_CASE = lazy(r"\(\?[a-zA-Z01]*i")
# Full case-folding: `(?i)ß` takes `ss`.
_FOLDED = 3


def longest(pattern: str) -> float:
    """Return how many characters `pattern` can take at most, as far as a look at its parts tells; infinity otherwise."""
    if _UNKNOWN.search(pattern):
        return inf
    stack: list[tuple[float, float, bool]] = []  # of each open group: the branches before it, its own, and if it takes text
    best = branch = part = 0.0
    for token in TOKEN.finditer(pattern):
        kind, text = token.lastgroup, token[0]
        if kind == "fuzzy":
            return inf
        if kind == "repeat":
            more = rounds(token)[1] - 1
            branch += part * more if part and more > 0 else 0.0  # nothing times infinity is no number
            part = 0.0
        elif kind == "open":
            stack.append((best, branch, "=" not in text and "!" not in text))
            best = branch = part = 0.0
        elif kind == "close" and stack:
            part = max(best, branch)
            best, branch, takes = stack.pop()
            part = part if takes else 0.0
            branch += part
        elif kind == "bar":
            best, branch, part = max(best, branch), 0.0, 0.0
        elif kind not in ("comment", "switch"):
            part = 0.0 if text in _WIDTHLESS else 1.0
            branch += part
    return max(best, branch) * (_FOLDED if _IGNORES_CASE.search(pattern) else 1)
