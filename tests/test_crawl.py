"""One source, one run: what is fetched, what is kept, and what becomes of items whose page cannot be had.

The web is a dictionary here (`Web`), the reader runs in this process, the store is a real one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.models import Feed
from feeds.store import RawPage, Store, open_store
from feeds.store.errors import Full
from scraper.crawl import Context, crawl, in_lines
from scraper.crawl.items import MOST_OWED
from scraper.crawl.unread import ATTEMPTS
from scraper.discover import discover_page
from scraper.fetch.errors import Rejected, Unavailable
from scraper.health import to_tell
from scraper.models import ArticleRules, Listing, ListRules, Page, Reading, Skip, Source
from scraper.read import read_pages
from scraper.replay import Reread, reread_articles
from scraper.round import crawl_all, crawl_safely
from scraper.state import SourceState, from_record
from scraper.worker import ReadingFailed

HOST = "https://union.example"
LIST = f"{HOST}/news/"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time


class Web:
    """Pages by address; an exception in a page's place is raised. Answers 304 to a matching ETag."""

    def __init__(self, clock: Clock) -> None:
        self.pages: dict[str, str | bytes | BaseException] = {}
        self.types: dict[str, str] = {}
        self.ends: dict[str, str] = {}  # where redirects lead
        self.asked: list[str] = []
        self.clock = clock

    async def fetch(
        self,
        url: str,
        *,
        source: object = None,
        validators: tuple[str, str] = ("", ""),
        validators_of: str = "",
        kind: str = "",
    ) -> Page:
        self.asked.append(url)
        found = self.pages.get(url, Rejected("gone", f"{url}: not found (404)", url=url, status=404))
        if isinstance(found, BaseException):
            raise found
        body = found.encode() if isinstance(found, str) else found
        etag = f'"{hash(body)}"'
        end = self.ends.get(url, url)
        unchanged = validators[0] == etag and (end == url or validators_of == end)
        kind = self.types.get(url, "text/html; charset=utf-8")
        return Page(
            url, end, 304 if unchanged else 200, kind, b"" if unchanged else body, self.clock(), etag, "", unchanged
        )


class Here:
    """The reader without its processes."""

    async def listing(self, html: bytes, url: str, **options: Any) -> Listing:
        return discover_page(html, url, **options)

    async def pages(self, pages: Sequence[tuple[bytes, str, str | None]], **options: Any) -> Reading:
        return read_pages(pages, **options)


class Panic(BaseException):
    """What a library in another language may raise (faults.md P15)."""


def article(number: int, text: str = "") -> str:
    body = (
        text or f"Delegation {number} spoke with the ministry about the wages of sector {number * 37}, and was heard."
    )
    paragraphs = "".join(f"<p>{body} This is paragraph {i} of report {number}.</p>" for i in range(5))
    title = f"Report number {number}"
    head = f"<html><head><title>{title}</title></head>"
    return f"{head}<body><h1>{title}</h1><div class=article>{paragraphs}</div></body></html>"


def listing(numbers: Sequence[int], more: str = "", head: str = "") -> str:
    items = "".join(
        f'<li><a href="/news/2026/{n}.html">Report number {n}</a> <span>2026-02-{n % 27 + 1:02}</span></li>'
        for n in numbers
    )
    following = f'<a rel="next" href="{more}">Older</a>' if more else ""
    body = f"<h1>News</h1><ul class=news>{items}</ul>{following}"
    return f"<html><head><title>News</title>{head}</head><body>{body}</body></html>"


def url(number: int) -> str:
    return f"{HOST}/news/2026/{number}.html"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web(clock: Clock) -> Web:
    web = Web(clock)
    web.pages[LIST] = listing(range(8, 0, -1))
    web.pages |= {url(n): article(n) for n in range(1, 40)}
    return web


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with open_store(tmp_path / "fedfeed.db", now=clock) as store:
        yield store


@pytest.fixture
def context(web: Web, store: Store, clock: Clock) -> Context:
    return Context(web, Here(), store, clock)  # type: ignore[arg-type]


def source(**keys: object) -> Source:
    return Source(id="union", name="Union", url=LIST, timezone="Europe/Berlin", **keys)  # type: ignore[arg-type]


def state(store: Store, clock: Clock) -> SourceState:
    return from_record("union", store.source_state("union"), now=clock())


@pytest.mark.anyio
async def test_a_first_run_takes_everything_and_a_second_asks_once(context: Context, web: Web) -> None:
    first = await crawl(source(), context)
    assert (first.state, first.found, first.new) == ("healthy", 8, 8)
    web.asked.clear()
    second = await crawl(source(), context)
    assert (second.state, second.new, web.asked) == ("healthy", 0, [LIST])


