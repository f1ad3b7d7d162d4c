"""Removes page chrome from article text by proven rules, and records every removal.

from cleaner import Cleaner
result = Cleaner().clean(text, url="https://example.org/a")
result.text, result.cuts, result.edits, result.refused
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.document import Cut, Edit, Record, Result, Source
    from cleaner.pipeline import Cleaner

__version__ = "0.1.0"
__all__ = ["Cleaner", "Cut", "Edit", "Record", "Result", "Source", "__version__"]

_HOMES = {"Cleaner": "cleaner.pipeline"} | dict.fromkeys(("Cut", "Edit", "Record", "Result", "Source"), "cleaner.document")


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    """Import what is asked for when it is asked for: the command starts in half the time."""
    if name in _HOMES:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'cleaner' has no attribute {name!r}")
