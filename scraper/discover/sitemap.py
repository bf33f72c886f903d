"""Sitemaps as lists: a news sitemap names titles and dates, a plain one only addresses, an index the newest sitemap.

A plain sitemap's `<lastmod>` orders its items and is no date of publication. Titles come from the address then, and the
article's own page corrects them.
"""

import re
from urllib.parse import unquote

from feeds.urls import absolute, canonical_key, parse
from scraper.discover.addresses import article_like
from scraper.discover.elements import Element
from scraper.discover.item import Origin, tidy_title
from scraper.discover.own_feed import feed_date
from scraper.errors import NoItems
from scraper.models import Link, Listing

MAX_ITEMS = 500


def is_sitemap(root: Element) -> bool:
    """Whether an XML document is a sitemap or an index of sitemaps."""
    return root.name.rpartition(":")[2] in ("urlset", "sitemapindex")


def read_sitemap(root: Element, url: str, origin: Origin) -> Listing:
    """The articles of a sitemap, newest first. An index has none: its newest sitemap is the next page."""
    if root.name.rpartition(":")[2] == "sitemapindex":
        return Listing((), _newest(root, url, origin), "sitemap", 0.5)
    entries = [(entry.first("lastmod"), entry) for entry in root.all("url")]
    news = [link for _, entry in entries if (link := _news(entry, origin))]
    if news:
        return Listing(tuple(_distinct(news)[:MAX_ITEMS]), "", "news sitemap", 0.95)
    entries.sort(key=lambda pair: pair[0], reverse=True)
    links = [link for _, entry in entries if (link := _plain(entry, origin))]
    if not links:
        raise NoItems(f"{url}: a sitemap with {len(entries)} addresses, none of which looks like an article's")
    return Listing(tuple(_distinct(links)[:MAX_ITEMS]), "", "sitemap", 0.5)


def _newest(root: Element, url: str, origin: Origin) -> str:
    maps = [(entry.first("lastmod"), entry.first("loc")) for entry in root.all("sitemap")]
    maps = [(modified, absolute(loc, origin.base)) for modified, loc in maps]
    told = [pair for pair in maps if pair[1]]
    if not told:
        raise NoItems(f"{url}: an index of sitemaps that names none")
    articles = [pair for pair in told if re.search(r"news|post|article", pair[1].rpartition("/")[2])]
    return max(articles or told, key=lambda pair: (pair[0], _counted(pair[1])))[1]


def _counted(url: str) -> list[str | int]:
    """An address for comparison, its numbers as numbers: `sitemap10.xml` comes after `sitemap9.xml`."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"([0-9]{1,18})", url)]


def _news(entry: Element, origin: Origin) -> Link | None:
    for news in entry.all("news:news", "n:news"):
        url = absolute(entry.first("loc"), origin.base)
        title = tidy_title(news.first("news:title", "n:title"))
        day = feed_date(news.first("news:publication_date", "n:publication_date"), origin.clues)
        if url and title:
            return Link(
                url, title, day.value if day else None, day.precision if day else None, "", _image(entry, origin)
            )
    return None


def _plain(entry: Element, origin: Origin) -> Link | None:
    url = absolute(entry.first("loc"), origin.base)
    if not url or article_like(url) < 0.5:
        return None
    return Link(url, title_from(url), image=_image(entry, origin))


def _image(entry: Element, origin: Origin) -> str:
    for image in entry.all("image:image"):
        return absolute(image.first("image:loc"), origin.base)
    return ""


def title_from(url: str) -> str:
    """Words from an address, where it has any: `/news/strike-at-the-port-won/` is "Strike at the port won"."""
    parts = parse(url)
    last = unquote(parts.path).rstrip("/").rpartition("/")[2] if parts else ""
    words = re.sub(r"\.\w{2,5}$", "", last).replace("_", "-").split("-")
    words = [word for word in words if word and not word.isdigit()]
    title = " ".join(words)
    return title[:1].upper() + title[1:] if sum(word.isalpha() for word in words) >= 2 else url


def _distinct(links: list[Link]) -> list[Link]:
    return list({canonical_key(link.url): link for link in reversed(links)}.values())[::-1]
