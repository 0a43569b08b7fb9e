"""Date fields read what people type, keep it on screen, and say how to mend it."""

import datetime

import pytest
import time_machine
from django import forms
from django.utils import timezone

from casework.standards.dates import PartialDate
from casework.standards.forms import DayField, PartialDateField


class DatesForm(forms.Form):
    born_on = PartialDateField(is_past=True, required=False)
    given_on = DayField(is_past=True)
    planned_on = DayField(required=False)


@pytest.fixture
def today():
    just_before_midnight = datetime.datetime(2026, 11, 21, 23, 30, tzinfo=datetime.UTC)
    with time_machine.travel(just_before_midnight, tick=False), timezone.override("Africa/Nairobi"):
        yield datetime.date(2026, 11, 22)


def test_dates_are_read_as_precisely_as_they_were_typed(today):
    form = DatesForm({"born_on": "nov. 2006", "given_on": "h", "planned_on": "1er décembre 2026"})
    assert form.is_valid()
    assert form.cleaned_data == {
        "born_on": PartialDate(2006, 11),
        "given_on": today - datetime.timedelta(days=1),
        "planned_on": datetime.date(2026, 12, 1),
    }


def test_empty_dates_are_none_and_a_needed_one_is_asked_for(today):
    form = DatesForm({"born_on": " ", "given_on": ""})
    assert form.errors == {"given_on": ["Write the date, like 21/11/2026."]}
    assert form.cleaned_data["born_on"] is None
    assert form.cleaned_data["planned_on"] is None
    needed = PartialDateField()
    with pytest.raises(forms.ValidationError, match="only its month or year"):
        needed.clean(None)


def test_refusals_say_how_to_mend_the_date_and_keep_what_was_typed(today):
    form = DatesForm({"born_on": "2027", "given_on": "11/2026", "planned_on": "31/02/2027"})
    assert form.errors == {
        "born_on": ["This date is in the future. Check the year."],
        "given_on": ["Write the day, the month and the year, like 21/11/2026."],
        "planned_on": ["This day does not exist. Write the day first, then the month, like 21/11/2026."],
    }
    assert 'value="31/02/2027"' in str(form["planned_on"])


def test_today_in_the_zone_of_the_reader_is_not_the_future(today):
    form = DatesForm({"born_on": "2026", "given_on": "22/11/2026"})
    assert form.is_valid()
    assert not DatesForm({"given_on": "23/11/2026"}).is_valid()


def test_known_dates_are_shown_as_one_types_them(today):
    form = DatesForm(initial={"born_on": PartialDate(2006, 11), "given_on": today})
    assert 'value="11/2006"' in str(form["born_on"])
    assert 'value="22/11/2026"' in str(form["given_on"])
    assert "value=" not in str(form["planned_on"])
    assert 'autocomplete="off"' in str(form["planned_on"])


def test_another_way_of_writing_the_same_date_is_no_change(today):
    initial = {"born_on": PartialDate(2006, 11), "given_on": today, "planned_on": None}
    same = {"born_on": "novembre 2006", "given_on": "22 nov 2026", "planned_on": ""}
    assert DatesForm(same, initial=initial).changed_data == []
    assert DatesForm({**same, "born_on": "2006"}, initial=initial).changed_data == ["born_on"]


def test_a_disabled_field_keeps_its_date(today):
    form = DatesForm({"given_on": "x"}, initial={"given_on": today})
    form.fields["given_on"].disabled = True
    assert form.is_valid()
    assert form.cleaned_data["given_on"] == today
