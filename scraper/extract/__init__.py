"""An article page to its parts, as they stand there: a list of steps, each a module of its own.

    refusals  pages that stand in an article's place (asked by `scraper.read` and `scraper.discover`)
    body      which text is the article, as tidy HTML and as plain paragraphs, with its pictures

What comes out is not sanitized yet; `scraper.normalize` makes an `Article` of it.
"""

from datetime import datetime

from scraper.document import Document
from scraper.extract.body import find_body
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
    body = find_body(document, rules=rules)
    return Extract(
        title=body.headline,
        html=body.html,
        text=body.text,
        images=body.images,
        confidence=body.confidence,
        evidence={"body": body.evidence},
    )
