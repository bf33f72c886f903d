"""What became of a run: as `scraper.health` sees it, and what it teaches about the source."""

import hashlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from feeds.models import Article, Find, Saved
from scraper.crawl.lists import Lists
from scraper.crawl.models import Item
from scraper.errors import Blocked, Gone, LoginWall, NoItems, ReadError
from scraper.fetch.errors import FetchError, Rejected, Unavailable
from scraper.models import Link, Skip
from scraper.state import ARRIVALS, DIGESTS, NEWS_DAYS, Health, Observation, Outcome, SourceState

LONG_ENOUGH = 60  # characters from which two equal texts are remarkable: "see the attachment" is not
FEW = 3  # items that are left out for one reason and told one by one
SAMPLE = 160  # characters of an article's text that people are shown of a trouble
SEVERAL = 2  # items below which a list that shows nothing known says nothing: of one item it is always so
PINNED = 3  # items at most that stay on top of a list
HALF = 0.5
A_DAY = timedelta(days=1)  # by which zones, clocks and dates without an hour may be off
FILES = ("pdf", "file")  # items that are no pages and need no text


def failed_run(error: FetchError | ReadError, at: datetime) -> Observation:
    """A run that ended at its list page."""
    outcome: Outcome
    match error:
        case NoItems():
            outcome = "empty"
        case Blocked() | Rejected(kind="blocked"):
            outcome = "blocked"
        case LoginWall() | Rejected(kind="login"):
            outcome = "login"
        case Gone() | Rejected(kind="gone"):
            outcome = "gone"
        case ReadError():
            outcome = "unreadable"
        case Unavailable():
            outcome = "unreachable"
        case _:
            outcome = "refused"
    kind = getattr(error, "kind", "")
    return Observation(at, outcome, detail=str(error), kind=kind, words=getattr(error, "words", 0))


def observe(before: SourceState, lists: Lists, items: Sequence[Item], saved: Saved, at: datetime) -> Observation:
    """A run as `health` sees it."""
    again = {*saved.again}  # under a new address, say
    fresh = [item.find for item in items if item.find and item.fresh]
    finds = [find for find in fresh if find.link not in again]
    articles = [find.article for find in finds]
    whole = [find.article for find in finds if find.article.text and find.partial not in FILES]
    repeated = _repeated(
        [f for f in finds if f.partial not in FILES and len(f.article.text) >= LONG_ENOUGH], lists, before
    )
    dates = [
        day
        for day in (*(link.published for link in lists.links), *(a.published for a in articles))
        if day and day <= at
    ]
    if not lists.links:
        return Observation(at, "unchanged", newest=max(dates, default=None))
    shown = lists.links[: lists.shown]
    known = _known_before(before.health, lists)
    there = {**{find.link: day for find in finds if (day := _own_day(find.article))}, **known}
    aged = [link for link in shown if link.published and there.get(link.url, at) < at - 2 * A_DAY]
    return Observation(
        at,
        "ok" if shown else "unchanged",  # older pages were read behind a first one that was not modified
        found=len(shown),
        new=len(saved.new),
        overlap=sum(link.url in known for link in shown),
        moved=len(fresh) - len(finds),
        behind=sum(link.url in known for link in lists.links[lists.shown :]),
        gap=_is_gap(before, lists, again),
        dated=sum(link.published is not None for link in shown),
        titles=len({link.title for link in shown if link.title}),
        days=len({link.published.date() for link in shown if link.published}),
        aged=len(aged),
        today=sum(_is_dated_anew(link, there[link.url], at) for link in aged),
        overdue=_overdue(shown, known, before),
        read=len(articles),
        bodied=len(whole) + sum(find.partial in FILES for find in finds),
        bylined=sum(bool(find.article.publisher) or find.partial in FILES for find in finds),
        partial=sum(bool(find.partial) for find in finds),
        gone=sum(bool(item.gone and item.owed and item.owed.url not in lists.known) for item in items),
        repeated=repeated,
        confidence=sum(article.confidence for article in whole) / len(whole) if whole else 0.0,
        garbled=max((garbled_share(article) for article in whole), default=0.0),
        via=lists.via,
        newest=max(dates, default=None),
    )


def _repeated(finds: Sequence[Find], lists: Lists, before: SourceState) -> int:
    """How many articles have a text that another has, too. What the list itself shows under one title and day is one
    notice, however often it stands there: a wall has one text for all titles."""
    said = {link.url: (link.title, link.published) for link in lists.links}
    digests = [digest for _, digest in {(said.get(f.link, f.link), text_digest(f.article)) for f in finds}]
    return sum(digest in before.digests or digests.count(digest) > 1 for digest in digests)


