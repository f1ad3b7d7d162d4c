"""Which rules, detectors and steps act: names to take and to leave out, the deeper name first, the later layer first."""

from collections.abc import Iterable
from typing import NamedTuple

from cleaner.errors import UsageError, suggestion
from cleaner.rule import Level

ALL = "ALL"


class SelectorError(UsageError):
    """A name in a selection that nothing is called."""

    def __init__(self, selector: str, hint: str) -> None:
        """Take the name and the cure."""
        super().__init__(f"nothing is called {selector!r}", hint=hint)
        self.selector = selector


def covers(selector: str, name: str) -> bool:
    """Return whether `selector` (`ALL`, `en`, `en/comments`, `en/comments#reply-button`, `detect`) takes in `name`."""
    return name == selector or name.startswith((selector + "/", selector + "#")) or selector == ALL


def selectors_of(names: Iterable[str]) -> set[str]:
    """Return every selector that takes in one of `names`: the names, their packs, their folders."""
    return {part for name in names for part in (name, name.partition("#")[0], name.partition("/")[0])}


def _depth(selectors: Iterable[str], name: str) -> int:
    """Return how closely the closest of `selectors` names `name`: -1 where none does, 0 for ALL."""
    depths = (0 if one == ALL else 1 + one.count("/") + one.count("#") for one in selectors if covers(one, name))
    return max(depths, default=-1)


class Selection(NamedTuple):
    """What the user chose: selectors to take (empty: all), selectors to leave out, and the level.

    Where both name something, the closer one holds, and `ignore` where both are as close.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    level: Level = Level.STANDARD

    def takes(self, name: str) -> bool:
        """Return whether the rule or detector called `name` is chosen."""
        return (not self.select or _depth(self.select, name) >= 0) and not self.leaves_out(name)

    def leaves_out(self, name: str) -> bool:
        """Return whether `name` is left out expressly, which is what switches a normalising step off."""
        return bool(self.ignore) and _depth(self.ignore, name) >= max(_depth(self.select, name), 0)

    def check(self, names: Iterable[str]) -> None:
        """Raise SelectorError for a selector that takes in none of `names`."""
        names = list(names)
        for selector in (*self.select, *self.ignore):
            if not any(covers(selector, name) for name in names):
                hint = suggestion(selector, selectors_of(names)) or "`cleaner rules list` shows what there is"
                raise SelectorError(selector, hint)


class Choice(NamedTuple):
    """The names of a selection while layers are put over each other, the lowest first."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def under(self, select: tuple[str, ...] | None, extend_select: tuple[str, ...], ignore: tuple[str, ...]) -> "Choice":
        """Return the choice with a layer over it.

        `select` (None: not said) begins anew, without what lower layers ignore; `extend_select` adds to what is
        selected and takes it out of what lower layers ignore; `ignore` leaves out, whatever lower layers select.
        """
        chosen = self if select is None else Choice(select)
        left_out = tuple(one for one in chosen.ignore if not any(covers(more, one) for more in extend_select))
        taken = chosen.select
        if extend_select and (taken or left_out):
            taken = (*(taken or (ALL,)), *extend_select)
        if chosen is self:  # a closer name below gives way to a wider one above
            ignore = (*ignore, *(one for one in self.select if any(covers(less, one) for less in ignore)))
        return Choice(tuple(dict.fromkeys(taken)), tuple(dict.fromkeys((*left_out, *ignore))))
