"""Which of the witnesses is right: the day with the strongest wins, and its most precise one tells the time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone

from feeds.models import Precision
from feeds.urls import host
from scraper.dates import Moment
from scraper.dates.moment import zone
from scraper.document import Document
from scraper.extract.around import Around
from scraper.extract.metadata import Metadata, plain, types_of
from scraper.extract.published import witness
from scraper.extract.published.witness import Reader, Witness
from scraper.extract.title import Found
from scraper.models import ArticleRules
from scraper.selectors import split_attribute

_AGREEMENT = 0.35  # what a second witness of the same day adds, as a share of its own worth
_ENOUGH = 5.0  # below this the far corners of the page are searched, too
_LEAST = 2.2
# WordPress marks what is a permanent page and no post: its stored date is the day somebody created the page.
_PERMANENT = re.compile(r"(?:^|\s)page-id-\d+(?:\s|$)")
_SKEW = timedelta(days=1)
_WIDEST, _QUARTER = timedelta(hours=14), 900  # zones are so far from UTC, in quarters of an hour


@dataclass(frozen=True, slots=True)
class Published:
    """The date of an article; without one `value` is None. `approximate`: counted from `now`, or without its year."""

    value: datetime | None = None
    precision: Precision | None = None
    evidence: str = ""
    confidence: float = 0.0
    approximate: bool = False


def find_published(
    document: Document,
    metadata: Metadata,
    around: Around,
    title: Found,
    rules: ArticleRules,
    *,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
    scripted: str = "",
) -> Published:
    """The date of publication of an article; `scripted` is what stands beside a text that a script keeps."""
    reader = Reader(timezone, _dialect(language, metadata.language, document.url), now)
    if rules.date:
        return _ruled(document, rules.date, reader)
    witnesses = [
        *witness.from_markup(metadata, reader, document.url, title.value),
        *witness.from_lines(around, title.line, reader),
        *witness.from_address(document.url, reader),
    ]
    named: list[Witness] = []
    if max((one.weight for one in witnesses), default=0.0) < _ENOUGH:
        named = [*witness.from_other_names(metadata, reader)]
        witnesses += witness.from_stamps(around, reader)
        witnesses += [*witness.from_far(around, reader), *witness.from_title(metadata, reader)]
    if all(one.weight < _LEAST for one in witnesses):
        witnesses += witness.from_script(document, reader, scripted, title.value)
    witnesses += named
    if _is_permanent(document, metadata):
        witnesses = [
            replace(one, weight=min(one.weight, 2.0)) if one.source.startswith("meta") else one for one in witnesses
        ]
    return choose(witnesses, timezone, now)


def choose(witnesses: Iterable[Witness], timezone: str | None, now: datetime | None) -> Published:
    """The day with the best witnesses, and its time."""
    heard = [one for one in witnesses if now is None or one.moment.value <= now + _SKEW]
    heard = _settle_order(heard, timezone)
    best: tuple[float, date] | None = None
    for day in dict.fromkeys(_day(one.moment, timezone) for one in heard):
        score = _score([one for one in heard if _day(one.moment, timezone) == day])
        score += _in_disguise(heard, day, timezone)
        if best is None or score > best[0]:
            best = (score, day)
    if best is None or best[0] < _LEAST:
        return Published()
    score, day = best
    for_it = sorted((one for one in heard if _day(one.moment, timezone) == day), key=lambda one: -one.weight)
    near = [one for one in heard if one.moment.zoned and one not in for_it and _shown_as(one.moment, day)]
    chosen = _most_precise(for_it, timezone)
    value = chosen.moment.value
    if near and chosen.moment.precision == "day" and timezone is None:
        chosen = max(near, key=lambda one: one.weight)
        value = _as_shown(chosen.moment, day)
    precision = chosen.moment.precision
    if _is_midnight(value, timezone):
        value, precision = datetime.combine(day, time(), value.tzinfo), "day"
    sources = list(dict.fromkeys([for_it[0].source, chosen.source]))
    rivals = [one for one in heard if one not in for_it and one.weight > 6 and not _shown_as(one.moment, day)]
    confidence = min(1.0, score / 12) * (0.7 if rivals else 1.0)
    return Published(value, precision, ", ".join(sources), confidence, chosen.moment.approximate)


def _score(witnesses: Sequence[Witness]) -> float:
    """The best witness, and a share of each further one from another place."""
    best: dict[str, float] = {}
    for one in witnesses:
        kind = one.source.split(" ")[0].rstrip(",")
        best[kind] = max(best.get(kind, 0.0), one.weight)
    weights = sorted(best.values(), reverse=True)
    return weights[0] + _AGREEMENT * sum(weights[1:])


def _in_disguise(heard: Sequence[Witness], day: date, timezone: str | None) -> float:
    """What UTC instants add to the neighbouring day that the page prints: the printed day is the local one."""
    printed = any(one.weight > 6 and not one.moment.zoned and _day(one.moment, timezone) == day for one in heard)
    own = {_day(one.moment, timezone) for one in heard if one.weight > 3 and not one.moment.zoned}
    if timezone or not printed:
        return 0.0
    instants = (
        one.weight
        for one in heard
        if one.moment.zoned
        and not one.moment.value.utcoffset()
        and _day(one.moment, timezone) not in own
        and _shown_as(one.moment, day)
    )
    return 0.9 * max(instants, default=0.0)


def _settle_order(heard: list[Witness], timezone: str | None) -> list[Witness]:
    """03/04 is the third of April where something else says so."""
    sure = {_day(one.moment, timezone) for one in heard if one.other is None and one.weight > 2}
    return [
        Witness(one.other, one.source, one.weight)
        if one.other is not None and _day(one.moment, timezone) not in sure and _day(one.other, timezone) in sure
        else one
        for one in heard
    ]


def _day(moment: Moment, timezone: str | None) -> date:
    """The calendar day: in the source's zone where it is known, else as written."""
    return (moment.value.astimezone(zone(timezone)) if timezone and moment.zoned else moment.value).date()


