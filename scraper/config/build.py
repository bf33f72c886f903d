"""The models of `shape.py` to the values of the program, with every default filled in."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from feeds.models import Site
from scraper.config.checking import find
from scraper.config.cuts import configured_feeds
from scraper.config.settings import Config, Email, Notify, Raw, Serve
from scraper.config.shape import DefaultKeys, EmailKeys, FetchKeys, ListKeys, NotifyKeys, RootKeys, SourceKeys
from scraper.config.tree import Node
from scraper.fetch.settings import FetchSettings
from scraper.models import ArticleRules, JsonRules, ListRules, Source

SHARED = ("fixed", "quiet", "content", "language", "timezone", "via", "tls", "images", "max_new", "max_pages", "repair")


def build(keys: RootKeys, root: Node, path: Path, files: tuple[Path, ...]) -> Config:
    folder = path.resolve().parent
    sources = tuple(
        build_source(source, keys.defaults, find(root, ("sources", at))[0]) for at, source in enumerate(keys.sources)
    )
    site = Site(keys.site.title, keys.site.base_url or f"http://{keys.serve.listen}/", keys.site.contact)
    return Config(
        path=path,
        files=files,
        site=site,
        database=keys.database if "://" in keys.database else str(folder / keys.database),
        output=folder / keys.output,
        sources=sources,
        feeds=configured_feeds(keys, sources, site),
        fetch=build_fetch(keys.fetch, folder),
        notify=build_notify(keys.notify),
        raw=Raw(keys.raw.keep),
        serve=Serve(keys.serve.listen, keys.serve.operate),
        demo=keys.demo,
    )


def build_source(keys: SourceKeys, defaults: DefaultKeys, node: Node) -> Source:
    every, cron = (keys.every, keys.cron) if keys.every or keys.cron else (defaults.every, defaults.cron)
    return Source(
        id=keys.id,
        name=keys.name,
        url=keys.url or "",
        level=keys.level or "",
        region=keys.region,
        categories=keys.categories,
        rights=keys.rights,
        every=every or timedelta(hours=1),
        cron=cron or "",
        enabled=keys.enabled,
        reason="" if keys.enabled else keys.reason,
        learned_from=keys.learned_from,
        verified=keys.verified,
        list=build_list(keys.list) if keys.list else ListRules(),
        article=ArticleRules(**dict(keys.article)) if keys.article else ArticleRules(),
        previous_ids=keys.previous_ids,
        where=str(node.mark),
        **shared(keys, defaults),
    )


def shared(keys: SourceKeys, defaults: DefaultKeys) -> dict[str, Any]:
    """What a source says itself, else what `defaults:` says; what neither says keeps the default of `Source`."""
    said = {key: getattr(keys, key) if getattr(keys, key) is not None else getattr(defaults, key) for key in SHARED}
    return {key: value for key, value in said.items() if value is not None}


def build_list(keys: ListKeys) -> ListRules:
    rules = {name: value for name, value in keys if name != "json_"}
    return ListRules(**rules, json=JsonRules(**dict(keys.json_)) if keys.json_ else None)


def build_fetch(keys: FetchKeys, folder: Path) -> FetchSettings:
    said = {name: value for name, value in keys if value is not None}
    said |= {name: value.total_seconds() for name, value in said.items() if isinstance(value, timedelta)}
    return FetchSettings(**said | {"ca_files": tuple(str(folder / file) for file in keys.ca_files)})


def build_notify(keys: NotifyKeys) -> Notify:
    return Notify(keys.webhook or "", keys.command, build_email(keys.email), keys.digest or "")


def build_email(keys: EmailKeys | None) -> Email | None:
    return Email(**dict(keys)) if keys else None
