"""What the top of a case page says: who, how safe, how to reach the person, where each stage stands."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.access.policies import allowed
from casework.access.roles import has_permission
from casework.standards.lists import entries, label
from casework.victims import contacting, policies
from casework.victims.models import (
    Attachment,
    Case,
    CaseAssignment,
    CaseStage,
    Consent,
    ContactPoint,
    RecoveryPeriod,
    RiskAcknowledgement,
    RiskAssessment,
    StatusClaim,
)
from casework.victims.models.consent import ConsentQuerySet
from casework.victims.risk import Chart, Trend, chart_of, trend_of
from casework.victims.timeline import live_records

SOON = timedelta(days=30)
SAFETY_ORDER = {"safe": 0, "not_known": 1, "": 1, "not_safe": 2}


@dataclass(frozen=True)
class StageOnBar:
    """One of the six stages, as the bar shows it."""

    code: str
    state: str
    since: date | None

    @property
    def name(self) -> str:
        return label("case_stage", self.code)

    @property
    def css(self) -> str:
        return "todo" if self.state == "to_come" else self.state


class Overview:
    """The frame of every page of a case, for one reader. Each part is read once, when it is shown."""

    def __init__(self, case: Case, reader) -> None:
        self.case, self.reader, self.victim = case, reader, case.victim

    @cached_property
    def can_change(self) -> bool:
        return allowed(policies.check_can_change_case, self.reader, self.case)

    @cached_property
    def can_assign(self) -> bool:
        return allowed(policies.check_can_assign_case, self.reader, self.case)

    @cached_property
    def can_keep_apart(self) -> bool:
        return allowed(policies.check_can_keep_apart, self.reader, self.case)

    @property
    def can_see_suspects(self) -> bool:
        return self.can_change and has_permission(self.reader, "view_suspects")

    @cached_property
    def team(self) -> list[CaseAssignment]:
        """Who works on the case now, its holder first."""
        rows = live_records(CaseAssignment, self.case, self.reader).filter(ended_at=None)
        return sorted(
            rows.select_related("user", "case"), key=lambda row: (row.kind != "holder", row.user.name)
        )

    @property
    def holder(self):
        return next((row.user for row in self.team if row.kind == "holder"), None)

    @cached_property
    def age(self) -> str:
        """The age in words, as precisely as the date of birth allows."""
        ages = self.victim.ages
        if ages is None:
            return label("non_answer", self.victim.birth_date_answer) if self.victim.birth_date_answer else ""
        least, most = ages
        if least == most:
            return ngettext("Aged %(age)s", "Aged %(age)s", least) % {"age": least}
        return _("Aged %(least)s to %(most)s") % {"least": least, "most": most}

    @cached_property
    def claim(self) -> StatusClaim | None:
        """The newest status claim; others may stand beside it."""
        rows = live_records(StatusClaim, self.case, self.reader)
        return rows.order_by("-decided_on", "-created_at").first()

    @cached_property
    def assessments(self) -> list[RiskAssessment]:
        """Finished risk assessments, the newest first; as many as people look back on."""
        rows = live_records(RiskAssessment, self.case, self.reader).filter(status="finished")
        return list(rows.select_related("finished_by", "case").order_by("-assessed_on", "-finished_at")[:24])

    @property
    def risk(self) -> RiskAssessment | None:
        """The assessment that counts now. None is "not assessed", never "low"."""
        return self.assessments[0] if self.assessments else None

    @property
    def risk_trend(self) -> Trend | None:
        return trend_of(self.assessments[::-1])

    @property
    def risk_chart(self) -> Chart:
        return chart_of(self.assessments[::-1])

    @cached_property
    def risk_answers(self) -> dict[UUID, RiskAcknowledgement]:
        """What protection officers answered, by assessment."""
        rows = live_records(RiskAcknowledgement, self.case, self.reader).select_related("created_by", "case")
        return {row.assessment_id: row for row in rows}

    @cached_property
    def waiting_risk(self) -> RiskAssessment | None:
        """The last high or extreme risk that no protection officer has answered, nor a later one."""
        answered = [
            cast(datetime, row.finished_at) for row in self.assessments if row.pk in self.risk_answers
        ]
        grave = (row for row in self.assessments if row.is_grave)
        return next(
            (row for row in grave if all(at < cast(datetime, row.finished_at) for at in answered)), None
        )

    @cached_property
    def can_acknowledge(self) -> bool:
        return self.waiting_risk is not None and allowed(
            policies.check_can_acknowledge_risk, self.reader, self.waiting_risk
        )

    @cached_property
    def contact(self) -> ContactPoint | None:
        """The safest channel that is recorded."""
        rows = sorted(
            live_records(ContactPoint, self.case, self.reader).order_by("-created_at")[:50],
            key=lambda row: SAFETY_ORDER.get(row.safety, 1),
        )
        return rows[0] if rows else None

    @cached_property
    def recovery(self) -> RecoveryPeriod | None:
        """The recovery period that runs and ends last; else the latest one."""
        rows = live_records(RecoveryPeriod, self.case, self.reader).order_by("-ends_on", "-created_at")[:50]
        return min(rows, key=lambda row: not row.is_running, default=None)

    @cached_property
    def contact_refusal(self) -> contacting.Refusal | None:
        """The rule that stands against using that channel now."""
        if self.contact is None:
            return None
        return contacting.refusal_of(
            self.contact, timezone.now(), contacting.never_contacts(self.case, self.reader)
        )

    @cached_property
    def ending_consent(self) -> Consent | None:
        """The consent in force that ends first, when it ends soon."""
        rows = cast(ConsentQuerySet, live_records(Consent, self.case, self.reader)).in_force()
        return (
            rows.filter(expires_on__lte=timezone.localdate() + SOON)
            .order_by("expires_on", "created_at")
            .first()
        )

    @cached_property
    def attachments(self) -> dict[UUID | None, list[Attachment]]:
        """The files of the case by the record they hang on, without their content: one query for a page."""
        found: dict[UUID | None, list[Attachment]] = {}
        rows = live_records(Attachment, self.case, self.reader).select_related("created_by", "case")
        for row in rows.order_by("created_at"):
            found.setdefault(row.attached_to, []).append(row)
        return found

    @cached_property
    def stages(self) -> list[StageOnBar]:
        rows = {row.stage: row for row in live_records(CaseStage, self.case, self.reader)}
        return [
            StageOnBar(code, rows[code].state, rows[code].since)
            if code in rows
            else StageOnBar(code, "to_come", None)
            for code in entries("case_stage")
        ]

    @property
    def open_stages(self) -> str:
        """The open stages in words, for a narrow screen."""
        return ", ".join(stage.name for stage in self.stages if stage.state == "open")

    @cached_property
    def earlier_case(self) -> Case | None:
        """The case this one follows, when the reader may see it."""
        if self.case.previous_case_id is None:
            return None
        return Case.objects.visible_to(self.reader).filter(pk=self.case.previous_case_id).first()
