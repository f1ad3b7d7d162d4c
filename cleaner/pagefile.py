"""The [[page]] tables of rule files: elements of a page, named by CSS or XPath, that go before the article is extracted."""

from cleaner.rule import PageRule
from cleaner.table import ID, Table
from cleaner.xpath import ExpressionError, check, of_css

EXPRESSION_KEYS = ("css", "xpath")
PAGE_KEYS = ("id", "why", *EXPRESSION_KEYS, "level", "examples")
# An expression is asked of every page; a list of what to drop is several expressions.
MAX_EXPRESSION = 300


def page_rule(table: Table, pack: str, language: str, site: str) -> PageRule:
    """Return the rule in a [[page]] table. Raise RuleError for the first thing that is not as docs/rules.md says."""
    table.check_keys(PAGE_KEYS)
    css, xpath = (_expressions(table, key) for key in EXPRESSION_KEYS)
    rule = PageRule(
        id=table.text("id", ID, required=True),
        pack=pack,
        why=table.text("why", required=True),
        css=css,
        xpath=xpath,
        level=table.level(),
        examples=tuple(table.examples()),
        language=language,
        site=site,
        place=table.place(),
    )
    if not css and not xpath:
        raise table.fail("", "a page rule that names no elements", "add css or xpath: css = ['#comment-widget']")
    for text in table.texts("examples"):
        if any(row.startswith("+") for row in text.split("\n")):
            raise table.fail("examples", "a page rule only removes, and a row begins with '+'", "rows begin with ' ' or '-'")
    table.check_examples(rule.examples, rule.id)
    return rule


def _expressions(table: Table, key: str) -> tuple[str, ...]:
    texts = table.texts(key)
    for text in texts:
        if len(text) > MAX_EXPRESSION:
            raise table.fail(key, f"a {key} of {len(text)} characters", f"at most {MAX_EXPRESSION}; write several")
        try:
            check(of_css(text) if key == "css" else text)
        except ExpressionError as error:
            raise table.fail(key, f"{key} {text!r}: {error}", error.hint) from error
    return texts
