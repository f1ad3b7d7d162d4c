"""Pruning: the elements that page rules name leave the page before its article is extracted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cleaner.document import Source
from cleaner.rule import PageRule
from cleaner.ruleset import RuleSet, Scope
from cleaner.xpath import Finder, compiled, names_of, of_css

# What holds the article stays whatever names it: a widget's id on the whole page would be the end of it.
_ARTICLE = (
    "self::html or self::body or descendant-or-self::main or descendant-or-self::h1"
    " or descendant-or-self::*[contains(@itemprop, 'articleBody')]"
)


@dataclass(frozen=True)
class _Expression:
    """One expression of a rule; at least one of `names` is an id or a class of every page on which it finds something."""

    rule: str
    find: Finder
    names: frozenset[str] = frozenset()


class Pruner:
    """Prunes pages by the page rules of a rule set, those in scope of each page's source."""

    def __init__(self, ruleset: RuleSet) -> None:
        """Take the rules."""
        self._ruleset = ruleset
        self._scopes: dict[Scope, list[_Expression]] = {}

    @cached_property
    def _page(self) -> tuple[Finder, Finder]:
        from lxml.etree import XPath  # noqa: PLC0415 - only pages need it

        return XPath("//@id | //@class", smart_strings=False), XPath(f"boolean({_ARTICLE})")

    def prune(self, tree: Any, source: Source) -> Counter[str]:  # noqa: ANN401 - an element of lxml
        """Take from `tree`, the page of `source`, what rules name; return how many elements each rule took."""
        taken: Counter[str] = Counter()
        expressions = self._in_scope(source)
        if not expressions:
            return taken
        attributes, holds_article = self._page
        present = set(" ".join(attributes(tree)).split())
        for expression in expressions:
            if expression.names and present.isdisjoint(expression.names):
                continue
            gone: set[Any] = set()
            for element in expression.find(tree):
                if gone.isdisjoint(element.iterancestors()) and not holds_article(element):
                    gone.add(element)
            for element in gone:
                element.drop_tree()  # what follows its end stays
            if gone:
                taken[expression.rule] += len(gone)
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
