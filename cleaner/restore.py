"""Restoring: originals from clean files and their audit. What was changed since is refused, not guessed at.

The audit is read twice, first for the names of its files and where the entries of each stand, then file by file: a
corpus of any size is restored in the memory that one document needs.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import IO, BinaryIO

from cleaner.audit import SUFFIX, AuditPlace, Entry, digest, rendered, restored, unpacked
from cleaner.batch.whole import FailedFileError, failing, whole
from cleaner.corpus import named, plan_back
from cleaner.document import Source
from cleaner.errors import DocumentError, UsageError, suggestion
from cleaner.formats import Fields, Output, Reading, formats, output_of
from cleaner.formats.content import opened
from cleaner.formats.text import encode
from cleaner.jobs import Job
from cleaner.report import named as named_rows
from cleaner.selection import covers, selectors_of
from cleaner.tally import Tally


@dataclass(slots=True)
class Audit:
    """What the first reading of an audit finds.

    `kinds` are the formats of its files, empty for one that failed when it was cleaned; `places` the bytes where the
    entries of each stand; `takers` whatever took something; `failed` what cannot be restored: file, place, problem. What
    is kept is by file, not by document. `path` is the audit, or a folder with one for each file.
    """

    path: Path
    is_folder: bool = False
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    takers: set[str] = field(default_factory=set)
    failed: list[tuple[str, str, str]] = field(default_factory=list)

    def entries(self, file: str) -> Iterator[Entry]:
        """Yield the entries of one file, without those that were changed."""
        start, stop = self.places[file]
        with open(AuditPlace(self.path, True).of(file) if self.is_folder else self.path, "rb") as stream:
            stream.seek(start)
            while stream.tell() < stop:
                try:
                    entry = unpacked(stream.readline())
                except DocumentError:
                    continue  # named when the audit was read
                if entry.file == file:
                    yield entry


def read(path: Path) -> Audit:
    """Read the audit at `path`, a file or a folder. Raise UsageError where there is none."""
    audit = Audit(path, path.is_dir())
    one = path
    try:
        for one in _files(path) if audit.is_folder else [path]:
            with open(one, "rb") as stream:
                _read(audit, stream, one)
    except OSError as error:
        raise UsageError(f"the audit cannot be read: {error.strerror}", place=str(one)) from error
    if audit.is_folder and not (audit.kinds or audit.failed):
        raise UsageError(f"no audit is in it: nothing ends in {SUFFIX}", place=str(path))
    return audit


def restore(clean: Path, audit: Audit, output: Path | None, selectors: Sequence[str] = (), force: bool = False) -> Tally:
    """Restore `clean`, a file or folder, to `output`, and return what is to be counted.

    `selectors` name the packs, rules, detectors and steps of which alone the cuts and edits are put back; without any,
    all are. Raise UsageError, before anything is written, for what makes no sense.
    """
    _check(audit, selectors)
    work = plan_back(clean, output, audit.kinds, audit.path, force)
    tally = Tally()
    asked = None if clean.is_dir() else named(clean, audit.kinds)
    for file, place, problem in audit.failed:
        if asked is None or file in ("", asked):
            tally.fail(place, problem)
    for place, problem in work.failed:
        tally.fail(place, problem)
    for job in work.jobs:
        try:
            tally.add(whole(job, formats()[job.kind].OUTPUT, _Restorer(job, audit, selectors).restore))
        except FailedFileError as failed:
            tally.add(failed.tally)
    return tally


def restore_stream(stream: BinaryIO, out: IO[bytes], audit: Audit, selectors: Sequence[str] = ()) -> Tally:
    """Restore `stream`, of which `audit` has the only file, into `out`: standard input and output."""
    _check(audit, selectors)
    tally = Tally()
    for _, place, problem in audit.failed:
        tally.fail(place, problem)
    name = named(Path("-"), audit.kinds)
    if audit.kinds[name]:
        job = Job(Path("-"), "-", audit.kinds[name], None, Source(), name)
        try:
            with failing(job), opened(stream, formats()[job.kind].OUTPUT) as source:
                tally.add(_Restorer(job, audit, selectors).restore(source, out))
        except FailedFileError as failed:
            tally.add(failed.tally)
    return tally


def summary(tally: Tally) -> Iterator[str]:
    """Yield the summary of a restoration as lines of text."""
    failed = len(tally.failed)
    yield f"{tally.documents} documents: {tally.documents - failed} restored, {failed} failed"
    yield from named_rows(tally)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the audits in a folder, in order."""
    for top, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(SUFFIX):
                yield Path(top, name)


