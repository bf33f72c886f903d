"""The subscribers' pages in a browser: with and without script, dark, on a phone, by keyboard, in every script.

FEDFEED_SHOTS=FOLDER keeps pictures of every page, to look at."""

import asyncio
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser import AXE, Browser, Tab
from loopback import free_port
from newsroom import FEED, HUNAN, ITUC, MERGED, FakeShelf, emission

from feeds.html import clean, to_text
from feeds.models import Also, Attachment, Emission, Feed, Image, Origin, Selection, Site
from feeds.publish import publish
from feeds.publish.media import put_copy
from feeds.serve import serve

pytestmark = pytest.mark.slow

ARAB = Origin(
    "ituc-arab",
    "الاتحاد العربي للنقابات",
    "https://arab.example/akhbar",
    language="ar",
    level="international",
    region="Arab states",
)
ORIGINS = {origin.id: origin for origin in (HUNAN, ITUC, ARAB)}
FEEDS = (
    replace(FEED, path=""),
    replace(MERGED, path="", description="Everything, in the order in which it was found, whoever published it."),
    Feed("arab", ARAB.name, include=Selection(source=("ituc-arab",))),
    Feed("quiet", "A federation that has not published anything since we began to look", include=Selection()),
    Feed("excerpts", "Excerpts for everybody", audience="public"),
    Feed("long", "Bundesarbeitsgemeinschaft der Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"),
)
PAGES = ("/", "/hunan.html", "/all.html", "/arab.html", "/quiet.html", "/excerpts.html", "/long.html")
EMPTY = "img.thumb, .body img[alt='']"  # pictures that say nothing where they cannot be had
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415478da63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
WIDE = (
    "<h1>Heading of the article</h1><table><tr><th>Sector</th>" + "<td>12,345,678</td>" * 14 + "</tr></table>"
    "<pre>" + "x" * 300 + "</pre><ruby>労働<rt>ろうどう</rt></ruby><ul><li>one<li>two</ul>"
    "<blockquote>A sentence that somebody said.</blockquote>"
)


def told(number: int, origin: Origin, title: str, html: str, **changes: object) -> Emission:
    """An article with a body of its own."""
    html = clean(html, origin.url)
    return emission(number, origin, title=title, html=html, text=to_text(html), language=origin.language, **changes)


