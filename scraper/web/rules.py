"""The rules of a source's list, edited beside what they read from its kept page; saved if `plan` calls them harmless.

fields ─► checked as config.yaml is ─► the kept list page read under them ─► items, and which of them are known
                               save ─► the configuration it would be ─► plan ─► harmless, or allowed ─► the file
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from feeds.store import RawPage
from scraper.applied import remember
from scraper.config import ConfigError
from scraper.config.edit import NotEditable, set_rules
from scraper.config.entered import Entered, entered_rules
from scraper.config.rewrite import edited as edited_file
from scraper.config.rewrite import replace
from scraper.errors import ReadError
from scraper.fetch.errors import FetchError
from scraper.models import Link, Listing, ListRules, Source
from scraper.plan import Change, plan
from scraper.reading import read_list_page
from scraper.repair import RECENT, Repair, as_rules, nothing_known, repair
from scraper.replay import kept_list
from scraper.web.desk import Desk
from scraper.web.page import desk_of, page, read_form, source_of
from scraper.web.source import RULE_KEYS

HINTS = {
    "item": "one item of the list; the others look inside it",
    "link": "its link, as in h3 a",
    "address": "where its link calls a script: the page, as in /view.do?id={1}",
    "title": "its title, as in a@title",
    "date": "its date, as in time@datetime",
    "summary": "its summary",
    "image": "its picture",
    "next": "the link to the next page of the list",
}


@dataclass(frozen=True, slots=True)
class Item:
    """An item as the rules read it. One that the store does not know would come to subscribers as new."""

    link: Link
    known: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What rules make of the kept list page: items, or the trouble that kept them from being read."""

    page: RawPage | None = None
    via: str = ""
    items: tuple[Item, ...] = ()
    trouble: str = ""

    @property
    def known(self) -> int:
        return sum(item.known for item in self.items)

    @property
    def dated(self) -> int:
        return sum(item.link.published is not None for item in self.items)


async def show(request: Request) -> Response:
    """`GET /source/hunan/rules`: the rules of now and what they find."""
    source = source_of(request)
    return await form(request, source, values_of(source.list), Entered(source.list))


async def submit(request: Request) -> Response:
    """`POST /source/hunan/rules` with `do` = try (also what htmx sends while typing), propose or save."""
    source, fields = source_of(request), await read_form(request)
    values = {key: fields.get(key, "") for key in RULE_KEYS}
    entered = entered_rules(values)
    if fields.get("do") == "propose":
        return await proposed(request, source, values)
    if fields.get("do") == "save" and not entered.problems:
        return await save(request, source, values, entered, fields)
    return await form(request, source, values, entered)


async def form(
    request: Request,
    source: Source,
    values: Mapping[str, str],
    entered: Entered,
    *,
    status: int = 200,
    changes: Sequence[Change] = (),
    refused: str = "",
    proposal: Repair | None = None,
) -> Response:
    """The form with its result; only the result for htmx, which has the form on the screen."""
    desk = desk_of(request)
    result = Result() if entered.problems else await read(desk, source, entered.rules)
    template = "rules_result.html" if request.headers.get("hx-request") == "true" else "rules.html"
    return page(
        request,
        template,
        status=status,
        source=source,
        values=values,
        hints=HINTS,
        problems=entered.problems,
        result=result,
        changes=changes,
        refused=refused,
        proposal=proposal,
        seen=fingerprint(desk.config.path),
        file=desk.config.path.name,
    )


async def read(desk: Desk, source: Source, rules: ListRules) -> Result:
    """The newest kept list page under these rules, even one that could not be read, in a process that can be killed."""
    raw = await asyncio.to_thread(kept_list, source, desk.store, good=False)
    if raw is None:
        return Result(trouble="No list page is kept yet; the next crawl brings one.")
    try:
        listing = await read_list_page(raw, source, desk.web.reader, rules=rules)
    except ReadError as error:
        return Result(raw, trouble=str(error))
    known = await asyncio.to_thread(desk.store.known, source.id, listing.links)
    return Result(raw, listing.via, items_of(listing, known))


def items_of(listing: Listing, known: Mapping[str, object]) -> tuple[Item, ...]:
    return tuple(Item(link, link.url in known) for link in listing.links)


async def proposed(request: Request, source: Source, values: Mapping[str, str]) -> Response:
    """The form filled with the rule that finds the known articles again on today's page, with its proof."""
    desk = desk_of(request)
    entries = await asyncio.to_thread(desk.store.recent, source.id, RECENT)
    try:
        found = await repair(source, entries, desk.web)
    except (FetchError, ReadError) as error:
        return await form(request, source, values, entered_rules(values), refused=f"No proposal: {error}")
    if found is None:
        refused = f"No proposal: {nothing_known(source, len(entries))}."
        return await form(request, source, values, entered_rules(values), refused=refused)
    return await form(request, source, values_of(found.rules), Entered(found.rules), proposal=found)


async def save(
    request: Request, source: Source, values: Mapping[str, str], entered: Entered, fields: Mapping[str, str]
) -> Response:
    """Writes the rules into the configuration, or says why not."""
    desk = desk_of(request)
    path = desk.config.path
    if fields.get("seen") != fingerprint(path):
        refused = f"{path.name} was edited since this page was opened. Nothing was written; look again and save again."
        return await form(request, source, values, entered, status=409, refused=refused)
    try:
        text = edited_file(path, lambda text: set_rules(text, source.id, as_rules(entered.rules)))
        edited = desk.parse(text).source(source.id)
    except (NotEditable, ConfigError) as error:
        refused = f"{path.name} stays as it is: {error}"
        return await form(request, source, values, entered, status=409, refused=refused)
    changes = await consequences(desk, source, edited) if edited else ()
    if not all(change.harmless for change in changes) and not fields.get("allow"):
        return await form(request, source, values, entered, status=409, changes=changes)
    try:
        # Before the file: a daemon that sees the edit asks whether a person has allowed it.
        if changes and edited:
            await asyncio.to_thread(remember, (edited,), desk.store)
        await asyncio.to_thread(replace, path, text.encode("utf-8"))
    except OSError as error:
        refused = f"{path} cannot be written: {error.strerror}. May this process write it?"
        return await form(request, source, values, entered, status=409, refused=refused)
    said = "saved" if as_rules(entered.rules) else "removed"
    return RedirectResponse(f"/source/{source.id}?said={said}", status_code=303)


async def consequences(desk: Desk, former: Source, source: Source) -> tuple[Change, ...]:
    """What `plan` says of this source alone; nothing for one that was never crawled."""
    if await asyncio.to_thread(desk.store.source_state, source.id) is None:
        return ()
    found = await plan((source,), (), desk.store, {}, desk.web.reader, former={source.id: former})
    return tuple(change for change in found.changes if change.where == f"source {source.id}")


def values_of(rules: ListRules) -> dict[str, str]:
    return {key: getattr(rules, key) for key in RULE_KEYS}


def fingerprint(path: Path) -> str:
    """What a file says, in short: a form that was filled for another text of it must not overwrite this one."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:24]
