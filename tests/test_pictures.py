"""Copies of pictures for private feeds, and walls around pictures: what is fetched, kept, shown and taken away."""

import json
import logging
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import httpx
import pytest
from loopback import Clock as LoopbackClock
from loopback import Conversation, opened, reply
from loopback import Web as LoopbackWeb
from newsroom import SITE, article
from pictures import gif, jpeg, png
from test_crawl import Clock, Here, Web, listing, url
from test_crawl import article as page

from feeds.html import clean
from feeds.models import Feed, Find, Image, Selection
from feeds.publish import publish
from feeds.publish.media import HEADERS, is_copy, put_copy
from feeds.render.pictures import MOST
from feeds.serve import create_app
from feeds.store import Store, open_store
from feeds.store.errors import Full
from scraper import pictures
from scraper.cli.status import note
from scraper.crawl import Context
from scraper.fetch.errors import Rejected, Unavailable
from scraper.hotlinks import EVERY, find_wall, probe_pictures
from scraper.models import Source
from scraper.pictures import (
    KEPT,
    PATIENCE,
    Kept,
    keep_pictures,
    picture_note,
    pictures_of,
    prune_pictures,
    withdraw_pictures,
)
from scraper.round import Outlet, crawl_safely, follow, see_to_pictures
from scraper.state import SourceState

pytestmark = pytest.mark.anyio

A = "http://union.example/img/a.jpg"
B = "https://mmbiz.qpic.cn/mmbiz_png/x/640?wx_fmt=png"
SOURCE = Source(id="union", name="Union", url="https://union.example/news/", images="cache")
LINKING = replace(SOURCE, images="link")
PRIVATE = Feed("mine", "Mine", include=Selection(source=("union",)), path="mine")
PUBLIC = replace(PRIVATE, id="open", path="open", audience="public")
RIGHTS = replace(SOURCE, rights="CC BY 4.0")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web(clock: Clock) -> Web:
    web = Web(clock)
    web.pages |= {A: jpeg(), B: png()}
    return web


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with open_store(tmp_path / "fedfeed.db", now=clock) as store:
        yield store


@pytest.fixture
def context(web: Web, store: Store, clock: Clock) -> Context:
    return Context(web, Here(), store, clock)  # type: ignore[arg-type]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public"


def tell(store: Store, *urls: str, number: int = 1, source: Source = SOURCE) -> str:
    """An article with these pictures in its text, in the store; its link."""
    html = "<p>The delegation spoke with the ministry.</p>" + "".join(
        f'<img src="{url}" srcset="{url} 2x">' for url in urls
    )
    told = article(number, html=clean(html, SOURCE.url), images=(Image(urls[0], "lead"),) if urls else ())
    store.save(source, [Find(told.url, told, 0)], at=store._now())
    return told.url


def outlet(out: Path, *feeds: Feed, source: Source = SOURCE) -> Outlet:
    return Outlet(feeds or (PRIVATE, PUBLIC), {"union": source}, SITE, out)


def files(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.glob("media/*/*")}


def shown(out: Path, name: str) -> str:
    return "".join((out / f"{name}{ending}").read_text("utf-8") for ending in (".rss", ".atom", ".json"))


def contents(out: Path, name: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob(f"{name}.*")}


# ------------------------------------------------------------------------------------------------------------ copies


async def test_a_private_feed_shows_copies_and_a_public_one_the_sites_own(
    context: Context, store: Store, out: Path
) -> None:
    """Also of http pictures and WeChat's, in the text, as media:content and as the JSON feed's image."""
    tell(store, A, B, source=RIGHTS)
    assert await keep_pictures(RIGHTS, out, context) == Kept(fetched=2)
    await follow(outlet(out, source=RIGHTS), context)
    first, second = (SITE.base_url + store.picture_names([url])[url] for url in (A, B))
    item = json.loads((out / "mine.json").read_text("utf-8"))["items"][0]
    assert item["image"] == first
    assert f'src="{first}"' in item["content_html"]
    assert f'src="{second}"' in item["content_html"]
    assert "srcset" not in item["content_html"]
    for ending in (".rss", ".atom"):
        (entry,) = feedparser.parse((out / f"mine{ending}").read_bytes()).entries
        assert entry.media_content[0]["url"] == first
    assert A not in shown(out, "mine")
    assert "mmbiz" not in shown(out, "mine")
    assert "media/" not in shown(out, "open")
    assert A in shown(out, "open")


