"""Stories with their members and why, and everything known of one entry (`fedfeed why`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from feeds.models import Entry
from feeds.store import Memory, Revision
from feeds.store.why import diff
from scraper.web.desk import Desk
from scraper.web.page import desk_of, page
from scraper.web.preview import fields_of

STORIES = 40
PARAGRAPHS = 12


@dataclass(frozen=True, slots=True)
class Telling:
    """One federation's telling of a story, and why it was joined (empty for the first)."""

    entry: Entry
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A revision and what replaced it."""

    revision: Revision
    lines: tuple[str, ...]


def stories(request: Request) -> Response:
    """`/stories`: what several federations told, the latest first."""
    desk = desk_of(request)
    found = [tuple(tellings(desk, members, story.reasons)) for story, members in desk.store.recent_stories(STORIES)]
    return page(request, "stories.html", stories=found)


def why(request: Request) -> Response:
    """`/why?q=…`: an article's address, or an entry's id. One match leads to its page."""
    wanted = request.query_params.get("q", "").strip()
    found = desk_of(request).store.find(wanted) if wanted else ()
    if len(found) == 1:
        return RedirectResponse(f"/entry/{quote(found[0].entry.id)}", status_code=303)
    status = 404 if wanted and not found else 200
    return page(request, "why.html", status=status, wanted=wanted, entries=[memory.entry for memory in found])


def entry(request: Request) -> Response:
    """`/entry/urn:uuid:…`"""
    desk = desk_of(request)
    memory = desk.store.entry(request.path_params["entry"])
    if memory is None:
        raise HTTPException(404, "Nothing is known of such an entry.")
    article = memory.entry.article
    members = members_of(desk, memory)
    return page(
        request,
        "entry.html",
        memory=memory,
        entry=memory.entry,
        article=article,
        source=desk.config.source(memory.entry.source_id),
        fields=fields_of(article),
        paragraphs=article.text.split("\n")[:PARAGRAPHS] if article.text else [],
        tellings=tuple(tellings(desk, members, memory.story.reasons)) if memory.story else (),
        edits=edits(memory),
        raw=next(iter(desk.store.raw.find(memory.entry.link)), None),
    )


def members_of(desk: Desk, memory: Memory) -> tuple[Entry, ...]:
    ids = memory.story.members if memory.story else ()
    return tuple(found.entry for name in ids if (found := desk.store.entry(name)))


def tellings(desk: Desk, members: Iterable[Entry], reasons: Mapping[str, str]) -> Iterable[Telling]:
    """Members with their sources' names; reasons name a telling by its title, not by its id."""
    names = {source.id: source.name for source in desk.config.sources}
    told: dict[str, str] = {}
    for member in members:
        name = names.get(member.source_id, member.source_id)
        reason = reasons.get(member.id, "")
        for named, words in told.items():
            reason = reason.replace(named, words)
        told[f"{member.id} of {member.source_id}"] = f"“{member.article.title}” of {name}"
        yield Telling(member, name, reason)


def edits(memory: Memory) -> tuple[Edit, ...]:
    """Every material edit with its difference, the latest first."""
    readings = [revision.article for revision in memory.revisions] + [memory.entry.article]
    found = []
    for revision, after in zip(memory.revisions, readings[1:], strict=True):
        lines = diff(revision.article, after).split("\n")[2:]  # without the names of the two sides
        found.append(Edit(revision, tuple(lines)))
    return tuple(reversed(found))
