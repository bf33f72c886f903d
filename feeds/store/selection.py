"""Which entries a feed takes: a `Selection` compiled to one question. Pure.

    include: { region: China, level: [national, regional] }     both demanded; either level will do
    exclude: { title: ["招标", "/tender(s)?/"] }                 any of these keeps an entry out

Words are found anywhere, whatever their case; a pattern stands between slashes and runs in linear time, because it
meets foreign text (see `feeds.patterns`).
"""

from collections.abc import Callable
from typing import NamedTuple

from feeds import patterns
from feeds.models import Article, Feed, Origin, Selection

Test = Callable[["Item"], bool]


class Item(NamedTuple):
    """An entry as filters see it. `article` is None unless the feed's filters look into it (see `needs_article`)."""

    origin: Origin
    title: str
    language: str
    article: Article | None = None


class Filter(NamedTuple):
    """A feed's two selections, compiled."""

    accepts: Test
    needs_article: bool


def compile_filter(feed: Feed) -> Filter:
    """The question a feed asks of each entry. A bad pattern raises `feeds.patterns.PatternError`."""
    include, exclude = _tests(feed.include), _tests(feed.exclude)

    def accepts(item: Item) -> bool:
        return all(test(item) for test in include) and not any(test(item) for test in exclude)

    deep = feed.include.text or feed.exclude.text or feed.include.category or feed.exclude.category
    return Filter(accepts, bool(deep))


def single_source(feed: Feed) -> bool:
    """Whether a feed is one source's own, which always tells all of its entries."""
    return len(feed.include.source) == 1


def _tests(selection: Selection) -> list[Test]:
    tests: list[Test] = []
    if selection.source:
        tests.append(lambda item, wanted=frozenset(selection.source): item.origin.id in wanted)  # type: ignore[misc]
    if selection.level:
        tests.append(lambda item, wanted=frozenset(selection.level): item.origin.level in wanted)  # type: ignore[misc]
    if selection.region:
        tests.append(_one_of(selection.region, lambda item: _region(item.origin.region)))
    if selection.language:
        tests.append(_one_of(selection.language, _languages))
    if selection.category:
        tests.append(_one_of(selection.category, _categories))
    if selection.title:
        tests.append(_words(selection.title, lambda item: item.title))
    if selection.text:
        tests.append(_words(selection.text, _text))
    return tests


def _one_of(values: tuple[str, ...], read: Callable[[Item], set[str]]) -> Test:
    wanted = {_fold(value) for value in values}
    return lambda item: not wanted.isdisjoint(read(item))


def _words(values: tuple[str, ...], read: Callable[[Item], str]) -> Test:
    finders = [patterns.finder(value) for value in values]

    def found(item: Item) -> bool:
        text = read(item).casefold()
        return any(finder(text) for finder in finders)

    return found


def _region(region: str) -> set[str]:
    """ "Hunan, China" is in Hunan, in China, and in "Hunan, China"."""
    parts = [_fold(part) for part in region.replace("，", ",").split(",")]
    return {", ".join(parts[start:]) for start in range(len(parts))} | set(parts)


def _languages(item: Item) -> set[str]:
    """ "zh-Hans-CN" is also "zh-Hans" and "zh". What the article says comes before what its source says."""
    parts = _fold(item.language or item.origin.language).replace("_", "-").split("-")
    return {"-".join(parts[:end]) for end in range(1, len(parts) + 1)}


def _categories(item: Item) -> set[str]:
    tags = item.article.tags if item.article else ()
    return {_fold(value) for value in (*item.origin.categories, *tags)}


def _text(item: Item) -> str:
    return f"{item.title}\n{item.article.lead}\n{item.article.text}" if item.article else item.title


def _fold(text: str) -> str:
    return text.strip().casefold()
