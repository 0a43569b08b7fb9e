"""The result of a screening, computed from its answers each time it is read, and its words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.standards.dates import format_date
from casework.standards.indicators import Answered, Counts, DimensionResult, Result, result_of
from casework.standards.lists import label
from casework.victims.models import Indicator, Screening, ScreeningAnswer, TraffickingExperience, Victim
from casework.victims.models.person import ADULT_AT


@dataclass(frozen=True)
class AnsweredIndicator:
    """One indicator beside its answer, if it was asked."""

    indicator: Indicator
    answer: ScreeningAnswer | None

    @property
    def code(self) -> str:
        return self.answer.answer if self.answer else ""

    @property
    def in_words(self) -> str:
        return label("yes_no", self.code) if self.code else _("Not asked")


@dataclass(frozen=True)
class DimensionRead:
    """One dimension as the result page shows it."""

    result: DimensionResult
    name: str
    sentence: str
    is_needed: bool
    yes: list[AnsweredIndicator]
    no: list[AnsweredIndicator]
    open: list[AnsweredIndicator]


@dataclass(frozen=True)
class ScreeningResult:
    """Everything the result page says about one screening."""

    screening: Screening
    is_child: bool
    result: Result
    dimensions: list[DimensionRead]
    asked: int
    answered: int

    @property
    def outcome(self) -> str:
        return label("screening_outcome", self.result.outcome)

    @property
    def could_become(self) -> str:
        return label("screening_outcome", self.result.could_become) if self.result.could_become else ""

    @property
    def reasons(self) -> str:
        """The reasons a status claim is prefilled with: a draft that the person who decides rewrites."""
        lines = [
            _("Screening of %(day)s: %(title)s, version %(version)s.")
            % {
                "day": format_date(timezone.localdate(self.screening.started_at)),
                "title": self.screening.indicator_set.title,
                "version": self.screening.indicator_set.version,
            },
            f"{self.outcome}.",
            *(one.sentence for one in self.dimensions if one.result.is_met),
        ]
        if self.is_child:
            lines.append(_("Treated as a child: the means are not needed."))
        return "\n".join(lines)


def results_of(screenings: Iterable[Screening], victim: Victim, reader) -> list[ScreeningResult]:
    """The results of screenings of one person. The number of queries does not grow with their number."""
    rows = list(screenings)
    asked: dict[int, list[Indicator]] = {}
    for one in Indicator.objects.filter(indicator_set__in={row.indicator_set_id for row in rows}):
        asked.setdefault(one.indicator_set_id, []).append(one)
    answers: dict[object, dict[int, ScreeningAnswer]] = {row.pk: {} for row in rows}
    for answer in ScreeningAnswer.objects.visible_to(reader).live().filter(screening__in=rows):
        answers[answer.screening_id][answer.indicator_id] = answer
    trafficked_as_child = _was_trafficked_as_child(rows, reader)
    return [
        _result(
            row,
            asked[row.indicator_set_id],
            answers[row.pk],
            trafficked_as_child or was_child_on(row, victim),
        )
        for row in rows
    ]


def was_child_on(screening: Screening, victim: Victim) -> bool:
    """Under 18 on the day of the screening, or possibly so: an uncertain age counts as a child's."""
    ages = victim.ages_on(timezone.localdate(screening.started_at))
    return victim.age_is_uncertain or (ages is not None and ages[0] < ADULT_AT)


def _was_trafficked_as_child(rows: list[Screening], reader) -> bool:
    """Whether the experience that is recorded began under 18: then no means are needed either."""
    if not rows:
        return False
    told = TraffickingExperience.objects.visible_to(reader).live().filter(case=rows[0].case_id)
    age = told.values_list("age_when_trafficked", flat=True).first()
    return age is not None and age < ADULT_AT


def _result(
    screening: Screening, asked: list[Indicator], answers: dict[int, ScreeningAnswer], is_child: bool
) -> ScreeningResult:
    rule = screening.indicator_set.rule
    read = [AnsweredIndicator(one, answers.get(one.pk)) for one in asked]
    result = result_of(
        rule,
        [Answered(one.indicator.dimension, one.indicator.strength, one.code) for one in read],
        is_child=is_child,
    )
    return ScreeningResult(
        screening=screening,
        is_child=is_child,
        result=result,
        dimensions=[_dimension(one, read, rule, is_child) for one in result.dimensions],
        asked=len(read),
        answered=sum(1 for one in read if one.code),
    )


def _dimension(
    one: DimensionResult, read: list[AnsweredIndicator], rule: str, is_child: bool
) -> DimensionRead:
    mine = [row for row in read if row.indicator.dimension == one.code]
    return DimensionRead(
        result=one,
        name=label("indicator_dimension", one.code),
        sentence=_("%(dimension)s: %(explained)s")
        % {"dimension": label("indicator_dimension", one.code), "explained": _in_words(one, rule)},
        is_needed=not (is_child and one.code == "means"),
        yes=[row for row in mine if row.code == "yes"],
        no=[row for row in mine if row.code == "no"],
        open=[row for row in mine if row.code not in ("yes", "no")],
    )


def _in_words(one: DimensionResult, rule: str) -> str:
    """Why a dimension is met, or what is missing."""
    if one.is_met:
        return _("met by %(indicators)s") % {"indicators": counts_in_words(one.yes, rule)}
    if not one.could_be_met:
        return _("not met: the open questions could not change it")
    ways = get_text_list([counts_in_words(way, rule) for way in one.ways], _("or"))
    if one.yes.total:
        return _("not met yet: %(indicators)s so far. It could still be met with %(more)s more.") % {
            "indicators": counts_in_words(one.yes, rule), "more": ways,
        }  # fmt: skip
    return _("not met yet. It could still be met with %(more)s.") % {"more": ways}


def counts_in_words(counts: Counts, rule: str) -> str:
    """“2 strong indicators and 1 weak indicator”."""
    if rule != "ilo":
        return ngettext("%(n)d indicator", "%(n)d indicators", counts.total) % {"n": counts.total}
    words = [
        ngettext("%(n)d strong indicator", "%(n)d strong indicators", counts.strong) % {"n": counts.strong},
        ngettext("%(n)d medium indicator", "%(n)d medium indicators", counts.medium) % {"n": counts.medium},
        ngettext("%(n)d weak indicator", "%(n)d weak indicators", counts.weak) % {"n": counts.weak},
    ]
    present = zip((counts.strong, counts.medium, counts.weak), words, strict=True)
    return get_text_list([text for number, text in present if number], _("and"))
