"""YAML as we take it: words stay words, nothing hostile gets in, every place is known."""

import pytest

from scraper.config.problems import ConfigError, Mark
from scraper.config.tree import MAX_DEPTH, parse

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

REFUSED = {
    "key given twice": "sources:\n  - name: a\n    url: 1\n    url: 2\n",
    "top key given twice": "sources: []\nsources: [1]\n",
    "aliases that blow up": LAUGHS,
    "alias within itself": "a: &a\n  - *a\n",
    "merge key": "a: &a {x: 1}\nb: {<<: *a}\n",
    "unknown alias": "a: *nothing\n",
    "python tag": 'a: !!python/object/apply:os.system ["true"]\n',
    "own tag": "a: !secret x\n",
    "tagged key": "!!str a: 1\n",
    "key that is a list": "[a, b]: 1\n",
    "empty": "",
    "only a comment": "# nothing\n",
    "two documents": "a: 1\n---\na: 2\n",
    "tab indent": "a:\n\tb: 1\n",
    "control character": 'a: "x\0y"\n',
    "deep": "[" * 20_000,
    "deep blocks": "- " * 5_000,
    "open quote": 'a: "b\n',
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_hostile_and_broken_yaml_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        parse(text.encode(), "config.yaml")


@pytest.mark.parametrize("word", ["no", "on", "12:30:45", "06:30", "0755", "1.10", "2026-11-22", ".nan", "9" * 20_000])
def test_scalars_stay_text(word: str) -> None:
    """Norway is a country, a version is not a number, and a time of day is not a sum of seconds."""
    node = parse(f"key: {word}\n".encode(), "config.yaml").get("key")
    assert node is not None
    assert node.value == word


@pytest.mark.parametrize("word", ["", "~", "null"])
def test_only_nothing_is_nothing(word: str) -> None:
    node = parse(f"key: {word}\n".encode(), "config.yaml").get("key")
    assert node is not None
    assert node.value is None


@pytest.mark.parametrize(
    "body",
    [b"\xef\xbb\xbfa: 1\n", b"a: 1\r\nb: 2\r\n", "a: 1\n".encode("utf-16")],
    ids=["byte order mark", "windows lines", "utf-16"],
)
def test_what_editors_write_is_read(body: bytes) -> None:
    node = parse(body, "config.yaml").get("a")
    assert node is not None
    assert node.value == "1"


def test_other_charsets_are_refused_with_their_place() -> None:
    body = "site: {}\nname: 中国".encode("gb18030")
    with pytest.raises(ConfigError, match=r"config\.yaml:2:7 is not UTF-8 text; save the file as UTF-8"):
        parse(body, "config.yaml")


def test_every_value_knows_its_place() -> None:
    root = parse(b"a:\n  - {b: 1}\n  - {b: &x 2}\nc: *x\n", "config.yaml")
    listed = root.get("a")
    assert listed is not None
    second = listed.items[1].get("b")
    assert second is not None
    assert (second.mark, second.path) == (Mark("config.yaml", 3, 9), "a[1].b")
    assert root.keys["c"] == Mark("config.yaml", 4, 1)


def test_nesting_that_a_config_needs_is_read() -> None:
    assert parse(("[" * MAX_DEPTH + "]" * MAX_DEPTH).encode(), "config.yaml").size == MAX_DEPTH
