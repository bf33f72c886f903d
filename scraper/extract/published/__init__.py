"""When an article was published: every date that could be it, weighed by where it stands.

    markup    JSON-LD of the article, meta elements, microdata: strong
    lines     the printed date near headline and body: strong, by its place and its label
    address   the day in the URL: weak, for it is a folder and no date
    script    a date in a script (`var ct = "1577836800"`): only where nothing else is

Dates that agree strengthen each other; the best day wins, and of its witnesses the most precise one tells the time.
Dates of related items, comments, events, footers and edits stand elsewhere or say so, and do not count. Where none is
left, the page has no date of its own, and that is the answer.
"""

from scraper.extract.published.choose import Published, find_published

__all__ = ["Published", "find_published"]
