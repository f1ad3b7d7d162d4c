"""Rule files: what is read, and every complaint with its file, its line and its cure."""

from pathlib import Path

import pytest

from cleaner.errors import RuleError
from cleaner.rule import Drop, Example, Level, Rule, Zone
from cleaner.rulefile import MOST_WORDS, RULE_KEYS, parse_pack, read_pack

PROOF = """examples = ['''
 It rained.
-Post a Comment
''', '''
 Post a comment, he said.
''']
"""
HEAD = """language = "en"

[[rule]]
id = "post-a-comment"
why = "The heading of the comment form."
"""
SIMPLE = HEAD + 'line = ["Post a Comment"]\n' + PROOF


def read(text: str, pack: str = "en/comments") -> list[Rule]:
    return list(parse_pack(text, f"rules/{pack}.toml", pack).rules)


def complaint(text: str, pack: str = "en/comments") -> RuleError:
    with pytest.raises(RuleError) as raised:
        read(text, pack)
    return raised.value


def test_a_rule_is_read_with_its_defaults() -> None:
    (rule,) = read(SIMPLE)
    assert rule == Rule(
        id="post-a-comment",
        pack="en/comments",
        why="The heading of the comment form.",
        line=("Post a Comment",),
        language="en",
        examples=(
            Example("It rained.\nPost a Comment", "It rained.", 7),
            Example("Post a comment, he said.", "Post a comment, he said.", 7),
        ),
        place="rules/en/comments.toml:3",
    )
    assert rule.name == "en/comments#post-a-comment"
    assert (rule.drop, rule.zone, rule.level, rule.max_words) == (Drop.LINE, Zone.ANY, Level.STANDARD, 12)
    assert [example.is_near_miss for example in rule.examples] == [False, True]


def test_every_key_is_read() -> None:
    text = """language = "en"
site = "cnn.com"
[[rule]]
id = "a-1"
why = "Why."
drop = "rest"
line = ["a"]
starts = ["b"]
ends = ["c {n}"]
contains = ["d"]
pattern = "e+"
needs = ["e"]
zone = "tail"
follow = "headlines"
after = "prose"
max_words = 30
level = "thorough"
examples = ["-x\\n+y\\n\\n z", " a"]
"""
    (rule,) = read(text)
    assert {line.partition(" = ")[0] for line in text.splitlines()[3:]} == set(RULE_KEYS)
    assert (rule.line, rule.starts, rule.ends, rule.contains) == (("a",), ("b",), ("c {n}",), ("d",))
    assert (rule.pattern, rule.needs, rule.follow, rule.after) == ("e+", ("e",), "headlines", "prose")
    assert (rule.drop, rule.zone, rule.level, rule.max_words) == (Drop.REST, Zone.TAIL, Level.THOROUGH, 30)
    assert (rule.language, rule.site) == ("en", "cnn.com")
    assert rule.examples[0] == Example("x\n\nz", "y\n\nz", 18)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", 'language = "en"\n'])
def test_a_pack_may_be_empty(text: str) -> None:
    assert read(text, "mine") == []


def test_line_ends_of_windows_are_read() -> None:
    assert read(SIMPLE.replace("\n", "\r\n")) == read(SIMPLE)


def changed(old: str, new: str, text: str = SIMPLE) -> str:
    assert old in text
    return text.replace(old, new)


LINE = 'line = ["Post a Comment"]\n'

