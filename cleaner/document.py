"""A document, where it comes from, and what can happen to it: cuts and edits."""

from typing import NamedTuple

# What a language and a site look like, as regular expressions.
LANGUAGE = r"[a-z]{2,3}"
SITE = r"(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+"
# What spoke for a cut, and how strongly: names of groups of features and what each added to the score.
Spoke = tuple[tuple[str, float], ...]


class Source(NamedTuple):
    """What is known of a document besides its text; an empty string means unknown.

    `site` is a host name in lower case without `www.`; `language` an ISO 639-1 code.
    """

    id: str = ""
    url: str = ""
    site: str = ""
    language: str = ""
    title: str = ""


class Record(NamedTuple):
    """One document as a format yields it: its source and its text, decoded and otherwise untouched."""

    source: Source
    text: str


class Cut(NamedTuple):
    """Characters `start:stop` of the original that go, because of the rule or detector named `by`.

    `new` is empty, unless a cut ends inside what a normalising edit had made of one stretch of the original: then it
    is the part of that which stays. `spoke` says what weighed how much, where the detector weighs and was asked to say.
    """

    start: int
    stop: int
    by: str
    old: str
    new: str = ""
    spoke: Spoke = ()


class Edit(NamedTuple):
    """Characters `start:stop` of the original that the normalising step `by` replaces by `new`."""

    start: int
    stop: int
    by: str
    old: str
    new: str


Span = Cut | Edit


class Result(NamedTuple):
    """A cleaned document.

    `text` is what is left; `cuts` and `edits` are disjoint, ordered spans of `original` and say all that happened.
    `refused` is empty, or the fuse's reason: the text is then the original, and cuts and edits are empty. `kept` are the
    phrases of the allow-list that kept a line from being cut.
    """

    original: str
    text: str
    cuts: tuple[Cut, ...] = ()
    edits: tuple[Edit, ...] = ()
    refused: str = ""
    kept: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the text differs from the original."""
        return self.text != self.original

    @property
    def spans(self) -> tuple[Span, ...]:
        """Cuts and edits together, in order."""
        return tuple(sorted((*self.cuts, *self.edits), key=lambda span: (span.start, span.stop)))


def site_of(url: str) -> str:
    """Return the host of `url` in lower case without `www.` and port, or an empty string where there is none."""
    rest = url.partition("://")[2]
    if not rest:
        return ""
    found = rest.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0].rpartition("@")[2].partition(":")[0].rstrip(".")
    return host(found) if "." in found else ""


def host(name: str) -> str:
    """Return the host called `name` as a source has it: in lower case without `www.`."""
    return name.lower().removeprefix("www.")


def in_site(host: str, site: str) -> bool:
    """Return whether `host` is `site` or one of its subdomains."""
    return host == site or host.endswith("." + site)
