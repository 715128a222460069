"""Dates of one value, or of one name, as of a column of it alone."""

from hiertopics.dates.dates import read_dates
from hiertopics.dates.dates_in_names import dates_in_names


def read_date(value):
    """The date of a value, None if it says none for certain."""
    return read_dates([value]).dates[0]


def date_in_name(name):
    """The date in the name of a document."""
    return dates_in_names([name]).dates[0]
