"""Zones of Doc 9303: its specimens read, damage is noticed, nothing is corrected unseen."""

import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.standards import mrz
from casework.standards.dates import PartialDate
from casework.standards.mrz.digits import ALPHABET, FILLER
from casework.standards.mrz.shapes import SHAPES

TODAY = datetime.date(2026, 11, 21)
# Specimens of the country of Utopia, from ICAO Doc 9303 parts 4 to 7.
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD1_LONG = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
MRV_A = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"
MRV_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<"
SPECIMENS = {"TD3": TD3, "TD1": TD1, "TD2": TD2, "MRV-A": MRV_A, "MRV-B": MRV_B}


def read(text, today=TODAY):
    return mrz.parse(text, today)


def codes(zone):
    return [finding.code for finding in zone.findings]


def with_lines(text, *lines):
    """A specimen with some of its lines replaced; None keeps a line."""
    return "\n".join(new or old for old, new in zip(text.split("\n"), lines, strict=True))


def sealed_zone(number="L898902C3", birth="740812", expiry="120415", names="ERIKSSON<<ANNA", state="UTO"):
    """A passport zone with right check digits around other content."""
    number = number.ljust(9, FILLER)
    upper = f"{number}{mrz.check_digit(number)}"
    dates = f"{birth}{mrz.check_digit(birth)}F{expiry}{mrz.check_digit(expiry)}"
    optional = FILLER * 14 + "0"
    composite = mrz.check_digit(upper + dates.replace("F", "") + optional)
    return f"P<{state}{names}".ljust(44, FILLER) + f"\n{upper}{state}{dates}{optional}{composite}"


@pytest.mark.parametrize("name", SPECIMENS)
def test_specimens_are_read_without_a_finding(name):
    zone = read(SPECIMENS[name])
    assert (zone.format, zone.surname, zone.given_names) == (name, "ERIKSSON", "ANNA MARIA")
    assert (zone.state, zone.sex, zone.findings) == ("UTO", "F", [])
    assert zone.text == SPECIMENS[name]


def test_passport_specimen_field_by_field():
    zone = read(TD3)
    assert (zone.number, zone.optional, zone.nationality) == ("L898902C3", "ZE184226B", "UTO")
    assert (zone.birth, zone.expiry) == (PartialDate(1974, 8, 12), PartialDate(2012, 4, 15))
    assert not zone.is_cut


def test_number_longer_than_nine_goes_on_in_the_optional_data():
    zone = read(TD1_LONG)
    assert (zone.number, zone.optional, zone.findings) == ("D23145890734", "", [])
    assert (zone.surname, zone.given_names, zone.sex) == ("STEVENSON", "PETER JOHN", "M")
    damaged = read(TD1_LONG.replace("<7349<", "<7359<"))
    assert {"number_digit", "composite_digit"} <= set(codes(damaged))


@pytest.mark.parametrize(
    "typed",
    [
        TD3.replace("\n", ""), TD3.replace("\n", " "), TD3.lower(), f"\n\n  {TD3}  \n",
        " ".join(TD3), TD3.replace("<", " < "), TD3.replace("\n", "\r\n"), TD3.replace("<", "‹"),
        TD3.replace("<", "«"), TD3.replace("<<", "«"), TD3.replace("<<", "« "), TD3.replace("<", "＜"),
        "\u200f" + TD3,
    ],
)  # fmt: skip
def test_spaces_small_letters_missing_breaks_and_other_marks_do_not_matter(typed):
    assert read(typed).text == TD3
    assert read(typed).findings == []


def test_fillers_left_away_at_the_end_of_the_names_are_put_back_and_told():
    short = with_lines(TD3, "P<UTOERIKSSON<<ANNA<MARIA", None)
    zone = read(short)
    assert zone.text == TD3 and codes(zone) == ["line_padded"]
    assert codes(read(with_lines(TD1, None, None, "ERIKSSON<<ANNA<MARIA"))) == ["line_padded"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "These lines have: 0"), ("no zone", "These lines have: 6"), (TD3[:-1], "44, 43"),
     ("P<UTO\nL898902C36UTO7408122F1204159ZE184226B<<<<<10", "5, 44"), (TD3[:40], "40"), ("é" * 88, "É"),
     (TD3.replace("ANNA", "AN#A"), "#"), ("🛂" * 88, "🛂"), ("<" * 100_000, "100000")],
)  # fmt: skip
def test_text_that_is_no_zone_is_refused_in_words(typed, told):
    with pytest.raises(mrz.UnreadableZone) as refusal:
        read(typed)
    assert told in str(refusal.value)


def test_letter_in_a_date_is_suggested_and_not_corrected():
    zone = read(TD3.replace("740812", "74O812"))
    assert zone.birth is None
    assert "Perhaps O is 0." in str(zone.findings[0])
    assert codes(zone) == ["birth_unreadable", "birth_digit", "composite_digit"]
    assert "74O812" in zone.text


def test_misread_sign_of_the_number_is_suggested_when_it_would_fit():
    zone = read(TD3.replace("L898902C3", "L89890ZC3"))
    told = next(str(finding) for finding in zone.findings if finding.code == "number_digit")
    assert zone.number == "L89890ZC3" and "With 2 instead of Z at character 7" in told


def test_letter_in_place_of_a_check_digit_is_suggested():
    zone = read(TD3.replace("L898902C36", "L898902C3G"))
    assert "Perhaps G is 6." in " ".join(map(str, zone.findings))


