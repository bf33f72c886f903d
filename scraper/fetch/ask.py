"""What a caller wants of the web, and the request it becomes.

Nothing but what stands here is sent: no cookies, no credentials, no header that a page could choose.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import httpx

from scraper.fetch.body import ACCEPT_ENCODING
from scraper.fetch.check import Target
from scraper.models import Source

Kind = Literal["list", "article", "robots", "picture", "hook"]
ACCEPT: Mapping[Kind, str] = {
    "list": "text/html,application/xhtml+xml,application/feed+json,application/json,application/xml;q=0.9,*/*;q=0.5",
    "article": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
    "robots": "text/plain,*/*;q=0.5",
    "picture": "image/*,*/*;q=0.5",
    "hook": "*/*",
}
_UNSENDABLE = re.compile(r"[^\t\x20-\x7e\x80-\xff]")  # what no server can have sent as a header's value


@dataclass(frozen=True, slots=True)
class Ask:
    """What a caller wants, the same for all hops."""

    kind: Kind
    source: Source | None = None
    validators: tuple[str, str] = ("", "")
    validators_of: str = ""
    method: str = "GET"
    content: bytes = b""
    content_type: str = ""
    referer: str = ""

    def at(self, target: Target, first: Target) -> "Ask":
        """The same for one hop. Validators go to the URL that gave them and to no other; where it is not known, to
        the origin that is asked first."""
        theirs = target.href == self.validators_of if self.validators_of else target.origin == first.origin
        return self if theirs else replace(self, validators=("", ""))

    def request(self, target: Target, user_agent: str, *, connect_timeout: float) -> httpx.Request:
        """One hop of it, as it is sent."""
        headers: list[tuple[bytes, bytes]] = [
            (b"User-Agent", user_agent.encode("latin-1", "replace")),
            (b"Accept", ACCEPT[self.kind].encode()),
            (b"Accept-Encoding", ACCEPT_ENCODING.encode()),
        ]
        if self.source and self.source.language:
            headers.append((b"Accept-Language", f"{self.source.language}, *;q=0.5".encode("latin-1", "replace")))
        if self.referer:
            headers.append((b"Referer", self.referer.encode("latin-1", "replace")))
        if self.content_type:
            headers.append((b"Content-Type", self.content_type.encode()))
        for name, value in zip((b"If-None-Match", b"If-Modified-Since"), self.validators, strict=True):
            if value and not _UNSENDABLE.search(value):
                headers.append((name, value.encode("latin-1")))
        extensions = {"timeout": {"connect": connect_timeout}}
        return httpx.Request(
            self.method, target.href, headers=headers, content=self.content or None, extensions=extensions
        )
