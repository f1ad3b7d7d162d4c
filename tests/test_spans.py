"""How far a rule reaches: line, match, block, section, rest; what must stand above it, and in which zone.

Each case is a diff: a line that begins with a space stays, `-` goes, `+` replaces, an empty row is a blank line that stays,
`~` one that goes.
"""

from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.errors import DocumentError
from cleaner.rule import Drop, Level, Rule, Zone
from cleaner.ruleset import RuleSet
from cleaner.selection import Selection
from cleaner.spans import MAX_LINES

# Two sentences that are prose lines, and a third.
A = "The bank raised its rate to five percent on Friday, for the first time in three years."
B = "Analysts had expected a smaller step, and the currency rose at once by almost one percent."
C = "The governor said that he would not hesitate to act again if prices went on rising like this."


def sides(diff: str) -> tuple[str, str]:
    before, after = [], []
    for row in diff.split("\n"):
        if row[:1] == "~":
            before.append("")
            continue
        if row[:1] != "+":
            before.append(row[1:])
        if row[:1] != "-":
            after.append(row[1:])
    return "\n".join(before), "\n".join(after)


def check(diff: str, *rules: Rule, **options: Any) -> None:  # noqa: ANN401 - keys of a rule
    before, after = sides(diff)
    cleaner = Cleaner(ruleset=RuleSet(rules, Selection(ignore=("detect",), **options)))
    result = cleaner.clean(before)
    assert result.text == after
    assert not result.refused
    assert {cut.by for cut in result.cuts} <= {rule.name for rule in rules}
    assert cleaner.clean(after).text == after


def rule(**more: Any) -> Rule:  # noqa: ANN401 - keys of a rule
    return Rule(**({"id": "x", "pack": "t", "why": "A test."} | more))


@pytest.mark.parametrize(
    "diff",
    [
        "-Home",
        f" {A}\n-Home",
        f"-Home\n {A}",
        f" {A}\n-Home\n {B}",
        f" {A}\n\n-Home\n~\n {B}",  # one blank line stays between what is left
        f"-Home\n-HOME:\n {A}\n-» Home",
        f" {A}\n Home sweet home",
    ],
)
def test_line(diff: str) -> None:
    check(diff, rule(line=("Home",)))


@pytest.mark.parametrize(
    ("more", "diff"),
    [
        ({"starts": ("Also read:",)}, "-Also read: the news\n+the news"),
        ({"starts": ("Also read:",)}, "-Also read:\n the news"),  # nothing is left of the line
        ({"starts": ("Also read:",)}, " See also read: the news"),
        ({"ends": ("(Reuters)",)}, f"-{A} (Reuters)\n+{A}"),
        ({"contains": ("click here",)}, "-One click here two\n+One two"),
        ({"contains": ("click here",)}, "-One click here, click here two\n+One , two"),  # round by round
        ({"line": ("{n} comments",)}, f" {A}\n-12 comments"),
        ({"pattern": r".+?(?P<drop> \(AFP\))", "needs": ("(AFP)",)}, f"-{A} (AFP)\n+{A}"),
    ],
)
def test_match(more: dict[str, Any], diff: str) -> None:
    check(diff, rule(drop=Drop.MATCH, max_words=40, **more))


@pytest.mark.parametrize(
    "diff",
    [
        f" {A}\n\n-One\n-Share\n-Two\n~\n {B}",
        "-Share\n-One",
        f"-One\n-Share\n~\n {A}",
        f" {A}\n\n-Share\n~\n one",
        f" {A}\n~\n" + "-item\n" * (MAX_LINES - 1) + "-Share",  # fifteen lines are a block
        f" {A}\n\n" + " item\n" * MAX_LINES + "-Share",  # sixteen are a text without blank lines
    ],
)
def test_block(diff: str) -> None:
    check(diff, rule(line=("Share",), drop=Drop.BLOCK))


