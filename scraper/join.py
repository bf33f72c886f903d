"""The pages of an article, each read alone, to one article."""

from collections.abc import Sequence
from dataclasses import replace

from scraper.models import Reading


def join(pages: Sequence[Reading]) -> Reading:
    """One article of its pages in order. What the first page says of itself holds; lines told again are left out."""
    if len(pages) == 1:
        return pages[0]
    articles = [page.article for page in pages]
    first = articles[0]
    html, text, known = [first.html], [first.text], set(first.text.split("\n")) | set(first.html.split("\n"))
    for article in articles[1:]:
        html.append(
            "\n".join(part for part in article.html.split("\n") if not part.startswith("<p>") or part not in known)
        )
        text += [line for line in article.text.split("\n") if line not in known]
        known.update(article.html.split("\n"), article.text.split("\n"))
    joined = replace(
        first,
        html="\n".join(part for part in html if part.strip()),
        text="\n".join(line for line in text if line),
        images=tuple({image.url: image for article in articles for image in article.images}.values()),
        attachments=tuple({file.url: file for article in articles for file in article.attachments}.values()),
        confidence=min(article.confidence for article in articles),
    )
    return Reading(joined, pages[-1].next)
