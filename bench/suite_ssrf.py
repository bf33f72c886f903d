"""The address guard: 97 addresses and 208 URLs (DIR/ssrf/*.json), judged and, where public, dialled; nothing connects.

Names resolve as the suite's README says. There is no floor: a miss is a hole.
"""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpcore

from scraper.fetch import guard as guard_module
from scraper.fetch.address import public
from scraper.fetch.errors import Rejected, Unavailable
from scraper.fetch.fetcher import Fetcher

LOOPBACK = (".nip.io", "localtest.me")


def run(data: Path) -> list[str]:
    addresses = json.loads((data / "ssrf" / "addresses.json").read_text("utf-8"))
    wrong = [case["id"] for case in addresses if public(case["ip"]) != case["allowed"]]
    print(f"ssrf addresses: {len(addresses) - len(wrong)}/{len(addresses)}")
    urls = json.loads((data / "ssrf" / "urls.json").read_text("utf-8"))
    answers = asyncio.run(ask([case["url"] for case in urls]))
    missed = [case["id"] for case, answer in zip(urls, answers, strict=True) if answer == case["block"]]
    dialled = sum(answers)
    print(f"ssrf urls: {len(urls) - len(missed)}/{len(urls)}, dialled: {dialled}")
    return wrong + missed


async def resolve(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1" if host.endswith(LOOPBACK) or "rebind" in host else "93.184.216.34"]


async def ask(urls: Sequence[str]) -> list[bool]:
    """For each URL, whether an address was dialled for it. `connect` is replaced: no packet leaves."""
    dialled: list[str] = []

    async def connect(address: str, port: int, **_: float | None) -> httpcore.AsyncNetworkStream:
        dialled.append(address)
        raise httpcore.ConnectError("not in a benchmark")

    real, guard_module.connect = guard_module.connect, connect  # type: ignore[assignment]
    answers = []
    try:
        for url in urls:
            async with Fetcher(now=lambda: datetime.now(UTC), resolve=resolve) as fetcher:
                dialled.clear()
                try:
                    await fetcher.fetch(url)
                except (Rejected, Unavailable):
                    answers.append(bool(dialled) and all(map(public, dialled)))
    finally:
        guard_module.connect = real
    return answers
