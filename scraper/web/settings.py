"""The configuration: what is wrong in the file since it was edited, what waits for a word, and what is in force."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from scraper.applied import remember
from scraper.config import ConfigError, Problem
from scraper.web.page import desk_of, page, read_form

AROUND = 2  # lines shown before and after a problem
SECRETS = ("password", "webhook", "proxies", "token")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The lines around a problem: number, text, and whether it is the one."""

    problem: Problem
    lines: tuple[tuple[int, str, bool], ...]


def show(request: Request) -> Response:
    """`GET /config`: what is wrong with the file since it was edited, and what is in force meanwhile."""
    desk = desk_of(request)
    trouble = desk.trouble()
    problems = [Excerpt(problem, excerpt(problem)) for problem in trouble.problems] if trouble else []
    return page(request, "config.html", config=desk.config, problems=problems)


async def submit(request: Request) -> Response:
    """`POST /config` with `do` = allow: an edit that would bring items back is applied all the same."""
    fields, desk = await read_form(request), desk_of(request)
    if fields.get("do") == "allow" and desk.reload and desk.held():
        path = desk.config.path
        try:
            edited = desk.parse(path.read_bytes().decode("utf-8"))
        except (ConfigError, UnicodeDecodeError):  # edited once more meanwhile: the page tells what is wrong
            return RedirectResponse("/config", status_code=303)
        await asyncio.to_thread(remember, edited.sources, desk.store)
        await desk.reload()
    return RedirectResponse("/config", status_code=303)


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
