"""Moments, sizes and addresses as people read them: the filters of the templates."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from feeds.days import day_of
from feeds.models import Entry
from scraper.models import Source
from scraper.state import SourceState

TROUBLE = ("broken", "blocked", "unreachable", "degraded")
ORDER = (*TROUBLE, "unknown", "healthy", "disabled")  # what needs a person comes first
NEXT_STEP = {
    "degraded": "Look at what is read now, and whether a rule reads it better.",
    "broken": "Let fedfeed propose a rule, or write one and watch what it finds.",
    "blocked": "Nothing is evaded: ask the site's owner, or disable the source with a reason.",
    "unreachable": "It is tried again with growing pauses. Is the site there in your browser?",
}


def span(seconds: float) -> str:
    """A length of time in one unit: `12 min`, `5 h`, `3 days`."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} days"


def around(moment: datetime | None, now: datetime) -> Markup:
    """A moment as its distance from now, exact on hovering: `12 min ago`, `in 3 h`."""
    if moment is None:
        return Markup("never")
    seconds = (moment - now).total_seconds()
    if abs(seconds) < 60:
        return tagged(moment, "now" if seconds > 0 else "just now")
    return tagged(moment, f"in {span(seconds)}" if seconds > 0 else f"{span(-seconds)} ago")


def lasting(moment: datetime, now: datetime) -> Markup:
    """How long something has been so: `12 min`, exact on hovering."""
    return tagged(moment, span(max((now - moment).total_seconds(), 0.0)))


def minute(moment: datetime | None) -> Markup:
    """A moment to the minute, in UTC."""
    return tagged(moment, f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}") if moment else Markup("never")


def day(moment: datetime | None) -> Markup:
    """A moment's day where it was printed."""
    return tagged(moment, f"{moment:%Y-%m-%d}") if moment else Markup("no date")


def day_of_entry(entry: Entry) -> Markup:
    """The day of an article as its page printed it."""
    return tagged(entry.published, day_of(entry.published, printed=entry.article.published).isoformat())


def tagged(moment: datetime, words: str) -> Markup:
    """A `<time>` element."""
    exact = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(moment.isoformat(), exact, words)


def size(count: float) -> str:
    """Bytes: `14 kB`, `2.1 MB`."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            return f"{count:.3g} {unit}" if count < 1000 else f"{count:.0f} {unit}"
        count /= 1000
    raise AssertionError("unreachable")


def outward(url: str, text: str = "") -> Markup:
    """A link that leaves these pages, if it leads to the web; anything else (`javascript:`) is shown, never linked."""
    if not is_web(url):
        return escape(text or url)
    return Markup('<a href="{}" rel="noreferrer noopener nofollow external" dir="auto">{}</a>').format(url, text or url)


def is_web(url: str) -> bool:
    """Whether an address is http(s) with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def state_of(source: Source, state: SourceState) -> str:
    """The word for a source's health."""
    return state.health.state if source.enabled else "disabled"


def remarks(source: Source, state: SourceState) -> tuple[str, ...]:
    """Settings and findings that a person should know of, beside the reason of its health."""
    found = (
        (state.health.suspect, f"watching: the last run looked {state.health.suspect}, the next one decides"),
        (source.tls != "strict", f"tls: {source.tls}"),
        (source.via, f"through the proxy {source.via}"),
        (state.moved_to, f"moved for good to {state.moved_to}: change its url"),
        (state.own_feed, f"the site's own feed is polled: {state.own_feed}"),
    )
    return tuple(text for applies, text in found if applies and source.enabled)