def _read(audit: Audit, stream: BinaryIO, path: Path) -> None:
    start, here = 0, ""  # the file whose entries are being read
    for number, line in enumerate(stream, 1):
        stop = start + len(line)
        try:
            entry = unpacked(line)
            if audit.is_folder and entry.file and AuditPlace(audit.path, True).of(entry.file) != path:
                raise DocumentError(f"the audit of another file: {entry.file}")
            here = _note(audit, entry, here, start, stop)
            if entry.file not in ("", here):
                raise DocumentError(f"a second time {entry.file}: two audits in one")
        except DocumentError as error:
            audit.failed.append(("", f"{path}:{number}", error.problem))
        start = stop


def _note(audit: Audit, entry: Entry, here: str, start: int, stop: int) -> str:
    """Note what `entry` says; return its file, or nothing where that had its entries before."""
    file = entry.file
    if entry.failed:
        audit.failed.append((file, entry.place, f"failed when it was cleaned: {entry.failed}"))
        if file:
            audit.kinds[file] = ""
        return file or here
    if entry.kind not in formats() or not _is_below(file):
        raise DocumentError(f"no entry that this version can read: {entry.kind} {file}")
    if file not in audit.kinds:
        audit.places[file] = start, stop
    elif file != here or not audit.kinds[file]:
        return ""
    audit.kinds[file] = entry.kind
    audit.places[file] = audit.places[file][0], stop
    audit.takers.update(span.by for span in entry.spans)
    return file


def _is_below(file: str) -> bool:
    """Return whether `file` stays inside the folder that it is put into."""
    path = PurePath(file)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _check(audit: Audit, selectors: Sequence[str]) -> None:
    for selector in selectors:
        if not any(covers(selector, name) for name in audit.takers):
            hint = suggestion(selector, selectors_of(audit.takers))
            raise UsageError(f"nothing was taken by {selector!r}", place=str(audit.path), hint=hint)


class _Restorer:
    """Restores one file."""

    def __init__(self, job: Job, audit: Audit, selectors: Sequence[str]) -> None:
        self.job = job
        self.output: Output = output_of(job.kind)
        self.entries = audit.entries(job.name)
        self.entry = next(self.entries, None)
        self.field = (self.entry and self.entry.field) or Fields().text
        self.selectors = selectors
        self.tally = Tally()

    def restore(self, stream: BinaryIO, out: IO[bytes]) -> Tally:
        """Restore `stream` into `out`; in place of a record that is refused stays an empty line.

        Raise FailedFileError where there is nothing to write.
        """
        line = 0
        with self.output.writing(stream, out, Reading(fields=Fields(text=self.field))) as writer:
            for line, piece in self.output.pieces(stream, self.field):
                while self.entry and self.entry.line < line:
                    self.entry = next(self.entries, None)
                if self.entry and self.entry.line and not line:
                    break  # of records, and nothing is left of them
                writer.write(self._restored(line, piece))
            self._check_end(line)
        return self.tally

    def _check_end(self, line: int) -> None:
        while self.entry:
            if self.entry.line > line:
                self._fail(self.entry.line, "missing from the clean file")
            self.entry = next(self.entries, None)
        if self.tally.failed and self.tally.documents == len(self.tally.failed):
            raise FailedFileError(self.tally)

    def _restored(self, line: int, piece: bytes) -> bytes:
        try:
            if self.entry is None or self.entry.line != line:
                raise DocumentError("no entry in the audit")
            original = self._original(self.entry, piece)
        except DocumentError as error:
            self._fail(line, error.problem)
            return self.output.gap(piece)
        self.tally.documents += self.output.is_document(piece)
        return original

    def _original(self, entry: Entry, piece: bytes) -> bytes:
        if digest(piece) != entry.now:
            raise DocumentError("changed since it was cleaned")
        if not entry.was:
            return piece
        try:
            text = restored(self.output.text_of(piece, self.field), entry.spans)
            original = encode(text, entry.encoding, bytes.fromhex(entry.bom))
        except (ValueError, LookupError, TypeError) as error:
            raise DocumentError(f"the audit does not fit it: {error!r}") from error
        if digest(original) != entry.was:
            raise DocumentError("the audit does not give the original back")
        kept = [span for span in entry.spans if self.selectors and not any(covers(one, span.by) for one in self.selectors)]
        if kept or entry.line:
            return self.output.with_text(piece, self.field, rendered(text, kept))
        return original

    def _fail(self, line: int, problem: str) -> None:
        self.tally.fail(f"{self.job.place}:{line}" if line else self.job.place, problem)
