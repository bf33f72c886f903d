"""Date strings of three public libraries: feedparser, miniflux and dateparser's translations (DIR/dates/*.json).

A translation names its date in English; it counts as read when the original gives the same day and time as its English
form does. What is refused stands in `floors/dates.json` with the reason.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scraper.dates import parse_date

FLOOR = Path(__file__).resolve().parent / "floors" / "dates.json"
NOW = datetime(2021, 6, 15, 12, 0, tzinfo=UTC)
NOISE = re.compile(r"\bin |\byear\.|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
KOREAN = ("_nate/", "_onblog/")  # these two hosts print Korean time and do not say so


def run(data: Path) -> list[str]:
    refused: dict[str, str] = {
        text: reason for reason, texts in json.loads(FLOOR.read_text("utf-8")).items() for text in texts
    }
    missed = []
    for name, check in (
        ("feedparser_dates", feedparser),
        ("miniflux_dates", miniflux),
        ("dateparser_translation", translated),
    ):
        cases = json.loads((data / "dates" / f"{name}.json").read_text("utf-8"))
        wrong = [case for case in cases if not check(case)]
        print(f"dates {name}: {len(cases) - len(wrong)}/{len(cases)} as expected, {len(wrong)} refused or missed")
        missed += [f"{case['id']}: {case['input']!r}" for case in wrong if case["input"] not in refused]
        idle = {case["input"] for case in cases if case not in wrong} & set(refused)
        missed += [f"{text!r} is read: take it out of {FLOOR.name}" for text in idle]
    return missed


def feedparser(case: dict[str, Any]) -> bool:
    moment = parse_date(case["input"], timezone="Asia/Seoul" if any(host in case["id"] for host in KOREAN) else None)
    return (list(moment.value.astimezone(UTC).timetuple()[:6]) if moment else None) == case["utc"]


def miniflux(case: dict[str, Any]) -> bool:
    moment = parse_date(case["input"])
    if "unix" in case:
        return moment is not None and moment.value.timestamp() == case["unix"]
    return (moment is not None) == bool(case["parses"])


def translated(case: dict[str, Any]) -> bool:
    moment = parse_date(case["input"], language=case["lang"], now=NOW)
    english = parse_date(NOISE.sub("", case["english"]), language="en-GB", now=NOW)
    if moment is None:
        return False
    if (
        english is None
    ):  # "in 2 day", "1 week ago 04:25": English that nobody writes; the day words have their own tests
        return moment.approximate
    return abs(moment.value - english.value).total_seconds() < 61
