"""What line, starts, ends and contains take and leave: asked of the rule itself, and of the index that points to it."""

from typing import Any

import pytest

from cleaner.forms import RuleMatcher
from cleaner.index import Index
from cleaner.rule import Drop, Rule
from cleaner.shape import fold_line


def rule(place: str, *texts: str, **more: Any) -> Rule:  # noqa: ANN401 - keys of a rule
    return Rule(id="x", pack="t", why="A test.", **({place: texts} | more))


def spans(one: Rule, line: str) -> tuple[tuple[int, int], ...] | None:
    """Return what the rule takes of a line; the index must point to every line of which it takes something."""
    folded = fold_line(line)
    found = RuleMatcher(one).match(line, folded)
    index = Index([one])
    asked = [one.form for one in (*index.candidates([folded]), *index.edge_candidates([folded]))]
    assert index.matcher(0).match(line, folded, asked) == found
    return found


def takes(place: str, text: str, line: str, **more: Any) -> bool:  # noqa: ANN401 - keys of a rule
    return spans(rule(place, text, **more), line) is not None


class TestLine:
    @pytest.mark.parametrize(
        ("literal", "line"),
        [
            ("Also Read", "Also Read"),
            ("Also Read", "ALSO READ"),
            ("Also Read", "Also read:"),
            ("Also Read", "Also Read »"),
            ("Also Read", "*** Also   Read ***"),
            ("Also Read", "  “Also read”  "),
            ("Also Read", "• Also read …"),
            ("Also Read", "❤️ Also Read ❤️"),
            ("Also Read:", "ALSO READ:"),
            ("Also Read:", "» also read:"),  # it owns its colon, not what stands before it
            ("» Also Read", "» also read!"),
            ("Don't miss", "Don’t miss"),
            ("Don’t miss", "Don't miss!"),
            ("Say “yes”", 'say "yes"'),
            ("“Also Read!”", "“Also read!”"),
            ("没有了", "没有了。"),
            ("***", "***"),
            ("• • •", "•  •  •"),
            ("分享到", "分享到："),
            ("Διαβάστε επίσης", "ΔΙΑΒΆΣΤΕ ΕΠΊΣΗΣ:"),
            ("और पढ़ें", "और पढ़ें…"),
            ("İndir", "indir"),
            ("{{x}}", "{x}"),
            ("{n} comments", "12 Comments"),
            ("{n} comments", "1,204 comments »"),
            ("{n} comments", "[ 3.4K  comments ]"),
            ("({n}) comments", "(3) comments:"),
            ("Comments ({n})", "comments (3)"),
            ("Updated {date}", "UPDATED: March 12, 2019".replace(":", "")),
            ("Updated {date} at {time}", "Updated 12 March 2019 at 10:45 pm."),
            ("By {name}", "by Maria Lind"),
            ("By {name}", "— By Jan van der Berg —"),
            ("Reply to {name} cancel", "Reply to Maria Lind Cancel"),
            ("Follow {handle}", "Follow @example"),
            ("{handle} says", "@example says"),  # its sign is no outer punctuation
            ("{n} Kommentare", "3 kommentare"),
            ("共{n}条评论", "共12条评论。"),
            ("{words} comments", "Two hundred comments"),
            ("It's {n}", "it’s 5"),
            ("Source: {words}, {words}", "Source: PAP, TVN24"),  # a slot gives back what stands behind it
            ("{words}: {n}", "Word count: 5"),
            ("({words})", "(our own correspondent)"),
            ("({url})", "(https://example.org/a)"),
            ("{name}.", "J. R. Holm."),
            ("{name}-{n}", "Maria Lind-12"),
        ],
    )
    def test_taken(self, literal: str, line: str) -> None:
        assert takes("line", literal, line)

    @pytest.mark.parametrize(
        ("literal", "line"),
        [
            ("Also Read", "Also Read this"),
            ("Also Read", "“Also read!”"),  # spoken
            ("没有了", "“没有了。”"),
            ("没有了", "「没有了。」"),
            ("Also Read", "You may also read"),
            ("Also Read", "Also Reads"),
            ("Also Read", "Also-Read"),
            ("Also Read", "Also Read: 5"),
            ("Also Read", ""),
            ("Also Read:", "Also Read"),
            ("Also Read:", "Also Read::"),
            ("Also Read:", "Also Read »"),
            ("» Also Read", "Also Read"),
            ("***", "* * *"),
            ("***", "**"),
            ("分享到", "分享到微博"),
            ("और पढ़ें", "और पढ़े"),
            ("{n} comments", "comments"),
            ("{n} comments", "12 comments today"),
            ("{n} comments", "about 12 comments"),
            ("{n} comments", "twelve comments"),
            ("({n}) comments", "3 comments"),
            ("Comments ({n})", "Comments (3"),
            ("By {name}", "By the river"),
            ("By {name}", "BY the river"),
            ("By {name}", "By One Two Three Four Five"),
            ("Updated {date}", "Updated daily"),
            ("共{n}条评论", "共有条评论"),
            ("{words} comments", "one two three four five comments"),
        ],
    )
    def test_left(self, literal: str, line: str) -> None:
        assert not takes("line", literal, line)

    def test_takes_no_long_line(self) -> None:
        words = "word " * 60
        assert takes("line", words, words)
        longer = "word " * 90
        assert takes("line", longer, longer)  # the dict of whole lines needs no bound
        assert not takes("line", "{n} " + longer, "5 " + longer)

    def test_with_slots_it_takes_no_line_longer_than_they_need(self) -> None:
        assert takes("line", "{words} more", f"{'x' * 100} more")
        assert not takes("line", "{words} more", f"{'x' * 150} more")

    def test_with_drop_match_it_takes_the_whole_line(self) -> None:
        assert spans(rule("line", "{n} comments", drop=Drop.MATCH), "» 3 comments «") == ()


