"""An article page to its parts, as they stand there: a list of steps, each a module of its own.

    refusals  pages that stand in an article's place (asked by `scraper.read` and `scraper.discover`)
    body      which text is the article, as tidy HTML and as plain paragraphs, with its pictures
    about     what the page says about it: title, date, publisher, authors, language, tags, lead, address

What comes out is not sanitized yet; `scraper.normalize` makes an `Article` of it.
"""

from dataclasses import replace
from datetime import datetime

from scraper.document import Document
from scraper.extract.about import about
from scraper.extract.body import read_body
from scraper.models import ArticleRules, Extract

NO_RULES = ArticleRules()


def extract(
    document: Document,
    *,
    rules: ArticleRules = NO_RULES,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
) -> Extract:
    """The parts of an article page. `now` resolves relative dates; without it they stay unknown."""
    reading = read_body(document, rules=rules)
    body = reading.body
    told = about(document, reading, rules=rules, timezone=timezone, language=language, now=now)
    return replace(
        told,
        html=body.html,
        text=body.text,
        images=body.images,
        confidence=(told.confidence + body.confidence) / 2 if body.confidence else told.confidence,
        evidence={**told.evidence, "body": body.evidence},
    )
