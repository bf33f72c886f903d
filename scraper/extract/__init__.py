"""An article page to its parts, as they stand there: a list of steps, each a module of its own.

    refusals  pages that stand in an article's place (asked by `scraper.discover`, too)
    metadata  what the markup says about the page, gathered once
    body      which text is the article, as tidy HTML and as plain paragraphs, with its pictures
    about     what the page says about it: title, date, publisher, authors, language, tags, lead, address

What comes out is not sanitized yet; `scraper.normalize` makes an `Article` of it.
"""

from dataclasses import replace
from datetime import datetime

from scraper.document import Document, with_shadow
from scraper.extract.about import about
from scraper.extract.body import read_body
from scraper.extract.metadata import gather
from scraper.extract.refusals import refuse
from scraper.models import ArticleRules, Extract

NO_RULES = ArticleRules()
# What the body's confidence counts where title and date agree with nothing: an article is its text first.
BODY_ALONE = 0.7
FEW = 250  # characters of a text that may be all that stands outside of the page's shadow trees


def extract(
    document: Document,
    *,
    rules: ArticleRules = NO_RULES,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
    listed: str = "",
) -> Extract:
    """The parts of an article page. `now` resolves relative dates; without it they stay unknown. `listed` is the title
    that a list gave it.

    Raises `Blocked`, `LoginWall` or `Gone`.
    """
    metadata = gather(document)
    reading = read_body(document, metadata, rules=rules, listed=listed)
    body = reading.body
    if (len(body.text) < FEW or body.evidence == "fragment") and (whole := with_shadow(document)) is not None:
        reading.page.release()
        return extract(whole, rules=rules, timezone=timezone, language=language, now=now, listed=listed)
    refuse(document, body.text, reading.page)
    told = about(document, metadata, reading, rules=rules, timezone=timezone, language=language, now=now, listed=listed)
    reading.page.release()
    return replace(
        told,
        html=body.html,
        text=body.text,
        images=body.images,
        attachments=body.attachments,
        next=body.next,
        confidence=round(body.confidence * (BODY_ALONE + (1 - BODY_ALONE) * told.confidence), 3),
        evidence={**told.evidence, "body": body.evidence},
    )
