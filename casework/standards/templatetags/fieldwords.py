"""Filters that write codes, dates, numbers and money in the language of the reader.

An empty value stays empty: the page says in words what is not known, and why.
"""

import datetime
from decimal import Decimal

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.translation import get_language

from casework.standards import dates, lists, numbers
from casework.standards.countries import country_label
from casework.standards.languages import language_label
from casework.standards.typography import french

register = template.Library()

AnyDate = datetime.date | dates.PartialDate | str | None
Codes = str | list[str] | tuple[str, ...] | None


def _each(codes: Codes) -> list[str]:
    """One code or several; none when there is no answer."""
    if not codes:
        return []
    return [codes] if isinstance(codes, str) else list(codes)


def _in_words(value: AnyDate, style: dates.DateStyle) -> str:
    if not value:
        return ""
    return dates.format_date(dates.PartialDate.from_iso(value) if isinstance(value, str) else value, style)


@register.filter
def code_label(codes: Codes, list_name: str) -> str:
    """The label of a code, or of several: {{ case.status|code_label:"case_status" }}."""
    return ", ".join(lists.label(list_name, code) for code in _each(codes))


@register.filter
def country(codes: Codes) -> str:
    """The name of a country, or of several, by alpha-2 code."""
    return ", ".join(country_label(code) for code in _each(codes))


@register.filter
def language_name(codes: Codes) -> str:
    """The name of a language, or of several, by ISO 639-3 code."""
    return ", ".join(language_label(code) for code in _each(codes))


@register.filter
def partial_date(value: AnyDate) -> str:
    """A date as precise as it is known; also from its ISO form."""
    return _in_words(value, "long")


@register.filter
def long_date(value: AnyDate) -> str:
    """A date in full: 21 November 2026."""
    return _in_words(value, "long")


@register.filter
def short_date(value: AnyDate) -> str:
    """A date for a table: 21 Nov 2026."""
    return _in_words(value, "short")


@register.filter
def weekday_date(value: AnyDate) -> str:
    """A date one must act on: Saturday 21 November 2026."""
    return _in_words(value, "weekday")


@register.filter
def clock_time(value: datetime.time | datetime.datetime | None) -> str:
    """A time of day: 6:30 pm."""
    return dates.format_time(value) if value is not None else ""


@register.filter
def number(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """A number with the marks of the language; decimals as many as asked for."""
    return numbers.format_number(value, decimals) if value is not None else ""


@register.filter
def money(amount: int | Decimal | None, currency: str) -> str:
    """An amount with the code of its currency: {{ service.cost|money:service.currency }}."""
    return numbers.format_money(amount, currency) if amount is not None else ""


@register.filter(is_safe=True)
@stringfilter
def typeset(text: str) -> str:
    """French spaces and apostrophes on a French page; for a value, or a block in {% filter typeset %}."""
    return french(text) if (get_language() or "").startswith("fr") else text
