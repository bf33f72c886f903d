"""Whatever strangers send, only the promised errors come out."""

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import START

from feeds.urls import parse
from scraper.fetch.answer import Answer, is_file, read_headers
from scraper.fetch.blocks import recognise
from scraper.fetch.body import TooLarge, read_body
from scraper.fetch.check import Target, check
from scraper.fetch.errors import Rejected, Unavailable
from scraper.fetch.politeness import LONGEST, parse_retry_after
from scraper.fetch.redirects import follow
from scraper.fetch.robots import Rules, decode

CAP = 2000
CALM = settings(deadline=None)  # the machine may be busy
URL_LIKE = st.text(alphabet="htps:/\\@.[]%#?&127.0x localhost①。\t\n\0é省", max_size=40)
ROBOTS_LIKE = st.lists(
    st.tuples(
        st.sampled_from(
            ["User-agent", "Disallow", "allow", "Crawl-delay", "Request-rate", "Visit-time", "Sitemap", "x"]
        ),
        st.sampled_from([":", " ", ": ", ""]),
        st.text(max_size=20),
    ).map("".join),
    max_size=8,
).map("\n".join)


async def wire(parts: Sequence[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


@given(
    st.lists(st.binary(max_size=300), max_size=6), st.sampled_from(["", "gzip", "deflate", "br", "gzip, gzip", "\xff"])
)
@CALM
def test_a_body_ends_within_its_cap_or_in_a_promised_error(parts: list[bytes], coding: str) -> None:
    with suppress(TooLarge, Unavailable):
        assert len(asyncio.run(read_body(wire(parts), coding, CAP))) <= CAP


@given(st.binary(max_size=CAP), st.integers(1, 50), st.sampled_from([31, 15, -15]))
@CALM
def test_what_was_packed_comes_out_however_it_is_cut(body: bytes, cut: int, bits: int) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, bits)
    packed = packer.compress(body) + packer.flush()
    parts = [packed[start : start + cut] for start in range(0, len(packed), cut)]
    coding = "gzip" if bits == 31 else "deflate"
    assert asyncio.run(read_body(wire(parts), coding, CAP)) == body


@given(URL_LIKE | st.text(max_size=60))
@CALM
def test_a_url_passes_as_the_browser_s_or_is_refused(url: str) -> None:
    with suppress(Rejected):
        target = check(url)
        parsed = parse(target.href)
        assert parsed is not None
        assert (parsed.scheme, parsed.hostname.rstrip("."), parsed.port) == (target.scheme, target.host, target.port)


@given(st.binary(max_size=60))
@CALM
def test_a_location_leads_to_the_web_or_nowhere(location: bytes) -> None:
    here = Target("https://union.example/a", "https", "union.example", 443)
    answer = Answer(here, 302, {"location": location.decode("latin-1")}, b"")
    with suppress(Rejected):
        assert follow(answer, "GET").startswith("https://")


@given(st.text(max_size=40) | st.from_regex(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{1,5} \d\d:\d\d:\d\d [+-]?\w{1,9}"))
@CALM
def test_a_retry_after_is_at_most_a_day(value: str) -> None:
    wish = parse_retry_after(value, START)
    assert wish is None or timedelta(0) < wish <= LONGEST


@pytest.mark.parametrize(
    "value",
    [
        "Mon, 01 Jan 2024 00:00:00 +99999999999999999999",
        "Mon, 99999999999999999999 Jan 2024 00:00:00 GMT",
        "٣٠",
        "9" * 5000,
    ],
)
def test_a_retry_after_that_makes_no_sense_is_none(value: str) -> None:
    assert parse_retry_after(value, START) is None


def test_a_content_length_that_no_file_has_is_none() -> None:
    here = Target("https://union.example/a.pdf", "https", "union.example", 443)
    assert Answer(here, 200, {"content-length": "1234"}, b"").length == 1234
    for said in ("9" * 5000, "²", "-1", "1, 1"):
        assert Answer(here, 200, {"content-length": said}, b"").length is None


@given(ROBOTS_LIKE | st.text(max_size=200), URL_LIKE)
@CALM
def test_any_robots_txt_gives_an_answer(text: str, path: str) -> None:
    rules = Rules(decode(text.encode("utf-8", "replace")))
    assert rules.allowed(f"http://union.example/{path}", "fedfeed") in (True, False)
    assert rules.delay("fedfeed") >= 0
    assert all(isinstance(sitemap, str) for sitemap in rules.sitemaps)


@given(st.dictionaries(st.text(max_size=9), st.text(max_size=9)), st.integers(100, 999), st.binary(max_size=99))
@CALM
def test_recognising_a_shield_never_fails(headers: Mapping[str, str], status: int, start: bytes) -> None:
    assert isinstance(recognise(status, headers, start), str)


@given(st.lists(st.tuples(st.binary(max_size=9), st.binary(max_size=9))))
@CALM
def test_headers_keep_their_bytes(raw: list[tuple[bytes, bytes]]) -> None:
    headers = read_headers(raw)
    assert all(value.encode("latin-1") is not None for value in headers.values())
    assert is_file(headers) in (True, False)
