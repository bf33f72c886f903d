"""Selectors of rules are compiled before they are used, more strictly than the parser does."""

import pytest

from scraper.selectors import check_rule, check_selector, split_attribute

GOOD = ["ul.list li", "a", "*", "li:nth-child(2n+1)", "a[href^='x']", "a:not(.more)", "div > p + p", "#id", "a[t=')']"]
BAD = ["", " ", "ul[", "ul[class='list'", "li:nth-child(2", "li:not(.x", "ul..list", "li >", "> a", "a,", "li::text",
       "//ul/li", "ul li {}", "div p)", "a\0b", "a\\", "x" * 2000]  # fmt: skip


@pytest.mark.parametrize("css", GOOD)
def test_good_selectors_pass(css: str) -> None:
    assert check_selector(css) is None


@pytest.mark.parametrize("css", BAD)
def test_bad_selectors_are_explained(css: str) -> None:
    assert check_selector(css)


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        ("a@title", ("a", "title")),
        ("@href", ("", "href")),
        ("a", ("a", "")),
        ("a[href*='@']", ("a[href*='@']", "")),
        ("a[href*='@'] @ data-src", ("a[href*='@']", "data-src")),
    ],
)
def test_an_attribute_follows_the_at(rule: str, parts: tuple[str, str]) -> None:
    assert split_attribute(rule) == parts
    assert check_rule(rule) is None


@pytest.mark.parametrize("rule", ["a@", "@", "a@b c", "li[@title"])
def test_bad_rules_are_explained(rule: str) -> None:
    assert check_rule(rule)