def _known_before(health: Health, lists: Lists) -> Mapping[str, datetime]:
    """Since when the addresses are known that are. Of a list that was another one at the last look only those from
    before it became that: the items of a wrong list are known as soon as they were seen once, which makes it no
    better."""
    since = {url: known.first_seen for url, known in lists.known.items()}
    return {url: at for url, at in since.items() if not health.strange or at < health.strange}


def _is_gap(before: SourceState, lists: Lists, again: set[str]) -> bool:
    """Whether items may have come and gone unseen: nothing of what the last look saw is on the list, nor on a page
    behind it.

    Not where there was no such look, where the list begins anew (a new year's page shows few items), and where it
    shows what is older than the last look: that one was put together otherwise, or its addresses are others.
    """
    shown = lists.links[: lists.shown]
    last = next((run.found for run in reversed(before.history) if run.outcome == "ok" and run.found), 0)
    if before.last_ok is None or not last or lists.onward or len(shown) < max(SEVERAL, HALF * last):
        return False
    seen = {*lists.known, *again, *(each.url for each in before.owed)}
    met = [place for place, link in enumerate(lists.links) if link.url in seen]
    if met and not _are_pinned(met, shown):
        return False
    return _overdue(shown, seen, before) < HALF * len(shown)


def _are_pinned(met: Sequence[int], shown: Sequence[Link]) -> bool:
    """Whether the items at these places stay on top of the list, whatever is newer: few, and older than the oldest of
    the others, which stand there newest first."""
    top, others = shown[: len(met)], [link.published for link in shown[len(met) :]]
    if list(met) != list(range(len(top))) or len(top) > PINNED or len(others) < SEVERAL:
        return False
    days = [day for day in others if day]
    if len(days) < len(others) or days[0] <= days[-1]:
        return False
    return all(link.published is not None and link.published < min(days) for link in top)


def _own_day(article: Article) -> datetime | None:
    """When an article was posted by its own page, whatever the list says."""
    return None if article.evidence.get("published", "").startswith("list") else article.published


def _is_dated_anew(link: Link, there: datetime, at: datetime) -> bool:
    """Whether an item bears the day of this run on the list, though it was there before that day."""
    day = link.published
    return day is not None and day > there + A_DAY and abs(at.astimezone(day.tzinfo).date() - day.date()) <= A_DAY


def _overdue(shown: Sequence[Link], known: Container[str], before: SourceState) -> int:
    """How many unknown items should have been seen: they are dated before the last look at the source's own list."""
    last = before.health.strange or before.last_ok
    return sum(bool(last and o.published and o.published < last - A_DAY) for o in shown if o.url not in known)


def text_digest(article: Article) -> str:
    """A short name for a text, to see that two articles have the same one."""
    return hashlib.blake2b(article.text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def garbled_share(article: Article) -> float:
    """The share of characters that could not be decoded."""
    return article.text.count("\ufffd") / max(len(article.text), 1)


def learned(state: SourceState, items: Sequence[Item], saved: Saved, at: datetime, *, first: bool) -> SourceState:
    """The state with what this run's new articles teach: when the source posts, and what its latest texts were.

    A post dated to the day was made since the last look; only at a `first` one is nothing known of its hour.
    """
    if not saved.new:
        return state
    articles = [item.find.article for item in items if item.find and item.fresh]
    posted = [a.published for a in articles if a.published and a.published_precision != "day" and a.published <= at]
    if len(posted) < len(articles) and not first:
        posted.append(at)
    news_days = state.news_days
    # What the first run finds was posted before anybody watched.
    if not first and (not news_days or news_days[-1].date() != at.date()):
        news_days = (*news_days, at)[-NEWS_DAYS:]
    return replace(
        state,
        news_days=news_days,
        arrivals=tuple(sorted({*state.arrivals, *posted})[-ARRIVALS:]),
        digests=(*state.digests, *(text_digest(article) for article in articles if article.text))[-DIGESTS:],
    )


def in_lines(skipped: Sequence[Skip]) -> list[str]:
    """What a run left out, for people: a line each, but one for many that share a reason."""
    by_reason: dict[str, list[str]] = {}
    for skip in skipped:
        by_reason.setdefault(skip.reason, []).append(skip.url)
    lines = []
    for reason, urls in by_reason.items():
        if len(urls) > FEW:
            lines.append(f"{len(urls)} items, the first {urls[0]}: {reason}")
        else:
            lines += [f"{url}: {reason}" for url in urls]
    return lines


def sample_of(lists: Lists | None, items: Sequence[Item]) -> str:
    """What was read in a run, in a line: the newest article of it, else the first item of the list."""
    finds = [item.find for item in items if item.find and item.fresh]
    if finds:
        article = finds[0].article
        return f"{article.title} <{finds[0].link}> {' '.join(article.text.split())[:SAMPLE]}".strip()
    return f"{lists.links[0].title} <{lists.links[0].url}>" if lists and lists.links else ""
