"""Proofs: what `rules check` complains of, and what it lets pass."""

from pathlib import Path
from typing import Any

import pytest

from cleaner.complaint import Complaint
from cleaner.document import Record, Source
from cleaner.errors import RuleError
from cleaner.proof import check, check_folder, slowest
from cleaner.rule import Drop, Example, Level, Rule, Zone
from cleaner.ruleset import bundled_folder

A = "The bank raised its rate to five percent on Friday, for the first time in three years."


def example(*rows: str) -> Example:
    before = [row[1:] for row in rows if row[:1] != "+"]
    after = [row[1:] for row in rows if row[:1] != "-"]
    return Example("\n".join(before), "\n".join(after), 9)


GOOD = Rule(
    id="home",
    pack="en/menus",
    why="A menu.",
    line=("Home",),
    language="en",
    place="en/menus.toml:5",
    examples=(example(" " + A, "-Home"), example(" Home sweet home")),
)


def good(**more: Any) -> Rule:  # noqa: ANN401 - keys of a rule
    return GOOD._replace(**more)


def complaints(*rules: Rule, among: tuple[Rule, ...] = ()) -> list[tuple[str, str]]:
    return [(found.kind, found.problem) for found in check(rules, [*among, *rules])]


@pytest.mark.parametrize(
    "rule",
    [
        GOOD,
        good(level=Level.THOROUGH),
        good(zone=Zone.TAIL),
        good(drop=Drop.SECTION, follow="short", examples=(example(" " + A, "-Home", "-Sport"), example(" Home", " " + A))),
        good(
            starts=("Read:",),
            drop=Drop.MATCH,
            examples=(example("-Read: it", "+it", "-Home"), example(" Home and read: it")),
        ),
        good(line=(), pattern="Home!?", needs=("home",)),
        good(line=("{n} homes",), examples=(example("-5 homes"), example(" There are 5 homes"))),
        good(examples=(example(" " + A, "", "-Home", "", " " + A), example(" Home sweet home"))),  # compared normalised
        good(examples=(example("-  Home\u00a0", " " + A + "  ", "", ""), example(" Home sweet home"))),
    ],
)
def test_no_complaint(rule: Rule) -> None:
    assert complaints(rule) == []


@pytest.mark.parametrize(
    ("rule", "kind", "problem"),
    [
        # the example fails
        (good(line=("Start", "Home sweet")), "proof", "under this rule alone an example fails: 'Home' is still there"),
        (
            good(examples=(example(" Home"), GOOD.examples[0])),
            "proof",
            "under this rule alone an example fails: 'Home' is gone",
        ),
        (good(zone=Zone.HEAD), "proof", "under this rule alone an example fails: 'Home' is still there"),
        (good(after="short"), "proof", "under this rule alone an example fails: 'Home' is still there"),
        # the near miss is not near
        (
            good(examples=(GOOD.examples[0], example(" It rained."))),
            "near-miss",
            "no literal of the rule is in this near miss: 'It rained.'",
        ),
        (
            good(line=("Home", "Start page"), examples=(GOOD.examples[0], example("", " Stars on a page."))),
            "near-miss",
            "'Stars on a page.'",
        ),
        (
            good(line=(), pattern="Home!?", needs=("home",), examples=(GOOD.examples[0], example(" Hom e"))),
            "near-miss",
            "no literal of the rule is in this near miss",
        ),
        # slow
        (
            good(line=(), pattern="(?:a|a)+b|Home", needs=("home", "a"), examples=(GOOD.examples[0], example(" Home x"))),
            "slow",
            "a pattern needs ",
        ),
        (good(after="(?:a|a)+b|The.*"), "slow", "more than 0.01 s"),
    ],
)
def test_complaint(rule: Rule, kind: str, problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.spans.PATTERN_SECONDS", 0.05)
    found = complaints(rule)
    assert {one for one, _ in found} == {kind}
    assert problem in found[0][1]


def test_a_complaint_names_its_place() -> None:
    wrong = good(line=("Home sweet",))
    (found,) = check([wrong], [wrong])
    assert found.place == "en/menus.toml:9"  # the line of the examples
    assert Complaint(GOOD, "slow", "a pattern is slow").place == "en/menus.toml:5"


def test_an_example_that_passes_without_its_rule() -> None:
    other = good(id="start", line=("Home", "Start"), examples=(example("-Start"), example(" Start here")))
    found = complaints(GOOD, among=(other,))
    assert ("proof", f"an example passes without the rule, because of en/menus#start: {A[:60]!r}") in found


def test_an_example_that_passes_without_its_rule_in_another_language_only() -> None:
    # `(AFP)` is a sign-off in five packs: that the rule is needed is asked where its language is known.
    other = good(id="start", pack="de/menus", language="de", examples=(example("-Home"), example(" Home und mehr")))
    assert complaints(GOOD, among=(other,)) == []


def test_an_example_that_another_rule_breaks() -> None:
    greedy = good(id="greedy", pack="de/x", language="de", line=(), contains=("sweet",))
    found = complaints(GOOD, among=(greedy,))
    problem = "among all rules an example fails, because of de/x#greedy: 'Home sweet home' is gone"
    assert ("proof", problem) in found


def test_a_rule_of_a_site_is_proved_among_those_of_its_site() -> None:
    one = good(pack="site/cnn.com", site="cnn.com", language="")
    greedy = good(id="greedy", pack="site/bbc.com", site="bbc.com", contains=("sweet",))
    assert complaints(one, among=(greedy,)) == []
    assert complaints(one, among=(greedy._replace(site="cnn.com"),)) != []


def test_proofs_are_about_rules_and_not_about_detectors_or_the_fuse() -> None:
    long = "word " * 80 + "end."
    copy = good(examples=(example(" " + long, "-Home", " " + long), example(" Home and more", " " + A, " " + A)))
    assert complaints(copy) == []
    all_of_it = good(line=(), starts=("word",), max_words=99, examples=(example("-" + long), example(" A word and " + long)))
    assert complaints(all_of_it) == []


TWO = (example("-Home", "-Read: it", " " + A), example(" Home and read: it"))


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        (good(starts=("Read:",)), "starts"),
        (good(ends=("at home",)), "ends"),
        (good(contains=("click",)), "contains"),
        (good(pattern="Hom!+", needs=("hom",)), "pattern"),
        (good(line=("Start",), pattern="Home|Hom!", needs=("home",)), "line"),
        (good(drop=Drop.SECTION, follow="short", starts=("Read:",), examples=TWO), "starts"),  # it goes as what follows
    ],
)
def test_a_kind_of_text_that_no_example_shows(rule: Rule, kind: str) -> None:
    assert complaints(rule) == [("unexercised", f"no example changes by its {kind!r} texts")]


