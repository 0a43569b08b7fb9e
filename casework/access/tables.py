"""Tables of staff, organisations and the trail."""

import datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.access.filters import DORMANT
from casework.access.models import Organisation, StaffUser
from casework.access.templatetags.shell import tag
from casework.standards.templatetags.fieldwords import clock_time, code_label, country, short_date


class StaffTable(tables.Table):
    name = tables.Column(verbose_name=_("Name"))
    organisation = tables.Column(verbose_name=_("Organisation"), order_by=("organisation__name", "name"))
    role = tables.Column(verbose_name=_("Role"))
    has_factor = tables.Column(verbose_name=_("Second factor"))
    last_login = tables.Column(verbose_name=_("Last sign-in"), empty_values=())
    live_sessions = tables.Column(
        verbose_name=_("Open sessions"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    is_active = tables.Column(verbose_name=_("State"))

    class Meta:
        order_by = "name"

    caption = _("Staff")

    def render_name(self, record: StaffUser) -> SafeString:
        return format_html(
            '<a href="{}"><bdi>{}</bdi></a>', reverse("staff-detail", args=[record.pk]), record.name
        )

    def render_role(self, record: StaffUser) -> str:
        return record.get_role_display()

    def render_has_factor(self, value: bool) -> SafeString:
        return (
            tag("ok", "shield-check", gettext("set up"))
            if value
            else tag("caution", "shield", gettext("none"))
        )

    def render_last_login(self, record: StaffUser) -> str:
        return short_date(record.last_login) if record.last_login else gettext("never")

    def render_is_active(self, record: StaffUser) -> SafeString:
        return state_tag(record)


def state_tag(staff: StaffUser) -> SafeString:
    """The state of an account in a word, with its colour and picture."""
    if not staff.is_active and staff.confidentiality_signed_on is None:
        return tag("caution", "signature", gettext("undertaking missing"))
    if not staff.is_active or not staff.organisation.is_active:
        return tag("danger", "ban", gettext("suspended"))
    if not staff.has_usable_password():
        return tag("info", "key", gettext("invited"))
    if timezone.now() - (staff.last_login or staff.created_at) > DORMANT:
        return tag("caution", "clock-exclamation", gettext("unused for 60 days"))
    return tag("ok", "check", gettext("active"))


class OrganisationTable(tables.Table):
    name = tables.Column(verbose_name=_("Name"))
    code = tables.Column(verbose_name=_("Short code"))
    kind = tables.Column(verbose_name=_("Type"))
    country = tables.Column(verbose_name=_("Country"))
    staff_count = tables.Column(
        verbose_name=_("Active accounts"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    is_active = tables.Column(verbose_name=_("State"))

    class Meta:
        order_by = "name"

    caption = _("Organisations")

    def render_name(self, record: Organisation) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("organisation-edit", args=[record.pk]), record.name)

    def render_kind(self, value: str) -> str:
        return code_label(value, "organisation_type")

    def render_country(self, value: str) -> str:
        return country(value)

    def render_is_active(self, value: bool) -> SafeString:
        return tag("ok", "check", gettext("active")) if value else tag("danger", "ban", gettext("not active"))


class TrailTable(tables.Table):
    """Lines of the trail, already grouped and put in words."""

    at = tables.Column(verbose_name=_("When"))
    who = tables.Column(verbose_name=_("Who"))
    what = tables.Column(verbose_name=_("What"))
    reference = tables.Column(verbose_name=_("Reference"))
    address = tables.Column(verbose_name=_("From where"))

    class Meta:
        orderable = False

    caption = _("Trail")

    def render_at(self, value: datetime.datetime, record) -> SafeString:
        first, last = clock_time(timezone.localtime(record.first_at)), clock_time(timezone.localtime(value))
        return format_html(
            '<time datetime="{}" class="nowrap">{}, {}</time>'
            '<br><span class="muted small nowrap fw-normal">{} UTC</span>',
            value.isoformat(),
            short_date(timezone.localtime(value)),
            last if first == last else f"{first} – {last}",
            value.astimezone(datetime.UTC).strftime("%H:%M:%S"),
        )

    def render_who(self, record) -> SafeString:
        role = format_html('<br><span class="muted small">{}</span>', record.role) if record.role else ""
        return format_html("<bdi>{}</bdi>{}", record.who, role)

    def render_what(self, record) -> SafeString:
        mark = tag("danger", "ban", record.what) if record.is_refused else record.what
        page = (
            format_html('<br><span class="muted small" dir="ltr">{}</span>', record.page)
            if record.page
            else ""
        )
        return format_html("{}{}", mark, page)

    def render_address(self, value: str) -> SafeString:
        return format_html('<span dir="ltr">{}</span>', value)
