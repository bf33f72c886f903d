"""What fetching costs: CPU a page of our Fetcher with everything on, beside httpx, aiohttp and Scrapy, in one run.

    python bench/fetch.py                         # 20, 100 and 500 origins, and 1,000 sources that answer 304
    python bench/fetch.py --origins 20 --rounds 5 --clients fedfeed httpx

A server in a process of its own speaks for every origin (an address of 127.0.0.0/8 each, one port): pages of 57 KiB
HTML, gzip. Every client runs in a fresh process, by turns, so that noise meets all of them: one page of each origin
to warm up (robots.txt, connections), then the pages that count, sixteen at a time. CPU is the client process's own;
the ratio is the median over the rounds of CPU against default httpx in the same round.

`fedfeed` has its address guard, robots.txt, gate, caps and ledger on; only the spacing between requests to one host
is 0. The others do none of that; all inflate the page.
"""

import argparse
import asyncio
import gzip
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

PORT = 18080
WORKERS = 16
CLIENTS = ("fedfeed", "httpx", "httpx-pools", "aiohttp", "scrapy")
Get = Callable[[str], Awaitable[int]]


def address(number: int) -> str:
    return f"127.9.{number // 250}.{number % 250 + 1}"


def urls(origins: int, pages: int) -> list[str]:
    return [f"http://{address(number % origins)}:{PORT}/news/{number // origins}.html" for number in range(pages)]


# --------------------------------------------------------------------------------------------------------- the server


