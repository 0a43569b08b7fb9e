"""Suspected persons: told to nobody beyond those who work on the case, and kept apart from it."""

import io

from django.urls import reverse
from openpyxl import load_workbook

from casework.access import grants
from casework.access.models import AccessEvent, Action
from casework.access.roles import Role
from casework.exchange.writer import write_workbook
from casework.sealing.keyring import SealBroken
from casework.victims import noticing, services
from casework.victims.models import SeparatedCases, SuspectedPerson
from tests.addresses import ROUTES, Addresses, is_read
from tests.clients import Browser
from tests.factories import make_case
from tests.rules.who import OK, WHO
from tests.victims.apart import get, needs_of, post

PLANTED = "Quozzlethwip"


def record_suspect(world, acting, case, by, **values):
    with acting(by):
        return services.record_suspect(suspect=SuspectedPerson(case=case, **values), by=by)


def test_no_word_about_a_suspected_person_leaves_its_page(world, acting, superuser):
    values = dict.fromkeys(("names", "aliases", "description", "contact_details", "whereabouts"), PLANTED)
    record_suspect(world, acting, world.case, world.caseworker, **values)
    addresses = Addresses(world)
    for person in (world.caseworker, world.officer):
        client = Browser()
        client.force_login(person)
        for name in ROUTES:
            if WHO[name][person.role] != OK or name in ("account_logout", "set_language", "suspect-edit"):
                continue
            address = addresses.of(name)
            if is_read(address) and name != "case-suspects":
                assert PLANTED not in client.get(address).content.decode(errors="replace"), name
        assert PLANTED in client.get(reverse("case-suspects", args=[world.case.pk])).content.decode()
        found = client.post("/people/find/", {"q": PLANTED}).context["found"]
        assert found == []
    with acting(world.officer):
        book = load_workbook(io.BytesIO(write_workbook([world.case], by=world.officer)))
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not [cell for cell in cells if PLANTED in cell]
    with superuser.cursor() as cursor:
        for table in ("victims_suspectedperson", "victims_historicalsuspectedperson"):
            cursor.execute(f"select string_agg(t::text, '') from {table} t")
            assert PLANTED not in cursor.fetchone()[0]


def test_the_timeline_says_that_somebody_was_recorded_and_the_trail_who_read_it(world, acting):
    answer = post(world.caseworker, "suspect-add", world.case, names="Somebody", role="Exploiter")
    assert answer["Location"] == reverse("case-suspects", args=[world.case.pk])
    text = get(world.caseworker, "case-detail", world.case).content.decode()
    assert "A suspected person was recorded" in text and "Somebody" not in text
    page = get(world.caseworker, "case-suspects", world.case).content.decode()
    assert "Mireille" not in page, "never beside the name of the person of the case"
    with acting(world.auditor):
        rows = AccessEvent.objects.visible_to(world.auditor)
        assert rows.filter(action=Action.REVEALED, detail="suspects").exists()


def test_a_suspected_person_is_changed_and_may_have_no_name(world, acting):
    empty = post(world.caseworker, "suspect-add", world.case)
    assert "at least one thing that is known" in empty.content.decode()
    post(world.caseworker, "suspect-add", world.case, description="A scar")
    with acting(world.caseworker):
        suspect = SuspectedPerson.objects.get()
    changed = post(
        world.caseworker, "suspect-edit", world.case, suspect, description="No scar",
        seen=suspect.updated_at.isoformat(),
    )  # fmt: skip
    assert changed.status_code == 302
    assert "Name not known" in get(world.caseworker, "case-suspects", world.case).content.decode()


def test_a_partner_never_reads_of_suspected_persons(world, acting):
    record_suspect(world, acting, world.case, world.caseworker, names=PLANTED)
    assert get(world.partner, "case-suspects", world.case).status_code == 403
    assert get(world.caseworker, "case-suspects", world.case).status_code == 200
    with acting(world.officer):
        grants.grant(world.case, world.partner, grants.READ)
    for reader, is_told in ((world.caseworker, True), (world.partner, False)):
        readers = get(reader, "case-readers", world.case)
        assert readers.status_code == 200
        assert ("suspected persons" in readers.content.decode()) is is_told
    assert get(world.colleague, "case-suspects", world.case).status_code == 404
    with acting(world.partner):
        assert not SuspectedPerson.objects.visible_to(world.partner).exists()


def test_a_suspected_person_who_is_registered_is_told_to_the_officer_alone(world, acting):
    other = make_case(world.colleague, person={"given_names": "Silvester", "family_name": "Brankovan"})
    elsewhere = make_case(world.stranger, person={"given_names": "Silvester", "family_name": "Brankovan"})
    record_suspect(world, acting, world.case, world.caseworker, names="x", aliases="Sylvester Brankovan")
    first = min((world.case, other), key=lambda case: case.pk)
    assert needs_of(world.officer, acting, [20]) == [("Keep two cases apart", first.reference)]
    assert needs_of(world.strangers[Role.PROTECTION_OFFICER], acting, [20]) == []
    for person in (world.caseworker, world.colleague):
        with acting(person):
            assert not SeparatedCases.objects.exists()
    with acting(world.officer):
        separation = SeparatedCases.objects.get()
        assert elsewhere.pk not in (separation.first_id, separation.second_id)
    record_suspect(world, acting, world.case, world.caseworker, names="Silvester Brankovan")
    assert post(world.officer, "separation-decide", world.case, separation, status="dismissed")
    assert needs_of(world.officer, acting, [20]) == []


def test_a_suspected_person_who_registers_later_is_told_as_well(world, acting):
    record_suspect(world, acting, world.case, world.caseworker, names="Silvester Brankovan")
    make_case(world.colleague, person={"given_names": "Silvester", "family_name": "Brankowan"})
    assert [title for title, _reference in needs_of(world.officer, acting)] == ["Keep two cases apart"]


def test_a_suspected_person_whose_key_is_gone_is_passed_over(world, acting, monkeypatch):
    record_suspect(world, acting, world.case, world.caseworker, names="Silvester Brankovan")

    def broken(*_place):
        raise SealBroken

    monkeypatch.setattr(noticing, "unseal", broken)
    make_case(world.colleague, person={"given_names": "Silvester", "family_name": "Brankovan"})
    assert needs_of(world.officer, acting) == []
