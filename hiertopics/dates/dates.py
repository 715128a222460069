"""Dates as people write them, read without guessing: what one value leaves open its column decides.

18/05/2021 says how 03/04/2021 in the same column is meant. Where nothing says it, the month stays
unknown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from hiertopics.dates.date_forms import Date, Written, checked, written_date, year_in_full
from hiertopics.dates.month_names import folded
from hiertopics.missing import is_missing

_SAYS_DATE = frozenset(
    folded(name)
    for name in """
    date dates datetime time timestamp created updated modified published posted sent received year
    month day when at ts utc epoch unix datum uhrzeit zeit zeitpunkt jahr monat erstellt fecha hora
    año mes data giorno anno jour annee heure ano mes dato datoer rok datum tid dag maand tarih gun
    дата время год date_utc dob born died birth death issued released release py
    日期 时间 日付 時間 日時 发布时间 投稿日 날짜 작성일 التاريخ تاريخ תאריך दिनांक तारीख วันที่
    ngay tanggal paivamaara ημερομηνια erstellt veroffentlicht
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SURE_YEARS = (1400, 2100)  # that a number is taken for, whatever its column is called
_UNITS = (1, 1e3, 1e6, 1e9)  # of seconds, milliseconds, microseconds, nanoseconds, in a second
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_SPREADSHEET = date(1899, 12, 30)  # day 0 of its serial numbers
_SERIALS = (10_000, 80_000)  # 1927 to 2119
_MOST = 0.95  # of the different numbers of a column have to fit a form, for it to be that of all
_FEWEST_IN_ORDER = 5  # different values, for the order of a column to say which is the month


class DatesRead(NamedTuple):
    """The dates of a column, and what could not be read of it.

    Values without a date, and those that leave open which number is the day, are counted, and the
    first of each kept as it is written.
    """

    dates: list[Date | None]
    n_values: int
    n_unread: int = 0
    unread: str = ""
    n_unsure: int = 0
    unsure: str = ""

    def sentences(self, name: str) -> list[str]:
        """What was not read of the column of this name, for people."""
        said = []
        if self.n_unread:
            said.append(
                f"{self.n_unread:,} of {self.n_values:,} values of {name!r} say no date, such as "
                f"{self.unread!r}"
            )
        if self.n_unsure:
            said.append(
                f"{self.n_unsure:,} of {self.n_values:,} values of {name!r} leave open which is "
                f"the day and which the month, such as {self.unsure!r}, and only their years count"
            )
        return said


def says_date(name: str) -> bool:
    """Whether a column is named for dates, such as ``created_at``."""
    words = _WORD.findall(folded(_CAMEL.sub("_", name)))
    return not {*words, folded(name)}.isdisjoint(_SAYS_DATE)


def read_dates(values: Sequence, name: str = "") -> DatesRead:
    """Read the dates of a column, by its values together.

    A value is a date, a number or a text: 2019, 2019-03, 2019-03-04, 2019/03/04, 20190304,
    04.03.2019, 04/03/19, 4 March 2019, March 4th, 2019, 4-Mar-19, März 2019 in the larger European
    languages, 2019-Q1, 2019-W10, 1990s, each with or without a day of the week and a time of day;
    or the seconds, milliseconds, microseconds or nanoseconds since 1970, if they are so for all
    numbers of the column. In 04/03/2019 a value that has one of 13 to 31 in either place says for
    the column which is the day; if none has, the order of the rows does where one reading alone
    makes them ascend or descend. Else the month is unknown.

    Parameters
    ----------
    values : sequence
    name : str, default=""
        Of the column. Numbers that could be many things are dates only where it says so: 1621315891
        as seconds, 44334 as the day of a spreadsheet, 210518.
    """
    written: dict[object, Date | Written | None] = {}
    keys = [_key(value) for value in values]
    for key, value in zip(keys, values, strict=True):
        if key not in written:
            written[key] = _written(value)
    found: dict[str, list[Written]] = {}
    for each in (written[key] for key in keys):
        if isinstance(each, Written):
            found.setdefault(each.form + each.mark, []).append(each)
    readers = {form: _READERS[own[0].form](own, name) for form, own in found.items()}
    dates_of = {
        key: readers[each.form + each.mark](each) if isinstance(each, Written) else each
        for key, each in written.items()
    }
    dates = [dates_of[key] for key in keys]
    known = [not is_missing(value) for value in values]
    unread = [v for v, day, is_known in zip(values, dates, known, strict=True)
              if is_known and day is None]  # fmt: skip
    unsure = [
        value
        for value, key, day in zip(values, keys, dates, strict=True)
        if day is not None and day[1] is None and _is_of_three(written[key])
    ]
    return DatesRead(dates, sum(known), len(unread), _shown(unread), len(unsure), _shown(unsure))


