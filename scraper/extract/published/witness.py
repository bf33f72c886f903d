"""The witnesses of a date of publication: what each part of a page says, and how much that is worth."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from scraper.dates import Moment, find_dates, parse_date
from scraper.document import Document
from scraper.extract.around import Around
from scraper.extract.body.outline import HEADINGS, Line, Node, ancestors
from scraper.extract.body.outline import text_of as text_in
from scraper.extract.body.weights import CARD, CARDS
from scraper.extract.metadata import Metadata, text_of
from scraper.extract.published.labels import EDIT, PUBLISHED, Label, says_published, worth
from scraper.extract.scripted import scripted_day
from scraper.extract.stated import squash

# Meta elements that say "published", in the order of their worth; the rest say only "date".
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "pubdate",
    "publishdate",
    "datepublished",
    "article:published",
    "parsely-pub-date",
    "cxenseparse:publishtime",
    "cxenseparse:recs:publishtime",
    "article_date_original",
    "og:release_date",
    "publish-date",
    "pub_date",
    "published_at",
    "published",
    "og:pubdate",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "article.published",
    "publish_date",
    "publish_time",
    "apub:time",
    "firstpublishedtime",
)
_DATED = (
    "dcterms.created",
    "dc.date.created",
    "sailthru.date",
    "date",
    "dc.date",
    "dcterms.date",
    "created",
    "date.created",
)
# What other names of meta elements say so, and what they say besides.
_SAYS_PUBLISHED = re.compile(
    r"publi(?:sh|c)\w*[-_:.]?(?:date|time|at|on)|(?:date|time)[-_]?publi|pub[-_]?(?:date|time)|published|issued|dcterms\.available"
    r"|(?:release|post|display|citation(?:_online)?)[-_]?date|creat(?:ed?|ion)[-_]?(?:date|time|at)|date[-_]?created|articledate"
)
_SAYS_OTHERWISE = re.compile(r"modif|updat|expir|unpub|valid|event|video|book")
# Where elements keep the day that they print as "three days ago".
_STAMPS = (
    "datetime",
    "title",
    "content",
    "data-datetime",
    "data-date",
    "data-time",
    "data-timestamp",
    "data-published",
)
_STAMP = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:\D|\Z)|1\d{9}(?:\d{3})?\Z")
_COMMENT = re.compile(
    r" (?:comment|comments|kommentar|kommentare|reply|copyright|sidebar|related|recent|archive|event|events) "
)
_DATE_HINT = re.compile(
    r" (?:date|time|pub|publish|published|pubtime|datum|datetime|timestamp|posted|meta|byline|info|dateline) "
)
# When something takes place, whatever else the name says.
_EVENT_HINT = re.compile(r" (?:events?|veranstaltung|termine?|evento|agenda) ")
# The bar at the top of a page tells the day of the visit.
_TODAY_HINT = re.compile(r"^ header $| (?:today|clock|masthead|topbar|top bar|header top|top header|current date) ")
_DIGITS = re.compile(r"\d\d")
_SLASHED = re.compile(r"(?<!\d)\d{1,2}[/-]\d{1,2}[/-]\d{2,4}")
# A number with a word behind it begins a headline, /2019/12/10-reasons-to-join/; one with an id is a day,
# /2020/7/2-b51327b1.html.
_URL_DAY = re.compile(
    r"(?<![\d])(?P<y>(?:19|20)\d\d)(?P<s>[/_-]?)(?P<m>0[1-9]|1[0-2]|(?<=[/_-])[1-9](?=[/_-]))[/_-]?"
    r"(?P<d>0[1-9]|[12]\d|3[01]|(?<=[/_-])[1-9](?=[/_-]))(?!\d)"
    r"(?!(?:(?<=/\d)|(?<=/\d\d))[-_][^\W\d_]+(?:[-_./]|\Z))"
)
_URL_DAY_FIRST = re.compile(r"(?<!\d)([0-3]\d)(?P<s>[-.])([01]\d)(?P=s)((?:19|20)\d\d)(?!\d)")
_URL_MONTH_NAMED = re.compile(r"/((?:19|20)\d\d)/([A-Za-z]{3,9})/(\d{1,2})(?:/|\Z)")
# An article's number that begins with the minute of its making: AKR20241219103000123.
_URL_NUMBER = re.compile(
    r"(?<!\d)((?:199|20[0-3])\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d)\d{3,9}(?!\d)"
)
# Names under which scripts keep the date of publication; `ct` is WeChat's.
_SCRIPT_KEYS = (
    "pubtime",
    "pub_time",
    "newsTime",
    "publishTime",
    "publish_time",
    "pubDate",
    "pub_date",
    "publishDate",
    "publish_date",
    "publishedDate",
    "publishedAt",
    "published_at",
    "datePublished",
    "firstPublicationDate",
    "createTime",
    "oriCreateTime",
    "var ct",
)
_SCRIPT_VALUE = re.compile(r"""["']?\s*[:=]\s*["']?(?P<value>[12][\d-]{7,9}[\d:T .+Z-]{0,20})""")
# A script that writes the day where it stands, which the server gave it.
_SCRIPT_WRITES = re.compile(
    r"""(?:document\.write(?:ln)?|\.(?:html|text))\(\s*["'](?P<value>(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[^"']{0,12})["']"""
)
_DATELINE = re.compile(r"\s?(?:[–—|„“\"]|-\s|[)）\]】]|//)")
# `Kiel, 18. Dezember 2024 – …`, `BRUSSELS, Thursday, 12 December 2024 – …`
_PLACE = re.compile(r"[^\W\d_][^\d,:–—]{1,30},\s(?:(?:den|am|le|il|el)\s|[^\W\d_]{2,10},\s)?")
_OPENING = 25  # characters in front of a date that still opens a text
_LONG = 300
_LEVELS = 4
_MOST_ITEMS = 40  # of a list that are looked at
_THREE_BOXES = 24
_REACH = 45
_CLOSE = 3
_APART, _FAR = 1.0, 2.0
_LEAST_YEAR = 1991
_COUNTED = 4.5  # what a day is worth that is counted from today or lacks its year: less than any that is whole


@dataclass(frozen=True, slots=True)
class Witness:
    """A date, where it came from and what it is worth. `other` is the same figures read the other way round, month
    first or day first, where both are possible."""

    moment: Moment
    source: str
    weight: float
    other: Moment | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """How dates of this page are read."""

    timezone: str | None
    language: str | None
    now: datetime | None

    def one(self, text: str) -> Moment | None:
        """The date of an attribute or a cell."""
        moment = parse_date(text, timezone=self.timezone, language=self.language)
        if moment is None:  # a readable date with something glued to it
            return next(iter(self.all(text[:_LONG])), None)
        return moment if moment.value.year >= _LEAST_YEAR else None

    def all(self, text: str, language: str | None = None) -> list[Moment]:
        """The dates of a line."""
        found = find_dates(text, timezone=self.timezone, language=language or self.language, now=self.now)
        return [moment for moment in found if moment.value.year >= _LEAST_YEAR]


def from_markup(metadata: Metadata, reader: Reader, url: str, title: str) -> Iterator[Witness]:
    """JSON-LD, meta elements, microdata."""
    for node in _own(metadata.articles, url, title)[:1]:
        for key, weight in (("datePublished", 10.0), ("dateCreated", 4.0), ("uploadDate", 4.0)):
            if moment := reader.one(text_of(node.get(key))):
                yield Witness(moment, "json-ld" if key == "datePublished" else f"json-ld {key}", weight)
                break
    for names, weight in ((_PUBLISHED, 8.0), (_DATED, 6.5), (("dateupdate",), 5.0)):
        for name in names:
            values = metadata.metas.get(name) or (metadata.items.get(name, ()) if name == "dateupdate" else ())
            if moment := next((one for value in values if (one := reader.one(value))), None):
                yield Witness(moment, f"meta {name}", weight)
                weight = min(weight, 2.0)  # the others of a kind repeat the first: they may strengthen, not decide
    if moment := reader.one(next(iter(metadata.items.get("datecreated", ())), "")):
        yield Witness(moment, "microdata", EDIT)  # of a recipe, or of a database: last of all
    values = metadata.items.get("datepublished", ())
    if values and (moment := reader.one(values[0])):
        yield Witness(moment, "microdata", 6.0 if len(set(values)) == 1 else 3.0)


def from_other_names(metadata: Metadata, reader: Reader) -> Iterator[Witness]:
    """The first meta element whose name has a word for publishing and one for a date."""
    for name, values in metadata.metas.items():
        if _SAYS_PUBLISHED.search(name) and not _SAYS_OTHERWISE.search(name) and (moment := reader.one(values[0])):
            yield Witness(moment, f"meta {name}", 7.0)
            return


def _own(articles: tuple[Mapping[str, Any], ...], url: str, title: str) -> list[Mapping[str, Any]]:
    """The JSON-LD nodes of this article: by address, else by headline, else the only one or the first."""
    path = url.split("?")[0].split("://")[-1].rstrip("/")
    squashed = squash(title)
    named = [
        node
        for node in articles
        if path and any(path in str(node.get(key)) for key in ("url", "@id", "mainEntityOfPage"))
    ]
    titled = [node for node in articles if squashed and squash(text_of(node.get("headline")))[:40] == squashed[:40]]
    dated = [node for node in (*titled, *named, *articles) if node.get("datePublished") or node.get("dateCreated")]
    return dated or list(articles)


def from_lines(around: Around, title: Line | None, reader: Reader) -> Iterator[Witness]:
    """The printed dates near headline and body."""
    lines, start, head = around.lines, around.start, around.index(title)
    if not start - _REACH < head <= start + 6 or head < 0:  # none, or one in a bar that scrolls along
        head = max(0, start - 8)
    box = _box(around, title)
    first, last = max(0, head - 8), min(len(lines), min(max(start, head + 2) + 4, head + _REACH))
    for place in range(first, min(last, max(head + 1, around.end))):
        if lines[place].owner.others or (place > start and _is_quoted(lines[place], lines[start])):
            continue
        if place >= start or len(lines[place].text) > _LONG:
            yield from _dateline(lines[place], reader)
        if lines[place] is title:
            yield from _headline(around, place, reader)
        elif place >= head:
            yield from _line(around, place, 8.5 - 0.03 * (place - head), "line", reader)
        else:
            yield from _line(around, place, _above(lines[place].owner, head - place, box), "above headline", reader)
    seen: set[int] = set()
    for place, stamp, _ in around.times:
        if (
            first <= place < last
            and place not in seen
            and not lines[place].owner.hidden
            and not lines[place].owner.others
            and (moment := reader.one(stamp))
        ):
            seen.add(place)  # a second time in a line is that of an edit
            yield Witness(moment, "time element", 8.0 if place >= head else 5.0)
    yield from _below(around, max(start + 1, around.end - 2), box, reader)


def _is_quoted(line: Line, first: Line) -> bool:
    """Whether a line of the body stands in a quotation that begins below the first one: a post with its own day."""
    return any(
        box.tag == "blockquote" and box.place > first.owner.place for box in (line.owner, *ancestors(line.owner))
    )


def _above(owner: Node, lines: int, box: Node | None) -> float:
    """What a date is worth so many lines above the headline; outside of the article's box it is that of the visit, or
    of another article, unless it heads the posts of a day."""
    if _DATE_HINT.search(owner.hint) is None and owner.tag not in HEADINGS:
        if box is not None and not box.place <= owner.place < box.end:
            return _APART
        if lines > _CLOSE:
            return _FAR
    return 7.0 - 0.3 * lines


def _box(around: Around, title: Line | None) -> Node | None:
    """The smallest box that holds headline and body: what stands above it is the head of the page."""
    if title is None or around.start >= len(around.lines):
        return None
    begins = around.lines[around.start].owner.place
    return next((box for box in ancestors(title.owner) if box.end > begins), None)


def _headline(around: Around, place: int, reader: Reader) -> Iterator[Witness]:
    """A date in the headline is what the article is about, `Why we march on 1 May`: with its year it may be the
    article's own where nothing else is, without one it never is."""
    for one in _line(around, place, 2.5, "headline", reader):
        if not one.moment.approximate:
            yield replace(one, weight=min(one.weight, 2.5))


def _below(around: Around, begin: int, box: Node | None, reader: Reader) -> Iterator[Witness]:
    """Dates right below the body, in its box: one, or with a label; several are a list of other items."""
    end = len(around.lines) if box is None else bisect_left(around.lines, box.end, key=lambda line: line.owner.place)
    lines = around.lines[begin : min(end, around.end + 8)]
    places = [
        place for place, line in enumerate(lines, begin) if not line.owner.others and " footer " not in line.owner.hint
    ]
    found = [
        one for place in places for one in _line(around, place, 5.5 - 0.15 * abs(place - around.end), "below", reader)
    ]
    days = {one.moment.value.date() for one in found if one.weight > EDIT}
    yield from (one for one in found if len(days) <= 1 or one.source.endswith("labelled"))


def _line(around: Around, place: int, weight: float, source: str, reader: Reader) -> Iterator[Witness]:
    line = around.lines[place]
    text, hint = line.text, line.owner.hint
    if len(text) <= 2 and text.isdigit():
        yield from _boxes(around, place, weight, source, reader)
    if len(text) > _LONG or line.owner.hidden or _dateless(text, reader):
        return
    dated = _DATE_HINT.search(hint) is not None
    if _EVENT_HINT.search(hint) or _is_event(line.owner) or (not dated and _COMMENT.search(hint)):
        return
    if source == "above headline" and _TODAY_HINT.search(hint):
        return
    if line.owner.tag == "figcaption" and all(kid.tag not in HEADINGS for kid in line.owner.elements()):
        return  # when the picture was taken; over a picture may stand the headline with its day
    if line.linked > 0.5 * line.size:
        # A day is a link to all that was published on it.
        dated = dated or any(_DATE_HINT.search(kid.hint) for kid in line.owner.elements())
        if source != "line" and not dated:
            return
        weight -= 0.5
    for order, moment in enumerate(reader.all(text)[:3]):
        if moment.approximate:
            if line.owner.tag in HEADINGS:  # "Et maintenant ?"
                continue
            weight = min(weight, _COUNTED)
        label = Label.of(around, place, moment.span)
        if not (label.published or label.edited) and _is_listed(line, reader):
            return
        value = worth(weight - 0.5 * order, label, moment.span, dated, source)
        yield Witness(moment, f"{source}, labelled" if label.published else source, value, _other(moment, reader))


def _is_listed(line: Line, reader: Reader) -> bool:
    """Whether a line stands in a list of which several items have a day: an agenda, a chronicle, other articles."""
    item = next((box for box in islice((line.owner, *ancestors(line.owner)), _LEVELS) if box.tag == "li"), None)
    if item is None or item.parent is None:
        return False
    items = islice((kid for kid in item.parent.elements() if kid.bulk), _MOST_ITEMS)
    texts = (text_in(kid)[:_LONG] for kid in items)
    return sum(bool(reader.all(text)) for text in texts if _DIGITS.search(text)) >= CARDS


def _is_event(owner: Node) -> bool:
    """Whether a line stands in a small box that is named for an event: a table of its day, its place and its price."""
    boxes = (box for box in islice(ancestors(owner), _LEVELS) if box.bulk < CARD)
    return any(_EVENT_HINT.search(box.hint) for box in boxes)


def _boxes(around: Around, place: int, weight: float, source: str, reader: Reader) -> Iterator[Witness]:
    """A day in three boxes, one below the other: `19`, `Dic`, `2024`."""
    lines = around.lines[place : place + 3]
    if sum(line.size for line in lines) < _THREE_BOXES and not any(line.owner.hidden for line in lines):
        for moment in reader.all(" ".join(line.text for line in lines))[:1]:
            yield Witness(moment, source, weight)


def _other(moment: Moment, reader: Reader) -> Moment | None:
    """The same figures read the other way round, where that is a date, too."""
    if not _SLASHED.search(moment.text):
        return None
    turned = reader.all(moment.text, _opposite(moment))
    return next((one for one in turned if one.value.date() != moment.value.date()), None)


def _opposite(moment: Moment) -> str:
    """The language that reads the figures of a date the other way round."""
    first = int(re.split(r"\D", moment.text.lstrip())[0] or 0)
    return "en-US" if first == moment.value.day else "en-GB"


def _dateless(text: str, reader: Reader) -> bool:
    """Lines that cannot hold a date are most lines: do not ask the patterns about them."""
    return not _DIGITS.search(text) and reader.now is None and not ("年" in text and "月" in text)


def _dateline(line: Line, reader: Reader) -> Iterator[Witness]:
    """A body that opens with its date: `29.11.2022 – …`, `Karlsruhe, (12.11.2021). …`. In a sentence it is
    an event's."""
    opening = line.text[:60]
    if not _DIGITS.search(opening):
        return
    for moment in reader.all(opening)[:1]:
        begins = moment.span[0] <= 1 or opening[moment.span[0] - 1] in "(（[【"
        labelled = opening[: moment.span[0]].strip() in ("Pressemitteilung vom", "Meldung vom", "PM vom", "Stand:")
        placed = opening[:1].isupper() and _PLACE.fullmatch(opening, 0, moment.span[0]) is not None
        begins = (begins and moment.span[0] < _OPENING) or placed
        end = moment.span[1]
        told = _DATELINE.match(opening, end) is not None or (placed and opening.startswith(". ", end))
        if labelled or (begins and told):
            yield Witness(moment, "dateline", 5.0)


def from_far(around: Around, reader: Reader) -> Iterator[Witness]:
    """A labelled date further away, `Erschienen am: 01.11.2023`: if all that are labelled name one day."""
    found = []
    for place, line in enumerate(around.lines):
        if line.size < 150 and not line.owner.others and _DIGITS.search(line.text):
            labelled = PUBLISHED.search(line.low) or (place and PUBLISHED.search(around.lines[place - 1].low[:24]))
            if labelled:
                far = 4.0 if place >= around.start else 3.0
                found += [
                    replace(one, weight=far) for one in _line(around, place, 4.0, "far", reader) if _is_labelled(one)
                ]
    if not found:
        found = [*_aside(around, reader)]
    if len({one.moment.value.date() for one in found}) == 1:
        yield from found


def _aside(around: Around, reader: Reader) -> Iterator[Witness]:
    """A labelled date in a footer or aside; the label may be a text of its own."""
    before = ""
    for text in around.asides():
        label = f"{before} {text}"[-100:]
        if len(text) < 100 and _DIGITS.search(text) and says_published(label):
            yield from (Witness(moment, "far, labelled", 3.0) for moment in reader.all(text)[:1])
        before = text[:30]


def _is_labelled(witness: Witness) -> bool:
    return witness.source.endswith("labelled") and witness.weight > 2.5


def from_address(url: str, reader: Reader) -> Iterator[Witness]:
    """The day in an address: `/2019/06/15/`, `/t20190615_1.html`, `/art/2022/1/20/`."""
    path, _, query = url.partition("://")[2].partition("/")[2].partition("?")
    if (match := _URL_DAY_FIRST.search(path)) and (moment := reader.one(f"{match[4]}-{match[3]}-{match[1]}")):
        yield Witness(moment, "address", 3.0)
    if (match := _URL_MONTH_NAMED.search(f"/{path}")) and (moment := reader.one(f"{match[3]} {match[2]} {match[1]}")):
        yield Witness(moment, "address", 3.0)
    for match in _URL_DAY.finditer(f"/{path}"):
        if moment := reader.one(f"{match['y']}-{match['m']}-{match['d']}"):
            yield Witness(moment, "address", 3.0)
            return
    if (match := _URL_NUMBER.search(path) or _URL_NUMBER.search(query)) and (moment := reader.one(match[1][:8])):
        yield Witness(moment, "address", 2.4)


def from_stamps(around: Around, reader: Reader) -> Iterator[Witness]:
    """The day that an element above the text keeps behind its words: `<span title="2024-12-19 10:30">3 天前</span>`."""
    for node in around.elements:
        for name in _STAMPS:
            value = node.attrs.get(name)
            if value and _STAMP.match(value) and " updated " not in node.hint and not _COMMENT.search(node.hint):
                if moment := reader.one(value):
                    yield Witness(moment, "attribute", 4.0)
                return


def from_title(metadata: Metadata, reader: Reader) -> Iterator[Witness]:
    """A date that stands in <title>: `Headline | DW | 28.04.2023`. It may as well be what the article is about."""
    moments = reader.all(metadata.title)
    if len(moments) == 1 and moments[0].span[1] > len(metadata.title) - 2:
        yield Witness(moments[0], "title", 2.5)


def _under(key: str, text: str, reader: Reader) -> Iterator[Moment]:
    """What a script has under a key."""
    place = text.find(key)
    while place >= 0:
        match = _SCRIPT_VALUE.match(text, place + len(key))
        if match and (moment := reader.one(match["value"].strip())):
            yield moment
        place = text.find(key, place + len(key))


def from_script(document: Document, reader: Reader, stated: str, title: str) -> Iterator[Witness]:
    """A date of publication in a script, where a page is built by one; `stated` stands beside the text itself."""
    if stated and (moment := reader.one(stated)):
        yield Witness(moment, "script", 3.5)
        return
    text = document.text
    for key in _SCRIPT_KEYS:
        moments = list(islice(_under(key, text, reader), 2))
        if not moments:
            continue
        own: Moment | None = moments[0]
        if moments[0].value.date() != moments[-1].value.date():  # those of several articles
            own = reader.one(scripted_day(document, title))
        if own is not None:
            yield Witness(own, "script", 2.5)
        return
    match = _SCRIPT_WRITES.search(text)
    if match is not None and (moment := reader.one(match["value"])):
        yield Witness(moment, "script", 2.5)
