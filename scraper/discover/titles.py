"""What the titles of a list show only side by side: the date that all of them begin or end with, and the label that was
taken for the title because it stands first in every item.

    19.12.2024 – Strike won | 17.12.2024 – Congress opens   ->  Strike won | Congress opens
    Campaign | Press | Campaign | Campaign                  ->  no titles, look for others
    News Strike won | Press Congress opens                  ->  Strike won | Congress opens, if each is in an element
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from scraper.dates import find_dates
from scraper.discover.places import units
from scraper.models import Link

DATED = re.compile(r"(?:19|20)\d\d|\d{1,2}([./-])\d{1,2}\1\d\d(?!\d)")
EDGE = 45
# Of so many titles it can be said what they have in common, if so many of them have it.
FEWEST = 3
MOST = 0.8
OPENING = " \t([{（【|:：,–—-"
CLOSING = " \t)]}）】|:：,–—-."
LONGEST_LABEL = 20


def without_dates(links: list[Link]) -> list[Link]:
    """The items with titles that begin, or end, with a date as nearly all do, without it."""
    if len(links) < FEWEST or sum(DATED.search(link.title) is not None for link in links) < MOST * len(links):
        return links
    if not any(link.published is None or _tells_of(link) for link in links):
        return links  # these are the days that the titles tell of
    for cut in (_after_date, _before_date):
        bare = [cut(link.title) for link in links]
        if sum(map(bool, bare)) >= MOST * len(links) and 2 * len(set(bare)) > len(links):  # no "Bulletin" each
            return [replace(link, title=title) if title else link for link, title in zip(links, bare, strict=True)]
    return links


def without_events(links: list[Link]) -> list[Link]:
    """The items of a list without dates, without the day that one or the other title tells of."""
    if 2 * sum(link.published is not None for link in links) >= len(links):
        return links
    return [replace(link, published=None, precision=None) if _tells_of(link) else link for link in links]


def _tells_of(link: Link) -> bool:
    day = link.published.date() if link.published and DATED.search(link.title) else None
    return day is not None and any(moment.value.date() == day for moment in find_dates(link.title))


def labels(links: Sequence[Link]) -> frozenset[str]:
    """Titles that are none: half of them repeat one another, so they and short ones in their place are labels."""
    times = Counter(link.title for link in links)
    if len(links) < FEWEST or 2 * sum(times[link.title] > 1 for link in links) < len(links):
        return frozenset()
    return frozenset(title for title in times if times[title] > 1 or units(title) < LONGEST_LABEL)


def openings(links: Sequence[Link], begin: Callable[[], Iterable[str]]) -> frozenset[str]:
    """Labels that nearly all titles begin with: few for many, each in an element of its own, which `begin` gives."""
    starts = Counter(link.title[:2] for link in links)
    if len(links) < FEWEST or 2 * sum(starts[link.title[:2]] > 1 for link in links) < len(links):
        return frozenset()
    times = Counter(filter(None, begin()))
    if times.total() < MOST * len(links) or 2 * sum(n for n in times.values() if n > 1) < len(links):
        return frozenset()
    return frozenset(text for text in times if times[text] > 1 or units(text) < LONGEST_LABEL)


def said_of_all(texts: Sequence[str]) -> str:
    """The text that nearly all links have, in whatever language it says "read more"; "" for none."""
    text, times = Counter(texts).most_common(1)[0] if texts else ("", 0)
    return text if len(texts) >= FEWEST and times >= MOST * len(texts) else ""


def _after_date(title: str) -> str:
    moments = find_dates(title[:EDGE])
    begins = bool(moments) and not re.search(r"\w{4}|\d", title[: moments[0].span[0]])
    return _telling(title[moments[0].span[1] :].lstrip(CLOSING)) if begins else ""


def _before_date(title: str) -> str:
    start = max(0, len(title) - EDGE)
    moments = find_dates(title[start:])
    ends = bool(moments) and not title[start + moments[-1].span[1] :].strip(CLOSING)
    return _telling(title[: start + moments[-1].span[0]].rstrip(OPENING)) if ends else ""


def _telling(text: str) -> str:
    return text if units(text) >= 8 else ""
