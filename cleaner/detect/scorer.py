"""The line scorer: a word score from numbered words, then small trees over words, shape, place and neighbours.

A line goes where its score, the log-odds of chrome, reaches the threshold of the level. Thresholds hang on the share of
words in prose lines, so that the text of a whole page and extracted text each have their own, and on the language as far as
letters tell it: prose in plain ASCII is English, of which the scorer learned most, and prose in other than Latin letters
lost least at the same score on hosts unseen; manuals, whose lists of commands look like menus, are apart. Weights and
thresholds are numbers in rules/scorer.json, learned by bench/learn_scorer.py on what rules and the other detectors leave.

It is asked when nothing else has anything more to cut, and only where there is prose. Some lines stay all the same (spared).
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, reduce
from itertools import accumulate, repeat
from operator import add, and_, getitem, itemgetter
from pathlib import Path
from sys import byteorder
from typing import Any, NamedTuple

from cleaner.cache import kept, key_of_files
from cleaner.detect.features import GROUPS, NAMES, PAIRS, numbers, rows, see, tokens
from cleaner.detect.lines import Line, glance, look
from cleaner.detect.spared import unspared
from cleaner.detect.traces import TOP
from cleaner.detect.weighing import LEAST_LINES
from cleaner.detect.windows import TEXT
from cleaner.document import Source
from cleaner.errors import RuleError
from cleaner.rule import Level
from cleaner.ruleset import bundled_folder
from cleaner.shape import View

LEAVES = 16  # leaves a tree, one bit each: a tree is two bytes of the mask
SCALE = 1000  # weights and leaves are whole thousandths, so that every machine adds them up alike
KEPT = 50_000  # words or word scores remembered before the memory is emptied
KEPT_LINES = 8_000  # lines remembered, each with its words: 2 KB
ARTICLE = -9.0  # the score of a line that is plainly article
OFF = 99.0  # the threshold of a kind of text that is left alone
PLAIN = 10  # twentieths of the prose lines in ASCII alone from which on a text counts as English
MANUAL = 3  # twentieths of the lines that are data or code from which on a text counts as a manual: 60% of two manuals
LATIN = 10  # twentieths of the prose lines in Latin letters from which on a text counts as written in them
DOCUMENT = NAMES.index("share")  # from here on features are the same for all lines of a document
_KIND = itemgetter(*map(NAMES.index, ("share", "ascii", "latin", "tables")))
_ZEROS = repeat(0)
# So many words are looked up in rows before dicts are made of them, which takes 10 ms.
FEW = 10_000
_GROUP_OF = [group for group, names in GROUPS.items() for _ in names]


def find(view: View, source: Source, level: Level) -> Iterable[int]:
    """Return the positions of lines whose score reaches the threshold, spared ones apart."""
    if view.first_prose < 0 or len(view.lines) < LEAST_LINES:
        return ()
    scores, threshold = scorer().judge(view, level)
    if max(scores) < threshold:
        return ()
    return unspared(view, source, {at for at, score in enumerate(scores) if score >= threshold})


def spoke(view: View, at: int) -> tuple[tuple[str, float], ...]:
    """Return what each group of features adds to the score of line `at`, the strongest first; with `base` it is the sum."""
    said = scorer().explain(view, at)
    return tuple(sorted(said.items(), key=lambda item: (item[0] == "base", -abs(item[1]))))


class Tree(NamedTuple):
    """Nodes in the order of LightGBM's dump: a child >= 0 is a node, below 0 the leaf ~child."""

    features: list[int]
    cuts: list[int]
    left: list[int]
    right: list[int]
    values: list[int]
    leaves: list[int]


def _path(tree: Tree, row: Sequence[int]) -> list[tuple[int, int]]:
    """Return each feature asked on the way down, and by how much the answer moves the value."""
    node, value = 0, tree.values[0]
    found: list[tuple[int, int]] = []
    while node >= 0:
        feature = tree.features[node]
        node = (tree.left if row[feature] <= tree.cuts[node] else tree.right)[node]
        after = tree.values[node] if node >= 0 else tree.leaves[~node]
        found.append((feature, after - value))
        value = after
    return found


def _walk(tree: Tree, child: int, nodes: list[tuple[int, int, int]], leaves: list[int]) -> int:
    """Add to `nodes` the feature, the cut and the leaves to the left of each, to `leaves` those from left to right.

    Return the leaves of `child` as bits.
    """
    if child < 0:
        leaves.append(tree.leaves[~child])
        return 1 << (len(leaves) - 1)
    left = _walk(tree, tree.left[child], nodes, leaves)
    nodes.append((tree.features[child], tree.cuts[child], left))
    return left | _walk(tree, tree.right[child], nodes, leaves)


