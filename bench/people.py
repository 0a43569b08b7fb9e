"""Whose eyes the figures are taken with, and the connection that no wall stops."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import dj_database_url
from django.db import connections, transaction

from casework.access.database import set_context, subject_of
from casework.access.models import StaffUser
from casework.exchange.demo.staff import FIRST_CASEWORKER


def caseworker() -> StaffUser:
    """The caseworker whose caseload is measured."""
    return StaffUser.objects.select_related("organisation").get(email=FIRST_CASEWORKER)


@contextmanager
def as_in_a_request(user: StaffUser) -> Iterator[None]:
    """A transaction that answers this person, begun as the middleware begins each request."""
    with transaction.atomic():
        set_context(subject_of(user))
        yield


@contextmanager
def without_walls() -> Iterator[str]:
    """The alias of a connection as the server's administrator: row-level security does not apply."""
    here = connections.settings["default"]
    url = os.environ["DATABASE_ADMIN_URL"]
    connections.settings["plain"] = {**here, **dj_database_url.parse(url), "NAME": here["NAME"]}
    try:
        yield "plain"
    finally:
        connections["plain"].close()
        del connections["plain"], connections.settings["plain"]
