"""A file is what its first bytes say, never what its server calls it."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import avif, gif, jpeg, png, webp

from feeds.publish.sniff import NotAPicture, sniff

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (png(), "png"),
        (jpeg(), "jpg"),
        (gif(), "gif"),
        (webp(b"VP8X"), "webp"),
        (webp(b"VP8L"), "webp"),
        (webp(b"VP8 "), "webp"),
        (avif(), "avif"),
    ],
)
def test_five_kinds_are_pictures(data: bytes, ending: str) -> None:
    assert sniff(data) == ending


@pytest.mark.parametrize(
    "data",
    [
        b"",
        SVG,
        b"<?xml version='1.0'?>" + SVG,
        b"<!doctype html><title>Login</title>",
        b"BM6\x00\x0c\x00",
        b"%PDF-1.7",
        b"\x00\x00\x01\x00\x01\x00",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom",
    ],
)
def test_nothing_else_is(data: bytes) -> None:
    """No SVG, no page, no bitmap, icon, sound or film."""
    with pytest.raises(NotAPicture, match="no PNG"):
        sniff(data)


@pytest.mark.parametrize("data", [png()[:20], gif()[:8], jpeg()[:6], webp()[:20], avif()[:30], png(0, 9)])
def test_a_picture_that_does_not_say_its_size_is_broken(data: bytes) -> None:
    with pytest.raises(NotAPicture, match="broken"):
        sniff(data)


@pytest.mark.parametrize(
    "data",
    [
        png(200_000, 200_000),
        jpeg(65_535, 65_535),
        gif(65_535, 65_535),
        webp(b"VP8X", 16_000_000, 16_000_000),
        webp(b"VP8L", 16_384, 16_384),
        avif(99_999, 99_999),
    ],
)
def test_a_bomb_is_refused(data: bytes) -> None:
    """A few bytes that unfold into gigabytes in a reader's memory."""
    with pytest.raises(NotAPicture, match="more than a reader can hold"):
        sniff(data)


@given(st.sampled_from([png(), jpeg(), gif(), webp(), avif(), b""]), st.integers(0, 60), st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_not(start: bytes, cut: int, rest: bytes) -> None:
    with contextlib.suppress(NotAPicture):
        assert sniff(start[:cut] + rest) in {"png", "jpg", "gif", "webp", "avif"}
