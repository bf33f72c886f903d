"""What a page says about its article, one rule a page: `tests/cases/about/<rule>.html`.

The first line of a case is a comment with a JSON object: `expect` (only what the rule is about) and, where it matters,
`url`, `timezone`, `now`, and `raw` (dates before the noon rule).
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.document import open_document
from scraper.errors import ReadError
from scraper.extract import extract
from scraper.models import ArticleRules, Extract, Link
from scraper.normalize import normalize

CASES = sorted((Path(__file__).resolve().parent.parent / "cases" / "about").glob("*.html"))


def read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is expected of a case, and what is read."""
    page = path.read_text("utf-8")
    options = json.loads(page.split("-->", 1)[0].removeprefix("<!--"))
    url = options.get("url", "https://federation.example/news/members-1234.html")
    timezone = options.get("timezone")
    now = datetime.fromisoformat(options["now"]) if "now" in options else None
    document = open_document(page.split("-->", 1)[1].encode(), url)
    found = extract(document, timezone=timezone, now=now)
    article = normalize(found, url=url, timezone=timezone, language=None)
    published = found.published if options.get("raw") else article.published
    return options["expect"], {
        "title": article.title,
        "published": published.isoformat() if published else None,
        "precision": article.published_precision,
        "publisher": article.publisher,
        "authors": list(article.authors),
        "canonical": article.canonical_url,
        "language": article.language,
        "tags": list(article.tags),
        "lead": article.lead,
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_rule_of_the_case_holds(path: Path) -> None:
    expected, found = read(path)
    assert {field: found[field] for field in expected} == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("//<![CDATA[\n", "\n//]]>"),
        ("/* <![CDATA[ */", "/* ]]> */;"),
        ("<!--//\n", "\n//-->"),
        ("<!--//--><![CDATA[//><!--\n", "\n//--><!]]>"),
        ("<![CDATA[", "]]>\n;\n"),
        ("", ",}"),
    ],
)
def test_linked_data_is_read_behind_what_hides_it_from_old_parsers(before: str, after: str) -> None:
    data = '{"@type": "NewsArticle", "author": {"name": "Mia Muster"}' + ("}" if after[:1] != "," else "")
    page = f"""<script type="application/ld+json">{before}{data}{after}</script>
    <h1>Strike at four quays</h1><p>Lashers walked out, and cranes stood still."""
    assert extract(open_document(page.encode(), "https://u.example/")).authors == ("Mia Muster",)


def test_rules_of_a_source_win() -> None:
    """Selectors from the configuration are obeyed, attributes too."""
    page = b"""<html lang="en"><title>Site</title><h1>Wrong</h1><h2 class="t" data-t="Right">x</h2>
    <i class="d">3 May 2023</i> <b class="s">Source: Metal Workers</b> <u class="a">By Mia Muster</u>
    <p>Text of the article that is long enough.</p></html>"""
    rules = ArticleRules(title="h2.t@data-t", date="i.d", publisher="b.s", authors="u.a")
    found = extract(open_document(page, "https://federation.example/1"), rules=rules)
    assert (found.title, found.publisher, found.authors) == ("Right", "Metal Workers", ("Mia Muster",))
    assert found.published is not None
    assert found.published.date().isoformat() == "2023-05-03"
    assert found.evidence["published"] == "rule"


@pytest.mark.parametrize("year", [1, 1900, 9999])
def test_a_year_that_no_news_can_have_is_no_date(year: int) -> None:
    """Wherever it came from: the page, its list, or what the store was told once."""
    odd, day = datetime(year, 1, 1, tzinfo=UTC), datetime(2024, 5, 1, 9, tzinfo=UTC)
    extract = Extract(title="Strike won", published=odd, precision="day", evidence={"published": "json-ld"})
    url = "https://federation.example/1.html"
    alone = normalize(extract, url=url, timezone="America/New_York", language=None, link=Link(url, "", odd, "day"))
    assert (alone.published, alone.published_precision, "published" in alone.evidence) == (None, None, False)
    listed = normalize(extract, url=url, timezone=None, language=None, link=Link(url, "", day, "minute"))
    assert (listed.published, listed.evidence["published"]) == (day, "list")


NOW = datetime(2024, 5, 17, 2, 0, tzinfo=UTC)
SOUP = [path.read_text("utf-8").split("-->", 1)[1] for path in CASES]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(SOUP), st.integers(0, 2500), st.integers(0, 900)), min_size=1, max_size=6))
def test_torn_pages_are_read_to_some_answer(pieces: list[tuple[str, int, int]]) -> None:
    """Whatever slices of pages stand together, reading ends without an exception, with aware dates and plain names."""
    page = "".join(source[start : start + length] for source, start, length in pieces)
    url = "https://federation.example/news/1.html"
    try:
        document = open_document(page.encode("utf-8", "replace"), url)
    except ReadError:
        return
    article = normalize(extract(document, now=NOW), url=url, timezone="Europe/Berlin", language=None)
    assert article.published is None or article.published.utcoffset() is not None
    assert not any("\n" in name for name in (article.title, article.publisher, *article.authors))
    assert len(article.title) <= 300
