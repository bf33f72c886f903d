"""What a fetch does from the first check to the page."""

import asyncio
import gzip
import zlib
from dataclasses import replace

import pytest
from loopback import Clock, Conversation, Web, opened, reply

from scraper.fetch.errors import Rejected, Unavailable
from scraper.fetch.settings import FetchSettings
from scraper.models import JsonRules, ListRules, Source

pytestmark = pytest.mark.anyio
PAGE = b"<h1>Congress opens</h1>" + b"<p>Delegates met.</p>" * 5


async def test_a_page_comes_with_its_bytes_type_and_validators(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(PAGE, ETag='W/"5-a"', Last_Modified="Mon, 02 Mar 2026 08:00:00 GMT"))
    async with opened(web, clock) as fetcher:
        page = await fetcher.fetch("http://union.test/news/1.html#top")
    assert page.body == PAGE
    assert page.final_url == "http://union.test/news/1.html"
    assert page.content_type == "text/html; charset=utf-8"
    assert (page.etag, page.last_modified) == ('W/"5-a"', "Mon, 02 Mar 2026 08:00:00 GMT")
    assert page.fetched_at == clock.time
    assert not page.not_modified


async def test_the_user_agent_names_us_and_whom_to_write_to(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(PAGE))
    async with opened(web, clock) as fetcher:
        await fetcher.fetch("http://union.test/")
    agent = web.log[0].headers["user-agent"]
    assert agent.startswith("fedfeed/")
    assert "mailto:webmaster@example.org" in agent
    assert web.log[0].headers["accept-encoding"] == "gzip, deflate"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:])),
        ("gzip", gzip.compress(PAGE) + b"\0\0\0"),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("identity", PAGE),
        ("gzip", PAGE.replace(b"<h1>", b"<html><h1>")),
    ],
    ids=["gzip", "members", "padding", "deflate", "raw deflate", "identity", "a lie"],
)
async def test_codings_that_were_asked_for_are_undone(web: Web, clock: Clock, coding: str, body: bytes) -> None:
    await web.site("union.test", reply(body, Content_Encoding=coding))
    async with opened(web, clock) as fetcher:
        page = await fetcher.fetch("http://union.test/")
    assert page.body.replace(b"<html>", b"") == PAGE


async def test_a_redirect_is_followed_and_a_permanent_one_is_told(web: Web, clock: Clock) -> None:
    await web.site("old.test", reply(b"", status="301 Moved", Location="http://new.test/news/"))
    await web.site(
        "new.test", {"/news/": reply(b"", status="302 Found", Location="list.html"), "/news/list.html": reply(PAGE)}
    )
    async with opened(web, clock) as fetcher:
        page = await fetcher.fetch("http://old.test/xw", kind="list")
    assert page.final_url == "http://new.test/news/list.html"
    assert page.moved_to == "http://new.test/news/"


async def test_validators_do_not_follow_to_another_origin(web: Web, clock: Clock) -> None:
    await web.site("old.test", reply(b"", status="302 Found", Location="http://new.test/a"))
    await web.site("new.test", reply(PAGE))
    async with opened(web, clock) as fetcher:
        await fetcher.fetch("http://old.test/a", validators=('"1"', "Mon, 02 Mar 2026 08:00:00 GMT"))
    first, second = web.log
    assert first.headers["if-none-match"] == '"1"'
    assert not {"if-none-match", "if-modified-since"} & set(second.headers)


async def test_validators_go_to_the_url_that_gave_them_behind_a_redirect(web: Web, clock: Clock) -> None:
    """A source that is configured with http and answers from https costs one 304, not its whole page each time."""
    unchanged = reply(b"", status="304 Not Modified", Content_Length="")

    async def answer(asked: Conversation) -> None:
        await asked.say(unchanged if "if-none-match" in asked.headers else reply(PAGE, ETag='"1"'))

    await web.site("old.test", reply(b"", status="301 Moved", Location="http://new.test/a"))
    await web.site("new.test", answer)
    async with opened(web, clock) as fetcher:
        page = await fetcher.fetch("http://old.test/a", kind="list")
        again = await fetcher.fetch(
            "http://old.test/a", kind="list", validators=(page.etag, ""), validators_of=page.final_url
        )
    assert again.not_modified
    assert again.etag == '"1"'
    assert ["if-none-match" in asked.headers for asked in web.log] == [False, False, False, True]


