"""How many dates, written as people write them, are read rightly: ours and the libraries for it.

usage: python benchmarks/dates.py [--seconds-for 2000]

One day is written in forms of many languages, programs and instruments, each with several times of
day; beside them are texts that say no day, or two. A library is right if it gives that day, and
silently wrong if it gives another, or any for a text that has none. dateutil comes with pandas;
dateparser is measured where it is installed.
"""

import argparse
import datetime as dt
import time

from hiertopics.dates.dates import read_dates

DAY = dt.date(1987, 11, 23)
TIMES = (
    "", " 05:31", " 05:31:31", " 17:31:31.123456", " 5:31 AM", " 05:31:31 p.m.", " 05:31 +02:00",
    " 05:31:31Z", " 05:31:31 UTC", " 05:31 (CEST)", ", 05:31", " at 5:31 PM", " um 05:31 Uhr",
)  # fmt: skip
DAYS = (
    "1987-11-23", "1987/11/23", "1987.11.23", "23.11.1987", "23. 11. 1987", "23.11.87",
    "23/11/1987", "11/23/1987", "11/23/87", "23 November 1987", "23 Nov 1987", "23-Nov-87",
    "November 23, 1987", "Nov 23rd, 1987", "23rd of November 1987", "Mon Nov 23 1987",
    "Monday, 23 November 1987", "23. November 1987", "Montag, 23. November 1987",
    "23 novembre 1987", "lundi 23 novembre 1987", "23 de noviembre de 1987",
    "23 de novembro de 1987", "lunedì 23 novembre 1987", "23 listopada 1987",
    "23. listopadu 1987", "23 ноября 1987", "23 Kasım 1987", "1987. november 23.",
    "23 Νοεμβρίου 1987", "1987年11月23日",
)  # fmt: skip
OTHERS = (
    "Mon Nov 23 05:31:31 1987", "Mon Nov 23 05:31:31 UTC 1987", "Mon, 23 Nov 1987 05:31:31 +0200",
    "1987-11-23T05:31:31.123Z", "19871123", "19871123T053131Z", "19871123053131",
    "1987:11:23 05:31:31", "1987-W48-1", "05:31 23/11/1987",
    "Mon Nov 23 1987 05:31:31 GMT+0200 (Central European Summer Time)",
)  # fmt: skip
NONE = (
    "sometime", "before May 1987", "May", "23 May", "Foo 3, 1987", "31.02.1987", "1987-13-01",
    "1987-06-31", "vol. 3 1987", "1987-88", "1987/88", "a 1987 b", "12345", "1987.5", "1621315891",
    "10:30", "3.5 May 1987", "12", "May 1987 to June 1987", "23.11.1987 and later", "03/04/1987",
    "November 1987", "1987", "1987-Q4", "1987-11", "the 1980s", "Nov 1987", "1", "sat", "10-12",
)  # fmt: skip


def by_hiertopics(text):
    """The whole day that a text says, None if it says less."""
    found = read_dates([text]).dates[0]
    return None if found is None or found[2] is None else dt.date(*found)


def by_dateutil(text):
    """The day by `dateutil.parser.parse`, day first unless that cannot be."""
    from dateutil.parser import parse

    return parse(text, dayfirst=True).date()


def by_pandas(text):
    """The day by `pandas.to_datetime`, day first unless that cannot be."""
    import pandas

    return pandas.to_datetime(text, dayfirst=True).date()


def by_dateparser(text):
    """The day by `dateparser.parse`, which is asked for whole days alone."""
    import dateparser

    return dateparser.parse(text, settings={"STRICT_PARSING": True}).date()


READERS = {
    "`hiertopics`": by_hiertopics,
    "`dateutil`": by_dateutil,
    "`pandas.to_datetime`": by_pandas,
    "`dateparser`, strict": by_dateparser,
}


def read(reader, text):
    """What a reader makes of a text; None where it refuses."""
    try:
        return reader(text)
    except ImportError:
        raise
    except Exception:  # each library has errors of its own
        return None


def main():
    """Print a row for each reader."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds-for", type=int, default=2_000, metavar="VALUES")
    n_values = parser.parse_args().seconds_for
    dated = [day + clock for day in DAYS for clock in TIMES] + list(OTHERS)
    days = [DAY + dt.timedelta(hours=9 * i) for i in range(n_values)]
    column = [day.strftime("%d %B %Y 05:31") for day in days]
    print(f"{len(dated)} texts of a day, {len(NONE)} without one; 100,000 values by {n_values:,}")
    print("| | right | refused | another day | a day where there is none | 100,000 values |")
    print("|---|---|---|---|---|---|")
    for name, reader in READERS.items():
        try:
            found = [read(reader, text) for text in dated]
        except ImportError:
            print(f"| {name} | not installed |")
            continue
        invented = sum(read(reader, text) is not None for text in NONE)
        right, refused = found.count(DAY), found.count(None)
        start = time.perf_counter()
        if reader is by_hiertopics:
            read_dates(column)
        else:
            for text in column:
                read(reader, text)
        seconds = (time.perf_counter() - start) * 100_000 / n_values
        wrong = len(found) - right - refused
        print(f"| {name} | {right} | {refused} | {wrong} | {invented} | {seconds:.1f} s |")


if __name__ == "__main__":
    main()
