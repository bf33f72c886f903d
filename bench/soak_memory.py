"""The soak's web and reader in memory: pages are values, nothing is fetched and nothing is parsed."""

import json
import random
from datetime import datetime
from typing import Any

from soak_world import HOUR, MOVED, SHOWN, Newsroom, World

from feeds.models import Article
from scraper.crawl import Context
from scraper.errors import NoItems, Unreadable
from scraper.fetch.errors import Rejected, Unavailable
from scraper.models import Link, Listing, Page, Reading, Source


class Web:
    """`Fetcher.fetch` over a world: lists are JSON that `Here` reads; validators as good servers give them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.gates: dict[str, float] = {}

    async def send(self, url: str, content: bytes, content_type: str) -> None:
        raise AssertionError("no webhook is configured here")

    async def fetch(
        self,
        url: str,
        *,
        source: Source | None = None,
        validators: tuple[str, str] = ("", ""),
        validators_of: str = "",
        kind: str = "article",
    ) -> Page:
        world = self.world
        world.requests += 1
        host = url.split("/", 3)[2]
        site = world.sites[host]
        incident = site.incident(world.time)
        name = incident.kind if incident else ""
        if world.offline and world.offline[0] <= world.time < world.offline[1]:
            raise Unavailable("dns", f"{host}: name not known", url=url)
        if name in ("down", "blip"):
            raise Unavailable("connect", f"{host} refused the connection", url=url)
        if name == "retry_after" and incident:
            raise Unavailable("server", f"{url} answered 503", url=url, retry_at=world.now() + 2 * HOUR)
        if name == "blocked":
            raise Rejected("blocked", f"{url} answered with a challenge (412)", url=url, status=412)
        if name == "gone" and kind == "list":
            raise Rejected("gone", f"{url} is gone (404)", url=url, status=404)
        body, content_type = self.article(site, url, name) if kind == "article" else self.list(site, url, name)
        tag = f'"{hash(body) & 0xFFFFFFFF:x}"'
        unchanged = validators[0] == tag
        return Page(
            url,
            url,
            304 if unchanged else 200,
            content_type,
            b"" if unchanged else body,
            world.now(),
            tag,
            not_modified=unchanged,
        )

    def list(self, site: Newsroom, url: str, trouble: str) -> tuple[bytes, str]:
        page = int(url.rpartition("?page=")[2] or 0) if "?page=" in url else 0
        shown = self.world.links(site, page)
        if trouble == "fewer":
            shown = shown[: len(shown) // 2]
        rows = [
            {
                "u": address.replace("/news/", "/aktuell/") if trouble == MOVED else address,
                "t": f"Column {post.number % 2}" if trouble == "columns" else f"Report {post.number} of {site.host}",
                "d": self.world.date(site, post, trouble),
            }
            for post, address in shown
        ]
        more = f"https://{site.host}/news/?page={page + 1}" if len(shown) == SHOWN and page + 1 < site.kind.back else ""
        said: dict[str, Any] = {"items": rows, "next": more}
        if trouble == "empty":
            said = {"items": [], "words": 600}
        if trouble == "maintenance":
            said = {"items": [], "words": 9}
        return json.dumps(said).encode(), "text/html"

    def article(self, site: Newsroom, url: str, trouble: str) -> tuple[bytes, str]:
        number = int(url.partition("?")[0].rpartition("/t")[2].removesuffix(".html"))
        post = self.world.post(site, number)
        if post.form == "pdf":
            return b"%PDF-1.4 report", "application/pdf"
        if post.form == "wall":
            raise Rejected("login", f"{url} asks for a login", url=url, status=403)
        edited = post.edited is not None and post.edited <= self.world.time
        return json.dumps([site.host, number, edited, trouble, post.at.isoformat()]).encode(), "text/html"


WORDS = tuple(
    word
    for line in (
        "wages strike ministry council delegates bargaining pension safety railway teachers nurses harbour mining",
        "textile agreement congress secretary overtime equality training factory minimum insurance election solidarity",
    )
    for word in line.split()
)


def text_of(host: str, number: int, edited: bool) -> str:
    """A text that is the article's own, and differs materially once edited."""
    chance = random.Random(f"{host}/{number}")
    sentences = [
        " ".join(chance.choices(WORDS, k=9)).capitalize() + f" in case {number * 31 + at} of {host}." for at in range(6)
    ]
    if edited:
        sentences[2] = f"Corrected: the figure of {number * 17 % 97} per cent applies from {number % 12 + 1} May on."
    return "\n".join(sentences)


class Here:
    """The reader of these pages, in process."""

    async def listing(self, html: bytes, url: str, **options: Any) -> Listing:
        said = json.loads(html)
        if not said["items"]:
            error = NoItems(f"{url}: no items")
            error.words = said.get("words", 0)
            raise error
        links = tuple(
            Link(
                row["u"],
                row["t"],
                datetime.fromisoformat(row["d"]) if row["d"] else None,
                "minute" if row["d"] else None,
            )
            for row in said["items"]
        )
        return Listing(links, said["next"], "automatic", 0.9)

    async def pages(self, pages: Any, *, link: Link, **options: Any) -> Reading:
        body, url, _ = pages[0]
        if body.startswith(b"%PDF"):
            raise Unreadable(f"{url}: no page")
        host, number, edited, trouble, at = json.loads(body)
        text = text_of(host, number, edited)
        confidence = 0.9
        if trouble == "cookie":
            text, confidence = "We value your privacy.\n" * 3 + "Accept all cookies to go on.", 0.5
        if trouble == "garbled":
            text = text.replace("e", "�")
        if trouble == "bodyless":
            text, confidence = "", 0.2
        article = Article(
            url=url,
            title=f"Report {number} of {host}",
            published=datetime.fromisoformat(at),
            published_precision="minute",
            publisher=host if trouble != "bodyless" else "",
            language="en",
            html="".join(f"<p>{line}</p>" for line in text.split("\n")) if text else "",
            text=text,
            confidence=confidence,
        )
        return Reading(article)


class Straight(Context):
    """A context that calls the store in this thread: a year has too many calls for handing each to another one."""

    async def ask(self, verb: Any, *args: Any, **options: Any) -> Any:
        return verb(*args, **options)
