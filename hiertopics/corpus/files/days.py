"""Days of publication, as databases of literature write them: in parts, in words, in ranges."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(\d\d)(\d\d)(?!\d)")
_MONTHS = {
    **{
        name: i
        for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
    },
    **{"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12, "fév": 2, "avr": 4, "aoû": 8, "déc": 12},
}
_NAMED = re.compile(
    rf"(?:(?<!\d)(\d{{1,2}})\.?[\s~-]{{1,3}})?\b({'|'.join(_MONTHS)})[^\W\d_]{{0,9}}\.?"
    r"(?:[\s~]{1,3}(\d{1,2})(?!\d))?",
    re.IGNORECASE,
)


def day(*written: object) -> str | None:
    """A date of as much as is known, such as 2021, 2021-03 or 2021-03-04; None without a year.

    It is made of what is given together: the whole date, or a year, a month by its name or number,
    and the number of a day. Of a range it is the first.
    """
    parts = [str(each).strip() for each in written if each]
    text = " ".join(parts)
    whole = _NUMBERS.search(text) or _COMPACT.search(text)
    if whole and (date := _date(*whole.groups())) and len(date) > 4:
        return date
    year = _YEAR.search(text)
    if year is None:
        return None
    small = [part for part in parts if part.isdecimal() and len(part) < 3]
    named = _NAMED.search(text)
    if named:
        number = named[1] or named[3] or next(iter(small), None)
        return _date(year[0], str(_MONTHS[named[2].lower()]), number)
    return _date(year[0], *small[:2])


def _date(year: str, month: str | None = None, number: str | None = None) -> str:
    if month is None or not 1 <= int(month) <= 12:
        return year
    if number is None or not 1 <= int(number) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(number):02}"
