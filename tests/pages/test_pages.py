"""Pages for people: usable without a script, by keyboard, on a phone, in any language, and safe to show."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path
from typing import NoReturn

import html5lib
import pytest
from activity import active
from newsroom import FEED, HUNAN, ITUC, MERGED, ORIGINS, SITE, FakeShelf, emission

from feeds.models import Also, Attachment
from feeds.publish import publish
from feeds.render import FORMATS, FeedDocument
from feeds.render.pages import render_page


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shelf = FakeShelf()
    rich = emission(
        3,
        html="<h1>Big</h1><p>text</p><table><tr><th>a</th></tr></table><img src='https://x.example/a.png'>" * 3,
        attachments=(Attachment("https://x.example/a.pdf", "application/pdf", 1),),
    )
    arabic = emission(4, ITUC, title="نقابة العمال", language="ar", text="النص " * 200, html="<p>النص</p>" * 40)
    told = (replace(rich, also=(Also("x", "y", "ITUC", "https://x.example/1", "t"),)), emission(2), emission(1))
    shelf.put("hunan", *told)
    shelf.put("all", arabic, *told)
    out = tmp_path_factory.mktemp("pages")
    publish(shelf, (FEED, MERGED), ORIGINS, SITE, out, health={"hunan": "healthy", "ituc": "broken"})
    return out


PAGES = pytest.mark.parametrize("name", ["index.html", "hunan.html", "all.html"])


@PAGES
def test_every_page_is_well_formed(out: Path, name: str) -> None:
    parser = html5lib.HTMLParser()
    parser.parse((out / name).read_text())
    assert not parser.errors, parser.errors[:5]


@PAGES
def test_every_page_names_its_language_and_fits_a_phone(out: Path, name: str) -> None:
    page = (out / name).read_text()
    assert re.search(r'<html lang="[a-z]{2}"', page)
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page


def test_pages_lead_to_every_format(out: Path) -> None:
    """Requirement 33: discovery, by people and by readers that are given a page's address."""
    for name in ("index.html", "hunan.html"):
        page = (out / name).read_text()
        for row in FORMATS.values():
            address = f"https://feeds.example.org/hunan{row.extension}"
            assert re.search(
                f'<link rel="alternate" type="{re.escape(row.mime)}" title="[^"]+" href="{address}">', page
            )
            assert f'<a href="{address}"' in page
    assert 'href="https://feeds.example.org/feeds.opml"' in (out / "index.html").read_text()


@PAGES
def test_without_its_script_a_page_lacks_nothing_it_shows(out: Path, name: str) -> None:
    """What only a script can do is hidden until the script shows it."""
    page = (out / name).read_text()
    assert not re.search(r"<(form|button)(?![^>]*\bhidden\b)(?![^>]*id=\"clear\")", page)
    assert page.count("<script") == 1
    assert not re.search(r"\son[a-z]+=", page)
    assert "style=" not in page


def test_hostile_articles_stay_text(tmp_path: Path) -> None:
    nasty = '"><script>alert(1)</script>'
    told = emission(
        1,
        title=nasty,
        lead=nasty,
        html=f"<p>{nasty}</p><img src=x onerror=alert(1)>",
        authors=(nasty,),
        attachments=(Attachment("https://x.example/a.pdf", title=nasty),),
    )
    feed = replace(FEED, title=nasty, description=nasty)
    document = FeedDocument(feed, replace(SITE, title=nasty), (replace(told, origin=replace(HUNAN, name=nasty)),))
    page = render_page(document, list(FORMATS.values())).decode()
    assert page.count("<script") == 1
    article = page[page.index("<article") : page.index("</article>")]
    assert not [each for each in active(article) if "class" not in each]


def test_headings_of_articles_stand_below_the_page_s_own(out: Path) -> None:
    class Headings(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.levels: list[int] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if re.fullmatch("h[1-6]", tag):
                self.levels.append(int(tag[1]))

    parser = Headings()
    parser.feed((out / "hunan.html").read_text())
    assert parser.levels.count(1) == 1
    assert parser.levels[:3] == [1, 2, 3]


def missing(what: str) -> NoReturn:
    if os.environ.get("FEDFEED_REQUIRE_ALL"):
        pytest.fail(f"{what} is not here, and FEDFEED_REQUIRE_ALL is set")
    pytest.skip(f"{what} is not here")


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, fetched into a temporary folder."""
    npm = shutil.which("npm") or missing("npm")
    folder = tmp_path_factory.mktemp("axe")
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", "axe-core@4"]
    try:
        subprocess.run(command, cwd=folder, check=True, timeout=180, capture_output=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        missing("a package registry for npm")
    return (folder / "node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture(scope="module")
def chromium() -> Iterator[list[str]]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    program = found or missing("a Chromium")
    with tempfile.TemporaryDirectory() as profile:
        yield [
            *(program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *("--virtual-time-budget=20000", "--dump-dom", f"--user-data-dir={profile}"),
        ]


_RUN = """
<script>
addEventListener("load", async () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const found = await axe.run(document, { resultTypes: ["violations"] });
  const nodes = (each) => each.nodes.map((node) => node.html).slice(0, 3);
  const told = found.violations.map((each) => `${each.id}: ${each.help}: ${nodes(each)}`);
  const shown = document.createElement("pre");
  shown.id = "axe";
  shown.textContent = JSON.stringify(told);
  document.body.append(shown);
});
</script>
"""


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@PAGES
def test_axe_finds_no_violation(
    out: Path, axe: str, chromium: list[str], name: str, width: int, scheme: str, tmp_path: Path
) -> None:
    """Contrast, names, labels, landmarks, headings: with every article opened, in both colour schemes."""
    page = (out / name).read_text().replace("</head>", f"<script>{axe}</script>{_RUN}</head>")
    for asset in ("fedfeed.css", "fedfeed.js"):
        shutil.copy(out / asset, tmp_path)
    (tmp_path / name).write_text(page)
    flags = [f"--window-size={width},900", f"--blink-settings=preferredColorScheme={int(scheme == 'light')}"]
    command = [*chromium, *flags, f"file://{tmp_path / name}"]
    dom = subprocess.run(command, capture_output=True, timeout=300, check=True).stdout.decode()
    found = re.search(r'<pre id="axe">(.*?)</pre>', dom, re.DOTALL)
    assert found, dom[-2000:]
    assert json.loads(found[1]) == []


def test_an_article_stands_under_the_day_that_its_source_prints() -> None:
    """22:00 in UTC is the next morning in Changsha; without a zone the offset counts that the page itself gave."""
    late = datetime(2026, 11, 29, 22, tzinfo=UTC)
    moments = {"entry": {"published": late, "updated": late, "first_seen": late}}
    there = emission(1, published=late, **moments)
    elsewhere = emission(2, ITUC, published=late.astimezone(timezone(timedelta(hours=9))), **moments)
    utc = emission(3, ITUC, published=late, **moments)
    page = render_page(FeedDocument(MERGED, SITE, (there, elsewhere, utc)), [FORMATS["rss"]]).decode()
    stamp = "2026-11-29T22:00:00+00:00"
    days = re.findall(rf'<p class="meta"><time datetime="{re.escape(stamp)}">([\d-]+)</time>', page)
    assert days == ["2026-11-30", "2026-11-30", "2026-11-29"]
