"""The rules of serving: readers come often and fetch seldom, and nobody gets what was not published."""

import asyncio
import contextlib
import gzip
import hashlib
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from loopback import free_port
from newsroom import FEED, ITUC, MERGED, NOON, ORIGINS, SITE, FakeShelf, emission

from feeds.models import Month
from feeds.publish import publish, publish_beside
from feeds.publish.files import File
from feeds.render import FORMATS
from feeds.serve import create_app, listen, serve

pytestmark = pytest.mark.anyio

PUBLIC = replace(MERGED, audience="public")
HEAD = b"GET /all.rss HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def shelf() -> FakeShelf:
    shelf = FakeShelf()
    shelf.put("hunan", emission(2), emission(1))
    shelf.put("all", emission(3, ITUC), emission(2))
    shelf.put_archive("all", Month(2026, 2), emission(1))
    return shelf


@pytest.fixture
def out(shelf: FakeShelf, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    publish(
        shelf, (FEED, PUBLIC, replace(FEED, id="gone", path="gone")), ORIGINS, SITE, out, refresh=timedelta(minutes=20)
    )
    feeds = (replace(FEED, path="token/hunan"), replace(PUBLIC, previous_paths=("old/name",)))
    publish(shelf, feeds, ORIGINS, SITE, out, refresh=timedelta(minutes=20))
    return out


@pytest.fixture
async def client(out: Path) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(out))
    headers = {"Accept-Encoding": "identity"}
    async with httpx.AsyncClient(transport=transport, base_url="http://reader.test", headers=headers) as client:
        yield client


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
async def test_a_feed_is_served_as_what_it_is(client: httpx.AsyncClient, out: Path, row: object) -> None:
    """Requirement 27."""
    answer = await client.get(f"/all{row.extension}")  # type: ignore[attr-defined]
    assert answer.status_code == 200
    assert answer.content == (out / f"all{row.extension}").read_bytes()  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == f"{row.mime}; charset=utf-8"  # type: ignore[attr-defined]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/all.html", "text/html"),
        ("/feeds.opml", "text/x-opml"),
        ("/fedfeed.css", "text/css"),
        ("/fedfeed.js", "text/javascript"),
        ("/all/2026-02.atom", "application/atom+xml"),
        ("/token/", "text/html"),
    ],
)
async def test_everything_published_is_served(client: httpx.AsyncClient, name: str, kind: str) -> None:
    answer = await client.get(name)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")


async def test_validators_are_true(client: httpx.AsyncClient, out: Path) -> None:
    """Requirement 25: a strong ETag of the bytes, and the date of the newest change."""
    answer = await client.get("/all.rss")
    assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()[:24]}"'
    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == emission(3).entry.updated
    assert (await client.get("/all.rss")).headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize(
    ("template", "status"),
    [
        ('"{}"', 304),
        ('W/"{}"', 304),
        ("*", 304),
        ('"other", "{}"', 304),
        ('"other",W/"{}"', 304),
        ('"{}-gzip"', 304),
        ('"{}-br"', 304),
        ('"{}--gzip"', 304),
        ('W/"{};gzip"', 304),
        ('"other"', 200),
        ("{}", 200),
        ('""', 200),
        ("", 200),
        ('"{}', 200),
    ],
)
async def test_a_tag_that_matches_is_answered_short(client: httpx.AsyncClient, template: str, status: int) -> None:
    """Requirement 25."""
    tag = (await client.get("/all.rss")).headers["ETag"].strip('"')
    answer = await client.get("/all.rss", headers={"If-None-Match": template.format(tag)})
    assert answer.status_code == status
    assert (answer.content == b"") is (status == 304)


@pytest.mark.parametrize(("days", "status"), [(0, 304), (1, 304), (-1, 200)], ids=["same", "later", "earlier"])
async def test_a_date_that_matches_is_answered_short(client: httpx.AsyncClient, days: int, status: int) -> None:
    modified = parsedate_to_datetime((await client.get("/all.rss")).headers["Last-Modified"]) + timedelta(days=days)
    since = modified.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert (await client.get("/all.rss", headers={"If-Modified-Since": since})).status_code == status


@pytest.mark.parametrize("since", ["", "yesterday", "Mon, 99 Foo 2026 99:99:99 GMT", "0", "2026-03-02", "\x7f" * 10])
async def test_a_date_that_is_none_is_ignored(client: httpx.AsyncClient, since: str) -> None:
    assert (await client.get("/all.rss", headers={"If-Modified-Since": since})).status_code == 200


