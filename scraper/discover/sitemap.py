"""Sitemaps as lists: a news sitemap names titles and dates, a plain one only addresses, an index the newest sitemap.

A plain sitemap's `<lastmod>` orders its items and is no date of publication; where it does not tell them apart, a day
or a number in their addresses does. Titles come from the address then, and the article's own page corrects them.

No address is left out here, however many there are: what is new may stand at either end.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain, pairwise
from urllib.parse import unquote

from feeds.urls import absolute, canonical_key
from scraper.discover.addresses import DIGITS, article_like
from scraper.discover.elements import Element
from scraper.discover.item import Origin, tidy_title
from scraper.discover.own_feed import feed_date
from scraper.errors import NoItems
from scraper.models import Link, Listing

A_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_/]?(1[0-2]|0[1-9]|[1-9](?!\d))(?:[-_/]?(3[01]|[12]\d|0[1-9]|[1-9])(?!\d))?"
)
# The number of an article, before or after its words: /1234-strike, /strike-1234.html, ?id=1234.
NUMBER = re.compile(r"(?:^|=)(\d{1,18})(?=$|[-_.&])|(?<=[-_])(\d{1,18})(?=\.\w+$|$)")
TELLING = 0.5  # of the addresses that must have a day, or a number, to go by it
FEW = 200  # addresses that are taken in at once, in whatever order
LONG_AGO = datetime.min.replace(tzinfo=UTC)


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
        news.sort(key=lambda link: link.published or LONG_AGO, reverse=True)
        return Listing(tuple(_distinct(news)), "", "news sitemap", 0.95)
    modified = {link: day for day, entry in entries if (link := _plain(entry, origin))}
    if not modified:
        raise NoItems(f"{url}: a sitemap with {len(entries)} addresses, none of which looks like an article's")
    links = _by_address(list(modified))
    links.sort(key=lambda link: modified[link], reverse=True)
    return Listing(tuple(_distinct(links)), "", "sitemap", 0.5)


def _by_address(links: Sequence[Link]) -> list[Link]:
    """The items newest first as far as their addresses tell; where none does, the many from both ends of the document,
    for nobody knows which one grows."""
    for clue in (_day_in, _number_in):
        told = {link: found for link in links if (found := clue(link.url))}
        if len(told) < TELLING * len(links) or len(set(told.values())) == 1:
            continue
        steps = [(a > b) - (a < b) for a, b in pairwise(told.values())]
        # Within a month or a day the order of the document goes on.
        return sorted(links if sum(steps) >= 0 else reversed(links), key=lambda link: told.get(link, ()), reverse=True)
    if len(links) <= FEW:
        return list(links)
    ends = chain.from_iterable(zip(links, reversed(links), strict=True))
    return list(dict.fromkeys(ends))


def _day_in(url: str) -> tuple[int, ...]:
    """Year, month and day of an address, as far as it has them: `/2026/11/30/strike` is (2026, 11, 30)."""
    found = A_DAY.search(url.partition("://")[2])
    return tuple(int(part) for part in found.groups() if part) if found else ()


def _number_in(url: str) -> tuple[int, ...]:
    found = [int(before or after) for before, after in NUMBER.findall(url.rstrip("/").rpartition("/")[2])]
    return (max(found),) if found else ()


def _newest(root: Element, url: str, origin: Origin) -> str:
    maps = [(entry.first("lastmod"), entry.first("loc")) for entry in root.all("sitemap")]
    maps = [(modified, absolute(loc, origin.base)) for modified, loc in maps]
    told = [pair for pair in maps if pair[1]]
    if not told:
        raise NoItems(f"{url}: an index of sitemaps that names none")
    articles = [pair for pair in told if re.search(r"news|post|article", pair[1].rpartition("/")[2])]
    return max(articles or told, key=lambda pair: (pair[0], _numbers(pair[1]), pair[1]))[1]


def _numbers(url: str) -> list[int]:
    """The numbers of a file's name, for the tenth part of a sitemap is newer than the ninth."""
    return [int(digits) for digits in DIGITS.findall(url.rpartition("/")[2])]


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
    path = url.partition("://")[2].partition("#")[0].partition("?")[0].rstrip("/")
    last = unquote(path.rpartition("/")[2]) if "/" in path else ""
    words = re.sub(r"\.\w{2,5}$", "", last).replace("_", "-").split("-")
    words = [word for word in words if word and not word.isdigit()]
    title = " ".join(words)
    return title[:1].upper() + title[1:] if sum(word.isalpha() for word in words) >= 2 else url


def _distinct(links: list[Link]) -> list[Link]:
    return list({canonical_key(link.url): link for link in reversed(links)}.values())[::-1]
