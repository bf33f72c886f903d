"""The operator's pages over what the demo leaves behind: six sources, one of them broken, a story, an edit."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from feeds.store import Store
from scraper.cli.demo import play
from scraper.cli.web import reading
from scraper.cli.wiring import context_of, crawling, store_of
from scraper.config import load
from scraper.demo import write_config
from scraper.web.app import create_app
from scraper.web.desk import Desk, WatchedConfig
from scraper.web.secret import Secret

SECRET = Secret("t" * 43)
HOME = "http://127.0.0.1:8081"


@dataclass(frozen=True)
class Pages:
    """A browser of the test at the operator's pages of a folder."""

    client: httpx.AsyncClient
    store: Store
    folder: Path

    async def send(self, path: str, fields: dict[str, str], **headers: str) -> httpx.Response:
        """A form as a browser sends it from our own page."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post(path, data={"word": SECRET.form, **fields}, headers={"Origin": HOME, **named})


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder after both of its crawls."""
    folder = tmp_path_factory.mktemp("demo")
    config = load(write_config(folder))
    with crawling(config) as store:
        play(config, store, tell=False)
    return folder


@pytest.fixture
def folder(played: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return shutil.copytree(played, tmp_path / "demo")


@asynccontextmanager
async def open_pages(folder: Path, *, listen: str = "127.0.0.1:8081", home: str = HOME) -> AsyncIterator[Pages]:
    config = load(folder / "config.yaml")
    with store_of(config) as store:
        async with context_of(config, store) as context:
            watched = WatchedConfig(config, lambda: load(config.path))
            desk = Desk(watched.current, watched.trouble, reading(config), store, context)
            transport = httpx.ASGITransport(create_app(desk, SECRET, listen=listen))
            async with httpx.AsyncClient(transport=transport, base_url=home) as client:
                yield Pages(client, store, folder)


@pytest.fixture
async def pages(folder: Path) -> AsyncIterator[Pages]:
    async with open_pages(folder) as opened:
        yield opened


@pytest.fixture
def opener() -> Callable[..., AbstractAsyncContextManager[Pages]]:
    """For tests that open the pages in their own way."""
    return open_pages
