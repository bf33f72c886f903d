"""The demo's sites are whole, deterministic, and served by rules that a polite crawler relies on."""

import asyncio
import gzip
import json
import re
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from scraper.cli import exits
from scraper.cli.demo import demo
from scraper.config import load
from scraper.demo import Sites, truth, write_config
from scraper.demo.server import FOLDER, site_names
from scraper.fetch.fetcher import Fetcher

pytestmark = pytest.mark.anyio
LINK = re.compile(r"(?:href|src|data-src)=[\"']([^\"'#][^\"']*)[\"']")

SECOND_PAGE = {"jiangnan": 3, "yungang": 2}  # items that stand on the second page of a list


async def ask(sites: Sites, url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request on a connection of its own."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(*sites.hosts.get(parts.netloc, next(iter(sites.hosts.values()))))
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"{method} {target} HTTP/1.1", f"Host: {parts.netloc}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    top, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    status, *said = top.decode().split("\r\n")
    return int(status.split()[1]), dict(line.split(": ", 1) for line in said), body


async def test_every_expected_article_is_served_with_its_words() -> None:
    async with Sites(act=2) as sites:
        for article in truth().articles:
            status, headers, body = await ask(sites, article.url)
            assert status == 200, article.url
            if article.kind == "pdf":
                assert headers["Content-Type"] == "application/pdf"
                assert body.startswith(b"%PDF-1.4")
                continue
            charset = "gb18030" if article.source == "jiangnan" else "utf-8"
            text = body.decode(charset).replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
            assert article.title in text
            assert article.first in text
            assert article.sentence in text
            assert article.edited_last in text
            assert article.publisher in text


async def test_every_listed_link_and_picture_is_there(tmp_path: Path) -> None:
    """Links of lists, and pictures of articles, lead to files; only the menus lead nowhere."""
    config = load(write_config(tmp_path), environ={})
    async with Sites(act=2) as sites:
        for source in config.sources:
            _, _, body = await ask(sites, source.url)
            charset = "gb18030" if source.id == "jiangnan" else "utf-8"
            base = re.search(rb'<base href="([^"]+)"', body)
            found = {
                urljoin(base[1].decode() if base else source.url, link) for link in LINK.findall(body.decode(charset))
            }
            expected = {article.url for article in truth().of(source.id, act=2)}
            missing = expected - found
            assert len(missing) == SECOND_PAGE.get(source.id, 0), missing
            for url in sorted(found):
                if url.endswith((".jpg", ".png")):
                    assert (await ask(sites, url))[0] == 200, url


async def test_conditional_requests_get_304_until_the_bytes_change() -> None:
    url = truth().act2.edited
    async with Sites(act=1) as sites:
        _, first, body = await ask(sites, url)
        status, _, nothing = await ask(sites, url, If_None_Match=first["ETag"])
        assert (status, nothing) == (304, b"")
        assert (await ask(sites, url, If_Modified_Since=first["Last-Modified"]))[0] == 304
        sites.act = 2
        status, second, changed = await ask(sites, url, If_None_Match=first["ETag"])
        assert status == 200
        assert changed != body
        assert second["ETag"] != first["ETag"]
        assert second["Last-Modified"] != first["Last-Modified"]


async def test_head_gzip_redirect_and_missing_pages() -> None:
    async with Sites() as sites:
        status, headers, body = await ask(sites, "http://hnszgh.test/news/", "HEAD")
        assert (status, body) == (200, b"")
        _, plain, whole = await ask(sites, "http://hnszgh.test/news/")
        assert headers["Content-Length"] == str(len(whole))
        _, packed, small = await ask(sites, "http://hnszgh.test/news/", Accept_Encoding="gzip")
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(small) == whole
        assert packed["ETag"] != plain["ETag"]
        status, headers, _ = await ask(sites, "http://hnszgh.test/news")
        assert (status, headers["Location"]) == (301, "http://hnszgh.test/news/")
        assert (await ask(sites, "http://hnszgh.test/news/none.html"))[0] == 404
        assert (await ask(sites, "http://hnszgh.test/../truth.json"))[0] == 404
        assert (await ask(sites, "http://hnszgh.test/%2e%2e/%2e%2e/truth.json"))[0] == 404
        assert (await ask(sites, "http://other.test/"))[0] == 421
        assert (await ask(sites, "http://hnszgh.test/news/", "POST"))[0] == 405


async def test_the_old_server_names_no_charset_and_its_bytes_are_gbk() -> None:
    async with Sites() as sites:
        _, headers, body = await ask(sites, "http://jngh.test/xwzx/ghyw/")
        assert headers["Content-Type"] == "text/html"
        assert b"charset=gb2312" in body
        assert "江南省总工会" in body.decode("gbk")
        with pytest.raises(UnicodeDecodeError):
            body.decode("utf-8")


async def test_a_connection_is_kept_for_the_next_request() -> None:
    async with Sites() as sites:
        reader, writer = await asyncio.open_connection(*sites.hosts["yggh.test"])
        for path in ("/robots.txt", "/col/col101/index.html?uid=18462&pageNum=1"):
            writer.write(f"GET {path} HTTP/1.1\r\nHost: yggh.test\r\n\r\n".encode())
            top = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = re.search(r"Content-Length: (\d+)", top)
            assert length
            assert await reader.readexactly(int(length[1]))
        writer.close()
        await writer.wait_closed()
        assert sites.requests == 2


async def test_the_real_fetcher_reads_every_list_through_the_guard(tmp_path: Path) -> None:
    """Names under .test lead to loopback; a second look is a 304; a connection left open does not disturb the end."""
    config = load(write_config(tmp_path), environ={})
    async with Sites() as sites:
        fetcher = Fetcher(config.fetch, contact=config.site.contact, now=lambda: datetime.now(UTC), hosts=sites.hosts)
        async with fetcher:
            for source in config.sources:
                page = await fetcher.fetch(source.url, source=source, kind="list")
                assert page.status == 200
                assert page.body
                again = await fetcher.fetch(
                    source.url, source=source, kind="list", validators=(page.etag, page.last_modified)
                )
                assert again.not_modified


async def test_the_sites_end_with_connections_still_open() -> None:
    async with Sites() as sites:
        reader, writer = await asyncio.open_connection(*sites.hosts["yggh.test"])
        writer.write(b"GET /robots.txt HTTP/1.1\r\nHost: yggh.test\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
    assert not sites.open
    writer.close()


async def test_the_demo_config_is_right_and_names_all_sites(tmp_path: Path) -> None:
    file = write_config(tmp_path / "demo")
    config = load(file, environ={})
    assert config.demo
    assert {urlsplit(source.url).netloc for source in config.sources} == set(site_names())
    assert {article.source for article in truth().articles} == {source.id for source in config.sources}
    file.write_text("sources: []\n", "utf-8")
    write_config(tmp_path / "demo")
    assert file.read_text("utf-8") == "sources: []\n"


async def test_the_demo_stays_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < 1_000_000


def test_a_folder_of_an_earlier_run_is_crawled_once_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = {"once": True, "listen": "", "verbose": 0}
    demo(tmp_path, json=True, **options)
    capsys.readouterr()
    assert demo(tmp_path, json=False, **options) == exits.FINE
    told = capsys.readouterr().err
    assert "this folder is from an earlier run" in told
    assert "everything is new" not in told
    demo(tmp_path, json=True, **options)
    found = json.loads(capsys.readouterr().out)
    assert found["first"] is None
    assert found["second"]["articles"]["new"] == 0


def test_a_taken_port_is_told_before_anything_is_crawled(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        command = [sys.executable, "-m", "scraper", "demo", "--dir", str(tmp_path / "demo"), "--listen", where]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == exits.USAGE
    assert f"cannot listen at {where}: Address already in use; name another with --listen" in done.stderr
    assert not (tmp_path / "demo").exists()
