"""What a page says of itself: where it stands, what comes first, and what is not believed."""

import pytest
from lxml.html import document_fromstring

from cleaner.formats.markup import MOST_JSON
from cleaner.formats.metadata import About, about, in_script, is_dense


def said(head: str = "", body: str = "<p>a</p>", html: str = "<html>", url: str = "") -> About:
    return about(document_fromstring(f"{html}<head>{head}</head><body>{body}</body></html>"), url)


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


ARTICLE = (
    '{"headline": "Tram", "datePublished": "2024-03-08T06:00:00Z", "author": {"@type": "Person", "name": "Ines Vardal"}}'
)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("", "", ""),
        ("<title>Tram \n runs</title>", "", "Tram runs"),
        ("<title>Tram | Gazette</title>", "<h1>Tram</h1>", "Tram"),
        ("<title>Tram | Gazette</title>", "<h1>Ferry</h1>", "Tram | Gazette"),
        ("<title>Tram | Gazette</title>", "<h1>Tram</h1><h1>Tram</h1>", "Tram | Gazette"),
        ("", "<h1>Tram <em>runs</em></h1>", "Tram runs"),
        ('<meta property="og:title" content="Tram"><title>Gazette</title>', "<h1>Gazette</h1>", "Tram"),
        ('<meta property="og:title" content="Tram - Gazette">', "<h1>Tram</h1>", "Tram"),
        ('<meta name="dc.title" content="Tram"><meta property="og:title" content=" ">', "", "Tram"),
        (linked(ARTICLE) + "<title>Gazette</title>", "", "Tram"),
        (f'<meta property="og:title" content="{"a" * 2000}">', "", "a" * 500),
        ("", "<svg><title>Icon</title></svg>", "Icon"),
    ],
)
def test_title(head: str, body: str, title: str) -> None:
    assert said(head, body).title == title


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="Author" content="Ines Vardal">', "Ines Vardal"),
        ('<meta name="author" content="By Ines Vardal">', "Ines Vardal"),
        ('<meta property="article:author" content="https://example.org/ines">', ""),
        ('<meta property="article:author" content="https://example.org/ines">' + linked(ARTICLE), "Ines Vardal"),
        (linked('{"author": [{"name": "Ines"}, {"name": "Pim"}, 5]}'), "Ines, Pim"),
        (linked('{"@graph": [{"@type": "WebSite"}, {"author": "Pim"}]}'), "Pim"),
        (linked('[{"author": {"url": "x"}}, {"author": "Pim"}]'), "Pim"),
        (linked('{"author": "Pi\nm"}'), "Pi m"),
        (linked("{broken") + linked('{"author": "Pim"}'), "Pim"),
        (linked("[" * 100_000), ""),
        (linked('"text"') + linked("5") + linked("null") + linked('{"@graph": 5}'), ""),
        (linked('{"author": "Pim", "a": "' + "a" * MOST_JSON + '"}'), ""),
        ('<script>{"author": "Pim"}</script>', ""),
    ],
)
def test_author(head: str, author: str) -> None:
    assert said(head).author == author


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ('<meta property="article:published_time" content="2024-03-08T06:00:00+01:00">', "", "2024-03-08"),
        ('<meta itemprop="datePublished" content="2024-03-08">', "", "2024-03-08"),
        ('<meta name="pubdate" content="20240308">', "", "2024-03-08"),
        ('<meta name="date" content="2024/03/08">', "", "2024-03-08"),
        ('<meta name="date" content="8 March 2024">', "", ""),
        ('<meta name="date" content="2024-13-08">', "", ""),
        ('<meta property="article:modified_time" content="2024-03-08">', "", ""),
        (linked(ARTICLE), "", "2024-03-08"),
        ("", '<time datetime="2024-03-08T06:00">today</time>', "2024-03-08"),
        ("", '<time datetime="2024-03-08">a</time><time datetime="2024-03-09">b</time>', ""),
        ("", '<time datetime="2024-03-08">a</time><time datetime="2024-03-09" pubdate>b</time>', "2024-03-09"),
        ("", "<time>2024-03-08</time>", ""),
    ],
)
def test_date(head: str, body: str, date: str) -> None:
    assert said(head, body).date == date


@pytest.mark.parametrize(
    ("html", "head", "language"),
    [
        ('<html lang="de">', "", "de"),
        ('<html lang="de-AT">', "", "de"),
        ('<html lang="zh_Hans_CN">', "", "zh"),
        ('<html xml:lang="pl">', "", "pl"),
        ('<html lang="german">', '<meta http-equiv="Content-Language" content="de">', "de"),
        ("<html>", '<meta property="og:locale" content="pt_BR">', "pt"),
        ('<html lang="">', '<meta name="dc.language" content="EN">', "en"),
        ("<html>", "", ""),
        ('<html lang="{{ lang }}">', "", ""),
    ],
)
def test_language(html: str, head: str, language: str) -> None:
    assert said(head, html=html).language == language


@pytest.mark.parametrize(
    ("head", "known", "url"),
    [
        ("", "", ""),
        ("", "https://example.org/a", "https://example.org/a"),
        ('<link rel="canonical" href="https://example.org/b">', "https://example.org/a", "https://example.org/b"),
        ('<link rel="canonical" href="/b">', "https://example.org/a", "https://example.org/b"),
        ('<link rel="canonical" href="/b">', "", ""),
        ('<link rel="Canonical" href="">', "https://example.org/a", "https://example.org/a"),
        ('<link rel="canonical" href="https://[">', "https://example.org/a", "https://example.org/a"),
        (
            '<link rel="canonical" href="javascript:1"><meta property="og:url" content="http://b.example/">',
            "",
            "http://b.example/",
        ),
        ('<link rel="stylesheet" href="https://example.org/b">', "", ""),
    ],
)
def test_url(head: str, known: str, url: str) -> None:
    assert said(head, url=known).url == url


@pytest.mark.parametrize(
    ("language", "text", "is_so"),
    [
        ("en", "The tram runs.", True),
        ("de", "Größe", True),
        ("en", "Трамвай ходит", False),
        ("en", "Трамвай ходит to the harbour and back again", True),
        ("ru", "Трамвай", True),
        ("zh", "电车五月停运一周", True),
        ("zh", "The tram runs", False),
        ("el", "Το τραμ", True),
        ("ja", "電車", True),
        ("sw", "Трамвай", True),
        ("en", "12:30", True),
    ],
)
def test_letters_of_a_language(language: str, text: str, is_so: bool) -> None:
    assert in_script(language, text) is is_so


@pytest.mark.parametrize(
    ("language", "title", "is_so"),
    [("zh", "", True), ("", "電車", True), ("en", "Tram", False), ("", "", False), ("", "Tram 電車", False)],
)
def test_dense(language: str, title: str, is_so: bool) -> None:
    assert is_dense(language, title) is is_so
