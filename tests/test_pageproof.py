"""Proofs of page rules: what `rules check` complains of, and what it lets pass."""

from pathlib import Path

import pytest

from cleaner.pageproof import check_pages
from cleaner.proof import check_folder
from cleaner.rule import Example, Level, PageRule
from cleaner.rulefile import read_pack
from cleaner.ruleset import bundled_folder


def example(*rows: str) -> Example:
    after = [row[1:] for row in rows if not row.startswith("-")]
    return Example("\n".join(row[1:] for row in rows), "\n".join(after), 9)


TALK = example(" <p>It rained.</p>", '-<div id="talk"><p>First!</p></div>')
GOOD = PageRule(
    id="talk",
    pack="any/x",
    why="W.",
    css=("#talk",),
    examples=(TALK, example(" <p>Small talk.</p>")),
    place="any/x.toml:5",
)


def complaints(rule: PageRule, *among: PageRule) -> list[tuple[str, str]]:
    return [(found.kind, found.problem) for found in check_pages([rule], [*among, rule])]


@pytest.mark.parametrize(
    "rule",
    [
        GOOD,
        GOOD._replace(level=Level.THOROUGH),
        GOOD._replace(language="de", site="example.org"),
        GOOD._replace(examples=(example("-<div", '-  id="talk">a', "-</div> ", "   <p>b</p>"), GOOD.examples[1])),
        GOOD._replace(css=(), xpath=("//div[@id='talk']",)),
    ],
)
def test_what_is_proved(rule: PageRule) -> None:
    assert complaints(rule) == []


OTHER = GOOD._replace(id="other", css=("div[id]",))


@pytest.mark.parametrize(
    ("rule", "among", "kind", "problem"),
    [
        (
            GOOD._replace(examples=(example('-<div id="walk">a</div>', " b"), GOOD.examples[1])),
            (),
            "proof",
            "under this rule alone an example fails: '<div id=\"walk\">' is still there",
        ),
        (
            GOOD._replace(examples=(TALK, example(' <div id="talk">a</div>'))),
            (),
            "proof",
            "under this rule alone an example fails: '<div id=\"talk\">' is gone",
        ),
        (
            GOOD._replace(examples=(TALK, example(' <div id="x">talk</div>'))),
            (OTHER,),
            "proof",
            "among all rules an example fails, because of any/x#other: '<div id=\"x\">' is gone",
        ),
        (GOOD, (OTHER,), "proof", "an example passes without the rule, because of any/x#other: '<p>It rained.</p>'"),
        (
            GOOD._replace(examples=(TALK, example(" <p>It rained.</p>"))),
            (),
            "near-miss",
            "nothing that the rule looks for is in this near miss: '<p>It rained.</p>'",
        ),
        (
            GOOD._replace(xpath=("//li[count(//span) > 0][@none]",)),  # 2,000 times 2,000
            (),
            "slow",
            "'//li[count(//span) > 0][@none]' needs more than 0.03 s for a page of ",
        ),
    ],
)
def test_what_is_not(rule: PageRule, among: tuple[PageRule, ...], kind: str, problem: str) -> None:
    assert [said for of, said in complaints(rule, *among) if of == kind and said.startswith(problem)]


def test_the_bundled_ones_are_proved_by_themselves() -> None:
    pages = read_pack(bundled_folder() / "any" / "widgets.toml", "any/widgets").pages
    assert len(pages) >= 6
    assert [(found.rule.name, found.problem) for found in check_pages(pages, pages)] == []


def test_a_folder_with_page_rules_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(
        "[[page]]\nid = 'talk'\nwhy = 'W.'\ncss = ['#talk']\nexamples = ['-<i id=\"talk\">a</i>', ' <b>c</b>']\n"
    )
    checked, (found,) = check_folder(tmp_path)
    assert checked == 1
    assert found == f"{path}:5: x#talk: nothing that the rule looks for is in this near miss: '<b>c</b>'"
