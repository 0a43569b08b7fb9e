"""The person. Everything that names or describes them is sealed under their own key."""

from datetime import date
from functools import partial
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.access import walls
from casework.records import Recorded, RecordedQuerySet
from casework.sealing.fields import SealedDateField, SealedTextField
from casework.standards.fields import CodedField, CodedListField

ADULT_AT = 18

NameField = partial(SealedTextField, subject="id", max_length=200)


class VictimQuerySet(RecordedQuerySet):
    def visible_to(self, user) -> "VictimQuerySet":
        """The people whose cases this person may see."""
        cases: Any = self.model._meta.get_field("case").related_model
        return self.filter(case__in=cases.objects.visible_to(user)).distinct()


class Victim(Recorded):
    """A person who is, or may be, a victim of trafficking (HTCDS prs_). The word is a role, not a status."""

    salutation = NameField(_("salutation"), max_length=40)
    given_names = NameField(_("given names"))
    middle_names = NameField(_("middle names"))
    family_name = NameField(_("family name"))
    name_to_use = NameField(_("name to use"))
    other_names = NameField(_("other names"), max_length=1000)
    name_on_documents = NameField(_("name on documents"))
    identity_number = NameField(_("national identity number"), max_length=80)
    title = NameField(_("position in an organisation"))
    birth_date = SealedDateField(_("date of birth"), subject="id")
    birth_date_answer = CodedField("non_answer", verbose_name=_("date of birth: answer"), answers=False)
    age_is_uncertain = models.BooleanField(_("the age is uncertain"), default=False)
    gender = CodedField("gender", verbose_name=_("gender"))
    citizenships = CodedListField("country", verbose_name=_("citizenship"))
    primary_language = CodedField("language", verbose_name=_("language"))
    secondary_language = CodedField("language", verbose_name=_("second language"))
    needs_interpreter = CodedField("yes_no", verbose_name=_("interpreter needed"))
    marital_status = CodedField("marital_status", verbose_name=_("marital status"))
    number_of_children = models.PositiveSmallIntegerField(
        _("number of children"), null=True, blank=True, validators=[MaxValueValidator(40)]
    )
    education = CodedField("education", verbose_name=_("highest level of education"))
    is_deceased = models.BooleanField(_("deceased"), default=False)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    duplicate_token = models.BinaryField(null=True, editable=False)
    # Written by the database: the transaction that last changed a name, for the search index in memory.
    names_changed_in = models.BigIntegerField(default=0, editable=False)

    objects = VictimQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("person")
        indexes = [
            models.Index(fields=["names_changed_in"], name="victim_by_name_change"),
            models.Index(fields=["duplicate_token"], name="victim_by_duplicate_token"),
        ]

    class Wall(walls.Wall):
        seen = history_seen = walls.SEEN_BY_VICTIM.format(column="id")
        changed = (
            "exists (select 1 from victims_case c where c.victim_id = {table}.id and sec.may_change(c.id))"
        )
        entered = f"(select sec.registering_organisation()) is not null and {walls.MADE_BY_ONESELF}"
        # Somebody being registered has no case yet when their first history row is written.
        history_entered = f"{changed} or sec.may_open_case({{table}}.id)"
        stamped = ("names_changed_in",)

    class Privacy(Recorded.Privacy):
        identifying = [
            "salutation", "given_names", "middle_names", "family_name", "name_to_use", "other_names",
            "name_on_documents", "identity_number", "title", "birth_date",
        ]  # fmt: skip
        sensitive = [
            "birth_date_answer", "age_is_uncertain", "gender", "citizenships", "primary_language",
            "secondary_language", "needs_interpreter", "marital_status", "number_of_children", "education",
            "is_deceased",
        ]  # fmt: skip
        ordinary = [*Recorded.Privacy.ordinary, "is_anonymous", "duplicate_token", "names_changed_in"]

    NAME_FIELDS = (
        "given_names", "middle_names", "family_name", "name_to_use", "other_names", "name_on_documents",
    )  # fmt: skip

    def __str__(self) -> str:
        return f"person {str(self.id)[:8]}"

    @property
    def display_name(self) -> str:
        """The name to use, else given and family name; empty when there is none or it is to be hidden."""
        return "" if self.is_anonymous else self.name_to_use or self.full_name

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.given_names, self.middle_names, self.family_name) if part)

    def ages_on(self, day: date) -> tuple[int, int] | None:
        """The lowest and highest age in full years that the recorded date of birth allows."""
        return self.birth_date.age_on(day) if self.birth_date else None

    @property
    def ages(self) -> tuple[int, int] | None:
        return self.ages_on(timezone.localdate())

    @property
    def is_treated_as_child(self) -> bool:
        """Under 18 or possibly so: an uncertain age counts as a child until decided."""
        ages = self.ages
        if ages is not None and ages[0] < ADULT_AT:
            return True
        return self.age_is_uncertain


class DistinctPair(Recorded):
    """Two people somebody looked at and found to be different, so that nobody is asked again."""

    first = models.ForeignKey(Victim, models.PROTECT, related_name="+")
    second = models.ForeignKey(Victim, models.PROTECT, related_name="+")

    class Meta(Recorded.Meta):
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_is_told_apart_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="pair_is_in_order"),
        ]

    class Wall(walls.Wall):
        seen = entered = " and ".join(
            walls.SEEN_BY_VICTIM.format(column=c) for c in ("first_id", "second_id")
        )
        history_seen = history_entered = seen

    class Privacy(Recorded.Privacy):
        ordinary = [*Recorded.Privacy.ordinary, "first", "second"]
