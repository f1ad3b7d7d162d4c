"""The charset of a page: what it begins with, what it is, what server or page say, or a guess."""

import pytest

from cleaner.formats.charset import decoded

GERMAN = "„Größe“ ist kein Maß, sagte er – und lief über die Brücke nach Süden, ohne sich umzusehen."
RUSSIAN = "Первый мост простоял девять дней, и его унесло вместе с телегой, на которой приехал инженер."
CHINESE = "云溪的石桥一共有二百一十四块砖，只有第七块是空的，石匠在里面放了一张纸。"


def page(text: str, charset: str = "", form: str = '<meta charset="{}">') -> str:
    return f"<html><head>{form.format(charset) if charset else ''}</head><body>{text}</body></html>"


@pytest.mark.parametrize(
    ("text", "codec", "said", "server"),
    [
        (GERMAN, "utf-8", "", ""),
        (GERMAN, "utf-8", "utf-8", "utf-8"),
        (GERMAN, "utf-8", "iso-8859-1", "windows-1252"),  # what is UTF-8 is UTF-8, whatever they say
        (GERMAN, "utf-8", "utf-16", ""),
        (GERMAN, "utf-8-sig", "", ""),
        (GERMAN, "utf-16", "", ""),
        (GERMAN, "cp1252", "iso-8859-1", ""),  # which has no „ and no –
        (GERMAN, "cp1252", "", "ISO-8859-1"),
        (GERMAN, "cp1252", "no-such-charset", "windows-1252"),
        (GERMAN, "cp1252", "base64", "cp1252"),
        (RUSSIAN, "cp1251", "windows-1251", ""),
        (RUSSIAN, "koi8-r", "", "'koi8-r'"),
        (RUSSIAN, "koi8-r", "windows-1251", "koi8-r"),  # the server first
        (RUSSIAN, "cp1251", "", ""),
        (CHINESE, "gb18030", "gb2312", ""),
        (CHINESE, "gbk", "", "gbk"),
        ("日本の駅には窓口がある。", "iso2022_jp", "iso-2022-jp", ""),
        ("日本の駅には窓口がある。", "shift_jis", "Shift_JIS", ""),
    ],
)
def test_read_as_what_it_is(text: str, codec: str, said: str, server: str) -> None:
    html = page(text, said)
    assert decoded(html.encode(codec), server) == html


@pytest.mark.parametrize(
    "form",
    [
        "<meta http-equiv='Content-Type' content='text/html; charset={}'>",
        "<META CHARSET = {}>",
        '<?xml version="1.0" encoding="{}"?>',
        '<meta\n name="a" charset="{}" />',
    ],
)
def test_ways_to_say_it(form: str) -> None:
    html = page(RUSSIAN, "koi8-r", form)
    assert decoded(html.encode("koi8-r")) == html


def test_a_charset_named_in_the_text_is_not_the_page_s() -> None:
    html = page("a" * 2000 + "<p>" + GERMAN + "<meta charset=koi8-r>")
    assert decoded(html.encode("cp1252"), "cp1252") == html


def test_one_broken_character_makes_it_no_other_charset() -> None:
    raw = page(GERMAN * 5, "utf-8").encode()
    assert decoded(raw + b"\xff") == raw.decode()  # at the end it was cut off
    assert decoded(raw.replace(b"Br\xc3\xbccke", b"Br\xfccke", 1)).count("\ufffd") == 1
    assert decoded(raw[: raw.index("ß".encode()) + 1]) == raw[: raw.index("ß".encode())].decode()


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"\x00\x01\x02\xff" * 50, bytes(range(256))])
def test_whatever_it_is_it_has_a_text(raw: bytes) -> None:
    assert isinstance(decoded(raw), str)
