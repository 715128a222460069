"""Dates in the forms people write them in, each read as its column has it."""

import datetime as dt
import random
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.dates import date_in_name, read_date

import hiertopics as ht
from hiertopics.dates.dates import read_dates, says_date
from hiertopics.dates.dates_in_names import dates_in_names
from hiertopics.dates.month_names import MONTH_OF, folded
from hiertopics.dates.periods import first_day_of, fitting_period, period_of
from hiertopics.documents.grouping import group_documents
from hiertopics.errors import HiertopicsError
from hiertopics.report.terminal.groups import describe_groups

DAY = (1987, 11, 23)
_TIMES = [
    "", " 05:31", " 05:31:31", " 17:31:31.123456", " 5:31 AM", " 05:31:31 p.m.", " 05:31 +02:00",
    " 05:31:31Z", " 05:31:31 UTC", " 05:31 (CEST)", ", 05:31", " at 5:31 PM", " um 05:31 Uhr",
    " à 05h31", " 05.31 Uhr",
]  # fmt: skip
_DAYS = [
    "1987-11-23", "1987/11/23", "1987.11.23", "23.11.1987", "23. 11. 1987", "23.11.87",
    "23/11/1987", "23-11-1987", "11/23/1987", "11/23/87", "23 November 1987", "23 Nov 1987",
    "23 nov. 1987", "23-Nov-1987", "23-Nov-87", "23NOV1987", "November 23, 1987", "Nov 23rd, 1987",
    "23rd of November 1987", "1987 November 23", "Mon Nov 23 1987", "Monday, 23 November 1987",
    "Mon 23/11/1987", "23. November 1987", "Montag, 23. November 1987", "23 novembre 1987",
    "lundi 23 novembre 1987", "23 de noviembre de 1987", "23 de novembro de 1987",
    "lunedì 23 novembre 1987", "23 november 1987", "23 listopada 1987", "23. listopadu 1987",
    "23 ноября 1987 г.", "23 листопада 1987", "23 Kasım 1987", "1987. november 23.",
    "23 noiembrie 1987", "23. marraskuuta 1987", "23 Νοεμβρίου 1987", "1987年11月23日",
    "1987년 11월 23일", "昭和62年11月23日", "S62.11.23", "民國76年11月23日",
]  # fmt: skip
_WHOLE = [
    "Mon Nov 23 05:31:31 1987", "Mon Nov 23 05:31:31 UTC 1987", "Mon, 23 Nov 1987 05:31:31 +0200",
    "1987-11-23T05:31:31", "1987-11-23T05:31:31.123Z", "1987-11-23T05:31+02:00", "19871123",
    "19871123T053131Z", "19871123053131", "19871123_0531",
    "19871123053131999", "1987:11:23 05:31:31", "1987-W48-1",
    "Mon Nov 23 1987 05:31:31 GMT+0200 (Central European Summer Time)", "05:31 23/11/1987",
    "1987/11/23 5:31:31 PM GMT+1", "1987/11/23 5:31:31 AM UTC-11",
    "1987/11/23 5:31:31 vorm. MEZ", "1987/11/23 5:31:31 a. m. GMT-5",
    "1987/11/23 오전 5:31:31 GMT+9",
    "1987/11/23 5:31:31 下午 GMT+8", "1987-11-23 上午5:31:31", "1987. 11. 23 오후 5:31:31",
    "1987/11/23 5:31:31 μ.μ. EET", "1987/11/23 5:31:31 ÖÖ GMT+3", "1987/11/23 5:31:31 PM GMT+5:30",
    "1987/11/23 5:31:31 a.\u202fm. CEST", "1987/11/23 5:31:31 du. MEZ",
    19871123, dt.date(1987, 11, 23), dt.datetime(1987, 11, 23, 5),
    pd.Timestamp("1987-11-23 05:31+02:00"),
    np.datetime64("1987-11-23"),
]  # fmt: skip


@pytest.mark.parametrize("value", [*(d + t for d in _DAYS for t in _TIMES), *_WHOLE])
def test_a_day_in_any_form(value):
    assert read_date(value) == DAY


