"""No character that a source prints can make a feed unreadable, and none can disguise a title."""

import re

import pytest

from feeds.html import clean, legal, plain

XML_CHAR = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
EVERY_CHARACTER = "".join(map(chr, range(0x110000)))


@pytest.mark.parametrize("function", [legal, plain])
def test_all_of_unicode_becomes_xml_characters(function: type[str]) -> None:
    out = function(EVERY_CHARACTER)
    assert XML_CHAR.fullmatch(out)
    assert len(out) > 1_100_000 - 2_200


@pytest.mark.parametrize(
    "code", [0x0, 0xB, 0x1B, 0x7F, 0x92, 0xD800, 0xDFFF, 0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF]
)
def test_what_no_feed_may_carry_leaves(code: int) -> None:
    assert legal(f"a{chr(code)}b") == "ab"
    assert clean(f"a{chr(code)}b", "https://x.example/") == "ab"
    assert clean(f"<p>a&#{code};b</p>", "https://x.example/").encode().decode()


@pytest.mark.parametrize("text", ["中文", "نقابة", "👩‍🏭", "می‌روم", "a\u0301", "😀", "\ue000"])
def test_letters_of_every_script_stay(text: str) -> None:
    assert legal(text) == plain(text) == text


def test_line_ends_become_newlines() -> None:
    assert legal("a\r\nb\rc\x85d") == "a\nb\nc\nd"


@pytest.mark.parametrize("control", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\u00ad")
def test_a_title_cannot_be_turned_around(control: str) -> None:
    assert plain(f"a{control}b") == "ab"


def test_white_space_of_every_kind_collapses() -> None:
    assert plain(" \u3000工会\u00a0\n\t 新闻\u2003 ") == "工会 新闻"
