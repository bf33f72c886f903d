"""A program's edit of config.yaml leaves what a person wrote as it is."""

from pathlib import Path

import pytest

from scraper.config import load
from scraper.config.edit import NotEditable, add_source, set_rules

SITE = 'site: { title: News, base_url: "https://feeds.example.org/", contact: "mailto:me@example.org" }\n'
WRITTEN = (
    SITE
    + """# my sources
sources:
  # the first one
  - id: one
    name: "One: the union"   # with a colon
    url: https://one.example/news/

  - id: two
    name: Two
    url: https://two.example/news/
    # a note on two

# feeds come last
feeds:
  - id: everything
    title: Everything
"""
)
NEW = {"id": "three", "name": "Drei: die Gewerkschaft", "url": "https://three.example/", "timezone": "Europe/Berlin"}


def loaded(text: str, folder: Path) -> dict[str, object]:
    path = folder / "config.yaml"
    path.write_text(text, "utf-8")
    return {source.id: source for source in load(path).sources}


def test_a_new_source_comes_after_the_others_and_nothing_else_moves(tmp_path: Path) -> None:
    text = add_source(WRITTEN, NEW)
    assert list(loaded(text, tmp_path)) == ["one", "two", "three"]
    assert text.replace(add_block(text), "") == WRITTEN


def add_block(text: str) -> str:
    start = text.index("\n  - id: three")
    end = text.index("timezone: Europe/Berlin\n") + len("timezone: Europe/Berlin\n")
    return text[start:end]


@pytest.mark.parametrize("before", [SITE, SITE.rstrip("\n"), SITE + "sources: []\n", SITE + "sources: []\nfeeds: []\n"])
def test_the_first_source_of_a_file(before: str, tmp_path: Path) -> None:
    assert list(loaded(add_source(before, NEW), tmp_path)) == ["three"]


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (SITE + "sources:\n", SITE + "sources:\n"),
        (SITE + "sources:", SITE + "sources:"),
        (SITE + "sources:   # mine\nfeeds: []\n", "sources:   # mine\n"),
        (SITE + "sources: ~  # none yet\nfeeds: []\n", "sources:  # none yet\n"),
    ],
)
def test_the_first_source_under_an_empty_key(before: str, kept: str, tmp_path: Path) -> None:
    after = add_source(before, NEW)
    assert list(loaded(after, tmp_path)) == ["three"]
    assert kept in after


@pytest.mark.parametrize("key", ["sources: &mine", "sources:  # all of them", "sources:"])
@pytest.mark.parametrize("pad", ["", "  ", "      "])
def test_the_dashes_stand_below_each_other(key: str, pad: str, tmp_path: Path) -> None:
    before = SITE + f'{key}\n{pad}- {{id: one, name: One, url: "https://one.example/"}}\n{pad}- &b\n{pad}  id: two\n'
    before += f"{pad}  name: Two\n{pad}  url: https://two.example/\n"
    after = add_source(before, NEW)
    assert list(loaded(after, tmp_path)) == ["one", "two", "three"]
    assert f"\n{pad}- id: three\n" in after


@pytest.mark.parametrize(
    "name", ["no", "1.10", "a: b", "# not a comment", "'quoted'", "湖南省总工会", "- dash", "{x}", "y"]
)
def test_a_name_comes_back_as_it_was_given(name: str, tmp_path: Path) -> None:
    sources = loaded(add_source(WRITTEN, {**NEW, "name": name}), tmp_path)
    assert sources["three"].name == name  # type: ignore[attr-defined]


def test_rules_are_put_in_and_replaced(tmp_path: Path) -> None:
    once = set_rules(WRITTEN, "two", {"item": "ul.list > li", "link": "h3 a"})
    source = loaded(once, tmp_path)["two"]
    assert (source.list.item, source.list.link) == ("ul.list > li", "h3 a")  # type: ignore[attr-defined]
    assert once.count("list:") == 1
    twice = set_rules(once, "two", {"item": 'li[data-x="1"]'})
    source = loaded(twice, tmp_path)["two"]
    assert (source.list.item, source.list.link) == ('li[data-x="1"]', "")  # type: ignore[attr-defined]
    assert all(line in twice.splitlines() for line in WRITTEN.splitlines())


def test_rules_in_a_block_are_replaced_as_a_whole(tmp_path: Path) -> None:
    block = WRITTEN.replace(
        "    url: https://one.example/news/\n",
        "    url: https://one.example/news/\n    list:\n      item: li\n      link: a\n    language: de\n",
    )
    text = set_rules(block, "one", {"item": "article"})
    source = loaded(text, tmp_path)["one"]
    assert (source.list.item, source.list.link, source.language) == ("article", "", "de")  # type: ignore[attr-defined]


def test_what_a_program_cannot_safely_extend_is_said() -> None:
    with pytest.raises(NotEditable, match="one source a line"):
        add_source(SITE + "sources: [{id: a, name: A, url: 'https://a.example/'}]\n", NEW)
    with pytest.raises(NotEditable, match="no source 'nine'"):
        set_rules(WRITTEN, "nine", {"item": "li"})


def test_empty_rules_take_the_rules_out(tmp_path: Path) -> None:
    ruled = set_rules(WRITTEN, "one", {"item": "li"})
    assert set_rules(ruled, "one", {}) == WRITTEN