def _key(value: Any) -> object:
    return (type(value), value) if isinstance(value, str | int | float) else id(value)


def _shown(values: list) -> str:
    return str(values[0])[:60] if values else ""


def _is_of_three(written) -> bool:
    return isinstance(written, Written) and written.form in ("year last", "short")


def _written(value: Any) -> Date | Written | None:
    """The date of a value, or what has to be asked of its column."""
    if isinstance(value, str):
        found = written_date(value)
        return found.numbers if found is not None and found.form == "date" else found
    if hasattr(value, "astype") and hasattr(value, "item"):  # a numpy scalar
        value = value.item() if str(value) != "NaT" else None
    if value is None or isinstance(value, bool):
        return None
    if all(hasattr(value, part) for part in ("year", "month", "day")):
        return checked(value.year, value.month, value.day)
    if isinstance(value, int | float) and math.isfinite(value):
        return Written("number", (repr(value),))
    return None


Reader = Callable[[Written], "Date | None"]


def _day_month_year(numbers: tuple) -> Date | None:
    return checked(numbers[2], numbers[1], numbers[0])


def _month_day_year(numbers: tuple) -> Date | None:
    return checked(numbers[2], numbers[0], numbers[1])


def _year_month_day(numbers: tuple) -> Date | None:
    return checked(*numbers)


def _read_year_last(column: list[Written], name: str) -> Reader:
    """Read days, months and years by the order that the column has for the first two."""
    numbers = [each.numbers for each in column]
    orders = [
        order
        for order, place in ((_day_month_year, 0), (_month_day_year, 1))
        if any(each[place] > 12 for each in numbers)
    ]
    if not orders and column[0].mark == ".":
        orders = [_day_month_year]
    if not orders:
        orders = _orders_of_time(numbers, (_day_month_year, _month_day_year))

    def read(written: Written) -> Date | None:
        first, second, year = written.numbers
        if len(orders) == 1:
            return orders[0](written.numbers)
        if first == second or max(first, second) > 12:
            return _day_month_year(written.numbers) or _month_day_year(written.numbers)
        return checked(year) if min(first, second) else None

    return read


def _read_short(column: list[Written], name: str) -> Reader:
    """Read days, months and years of two digits by the only order that fits the whole column."""
    orders = {
        _day_month_year: lambda a, b, c: (a, b, year_in_full(c)),
        _month_day_year: lambda a, b, c: (a, b, year_in_full(c)),
        _year_month_day: lambda a, b, c: (year_in_full(a) if a < 100 else a, b, c),
    }
    numbers = [each.numbers for each in column]
    fitting = [order for order, full in orders.items() if all(order(full(*n)) for n in numbers)]
    if len(fitting) > 1 and column[0].mark == "." and _day_month_year in fitting:
        fitting = [_day_month_year]
    if len(fitting) > 1:
        in_time = [
            order
            for order in fitting
            if _orders_of_time([orders[order](*n) for n in numbers], (order,))
        ]
        fitting = in_time if len(in_time) == 1 else fitting
    if len(fitting) > 1 and column[0].mark == "/":
        fitting = [order for order in fitting if order is not _year_month_day]

    def read(written: Written) -> Date | None:
        if len(fitting) == 1:
            return fitting[0](orders[fitting[0]](*written.numbers))
        if not fitting or _year_month_day in fitting:
            return None
        first, second, year = written.numbers
        found = _day_month_year((first, second, year_in_full(year)))
        return found if first == second else checked(year_in_full(year))

    return read