@pytest.mark.parametrize(
    ("value", "date", "period", "name"),
    [
        ("1987-11", (1987, 11, None), "month", "1987-11"),
        ("11/1987", (1987, 11, None), "month", "1987-11"),
        ("11.1987", (1987, 11, None), "month", "1987-11"),
        ("198711", (1987, 11, None), "month", "1987-11"),
        ("Nov. 1987", (1987, 11, None), "month", "1987-11"),
        ("Nov '87", (1987, 11, None), "month", "1987-11"),
        ("1987年11月", (1987, 11, None), "month", "1987-11"),
        ("1987-W48", (1987, 11, None), "month", "1987-11"),
        ("KW 48/1987", (1987, 11, None), "month", "1987-11"),
        ("1987-Q4", (1987, "Q4", None), "quarter", "1987-Q4"),
        ("Q4 1987", (1987, "Q4", None), "quarter", "1987-Q4"),
        ("1987Q4", (1987, "Q4", None), "quarter", "1987-Q4"),
        ("4th quarter of 1987", (1987, "Q4", None), "quarter", "1987-Q4"),
        ("4. Quartal 1987", (1987, "Q4", None), "quarter", "1987-Q4"),
        ("autumn 1987", (1987, None, None), "year", "1987"),
        ("1987", (1987, None, None), "year", "1987"),
        (1987.0, (1987, None, None), "year", "1987"),
        ("the 1980s", (1980, "decade", None), "decade", "1980s"),
        ("1980er Jahre", (1980, "decade", None), "decade", "1980s"),
    ],
)
def test_a_part_of_a_year(value, date, period, name):
    assert read_date(value) == date and period_of(date, period) == name
    finer = ("day", "month", "quarter", "year")
    for each in finer[: finer.index(period)] if period in finer else finer:
        assert period_of(date, each) is None
    assert fitting_period([date]) == period


@pytest.mark.parametrize(
    "value",
    [
        "sometime", "before May 1987", "May", "23 May", "Foo 3, 1987", "31.02.1987", "1987-13-01",
        "1987-06-31", "12 pages, 3 figures 1987", "vol. 3 1987", "1987-88", "1987/88", "a 1987 b",
        "May 1987 to June 1987", "23.11.1987 and later", "12345", "1987.5", 1621315891,
        "1621315891", "1987-11-23-4", "1987-W60", "10:30", "3.5 May 1987", "", " ", None, True,
        float("nan"),
        float("inf"), pd.NaT, pd.NA, [1987], "x" * 500,
    ],
)  # fmt: skip
def test_what_says_no_day_is_none(value):
    assert read_date(value) is None


ANY_DAYS = st.dates(dt.date(1969, 1, 1), dt.date(2068, 12, 31))
FORMS = [
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d.%m.%y", "%Y%m%d", "%d %B %Y", "%B %d, %Y",
    "%d-%b-%Y", "%a %b %d %H:%M:%S %Y", "%A, %d %B %Y %I:%M %p", "%Y-%m-%dT%H:%M:%S",
]  # fmt: skip


@given(ANY_DAYS, st.sampled_from(FORMS))
def test_what_was_written_comes_back(day, form):
    assert read_date(day.strftime(form)) == (day.year, day.month, day.day)


@given(st.lists(ANY_DAYS, min_size=1), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y"]))
def test_no_order_of_day_and_month_is_guessed(days, form):
    read = read_dates([day.strftime(form) for day in days])
    for date, day in zip(read.dates, days, strict=True):
        assert date in ((day.year, day.month, day.day), (day.year, None, None))
    if any(day.day > 12 for day in days):
        assert read.n_unsure == 0
    else:
        assert read.n_unsure in (0, sum(date[1] is None for date in read.dates))


@given(st.lists(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.booleans())))
def test_no_column_stops_the_reading(values):
    read = read_dates(values, "date")
    assert len(read.dates) == len(values)
    assert all(date is None or 1000 <= date[0] < 3000 for date in read.dates)
    assert read.n_unread == sum(
        date is None and value is not None and value == value and str(value).strip() != ""
        for date, value in zip(read.dates, values, strict=True)
    )


