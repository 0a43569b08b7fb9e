"""Makes the first administrator of a new installation, who then invites everybody else."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from casework.access.means import PasswordLink
from casework.access.models import Organisation, StaffUser
from casework.access.roles import Role


class Command(BaseCommand):
    help = (
        "Makes an administrator and prints a link with which they set their password. Run it with "
        "DATABASE_URL set to the owner's address: the application itself may not make the first account."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--organisation", required=True, metavar="CODE")
        parser.add_argument(
            "--organisation-name", default="", help="makes the organisation when there is none with this code"
        )
        parser.add_argument(
            "--address", default="http://127.0.0.1:8000", help="where people reach the application"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select session_user")
            if cursor.fetchone()[0] == "casework_app":
                raise CommandError("Set DATABASE_URL to the owner's address for this command.")
        code, name = options["organisation"], options["organisation_name"]
        organisation = Organisation.objects.filter(code=code).first()
        if organisation is None and not name:
            raise CommandError(f"There is no organisation {code}. Give --organisation-name to make it.")
        try:
            if organisation is None:
                organisation = Organisation(code=code, name=name)
                organisation.full_clean()
                organisation.save()
            staff = StaffUser(
                email=options["email"].lower(),
                name=options["name"],
                organisation=organisation,
                role=Role.ADMINISTRATOR,
                confidentiality_signed_on=timezone.localdate(),
            )
            staff.set_unusable_password()
            staff.full_clean(exclude=["password"])
            staff.save()
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        staff.groups.set(Group.objects.filter(name=Role.ADMINISTRATOR))
        link = PasswordLink()
        self.stdout.write(f"{options['address'].rstrip('/')}{link.address(staff)}")
        self.stdout.write(f"The link works once, until {link.lapses_at:%Y-%m-%d %H:%M} UTC.")
