"""Which feeds there are.

Every source has its own feed, under its id, and `all` carries everything. Where `feeds:` is not written, there is also
one for each level, language and region that more than one source, but not every source, has: `level-national`,
`language-zh`, `region-china`. A feed of `feeds:` with the id of one of these takes its place.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from feeds.models import Feed, Selection, Site
from scraper.config.shape import FeedKeys, RootKeys, SelectionKeys
from scraper.models import Source

NOT_PATH = re.compile(r"[^a-z0-9]+")


def configured_feeds(keys: RootKeys, sources: tuple[Source, ...], site: Site) -> tuple[Feed, ...]:
    """The feeds of the configuration first, then those that are always there."""
    shared = {"formats": keys.defaults.formats, "audience": keys.defaults.audience}
    own = [build_feed(feed, shared, sources) for feed in keys.feeds or ()]
    given = [everything(site, sources, shared), *own_feeds(keys, sources, shared)]
    if keys.feeds is None:
        given += cuts(sources, site, shared)
    feeds: dict[str, Feed] = {}
    for feed in chain(own, given):
        if feed.path not in {known.path for known in feeds.values()}:
            feeds.setdefault(feed.id, feed)
    return tuple(feeds.values())


def build_feed(keys: FeedKeys, shared: dict[str, Any], sources: tuple[Source, ...]) -> Feed:
    plain = ("id", "title", "description", "date", "resurface", "fold", "previous_paths")
    include = build_selection(keys.include)
    return Feed(
        **{name: getattr(keys, name) for name in plain},
        include=include,
        exclude=build_selection(keys.exclude),
        language=keys.language or common_language([source for source in sources if takes(include, source)]),
        path=keys.path or keys.id,
        **made({"formats": keys.formats or shared["formats"], "audience": keys.audience or shared["audience"]}),
    )


def build_selection(keys: SelectionKeys) -> Selection:
    return Selection(**dict(keys))


def takes(selection: Selection, source: Source) -> bool:
    """Whether a selection can take articles of a source, by what is known without reading any."""
    return (
        (not selection.source or source.id in selection.source)
        and (not selection.level or source.level in selection.level)
        and (not selection.region or bool(set(selection.region) & set(parts(source.region))))
        and (not selection.language or source.language in selection.language)
    )


def made(said: dict[str, Any]) -> dict[str, Any]:
    """Without what nobody said, so that `Feed` fills it in."""
    return {name: value for name, value in said.items() if value is not None}


def everything(site: Site, sources: tuple[Source, ...], shared: dict[str, Any]) -> Feed:
    return Feed(id="all", title=site.title, path="all", language=common_language(sources), **made(shared))


def own_feeds(keys: RootKeys, sources: tuple[Source, ...], shared: dict[str, Any]) -> Iterator[Feed]:
    for source, said in zip(sources, keys.sources, strict=True):
        yield Feed(
            id=source.id,
            title=source.name,
            include=Selection(source=(source.id,)),
            language=source.language,
            fold=False,
            path=source.id,
            previous_paths=source.previous_ids,
            **made({"formats": said.formats or shared["formats"], "audience": said.audience or shared["audience"]}),
        )


def cuts(sources: tuple[Source, ...], site: Site, shared: dict[str, Any]) -> Iterator[Feed]:
    """By level, language and region, where that makes a feed unlike the others."""
    for kind in ("level", "language", "region"):
        members: dict[str, list[Source]] = {}
        for source in sources:
            for value in parts(source.region) if kind == "region" else (getattr(source, kind),):
                members.setdefault(value, []).append(source)
        for value, found in sorted(members.items()):
            slug = NOT_PATH.sub("-", value.lower()).strip("-")
            if slug and 1 < len(found) < len(sources):
                yield Feed(
                    id=f"{kind}-{slug}",
                    title=f"{site.title}: {value}",
                    include=Selection(**{kind: (value,)}),
                    language=common_language(found),
                    path=f"{kind}-{slug}",
                    **made(shared),
                )


def parts(region: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in region.split(",") if part.strip())


def common_language(sources: Sequence[Source]) -> str:
    """The language of all of these; "" where they have several."""
    languages = {source.language for source in sources}
    return languages.pop() if len(languages) == 1 else ""
