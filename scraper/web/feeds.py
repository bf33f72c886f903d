"""The feeds and the request ledger: what goes out, and what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from feeds.models import Feed
from feeds.publish.manifest import FeedRecord, read_manifest
from feeds.render import FORMATS
from feeds.render.addresses import address, file_name
from scraper.state import moment
from scraper.web.page import desk_of, page


@dataclass(frozen=True, slots=True)
class Row:
    """A feed: as configured, as published (None before it was), and the addresses it has; `failed` says why it could
    not be written, if it could not."""

    feed: Feed
    record: FeedRecord | None
    page: str
    addresses: Mapping[str, str]
    updated: datetime | None
    waiting: bool
    failed: str = ""


def feeds(request: Request) -> Response:
    """`/feeds`"""
    desk = desk_of(request)
    config = desk.config
    manifest = read_manifest(config.output)
    rows = []
    for feed in config.feeds:
        record = manifest.feeds.get(feed.id)
        waiting = desk.store.feed_revision(feed.id) > desk.store.written_revision(feed.id)
        base_url, failed = manifest.base_url or config.site.base_url, manifest.failed.get(feed.id, "")
        rows.append(row(feed, record, base_url, waiting=waiting, failed=failed))
    return page(request, "feeds.html", rows=rows, output=config.output, listen=config.serve.listen)


def row(feed: Feed, record: FeedRecord | None, base_url: str, *, waiting: bool, failed: str) -> Row:
    formats = [FORMATS[name] for name in (record.formats if record else ()) if name in FORMATS]
    return Row(
        feed,
        record,
        address(base_url, file_name(record.path, ".html")) if record else "",
        {found.title: address(base_url, file_name(record.path, found.extension)) for found in formats if record},
        moment(record.updated) if record else None,
        waiting,
        failed,
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