class Forest:
    """All trees at once: a feature's value strikes out leaves of every tree with one mask; the first leaf left counts."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        """Make the masks: one for each feature and value."""
        self.bytes = len(trees) * LEAVES // 8
        self.leaves: list[list[int]] = []
        struck: list[list[tuple[int, int]]] = [[] for _ in NAMES]
        for at, tree in enumerate(trees):
            nodes: list[tuple[int, int, int]] = []
            leaves: list[int] = []
            _walk(tree, 0, nodes, leaves)
            for feature, cut, bits in nodes:
                struck[feature].append((cut, bits << LEAVES * at))
            self.leaves.append(leaves + [0] * (LEAVES - len(leaves)))
        if byteorder == "big":
            self.leaves.reverse()
        asked = [feature for feature, cuts in enumerate(struck) if cuts]
        masks = [self._masks(sorted(struck[feature]), len(trees)) for feature in asked]
        own = bisect_left(asked, DOCUMENT)
        self.asked, self.masks = asked[:own], masks[:own]
        self.asked_once, self.masks_once = asked[own:], masks[own:]

    def _masks(self, cuts: list[tuple[int, int]], trees: int) -> list[int]:
        mask = (1 << LEAVES * trees) - 1
        found: list[int] = []
        for cut, bits in cuts:
            found += [mask] * (cut + 1 - len(found))  # up to the cut itself
            mask &= ~bits
        return (found + [mask] * (TOP + 1 - len(found)))[: TOP + 1]

    def within(self, row: Sequence[int]) -> int:
        """Return the mask of the features that all rows of a document share."""
        return reduce(and_, map(getitem, self.masks_once, map(row.__getitem__, self.asked_once)), -1)

    def __call__(self, row: Sequence[int], within: int) -> float:
        """Return the sum of the trees for one row of features of a document."""
        mask = reduce(and_, map(getitem, self.masks, map(row.__getitem__, self.asked)), within)
        left = memoryview(mask.to_bytes(self.bytes, byteorder)).cast("H")
        return sum(map(getitem, self.leaves, map(_lowest().__getitem__, left))) / SCALE


@cache
def _lowest() -> bytes:
    """Return for every number of 16 bits which is the lowest that is set."""
    found = b"\0"
    for bit in range(LEAVES):
        found += bytes([bit]) + found[1:]
    return found


class _Firsts(dict[str, int]):
    """For every word met, its number as the first of a pair; beside it, its number as the second."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        self[word], self.seconds[word] = numbers(word)
        return self[word]


class WordScore:
    """The sum of the weights of a line's words and pairs of words, over the root of how many there are."""

    def __init__(self, numbers: "array[int]", weights: "array[int]") -> None:
        """Take numbers of words and pairs, in order, and the weight of each in thousandths."""
        self._firsts = _Firsts()
        self._numbers, self._weights = numbers, weights
        self._left = FEW
        self._words: Callable[[int, int], int] = self._word
        self._pairs: Callable[[int, int], int] = self._pair
        self._factors: list[float] = [20 / SCALE / max(1, n) ** 0.5 for n in range(400)]

    def __call__(self, folded: str) -> int:
        """Return the score of one folded line in tenths, between -TEXT and TEXT."""
        parts = tokens(folded)
        if self._left > 0:
            self._left -= len(parts)
            if self._left <= 0:
                self._build()
        if len(self._firsts) > KEPT:
            self._firsts.clear()
            self._firsts.seconds.clear()
        firsts = [*map(self._firsts.__getitem__, parts)]
        sums = map(add, firsts, map(self._firsts.seconds.__getitem__, parts[1:]))
        total = sum(map(self._words, firsts, _ZEROS)) + sum(map(self._pairs, sums, _ZEROS))
        score = int(total * self._factors[min(2 * len(parts) - 3, 399)])
        return min(max(score, -TEXT), TEXT)

    def _word(self, number: int, none: int) -> int:
        return self._pair(number - PAIRS, none)

    def _pair(self, number: int, none: int) -> int:
        at = bisect_left(self._numbers, number)
        return self._weights[at] if at < len(self._numbers) and self._numbers[at] == number else none

    def _build(self) -> None:
        first = bisect_left(self._numbers, PAIRS)
        words = (number + PAIRS for number in self._numbers[:first])
        self._words = dict(zip(words, self._weights, strict=False)).get
        self._pairs = dict(zip(self._numbers[first:], self._weights[first:], strict=True)).get


