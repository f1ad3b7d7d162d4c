"""Where a document is from: the site of an address, and which hosts a site covers."""

import pytest

from cleaner import Cleaner, Result
from cleaner.document import in_site, site_of
from cleaner.rule import Rule
from cleaner.ruleset import RuleSet


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://cnn.com/a", "cnn.com"),
        ("https://www.cnn.com/a", "cnn.com"),
        ("http://WWW.CNN.com", "cnn.com"),
        ("HTTPS://Edition.CNN.com/x?y#z", "edition.cnn.com"),
        ("https://cnn.com:8080/a", "cnn.com"),
        ("https://user:word@cnn.com:80/a@b", "cnn.com"),
        ("https://cnn.com?x=/a", "cnn.com"),
        ("https://cnn.com#x", "cnn.com"),
        ("https://cnn.com./a", "cnn.com"),
        ("https://www.example.co.uk/a", "example.co.uk"),
        ("https://www2.example.org", "www2.example.org"),
        ("https://www.www.example.org", "www.example.org"),
        ("https://bücher.example/a", "bücher.example"),
        ("ftp://files.example.org/a", "files.example.org"),
        ("https://example.org/https://cnn.com/", "example.org"),
        ("https://10.0.0.1:80/", "10.0.0.1"),
        ("  https://cnn.com/a\n", "cnn.com"),
    ],
)
def test_site_of(url: str, site: str) -> None:
    assert site_of(url) == site


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cnn.com",
        "cnn.com/a",
        "/a/b",
        "mailto:a@cnn.com",
        "https://",
        "https:///a",
        "http://localhost:80/",
        "https://[::1]/a",
        "news",
    ],
)
def test_no_site(url: str) -> None:
    assert site_of(url) == ""


@pytest.mark.parametrize(
    ("host", "site"),
    [("cnn.com", "cnn.com"), ("edition.cnn.com", "cnn.com"), ("a.b.cnn.com", "cnn.com"), ("bbc.co.uk", "bbc.co.uk")],
)
def test_in_site(host: str, site: str) -> None:
    assert in_site(host, site)


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("notcnn.com", "cnn.com"),
        ("cnn.com", "edition.cnn.com"),
        ("cnn.com.org", "cnn.com"),
        ("", "cnn.com"),
        ("com", "cnn.com"),
    ],
)
def test_not_in_site(host: str, site: str) -> None:
    assert not in_site(host, site)


@pytest.mark.parametrize(("text", "changed"), [("a", False), ("b", True), ("", True)])
def test_a_result_is_changed_if_its_text_is(text: str, changed: bool) -> None:
    assert Result("a", text).changed is changed


@pytest.mark.parametrize("site", ["cnn.com", "CNN.com", "www.CNN.COM", "edition.cnn.com"])
def test_a_site_is_named_in_any_case(site: str) -> None:
    rule = Rule(id="x", pack="site/cnn.com", why="A line.", line=("From CNN",), site="cnn.com")
    cleaner = Cleaner(ruleset=RuleSet((rule,)))
    assert cleaner.clean("From CNN\na", site=site).text == "a"
    assert cleaner.clean("From CNN\na", url=f"https://{site}/a", site=None).text == "a"


def test_what_is_not_known_may_be_none() -> None:
    cleaner = Cleaner(bundled=False)
    assert cleaner.clean("a", url=None, site=None, language=None, title=None) == cleaner.clean("a")
