"""Labelled documents as the line scorer learns from them: lines, numbered words, rows of features, weights of lines.

A set is JSON Lines (may be gzipped) with id, url, text and labels, one letter for each line that is not blank: c C M
article, x X B chrome, anything else neutral. A set with the snippet lists `with` and `without` has labels where a snippet
stands in the line. bench/residue.py also writes `gone`, how much article and chrome went before, and `cut_by`, what
cut lines above each line and at the end.
"""

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import scipy.sparse as sp

from cleaner.detect.features import (
    NAMES,
    PAIRS,
    Seen,
    numbers,
    rows,
    see,
    share_of_ascii,
    share_of_data,
    share_of_latin,
    share_of_prose,
    tokens,
)
from cleaner.detect.scorer import kind_of
from cleaner.detect.spared import likely_titles
from cleaner.detect.weighing import LEAST_LINES
from cleaner.document import Source, site_of
from cleaner.draft import Draft
from cleaner.shape import View

FOLDS = 4
KINDS = [12, 17]  # twentieths of the words in prose lines, from which on a text is of the next kind
ARTICLE, CHROME, NEUTRAL = 0, 1, -1
KIND = {**dict.fromkeys("cCM", ARTICLE), **dict.fromkeys("xXB", CHROME)}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One document: its set, what tells hosts apart, what a detector sees of it, and a label for each line.

    `gone` are the words of article and of chrome that went before; `counted` says that lines weigh the same (snippets).
    """

    set: int
    host: str
    view: View
    labels: list[int]
    gone: tuple[float, float]
    counted: bool

    @property
    def fold(self) -> int:
        """The fold that does not learn from this host."""
        return crc32(self.host.encode()) % FOLDS


def read(paths: Iterable[Path], limit: int = 0) -> tuple[list[Labelled], list[str]]:
    """Return the documents of all sets that have lines, and the names of the sets."""
    documents: list[Labelled] = []
    names: list[str] = []
    for path in paths:
        names.append(path.name.removesuffix(".gz").removesuffix(".jsonl"))
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
            for count, row in enumerate(stream):
                if limit and count >= limit:
                    break
                found = document(json.loads(row), len(names) - 1, names[-1])
                if found.labels:
                    documents.append(found)
    return documents, names


def document(row: dict[str, Any], number: int, name: str) -> Labelled:
    """Return one document of set `number`, called `name`."""
    view = Draft(row["text"]).view()
    cut_by = [tuple(names) for names in row.get("cut_by", ())]
    if len(cut_by) == len(view.lines) + 1:
        view.cut_by = cut_by
    counted = "with" in row
    if counted:
        stay, go = ([" ".join(part.split()) for part in row[kind]] for kind in ("with", "without"))
        lines = [" ".join(line.split()) for line in view.lines]
        # A snippet of several lines, mostly the title, is lost with the last of them only: these lines say nothing.
        stay = [snippet for snippet in stay if sum(snippet in line for line in lines) < 2]
        labels = [by_snippets(line, stay, go) for line in lines]
    else:
        letters = [letter for letter in row["labels"] if letter != "."]
        letters += "n" * (len(view.lines) - len(letters))
        labels = [KIND.get(letter, NEUTRAL) for letter in letters[: len(view.lines)]]
    gone = row.get("gone", (0.0, 0.0))
    return Labelled(number, site_of(row.get("url") or "") or name, view, labels, (gone[0], gone[1]), counted)


def by_snippets(text: str, stay: Sequence[str], go: Sequence[str]) -> int:
    """Return a line's label from snippets: article where one that must stay is in it, chrome where one that must go is."""
    stays, goes = (any(p in text or (len(text) > 20 and text in p) for p in parts) for parts in (stay, go))
    return NEUTRAL if stays == goes else int(goes)


def never_cut(view: View, close: Sequence[bool]) -> list[bool]:
    """Return which lines the detector leaves alone whatever their score."""
    if view.first_prose < 0 or len(view.lines) < LEAST_LINES:
        return [True] * len(view.lines)
    titles = likely_titles(view, Source())
    return [not here or at in titles for at, here in enumerate(close)]


def kind(seen: Seen, view: View) -> int:
    """Return the number of the kind of a text."""
    lines = seen.lines
    return kind_of(
        share_of_prose(lines), share_of_ascii(lines, view), share_of_latin(lines, view), share_of_data(seen), KINDS
    )