COMPLAINTS = [
    # unknown keys
    (changed("why =", "wy ="), 5, "unknown key 'wy'", "did you mean 'why'?"),
    (changed("examples =", "example ="), 7, "unknown key 'example'", "did you mean 'examples'?"),
    (changed("line =", "qqq ="), 6, "unknown key 'qqq'", "id, why, drop"),
    (changed("language =", "lang ="), 1, "unknown key 'lang'", "did you mean 'language'?"),
    (changed("language =", "qqq ="), 1, "unknown key 'qqq'", "[[rule]]"),
    (changed('language = "en"', 'language = "en"\nwhy = "x"'), 2, "unknown key 'why'", "did you mean 'why'?"),
    (changed("[[rule]]", "[[rules]]"), 3, "unknown key 'rules'", "did you mean 'rule'?"),
    # wrong types
    (changed("[[rule]]", "[rule]"), 3, "'rule' is not a list of tables", "[[rule]]"),
    ('language = "en"\nrule = [1]\n', 2, "'rule' is not a list of tables", "[[rule]]"),
    (changed('"post-a-comment"', "5"), 4, "id is no text", "id = '...'"),
    (changed('"The heading of the comment form."', "5"), 5, "why is no text", "why = '...'"),
    (changed('["Post a Comment"]', '"Post a Comment"'), 6, "line is not a list of texts", "line = ['...', '...']"),
    (changed('["Post a Comment"]', "[]"), 6, "line is not a list of texts", "line = ['...', '...']"),
    (changed('["Post a Comment"]', '["a", 5]'), 6, "line is not a list of texts", "line = ['...', '...']"),
    (changed('["Post a Comment"]', '["a", " "]'), 6, "line is not a list of texts", "line = ['...', '...']"),
    (changed(LINE, "pattern = 5\n"), 6, "pattern is no text", "pattern = '...'"),
    (changed(LINE, LINE + "max_words = 0\n"), 7, "max_words 0 is not a number from 1 to", "left out, it is 12"),
    (changed(LINE, LINE + "max_words = 401\n"), 7, "max_words 401 is not", "left out, it is 12"),
    (changed(LINE, LINE + "max_words = true\n"), 7, "max_words True is not", "left out, it is 12"),
    (changed(LINE, LINE + 'max_words = "9"\n'), 7, "max_words '9' is not", "left out, it is 12"),
    (changed(LINE, LINE + "max_words = 9.5\n"), 7, "max_words 9.5 is not", "left out, it is 12"),
    # missing
    (changed('why = "The heading of the comment form."\n', ""), 3, "a rule without 'why'", "add why = '...'"),
    (changed('id = "post-a-comment"\n', ""), 3, "a rule without 'id'", "add id = '...'"),
    (changed('"The heading of the comment form."', '" "'), 5, "why is no text", "why = '...'"),
    (changed(LINE, ""), 3, "a rule that matches nothing", "line, starts, ends, contains, pattern"),
    (HEAD + LINE, 3, "lacks an example that changes", "docs/rules.md"),
    (changed("-Post", " Post"), 7, "lacks an example that changes", "docs/rules.md"),
    (changed(" Post a comment,", "-Post a comment,"), 7, "lacks a near miss", "docs/rules.md"),
    # words
    (changed('"post-a-comment"', '"Post a comment"'), 4, "id 'Post a comment' is not of the form", "post-a-comment"),
    (
        changed('"post-a-comment"', '"post--a"'),
        4,
        "id 'post--a' is not of the form 'lower-case-with-hyphens'",
        "say what goes",
    ),
    (changed(LINE, LINE + 'drop = "lines"\n'), 7, "drop 'lines' is not one of match, line, block", "did you mean 'line'?"),
    (changed(LINE, LINE + 'drop = "qqq"\n'), 7, "drop 'qqq' is not one of match, line, block", "leave it out for 'line'"),
    (changed(LINE, LINE + 'zone = "foot"\n'), 7, "zone 'foot' is not one of any, head, tail", "leave it out for 'any'"),
    (changed(LINE, LINE + "zone = 5\n"), 7, "zone 5 is not one of", "leave it out for 'any'"),
    (changed(LINE, LINE + 'level = "carefull"\n'), 7, "level 'carefull' is not one of", "did you mean 'careful'?"),
    (changed(LINE, LINE + 'after = "prosa"\n'), 7, "unknown after 'prosa'", "did you mean 'prose'?"),
    (changed(LINE, LINE + 'after = "headlines"\n'), 7, "unknown after 'headlines'", "prose, short, or a pattern"),
    (changed(LINE, LINE + 'drop = "section"\nfollow = "headline"\n'), 8, "unknown follow", "did you mean 'headlines'?"),
    # conditions
    (changed(LINE, LINE + 'drop = "section"\n'), 7, "drop = 'section' without 'follow'", "follow goes with"),
    (changed(LINE, LINE + 'drop = "rest"\nzone = "tail"\n'), 7, "drop = 'rest' without 'follow'", "follow goes with"),
    (changed(LINE, LINE + 'follow = "short"\n'), 7, "'follow' with drop = 'line'", "follow goes with"),
    (changed(LINE, LINE + 'drop = "block"\nfollow = "short"\n'), 8, "'follow' with drop = 'block'", "follow goes with"),
    (changed(LINE, LINE + 'drop = "rest"\nfollow = "short"\n'), 7, "drop = 'rest' needs zone = 'tail'", "zone = 'tail'"),
    (changed(LINE, LINE + 'drop = "rest"\nzone = "head"\nfollow = "short"\n'), 8, "needs zone = 'tail'", "zone = 'tail'"),
    (changed(LINE, "pattern = 'a+'\n"), 6, "a pattern without 'needs' or a zone", "name literals"),
    (changed(LINE, LINE + "needs = ['a']\n"), 7, "'needs' without a pattern", "line, starts, ends, contains"),
    (changed(LINE, "pattern = 'a+'\nneeds = ['a']\ndrop = 'match'\n"), 6, "without a part named drop", "(?P<drop>...)"),
    # templates and patterns
    (changed("Post a Comment", "{nn} Comments", text=HEAD + LINE), 6, "unknown slot '{nn}'", "did you mean 'n'?"),
    (changed("Post a Comment", "{n Comments", text=HEAD + LINE), 6, "lone '{'", "'{{'"),
    (changed(LINE, 'line = ["{n} - {n}"]\n'), 6, "holds no letter besides slots", "give the rule a zone"),
    (changed(LINE, 'line = ["a", "b", "a"]\n'), 6, "'a' stands twice in line", "once"),
    (changed(LINE, "pattern = '(a'\nneeds = ['a']\n"), 6, "not a regular expression", "docs/rules.md"),
    (changed(LINE, "pattern = '(?:a+)+'\nneeds = ['a']\n"), 6, "a repeat inside the repeat '+'", "possessive"),
    (changed(LINE, f"pattern = '{'a' * 2001}'\nneeds = ['a']\n"), 6, "a pattern of 2001 characters", "at most 2000"),
    (changed(LINE, LINE + "after = '(?:a+)+'\n"), 7, "a repeat inside the repeat '+'", "possessive"),
    (changed(LINE, LINE + "drop = 'section'\nfollow = '(a'\n"), 8, "not a regular expression", "docs/rules.md"),
    # examples
    (changed(" It rained.", "It rained."), 7, "a row of an example begins with 'I': 'It rained.'", "a space (stays)"),
    (changed("-Post", "\tPost"), 7, "a row of an example begins with '\\t'", "a space (stays)"),
    # duplicates
    (SIMPLE + SIMPLE.partition("\n\n")[2], 14, "a second rule 'post-a-comment'", "unique"),
    # header
    (changed('"en"', '"english"'), 1, "language 'english' is not of the form 'en'", "ISO 639-1"),
    (changed('"en"', '"EN"'), 1, "language 'EN' is not of the form 'en'", "ISO 639-1"),
    (changed('"en"', '["en"]'), 1, "language ['en'] is not of the form 'en'", "ISO 639-1"),
    (changed('"en"', '"en"\nsite = "www"'), 2, "site 'www' is not of the form 'cnn.com'", "without www."),
    (changed('"en"', '"en"\nsite = "https://cnn.com"'), 2, "is not of the form 'cnn.com'", "without www."),
    (changed('"en"', '"en"\nsite = 5'), 2, "site 5 is not of the form", "without www."),
    (changed('"en"', '"en"\nsite = "www.cnn.com"'), 2, "is not of the form 'cnn.com'", "without www."),
    # TOML
    (changed('why = "', 'why = "a\n'), 5, "not TOML", "'single quotes'"),
    (changed(LINE, LINE + LINE), 7, "not TOML", "'single quotes'"),
    (changed(LINE, "line = [Post]\n"), 6, "not TOML", "'single quotes'"),
    (changed("''']", "''"), 12, "not TOML", "'single quotes'"),  # a text without end: the last line
]


