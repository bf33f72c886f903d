"""Whatever a page does, a list gives absolute addresses and titles, or a `ReadError`."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scraper.discover import discover_page
from scraper.errors import ReadError
from scraper.models import Listing

URL = "https://union.example/news/index.html"
PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent.parent / "cases" / "lists").glob("*/page.html"))]
BITS = st.sampled_from(
    [
        *b"< > </ul> <ul> <!-- --> <script> ]]> <![CDATA[ \0 \xff\xfe &#0; &nbsp <template> <record>".split(),
        b"2024-13-45",
        b"{{url}}",
        b"<a href='javascript:alert(1)'>x",
        b'href="data:text/html,x"',
        b"<base href='//evil.test/'>",
        b"<a href='http://[::1'>broken address here",
        b"<a href='http://a b/'>x",
        b"<table><tr><td>",
        b"createPageHTML(99999,0,'../../','html')",
        b"<time datetime='0000-00-00'>",
        "下一页".encode(),
        "〇年".encode(),
        b"9" * 5000,
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["title", "url", "date", "items", "id"]), inner, max_size=4)
    ),
    max_leaves=20,
)


def read(body: bytes) -> Listing | str:
    """The listing, or the sentence of its error."""
    try:
        return discover_page(body, URL, timezone="Asia/Shanghai", language="zh")
    except ReadError as error:
        return str(error)


def check(body: bytes) -> None:
    listing = read(body)
    if isinstance(listing, str):
        assert listing.startswith(URL)
        return
    for link in listing.links:
        assert link.url.startswith(("http://", "https://"))
        assert link.title.strip()
        assert link.image == "" or link.image.startswith(("http://", "https://"))
        assert link.published is None or link.published.tzinfo is not None
    assert listing.next == "" or listing.next.startswith(("http://", "https://"))
    assert len({link.url for link in listing.links}) == len(listing.links)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A page of ours, cut, doubled and sprinkled."""
    body = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 400)))
        body = body[:start] + draw(st.one_of(BITS, st.just(body[start:end] * 2), st.binary(max_size=12))) + body[end:]
    return body


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.data_too_large])
@given(mutated())
@example(b"<ul>" + b"".join(b"<li><a href='%d.html'>%d</a> 2024-12-19</li>" % (n, n) for n in range(5)))
def test_mutated_pages_give_sound_links_or_a_read_error(body: bytes) -> None:
    check(body)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_do(body: bytes) -> None:
    check(body)


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_any_json_does(value: object) -> None:
    check(json.dumps(value).encode())


@pytest.mark.parametrize(
    "body",
    [
        b"<a href=x>" * 50_000,
        b"<ul>" + b"<li><a href=%d.html>News of the union no 7, 2024-12-19</a>" * 20_000,
        b"<p>" + b"(((((((((( " * 100_000,
        b"<a href=1.html>" + b"2024-1" * 100_000,
        b"<a href=1.html>" + b"..... " * 100_000 + b"x</a>",
        b"<li><a href=1>" + b" \xc2\xb7" * 200_000 + b"</a>",
        b"<!-- href href <a href=1>x</a>" * 20_000,
        b"<record>" * 100_000,
        b"<datastore>" + b"<record><![CDATA[" * 100_000,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"<rss>" * 100_000,
        b"<rss><channel>" + b"<item>&" * 100_000,
        b"<script>" + b"window.a = {" * 100_000,
        b"<script>var state = {title: '" + b"\\'" * 30_000,
        b"<script>var state = {title: " + b"a" * 60_000,
        b"<nextgroup>" * 100_000,
    ],
)
def test_no_page_takes_more_than_a_moment(body: bytes) -> None:
    """Well under the deadline of the reading process, on the clock of this process."""
    began = time.process_time()
    check(body)
    assert time.process_time() - began < 5