async def test_the_tag_wins_over_the_date(client: httpx.AsyncClient) -> None:
    first = await client.get("/all.rss")
    headers = {"If-None-Match": '"other"', "If-Modified-Since": first.headers["Last-Modified"]}
    assert (await client.get("/all.rss", headers=headers)).status_code == 200
    headers = {"If-None-Match": first.headers["ETag"], "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}
    assert (await client.get("/all.rss", headers=headers)).status_code == 304


async def test_a_short_answer_repeats_what_caches_need(client: httpx.AsyncClient) -> None:
    first = await client.get("/all.rss")
    answer = await client.get("/all.rss", headers={"If-None-Match": first.headers["ETag"]})
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary", "Link"):
        assert answer.headers[name] == first.headers[name]
    assert "Content-Type" not in answer.headers


@pytest.mark.parametrize("path", ["/all.rss", "/", "/gone.rss", "/old/name.rss", "/nothing"])
async def test_head_says_the_same_without_the_body(client: httpx.AsyncClient, path: str) -> None:
    full, head = await client.get(path), await client.head(path)
    assert head.status_code == full.status_code
    assert dict(head.headers) == dict(full.headers)
    assert head.content == b""


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("deflate, gzip;q=0.5", True),
        ("*", True),
        ("x-gzip", True),
        ("GZIP", True),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("br, zstd", False),
    ],
)
async def test_compressed_for_those_who_take_it(
    client: httpx.AsyncClient, out: Path, accepted: str, packed: bool
) -> None:
    """Requirement 26: made once, at publishing."""
    async with client.stream("GET", "/all.rss", headers={"Accept-Encoding": accepted}) as answer:
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert ("Content-Encoding" in answer.headers) is packed
    assert raw == (out / ("all.rss.gz" if packed else "all.rss")).read_bytes()
    assert answer.headers["ETag"].endswith('-gzip"') is packed
    assert int(answer.headers["Content-Length"]) == len(raw)