def test_the_column_decides_which_is_the_day():
    assert read_dates(["03/04/2021", "05/06/2021", "18/05/2021"]).dates[0] == (2021, 4, 3)
    assert read_dates(["03/04/2021", "05/06/2021", "05/18/2021"]).dates[0] == (2021, 3, 4)
    assert read_dates(["3.4.2021", "5.18.2021"]).dates[0] == (2021, 3, 4)
    # The rows are in the order of time in one reading alone.
    first = [f"{month:02}/{day:02}/2021" for month in range(1, 9) for day in (2, 9)]
    assert read_dates(first).dates[1] == (2021, 1, 9) and not read_dates(first).n_unsure
    assert read_dates(first[::-1]).dates[-2] == (2021, 1, 9)
    # Nothing decides.
    unsure = read_dates(["03/04/2021", "01/02/2021", "05/05/2021"])
    assert unsure.dates == [(2021, None, None), (2021, None, None), (2021, 5, 5)]
    assert unsure.sentences("sent") == [
        "2 of 3 values of 'sent' leave open which is the day and which the month, such as "
        "'03/04/2021', and only their years count"
    ]
    # Two programs wrote it: what is sure in itself is read.
    mixed = read_dates(["18/05/2021", "05/19/2021", "03/04/2021"])
    assert mixed.dates == [(2021, 5, 18), (2021, 5, 19), (2021, None, None)]


def test_years_of_two_digits():
    assert read_dates(["18/05/21", "03/04/21"]).dates[1] == (2021, 4, 3)
    assert read_dates(["05/18/21", "03/04/21"]).dates[1] == (2021, 3, 4)
    assert read_dates(["03/04/21", "01/02/21"]).dates == [(2021, None, None)] * 2
    assert read_dates(["99-05-18", "98-03-04"]).dates[1] == (1998, 3, 4)
    assert read_dates(["21-05-18", "20-03-04"]).dates == [None, None]  # the 21st or 2021
    assert read_dates(["18.05.69", "18.05.68"]).dates == [(1969, 5, 18), (2068, 5, 18)]
    assert read_dates(["99-May-18", "98-May-04"]).dates[1] == (1998, 5, 4)
    assert read_dates(["May-21", "Jun-99"]).dates == [(2021, 5, None), (1999, 6, None)]
    assert read_dates(["May-21", "Jun-18"]).dates == [None, None]


@pytest.mark.parametrize("unit", [1, 10**3, 10**6, 10**9])
@pytest.mark.parametrize("kind", [int, str, float, lambda n: f"{n}.0"])
def test_time_since_1970(unit, kind):
    days = [dt.datetime(1999, 5, 18, 12, tzinfo=dt.timezone.utc) + dt.timedelta(days=90 * i)
            for i in range(50)]  # fmt: skip
    values = [kind(int(day.timestamp()) * unit) for day in days]
    read = read_dates(values, "created_at")
    assert read.dates == [(day.year, day.month, day.day) for day in days]
    assert read_dates(values, "size").dates == [None] * 50  # any numbers


def test_other_numbers_are_days_where_the_name_says_so():
    assert read_dates([44334, 44335.5], "date").dates == [(2021, 5, 18), (2021, 5, 19)]
    assert read_dates(["210518", "200229"], "date").dates == [(2021, 5, 18), (2020, 2, 29)]
    assert read_dates(["202105", "201912"], "date").dates == [(2021, 5, None), (2019, 12, None)]
    for name in ("price", ""):
        assert read_dates([44334, 44335.5], name).dates == [None, None]
    assert read_dates([1001, 2999], "page").dates == [None, None]
    assert all(map(says_date, ("date", "Created At", "publishedDate", "Datum", "fecha_alta", "ts")))
    assert not any(map(says_date, ("candidate", "text", "id", "sentiment", "update_count")))


