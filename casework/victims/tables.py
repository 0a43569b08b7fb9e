"""The list of cases as a table. No name, unless it was asked for and recorded."""

from typing import Any
from uuid import UUID

import django_tables2 as tables
from django.core.paginator import Paginator
from django.db.models import Case as Choose
from django.db.models import IntegerField, QuerySet, Subquery, Value, When
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from casework.access.templatetags.shell import tag
from casework.standards.dates import format_date
from casework.standards.lists import label
from casework.victims.attention import UNDER_WAY, Need
from casework.victims.lists import current_risk
from casework.victims.models import Case

PER_PAGE = 25
MOST_CASES = 1000
STATUS_TAGS = {
    "Active": ("ok", "circle-check"),
    "FollowUp": ("info", "refresh"),
    "Closed": ("", "archive"),
    "ClosedReferred": ("", "archive"),
}

RISK_TAGS = {
    "low": ("ok", "shield-check"),
    "medium": ("caution", "info-circle"),
    "high": ("danger", "alert-triangle"),
    "extreme": ("danger", "alert-circle"),
}

DANGER_FIRST = Choose(When(is_in_danger="yes", then=Value(0)), default=Value(1), output_field=IntegerField())


class CappedPaginator(Paginator):
    """Counts to the most that a list shows, and no further: nobody reads a thousand rows."""

    object_list: Any  # the rows of a table, around its queryset

    @cached_property
    def found(self) -> int:
        return self.object_list.data.data[: MOST_CASES + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self.found, MOST_CASES)

    @property
    def has_more(self) -> bool:
        """Whether there are more cases than the list shows."""
        return self.found > MOST_CASES


class CaseTable(tables.Table):
    """Reference, what matters now, risk, stages, status, who holds it, since when."""

    reference = tables.Column(verbose_name=_("Reference"), linkify=("case-detail", {"pk": tables.A("pk")}))
    name = tables.Column(verbose_name=_("Name"), empty_values=(), orderable=False)
    now = tables.Column(verbose_name=_("What matters now"), empty_values=(), order_by="is_in_danger")
    risk = tables.Column(verbose_name=_("Risk"), empty_values=())
    stages = tables.Column(verbose_name=_("Stage"), empty_values=(), orderable=False)
    holder = tables.Column(verbose_name=_("Holder"), empty_values=(), orderable=False)
    opened_on = tables.Column(verbose_name=_("Opened"), order_by=("opened_on", "reference"))
    updated_at = tables.Column(verbose_name=_("Updated"), order_by=("updated_at", "reference"))
    status = tables.Column(verbose_name=_("Status"), order_by=("status", "reference"))

    class Meta:
        order_by_field = "sort"
        orderable = True
        # Danger first, then what was changed last.
        order_by = ()

    def __init__(self, *args: Any, needs: dict[UUID, Need] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs or {}
        self.caption = _("Cases")

    def render_reference(self, value: str) -> SafeString:
        return format_html('<bdi class="nowrap">{}</bdi>', value)

    def render_name(self, record: Case) -> SafeString:
        if name := record.victim.display_name:
            return format_html("<bdi>{}</bdi>", name)
        if record.victim.is_anonymous:
            return tag("", "eye-off", str(_("Anonymous")))
        return format_html('<span class="muted">{}</span>', _("No name given"))

    def render_now(self, record: Case) -> SafeString:
        need = self.needs.get(record.pk)
        if need is None:
            return format_html('<span class="muted">{}</span>', _("Nothing pressing"))
        if need.kind.rank == 0:
            return tag("danger", need.kind.icon, str(need.kind.title))
        return format_html('{}<br><span class="due tone-{}">{}</span>', need.title, need.tone, need.when)

    def order_now(self, cases: QuerySet[Case], is_descending: bool) -> tuple[QuerySet[Case], bool]:
        rank = DANGER_FIRST.desc() if is_descending else DANGER_FIRST.asc()
        return cases.order_by(rank, "-updated_at", "pk"), True

    def render_risk(self, record: Any) -> SafeString:
        if not record.risks:
            return format_html('<span class="muted">{}</span>', _("Not assessed"))
        level = record.risks[0].level
        tone, icon = RISK_TAGS[level]
        return tag(tone, icon, label("risk_level", level))

    def order_risk(self, cases: QuerySet[Case], is_descending: bool) -> tuple[QuerySet[Case], bool]:
        level = Subquery(current_risk().values("level")[:1])
        ranks = [When(risk_level=code, then=Value(rank)) for rank, code in enumerate(RISK_TAGS, 1)]
        rank = Choose(*ranks, default=Value(0), output_field=IntegerField())
        cases = cases.annotate(risk_level=level).annotate(risk_rank=rank)
        return cases.order_by("-risk_rank" if is_descending else "risk_rank", "-updated_at", "pk"), True

    def render_stages(self, record: Case) -> SafeString | str:
        under_way = [row for row in record.casestage_set.all() if row.state in UNDER_WAY]
        if not under_way:
            return "–"
        return format_html_join(
            ", ",
            "{}{}",
            (
                (label("case_stage", row.stage), f" {_('(paused)')}" if row.state == "paused" else "")
                for row in under_way
            ),
        )

    def render_holder(self, record: Any) -> SafeString | str:
        if not record.holders:
            return tag("caution", "alert-triangle", str(_("Nobody")))
        return format_html('<bdi class="nowrap">{}</bdi>', record.holders[0].user.short_name)

    def render_opened_on(self, value) -> SafeString:
        return format_html('<span class="nowrap">{}</span>', format_date(value, "short"))

    render_updated_at = render_opened_on

    def render_status(self, record: Case) -> SafeString:
        tone, icon = STATUS_TAGS[record.status]
        return tag(tone, icon, label("case_status", record.status))