@pytest.mark.anyio
async def test_a_list_behind_a_redirect_costs_no_more_when_it_is_unchanged(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    web.ends[LIST] = f"{LIST}index.html"
    await crawl(source(), context)
    await crawl(source(), context)
    assert state(store, clock).history[-1].outcome == "unchanged"


@pytest.mark.anyio
async def test_entries_keep_the_order_of_the_list(context: Context, store: Store) -> None:
    await crawl(source(), context)
    feed = Feed(id="all", title="All")
    store.emit([feed], {"union": source()}, at=START)
    titles = [emission.entry.article.title for emission in store.window(feed, {"union": source()})]
    assert titles == [f"Report number {n}" for n in range(8, 0, -1)]


@pytest.mark.anyio
async def test_only_new_items_are_fetched(context: Context, web: Web) -> None:
    await crawl(source(), context)
    web.pages[LIST] = listing(range(10, 2, -1))
    web.asked.clear()
    report = await crawl(source(), context)
    assert report.new == 2
    assert web.asked == [LIST, url(10), url(9)]


@pytest.mark.anyio
async def test_an_item_that_fails_is_tried_again_though_the_list_did_not_change(
    context: Context, web: Web, store: Store
) -> None:
    """The list's validators are stored only after all its articles were (DESIGN decision 7)."""
    web.pages[url(5)] = Unavailable("timeout", "slow", url=url(5))
    first = await crawl(source(), context)
    assert (first.new, len(first.skipped)) == (7, 1)
    web.pages[url(5)] = article(5)
    second = await crawl(source(), context)
    assert second.new == 1
    assert store.find(url(5))


@pytest.mark.anyio
async def test_an_item_that_fails_run_after_run_reaches_the_reader_all_the_same(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    web.pages[url(5)] = Unavailable("timeout", "slow", url=url(5))
    for _ in range(ATTEMPTS):
        await crawl(source(), context)
        clock.time += timedelta(hours=1)
    (memory,) = store.find(url(5))
    assert (memory.entry.partial, memory.entry.article.title) == ("unreadable", "Report number 5")


SECOND = f"{HOST}/news/2026/5_2.html"
SECOND_TEXT = "The second page tells how the talks went on."
NOT_FOUND = "<title>404 Not Found</title><h1>404 Not Found</h1><p>The page you are looking for does not exist.</p>"
LOGIN = "<title>Login</title><form action=/login><input name=user><input type=password><button>Login</button></form>"


def of_two_pages(web: Web, second: str | bytes | Exception) -> None:
    """Article 5 goes on at another page."""
    pager = f"<p class=pager><b>1</b> <a href={SECOND}>2</a> <a href={SECOND}>Next page</a></p>"
    web.pages[url(5)] = article(5).replace("</div></body>", f"</div>{pager}</body>")
    web.pages[SECOND] = second


async def reread(article_rules: ArticleRules, store: Store, context: Context) -> Reread:
    """The article on two pages, under these rules."""
    found = await reread_articles(source(article=article_rules), store, context.reader)
    return next(each for each in found if each.entry.link == url(5))


@pytest.mark.anyio
async def test_rules_are_tried_on_all_pages_of_an_article(context: Context, web: Web, store: Store) -> None:
    of_two_pages(web, article(5, SECOND_TEXT))
    await crawl(source(), context)
    again = await reread(ArticleRules(), store, context)
    assert again.changed == ()
    assert again.article is not None
    assert "how the talks went on" in again.article.text
    ruled = await reread(ArticleRules(remove=("p:first-of-type",)), store, context)
    assert ruled.article is not None
    assert ruled.changed == ("text",)
    assert "the talks went on. This is paragraph 0" not in ruled.article.text
    assert "the talks went on. This is paragraph 1" in ruled.article.text


@pytest.mark.anyio
async def test_an_article_whose_later_pages_are_not_kept_loses_none_when_it_is_read_again(
    context: Context, web: Web, store: Store
) -> None:
    """Its first page alone is in the store of an earlier version."""
    of_two_pages(web, article(5, SECOND_TEXT))
    await crawl(source(), context)
    (first,) = store.raw.find(url(5))
    store.raw.save(first)
    again = await reread(ArticleRules(remove=("p:first-of-type",)), store, context)
    assert again.changed == ()
    assert again.article is not None
    assert "how the talks went on" in again.article.text


@pytest.mark.anyio
async def test_each_page_of_an_article_is_read_once_and_alone(context: Context, web: Web) -> None:
    """The time and memory that reading may take are those of one page."""
    read: list[list[str]] = []

    class Counting(Here):
        async def pages(self, pages: Sequence[tuple[bytes, str, str | None]], **options: Any) -> Reading:
            read.append([address for _, address, _ in pages])
            return await super().pages(pages, **options)

    of_two_pages(web, article(5, SECOND_TEXT))
    await crawl(source(), replace(context, reader=Counting()))  # type: ignore[arg-type]
    assert sorted(read) == sorted([[url(n)] for n in range(1, 9)] + [[SECOND]])


LOST_PAGES = {
    "gone": NOT_FOUND,
    "login": LOGIN,
    "pdf": b"%PDF-1.4 \x00\x01\x02" * 50,
    "unreachable": Unavailable("timeout", "slow", url=SECOND),
}


@pytest.mark.anyio
@pytest.mark.parametrize("lost", LOST_PAGES.values(), ids=LOST_PAGES)
async def test_a_later_page_that_is_none_costs_an_article_no_more_than_that_page(
    context: Context, web: Web, store: Store, lost: str | bytes | Exception
) -> None:
    of_two_pages(web, lost)
    assert (await crawl(source(), context)).new == 8
    (memory,) = store.find(url(5))
    assert memory.entry.partial == ""
    assert "paragraph 4 of report 5" in memory.entry.article.text


@pytest.mark.anyio
@pytest.mark.parametrize("lost", LOST_PAGES.values(), ids=LOST_PAGES)
async def test_a_known_article_is_neither_withdrawn_nor_shortened_by_a_later_page(
    context: Context, web: Web, store: Store, clock: Clock, lost: str | bytes | Exception
) -> None:
    of_two_pages(web, article(5, SECOND_TEXT))
    await crawl(source(), context)
    (before,) = store.find(url(5))
    of_two_pages(web, lost)
    web.pages[url(5)] = str(web.pages[url(5)]) + "<!-- another template -->"
    await runs(context, clock, 60)
    (after,) = store.find(url(5))
    assert after.entry == before.entry


@pytest.mark.anyio
async def test_a_later_page_that_comes_at_last_completes_the_article(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """Although the first page would answer "not modified" by then."""
    of_two_pages(web, LOST_PAGES["unreachable"])
    await crawl(source(), context)
    web.pages[SECOND] = article(5, SECOND_TEXT)
    await runs(context, clock, 2)
    (memory,) = store.find(url(5))
    assert SECOND_TEXT in memory.entry.article.text


@pytest.mark.anyio
async def test_a_poster_is_whole_without_a_text(context: Context, web: Web, store: Store) -> None:
    poster = "<main><article><h1>Report number 5</h1><p><img src=/p.jpg width=800 height=900></p></article></main>"
    web.pages[url(5)] = f"<title>Report number 5</title>{poster}"
    web.pages[url(6)] = "<title>Report number 6</title><div id=app></div>"
    await crawl(source(), context)
    assert [store.find(url(n))[0].entry.partial for n in (5, 6)] == ["", "script"]


@pytest.mark.anyio
async def test_what_was_not_read_is_told_with_its_address_once_and_what_follows(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    web.pages[url(5)] = Unavailable("timeout", "slow", url=url(5))
    told = []
    for _ in range(ATTEMPTS):
        (skip,) = (await crawl(source(), context)).skipped
        told.append((skip.url, skip.reason))
        clock.time += timedelta(hours=1)
    assert told[0] == (url(5), "slow; the next run asks again")
    assert told[-1] == (url(5), "slow; what the list says of it is published")
    web.pages[url(5)] = article(5)
    clock.time += timedelta(days=1)
    await crawl(source(), context)
    (memory,) = store.find(url(5))
    assert memory.entry.partial == ""
    assert "paragraph 4" in memory.entry.article.text


@pytest.mark.anyio
@pytest.mark.parametrize(("kind", "partial"), [("login", "login"), ("blocked", "blocked"), ("robots", "blocked")])
async def test_a_wall_leaves_a_partial_entry_from_the_list(
    context: Context, web: Web, store: Store, kind: str, partial: str
) -> None:
    web.pages[url(5)] = Rejected(kind, "no", url=url(5), status=403)
    await crawl(source(), context)
    (memory,) = store.find(url(5))
    assert memory.entry.partial == partial
    assert memory.entry.published.date().isoformat() == "2026-02-06"


@pytest.mark.anyio
async def test_a_pdf_is_a_partial_entry_with_its_file(context: Context, web: Web, store: Store) -> None:
    web.pages[url(5)] = b"%PDF-1.4 " + b"x" * 500
    web.types[url(5)] = "application/pdf"
    report = await crawl(source(), context)
    assert (report.state, report.partial) == ("healthy", 1)
    (memory,) = store.find(url(5))
    (attachment,) = memory.entry.article.attachments
    assert (memory.entry.partial, attachment.type, attachment.length) == ("pdf", "application/pdf", 509)


@pytest.mark.anyio
async def test_older_pages_are_read_until_one_holds_a_known_item(context: Context, web: Web) -> None:
    await crawl(source(), context)
    web.pages[LIST] = listing(range(30, 20, -1), more="/news/2.html")
    web.pages[f"{HOST}/news/2.html"] = listing(range(20, 10, -1), more="/news/3.html")
    web.pages[f"{HOST}/news/3.html"] = listing(range(10, 0, -1), more="/news/4.html")
    web.asked.clear()
    report = await crawl(source(), context)
    assert (report.new, report.gap) == (22, False)
    assert f"{HOST}/news/4.html" not in web.asked


@pytest.mark.anyio
async def test_a_list_that_ends_is_no_warning(context: Context, web: Web, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is carried on behind its last page, and nothing is said to be."""
    await crawl(source(), context)
    web.pages[LIST] = listing(range(30, 20, -1), more="/news/2.html")
    with caplog.at_level("INFO"):
        report = await crawl(source(), context)
    (told,) = [record for record in caplog.records if "/news/2.html" in record.getMessage()]
    assert (told.levelname, report.gap) == ("INFO", False)
    assert "the list ends here" in told.getMessage()


@pytest.mark.anyio
async def test_a_known_page_that_says_it_is_gone_is_told_as_withdrawn(context: Context, web: Web, clock: Clock) -> None:
    await crawl(source(), context)
    web.pages[url(5)] = Rejected("gone", f"{url(5)}: gone (410)", url=url(5), status=410)
    web.pages[url(4)] = Rejected("gone", f"{url(4)}: not found (404)", url=url(4), status=404)
    clock.time += timedelta(days=1)
    said = {skip.url: skip.reason for skip in (await crawl(source(), context)).skipped}
    assert said[url(5)] == "gone (410); its entry is withdrawn and leaves the feeds"
    assert said[url(4)] == "not found (404); its entry is withdrawn if that stays so"


@pytest.mark.anyio
@pytest.mark.parametrize("end", ["301", "404", "410"])
async def test_every_link_follows_a_list_that_moved(
    context: Context, web: Web, store: Store, clock: Clock, end: str
) -> None:
    """Also of articles whose former page is looked at again in that very run, or led to the new one before; what no
    longer stands at a former address is no trouble."""
    await crawl(source(), context)
    for n in range(8, 0, -1):
        new = url(n).replace("/news/", "/aktuell/")
        web.pages[new] = web.pages[url(n)]
        if end == "301":
            web.ends[url(n)] = new
        else:
            web.pages[url(n)] = Rejected("gone", f"{url(n)}: gone ({end})", url=url(n), status=int(end))
    if end == "301":
        clock.time += timedelta(days=1)
        await crawl(source(), context)  # the pages have moved, and their list has not yet
    web.pages[LIST] = listing(range(8, 0, -1)).replace("/news/", "/aktuell/")
    clock.time += timedelta(days=1)
    report = await crawl(source(), context)
    memories = [store.entry(entry.id) for entry in store.recent("union", 50)]
    links = {memory.entry.link for memory in memories if memory and memory.still_listed}
    assert links == {url(n).replace("/news/", "/aktuell/") for n in range(1, 9)}
    assert (report.new, report.skipped) == (0, ())


@pytest.mark.anyio
async def test_a_list_that_leads_elsewhere_is_told_with_both_addresses(context: Context, web: Web) -> None:
    """A page that went away often leads to the home page: the words of that alone would speak of an address that nobody
    wrote."""
    await crawl(source(), context)
    home = "https://union.example/"
    web.pages[LIST], web.ends[LIST] = (
        "<html lang=en><body><p><a href='/join'>Join</a> us, we are many.</p></body>",
        home,
    )
    assert f"{LIST} leads to {home}: 1 link and none" in (await crawl(source(), context)).reason


@pytest.mark.anyio
async def test_a_session_of_the_crawler_is_not_published(context: Context, web: Web, store: Store) -> None:
    web.pages[LIST] = re.sub(r"\.html", ".html?PHPSESSID=f04b6f0af6d4ff8e&utm_source=list", listing(range(8, 0, -1)))
    assert (await crawl(source(), context)).new == 8
    assert {entry.link for entry in store.recent("union", 50)} == {url(n) for n in range(1, 9)}


def test_many_items_that_are_left_out_for_one_reason_are_one_line() -> None:
    waiting = [Skip(url(n), "more than 60 new items in one run (max_new)") for n in range(300)]
    lines = in_lines([Skip(url(999), "not found (404)"), *waiting])
    assert lines == [
        f"{url(999)}: not found (404)",
        f"300 items, the first {url(0)}: more than 60 new items in one run (max_new)",
    ]


@pytest.mark.anyio
async def test_a_list_that_fedfeed_itself_refuses_is_not_called_forbidden_by_its_site(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    web.pages[LIST] = Rejected("address", f"{LIST}: port 18111 is not among the ports under `fetch:`", url=LIST)
    for _ in range(2):
        report = await crawl(source(), context)
    assert (report.state, report.by) == ("broken", "address")


@pytest.mark.anyio
async def test_a_budget_that_ends_among_unknown_items_is_a_gap(context: Context, web: Web) -> None:
    await crawl(source(), context)
    web.pages[LIST] = listing(range(30, 20, -1), more="/news/2.html")
    web.pages[f"{HOST}/news/2.html"] = listing(range(20, 10, -1), more="/news/3.html")
    report = await crawl(source(max_pages=2), context)
    assert (report.new, report.gap) == (20, True)


@pytest.mark.anyio
async def test_more_new_items_than_a_run_may_take_come_with_the_next_runs(context: Context, web: Web) -> None:
    await crawl(source(), context)
    web.pages[LIST] = listing(range(20, 2, -1))
    first = await crawl(source(max_new=5), context)
    assert (first.new, len(first.skipped)) == (5, 7)
    assert (await crawl(source(max_new=5), context)).new == 5
    assert (await crawl(source(max_new=5), context)).new == 2


@pytest.mark.anyio
async def test_a_report_counts_the_pages_that_were_asked_for_and_no_others(
    context: Context, web: Web, clock: Clock
) -> None:
    """Further pages of lists and articles count; items that wait for a later run do not, nor does what robots.txt or a
    host that asked for rest keeps us from."""
    await crawl(source(max_new=2), context)
    paged(web, range(39, 0, -1), 13)
    of_two_pages(web, article(5, SECOND_TEXT))
    for _ in range(12):
        clock.time += timedelta(hours=1)
        web.asked.clear()
        report = await crawl(source(max_new=4), context)
        assert report.requests == len(web.asked)
    web.pages[LIST] = listing(range(60, 36, -1))
    web.pages |= {url(n): Rejected("robots", "no", url=url(n)) for n in range(40, 50)}
    web.pages |= {url(n): Unavailable("paused", "rest", url=url(n)) for n in range(50, 61)}
    web.asked.clear()
    report = await crawl(source(), context)
    assert report.requests == len(web.asked) - 21


@pytest.mark.anyio
async def test_what_is_owed_keeps_the_lists_order(context: Context, web: Web, store: Store, clock: Clock) -> None:
    """Also when the next run has no list to go by, because it answers "not modified"."""
    await crawl(source(), context)
    web.pages[LIST] = listing(range(20, 2, -1))
    web.pages |= {url(number): article(number) for number in range(20, 8, -1)}
    await crawl(source(max_new=5), context)
    await crawl(source(max_new=5), context)
    assert [entry.link for entry in store.recent("union", 5)] == [url(number) for number in range(15, 10, -1)]


@pytest.mark.anyio
async def test_young_articles_are_looked_at_again_and_edits_found(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    await crawl(source(), context)
    edited = "The delegation has corrected its figures: seventeen per cent, not twelve, and from June on."
    web.pages[url(8)] = article(8, edited)
    clock.time += timedelta(hours=3)
    report = await crawl(source(), context)
    assert (report.new, report.updated) == (0, 1)
    (memory,) = store.find(url(8))
    assert memory.entry.revision == 2
    assert edited in memory.entry.article.text


@pytest.mark.anyio
async def test_a_page_that_is_not_there_is_asked_for_ever_more_rarely_and_given_up_after_a_week(
    context: Context, web: Web, clock: Clock
) -> None:
    """However often its list is read, and whether the list shows it or not."""
    del web.pages[url(5)]
    asked = []
    for hour in range(24 * 14):
        web.asked.clear()
        web.pages[LIST] = listing(range(8, 0, -1) if hour < 100 else range(8, 5, -1)) + f"<!-- {hour} -->"
        await crawl(source(), context)
        asked += [hour] * web.asked.count(url(5))
        clock.time += timedelta(hours=1)
    assert asked == [0, 1, 3, 11, *range(35, 35 + 7 * 24, 24)]


@pytest.mark.anyio
async def test_a_page_that_is_late_is_not_given_up_by_a_source_that_is_read_often(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    often = source(every=timedelta(minutes=5))
    late = web.pages.pop(url(8))
    for _ in range(12):
        await crawl(often, context)
        clock.time += timedelta(minutes=5)
    web.pages[url(8)] = late
    await runs(context, clock, 3)
    assert 8 in known_numbers(store)


@pytest.mark.anyio
async def test_a_page_that_is_not_there_and_then_fails_once_is_not_published_from_the_list(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """It may be a dead link; only failures try an item's patience."""
    del web.pages[url(5)]
    for _ in range(3):
        await crawl(source(), context)
        clock.time += timedelta(hours=9)
    web.pages[url(5)] = Unavailable("server", "500", url=url(5))
    await runs(context, clock, 1)
    assert 5 not in known_numbers(store)


@pytest.mark.anyio
async def test_a_list_whose_items_are_all_gone_is_no_healthy_one(context: Context, web: Web) -> None:
    web.pages = {LIST: web.pages[LIST]}
    states = [(await crawl(source(), context)).state for _ in range(5)]
    assert states[1:] == ["degraded"] * 4


@pytest.mark.anyio
async def test_an_article_whose_page_was_away_comes_back_with_it(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """A site may lose its pages, or show a notice in their place, for an afternoon: that costs no article."""
    await crawl(source(), context)
    page = web.pages.pop(url(5))
    for _ in range(4):
        clock.time += timedelta(hours=12)
        await crawl(source(), context)
    assert store.find(url(5))[0].entry.withdrawn is not None
    web.pages[url(5)] = page
    clock.time += timedelta(days=3)
    await crawl(source(), context)
    assert store.find(url(5))[0].entry.withdrawn is None


@pytest.mark.anyio
async def test_an_unreachable_list_keeps_what_is_there_and_backs_off(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    await crawl(source(), context)
    web.pages[LIST] = Unavailable("dns", "no such host", url=LIST)
    for _ in range(3):
        clock.time += timedelta(hours=1)
        report = await crawl(source(), context)
    assert report.state == "unreachable"
    kept = state(store, clock)
    assert kept.failures == 3
    assert kept.next_at is not None
    assert kept.next_at >= clock.time + timedelta(hours=4)
    assert len(store.find(url(3))) == 1


@pytest.mark.anyio
async def test_how_a_list_could_not_be_reached_is_remembered(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """By it an outage of this machine is told from a site that is down."""
    web.pages[LIST] = Unavailable("offline", "this machine has no route to the web", url=LIST)
    await crawl(source(), context)
    assert [run.kind for run in state(store, clock).history] == ["offline"]


@pytest.mark.anyio
async def test_the_sites_own_feed_takes_the_place_of_a_page_whose_items_it_carries(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    feed = f"{HOST}/feed.xml"
    web.pages[LIST] = listing(range(8, 0, -1), head=f'<link rel="alternate" type="application/rss+xml" href="{feed}">')
    entries = "".join(
        f"<item><title>Report number {n}, the whole title</title><link>{url(n)}</link></item>" for n in range(8, 0, -1)
    )
    web.pages[feed] = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Union</title>{entries}</channel></rss>'
    web.types[feed] = "application/rss+xml"
    assert (await crawl(source(), context)).via == "feed"
    web.asked.clear()
    await crawl(source(), context)
    assert web.asked == [feed]
    web.pages[feed] = Unavailable("server", "500", url=feed)
    clock.time += timedelta(minutes=1)
    report = await crawl(source(), context)
    assert (report.state, report.via) == ("healthy", "automatic")


@pytest.mark.anyio
async def test_a_feed_of_other_columns_is_not_taken(context: Context, web: Web) -> None:
    feed = f"{HOST}/feed.xml"
    web.pages[LIST] = listing(range(8, 0, -1), head=f'<link rel="alternate" type="application/rss+xml" href="{feed}">')
    entries = "".join(f"<item><title>Sport {n}</title><link>{HOST}/sport/{n}.html</link></item>" for n in range(20))
    web.pages[feed] = f'<?xml version="1.0"?><rss version="2.0"><channel><title>All</title>{entries}</channel></rss>'
    web.types[feed] = "application/rss+xml"
    report = await crawl(source(), context)
    assert (report.via, report.new) == ("automatic", 8)


@pytest.mark.anyio
async def test_rules_that_find_nothing_on_a_full_page_are_told_at_once(
    context: Context, web: Web, clock: Clock
) -> None:
    ruled = source(list=ListRules(item="ul.news li", link="a"))
    assert (await crawl(ruled, context)).state == "healthy"
    filler = "<p>" + "The federation has a new site with much to read on it. " * 20 + "</p>"
    web.pages[LIST] = listing(range(9, 0, -1)).replace("class=news", "class=latest") + filler
    report = await crawl(ruled, context)
    assert report.state == "broken"
    assert "ul.news li" in report.reason


@pytest.mark.anyio
async def test_a_panic_in_one_source_ends_no_other(context: Context, web: Web) -> None:
    """A panic of a library in another language is a BaseException (faults.md P15)."""

    other = Source(id="other", name="Other", url=f"{HOST}/other/")
    web.pages[other.url] = Panic("called `Option::unwrap()` on a `None` value")
    reports = {report.source_id: report for report in await crawl_all([other, source()], context)}
    assert reports["other"].state == "broken"
    assert "internal error" in reports["other"].reason
    assert reports["union"].new == 8
    assert (await crawl_safely(source(), context)).state == "healthy"


@pytest.mark.anyio
async def test_a_fault_of_ours_is_remembered_backs_off_and_is_told(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """Whatever is raised (P15): the source is not asked again every second, and people hear of it."""
    await crawl_safely(source(), context)
    web.pages[LIST] = RuntimeError("panic")
    for failures in (1, 2):
        clock.time += timedelta(hours=1)
        report = await crawl_safely(source(), context)
        assert report.reason.startswith("internal error")
        assert state(store, clock).failures == failures
        assert report.next_at == state(store, clock).next_at  # by which the daemon goes
        assert report.untold == (failures == 2)
    after = state(store, clock)
    assert after.health.state == "broken"
    assert "panic" in after.health.reason
    assert after.next_at is not None
    assert after.next_at >= clock.time + timedelta(hours=2)


@pytest.mark.anyio
async def test_edited_rules_read_the_list_anew_and_start_new_habits(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """The page did not change, so without that it would answer 304 and the edit would show nothing."""
    for _ in range(4):
        await crawl(source(), context)
        clock.time += timedelta(hours=1)
    ruled = source(list=ListRules(item="ul.news li:nth-child(-n+3)", link="a"))
    report = await crawl(ruled, context)
    assert (report.state, report.found) == ("healthy", 3)
    assert len(state(store, clock).history) == 1


@pytest.mark.anyio
async def test_a_site_that_moved_its_articles_brings_none_twice_and_no_false_alarm_of_a_wall(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """Young articles are looked at again at their old addresses, which is no sign that these still are on the list.
    Nobody sees anything of it, so nobody is told; nor is the change back to tell."""
    for _ in range(3):
        await crawl(source(), context)
        clock.time += timedelta(hours=3)
    web.pages[LIST] = listing(range(8, 0, -1)).replace("/news/2026/", "/aktuell/")
    web.pages |= {f"{HOST}/aktuell/{n}.html": article(n) for n in range(1, 9)}
    for _ in range(2):
        report = await crawl(source(), context)
        assert (report.new, report.state, report.reason) == (0, "healthy", "")
    web.pages[LIST] = listing(range(8, 0, -1))
    assert (await crawl(source(), context)).state == "healthy"


@pytest.mark.anyio
async def test_a_page_full_of_news_that_leads_to_known_ones_is_no_other_list(
    context: Context, web: Web, clock: Clock
) -> None:
    paged(web, range(12, 0, -1), 6)
    await runs(context, clock, 4)
    paged(web, range(24, 0, -1), 6)
    report = await crawl(source(), context)
    assert (report.new, report.state) == (12, "healthy")


@pytest.mark.anyio
async def test_another_list_in_the_place_of_a_source_s_own_is_told_until_its_own_is_back(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """Its items are known after one look, which makes it no better."""
    web.pages[LIST] = listing(range(8, 0, -1))
    web.pages |= {url(n): article(n) for n in range(1, 9)}
    own = web.pages[LIST]
    await runs(context, clock, 4)
    web.pages |= {f"{HOST}/shop/{n}.html": article(n) for n in range(51, 64)}
    for newest in (60, 60, 61, 62):
        web.pages[LIST] = listing(range(newest, 50, -1)).replace("/news/2026/", "/shop/")
        report = await crawl(source(), context)
        clock.time += timedelta(hours=1)
        assert (report.state, "look new" in report.reason) == ("degraded", True)
    web.pages[LIST] = own
    assert (await crawl(source(), context)).state == "healthy"


@pytest.mark.anyio
async def test_another_list_is_still_another_one_after_an_outage(context: Context, web: Web, clock: Clock) -> None:
    """Its items are older than the outage and known by then."""
    await runs(context, clock, 4)
    other = listing(range(60, 50, -1)).replace("/news/2026/", "/shop/")
    web.pages |= {LIST: other} | {f"{HOST}/shop/{n}.html": article(n) for n in range(51, 61)}
    await runs(context, clock, 1)
    web.pages[LIST] = Unavailable("dns", "name not known", url=LIST)
    await runs(context, clock, 3)
    web.pages[LIST] = other.replace("number 51", "number fifty-one")
    report = await crawl(source(), context)
    assert (report.state, "look new" in report.reason) == ("degraded", True)


@pytest.mark.anyio
async def test_unknown_items_that_are_older_than_the_last_look_are_counted_as_overdue(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """Another list in the place of the source's own shows them, also after an absence. The last look at the own one
    counts, as long as the other one is there."""
    clock.time = datetime(2026, 2, 5, 9, tzinfo=UTC)
    await runs(context, clock, 4)
    clock.time += timedelta(days=20)
    other = listing(range(60, 50, -1)).replace("/news/2026/", "/shop/")  # four are of 1 to 4 February
    web.pages[LIST] = other
    web.pages |= {f"{HOST}/shop/{n}.html": article(n) for n in range(51, 61)}
    await crawl(source(), context)
    assert state(store, clock).history[-1].overdue == 4
    for days in (8, 1):
        clock.time += timedelta(days=days)
        web.pages[LIST] = other = other + "\n"
        await crawl(source(), context)
    assert state(store, clock).history[-1].overdue == 7


@pytest.mark.anyio
async def test_items_that_are_days_old_are_counted_apart_where_the_list_dates_them_today(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """By when they were first seen, else by what their own pages say; an item of yesterday is not days old."""
    for newest in (4, 5):
        web.pages[LIST] = listing(range(newest, 0, -1))
        await runs(context, clock, 1)
        clock.time += timedelta(days=1.5)
    own = "<meta property='article:published_time' content='2026-02-20T08:00:00Z'></head>"
    web.pages |= {url(n): article(n).replace("</head>", own) for n in (6, 7)} | {url(8): article(8)}
    web.pages[LIST] = re.sub(r"2026-02-\d\d", f"{clock.time:%Y-%m-%d}", listing(range(8, 0, -1)))
    await crawl(source(), context)
    run = state(store, clock).history[-1]
    assert (run.found, run.aged, run.today) == (8, 6, 6)
    assert not state(store, clock).history[0].aged  # the list's own dates prove nothing of it


@pytest.mark.anyio
@pytest.mark.parametrize(("day", "at"), [("2026-03-10", "2026-03-20T09"), ("2026-03-03", "2026-03-04T22")])
async def test_dates_that_a_site_changed_once_or_wrote_in_another_zone_are_not_the_day_of_the_page(
    context: Context, web: Web, store: Store, clock: Clock, day: str, at: str
) -> None:
    """It moved to another system ten days ago; or twenty posts of its early morning are yesterday's here."""
    clock.time = datetime(2026, 3, 2, 20, tzinfo=UTC)
    await runs(context, clock, 1)
    clock.time = datetime.fromisoformat(f"{at}:00+00:00")
    web.pages[LIST] = re.sub(r"2026-02-\d\d", day, listing(range(8, 0, -1)))
    await crawl(source(), context)
    run = state(store, clock).history[-1]
    assert (run.dated, run.aged, run.today) == (8, 8, 0)


@pytest.mark.anyio
@pytest.mark.parametrize(("other", "new"), [("press/2026/9.html", 1), ("press/2026/9-again.html", 2)])
async def test_a_notice_in_two_columns_is_one_entry_and_no_cookie_wall(
    context: Context, web: Web, store: Store, other: str, new: int
) -> None:
    """Under another file name it comes twice, in doubt; that is no wall either."""
    await crawl(source(), context)
    dated = article(9).replace("</h1>", "</h1><p>10 February 2026</p>")
    web.pages |= {url(9): dated, f"{HOST}/{other}": dated}
    items = listing((9, 90, *range(8, 0, -1)))
    web.pages[LIST] = items.replace("/news/2026/90.html", f"/{other}").replace("number 90", "number 9")
    report = await crawl(source(), context)
    assert (report.new, report.state) == (new, "healthy")
    web.pages[LIST] += " "
    assert (await crawl(source(), context)).new == 0


@pytest.mark.anyio
async def test_one_text_under_several_titles_is_a_wall(context: Context, web: Web) -> None:
    await crawl(source(), context)
    web.pages |= {url(n): article(9) for n in (9, 10)}
    web.pages[LIST] = listing(range(10, 0, -1))
    assert "cookie wall" in (await crawl(source(), context)).reason


def posted(numbers: Sequence[int], clock: Clock, feed: bool = False) -> str:
    """A list or feed whose items are all of today."""
    page = re.sub(r"2026-02-\d\d", f"{clock.time:%Y-%m-%d}", listing(numbers))
    items = "".join(
        f"<item><title>Report number {n}</title><link>{url(n)}</link><pubDate>{clock.time:%a, %d %b %Y %H:%M:%S} +0000"
        "</pubDate></item>"
        for n in numbers
    )
    return f'<rss version="2.0"><channel><title>Union</title>{items}</channel></rss>' if feed else page


@pytest.mark.anyio
@pytest.mark.parametrize("feed", [False, True])
async def test_more_new_items_than_a_list_shows_are_a_gap_that_is_told_once(
    context: Context, web: Web, clock: Clock, feed: bool
) -> None:
    """No page leads to those in between, and nobody would see that they are missing."""
    told = []
    for newest in (5, 6, 17, 17, 18):
        clock.time += timedelta(days=1)
        web.pages[LIST] = posted(range(newest, newest - 5, -1), clock, feed)
        report = await crawl(source(), context)
        told.append((report.gap, report.state, "a gap" in report.reason))
    well = (False, "healthy", False)
    assert told == [well, well, (True, "degraded", True), well, well]


@pytest.mark.anyio
async def test_an_item_that_stays_on_top_of_a_list_closes_no_gap(context: Context, web: Web, clock: Clock) -> None:
    web.pages[LIST] = posted(range(5, 0, -1), clock)
    await crawl(source(), context)
    clock.time += timedelta(days=9)
    pinned, rest = posted([3], clock).replace("03-11", "02-27"), posted(range(17, 12, -1), clock)
    rest = rest.replace("03-11", "03-10", 5).replace("03-10", "03-11", 3)
    web.pages[LIST] = pinned.replace("</ul>", rest[rest.index("<li>") :])
    assert (await crawl(source(), context)).gap
    web.pages[LIST] = posted(range(13, 24), clock).replace("03-11", "03-13").replace("03-13", "03-12", 5)
    assert not (await crawl(source(), context)).gap  # oldest first, and the new ones below


@pytest.mark.anyio
async def test_a_list_that_begins_anew_or_was_put_together_otherwise_has_no_gap(
    context: Context, web: Web, clock: Clock
) -> None:
    await crawl(source(), context)
    clock.time += timedelta(days=1)
    web.pages[LIST] = posted((21, 20), clock)  # of a new year
    assert not (await crawl(source(), context)).gap
    web.pages[LIST] = listing(range(39, 31, -1))  # of other columns, with items older than the last look
    assert not (await crawl(source(), context)).gap
    web.pages[LIST] = listing(range(39, 31, -1)).replace("/news/2026/", "/aktuell/")
    web.pages |= {f"{HOST}/aktuell/{n}.html": article(n) for n in range(1, 40)}
    assert not (await crawl(source(), context)).gap  # other addresses
    anew = posted(range(17, 10, -1), clock)
    web.pages[LIST] = anew
    assert not (await crawl(source(list=ListRules(item="ul.news li", link="a")), context)).gap  # other rules


@pytest.mark.anyio
async def test_the_page_is_read_where_the_sites_own_feed_shows_too_little(
    context: Context, web: Web, clock: Clock, store: Store
) -> None:
    feed = f"{HOST}/feed.xml"
    head = f'<link rel="alternate" type="application/rss+xml" href="{feed}">'
    for newest in (8, 13):
        web.pages[LIST] = posted(range(newest, newest - 8, -1), clock).replace("</head>", f"{head}</head>")
        web.pages[feed] = posted(range(newest, newest - 4, -1), clock, feed=True)
        report = await crawl(source(), context)
        clock.time += timedelta(hours=2)
        assert (report.gap, report.state) == (False, "healthy")
    assert known_numbers(store) == set(range(1, 14))


def sitemap(numbers: Sequence[int]) -> str:
    """Without days, as many a system writes it."""
    return f"<urlset>{''.join(f'<url><loc>{url(number)}</loc></url>' for number in numbers)}</urlset>"


@pytest.mark.anyio
async def test_a_first_run_takes_the_newest_of_a_long_sitemap_and_later_ones_whatever_is_added(
    context: Context, web: Web, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it leaves alone is told and counted, and never taken for new."""
    for name in ("scraper.crawl.items.FIRST_RUN", "scraper.crawl.past.FIRST_RUN"):
        monkeypatch.setattr(name, 4)
    for name in ("scraper.crawl.items.MOST_OWED", "scraper.crawl.past.ENOUGH"):
        monkeypatch.setattr(name, 2)
    numbers = list(range(110, 130))
    web.pages |= {url(n): article(n) for n in range(100, 140)}
    web.pages[LIST] = sitemap(numbers)
    report = await crawl(source(max_new=1), context)
    assert known_numbers(store) == {126, 127, 128, 129}
    assert any("14 older items of this list are left alone" in skip.reason for skip in report.skipped)
    for added in ([*numbers, 130], [*numbers, 130, 131], [105, *numbers[:5], 106, *numbers[5:], 130, 131]):
        web.pages[LIST] = sitemap(added)
        await runs(context, clock, 3, max_new=1)
    assert known_numbers(store) == {105, 106, *range(124, 132)}


def known_numbers(store: Store) -> set[int]:
    return {int(entry.link.rsplit("/")[-1].removesuffix(".html")) for entry in store.recent("union", 500)}


def paged(web: Web, numbers: Sequence[int], size: int) -> None:
    """A list of several pages, the newest first."""
    pages = [LIST, *(f"{HOST}/news/p{i}" for i in range(2, 30))]
    for i in range(0, len(numbers), size):
        more = pages[i // size + 1] if i + size < len(numbers) else ""
        web.pages[pages[i // size]] = listing(numbers[i : i + size], more=more)
    web.pages |= {url(n): article(n) for n in numbers}


async def runs(context: Context, clock: Clock, count: int, **keys: object) -> None:
    for _ in range(count):
        clock.time += timedelta(hours=1)
        await crawl(source(**keys), context)


@pytest.mark.anyio
async def test_a_flood_over_many_pages_is_taken_in_whole(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """More than a run takes, and more pages than a run reads: the next runs go on where it ended."""
    await crawl(source(), context)
    paged(web, range(228, 0, -1), 20)
    await runs(context, clock, 12)
    assert known_numbers(store) == set(range(1, 229))


@pytest.mark.anyio
@pytest.mark.parametrize("later", [0, 1, 7, 8, 9, 10, 12, 25, 35, 70])
async def test_a_gap_is_closed_although_the_list_moves_on(
    context: Context, web: Web, store: Store, clock: Clock, later: int
) -> None:
    """Its pages show by then what others showed when paging stopped; and a second flood opens a second gap."""
    paged(web, range(40, 0, -1), 10)
    await crawl(source(max_pages=3), context)
    paged(web, range(100, 0, -1), 10)
    clock.time += timedelta(days=20)
    assert (await crawl(source(max_pages=3), context)).gap
    paged(web, range(100 + later, 0, -1), 10)
    await runs(context, clock, 12, max_pages=3)
    assert known_numbers(store) == set(range(11, 101 + later))
    assert not state(store, clock).onward


@pytest.mark.anyio
async def test_a_gap_ends_where_the_list_was_known_before_it(context: Context, web: Web, clock: Clock) -> None:
    paged(web, range(100, 0, -1), 10)
    await crawl(source(max_pages=2), context)
    paged(web, range(130, 0, -1), 10)
    web.asked.clear()
    await runs(context, clock, 8, max_pages=2)
    assert {page for page in web.asked if "/p" in page} == {f"{HOST}/news/p{n}" for n in (2, 3, 4)}


@pytest.mark.anyio
async def test_an_older_page_is_read_though_a_page_was_not_there_for_the_last_item_of_the_first(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """An item that is no entry is no sign that what lies behind it is known."""
    await crawl(source(), context)
    paged(web, range(9, 1, -1), 8)
    del web.pages[url(9)]
    await runs(context, clock, 1)
    paged(web, [*range(26, 19, -1), 9, *range(19, 9, -1), *range(8, 0, -1)], 8)
    del web.pages[url(9)]
    await runs(context, clock, 1)
    assert set(range(10, 27)) <= known_numbers(store)


@pytest.mark.anyio
@pytest.mark.parametrize("wall", [NOT_FOUND, LOGIN])
async def test_an_older_page_behind_a_wall_is_a_gap_and_one_that_is_none_is_the_end(
    context: Context, web: Web, clock: Clock, wall: str
) -> None:
    await crawl(source(), context)
    paged(web, range(24, 0, -1), 8)
    web.pages[f"{HOST}/news/p2"] = wall
    clock.time += timedelta(hours=1)
    assert (await crawl(source(), context)).gap == (wall == LOGIN)


@pytest.mark.anyio
@pytest.mark.parametrize(("count", "size"), [(1_500, 1_500), (1_500, 100)], ids=["on one page", "on many pages"])
async def test_more_items_than_can_be_kept_in_mind_are_read_all_the_same(
    context: Context, web: Web, store: Store, clock: Clock, count: int, size: int
) -> None:
    """Although the list does not change any more; and the state stays small."""
    await crawl(source(), context)
    paged(web, range(count, 0, -1), size)
    web.pages |= {url(n): Rejected("login", "no", url=url(n)) for n in range(9, count + 1)}  # quick to read
    for _ in range(12):
        clock.time += timedelta(hours=1)
        await crawl(source(max_new=200, max_pages=20), context)
        assert len(state(store, clock).owed) <= MOST_OWED
    assert len(store.recent("union", 2 * count)) == count
    after = state(store, clock)
    assert (after.owed, after.onward, bool(after.etag)) == ((), "", True)


@pytest.mark.anyio
async def test_an_item_of_an_older_page_that_fails_once_is_not_lost(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    await crawl(source(), context)
    paged(web, range(24, 0, -1), 8)
    web.pages[url(12)] = Unavailable("timeout", "slow", url=url(12))
    await runs(context, clock, 1)
    web.pages[url(12)] = article(12)
    await runs(context, clock, 1)
    assert known_numbers(store) == set(range(1, 25))


@pytest.mark.anyio
async def test_an_item_that_rolled_off_the_list_before_it_could_be_read_is_not_lost(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    web.pages[url(1)] = Unavailable("timeout", "slow", url=url(1))
    await crawl(source(), context)
    web.pages[LIST] = listing(range(12, 4, -1))
    web.pages[url(1)] = article(1)
    await runs(context, clock, 1)
    assert 1 in known_numbers(store)


@pytest.mark.anyio
async def test_an_older_list_page_that_fails_once_is_read_by_the_next_run(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    await crawl(source(), context)
    paged(web, range(16, 0, -1), 4)
    second = web.pages[f"{HOST}/news/p2"]
    web.pages[f"{HOST}/news/p2"] = Unavailable("timeout", "slow", url=f"{HOST}/news/p2")
    clock.time += timedelta(hours=1)
    assert (await crawl(source(), context)).gap
    web.pages[f"{HOST}/news/p2"] = second
    clock.time += timedelta(hours=1)
    assert not (await crawl(source(), context)).gap
    assert known_numbers(store) == set(range(1, 17))


@pytest.mark.anyio
async def test_a_page_that_is_late_behind_its_list_is_asked_for_again(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """Although the list answers "not modified" by then."""
    await crawl(source(), context)
    late = web.pages.pop(url(9))
    web.pages[LIST] = listing(range(9, 0, -1))
    await runs(context, clock, 1)
    web.pages[url(9)] = late
    await runs(context, clock, 1)
    assert 9 in known_numbers(store)


@pytest.mark.anyio
async def test_a_page_that_was_missing_once_may_become_a_partial_entry(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    del web.pages[url(8)]
    await crawl(source(), context)
    web.pages[url(8)] = Rejected("login", "asks for a login", url=url(8))
    await runs(context, clock, 1)
    (memory,) = store.find(url(8))
    assert memory.entry.partial == "login"


@pytest.mark.anyio
async def test_a_pause_of_the_host_does_not_reset_an_items_patience(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    faults = [Unavailable("server", "500"), Unavailable("paused", "rest"), Unavailable("server", "500")] * 2
    for fault in faults:
        web.pages[url(5)] = fault
        await runs(context, clock, 1)
    assert 5 in known_numbers(store)


@pytest.mark.anyio
async def test_a_fault_of_ours_in_one_article_leaves_the_others_alone(
    context: Context, store: Store, clock: Clock
) -> None:
    class Faulty(Here):
        async def pages(self, pages: Sequence[tuple[bytes, str, str | None]], **options: Any) -> Reading:
            if pages[0][1] == url(4):
                raise ReadingFailed("Traceback …\nKeyError: 'x'")
            return await super().pages(pages, **options)

    faulty = replace(context, reader=Faulty())  # type: ignore[arg-type]
    report = await crawl(source(), faulty)
    assert (report.state, report.new) == ("healthy", 7)
    await runs(faulty, clock, ATTEMPTS)
    (memory,) = store.find(url(4))
    assert memory.entry.partial == "unreadable"


def news_sitemap(web: Web, address: str, numbers: Sequence[int]) -> None:
    urls = "".join(
        f"<url><loc>{url(n)}</loc><news:news><news:title>Report number {n}</news:title></news:news></url>"
        for n in numbers
    )
    web.pages[address] = f'<?xml version="1.0"?><urlset>{urls}</urlset>'
    web.types[address] = "application/xml"


def sitemap_index(web: Web, *addresses: str) -> None:
    maps = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    web.pages[LIST] = f'<?xml version="1.0"?><sitemapindex>{maps}</sitemapindex>'
    web.types[LIST] = "application/xml"


@pytest.mark.anyio
async def test_an_index_of_sitemaps_that_does_not_change_hides_no_new_articles(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """The sitemap it names is the list, and is asked for with validators of its own."""
    newest = f"{HOST}/news-sitemap.xml"
    sitemap_index(web, newest)
    news_sitemap(web, newest, range(8, 0, -1))
    assert (await crawl(source(), context)).found == 8
    await crawl(source(), context)
    assert state(store, clock).history[-1].outcome == "unchanged"
    news_sitemap(web, newest, range(12, 0, -1))
    assert (await crawl(source(), context)).new == 4


@pytest.mark.anyio
async def test_an_index_whose_newest_sitemap_is_not_there_is_told(context: Context, web: Web, clock: Clock) -> None:
    newest = f"{HOST}/news-sitemap.xml"
    sitemap_index(web, newest)
    news_sitemap(web, newest, range(8, 0, -1))
    await crawl(source(), context)
    del web.pages[newest]
    await runs(context, clock, 3)
    assert (await crawl(source(), context)).state == "broken"


@pytest.mark.anyio
async def test_the_last_items_of_a_sitemap_that_is_the_newest_no_more_are_not_lost(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    ninth, tenth = f"{HOST}/news-sitemap9.xml", f"{HOST}/news-sitemap10.xml"
    sitemap_index(web, ninth)
    news_sitemap(web, ninth, range(8, 0, -1))
    await crawl(source(), context)
    sitemap_index(web, ninth, tenth)
    news_sitemap(web, ninth, range(10, 0, -1))
    news_sitemap(web, tenth, range(14, 10, -1))
    await runs(context, clock, 1)
    assert known_numbers(store) == set(range(1, 15))
    web.asked.clear()
    await runs(context, clock, 1)
    assert ninth not in web.asked


@pytest.mark.anyio
@pytest.mark.parametrize("fault", [OverflowError("date value out of range"), Panic("called `Option::unwrap()`")])
async def test_an_unexpected_fault_in_one_article_loses_no_other_and_is_told(
    context: Context, web: Web, store: Store, caplog: pytest.LogCaptureFixture, fault: BaseException
) -> None:
    web.pages[url(5)] = fault
    report = await crawl_safely(source(), context)
    assert (report.state, report.new) == ("healthy", 7)
    (skip,) = report.skipped
    assert skip.url == url(5)
    assert "a fault of fedfeed" in skip.reason
    assert str(fault) in skip.reason
    assert any(record.exc_info and record.exc_info[1] is fault for record in caplog.records)
    web.pages[url(5)] = article(5)
    await crawl_safely(source(), context)
    assert 5 in known_numbers(store)


@pytest.mark.anyio
async def test_a_failure_of_the_store_over_an_article_is_no_fault_of_its_source(context: Context, web: Web) -> None:
    """The fetcher notes hosts in the store, too: exit 74, or the daemon's next try, and not an internal error."""
    web.pages[url(3)] = OverflowError("one more")
    web.pages |= {url(n): Full("the disk is full") for n in (4, 5)}
    with pytest.raises(Full):
        await crawl_safely(source(), context)
    with pytest.raises(Full):
        await crawl_all([source()], context)


@pytest.mark.anyio
async def test_raw_pages_that_cannot_be_kept_cost_no_article_and_one_warning(
    context: Context, web: Web, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Their file is a cache. Once it is taken away it is made anew, also by a daemon."""
    path = store.raw.path
    assert path is not None
    path.write_bytes(b"garbage" * 1000)
    report = await crawl_safely(source(), context)
    assert (report.state, report.new) == ("healthy", 8)
    (warning,) = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert f"{path} is damaged; it only keeps raw pages: remove it" in warning
    path.unlink()
    web.pages[LIST] = listing(range(9, 0, -1))
    await crawl_safely(source(), context)
    assert store.raw.articles("union")


@pytest.mark.anyio
async def test_a_disk_that_is_full_for_raw_pages_costs_no_article(
    context: Context, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(page: RawPage, parts: Sequence[RawPage]) -> None:
        raise Full("the disk is full")

    monkeypatch.setattr(store.raw, "save", full)
    assert (await crawl_safely(source(), context)).new == 8


@pytest.mark.anyio
async def test_an_own_feed_that_no_longer_keeps_up_is_left(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    feed = f"{HOST}/feed.xml"
    head = f'<link rel="alternate" type="application/rss+xml" href="{feed}">'
    web.pages[LIST] = listing(range(8, 0, -1), head=head)
    entries = "".join(f"<item><title>Report number {n}</title><link>{url(n)}</link></item>" for n in range(8, 0, -1))
    web.pages[feed] = f'<?xml version="1.0"?><rss version="2.0"><channel><title>U</title>{entries}</channel></rss>'
    web.types[feed] = "application/rss+xml"
    await crawl(source(), context)
    web.pages[LIST] = listing(range(20, 0, -1), head=head)
    await runs(context, clock, 30)
    assert known_numbers(store) == set(range(1, 21))


@pytest.mark.anyio
async def test_a_second_look_keeps_what_the_list_said(context: Context, web: Web, store: Store, clock: Clock) -> None:
    """A page without a title and a date of its own rests on the list's, also when it is looked at alone."""
    body = "".join(f"<p>The delegation was heard about wages, and said so in paragraph {i}.</p>" for i in range(6))
    web.pages[url(8)] = f"<html><head></head><body><div class=article>{body}</div></body></html>"
    await crawl(source(), context)
    (before,) = store.find(url(8))
    web.pages[url(8)] = str(web.pages[url(8)]) + " "
    await runs(context, clock, 2)
    (after,) = store.find(url(8))
    assert before.entry.article.title == after.entry.article.title == "Report number 8"
    assert after.entry.article.published == before.entry.article.published
    assert after.entry.revision == 1


@pytest.mark.anyio
@pytest.mark.parametrize("fault", [Rejected("login", "no"), Unavailable("server", "500"), Rejected("refused", "400")])
async def test_second_looks_that_fail_grow_rare_and_end(
    context: Context, web: Web, clock: Clock, fault: Exception
) -> None:
    await crawl(source(), context)
    web.pages[url(5)] = fault
    web.asked.clear()
    for _ in range(60):
        clock.time += timedelta(hours=24)
        await crawl(source(), context)
    assert 1 <= web.asked.count(url(5)) <= 20


@pytest.mark.anyio
async def test_an_article_is_asked_for_once_in_a_run_however_the_list_spells_its_address(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """Known articles that are due, and what an earlier run owes."""
    web.pages[url(5)] = Unavailable("timeout", "slow", url=url(5))
    await crawl(source(), context)
    web.pages |= {f"{url(n)}?utm_source=list": article(n) for n in range(1, 9)}
    looks = 0
    for hour in range(30):
        clock.time += timedelta(hours=1)
        web.pages[LIST] = listing(range(8, 0, -1)).replace('.html"', '.html?utm_source=list"') + f"<!-- {hour} -->"
        web.asked.clear()
        await crawl(source(), context)
        asked = [address.partition("?")[0] for address in web.asked]
        assert len(asked) == len(set(asked))
        looks += len(asked) - 1
    assert looks > 8
    assert len(store.recent("union", 20)) == 8


@pytest.mark.anyio
async def test_dead_pages_do_not_starve_the_second_looks_of_others(context: Context, web: Web, clock: Clock) -> None:
    web.pages[LIST] = listing(range(30, 0, -1))
    await crawl(source(), context)
    web.pages |= {url(n): Rejected("refused", "400") for n in range(1, 13)}
    web.pages[LIST] = listing(range(39, 31, -1))
    web.asked.clear()
    await runs(context, clock, 24)
    assert {url(n) for n in range(13, 31)} <= set(web.asked)


@pytest.mark.anyio
async def test_a_first_run_takes_the_whole_first_page_whatever_max_new_says(
    context: Context, web: Web, store: Store
) -> None:
    """What it left would come to subscribers as news, run after run."""
    web.pages[LIST] = listing(range(39, 0, -1))
    assert (await crawl(source(max_new=10), context)).new == 39


@pytest.mark.anyio
async def test_a_host_that_asked_for_rest_says_nothing_of_the_source(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    await crawl(source(), context)
    later = clock.time + timedelta(hours=5)
    web.pages[LIST] = Unavailable("paused", "asked for rest", url=LIST, retry_at=later)
    for _ in range(4):
        clock.time += timedelta(hours=1)
        report = await crawl(source(), context)
        assert report.state == "healthy"
    assert state(store, clock).next_at == later
    assert state(store, clock).failures == 0


@pytest.mark.anyio
async def test_catching_up_behind_a_list_that_did_not_change_is_no_list_without_items(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    for _ in range(4):
        await crawl(source(), context)
        clock.time += timedelta(hours=1)
    pages = [LIST, *(f"{LIST}?p={n}" for n in range(2, 6))]
    for at, page in enumerate(pages):
        newest = 39 - 6 * at
        web.pages[page] = listing(range(newest, newest - 6, -1), more=pages[at + 1] if at < 4 else "")
    slow = source(max_pages=2)
    for _ in range(4):
        await crawl(slow, context)
        clock.time += timedelta(hours=1)
        assert "0 items" not in state(store, clock).health.reason
    outcomes = [run.outcome for run in state(store, clock).history[-3:]]
    assert outcomes == ["unchanged"] * 3
    assert len(known_numbers(store)) >= 36


@pytest.mark.anyio
async def test_a_source_whose_host_rests_for_long_is_unreachable(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    """Of many sources on a host that is down a few are asked each time: the others must not pass for healthy."""
    await crawl(source(), context)
    seen = []
    for _ in range(4):
        clock.time += timedelta(hours=4)
        words = "union.example is left alone: 9 failures in a row, the last: refused"
        web.pages[LIST] = Unavailable("paused", words, url=LIST, retry_at=clock.time + timedelta(hours=4))
        seen.append((await crawl(source(), context)).state)
    assert seen == ["healthy", "healthy", "unreachable", "unreachable"]
    health = state(store, clock).health
    assert "9 failures in a row" in health.reason
    assert (to_tell(health), state(store, clock).failures) == (True, 0)


@pytest.mark.anyio
async def test_a_partial_entry_speaks_the_language_of_its_source(context: Context, web: Web, store: Store) -> None:
    web.pages[url(5)] = Rejected("login", "no", url=url(5))
    await crawl(source(language="de"), context)
    (memory,) = store.find(url(5))
    assert memory.entry.article.language == "de"