async def test_headers_said_twice_are_read_once(web: Web, clock: Clock) -> None:
    """Joined, they would be a validator that never matches and a redirect to nowhere."""
    twice = reply(PAGE, Last_Modified="then\r\nLast-Modified: then", ETag='"1"\r\nETag: "1"')
    there = reply(b"", status="302 Found", Location="/there\r\nLocation: /there")
    await web.site("union.test", {"/": there, "/there": twice})
    async with opened(web, clock) as fetcher:
        page = await fetcher.fetch("http://union.test/", kind="list")
    assert (page.final_url, page.etag, page.last_modified) == ("http://union.test/there", '"1"', "then")


async def test_unchanged_pages_come_without_a_body(web: Web, clock: Clock) -> None:
    """The validators go out as they came, and those of the 304 replace them."""

    async def answer(asked: Conversation) -> None:
        if asked.headers.get("if-none-match") == '"a b\xfc"':
            await asked.say(reply(b"", status="304 Not Modified", Last_Modified="later", Content_Length=""))
        else:
            await asked.say(reply(PAGE, ETag='"a b\xfc"', Last_Modified="not even a date"))

    await web.site("union.test", answer)
    async with opened(web, clock) as fetcher:
        page = await fetcher.fetch("http://union.test/", kind="list")
        again = await fetcher.fetch("http://union.test/", kind="list", validators=(page.etag, page.last_modified))
    assert again.not_modified
    assert again.body == b""
    assert (again.etag, again.last_modified) == ('"a b\xfc"', "later")
    assert web.log[1].headers["if-modified-since"] == "not even a date"


async def test_robots_txt_is_asked_once_and_obeyed(web: Web, clock: Clock) -> None:
    asked = []

    async def robots(conversation: Conversation) -> None:
        asked.append(conversation.path)
        await conversation.say(reply(b"User-agent: *\nDisallow: /intern/\nCrawl-delay: 7\n"))

    await web.site("union.test", reply(PAGE), robots=robots)
    async with opened(web, clock) as fetcher:
        await fetcher.fetch("http://union.test/news")
        with pytest.raises(Rejected, match=r"http://union\.test/robots\.txt does not allow fedfeed there") as refusal:
            await fetcher.fetch("http://union.test/intern/1")
        await fetcher.fetch("http://union.test/more")
    assert refusal.value.kind == "robots"
    assert asked == ["/robots.txt"]
    assert web.paths == ["union.test/news", "union.test/more"]
    assert clock.slept[-1] == 7.0


async def test_requests_to_a_host_are_spaced_from_the_end_of_the_last_answer(web: Web, clock: Clock) -> None:
    async def slow(asked: Conversation) -> None:
        await clock.sleep(5)
        await asked.say(reply(PAGE))

    await web.site("union.test", slow)
    async with opened(web, clock, FetchSettings(spacing=2)) as fetcher:
        for number in range(3):
            await fetcher.fetch(f"http://union.test/{number}", kind="list")
    assert clock.slept == [2.0, 5, 2.0, 5, 2.0, 5]


async def test_a_refused_address_is_named_with_the_way_to_open_it(web: Web, clock: Clock) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "198.18.0.7"]

    async with opened(web, clock, resolve=resolve) as fetcher:
        with pytest.raises(Rejected, match=r"198\.18\.0\.7.*fetch: { allow_networks: ") as refusal:
            await fetcher.fetch("http://news.example/")
    assert refusal.value.kind == "address"


async def test_a_redirect_into_loopback_is_refused(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(b"", status="302 Found", Location="http://127.0.0.1:8080/admin"))
    async with opened(web, clock) as fetcher:
        with pytest.raises(Rejected, match=r"http://union\.test/ redirects to .*not public") as refusal:
            await fetcher.fetch("http://union.test/")
    assert refusal.value.kind == "address"


