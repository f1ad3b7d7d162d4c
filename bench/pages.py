"""What cleaning adds to trafilatura: the time of pages, and the lines of the fixtures.

    python bench/pages.py                 150 made pages, five rounds; then the pages of fixtures/
    python bench/pages.py --rounds 9 --pages 400

`alone` is trafilatura as it comes, `metadata` the same asked for title, date and author as well, `whole` reading, pruning,
extraction and cleaning as `cleaner clean` does them. All candidates are timed in turn, page by page; figures are medians
of processor time over the rounds. The comparison counts lines of an article (those of clean.txt) that only one of both has.
"""

import argparse
import logging
import statistics
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

import trafilatura
from texts import document, sentence, words

from cleaner.document import Record, Source
from cleaner.errors import DocumentError
from cleaner.formats import Reading
from cleaner.formats.html import extract, known
from cleaner.pipeline import Cleaner

ARTICLES = Path(__file__).parent.parent / "fixtures" / "articles"
# What a news page has besides its article: menus above and below, teasers, scripts. About 140 KB and 1,900 elements.
LINKS, TEASERS, SCRIPTS = 150, 120, 40


def made(random: Random) -> bytes:
    """Return a page: an article among menus, scripts, teasers, a share bar, a comment widget and a consent banner."""
    article = "".join(f"<p>{line}</p>\n" for line in document(random, []).splitlines())
    links = "".join(f'<li class="menu-item"><a href="/{n}">{words(random, 2)}</a></li>' for n in range(LINKS))
    scripts = "".join(f"<script>var v{n} = {{a: '{words(random, 200)}'}};</script>" for n in range(SCRIPTS))
    teasers = "".join(
        f'<div class="teaser"><a href="/t{n}"><picture><img src="/{n}.jpg" alt=""></picture></a>'
        f"<div><span>{words(random, 1)}</span>"
        f'<h3><a href="/t{n}">{words(random, 7)}</a></h3><p>{sentence(random, 18)}</p></div></div>'
        for n in range(TEASERS)
    )
    title = words(random, 7).capitalize()
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Made</title>
<meta property="og:title" content="{title}"><meta property="article:published_time" content="2024-03-08T06:00:00Z">
<script type="application/ld+json">{{"@type": "NewsArticle", "author": {{"name": "Made Up"}}}}</script>{scripts}</head>
<body><nav><ul>{links}</ul></nav><main><article><h1>{title}</h1><div class="addthis_toolbox"><a>Share</a></div>
<div class="article-body">{article}</div></article><aside>{teasers}</aside>
<div id="disqus_thread"><p>{sentence(random, 30)}</p></div></main><footer><ul>{links}</ul></footer>
<div id="onetrust-consent-sdk"><p>{sentence(random, 40)}</p></div></body></html>""".encode()


def whole(cleaner: Cleaner, raw: bytes) -> str:
    try:
        page = extract(raw, reading=Reading(pruner=cleaner.pruner))
    except DocumentError:
        return ""
    return cleaner.clean_record(Record(known(page, Source()), page.text), True).text


def alone(raw: bytes) -> str:
    return getattr(trafilatura.bare_extraction(raw), "text", None) or ""


def times(cleaner: Cleaner, pages: list[bytes], rounds: int) -> dict[str, float]:
    """Return the median seconds that each candidate needs for all pages."""
    candidates: dict[str, Callable[[bytes], object]] = {
        "alone": alone,
        "metadata": lambda raw: trafilatura.bare_extraction(raw, with_metadata=True),
        "whole": lambda raw: whole(cleaner, raw),
    }
    took: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        here = dict.fromkeys(candidates, 0.0)
        for raw in pages:
            for name, run in candidates.items():
                start = process_time()
                run(raw)
                here[name] += process_time() - start
        for name, seconds in here.items():
            took[name].append(seconds)
    return {name: statistics.median(seconds) for name, seconds in took.items()}


def compare(cleaner: Cleaner) -> None:
    """Print for the fixtures which lines of the article only one side has, and how many others each has."""
    sums = [0, 0, 0, 0]
    for path in sorted(ARTICLES.glob("*/page.html")):
        raw = path.read_bytes()
        article = {line for line in (path.parent / "clean.txt").read_text("utf-8").splitlines() if line}
        ours, theirs = set(filter(None, whole(cleaner, raw).splitlines())), set(filter(None, alone(raw).splitlines()))
        for line in sorted((theirs - ours) & article):
            print(f"LOST {path.parent.name}: {line[:90]}")
        counts = (len(theirs & article), len(ours & article), len(theirs - article), len(ours - article))
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
    print("lines of articles: alone {}, whole {}; other lines: alone {}, whole {}".format(*sums))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=150)
    arguments = parser.parse_args()
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    random, cleaner = Random(1), Cleaner()
    pages = [made(random) for _ in range(arguments.pages)]
    whole(cleaner, pages[0])  # the index is built once a run
    took = times(cleaner, pages, arguments.rounds)
    size = sum(map(len, pages)) / 1e6
    for name, seconds in took.items():
        rate, share = arguments.pages / seconds, seconds / took["alone"] - 1
        print(f"{name:9} {rate:7.1f} pages/s {size / seconds:6.2f} MB/s {share:+7.1%}", flush=True)
    compare(cleaner)


if __name__ == "__main__":
    main()
