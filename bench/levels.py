"""The levels of the line scorer: thresholds at which no labelled set loses more of its article than it may.

Each kind of text, told by the share of words in prose lines, has its own thresholds: the text of a whole page bears a
lower one than extracted text. What rules and other detectors lost before counts against the same budget.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from labelled import ARTICLE, CHROME, FOLDS, KINDS, Data

from cleaner.detect.scorer import OFF, Scorer
from cleaner.detect.spared import unspared
from cleaner.document import Source
from cleaner.draft import Draft
from cleaner.rule import Level
from cleaner.shape import View

LANGUAGES = 4  # classes of languages: other letters, other than English, manuals, English
MANUALS = 2
COUNT = LANGUAGES * (len(KINDS) + 1)  # how many kinds there are (see kind_of)
LEVELS = [level.word for level in Level]
LOSS = {"careful": 0.001, "standard": 0.003, "thorough": 0.01}
FEW = {"careful": 0.002, "standard": 0.005, "thorough": 0.02}
# Of a single site, judged by what others say of it: with its own pages among what is learned it loses half as much. At 0.5%
# the English pages of one Italian site decided for all, and a fold more or less moved the thresholds of English by one.
ALONE = {"careful": 0.002, "standard": 0.007, "thorough": 0.02}
MARGIN = 0.9  # of what rules leave of a budget; the rest is for later rounds and for hosts unlike these
LEAST_ROOM = 0.35  # of its budget, for a set of which the rules alone lost as much as it may lose
# No lower: where few lines are labelled none may be lost by luck. The first is of all classes but the last, the second of
# English: `• Zdrowie` in a list amid English prose scored 2.03, before an item alone was spared.
FLOOR = {"careful": (3.6, 2.4), "standard": (2.6, 2.1), "thorough": (2.6, 1.0)}
# Added to the thresholds of each class of languages: texts of hosts unseen lose twice what was allowed, in part as later
# rounds take more; of German snippets 0.77% were lost at 0.5, 0.49% at 1.0.
CAUTION = (0.6, 1.0, 1.0, 0.0)
# And to those of manuals, by their share of prose. There are two of them, and the trees learned of all sets take twice as
# much of one as those of the folds did (0.52% of its lines for 0.34%): the foot of each page.
OF_MANUALS = (0.0, 0.4, 0.0)
GRID = np.concatenate([np.arange(7.0, 4.0, -0.2), np.arange(4.0, 0.3, -0.05)])
LOSSES = (0.001, 0.002, 0.003, 0.004, 0.005, 0.01)
MAX_ROUNDS = 40
TURNS, PACE = 400, 0.05  # how often prices change, and how fast


def budget(data: Data, number: int, name: str, level: str) -> float:
    """The share of its article that a set may lose: pages bear more than extracted text, single sites and snippets most.

    Those are few hosts, or few lines, and say little by themselves. The old pages of daniel have menus labelled as article.
    """
    documents = [document for document in data.documents if document.set == number]
    if len({document.host for document in documents}) == 1:
        return ALONE[level]
    if documents[0].counted:
        return FEW[level]
    most = 2 if name.startswith("daniel") else 4 / 3 if name.endswith("page") else 1
    return LOSS[level] * (most if level != "thorough" else 1)


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
    """The thresholds at which most chrome goes while no set bears more than its budget, one for each kind."""
    allowed = curves.budgets[level]
    room = np.maximum(MARGIN * (allowed - curves.before), allowed * LEAST_ROOM)
    lost, removed = curves.lost.copy(), curves.removed.copy()
    language = [kind // (len(KINDS) + 1) for kind in range(COUNT)]
    for kind in range(COUNT):
        floor = FLOOR[level][language[kind] == LANGUAGES - 1]
        lost[:, kind, 1 + int((floor - 1e-9 <= GRID).sum()) :] = 1
    at = lowered(priced(lost, removed, room), lost, removed, room)
    caution = [
        CAUTION[each] + (OF_MANUALS[kind % len(OF_MANUALS)] if each == MANUALS else 0) for kind, each in enumerate(language)
    ]
    found = [float(GRID[one - 1]) + more if one else OFF for one, more in zip(at, caution, strict=True)]
    return [round(one, 2) for one in found]


def priced(lost: Any, removed: Any, room: Any) -> list[int]:  # noqa: ANN401
    """The best thresholds met while what a set loses has a price, that rises where it loses too much and falls elsewhere.

    Step by step alone, from the highest thresholds on, what is first best for one kind spends the budget of all.
    """
    kinds = np.arange(COUNT)
    price = 1 / room
    best, gained = [0] * COUNT, 0.0
    for _ in range(TURNS):
        at = (removed.sum(0) - (price[:, None, None] * lost).sum(0)).argmax(1)
        spent, gain = lost[:, kinds, at].sum(1), removed[:, kinds, at].sum()
        if (spent <= room).all() and gain > gained:
            best, gained = at.tolist(), gain
        price *= np.exp(PACE * np.clip(spent / room - 1, -1, 1))
    return best


def lowered(at: list[int], lost: Any, removed: Any, room: Any) -> list[int]:  # noqa: ANN401
    """Lower the thresholds of the kinds step by step, where most chrome goes for the budget, until no set bears more."""
    while True:
        best = (0.0, 0, 0)
        for kind, now in enumerate(at):
            for step in range(1, min(13, lost.shape[2] - now)):
                after = [now + step if k == kind else one for k, one in enumerate(at)]
                if (sum(lost[:, k, one] for k, one in enumerate(after)) > room).any():
                    break
                gain = (removed[:, kind, now + step] - removed[:, kind, now]).sum()
                cost = ((lost[:, kind, now + step] - lost[:, kind, now]) / room).sum() + 0.01
                best = max(best, (gain / cost, kind, step))
        if best[0] <= 0:
            return at
        at = [one + best[2] if kind == best[1] else one for kind, one in enumerate(at)]


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
        gone = unspared(view, Source(), {at for at, score in enumerate(scores) if score >= threshold})
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
