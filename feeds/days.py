"""The day a moment falls on for those who published it: midnight in Changsha is still yesterday in UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def day_of(moment: datetime, timezone: str = "", printed: datetime | None = None) -> date:
    """The day in the source's zone; without one at the offset of the same moment as it was printed, else at its own.

    >>> from datetime import UTC
    >>> day_of(datetime(2026, 11, 29, 22, tzinfo=UTC), "Asia/Shanghai").isoformat()
    '2026-11-30'
    """
    if timezone:
        try:
            return moment.astimezone(ZoneInfo(timezone)).date()
        except (ZoneInfoNotFoundError, ValueError):  # of a store that another version wrote
            pass
    return (printed if printed is not None and printed == moment else moment).date()
