"""What `{date}` and `{time}` take and what they leave, in the languages of the packs."""

import pytest

from tests.slots import takes


@pytest.mark.parametrize(
    "text",
    [
        # Korean, Japanese, Catalan, Turkish, Indonesian, Ukrainian, Vietnamese
        "2024년 5월 3일",
        "2024년 05월 03일 금요일",
        "2024. 5. 3.",
        "2024.05.03(금)",
        "2024年5月3日（金）",
        "3 d'abril del 2024",
        "03 Mayıs 2024 Cuma",
        "Jumat, 3 Mei 2024",
        "3 травня 2024 року",
        "3 tháng 5, 2024",
        "Thứ Sáu, ngày 03/05/2024",
        # Norwegian, Danish, Swedish, Finnish, Czech, Hungarian, Romanian
        "3. mai 2024",
        "tirsdag d. 12. marts 2019",
        "fredag 3 maj 2024",
        "perjantaina 3. toukokuuta 2024",
        "12. března 2019",
        "12. 3. 2019",
        "2019. március 12.",
        "vineri, 3 mai 2024",
        # Arabic, Persian, Hebrew, Hindi, Bengali
        "الجمعة، 03 مايو 2024",
        "٣ مايو ٢٠٢٤",
        "جمعه ۱۴ اردیبهشت ۱۴۰۳",
        "یکشنبه ۱۴ اردیبهشت ۱۴۰۳",
        "سه شنبه ۱۴ اردیبهشت ۱۴۰۳",
        "1403/02/14",
        "3 במאי 2024",
        "मई 3, 2024",
        "০৩ মে, ২০২৪",
        # numbers only
        "2019-03-12",
        "12.03.2019",
        "12.3.19",
        "3/12/2019",
        "12-03-2019",
        "2019/3/12",
        "12.03.2019.",
        # English
        "12 March 2019",
        "12 March",
        "March 12, 2019",
        "March 12",
        "Mar. 12, 2019",
        "MARCH 12, 2019",
        "12th of March, 2019",
        "Tuesday, March 12, 2019",
        "Tue, 12 Mar 2019",
        "on Tuesday, 12 March 2019",
        "Sept. 3, 2020",
        "3rd September 2020",
        "March 2019",
        "12-Mar-2019",
        "12-Mar-19",
        # German
        "12. März 2019",
        "Dienstag, 12. März 2019",
        "Dienstag, den 12. März 2019",
        "Di, 12. Mär 2019",
        "3. Jänner 2020",
        # French
        "12 mars 2019",
        "mardi 12 mars 2019",
        "1er août 2020",
        "12 déc. 2019",
        "lundi 3 février",
        # Spanish
        "12 de marzo de 2019",
        "martes, 12 de marzo de 2019",
        "12 de marzo del 2019",
        "miércoles 3 de enero",
        "12 mar 2019",
        # Portuguese
        "12 de março de 2019",
        "terça-feira, 12 de março de 2019",
        "segunda-feira, 3 de fevereiro",
        "12 set 2019",
        "1º de maio de 2020",
        # Italian
        "12 marzo 2019",
        "martedì 12 marzo 2019",
        "mercoledì, 3 gennaio 2020",
        "12 mag 2019",
        # Dutch
        "12 maart 2019",
        "dinsdag 12 maart 2019",
        "3 mrt. 2020",
        "zondag 3 mei",
        # Polish
        "12 marca 2019",
        "wtorek, 12 marca 2019",
        "3 września 2020",
        "środa, 3 paź 2020",
        "12 marca 2019 r.",
        # Russian
        "12 марта 2019",
        "12 марта 2019 г.",
        "12 марта 2019 года",
        "вторник, 12 марта 2019",
        "3 сент. 2020",
        # Greek
        "12 Μαρτίου 2019",
        "Τρίτη, 12 Μαρτίου 2019",
        "3 Σεπ 2020",
        "1η Μαΐου 2020",
        "ΙΑΝΟΥΆΡΙΟΣ 2020",
        # Chinese
        "2019年3月12日",
        "2019年03月12日 星期二",
        "2019 年 3 月 12 日",
        "2019-03-12 周二",
        "3月12日",
    ],
)
def test_date(text: str) -> None:
    assert takes("date", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "March",
        "2019",
        "Tuesday",
        "12",
        "1.2",
        "12.03",
        "3/12",
        "12 Marchers",
        "12 marches 2019",
        "123 March 2019",
        "March 123",
        "12 Maybe 2019",
        "version 12.03.20191",
        "12.03.20191",
        "1812年",
        "12 bananas 2019",
        "12 March 1019",
        "2019-03-12T10:45",
        "12 марток 2019",
        "12 ΜαρτίουΧ 2019",
        "3月",
        "2019. pages 12",
        "12 March 2019 and more",
    ],
)
def test_not_date(text: str) -> None:
    assert not takes("date", text)


@pytest.mark.parametrize(
    ("language", "text", "is_date"),
    [
        ("de", "3. Mai 2021", True),
        ("de", "Sonntag, 3. Mai 2021", True),
        ("de", "May 3, 2021", True),  # a German page with an English theme
        ("de", "3 mayo 2021", False),
        ("en", "3 mayo 2021", False),
        ("en", "2021年5月3日", True),
        ("en", "03.05.2021", True),
        ("en", "2021년 5월 3일", False),
        ("hu", "2019. március 12.", True),
        ("fa", "12 خرداد 1402", True),
        ("ko", "2021년 5월 3일", True),  # names no months: as in rules of no language
        ("ko", "3 mayo 2021", True),
        ("", "3 mayo 2021", True),
        ("el", "ΤΕΤΑΡΤΗ, 5 ΙΑΝΟΥΑΡΙΟΥ 2012", True),
        ("el", "Πέμ, 5 Ιούν 2012", True),
        ("eu", "3 mayo 2021", True),
    ],
)
def test_rules_of_a_language_know_its_names_and_english_ones(language: str, text: str, is_date: bool) -> None:
    assert takes("date", text, language) == is_date


@pytest.mark.parametrize(
    "text",
    [
        "10:45",
        "9:05",
        "23.59",
        "10h45",
        "10 h 45",
        "10:45:03",
        "10:45 am",
        "10:45 P.M.",
        "10.45pm",
        "7 pm",
        "7 a.m.",
        "10:45 GMT",
        "10:45 (UTC)",
        "10:45 GMT+2",
        "10:45 pm EST",
        "10:45 Uhr",
        "10.45 Uhr",
        "10 Uhr",
        "20h",
        "20h30",
        "20:30 hs",
        "10:45 ч",
        "10:45 μμ",
        "10:45 μ.μ.",
        "10:45π.μ.",
        "10:45 WIB",
    ],
)
def test_time(text: str) -> None:
    assert takes("time", text)


@pytest.mark.parametrize(
    "text", ["", "10", "10:75", "31:20", "10:4", "10:455", "ten", "10 past", "pm", "10:45 clock", "1:2:3", "7 pms"]
)
def test_not_time(text: str) -> None:
    assert not takes("time", text)