class Data:
    """All lines of all documents, one array for each thing known of them, and every distinct line's words as numbers."""

    def __init__(self, documents: list[Labelled]) -> None:
        """Look at every line once."""
        self.documents = documents
        known: dict[str, int] = {}
        self.line = np.array([known.setdefault(text, len(known)) for d in documents for text in d.view.folded])
        self.unique = list(known)
        views = [d.view for d in documents]
        self.seen: list[Seen] = [see(view) for view in views]
        sizes = [len(view.lines) for view in views]
        self.start = np.r_[0, np.cumsum(sizes)]
        counted = np.repeat([d.counted for d in documents], sizes)
        self.size = np.array([line.words for seen in self.seen for line in seen.lines], np.float64)
        self.words = np.where(counted, 1.0, self.size)  # what a loss is counted in
        self.label = np.array([label for d in documents for label in d.labels])
        self.skip = np.array([not close for seen in self.seen for close in seen.close])
        self.kept = np.concatenate([never_cut(view, seen.close) for view, seen in zip(views, self.seen, strict=True)])
        self.kind = np.repeat([kind(seen, view) for seen, view in zip(self.seen, views, strict=True)], sizes)
        self.set = np.repeat([d.set for d in documents], sizes)
        self.fold = np.repeat([d.fold for d in documents], sizes)
        hosts: dict[str, int] = {}
        self.host = np.repeat([hosts.setdefault(d.host, len(hosts)) for d in documents], sizes)
        self.hosts = len(hosts)
        self._grams()

    def _grams(self) -> None:
        column: dict[int, int] = {}
        seen: dict[str, tuple[int, int]] = {}
        columns: list[int] = []
        ends = [0]
        for text in self.unique:
            known = [seen.get(part) or seen.setdefault(part, numbers(part)) for part in tokens(text)]
            keys = [one[0] - PAIRS for one in known[1:-1]] + [a[0] + b[1] for a, b in pairwise(known)]
            columns.extend(column.setdefault(key, len(column)) for key in keys)
            ends.append(len(columns))
        self.hashes = np.array(list(column))
        shape = (len(self.unique), len(self.hashes))
        self.grams = sp.csr_matrix((np.ones(len(columns), np.float32), np.array(columns), np.array(ends)), shape=shape)
        self.factor = 2 / np.sqrt(np.maximum(1, np.diff(np.array(ends))))

    def rows(self, text: Any) -> Any:  # noqa: ANN401 - arrays of numpy, which this project does not depend on
        """Return the row of features of every line, with these word scores; lines that are skipped get zeroes."""
        text = np.trunc(10 * text).astype(int)
        found = np.zeros((len(text), len(NAMES)), np.int16)
        for document, seen, a in zip(self.documents, self.seen, self.start, strict=False):
            here = slice(a, a + len(seen.lines))
            said = rows(seen, text[here].tolist(), document.view)
            if said:
                found[here][~self.skip[here]] = said
        return found

    def weights(self) -> Any:  # noqa: ANN401
        """Return what each line weighs in learning: its words (60 at most), each set worth the root of its article.

        Chrome never weighs more than half the article; sets of one host count a third.
        """
        size = np.minimum(self.size, 60.0)
        weight = np.zeros(len(size))
        for one in np.unique(self.set):
            article, chrome = (self.set == one) & (self.label == ARTICLE), (self.set == one) & (self.label == CHROME)
            if not article.any() or not chrome.any():
                continue
            a, x = size[article].sum(), size[chrome].sum()
            worth = min(1.0, a / 1e6) ** 0.4 * (1.0 if len(np.unique(self.host[article])) > 1 else 0.33)
            weight[article] = size[article] / a * worth
            weight[chrome] = size[chrome] * min(1 / a, 0.5 / x) * worth
        weight[self.skip] = 0
        return weight * 1e6 / weight.sum()

    def softened(self, weight: Any) -> Any:  # noqa: ANN401
        """Return `weight`, a line that a host repeats counted by the root of its copies: a menu would teach its words."""
        pairs = self.host * np.int64(len(self.unique)) + self.line
        _, where, copies = np.unique(pairs, return_inverse=True, return_counts=True)
        return weight / np.sqrt(copies[where])
