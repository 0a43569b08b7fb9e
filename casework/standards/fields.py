"""Model fields whose values come from a code list. An empty value means: not asked."""

from functools import cache, partial
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple, MultipleChoiceField
from django.utils.translation import gettext_lazy as _

from casework.standards.countries import country_choices
from casework.standards.languages import language_choices
from casework.standards.lists import choices

CODE_LENGTH = 60
SOURCES = {"country": country_choices, "language": language_choices}


def coded_choices(code_list: str, answers: bool = True) -> list[tuple[str, Any]]:
    """The codes of a list, with "does not know" and "does not want to say" after them."""
    source = SOURCES[code_list]() if code_list in SOURCES else choices(code_list)
    return [*source, *(choices("non_answer") if answers else [])]


@cache
def known_codes(code_list: str, answers: bool = True) -> frozenset[str]:
    """The codes of a list, to look one up in."""
    return frozenset(code for code, _label in coded_choices(code_list, answers))


class CodedField(models.CharField):
    """One code of a list. `answers` adds the two spoken non-answers to the codes."""

    def __init__(self, code_list: str, *args: Any, answers: bool = True, **kwargs: Any) -> None:
        self.code_list, self.answers = code_list, answers
        kwargs.setdefault("max_length", CODE_LENGTH)
        kwargs.setdefault("blank", True)
        kwargs["choices"] = partial(coded_choices, code_list, answers)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, [self.code_list, *args], {**kwargs, "answers": self.answers}

    def validate(self, value, model_instance) -> None:
        """As Django does, which would build the whole list anew for every value of every record."""
        if value in self.empty_values:
            super().validate(value, model_instance)
        elif value not in known_codes(self.code_list, self.answers):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})


class CodedListField(ArrayField):
    """Several codes of a list, in the order of the list; a non-answer stands alone."""

    def __init__(self, code_list: str, *args: Any, answers: bool = True, **kwargs: Any) -> None:
        self.code_list, self.answers = code_list, answers
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        kwargs["base_field"] = models.CharField(max_length=CODE_LENGTH)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("base_field", None)
        return name, path, [self.code_list, *args], {**kwargs, "answers": self.answers}

    def clone(self):
        _name, _path, args, kwargs = self.deconstruct()
        return self.__class__(*args, **kwargs)

    def validate(self, value, model_instance) -> None:
        super().validate(value, model_instance)
        check_codes(self.code_list, value, self.answers)

    def formfield(self, **kwargs: Any):
        defaults = {
            "choices": partial(coded_choices, self.code_list, self.answers),
            "widget": CheckboxSelectMultiple,
            "required": False,
            "label": self.verbose_name,
            "help_text": self.help_text,
        }
        return MultipleChoiceField(**{**defaults, **{k: v for k, v in kwargs.items() if k != "form_class"}})


def check_codes(code_list: str, values: list[str], answers: bool = True) -> None:
    """Raise when a code is not of the list, or a non-answer stands beside an answer."""
    known = known_codes(code_list, answers)
    for value in values:
        if value not in known:
            raise ValidationError(_("“%(value)s” is not in the list."), params={"value": value})
    if len(values) > 1 and {"unknown", "declined"} & set(values):
        raise ValidationError(
            _("“Does not know” and “does not want to say” stand alone: take away the other answers.")
        )