async def test_a_feed_of_several_sources_shows_copies_of_those_that_wish_it(
    context: Context, store: Store, out: Path
) -> None:
    tell(store, A)
    await keep_pictures(SOURCE, out, context)
    await follow(outlet(out, PRIVATE, source=LINKING), context)
    assert A in shown(out, "mine")
    await follow(outlet(out, PRIVATE), context)
    assert A not in shown(out, "mine"), "a change of `images` writes the feed again"


async def test_copies_are_named_by_their_bytes_and_can_be_read_by_a_web_server(
    context: Context, web: Web, store: Store, out: Path
) -> None:
    web.pages[B] = web.pages[A]
    tell(store, A, B)
    await keep_pictures(SOURCE, out, context)
    (name,) = files(out)
    assert is_copy(name)
    assert name.endswith(".jpg")
    assert stat.S_IMODE((out / name).stat().st_mode) == 0o644
    assert store.picture_names([A, B]) == {A: name, B: name}


async def test_a_picture_is_fetched_once_whatever_shows_it(context: Context, web: Web, store: Store, out: Path) -> None:
    tell(store, A, A)
    tell(store, A, number=2)
    await keep_pictures(SOURCE, out, context)
    assert await keep_pictures(SOURCE, out, context) == Kept()
    assert web.asked == [A]


async def test_a_copy_that_was_deleted_is_fetched_again(context: Context, web: Web, store: Store, out: Path) -> None:
    tell(store, A)
    await keep_pictures(SOURCE, out, context)
    (name,) = files(out)
    (out / name).unlink()
    assert await keep_pictures(SOURCE, out, context) == Kept(fetched=1)
    assert files(out) == {name}


@pytest.mark.parametrize(
    "body",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><p>Please log in",
        png(200_000, 200_000),
    ],
)
async def test_what_is_no_picture_is_not_kept_whatever_its_type(
    context: Context, web: Web, store: Store, out: Path, body: bytes
) -> None:
    web.pages[A], web.types[A] = body, "image/png"
    tell(store, A)
    assert await keep_pictures(SOURCE, out, context) == Kept(failed=1)
    assert files(out) == set()
    await follow(outlet(out, PRIVATE), context)
    assert A in shown(out, "mine")


async def test_a_picture_called_a_page_is_kept_as_what_it_is(
    context: Context, web: Web, store: Store, out: Path
) -> None:
    web.pages[A], web.types[A] = gif(), "text/html"
    tell(store, A)
    await keep_pictures(SOURCE, out, context)
    assert {name.rpartition(".")[2] for name in files(out)} == {"gif"}


async def test_a_failed_picture_costs_nothing_and_is_tried_again_until_patience_ends(
    context: Context, web: Web, store: Store, out: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "scraper.pictures")
    web.pages[A] = Unavailable("timeout", f"{A}: slow", url=A)
    tell(store, A)
    for pause in PATIENCE:
        assert await keep_pictures(SOURCE, out, context) == Kept(failed=1)
        clock.time += pause - timedelta(minutes=1)
        assert await keep_pictures(SOURCE, out, context) == Kept(), "not before its time"
        clock.time += timedelta(minutes=1)
    assert await keep_pictures(SOURCE, out, context) == Kept(failed=1)
    clock.time += timedelta(days=365)
    assert await keep_pictures(SOURCE, out, context) == Kept()
    assert web.asked == [A] * (len(PATIENCE) + 1)
    assert picture_note(SOURCE, store) == f"1 of 1 pictures have no copy; the latest: {A}: slow"
    assert len([record for record in caplog.records if "slow" in record.getMessage()]) == 1
    await follow(outlet(out, PRIVATE), context)
    assert A in shown(out, "mine"), "the entry is there, with the site's own address"


