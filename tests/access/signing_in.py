"""Signing in as a browser does, and asking whether one still is."""

import datetime
import re

import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse
from django.utils import timezone

from casework.access.models import AccessEvent
from tests.factories import PASSWORD

LOGIN = "/account/sign-in/"


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def enter(client, staff, password=PASSWORD):
    return client.post(LOGIN, {"login": staff.email, "password": password})


def code_for(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def events(staff, acting):
    with acting(staff):
        return list(
            AccessEvent.objects.filter(user_id=staff.pk).order_by("at").values_list("action", flat=True)
        )


def in_minutes(minutes: float):
    return time_machine.travel(timezone.now() + datetime.timedelta(minutes=minutes))


def is_in(client) -> bool:
    return client.get(reverse("my-account")).status_code == 200
