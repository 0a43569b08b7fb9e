"""Organisations, and staff of every role in two of them."""

from functools import cache

import factory
from django.db import connections

from casework.access.models import Organisation, StaffUser
from casework.access.roles import Role
from tests.factories.cases import make_case


@cache
def owner_connection(database: str):
    """The owner's connection to the database of this worker."""
    from tests.conftest import connect

    return connect("DATABASE_OWNER_URL", database)


PASSWORD = "correct horse battery staple"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"org-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = "NGO"
    country = "CH"


class StaffFactory(factory.django.DjangoModelFactory):
    """Accounts come into being through the owner: in the application only an administrator makes them."""

    class Meta:
        model = StaffUser

    email = factory.Sequence(lambda n: f"staff{n}@example.test")
    name = factory.Sequence(lambda n: f"Staff Person{n}")
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.CASEWORKER
    language = "en"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        staff = model_class(*args, **kwargs)
        staff.set_password(PASSWORD)
        fields = list(staff._meta.concrete_fields)
        values = [
            field.get_db_prep_save(field.pre_save(staff, True), connections["default"]) for field in fields
        ]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        with owner_connection(connections["default"].settings_dict["NAME"]).cursor() as cursor:
            cursor.execute(f"insert into access_staffuser ({columns}) values ({marks})", values)
        staff._state.adding = False
        staff._state.db = "default"
        return staff


class World:
    """Two organisations, `ours` and `theirs`: staff of every role, one case of each caseworker."""

    def __init__(self) -> None:
        self.ours = OrganisationFactory(code="ours", name="Ours")
        self.theirs = OrganisationFactory(code="theirs", name="Theirs")
        self.staff = {role: StaffFactory(role=role, organisation=self.ours) for role in Role.values}
        self.strangers = {role: StaffFactory(role=role, organisation=self.theirs) for role in Role.values}
        self.caseworker = self.staff[Role.CASEWORKER]
        self.officer = self.staff[Role.PROTECTION_OFFICER]
        self.administrator = self.staff[Role.ADMINISTRATOR]
        self.auditor = self.staff[Role.AUDITOR]
        self.researcher = self.staff[Role.RESEARCHER]
        self.partner = self.staff[Role.SHELTER_PARTNER]
        self.colleague = StaffFactory(role=Role.CASEWORKER, organisation=self.ours)
        self.stranger = self.strangers[Role.CASEWORKER]
        self.case = make_case(self.caseworker)
        self.other_case = make_case(self.stranger, person={"given_names": "Other", "family_name": "Person"})
