"""What strangers' servers do, injected on loopback, and the promised behaviour. The numbers are the rows of the list of
network faults that the design was made from: N1 to N24."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from loopback import START, Clock, Conversation, Say, Web, opened, reply

from scraper.fetch.body import read_body
from scraper.fetch.errors import FetchError, Rejected, Unavailable
from scraper.fetch.robots import RobotsCopy
from scraper.fetch.settings import FetchSettings
from scraper.fetch.state import HostState, Memory
from scraper.fetch.stream import HIGH_WATER, connect

pytestmark = pytest.mark.anyio
PAGE = b"<h1>Congress opens</h1>" + b"<p>Delegates met.</p>" * 5
QUICK = FetchSettings(timeout=20, spacing=0)
HASTY = FetchSettings(timeout=0.3, connect_timeout=0.3, dns_timeout=0.1, spacing=0)


async def fault(web: Web, clock: Clock, answer: bytes | Say | dict[str, bytes | Say], **options: Any) -> FetchError:
    """The error of fetching a site that answers so."""
    await web.site("union.test", answer)
    return await failure(web, clock, "http://union.test/a", **options)


async def failure(web: Web, clock: Clock, url: str, **options: Any) -> FetchError:
    settings = options.pop("settings", QUICK)
    resolve = options.pop("resolve", None)
    async with opened(web, clock, settings, resolve=resolve) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(url, **options)
    return caught.value


def raw(data: bytes) -> Say:
    """Say this and close."""

    async def answer(asked: Conversation) -> None:
        await asked.say(data)
        asked.writer.close()

    return answer


async def test_n1_an_unknown_name_is_a_matter_of_dns(web: Web, clock: Clock) -> None:
    error = await failure(web, clock, "http://nowhere.example/")
    assert isinstance(error, Unavailable)
    assert error.kind == "dns"
    assert str(error).startswith("http://nowhere.example/robots.txt: nowhere.example has no address")


async def test_n1_a_silent_name_server_costs_its_limit_and_other_sites_go_on(web: Web, clock: Clock) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    await web.site("union.test", reply(PAGE))
    async with opened(web, clock, replace(QUICK, dns_timeout=0.1), resolve=resolve) as fetcher:
        lost, page = await asyncio.gather(
            fetcher.fetch("http://nowhere.example/"), fetcher.fetch("http://union.test/"), return_exceptions=True
        )
    assert isinstance(lost, Unavailable)
    assert lost.kind in ("resolver", "offline")
    assert not isinstance(page, BaseException)


async def test_n1_a_day_without_network_does_not_silence_sites_for_another(web: Web, clock: Clock) -> None:
    """Hosts are left alone for their sake; one whose name we cannot even look up was not asked at all."""
    async with opened(web, clock, QUICK) as fetcher:
        for _ in range(30):
            with pytest.raises(Unavailable):
                await fetcher.fetch("http://nowhere.example/")
            (host,) = fetcher.ledger()
            rest = (host.not_before or clock.time) - clock.time
            assert rest <= timedelta(hours=1)
            clock.time += max(rest, timedelta(minutes=6))
    assert host.failures == 30


async def test_n2_a_closed_port_is_a_refused_connection(web: Web, clock: Clock) -> None:
    web.hosts["union.test"] = ("127.0.0.1", 1)
    error = await failure(web, clock, "http://union.test/")
    assert (type(error), error.kind) == (Unavailable, "connect")
    assert str(error).endswith("127.0.0.1 port 1: Connection refused")


async def test_n3_a_reset_before_the_headers_is_tried_once_more_on_a_fresh_connection(web: Web, clock: Clock) -> None:
    async def answer(asked: Conversation) -> None:
        if len(web.log) == 1:
            asked.reset()
        else:
            await asked.say(reply(PAGE))

    await web.site("union.test", answer)
    async with opened(web, clock, QUICK) as fetcher:
        assert (await fetcher.fetch("http://union.test/")).body == PAGE
    assert len(web.log) == 2


async def test_n3_a_second_reset_is_the_end(web: Web, clock: Clock) -> None:
    async def answer(asked: Conversation) -> None:
        asked.reset()

    error = await fault(web, clock, answer)
    assert (type(error), error.kind) == (Unavailable, "connect")
    assert len(web.log) == 2


async def test_n3_a_kept_connection_that_the_server_closed_is_replaced(web: Web, clock: Clock) -> None:
    async def answer(asked: Conversation) -> None:
        await asked.say(reply(PAGE))
        asked.writer.close()

    await web.site("union.test", answer)
    async with opened(web, clock, QUICK) as fetcher:
        for number in range(3):
            assert (await fetcher.fetch(f"http://union.test/{number}", kind="list")).body == PAGE


async def test_n3_the_second_try_is_on_a_connection_never_used(web: Web, clock: Clock) -> None:
    """Where one kept connection is dead, the others of that site are likely dead too."""
    used: set[object] = set()

    async def answer(asked: Conversation) -> None:
        if asked.writer in used:
            asked.reset()
        else:
            used.add(asked.writer)
            await asyncio.sleep(0.05)
            await asked.say(reply(PAGE))

    await web.site("union.test", answer)
    async with opened(web, clock, replace(QUICK, per_host=3)) as fetcher:
        addresses = [f"http://union.test/{number}" for number in range(3)]
        await asyncio.gather(*(fetcher.fetch(url, kind="list") for url in addresses))
        assert (await fetcher.fetch("http://union.test/again", kind="list")).body == PAGE


async def test_n3_a_connection_known_to_be_closed_is_not_used(web: Web, clock: Clock) -> None:
    """A POST is never sent twice, so it must not meet a dead connection that could be seen to be dead."""

    closed = asyncio.Event()

    async def answer(asked: Conversation) -> None:
        await asked.say(reply(b"ok"))
        asked.writer.close()
        await asked.writer.wait_closed()
        closed.set()

    await web.site("hooks.test", answer)
    async with opened(web, clock, QUICK) as fetcher:
        for _ in range(3):
            await fetcher.send("http://hooks.test/", b"{}", "application/json")
            await closed.wait()
            closed.clear()
            await asyncio.sleep(0.05)  # the end is there to be seen
    assert len(web.log) == 3


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>half",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>ha\r\n",
    ],
    ids=["length", "chunked"],
)
async def test_n4_half_a_body_is_no_page(web: Web, clock: Clock, data: bytes) -> None:
    error = await fault(web, clock, raw(data))
    assert (type(error), error.kind) == (Unavailable, "protocol")


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 0\r\n\r\n",
        b"<html>no status line at all</html>\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Header: " + b"a" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    ],
    ids=["two lengths", "NUL", "no status line", "200 kB of headers", "bad chunk"],
)
async def test_n5_n6_what_is_not_http_is_a_protocol_fault(web: Web, clock: Clock, data: bytes) -> None:
    error = await fault(web, clock, raw(data))
    assert (type(error), error.kind) == (Unavailable, "protocol")


async def test_n6_bytes_after_the_body_are_ignored_and_the_connection_is_not_used_again(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(PAGE) + b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad")
    async with opened(web, clock, QUICK) as fetcher:
        for number in range(3):
            assert (await fetcher.fetch(f"http://union.test/{number}", kind="list")).body == PAGE


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["headers", "body"])
async def test_n7_a_drip_of_bytes_ends_at_the_deadline(web: Web, clock: Clock, head: bytes) -> None:
    async def answer(asked: Conversation) -> None:
        await asked.say(head)
        while True:
            await asked.say(b"X")
            await asyncio.sleep(0.02)

    error = await fault(web, clock, answer, settings=HASTY)
    assert (type(error), error.kind) == (Unavailable, "timeout")


async def test_n7_the_deadline_spans_all_hops(web: Web, clock: Clock) -> None:
    async def answer(asked: Conversation) -> None:
        await asyncio.sleep(0.12)
        await asked.say(reply(b"", status="302 Found", Location=asked.path + "a"))

    error = await fault(web, clock, answer, settings=HASTY)
    assert error.kind == "timeout"
    assert len(web.log) < 5  # at 0.12 s a hop no more fit into 0.3 s; five redirects would be allowed


async def test_n8_an_endless_body_ends_at_the_cap(web: Web, clock: Clock) -> None:
    async def answer(asked: Conversation) -> None:
        await asked.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            await asked.say(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")

    error = await fault(web, clock, answer, settings=FetchSettings(max_bytes=500_000))
    assert (type(error), error.kind) == (Unavailable, "too_large")


async def test_n9_a_bomb_costs_less_than_eight_megabytes(web: Web, clock: Clock) -> None:
    """Two hundred kilobytes of gzip that would be two hundred megabytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    megabyte = bytes(1_000_000)
    bomb = b"".join([packer.compress(megabyte) for _ in range(200)] + [packer.flush()])
    await web.site("union.test", reply(bomb, Content_Encoding="gzip"))
    async with opened(web, clock, FetchSettings()) as fetcher:
        tracemalloc.start()
        try:
            with pytest.raises(Unavailable) as caught:
                await fetcher.fetch("http://union.test/")
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert caught.value.kind == "too_large"
    assert peak < 8_000_000


