"""Formats: how documents are read from files and written back. Each is a module with the functions of `Format`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol

from cleaner.document import Record, Result, Source
from cleaner.errors import DocumentError


class Unit(Protocol):
    """One document of a file, able to say what is written for it once it is cleaned."""

    place: str
    record: Record | None
    error: DocumentError | None
    encoding: str
    bom: bytes

    def rendered(self, result: Result | None) -> bytes:
        """Return the bytes to write; without a result, those that leave the document as it was."""
        ...


class Format(Protocol):
    """A module that reads one kind of file."""

    SUFFIXES: tuple[str, ...]
    FINAL_NEWLINE: bool

    def read(self, stream: BinaryIO, place: str, source: Source, strict: bool) -> Iterator[Unit]:
        """Yield the documents of `stream`; `place` names it in errors, `source` is what is known from outside."""
        ...

    def output_name(self, name: str) -> str:
        """Return the name of the output for the input `name`."""
        ...

    def pieces(self, stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
        """Yield the documents of an output, each with its line; 0 where the document is the file."""
        ...

    def text_of(self, piece: bytes) -> str:
        """Return the clean text of a document that was changed, from what was written for it."""
        ...

    def with_text(self, piece: bytes, text: str) -> bytes:
        """Return what would have been written for this document if `text` had come of it."""
        ...


def formats() -> Mapping[str, Format]:
    """Return every format by its name, in the order in which a file's name is tried against them."""
    from cleaner.formats import html, jsonl, text  # noqa: PLC0415 - a run needs one or two of them

    return {"jsonl": jsonl, "html": html, "text": text}


def format_of(path: Path | str) -> str | None:
    """Return the name of the format that takes a file of this name, or None."""
    name = str(path).lower()
    return next((kind for kind, one in formats().items() if name.endswith(one.SUFFIXES)), None)