async def test_a_compressed_file_of_another_edition_is_not_served(client: httpx.AsyncClient, out: Path) -> None:
    (out / "all.rss.gz").write_bytes(gzip.compress(b"older"))
    answer = await client.get("/all.rss", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.content == (out / "all.rss").read_bytes()


async def test_max_age_agrees_with_the_feed(client: httpx.AsyncClient) -> None:
    """Requirements 20 and 28."""
    answer = await client.get("/all.rss")
    assert answer.headers["Cache-Control"] == "public, max-age=1200"
    assert "<ttl>20</ttl>" in answer.text
    assert "Set-Cookie" not in answer.headers


async def test_self_is_the_configured_address_whatever_the_host(client: httpx.AsyncClient) -> None:
    """Requirements 16 and 30."""
    answer = await client.get("/all.atom", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert answer.headers["Link"] == '<https://feeds.example.org/all.atom>; rel="self"'
    assert "evil" not in answer.text


async def test_private_feeds_are_not_for_search_engines(client: httpx.AsyncClient) -> None:
    for path in ("/token/hunan.rss", "/token/hunan.html", "/token/", "/token/feeds.opml"):
        answer = await client.get(path)
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Cache-Control"].startswith("private")
    for path in ("/all.rss", "/", "/fedfeed.css"):
        assert "X-Robots-Tag" not in (await client.get(path)).headers


async def test_a_file_beside_the_feeds_is_served_as_private_and_only_where_it_lies_now(
    client: httpx.AsyncClient, out: Path
) -> None:
    """The feed of the crawler's own health: no feed of the configuration, and in no overview."""
    beside = File("health.atom", b"<feed/>", NOON)
    publish_beside(out, SITE, beside)
    assert (await client.get("/health.atom")).text == "<feed/>"
    publish_beside(out, SITE, replace(beside, name="token/health.atom"))
    answer = await client.get("/token/health.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["Link"] == '<https://feeds.example.org/token/health.atom>; rel="self"'
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"].startswith("private")
    assert (await client.get("/health.atom")).status_code == 404


async def test_old_addresses_move_and_removed_ones_are_gone(client: httpx.AsyncClient) -> None:
    """Requirement 28."""
    answer = await client.get("/old/name.atom")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://feeds.example.org/all.atom")
    for name in ("/gone.rss", "/gone.html", "/hunan.rss"):
        assert (await client.get(name)).status_code == 410


@pytest.mark.parametrize(
    "path",
    [
        "/../out/all.rss",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/.fedfeed/manifest.json",
        "/.fedfeed%2fmanifest.json",
        "//etc/passwd",
        "/all.rss/",
        "/all.rss.gz",
        "/all.rss%00",
        "/ALL.RSS",
        "/keep.txt",
        "/token",
        "/token/../all.rss%00.html",
    ],
)
async def test_only_what_was_published_can_be_had(client: httpx.AsyncClient, out: Path, path: str) -> None:
    """faults.md S4: a fixed table, no way from an address to a file."""
    (out / "keep.txt").write_text("not published")
    request = httpx.Request("GET", "http://reader.test/")
    request.url = request.url.copy_with(raw_path=path.encode())
    assert (await client.send(request)).status_code == 404


async def test_browser_readers_may_read(client: httpx.AsyncClient) -> None:
    """Requirement 35."""
    answer = await client.get("/all.json", headers={"Origin": "https://reader.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    preflight = await client.options("/all.json", headers={"Access-Control-Request-Headers": "if-none-match"})
    assert preflight.status_code == 204
    assert "If-None-Match" in preflight.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "headers",
    [{"Range": "bytes=0-10"}, {"A-IM": "feed"}, {"Accept": "text/nothing"}, {"If-Range": '"x"', "Range": "bytes=-1"}],
)
async def test_what_we_do_not_do_is_harmless(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    """Requirements 32 and 35."""
    plain = await client.get("/all.rss")
    answer = await client.get("/all.rss?utm_source=x&y=%00", headers=headers)
    assert (answer.status_code, answer.content) == (200, plain.content)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
async def test_nothing_can_be_written(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, "/all.rss", content=b"x")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


async def test_pages_can_run_nothing_foreign(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/all.html")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


async def test_what_is_published_later_is_served_at_once(
    client: httpx.AsyncClient, shelf: FakeShelf, out: Path
) -> None:
    first = await client.get("/all.rss")
    shelf.put("all", emission(5), emission(3, ITUC))
    publish(shelf, (PUBLIC,), ORIGINS, SITE, out)
    second = await client.get("/all.rss", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert emission(5).entry.id in second.text
    assert second.headers["Last-Modified"] != first.headers["Last-Modified"]
    assert (await client.get("/token/hunan.rss")).status_code == 410


async def test_a_file_replaced_while_it_is_looked_at_is_served_as_one_edition(
    client: httpx.AsyncClient, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a reader would keep the old bytes under the ETag of the new ones, and hear "not modified" ever after."""
    opens = Path.open

    def replaced(self: Path, *mode: Any, **options: Any) -> Any:
        if self.name == "all.rss":  # it was looked for and is opened: now the publisher comes, its .gz not yet renamed
            moment = self.stat().st_mtime_ns + 1_000_000_000
            with opens(self, "wb") as file:
                file.write(b"<rss/>")
            os.utime(self, ns=(moment, moment))
        return opens(self, *mode, **options)

    monkeypatch.setattr(Path, "open", replaced)
    answer = await client.get("/all.rss", headers={"Accept-Encoding": "gzip"})
    assert answer.text == "<rss/>"
    assert answer.headers["ETag"] == f'"{hashlib.sha256(b"<rss/>").hexdigest()[:24]}"'


async def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    transport = httpx.ASGITransport(create_app(tmp_path))
    async with httpx.AsyncClient(transport=transport, base_url="http://reader.test") as client:
        assert (await client.get("/")).status_code == 404


async def test_it_listens_and_stops_when_told(out: Path) -> None:
    port = free_port()
    stop = asyncio.Event()
    task = asyncio.create_task(serve(out, f"127.0.0.1:{port}", stop=stop))
    _, writer = await _connected(port)
    writer.close()
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://127.0.0.1:{port}/all.rss")
    assert answer.status_code == 200
    assert "server" not in answer.headers
    with pytest.raises(OSError, match=f"cannot listen at 127.0.0.1:{port}"):
        await serve(out, f"127.0.0.1:{port}", stop=stop)
    stop.set()
    await asyncio.wait_for(task, 60)


@pytest.mark.parametrize(
    "sent",
    [(b"",), (HEAD[:-2],), (HEAD, HEAD[:-2]), (HEAD,)],
    ids=["nothing", "half a head", "half a second head", "reads nothing"],
)
async def test_who_dawdles_is_let_go(out: Path, monkeypatch: pytest.MonkeyPatch, sent: tuple[bytes, ...]) -> None:
    """A few hundred such connections would keep every reader out."""
    gone = asyncio.Event()

    class Watched(listen.Connection):
        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            gone.set()

    monkeypatch.setattr(listen, "Connection", Watched)
    if sent == (HEAD,):
        (out / "all.rss").write_bytes(b"x" * 20_000_000)
    port, stop = free_port(), asyncio.Event()
    task = asyncio.create_task(serve(out, f"127.0.0.1:{port}", stop=stop))
    with monkeypatch.context() as hasty:
        hasty.setattr(listen, "PATIENCE", 0.1)
        reader, writer = await _connected(port)
        for part in sent:
            writer.write(part)
            await asyncio.sleep(0.3)
        await asyncio.wait_for(gone.wait(), 60)
    with contextlib.suppress(ConnectionResetError):
        got = await asyncio.wait_for(reader.read(), 60)
        assert len(got) < 20_000_000
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"http://127.0.0.1:{port}/all.atom")).status_code == 200
    writer.close()
    stop.set()
    await asyncio.wait_for(task, 60)


async def _connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    for _ in range(3000):
        with contextlib.suppress(ConnectionRefusedError):
            return await asyncio.open_connection("127.0.0.1", port, limit=2**12)
        await asyncio.sleep(0.02)
    pytest.fail("it does not listen")
