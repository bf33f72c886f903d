"""The operator's pages in a browser: with and without script, dark, on a phone, by keyboard, under attack.

FEDFEED_SHOTS=FOLDER keeps pictures of every page, to look at."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser import AXE, Browser, Tab
from loopback import free_port

from feeds.models import Article, Find, Origin
from feeds.store import RawPage, open_store

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PATHS = (
    "/",
    "/?state=broken",
    "/source/hunan",
    "/source/wanderverband",
    "/source/wanderverband/rules",
    "/source/jiangnan/rules",
    "/stories",
    "/feeds",
    "/requests",
    "/preview",
    "/config",
    "/why",
    "/nope",
)
ATTACK = '"><script>window.pwned=1;alert(1)</script><img src=x onerror="window.pwned=1">'


@contextmanager
def operating(folder: Path) -> Iterator[str]:
    """`fedfeed operate` over a folder; its address."""
    port = free_port()
    command = [sys.executable, "-m", "scraper", "operate", "--config", str(folder / "config.yaml")]
    with subprocess.Popen([*command, "--listen", f"127.0.0.1:{port}"], stderr=subprocess.PIPE) as process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=60)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(900):
        if process.poll() is not None:
            pytest.fail(f"it ended: {process.stderr.read().decode() if process.stderr else ''}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("it does not listen")


@pytest.fixture(scope="module")
def home(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with operating(shutil.copytree(played, tmp_path_factory.mktemp("operate") / "demo")) as home:
        yield home


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True), (1280, True), (390, False)])
def test_every_page_is_usable_by_everybody(browser: Browser, axe: str, home: str, width: int, dark: bool) -> None:
    """axe finds nothing (contrast, names, landmarks), nothing is cut off on a phone, the policy refuses nothing."""
    tab = browser.tab(width=width, dark=dark)
    for path in (*PATHS, entry_of(tab, home)):
        tab.go(home + path)
        tab.js(axe)
        assert tab.js(AXE) == [], path
        assert tab.js("document.documentElement.scrollWidth") <= width, path
        if folder := os.environ.get("FEDFEED_SHOTS"):
            name = re.sub(r"[^a-z]+", "-", path).strip("-") or "overview"
            tab.shot(Path(folder) / f"{name}-{width}-{'dark' if dark else 'light'}.png")
    complaints = [text for text in tab.logged() if "404" not in text]
    assert complaints == []
    assert {url.split("/")[2] for url in tab.asked() if url.startswith("http")} == {home.removeprefix("http://")}


def entry_of(tab: Tab, home: str) -> str:
    """The page of an entry with an edit or a story."""
    tab.go(f"{home}/stories")
    path: str = tab.js("new URL(document.querySelector('.story h2 a').href).pathname")
    return path


def test_rules_are_tried_while_typing(browser: Browser, home: str) -> None:
    """With script: the result changes beside the field, which keeps the focus and what was typed."""
    tab = browser.tab()
    tab.go(f"{home}/source/hunan/rules")
    assert "6 items" in tab.js("document.querySelector('#result').innerText")
    tab.type("#rule-item", "no.such.thing")
    tab.wait("document.querySelector('#result').innerText.includes('finds nothing')")
    tab.type("#rule-item", "ul > > li")
    tab.wait("document.querySelector('#result').innerText.includes('the selector')")
    assert tab.js("document.activeElement.id") == "rule-item"
    assert tab.js("document.querySelector('#rule-item').value") == "ul > > li"
    assert tab.js("location.pathname") == "/source/hunan/rules"
    assert tab.logged() == []


def test_without_script_every_form_works(browser: Browser, home: str) -> None:
    tab = browser.tab(script=False)
    tab.go(f"{home}/source/hunan/rules")
    tab.js("document.querySelector('#rule-item').value = 'no.such.thing'")
    tab.click("button[value=try]")
    assert "finds nothing" in tab.js("document.querySelector('#result').innerText")
    tab.go(f"{home}/preview")
    tab.js("document.querySelector('[name=url]').value = 'http://127.0.0.1/'")
    tab.click("main form button")
    assert tab.js("document.querySelector('[role=alert]').innerText")
    tab.go(f"{home}/")
    tab.js("document.querySelector('[name=q]').value = 'hunan'")
    tab.click("main form button")
    assert tab.js("document.querySelectorAll('.source').length") == 1


def test_a_broken_source_is_repaired_with_two_buttons(browser: Browser, played: Path, tmp_path: Path) -> None:
    """From the overview to a rule in config.yaml: propose, save."""
    folder = shutil.copytree(played, tmp_path / "demo")
    with operating(folder) as home:
        tab = browser.tab()
        tab.go(home)
        tab.click(".source h2 a")
        tab.click(".actions form button")
        assert "known articles again" in tab.js("document.querySelector('.notice').innerText")
        tab.click("button[value=save]")
        assert tab.js("location.pathname + location.search").startswith("/source/wanderverband?said=")
        assert "configuration" in tab.js("document.querySelector('.notice').innerText")
        assert tab.logged() == []
    assert "div.news-list-item" not in (folder / "config.yaml").read_text()


def test_the_keyboard_reaches_everything(browser: Browser, home: str) -> None:
    """The first key leads past the navigation, and what has the focus is seen."""
    tab = browser.tab()
    tab.go(f"{home}/source/wanderverband")
    tab.key("Tab", 9)
    assert tab.js("document.activeElement.className") == "skip"
    assert tab.js("document.activeElement.getBoundingClientRect().left") >= 0
    seen = set()
    for _ in range(40):
        tab.key("Tab", 9)
        seen.add(tab.js("document.activeElement.innerText"))
        if tab.js("!['BODY', 'IFRAME'].includes(document.activeElement.tagName)"):
            assert tab.js("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert {"Config", "Propose a rule", "Edit its rules"} <= seen


def test_strangers_words_stay_words(browser: Browser, played: Path, tmp_path: Path) -> None:
    """faults.md C17: hostile names, titles and raw pages run nothing, load nothing and lead nowhere."""
    folder = shutil.copytree(played, tmp_path / "demo")
    poison(folder)
    with operating(folder) as home:
        tab = browser.tab()
        for path in ("/", "/source/hunan", "/source/hunan/rules", "/feeds", "/stories", "/why?q=" + ATTACK[:20]):
            tab.go(home + path)
            assert tab.js("window.pwned") is None
        tab.go(f"{home}/source/hunan")
        assert ATTACK in tab.js("document.querySelector('.entries').innerText")
        tab.js("document.querySelector('iframe').scrollIntoView()")
        tab.wait("performance.getEntriesByType('resource').some((each) => each.name.includes('/list'))")
        time.sleep(1)
        assert tab.js("location.pathname") == "/source/hunan"
        tab.go(f"{home}/source/hunan/list?seen=good")  # outside of its frame
        time.sleep(1)
        assert tab.js("document.title") != "pwned"
        assert tab.js("location.pathname") == "/source/hunan/list"
        assert not tab.events("Page.javascriptDialogOpening")
        outside = {url for url in tab.asked() if url.startswith("http") and not url.startswith(home)}
        assert all(
            event["type"] != "Document"
            for event in tab.events("Network.responseReceived")
            if event["response"]["url"] in outside
        )
        assert not [event for event in tab.events("Network.responseReceived") if event["response"]["url"] in outside]


def poison(folder: Path) -> None:
    """A source, an article and a list page that attack whoever looks at them."""
    path = folder / "config.yaml"
    name = ATTACK.replace('"', '\\"')
    path.write_text(path.read_text().replace("name: Hunan Provincial Federation of Trade Unions", f'name: "{name}"'))
    now = datetime.now(UTC)
    page = (
        b"<title>x</title><script>document.title='pwned';top.location='/pwned'</script>"
        b"<meta http-equiv=refresh content='0;url=/pwned'><img src='http://127.0.0.1:9/pixel.gif'>"
        b"<link rel=stylesheet href='http://127.0.0.1:9/a.css'><iframe src='http://127.0.0.1:9/f'></iframe>"
        b"<body onload=\"document.title='pwned'\"><form action=/preview method=post><button>x</button></form>"
    )
    with open_store(folder / "fedfeed.db", now=lambda: now) as store:
        find = Find(
            "http://hnszgh.test/news/evil.html", Article("http://hnszgh.test/news/evil.html", ATTACK, text=ATTACK), 0
        )
        store.save(Origin("hunan", ATTACK, "http://hnszgh.test/news/"), [find], at=now)
        url = "http://hnszgh.test/news/"
        store.raw.save(RawPage("hunan", "list", url, url, "text/html", 200, now, True, page))
