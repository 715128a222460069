"""Dates as people write them, read without guessing: what could mean two days is no date here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from email.utils import parsedate_tz
from typing import Any

PERIODS = ("day", "month", "quarter", "year", "decade", "century")
"""Fine to broad."""

Date = tuple[int, "int | None", "int | None"]
"""A year, a month and a day; month and day are None where they are not said."""

_ISO = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:[T ].*)?)?)?$")
_SLASHED = re.compile(r"(\d{4})/(\d\d?)(?:/(\d\d?))?$")
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})$")
_DAY_FIRST = re.compile(r"(?:(\d\d?)\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})$")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d\d?),?\s+(\d{4})$")
_IN_NAME = re.compile(
    r"(?<![0-9A-Za-z])(?<!\d\.)(1[5-9]\d\d|20\d\d)(?:[-_](\d\d)(?:[-_](\d\d))?)?(?![0-9A-Za-z]|\.\d)"
)
_MONTHS = "january february march april may june july august september october november december"
_MONTH = {
    name[:length]: number
    for number, name in enumerate(_MONTHS.split(), 1)
    for length in range(3, len(name) + 1)
}


def read_date(value: Any) -> Date | None:
    """Return the year, month and day that a value says; None where it says none for certain.

    It is a date, a number that is a year, or a text: 2019, 2019-03, 2019-03-04 with or without a
    time, 2019/03/04, 04.03.2019, 4 March 2019, March 4, 2019, March 2019, or the date of an e-mail.
    03/04/2019 may be April or March and is not read.
    """
    if hasattr(value, "astype") and hasattr(value, "item"):  # a numpy scalar
        value = value.item() if str(value) != "NaT" else None
    if value is not None and all(hasattr(value, part) for part in ("year", "month", "day")):
        return _checked(value.year, value.month, value.day)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        whole = math.isfinite(value) and value == int(value) and 1000 <= value < 3000
        return (int(value), None, None) if whole else None
    return _read_text(value.strip()) if isinstance(value, str) and len(value) < 100 else None


def _read_text(text):
    if match := _ISO.match(text) or _SLASHED.match(text):
        return _checked(*match.groups())
    if match := _DOTTED.match(text):
        return _checked(*match.groups()[::-1])
    if match := _MONTH_FIRST.match(text):
        return _checked(match[3], _MONTH.get(match[1].lower(), 0), match[2])
    if match := _DAY_FIRST.match(text):
        return _checked(match[3], _MONTH.get(match[2].lower(), 0), match[1])
    try:
        mailed = parsedate_tz(text) if re.search(r"\d:\d\d", text) else None
    except (ValueError, IndexError, TypeError):
        mailed = None
    return _checked(*mailed[:3]) if mailed else None


def _checked(year, month=None, day=None):
    try:
        year, month, day = (None if part is None else int(part) for part in (year, month, day))
    except (TypeError, ValueError, OverflowError):  # pandas' NaT has parts that are no numbers
        return None
    fits = 1000 <= year < 3000 and 1 <= (month or 1) <= 12 and 1 <= (day or 1) <= 31
    return (year, month, day) if fits and month != 0 and day != 0 else None


def date_in_name(name: str) -> Date | None:
    """Return the date in the name of a document, such as ``1790_washington``.

    Years are from 1500 to 2099 alone, so that few numbers are taken for one.
    """
    match = _IN_NAME.search(name)
    return (_checked(*match.groups()) or _checked(match[1])) if match else None


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
    if period == "year":
        return f"{year}"
    if month is None or (period == "day" and day is None):
        return None
    if period == "quarter":
        return f"{year}-Q{(month + 2) // 3}"
    return f"{year}-{month:02}" + (f"-{day:02}" if period == "day" else "")


def fitting_period(dates: Iterable[Date | None], most: int = 40) -> str:
    """Return the finest period that leaves no date out and gives few groups, at most 40."""
    dates = [date for date in dates if date is not None]
    for period in PERIODS:
        groups = {period_of(date, period) for date in dates}
        if None not in groups and len(groups) <= most:
            return period
    return PERIODS[-1]
