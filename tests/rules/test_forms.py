"""What every form keeps to: saved once, refused without its token, and no sentence that names no field."""

import re

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.urls import reverse

from casework.access.once import NO_TOKEN, OnceForm
from casework.access.roles import Role
from casework.standards.forms import UNNAMED
from tests import factories
from tests.addresses import Addresses
from tests.rules.test_pages import pages_of
from tests.rules.who import first_to_open

TOKEN = re.compile(r'name="once" value="[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"')
TYPED = "kept words"
# All forms have the same field: one of them is asked in every way.
MISSING = ({}, {"once": ""}, {"once": "no token"})
# Signing in has one sentence for whatever is wrong.
SILENT = {"account_login", "account_logout", "mfa_authenticate"}


@pytest.fixture
def client():
    """A browser that sends what it is told and no token by itself."""
    return Client()


def forms_of(client, world, role: str):
    """Every page with a form that this role is the first to open: name, address and the form."""
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    for name, address in pages_of(role, Addresses(world), lambda name: first_to_open(name) == role):
        context = client.get(address).context
        form = context.get("form") if context else None
        if isinstance(form, forms.BaseForm) and name not in SILENT:
            yield name, address, form


def texts(form: forms.BaseForm) -> dict[str, str]:
    """Something written into every box for text."""
    widgets = {field.html_name: field.field.widget for field in form.visible_fields()}
    return {
        name: TYPED
        for name, widget in widgets.items()
        if isinstance(widget, forms.Textarea) or getattr(widget, "input_type", "") == "text"
    }


@pytest.mark.parametrize("role", Role.values)
def test_a_form_without_its_token_is_refused_and_kept(world, sign_in, role):
    client, wrong, seen = sign_in(world.staff[role]), [], 0
    for name, address, form in forms_of(client, world, role):
        if not isinstance(form, OnceForm):
            continue
        seen += 1
        typed = texts(form)
        for token in MISSING if seen == 1 else MISSING[:1]:
            answer = client.post(address, typed | token)
            html = answer.content.decode()
            if answer.status_code == 405:
                break  # this page only shows the form of another
            if answer.status_code not in (200, 422) or str(NO_TOKEN) not in html:
                wrong.append(f"{name}: not refused ({answer.status_code}) with {token}")
            elif html.count(TYPED) < len(typed):
                wrong.append(f"{name}: what was typed is lost")
            elif not TOKEN.search(html):
                wrong.append(f"{name}: the page carries no token, so the form can never be sent")
    assert not wrong, "\n".join(wrong)
    assert seen or role not in (Role.CASEWORKER, Role.PROTECTION_OFFICER, Role.ADMINISTRATOR)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("role", Role.values)
def test_no_sentence_leaves_open_which_field_is_missing(world, sign_in, role, language):
    client, wrong = sign_in(world.staff[role]), []
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for name, address, _form in forms_of(client, world, role):
        answer = client.post(address, {})
        form = answer.context.get("form") if answer.context else None
        wrong += [
            f"{name}: {field.name}: {problem}"
            for field in form or ()
            for problem in field.errors
            if problem in (str(UNNAMED), "This field is required.", "Ce champ est obligatoire.")
        ]
    assert not wrong, "\n".join(wrong)
