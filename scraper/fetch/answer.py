"""What an answer means: a page, a redirect, or an error; and what it tells the host's gate."""

import re
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scraper.fetch import blocks
from scraper.fetch.check import Target
from scraper.fetch.errors import FetchError, Rejected, Unavailable
from scraper.fetch.politeness import Gate

REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
ERROR_BODY = 64 * 1024  # bytes of an error's page that are read
LENGTH = re.compile(r"[0-9]{1,18}")  # of a file; what is longer is none, and may be too long for `int`
FILES = ("application/pdf", "application/msword", "application/vnd.", "application/zip", "audio/", "image/", "video/")
GONE_WORDS = (
    *(b"not found", b">404", b"404 ", b"404<", b"no longer available", b"introuvable", b"nicht gefunden"),
    *(b"no encontrada", "не найдена".encode()),
    *(text.encode(charset) for text in ("不存在", "找不到", "已删除", "已被删除") for charset in ("utf-8", "gbk")),
)
_SAID_ONCE = frozenset(("location", "etag", "last-modified", "retry-after"))
_BLOCKED = (403, 405, 406, 412, 418, 451, 521, 567)


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer of one hop. Header names are lower-case, values as Latin-1, so that they encode back
    exactly."""

    target: Target
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def location(self) -> str:
        return self.headers.get("location", "") if self.status in REDIRECTS else ""

    @property
    def length(self) -> int | None:
        """The page's size in bytes; of a file that was not read, what the server says."""
        said = self.headers.get("content-length", "")
        return len(self.body) or (int(said) if LENGTH.fullmatch(said) and self.status == 200 else None)


def read_headers(raw: Iterable[tuple[bytes, bytes]]) -> Mapping[str, str]:
    """Names in lower case, values as Latin-1; a repeated header is joined with a comma, but of those that can be said
    once only the first counts: a server and the proxy before it may both say them."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name not in headers:
            headers[name] = value
        elif name not in _SAID_ONCE:
            headers[name] = f"{headers[name]}, {value}"
    return headers


def is_file(headers: Mapping[str, str]) -> bool:
    """Whether an answer says of itself that it is a document or picture rather than a page."""
    return headers.get("content-type", "").strip().lower().startswith(FILES)


async def weigh(answer: Answer, gate: Gate, *, conditional: bool, any_success: bool) -> None:
    """Tell the gate how its host fares, and raise where the answer is no page and no redirect."""
    shield = _shield(answer)
    where = answer.target.href
    status = answer.status
    if shield:
        retry_at = await gate.blocked(
            answer.headers.get("retry-after", ""), f"{shield} stands before {answer.target.host}"
        )
        raise Rejected(
            "blocked",
            f"{where}: a page of {shield} stands in its place (status {status}); it is not evaded; "
            f"next try at {retry_at:%Y-%m-%d %H:%M} UTC, or ask the site to admit the crawler",
            url=where,
            status=status,
            retry_at=retry_at,
        )
    if status in (429, 503):
        retry_at = await gate.busy(answer.headers.get("retry-after", ""), f"it answered {status}")
        message = f"{where}: the site asks for rest (status {status}); next try at {retry_at:%Y-%m-%d %H:%M} UTC"
        raise Unavailable("server", message, url=where, status=status, retry_at=retry_at)
    if error := _error(answer, conditional=conditional, any_success=any_success):
        if status >= 500 or status in _BLOCKED:
            error.retry_at = await gate.failed(str(error).partition(": ")[2])
        else:
            await gate.served()
        raise error
    await gate.served()


def _shield(answer: Answer) -> str:
    """The shield whose page this is. A page of status 200 with text in it is a page, whatever scripts it carries and
    whatever it tells of: news of a captcha, and a feed or JSON list that has such news."""
    if answer.status == 304 or answer.location:
        return ""
    shield = blocks.recognise(answer.status, answer.headers, answer.body[: blocks.PREFIX])
    if shield and answer.status == 200 and blocks.has_text(answer.body):
        return blocks.recognise(answer.status, answer.headers)
    return shield


def _error(answer: Answer, *, conditional: bool, any_success: bool) -> FetchError | None:
    where, status = answer.target.href, answer.status
    if answer.location or status in (200, 203) or (any_success and 200 <= status < 300):
        return None
    if status == 304:
        if conditional:
            return None
        return Unavailable("protocol", f"{where}: 304 to a request that set no condition", url=where, status=status)
    if status < 400:
        missing = "a redirect without a Location" if status in REDIRECTS else "no page"
        return Unavailable("protocol", f"{where}: {missing} (status {status})", url=where, status=status)
    if status in (401, 407, 511):
        return Rejected("login", f"{where}: it asks for a login (status {status})", url=where, status=status)
    if status in (404, 410):
        return Rejected("gone", f"{where}: there is no such page (status {status})", url=where, status=status)
    if status in _BLOCKED and not (status == 521 and "cloudflare" in answer.headers.get("server", "").lower()):
        message = f"{where}: the site refuses the crawler (status {status}); ask it to admit the crawler"
        return Rejected("blocked", message, url=where, status=status)
    if status >= 500:
        return Unavailable("server", f"{where}: the server failed (status {status})", url=where, status=status)
    return Rejected("refused", f"{where}: the server refuses the request (status {status})", url=where, status=status)


class Repeats:
    """Finds the "not found" page that a site serves with status 200: one body at three addresses of a host, with words
    that say so. Without them it may be a script's empty shell, which is a page that waits for its script."""

    LIMIT = 3  # addresses with one body, from which on it is no article's
    KEPT = 64  # bodies of a host that are remembered

    def __init__(self) -> None:
        self._hosts: dict[str, OrderedDict[tuple[int, int], set[str]]] = {}

    def seen(self, target: Target, body: bytes) -> int:
        """At how many addresses of this host a "not found" page has stood, this one included; 1 for any other page."""
        middle = len(body) // 2
        key = (len(body), zlib.crc32(body[middle : middle + 4096]))
        bodies = self._hosts.setdefault(target.host, OrderedDict())
        urls = bodies.setdefault(key, set())
        bodies.move_to_end(key)
        if len(urls) < 2 * self.LIMIT:
            urls.add(target.href)
        if len(bodies) > self.KEPT:
            bodies.popitem(last=False)
        return len(urls) if _says_gone(body) else 1


def _says_gone(body: bytes) -> bool:
    """Whether the page itself says so, not a script in it that could (an app's shell brings its messages along)."""
    lower = blocks.without_scripts(body[:ERROR_BODY]).lower()
    return any(words in lower for words in GONE_WORDS)
