"""What a field of a record holds, in words a person can read."""

import datetime
from decimal import Decimal
from typing import Any, cast

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casework.standards.countries import country_label
from casework.standards.dates import PartialDate, format_date, format_time
from casework.standards.fields import CodedField, CodedListField
from casework.standards.languages import language_label
from casework.standards.lists import label
from casework.standards.numbers import format_number

# Secret values are shown one at a time on their own page, never in a list.
SECRET = {
    "code_word",
    "agreed_code",
    "identity_number",
    "value",
    "number",
    "numbers",
    "machine_zone",
}


def code_in_words(code_list: str, code: str) -> str:
    """One code of a list, a country or a language."""
    if code_list == "country":
        return country_label(code)
    return language_label(code) if code_list == "language" else label(code_list, code)


def in_words(field: models.Field, value: Any) -> str:
    """A value as it is written on pages; empty when nothing is recorded."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(field, CodedListField):
        return ", ".join(code_in_words(field.code_list, code) for code in value)
    if isinstance(field, CodedField):
        return code_in_words(field.code_list, value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.datetime):
        return f"{format_date(value)}, {format_time(value)}"
    if isinstance(value, (datetime.date, PartialDate)):
        return format_date(value)
    if isinstance(value, datetime.time):
        return format_time(value)
    if isinstance(value, Decimal):
        return format_number(value)
    return str(dict(field.flatchoices or ()).get(value, value))


def rows_of(record: models.Model, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Label and value of fields of a record; the value is empty when nothing is recorded."""
    fields = [cast(models.Field, record._meta.get_field(name)) for name in names]
    return [
        (capfirst(str(field.verbose_name)), in_words(field, getattr(record, field.name))) for field in fields
    ]
