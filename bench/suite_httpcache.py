"""Conditional requests: conditional-lm, conditional-inm, update304 of cache-tests (DIR/httpcache/cache_tests.json).

They were written for caches between a client and a server. A crawler keeps what a page's response said, sends it back
byte for byte, and takes a 304 as "what you have is still it", with the headers that came along. So a test is played
like this, and what only a cache can do stands in `floors/httpcache.json` with the reason:

    a request of the test's client with a condition    the condition is what we kept: it must arrive to the byte
    a request without one, after a first answer        must carry the first answer's validators to the byte
    an expected 304, or an expected "validated"        must come back as unchanged, with the headers expected
    an expected "cached"                               nothing is asked; what we keep must say what is expected
"""

import asyncio
import json
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from scraper.fetch.settings import FetchSettings
from scraper.models import Page
from tests.loopback import START, Clock, Conversation, Web, opened

FLOOR = Path(__file__).resolve().parent / "floors" / "httpcache.json"
SUITES = ("conditional-lm", "conditional-inm", "update304")
BODY = b"<p>page</p>"
HOP = {"content-length", "transfer-encoding", "connection", "content-encoding"}


def run(data: Path) -> list[str]:
    floor: dict[str, str] = json.loads(FLOOR.read_text("utf-8"))
    suites = json.loads((data / "httpcache" / "cache_tests.json").read_text("utf-8"))
    wrong = []
    for suite in suites.values() if isinstance(suites, dict) else suites:
        if not isinstance(suite, dict) or suite.get("id") not in SUITES:
            continue
        missed = [test["id"] for test in suite["tests"] if not asyncio.run(passes(test))]
        print(f"httpcache {suite['id']}: {len(suite['tests']) - len(missed)}/{len(suite['tests'])}")
        wrong += missed
    return [test for test in wrong if test not in floor] + [f"{test}: passes" for test in floor if test not in wrong]


async def passes(test: dict[str, Any]) -> bool:
    """Play a test's exchanges as a client that keeps what it got."""
    clock, web = Clock(), Web()
    sent: dict[str, str] = {}
    step: dict[str, Any] = {}

    async def answer(asked: Conversation) -> None:
        sent.clear()
        sent.update(asked.headers)
        conditional = {"if-none-match", "if-modified-since"} & set(asked.headers)
        await asked.say(_response(step or {}, unchanged=bool(conditional)))

    async with web.stack:
        await web.site("union.test", answer)
        kept: Page | None = None
        async with opened(web, clock, FetchSettings(spacing=0)) as fetcher:
            for number, step in enumerate(test["requests"]):
                if kept and not _shown(step, kept) and step.get("expected_type") == "cached":
                    return False
                if step.get("expected_type") == "cached" and not step.get("request_headers"):
                    continue
                validators = _presented(step) or ((kept.etag, kept.last_modified) if kept else ("", ""))
                if number and "response_headers" not in step:
                    step["response_headers"] = test["requests"][0]["response_headers"]
                page = await fetcher.fetch("http://union.test/", kind="list", validators=validators)
                if not _right(step, page, validators, sent):
                    return False
                kept = page
    return True


def _response(step: dict[str, Any], *, unchanged: bool) -> bytes:
    lines = [(str(line[0]), _value(line[0], line[1])) for line in step.get("response_headers", [])]
    head = "".join(f"{name}: {value}\r\n" for name, value in lines if name.lower() not in HOP)
    if unchanged:
        return f"HTTP/1.1 304 Not Modified\r\n{head}\r\n".encode("latin-1")
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(BODY)}\r\n{head}\r\n".encode("latin-1") + BODY


def _value(name: str, value: Any) -> str:
    if isinstance(value, int) and name.lower() in ("date", "last-modified", "expires", "if-modified-since"):
        return format_datetime(START + timedelta(seconds=value), usegmt=True)
    return str(value)


def _presented(step: dict[str, Any]) -> tuple[str, str] | None:
    """The condition that the test's client presents."""
    said = {str(line[0]).lower(): _value(line[0], line[1]) for line in step.get("request_headers", [])}
    if not said:
        return None
    return said.get("if-none-match", ""), said.get("if-modified-since", "")


def _right(step: dict[str, Any], page: Page, validators: tuple[str, str], sent: dict[str, str]) -> bool:
    """Whether the request carried what it should, to the byte, and the answer was understood."""
    carried = (sent.get("if-none-match", ""), sent.get("if-modified-since", ""))
    wanted = {name.lower(): value for name, value in step.get("expected_request_headers", [])}
    if carried != validators or any(sent.get(name) != value for name, value in wanted.items()):
        return False
    validated = step.get("expected_status") == 304 or step.get("expected_type", "").endswith("_validated")
    return (page.not_modified or not validated) and _shown(step, page)


def _shown(step: dict[str, Any], page: Page) -> bool:
    """Whether what we keep of a page says what the test's client should see."""
    wanted = {str(line[0]).lower(): _value(line[0], line[1]) for line in step.get("expected_response_headers", [])}
    kept = {**page.headers, "etag": page.etag, "last-modified": page.last_modified}
    return all(kept.get(name) == value for name, value in wanted.items())