async def test_a_picture_that_comes_late_is_shown_then(
    context: Context, web: Web, store: Store, out: Path, clock: Clock
) -> None:
    web.pages[A] = Rejected("blocked", f"{A}: no", url=A, status=403)
    tell(store, A)
    await keep_pictures(SOURCE, out, context)
    await follow(outlet(out), context)
    before = contents(out, "open")
    web.pages[A] = jpeg()
    clock.time += PATIENCE[0]
    await keep_pictures(SOURCE, out, context)
    await follow(outlet(out), context)
    assert A not in shown(out, "mine")
    assert contents(out, "open") == before, "a public feed has not changed"


async def test_a_host_that_rests_uses_up_no_patience(
    context: Context, web: Web, store: Store, out: Path, clock: Clock
) -> None:
    web.pages[A] = Unavailable("paused", "resting", url=A, retry_at=clock() + timedelta(hours=2))
    tell(store, A)
    await keep_pictures(SOURCE, out, context)
    clock.time += timedelta(hours=1)
    assert await keep_pictures(SOURCE, out, context) == Kept()
    (picture,) = store.all_pictures()
    assert (picture.failures, picture.again) == (0, clock() + timedelta(hours=1))


async def test_an_article_has_so_many_pictures_and_a_run_so_many_requests(
    context: Context, web: Web, store: Store, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = [f"https://union.example/img/{number}.png" for number in range(MOST + 5)]
    web.pages |= {url: png(mark=url.encode()) for url in urls}
    tell(store, *urls)
    monkeypatch.setattr(pictures, "PER_RUN", 15)
    assert await keep_pictures(SOURCE, out, context) == Kept(fetched=15, left=5)
    assert await keep_pictures(SOURCE, out, context) == Kept(fetched=5)
    assert len(files(out)) == MOST


async def test_a_run_ends_though_a_site_is_slow(
    context: Context, web: Web, store: Store, out: Path, clock: Clock
) -> None:
    """Every fetch takes a minute here: what is left comes with the next run."""
    original = web.fetch

    async def fetch(url: str, **options: object) -> object:
        clock.time += timedelta(minutes=1)
        return await original(url, **options)  # type: ignore[arg-type]

    web.fetch = fetch  # type: ignore[method-assign,assignment]
    tell(store, A, B)
    assert await keep_pictures(SOURCE, out, context) == Kept(fetched=1, left=1)
    assert await keep_pictures(SOURCE, out, context) == Kept(fetched=1)


async def test_a_full_disk_is_told_and_costs_nothing_else(
    context: Context, store: Store, out: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(out: Path, data: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pictures, "put_copy", full)
    tell(store, A)
    assert await keep_pictures(SOURCE, out, context) == Kept(left=1)
    assert "No space left" in caplog.text
    assert store.all_pictures() == ()


async def test_a_failure_of_the_store_over_a_picture_is_raised_as_itself(
    context: Context, web: Web, store: Store, out: Path
) -> None:
    web.pages |= {A: Full("the disk is full"), B: Full("the disk is full")}
    tell(store, A, B)
    with pytest.raises(Full):
        await keep_pictures(SOURCE, out, context)


async def test_bytes_are_a_function_of_the_store(context: Context, store: Store, out: Path, tmp_path: Path) -> None:
    """Written in one go or step by step, here or elsewhere: the same files."""
    tell(store, A, B)
    await follow(outlet(out), context)
    await keep_pictures(SOURCE, out, context)
    await follow(outlet(out), context)
    other = tmp_path / "other"
    publish(store, (PRIVATE, PUBLIC), {"union": SOURCE}, SITE, other)
    assert contents(out, "mine") == contents(other, "mine")


async def test_a_store_restored_from_its_own_feeds_keeps_the_copies(
    context: Context, web: Web, store: Store, out: Path, tmp_path: Path, clock: Clock
) -> None:
    """It knows no other address of its pictures: nobody asks for them on the web, and prune leaves them."""
    tell(store, A)
    await keep_pictures(SOURCE, out, context)
    await follow(outlet(out, PRIVATE), context)
    name = store.picture_names([A])[A]
    with open_store(tmp_path / "new.db", now=clock) as restored:
        restored.restore([(PRIVATE.id, contents(out, "mine")["mine.atom"])], [SOURCE])
        again = replace(context, store=restored)
        web.asked.clear()
        assert await keep_pictures(SOURCE, out, again) == Kept()
        assert web.asked == []
        await follow(outlet(out, PRIVATE), again)
        assert name in shown(out, "mine")
        age(out, 2 * KEPT.days)
        assert prune_pictures(restored, (PRIVATE,), {"union": SOURCE}, out, clock()) == 0


async def test_a_crawl_sees_to_the_pictures_of_private_feeds_alone(
    context: Context, web: Web, store: Store, out: Path
) -> None:
    tell(store, A)
    elsewhere = replace(PRIVATE, include=Selection(source=("other",)))
    await see_to_pictures(SOURCE, outlet(out, PUBLIC, elsewhere), context)
    assert web.asked == []
    await see_to_pictures(SOURCE, outlet(out, PUBLIC, PRIVATE), context)
    assert web.asked == [A]


async def test_a_panic_over_a_picture_leaves_the_report_of_the_crawl(
    context: Context, web: Web, store: Store, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Panic(BaseException):
        pass

    def panic(data: bytes) -> str:
        raise Panic

    monkeypatch.setattr("feeds.publish.media.sniff", panic)
    web.pages[SOURCE.url] = listing(range(5))
    web.pages |= {url(n): page(n).replace("</p></div>", f"</p><p><img src='{A}'></p></div>") for n in range(5)}
    report = await crawl_safely(SOURCE, context, outlet(out))
    assert (report.state, report.new) == ("healthy", 5)
    assert A in web.asked


# ------------------------------------------------------------------------------------------------------- taking away


def age(out: Path, days: int) -> None:
    """Makes the files of the folder look as old as they would be."""
    moment = time.time() - days * 86400
    for path in out.glob("media/*/*"):
        os.utime(path, (moment, moment))


async def test_prune_removes_what_no_head_shows_any_more(
    context: Context, store: Store, out: Path, clock: Clock
) -> None:
    link = tell(store, A, B)
    tell(store, B, number=2)
    await keep_pictures(SOURCE, out, context)
    where = outlet(out)
    await follow(where, context)
    clock.time += KEPT + timedelta(days=1)
    age(out, KEPT.days)
    assert prune_pictures(store, where.feeds, where.origins, out, clock()) == 0
    store.withdraw(link)
    assert prune_pictures(store, where.feeds, where.origins, out, clock()) == 1
    assert [picture.url for picture in store.all_pictures()] == [B]
    assert files(out) == {store.picture_names([B])[B]}


def test_what_a_killed_run_staged_goes_with_the_next_copy(out: Path) -> None:
    half = (out / put_copy(out, jpeg())).with_name(".half.jpg.abc.tmp")
    half.write_bytes(jpeg()[:9])
    for copy in (out / "media").rglob("*.jpg"):
        copy.unlink()
    put_copy(out, jpeg())
    assert not half.exists()


async def test_prune_leaves_what_readers_may_still_hold(
    context: Context, store: Store, out: Path, clock: Clock
) -> None:
    tell(store, A)
    await keep_pictures(SOURCE, out, context)
    age(out, 30)
    clock.time += timedelta(days=30)
    assert prune_pictures(store, (), {}, out, clock()) == 0


async def test_prune_removes_strays_but_not_young_ones(store: Store, out: Path, clock: Clock) -> None:
    """A file whose name was never written down: the run that made it died, or is still under way."""
    name = put_copy(out, jpeg())
    (out / "media" / "notes.txt").write_text("mine")
    assert prune_pictures(store, (), {}, out, clock()) == 0
    age(out, 2)
    assert prune_pictures(store, (), {}, out, clock()) == 1
    assert not (out / name).parent.exists()
    assert (out / "media" / "notes.txt").exists()


async def test_a_withdrawn_articles_pictures_go_at_once_unless_another_shows_them(
    context: Context, store: Store, out: Path
) -> None:
    link = tell(store, A, B)
    tell(store, B, number=2)
    await keep_pictures(SOURCE, out, context)
    where = outlet(out)
    await follow(where, context)
    urls = pictures_of(store.find(link))
    store.withdraw(link)
    assert urls == {A, B}
    assert withdraw_pictures(urls, store, where.feeds, where.origins, out) == 1
    assert files(out) == {store.picture_names([B])[B]}
    assert A not in store.picture_names([A, B])


# ----------------------------------------------------------------------------------------------------------- serving


async def test_a_copy_is_served_as_a_picture_that_can_do_nothing(out: Path) -> None:
    name = put_copy(out, jpeg() + b"<script>alert(1)</script>")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app(out)), base_url="http://me.test") as client:
        answer = await client.get(f"/{name}")
        assert answer.status_code == 200
        assert answer.content == (out / name).read_bytes()
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "immutable" in answer.headers["Cache-Control"]
        head = await client.head(f"/{name}")
        assert (head.status_code, head.content) == (200, b"")
        fresh = await client.get(f"/{name}", headers={"If-None-Match": answer.headers["ETag"]})
        assert (fresh.status_code, fresh.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/media/ab/" + "0" * 40 + ".jpg",
        "/media/ab/ab" + "0" * 38 + ".svg",
        "/media/ab/ab" + "0" * 38 + ".html",
        "/media/notes.txt",
        "/media/",
        "/media/ab/..%2f..%2fsecret.jpg",
    ],
)
async def test_nothing_but_a_copy_is_served_from_their_folder(out: Path, path: str) -> None:
    put_copy(out, jpeg())
    for name in ("notes.txt", "ab/ab" + "0" * 38 + ".svg", "ab/ab" + "0" * 38 + ".html", "ab/" + "0" * 40 + ".jpg"):
        (out / "media" / name).parent.mkdir(exist_ok=True)
        (out / "media" / name).write_bytes(b"no")
    (out.parent / "secret.jpg").write_bytes(jpeg())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app(out)), base_url="http://me.test") as client:
        assert (await client.get(path)).status_code == 404


