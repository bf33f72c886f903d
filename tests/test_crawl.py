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
from feeds.store import Store, open_store
from scraper.crawl import Context, crawl, in_lines
from scraper.crawl.items import ATTEMPTS
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
        self.pages: dict[str, str | bytes | Exception] = {}
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
        if isinstance(found, Exception):
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


def on_two_pages(web: Web) -> None:
    pager = "<p class=pager><b>1</b> <a href=/news/2026/5_2.html>2</a> <a href=/news/2026/5_2.html>Next page</a></p>"
    web.pages[url(5)] = article(5).replace("</div></body>", f"</div>{pager}</body>")
    web.pages[f"{HOST}/news/2026/5_2.html"] = article(5, "The second page tells how the talks went on.")


async def reread(article_rules: ArticleRules, store: Store, context: Context) -> Reread:
    """The article on two pages, under these rules."""
    found = await reread_articles(source(article=article_rules), store, context.reader)
    return next(each for each in found if each.entry.link == url(5))


@pytest.mark.anyio
async def test_rules_are_tried_on_all_pages_of_an_article(context: Context, web: Web, store: Store) -> None:
    on_two_pages(web)
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
    on_two_pages(web)
    await crawl(source(), context)
    (first,) = store.raw.find(url(5))
    store.raw.save(first)
    again = await reread(ArticleRules(remove=("p:first-of-type",)), store, context)
    assert again.changed == ()
    assert again.article is not None
    assert "how the talks went on" in again.article.text


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
    assert told[-1] == (url(5), "slow; the list's word on it is published")
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
async def test_a_page_that_stays_away_is_gone_and_asked_for_no_more(context: Context, web: Web, clock: Clock) -> None:
    del web.pages[url(5)]
    for _ in range(5):
        await crawl(source(), context)
        web.pages[LIST] = listing(range(8, 0, -1)) + f"<!-- {clock.time} -->"
        clock.time += timedelta(days=1)
    web.asked.clear()
    await crawl(source(), context)
    assert url(5) not in web.asked


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

    class Panic(BaseException):
        pass

    other = Source(id="other", name="Other", url=f"{HOST}/other/")
    web.pages[other.url] = Panic("called `Option::unwrap()` on a `None` value")  # type: ignore[assignment]
    original = web.fetch

    async def fetch(url: str, **options: Any) -> Page:
        if url == other.url:
            raise Panic("called `Option::unwrap()` on a `None` value")
        return await original(url, **options)

    web.fetch = fetch  # type: ignore[method-assign]
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
