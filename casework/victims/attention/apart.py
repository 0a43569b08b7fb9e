"""What protection officers alone are told: people registered twice, cases that must not meet."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.victims.apart import teams_of
from casework.victims.attention import MOST, OF_AN_OFFICER, Kind, Need, watched
from casework.victims.lists import holders_and_stages
from casework.victims.models import Case, PossibleDuplicate, SeparatedCases

KEEP_APART = Kind(20, "danger", "users", _("Keep two cases apart"), _("Look at both"), "case-apart")
TWICE = Kind(40, "caution", "users", _("A person may be registered twice"), _("Compare"), "case-duplicates")


@watched(OF_AN_OFFICER)
def cases_to_keep_apart(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Pairs to be looked at, and pairs on both of which somebody works all the same."""
    pairs = SeparatedCases.objects.filter(first__in=cases, second__in=cases, status__in=["proposed", "kept"])
    found = list(pairs.select_related("first", "second").order_by("created_at"))
    teams = teams_of(case for pair in found for case in (pair.first, pair.second))
    for pair in found:
        if pair.status == "proposed":
            why = _("a suspected person may be the person of another case")
        elif teams[pair.first_id].isdisjoint(teams[pair.second_id]):
            continue
        else:
            why = _("somebody works on both")
        day = timezone.localdate(pair.created_at)
        yield Need(KEEP_APART, pair.first, day, str(_("Look now")), str(why))


@watched(OF_AN_OFFICER)
def people_registered_twice(cases: QuerySet[Case], most: int | None = MOST) -> Iterator[Need]:
    """Pairs that nobody has decided about, each told once, by the case the officer answers for."""
    pairs = PossibleDuplicate.objects.filter(Q(one__in=cases) | Q(other__in=cases), status="open")
    found = list(pairs.order_by("created_at")[:most])
    ids = {key for pair in found for key in (pair.one_id, pair.other_id)}
    mine = cases.filter(pk__in=ids).prefetch_related(*holders_and_stages()).in_bulk()
    for pair in found:
        case = mine.get(pair.one_id) or mine[pair.other_id]
        day = timezone.localdate(pair.created_at)
        yield Need(TWICE, case, day, str(_("Compare them")), str(_("a name alike")))