async def test_n9_a_body_in_a_million_pieces_costs_what_its_bytes_cost() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for number in range(200_000):
            yield b"%03d" % (number % 1000)

    tracemalloc.start()
    try:
        body = await read_body(pieces(), "", 1_000_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(body) == 600_000
    assert peak < 3_000_000


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip,deflate", "compress", "deflate, br"])
async def test_n9_stacked_and_unasked_codings_are_refused(web: Web, clock: Clock, coding: str) -> None:
    body = gzip.compress(gzip.compress(PAGE))
    error = await fault(web, clock, reply(body, Content_Encoding=coding))
    assert (type(error), error.kind) == (Unavailable, "encoding")


@pytest.mark.parametrize(
    "body", [b"\x1f\x8bnothing", gzip.compress(PAGE)[:-9], gzip.compress(PAGE)[:-9] + b"12345678", b"plain words"]
)
async def test_n10_bytes_that_are_not_what_they_say_are_no_page(web: Web, clock: Clock, body: bytes) -> None:
    error = await fault(web, clock, reply(body, Content_Encoding="gzip"))
    assert (type(error), error.kind) == (Unavailable, "encoding")


async def test_n10_a_page_that_claims_gzip_and_is_plain_is_taken_as_it_is(web: Web, clock: Clock) -> None:
    body = b"\n <!DOCTYPE html>" + PAGE * 5000
    await web.site("union.test", reply(body, Content_Encoding="gzip"))
    async with opened(web, clock, QUICK) as fetcher:
        assert (await fetcher.fetch("http://union.test/")).body == body


@pytest.mark.parametrize(
    ("location", "kind", "words"),
    [
        ("/a", "redirect", "in a circle"),
        ("file:///etc/passwd", "redirect", "not http"),
        ("data:text/html,hello", "redirect", "not http"),
        ("http://[::ffff:10.0.0.1]/", "address", "not public"),
        ("http://169.254.169.254/latest/meta-data/", "address", "not public"),
        ("http://user:secret@union.test/", "address", "user name"),
        ("http://union.test:6379/", "address", "port 6379"),
        ("http://localhost/", "address", "local use"),
        ("http://[nonsense", "redirect", "no URL"),
        ("", "protocol", "without a Location"),
    ],
)
async def test_n12_redirects_that_lead_astray_are_not_followed(
    web: Web, clock: Clock, location: str, kind: str, words: str
) -> None:
    error = await fault(web, clock, reply(b"", status="302 Found", Location=location))
    assert error.kind == kind
    assert words in str(error)


async def test_n12_the_sixth_hop_is_one_too_many(web: Web, clock: Clock) -> None:
    async def answer(asked: Conversation) -> None:
        await asked.say(reply(b"", status="302 Found", Location=asked.path + "a"))

    error = await fault(web, clock, answer)
    assert (type(error), error.kind) == (Rejected, "redirect")
    assert len(web.log) == 6


async def test_n12_raw_bytes_in_a_location_are_kept(web: Web, clock: Clock) -> None:
    """UTF-8 as UTF-8, GBK as its bytes, a space as a space."""
    there = {
        "/utf": reply(b"", status="302 Found", Location="/新闻".encode().decode("latin-1")),
        "/gbk": reply(b"", status="302 Found", Location="/新闻".encode("gbk").decode("latin-1")),
        "/space": reply(b"", status="302 Found", Location="/a b.html"),
        "/%E6%96%B0%E9%97%BB": reply(PAGE),
        "/%D0%C2%CE%C5": reply(PAGE),
        "/a%20b.html": reply(PAGE),
    }
    await web.site("union.test", there)
    async with opened(web, clock, QUICK) as fetcher:
        for path in ("utf", "gbk", "space"):
            assert (await fetcher.fetch(f"http://union.test/{path}", kind="list")).body == PAGE


async def test_n13_a_304_nobody_asked_for_is_a_fault(web: Web, clock: Clock) -> None:
    error = await fault(web, clock, reply(b"", status="304 Not Modified"))
    assert (type(error), error.kind) == (Unavailable, "protocol")


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_n14_a_host_that_asks_for_rest_gets_it(web: Web, clock: Clock, status: str) -> None:
    """At least the time it asked for, at most a tenth more, for every page of the host; and no request in between."""
    await web.site("union.test", reply(b"", status=status, Retry_After="600"))
    memory = Memory()
    async with opened(web, clock, QUICK, state=memory) as fetcher:
        with pytest.raises(Unavailable, match=r"asks for rest .*; next try at 2026-03-02 09:1\d UTC") as first:
            await fetcher.fetch("http://union.test/a")
        with pytest.raises(Unavailable, match="left alone until") as second:
            await fetcher.fetch("http://union.test/b")
    assert first.value.kind == "server"
    assert second.value.kind == "paused"
    for error in (first.value, second.value):
        assert error.retry_at is not None
        assert timedelta(seconds=600) <= error.retry_at - START <= timedelta(seconds=661)
    assert len(web.log) == 1
    async with opened(web, clock, QUICK, state=memory) as another_process:
        with pytest.raises(Unavailable, match="left alone until"):
            await another_process.fetch("http://union.test/b")
    assert len(web.log) == 1


async def test_n14_a_short_rest_is_waited_out(web: Web, clock: Clock) -> None:
    async def answer(asked: Conversation) -> None:
        busy = reply(b"", status="503 Busy", Retry_After="20")
        await asked.say(busy if len(web.log) == 1 else reply(PAGE))

    await web.site("union.test", answer)
    async with opened(web, clock, QUICK) as fetcher:
        with pytest.raises(Unavailable):
            await fetcher.fetch("http://union.test/a")
        assert (await fetcher.fetch("http://union.test/a")).body == PAGE
    assert clock.now() - START >= timedelta(seconds=20)


@pytest.mark.parametrize("value", ["", "-5", "soon", "Mon, 02 Mar 2020 09:00:00 GMT", "0", "1e9", "\u00b2"])
async def test_n15_a_senseless_wish_is_replaced_by_ours(web: Web, clock: Clock, value: str) -> None:
    error = await fault(web, clock, reply(b"", status="429 Slow", Retry_After=value))
    assert error.retry_at is not None
    assert timedelta(seconds=45) <= error.retry_at - START <= timedelta(seconds=61)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("Mon, 02 Mar 2026 09:10:00 GMT", 600), ("Mon, 02 Mar 2026 10:10:00 +0100", 600), ("999999999999", 86_400)],
)
async def test_n15_dates_are_read_and_nothing_is_longer_than_a_day(
    web: Web, clock: Clock, value: str, seconds: int
) -> None:
    error = await fault(web, clock, reply(b"", status="429 Slow", Retry_After=value))
    assert error.retry_at is not None
    assert seconds <= (error.retry_at - START).total_seconds() <= min(seconds * 1.11, 86_400)


