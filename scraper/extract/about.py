"""What a page says about its article: title, date, publisher, authors, language, tags, lead, address.

    around      where the body lies among the lines of the page
    stated      the titles that the markup states, and what of them is the site's name
    title, published, publisher, authors, language, canonical, tags, lead     each decides one field

`about` runs them in the order in which they need each other and says for each field where it came from.
"""

from datetime import datetime

from scraper.document import Document
from scraper.extract.around import locate
from scraper.extract.authors import find_authors
from scraper.extract.body import Reading
from scraper.extract.canonical import find_canonical
from scraper.extract.language import find_language
from scraper.extract.lead import find_lead
from scraper.extract.metadata import Metadata
from scraper.extract.published import find_published
from scraper.extract.publisher import find_publisher, without_authors
from scraper.extract.tags import find_tags
from scraper.extract.title import Found, find_title
from scraper.models import ArticleRules, Extract


def about(
    document: Document,
    metadata: Metadata,
    reading: Reading,
    *,
    rules: ArticleRules,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
    listed: str = "",
) -> Extract:
    """Everything but the body itself. `confidence` tells how well independent evidence agrees on title and date."""
    around = locate(reading)
    text = reading.body.text
    title = find_title(document, metadata, around, rules, listed)
    if title.line is None and (named := reading.scripted.title):
        title = Found(named, "script", None, 0.4)
    spoken, language_evidence = find_language(metadata, text, language=language)
    published = find_published(
        document,
        metadata,
        around,
        title,
        rules,
        timezone=timezone,
        language=spoken or language,
        now=now,
        scripted=reading.scripted.published,
    )
    publisher, publisher_evidence = find_publisher(document, metadata, around, title, rules)
    authors, authors_evidence = find_authors(document, metadata, around, title, rules)
    evidence = {
        "title": title.evidence,
        "published": f"{published.evidence} (approximate)" if published.approximate else published.evidence,
        "publisher": publisher_evidence,
        "authors": authors_evidence,
        "language": language_evidence,
    }
    return Extract(
        title=title.value,
        canonical_url=find_canonical(document, metadata),
        published=published.value,
        precision=published.precision,
        publisher=without_authors(publisher, authors),
        authors=authors,
        language=spoken,
        lead=find_lead(metadata, title.value, text),
        tags=find_tags(metadata),
        confidence=round(0.6 * title.confidence + 0.4 * published.confidence, 3),
        evidence={field: source for field, source in evidence.items() if source},
    )
