"""Our documents against the grammars of their formats, and our gate against documents that break them."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from newsroom import FEED, HUNAN, ITUC, MERGED, SITE, emission

from feeds.models import Also, Attachment, Month
from feeds.render import FORMATS, FeedDocument, render
from feeds.render.lint import LARGEST

HERE = Path(__file__).parent
RICH = replace(
    emission(
        3,
        attachments=(Attachment("https://x.example/a.mp3", "audio/mpeg", 9), Attachment("https://x.example/b.pdf")),
    ),
    also=(Also("x", "ituc", "ITUC", "https://www.ituc.example/1", "T"),),
)
MIXED = (RICH, emission(2, ITUC, language="en"), emission(1))
PDF = emission(
    1, html="", text="", images=(), attachments=(Attachment("https://x.example/a.pdf"),), entry={"partial": "pdf"}
)
DOCUMENTS: Mapping[str, FeedDocument] = {
    "full": FeedDocument(FEED, SITE, MIXED, home=HUNAN.url, previous=Month(2026, 2)),
    "archive": FeedDocument(
        FEED, SITE, MIXED, archive=Month(2026, 2, 2), previous=Month(2026, 2), following=Month(2026, 3)
    ),
    "public": FeedDocument(replace(FEED, audience="public"), SITE, MIXED, home=HUNAN.url),
    "empty": FeedDocument(FEED, SITE, (), home=HUNAN.url),
    "partial": FeedDocument(MERGED, SITE, (PDF,)),
    "link": FeedDocument(MERGED, SITE, (emission(1, replace(HUNAN, content="link")),)),
}
EVERY = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)


def jing(data: bytes, folder: Path) -> str:
    """What jing finds wrong with an Atom document; "" for nothing."""
    program = shutil.which("jing")
    if program is None:
        if os.environ.get("FEDFEED_REQUIRE_ALL"):
            pytest.fail("jing is not here, and FEDFEED_REQUIRE_ALL is set")
        pytest.skip("jing is not here")
    (folder / "feed.atom").write_bytes(data)
    command = [program, "-c", str(HERE / "atom.rnc"), str(folder / "feed.atom")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout if done.returncode else ""


@EVERY
def test_atom_follows_its_grammar(document: FeedDocument, tmp_path: Path) -> None:
    """RFC 4287."""
    assert jing(render(document, "atom"), tmp_path) == ""


@pytest.mark.parametrize("part", [r"<updated>[^<]*</updated>", r"<id>[^<]*</id>", r"<title>[^<]*</title>"])
def test_the_grammar_has_teeth(part: str, tmp_path: Path) -> None:
    broken = re.sub(part, "", render(DOCUMENTS["full"], "atom").decode(), count=1)
    assert jing(broken.encode(), tmp_path) != ""


@EVERY
def test_json_feed_follows_its_schema(document: FeedDocument) -> None:
    schema = json.loads((HERE / "jsonfeed.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(json.loads(render(document, "json")))


@EVERY
@pytest.mark.parametrize("name", FORMATS)
def test_the_gate_lets_them_pass(document: FeedDocument, name: str) -> None:
    assert not FORMATS[name].check(render(document, name))


FIRST = RICH.entry.id
# What is broken, by which replacement in a good file, and what the gate says of which item ("" for the feed itself).
BROKEN = [
    ("rss", r"</rss>\s*$", "", "", "not well-formed"),
    ("rss", r"^", "\n", "", "does not begin with its XML declaration"),
    ("rss", r"<rss ", "<!DOCTYPE rss><rss ", "", "document type"),
    ("rss", r"<link>[^<]*</link>", "<link>https://feeds.example.org/hunan.rss</link>", "", "not the site's address"),
    ("rss", r"<lastBuildDate>[^<]*", "<lastBuildDate>Mo, 2. März 2026", "", "no RFC 822 date"),
    ("rss", r"<atom:link [^>]*rel=\"self\"[^>]*/>", "", "", "0 self links"),
    ("rss", r"<pubDate>[^<]*", "<pubDate>2026-03-02", FIRST, "no RFC 822 date"),
    ("rss", r"<item>\s*<title>[^<]*", "<item><title> ", FIRST, "no title"),
    ("rss", r"isPermaLink=\"false\">urn", 'isPermaLink="true">urn', FIRST, "isPermaLink"),
    ("rss", r"<enclosure url=\"[^\"]*", '<enclosure url="/a.mp3', FIRST, "enclosure"),
    ("rss", r"length=\"9\"", 'length="None"', FIRST, "no length"),
    ("rss", r"<media:thumbnail url=\"[^\"]*", '<media:thumbnail url="a.jpg', FIRST, "media:thumbnail"),
    ("rss", r"img src=\"https://[^\"]*", 'img src="../a.jpg', FIRST, "relative address '../a.jpg'"),
    ("rss", r"&lt;p&gt;", "&lt;script&gt;x&lt;/script&gt;", FIRST, "active content, <script>"),
    ("rss", r"<item>\s*<title>[^<]*</title>\s*<link>[^<]*", "<item><title>t</title><link>/n/1", FIRST, "no absolute"),
    ("atom", r"<id>urn:uuid:0[^<]*2</id>", f"<id>{FIRST}</id>", FIRST, "twice"),
    ("atom", r"<published>[^<]*", "<published>2026-03-02", FIRST, "no RFC 3339 date"),
    (
        "atom",
        r"rel=\"alternate\" type=\"text/html\" hreflang",
        'type="text/html" rel="via" hreflang',
        FIRST,
        "0 alternate",
    ),
    ("atom", r"<content type=\"html\"", '<content type="CDATA"', FIRST, "not html"),
    ("json", r"^\{", "", "", "no JSON"),
    ("json", r"version/1\.1", "version/1", "", "no JSON Feed 1.1"),
    ("json", r"\"date_published\":\"[^\"]*", '"date_published":"yesterday', FIRST, "no RFC 3339 date"),
    ("json", r"\"content_html\"", '"text"', FIRST, "neither content_html nor content_text"),
    ("json", r"\"image\":\"[^\"]*", '"image":"a.jpg', FIRST, "image"),
    ("json", r"\"next_url\":\"[^\"]*", '"next_url":"https://feeds.example.org/hunan.json', "", "next_url is the feed"),
]


@pytest.mark.parametrize(("name", "pattern", "text", "entry_id", "message"), BROKEN)
def test_the_gate_stops_what_is_broken(name: str, pattern: str, text: str, entry_id: str, message: str) -> None:
    """Requirement 29: and names the item, so that only it is left out."""
    good = render(DOCUMENTS["full"], name).decode()
    broken = re.sub(pattern, lambda _: text, good, count=1)
    assert broken != good
    problems = FORMATS[name].check(broken.encode())
    assert [problem for problem in problems if problem.entry_id == entry_id and message in problem.message], problems


def test_the_gate_stops_what_is_too_large() -> None:
    data = b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>" + b" " * LARGEST
    assert any("bytes" in problem.message for problem in FORMATS["rss"].check(data))


def test_an_archive_must_lead_to_the_feed() -> None:
    """Requirement 21."""
    good = render(DOCUMENTS["archive"], "rss").decode()
    broken = re.sub(r"<atom:link [^>]*rel=\"current\"[^>]*/>", "", good)
    assert any("current" in problem.message for problem in FORMATS["rss"].check(broken.encode()))
