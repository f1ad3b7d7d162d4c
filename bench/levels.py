"""The levels of the line scorer: thresholds at which no labelled set loses more of its article than it may.

Each kind of text, told by the share of words in prose lines, has its own thresholds: the text of a whole page bears a
lower one than extracted text. What rules and other detectors lost before counts against the same budget.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from labelled import ARTICLE, CHROME, FOLDS, KINDS, Data

from cleaner.detect.scorer import OFF, Scorer, likely_titles
from cleaner.document import Source
from cleaner.draft import Draft
from cleaner.rule import Level
from cleaner.shape import View

COUNT = 3 * (len(KINDS) + 1)  # how many kinds there are (see kind_of)
LEVELS = [level.word for level in Level]
LOSS = {"careful": 0.001, "standard": 0.003, "thorough": 0.01}
FEW = {"careful": 0.002, "standard": 0.005, "thorough": 0.02}
MARGIN = 0.8  # of what rules leave of a budget; the rest is for later rounds and for hosts unlike these
LEAST_ROOM = 0.2  # of its budget, for a set of which the rules alone lost as much as it may lose
FLOOR = {"careful": 2.4, "standard": 1.8, "thorough": 0.8}  # no lower: where few lines are labelled, none is lost by luck
GRID = np.concatenate([np.arange(7.0, 4.0, -0.2), np.arange(4.0, 0.3, -0.05)])
LOSSES = (0.001, 0.002, 0.003, 0.004, 0.005, 0.01)
MAX_ROUNDS = 40


def budget(data: Data, number: int, name: str, level: str) -> float:
    """The share of its article that a set may lose: pages bear more than extracted text, single sites and snippets most.

    Those are few hosts, or few lines, and say little by themselves.
    """
    documents = [document for document in data.documents if document.set == number]
    if documents[0].counted or len({document.host for document in documents}) == 1:
        return FEW[level]
    is_page = name.endswith("page") or name.startswith("daniel")
    return LOSS[level] * (4 / 3 if is_page and level != "thorough" else 1)


def grouped(data: Data, names: list[str]) -> list[list[int]]:
    """The numbers of the sets, those with snippets as one: a single snippet is a tenth of what one of them may lose."""
    counted = sorted({document.set for document in data.documents if document.counted})
    return [[number] for number in range(len(names)) if number not in counted] + ([counted] if counted else [])


class Curves:
    """For each group of sets and kind of text, the shares of article and chrome that go at each threshold of GRID."""

    def __init__(self, data: Data, names: list[str], score: Any, without: int = -1) -> None:  # noqa: ANN401
        """Count; `without` leaves out a fold, so that thresholds can be chosen by hosts that are not judged by them."""
        groups = grouped(data, names)
        budgets = [[budget(data, group[0], names[group[0]], level) for group in groups] for level in LEVELS]
        self.budgets = {level: np.array(found) for level, found in zip(LEVELS, budgets, strict=True)}
        shape = (len(groups), COUNT, len(GRID) + 1)
        self.lost, self.removed, self.before = np.zeros(shape), np.zeros(shape), np.zeros(len(groups))
        used = data.fold != without
        for number, group in enumerate(groups):
            gone = sum((np.array(d.gone) for d in data.documents if d.set in group and d.fold != without), np.zeros(2))
            here = used & np.isin(data.set, group)
            for label, target in ((ARTICLE, self.lost), (CHROME, self.removed)):
                mine = here & (data.label == label)
                total = max(1.0, data.words[mine].sum() + gone[label])
                for k in range(COUNT):
                    which = mine & (data.kind == k)
                    falling = -score[which]
                    order = np.argsort(falling)
                    sums = np.r_[0, np.cumsum(data.words[which][order])]
                    target[number, k, 1:] = sums[np.searchsorted(falling[order], -GRID, side="right")] / total
                if label == ARTICLE:
                    self.before[number] = gone[label] / total


def choose(curves: Curves, level: str) -> list[float]:
    """Lower the thresholds of the kinds step by step, where most chrome goes for the budget, until no set bears more."""
    allowed = curves.budgets[level]
    room = np.maximum(MARGIN * (allowed - curves.before), allowed * LEAST_ROOM)
    at = [0] * COUNT
    while True:
        best = (0.0, 0, 0)
        for kind, now in enumerate(at):
            for step in range(1, 13):
                if now + step > len(GRID) or GRID[now + step - 1] < FLOOR[level]:
                    break
                after = [now + step if k == kind else one for k, one in enumerate(at)]
                lost = sum(curves.lost[:, k, one] for k, one in enumerate(after))
                if (lost > room).any():
                    break
                gain = (curves.removed[:, kind, now + step] - curves.removed[:, kind, now]).sum()
                cost = ((curves.lost[:, kind, now + step] - curves.lost[:, kind, now]) / room).sum() + 0.01
                best = max(best, (gain / cost, kind, step))
        if best[0] <= 0:
            return [round(float(GRID[one - 1]), 2) if one else OFF for one in at]
        at[best[1]] += best[2]


def thresholds(curves: Curves) -> list[list[float]]:
    """The thresholds of each level, most careful first; none is above that of a more careful level."""
    chosen = [choose(curves, level) for level in LEVELS]
    return [[min(column[: at + 1]) for column in zip(*chosen, strict=True)] for at in range(len(chosen))]


def print_table(data: Data, names: list[str], score: Any) -> None:  # noqa: ANN401
    print("\nof what the rules leave: chrome removed at article lost, one round")
    print(f"{'set':28}" + "".join(f"{loss:>8.1%}" for loss in LOSSES))
    for number, name in enumerate(names):
        mine = (data.set == number) & (data.label >= 0)
        order = np.argsort(-score[mine])
        words, label = data.words[mine][order], data.label[mine][order]
        lost = np.cumsum(words * (label == ARTICLE)) / max(1, words[label == ARTICLE].sum())
        gone = np.cumsum(words * (label == CHROME)) / max(1, words[label == CHROME].sum())
        at = [int(np.searchsorted(lost, loss, side="right")) - 1 for loss in LOSSES]
        print(f"{name:28}" + "".join(f"{gone[i] if i >= 0 else 0:8.1%}" for i in at), flush=True)


def rounds(scorer: Scorer, draft: Draft, level: Level, cut_by: Mapping[int, Sequence[str]]) -> int:
    """Cut until nothing changes; return the number of rounds that cut something. `cut_by`: what rules cut above a line."""
    for count in range(MAX_ROUNDS):
        view = draft.view()
        view.cut_by = merged(cut_by, view.numbers)
        if view.first_prose < 0 or not view.lines:
            return count
        scores, threshold = scorer.judge(view, level)
        titles = likely_titles(view, Source())
        gone = [at for at, score in enumerate(scores) if score >= threshold and at not in titles]
        if not gone:
            return count
        for at in gone:
            draft.cut_line(view.numbers[at], "")
    return MAX_ROUNDS


def merged(cut_by: Mapping[int, Sequence[str]], numbers: Sequence[int]) -> list[tuple[str, ...]]:
    """Return what was cut above each of the lines that are left, and at the end; `cut_by` is by number of line."""
    found: list[tuple[str, ...]] = []
    last = -1
    for number in [*numbers, max(cut_by, default=-1)]:
        found.append(tuple(name for at in range(last + 1, number + 1) for name in cut_by.get(at, ())))
        last = number
    return found


def text_of(view: View) -> str:
    return "\n".join("\n" * gap + line for gap, line in zip(view.gaps, view.lines, strict=True))


def rehearse(data: Data, names: list[str], packages: list[dict[str, Any]], every: int) -> None:
    """Cut each document to the end with the scorer of its fold; print what rules took, and rules and scorer together."""
    scorers = [Scorer(one) for one in packages]
    assert len(scorers) == FOLDS
    for level in Level:
        print(f"\n{level.word}, hosts unseen: chrome removed and article lost, by rules, and with the scorer; most rounds")
        for number, name in enumerate(names):
            sums, most = np.zeros((3, 2)), 0
            for at, document in enumerate(data.documents):
                if document.set != number or at % every:
                    continue
                draft = Draft(text_of(document.view))
                numbers = draft.view().numbers
                cut_by = dict(zip([*numbers, len(draft.texts)], document.view.cut_by, strict=True))
                most = max(most, rounds(scorers[document.fold], draft, level, cut_by))
                a = data.start[at]
                for i, line in enumerate(numbers):
                    if document.labels[i] >= 0:
                        sums[[0, 2] if line in draft.cut_by else [0], document.labels[i]] += data.words[a + i]
                sums[:2] += document.gone
            rules, both = sums[1] / np.maximum(1, sums[0]), (sums[1] + sums[2]) / np.maximum(1, sums[0])
            print(f"{name:28}{rules[1]:9.1%}{rules[0]:8.2%}{both[1]:9.1%}{both[0]:8.2%}{most:5}", flush=True)
