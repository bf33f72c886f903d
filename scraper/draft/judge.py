"""Whether a drafted source is good enough to take, and what is good to know of it."""

from collections.abc import Sequence

from scraper.counted import counted
from scraper.crawl.past import newest_of
from scraper.draft.find import ENOUGH_ITEMS
from scraper.draft.models import Sample
from scraper.models import Listing, Skip

SHORT_TEXT = 120  # bytes below which an article is hardly one: forty Chinese characters say as much as twenty words


def problems_of(listing: Listing, samples: Sequence[Sample]) -> tuple[str, ...]:
    """What stands against the source, each with what would help."""
    count = len(listing.links)
    readable = [sample.article for sample in samples if sample.article]
    thin = [article for article in readable if not article.attachments and len(article.text.encode()) < SHORT_TEXT]
    titles = {link.title for link in listing.links}
    found = (
        (
            count < ENOUGH_ITEMS,
            f"only {counted(count, 'item')} on the list: is this the news page? `list.item` would help",
        ),
        (len(titles) < 0.6 * count, "most items have the same title: a rule `list.title` would help"),
        (samples and not readable, f"no article could be read: {samples[0].trouble if samples else ''}"),
        (
            readable and len(thin) == len(readable),
            "the articles have hardly any text: a rule `article.body` would help, unless the text waits for a script",
        ),
    )
    return tuple(problem for applies, problem in found if applies)


def notes_on(listing: Listing, samples: Sequence[Sample]) -> tuple[str, ...]:
    """What is good to know, and nothing to refuse a source for."""
    skips = [Skip.of(sample.link.url, sample.trouble) for sample in samples if sample.trouble]
    notes = [f"left out of the look: {skip.url}: {skip.reason}" for skip in skips]
    if len(listing.links) > (newest := newest_of(0)):
        notes.append(
            f"a first run takes the newest {newest} of its {len(listing.links):,} items and leaves the others alone; "
            f"`max_new: {len(listing.links)}` would take them all"
        )
    if not any(link.published for link in listing.links) and not any(
        sample.article and sample.article.published for sample in samples
    ):
        notes.append("neither the list nor the articles have a date: entries carry the day of first sight")
    files = [sample for sample in samples if sample.article and sample.article.attachments and not sample.article.text]
    if files and len(files) == len([sample for sample in samples if sample.article]):
        notes.append("its items are files: entries carry the list's title and date, and the file as enclosure")
    return tuple(notes)
