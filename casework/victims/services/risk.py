"""Assessing risk section by section, finishing an assessment, and answering a high one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.access.policies import require
from casework.victims import conflicts, policies, workflow
from casework.victims.conflicts import Difference
from casework.victims.models import Case, RiskAcknowledgement, RiskAssessment, RiskFactor
from casework.victims.risk import factors_of, usual_review
from casework.victims.services.cases import Conflict, change_fields, locked

# In a section, "" stands for the assessment itself and a code for the row of that factor.
Values = Mapping[str, Mapping[str, Any]]
Moments = Mapping[str, datetime]


class SectionConflict(Conflict):
    """Somebody else answered the same questions meanwhile: `differences` says which."""

    def __init__(self, differences: list[Difference], saved: Any) -> None:
        super().__init__(_("Somebody else saved this while you were writing. Compare both and choose."))
        self.differences, self.saved = differences, saved


class NotReady(ValidationError):
    """The assessment cannot be finished yet."""


@dataclass
class SectionSaved:
    """What a section looks like now: the moment of each row, and what was left as somebody else wrote it."""

    moments: dict[str, datetime]
    left: list[Difference]


@transaction.atomic
def begin_risk_assessment(*, case: Case, by) -> RiskAssessment:
    """The draft of this case; there is one at a time, and the whole team writes in it."""
    policies.check_can_change_case(by, case)
    locked(case)
    draft = RiskAssessment.objects.live().filter(case=case, status="draft").first()
    if draft is None:
        draft = RiskAssessment(case=case)
        draft.keep(by=by, reason="begun")
    return draft


@transaction.atomic
def save_risk_section(
    *,
    assessment: RiskAssessment,
    section: str,
    values: Values,
    seen: Moments,
    choices: Mapping[str, str] | None = None,
    is_done: bool = False,
    by,
) -> RiskAssessment:
    """Save a section; raises SectionConflict, and saves nothing, when somebody else changed what one changed.

    `seen`: when each row last changed as the editor saw it; `choices`: what was chosen field by field.
    """
    assessment = _draft(assessment, by)
    merging = _Merging(assessment, section, by)
    for key, changes in values.items():
        merging.take(key, changes, seen.get(key), choices or {})
    if merging.clashes:
        raise SectionConflict(merging.clashes, merging.saved_by_another)
    if is_done and section not in assessment.sections_done:
        merging.changed[""] = {
            **merging.changed.get("", {}), "sections_done": [*assessment.sections_done, section]
        }  # fmt: skip
    merging.keep("changed")
    return assessment


@transaction.atomic
def keep_risk_draft(
    *, assessment: RiskAssessment, section: str, values: Values, seen: Moments, by
) -> SectionSaved:
    """Keep what was typed so far; what somebody else changed meanwhile is left for them to compare."""
    assessment = _draft(assessment, by)
    merging = _Merging(assessment, section, by)
    for key, changes in values.items():
        merging.take(key, changes, seen.get(key), {})
    merging.keep("draft kept")
    return SectionSaved(merging.moments(seen), merging.clashes)


@transaction.atomic
def finish_risk_assessment(*, assessment: RiskAssessment, by) -> RiskAssessment:
    """Close the draft. Only a level is needed; the day to look again follows from it when nobody chose one.

    Raises NotReady without a level.
    """
    policies.check_can_change_case(by, assessment.case)
    assessment = locked(assessment)
    require(by, workflow.check_transition(workflow.RISK_ASSESSMENT, assessment.status, "finished"))
    if not assessment.level:
        raise NotReady(_("Choose the level before you finish: low, medium, high or extreme."))
    if assessment.review_on is None:
        assessment.review_on = usual_review(assessment.level, assessment.assessed_on)
    assessment.status, assessment.finished_by, assessment.finished_at = "finished", by, timezone.now()
    assessment.keep(by=by, reason="finished")
    return assessment


@transaction.atomic
def acknowledge_risk(
    *,
    assessment: RiskAssessment,
    decision: str,
    note: str = "",
    look_again_on: date | None = None,
    by,
) -> RiskAcknowledgement:
    """A protection officer answers a high or extreme risk. An earlier day to look again counts at once."""
    policies.check_can_acknowledge_risk(by, assessment)
    assessment = locked(assessment)
    if assessment.is_draft or not assessment.is_grave:
        raise workflow.InvalidTransition(_("Only a finished assessment of high or extreme risk is answered."))
    answer = RiskAcknowledgement(
        case=assessment.case, assessment=assessment, author=assessment.finished_by, decision=decision,
        note=note, look_again_on=look_again_on,
    )  # fmt: skip
    answer.keep(by=by, reason="acknowledged")
    if look_again_on is not None:
        assessment.review_on = look_again_on
        assessment.keep(by=by, reason="acknowledged")
    return answer


@transaction.atomic
def discard_risk_assessment(*, assessment: RiskAssessment, by) -> None:
    """Say that an assessment was entered in error; its history stays."""
    policies.check_can_change_case(by, assessment.case)
    # Asked of what stands now: a draft may have been finished meanwhile.
    assessment = locked(assessment)
    policies.check_can_discard_assessment(by, assessment)
    assessment.entered_in_error = True
    assessment.keep(by=by, reason="entered in error")


def _draft(assessment: RiskAssessment, by) -> RiskAssessment:
    """The assessment as it stands now, locked; raises InvalidTransition once it is finished."""
    policies.check_can_change_case(by, assessment.case)
    assessment = locked(assessment)
    if not assessment.is_draft or assessment.entered_in_error:
        raise workflow.InvalidTransition(_("This assessment is finished. Begin a new one to look again."))
    return assessment


class _Merging:
    """What one editor saw, what they write, and what is there now, row by row of a section."""

    def __init__(self, assessment: RiskAssessment, section: str, by) -> None:
        self.assessment, self.by = assessment, by
        self.factors = {factor.code: factor for factor in factors_of(section)}
        found = RiskFactor.objects.live().filter(assessment=assessment, code__in=self.factors)
        self.rows: dict[str, RiskFactor] = {row.code: row for row in found}
        self.changed: dict[str, dict[str, Any]] = {}
        self.clashes: list[Difference] = []
        self.behind: set[str] = set()  # rows of which the page shows an older state
        self.saved_by_another: Any = None

    def row(self, key: str) -> RiskAssessment | RiskFactor:
        if key == "":
            return self.assessment
        if key not in self.rows:
            kind = self.factors[key].kind
            self.rows[key] = RiskFactor(
                case=self.assessment.case, assessment=self.assessment, kind=kind, code=key
            )
        return self.rows[key]

    def take(
        self, key: str, changes: Mapping[str, Any], seen: datetime | None, choices: Mapping[str, str]
    ) -> None:
        now = self.row(key)
        if seen is not None and not now._state.adding and seen != now.updated_at:
            before = conflicts.version_of(now, seen, self.assessment.case)
        elif seen is None and not now._state.adding:
            before = type(now)(case=self.assessment.case)  # the editor saw open questions
        else:
            before = now
        chosen = {name: choices[form_name(key, name)] for name in changes if form_name(key, name) in choices}
        mine = conflicts.settled(before or now, changes, chosen)
        for one in conflicts.compared(now, before, mine):
            if one.suggested == conflicts.MINE or self._is_ones_own(now, one, seen):
                self.changed.setdefault(key, {})[one.name] = mine[one.name]
            else:
                self.behind.add(key)
                if not one.suggested:
                    self.clashes.append(self._named(key, one))

    def _is_ones_own(self, now: RiskAssessment | RiskFactor, one: Difference, seen: datetime | None) -> bool:
        """One's own earlier save, of which the answer may have been lost on the way, is no conflict."""
        if one.suggested:
            return False
        version = conflicts.last_change(now, one.name, seen, self.assessment.case)
        if version is not None and version.history_user_id == self.by.pk:
            return True
        self.saved_by_another = version
        return False

    def _named(self, key: str, one: Difference) -> Difference:
        title = f"{self.factors[key].label}: {one.label.lower()}" if key else one.label
        return replace(one, name=form_name(key, one.name), label=title)

    def keep(self, reason: str) -> None:
        for key, changes in self.changed.items():
            change_fields(self.row(key), changes, reason=reason, by=self.by)

    def moments(self, seen: Moments) -> dict[str, datetime]:
        """When each row changed last, as far as the editor's page shows that state."""
        stored: dict[str, Any] = {key: row for key, row in self.rows.items() if not row._state.adding}
        if not self.factors:
            stored = {"": self.assessment}
        return {
            key: seen[key] if key in self.behind and key in seen else row.updated_at
            for key, row in stored.items()
            if key not in self.behind or key in seen
        }


def form_name(key: str, name: str) -> str:
    """How a field of a row is called in the form: the fields of factors by the code of the factor."""
    if key == "":
        return name
    return key if name == "answer" else f"{key}-{name}"
