"""Proofs of page rules: their examples are pages, pruned by the rule alone, by all in scope, and without the rule."""

from collections.abc import Iterator, Sequence
from typing import Any

import regex

from cleaner.complaint import Complaint, difference
from cleaner.document import Source
from cleaner.prune import Pruner
from cleaner.rule import Example, Level, PageRule
from cleaner.ruleset import RuleSet
from cleaner.selection import Selection
from cleaner.xpath import PAGE_SECONDS, compiled, of_css, slow_at

_WORD = regex.compile(r"[A-Za-z][\w-]{2,}")


def check_pages(rules: Sequence[PageRule], among: Sequence[PageRule]) -> Iterator[Complaint]:
    """Yield what is wrong with the proofs of `rules`, all of which are also in `among`, the rules that act together."""
    for rule in rules:
        alone = _pruner([rule])
        together, without = _pruner(among), _pruner([one for one in among if one.name != rule.name])
        for example in rule.examples:
            problem = _problem(rule, example, alone, together, without)
            if problem:
                yield Complaint(rule, "proof", problem, example.line)
            if example.is_near_miss and not _is_near(rule, example):
                problem = f"nothing that the rule looks for is in this near miss: {_short(example)}"
                yield Complaint(rule, "near-miss", problem, example.line)
        yield from _check_speed(rule)


def _pruner(rules: Sequence[PageRule]) -> Pruner:
    # Of a site's rules only the scope is of interest here, and an example has no language.
    return Pruner(RuleSet((), Selection(level=Level.THOROUGH), pages=tuple(rule._replace(language="") for rule in rules)))


def _problem(rule: PageRule, example: Example, alone: Pruner, together: Pruner, without: Pruner) -> str:
    wanted, _ = _outcome(example.after, None, rule.site)
    got, _ = _outcome(example.before, alone, rule.site)
    if got != wanted:
        return f"under this rule alone an example fails: {difference(wanted, got)}"
    got, by = _outcome(example.before, together, rule.site)
    if got != wanted:
        return f"among all rules an example fails, because of {', '.join(sorted(by))}: {difference(wanted, got)}"
    if example.is_near_miss:
        return ""
    got, by = _outcome(example.before, without, rule.site)
    if got == wanted:
        return f"an example passes without the rule, because of {', '.join(sorted(by))}: {_short(example)}"
    return ""


def _outcome(html: str, pruner: Pruner | None, site: str) -> tuple[str, set[str]]:
    """Return what is left of a page, and the names of the rules that took something."""
    from lxml.html import document_fromstring  # noqa: PLC0415

    tree = document_fromstring(f"<!DOCTYPE html><html><body>{html}</body></html>")
    by = set(pruner.prune(tree, Source(site=site))) if pruner else set()
    return "\n".join(filter(None, _rows(tree))), by


def _rows(element: Any) -> Iterator[str]:  # noqa: ANN401 - an element of lxml
    """Yield a line for each tag and each text of a page, so that pages can be compared whatever their spaces."""
    attributes = "".join(f' {name}="{value}"' for name, value in sorted(element.items()))
    yield f"<{element.tag}{attributes}>"
    yield " ".join((element.text or "").split())
    for child in element:
        yield from _rows(child)
        yield " ".join((child.tail or "").split())
    yield f"</{element.tag}>"


def _short(example: Example) -> str:
    return repr(next((line for line in example.before.split("\n") if line.strip()), "")[:60])


def _is_near(rule: PageRule, example: Example) -> bool:
    words = {word for text in (*rule.css, *rule.xpath) for word in _WORD.findall(text)}
    return any(word in example.before for word in words)


def _check_speed(rule: PageRule) -> Iterator[Complaint]:
    for text, xpath in [*((css, of_css(css)) for css in rule.css), *((xpath, xpath) for xpath in rule.xpath)]:
        slow = slow_at(compiled(xpath))
        if slow:
            yield Complaint(rule, "slow", f"{text!r} needs more than {PAGE_SECONDS} s for a page of {slow} elements")