@pytest.mark.parametrize(("text", "line", "problem", "hint"), COMPLAINTS, ids=[f"{c[2]} ({c[1]})" for c in COMPLAINTS])
def test_complaint(text: str, line: int, problem: str, hint: str) -> None:
    error = complaint(text)
    assert problem in error.problem
    assert error.place == f"rules/en/comments.toml:{line}"
    assert hint in error.hint
    assert error.hint
    assert str(error).startswith(f"rules/en/comments.toml:{line}: ")
    assert "\n  hint: " in str(error)


@pytest.mark.parametrize(
    ("header", "pack", "line", "problem", "hint"),
    [
        ('language = "de"', "en/ads", 1, "language 'de' in folder 'en'", 'language = "en"'),
        ("", "en/ads", 1, "language '' in folder 'en'", 'language = "en"'),
        ('language = "en"', "any/ads", 1, "language in a pack of folder 'any'", "move"),
        ('site = "cnn.com"', "any/ads", 1, "site in a pack of folder 'any'", "move"),
        ('site = "cnn.com"', "site/bbc.co.uk", 1, "site 'cnn.com' in a file named 'bbc.co.uk'", 'site = "bbc.co.uk"'),
        ("", "site/cnn.com", 1, "site '' in a file named 'cnn.com'", 'site = "cnn.com"'),
        ('\nlanguage = "de"', "my/rules/en/ads", 2, "language 'de' in folder 'en'", 'language = "en"'),
    ],
)
def test_header_must_agree_with_folder(header: str, pack: str, line: int, problem: str, hint: str) -> None:
    error = complaint(header, pack)
    assert error.problem == problem
    assert error.place == f"rules/{pack}.toml:{line}"
    assert hint in error.hint


