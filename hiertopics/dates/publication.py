"""Days of publication, as databases of literature write them: in parts, in words, in ranges."""

from __future__ import annotations

import re

from hiertopics.dates.dates_in_names import dates_in_names

_RANGE = re.compile(r"(?<=[^\W\d_])[-/][^\W\d_]+")


def day(*written: object) -> str | None:
    """A date of as much as is known, such as 2021, 2021-03 or 2021-03-04; None without a year.

    It is made of what is given together: the whole date, or a year, a month by its name or number,
    and the number of a day. Of a range it is the first.
    """
    parts = [str(each).strip() for each in written if each]
    parts = [part.zfill(2) if part.isdecimal() else part for part in parts]
    in_words = not all(map(str.isdecimal, parts))
    text = " ".join([*parts[1:], *parts[:1]]) if in_words else "-".join(parts)
    found = dates_in_names([_RANGE.sub("", text.replace("~", " "))]).dates[0]
    return None if found is None else "-".join(f"{n:02}" for n in found if isinstance(n, int))
