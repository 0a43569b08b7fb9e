"""Eight people come to a group session; it is logged once, and stands in eight cases."""

from django.urls import reverse
from django.utils import timezone

from casework.assistance.models import AssistanceService
from tests import factories


def test_a_group_session_for_eight(world, sign_in, acting):
    names = ("Awa", "Bintou", "Chantal", "Divine", "Espérance", "فاطمة", "Ганна", "Hawa")
    cases = [factories.make_case(world.caseworker, person={"given_names": name}) for name in names]
    client = sign_in(world.caseworker)
    page = client.get(reverse("service-group")).content.decode()
    assert all(case.reference in page for case in cases)
    assert not any(name in page for name in names)
    today = timezone.localdate().strftime("%d/%m/%Y")
    answer = client.post(
        reverse("service-group"),
        {
            "cases": [case.pk for case in cases], "service": "group_session", "delivered_on": today,
            "outcome": "given", "beneficiary": "person", "quantity": "2", "unit": "hour",
            "provider": "Maison des femmes",
        },
    )  # fmt: skip
    assert "Logged in 8 cases." in client.get(answer["Location"]).content.decode()
    # One of them left at once: that is said in her case, and in no other.
    with acting(world.caseworker):
        rows = {row.case_id: row for row in AssistanceService.objects.visible_to(world.caseworker)}
    assert set(rows) == {case.pk for case in cases}
    left = rows[cases[0].pk]
    client.post(
        reverse("service-edit", args=[cases[0].pk, left.pk]),
        {
            "service": "group_session", "delivered_on": today, "outcome": "refused_by_person",
            "beneficiary": "person", "note": "Went home after the greeting",
            "seen": left.updated_at.isoformat(),
        },
    )  # fmt: skip
    for case in cases:
        html = client.get(reverse("case-detail", args=[case.pk])).content.decode()
        assert "Group session" in html
        assert ("refused by the person" in html) == (case == cases[0])
        assert not any(other.reference in html for other in cases if other != case)
    with acting(world.officer):
        assert AssistanceService.history.filter(case_id=cases[1].pk).count() == 1
