"""The audit: of each document every cut and edit, as spans of its original, and the hashes that prove both sides.

It is a JSON Lines file. A line names the clean file, and the record's line in it; `now` is the hash of what was written
there. A document that was changed also has `was`, the hash of its original (a file's bytes, or a record's text), and the
spans that lead from one to the other. `check` is the hash of the line itself: a line that was edited is refused.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from cleaner.digest import blake2b
from cleaner.document import Cut, Edit, Span
from cleaner.draft import NORMALIZE
from cleaner.errors import DocumentError, UsageError
from cleaner.normalize import Change, applied

_CHECK = b',"check":"'
# In a folder of audits, that of `sub/a.txt` is `sub/a.txt.audit.jsonl`; one without a name has what became no file.
SUFFIX = ".audit.jsonl"


class AuditPlace(NamedTuple):
    """Where the audit of a run is: nowhere, in one file, or in a folder with a file for each clean file."""

    path: Path | None = None
    is_folder: bool = False

    def of(self, name: str) -> Path:
        """Return the audit of the clean file `name` in the folder; raise ValueError where there is none."""
        if self.path is None or not self.is_folder:
            raise ValueError("no folder of audits")
        return self.path / f"{name}{SUFFIX}"


NO_AUDIT = AuditPlace()


class Entry(NamedTuple):
    """What the audit says of one document.

    `file` is the clean file below the output folder and `line` the record's line there (0: the document is the file);
    `place` is where the original was. A document that was left as it was has no `was` and no spans, one that failed
    before there was a text has the reason in `failed` and nothing else. `field` holds the text, if not `text` does.
    """

    file: str
    place: str
    kind: str = ""
    line: int = 0
    now: str = ""
    was: str = ""
    encoding: str = ""
    bom: str = ""
    refused: str = ""
    failed: str = ""
    spans: tuple[Span, ...] = ()
    field: str = ""


class Log:
    """The audit of a run while it is being written."""

    def __init__(self, out: IO[bytes]) -> None:
        """Take the stream to write to, which can be sought in."""
        self._out = out

    def add(self, entry: Entry) -> None:
        """Write one entry. Raise UsageError where it cannot be written: a run without its audit is not what was asked."""
        with _writing():
            self._out.write(packed(entry))

    def tell(self) -> int:
        """Return the place to which `take_back` can go back."""
        return self._out.tell()

    def take_back(self, start: int) -> None:
        """Take back every entry since `start`: those of a file that failed later."""
        with _writing():
            self._out.seek(start)
            self._out.truncate()


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"the audit cannot be written: {error.strerror}") from error


def digest(data: bytes) -> str:
    """Return the hash by which the audit knows `data`."""
    return blake2b(data, digest_size=16).hexdigest()


def dumped(values: dict[str, Any]) -> bytes:
    """Return `values` as JSON; half a surrogate pair, which orjson does not write, as an escape."""
    import orjson  # noqa: PLC0415 - 33 ms that a run without an audit does not need

    try:
        return orjson.dumps(values)
    except orjson.JSONEncodeError:
        import json  # noqa: PLC0415

        return json.dumps(values, separators=(",", ":")).encode()


def packed(entry: Entry) -> bytes:
    """Return `entry` as a line of an audit; what is empty is left out."""
    values = {name: value for name, value in entry._asdict().items() if value}
    if entry.spans:
        values["spans"] = [
            {"start": span.start, "stop": span.stop, "by": span.by, "old": span.old, "new": span.new} for span in entry.spans
        ]
    body = dumped(values)
    return body[:-1] + _CHECK + digest(body).encode() + b'"}\n'


def unpacked(line: bytes) -> Entry:
    """Return the entry in a line of an audit. Raise DocumentError for a line that is none, or that was changed."""
    import json  # noqa: PLC0415

    body, _, end = line.rpartition(_CHECK)
    body += b"}"
    if end.rstrip() != digest(body).encode() + b'"}':
        raise DocumentError("no entry of an audit, or one that was changed since it was written")
    try:
        values = json.loads(body)
        spans = [(Edit if span["by"].startswith(NORMALIZE) else Cut)(**span) for span in values.pop("spans", ())]
        return Entry(**{"file": "", "place": ""} | values, spans=tuple(spans))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DocumentError(f"no entry that this version can read: {error!r}") from error


def rendered(original: str, spans: Sequence[Span]) -> str:
    """Return what `spans` (ordered, disjoint) make of `original`."""
    return applied(original, [Change(span.start, span.stop, span.new) for span in spans])


def restored(text: str, spans: Sequence[Span]) -> str:
    """Return the original of which `spans` (ordered, disjoint, all that there were) made `text`."""
    changes = []
    shift = 0
    for span in spans:
        start = span.start + shift
        changes.append(Change(start, start + len(span.new), span.old))
        shift += len(span.new) - len(span.old)
    return applied(text, changes)
