"""A zone beside what is recorded: differences in words, names as states write them, nothing overwritten."""

import datetime

import pytest

from casework.standards import mrz
from casework.standards.dates import PartialDate
from casework.victims import zones
from casework.victims.models import TravelDocument, Victim
from tests.standards.test_mrz import TD3, sealed_zone

TODAY = datetime.date(2026, 11, 21)


def read(text=TD3):
    return mrz.parse(text, TODAY)


def document(**values):
    return TravelDocument(kind="passport", **values)


def told(zone, document=None, victim=None):
    found = zones.differences(zone, document or TravelDocument(), victim or Victim())
    return [(one.label, one.of_person) for one in found]


@pytest.mark.parametrize(
    ("in_zone", "recorded"),
    [("ERIKSSON", "Eriksson"), ("MUELLER", "Müller"), ("MULLER", "Müller"), ("MUXXLLER", "Müller"),
     ("MUELLER", "Mu\u0308ller"), ("STRASSE", "Straße"), ("SOERENSEN", "Sørensen"), ("AASE", "Åse"),
     ("AEGIR", "Ægir"), ("THORSDOTTIR", "Þorsdóttir"), ("PENA", "Peña"), ("PENXXA", "Peña"),
     ("OCONNOR", "O’Connor"), ("SMITH JONES", "Smith-Jones"), ("DE LA CRUZ", "de la Cruz"),
     ("DELACRUZ", "de la Cruz"), ("NGUYEN THI", "Nguyễn  Thị"), ("SHEVCHUK", "Шевчук"), ("IULIIA", "Юлия"),
     ("KHARCHENKO", "Харченко"), ("CELIK", "Çelik"), ("ISIK", "Işık"), ("LODZ", "Łódź"),
     ("PAPADOPOYLOS", "Παπαδόπουλος")],
)  # fmt: skip
def test_names_as_states_write_them(in_zone, recorded):
    assert zones.is_same_name(in_zone, recorded)


@pytest.mark.parametrize(
    ("in_zone", "recorded"), [("ANNA", "Anna Maria"), ("ERIKSON", "Eriksson"), ("", "Anna"), ("A", "123")]
)
def test_other_names_are_other_names(in_zone, recorded):
    assert not zones.is_same_name(in_zone, recorded)


def test_name_that_is_cut_agrees_with_its_beginning():
    assert zones.is_same_name("CHAYAPA DEJTHAMRONG KR", "Chayapa Dejthamrong Krasuang", is_cut=True)
    assert not zones.is_same_name("CHAYAPA X", "Chayapa Dejthamrong", is_cut=True)
    assert not zones.is_same_name("CHAYAPA DEJ KR", "Chayapa", is_cut=True)


def test_what_is_not_recorded_does_not_differ():
    assert told(read()) == []


def test_what_agrees_does_not_differ():
    paper = document(
        number="l898 902 c3", surname="Eriksson", given_names="Anna Maria", sex="F", nationality="",
        birth_date=PartialDate(1974, 8), expires_on=datetime.date(2012, 4, 15),
    )  # fmt: skip
    person = Victim(
        family_name="Eriksson", given_names="Anna", middle_names="Maria", gender="Feminine",
        birth_date=PartialDate(1974), citizenships=["unknown"],
    )  # fmt: skip
    assert told(read(), paper, person) == []


def test_every_field_of_the_document_that_differs_is_told():
    paper = document(
        number="L898902C4", surname="Ericson", given_names="Anna", sex="M", nationality="SE",
        issuing_state="NO", birth_date=PartialDate(1975), expires_on=datetime.date(2012, 4, 16),
    )  # fmt: skip
    assert told(read(), paper) == [
        ("Document number", False), ("Surname", False), ("Given names", False), ("Date of birth", False),
        ("Expires on", False), ("Sex", False), ("Issued by the state of", False), ("Nationality", False),
    ]  # fmt: skip


def test_number_is_not_printed_in_a_difference():
    one = zones.differences(read(), document(number="X1"), Victim())[0]
    assert "X1" not in str(one) and "L898902C3" not in str(one)


def test_every_field_of_the_person_that_differs_is_told():
    person = Victim(
        family_name="Ericson", given_names="Anna", gender="Masculine", birth_date=PartialDate(1976, 8, 12),
        citizenships=["SE", "NO"],
    )  # fmt: skip
    assert told(read(), victim=person) == [
        ("Surname", True), ("Given names", True), ("Date of birth", True), ("Sex or gender", True),
        ("Nationality", True),
    ]  # fmt: skip
    words = [one.recorded for one in zones.differences(read(), TravelDocument(), person)]
    assert words == ["Ericson", "Anna", "12 August 1976", "Masculine", "Sweden, Norway"]


def test_another_known_name_of_the_person_is_no_difference():
    person = Victim(
        family_name="Kabongo", given_names="Mireille", other_names="Somebody\nMaria Anna Eriksson"
    )
    assert told(read(), victim=person) == []
    person = Victim(family_name="Kabongo", name_on_documents="ERIKSSON Anna Maria")
    assert told(read(), victim=person) == []


def test_gender_other_than_two_is_not_held_against_a_sex():
    assert told(read(), victim=Victim(gender="NonConforming")) == []
    assert told(read(TD3.replace("F1204", "<1204")), victim=Victim(gender="Feminine")) == []


def test_name_in_another_script_is_left_to_the_eye():
    person = Victim(family_name="محمد", given_names="علي")
    assert told(read(), victim=person) == []
    assert zones.is_compared_by_eye("محمد") and zones.is_compared_by_eye("王")
    assert not zones.is_compared_by_eye("Шевчук O’Neil-Ünal") and not zones.is_compared_by_eye("")


def test_gaps_are_filled_and_nothing_else():
    zone = read(sealed_zone(state="NAM"))
    assert zones.fields_for_gaps(zone, document(surname="Recorded")) == {
        "number": "L898902C3", "given_names": "ANNA", "birth_date": PartialDate(1974, 8, 12), "sex": "F",
        "expires_on": datetime.date(2012, 4, 15), "nationality": "NA", "issuing_state": "NA",
    }  # fmt: skip


def test_gaps_are_not_filled_from_a_part_that_does_not_fit():
    zone = read(TD3.replace("L898902C36", "L898902C35").replace("740812", "74O812"))
    filled = zones.fields_for_gaps(zone, document())
    assert "number" not in filled and "birth_date" not in filled
    assert filled["surname"] == "ERIKSSON" and filled["sex"] == "F"


def test_date_of_expiry_known_to_the_month_fills_no_day():
    assert "expires_on" not in zones.fields_for_gaps(read(sealed_zone(expiry="1204<<")), document())
