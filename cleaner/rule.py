"""What a rule is: frozen values, no behaviour beyond their names."""

from enum import IntEnum, StrEnum
from typing import NamedTuple


class Drop(StrEnum):
    """How much goes when a rule matches."""

    MATCH = "match"
    LINE = "line"
    BLOCK = "block"
    SECTION = "section"
    REST = "rest"


class Zone(StrEnum):
    """Where in the document a rule may match; all but `any` hang on prose lines.

    `head` reaches down to the second prose line and `tail` begins at the last but one; `top` is what stands above the
    first prose line and `bottom` what stands below the last. A list of bare words between two paragraphs may be the
    article's own, above the first one it is a menu.
    """

    ANY = "any"
    HEAD = "head"
    TAIL = "tail"
    TOP = "top"
    BOTTOM = "bottom"


class Level(IntEnum):
    """How much risk is taken, least first; a rule or detector acts from its level on."""

    CAREFUL = 0
    STANDARD = 1
    THOROUGH = 2

    @classmethod
    def of(cls, name: str) -> "Level":
        """Return the level called `name` (lower case); raise KeyError where there is none."""
        return cls[name.upper()]

    @property
    def word(self) -> str:
        """The level's name as users write it."""
        return self.name.lower()


FOLLOW_WORDS = ("headlines", "bullets", "truncated", "short", "names")
AFTER_WORDS = ("prose", "short")
DEFAULT_MAX_WORDS = 12


class Example(NamedTuple):
    """One proof of a rule, a diff: what the text is before and after, and where it stands in the file."""

    before: str
    after: str
    line: int

    @property
    def is_near_miss(self) -> bool:
        """Whether the example must come through unchanged."""
        return self.before == self.after


class Rule(NamedTuple):
    """One entry of a pack. `name` is unique: `en/comments#post-a-comment`.

    `starts`, `ends`, `contains` and `line` hold literals or templates as written; `pattern` a regular expression
    or an empty string; `follow` and `after` one of their words, a pattern, or an empty string.
    """

    id: str
    pack: str
    why: str
    line: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    pattern: str = ""
    needs: tuple[str, ...] = ()
    drop: Drop = Drop.LINE
    zone: Zone = Zone.ANY
    follow: str = ""
    after: str = ""
    max_words: int = DEFAULT_MAX_WORDS
    level: Level = Level.STANDARD
    examples: tuple[Example, ...] = ()
    language: str = ""
    site: str = ""
    place: str = ""

    @property
    def name(self) -> str:
        """The full name: pack and id."""
        return f"{self.pack}#{self.id}"


class PageRule(NamedTuple):
    """An entry of a pack that is about pages: elements that go before the article is extracted.

    `css` and `xpath` hold expressions as written; an element that one of them names goes with all that it holds. The
    text after its end stays. Examples are diffs of HTML.
    """

    id: str
    pack: str
    why: str
    css: tuple[str, ...] = ()
    xpath: tuple[str, ...] = ()
    level: Level = Level.STANDARD
    examples: tuple[Example, ...] = ()
    language: str = ""
    site: str = ""
    place: str = ""

    @property
    def name(self) -> str:
        """The full name: pack and id."""
        return f"{self.pack}#{self.id}"


class Pack(NamedTuple):
    """What a rule file holds, in the order in which it is written."""

    rules: tuple[Rule, ...] = ()
    pages: tuple[PageRule, ...] = ()
