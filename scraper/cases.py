"""A case: the pages of a source as they once were, with what was read from them, to be read again at any time.

    cases/ituc/
        case.json      the source's address, zone, language and rules; for each page its address and Content-Type
        list.page      the list as it was served
        article-1.page …
        expected.json  the items of the list, the articles' titles, days and publishers

`fedfeed add` makes one beside config.yaml, `fedfeed check` reads them all again offline, and `fedfeed report` packs one
for a maintainer. A case holds foreign pages: it is for checking, not for publishing.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from feeds.models import Article
from scraper.errors import ReadError
from scraper.models import ArticleRules, Listing, ListRules, Source, record_of
from scraper.reading import Served

FOLDER = "cases"


def save_case(
    folder: Path, source: Source, page: Served, listing: Listing, readings: Sequence[tuple[Served, Article]]
) -> Path:
    """Writes the case of a source: its list page with what was read there, and the pages of articles with theirs."""
    target = folder / FOLDER / source.id
    target.mkdir(parents=True, exist_ok=True)
    for name, body in case_files(source, page, listing, readings).items():
        (target / name).write_bytes(body)
    return target


def case_files(
    source: Source, page: Served, listing: Listing, readings: Sequence[tuple[Served, Article]]
) -> dict[str, bytes]:
    """The files of a case by name."""
    pages = {"list.page": page} | {f"article-{i}.page": kept for i, (kept, _) in enumerate(readings, 1)}
    case = {
        "url": source.url,
        "timezone": source.timezone,
        "language": source.language,
        "list": record_of(source.list),
        "article": record_of(source.article),
        "fetched_at": page.fetched_at.isoformat(),
        "pages": {name: [kept.final_url, kept.content_type] for name, kept in pages.items()},
    }
    expected = expectation(listing, [article for _, article in readings])
    return {name: kept.body for name, kept in pages.items()} | {
        "case.json": _json(case),
        "expected.json": _json(expected),
    }


def expectation(listing: Listing, articles: Sequence[Article]) -> dict[str, Any]:
    """What was read, as far as it must stay the same."""
    return {
        "items": [[link.url, link.title] for link in listing.links],
        "articles": [
            {
                "title": article.title,
                "day": article.published.date().isoformat() if article.published else "",
                "publisher": article.publisher,
                "begins": article.text[:80],
                "ends": article.text[-80:],
            }
            for article in articles
        ],
    }


def replay_cases(folder: Path) -> Iterator[str]:
    """Reads every case below `folder` again; yields a sentence for each difference."""
    for target in sorted((folder / FOLDER).glob("*/case.json")):
        yield from replay_case(target.parent)


def replay_case(target: Path) -> Iterator[str]:
    """Reads one case again; yields a sentence for each difference."""
    expected = json.loads((target / "expected.json").read_text("utf-8"))
    try:
        read = expectation(*_read(target))
    except ReadError as error:
        yield f"{target}: can no longer be read: {error}"
        return
    lost = [title for url, title in expected["items"] if url not in {url for url, _ in read["items"]}]
    if lost:
        yield f"{target}: {len(lost)} of {len(expected['items'])} items are no longer found, e.g. {lost[0]!r}"
    for before, after in zip(expected["articles"], read["articles"], strict=False):
        changed = sorted(key for key in before if before[key] != after[key])
        if changed:
            key = changed[0]
            yield f"{target}: {before['title']!r}: {key} was {before[key]!r} and is now {after[key]!r}"


def _read(target: Path) -> tuple[Listing, list[Article]]:
    from scraper.discover import discover_page
    from scraper.read import read_pages

    case = json.loads((target / "case.json").read_text("utf-8"))
    where: dict[str, Any] = {"timezone": case["timezone"] or None, "language": case["language"] or None}
    now = datetime.fromisoformat(case["fetched_at"])
    pages = {name: ((target / name).read_bytes(), url, kind) for name, (url, kind) in case["pages"].items()}
    body, url, kind = pages.pop("list.page")
    listing = discover_page(body, url, content_type=kind, rules=ListRules.from_record(case["list"]), now=now, **where)
    links = {link.url: link for link in listing.links}
    rules = ArticleRules.from_record(case["article"])
    articles = [
        read_pages([page], rules=rules, now=now, link=links.get(page[1]), **where).article for page in pages.values()
    ]
    return listing, articles


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
