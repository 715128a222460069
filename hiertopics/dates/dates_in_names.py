"""Dates in the names of documents, such as files and folders."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hiertopics.dates.date_forms import checked
from hiertopics.dates.dates import DatesRead, read_dates
from hiertopics.dates.month_names import MONTH_OF, folded

_ALONE = r"(?<![^\W_])(?<!\d[.,])"
_END = r"(?![^\W_]|[.,]\d)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_SOME_YEAR = re.compile(_YEAR)
_DAY_LAST = re.compile(rf"{_ALONE}({_YEAR})([-_./ ])(\d\d?)\2(\d\d?)(?![^\W_T]|[.]\d)")
_COMPACT = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:T?\d{4}|T?\d{6})?(?!\d)"
)
_YEAR_LAST = re.compile(rf"{_ALONE}(\d\d?)([-_.])(\d\d?)\2({_YEAR}){_END}")
_IN_WORDS = re.compile(
    r"(?:(?<!\d)(?P<day>\d\d?)[-_ .]{0,2})?(?<![^\W\d_])(?P<month>[^\W\d_]{3,12})[-_ .,]{1,2}"
    rf"(?:(?P<later>\d\d?)[-_ ,.]{{1,2}})?(?P<year>{_YEAR}){_END}"
)
_YEAR_IN_FRONT = re.compile(
    rf"{_ALONE}(?P<year>{_YEAR})[-_ ,./]{{1,2}}(?P<month>[^\W\d_]{{3,12}})(?![^\W\d_])"
    r"(?:[-_ .]{1,2}(?P<day>\d\d?)(?!\d))?"
)
_PART_OF_YEAR = re.compile(
    rf"{_ALONE}(?:(?P<year>{_YEAR})[-_ ]?(?P<part>[QTW][0-5]?\d)"
    rf"|(?P<first>[QTW][0-5]?\d)[-_ ]?(?P<last>{_YEAR})){_END}",
    re.I,
)
_MONTH_YEAR = re.compile(rf"{_ALONE}(0[1-9]|1[0-2])[-_]({_YEAR}){_END}")
_YEAR_MONTH = re.compile(rf"{_ALONE}({_YEAR})(?:[-_/](\d\d))?{_END}")


def dates_in_names(names: Sequence[str]) -> DatesRead:
    """Read the dates in the names of documents, together, as `read_dates` those of a column.

    They are such as 1790_washington, reports/2019/03/x, 2021-05-18_minutes, minutes_18.05.2021,
    IMG_20210518, 18 May 2021, 2021Q2. Years are from 1500 to 2099 alone, so that few numbers are
    taken for one.
    """
    return read_dates([_date_in(name) for name in names], "date")


def _date_in(name: str) -> str | None:
    """The date in a name, written so that a column of them can be read; the longest form counts."""
    if not _SOME_YEAR.search(name):
        return None
    for match in _DAY_LAST.finditer(name):
        if checked(match[1], match[3], match[4]):
            return f"{match[1]}-{match[3]}-{match[4]}"
    for match in _COMPACT.finditer(name):
        if checked(*match.groups()):
            return "-".join(match.groups())
    if match := _YEAR_LAST.search(name):
        mark = "." if match[2] == "." else "/"
        return f"{match[1]}{mark}{match[3]}{mark}{match[4]}"
    for form in (_IN_WORDS, _YEAR_IN_FRONT):
        for match in form.finditer(name):
            month = MONTH_OF.get(folded(match["month"]))
            parts = match.groupdict()
            if month is not None and (found := _written(parts, month)):
                return found
    if match := _PART_OF_YEAR.search(name):
        return f"{match['year'] or match['last']}-{match['part'] or match['first']}"
    if match := _MONTH_YEAR.search(name):
        return f"{match[2]}-{match[1]}"
    if match := _YEAR_MONTH.search(name):
        return "-".join(filter(None, match.groups())) if checked(*match.groups()) else match[1]
    return None


def _written(parts, month: int) -> str | None:
    day = parts["day"] or parts.get("later")
    if checked(parts["year"], month, day):
        return "-".join(filter(None, (parts["year"], f"{month}", day)))
    return None
