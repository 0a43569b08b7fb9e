"""French spaces and apostrophes: put where they belong, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.standards.typography import MASK, french, has_french_marks


@pytest.mark.parametrize(
    ("text", "typeset"),
    [
        ("Attention ! Quoi?", "Attention\u202f! Quoi\u202f?"),
        ("Quoi ?! Oui", "Quoi\u202f?! Oui"),
        ("Nom : Awa", "Nom\u00a0: Awa"),
        ("Nom: Awa", "Nom\u00a0: Awa"),
        ("Nom :", "Nom\u00a0:"),
        ("oui ; non", "oui\u202f; non"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("Il dit: «non».", "Il dit\u00a0: «\u00a0non\u00a0»."),
        ("« Quoi ? »", "«\u00a0Quoi\u202f?\u00a0»"),
        ("(ou non) ?", "(ou non)\u202f?"),
        ("l'aide d'urgence", "l’aide d’urgence"),
        ("l'%(name)s", "l’%(name)s"),
        ("45% des dossiers", "45\u00a0% des dossiers"),
        ("dans 17 jours à 18 h 30", "dans 17\u00a0jours à 18\u00a0h\u00a030"),
        ("Nom&nbsp;: Awa", "Nom\u00a0: Awa"),
        ("<b>Nom</b> : %(name)s !", "<b>Nom</b>\u00a0: %(name)s\u202f!"),
        ("%(share)s%% de {{ total }} ?", "%(share)s\u00a0%% de {{ total }}\u202f?"),
        ("voir https://a.example/b?c=1:2; merci", "voir https://a.example/b?c=1:2\u202f; merci"),
    ],
)
def test_french_puts_the_spaces_and_apostrophes(text, typeset):
    assert french(text) == typeset


@pytest.mark.parametrize(
    "text",
    [
        "",
        "il est 12:30",
        "https://a.example/b?c=d;e!f",
        "mailto:a@b.example",
        "hte:type",
        '<a href="/x?y=1;z" title="l\'été: ici">lien</a>',
        "<script>if (a ? b : c) { d('e'); }</script>",
        "<!-- a : b ? -->",
        "{% if a : b %}",
        "{name}",
        "&amp;",
        "!",
        "? suite",
        "06 12 34 56 78",
        MASK,
    ],
)
def test_what_is_no_prose_stays_as_it_is(text):
    assert french(text) == text


@given(st.text(alphabet="aé1 :;!?«»'%<>/&b.()\u00a0\u202f\n", max_size=40))
def test_a_typeset_text_does_not_change(text):
    once = french(text)
    assert french(once) == once


@given(st.text(max_size=40))
def test_only_spaces_and_apostrophes_change(text):
    def letters(anything):
        named = anything.replace("&nbsp;", "").replace("&#160;", "").replace("&#8239;", "")
        return [mark for mark in named.replace("’", "'") if mark not in " \u00a0\u202f"]

    assert letters(french(text)) == letters(text)


@pytest.mark.parametrize("text", ["Name : Awa", "What\u00a0?", "Stop !", "« yes »", "Name&nbsp;: x"])
def test_french_marks_in_english_are_found(text):
    assert has_french_marks(text)


@pytest.mark.parametrize("text", ["Name: Awa", "What?", "at 12:30", "<b>Name</b>: x", "%(a)s: b"])
def test_english_is_left_in_peace(text):
    assert not has_french_marks(text)
