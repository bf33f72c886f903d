"""Foreign HTML in, allow-listed HTML out, last of all; and the same as plain text.

    clean(html, base)   scan (hostile.py) -> tidy the tree (prepare.py) -> allow-list (allow.py) -> legal characters
    seal(html)          the same without the tidying, for HTML that was written tidy
    to_text(html)       paragraphs separated by newlines (paragraphs.py)
    plain(text)         one line of plain text for titles and names
    legal(text)         what XML 1.0 can carry

The order of `clean` is its safety: nh3 stands last, so nothing that selectolax moves or writes escapes the allow-list.
What comes out has no script, style, form, frame or event handler, only absolute http(s) addresses (data: for small
pictures), and `clean(clean(x)) == clean(x)`.
"""

from feeds.html.allow import allow, allow_written
from feeds.html.characters import legal, plain
from feeds.html.hostile import is_hostile, strip_markup
from feeds.html.paragraphs import to_text
from feeds.html.prepare import prepare

__all__ = ["clean", "legal", "plain", "seal", "to_text"]

LONGEST = 2_000_000


def clean(html: str, base: str) -> str:
    """Safe HTML with absolute addresses, resolved against `base`; a hostile page comes out as its bare text."""
    html = legal(html[:LONGEST])
    if not html.strip():
        return ""
    if is_hostile(html):
        return strip_markup(html)
    # Once more at the end: the parser turns character references into the characters themselves.
    return legal(allow(prepare(html, base))).strip()


def seal(html: str) -> str:
    """Safe HTML from HTML that the reader itself wrote: bare elements, absolute addresses, real pictures.

    To tidy what is tidy would parse it once more and change nothing; the allow-list stands last here, too.
    """
    html = legal(html[:LONGEST])
    if not html.strip():
        return ""
    if is_hostile(html):
        return strip_markup(html)
    return legal(allow_written(html)).strip()