async def test_n17_a_redirect_to_a_login_page_is_a_login_wall(web: Web, clock: Clock) -> None:
    error = await fault(web, clock, reply(b"", status="302 Found", Location="/user/login.jsp?back=%2Fa"))
    assert (type(error), error.kind) == (Rejected, "login")
    assert len(web.log) == 1


@pytest.mark.parametrize("path", ["/cas/news/1.html", "/sso/", "/404.html", "/error"])
async def test_n17_n19_what_the_first_address_says_already_is_no_judgement(web: Web, clock: Clock, path: str) -> None:
    """`/cas/` may be an academy of sciences; a list or article there that moves to another host is still itself."""
    await web.site("union.test", reply(b"", status="301 Moved", Location=f"http://www.union.test{path}"))
    await web.site("www.union.test", reply(b"<p>Delegates met.</p>"))
    async with opened(web, clock, QUICK) as fetcher:
        assert (await fetcher.fetch(f"http://union.test{path}")).body


@pytest.mark.parametrize("status", ["401 Unauthorized", "407 Proxy", "511 Network Authentication Required"])
async def test_n17_a_demand_for_credentials_is_a_login_wall(web: Web, clock: Clock, status: str) -> None:
    error = await fault(web, clock, reply(b"", status=status, WWW_Authenticate="Basic"))
    assert (type(error), error.kind) == (Rejected, "login")


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
async def test_n18_a_missing_article_is_gone(web: Web, clock: Clock, status: str) -> None:
    error = await fault(web, clock, reply(b"not here", status=status))
    assert (type(error), error.kind) == (Rejected, "gone")