def page() -> bytes:
    """A page as a federation's site has them: markup, a long menu, some text; 57 KiB, 16 KiB in gzip."""
    chance = random.Random(7)
    words = [
        bytes(chance.choices(b"abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 11))).decode() for _ in range(3000)
    ]
    parts = ["<!DOCTYPE html><html><head><title>News</title></head><body>"]
    while sum(map(len, parts)) < 57 * 1024:
        text = " ".join(chance.choices(words, k=9))
        parts.append(f'<li class="item"><a href="/news/{chance.randint(1, 99999)}.html" title="news">{text}</a></li>')
    return "".join(parts).encode()


class Answers(asyncio.Protocol):
    """Answers each request of a connection at once. A condition is always met: 304."""

    requests = 0
    found = b""
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    unchanged = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.heard = b""

    def data_received(self, data: bytes) -> None:
        self.heard += data
        while b"\r\n\r\n" in self.heard:
            head, _, self.heard = self.heard.partition(b"\r\n\r\n")
            self.transport.write(self.answer(head))

    def answer(self, head: bytes) -> bytes:
        if head.startswith(b"GET /-/count"):
            body = str(Answers.requests).encode()
            Answers.requests = 0
            return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        Answers.requests += 1
        if head.startswith(b"GET /robots.txt"):
            return self.missing
        return self.unchanged if b"\r\nif-none-match:" in head.lower() else self.found


async def serve(origins: int) -> None:
    body = gzip.compress(page(), 6)
    lines = (
        "Server: nginx",
        "Date: Mon, 02 Mar 2026 09:00:00 GMT",
        "Content-Type: text/html; charset=utf-8",
        "Content-Encoding: gzip",
        'ETag: "1"',
        "Last-Modified: Mon, 02 Mar 2026 08:00:00 GMT",
        "Vary: Accept-Encoding",
        f"Content-Length: {len(body)}",
    )
    head = "\r\n".join(("HTTP/1.1 200 OK", *lines, "", "")).encode()
    Answers.found = head + body
    loop = asyncio.get_running_loop()
    for number in range(origins):
        await loop.create_server(Answers, address(number), PORT)
    print("ready", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)  # until the parent goes away


# -------------------------------------------------------------------------------------------------------- the clients


@asynccontextmanager
async def fedfeed(known: Sequence[str] = ()) -> AsyncIterator[Get]:
    """`known` are origins whose robots.txt is in the state already; their pages are asked for with validators."""
    from scraper.fetch.fetcher import Fetcher
    from scraper.fetch.robots import RobotsCopy
    from scraper.fetch.settings import FetchSettings
    from scraper.fetch.state import Memory

    settings = FetchSettings(allow_networks=("127.0.0.0/8",), ports=(PORT,), spacing=0, per_host=4)
    memory = Memory()
    for origin in known:
        await memory.save_robots(RobotsCopy(origin, "", datetime.now(UTC)))
    validators = ('"1"', "Mon, 02 Mar 2026 08:00:00 GMT") if known else ("", "")
    async with Fetcher(
        settings, contact="mailto:x@example.org", now=lambda: datetime.now(UTC), state=memory
    ) as fetcher:

        async def get(url: str) -> int:
            return len((await fetcher.fetch(url, kind="list", validators=validators)).body)

        yield get


@asynccontextmanager
async def httpx_default() -> AsyncIterator[Get]:
    import httpx

    async with httpx.AsyncClient() as client:

        async def get(url: str) -> int:
            return len((await client.get(url)).content)

        yield get


@asynccontextmanager
async def httpx_pools() -> AsyncIterator[Get]:
    """httpx with a client for every origin: what the pool's scan costs."""
    import httpx

    clients: dict[str, httpx.AsyncClient] = {}
    context = httpx.create_ssl_context()

    async def get(url: str) -> int:
        origin = url[: url.index("/", 8)]
        client = clients.get(origin)
        if client is None:
            client = clients[origin] = httpx.AsyncClient(verify=context)
        return len((await client.get(url)).content)

    yield get
    for client in clients.values():
        await client.aclose()


@asynccontextmanager
async def aiohttp_default() -> AsyncIterator[Get]:
    import aiohttp

    async with aiohttp.ClientSession() as session:

        async def get(url: str) -> int:
            async with session.get(url) as response:
                return len(await response.read())

        yield get


CONTEXTS = {"fedfeed": fedfeed, "httpx": httpx_default, "httpx-pools": httpx_pools, "aiohttp": aiohttp_default}


async def fetch_all(get: Get, addresses: Sequence[str]) -> int:
    waiting = iter(addresses)

    async def work() -> int:
        size = 0
        for url in waiting:
            size += await get(url)
        return size

    return sum(await asyncio.gather(*(work() for _ in range(WORKERS))))


async def measure(client: str, origins: int, pages: int) -> dict[str, float]:
    async with CONTEXTS[client]() as get:
        await fetch_all(get, urls(origins, origins))
        cpu, clock = time.process_time(), time.perf_counter()
        size = await fetch_all(get, urls(origins, pages))
        used, wall = time.process_time() - cpu, time.perf_counter() - clock
    assert size > pages * 50_000, size
    return report(used, wall, pages)


def measure_scrapy(origins: int, pages: int) -> dict[str, float]:
    """Scrapy, fetch only: no robots.txt, no duplicates filter, no cookies, the same sixteen at a time."""
    import scrapy
    from scrapy.crawler import CrawlerProcess

    marks: list[float] = []

    class Spider(scrapy.Spider):
        name = "bench"
        left = 0

        async def start(self) -> AsyncIterator[scrapy.Request]:
            for url in urls(origins, origins):
                yield scrapy.Request(url, callback=self.warm, dont_filter=True)

        def warm(self, response: scrapy.http.Response) -> object:
            Spider.left += 1
            if Spider.left == origins:
                marks.extend((time.process_time(), time.perf_counter()))
                for url in urls(origins, pages):
                    yield scrapy.Request(url, callback=self.read, dont_filter=True)

        def read(self, response: scrapy.http.Response) -> None:
            assert len(response.body) > 50_000

    process = CrawlerProcess(
        {
            "CONCURRENT_REQUESTS": WORKERS,
            "CONCURRENT_REQUESTS_PER_DOMAIN": WORKERS,
            "DOWNLOAD_DELAY": 0,
            "COOKIES_ENABLED": False,
            "ROBOTSTXT_OBEY": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_ENABLED": False,
        }
    )
    process.crawl(Spider)
    process.start()
    return report(time.process_time() - marks[0], time.perf_counter() - marks[1], pages)


async def measure_unchanged(sources: int) -> dict[str, float]:
    """One poll of all sources by a fresh process, as cron does it: new connections, every answer a 304."""
    known = [f"http://{address(number)}:{PORT}" for number in range(sources)]
    async with fedfeed(known) as get:
        cpu, clock = time.process_time(), time.perf_counter()
        size = await fetch_all(get, urls(sources, sources))
        used, wall = time.process_time() - cpu, time.perf_counter() - clock
    assert size == 0
    return report(used, wall, sources)


def report(cpu: float, wall: float, pages: int) -> dict[str, float]:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu_ms": cpu / pages * 1000, "wall_ms": wall / pages * 1000, "memory_mb": memory}


# ------------------------------------------------------------------------------------------------------------ the run


def in_a_process(*arguments: object) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def count() -> int:
    import urllib.request

    with urllib.request.urlopen(f"http://{address(0)}:{PORT}/-/count") as answer:
        return int(answer.read())


def compare(origins: int, pages: int, rounds: int, clients: Sequence[str]) -> None:
    results: dict[str, list[dict[str, float]]] = {client: [] for client in clients}
    for _ in range(rounds):
        for client in clients:
            results[client].append(in_a_process("client", client, origins, pages))
    print(f"\n{origins} origins, {pages} pages, {rounds} rounds\n{'':14}{'CPU ms':>8}{'of httpx':>10}{'MB':>7}")
    for client, runs in results.items():
        cpu = statistics.median(run["cpu_ms"] for run in runs)
        memory = statistics.median(run["memory_mb"] for run in runs)
        ratios = [run["cpu_ms"] / base["cpu_ms"] for run, base in zip(runs, results.get("httpx", runs), strict=True)]
        print(f"{client:14}{cpu:8.3f}{statistics.median(ratios):10.2f}{memory:7.0f}")


def run(args: argparse.Namespace) -> None:
    needed = max([*args.origins, args.sources])
    server = subprocess.Popen([sys.executable, __file__, "serve", str(needed)], stdin=-1, stdout=-1, text=True)
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        for origins in args.origins:
            compare(origins, args.pages, args.rounds, args.clients)
        if args.sources:
            count()
            results = [in_a_process("unchanged", args.sources) for _ in range(args.rounds)]
            requests = count() / args.rounds / args.sources
            cpu = statistics.median(result["cpu_ms"] for result in results)
            print(f"\n{args.sources} sources unchanged: {cpu:.2f} ms CPU and {requests:.2f} requests a source")
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    match sys.argv[1:]:
        case ["serve", origins]:
            asyncio.run(serve(int(origins)))
        case ["client", "scrapy", origins, pages]:
            print(json.dumps(measure_scrapy(int(origins), int(pages))))
        case ["client", client, origins, pages]:
            print(json.dumps(asyncio.run(measure(client, int(origins), int(pages)))))
        case ["unchanged", sources]:
            print(json.dumps(asyncio.run(measure_unchanged(int(sources)))))
        case _:
            parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
            parser.add_argument("--origins", type=int, nargs="*", default=[20, 100, 500])
            parser.add_argument("--pages", type=int, default=1000)
            parser.add_argument("--rounds", type=int, default=5)
            parser.add_argument("--clients", nargs="*", default=CLIENTS, choices=CLIENTS)
            parser.add_argument("--sources", type=int, default=1000, help="sources that answer 304; 0 for none")
            run(parser.parse_args())


if __name__ == "__main__":
    main()
