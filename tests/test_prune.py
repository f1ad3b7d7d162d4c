"""Pruning: what page rules take from a page, in which scope, and what they never take."""

from collections.abc import Sequence
from itertools import product

import pytest
from lxml.html import document_fromstring, tostring

from cleaner.document import Source
from cleaner.prune import Pruner
from cleaner.rule import Level, PageRule
from cleaner.rulefile import read_pack
from cleaner.ruleset import RuleSet, bundled_folder
from cleaner.selection import Selection
from cleaner.xpath import compiled, names_of, of_css


def rule(id: str = "talk", css: Sequence[str] = (), **more: object) -> PageRule:
    return PageRule(**({"id": id, "pack": "any/x", "why": "W.", "css": tuple(css)} | more))  # type: ignore[arg-type]


def pruned(
    body: str, *rules: PageRule, source: Source | None = None, selection: Selection | None = None
) -> tuple[str, dict[str, int]]:
    tree = document_fromstring(f"<html><body>{body}</body></html>")
    ruleset = RuleSet((), selection or Selection(), pages=rules)
    taken = Pruner(ruleset).prune(tree, source or Source())
    html = tostring(tree, encoding="unicode")
    return html.removeprefix("<html><body>").removesuffix("</body></html>"), dict(taken)


@pytest.mark.parametrize(
    ("css", "body", "left", "count"),
    [
        ("#talk", '<p>a</p><div id="talk"><p>b</p></div>', "<p>a</p>", 1),
        ("#talk", 'a<div id="talk">b</div> c', "a c", 1),  # what follows its end stays
        (".talk", '<p class="x talk y">a</p><p class="talks">b</p>', '<p class="talks">b</p>', 1),
        (".a.b, #c", '<i class="b a">1</i><i id="c">2</i><i class="a">3</i>', '<i class="a">3</i>', 2),
        (".talk", '<div class="talk">a<div class="talk">b</div></div>', "", 1),  # one element, whatever is in it
        ("[role='search']", '<div role="search">a</div><div role="main">b</div>', '<div role="main">b</div>', 1),
        ("div:not(.keep)", '<div class="keep">a</div><div>b</div>', '<div class="keep">a</div>', 1),
        (
            "li > .a + .b",
            '<ul><li><i class="a">1</i><i class="b">2</i></li></ul>',
            '<ul><li><i class="a">1</i></li></ul>',
            1,
        ),
    ],
)
def test_taken(css: str, body: str, left: str, count: int) -> None:
    assert pruned(body, rule(css=[css])) == (left, {"any/x#talk": count})


@pytest.mark.parametrize(
    ("css", "body"),
    [
        ("#talk", '<p>talk</p><p class="talk" data-id="talk">a</p>'),
        ("#talk", '<div id="talk"><main><p>The article.</p></main></div>'),
        ("#talk", '<div id="talk"><div><h1>The title</h1></div><p>The article.</p></div>'),
        ("#talk", '<div id="talk" itemprop="articleBody"><p>The article.</p></div>'),
        ("body[id]", "<p>a</p>"),
        (".a:not(#b)", '<p class="a" id="b">c</p>'),
    ],
)
def test_left_alone(css: str, body: str) -> None:
    assert pruned(body, rule(css=[css])) == (body, {})


def test_the_body_stays_whatever_it_is_called() -> None:
    tree = document_fromstring('<html class="talk"><body id="talk"><p>a</p></body></html>')
    assert not Pruner(RuleSet((), pages=(rule(css=["#talk", ".talk"]),))).prune(tree, Source())
    assert tree.text_content() == "a"


def test_xpath() -> None:
    one = rule(xpath=("//aside[h3='Tides today']", "//div[a][not(p)]"))
    body = "<aside><h3>Tides today</h3></aside><aside><h3>Tides</h3></aside><div><a>b</a></div>"
    assert pruned(body, one) == ("<aside><h3>Tides</h3></aside>", {"any/x#talk": 2})


BODY = '<p id="a">1</p><p id="b">2</p>'


@pytest.mark.parametrize(
    ("source", "taken"),
    [
        (Source(), {"any/x#de": 1}),  # of an unknown language it may be any; of an unknown site, none
        (Source(language="de"), {"any/x#de": 1}),
        (Source(language="de-AT", site="news.example.org"), {"any/x#de": 1, "any/x#site": 1}),
        (Source(language="en"), {}),
        (Source(language="en", site="example.org"), {"any/x#site": 1}),
        (Source(language="en", site="example.com"), {}),
    ],
)
def test_scope(source: Source, taken: dict[str, int]) -> None:
    rules = rule("de", ["#a"], language="de"), rule("site", ["#b"], site="example.org")
    assert pruned(BODY, *rules, source=source)[1] == taken


@pytest.mark.parametrize(
    ("selection", "taken"),
    [
        (Selection(), ["any/x#one"]),
        (Selection(level=Level.THOROUGH), ["any/x#one", "any/x#two"]),
        (Selection(ignore=("any/x#one",), level=Level.THOROUGH), ["any/x#two"]),
        (Selection(select=("any/x#two",), level=Level.THOROUGH), ["any/x#two"]),
        (Selection(ignore=("any",)), []),
    ],
)
def test_selection(selection: Selection, taken: list[str]) -> None:
    rules = rule("one", ["#a"]), rule("two", ["#b"], level=Level.THOROUGH)
    assert sorted(pruned(BODY, *rules, selection=selection)[1]) == taken


def test_page_rules_are_part_of_the_fingerprint() -> None:
    sets = [RuleSet((), pages=pages) for pages in ((), (rule(css=["#a"]),), (rule(css=["#b"]),))]
    assert len({one.fingerprint for one in sets}) == 3


@pytest.mark.parametrize(
    ("css", "names"),
    [
        ("#a", {"a"}),
        (".a", {"a"}),
        ("#a, .b", {"a", "b"}),
        ("div.a > p", {"a"}),
        (".a .b", {"b"}),
        ("p.a:not(.b)", {"a"}),
        ("[role='a']", set()),
        (".a, [b]", set()),
        ("p:not(.a)", set()),
        ("p:is(.a, .b)", set()),
        ("[id^='a-']", set()),
    ],
)
def test_names_that_must_be_there(css: str, names: set[str]) -> None:
    assert names_of(css) == names


WIDGETS = read_pack(bundled_folder() / "any" / "widgets.toml", "any/widgets").pages
PIECES = (
    '<div id="disqus_thread">a</div>',
    '<div class="x sharedaddy y">b</div>',
    "<p>c</p>",
    '<i id="cookie-notice">d</i>',
)


def test_names_only_save_work() -> None:
    expressions = [(compiled(of_css(css)), names_of(css)) for one in WIDGETS for css in one.css]
    found = 0
    for pieces in product(PIECES, repeat=2):
        tree = document_fromstring(f"<html><body>{''.join(pieces)}</body></html>")
        present = " ".join(tree.xpath("//@id | //@class")).split()
        for find, names in expressions:
            if names and find(tree):
                found += 1
                assert not names.isdisjoint(present)
    assert found > 10
