"""Filters write codes, dates, numbers and money in the language of the reader."""

import datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from casework.standards.dates import PartialDate

DAY = datetime.date(2026, 11, 21)


def written(expression: str, language: str = "fr", **values: object) -> str:
    with override(language):
        return Template("{% load fieldwords %}" + expression).render(Context(values))


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("{{ v|code_label:'gender' }}", "Feminine", "Femme"),
        ("{{ v|code_label:'gender' }}", "", ""),
        ("{{ v|code_label:'gender' }}", None, ""),
        (
            "{{ v|code_label:'type_of_exploitation' }}",
            ["ForcedLabour", "Servitude"],
            "Travail forcé, Servitude",
        ),
        ("{{ v|code_label:'yes_no' }}", "declined", "Ne souhaite pas répondre"),
        ("{{ v|country }}", "NA", "Namibie"),
        ("{{ v|country }}", ["FR", "DE"], "France, Allemagne"),
        ("{{ v|country }}", "", ""),
        ("{{ v|language_name }}", "tir", "tigrigna"),
        ("{{ v|partial_date }}", "2026-11", "novembre 2026"),
        ("{{ v|partial_date }}", PartialDate(2026), "2026"),
        ("{{ v|partial_date }}", None, ""),
        ("{{ v|long_date }}", DAY, "21\u00a0novembre 2026"),
        ("{{ v|short_date }}", DAY, "21\u00a0nov. 2026"),
        ("{{ v|weekday_date }}", DAY, "samedi 21\u00a0novembre 2026"),
        ("{{ v|clock_time }}", datetime.time(0, 0), "0\u00a0h"),
        ("{{ v|clock_time }}", None, ""),
        ("{{ v|number }}", 0, "0"),
        ("{{ v|number:2 }}", 0.625, "0,62"),
        ("{{ v|number }}", None, ""),
        ("{{ v|money:'EUR' }}", Decimal("0"), "0\u00a0EUR"),
        ("{{ v|money:'EUR' }}", None, ""),
    ],
)
def test_filters_in_french(expression, value, text):
    assert written(expression, v=value) == text


def test_filters_in_english():
    assert written("{{ v|code_label:'gender' }}", "en", v="Feminine") == "Feminine"
    assert written("{{ v|long_date }}", "en", v=DAY) == "21 November 2026"
    assert written("{{ v|clock_time }}", "en", v=datetime.time(18, 30)) == "6:30 pm"


def test_typeset_changes_french_pages_only_and_escapes_what_it_is_given():
    block = "{% filter typeset %}<p>Nom : {{ v }} ?</p>{% endfilter %}"
    assert written(block, v="<b>") == "<p>Nom\u00a0: &lt;b&gt;\u202f?</p>"
    assert written(block, "en", v="x") == "<p>Nom : x ?</p>"
    assert written("{{ v|typeset }}", v="l'été <b>") == "l’été &lt;b&gt;"
