"""Pruning: the elements that page rules name leave the page before its article is extracted."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from cleaner.document import Source
from cleaner.rule import PageRule
from cleaner.ruleset import RuleSet, Scope
from cleaner.xpath import Finder, compiled, names_of, names_on, of_css

# What holds the article stays whatever names it: a widget's id on the whole page would be the end of it.
_ARTICLE = (
    "self::html or self::body or descendant-or-self::main or descendant-or-self::h1"
    " or descendant-or-self::*[contains(@itemprop, 'articleBody')]"
)


class _Expression(NamedTuple):
    """One expression of a rule; one of `names` is in the `names_on` every page on which it finds something."""

    rule: str
    find: Finder
    names: frozenset[str] = frozenset()

    def elements(self, tree: Any, present: str) -> list[Any]:  # noqa: ANN401 - an element of lxml
        """Return what it finds on a page with the names `present`, in the order of the page."""
        if self.names and not any(name in present for name in self.names):
            return []
        return self.find(tree)


class Pruner:
    """Prunes pages by the page rules of a rule set, those in scope of each page's source."""

    def __init__(self, ruleset: RuleSet) -> None:
        """Take the rules."""
        self._ruleset = ruleset
        self._scopes: dict[Scope, list[_Expression]] = {}

    @cached_property
    def _holds_article(self) -> Finder:
        return compiled(f"self::*[{_ARTICLE}]")

    def prune(self, tree: Any, source: Source) -> Counter[str]:  # noqa: ANN401 - an element of lxml
        """Take from `tree`, the page of `source`, what rules name; return how many elements each rule took."""
        taken: Counter[str] = Counter()
        expressions = self._in_scope(source)
        if not expressions:
            return taken
        present = names_on(tree)
        gone: set[Any] = set()
        for expression in expressions:
            for element in expression.elements(tree, present):
                # What is in an element that went is gone with it.
                if element in gone or not gone.isdisjoint(element.iterancestors()) or self._holds_article(element):
                    continue
                gone.add(element)
                element.drop_tree()  # what follows its end stays
                taken[expression.rule] += 1
        return taken

    def _in_scope(self, source: Source) -> list[_Expression]:
        scope = self._ruleset.scope(source)
        if scope not in self._scopes:
            self._scopes[scope] = list(_expressions(self._ruleset.pages_in_scope(scope)))
        return self._scopes[scope]


def _expressions(rules: Iterable[PageRule]) -> Iterable[_Expression]:
    for rule in rules:
        for css in rule.css:
            yield _Expression(rule.name, compiled(of_css(css)), names_of(css))
        for xpath in rule.xpath:
            yield _Expression(rule.name, compiled(xpath))
