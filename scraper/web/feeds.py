"""Feeds, request ledger and configuration: what goes out, what was asked for, and what is wrong in the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from feeds.models import Feed
from feeds.publish.manifest import FeedRecord, read_manifest
from feeds.render import FORMATS
from feeds.render.addresses import address, file_name
from scraper.config import Problem
from scraper.state import moment
from scraper.web.page import desk_of, page

AROUND = 2  # lines shown before and after a problem
SECRETS = ("password", "webhook", "proxies", "token")


@dataclass(frozen=True, slots=True)
class Row:
    """A feed: as configured, as published (None before it was), and the addresses it has."""

    feed: Feed
    record: FeedRecord | None
    page: str
    addresses: Mapping[str, str]
    updated: datetime | None
    waiting: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The lines around a problem: number, text, and whether it is the one."""

    problem: Problem
    lines: tuple[tuple[int, str, bool], ...]


def feeds(request: Request) -> Response:
    """`/feeds`"""
    desk = desk_of(request)
    config = desk.config
    manifest = read_manifest(config.output)
    rows = []
    for feed in config.feeds:
        record = manifest.feeds.get(feed.id)
        waiting = desk.store.feed_revision(feed.id) > desk.store.written_revision(feed.id)
        rows.append(row(feed, record, manifest.base_url or config.site.base_url, waiting=waiting))
    return page(request, "feeds.html", rows=rows, output=config.output, listen=config.serve.listen)


def row(feed: Feed, record: FeedRecord | None, base_url: str, *, waiting: bool) -> Row:
    formats = [FORMATS[name] for name in (record.formats if record else ()) if name in FORMATS]
    return Row(
        feed,
        record,
        address(base_url, file_name(record.path, ".html")) if record else "",
        {found.title: address(base_url, file_name(record.path, found.extension)) for found in formats if record},
        moment(record.updated) if record else None,
        waiting,
    )


def ledger(request: Request) -> Response:
    """`/requests`: what every host was asked, and which of them rest."""
    desk = desk_of(request)
    hosts = [host_of(record) for _, record, _ in desk.store.hosts.items()]
    now = desk.now()
    return page(
        request,
        "ledger.html",
        hosts=sorted(hosts, key=lambda host: -host["requests"]),
        resting=[host for host in hosts if host["not_before"] and host["not_before"] > now],
        requests=sum(host["requests"] for host in hosts),
        spared=sum(host["not_modified"] for host in hosts),
        bytes=sum(host["bytes"] for host in hosts),
    )


def host_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """A host's record with what older versions lack, moments as moments."""
    counts = {name: int(record.get(name) or 0) for name in ("requests", "not_modified", "errors", "bytes", "failures")}
    moments = {name: moment(record.get(name)) for name in ("not_before", "since", "last")}
    return {"host": str(record.get("host", "")), "reason": str(record.get("reason") or ""), **counts, **moments}


def config(request: Request) -> Response:
    """`/config`: what is wrong with the file since it was edited, and what is in force meanwhile."""
    desk = desk_of(request)
    trouble = desk.trouble()
    problems = [Excerpt(problem, excerpt(problem)) for problem in trouble.problems] if trouble else []
    return page(request, "config.html", config=desk.config, problems=problems)


def excerpt(problem: Problem) -> tuple[tuple[int, str, bool], ...]:
    """The lines around a problem, if the file can be read."""
    try:
        lines = Path(problem.file).read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()
    first = max(problem.line - AROUND, 1)
    shown = lines[first - 1 : problem.line + AROUND]
    return tuple((number, without_secrets(line), number == problem.line) for number, line in enumerate(shown, first))


def without_secrets(line: str) -> str:
    """A line of the configuration without the value of a key that may hold a password."""
    return f"{line.partition(':')[0]}: …" if any(word in line.lower() for word in SECRETS) else line