@pytest.mark.parametrize(
    ("header", "pack"),
    [
        ('language = "en"', "en/ads"),
        ("", "any/ads"),
        ('site = "cnn.com"', "site/cnn.com"),
        ('site = "cnn.com"\nlanguage = "en"', "site/cnn.com"),
        ('language = "de"\nsite = "spiegel.de"', "de/spiegel"),
        ('language = "de"', "ads"),
        ("", "ads"),
        ('language = "pap"', "pap/ads"),
        ('site = "news.bbc.co.uk"', "mine/sites"),
    ],
)
def test_header_that_agrees(header: str, pack: str) -> None:
    assert read(header, pack) == []


@pytest.mark.parametrize(
    "more",
    [
        'drop = "section"\nfollow = "short"\n',
        'drop = "section"\nfollow = "[A-Z].*"\n',
        'drop = "rest"\nzone = "tail"\nfollow = "names"\n',
        'drop = "match"\n',
        'after = "short"\n',
        'after = "a+"\n',
        'zone = "head"\nstarts = ["{n} - {n}"]\n',
        'zone = "head"\npattern = "a+"\n',
        'pattern = "a+"\nneeds = ["a"]\n',
        'pattern = "(?P<drop>a+)b"\nneeds = ["a"]\ndrop = "match"\n',
        f"max_words = {MOST_WORDS}\n",
        'level = "careful"\n',
    ],
)
def test_no_complaint(more: str) -> None:
    assert len(read(changed(LINE, LINE + more))) == 1


TRAPS = {
    "a key inside an example": "examples = ['''\n it = 1\n-id = 5\n''', '''\n [[rule]]\n''']\n",
    "an example in one line": "examples = ['''-Home''', ''' Home''']\n",
    'an example in """': 'examples = ["""\n-why = 5\n""", """\n it\'s \'\'\' here\n"""]\n',
    "quotes in a comment": "# it is '''not''' \"\"\" a text ''' here\nexamples = [' a', '-b']\n",
    "quotes in a text": "# nothing\nexamples = [' a \"\"\" b', '-b']\n",
    "an array over lines": 'examples = [\n  " a = b",\n  "-c",\n]\n',
    "an array with a key in it": 'needs = [\n"id = 5"\n]\nzone = "any"\npattern = "a"\nexamples = [" a", "-b"]\n',
    "a fourth quote": "examples = ['''\n-He said 'no''''', ''' why''']\n",
    "a quote escaped": 'examples = ["""\n-\\"""why = 5\n""", " a"]\n',
}


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_lines_are_counted_past_texts_that_span_them(trap: str) -> None:
    text = f"{HEAD}line = ['a']\n{trap}\n[[rule]]\nid = 'b'\nwhy = 'b'\nlevl = 'careful'\n"
    error = complaint(text)
    assert "unknown key 'levl'" in error.problem
    assert error.place == f"rules/en/comments.toml:{len(text.splitlines())}"


@pytest.mark.parametrize("head", ["[[rule]]", "  [[rule]]  # the second", "[[ rule ]]"])
def test_lines_are_counted_from_the_heads_of_rules(head: str) -> None:
    text = f"{SIMPLE}\n{head}\nid = 'b'\n"
    assert complaint(text).place == f"rules/en/comments.toml:{len(text.splitlines()) - 1}"


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "comments.toml"
    path.write_text(SIMPLE, encoding="utf-8")
    (rule,) = read_pack(path, "comments").rules
    assert rule.place == f"{path}:3"


@pytest.mark.parametrize("raw", [b"why = '\xff'", "why = 'ä'".encode("utf-16")])
def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(raw)
    with pytest.raises(RuleError, match="cannot be read") as raised:
        read_pack(path, "x")
    assert raised.value.place == str(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read") as raised:
        read_pack(tmp_path / "x.toml", "x")
    assert raised.value.place == str(tmp_path / "x.toml")