@pytest.mark.parametrize(
    ("follow", "diff"),
    [
        ("headlines", f" {A}\n\n-Also Read\n-Rupee falls to a low\n-Why are onions dear?\n~\n {B}"),
        ("headlines", f" {A}\n\n-Also Read\n~\n-Rupee falls to a low\n~\n~\n-Why are onions dear?\n~\n {B}"),
        ("headlines", f" {A}\n\n Also Read\n {B}\n Rupee falls to a low"),  # not one line follows
        ("headlines", f" {A}\n\n Also Read"),
        ("headlines", f" {A}\n-Also Read\n-Rupee falls to a low\n Sport"),
        ("bullets", f" {A}\n-Also Read\n-• One\n-- Two\n Three"),
        ("bullets", f" {A}\n-Also Read\n-One • Two • Three • Four\n {B}"),
        ("truncated", f" {A}\n-Also Read\n-The bank raised ...\n-The bank lowered [...]\n The bank slept"),
        ("short", f" {A}\n-Also Read\n-Sport\n-World news\n {B}"),
        ("names", f" {A}\n-Also Read\n-Maria Lind\n-Jan van Dijk\n Sport"),
        (r"\d+ \w+", f" {A}\n-Also Read\n-1 red\n-2 blue\n 3 blue birds\n 4 green"),
        (r"\d+ \w+", f" {A}\n Also Read\n red 1"),
        ("short", f" {A}\n-Also Read\n" + "-item\n" * MAX_LINES + " item\n item"),
        ("short", f" {A}\n-Also Read\n-one\n-Also Read\n-two\n {B}"),
    ],
)
def test_section(follow: str, diff: str) -> None:
    check(diff, rule(line=("Also Read",), drop=Drop.SECTION, follow=follow))


def test_section_is_cut_for_one_reason() -> None:
    one, two = rule(line=("Also Read",), drop=Drop.SECTION, follow="short"), rule(id="y", line=("Sport",))
    cleaner = Cleaner(ruleset=RuleSet((one, two), Selection(ignore=("detect",))))
    result = cleaner.clean(f"{A}\nAlso Read\nSport\nWorld")
    assert result.text == A
    assert [(cut.old, cut.by) for cut in result.cuts] == [("Also Read\n", "t#x"), ("Sport\n", "t#x"), ("World", "t#x")]


@pytest.mark.parametrize(
    ("follow", "diff"),
    [
        ("short", f" {A}\n {B}\n-More news\n-Sport\n~\n-World"),
        ("short", f" {A}\n {B}\n-More news"),  # nothing follows, so all that follows is short
        ("short", f" {A}\n More news\n Sport\n {B}"),
        ("headlines", f" {A}\n {B}\n More news\n Rupee falls to a low\n Sport"),
        ("short", f" {A}\n {B}\n-More news\n" + "-item\n" * 40 + "-item"),
        ("short", f" More news\n Sport\n {A}\n {B}\n {C}"),  # above the tail
    ],
)
def test_rest(follow: str, diff: str) -> None:
    check(diff, rule(line=("More news",), drop=Drop.REST, zone=Zone.TAIL, follow=follow))


@pytest.mark.parametrize(
    ("after", "diff"),
    [
        ("prose", f" {A}\n-H.M."),
        ("prose", f" {A}\n~\n-H.M."),  # blank lines are passed over
        ("prose", f" One\n H.M.\n {A}"),
        ("prose", f" H.M.\n {A}"),  # nothing above
        ("short", f" {A}\n H.M."),
        ("short", " One\n-H.M."),
        (r"\d+", " 12\n-H.M."),
        (r"\d+", " 12 a\n H.M."),
        ("prose", f" {A}\n-H.M.\n~\n-H.M."),  # the first one gone, the second stands after prose
    ],
)
def test_after(after: str, diff: str) -> None:
    check(diff, rule(line=("H.M.",), after=after))


def test_after_is_asked_of_the_line_that_is_left() -> None:
    check(f" {A}\n-Advertisement\n-H.M.", rule(line=("H.M.",), after="prose"), rule(id="y", line=("Advertisement",)))


@pytest.mark.parametrize(
    ("zone", "diff"),
    [
        (Zone.ANY, f"-Home\n {A}\n-Home\n {B}\n-Home\n {C}\n-Home"),
        (Zone.HEAD, f"-Home\n {A}\n-Home\n {B}\n Home\n {C}\n Home"),
        (Zone.TAIL, f" Home\n {A}\n Home\n {B}\n-Home\n {C}\n-Home"),
        (Zone.HEAD, f"-Home\n {A}\n Home"),  # one prose line: down to it
        (Zone.TAIL, f" Home\n {A}\n-Home"),  # and from it on
        (Zone.HEAD, " Home\n one\n Home"),  # none: both are empty
        (Zone.TAIL, " Home\n one\n Home"),
        (Zone.ANY, "-Home\n one\n-Home"),
    ],
)
def test_zone(zone: Zone, diff: str) -> None:
    check(diff, rule(line=("Home",), zone=zone))


