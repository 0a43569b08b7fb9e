"""How forms ask: dates that people type, whole or in part, and sentences that name their field."""

import copy
import datetime
from abc import abstractmethod
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.standards.dates import PartialDate, parse_day

UNNAMED = forms.Field.default_error_messages["required"]


def says_only_missing(error: Any) -> bool:
    """Whether this is the sentence that names no field: "This field is required."."""
    return isinstance(error, ValidationError) and getattr(error, "message", None) == UNNAMED


def name_of(label: Any) -> str:
    """A label as a sentence names it: one that asks, such as "When?", goes without its mark."""
    return str(label).rstrip("?\u202f\u00a0 ")


class NamedField(forms.BoundField):
    """A field on the page. When it was left empty, the sentence names it: it is read at the top too."""

    @property
    def errors(self) -> ErrorList:
        found = super().errors
        if not any(map(says_only_missing, found.data)):
            return found
        named = copy.copy(found)
        named.data = [self._missing() if says_only_missing(error) else error for error in found.data]
        return named

    def _missing(self) -> str:
        name = {"field": name_of(self.label)}
        if isinstance(self.field, forms.ChoiceField):
            return gettext("“%(field)s” is empty: choose an answer.") % name
        return gettext("“%(field)s” is empty: fill it in.") % name


class Renderer(TemplatesSetting):
    """Renders every form of the application, those of its libraries too."""

    bound_field_class = NamedField


class DateTextInput(forms.TextInput):
    """A text box for a date: it is typed as one says it, with digits or the name of the month."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", "size": "20", **(attrs or {})})


class _TypedDateField(forms.Field):
    """A date read from text; left empty it gives None.

    With `is_past` a date that lies wholly in the future is refused.
    """

    widget = DateTextInput
    default_error_messages = {"future": _("This date is in the future. Check the year.")}

    def __init__(self, *, is_past: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_past = is_past

    @abstractmethod
    def read(self, text: str) -> Any:
        """Read a date; ValueError says how to mend it."""

    @abstractmethod
    def partial(self, value: Any) -> PartialDate:
        """The same date as a partial date."""

    def to_python(self, value: Any) -> Any:
        """Read what was typed."""
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return self.read(value)
        except ValueError as error:
            raise ValidationError(error.args[0], code="invalid") from error

    def validate(self, value: Any) -> None:
        """Refuse a missing date that is needed, and a future one where only the past makes sense."""
        super().validate(value)
        if value is not None and self.is_past and self.partial(value).earliest > timezone.localdate():
            raise ValidationError(self.error_messages["future"], code="future")

    def prepare_value(self, value: Any) -> Any:
        """Show a date as one would type it, and what was typed as it was typed."""
        return value if value is None or isinstance(value, str) else self.partial(value).typed


class PartialDateField(_TypedDateField):
    """A date known to the day, the month or the year; gives a PartialDate."""

    default_error_messages = {"required": _("Write the date, or only its month or year, like 11/2026.")}

    def read(self, text: str) -> PartialDate:
        """Read a date of any precision."""
        return PartialDate.parse(text)

    def partial(self, value: PartialDate) -> PartialDate:
        """The date itself."""
        return value


class DayField(_TypedDateField):
    """A whole date; gives a datetime.date. "h" or "hier" is yesterday."""

    default_error_messages = {"required": _("Write the date, like 21/11/2026.")}

    def read(self, text: str) -> datetime.date:
        """Read a whole date, counted from today where the person is."""
        return parse_day(text, timezone.localdate())

    def partial(self, value: datetime.date) -> PartialDate:
        """The day as a partial date."""
        return PartialDate.from_day(value)
