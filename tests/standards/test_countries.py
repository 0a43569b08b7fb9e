"""Countries: all of ISO 3166-1, found by code and by the names people write."""

import pytest
from django.utils.translation import override

from casework.standards.countries import (
    countries,
    country_choices,
    country_label,
    resolve_country,
    to_alpha3,
)
from casework.standards.tables import folded


def test_all_countries_of_the_standard_once():
    assert len(countries()) == 249
    assert len({country.alpha3 for country in countries().values()}) == 249
    assert len({country.numeric for country in countries().values()}) == 249
    assert all(len(code) == 2 and code.isupper() for code in countries())


def test_namibia_survives_as_a_code():
    assert resolve_country("NA") == resolve_country("Namibie") == resolve_country("NAM") == "NA"
    assert country_label("NA") == "Namibia"
    assert to_alpha3("NA") == "NAM"


@pytest.mark.parametrize("text", ["na", "Na", "n/a", "N/A", "None", "", "  ", None, "Atlantis"])
def test_no_answer_is_not_namibia(text):
    assert resolve_country(text) is None


@pytest.mark.parametrize(
    ("text", "alpha2"),
    [
        ("fr", "FR"),
        (" FRA ", "FR"),
        ("Éthiopie", "ET"),
        ("ethiopie", "ET"),
        ("Côte d'Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("Bolivia, Plurinational State of", "BO"),
        ("RDC", "CD"),
        ("Democratic Republic of the Congo", "CD"),
        ("Congo", "CG"),
        ("Turkey", "TR"),
        ("UK", "GB"),
        ("USA", "US"),
        ("Myanmar", "MM"),
        ("Viêt Nam", "VN"),
    ],
)
def test_resolve_understands_codes_and_names(text, alpha2):
    assert resolve_country(text) == alpha2


def test_no_name_stands_for_two_countries():
    owner = {}
    for country in countries().values():
        for name in country.spellings:
            assert owner.setdefault(folded(name), country.code) == country.code
            assert resolve_country(name) == country.code


def test_choices_are_in_the_order_of_the_language():
    with override("fr"):
        names = [str(name) for _code, name in country_choices()]
        assert names[:2] == ["Afghanistan", "Afrique du Sud"]
        assert names.index("Égypte") < names.index("Espagne")
    with override("en"):
        assert [str(name) for _code, name in country_choices()][:2] == ["Afghanistan", "Åland Islands"]


def test_label_of_non_answers_and_strange_codes():
    with override("fr"):
        assert country_label("DE") == "Allemagne"
        assert country_label("unknown") == "Ne sait pas"
        assert country_label("XK") == "XK"


def test_alpha3_of_a_strange_code_is_refused():
    with pytest.raises(KeyError):
        to_alpha3("XK")
