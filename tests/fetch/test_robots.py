"""robots.txt: what a file allows, and what the want of one means (RFC 9309)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from loopback import START, Clock, Conversation, Say, Web, opened, reply

from scraper.fetch.errors import FetchError, Rejected, Unavailable
from scraper.fetch.robots import RobotsCopy, Rules, decode, product
from scraper.fetch.settings import FetchSettings
from scraper.fetch.state import Memory

PAGE = b"<p>hello</p>"
RULES = b"User-agent: *\nDisallow: /x\n"
QUICK = FetchSettings(timeout=20, spacing=0)
HASTY = FetchSettings(timeout=1, spacing=0)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow: /a\n", "/a/b", False),
        ("User-agent: *\nDisallow: /a\n", "/A", True),
        ("user-agent: FedFeed\ndisallow: /a\n", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: fedfeed\nDisallow: /a\n", "/b", True),
        ("User-agent: other\nDisallow: /\n", "/", True),
        ("User-agent: other\nUser-agent: fedfeed\nDisallow: /\n", "/", False),
        ("User-agent: fedfeed-news\nDisallow: /\n", "/", True),
        # the longest rule decides, and allow wins a tie
        ("User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a\n", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$\n", "/f/x.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$\n", "/f/x.pdf?a", True),
        ("User-agent: *\nDisallow: /*?print=\n", "/a?print=1", False),
        ("User-agent: *\nDisallow:\n", "/", True),
        ("User-agent: *\nDisallow: /%E6%96%B0\n", "/%E6%96%B0/1", False),
        ("User-agent: *\nDisallow: /新\n", "/%E6%96%B0/1", False),
        # as people write it
        ("User-agent: fedfeed/1.0\nDisallow: /\n", "/", False),
        ("User-agent: fedfeed (the crawler)\nDisallow: /\n", "/", False),
        ("User-agent: fedfeed # us\nDisallow: / # all\n", "/", False),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("User-agent:*\rDisallow:/a\r", "/a", False),
        ("Disallow: /\n", "/", True),
        ("<html><body>User-agent: * Disallow: /</body></html>", "/", True),
        ("User-agent: *\nDisallow: /" + "a" * 20_000 + "\n", "/" + "a" * 17_000, False),
    ],
)
def test_the_rules_of_a_file(text: str, path: str, allowed: bool) -> None:
    rules = Rules(decode(text.encode()))
    assert rules.allowed(f"https://union.test{path}", "fedfeed") is allowed


def test_crawl_delay_and_sitemaps_are_read() -> None:
    rules = Rules("User-agent: *\nCrawl-delay: 2.5\nSitemap: https://union.test/map.xml\n")
    assert rules.delay("fedfeed") == 2.5
    assert rules.sitemaps == ("https://union.test/map.xml",)
    assert Rules("").delay("fedfeed") == 0


def test_the_product_token_is_what_files_address() -> None:
    assert product("fedfeed/0.1 (+mailto:me@example.org)") == "fedfeed"
    assert product("MyCrawler https://example.org") == "mycrawler"


def test_only_the_first_500_kib_count() -> None:
    text = RULES + b"# " + b"a" * 600 * 1024 + b"\nDisallow: /late\n"
    rules = Rules(decode(text))
    assert not rules.allowed("http://u.test/x", "fedfeed")
    assert rules.allowed("http://u.test/late", "fedfeed")


def test_a_rule_that_the_limit_cuts_is_no_rule() -> None:
    head = b"User-agent: *\n"
    rule = b"Disallow: /"
    text = head + b"#" * (500 * 1024 - len(head) - len(rule) - 1) + b"\n" + rule + b"archive/2019/\n"
    assert Rules(decode(text)).allowed("http://u.test/news", "fedfeed")


async def verdict(
    web: Web, clock: Clock, robots: bytes | Say, settings: FetchSettings = QUICK, **options: Any
) -> tuple[bool, bool] | FetchError:
    """Whether /x and /y may be fetched with this robots.txt, or the error that keeps both away."""
    await web.site("union.test", reply(PAGE), robots=robots)
    async with opened(web, clock, settings, **options) as fetcher:
        found = []
        for path in ("x", "y"):
            try:
                await fetcher.fetch(f"http://union.test/{path}", kind="list")
                found.append(True)
            except Rejected as refusal:
                if refusal.kind != "robots":
                    return refusal
                found.append(False)
            except Unavailable as error:
                return error
    return found[0], found[1]


@pytest.mark.anyio
async def test_n23_a_file_is_obeyed(web: Web, clock: Clock) -> None:
    assert await verdict(web, clock, reply(RULES)) == (False, True)


@pytest.mark.anyio
@pytest.mark.parametrize("status", [201, 204, 206])
async def test_n23_any_success_is_a_file(web: Web, clock: Clock, status: int) -> None:
    """ "Successful" is 2xx (RFC 9309 2.3.1.1); an empty file forbids nothing."""
    body, expected = (b"", (True, True)) if status == 204 else (RULES, (False, True))
    assert await verdict(web, clock, reply(body, status=f"{status} Fine")) == expected


@pytest.mark.anyio
@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
async def test_n23_no_file_allows_everything(web: Web, clock: Clock, status: int) -> None:
    assert await verdict(web, clock, reply(RULES, status=f"{status} No")) == (True, True)


@pytest.mark.anyio
@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 521, 522, 530, 599])
async def test_n23_a_failing_server_forbids_everything_for_now(web: Web, clock: Clock, status: int) -> None:
    error = await verdict(web, clock, reply(RULES, status=f"{status} No"))
    assert isinstance(error, FetchError)
    assert "robots.txt cannot be had" in str(error)
    assert web.log == []


@pytest.mark.anyio
async def test_n23_no_answer_forbids_everything_and_is_not_asked_for_again_at_once(web: Web, clock: Clock) -> None:
    asked = []

    async def silence(conversation: Conversation) -> None:
        asked.append(conversation)
        await asyncio.sleep(60)

    error = await verdict(web, clock, silence, HASTY)
    assert isinstance(error, Unavailable)
    assert error.kind == "timeout"
    async with opened(web, clock, HASTY) as fetcher:
        for _ in range(3):
            with pytest.raises(Unavailable):
                await fetcher.fetch("http://union.test/y")
    assert len(asked) == 2  # one by each fetcher


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/hop", (True, True)),
        ("/robots.txt", (True, True)),
        ("http://127.0.0.1/robots.txt", "address"),
    ],
    ids=["six hops", "loop", "private"],
)
async def test_n23_redirects_that_lead_nowhere(
    web: Web, clock: Clock, location: str, expected: tuple[bool, bool] | str
) -> None:
    """Too many allow everything (2.3.1.2); one into a private address is as if the site did not answer."""
    hop = {
        f"/hop{'a' * number}": reply(b"", status="302 F", Location=f"/hop{'a' * (number + 1)}") for number in range(9)
    }
    pages = {"/x": reply(PAGE), "/y": reply(PAGE), "/robots.txt": reply(b"", status="302 F", Location=location)}
    await web.site("union.test", pages | hop)
    async with opened(web, clock, QUICK) as fetcher:
        if isinstance(expected, tuple):
            await fetcher.fetch("http://union.test/x")
        else:
            with pytest.raises(Rejected) as caught:
                await fetcher.fetch("http://union.test/x")
            assert caught.value.kind == expected


@pytest.mark.anyio
async def test_n23_five_hops_to_another_site_are_followed_and_rule_the_first(web: Web, clock: Clock) -> None:
    hops = {f"/{n}": reply(b"", status="301 F", Location=f"/{n + 1}") for n in range(4)}
    await web.site("cdn.test", hops | {"/4": reply(RULES)})
    answer = await verdict(web, clock, reply(b"", status="302 F", Location="http://cdn.test/0"))
    assert answer == (False, True)


@pytest.mark.anyio
async def test_a_file_is_kept_for_a_day_also_from_one_process_to_the_next(web: Web, clock: Clock) -> None:
    asked = []

    async def robots(conversation: Conversation) -> None:
        asked.append(conversation)
        await conversation.say(reply(RULES))

    memory = Memory()
    assert await verdict(web, clock, robots, state=memory) == (False, True)
    clock.time += timedelta(hours=23)
    assert await verdict(web, clock, robots, state=memory) == (False, True)
    assert len(asked) == 1
    clock.time += timedelta(hours=2)
    assert await verdict(web, clock, robots, state=memory) == (False, True)
    assert len(asked) == 2


@pytest.mark.anyio
@pytest.mark.parametrize(("age", "expected"), [(2, (False, True)), (31, None)])
async def test_the_last_file_stands_in_for_thirty_days(
    web: Web, clock: Clock, age: int, expected: tuple[bool, bool] | None
) -> None:
    memory = Memory()
    await memory.save_robots(RobotsCopy("http://union.test", RULES.decode(), START - timedelta(days=age)))
    answer = await verdict(web, clock, reply(b"", status="503 No", Retry_After="1"), state=memory)
    if expected:
        assert answer == expected
    else:
        assert isinstance(answer, Unavailable)


@pytest.mark.anyio
async def test_a_file_that_grew_over_the_limit_is_cut_not_refused(web: Web, clock: Clock) -> None:
    assert await verdict(web, clock, reply(RULES + b"#" * 700_000)) == (False, True)


@pytest.mark.anyio
async def test_a_redirect_s_target_is_asked_about_too(web: Web, clock: Clock) -> None:
    await web.site("old.test", reply(b"", status="302 F", Location="http://new.test/x"))
    await web.site("new.test", reply(PAGE), robots=reply(RULES))
    async with opened(web, clock, QUICK) as fetcher:
        with pytest.raises(Rejected, match=r"http://new\.test/robots\.txt"):
            await fetcher.fetch("http://old.test/")


@pytest.mark.anyio
async def test_many_fetches_of_a_site_wait_for_one_file(web: Web, clock: Clock) -> None:
    asked = []

    async def robots(conversation: Conversation) -> None:
        asked.append(conversation)
        await asyncio.sleep(0.05)
        await conversation.say(reply(RULES))

    await web.site("union.test", reply(PAGE), robots=robots)
    async with opened(web, clock, QUICK) as fetcher:
        await asyncio.gather(*(fetcher.fetch(f"http://union.test/{number}", kind="list") for number in range(5)))
    assert len(asked) == 1


@pytest.mark.anyio
async def test_a_crawl_delay_of_an_hour_is_cut_to_a_minute(web: Web, clock: Clock) -> None:
    """Otherwise a list and its articles would never be read in one run."""
    await web.site("union.test", reply(PAGE), robots=reply(b"User-agent: *\nCrawl-delay: 3600\n"))
    async with opened(web, clock, QUICK) as fetcher:
        for number in range(3):
            await fetcher.fetch(f"http://union.test/{number}", kind="list")
    assert clock.slept[-1] == 60


@pytest.mark.anyio
async def test_each_origin_of_a_host_has_its_delay_and_the_longest_holds(web: Web, clock: Clock) -> None:
    """One machine answers at both ports; a file without a delay at one does not shorten that of the other."""
    from_the_port = {"http://union.test": 7, "http://union.test:8080": 0}
    memory = Memory()
    for origin, delay in from_the_port.items():
        text = f"User-agent: *\nCrawl-delay: {delay}\n" if delay else ""
        await memory.save_robots(RobotsCopy(origin, text, START))
    await web.site("union.test", reply(PAGE))
    async with opened(web, clock, QUICK, state=memory) as fetcher:
        for number in range(3):
            await fetcher.fetch(f"http://union.test/{number}", kind="list")
            await fetcher.fetch(f"http://union.test:8080/{number}", kind="list")
    assert clock.slept == [7] * 5
