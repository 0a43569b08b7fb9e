"""Logs help and readings from several threads, and says so after each commit: `-m tests.drills.writer`."""

import sys
import threading
from uuid import UUID

import django

THREADS = 4


def main() -> None:
    django.setup()
    from casework.access.database import acting_as
    from casework.access.models import StaffUser
    from casework.victims.models import Case

    user = StaffUser.objects.select_related("organisation").get(email="caseworker@demo.test")
    with acting_as(user):
        cases = list(Case.objects.visible_to(user).select_related("victim").open()[:THREADS])
    threads = [threading.Thread(target=write, args=(user, case)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def write(user, case) -> None:
    """Log help until the database is gone."""
    from django.db import DatabaseError, InterfaceError

    from casework.access import audit
    from casework.access.database import acting_as
    from casework.access.models import Action
    from casework.assistance.models import AssistanceService
    from casework.assistance.services import log_service

    number = 0
    while True:
        number += 1
        service = AssistanceService(case=case, service="counselling", note=f"note {number}")
        try:
            with acting_as(user):
                log_service(service=service, by=user)
            say("service", service.pk)
            audit.record(Action.VIEWED, by=user, case=case, page="case-detail", detail=str(number))
            say("reading", case.pk, number)
        except (DatabaseError, InterfaceError, audit.AuditUnavailable):
            return


def say(what: str, key: UUID, number: int = 0) -> None:
    """Acknowledge: only what was committed is ever said."""
    sys.stdout.write(f"{what} {key} {number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