def _most_precise(witnesses: Sequence[Witness], timezone: str | None) -> Witness:
    """Of the witnesses of one day the best that tells the time.

    A zone that is written wins over a printed local time, but for two lies: local time marked as UTC; and the clock of
    UTC marked with the local zone, which another witness has right.
    """
    timed = [one for one in witnesses if one.moment.precision != "day" and one.weight > 1.9]
    timed = [one for one in timed if one.moment.zoned or one.moment.value.time().isoformat() != "00:00:00"] or timed
    if not timed:
        return witnesses[0]
    best = timed[0]
    offset = best.moment.value.utcoffset()
    if timezone is None and not best.moment.zoned:  # its hour is that of a zone that nobody wrote
        for one in timed:
            apart = one.moment.value - best.moment.value
            if one.moment.zoned and abs(apart) <= _WIDEST and not apart.seconds % _QUARTER:
                return one
    if best.moment.zoned and offset:
        for one in timed:
            value = one.moment.value
            if one.moment.zoned and value.utcoffset() == offset == value - best.moment.value:
                return one
    if timezone and best.moment.zoned and not offset:
        for one in timed:
            local = one.moment.value
            same_clock = (local.hour, local.minute) == (best.moment.value.hour, best.moment.value.minute)
            if not one.moment.zoned and same_clock and local.utcoffset():
                return one
    return best


def _is_midnight(value: datetime, timezone: str | None) -> bool:
    """Whether a time is only there because a program had to write one."""
    local = value.astimezone(zone(timezone)) if timezone else value
    return time() in (value.time(), local.time())


def _shown_as(moment: Moment, day: date) -> bool:
    """Whether an instant falls on this day somewhere on the inhabited globe, and so may be printed as it."""
    if moment.precision == "day" or not moment.zoned:
        return False
    utc = moment.value.astimezone(UTC)
    return (utc - timedelta(hours=8)).date() <= day <= (utc + timedelta(hours=9)).date()


def _as_shown(moment: Moment, day: date) -> datetime:
    """The same instant with the smallest shift of its offset under which it shows the day that the page prints."""
    for hours in range(1, 15):
        for offset in (hours, -hours):
            shown = moment.value.astimezone(timezone(timedelta(hours=offset)))
            if shown.date() == day:
                return shown
    return moment.value


def _is_permanent(document: Document, metadata: Metadata) -> bool:
    """Whether the page says that it is a page and no article: its stored date is the day somebody created it."""
    if metadata.articles:
        return False
    body = document.tree.body
    marked = body is not None and _PERMANENT.search(body.attributes.get("class") or "") is not None
    return marked or any("WebPage" in types_of(node) for node in metadata.nodes.values())


def _dialect(language: str | None, declared: str, url: str) -> str | None:
    """The language of the source, with the region that the page or its domain adds: English at .ie is Irish English."""
    declared = declared.replace("_", "-")
    language = language or declared
    if declared.lower().startswith(f"{language.lower()}-"):
        language = declared
    region = host(url).rpartition(".")[2] if language.lower() == "en" else ""
    return f"en-{region}" if len(region) == 2 else language or None


def _ruled(document: Document, rule: str, reader: Reader) -> Published:
    selector, attribute = split_attribute(rule)
    for node in document.tree.css(selector):
        text = node.attributes.get(attribute) if attribute else node.attributes.get("datetime") or node.text()
        moments = reader.all(plain(text or ""))
        if moments:
            return Published(moments[0].value, moments[0].precision, "rule", 1.0, moments[0].approximate)
    return Published()
