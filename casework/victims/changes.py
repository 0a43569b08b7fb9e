"""What changed in a case: every version of the person, the case and its records, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.access.models import StaffUser
from casework.records import CaseRecord, Recorded
from casework.sealing.fields import SealedField
from casework.standards.lists import label
from casework.victims.models import Case, Indicator, Victim
from casework.victims.wording import SECRET, in_words

PER_PAGE = 25
NOT_SHOWN = {
    "id",
    "created_by",
    "created_at",
    "updated_at",
    "case",
    "victim",
    "organisation",
    "previous_case",
    "duplicate_token",
    "names_changed_in",
    "person",
    "placed_by",
    "moved_from",
    "screening",
    "indicator_set",
    "indicator",
    "attached_to",
    "attached_to_kind",
    "digest",
    "document",
    "assessment",
    "plan",
    "conference",
    "task",
    "author",
    "finished_by",
    "best_interest",
    "tracing",
    "period",
    "shelter",
    "bed",
    "stay",
    "proceeding",
    "hearing",
    "claim",
    "starts_at",
}  # fmt: skip
REASONS = {
    "registered": gettext_lazy("registered"),
    "opened": gettext_lazy("opened"),
    "assigned": gettext_lazy("assigned"),
    "ended": gettext_lazy("ended"),
    "recorded": gettext_lazy("recorded"),
    "logged": gettext_lazy("logged"),
    "changed": gettext_lazy("changed"),
    "imported": gettext_lazy("imported"),
    "superseded": gettext_lazy("replaced by a later answer"),
    "begun": gettext_lazy("begun"),
    "answered": gettext_lazy("answered"),
    "draft kept": gettext_lazy("draft kept"),
    "finished": gettext_lazy("finished"),
    "acknowledged": gettext_lazy("answered by the protection officer"),
    "withdrawn": gettext_lazy("withdrawn"),
    "rules answered": gettext_lazy("answer to the house rules"),
    "extended": gettext_lazy("extended"),
    "ended early": gettext_lazy("ended early"),
    "resumed": gettext_lazy("early end taken back"),
    "entered in error": gettext_lazy("entered in error"),
    "named": gettext_lazy("the person gave a name"),
    "anonymous": gettext_lazy("the person asked to be anonymous"),
    "decided": gettext_lazy("decided"),
    "followed up": gettext_lazy("followed up"),
    "handed over": gettext_lazy("handed over"),
    "moved": gettext_lazy("moved to another day"),
    "hearing moved": gettext_lazy("hearing moved"),
    "participation": gettext_lazy("what the person wants"),
    "appeal": gettext_lazy("answer about an appeal"),
    "stay moved": gettext_lazy("moved to another bed"),
    "stay returned": gettext_lazy("back from leave"),
}
LISTS_OF_REASONS = {
    "status": "case_status",
    "stage": "stage_state",
    "stay": "stay_status",
    "task": "task_status",
    "proceeding": "proceeding_status",
    "hearing": "hearing_status",
    "screening": "screening_status",
    "expert": "expert_status",
    "best-interest": "best_interest_status",
}
STAFF_FIELDS = ("user_id", "decided_by_id", "submitted_by_id", "assigned_to_id")


@dataclass(frozen=True)
class FieldChange:
    """One field: what it held before and after. Kept back when it is secret or names are hidden."""

    label: str
    before: str
    after: str
    kept_back: str = ""


@dataclass(frozen=True)
class Change:
    """One version of one record: who saved it, when and why, and what it changed."""

    record: str
    is_new: bool
    by: str
    at: datetime
    reason: str
    fields: list[FieldChange]


def changes_of(case: Case, reader: StaffUser, page: str | None) -> Page:
    """The changes of a case, newest first. The number of queries does not grow with what they find."""
    histories = {model._meta.label: _history_of(model, case, reader) for model in _kinds()}
    each = [
        rows.annotate(of_model=Value(name)).values_list("of_model", "history_id", "history_date").order_by()
        for name, rows in histories.items()
    ]
    together = each[0].union(*each[1:], all=True).order_by("-history_date", "-history_id")
    found = Paginator(together, PER_PAGE).get_page(page)
    keys = [(kind, key) for kind, key, _at in found.object_list]
    versions = _versions(histories, keys)
    earlier_keys = [(kind, versions[kind, key].previous) for kind, key in keys]
    earlier = _versions(histories, [pair for pair in earlier_keys if pair[1]])
    for version in [*versions.values(), *earlier.values()]:
        if hasattr(version, "case_id"):
            version.case = case
    names = _names_in([*versions.values(), *earlier.values()])
    found.object_list = [
        _change(versions[key], earlier.get(before), names, _hides(versions[key], case, reader.hide_names))
        for key, before in zip(keys, earlier_keys, strict=True)
    ]
    return found


def _kinds() -> list[type[Recorded]]:
    """The person, the case, and every kind of record of a case."""
    records = [m for m in apps.get_models() if issubclass(m, CaseRecord) and hasattr(m, "history")]
    return [Victim, Case, *(m for m in records if not m.is_kept_apart)]


def _history_of(model: Any, case: Case, reader: StaffUser) -> QuerySet:
    if model is Victim:
        return model.history.filter(id=case.victim_id)
    if model is Case:
        return model.history.filter(id=case.pk)
    rows = model.history.filter(case_id=case.pk)
    if model.is_restrictable:
        return rows.filter(id__in=model.objects.visible_to(reader).filter(case=case).values("pk"))
    return rows


def _hides(version: Any, case: Case, hides_names: bool) -> bool:
    """Somebody who is anonymous has no name on any page, whatever they were called before."""
    return hides_names or (case.victim.is_anonymous and version.instance_type is Victim)


def _versions(
    histories: dict[str, QuerySet], keys: Iterable[tuple[str, UUID]]
) -> dict[tuple[str, UUID], Any]:
    """The versions with these keys, each knowing the key of the one before it: a query for each kind."""
    wanted: dict[str, list[UUID]] = {}
    for kind, key in keys:
        wanted.setdefault(kind, []).append(key)
    found = {}
    for kind, some in wanted.items():
        rows = histories[kind]
        before = rows.filter(id=OuterRef("id"), history_date__lt=OuterRef("history_date"))
        before = before.order_by("-history_date").values("history_id")[:1]
        for version in rows.filter(history_id__in=some).annotate(previous=Subquery(before)):
            found[kind, version.history_id] = version
    return found


def _names_in(versions: list[Any]) -> dict[Any, str]:
    """What references of these versions are called: people of staff, and indicators."""
    people = {version.history_user_id for version in versions}
    people |= {getattr(version, name, None) for version in versions for name in STAFF_FIELDS}
    names = {key: person.short_name for key, person in StaffUser.objects.in_bulk(people - {None}).items()}
    asked = {version.indicator_id for version in versions if hasattr(version, "indicator_id")}
    if asked:
        names |= {key: one.label for key, one in Indicator.objects.in_bulk(asked).items()}
    return names


def _change(version: Any, before: Any, names: dict[Any, str], hides_names: bool) -> Change:
    fields = []
    for field in version.tracked_fields:
        if field.name in NOT_SHOWN:
            continue
        new, old = getattr(version, field.attname), getattr(before, field.attname) if before else None
        if new == old or (not new and not old and not isinstance(new, bool)):
            continue
        if before is None and (new is False or not new):
            continue
        fields.append(_field_change(field, old, new, names, hides_names))
    return Change(
        record=_title(version, names),
        is_new=before is None,
        by=names.get(version.history_user_id, ""),
        at=version.history_date,
        reason=reason_in_words(version.history_change_reason or ""),
        fields=fields,
    )


def _title(version: Any, names: dict[Any, str]) -> str:
    """What kind of record; for an answer, to which question."""
    kind = str(version.instance_type._meta.verbose_name)
    asked = names.get(version.indicator_id) if hasattr(version, "indicator_id") else None
    return _("%(kind)s: %(question)s") % {"kind": kind, "question": asked} if asked else kind


def _field_change(field: models.Field, old: Any, new: Any, names: dict[Any, str], hides: bool) -> FieldChange:
    title = capfirst(str(field.verbose_name))
    if field.name in SECRET:
        return FieldChange(title, "", "", kept_back=_("kept back"))
    if hides and isinstance(field, SealedField):
        return FieldChange(title, "", "", kept_back=_("hidden"))
    if field.remote_field:
        return FieldChange(title, names.get(old, ""), names.get(new, ""))
    return FieldChange(title, in_words(field, old), in_words(field, new))


def reason_in_words(reason: str) -> str:
    """The code of a reason, as people say it."""
    first, _space, rest = reason.partition(" ")
    if reason not in REASONS and first in LISTS_OF_REASONS and rest:
        return label(LISTS_OF_REASONS[first], rest)
    return str(REASONS.get(reason, ""))
