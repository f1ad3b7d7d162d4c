"""Extras: libraries that only some formats need, and what to install where one is missing."""

import sys
from importlib.util import find_spec

from cleaner.errors import UsageError

# The module that shows that an extra is there. Python 3.14 brings zstd itself; for older ones there is its backport.
MODULES = {
    "parquet": "pyarrow",
    "warc": "fastwarc",
    "zst": "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd",
}


def require(extra: str, place: str = "") -> None:
    """Raise UsageError, with what to install, if the extra of this name is missing; an empty name asks for nothing."""
    if extra and not _is_there(MODULES[extra]):
        hint = f"pip install 'article-text-cleaner[{extra}]'"
        raise UsageError(f"{MODULES[extra]} is needed to read and write it", place=place, hint=hint)


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of the package that it is in
        return False