class TestStarts:
    @pytest.mark.parametrize(
        ("literal", "line"),
        [
            ("Also Read:", "Also read: Rupee falls"),
            ("Also Read:", "ALSO  READ: Rupee falls"),
            ("Also Read:", "Also read:Rupee falls"),
            ("Read more", "Read more"),
            ("Read more", "Read more, he said"),
            ("Read more", "  Read more"),
            ("Read more", "Read more»"),
            ("阅读更多", "阅读更多新闻"),
            ("Читайте также", "Читайте также: новости"),
            ("Don't miss", "Don’t miss this"),
            ("By {name} and", "By Maria Lind and others"),
            ("By {name}", "By Maria Lind in Oslo"),
            ("{n} comments", "12 comments so far"),
            ("{date} -", "12 March 2019 - Oslo"),
            ("共{n}条", "共12条评论"),
            ("Follow {handle}", "Follow @example on the net"),
        ],
    )
    def test_taken(self, literal: str, line: str) -> None:
        assert takes("starts", literal, line)

    @pytest.mark.parametrize(
        ("literal", "line"),
        [
            ("Also Read:", "Also read Rupee falls"),
            ("Also Read:", "» Also read: Rupee falls"),
            ("Also Read:", "See also read: Rupee falls"),
            ("Read more", "Read moreover"),
            ("Read more", "Read more2"),
            ("Читайте", "Читайтесь"),
            ("{n} comments", "12 commentsx"),
            ("{n} comments", "about 12 comments so far"),
            ("{n}", "12x"),
            ("By {name} and", "By Maria Lind or others"),
            ("Read more", "Read more " + "word " * 11),
        ],
    )
    def test_left(self, literal: str, line: str) -> None:
        assert not takes("starts", literal, line)

    def test_slot_takes_what_fits_and_no_word_in_half(self) -> None:
        assert not takes("starts", "By {name}", "By McDonald5 of Oslo")


class TestEnds:
    @pytest.mark.parametrize(
        ("literal", "line"),
        [
            ("read more", "Rupee falls ... Read more"),
            ("read more", "Rupee falls (read more"),
            ("read more", "Read more"),
            ("read more", "Rupee falls. read more  "),
            ("(Reuters)", "It rained. (Reuters)"),
            ("阅读全文", "卢比下跌阅读全文"),
            ("- {name}", "It rained - Maria Lind"),
            ("{n} min read", "Maria Lind 5 min read"),
            ("on {date}", "Posted on 12 March 2019"),
            ("共{n}条", "评论共12条"),
        ],
    )
    def test_taken(self, literal: str, line: str) -> None:
        assert takes("ends", literal, line)

    @pytest.mark.parametrize(
        ("literal", "line"),
        [
            ("read more", "Rupee falls, thread more"),
            ("read more", "Read more."),
            ("read more", "Read more »"),
            ("(Reuters)", "It rained (Reuters)."),
            ("{n} min read", "Maria Lind x5 min read"),
            ("min read", "admin read"),
            ("on {date}", "Posted upon 12 March 2019"),
            ("read more", "word " * 11 + "read more"),
        ],
    )
    def test_left(self, literal: str, line: str) -> None:
        assert not takes("ends", literal, line)


class TestContains:
    @pytest.mark.parametrize(
        ("literal", "line"),
        [
            ("powered by", "Comments powered by Disqus"),
            ("powered by", "POWERED  BY"),
            ("powered by", "empowered by, or powered by?"),  # the second one stands by itself
            ("(c) {n}", "All text (c) 2019, the authors"),
            ("分享到", "请分享到微博"),
            ("follow {handle}", "Please follow @example now"),
            ("{n} shares", "It has 12 shares today"),
        ],
    )
    def test_taken(self, literal: str, line: str) -> None:
        assert takes("contains", literal, line)

    @pytest.mark.parametrize(
        ("literal", "line"),
        [
            ("powered by", "empowered by law"),
            ("powered by", "powered bytes"),
            ("powered by", "power by"),
            ("{n} shares", "It has x12 shares today"),
            ("{n} shares", "It has 12 shareses today"),
            ("powered by", "powered by " + "word " * 11),
        ],
    )
    def test_left(self, literal: str, line: str) -> None:
        assert not takes("contains", literal, line)


@pytest.mark.parametrize("place", ["starts", "ends", "contains"])
def test_max_words_is_twelve_or_what_is_said(place: str) -> None:
    line = "read more " + "word " * 8 + "read more"
    assert takes(place, "read more", line)
    assert not takes(place, "read more", f"read more {line}")
    assert takes(place, "read more", f"read more {line}", max_words=14)
    assert not takes(place, "read more", line, max_words=11)


def test_max_words_is_not_for_whole_lines() -> None:
    assert takes("line", "word " * 20, "word " * 20, max_words=1)


LONG = "x" * 190


@pytest.mark.parametrize(
    ("place", "line", "taken"),
    [
        ("starts", f"read more {LONG} {LONG} {LONG}", True),
        ("starts", f"{LONG} {LONG} read more {LONG}", False),
        ("ends", f"{LONG} {LONG} {LONG} read more", True),
        ("ends", f"{LONG} {LONG} read more {LONG}", False),
        ("contains", f"{LONG} read more {LONG}", True),  # 390 characters
        ("contains", f"{LONG} read more {LONG} {LONG}", False),
        ("contains", f"read more {LONG} {LONG} {LONG}", False),
    ],
)
@pytest.mark.parametrize("text", ["read more", "{words} more"])
def test_of_long_lines_only_the_ends_are_seen(place: str, line: str, taken: bool, text: str) -> None:
    assert takes(place, text, line) is taken
