"""Formats: how documents are read from files and written back. Each is a module with the functions of `Format`."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from functools import cache
from importlib import import_module
from os.path import splitext
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple, Protocol, cast

from cleaner.document import Record, Result, Source
from cleaner.errors import DocumentError
from cleaner.formats.compression import named

if TYPE_CHECKING:  # what is no page needs no rules for pages
    from cleaner.prune import Pruner


class Fields(NamedTuple):
    """The names of the fields of a record that hold its text and what is known of it."""

    text: str = "text"
    id: str = "id"
    url: str = "url"
    language: str = "language"
    title: str = "title"


class Part(NamedTuple):
    """A part of a file that is cleaned by itself: from `start` to `stop`, with `before` records before it.

    What is counted is the format's: bytes from line start to line start, or row groups. `size` is how many bytes it has,
    where the format knows.
    """

    start: int
    stop: int
    before: int
    size: int = 0


class Reading(NamedTuple):
    """How a file is to be read: with `strict`, only as UTF-8; the names of its fields; all of it, or a part.

    `skip` are the numbers of documents (from 1 on, counted where reading begins) that are not to be looked into, because
    a worker died of them: they are passed on as they are. `pruner` takes from a page what rules name, before its article
    is extracted.
    """

    strict: bool = False
    fields: Fields = Fields()
    part: Part | None = None
    skip: frozenset[int] = frozenset()
    pruner: "Pruner | None" = None


AS_USUAL = Reading()


class Unit(Protocol):
    """One document of a file, able to say what is written for it once it is cleaned."""

    place: str
    record: Record | None
    error: DocumentError | None
    encoding: str
    bom: bytes

    def rendered(self, result: Result | None) -> bytes | None:
        """Return the piece to write; without a result, the one that leaves the document as it was.

        None says that nothing is written for it. The piece is what the audit has the hash of.
        """
        ...


class Writer(Protocol):
    """What takes the pieces of an output, one call for each, in order."""

    def write(self, piece: bytes, /) -> object:
        """Write one piece."""
        ...


class Output(Protocol):
    """A module that writes one kind of file, and finds in it what was written.

    A piece stands for one document: the bytes themselves where an output is its pieces one after the other, else what
    the writer makes of them (for a row of a table, its text). `field` is the name of the field of the text.
    """

    def writing(self, stream: BinaryIO, out: IO[bytes], reading: Reading) -> AbstractContextManager[Writer]:
        """Open a writer to `out` of the documents of `stream`.

        Left by an exception, it writes no more: the output is thrown away.
        """
        ...

    def pieces(self, stream: BinaryIO, field: str) -> Iterator[tuple[int, bytes]]:
        """Yield the pieces of an output, each with its line, from 1 on; 0 where the document is the file."""
        ...

    def text_of(self, piece: bytes, field: str) -> str:
        """Return the clean text of a document that was changed, from what was written for it."""
        ...

    def with_text(self, piece: bytes, field: str, text: str) -> bytes:
        """Return what would have been written for this document if `text` had come of it."""
        ...

    def gap(self, piece: bytes) -> bytes:
        """Return the piece that stands in the place of a document that could not be restored."""
        ...

    def is_document(self, piece: bytes) -> bool:
        """Return whether a piece counts as a document; a blank line does not."""
        ...


class Format(Protocol):
    """A module that reads one kind of file.

    `OUTPUT` names the kind that is written for it, `EXTRA` the extra that it needs. One that `SEEKS` reads at any place
    of its stream; one that `UNPACKS` takes compressed files as they are, and its outputs are not compressed.
    """

    SUFFIXES: tuple[str, ...]
    FINAL_NEWLINE: bool
    OUTPUT: str
    EXTRA: str
    SEEKS: bool
    UNPACKS: bool

    def read(self, stream: BinaryIO, place: str, source: Source, reading: Reading) -> Iterator[Unit]:
        """Yield the documents of `stream`; `place` names it in errors, `source` is what is known from outside."""
        ...

    def output_name(self, name: str) -> str:
        """Return the name of the output for the input `name`."""
        ...


# Every format, a module of that name here, and the ends of its files' names.
SUFFIXES_OF = MappingProxyType(
    {
        "jsonl": (".jsonl", ".ndjson"),
        "parquet": (".parquet",),
        "warc": (".warc", ".wet"),
        "html": (".html", ".htm", ".xhtml"),
        "text": (".txt", ".md", ".text"),
    }
)


class _Formats(Mapping[str, Format]):
    """The formats by name, each imported when it is asked for: all of them take 60 ms, and a run needs one or two."""

    def __init__(self) -> None:
        self._known: dict[str, Format] = {}

    def __getitem__(self, kind: str) -> Format:
        found = self._known.get(kind)
        if found is None:
            if kind not in SUFFIXES_OF:
                raise KeyError(kind)
            found = self._known[kind] = cast("Format", import_module(f"cleaner.formats.{kind}"))
        return found

    def __contains__(self, kind: object) -> bool:
        return kind in SUFFIXES_OF

    def __iter__(self) -> Iterator[str]:
        return iter(SUFFIXES_OF)

    def __len__(self) -> int:
        return len(SUFFIXES_OF)


_FORMATS = _Formats()


def formats() -> Mapping[str, Format]:
    """Return every format by its name."""
    return _FORMATS


@cache
def output_of(kind: str) -> Output:
    """Return what writes the outputs of the format `kind`, and finds in them what was written."""
    return cast("Output", formats()[formats()[kind].OUTPUT])


def format_of(path: Path | str) -> str | None:
    """Return the name of the format that takes a file of this name, compressed or not, or None."""
    return _by_suffix().get(splitext(named(str(path))[0])[1].lower())


@cache
def _by_suffix() -> Mapping[str, str]:
    return {suffix: kind for kind, several in SUFFIXES_OF.items() for suffix in several}


def output_name(kind: str, name: str) -> str:
    """Return the name of the output for an input of this format and name; it is compressed if the input is."""
    form = formats()[kind]
    inner, _ = named(name)
    return form.output_name(inner) + ("" if form.UNPACKS else name[len(inner) :])