def shelf_of(picture: str) -> FakeShelf:
    """Every kind of thing that a page must show."""
    pictured = (Image(picture, "Delegates", "Delegates vote"),)
    arabic = "عقد الاتحاد اجتماعه السنوي في تونس بحضور ممثلي العمال. " * 8
    plain = told(3, ITUC, "Strike won", "<p>Workers won.</p>" * 40, images=pictured)
    unbroken = "https://union.example/" + "a-very-long-address-without-a-break/" * 6
    also = (Also("x", "hunan", HUNAN.name, "https://www.hnzgh.example/9", "T"),)
    files = (Attachment("https://union.example/statement.pdf", "application/pdf", 9, "The statement, " * 20),)
    everything = (
        replace(plain, also=also),
        emission(2, images=pictured),
        told(4, ARAB, "اجتماع النقابات في تونس 2026", f"<p>{arabic}</p>", images=pictured, authors=("ليلى بن علي",)),
        told(5, ITUC, "A table and a pre", WIDE, images=()),
        told(6, ITUC, f"A title with {unbroken} in it, and it goes on and on " * 2, "<p>x</p>", attachments=files),
        emission(7, html="", text="", images=(), attachments=files, entry={"partial": "pdf"}),
        told(8, ITUC, "No picture there", '<p>a</p><img src="http://127.0.0.1:9/gone.png">', images=()),
    )
    shelf = FakeShelf()
    shelf.put("all", *everything, *(emission(number, images=pictured) for number in range(40, 10, -1)))
    shelf.put("hunan", *(emission(number, images=pictured) for number in (2, 1)))
    shelf.put("arab", everything[2])
    shelf.put("quiet")
    shelf.put("excerpts", *everything)
    shelf.put("long", everything[4])
    return shelf


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The published pages, served; their address."""
    out = tmp_path_factory.mktemp("pages")
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    site = Site("Federation news", f"{home}/", "mailto:us@example.org")
    health = {"hunan": "healthy", "ituc": "broken", "ituc-arab": "unreachable"}
    publish(shelf_of(f"{home}/{put_copy(out, PIXEL)}"), FEEDS, ORIGINS, site, out, health=health)
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(out, f"127.0.0.1:{port}", stop=stop),))
    thread.start()
    try:
        wait_for(port)
        yield home
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)
        loop.close()


def wait_for(port: int) -> None:
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("it does not listen")


@pytest.fixture
def index(browser: Browser, home: str) -> Tab:
    """The overview, with script."""
    tab = browser.tab()
    tab.go(home)
    return tab


def shown(tab: Tab) -> list[str]:
    found: list[str] = tab.js(
        "[...document.querySelectorAll('.card')].filter((each) => each.offsetParent).map((each) =>"
        " each.querySelector('h2').innerText)"
    )
    return found


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True), (1280, True), (390, False), (320, False)])
def test_every_page_is_usable_by_everybody(browser: Browser, axe: str, home: str, width: int, dark: bool) -> None:
    """axe finds nothing (contrast, names, landmarks), nothing is cut off on a phone, the policy refuses nothing."""
    tab = browser.tab(width=width, dark=dark)
    for path in PAGES:
        tab.go(home + path)
        if folder := os.environ.get("FEDFEED_SHOTS"):
            name = path.strip("/").removesuffix(".html") or "index"
            tab.shot(Path(folder) / f"{name}-{width}-{'dark' if dark else 'light'}.png")
        tab.js(axe)
        assert tab.js(AXE) == [], path
        assert tab.js("document.documentElement.scrollWidth") <= width, path
    assert [text for text in tab.logged() if "127.0.0.1:9" not in text and "ERR_" not in text] == []
    asked = {url.split("/")[2] for url in tab.asked() if url.startswith("http")}
    assert asked <= {home.removeprefix("http://"), "127.0.0.1:9", "www.hnzgh.example"}


def test_searching_and_filtering_leave_what_fits(index: Tab, browser: Browser) -> None:
    everything = shown(index)
    assert len(everything) == len(FEEDS)
    index.type("[name=q]", "hunan  ")
    assert 0 < len(shown(index)) < len(everything)
    index.type("[name=q]", "no such federation")
    assert shown(index) == []
    assert index.js("document.querySelector('#none').innerText").startswith("No feed matches.")
    index.js("document.querySelector('#clear').click()")
    assert shown(index) == everything
    index.js("document.querySelector('[name=language]').value = 'ar'")
    index.js("document.querySelector('form.filters').dispatchEvent(new Event('input'))")
    assert ARAB.name in shown(index)
    assert "湖南工会" not in shown(index)
    assert index.js("document.querySelector('.count').innerText") == f"{len(shown(index))} of {len(everything)}"
    again = browser.tab()
    again.go(index.js("location.href"))
    assert shown(again) == shown(index)


def test_an_address_is_copied_and_said(index: Tab) -> None:
    index.js("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }")
    index.js("document.querySelector('button.copy').click()")
    index.wait("document.querySelector('#said').innerText === 'Address copied'")
    assert index.js("window.copied").endswith("/hunan.rss")


def test_without_script_everything_but_searching_works(browser: Browser, home: str, index: Tab) -> None:
    tab = browser.tab(script=False)
    tab.go(home)
    assert shown(tab) == shown(index)
    assert tab.js("[...document.querySelectorAll('form, button')].every((each) => !each.offsetParent)")
    tab.click(".card h2 a")
    assert tab.js("document.querySelector('h1').innerText") == "湖南工会"
    assert not tab.js("document.querySelector('.body').checkVisibility()")
    tab.js("document.querySelector('.text summary').click()")
    assert tab.js("document.querySelector('.body').checkVisibility()")
    tab.click(".up")
    assert tab.js("document.querySelector('h1').innerText") == "Federation news"


def test_the_keyboard_reaches_everything(index: Tab) -> None:
    """The first key leads past the head, and what has the focus is seen."""
    index.key("Tab", 9)
    assert index.js("document.activeElement.className") == "skip"
    assert index.js("document.activeElement.getBoundingClientRect().left") >= 0
    seen = set()
    for _ in range(20):
        index.key("Tab", 9)
        seen.add(index.js("document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"))
        assert index.js("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert {"all of them as OPML", "湖南工会", "RSS: 湖南工会", "Copy the RSS address of 湖南工会"} <= seen


def test_a_picture_that_cannot_be_had_leaves_no_hole(browser: Browser, home: str) -> None:
    tab = browser.tab()
    tab.go(home + "/all.html")
    tab.js("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    tab.js("document.querySelectorAll('img').forEach((each) => { each.loading = 'eager'; })")
    tab.wait(f"[...document.querySelectorAll({json.dumps(EMPTY)})].every((each) => each.complete && each.naturalWidth)")
    assert {url.split("/")[2] for url in tab.asked()} >= {"127.0.0.1:9", "www.hnzgh.example"}
    assert tab.js("document.querySelectorAll('img.thumb').length") == 20


def test_arabic_runs_from_right_to_left(browser: Browser, home: str) -> None:
    tab = browser.tab()
    tab.go(home + "/arab.html")
    assert tab.js("getComputedStyle(document.querySelector('.item')).direction") == "rtl"
    thumb, title = (f"document.querySelector('.item {each}').getBoundingClientRect()" for each in (".thumb", "h2 a"))
    assert tab.js(f"{thumb}.right < {title}.left + {title}.width")
    assert tab.js(f"{thumb}.left < 500")
    assert tab.js("document.querySelector('h1').innerText") == ARAB.name
    head = "const range = document.createRange(); range.selectNodeContents(document.querySelector('h1'))"
    left = tab.js(f"(() => {{ {head}; return range.getBoundingClientRect().left }})()")
    assert left == tab.js("document.querySelector('.up').getBoundingClientRect().left")
