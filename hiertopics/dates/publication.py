"""Days of publication, as databases of literature write them: in parts, in words, in ranges."""

from __future__ import annotations

import re

from hiertopics.dates.month_names import MONTH_OF, folded

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(\d\d)(\d\d)(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,12}")
_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})\.?[\s~-]{1,3}$")
_DAY_BEHIND = re.compile(r"\.?[\s~]{1,3}(\d{1,2})(?!\d)")
_NEAR = 8  # characters in front of a month that may hold a day


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
    for word in _WORD.finditer(text):
        if month := MONTH_OF.get(folded(word[0])):
            before = _DAY_BEFORE.search(text, max(0, word.start() - _NEAR), word.start())
            number = before or _DAY_BEHIND.match(text, word.end())
            return _date(year[0], str(month), number[1] if number else next(iter(small), None))
    return _date(year[0], *small[:2])


def _date(year: str, month: str | None = None, number: str | None = None) -> str:
    if month is None or not 1 <= int(month) <= 12:
        return year
    if number is None or not 1 <= int(number) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(number):02}"