@pytest.mark.parametrize(
    ("part", "birth"),
    [("740812", "1974-08-12"), ("261121", "2026-11-21"), ("261122", "1926-11-22"), ("000229", "2000-02-29"),
     ("7408<<", "1974-08"), ("74<<<<", "1974"), ("27<<<<", "1927"), ("<<<<<<", None)],
)  # fmt: skip
def test_date_of_birth_lies_in_the_past_and_keeps_its_precision(part, birth):
    zone = read(sealed_zone(birth=part))
    assert (zone.birth.iso if zone.birth else None) == birth
    assert zone.findings == []


@pytest.mark.parametrize("part", ["741332", "740230", "74<<12", "7408<1", "<<0812", "74081<"])
def test_date_that_does_not_exist_is_told(part):
    zone = read(sealed_zone(birth=part))
    assert zone.birth is None and codes(zone) == ["birth_unreadable"]


@pytest.mark.parametrize(
    ("part", "expiry"), [("120415", 2012), ("360101", 2036), ("750101", 2075), ("770101", 1977)]
)
def test_date_of_expiry_is_the_one_nearest_to_today(part, expiry):
    assert read(sealed_zone(expiry=part)).expiry.year == expiry


@pytest.mark.parametrize(
    ("state", "country", "words"),
    [("D<<", "DE", "Germany"), ("NAM", "NA", "Namibia"), ("GBS", "GB", "British subject"),
     ("XXA", "", "Stateless person (Convention of 1954)"), ("XXB", "", "Refugee (Convention of 1951)"),
     ("UNO", "", "United Nations"), ("COD", "CD", None), ("RKS", "", "Kosovo")],
)  # fmt: skip
def test_codes_of_states(state, country, words):
    zone = read(sealed_zone(state=state))
    assert zone.issuing_country == zone.nationality_country == country
    assert zone.findings == []
    assert words is None or mrz.state_in_words(zone.state) == words


def test_unknown_state_and_odd_document_code_are_told():
    zone = read(sealed_zone(state="QQQ"))
    assert codes(zone) == ["state_unknown", "nationality_unknown"]
    assert mrz.state_in_words("QQQ") == "QQQ"
    assert codes(read("X" + TD3[1:])) == ["code_unusual"]


def test_names_with_fillers_one_name_only_and_cut_names():
    assert read(sealed_zone(names="VAN<DER<BERG<<JAN")).surname == "VAN DER BERG"
    one = read(sealed_zone(names="ARKFREITH"))
    assert (one.surname, one.given_names, one.is_cut) == ("ARKFREITH", "", False)
    cut = read(sealed_zone(names="NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<KR"[:39]))
    assert cut.is_cut and codes(cut) == ["name_cut"]


def test_digit_in_a_name_and_odd_sex_are_told():
    zone = read(TD3.replace("ERIKSSON", "ERIKSS0N").replace("F1204", "Q1204"))
    assert codes(zone) == ["sex_unreadable", "name_has_digit"]
    assert "Perhaps 0 is O." in str(zone.findings[-1])
    assert zone.sex == ""


def test_sex_not_stated_is_an_answer():
    assert read(TD3.replace("F1204", "<1204")).sex == "X"


def test_personal_number_that_is_not_there_may_lack_its_check_digit():
    line = TD3.split("\n")[1]
    upper = line[:28] + FILLER * 15
    composite = mrz.check_digit(upper[:10] + upper[13:20] + upper[21:43])
    assert read(with_lines(TD3, None, upper + composite)).findings == []


def covered_places(shape):
    """Every place of a zone that a check digit watches, and the check digits themselves."""
    places = {(row, place) for row, place in shape.digits.values()}
    for name in shape.digits:
        if name in shape.fields:
            row, start, end = shape.fields[name]
            places |= {(row, place) for place in range(start, end)}
    for row, start, end in shape.composite:
        places |= {(row, place) for place in range(start, end)}
    return sorted(places)


def swapped(text, row, place, sign):
    lines = text.split("\n")
    lines[row] = lines[row][:place] + sign + lines[row][place + 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize("name", SPECIMENS)
def test_every_single_sign_changed_under_a_check_digit_is_noticed_unless_equal_modulo_ten(name):
    """All signs in all watched places: what stays unnoticed is exactly what 7-3-1 modulo 10 cannot see."""
    shape = next(shape for shape in SHAPES if shape.name == name)
    digits = set(shape.digits.values())
    for (row, place), sign in product(covered_places(shape), ALPHABET + FILLER):
        before = SPECIMENS[name].split("\n")[row][place]
        if sign == before:
            continue
        found = codes(read(swapped(SPECIMENS[name], row, place, sign)))
        noticed = any(code.endswith(("_digit", "_unreadable")) for code in found)
        if (row, place) in digits or not mrz.are_indistinguishable(sign, before):
            assert noticed, (row, place, before, sign)


@given(st.text(ALPHABET + FILLER, min_size=1, max_size=40), st.data())
def test_check_digit_sees_a_change_exactly_when_values_differ_modulo_ten(text, data):
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from(ALPHABET + FILLER))
    changed = text[:place] + sign + text[place + 1 :]
    assert (mrz.check_digit(text) == mrz.check_digit(changed)) == mrz.are_indistinguishable(text[place], sign)


def test_signs_that_no_check_digit_tells_apart():
    groups = {}
    for sign in ALPHABET + FILLER:
        groups.setdefault(int(mrz.check_digit(sign)) * 3 % 10, set()).add(sign)
    assert sorted("".join(sorted(group)) for group in groups.values()) == sorted(
        ["0<AKU", "1BLV", "2CMW", "3DNX", "4EOY", "5FPZ", "6GQ", "7HR", "8IS", "9JT"]
    )


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        read(text)
    except mrz.UnreadableZone as refusal:
        assert str(refusal)


@given(st.text(ALPHABET + FILLER, min_size=88, max_size=88))
def test_any_signs_in_the_shape_of_a_zone_are_read(text):
    zone = read(text)
    assert zone.text.replace("\n", "") == text