async def test_other_web_servers_are_told_the_same(context: Context, store: Store, out: Path) -> None:
    tell(store, A)
    await follow(outlet(out), context)
    for name in ("Caddyfile", "nginx.conf"):
        lines = (out / ".fedfeed" / name).read_text("utf-8")
        for header, value in HEADERS.items():
            assert f'{header} "{value}"' in lines


# -------------------------------------------------------------------------------------------- over a real connection


@pytest.fixture
async def site() -> LoopbackWeb:
    return LoopbackWeb()


async def test_copies_come_through_the_one_door(store: Store, out: Path) -> None:
    """robots.txt is obeyed, addresses of one's own network are not dialled, and a large body is cut off."""
    clock, site = LoopbackClock(), LoopbackWeb()
    async with site.stack:
        await site.site(
            "union.test",
            {
                "/a.jpg": reply(jpeg(), Content_Type="image/jpeg"),
                "/secret/b.jpg": reply(jpeg(), Content_Type="image/jpeg"),
                "/huge.jpg": reply(jpeg() + bytes(3_100_000), Content_Type="image/jpeg"),
                "/inside.jpg": reply(b"", status="302 Found", Location="http://127.0.0.1:9/admin.jpg"),
            },
            robots=reply(b"User-agent: *\nDisallow: /secret/\n", Content_Type="text/plain"),
        )
        urls = [f"http://union.test/{path}" for path in ("a.jpg", "secret/b.jpg", "huge.jpg", "inside.jpg")]
        tell(store, *urls, "http://169.254.169.254/latest.png", "http://127.0.0.1/a.png")
        async with opened(site, clock) as fetcher:
            context = Context(fetcher, Here(), store, clock.now)  # type: ignore[arg-type]
            assert await keep_pictures(SOURCE, out, context) == Kept(fetched=1, failed=5)
    assert set(store.picture_names(urls)) == {urls[0]}
    assert sorted(site.paths) == ["union.test/a.jpg", "union.test/huge.jpg", "union.test/inside.jpg"]
    reasons = {picture.url: picture.reason for picture in store.all_pictures()}
    assert "robots.txt" in reasons[urls[1]]
    assert "what a picture may be" in reasons[urls[2]]


