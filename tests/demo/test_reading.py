"""The demo's sites are read as their truth says: every list item and every article, without any rules."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from feeds.models import Article
from scraper.config import load
from scraper.demo import Expected, Sites, truth
from scraper.demo.server import FOLDER
from scraper.discover import discover_page
from scraper.errors import Gone
from scraper.models import Source
from scraper.read import read_article, read_listing

ROOT = Path(__file__).parent.parent.parent
SOURCES = {source.id: source for source in load(FOLDER / "config.yaml", environ={}).sources}
SECOND_PAGES = {
    "jiangnan": "http://jngh.test/xwzx/ghyw/index_1.html",
    "yungang": "http://yggh.test/module/web/jpage/dataproxy.jsp?page=1",
}


def served(url: str, act: int) -> tuple[bytes, str]:
    parts = urlsplit(url)
    reply = Sites(act=2 if act == 2 else 1).answer("GET", parts.path, {"host": parts.netloc})
    return reply.body, reply.headers["Content-Type"]


def listed(source: Source, act: int) -> Iterator[tuple[str, str, str]]:
    for url in filter(None, (source.url, SECOND_PAGES.get(source.id, ""))):
        body, content_type = served(url, act)
        for link in read_listing(
            body, url, content_type=content_type, timezone=source.timezone, language=source.language
        ):
            yield link.url, link.title, link.published.date().isoformat() if link.published else ""


def read(article: Expected, act: int) -> Article:
    source = SOURCES[article.source]
    body, content_type = served(article.url, act)
    return read_article(
        body, article.url, content_type=content_type, timezone=source.timezone, language=source.language
    )


@pytest.mark.parametrize("act", [1, 2])
@pytest.mark.parametrize("source", SOURCES)
def test_lists_have_all_items_with_whole_titles_and_days(source: str, act: int) -> None:
    """Two pages, records in a script, a redesign: what is listed is what there is, in its order."""
    expected = [(article.url, article.title, article.day) for article in truth().of(source, act=act)]
    assert list(listed(SOURCES[source], act)) == expected


@pytest.mark.parametrize("article", [one for one in truth().articles if one.kind == "article"], ids=lambda one: one.url)
def test_articles_have_title_day_publisher_text_and_pictures(article: Expected) -> None:
    found = read(article, article.act)
    assert found.title == article.title
    assert found.published
    assert found.published.date().isoformat() == article.day
    assert found.publisher == article.publisher
    paragraphs = [paragraph.strip() for paragraph in found.text.split("\n") if paragraph.strip()]
    assert paragraphs[0] == article.first
    assert article.sentence in paragraphs
    assert article.last in paragraphs[-2:]  # a printed source line may follow
    captions = {image.caption for image in found.images}
    assert all(caption in captions or caption in paragraphs for caption in article.captions)
    assert not [paragraph for paragraph in paragraphs if "comment" in paragraph.lower() or "相关" in paragraph]


@pytest.mark.parametrize("source", [source for source in SOURCES if source != "worldtransport"])
def test_pictures_of_the_text_are_found(source: str) -> None:
    """Lazy ones, protocol-relative ones, and names that only begin like a placeholder's (`station.jpg`)."""
    for article in truth().of(source, act=2):
        if article.kind == "article":
            assert len(read(article, article.act).images) == article.pictures, article.url


def test_the_edit_is_read() -> None:
    article = next(one for one in truth().articles if one.url == truth().act2.edited)
    assert read(article, 2).text.endswith(article.edited_last)


def test_a_missing_page_is_gone_and_no_empty_list() -> None:
    body, content_type = served("http://hnszgh.test/none/", 1)
    with pytest.raises(Gone):
        read_listing(body, "http://hnszgh.test/none/", content_type=content_type)


def test_the_rules_of_the_docs_read_the_list_of_the_docs(tmp_path: Path) -> None:
    """docs/add-a-source.md shows rules for the Hunan site; they find what automatic reading finds."""
    blocks = (ROOT / "docs" / "add-a-source.md").read_text("utf-8").split("```yaml\n")[1:]
    file = tmp_path / "config.yaml"
    file.write_text(next(block.split("```")[0] for block in blocks if "list: { item" in block), "utf-8")
    (source,) = load(file, environ={}).sources
    body, content_type = served(source.url, 1)
    listing = discover_page(
        body, source.url, content_type=content_type, rules=source.list, timezone=source.timezone, language="en"
    )
    assert listing.via == "rules"
    assert [link.url for link in listing.links] == [article.url for article in truth().of("hunan")]
    assert [link.title for link in listing.links] == [article.title for article in truth().of("hunan")]
