"""Expressions: compiled when they are first used, and what that came to kept from run to run.

`regex` compiles in Python: a date with its lists of months takes 17 ms, from the cache 0.4 ms, and its import 12 ms, which
a run that asks for no expression does without.
"""

import atexit
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from cleaner.cache import key_of, read, write

if TYPE_CHECKING:
    import regex

# The flags of `regex` that are used here, so that they can be named without it.
IGNORECASE = 0x2
DOTALL = 0x10
VERSION1 = 0x100
# More than a few files need; where there are more, those stay that the last run needed.
MOST_BYTES = 1_000_000

_NO_LISTS: Mapping[str, Sequence[str]] = {}


class _Kept:
    """What expressions compiled to, by their keys: read when first needed, written at the end of a run that adds some."""

    def __init__(self) -> None:
        import regex  # noqa: PLC0415

        self._key = key_of(regex.__version__)
        self._known: dict[str, bytes] = read("patterns", self._key) or {}
        self._used: dict[str, bytes] = {}

    def compiled(self, expression: str | bytes, flags: int, lists: Mapping[str, Sequence[str]]) -> "regex.Pattern[str]":
        import pickle  # noqa: PLC0415

        import regex  # noqa: PLC0415

        key = key_of(expression, flags, lists)
        data = self._known.get(key)
        if data is not None:
            self._used[key] = data
            return pickle.loads(data)  # regex's own form: the arguments for its compiled part
        pattern = regex.compile(expression, flags, **lists)
        if not self._used.keys() - self._known.keys():
            atexit.register(self._write)
        self._used[key] = pickle.dumps(pattern, pickle.HIGHEST_PROTOCOL)
        return pattern

    def _write(self) -> None:
        """Add what is new; where that is too much, begin anew with what this run used, as far as it goes."""
        every = {**self._known, **self._used}
        if sum(map(len, every.values())) > MOST_BYTES:
            every, size = {}, 0
            for key, data in self._used.items():
                size += len(data)
                if size <= MOST_BYTES:
                    every[key] = data
        write("patterns", self._key, every)


@cache
def _kept() -> _Kept:
    return _Kept()


def compiled(
    expression: str | bytes, flags: int = 0, lists: Mapping[str, Sequence[str]] = _NO_LISTS
) -> "regex.Pattern[str]":
    """Return `expression` compiled, with the named `lists` of words that it holds: from the cache, where it is there."""
    return _kept().compiled(expression, flags, lists)


class _Lazy:
    """Stands for an expression until one of its methods is asked for; from then on it has the pattern's own methods."""

    def __init__(self, compile_: Callable[[], Any]) -> None:
        self._compile = compile_

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        pattern = self._compile()
        for method in ("search", "match", "fullmatch", "findall", "finditer", "sub", "split"):
            setattr(self, method, getattr(pattern, method))
        return getattr(pattern, name)


def lazy(
    expression: str | bytes, flags: int = 0, compile_: "Callable[[Any, int], regex.Pattern[str]]" = compiled
) -> "regex.Pattern[str]":
    """Return what is used as the pattern of `expression`, and compiled by `compile_` when it is first used."""
    return _Lazy(lambda: compile_(expression, flags))
