"""Periods that dates fall in, from days to centuries, and their order."""

from __future__ import annotations

from collections.abc import Iterable

from hiertopics.dates.date_forms import Date

PERIODS = ("day", "month", "quarter", "year", "decade", "century")
"""Fine to broad."""


def period_of(date: Date | None, period: str) -> str | None:
    """Name the one of the `PERIODS` that a date falls in; None where the date does not say.

    The texts are such as 2019-03-04, 2019-03, 2019-Q1, 2019, 2010s, 2000-2099; their order is that
    of time.
    """
    if date is None:
        return None
    year, month, day = date
    if period == "century":
        return f"{year // 100 * 100}-{year // 100 * 100 + 99}"
    if period == "decade":
        return f"{year // 10 * 10}s"
    if month == "decade":
        return None
    if period == "year":
        return f"{year}"
    if period == "quarter" and isinstance(month, str):
        return f"{year}-{month}"
    if not isinstance(month, int) or (period == "day" and day is None):
        return None
    if period == "quarter":
        return f"{year}-Q{(month + 2) // 3}"
    return f"{year}-{month:02}" + (f"-{day:02}" if period == "day" else "")


def first_day_of(date: Date) -> tuple[int, int, int]:
    """The first day that a date may mean, by which dates are in the order of time."""
    year, month, day = date
    if isinstance(month, str):
        month = 1 if month == "decade" else 3 * int(month[1:]) - 2
    return (year, month or 1, day or 1)


def fitting_period(dates: Iterable[Date | None], most: int = 40) -> str:
    """Return the finest period that leaves no date out and gives few groups, at most 40."""
    dates = [date for date in dates if date is not None]
    for period in PERIODS:
        groups = {period_of(date, period) for date in dates}
        if None not in groups and len(groups) <= most:
            return period
    return PERIODS[-1]
