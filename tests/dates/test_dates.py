"""Dates as pages print them: a table a language (tests/cases/dates), and what holds for any text."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.dates import find_dates, parse_date

CASES = Path(__file__).resolve().parent.parent / "cases" / "dates"
NOW = datetime(2024, 5, 17, 2, 30, tzinfo=UTC)


def cases() -> list[Any]:
    tables = [(path.stem, json.loads(path.read_text("utf-8"))) for path in sorted(CASES.glob("*.json"))]
    return [
        pytest.param(table, case, id=f"{stem}: {case['text']}") for stem, table in tables for case in table["cases"]
    ]


@pytest.mark.parametrize(("table", "case"), cases())
def test_a_printed_date_is_read_as_its_table_says(table: dict[str, Any], case: dict[str, Any]) -> None:
    now = datetime.fromisoformat(table["now"]) if "now" in table else None
    moment = parse_date(case["text"], timezone=table["timezone"], language=table["language"], now=now)
    if case["value"] is None:
        assert moment is None, case.get("why")
        return
    assert moment is not None
    assert (moment.value.isoformat(), moment.precision) == (
        datetime.fromisoformat(case["value"]).isoformat(),
        case["precision"],
    )
    assert moment.approximate == ("now" in table)


def test_relative_dates_need_now() -> None:
    """Nothing reads the clock: without `now` a relative date is no date."""
    assert parse_date("昨天") is None
    assert parse_date("2 days ago") is None


def test_a_published_zone_wins_over_the_source_zone() -> None:
    moment = parse_date("2020-01-01T00:30:00+09:00", timezone="Europe/Berlin")
    assert moment is not None
    assert moment.zoned
    assert moment.value.utcoffset() == timedelta(hours=9)


def test_cst_is_the_time_of_its_source() -> None:
    """CST is China's time for a Chinese source and Chicago's for everybody else."""
    chinese = parse_date("Mon, 26 Jan 2004 16:31:00 CST", timezone="Asia/Shanghai")
    other = parse_date("Mon, 26 Jan 2004 16:31:00 CST")
    assert chinese is not None
    assert other is not None
    assert chinese.value.utcoffset() == timedelta(hours=8)
    assert other.value.utcoffset() == timedelta(hours=-6)


def test_an_unknown_zone_is_told_to_the_caller() -> None:
    with pytest.raises(ValueError, match="IANA"):
        parse_date("2020-01-01", timezone="Shanghai")


def test_a_year_beyond_ours_in_han_is_no_date() -> None:
    assert find_dates("九九九九年十二月三十一日 24:00") == []
    assert find_dates("二〇二四年十二月三十一日")[0].value.year == 2024


def test_every_date_of_a_text_is_found_in_its_order_with_its_place() -> None:
    text = "2020-04-14至2019年11月16日08:00，另见 3 May 2021"
    found = find_dates(text, timezone="Asia/Shanghai")
    assert [moment.value.date().isoformat() for moment in found] == ["2020-04-14", "2019-11-16", "2021-05-03"]
    assert [text[slice(*moment.span)] for moment in found] == ["2020-04-14", "2019年11月16日08:00", "3 May 2021"]


def test_the_time_of_one_date_is_not_taken_from_the_next() -> None:
    first, second = find_dates("2020-01-02 12.03.2020")
    assert first.precision == "day"
    assert second.value.date().isoformat() == "2020-03-12"


@given(st.text(max_size=80) | st.text("0123456789-:/. T年月日Zz+,amp昨天前ago", max_size=40))
def test_any_text_gives_an_aware_date_or_none(text: str) -> None:
    """parse_date never raises, and what it returns is aware, in the calendar, and of a text that stood there."""
    moment = parse_date(text, timezone="Europe/Berlin", now=NOW)
    if moment is not None:
        assert moment.value.utcoffset() is not None
        assert moment.value.isoformat()
        assert (moment.precision == "day") == (
            moment.value.strftime("%H:%M:%S") == "00:00:00"
        ) or moment.precision != "day"


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2050, 1, 1)),
    st.sampled_from(
        ["%Y-%m-%d %H:%M", "%Y年%m月%d日%H:%M", "%d.%m.%Y, %H:%M Uhr", "%d %b %Y %H:%M", "%B %d, %Y %I:%M %p"]
    ),
)
def test_what_is_printed_is_read_back(value: datetime, form: str) -> None:
    moment = parse_date(value.strftime(form))
    assert moment is not None
    assert moment.value.replace(tzinfo=None) == value.replace(second=0, microsecond=0)


@given(st.integers(1, 2000))
def test_long_text_costs_linear_time(repeat: int) -> None:
    """A page of digits and words is read without backtracking; the call returns, whatever it finds."""
    assert isinstance(find_dates("12 3年 4 maj-5. 6:7 " * repeat), list)
