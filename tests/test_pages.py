"""Pages as they come: what of a page becomes its text, also of those that no program would write by hand."""

from io import BytesIO
from typing import Any

import pytest

from cleaner import Source
from cleaner.errors import DocumentError
from cleaner.formats import Reading, html
from cleaner.formats.html import MANY_ELEMENTS, Page, extract
from cleaner.prune import Pruner
from cleaner.rule import PageRule
from cleaner.ruleset import RuleSet

LINES = [
    f"The ferry between Brakk and the islands will sail again on day {day}, the harbour master said after a week of repairs."
    for day in range(8)
]
ARTICLE = "".join(f"<p>{line}</p>" for line in LINES)


def page(body: str, head: str = "") -> bytes:
    return f'<!DOCTYPE html><html lang="en"><head><title>Ferry</title>{head}</head><body>{body}</body></html>'.encode()


def missing(found: Page) -> list[str]:
    return [line for line in LINES if line not in found.text.split("\n")]


def deep(depth: int, tag: str, inner: str) -> str:
    return f"<{tag}>" * depth + inner + f"</{tag}>" * depth


PLAIN = page(f"<article>{ARTICLE}</article>")
LINKED = '<script type="application/ld+json">[{}]</script>'.format(",".join(['{"@type":["a"],"name":"b"}'] * 400_000))


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN,
        page(deep(300, "div", ARTICLE)),  # trafilatura alone returns nothing
        page(f"<article>{ARTICLE}</article>{deep(300, 'div', '<a>Home</a>')}"),
        page(f"<article>{ARTICLE}</article>", LINKED),
        page(f"<article>{ARTICLE}</article>", f"<script>{'var a = 1;' * 100_000}</script>"),
        PLAIN.replace(b"<p>", b"<p>\0").replace(b"</title>", b"\0</title>"),
        PLAIN.replace(b"<!DOCTYPE html>", b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>').replace(
            b"<html", b'<html xmlns="http://www.w3.org/1999/xhtml"'
        ),
        PLAIN.replace(b"<html", b"\xef\xbb\xbf<html"),
        PLAIN.replace(b'lang="en">', b'lang="en"/>'),
        PLAIN[: PLAIN.index(b"</article>")],
        PLAIN[: PLAIN.index(b"</article>")] + b"<div class='a",
        PLAIN.upper().replace(ARTICLE.upper().encode(), ARTICLE.encode()),
        f"<article>{ARTICLE}</article><p>b</p>".encode(),
    ],
    ids=lambda raw: f"{len(raw)} bytes",
)
def test_the_article_is_whole(raw: bytes) -> None:
    found = extract(raw)
    assert missing(found) == []
    assert found.note == ""


@pytest.mark.parametrize(
    "body",
    [
        deep(10_000, "div", ARTICLE),
        f"<div>{deep(10_000, 'font', ARTICLE)}</div>",
        f"<article>{ARTICLE}</article>{'<div><span>a</span>' * 5000}",
    ],
)
def test_nesting_beyond_libxml2_is_read_and_said(body: str) -> None:
    found = extract(page(body))
    assert missing(found) == []
    assert found.note == "nested too deep: read without the elements that only wrap"


def test_what_cannot_be_flattened_is_said() -> None:
    found = extract(page(f"<article>{ARTICLE}</article>{deep(3000, 'fieldset', 'a')}"))
    assert missing(found) == []
    assert found.note.endswith(", and not to its end")


def test_a_text_of_ten_megabytes() -> None:
    text = "word and more words. " * 500_000
    found = extract(page(f"<article>{ARTICLE}<p>{text}</p></article>"))
    assert missing(found) == []
    assert text.strip() in found.text


