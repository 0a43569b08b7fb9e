"""Dates keep the precision they were known with, in reading, ordering, ages and writing."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from casework.standards.dates import (
    DAY_MISSING,
    NO_SUCH_DAY,
    SHORT_YEAR,
    UNREADABLE,
    YEAR_OUT_OF_RANGE,
    PartialDate,
    format_date,
    format_time,
    parse_day,
)

DAY = datetime.date(2026, 11, 21)

days = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))
partial_dates = st.one_of(
    days.map(PartialDate.from_day),
    days.map(lambda day: PartialDate(day.year, day.month)),
    days.map(lambda day: PartialDate(day.year)),
)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("21/11/2026", "2026-11-21"),
        ("1/2/2026", "2026-02-01"),
        ("21.11.2026", "2026-11-21"),
        ("21 11 2026", "2026-11-21"),
        ("21-11-2026", "2026-11-21"),
        ("2026-11-21", "2026-11-21"),
        ("21 nov 2026", "2026-11-21"),
        ("21 nov. 2026", "2026-11-21"),
        ("21 novembre 2026", "2026-11-21"),
        ("21\u00a0novembre\u00a02026", "2026-11-21"),
        ("le 21 novembre 2026", "2026-11-21"),
        ("21 NOVEMBRE 2026", "2026-11-21"),
        ("21 November 2026", "2026-11-21"),
        ("21st of November 2026", "2026-11-21"),
        ("November 21, 2026", "2026-11-21"),
        ("2026 Nov 21", "2026-11-21"),
        ("1er décembre 2026", "2026-12-01"),
        ("1\u1d49\u02b3 décembre 2026", "2026-12-01"),
        ("3 fevrier 1987", "1987-02-03"),
        ("2 août 2026", "2026-08-02"),
        ("29/02/2024", "2024-02-29"),
        ("11/2026", "2026-11"),
        ("2026-11", "2026-11"),
        ("novembre 2026", "2026-11"),
        ("2026 sept", "2026-09"),
        ("juil. 2026", "2026-07"),
        ("2026", "2026"),
        (" 1900 ", "1900"),
        ("٢١/١١/٢٠٢٦", "2026-11-21"),
        ("\u200f٢٠٢٦\u200e", "2026"),
    ],
)
def test_parse_reads_what_people_type(text, iso):
    assert PartialDate.parse(text).iso == iso


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", UNREADABLE),
        ("unknown", UNREADABLE),
        ("~2020", UNREADABLE),
        ("2020?", UNREADABLE),
        ("about 2020", UNREADABLE),
        ("2026-2027", UNREADABLE),
        ("21112026", UNREADABLE),
        ("11/12", UNREADABLE),
        ("21 novembre", UNREADABLE),
        ("21 jui 2026", UNREADABLE),
        ("21 no 2026", UNREADABLE),
        ("21/11/26", SHORT_YEAR),
        ("21 nov 26", SHORT_YEAR),
        ("31/02/2026", NO_SUCH_DAY),
        ("29/02/2023", NO_SUCH_DAY),
        ("11/21/2026", NO_SUCH_DAY),
        ("13/2026", NO_SUCH_DAY),
        ("0/2026", NO_SUCH_DAY),
        ("1899", YEAR_OUT_OF_RANGE),
        ("21/11/2569", YEAR_OUT_OF_RANGE),
    ],
)
def test_parse_says_how_to_mend_what_it_cannot_read(text, sentence):
    with pytest.raises(ValueError) as refusal:
        PartialDate.parse(text)
    assert refusal.value.args == (sentence,)
    assert str(refusal.value)


@given(st.text(max_size=20))
def test_parse_refuses_any_other_text_with_a_sentence(text):
    try:
        date = PartialDate.parse(text)
    except ValueError as refusal:
        assert refusal.args[0] in (UNREADABLE, SHORT_YEAR, NO_SUCH_DAY, YEAR_OUT_OF_RANGE)
    else:
        assert PartialDate.from_iso(date.iso) == date


@given(partial_dates)
def test_a_date_comes_back_from_every_way_of_writing_it(date):
    assert PartialDate.from_iso(date.iso) == date
    assert PartialDate.parse(date.iso) == date
    assert PartialDate.parse(date.typed) == date
    assert str(date) == date.iso
    for language in ("en", "fr"):
        for style in ("long", "short"):
            assert PartialDate.parse(format_date(date, style, language)) == date


@pytest.mark.parametrize("iso", ["", "2026-1", "21/11/2026", "2026-11-21-1", "٢٠٢٦", "2026-13"])
def test_from_iso_refuses_what_iso_did_not_write(iso):
    with pytest.raises(ValueError):
        PartialDate.from_iso(iso)


@pytest.mark.parametrize(("month", "day"), [(None, 3), (0, None), (13, None), (1, 0), (4, 31)])
def test_a_date_that_cannot_be_does_not_exist(month, day):
    with pytest.raises(ValueError):
        PartialDate(2026, month, day)


@pytest.mark.parametrize(
    ("date", "precision", "earliest", "latest"),
    [
        (PartialDate(2024), "year", datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)),
        (PartialDate(2024, 2), "month", datetime.date(2024, 2, 1), datetime.date(2024, 2, 29)),
        (PartialDate(2024, 12), "month", datetime.date(2024, 12, 1), datetime.date(2024, 12, 31)),
        (PartialDate(2024, 2, 3), "day", datetime.date(2024, 2, 3), datetime.date(2024, 2, 3)),
    ],
)
def test_precision_and_the_days_it_can_be(date, precision, earliest, latest):
    assert (date.precision, date.earliest, date.latest) == (precision, earliest, latest)


def test_dates_stand_in_order_with_the_coarser_first():
    in_order = [PartialDate(2025, 12, 31), PartialDate(2026), PartialDate(2026, 1), PartialDate(2026, 1, 1)]
    mixed = [in_order[2], in_order[0], in_order[3], in_order[1]]
    assert sorted(mixed) == in_order
    assert PartialDate(2026) >= PartialDate(2026)
    assert len({PartialDate(2026), PartialDate(2026), PartialDate(2026, 1)}) == 2


def test_a_partial_date_has_no_order_with_a_day():
    with pytest.raises(TypeError):
        _ = PartialDate(2026) < DAY


@pytest.mark.parametrize(
    ("born", "ages"),
    [
        (PartialDate(2008, 11, 21), (18, 18)),
        (PartialDate(2008, 11, 22), (17, 17)),
        (PartialDate(2008, 11), (17, 18)),
        (PartialDate(2008), (17, 18)),
        (PartialDate(2026), (0, 0)),
        (PartialDate(2027), (0, 0)),
    ],
)
def test_age_has_a_least_and_a_greatest_value(born, ages):
    assert born.age_on(DAY) == ages


def test_born_on_29_february_is_a_year_older_on_1_march():
    born = PartialDate(2008, 2, 29)
    assert born.age_on(datetime.date(2026, 2, 28)) == (17, 17)
    assert born.age_on(datetime.date(2026, 3, 1)) == (18, 18)


@given(partial_dates, days)
def test_the_true_age_lies_between_least_and_greatest(born, day):
    least, greatest = born.age_on(day)
    assert 0 <= least <= greatest <= least + 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("h", datetime.date(2026, 11, 20)),
        ("Hier", datetime.date(2026, 11, 20)),
        ("yesterday", datetime.date(2026, 11, 20)),
        ("today", DAY),
        ("aujourd’hui", DAY),
        ("aujourd'hui", DAY),
        ("3 nov 2026", datetime.date(2026, 11, 3)),
    ],
)
def test_parse_day_reads_whole_dates_and_words_for_near_days(text, day):
    assert parse_day(text, DAY) == day


@pytest.mark.parametrize("text", ["11/2026", "2026"])
def test_parse_day_asks_for_the_day(text):
    with pytest.raises(ValueError) as refusal:
        parse_day(text, DAY)
    assert refusal.value.args == (DAY_MISSING,)


@pytest.mark.parametrize(
    ("date", "style", "language", "written"),
    [
        (DAY, "long", "fr", "21\u00a0novembre 2026"),
        (DAY, "short", "fr", "21\u00a0nov. 2026"),
        (DAY, "weekday", "fr", "samedi 21\u00a0novembre 2026"),
        (DAY, "long", "en", "21 November 2026"),
        (DAY, "short", "en", "21 Nov 2026"),
        (DAY, "weekday", "en", "Saturday 21 November 2026"),
        (DAY, "long", "es", "21 de noviembre de 2026"),
        (datetime.date(2026, 12, 1), "long", "fr", "1er\u00a0décembre 2026"),
        (datetime.date(2026, 12, 11), "long", "fr", "11\u00a0décembre 2026"),
        (PartialDate(2026, 11), "long", "fr", "novembre 2026"),
        (PartialDate(2026, 11), "short", "fr", "nov. 2026"),
        (PartialDate(2026, 11), "weekday", "en", "November 2026"),
        (PartialDate(2026), "long", "fr", "2026"),
    ],
)
def test_format_date_writes_as_much_as_is_known(date, style, language, written):
    assert format_date(date, style, language) == written


def test_format_follows_the_active_language():
    with override("fr"):
        assert format_date(DAY) == "21\u00a0novembre 2026"
        assert format_time(datetime.time(18, 30)) == "18\u00a0h\u00a030"
    with override("en"):
        assert format_date(DAY) == "21 November 2026"
        assert format_time(datetime.time(18, 30)) == "6:30 pm"


@pytest.mark.parametrize(
    ("time", "language", "written"),
    [
        (datetime.time(18, 5), "fr", "18\u00a0h\u00a005"),
        (datetime.time(18), "fr", "18\u00a0h"),
        (datetime.time(0, 30), "fr", "0\u00a0h\u00a030"),
        (datetime.time(6, 30), "en", "6:30 am"),
        (datetime.time(12, 0), "en", "12:00 pm"),
        (datetime.time(18, 30), "es", "18:30"),
    ],
)
def test_format_time_writes_the_time_of_day(time, language, written):
    assert format_time(time, language) == written


def test_a_moment_is_written_in_the_time_zone_of_the_reader():
    moment = datetime.datetime(2026, 11, 21, 23, 30, tzinfo=datetime.UTC)
    with timezone.override("Africa/Nairobi"):
        assert format_date(moment, "long", "en") == "22 November 2026"
        assert format_time(moment, "en") == "2:30 am"
    naive = moment.replace(tzinfo=None)
    assert format_date(naive, "long", "en") == "21 November 2026"
    assert format_time(naive, "en") == "11:30 pm"
