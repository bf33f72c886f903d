"""What a draft is made of: the articles that were looked at, and the proposed source with its evidence."""

from collections.abc import Mapping
from dataclasses import dataclass

from feeds.models import Article
from scraper.models import Link, Listing, Page, Source


@dataclass(frozen=True, slots=True)
class Sample:
    """An article of the list, as it would come into a feed, with its page; or why it could not be read."""

    link: Link
    article: Article | None = None
    page: Page | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed source.

    `evidence` says for each guessed key where it came from; `unsure` names the keys that a person had better look at;
    `problems` are what stands against taking it (empty: it is good), `notes` what is good to know; `page` is the list
    as it was fetched.
    """

    source: Source
    listing: Listing
    samples: tuple[Sample, ...]
    evidence: Mapping[str, str]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    page: Page
    unsure: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return not self.problems
