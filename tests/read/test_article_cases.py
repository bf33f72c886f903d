"""Articles in the shape of each content system, read as `expected.json` says; a bug report becomes a folder here.

tests/cases/articles/<name>/page.html      the page's bytes
                            case.json      url, timezone, language, and rules where a source has some
                            expected.json  title, day, text by paragraphs, pictures, files; or the error's name
"""

import json
from pathlib import Path
from typing import Any

import pytest

import scraper
from feeds.html import clean, to_text
from scraper.models import ArticleRules
from scraper.read import read_pages

CASES = sorted((Path(__file__).parent.parent / "cases" / "articles").iterdir())
RELATED = ("2025.05.20", "2025.05.19", "2025.05.18", "0 comments")


def load(case: Path, name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((case / name).read_text("utf-8"))
    return data


def read(case: Path) -> scraper.models.Reading:
    told = load(case, "case.json")
    rules = told.get("rules", {})
    return read_pages(
        [((case / "page.html").read_bytes(), told["url"], told.get("content_type"))],
        rules=ArticleRules(body=rules.get("body", ""), remove=tuple(rules.get("remove", ()))),
        timezone=told["timezone"],
        language=told.get("language"),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    """Each page is read as its folder expects, or refused with the error of the name that it expects."""
    expected = load(case, "expected.json")
    if error := expected.get("error"):
        with pytest.raises(scraper.ReadError) as refused:
            read(case)
        assert type(refused.value).__name__ == error
        assert load(case, "case.json")["url"] in str(refused.value), "a refusal names the page"
        return
    reading = read(case)
    article = reading.article
    assert article.title == expected["title"]
    assert article.text.split("\n") == expected["text"]
    assert (article.published.date().isoformat() if article.published else "") == expected["day"]
    assert article.publisher == expected.get("publisher", "")
    assert [[image.url, image.caption] for image in article.images] == expected["images"]
    assert [[file.url, file.title] for file in article.attachments] == expected["attachments"]
    assert reading.next == expected["next"]
    assert 0 < article.confidence <= 1


@pytest.mark.parametrize(
    "case", [case for case in CASES if "error" not in load(case, "expected.json")], ids=lambda case: case.name
)
def test_the_html_is_what_the_text_says(case: Path) -> None:
    """`text` is the plain text of `html`, whose captions alone stand in `images` instead; `html` is clean already."""
    article = read(case).article
    captions = {image.caption for image in article.images}
    assert [line for line in to_text(article.html).split("\n") if line not in captions] == article.text.split("\n")
    assert clean(article.html, article.url) == article.html


def test_the_example_of_the_project_is_read_without_its_surroundings() -> None:
    """The related list of bare dates and the comment count are no text; both captions are."""
    article = read(Path(__file__).parent.parent / "cases" / "articles" / "example-hunan").article
    assert not any(noise in article.text for noise in RELATED)
    assert "Zhou Nong visited the Hunan Industry and Information Achievement Exhibition" in article.text.split("\n")