@pytest.mark.parametrize(
    ("zone", "start", "diff"),
    [
        (Zone.TAIL, "Analysts had", f" {A}\n-{B}\n {C}"),  # the last prose line but one is of the tail
        (Zone.TAIL, "The bank", f" {A}\n {B}\n {C}"),
        (Zone.HEAD, "Analysts had", f" {A}\n-{B}\n {C}"),  # the second one of the head
        (Zone.HEAD, "The governor", f" {A}\n {B}\n {C}"),
    ],
)
def test_zones_take_in_the_prose_line_at_their_edge(zone: Zone, start: str, diff: str) -> None:
    check(diff, rule(starts=(start,), zone=zone, max_words=40))


@pytest.mark.parametrize("zone", [Zone.HEAD, Zone.TAIL])
def test_rules_without_a_literal_act_in_their_zone(zone: Zone) -> None:
    sign = {True: "-", False: " "}
    head, tail = sign[zone is Zone.HEAD], sign[zone is Zone.TAIL]
    diff = f"{head}5 - 7\n {A}\n {B}\n 5 - 7\n {C}\n {A}\n{tail}5 - 7"
    check(diff, rule(line=("{n} - {n}",), zone=zone))
    check(diff, rule(pattern=r"\d - \d", zone=zone))


def test_zones_are_computed_anew_when_a_prose_line_goes() -> None:
    # With the notice gone, what stood above it is the tail.
    notice = "All rights to this text are reserved by the publisher and by all of its many heirs."
    rules = rule(starts=("All rights",), max_words=40), rule(id="y", line=("Home",), zone=Zone.TAIL)
    check(f" {A}\n {B}\n-Home\n {C}\n-{notice}", *rules)


@pytest.mark.parametrize(
    ("level", "gone"), [(Level.CAREFUL, {"a"}), (Level.STANDARD, {"a", "b"}), (Level.THOROUGH, {"a", "b", "c"})]
)
def test_level(level: Level, gone: set[str]) -> None:
    rules = [rule(id=one, line=(one,), level=at) for one, at in zip("abc", Level, strict=True)]
    check(f" {A}\n" + "\n".join(f"{'-' if one in gone else ' '}{one}" for one in "abc"), *rules, level=level)


def test_a_line_goes_by_the_first_rule_that_takes_it() -> None:
    rules = (rule(id="b", line=("Home",)), rule(id="a", contains=("home",)))
    result = Cleaner(ruleset=RuleSet(rules)).clean(f"{A}\nHome")
    assert [cut.by for cut in result.cuts] == ["t#b"]


@pytest.mark.parametrize(
    "line", [" Also read: the news", "Also read: the news", "\tAlso read: the news", "  Also read: the news"]
)
@pytest.mark.parametrize("above", ["One", "One  two", "One\u00a0two", "• One"])
def test_indentation_hides_no_line_whatever_stands_elsewhere(line: str, above: str) -> None:
    result = Cleaner(ruleset=RuleSet((rule(starts=("Also read:",)),))).clean(f"{above}\n{line}\nThree")
    assert "Also" not in result.text
    assert [cut.by for cut in result.cuts] == ["t#x"]


@pytest.mark.parametrize(
    "slow",
    [
        rule(pattern="(?:a|a)+b", needs=("aa",)),
        rule(line=("Home",), after="(?:a|a)+b"),
        rule(line=("Home",), drop=Drop.SECTION, follow="(?:a|a)+b"),
    ],
    ids=["pattern", "after", "follow"],
)
def test_a_pattern_that_runs_for_ever_fails_its_document(slow: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("forms", "spans"):
        monkeypatch.setattr(f"cleaner.{module}.PATTERN_SECONDS", 0.05)
    line = "a" * 60
    with pytest.raises(DocumentError, match=r"ran for more than 0.05 s") as raised:
        Cleaner(ruleset=RuleSet((slow,))).clean(f"{line}\nHome\n{line}")
    assert "t#x" in str(raised.value)