def test_a_page_of_links_is_read_without_second_opinions(monkeypatch: pytest.MonkeyPatch) -> None:
    links = "".join(f'<a href="/{number}">Link number {number}</a> ' for number in range(2000))
    raw = page(f"<article>{ARTICLE}</article><div>{links}</div>")
    whole = extract(raw)
    monkeypatch.setattr(html, "MANY_ELEMENTS", 1000)  # 50,000 take too long for a test
    assert MANY_ELEMENTS > 10_000
    found = extract(raw)
    assert found.text == whole.text
    assert found.note == "a page of 2014 elements: read without the second opinions"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" \n",
        b"<html></html>",
        b"<html><body></body></html>",
        b"<p>Hi</p>",
        b"\x89PNG\r\n\x1a\n",
        b"\0" * 1000,
        page("<nav><a href='/'>Home</a></nav><footer>Imprint</footer><script>1</script>"),
        page("<div></div>" * 1000),
    ],
)
def test_a_page_without_an_article_is_an_error(raw: bytes) -> None:
    with pytest.raises(DocumentError, match="no article found on the page"):
        extract(raw)


def test_layout_tables_are_no_data_and_data_tables_are() -> None:
    cells = f"<td><a>Home</a><br><a>Maps</a></td><td><h1>Ferry</h1>{ARTICLE}</td>"
    table = f"<table><tr>{cells}</tr></table>"
    assert missing(extract(page(table))) == []
    assert missing(extract(page(f"<table><tr><td>Gazette</td></tr><tr><td>{table}</td></tr></table>"))) == []
    table = "<table><tr><th>Day</th><th>Depth</th></tr><tr><td>1 May</td><td>4.1 m</td></tr></table>"
    assert "| 1 May | 4.1 m |" in extract(page(f"<article>{ARTICLE}{table}</article>")).text


def test_short_texts_in_dense_scripts_are_no_rest() -> None:
    lines = [
        "桥通车那天他照常在清晨五点解开缆绳，等了一个上午，只等来一只迷路的羊。",
        "第二天镇上的人都知道了，水涨了没有人问。",
    ] * 2
    body = "<div class='menu'>首页</div><h1>渡口</h1><article>{}</article>".format(
        "".join(f"<p>{line}</p>" for line in lines)
    )
    found = extract(page(body).replace(b'"en"', b'"zh"'))
    assert [line for line in found.text.split("\n") if line] == lines


def read(raw: bytes, source: Source | None = None, **reading: Any) -> html.PageUnit:  # noqa: ANN401
    (unit,) = html.read(BytesIO(raw), "x", source or Source(), Reading(**reading))
    return unit


def test_a_unit_says_how_it_was_read_and_what_was_pruned() -> None:
    rule = PageRule("talk", "site/example.org", "W.", css=("#talk",), site="example.org")
    pruner = Pruner(RuleSet((), pages=(rule,)))
    raw = page(f"<article>{ARTICLE}<div id='talk'><p>{LINES[0].replace('ferry', 'tram')}</p></div></article>")
    known = Source(url="https://example.org/a")
    assert read(raw, known, pruner=pruner).pruned == (("site/example.org#talk", 1),)
    assert read(raw, known).pruned == ()
    assert read(raw, pruner=pruner).pruned == ()
    for unit, trams in ((read(raw, known, pruner=pruner), 0), (read(raw), 1)):
        assert unit.record is not None
        assert unit.record.text.count("tram") == trams
    assert read(page(deep(3000, "div", ARTICLE))).remark.startswith("nested too deep")


def test_the_site_of_a_page_rule_may_be_what_the_page_says() -> None:
    pruner = Pruner(RuleSet((), pages=(PageRule("a", "site/example.org", "W.", css=("#a",), site="example.org"),)))
    head = '<link rel="canonical" href="https://www.example.org/b">'
    assert read(page(f"<article>{ARTICLE}</article><p id='a'>b</p>", head), pruner=pruner).pruned


@pytest.mark.parametrize(("language", "kept"), [("ru", ""), ("de", "de"), ("sw", "sw")])
def test_a_language_of_other_letters_is_not_believed(language: str, kept: str) -> None:
    assert extract(PLAIN.replace(b'"en"', f'"{language}"'.encode())).language == kept
