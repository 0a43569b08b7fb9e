"""How a form field reaches the page: label, hint, error and privacy attributes."""

from django import forms
from django.test.html import parse_html


class Registration(forms.Form):
    name = forms.CharField(label="Name to use", help_text="As the person says it")
    other_names = forms.CharField(required=False)
    email = forms.EmailField(required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    in_danger = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)
    note = forms.CharField(required=False, widget=forms.Textarea)


def field(name: str, data: dict[str, str] | None = None) -> str:
    html = str(Registration(data)[name].as_field_group())
    parse_html(html)
    return html


def test_field_about_a_person_is_kept_from_the_browsers_services() -> None:
    for name in ("name", "note"):
        html = field(name)
        assert 'autocomplete="off"' in html
        assert 'spellcheck="false"' in html
        assert 'translate="no"' in html


def test_widget_may_ask_for_autocomplete() -> None:
    assert 'autocomplete="email"' in field("email")
    assert 'autocomplete="off"' not in field("email")


def test_optional_field_says_so() -> None:
    assert "(optional)" in field("other_names")
    assert "(optional)" not in field("name")


def test_error_and_hint_are_tied_to_the_field() -> None:
    html = field("name", {"name": ""})
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'aria-invalid="true"' in html


def test_group_of_answers_has_a_legend_and_nothing_chosen() -> None:
    html = field("in_danger")
    assert "<legend>" in html
    assert "checked" not in html


def test_text_keeps_its_first_empty_line() -> None:
    assert "&#10;\nfirst" in str(Registration(initial={"note": "\nfirst"})["note"]).replace("\r", "")
