"""robots.txt: Google's, protego's and reppy's matching tests (DIR/robots/*.json), and answers to the fetch of the file.

The misses stand in `floors/robots.json` with the reason. The fetch cases are played on loopback with everything on.
"""

import asyncio
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from scraper.fetch.errors import FetchError, Rejected
from scraper.fetch.fetcher import Fetcher
from scraper.fetch.robots import Rules
from scraper.fetch.settings import FetchSettings
from scraper.fetch.state import Memory
from tests.loopback import Clock, Conversation, Web, opened, reply

FLOOR = Path(__file__).resolve().parent / "floors" / "robots.json"
SETTINGS = FetchSettings(timeout=2, connect_timeout=2, spacing=0)
FAILURES = {"dns": "nowhere.example", "refused": "closed.test"}


def run(data: Path) -> list[str]:
    floor: dict[str, str] = json.loads(FLOOR.read_text("utf-8"))
    wrong: list[str] = []
    for name in ("google_robotstxt", "protego", "reppy"):
        cases = _load(data, name)
        missed = [case["id"] for case in cases if not matches(case)]
        print(f"robots {name}: {len(cases) - len(missed)}/{len(cases)}")
        wrong += missed
    delays = _load(data, "protego_crawl_delay")
    slow = [case["id"] for case in delays if Rules(case["robots"]).delay(case["agent"]) != (case["delay"] or 0)]
    print(f"robots protego_crawl_delay: {len(delays) - len(slow)}/{len(delays)}")
    fetches = _load(data, "rfc9309_fetch")
    failed = [case["id"] for case in fetches if not asyncio.run(behaves(case))]
    print(f"robots rfc9309_fetch: {len(fetches) - len(failed)}/{len(fetches)}")
    wrong += slow + failed
    return [case for case in wrong if case not in floor] + [f"{case}: passes" for case in floor if case not in wrong]


def _load(data: Path, name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((data / "robots" / f"{name}.json").read_text("utf-8"))
    twice = [case for case, count in Counter(case["id"] for case in cases).items() if count > 1]
    assert not twice, twice
    return cases


def matches(case: dict[str, Any]) -> bool:
    text = case.get("robots")
    if text is None:
        text = bytes.fromhex(case["robots_hex"]).decode("utf-8", "replace")
    return Rules(text.removeprefix("\ufeff")).allowed(case["url"], case["agent"]) == bool(case["allowed"])


async def behaves(case: dict[str, Any]) -> bool:
    """Whether the file's fetch, as the case plays it, has the expected effect on /x, /y and /late."""
    script = list(case["responses"])
    clock, web, memory = Clock(), Web(), Memory()
    asked = 0

    async def robots(conversation: Conversation) -> None:
        nonlocal asked
        step = script[min(asked, len(script) - 1)]
        asked += 1
        await _answer(step, asked, conversation)

    async with web.stack:
        pages = {path: reply(b"<p>page</p>") for path in ("/x", "/y", "/late")}
        hops = {f"/hop{number}": robots for number in range(1, 12)}
        host = FAILURES.get(script[0].get("error", ""), "union.test")
        scheme = "https" if script[0].get("error") == "tls" else "http"
        await web.site("union.test", pages | hops | {"/robots.txt": robots})
        web.hosts["closed.test"] = ("127.0.0.1", 1)
        async with opened(web, clock, SETTINGS, state=memory) as fetcher:
            verdict = [await _may(fetcher, f"{scheme}://{host}{path}") for path in ("/x", "/y", "/late")]
            match case["expected"]:
                case "rules":
                    return verdict == ["no", "yes", "yes"]
                case "rules_first_500KiB":
                    return verdict == ["no", "yes", "yes"]
                case "allow_all":
                    return verdict == ["yes"] * 3
                case "disallow_all" | "disallow_all_for_now" | "allow_all_or_cached":
                    # after thirty days we still wait for an answer: the RFC allows more, it does not demand it
                    return verdict == ["wait"] * 3
                case "cached_rules":
                    clock.time += timedelta(days=2)
                    return (
                        verdict
                        == ["no", "yes", "yes"]
                        == [await _may(fetcher, f"http://union.test{path}") for path in ("/x", "/y", "/late")]
                        and asked >= 2
                    )
                case "refetch_after_24h":
                    clock.time += timedelta(hours=23)
                    await _may(fetcher, "http://union.test/y")
                    before = asked
                    clock.time += timedelta(hours=2)
                    await _may(fetcher, "http://union.test/y")
                    return (before, asked) == (1, 2)
        raise ValueError(case["expected"])


async def _answer(step: dict[str, Any], asked: int, conversation: Conversation) -> None:
    match step.get("error"):
        case "timeout":
            await asyncio.sleep(5)
        case "reset":
            conversation.reset()
        case _:
            status = step["status"]
            body = step.get("body", "").encode()
            if "body_repeat" in step:
                text, times = step["body_repeat"]
                body = text.encode() * times + b"#" * step["pad_kib"] * 1024 + b"\n" + step["tail"].encode()
            headers = {"Content_Type": step.get("content_type", "text/plain")}
            if 300 <= status < 400:
                headers["Location"] = step.get("location", f"/hop{asked}")
            await conversation.say(reply(body, status=f"{status} X", **headers))


async def _may(fetcher: Fetcher, url: str) -> str:
    try:
        await fetcher.fetch(url, kind="list")
    except Rejected as refusal:
        return "no" if refusal.kind == "robots" else "wait"
    except FetchError:
        return "wait"
    return "yes"
