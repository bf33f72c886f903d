"""Dates as pages print them, to aware moments.

    parse_date("发布时间：2019年06月15日08:18", timezone="Asia/Shanghai")  ->  2019-06-15 08:18 +08:00, "minute"
    parse_date("vor 2 Stunden", now=…)                                      ->  counted back from `now`, approximate
    parse_date("12月19日")                                                   ->  None: no year is ever invented

The steps, cheapest first: `written` (full dates, own patterns) with `calendars` (those of Thailand and Iran), `counted`
(relative forms and days without a year, only against `now`), `other` (dateparser, only in the source's language and
only where a year is written).
"""

from scraper.dates.moment import Moment, day_first
from scraper.dates.parse import find_dates, level, parse_date

__all__ = ["Moment", "day_first", "find_dates", "level", "parse_date"]