def refusing(answer: bytes, picture: bytes) -> object:
    """A server that gives its picture to nobody who comes from elsewhere."""

    async def say(asked: Conversation) -> None:
        foreign = asked.headers.get("referer", "http://img.test/") != "http://img.test/"
        await asked.say(answer if foreign else reply(picture, Content_Type="image/jpeg"))

    return say


WALLS = {
    "status 403": reply(b"no", status="403 Forbidden"),
    "a redirect to http://img.test/no.gif": reply(b"", status="302 Found", Location="/no.gif"),
    "another picture in its place": reply(gif(), Content_Type="image/gif"),
    "": reply(jpeg(), Content_Type="image/jpeg"),
}


@pytest.mark.parametrize("wall", WALLS)
async def test_a_wall_around_pictures_is_found_and_told(
    store: Store, wall: str, caplog: pytest.LogCaptureFixture
) -> None:
    clock, site = LoopbackClock(), LoopbackWeb()
    address = "http://img.test/a.jpg"
    tell(store, address)
    async with site.stack:
        await site.site("img.test", {"/a.jpg": refusing(WALLS[wall], jpeg()), "/no.gif": reply(gif())})  # type: ignore[dict-item]
        async with opened(site, clock) as fetcher:
            context = Context(fetcher, Here(), store, clock.now)  # type: ignore[arg-type]
            await probe_pictures(LINKING, SITE.base_url, context)
            (host,) = fetcher.ledger()
    said = note(LINKING, SourceState("union"), picture_note(LINKING, store))
    assert (wall in said and "`images: cache`" in said) if wall else not said
    assert bool(caplog.records) == bool(wall)
    assert host.failures == 0, "a refusal of foreign pages does not count against the host"
    assert [asked.headers.get("referer") for asked in site.log[:2]] == [None, SITE.base_url]
    assert picture_note(SOURCE, store) == "", "whoever keeps copies has no wall"


