"""Which charset a page is read in, and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.fetch.charset import declared as module
from scraper.fetch.charset import decode
from scraper.fetch.charset.declared import prescan
from scraper.fetch.charset.labels import GB18030_2022, charset_of

CHINESE = "湖南省总工会召开劳模座谈会，向全省职工致以节日问候。" * 3


@pytest.mark.parametrize(
    ("body", "content_type", "charset", "evidence"),
    [
        ("\ufeff<p>" + CHINESE, "text/html; charset=gbk", "utf-8", "bom"),
        (CHINESE, "text/html; charset=UTF-8", "utf-8", "header"),
        ('<meta charset="gb2312">' + CHINESE, None, "utf-8", "utf-8"),
        (CHINESE, "text/html; charset=gb2312", "utf-8", "utf-8"),
        (CHINESE, "text/html; charset=iso-8859-1", "utf-8", "utf-8"),
        ('<script charset="gb2312"></script><meta charset=utf-8>' + CHINESE, None, "utf-8", "meta"),
        (CHINESE, None, "utf-8", "utf-8"),
        ("plain", None, "utf-8", "utf-8"),
        ("plain", "text/html; charset=iso-8859-1", "windows-1252", "header"),
    ],
)
def test_utf8_that_is_valid_beats_a_wrong_declaration(
    body: str, content_type: str | None, charset: str, evidence: str
) -> None:
    found = decode(body.encode(), content_type)
    assert (found.charset, found.evidence, found.replaced) == (charset, evidence, 0)
    assert found.text == body.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("text", "codec", "declared", "charset", "evidence"),
    [
        (CHINESE, "gbk", "gb2312", "gb18030", "meta"),
        (CHINESE + "镕", "gbk", "GBK", "gb18030", "meta"),
        (CHINESE, "gbk", "utf-8", "gb18030", "detector"),
        (CHINESE, "gbk", "", "gb18030", "detector"),
        (
            "Федерация независимых профсоюзов России провела заседание. " * 3,
            "cp1251",
            "windows-1251",
            "windows-1251",
            "meta",
        ),
        ("Федерация независимых профсоюзов России провела заседание. " * 3, "cp1251", "", "windows-1251", "detector"),
        (
            "Fédération générale du travail à Liège, où l’été fut agité. " * 3,
            "cp1252",
            "iso-8859-1",
            "windows-1252",
            "meta",
        ),
        ("全国労働組合総連合は声明を発表しました。" * 3, "cp932", "shift_jis", "shift_jis", "meta"),
        ("전국민주노동조합총연맹이 성명을 발표했다. " * 3, "cp949", "euc-kr", "euc-kr", "meta"),
        ("中華民國全國總工會發表聲明。" * 3, "big5", "big5", "big5", "meta"),
    ],
)
def test_old_charsets_are_read_as_browsers_read_them(
    text: str, codec: str, declared: str, charset: str, evidence: str
) -> None:
    page = (f'<meta charset="{declared}">' if declared else "") + f"<p>{text}</p>"
    found = decode(page.encode(codec))
    assert (found.text, found.charset, found.evidence, found.replaced) == (page, charset, evidence, 0)


@pytest.mark.parametrize(
    ("hex_bytes", "text"),
    [
        ("A6D9", "︐"),
        ("FE59", "龴"),
        ("FEA0", "龻"),
        ("A8BC", "ḿ"),
        ("8135F437", "\ue7c7"),
        ("80", "€"),
        ("A2E3", "€"),
        ("FE51", "𠂇"),
        ("90308130", "𐀀"),
        ("81308130", "\x80"),
        ("D2BB", "一"),
        ("8431A437", "�"),
    ],
)
@pytest.mark.parametrize("label", ["gb2312", "gbk", "gb18030"])
def test_gb_labels_mean_gb18030_2022(hex_bytes: str, text: str, label: str) -> None:
    found = decode(bytes.fromhex(hex_bytes), f"text/html; charset={label}")
    assert (found.text, found.replaced) == (text, 0)


def test_the_table_of_moved_characters_moves_each_once() -> None:
    assert len(set(GB18030_2022.values())) == len(GB18030_2022) == 26


def test_what_cannot_be_read_is_replaced_and_counted() -> None:
    """A title cut in the middle of a character spoils one character, and the page's own U+FFFD is not counted."""
    body = "<meta charset=utf-8>\ufffd".encode() + CHINESE.encode() + "工".encode()[:2] + b"<p>" + CHINESE.encode()
    found = decode(body)
    assert (found.charset, found.replaced) == ("utf-8", 1)
    gbk = b"<meta charset=gbk>" + CHINESE.encode("gbk") + b"\xff" + CHINESE.encode("gbk")
    assert decode(gbk).replaced == 1


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b"<meta charset='euc-jp'>", "euc-jp"),
        (b"<META Content='text/html; CHARSET=big5' http-EQUIV='content-type'>", "big5"),
        (b"<meta content='text/html; charset=big5' name='content-type'>", ""),
        (b"<!-- <meta charset=gbk> --><meta charset=utf-8>", "utf-8"),
        (b"<!-- <meta charset=gbk>", ""),
        (b"<p title='<meta charset=gbk>'><meta charset=utf-8>", "utf-8"),
        (b"<meta charset=bogus><meta charset=koi8-r>", "koi8-r"),
        (b"<meta charset=rot13>", ""),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<meta charset=gbk", ""),
        (b"<meta charset='gbk", ""),
        (b"<metacharset=gbk>", ""),
        (b"<meta charset=windows-1251 charset=gbk>", "windows-1251"),
        (b"<?php ?><!DOCTYPE html></p><meta/charset=x-sjis>", "shift_jis"),
    ],
)
def test_the_prescan_finds_what_browsers_find(head: bytes, charset: str) -> None:
    assert prescan(head) == charset


