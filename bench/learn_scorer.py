"""Learn the line scorer from labelled documents, and say how well it does on hosts it has not seen.

    python bench/residue.py --out FOLDER SET.jsonl.gz ...      first: what rules and the other detectors leave
    python bench/learn_scorer.py --out rules/scorer.json FOLDER/*.jsonl

Sets are as bench/labelled.py says. Needs numpy, scipy and lightgbm; what it writes needs nothing.

1. trees over shape and place alone, cross-validated by host;
2. a logistic regression over numbered words and pairs, fitted to what those trees leave unexplained;
3. trees over everything, with word scores from folds that have not seen the host;
4. levels: for each kind of text the threshold that keeps every set within its loss (bench/levels.py).

The same sets give the same file, to the byte: seeds are fixed, and one thread does the work. What the folds say is of hosts
unseen, in whatever form their pages come: with other forms of the same page among what is learned, chrome removed of
extracted text doubles (34% for 14% at 0.2% lost), and means nothing.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
import scipy.sparse as sp
from labelled import CHROME, FOLDS, KINDS, Data, read
from levels import Curves, print_table, rehearse, thresholds
from scipy.optimize import minimize

from cleaner.detect.features import NAMES, RISING
from cleaner.detect.scorer import ARTICLE, LEAVES, SCALE

TREES, RATE, EARLY = 120, 0.12, 24
LEAST_HOSTS = 5  # a word or pair of fewer hosts says something of the host
PENALTY, STEPS = 2.0, 35
LEAST_WEIGHT = 20  # thousandths; what weighs less is left out of the file
_OF_WORDS = {
    *("text", "near_above", "near_below", "far_above", "far_below", "wide_words_above", "wide_words_below"),
    *("calm", "body", "mean", "high"),
}
STRUCTURE = [at for at, name in enumerate(NAMES) if name not in _OF_WORDS]
PARAMETERS = {
    "objective": "binary",
    "num_leaves": LEAVES,
    "learning_rate": RATE,
    "min_data_in_leaf": 150,
    "num_threads": 1,
    "verbosity": -1,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "max_bin": 63,
    "lambda_l2": 5,
    "seed": 7,
    "deterministic": True,
}
Words = tuple[Any, Any]  # the columns of the words that count, and their weights in thousandths


def grow(rows: Any, label: Any, weight: Any, names: Sequence[str], trees: int = TREES) -> Any:  # noqa: ANN401
    """Trees that only rise with features of RISING, without which cleaning twice would differ from cleaning once."""
    parameters = {**PARAMETERS, "monotone_constraints": [int(name in RISING) for name in names]}
    return lgb.train(parameters, lgb.Dataset(rows, label, weight=weight / weight.mean()), trees)


def fit_words(data: Data, chosen: Any, offset: Any, weight: Any) -> Words:  # noqa: ANN401
    """Weights of the words and pairs seen on enough hosts, given the log-odds `offset` that the trees already say."""
    pairs = np.unique(np.stack([data.host[chosen], data.line[chosen]], 1), axis=0)
    shape = (data.hosts, len(data.unique))
    seen = sp.csr_matrix((np.ones(len(pairs), np.float32), (pairs[:, 0], pairs[:, 1])), shape=shape) @ data.grams
    seen.data[:] = 1
    columns = np.where(np.asarray(seen.sum(0)).ravel() >= LEAST_HOSTS)[0]
    bins = np.round(np.clip(offset[chosen], -6, 6)).astype(np.int64) + 6
    key, where = np.unique((data.line[chosen] * 13 + bins) * 2 + data.label[chosen], return_inverse=True)
    total = np.bincount(where, weight[chosen])
    given = np.bincount(where, weight[chosen] * offset[chosen]) / np.maximum(total, 1e-12)
    line, sign = key // 26, np.where(key % 2 == 1, 1.0, -1.0)
    x = (sp.diags(data.factor[line].astype(np.float32)) @ data.grams[line][:, columns]).tocsr()
    turned = x.T.tocsr()

    def loss(b: Any) -> Any:  # noqa: ANN401
        z = (x @ b[:-1] + b[-1] + given) * sign
        slope = -total * sign / (1 + np.exp(np.clip(z, -50, 50)))
        value = total @ np.logaddexp(0, -z) + 0.5 * PENALTY * b[:-1] @ b[:-1]
        return value, np.append(turned @ slope + PENALTY * b[:-1], slope.sum())

    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x[:-1]
    weights = np.round(found * SCALE).astype(int)
    return columns[np.abs(weights) >= LEAST_WEIGHT], weights[np.abs(weights) >= LEAST_WEIGHT]


def word_scores(data: Data, words: Words) -> Any:  # noqa: ANN401
    return np.clip((data.grams[:, words[0]] @ (words[1] / SCALE)) * data.factor, -8, 8)


def unfold(root: dict[str, Any]) -> list[list[int]]:
    """A LightGBM tree as six lists (see cleaner.detect.scorer.Tree)."""
    features: list[int] = []
    cuts: list[int] = []
    left: list[int] = []
    right: list[int] = []
    values: list[int] = []
    leaves: list[int] = []

    def walk(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            leaves.append(round(node["leaf_value"] * SCALE))
            return ~(len(leaves) - 1)
        at = len(features)
        features.append(node["split_feature"])
        cuts.append(int(node["threshold"]))
        values.append(round(node["internal_value"] * SCALE))
        left.append(0)
        right.append(0)
        left[at] = walk(node["left_child"])
        right[at] = walk(node["right_child"])
        return at

    walk(root)
    return [features, cuts, left, right, values, leaves]


def package(model: Any, words: Words, data: Data, levels: list[list[float]], early: list[float]) -> dict[str, Any]:  # noqa: ANN401
    """What the weights file holds: numbers only, words as the differences of their sorted numbers."""
    order = np.argsort(data.hashes[words[0]])
    return {
        "features": len(NAMES),
        "kinds": KINDS,
        "levels": levels,
        "early": early,
        "trees": [unfold(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]],
        "grams": np.diff(data.hashes[words[0]][order], prepend=0).tolist(),
        "weights": words[1][order].tolist(),
    }


def hopeless(data: Data, score: Any, partial: Any, levels: list[list[float]]) -> float:  # noqa: ANN401
    """The value after the first trees below which next to no chrome (0.3%) is found by those that follow."""
    least = np.array(levels).min(0)[data.kind]
    found = (score >= least) & (data.label == CHROME)
    if not found.any():
        return round(float(np.min(levels)), 3)
    order = np.argsort(partial[found])
    words = np.cumsum(data.words[found][order])
    return round(float(partial[found][order][np.searchsorted(words, 0.003 * words[-1])]), 3)


class Learning:
    """The steps, each on the lines that count; what a fold says of a line it learned without the line's host."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.weight = data.weights()
        self.soft = data.softened(self.weight)
        self.learn = self.weight > 0
        self.plain = np.zeros(len(data.line))
        self.text = np.zeros(len(data.line))
        self.score = np.zeros(len(data.line))
        self.partial = np.zeros(len(data.line))
        self.words: list[Words] = []
        self.models: list[Any] = []

    def structure(self) -> None:
        rows = self.data.rows(self.plain)[:, STRUCTURE]
        names = [NAMES[at] for at in STRUCTURE]
        for fold in range(FOLDS):
            used, out = self.learn & (self.data.fold != fold), self.data.fold == fold
            model = grow(rows[used], self.data.label[used], self.weight[used], names, 50)
            self.plain[out] = model.predict(rows[out], raw_score=True)

    def read_words(self) -> None:
        for fold in range(FOLDS):
            used, out = self.learn & (self.data.fold != fold), self.data.fold == fold
            self.words.append(fit_words(self.data, np.where(used)[0], self.plain, self.soft))
            self.text[out] = word_scores(self.data, self.words[-1])[self.data.line[out]]

    def everything(self) -> None:
        self.rows = self.data.rows(self.text)
        for fold in range(FOLDS):
            used, out = self.learn & (self.data.fold != fold), self.data.fold == fold
            self.models.append(grow(self.rows[used], self.data.label[used], self.weight[used], NAMES))
            self.score[out] = self.models[-1].predict(self.rows[out], raw_score=True)
            self.partial[out] = self.models[-1].predict(self.rows[out], raw_score=True, num_iteration=EARLY)
        self.score[self.data.kept] = self.partial[self.data.kept] = ARTICLE

    def last(self) -> tuple[Any, Words]:
        words = fit_words(self.data, np.where(self.learn)[0], self.plain, self.soft)
        return grow(self.rows[self.learn], self.data.label[self.learn], self.weight[self.learn], NAMES), words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=0, help="documents of each set, for a quick try")
    parser.add_argument("--every", type=int, default=1, help="rehearse only every so many documents")
    parser.add_argument("--dump", type=Path, help="save what the folds said of each line (.npz)")
    chosen = parser.parse_args()
    began = time.perf_counter()

    def say(*what: object) -> None:
        print(f"[{time.perf_counter() - began:4.0f} s]", *what, flush=True)

    documents, names = read(chosen.sets, chosen.limit)
    data = Data(documents)
    say(len(documents), "documents,", len(data.line), "lines,", len(data.hashes), "words and pairs")
    learning = Learning(data)
    learning.structure()
    say("shape and place")
    learning.read_words()
    say("words:", [len(words[0]) for words in learning.words])
    learning.everything()
    say("everything")
    if chosen.dump:
        np.savez(chosen.dump, score=learning.score, partial=learning.partial, text=learning.text)
    print_table(data, names, learning.score)
    folds = [thresholds(Curves(data, names, learning.score, fold)) for fold in range(FOLDS)]
    levels = thresholds(Curves(data, names, learning.score))
    early = [EARLY, hopeless(data, learning.score, learning.partial, levels)]
    say("levels", levels, "of the folds", folds, "hopeless below", early)
    model, words = learning.last()
    said = package(model, words, data, levels, early)
    chosen.out.write_text(json.dumps(said, separators=(",", ":")) + "\n", encoding="utf-8")
    say("wrote", chosen.out, chosen.out.stat().st_size // 1000, "KB,", len(words[0]), "words and pairs")
    packages = [
        package(model, words, data, mine, early)
        for model, words, mine in zip(learning.models, learning.words, folds, strict=True)
    ]
    rehearse(data, names, packages, chosen.every)
    say("rehearsed")


if __name__ == "__main__":
    main()