@pytest.mark.parametrize("location", ["/404.html", "/error/404", "/", "/index.html", "/sys/notfound.jsp?from=a"])
async def test_n19_an_article_that_redirects_to_a_not_found_page_or_home_is_gone(
    web: Web, clock: Clock, location: str
) -> None:
    error = await fault(web, clock, {"/a": reply(b"", status="302 Found", Location=location)})
    assert (type(error), error.kind) == (Rejected, "gone")
    assert f"redirects to http://union.test{location}" in str(error)


async def test_n19_another_site_s_home_page_is_a_page(web: Web, clock: Clock) -> None:
    """A short link on a list leads to the page of a campaign; the article would be lost if that were "gone"."""
    await web.site("union.test", reply(b"", status="302 Found", Location="http://campaign.test/"))
    await web.site("campaign.test", reply(b"<p>Sign the petition.</p>"))
    async with opened(web, clock, QUICK) as fetcher:
        assert (await fetcher.fetch("http://union.test/go/1")).final_url == "http://campaign.test/"


async def test_n19_one_page_at_three_addresses_is_a_not_found_page(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply("<p>抱歉，您访问的页面不存在。</p>".encode("gbk") * 9))
    async with opened(web, clock, QUICK) as fetcher:
        for number in (1, 2):
            await fetcher.fetch(f"http://union.test/{number}")
        with pytest.raises(Rejected, match="the same page stands at 3 addresses") as caught:
            await fetcher.fetch("http://union.test/3")
        await fetcher.fetch("http://union.test/list", kind="list")
    assert caught.value.kind == "gone"