def test_the_prescan_does_not_look_for_ever() -> None:
    assert prescan(b"<!" * 4_000_000 + b"<meta charset=gbk>") == ""


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        (" UTF8 ", "utf-8"),
        ("latin1", "windows-1252"),
        ("us-ascii", "windows-1252"),
        ("ks_c_5601-1987", "euc-kr"),
        ("cp1251", "windows-1251"),
        ("iso8859-2", "iso-8859-2"),
        ("x-gbk", "gb18030"),
        ("base64", ""),
        ("", ""),
        ("x" * 99, ""),
    ],
)
def test_labels_have_their_meaning_on_the_web(label: str, charset: str) -> None:
    assert charset_of(label) == charset


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_known_by_its_bytes(codec: str) -> None:
    assert decode(f"<html>{CHINESE}".encode(codec)).text == f"<html>{CHINESE}"


def test_an_xml_declaration_is_evidence() -> None:
    feed = f"<?xml version='1.0' encoding='GB2312'?><rss>{CHINESE}</rss>"
    assert decode(feed.encode("gbk")).text == feed


class Nothing:
    """A pattern that matches nothing."""

    def match(self, head: bytes, at: int) -> None:
        return None


@given(
    st.lists(
        st.sampled_from(
            [b"<a", b"<div ", b"<meta charset=gbk>", b"<!-- <meta charset=big5> -->", b"</a>", b" x=1", b" y='a>b'"]
            + [bytes([byte]) for byte in b"/>\"'= q\n"]
        ),
        max_size=14,
    )
)
def test_a_tag_skipped_in_one_step_ends_where_its_attributes_end(parts: list[bytes]) -> None:
    head = b"".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "ATTRIBUTES", Nothing())
        slowly = prescan(head)
    assert prescan(head) == slowly


PIECES = [
    CHINESE.encode(),
    CHINESE.encode("gbk"),
    "\ufffd".encode(),
    "\ufeff".encode(),
    b"\xf0",
    b"\xe5\xb7",
    b"<meta charset=gbk>",
    b"a",
]


@given(st.lists(st.sampled_from(PIECES)).map(b"".join))
def test_bytes_that_spare_a_parser_the_encoding_are_the_text(body: bytes) -> None:
    found = decode(body)
    assert found.utf8 is None or found.utf8.decode("utf-8") == found.text
    if body.startswith(CHINESE.encode()) and not found.replaced and found.charset == "utf-8":
        assert found.utf8 == body
