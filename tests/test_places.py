"""Places in TOML: the line of every entry, whatever stands in texts and comments around it."""

import tomllib

import pytest

from cleaner.places import Lines, line_of_error, parsed

TEXT = '''# level = "x"
level = "careful" # ]
'quoted' = 1
"also quoted" = 2
list = [
  "a = 1",
  # [table]
  "b",
]
long = """
[corpus]
level = 3 \\"""
"""
[tool.cleaner]
level = 1

[[corpus]]
paths = ["x"]
[[ corpus ]]
site = \'\'\'
[[corpus]]\'\'\'
paths = ["y"]
a.b = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("level", 2),
        ("quoted", 3),
        ("also quoted", 4),
        ("list", 5),
        ("long", 10),
        ("tool.cleaner", 14),
        ("tool.cleaner.level", 15),
        ("corpus", 17),
        ("corpus[0]", 17),
        ("corpus[0].paths", 18),
        ("corpus[1]", 19),
        ("corpus[1].site", 20),
        ("corpus[1].paths", 22),
        ("corpus[1].a.b", 23),
        ("corpus[1].none", 19),
        ("tool.cleaner.none.deep", 14),
        ("none", 1),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines(path: str, line: int, end: str) -> None:
    text = TEXT.replace("\n", end)
    assert parsed(text)["level"] == "careful"
    assert Lines(text).line(path) == line


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb = [\n", 2), ("a = 1\nb = x\n", 2), ("a", 1), ("a = 1\na = 2", 2)])
def test_the_line_of_an_error(text: str, line: int) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as raised:
        parsed(text)
    assert line_of_error(raised.value, text) == line
