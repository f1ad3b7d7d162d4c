"""Expressions: compiled when they are first used, and kept from run to run.

`regex` compiles in Python: a date with its lists of months takes 17 ms, from the cache 0.4 ms. What runs patterns is its
module in C, which can do without the part in Python, whose import takes 10 ms.
"""

import atexit
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copyreg import dispatch_table
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from marshal import dumps, loads
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

# The words of the lists that an expression names.
Lists = Mapping[str, Sequence[str]]
_NO_LISTS: Lists = {}
_MACHINE = "regex._regex"


class _Kept:
    """What expressions compiled to, by their keys: read when first needed, written at the end of a run that adds some.

    It is what `regex` pickles: the arguments for its module in C.
    """

    def __init__(self) -> None:
        self._machine = _machine()
        file = self._machine.__file__
        state = os.stat(file)  # noqa: PTH116
        self._key = key_of(file, state.st_size, state.st_mtime_ns)
        self._known: dict[str, bytes] = read("patterns", self._key) or {}
        self._used: dict[str, bytes] = {}

    def compiled(self, expression: str | bytes, flags: int, lists: Lists) -> "regex.Pattern[str]":
        key = key_of(expression, flags, lists)
        data = self._known.get(key)
        if data is not None:
            self._used[key] = data
            return self._machine.compile(*loads(data))
        import regex  # noqa: PLC0415

        pattern = regex.compile(expression, flags, **lists)
        if self._used.keys() <= self._known.keys():
            atexit.register(self._write)
        self._used[key] = dumps(dispatch_table[type(pattern)](pattern)[1])
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


def _machine() -> Any:  # noqa: ANN401 - a module without types
    """Return the module in C of `regex`, by itself as long as nobody imports the rest."""
    if _MACHINE not in sys.modules:
        with suppress(Exception):  # where the package is not made so, all of it is imported
            package = find_spec("regex")
            assert package is not None
            spec = PathFinder.find_spec(_MACHINE, package.submodule_search_locations)
            assert spec is not None
            assert spec.loader is not None
            machine = module_from_spec(spec)
            spec.loader.exec_module(machine)
            sys.modules[_MACHINE] = machine
    if _MACHINE not in sys.modules:
        from regex import _regex  # noqa: F401, PLC0415
    return sys.modules[_MACHINE]


@cache
def _kept() -> _Kept:
    return _Kept()


def compiled(
    expression: str | bytes, flags: int = 0, lists: Mapping[str, Sequence[str]] = _NO_LISTS
) -> "regex.Pattern[str]":
    """Return `expression` compiled, with the named `lists` of words that it holds: from the cache, where it is there."""
    return _kept().compiled(expression, flags, lists)


class Lazy:
    """Stands for an expression until one of its methods is asked for; from then on it has the pattern's own methods."""

    def __init__(self, compile_: Callable[[], Any]) -> None:
        """Take what compiles it."""
        self._compile = compile_

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        """Return what the pattern has by that name."""
        pattern = self._compile()
        self.__dict__.update({one: getattr(pattern, one) for one in dir(pattern) if one[0] != "_"})
        return getattr(pattern, name)


def lazy(
    expression: str | bytes, flags: int = 0, compile_: "Callable[[Any, int], regex.Pattern[str]]" = compiled
) -> "regex.Pattern[str]":
    """Return what is used as the pattern of `expression`, and compiled by `compile_` when it is first used."""
    return Lazy(lambda: compile_(expression, flags))