@pytest.mark.parametrize(
    "rule",
    [
        good(starts=("Read:",), examples=TWO),
        good(line=("Home", "Start")),
        good(pattern="Read: .*", needs=("read",), examples=TWO),
    ],
)
def test_a_kind_of_text_that_an_example_shows(rule: Rule) -> None:
    assert complaints(rule) == []


@pytest.mark.parametrize(("language", "count"), [("en", 0), ("", 0), ("de", 1)])
def test_documents_show_what_no_example_does(language: str, count: int) -> None:
    rule = good(starts=("Read:",))
    record = Record(Source(language=language), A + "\n\nRead: it")
    assert len(list(check([rule], [rule], [record]))) == count


def test_what_another_rule_takes_is_a_complaint() -> None:
    wide, narrow = good(id="wide"), good(id="narrow")
    assert ("double", "line 'Home' is already taken by line 'Home' of en/menus#wide") in complaints(wide, narrow)


@pytest.mark.parametrize("rule", [GOOD, good(follow="short"), good(after="prose")])
def test_a_rule_without_patterns_is_not_slow(rule: Rule) -> None:
    assert slowest(rule) == 0.0


PACK = """language = "en"

[[rule]]
id = "qqzz-heading"
why = "It says {line}."
line = ["{line}"]
examples = ['''
 It rained.
-Qqzz now
''', '''
 He said qqzz now.
''']
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "en" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a small folder be the bundled one, so that a check takes no ten seconds."""
    folder = tmp_path / "bundled"
    write(folder, "menus", PACK.format(line="Qqzz now"))
    monkeypatch.setattr("cleaner.proof.bundled_folder", lambda: folder)
    return folder


def test_the_bundled_folder_is_checked(small: Path) -> None:
    assert check_folder() == (1, [])
    assert check_folder(small) == (1, [])
    assert check_folder(small / "en") == (1, [])
    assert check_folder(small / "en/menus.toml") == (1, [])


def test_a_folder_of_ones_own_is_checked_among_the_bundled_rules(small: Path, tmp_path: Path) -> None:
    write(tmp_path / "mine", "own", PACK.format(line="Qqzz").replace("Qqzz now", "Qqzz"))
    assert check_folder(tmp_path / "mine") == (1, [])
    path = write(tmp_path / "mine", "own", PACK.format(line="Qqzz now"))
    checked, found = check_folder(tmp_path / "mine")
    assert checked == 1
    problem = "an example passes without the rule, because of en/menus#qqzz-heading: 'It rained.'"
    assert found[0] == f"{path}:7: en/own#qqzz-heading: {problem}"
    assert [text.split(": ")[1] for text in found] == ["en/own#qqzz-heading"] * 3


def test_a_file_that_cannot_be_used_is_one_complaint(small: Path, tmp_path: Path) -> None:
    write(tmp_path / "mine", "a", PACK.format(line="Qqzz").replace("Qqzz now", "Qqzz"))
    path = write(tmp_path / "mine", "b", PACK.replace("why", "wy"))
    checked, found = check_folder(tmp_path / "mine")
    assert checked == 1
    assert found == [f"{path}:5: unknown key 'wy'\n  hint: did you mean 'why'?"]


@pytest.mark.parametrize("name", ["none", "bundled/none", "bundled/e"])
def test_a_folder_that_is_not_there(small: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(RuleError, match=r"no such rule folder|no rules there"):
        check_folder(tmp_path / name)


def test_the_bundled_folder_is_the_one_with_the_packs() -> None:
    assert (bundled_folder() / "any").is_dir()
