"""The forms in which dates are written, each read as far as one value alone can say.

Times of day and zones are passed over: what counts is the day that is written.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from hiertopics.dates.month_names import MONTH_OF, WEEKDAYS, folded

Date = tuple[int, "int | str | None", "int | None"]
"""A year, a month and a day, None where they are not said.

In the place of the month may be "Q1" to "Q4", where no more than the quarter is said, or "decade"
beside the first year of it.
"""


class Written(NamedTuple):
    """What one value says of a date, and how.

    The form is "date", the numbers being a year, a month and a day; "year last", three numbers of
    which the last is the year; "short", three of two digits; "named", a day, a month and a year of
    two digits, or the year first; "day or year", a number and a month; or "number", a text of one.
    The mark is what is between numbers.
    """

    form: str
    numbers: tuple
    mark: str = ""


# The halves of a day, as Google Forms writes them in the languages that do not count to 24.
_HALF_FIRST = r"(?:(?:오전|오후|午前|午後|上午|下午)\s{0,2})?"
_HALF = (
    r"(?:\s{0,2}(?:[AaPp]\.?\s?[Mm]\b\.?|vorm\.|nachm\.|上午|下午|午前|午後|오전|오후"
    r"|[πμΠΜ]\.?[μΜ]\.?|Ö[ÖS]\b|de\.|du\.|[fe]\.?m\b\.?))?"
)
_CLOCK = rf"{_HALF_FIRST}\d{{1,2}}[:h]\d\d(?::\d\d(?:[.,]\d{{1,9}})?)?{_HALF}"
_ZONE = (
    r"(?:\s*(?:(?:GMT|UTC)[+-]\d{1,2}(?::\d\d)?(?![\d:])|[A-Z]{1,5}(?![a-z])|[+-]\d\d:?\d\d"
    r"|\([^()]{0,60}\)|\[[^\[\]]{0,60}\]))*"
)
_TIME = re.compile(
    rf"(?<![\d:])(?:{_CLOCK}(?:\s*(?:Uhr|h\b))?{_ZONE}(?!\d)|\d{{1,2}}\s*[AaPp]\.?[Mm]\b\.?"
    r"|\d{1,2}\.\d\d\s*Uhr)"
)
_AT = re.compile(r"(?:(?<=\d)T|,?\s(?:at|um|à|alle|om|kl\.?|a las|às))$")
_AFTER = (
    r"(?:[T ,]\s*\d\d?:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:\s?[AP]M)?(?:Z|\s?[+-]\d\d:?\d\d)?"
    r"|[T_ ,-]\s*\d\d?[.h-]\d\d(?:[.-]\d\d)?(?:\s*(?:Uhr|h))?|\s+\d\d?\s*(?:Uhr|h)"
    r"|T\d\d(?:\d\d){0,2}Z?)?"
)
_THREE = re.compile(rf"(\d{{1,4}})\s?([-/.])\s?(\d{{1,2}})\s?\2\s?(\d{{1,4}})\.?{_AFTER}$")
_YEAR_MONTH = re.compile(r"(\d{4})[-/](\d\d?)$")
_MONTH_YEAR = re.compile(r"(\d\d?[-/]|\d\d\.)([12]\d{3})$")
_NUMBER = re.compile(r"-?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,3})?$")
_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)[T _-]\d{4}(?:\d\d(?:[.,]?\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?$"
)
_OF_PICTURES = re.compile(r"(\d{4}):(\d\d):(\d\d)(?=[ T]|$)")
_QUARTER = re.compile(r"(\d{4})[\s/-]{0,2}(?:[QTK]|quarter )([1-4])$", re.I)
_QUARTER_FIRST = re.compile(
    r"(?:(?:[QTK]|quarter |quartal )([1-4])|([1-4])(?:st|nd|rd|th|\.|er|e|º)?\s?"
    r"(?:Q|quarter|quartal|trim[a-z]*\.?|kwartał|kvartal|kwartaal))"
    r"[\s/-]{0,3}(?:of |de |del )?(\d{4})$",
    re.I,
)
_WEEK = re.compile(r"(\d{4})[\s/-]?(?:W|KW|week )\s?(\d\d?)(?:-?([1-7]))?$", re.I)
_WEEK_FIRST = re.compile(r"(?:W|KW|week)\s?(\d\d?)[\s/,-]{1,3}(\d{4})$", re.I)
_DECADE = re.compile(r"(?:the )?(\d{3}0)(?:s|'s|’s|er|er jahre)$", re.I)
_SEASON = re.compile(
    r"(?:spring|summer|autumn|fall|frühling|frühjahr|sommer|herbst|printemps|été|automne|"
    r"primavera|verano|otoño|estate|autunno)\s+(\d{4})$",
    re.I,
)  # not winter, which has two years
_EAST = re.compile(r"(\d{4})\s?[年년](?:\s?(\d\d?)\s?[月월](?:\s?(\d\d?)\s?[日일号])?)?$")
# Years of emperors, and those of the Republic of China, by the year before the first of each.
_ERAS = {
    **{"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018},
    **{"M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018},
    **dict.fromkeys(("民國", "民国", "中華民國"), 1911),
}
_OF_ERA = re.compile(
    rf"({'|'.join(sorted(_ERAS, key=len, reverse=True))})\s?(\d{{1,3}}|元)\s?[年./]"
    r"(?:\s?(\d\d?)\s?[月./](?:\s?(\d\d?)\s?日?)?)?$"
)
_WORDY = re.compile(r"[\w\s.,/'’ºª°-]+$")
_PART = re.compile(r"\d+|[^\W\d_]+")
_JOINING = frozenset(
    "of de del den der the le el di du d l г года року st nd rd th er e re o a º".split()
)
_LONGEST = 100
_MOST_BLANKS = 10


def written_date(text: str) -> Written | None:
    """Read a text that is a date; None if it is none."""
    text = text.strip()
    if not 2 <= len(text) < _LONGEST or text.count(" ") > _MOST_BLANKS:
        return None
    if match := _THREE.match(text):
        return _in_three(*match.groups())
    if match := _OF_PICTURES.match(text):
        return _certain(*match.groups())
    bare = text
    if not text[-1].isdigit() or ":" in text or "h" in text:
        bare = _AT.sub("", _TIME.sub(" ", text).strip(" ,;"))
    word, _, rest = bare.partition(" ")
    is_weekday = bare[:1].isalpha() and folded(word.rstrip(".,")) in WEEKDAYS
    if match := _THREE.match(rest.lstrip() if is_weekday else bare):
        return _in_three(*match.groups())
    if match := _MONTH_YEAR.match(bare):
        return _certain(match[2], match[1][:-1])
    if _NUMBER.match(bare):
        return Written("number", (bare,)) if bare == text else None
    return _whole(bare) or _in_words(bare)


def checked(year, month=None, day=None) -> Date | None:
    """A date of these numbers, or of what can be made one; None if there is no such day."""
    try:
        year, first = int(year), date(int(year), int(month or 1), int(day or 1))
        is_fit = 1000 <= year < 3000 and (month is not None or day is None)
        is_fit = is_fit and all(part is None or int(part) > 0 for part in (month, day))
    except (TypeError, ValueError, OverflowError):  # pandas' NaT has parts that are no numbers
        return None
    known = (None if month is None else first.month, None if day is None else first.day)
    return (year, *known) if is_fit else None


def _in_three(first: str, mark: str, middle: str, last: str) -> Written | None:
    """Three numbers with a mark between them."""
    if len(first) == 4 and len(last) <= 2:
        return _certain(first, middle, last)
    numbers = (int(first), int(middle), int(last))
    if len(last) == 4 and len(first) <= 2:
        return Written("year last", numbers, mark)
    if len(first) <= 2 and len(last) == 2:
        return Written("short", numbers, mark)
    return None


def _certain(*numbers) -> Written | None:
    found = checked(*numbers)
    return None if found is None else Written("date", found)


def _part_of_year(year: str, part: str) -> Written | None:
    return None if checked(year) is None else Written("date", (int(year), part, None))


def _whole(text: str) -> Written | None:
    """A text of one of the forms with few words in them."""
    for form in (_COMPACT, _YEAR_MONTH, _EAST, _SEASON):
        if match := form.match(text):
            return _certain(*match.groups())
    if match := _OF_ERA.match(text):
        year = 1 if match[2] == "元" else int(match[2])
        return _certain(_ERAS[match[1]] + year, match[3], match[4])
    if match := _QUARTER.match(text):
        return _part_of_year(match[1], f"Q{match[2]}")
    if match := _QUARTER_FIRST.match(text):
        return _part_of_year(match[3], f"Q{match[1] or match[2]}")
    if match := _DECADE.match(text):
        return _part_of_year(match[1], "decade")
    if match := _WEEK.match(text):
        return _of_week(*match.groups())
    if match := _WEEK_FIRST.match(text):
        return _of_week(match[2], match[1], None)
    return None


def _of_week(year, week, day) -> Written | None:
    """A day of a week by ISO 8601, or the month that holds the most days of the week."""
    try:
        found = date.fromisocalendar(int(year), int(week), int(day or 4))
    except ValueError:
        return None
    return _certain(found.year, found.month, found.day if day else None)


def _in_words(text: str) -> Written | None:
    """A month by its name, with a year and maybe a day, in any order."""
    if not _WORDY.match(text):
        return None
    parts = _PART.findall(folded(text))
    words = [part for part in parts if not part.isdecimal() and part not in _JOINING]
    if len(words) == 2 and words[0] in WEEKDAYS:  # mar is Tuesday in French, and March
        del words[0]
    if len(words) != 1 or words[0] not in MONTH_OF:
        return None
    month, numbers = MONTH_OF[words[0]], [part for part in parts if part.isdecimal()]
    years = [part for part in numbers if len(part) == 4]
    days = [part for part in numbers if len(part) <= 2]
    if len(years) == 1 and len(days) <= 1 and len(numbers) == 1 + len(days):
        return _certain(years[0], month, *days)
    if len(days) != len(numbers) or not 1 <= len(days) <= 2 or len(days[-1]) < 2:
        return None
    if len(days) == 1:
        is_year = "'" in text or "’" in text
        numbers = (year_in_full(int(days[0])), month, None)
        return _certain(*numbers) if is_year else Written("day or year", (int(days[0]), month))
    return Written("named", (int(days[0]), month, int(days[1])))


def year_in_full(two_digits: int) -> int:
    """The year that two digits mean, from 1969 to 2068, as POSIX has it."""
    return two_digits + (1900 if two_digits >= 69 else 2000)
