"""Rules as they lie in the cache: what decides whether one is asked stands before, and each is read when it is asked.

To read all of 1,000 rules takes 30 ms; of a few texts some ten rules are ever asked.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar, overload

from cleaner.rule import Level, PageRule, Rule

Entry = TypeVar("Entry", Rule, PageRule)


class Head(NamedTuple):
    """What of an entry decides whether it acts, by the names that it has there."""

    name: str
    level: Level
    language: str
    site: str

    @classmethod
    def of(cls, entry: Rule | PageRule) -> "Head":
        """Return the head of an entry."""
        return cls(entry.name, entry.level, entry.language, entry.site)


class Store(NamedTuple):
    """Entries, each pickled by itself, and their heads as plain values."""

    heads: list[tuple[str, int, str, str]]
    data: list[bytes]

    @classmethod
    def of(cls, entries: Iterable[Rule | PageRule]) -> "Store":
        """Put entries away."""
        entries = list(entries)
        heads = [(one.name, int(one.level), one.language, one.site) for one in entries]
        return cls(heads, [pickle.dumps(one, pickle.HIGHEST_PROTOCOL) for one in entries])


class Entries(Sequence[Entry]):
    """The entries of a store, or some of them, in order."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._data = store.data
        self._read: dict[int, Entry] = {}
        self._numbers: Sequence[int] = range(len(store.data))
        self._places: dict[str, int] | None = None
        levels = list(Level)
        self._heads = [Head(name, levels[level], language, site) for name, level, language, site in store.heads]

    def only(self, takes: Callable[[Head], bool]) -> "Entries[Entry]":
        """Return the entries whose heads are taken."""
        found: Entries[Entry] = object.__new__(Entries)
        found._data, found._read, found._heads, found._places = self._data, self._read, self._heads, None
        found._numbers = [number for number in self._numbers if takes(self._heads[number])]
        return found

    def called(self, name: str) -> Entry | None:
        """Return the entry called `name`, if it is there."""
        if self._places is None:
            self._places = {head.name: at for at, head in enumerate(self.heads)}
        at = self._places.get(name)
        return None if at is None else self[at]

    @property
    def heads(self) -> Iterator[Head]:
        """What is known of each entry without reading it."""
        return map(self._heads.__getitem__, self._numbers)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Entry]: ...
    def __getitem__(self, at: int | slice) -> Entry | Sequence[Entry]:
        """Return the entry at a place, read when it is first asked for."""
        if isinstance(at, slice):
            return [self[one] for one in range(len(self))[at]]
        number = self._numbers[at]
        entry = self._read.get(number)
        if entry is None:
            entry = self._read[number] = pickle.loads(self._data[number])
        return entry


def called(entries: Sequence[Entry], name: str) -> Entry | None:
    """Return the entry called `name`, if it is there."""
    if isinstance(entries, Entries):
        return entries.called(name)
    return next((one for one in entries if one.name == name), None)


def heads(entries: Sequence[Entry]) -> Iterable[Head]:
    """Return what decides whether each of `entries` acts."""
    return entries.heads if isinstance(entries, Entries) else map(Head.of, entries)


def only(entries: Sequence[Entry], takes: Callable[[Head], bool]) -> Sequence[Entry]:
    """Return those of `entries` whose heads are taken."""
    return entries.only(takes) if isinstance(entries, Entries) else tuple(one for one in entries if takes(Head.of(one)))