def test_what_is_not_read_is_quoted():
    read = read_dates(["2021-05-18", "sometime", None, "", "unknown"])
    assert read.sentences("when") == ["2 of 3 values of 'when' say no date, such as 'sometime'"]
    assert read_dates(["2021-05-18", None]).sentences("when") == []


def test_beginnings_of_months_are_those_of_one_month():
    for name, number in MONTH_OF.items():
        longer = {MONTH_OF[other] for other in MONTH_OF if other.startswith(name)}
        assert number in longer and (len(longer) == 1 or name in ("cerven", "mar", "maj"))
    assert MONTH_OF[folded("Juillet")] == 7 and "jui" not in MONTH_OF


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("reports/2019/03/x", (2019, 3, None)),
        ("reports/2019/03/04/x", (2019, 3, 4)),
        ("2021-05-18_minutes", (2021, 5, 18)),
        ("minutes_18.05.2021.txt", (2021, 5, 18)),
        ("05-18-2021 minutes", (2021, 5, 18)),
        ("minutes 03-04-2021", (2021, None, None)),
        ("IMG_20210518", (2021, 5, 18)),
        ("IMG20210518101112", (2021, 5, 18)),
        ("scan_20210518T1011", (2021, 5, 18)),
        ("Minutes 18 May 2021", (2021, 5, 18)),
        ("protokoll-18-mai-2021", (2021, 5, 18)),
        ("May 2021/minutes", (2021, 5, None)),
        ("2021_mai_18", (2021, 5, 18)),
        ("report-2021-05", (2021, 5, None)),
        ("report 05-2021", (2021, 5, None)),
        ("letters/2021/W20/x", (2021, None, None)),
        ("2021Q2", (2021, "Q2", None)),
        ("Q2_2021", (2021, "Q2", None)),
        ("2021-W20", (2021, 5, None)),
        ("1830 Andrew Jackson", (1830, None, None)),
        ("x_20211318", None),
        ("v2.2019.1", None),
        ("3.2019", None),
        ("call 5551987", None),
        ("room 1987a", None),
        ("notes", None),
    ],
)
def test_dates_in_names(name, date):
    assert date_in_name(name) == date


def test_names_decide_together_which_is_the_day():
    names = ["notes 03-04-2021", "notes 18-05-2021", "notes"]
    assert dates_in_names(names).dates == [(2021, 4, 3), (2021, 5, 18), None]


def test_hostile_values_and_names_end_soon():
    hostile = ["1 " * 500_000, "1" * 1_000_000, "19/" * 300_000, ":" * 10**6, "May " * 250_000,
               "(" * 10**6, "1987-" * 200_000, "a_" * 500_000, "2019." * 200_000]  # fmt: skip
    for text in hostile:
        for reader in (read_date, date_in_name):
            start = time.perf_counter()
            reader(text)
            for cut in (99, 98):
                reader(text[:cut])
            assert time.perf_counter() - start < 2


def test_many_dates_take_no_time():
    rng = random.Random(0)
    day = dt.datetime(2000, 1, 1)
    days = [day + dt.timedelta(seconds=rng.randrange(10**9)) for _ in range(20_000)]
    start = time.perf_counter()
    for form in ("%d.%m.%Y %H:%M", "%a %b %d %H:%M:%S %Y", "%m/%d/%Y %I:%M:%S %p"):
        read = read_dates([day.strftime(form) for day in days])
        assert read.dates == [(day.year, day.month, day.day) for day in days]
    assert time.perf_counter() - start < 6  # 1 s on a machine that does nothing else


def test_dates_sort_as_time_does():
    dates = [
        (1990, "decade", None),
        (1990, 2, None),
        (1990, "Q2", None),
        (1990, 4, 2),
        (1991, None, None),
    ]
    assert sorted(dates[::-1], key=first_day_of) == dates


def made(tmp_path, dates, name="date"):
    words = ["boat wind sail tide", "bread yeast oven flour"]
    rows = [f"{i},{words[i % 2]} {words[i % 2]},{date}" for i, date in enumerate(dates)]
    path = tmp_path / "x.csv"
    path.write_text(f"id,text,{name}\n" + "\n".join(rows) + "\n", "utf-8")
    return ht.read_corpus(path)


