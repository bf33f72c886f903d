"""The soak's world as pages on loopback: fetched by the real fetcher, read by the real reader.

    World ──► HTML, status, resets ──► a server a site ──► Fetcher ──► Reader ──► the daemon of the soak

What breaks in memory breaks here as it does on the web: a redesigned list has other elements, a site that is down
closes the connection, a wall is an answer. Names end in .test, since only such may be led to loopback; the clock is the
world's.
"""

import asyncio
import html
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from soak import Script, Soak
from soak_memory import WORDS, Straight, text_of
from soak_world import MOVED, OTHERS, SHOWN, Newsroom, Post, World

from feeds.store import Store
from scraper.crawl import Context
from scraper.fetch.fetcher import Fetcher
from scraper.fetch.settings import FetchSettings
from scraper.hosts import StoredHosts
from scraper.worker import Reader
from tests.loopback import Conversation, Web, reply

ROOT = "http://{}.test"
COOKIES = ("We value your privacy and that of all of our partners.", "Accept all cookies to go on to the site.") * 3


class ServedSoak(Soak):
    """A soak whose daemons fetch and read."""

    fetcher: Fetcher
    reader: Reader

    def context(self) -> Context:
        return Straight(self.fetcher, self.reader, self.store, self.world.now)


async def served(world: World, store: Store, out: Path, script: Script) -> Soak:
    """Plays the script in a world of servers."""
    web = Web()

    async def sleep(seconds: float) -> None:
        world.seconds += seconds
        await asyncio.sleep(0)

    async with web.stack:
        for site in world.sites.values():
            await web.site(site.host, Site(world, site).answer)
        settings = FetchSettings(spacing=0, per_host=4)
        async with (
            Fetcher(
                settings,
                contact="mailto:me@example.org",
                now=world.now,
                sleep=sleep,
                hosts=web.hosts,
                state=StoredHosts(store),
            ) as fetcher,
            Reader() as reader,
        ):
            soak = ServedSoak(world, store, out)
            soak.fetcher, soak.reader = fetcher, reader
            await soak.run(script)
            web.log.clear()
            return soak


class Site:
    """One server."""

    def __init__(self, world: World, site: Newsroom) -> None:
        self.world, self.site = world, site

    async def answer(self, asked: Conversation) -> None:
        world, site = self.world, self.site
        world.requests += 1
        incident = site.incident(world.time)
        trouble = incident.kind if incident else ""
        off = world.offline and world.offline[0] <= world.time < world.offline[1]
        is_list = asked.path.partition("?")[0] == "/news/"
        if off or trouble in ("down", "blip"):
            asked.reset()
        elif trouble == "retry_after":
            await asked.say(reply(b"busy", status="503 Service Unavailable", Retry_After="7200"))
        elif trouble == "blocked":
            await asked.say(reply(b"<p>Denied</p>", status="412 Precondition Failed"))
        elif is_list and trouble == "gone":
            await asked.say(reply(b"<h1>Not found</h1>", status="404 Not Found"))
        elif is_list:
            await self.say(asked, self.list(asked.path, trouble))
        else:
            await self.article(asked, trouble)

    async def say(self, asked: Conversation, page: str) -> None:
        """A page with its validator."""
        body = page.encode()
        tag = f'"{hash(body) & 0xFFFFFFFF:x}"'
        if asked.headers.get("if-none-match") == tag:
            await asked.say(reply(b"", status="304 Not Modified", ETag=tag))
        else:
            await asked.say(reply(body, ETag=tag))

    def list(self, path: str, trouble: str) -> str:
        site = self.site
        page = int(path.partition("?page=")[2] or 0)
        if trouble == "maintenance":
            return framed(site, "<p>We are back in a few minutes.</p>")
        if trouble == "empty":
            return framed(site, f"<div class=stage><p>{' '.join(WORDS * 20)}</p></div>")
        shown = self.world.links(site, page)
        half = shown[: len(shown) // 2]
        rows = "".join(self.row(post, url, trouble) for post, url in (half if trouble == "fewer" else shown))
        more = page + 1 < site.kind.back and len(shown) == SHOWN
        onward = f'<p class=pages><a rel=next href="/news/?page={page + 1}">Older news</a></p>' if more else ""
        return framed(site, f"<ul class=news>{rows}</ul>{onward}")

    def row(self, post: Post, url: str, trouble: str) -> str:
        site = self.site
        if trouble == MOVED:
            url = url.replace("/news/", "/aktuell/")
        title = f"Column {post.number % 2}" if trouble == "columns" else title_of(site, post.number)
        at = self.world.date(site, post, trouble)
        date = f" <span class=date>{printed(site, datetime.fromisoformat(at))}</span>" if at else ""
        return f'<li><a href="{html.escape(url)}">{title}</a>{date}</li>'

    async def article(self, asked: Conversation, trouble: str) -> None:
        site = self.site
        number = asked.path.partition("?")[0].rpartition("/t")[2].removesuffix(".html")
        if not number.isdigit() or not 0 < int(number) <= (OTHERS * 2 if "/other/" in asked.path else len(site.posts)):
            await asked.say(reply(b"<h1>Not found</h1>", status="404 Not Found"))
            return
        post = self.world.post(site, int(number))
        if post.form == "pdf":
            modified = format_datetime(post.at, usegmt=True)
            await asked.say(reply(b"%PDF-1.4 report", Content_Type="application/pdf", Last_Modified=modified))
            return
        if post.form == "wall":
            await asked.say(reply(b"<h1>Please log in</h1>", status="401 Unauthorized"))
            return
        edited = post.edited is not None and post.edited <= self.world.time
        lines = text_of(site.host, post.number, edited).split("\n")
        if trouble == "cookie":
            lines = list(COOKIES)
        if trouble == "garbled":
            lines = [line.replace("e", "\ufffd") for line in lines]
        if trouble == "bodyless":
            lines = []
        body = "".join(f"<p>{line}</p>" for line in lines)
        by = f"<p class=meta>{printed(site, post.at)} Source: {site.kind.name} press office</p>"
        await self.say(
            asked,
            framed(site, f"<article><h1>{title_of(site, post.number)}</h1>{by}<div class=text>{body}</div></article>"),
        )


def title_of(site: Newsroom, number: int) -> str:
    """A headline that is the article's own."""
    a, b, c = WORDS[number % len(WORDS)], WORDS[number // 7 % len(WORDS)], WORDS[number // 3 % len(WORDS)]
    return f"{a.capitalize()} and {b}: {c} report {number} of {site.kind.name}"


def printed(site: Newsroom, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(site.kind.zone)):%Y-%m-%d %H:%M}"


def framed(site: Newsroom, main: str) -> str:
    """A page of the site: its name, its menu, what it is about."""
    menu = "".join(f'<li><a href="/{word}/">{word.capitalize()}</a></li>' for word in ("about", "join", "contact"))
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{site.kind.name} federation</title>"
        f"<body><nav><ul>{menu}</ul></nav><main>{main}</main>"
        f"<footer><p>{site.kind.name} federation</p></footer></body></html>"
    )
