"""Bounds on patterns: a static look for repeats inside repeats, the shape that runs for ever on hostile text; and how
long a line a pattern can take."""

import regex

_TOKEN = regex.compile(
    r"(?P<escape>\\(?:[pP]\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.))"
    r"|(?P<set>\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\])"
    r"|(?P<open>\((?:\?(?:P?<[=!]|P<\w+>|<\w+>|[:=!>|]|[a-zA-Z0-9-]+:?|P[=>]\w+))?)"
    r"|(?P<close>\))"
    r"|(?P<repeat>(?:[*+?]|\{\d*(?:,\d*)?\})[+?]?)"
    r"|(?P<other>.)",
    regex.DOTALL,
)
_BRACES = regex.compile(r"\{(\d*)(,?)(\d*)\}")


def _range(repeat: str) -> tuple[int, float]:
    """Return how often a repeat takes at least and at most."""
    sign = repeat[0]
    if sign in "*+?":
        return {"*": (0, float("inf")), "+": (1, float("inf")), "?": (0, 1)}[sign]
    found = _BRACES.match(repeat)
    assert found is not None
    low = int(found[1] or 0)
    if not found[2]:
        return low, low
    return low, int(found[3]) if found[3] else float("inf")


def unbounded(pattern: str) -> str:
    """Return what is wrong with `pattern`, or an empty string.

    Wrong is a group repeated more than twice that holds a variable repeat which may give back what it took:
    `(?:\\S+\\s*){2,16}` needs two seconds on 28 characters. Possessive repeats and atomic groups give nothing back.
    """
    groups = [False]  # for each open group: does it hold a repeat that can give back?
    atomic = [False]
    last = False  # the same for the group that was closed just now
    for token in _TOKEN.finditer(pattern):
        kind, text = token.lastgroup, token[0]
        if kind == "open":
            groups.append(False)
            atomic.append(text == "(?>")
        elif kind == "close" and len(groups) > 1:
            last = groups.pop() and not atomic.pop()
            groups[-1] = groups[-1] or last
            continue
        elif kind == "repeat":
            low, high = _range(text)
            possessive = text[-1] == "+" and len(text) > 1
            # A possessive repeat commits to each round as it comes; with a minimum above one it might try again.
            if last and high > 2 and not (possessive and low <= 1):
                return f"a repeat inside the repeat {text!r} that can run for ever"
            if low != high and high > 1 and not possessive:
                groups[-1] = True
        last = False
    return ""


# What may take more than one character, or refers to what does: `\X`, `\1`, `(?P=name)`, `(?&name)`, `(?R)`, `(?(1)`.
_UNKNOWN = regex.compile(r"\\[XRN1-9gGLK]|\(\?(?:P[=>]|&|R|\d|\()")
_WIDTHLESS = ("^", "$", r"\b", r"\B", r"\A", r"\Z", r"\m", r"\M")
# Full case-folding: `(?i)ß` takes `ss`.
_FOLDED = 3


def longest(pattern: str) -> float:
    """Return how many characters `pattern` can take at most, as far as a look at its parts tells; infinity otherwise."""
    if _UNKNOWN.search(pattern):
        return float("inf")
    stack: list[tuple[float, float, bool]] = []  # of each open group: the branches before it, its own, and if it takes text
    best = branch = part = 0.0
    for token in _TOKEN.finditer(pattern):
        kind, text = token.lastgroup, token[0]
        if kind == "repeat":
            more = _range(text)[1] - 1
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
        elif text == "|":
            best, branch, part = max(best, branch), 0.0, 0.0
        else:
            part = 0.0 if text in _WIDTHLESS else 1.0
            branch += part
    return max(best, branch) * (_FOLDED if "(?i" in pattern else 1)
