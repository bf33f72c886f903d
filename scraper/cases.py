"""A case: the pages of a source as they were once, and what was read from them, so that it can be read again for ever.

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
from dataclasses import asdict
from pathlib import Path
from typing import Any

from feeds.models import Article
from scraper.errors import ReadError
from scraper.models import ArticleRules, Listing, ListRules, Page, Source

FOLDER = "cases"


def save_case(
    folder: Path, source: Source, pages: Sequence[Page], listing: Listing, articles: Sequence[Article]
) -> Path:
    """Writes the case of a source: `pages` are its list page and the pages of `articles`, in order."""
    target = folder / FOLDER / source.id
    target.mkdir(parents=True, exist_ok=True)
    names = ["list.page", *(f"article-{i}.page" for i in range(1, len(pages)))]
    for name, page in zip(names, pages, strict=True):
        (target / name).write_bytes(page.body)
    case = {
        "url": source.url,
        "timezone": source.timezone,
        "language": source.language,
        "list": _rules(source.list),
        "article": _rules(source.article),
        "fetched_at": pages[0].fetched_at.isoformat(),
        "pages": {name: [page.final_url, page.content_type] for name, page in zip(names, pages, strict=True)},
    }
    _write(target / "case.json", case)
    _write(target / "expected.json", expectation(listing, articles))
    return target


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
    from datetime import datetime

    from scraper.discover import discover_page
    from scraper.read import read_pages

    case = json.loads((target / "case.json").read_text("utf-8"))
    where = {"timezone": case["timezone"] or None, "language": case["language"] or None}
    now = datetime.fromisoformat(case["fetched_at"])
    pages = {name: ((target / name).read_bytes(), url, kind) for name, (url, kind) in case["pages"].items()}
    body, url, kind = pages.pop("list.page")
    listing = discover_page(body, url, content_type=kind, rules=ListRules(**case["list"]), now=now, **where)
    links = {link.url: link for link in listing.links}
    rules = ArticleRules(**(case["article"] | {"remove": tuple(case["article"].get("remove", ()))}))
    articles = [
        read_pages([page], rules=rules, now=now, link=links.get(page[1]), **where).article for page in pages.values()
    ]
    return listing, articles


def _rules(rules: ListRules | ArticleRules) -> dict[str, Any]:
    return {key: value for key, value in asdict(rules).items() if value}


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
