"""Detectors find chrome by structure, where a rule cannot. Each is a module with `find`, listed in DETECTORS.

The name of a detector in `--select`, `--ignore` and the audit is `detect/<name>`.
"""

from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import NamedTuple, Protocol

from cleaner.detect import bios, bylines, comments, listings, repeats, titles, weighing
from cleaner.document import Source, Spoke
from cleaner.rule import Level
from cleaner.shape import View


class Detector(Protocol):
    """A module that finds lines which are chrome by structure."""

    WHY: str

    def find(self, view: View, source: Source, level: Level) -> Iterable[int]:
        """Return the positions in `view` of the lines that go; each judged so that what stays is judged the same."""
        ...


class Named(NamedTuple):
    """A detector and its full name."""

    name: str
    detector: Detector


# Detectors that weigh: asked only in a round in which nothing else has anything to cut, because they learned on what the
# others leave. Each can say what speaks for a cut that it is about to make.
WEIGHING: MappingProxyType[str, Callable[[View, int], Spoke]] = MappingProxyType({"detect/scorer": weighing.spoke})

# In the order in which they act: copies first, so that the others see each line once.
DETECTORS: MappingProxyType[str, Detector] = MappingProxyType(
    {
        "repeats": repeats,
        "titles": titles,
        "bylines": bylines,
        "bios": bios,
        "listings": listings,
        "comments": comments,
        "scorer": weighing,
    }
)