def grouped(corpus, by):
    run = ht.fit_corpus(corpus, (2, 1))
    return run.shares_by(by)


def test_shares_by_month_of_any_form(tmp_path):
    days = [dt.datetime(2021, 5, 1, 5, 31) + dt.timedelta(days=i) for i in range(40)]
    for form in ("%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M", "%Y%m%d", "%d %b %Y", "%s"):
        corpus = made(tmp_path, [
            int(day.replace(tzinfo=dt.timezone.utc).timestamp()) if form == "%s"
            else day.strftime(form) for day in days
        ])  # fmt: skip
        shares = grouped(corpus, "month")
        assert shares.groups == ("2021-05", "2021-06") and shares.n_documents == (31, 9)
        assert shares.notes == ("dates are those of 'date'",) and shares.undated == 0
        assert grouped(corpus, "date:quarter").groups == ("2021-Q2",)


def test_what_no_date_is_said_of_is_quoted(tmp_path):
    corpus = made(tmp_path, ["18.05.2021", "later", "NA", "19.05.2021"] * 5)
    shares = grouped(corpus, "month")
    note = "5 of 15 values of 'date' say no date, such as 'later'"
    notes = ["dates are those of 'date'", note]
    assert shares.notes == tuple(notes) and shares.undated == 10
    assert shares.to_dict()["notes"] == notes
    printed = describe_groups(shares, ht.fit_corpus(corpus, (2, 1)).tree)
    assert printed.splitlines()[1:3] == notes
    corpus = made(tmp_path, ["later"] * 10)
    with pytest.raises(HiertopicsError, match="'month' to .*; 10 of 10 .* such as 'later'"):
        grouped(corpus, "month")
    corpus = made(tmp_path, ["03/04/2021"] * 10)
    with pytest.raises(HiertopicsError, match="10 of 10 values of .* leave open which is the day"):
        grouped(corpus, "month")
    assert grouped(corpus, "year").groups == ("2021",)


def test_which_column_the_dates_are_of_is_said():
    days = [f"2021-0{1 + i % 3}-10" for i in range(6)]
    later = [f"2022-0{1 + i % 3}-10" for i in range(6)]
    known = {"Last modified date": later, "Date submitted": days, "start time": days}
    corpus = ht.Corpus.from_texts(["text"] * 6, metadata=known)
    found = group_documents(corpus, "month")
    assert found.order == ["2021-01", "2021-02", "2021-03"]
    assert found.notes == (
        "dates are those of 'Date submitted'; 'start time', 'Last modified date' have dates, too: "
        "--by 'start time:month'",
    )
    assert group_documents(corpus, "start time:month").notes == ()
    assert group_documents(corpus, "Last modified date:year").order == ["2022"]
    half = {"created": [*days[:3], None, None, None], "sent": later}
    assert group_documents(ht.Corpus.from_texts(["x"] * 6, metadata=half), "year").order == ["2022"]


def test_values_that_are_dates_are_in_the_order_of_time(tmp_path):
    corpus = made(tmp_path, ["18.05.2021", "02.06.2021", "30.04.2021"] * 5)
    assert grouped(corpus, "date").groups == ("30.04.2021", "18.05.2021", "02.06.2021")


def test_the_column_that_says_the_period_is_taken():
    days = [f"2021-0{1 + i % 3}-10" for i in range(6)]
    known = {"size": [1500 + i for i in range(6)], "year": [2021] * 6, "sent": days}
    corpus = ht.Corpus.from_texts(["text"] * 6, metadata=known)
    assert group_documents(corpus, "month").order == ["2021-01", "2021-02", "2021-03"]
    assert group_documents(corpus, "year").order == ["2021"]
    seconds = [1621315891 + 86400 * i for i in range(6)]
    unnamed = ht.Corpus.from_texts(["text"] * 6, metadata={"x": seconds})
    with pytest.raises(HiertopicsError, match="no document has a value"):
        group_documents(unnamed, "month")
    assert group_documents(unnamed, "x:month").order == ["2021-05"]  # as is asked for
