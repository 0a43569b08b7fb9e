"""People and cases that are kept apart, people who may be registered twice, and suspected persons."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.access import grants, walls
from casework.access.apart import cases_kept_from
from casework.access.roles import Role, has_permission
from casework.records import CaseRecord, CaseRecordManager, CaseRecordQuerySet, Recorded, RecordedQuerySet
from casework.sealing.fields import SealedTextField
from casework.standards.fields import CodedField
from casework.victims.models.case import Case

OVERSEES = "(select sec.overseen_organisation()) is not null and sec.oversees({column})"


def overseen_cases(user) -> models.QuerySet:
    """The cases this person answers for as a protection officer."""
    rows = Case.objects.visible_to(user)
    return rows.filter(organisation_id=user.organisation_id) if _oversees(user) else rows.none()


def _oversees(user) -> bool:
    return user.is_authenticated and user.role == Role.PROTECTION_OFFICER


class OverseenQuerySet(CaseRecordQuerySet):
    def visible_to(self, user) -> Self:
        """For protection officers alone, in the cases of their organisation."""
        return self.filter(case__in=overseen_cases(user))


class ConflictOfInterest(CaseRecord):
    """Somebody of staff is related to the person of a case and is kept out of it until this is ended."""

    is_kept_apart = True

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person of staff")
    )
    kind = CodedField("conflict_kind", verbose_name=_("relation"), answers=False)
    explanation = SealedTextField(_("explanation"), max_length=2000)
    since = models.DateField(_("since"), default=timezone.localdate)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = CaseRecordManager.from_queryset(OverseenQuerySet)()

    class Meta(CaseRecord.Meta):
        verbose_name = _("conflict of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ended_at=None), name="kept_out_once_of_a_case",
                violation_error_message=_("This person of staff is kept out of this case already."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["user", "ended_at"], name="conflict_by_user")]

    class Wall(CaseRecord.Wall):
        seen = history_seen = OVERSEES.format(column="case_id")
        # Whoever declares it themself is kept out by the row, and still writes its first version.
        entered = (
            f"sec.may_change(case_id) and {walls.MADE_BY_ONESELF}"
            f" and (user_id = (select sec.user_id()) or {OVERSEES.format(column='case_id')})"
        )
        changed = OVERSEES.format(column="case_id")
        history_entered = f"(user_id = (select sec.user_id()) and history_type = '+') or {changed}"

    class Privacy(CaseRecord.Privacy):
        sensitive = ["kind", "explanation"]
        ordinary = [*CaseRecord.Privacy.ordinary, "user", "since", "ended_at"]


class SuspectQuerySet(CaseRecordQuerySet):
    def visible_to(self, user) -> Self:
        """For those who work on the case, and never for a partner who only reads of it."""
        rows = super().visible_to(user)
        if not has_permission(user, "view_suspects"):
            return rows.none()
        written = Q(case__in=grants.granted_cases(user, grants.WRITE))
        return rows.filter(written | Q(case__in=overseen_cases(user)))


class SuspectedPerson(CaseRecord):
    """Somebody who may have taken part in the trafficking. No word of it leaves its own page."""

    is_kept_apart = True

    names = SealedTextField(_("names"), max_length=300)
    aliases = SealedTextField(_("other names used"), max_length=1000)
    role = CodedField("role_in_process", verbose_name=_("part in what happened"))
    relationship = CodedField("relationship_to_trafficker", verbose_name=_("relationship to the person"))
    description = SealedTextField(_("description"), max_length=4000)
    contact_details = SealedTextField(_("phone, accounts, addresses"), max_length=2000)
    whereabouts = SealedTextField(_("where they may be"), max_length=2000)

    objects = CaseRecordManager.from_queryset(SuspectQuerySet)()

    class Meta(CaseRecord.Meta):
        verbose_name = _("suspected person")

    class Wall(CaseRecord.Wall):
        seen = history_seen = "sec.may_change(case_id)"

    class Privacy(CaseRecord.Privacy):
        identifying = ["names", "aliases", "contact_details"]
        sensitive = ["role", "relationship", "description", "whereabouts"]


class PairQuerySet(RecordedQuerySet):
    ends: tuple[str, str] = ("first", "second")

    def of(self, case: Case) -> Self:
        """The pairs in which a case stands."""
        return self.filter(Q(**{self.ends[0]: case}) | Q(**{self.ends[1]: case}))


class PossibleDuplicateQuerySet(PairQuerySet):
    ends = ("one", "other")

    def visible_to(self, user) -> Self:
        """For the protection officers of either case, unless they are kept out of one of the two."""
        cases, kept = overseen_cases(user), cases_kept_from(user)
        rows = self.filter(Q(one__in=cases) | Q(other__in=cases))
        return rows.exclude(one__in=kept).exclude(other__in=kept)


class PossibleDuplicate(Recorded):
    """Two cases that may be about one person, noticed where nobody saw both. Ids only, never a name."""

    one = models.ForeignKey(Case, models.PROTECT, related_name="+", editable=False)
    other = models.ForeignKey(Case, models.PROTECT, related_name="+", editable=False)
    status = CodedField("match_status", verbose_name=_("decision"), answers=False, default="open")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = PossibleDuplicateQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("possible duplicate")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="duplicate_noticed_once"),
            models.CheckConstraint(
                condition=Q(status="open", decided_by=None, decided_at=None)
                | Q(
                    status__in=["same", "different", "not_sure"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="duplicate_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(one=F("other")), name="duplicate_of_another_case"),
        ]

    class Wall(walls.Wall):
        seen = history_seen = changed = (
            "(select sec.overseen_organisation()) is not null"
            " and (sec.oversees(one_id) or sec.oversees(other_id))"
            " and one_id not in (select sec.kept_from()) and other_id not in (select sec.kept_from())"
        )
        # Noticed for whoever registered one of them, who then sees nothing of it.
        entered = f"status = 'open' and sec.may_change(one_id) and {walls.MADE_BY_ONESELF}"
        history_entered = f"sec.may_change(one_id) or ({seen})"

    class Privacy(Recorded.Privacy):
        ordinary = [*Recorded.Privacy.ordinary, "one", "other", "status", "decided_by", "decided_at"]


class SeparatedCasesQuerySet(PairQuerySet):
    def visible_to(self, user) -> Self:
        """For the protection officer who sees both cases."""
        cases = overseen_cases(user)
        return self.filter(first__in=cases, second__in=cases)


class SeparatedCases(Recorded):
    """Two cases whose people must not meet: nobody of staff works on both."""

    first = models.ForeignKey(Case, models.PROTECT, related_name="+", editable=False)
    second = models.ForeignKey(Case, models.PROTECT, related_name="+", editable=False)
    status = CodedField("separation_status", verbose_name=_("status"), answers=False, default="proposed")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SeparatedCasesQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("cases kept apart")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="cases_separated_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="separated_cases_in_order"),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_by=None, decided_at=None)
                | Q(
                    status__in=["kept", "dismissed", "ended"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="separation_decided_by_somebody",
            ),
        ]

    class Wall(walls.Wall):
        seen = history_seen = changed = (
            "(select sec.overseen_organisation()) is not null"
            " and sec.oversees(first_id) and sec.oversees(second_id)"
        )
        # Proposed for whoever recorded a suspected person, who then sees nothing of it.
        entered = (
            "status = 'proposed' and (sec.may_change(first_id) or sec.may_change(second_id))"
            f" and {walls.MADE_BY_ONESELF}"
        )
        history_entered = "sec.may_change(first_id) or sec.may_change(second_id)"

    class Privacy(Recorded.Privacy):
        ordinary = [*Recorded.Privacy.ordinary, "first", "second", "status", "decided_by", "decided_at"]


def pair_in_order(one: Case, other: Case) -> dict[str, Any]:
    """The two cases as a pair keeps them."""
    first, second = sorted((one, other), key=lambda case: case.pk)
    return {"first": first, "second": second}
