"""Which configuration was applied last, so that an edit that brings items back to subscribers is not applied unseen.

    after a crawl        each source's address and rules are kept in the store
    before the next one  what differs is planned, offline; items that would return stop it until somebody allows it

Costs one query where nothing was edited. Only sources that were edited are read again, and what they showed under
their former rules already (held back by `max_new`, not yet fetched) is not counted against the edit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from feeds.store import Store
from scraper.models import ListRules, Source, record_of
from scraper.plan import Change, plan
from scraper.worker import Reader


def remember(sources: Sequence[Source], store: Store) -> None:
    """Notes that these sources were crawled as they are configured, or that a configuration without any is meant so."""
    known = dict(_records(store))
    for name in known if not sources else ():
        store.applied.delete(name)
    store.applied.put_all({s.id: _record(s) for s in sources if known.get(s.id) != _record(s)})


def former(sources: Sequence[Source], store: Store) -> dict[str, Source]:
    """The sources that were edited since they were crawled last, by id, as they were then."""
    records = dict(_records(store))
    return {
        source.id: replace(source, url=record["url"], list=ListRules.from_record(record["list"]))
        for source in sources
        if (record := records.get(source.id)) and record != _record(source)
    }


async def returning(sources: Sequence[Source], store: Store, reader: Reader) -> tuple[Change, ...]:
    """What in the configuration needs a person's consent: items that it would bring back to subscribers, compared with
    the last crawl, or that no source is left (a folder that is not mounted, say). Empty where nothing was edited."""
    edited = former(sources, store)
    remembered = dict(_records(store))
    added = [source for source in sources if source.id not in remembered]
    if remembered and not sources:
        return (Change("sources", "none is left: no page would be read any more", harmless=False),)
    if not remembered or not (edited or added):
        return ()
    found = await plan(sources, (), store, {}, reader, former=edited, read=edited.keys())
    return tuple(change for change in found.changes if change.returning)


def _records(store: Store) -> Mapping[str, dict[str, Any]]:
    return {key: record for key, record, _ in store.applied.items()}


def _record(source: Source) -> dict[str, Any]:
    return {"url": source.url, "list": record_of(source.list)}
