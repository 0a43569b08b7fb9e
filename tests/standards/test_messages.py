"""The catalogue of translations: what is collected, what is kept, what is refused."""

import pytest
from babel.messages.catalog import Catalog
from django.core.management import call_command

from casework.standards import messages

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext, pgettext

title = _("Case")
pgettext("of a person", "State")
ngettext("%(count)s case", "%(count)s cases", 3)
npgettext("beds", "one free", "%(count)s free", 2)
not_collected = "Plain"
"""
TEMPLATE = """{% load i18n %}
    {% trans "Log help" %} <a title="{% translate 'Open' context "verb" %}">
  {% blocktrans trimmed with day=day|date:"Y" %}
      Until {{ day }},
      45% done
  {% endblocktrans %}
{% blocktrans count count=n %}{{ count }} case{% plural %}{{ count }} cases{% endblocktrans %}
{% include "x.html" with label=_("Next") %} {{ name|default:_("No name") }} {# {% trans "Unused" %} #}
"""


@pytest.fixture
def sources(tmp_path):
    for name, text in {"casework/victims/views.py": CODE, "templates/victims/case.html": TEMPLATE}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    (tmp_path / "config").mkdir()
    return tmp_path


def keys(catalogue):
    return {(message.context, messages.singular(message)) for message in messages.translatable(catalogue)}


def test_words_of_code_and_templates_are_found(sources):
    assert keys(messages.messages_of_sources(sources)) == {
        (None, "Case"),
        ("of a person", "State"),
        (None, "%(count)s case"),
        ("beds", "one free"),
        (None, "Log help"),
        ("verb", "Open"),
        (None, "Until %(day)s, 45%% done"),
        (None, "Next"),
        (None, "No name"),
    }


def test_merging_keeps_translations_and_drops_what_is_unused(sources):
    found = messages.messages_of_sources(sources)
    kept = Catalog(locale="fr")
    kept.add("Case", "Dossier")
    kept.add("State", "État", context="of a person")
    kept.add("Gone", "Parti")
    merged = messages.merge(found, kept)
    assert merged["Case"].string == "Dossier"
    assert merged.get("State", "of a person").string == "État"
    assert "Gone" not in merged
    assert keys(merged) == keys(found)


def test_a_translation_without_plural_is_not_taken_for_one_with_plural():
    found, kept = Catalog(), Catalog(locale="fr")
    found.add(("%(count)s case", "%(count)s cases"))
    kept.add("%(count)s case", "%(count)s dossier")
    assert not any(messages.forms(messages.merge(found, kept)["%(count)s case"].string))
    assert list(messages.complaints(found, kept)) == [
        "Plural in one place and not in the other: '%(count)s case'"
    ]


def test_writing_twice_changes_nothing(sources):
    path = sources / "locale/fr/LC_MESSAGES/django.po"
    found = messages.messages_of_sources(sources)
    messages.write_catalogue(messages.merge(found, messages.read_catalogue(path)), path)
    first = path.read_bytes()
    messages.write_catalogue(messages.merge(found, messages.read_catalogue(path)), path)
    assert path.read_bytes() == first
    assert b"#:" not in first
    assert b"Date" not in first


def complaints_about(english, french):
    found, kept = Catalog(), Catalog(locale="fr")
    found.add(english)
    kept.add(english, french)
    return list(messages.complaints(found, kept))


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Note: read it", "Remarque\u00a0: à lire"),
        ("Hello %(name)s!", "Bonjour %(name)s\u202f!"),
        (("%(count)s case", "%(count)s cases"), ("un dossier", "%(count)s dossiers")),
        ("<strong>%(who)s</strong> looked", "consulté par <strong>%(who)s</strong>"),
    ],
)
def test_a_sound_translation_is_accepted(english, french):
    assert complaints_about(english, french) == []


@pytest.mark.parametrize(
    ("english", "french", "beginning"),
    [
        ("Case", "", "Not translated"),
        (("%(count)s case", "%(count)s cases"), ("%(count)s dossier", ""), "Not translated"),
        (("%(count)s case", "%(count)s cases"), ("un", "des dossiers"), "Other placeholders (%(count)s"),
        ("Hello %(name)s", "Bonjour", "Other placeholders (%(name)s)"),
        ("{seconds} s left", "reste {secondes} s", "Other placeholders ({secondes}, {seconds})"),
        ("<b>Case</b>", "Dossier", "Other placeholders (</b>, <b>)"),
        ("What help?", "Quelle aide ?", "French is written with loose spaces"),
        ("the name", "l'identité", "French is written with loose spaces"),
        ("Who :", "Qui\u00a0:", "English is written with French spaces"),
        (" (paused)", " (en pause)", "Space around the words"),
    ],
)  # fmt: skip
def test_what_a_reader_would_stumble_over_is_refused(english, french, beginning):
    (complaint,) = complaints_about(english, french)
    assert complaint.startswith(beginning)


def test_missing_and_unused_words_are_named():
    found, kept = Catalog(), Catalog(locale="fr")
    found.add("New")
    kept.add("Old", "Ancien")
    assert list(messages.complaints(found, kept)) == ["Not in the catalogue: 'New'", "No longer used: 'Old'"]


def test_the_french_of_this_tree_is_complete():
    call_command("check_messages")
