"""Pages that stand in an article's or a list's place: challenges, login and cookie walls, "not found" pages.

    refuse(document) raises Blocked, LoginWall or Gone with a sentence; returns when the page is what it should be
    refuse(document, text)   the same, cheaper, when the reader's text of the article is known already

One sign alone refuses nothing. A page is refused when what only such a page says (a challenge's script, a title, a
notice) comes together with the lack of anything else to read: news about a captcha, a login form in a header, a pay
wall under an article and an article about error 404 all pass. Short news pass by their date line, unless their title is
a notice and nothing else and the text says it too (fire walls print the time of what they blocked).

What such pages say, in many languages, stands in `scraper.extract.notices`.
"""

import re
from dataclasses import dataclass

from scraper.document import Document
from scraper.errors import Blocked, Gone, LoginWall
from scraper.extract.body.outline import HEADINGS, Outline, outline
from scraper.extract.notices import (
    CHALLENGE_TEXT,
    CHALLENGE_TITLE,
    CONSENT_TEXT,
    CONSENT_TITLE,
    CONSENT_WORDS,
    GONE_TEXT,
    GONE_TITLE,
    LOGIN_FORM,
    LOGIN_TEXT,
    LOGIN_TITLE,
    MARKS,
    TO_LOGIN,
)

# In characters of any script: an article longer than this needs no second look unless its title is suspicious …
ARTICLE = 700
# … a notice leaves no more prose than this beside itself …
NOTICE = 300
# … a wall that explains itself at length has no more text than this, all of it about consent …
LONGEST_WALL = 4000
# … and a challenge without a word of its own has no more text than this.
BARE = 200
HEADLINE, FEW_TITLES = 24, 3  # a page with so many links of that length has a list to read
LONG_LINE = 60  # a line longer than this, if no link, is prose
HEAD = 300_000  # of a page's source, looked at for marks

# The line under a headline: a whole date beside at most a source, an author, a count. "Today is …" stands in headers.
DATE_LINE = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\b\d{1,2}[-/.]\d{1,2}[-/.]20\d\d"
    r"|\b\d{1,2}\.?\s(?:de\s)?[^\W\d]{3,}\.?\s(?:de\s)?20\d\d|\b[^\W\d]{3,}\.?\s\d{1,2},?\s20\d\d"
)
TODAY = re.compile("今天|现在|today|heute|aujourd|hoy")
LONGEST_DATE_LINE = 120
BESIDE_NOTICE = 5  # word characters that a notice's title may have beside the notice ("百度" before "安全验证")
SEGMENTS = re.compile(r"\s[-–—·]\s|[|_]")
CLAIMS_ARTICLE = (
    'meta[property="article:published_time"], meta[name="PubDate"], meta[property="og:type"][content="article"]'
)


@dataclass(frozen=True, slots=True)
class _Face:
    """What a page shows: its title, its text outside links, how much of that is prose, and whether there is a date line
    as articles have it."""

    shown: str
    title: str  # this and the text in lower case
    text: str
    prose: int
    dated: bool = False
    titles: int = 0  # lines that are a link as long as a headline
    headings: tuple[str, ...] = ()  # in lower case
    other: int = 0  # how much of the prose is about anything but consent
    notices: tuple[re.Pattern[str], ...] = ()  # which of the notices its text has

    @property
    def says(self) -> str:
        return f"“{(self.shown or self.text)[:80]}”"


def refuse(document: Document, text: str | None = None, page: Outline | None = None) -> None:
    """Raises where the page stands in another's place. `text` is what the reader takes for the article, `page` what it
    has seen of it."""
    title = _title(document)
    low = title.lower()
    suspicious = any(one.search(low) for one in (CHALLENGE_TITLE, GONE_TITLE, LOGIN_TITLE, CONSENT_TITLE))
    if text is not None and len(text) > ARTICLE and not suspicious and not _asks_consent(text):
        return
    face = _look(document, title, page)
    _refuse_challenge(document, face)
    _refuse_login(document, face)
    _refuse_consent(document, face)
    _refuse_gone(document, face)


def _refuse_challenge(document: Document, face: _Face) -> None:
    titled = CHALLENGE_TITLE.search(face.title) is not None
    told = CHALLENGE_TEXT in face.notices
    if face.prose > 2 * NOTICE or (face.dated and not (told and _is_all(face.title, CHALLENGE_TITLE))):
        return
    if titled or told or len(face.text) <= BARE:
        source = document.text[:HEAD]
        for whose, marks in MARKS:
            if any(mark in source for mark in marks):
                raise Blocked(f"{document.url}: a {whose} challenge stands in the page's place; it is not evaded")
    alone = titled and len(face.text) <= ARTICLE and _is_all(face.title, CHALLENGE_TITLE)
    if face.prose <= NOTICE and ((titled and told) or alone or (told and _bare(face))):
        raise Blocked(f"{document.url}: the site asks for a security check ({face.says}); it is not evaded")


