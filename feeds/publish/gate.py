"""The gate: bytes that nobody has read back do not replace a feed. One bad article is left out, told and counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from feeds.render import FORMATS, FeedDocument, Refused, render

# What an odd article may raise, in a library or here; anything else may fall.
FAULTS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


class Unpublishable(Exception):
    """A feed that cannot be written as a whole; its old files stay. `str(error)` says in which format and why. What
    stands in no article is our fault."""

    def __str__(self) -> str:
        return f"{super().__str__()}; that is a fault of fedfeed, please report it"


@dataclass(frozen=True, slots=True)
class Judged:
    """A document that passed in every format, its bytes by format name, and what had to be left out."""

    document: FeedDocument
    data: Mapping[str, bytes]
    refused: tuple[Refused, ...]


def judge(document: FeedDocument, formats: Sequence[str]) -> Judged:
    """Renders the document and reads it back, in every format without the articles that would spoil one of them."""
    refused = list(document.refused)
    while True:
        try:
            data = {name: render(document, name) for name in formats}
        except FAULTS as error:
            found = _culprits(document, formats)
            if not found:
                raise Unpublishable(f"rendering failed: {error!r}") from error
        else:
            found = _problems(document, data)
            if not found:
                return Judged(document, data, tuple(refused))
        refused += found
        bad = {each.entry_id for each in found}
        document = replace(document, emissions=tuple(each for each in document.emissions if each.entry.id not in bad))


def _problems(document: FeedDocument, data: Mapping[str, bytes]) -> list[Refused]:
    """The articles that a check names. Raises Unpublishable for what stands in no article we carry."""
    links = {emission.entry.id: emission.entry.link for emission in document.carried}
    found: dict[str, Refused] = {}
    for name, rendered in data.items():
        for problem in FORMATS[name].check(rendered):
            if problem.entry_id not in links:
                raise Unpublishable(f"the {FORMATS[name].title} file {problem.message}")
            reason = f"{FORMATS[name].title}: {problem.message}"
            found.setdefault(problem.entry_id, Refused(problem.entry_id, links[problem.entry_id], reason))
    return list(found.values())


def _culprits(document: FeedDocument, formats: Sequence[str]) -> list[Refused]:
    """The articles over which rendering fails, found by rendering each alone."""
    return [
        Refused(emission.entry.id, emission.entry.link, reason)
        for emission in document.carried
        if (reason := _failure(replace(document, emissions=(emission,)), formats))
    ]


def _failure(document: FeedDocument, formats: Sequence[str]) -> str:
    try:
        for name in formats:
            render(document, name)
    except FAULTS as error:
        return f"rendering failed: {error!r}"
    return ""