def _orders_of_time(numbers: Iterable[tuple], orders: Sequence[Callable]) -> list[Callable]:
    """The orders in which the dates of the rows ascend or descend, if there are enough of them."""
    numbers = list(numbers)
    if len(set(numbers)) < _FEWEST_IN_ORDER:
        return []
    fitting = []
    for order in orders:
        days = [order(each) for each in numbers]
        if None not in days:
            ascends = all(a <= b for a, b in pairwise(days))
            if ascends or all(a >= b for a, b in pairwise(days)):
                fitting.append(order)
    return fitting if len(fitting) == 1 else []


def _read_named(column: list[Written], name: str) -> Reader:
    """Read 18-May-21 as a day, a month and a year, unless the column begins with years."""
    is_year_first = any(each.numbers[0] > 31 or each.numbers[0] == 0 for each in column)

    def read(written: Written) -> Date | None:
        first, month, last = written.numbers
        day, year = (last, first) if is_year_first else (first, last)
        return checked(year_in_full(year), month, day)

    return read


def _read_day_or_year(column: list[Written], name: str) -> Reader:
    """Read May-21 as a month of a year where the column has numbers that are no day."""
    are_years = any(each.numbers[0] > 31 or each.numbers[0] == 0 for each in column)

    def read(written: Written) -> Date | None:
        number, month = written.numbers
        return checked(year_in_full(number), month) if are_years else None

    return read


def _read_numbers(column: list[Written], name: str) -> Reader:
    """Read years and days without marks, and all numbers of a column that are in one unit."""
    texts = {each.numbers[0] for each in column}
    named = says_date(name)
    least, most = (1000, 2999) if named or not name else _SURE_YEARS

    def compact(text: str) -> Date | None:
        return _of_compact(text, least, most)

    in_one_unit = [partial(_of_epoch, unit=unit) for unit in _UNITS] + [_of_short, _of_serial]
    for read in (compact, _of_months, *(in_one_unit if named else ())):
        if sum(read(text) is not None for text in texts) >= _MOST * len(texts):
            break
    else:
        read = compact
    return lambda written: read(written.numbers[0])


def _of_compact(text: str, least: int, most: int) -> Date | None:
    """A year, or a day of eight digits with or without a time behind it."""
    digits = text.removesuffix(".0")
    if not digits.isdecimal():
        return None
    if len(digits) == 4:
        return checked(digits) if least <= int(digits) <= most else None
    digits = digits[:14] if len(digits) == 17 else digits  # with thousandths of a second
    if len(digits) not in (8, 12, 14) or not _SURE_YEARS[0] <= int(digits[:4]) <= _SURE_YEARS[1]:
        return None
    clock = (digits[8:10], digits[10:12], digits[12:])
    is_clock = all(int(part or 0) < most for part, most in zip(clock, (24, 60, 61), strict=True))
    return checked(digits[:4], digits[4:6], digits[6:8]) if is_clock else None


def _of_months(text: str) -> Date | None:
    """A month of six digits, or of four and two with a point."""
    match = re.match(r"(\d{4})\.?(\d\d)(?:\.0)?$", text)
    return checked(*match.groups()) if match and 1800 <= int(match[1]) <= 2100 else None


def _of_short(text: str) -> Date | None:
    """A day of six digits, the year first."""
    match = re.match(r"(\d\d)(\d\d)(\d\d)$", text)
    return checked(year_in_full(int(match[1])), match[2], match[3]) if match else None


def _of_epoch(text: str, unit: float) -> Date | None:
    seconds = float(text) / unit
    if not 1e8 <= seconds < 4.2e9:  # 1973 to 2103; below are the numbers of other units
        return None
    day = _EPOCH + timedelta(seconds=seconds)
    return (day.year, day.month, day.day)


def _of_serial(text: str) -> Date | None:
    number = float(text)
    if not _SERIALS[0] <= number <= _SERIALS[1]:
        return None
    day = _SPREADSHEET + timedelta(days=int(number))
    return (day.year, day.month, day.day)


_READERS: dict[str, Callable[[list[Written], str], Reader]] = {
    "year last": _read_year_last,
    "short": _read_short,
    "named": _read_named,
    "day or year": _read_day_or_year,
    "number": _read_numbers,
}