class Scorer:
    """Scores documents; holds nothing of them but a memory of lines, which changes no score."""

    def __init__(self, package: Mapping[str, Any]) -> None:
        """Take the content of a weights file; raise RuleError if it was learned with other features."""
        if package["features"] != len(NAMES):
            raise RuleError("the scorer's weights were learned with other features", hint="run bench/learn_scorer.py again")
        grams, weights = package["grams"], package["weights"]
        if not isinstance(grams, array):
            grams, weights = _rows(grams, weights)
        self.word_score = WordScore(grams, weights)
        self.trees = [Tree(*tree) for tree in package["trees"]]
        self.levels: list[list[float]] = package["levels"]
        self.kinds: list[int] = package["kinds"]
        early, self.hopeless = package["early"]
        self.early = int(early)
        self.first = Forest(self.trees[: self.early])
        self.rest = Forest(self.trees[self.early :])
        self._looks: dict[str, Line] = {}
        self._glances: dict[str, Line] = {}
        self._texts: dict[str, int] = {}

    def judge(self, view: View, level: Level) -> tuple[list[float], float]:
        """Return log-odds of chrome for each line, and from which on a line of this document goes at `level`.

        They are exact from `hopeless` on only; below it later trees are not asked.
        """
        skip, seen = self._rows(view)
        if not seen:
            return [ARTICLE] * len(skip), OFF
        first, rest, hopeless = self.first, self.rest, self.hopeless
        begun, ended = first.within(seen[0]), rest.within(seen[0])
        found = ((score if (score := first(row, begun)) < hopeless else score + rest(row, ended)) for row in seen)
        share, plain, latin, data = _KIND(seen[0])
        kind = kind_of(share, plain, latin, data, self.kinds)
        return [ARTICLE if calm else next(found) for calm in skip], self.levels[level][kind]

    def explain(self, view: View, at: int) -> dict[str, float]:
        """Return what each group of features adds to the score of line `at`; with `base` it sums up to the score."""
        said = {**dict.fromkeys(GROUPS, 0.0), "base": 0.0}
        skip, seen = self._rows(view)
        if skip[at]:
            return {**said, "place": ARTICLE}
        row = seen[at - sum(skip[:at])]
        for tree in self.trees[: self.early] if self.first(row, self.first.within(row)) < self.hopeless else self.trees:
            said["base"] += tree.values[0] / SCALE
            for feature, step in _path(tree, row):
                said[_GROUP_OF[feature]] += step / SCALE
        return said

    def _rows(self, view: View) -> tuple[list[bool], list[tuple[int, ...]]]:
        """Return which lines are not looked at closely, and what the trees see of the others."""
        seen = see(view, self._look, self._glance)
        texts = [self._text(folded) if close else 0 for folded, close in zip(view.folded, seen.close, strict=True)]
        return [not close for close in seen.close], rows(seen, texts, view)

    def _look(self, line: str, folded: str, prose: bool) -> Line:
        found = self._looks.get(line)
        if found is None:
            if len(self._looks) > KEPT_LINES:
                self._looks.clear()
            found = self._looks[line] = look(line, folded, prose)
        return found

    def _glance(self, folded: str, prose: bool) -> Line:
        found = self._glances.get(folded)
        if found is None:
            if len(self._glances) > KEPT_LINES:
                self._glances.clear()
            found = self._glances[folded] = glance(folded, prose)
        return found

    def _text(self, folded: str) -> int:
        found = self._texts.get(folded)
        if found is None:
            if len(self._texts) > KEPT:
                self._texts.clear()
            found = self._texts[folded] = self.word_score(folded)
        return found


def kind_of(share: int, plain: int, latin: int, data: int, shares: Sequence[int]) -> int:
    """Return the number of the kind of a text with these shares of prose, of prose in ASCII, in Latin letters, and of data.

    `shares` part the texts of each language class: other letters, other than English, English with much data, other English.
    """
    language = 0 if latin < LATIN else 1 if plain < PLAIN else 2 if data >= MANUAL else 3
    return sum(share >= least for least in shares) + (len(shares) + 1) * language


def _rows(grams: Sequence[int], weights: Sequence[int]) -> tuple["array[int]", "array[int]"]:
    """Return the numbers of words and pairs, of which a file has the differences, and their weights, as rows."""
    numbers = array("Q", accumulate(grams))
    if len(numbers) != len(weights):
        raise ValueError("not a weight for each word")
    return numbers, array("i", weights)


def _read(path: Path) -> dict[str, Any]:
    import json  # noqa: PLC0415 - what is kept needs none

    package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    grams, weights = _rows(package["grams"], package["weights"])
    return {**package, "grams": grams, "weights": weights}


def read(path: Path) -> Scorer:
    """Return the scorer of a weights file, from the cache where it is as it was: JSON takes 8 ms."""
    try:
        return Scorer(kept("scorer", key_of_files([path]), lambda: _read(path)))
    except (OSError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise RuleError("the scorer's weights cannot be read", place=str(path), hint="install again") from error


@cache
def scorer() -> Scorer:
    """Return the scorer of the bundled weights, read when first asked for."""
    return read(bundled_folder() / "scorer.json")
