"""Plain text: one file, one document. Bytes that are not UTF-8 are read as what they are found to be."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, NamedTuple

from cleaner.document import Record, Result, Source
from cleaner.errors import DocumentError
from cleaner.formats import SUFFIXES_OF, Reading

SUFFIXES = SUFFIXES_OF["text"]
FINAL_NEWLINE = True
OUTPUT = "text"
EXTRA = ""
SEEKS = UNPACKS = False

# Control characters that no text file has; this share of them in the first bytes makes a file binary.
_BINARY = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 27}) + b"\x7f"
_LOOKED_AT = 64 * 1024


class TextUnit(NamedTuple):
    """A text file."""

    place: str
    record: Record | None
    error: DocumentError | None
    raw: bytes
    encoding: str = "utf-8"
    bom: bytes = b""
    note: str = ""

    def rendered(self, result: Result | None) -> bytes:
        """Return the cleaned text as UTF-8, whatever the file's encoding is, or the file where the text is the same."""
        if result is None or not result.changed:
            return self.raw
        return encode(result.text)


def read(stream: BinaryIO, place: str, source: Source, reading: Reading) -> Iterator[TextUnit]:
    """Yield the one document of a text file; what is not UTF-8 is an error where that is asked for."""
    raw = stream.read()
    try:
        text, encoding, bom = decode(raw, reading.strict)
    except DocumentError as error:
        error.place = place
        yield TextUnit(place, None, error, raw)
        return
    note = "" if encoding == "utf-8" else f"read as {encoding}, written as utf-8"
    yield TextUnit(place, Record(source, text), None, raw, encoding, bom, note)


def output_name(name: str) -> str:
    """Return `name`: text stays text."""
    return name


@contextmanager
def writing(stream: BinaryIO, out: IO[bytes], reading: Reading) -> Iterator[IO[bytes]]:
    """Write to `out` itself: the output is its pieces, one after the other."""
    yield out


def pieces(stream: BinaryIO, field: str) -> Iterator[tuple[int, bytes]]:
    """Yield the one document of an output."""
    yield 0, stream.read()


def text_of(piece: bytes, field: str) -> str:
    """Return the text of an output, which is UTF-8."""
    return piece.decode("utf-8", "surrogatepass")


def with_text(piece: bytes, field: str, text: str) -> bytes:
    """Return the output for `text`."""
    return encode(text)


def gap(piece: bytes) -> bytes:
    """Return nothing."""
    return b""


def is_document(piece: bytes) -> bool:
    """Return True: the file is the document, also an empty one."""
    return True


def encode(text: str, encoding: str = "utf-8", bom: bytes = b"") -> bytes:
    """Return the bytes of which `decode` made this text, encoding and byte order mark."""
    return text.encode("utf-8", "surrogatepass") if encoding == "utf-8" else bom + text.encode(encoding)


def decode(raw: bytes, strict: bool = False) -> tuple[str, str, bytes]:
    """Return the text of `raw`, its encoding and its byte order mark (which is part of the text for UTF-8).

    An encoding that was guessed counts only if encoding again gives the same bytes. Raise DocumentError for what cannot
    be read as text.
    """
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and not strict:
        bom = raw[:2]
        encoding = "utf-16-le" if bom == BOM_UTF16_LE else "utf-16-be"
        try:
            return raw[2:].decode(encoding), encoding, bom
        except UnicodeDecodeError:
            raise DocumentError(f"begins like {encoding} and is not") from None
    head = raw[:_LOOKED_AT]
    if len(head) - len(head.translate(None, _BINARY)) > len(head) // 20:
        raise DocumentError("not text: it is full of control characters")
    try:
        return raw.decode("utf-8"), "utf-8", BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
    except UnicodeDecodeError as error:
        if strict:
            hint = "without --encoding strict the encoding is detected"
            raise DocumentError(f"not UTF-8: byte {error.start}", hint=hint) from None
    return _detected(raw)


def _detected(raw: bytes) -> tuple[str, str, bytes]:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only a strange file needs it

    # The first megabyte tells the encoding as well as all of it.
    best = from_bytes(raw[: 1 << 20]).best()
    for encoding in dict.fromkeys([best.encoding if best else "cp1252", "cp1252"]):
        try:
            text = raw.decode(encoding)
            if text.encode(encoding) == raw:
                return text, encoding, b""
        except (UnicodeError, LookupError):
            continue
    raise DocumentError("not UTF-8, and no other encoding gives its bytes back", hint="convert it to UTF-8 first")
