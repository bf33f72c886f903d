"""The last step: dateparser, for languages that our tables lack.

Asked only when the source says its language and the text writes a year, a day and a word; its answer counts only if
day, month and year all stood there, so it can neither invent a year nor read a count as a date.
"""

import re
from datetime import datetime
from functools import lru_cache

_WORTH_ASKING = re.compile(r"(?=.*(?<!\d)(?:19|20)\d\d(?!\d))(?=.*(?<!\d)\d{1,2}(?!\d))(?=.*[^\W\d_]{2})[^\n]{6,60}\Z")
_SETTINGS = {
    "STRICT_PARSING": True,
    "REQUIRE_PARTS": ["day", "month", "year"],
    "RETURN_AS_TIMEZONE_AWARE": False,
    "PARSERS": ["absolute-time"],
    "DATE_ORDER": "DMY",
}


def ask(text: str, language: str) -> datetime | None:
    """The naive date of a text in a language that the own tables could not read."""
    if not _WORTH_ASKING.match(text):
        return None
    return _dateparser(text, language.split("-")[0].lower())


@lru_cache(maxsize=256)
def _dateparser(text: str, language: str) -> datetime | None:
    import dateparser  # loading its tables costs more than most crawls need it

    try:
        found: datetime | None = dateparser.parse(text, languages=[language], settings=_SETTINGS)
    except (ValueError, OverflowError):
        return None
    if found is None or str(found.year) not in text or f"{found.day}" not in text:
        return None
    return found.replace(tzinfo=None)