SHELL = (
    b"<div id=app></div><style>.e404 {}</style><!-- 404 page: not found --><script src=/app.404e1.js></script>"
    b"<script>var words = {404: 'Page not found', gone: '404 '}</script>"
)


async def test_n19_a_script_s_empty_shell_at_many_addresses_is_a_page(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(SHELL))
    async with opened(web, clock, QUICK) as fetcher:
        for number in range(5):
            assert (await fetcher.fetch(f"http://union.test/news/{number}")).body


async def test_n22_a_captive_portal_is_no_page(web: Web, clock: Clock) -> None:
    """Its door is an address of the network one is in, which the guard does not enter."""
    error = await fault(web, clock, reply(b"", status="302 Found", Location="http://192.168.8.1/portal?to=union.test"))
    assert (type(error), error.kind) == (Rejected, "address")


@pytest.mark.parametrize("modified", ["Fri, 01 Jan 2100 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "gestern"])
async def test_n24_a_server_with_a_wrong_clock_gets_its_words_back(web: Web, clock: Clock, modified: str) -> None:
    """Dates of servers order nothing: they are echoed byte for byte, and our own clock says when a page was fetched."""
    await web.site("union.test", reply(PAGE, Last_Modified=modified, Date="Fri, 01 Jan 2100 00:00:00 GMT"))
    async with opened(web, clock, QUICK) as fetcher:
        page = await fetcher.fetch("http://union.test/", kind="list")
        await fetcher.fetch("http://union.test/", kind="list", validators=(page.etag, page.last_modified))
    assert page.fetched_at == START
    assert web.log[1].headers["if-modified-since"] == modified


async def test_n24_a_validator_in_any_letters_goes_back_byte_for_byte(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(PAGE, ETag='"工会\t1"'.encode().decode("latin-1")))
    async with opened(web, clock, QUICK) as fetcher:
        page = await fetcher.fetch("http://union.test/", kind="list")
        await fetcher.fetch("http://union.test/", kind="list", validators=(page.etag, ""))
    assert web.log[1].headers["if-none-match"].encode("latin-1").decode() == '"工会\t1"'


async def test_n24_a_validator_that_is_no_header_is_left_out(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(PAGE))
    async with opened(web, clock, QUICK) as fetcher:
        await fetcher.fetch("http://union.test/", validators=('"1"\r\nX-Evil: 1', "\0"))
    assert not {"if-none-match", "if-modified-since", "x-evil"} & set(web.log[0].headers)


async def test_a_cancelled_fetch_leaves_nothing_open_and_the_host_usable(web: Web, clock: Clock) -> None:
    begun = asyncio.Event()

    async def answer(asked: Conversation) -> None:
        if asked.path == "/slow":
            begun.set()
            await asyncio.sleep(60)
        await asked.say(reply(PAGE))

    await web.site("union.test", answer)
    async with opened(web, clock) as fetcher:
        task = asyncio.create_task(fetcher.fetch("http://union.test/slow"))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await fetcher.fetch("http://union.test/a")).body == PAGE


async def test_a_host_that_keeps_failing_is_left_alone_and_says_so(web: Web, clock: Clock) -> None:
    """The circuit opens at the fifth failure in a row, the pause doubles, and one good answer forgets it all."""
    broken = True

    async def answer(asked: Conversation) -> None:
        await asked.say(reply(b"", status="500 Oops") if broken else reply(PAGE))

    await web.site("union.test", answer)
    async with opened(web, clock, FetchSettings(patience=0)) as fetcher:
        for number in range(5):
            with pytest.raises(Unavailable) as caught:
                await fetcher.fetch(f"http://union.test/{number}")
        assert caught.value.retry_at is not None
        first = caught.value.retry_at - clock.now()
        with pytest.raises(Unavailable, match="5 failures in a row, the last: the server failed"):
            await fetcher.fetch("http://union.test/x")
        clock.time = caught.value.retry_at
        with pytest.raises(Unavailable) as caught:
            await fetcher.fetch("http://union.test/x")
        assert caught.value.retry_at is not None
        assert caught.value.retry_at - clock.now() > first
        clock.time = caught.value.retry_at
        broken = False
        await fetcher.fetch("http://union.test/x")
        (host,) = fetcher.ledger()
    assert (host.failures, host.not_before, host.reason) == (0, None, "")


async def test_a_pause_written_by_a_clock_gone_wrong_is_cut_to_a_day(web: Web, clock: Clock) -> None:
    memory = Memory()
    await memory.save_hosts([HostState("union.test", not_before=START + timedelta(days=400), reason="it answered 503")])
    await web.site("union.test", reply(PAGE))
    async with opened(web, clock, QUICK, state=memory) as fetcher:
        with pytest.raises(Unavailable) as caught:
            await fetcher.fetch("http://union.test/")
    assert caught.value.retry_at == START + timedelta(days=1)


async def test_a_clock_that_is_set_back_cannot_stretch_the_spacing(web: Web, clock: Clock) -> None:
    await web.site("union.test", reply(PAGE))
    async with opened(web, clock, FetchSettings(spacing=2)) as fetcher:
        await fetcher.fetch("http://union.test/1", kind="list")
        clock.time -= timedelta(days=1)
        await fetcher.fetch("http://union.test/2", kind="list")
    assert max(clock.slept) <= 2


async def test_a_host_that_failed_is_tried_by_one_request_at_a_time(web: Web, clock: Clock) -> None:
    """Half open: of many that wait, the first finds out; if it fails, the others do not ask at all."""
    memory = Memory()
    await memory.save_hosts([HostState("union.test", failures=7, not_before=START, reason="it answered 500")])
    copy = RobotsCopy("http://union.test", "", START)
    await memory.save_robots(copy)
    await web.site("union.test", reply(b"", status="500 Oops"))
    async with opened(web, clock, FetchSettings(per_host=4, patience=0, spacing=0), state=memory) as fetcher:
        addresses = [f"http://union.test/{number}" for number in range(6)]
        results = await asyncio.gather(*map(fetcher.fetch, addresses), return_exceptions=True)
    assert all(isinstance(result, Unavailable) for result in results)
    assert len(web.log) == 1


async def test_an_answer_under_way_does_not_end_the_rest_that_another_asked_for(web: Web, clock: Clock) -> None:
    begun, told = asyncio.Event(), asyncio.Event()

    async def slow(asked: Conversation) -> None:
        begun.set()
        await told.wait()
        await asked.say(reply(PAGE))

    busy = reply(b"", status="429 Slow down", Retry_After="3600")
    await web.site("union.test", {"/slow": slow, "/busy": busy, "/next": reply(PAGE)})
    async with opened(web, clock, FetchSettings(per_host=2, spacing=0)) as fetcher:
        first = asyncio.create_task(fetcher.fetch("http://union.test/slow"))
        await begun.wait()
        with pytest.raises(Unavailable):
            await fetcher.fetch("http://union.test/busy")
        told.set()
        await first
        with pytest.raises(Unavailable) as caught:
            await fetcher.fetch("http://union.test/next")
    assert caught.value.kind == "paused"


async def test_a_fast_sender_waits_until_it_is_read(web: Web) -> None:
    """A server may send faster than we read; what waits in memory stays small."""
    sent = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        for _ in range(500):
            writer.write(bytes(65_536))
            await writer.drain()
            sent += 65_536
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        wire = await connect("127.0.0.1", server.sockets[0].getsockname()[1])
        await asyncio.sleep(0.2)
        assert len(wire._protocol.buffer) <= HIGH_WATER + 2 * 262_144
        size = turns = fullest = 0

        async def others() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        beside = asyncio.create_task(others())
        while data := await wire.read(65_536):
            size += len(data)
            fullest = max(fullest, len(wire._protocol.buffer))
        beside.cancel()
        await wire.aclose()
    assert size == sent == 500 * 65_536
    assert fullest <= HIGH_WATER + 2 * 262_144
    assert turns > 500  # it is not the only site there is
