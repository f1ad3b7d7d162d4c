"""[[page]] tables of rule files: what is read, and every complaint with its line and its cure."""

import json

import pytest

from cleaner.errors import RuleError
from cleaner.pagefile import MAX_EXPRESSION
from cleaner.rule import Example, Level, PageRule
from cleaner.rulefile import parse_pack
from cleaner.schema import schema
from tests.test_schema import validator

PROOF = """examples = ['''
 <p>It rained.</p>
-<div id="talk">First!</div>
''', '''
 <p>Small talk.</p>
''']
"""
HEAD = """language = "en"

[[page]]
id = "talk-box"
why = "The readers' thread."
"""


def read(text: str) -> tuple[PageRule, ...]:
    return parse_pack(text, "rules/en/widgets.toml", "en/widgets").pages


def complaint(text: str) -> RuleError:
    with pytest.raises(RuleError) as raised:
        read(text)
    return raised.value


def test_a_page_rule_is_read() -> None:
    (rule,) = read(HEAD + 'css = ["#talk"]\nxpath = ["//div[h3]"]\nlevel = "careful"\n' + PROOF)
    before, after = '<p>It rained.</p>\n<div id="talk">First!</div>', "<p>It rained.</p>"
    assert rule == PageRule(
        id="talk-box",
        pack="en/widgets",
        why="The readers' thread.",
        css=("#talk",),
        xpath=("//div[h3]",),
        level=Level.CAREFUL,
        examples=(Example(before, after, 9), Example("<p>Small talk.</p>", "<p>Small talk.</p>", 9)),
        language="en",
        place="rules/en/widgets.toml:3",
    )
    assert rule.name == "en/widgets#talk-box"


def test_rules_and_page_rules_stand_in_one_pack() -> None:
    rule = "\n[[rule]]\nid = 'post'\nwhy = 'W.'\nline = ['Post']\nexamples = ['-Post', ' Post it']\n"
    pack = parse_pack(HEAD + 'css = ["#talk"]\n' + PROOF + rule, "rules/en/x.toml", "en/x")
    assert [one.name for one in pack.rules] == ["en/x#post"]
    assert [one.name for one in pack.pages] == ["en/x#talk-box"]
    with pytest.raises(RuleError, match=r"x\.toml:4: a second rule 'talk-box'"):
        parse_pack(HEAD + 'css = ["#talk"]\n' + PROOF + rule.replace("'post'", "'talk-box'"), "x.toml", "en/x")


@pytest.mark.parametrize(
    ("body", "place", "problem", "hint"),
    [
        (PROOF, ":3", "a page rule that names no elements", "add css or xpath"),
        ('csss = ["#a"]\n' + PROOF, ":6", "unknown key 'csss'", "did you mean 'css'?"),
        ('line = ["a"]\n' + PROOF, ":6", "unknown key 'line'", "keys: id, why, css"),
        ('css = "#a"\n' + PROOF, ":6", "css is not a list of texts", "write css = ['...', '...']"),
        ('css = ["#a", "#a"]\n' + PROOF, ":6", "'#a' stands twice in css", "once is enough"),
        ('css = ["div["]\n' + PROOF, ":6", "css 'div[': no CSS expression: ", "ids are #name"),
        ('css = ["a::before"]\n' + PROOF, ":6", "css 'a::before': no CSS expression: ", "ids are #name"),
        ('css = ["a:hover-me"]\n' + PROOF, ":6", "css 'a:hover-me': no CSS expression: ", "ids are #name"),
        ('css = ["*"]\n' + PROOF, ":6", "css '*': names <html> on any page", "add an id"),
        ('css = ["p"]\n' + PROOF, ":6", "css 'p': names <p> on any page", "add an id"),
        ('xpath = ["//div["]\n' + PROOF, ":6", "xpath '//div[': no XPath expression: ", "around values"),
        ('xpath = ["//div[x()]"]\n' + PROOF, ":6", "xpath '//div[x()]': no XPath expression: ", "around values"),
        ('xpath = ["//div[$x]"]\n' + PROOF, ":6", "xpath '//div[$x]': no XPath expression: ", "around values"),
        ('xpath = ["//p/text()"]\n' + PROOF, ":6", "xpath '//p/text()': names no elements", "end in an element"),
        ('xpath = ["//@class"]\n' + PROOF, ":6", "xpath '//@class': names no elements", "end in an element"),
        ('xpath = ["count(//p)"]\n' + PROOF, ":6", "xpath 'count(//p)': names no elements", "end in an element"),
        ('xpath = ["/html"]\n' + PROOF, ":6", "xpath '/html': names <html> on any page", "add an id"),
        (
            'xpath = ["//*[count(//*[count(//*[count(//*) > 1]) > 1]) > 1][@none]"]\n' + PROOF,
            ":6",
            "xpath '//*[count(",
            "no // within",
        ),
        (f'css = ["#{"a" * MAX_EXPRESSION}"]\n' + PROOF, ":6", "a css of 301 characters", "at most 300"),
        ('css = ["#a"]\nlevel = "high"\n' + PROOF, ":7", "level 'high' is not one of careful", "write level = 'careful'"),
        ('css = ["#a"]\n', ":3", "rule 'talk-box' lacks an example that changes", "see docs/rules.md"),
        ("css = ['#a']\nexamples = ['-a']\n", ":7", "rule 'talk-box' lacks a near miss", "see docs/rules.md"),
        ("css = ['#a']\nexamples = ['*a']\n", ":7", "a row of an example begins with '*'", "begins with a space"),
        ("css = ['#a']\nexamples = ['''\n-a\n+b\n''', ' a']\n", ":7", "a page rule only removes", "rows begin with"),
    ],
)
def test_complaints_name_place_and_cure(body: str, place: str, problem: str, hint: str) -> None:
    error = complaint(HEAD + body)
    assert error.place == "rules/en/widgets.toml" + place
    assert error.problem.startswith(problem)
    assert hint in error.hint


@pytest.mark.parametrize("key", ["id", "why"])
def test_what_must_be_there(key: str) -> None:
    lines = [line for line in HEAD.splitlines() if not line.startswith(key)]
    assert complaint("\n".join([*lines, 'css = ["#a"]', PROOF])).problem == f"a rule without {key!r}"


def test_page_is_a_list_of_tables() -> None:
    assert complaint("language = 'en'\n[page]\nid = 'a'\n").problem == "'page' is not a list of tables"


PAGE = {"id": "a-b", "why": "Why.", "css": ["#a"], "examples": ["-<a>", " <b>"]}


@pytest.mark.parametrize("more", [{}, {"xpath": ["//a[b]"]}, {"level": "thorough"}])
def test_the_schema_accepts(more: dict[str, object]) -> None:
    assert validator().is_valid({"page": [PAGE | more]})


@pytest.mark.parametrize(
    "more", [{"css": []}, {"css": "#a"}, {"css": ["a" * 301]}, {"level": "high"}, {"line": ["a"]}, {"examples": ["-a"]}]
)
def test_the_schema_and_the_reader_refuse(more: dict[str, object]) -> None:
    assert not validator().is_valid({"page": [PAGE | more]})
    lines = [f"{key} = {json.dumps(value)}" for key, value in (PAGE | more).items()]
    with pytest.raises(RuleError):
        parse_pack("\n".join(["[[page]]", *lines]), "x.toml", "x")


def test_the_schema_describes_every_key() -> None:
    assert all(one["description"] for one in schema()["properties"]["page"]["items"]["properties"].values())