def _refuse_login(document: Document, face: _Face) -> None:
    titled = LOGIN_TITLE.search(face.title) is not None
    asked = LOGIN_TEXT in face.notices
    if face.prose > NOTICE or (face.dated and not (asked and _is_all(face.title, LOGIN_TITLE))):
        return
    password = document.tree.css_first('input[type="password"]') is not None
    sent = len(face.text) <= BARE and TO_LOGIN.search(document.text[:HEAD]) is not None
    claims = document.tree.css_first(CLAIMS_ARTICLE) is not None
    form = password and LOGIN_FORM.search(face.text) is not None
    alone = form and _bare(face) and not face.prose and face.titles < FEW_TITLES
    wall = (password or _bare(face)) and (not face.prose or _is_all(face.title, LOGIN_TITLE))
    if sent or (not claims and ((titled and (asked or wall)) or (asked and (password or _bare(face))) or alone)):
        raise LoginWall(f"{document.url}: the site asks for a login ({face.says})")


def _refuse_consent(document: Document, face: _Face) -> None:
    if face.other > NOTICE or face.dated or face.titles >= FEW_TITLES or CONSENT_TEXT not in face.notices:
        return
    titled = face.prose <= NOTICE and _is_all(face.title, CONSENT_TITLE)
    # Many walls keep the title of the site or the article: then all that is said on them must ask for consent.
    headed = not face.other and bool(face.headings) and all(_is_all(one, CONSENT_TITLE) for one in face.headings)
    if document.tree.css_first(CLAIMS_ARTICLE) is None and (titled or headed):
        raise Blocked(f"{document.url}: the site asks for consent to cookies before it shows the page ({face.says})")


def _refuse_gone(document: Document, face: _Face) -> None:
    titled = GONE_TITLE.search(face.title) is not None
    told = GONE_TEXT in face.notices
    if face.dated and not (told and _is_all(face.title, GONE_TITLE)):
        return
    if titled and told and document.tree.css_first(CLAIMS_ARTICLE) is None:
        raise Gone(f"{document.url}: the site says that there is no such page ({face.says})")
    if face.prose <= NOTICE and (told or _is_all(face.title, GONE_TITLE)):
        raise Gone(f"{document.url}: the site says that there is no such page ({face.says})")


def _asks_consent(text: str) -> bool:
    """Whether a text may be that of a long wall."""
    if len(text) > LONGEST_WALL:
        return False
    low = text.lower()
    return _is_about_consent(low) and CONSENT_TEXT.search(low) is not None


def _is_about_consent(low: str) -> bool:
    """Whether a text in lower case has a word of consent: to look for them costs a tenth of their pattern."""
    return any(word in low for word in CONSENT_WORDS)


def _is_all(title: str, notice: re.Pattern[str]) -> bool:
    """Whether a title, or its part beside the site's name, is the notice and hardly more."""
    for segment in SEGMENTS.split(title):
        beside, found = notice.subn("", segment)
        if found and len(re.findall(r"\w", beside)) <= BESIDE_NOTICE:
            return True
    return False


def _bare(face: _Face) -> bool:
    return len(face.text) <= 2 * BARE


def _title(document: Document) -> str:
    node = next((node for node in document.told if node.tag == "title"), None)
    return " ".join(node.text().split()) if node is not None else ""


def _look(document: Document, title: str, page: Outline | None) -> _Face:
    """The page without its frame and its links. A notice itself is no prose, however long its sentence is."""
    root = document.tree.body
    if root is None:
        return _Face(title, title.lower(), "", 0)
    if page is None or page.thorough:
        page = outline(root)
        page.release()
    if not any(line.size > LONG_LINE for line in page.lines):  # a wall in a box of that name is all there is to read
        page = outline(root, thorough=True)
        page.release()
    titles = sum(line.linked >= 0.5 * line.size >= 0.5 * HEADLINE for line in page.lines)
    lines = [line for line in page.lines if line.linked < 0.5 * line.size and not line.owner.hidden]
    text = "\n".join(line.low for line in lines)
    # What the whole text does not say, no line says either.
    notices = tuple(one for one in (CHALLENGE_TEXT, GONE_TEXT, LOGIN_TEXT, CONSENT_TEXT) if one.search(text))
    headings = tuple(line.low for line in lines if line.owner.tag in HEADINGS)
    prose = [
        line
        for line in lines
        if line.size > LONG_LINE
        and line.owner.tag not in HEADINGS
        and not any(notice.search(line.low) for notice in notices)
    ]
    other = sum(len(line.text) for line in prose if not _is_about_consent(line.low))
    dated = any(
        len(line.text) <= LONGEST_DATE_LINE and DATE_LINE.search(line.text) and not TODAY.search(line.low)
        for line in lines
    )
    size = sum(len(line.text) for line in prose)
    return _Face(title, title.lower(), text, size, dated, titles, headings, other, notices)
