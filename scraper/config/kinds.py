"""The kinds of values a configuration has: text in, checked value out, and a hint where it is wrong.

Each is an annotated type for the models of `shape.py`. A check raises `wrong(message, hint)`; where the value stands is
known by the caller.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from feeds import patterns, urls
from scraper.config.problems import near_miss
from scraper.cron import Cron, CronError
from scraper.fetch.address import WIDEST

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
NOT_ID = re.compile(r"[^a-z0-9_-]+")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
DURATION = re.compile(r"(?:\d+(?:w|d|h|min|m|s))+\Z")
AMOUNT = re.compile(r"(\d+)(w|d|h|min|m|s)")
UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "min": 60, "m": 60, "s": 1}
LONGEST = timedelta(days=3660)
CRON_FIELDS = 5
DATABASE = re.compile(r"(?:sqlite|postgres|postgresql)(?:\+\w+)?\Z")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
HOURS = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d\Z")
LISTEN = re.compile(r"(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]*):(\d{1,5})\Z")
PLACE = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*\Z")
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+\Z")


def wrong(message: str, hint: str = "") -> PydanticCustomError:
    return PydanticCustomError("config", "{message}", {"message": message, "hint": hint})


def listed(value: Any) -> Any:
    """One value where several may stand: `level: national` is `level: [national]`."""
    return (value,) if isinstance(value, str) else value


def check_id(text: str) -> str:
    if not ID.match(text):
        better = NOT_ID.sub("-", text.lower()).strip("-_")[:64]
        hint = f"did you mean {better!r}?" if better else "such as 'hunan'"
        raise wrong(f"{text!r} is no id: lower-case letters, digits, - and _", hint)
    return text


def check_url(text: str) -> str:
    """An address as people give it: http(s), a host, no password in it."""
    if not SCHEME.match(text):
        bare = text.lstrip("/")
        raise wrong(
            f"{text!r} is no URL",
            f"did you mean 'https://{bare}'?" if "." in bare.split("/")[0] else "start with https://",
        )
    if not text.lower().startswith(("http://", "https://")):
        scheme = text.split(":")[0]
        raise wrong(
            f"{text!r} is no web address", near_miss(scheme, ("http", "https")) or "start with https:// or http://"
        )
    host = urls.host(text)
    if any(char.isspace() for char in text) or not host or not all(host.strip("[]").split(".")):
        raise wrong(f"{text!r} is no URL", "copy it from the browser's address bar")
    if "@" in text.split("/")[2]:
        raise wrong("a URL here carries no user name or password", "remove what stands before the @")
    return text


def check_base_url(text: str) -> str:
    checked = check_url(text)
    return checked if checked.endswith("/") else checked + "/"


def check_database(text: str) -> str:
    """A path, or the URL of a database that is known; what it says is not shown, it may carry a password."""
    scheme, parted, _ = text.partition("://")
    if parted and not DATABASE.match(scheme):
        near = near_miss(scheme, ("postgresql", "sqlite"))
        raise wrong(f"{scheme!r} is no database that is supported", near or "write a path (SQLite), or postgresql://…")
    return text


def check_proxy(text: str) -> str:
    if not text.lower().startswith(("http://", "https://", "socks5://", "socks5h://")):
        raise wrong(
            "is no proxy address",  # not shown: it may carry a password
            "such as http://10.0.0.2:8080 or socks5://10.0.0.2:1080",
        )
    return text


def check_cron(text: str) -> str:
    try:
        return Cron.parse(text).text
    except CronError as error:
        raise wrong(str(error), error.hint) from error


def read_duration(value: Any) -> Any:
    """`90s`, `30m`, `1h`, `1h30m`, `2d`, `1w` to a timedelta."""
    if not isinstance(value, str):
        return value
    text = value.replace(" ", "").lower()
    if not DURATION.match(text):
        raise wrong(
            f"{value!r} is no duration",
            f"did you mean '{text}m'?" if text.isdigit() else _of_cron(value) or "such as 90s, 30m, 1h, 1h30m or 2d",
        )
    length = timedelta(seconds=min(sum(int(amount) * UNITS[unit] for amount, unit in AMOUNT.findall(text)), 10**9))
    if length > LONGEST:
        raise wrong(f"{value!r} is longer than ten years")
    return length


def _of_cron(text: str) -> str:
    return "a cron line belongs into cron:" if len(text.split()) == CRON_FIELDS else ""


def check_lasting(length: timedelta) -> timedelta:
    if not length:
        raise wrong("must be longer than nothing")
    return length


def check_header(text: str) -> str:
    """What goes into a line of each request: with a line end in it no server would take the request."""
    if any(ord(char) < 32 or ord(char) == 127 for char in text):
        raise wrong("must be one line without control characters")
    return text


def check_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        by_lower = {zone.lower(): zone for zone in available_timezones()}
        tails = {zone.rpartition("/")[2]: zone for zone in by_lower}
        close = near_miss(text, by_lower) or near_miss(text, tails)
        found = close.removeprefix("did you mean '").removesuffix("'?")
        best = by_lower.get(tails.get(found, found), "")
        raise wrong(
            f"{text!r} is no time zone", f"did you mean {best!r}?" if best else "such as Asia/Shanghai"
        ) from error
    return text


def check_language(text: str) -> str:
    if not LANGUAGE.match(text):
        raise wrong(f"{text!r} is no language tag", "such as zh, en, de or zh-Hant")
    return text


def check_hours(text: str) -> str:
    if not HOURS.match(text.replace(" ", "")):
        raise wrong(f"{text!r} is no span of hours", "such as 22:00-06:00")
    return text.replace(" ", "")


def check_listen(text: str) -> str:
    match = LISTEN.match(text)
    if not match or not 0 < int(match[1]) < 65536:
        raise wrong(f"{text!r} is no address to listen on", "such as 127.0.0.1:8080")
    return text


def check_address(text: str) -> str:
    if not ADDRESS.match(text):
        raise wrong(f"{text!r} is no e-mail address", "such as me@example.org")
    return text


def check_network(text: str) -> str:
    try:
        network = ip_network(text, strict=False)
    except ValueError as error:
        raise wrong(f"{text!r} is no network", "such as 10.0.0.0/8 or fd00::/8") from error
    if network.prefixlen < WIDEST[network.version]:
        raise wrong(f"{text} would turn the address guard off", "name the networks you need")
    return str(network)


def check_listen_or_off(text: str) -> str:
    return "" if text == "off" else check_listen(text)


def check_server(text: str) -> str:
    checked = check_listen(text)
    if checked.startswith(":"):
        raise wrong(f"{text!r} names no server", "such as smtp.example.org:587")
    return checked


def check_place(text: str) -> str:
    if not PLACE.match(text):
        raise wrong(f"{text!r} is no place for a feed", "names of letters, digits, - and _, separated by /")
    return text


def check_css(text: str) -> str:
    from scraper.selectors import check_selector

    return selector(text, check_selector)


def check_template(text: str) -> str:
    if text and not re.search(r"\{[1-9]\}", text):
        raise ValueError("has no place for the values of the call: write {1} where the first of them belongs")
    return text


def check_rule(text: str) -> str:
    from scraper.selectors import check_rule as check

    return selector(text, check)


def selector(text: str, check: Callable[[str], str | None]) -> str:
    if said := check(text):
        raise wrong(f"the selector {text!r} {said}", "try it in the browser: document.querySelectorAll(…)")
    return text.strip()


def check_words(text: str) -> str:
    """A word, or a pattern between slashes that can be matched in linear time."""
    if said := patterns.check(text):
        raise wrong(f"the pattern {text!r} {said}")
    return text


Id = Annotated[
    str, AfterValidator(check_id), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"})
]
Url = Annotated[str, AfterValidator(check_url), WithJsonSchema({"type": "string", "pattern": "^(https?://|.*\\$\\{)"})]
BaseUrl = Annotated[Url, AfterValidator(check_base_url)]
Database = Annotated[str, AfterValidator(check_database)]
Proxy = Annotated[str, AfterValidator(check_proxy)]
CronLine = Annotated[str, AfterValidator(check_cron)]
Duration = Annotated[
    timedelta, BeforeValidator(read_duration), WithJsonSchema({"type": "string", "examples": ["30m", "1h"]})
]
Lasting = Annotated[Duration, AfterValidator(check_lasting)]
Header = Annotated[str, AfterValidator(check_header)]
Zone = Annotated[str, AfterValidator(check_zone), WithJsonSchema({"type": "string", "examples": ["Asia/Shanghai"]})]
Language = Annotated[str, AfterValidator(check_language)]
Hours = Annotated[str, AfterValidator(check_hours)]
Listen = Annotated[str, AfterValidator(check_listen)]
ListenOrOff = Annotated[str, AfterValidator(check_listen_or_off)]
Place = Annotated[str, AfterValidator(check_place)]
Server = Annotated[str, AfterValidator(check_server)]
Network = Annotated[str, AfterValidator(check_network)]
Address = Annotated[str, AfterValidator(check_address)]
Template = Annotated[str, AfterValidator(check_template)]
Css = Annotated[str, AfterValidator(check_css)]
Rule = Annotated[str, AfterValidator(check_rule)]
Words = Annotated[str, AfterValidator(check_words)]
