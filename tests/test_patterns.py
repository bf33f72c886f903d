"""Filters' words and patterns: what they find is what `re` finds, and no text makes them slow."""

import random
import re
import time

import pytest

from feeds.patterns import MAX_LENGTH, PatternError, check, finder, found

PIECES = ["a", "b", "c", ".", "*", "+", "?", "(", ")", "|", "[ab]", "[^a]", "^", "$", "{1,2}", "\\d", "(?:a|b)", "{2,}"]


def test_words_are_found_without_regard_to_case() -> None:
    assert found(["Budget"], "The new BUDGET is out")
    assert found(["招标"], "关于工人文化宫招标的公告")
    assert not found(["招标", "budget"], "A walk in the park")
    assert not found([], "anything")


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("/招标.*公告/", "工人文化宫招标采购公告", True),
        ("/公示$/", "拟表彰名单公示", True),
        ("/公示$/", "公示期已满", False),
        ("/^(open|free) day/", "Open Day at the school", True),
        ("/[A-Z]{3}-\\d+/", "case abc-12", True),
        ("/a|b", "a|b stands here only as /a|b", True),
        ("//", "no // pattern", True),
        ("/ß+/", "STRASSSSE", True),
    ],
)
def test_patterns_stand_between_slashes(words: str, text: str, expected: bool) -> None:
    assert found([words], text) is expected


def test_they_find_what_re_finds() -> None:
    """Thousands of small patterns and texts, against the standard library."""
    chance = random.Random(7)
    compared = 0
    for _ in range(12_000):
        pattern = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 8)))
        if re.search(r"[*+?}][+]|[*+?}]{|[\^$]([*+?]|{)|\)\?\+", pattern):
            continue  # possessive repeats, and what only one of both refuses
        try:
            expected = re.compile(pattern)
        except re.error:
            assert check(f"/{pattern}/"), pattern
            continue
        for _ in range(3):
            text = "".join(chance.choice("abc1") for _ in range(chance.randint(0, 7)))
            assert finder(f"/{pattern}/")(text) is bool(expected.search(text)), (pattern, text)
            compared += 1
    assert compared > 5_000


@pytest.mark.parametrize("pattern", ["(a+)+$", "^(a|a)*$", "(.*.*.*)x", "(a?){40}a{40}x", "([a-z]+)*!"])
def test_no_text_makes_a_pattern_slow(pattern: str) -> None:
    """Each of these takes a backtracking matcher longer than the universe is old."""
    began = time.process_time()
    assert not finder(f"/{pattern}/")("a" * 30_000 + "b")
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "pattern",
    ["(", ")", "[a", "a{", "a{2,1}", "*a", "a**", "(?=a)", "(?i)a", "(a)\\1", "\\b", "a\\", "[z-a]", "(" * 400,
     "((((){999}){999}){999}){999}", "(a{500}){500}", "a" * (MAX_LENGTH + 1)],
)  # fmt: skip
def test_what_is_not_understood_is_refused(pattern: str) -> None:
    assert check(f"/{pattern}/")
    with pytest.raises(PatternError):
        finder(f"/{pattern}/")
