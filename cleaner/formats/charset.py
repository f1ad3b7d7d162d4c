"""The text of a page's bytes: by what it begins with, what it is, what server or page say of it, or a guess."""

import codecs
import re

from cleaner.errors import DocumentError
from cleaner.formats.text import decode

# A page names its charset in its first 1,024 bytes, says HTML.
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{1,200}?charset|\?xml[^>]{1,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_DECLARED_WITHIN = 1024
# What pages call by these names is the wider set, as browsers read it: “ ” are 0x93 and 0x94 in `iso-8859-1`.
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
# This share of the characters may be broken on a page that names its charset: one bad advertisement makes it no other.
_BROKEN = 0.01
_CUT_OFF = 3  # bytes at the end that may be the beginning of one more character


def decoded(raw: bytes, charset: str = "") -> str:
    """Return the text of a page; `charset` is what its server said, or empty. What cannot be read becomes U+FFFD."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    told = list(filter(None, (_codec(charset), _codec(_declared(raw)))))
    if not (raw.isascii() and told and told[0].startswith(("iso2022", "hz"))):  # which write all in ASCII
        text = _utf_8(raw)
        if text is not None:
            return text
    text = next((text for name in told if (text := _named(raw, name)) is not None), None)
    return _guessed(raw) if text is None else text


def _declared(raw: bytes) -> str:
    found = _DECLARED.search(raw[:_DECLARED_WITHIN])
    return found[1].decode("ascii", "replace") if found else ""


def _codec(name: str) -> str:
    """Return the name of Python's codec for a charset; nothing for one that is unknown, is for no text, or cannot be.

    What names its charset in ASCII is not in UTF-16.
    """
    try:
        found = codecs.lookup(name.strip("\"' ")).name
        b"".decode(found)
    except (LookupError, ValueError):
        return ""
    return "" if found.startswith(("utf-16", "utf-32")) else _WIDER.get(found, found)


def _utf_8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return raw.decode("utf-8-sig", "ignore") if error.start >= max(1, len(raw) - _CUT_OFF) else None


def _named(raw: bytes, name: str) -> str | None:
    text = raw.decode(name, "replace")
    return text if text.count("\ufffd") <= _BROKEN * len(text) else None


def _guessed(raw: bytes) -> str:
    try:
        return decode(raw)[0]
    except DocumentError:
        return raw.decode("utf-8", "replace")
