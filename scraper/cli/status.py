"""`fedfeed status`: how every source is doing, since when and why; the next look; the request ledger."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from feeds.store import Store
from scraper.cadence import next_check
from scraper.cli import exits
from scraper.cli.console import emit_json, say, table
from scraper.cli.crawl import pick
from scraper.cli.wiring import store_of, utc_now
from scraper.config import Config, load
from scraper.models import Source
from scraper.pictures import picture_note
from scraper.state import SourceState, moment, remembered
from scraper.tell import advice, in_words


def status(config_path: Path, wanted: tuple[str, ...], *, why: bool, ledger: bool, json: bool) -> int:
    """Prints the state of the sources, or of the hosts with `ledger`."""
    config = load(config_path)
    sources = pick(config, wanted) if wanted else config.sources
    if sources is None:
        return exits.USAGE
    now = utc_now()
    with store_of(config) as store:
        if ledger:
            return show_ledger(store, now, json=json)
        states = [(source, remembered(source, store.source_state, now=now)) for source in sources]
        pictures = {source.id: picture_note(source, store) for source in sources}
    if json:
        emit_json([record(source, state, now) | {"pictures": pictures[source.id]} for source, state in states])
        return exits.FINE
    if why:
        table("", ("source", "next look", "why"), [(s.id, *_next(s, state, now)) for s, state in states])
        return exits.FINE
    rows = [
        (s.id, word(s, state), ago(state.health.since, now), ago(state.last_ok, now), note(s, state, pictures[s.id]))
        for s, state in states
    ]
    table("", ("source", "state", "since", "last read", ""), rows)
    advise(config, states)
    return exits.FINE


def word(source: Source, state: SourceState) -> str:
    """The state in a word, with a mark for what the next run must confirm."""
    return in_words(state.health.state, state.health.suspect) if source.enabled else "disabled"


def note(source: Source, state: SourceState, pictures: str = "") -> str:
    """The reason, and settings that a person should know of."""
    parts = [source.reason if not source.enabled else state.health.reason]
    if source.tls != "strict":
        parts.append(f"tls: {source.tls}")
    if source.via:
        parts.append(f"via {source.via}")
    if state.moved_to:
        parts.append(f"moved for good to {state.moved_to}: change its url")
    return "; ".join(part for part in (*parts, pictures) if part)


def record(source: Source, state: SourceState, now: datetime) -> dict[str, object]:
    """A source's state as JSON."""
    return {
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "state": state.health.state if source.enabled else "disabled",
        "suspect": state.health.suspect,
        "reason": state.health.reason if source.enabled else source.reason,
        "since": state.health.since,
        "last_run": state.last_run,
        "last_ok": state.last_ok,
        "next": next_check(source, state, now)._asdict() if source.enabled else None,
        "moved_to": state.moved_to,
        "tls": source.tls,
    }


def show_ledger(store: Store, now: datetime, *, json: bool) -> int:
    """Requests per host since each was first asked, those that were asked most first."""
    hosts = sorted((value for _, value, _ in store.hosts.items()), key=lambda host: -int(host.get("requests") or 0))
    if json:
        emit_json(hosts)
        return exits.FINE
    counts = ("requests", "not_modified", "errors", "bytes")
    rows = [
        (
            str(host.get("host", "")),
            *(f"{int(host.get(count) or 0):,}" for count in counts),
            _day(host.get("since")),
            rest(host, now),
        )
        for host in hosts
    ]
    table("", ("host", "requests", "not modified", "errors", "bytes", "since", ""), rows)
    return exits.FINE


def _day(written: str | None) -> str:
    found = moment(written)
    return f"{found:%Y-%m-%d}" if found else ""


def rest(host: Mapping[str, Any], now: datetime) -> str:
    """Why a host gets no requests for a while, or what was wrong with it lately."""
    until, reason = moment(host.get("not_before")), str(host.get("reason") or "")
    return f"left alone until {until:%Y-%m-%d %H:%M} UTC: {reason}" if until and until > now else reason


def advise(config: Config, states: list[tuple[Source, SourceState]]) -> None:
    """What to do next, if anything."""
    for source, state in states:
        health = state.health
        if source.enabled and (step := advice(health.state, health.suspect, source.id, health.by)):
            say(f"{source.id}: next: {step}")
    if not any(state.last_run for _, state in states):
        say(f"nothing was crawled yet; start with: fedfeed crawl --config {config.path}")


def ago(moment: datetime | None, now: datetime) -> str:
    """How long ago, in words."""
    if moment is None:
        return "never"
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 2880 else f"{minutes // 1440} days ago"


def _next(source: Source, state: SourceState, now: datetime) -> tuple[str, str]:
    if not source.enabled:
        return "never", source.reason or "disabled"
    check = next_check(source, state, now)
    when = "now" if check.at <= now else f"{check.at:%Y-%m-%d %H:%M} UTC"
    return when, check.why