async def test_a_source_may_use_the_port_its_own_url_names(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(PAGE))
    source = Source(id="u", name="Union", url="http://union.test:9080/news/")
    async with opened(web, clock) as fetcher:
        assert (await fetcher.fetch("http://union.test:9080/news/", source=source)).body == PAGE
        with pytest.raises(Rejected, match="port 9080"):
            await fetcher.fetch("http://union.test:9080/news/")
        with pytest.raises(Rejected, match="port 9081"):
            await fetcher.fetch("http://union.test:9081/news/", source=source)
        with pytest.raises(Rejected, match="port 9080"):
            await fetcher.fetch("http://other.test:9080/", source=source)
        listed = replace(source, url="http://union.test/", list=ListRules(json=JsonRules("http://union.test:9082/api")))
        assert (await fetcher.fetch("http://union.test:9082/api?page=1", source=listed)).body == PAGE


async def test_hooks_are_posted_through_the_same_door(web: Web, clock: Clock) -> None:
    """No robots.txt for them; redirects are not followed."""
    nothing = reply(b"", status="204 No Content", Content_Length="")
    await web.site(
        "hooks.test", {"/in": reply(b"ok"), "/quiet": nothing, "/away": reply(b"", status="302 Found", Location="/in")}
    )
    async with opened(web, clock) as fetcher:
        await fetcher.send("http://hooks.test/in", b'{"state":"broken"}', "application/json")
        assert (await fetcher.send("http://hooks.test/quiet", b"{}", "application/json")).status == 204
        with pytest.raises(Rejected, match="answers a POST with a redirect"):
            await fetcher.send("http://hooks.test/away", b"", "application/json")
        with pytest.raises(Rejected, match="not public"):
            await fetcher.send("http://10.0.0.1/in", b"", "application/json")
    assert (web.log[0].method, web.log[0].body) == ("POST", b'{"state":"broken"}')


async def test_too_large_is_cut_off_and_never_stored(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(b"x" * 300_000))
    async with opened(web, clock, FetchSettings(max_bytes=100_000)) as fetcher:
        with pytest.raises(Unavailable, match=r"larger than fetch\.max_bytes") as fault:
            await fetcher.fetch("http://union.test/")
    assert fault.value.kind == "too_large"


async def test_the_ledger_counts_what_a_host_was_asked(web: Web, clock: Clock) -> None:
    await web.site("union.test", {"/1": reply(PAGE)})
    async with opened(web, clock) as fetcher:
        await fetcher.fetch("http://union.test/1")
        with pytest.raises(Rejected):
            await fetcher.fetch("http://union.test/2")
        (host,) = fetcher.ledger()
    assert (host.host, host.requests, host.errors, host.bytes) == ("union.test", 3, 2, len(PAGE))


async def test_a_file_is_not_read_where_an_article_was_expected(web: Web, clock: Clock) -> None:
    """Its type and length make the enclosure; a site's large PDF costs neither of us its bytes."""
    await web.site("union.test", reply(b"%PDF-1.7" + b"x" * 900_000, Content_Type="application/pdf"))
    async with opened(web, clock, FetchSettings(max_bytes=100_000)) as fetcher:
        page = await fetcher.fetch("http://union.test/a.pdf")
        with pytest.raises(Unavailable):
            await fetcher.fetch("http://union.test/a.pdf", kind="picture")
    assert (page.body, page.length, page.content_type) == (b"", 900_008, "application/pdf")


async def test_an_opened_network_is_fetched_from(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(PAGE))
    port = web.hosts["union.test"][1]
    settings = FetchSettings(allow_networks=("127.0.0.0/8",), ports=(port,))
    async with opened(web, clock, settings) as fetcher:
        assert (await fetcher.fetch(f"http://127.0.0.1:{port}/")).body == PAGE


async def test_a_crawl_of_many_hosts_keeps_each_host_s_peace(web: Web, clock: Clock) -> None:
    """Never two requests at once to one host, however many are asked for together."""
    busy: dict[str, int] = {}

    async def answer(asked: Conversation) -> None:
        busy[asked.host] = busy.get(asked.host, 0) + 1
        assert busy[asked.host] == 1
        await asyncio.sleep(0.005)
        busy[asked.host] -= 1
        await asked.say(reply(PAGE))

    for name in ("a.test", "b.test"):
        await web.site(name, answer)
    async with opened(web, clock) as fetcher:
        addresses = [f"http://{name}.test/{number}" for number in range(4) for name in "ab"]
        await asyncio.gather(*(fetcher.fetch(url, kind="list") for url in addresses))
    assert len(web.log) == 8
