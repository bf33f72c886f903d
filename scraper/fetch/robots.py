"""robots.txt by RFC 9309: what it allows, how long that holds, and what its absence means.

protego matches the rules; before it reads the text, `mend` brings two habits of real files into the form that the RFC
and Google's parser give them. `RobotsCopy` is what is kept of a site's file. What follows from an answer:

    2xx            the rules in it, the first 500 KiB            kept for a day
    4xx but 429    no rules: everything is allowed               kept for a day
    429, 5xx, no answer   everything is refused for now; the last rules still hold where there are some, for 30 days
    too many redirects    as 4xx
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

MAX_BYTES = 500 * 1024  # the RFC's least, and Google's limit
FRESH = timedelta(hours=24)
STALE = timedelta(days=30)
MAX_LINE = 2083 * 8  # characters, as in Google's parser: eight times the longest address that browsers took
_AGENT = re.compile(r"\s*user-?agent\s*:\s*([^\s/#]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RobotsCopy:
    """A site's robots.txt as it was fetched: `origin` is `https://news.example`, `text` is "" where there is none."""

    origin: str
    text: str
    fetched_at: datetime

    def fresh(self, now: datetime) -> bool:
        return self.fetched_at <= now < self.fetched_at + FRESH

    def usable(self, now: datetime) -> bool:
        """Whether the copy may stand in while the site does not answer."""
        return now < self.fetched_at + STALE


class Rules:
    """The rules of one robots.txt for everybody; parsed once."""

    def __init__(self, text: str) -> None:
        self._protego = Protego.parse(mend(text)) if text else None

    def allowed(self, url: str, agent: str) -> bool:
        return self._protego is None or self._protego.can_fetch(url, agent)

    def delay(self, agent: str) -> float:
        """Crawl-delay in seconds; 0 where none is asked for."""
        return (self._protego.crawl_delay(agent) or 0.0) if self._protego else 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        return tuple(self._protego.sitemaps) if self._protego else ()


def decode(body: bytes) -> str:
    """The file's text: UTF-8 without its byte order mark, cut at the limit after a whole line: `Disallow: /` of a
    longer path would forbid everything."""
    if len(body) >= MAX_BYTES:
        body = body[:MAX_BYTES]
        body = body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]
    return body.decode("utf-8", "replace").removeprefix("\ufeff")


def mend(text: str) -> str:
    """The text as protego has to see it.

    - `User-agent: Foo Bar` and `Foo/2.1` mean the product `Foo`
    - of an endless line only the start counts
    """
    return "\n".join(map(_mend_line, text.splitlines()))


def _mend_line(line: str) -> str:
    agent = _AGENT.match(line)
    return f"User-agent: {agent[1]}" if agent else line[: MAX_LINE - 1]


def product(user_agent: str) -> str:
    """The token that robots.txt files address: `fedfeed` of `fedfeed/0.1 (+mailto:me@example.org)`."""
    return re.split(r"[/\s]", user_agent, maxsplit=1)[0].lower()