async def test_a_host_is_probed_once_a_week_for_all_its_sources(store: Store) -> None:
    clock, site = LoopbackClock(), LoopbackWeb()
    address = "http://img.test/a.jpg"
    other = replace(LINKING, id="other")
    tell(store, address)
    tell(store, address, number=2, source=other)
    async with site.stack:
        await site.site("img.test", reply(jpeg(), Content_Type="image/jpeg"))
        async with opened(site, clock) as fetcher:
            context = Context(fetcher, Here(), store, clock.now)  # type: ignore[arg-type]
            for _ in range(3):
                await probe_pictures(LINKING, SITE.base_url, context)
                await probe_pictures(other, SITE.base_url, context)
                clock.time += timedelta(days=1)
            assert len(site.log) == 2
            clock.time += EVERY
            await probe_pictures(other, SITE.base_url, context)
            assert len(site.log) == 4


async def test_where_nothing_can_be_said_nothing_is(store: Store) -> None:
    """A picture that does not come, is none, or comes from a server in trouble proves no wall."""
    clock, site = LoopbackClock(), LoopbackWeb()

    async def troubled(asked: Conversation) -> None:
        status = "500 Internal Server Error" if "referer" in asked.headers else "200 OK"
        await asked.say(reply(jpeg(), status=status))

    async with site.stack:
        await site.site("img.test", {"/page.jpg": reply(b"<p>hello</p>"), "/troubled.jpg": troubled})
        async with opened(site, clock) as fetcher:
            context = Context(fetcher, Here(), store, clock.now)  # type: ignore[arg-type]
            for path in ("missing.jpg", "page.jpg", "troubled.jpg"):
                assert await find_wall(f"http://img.test/{path}", SITE.base_url, LINKING, context) is None


async def test_a_source_without_pictures_is_looked_at_again_the_next_day(
    context: Context, web: Web, store: Store, clock: Clock
) -> None:
    await probe_pictures(LINKING, SITE.base_url, context)
    assert store.picture_hosts.get("union") is None
    tell(store)
    await probe_pictures(LINKING, SITE.base_url, context)
    assert web.asked == []
    assert store.picture_hosts.get("union") == {"at": clock().isoformat(), "host": ""}
