"""Languages: ISO 639-3 codes, those of the field included, mapped to ISO 639-2."""

import pytest
from django.utils.translation import override

from casework.standards.languages import (
    language_choices,
    language_label,
    languages,
    resolve_language,
    to_iso639_2,
)
from casework.standards.tables import folded


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fr", "fra"),
        ("fre", "fra"),
        ("FRA", "fra"),
        ("French", "fra"),
        ("français", "fra"),
        ("Tigrinya", "tir"),
        ("tigrigna", "tir"),
        ("Lingala", "lin"),
        ("Wolof", "wol"),
        ("Dari", "prs"),
        ("Farsi", "fas"),
        ("Pashto", "pus"),
        ("pachto", "pus"),
        ("Rohingya", "rhg"),
        ("Amharic", "amh"),
        ("Oromo", "orm"),
        ("Bini", "bin"),
        ("Edo", "bin"),
        ("Yoruba", "yor"),
        ("peul", "ful"),
        ("Sorani", "ckb"),
        ("Levantine Arabic", "apc"),
        ("Klingon", None),
        ("", None),
        (None, None),
    ],
)
def test_resolve_understands_codes_and_names(text, code):
    assert resolve_language(text) == code


def test_no_name_stands_for_two_languages():
    owner = {}
    for language in languages().values():
        for name in language.spellings:
            assert owner.setdefault(folded(name), language.code) == language.code


@pytest.mark.parametrize(
    ("code", "iso639_2"), [("fra", "fra"), ("prs", "fas"), ("apc", "ara"), ("rhg", "mis"), ("ckb", "kur")]
)
def test_iso639_2_is_the_own_code_or_that_of_the_group(code, iso639_2):
    assert to_iso639_2(code) == iso639_2


def test_iso639_2_of_a_strange_code_is_refused():
    with pytest.raises(KeyError):
        to_iso639_2("zzz")


def test_codes_have_the_length_the_standard_says():
    for language in languages().values():
        assert len(language.code) == len(language.iso639_2) == 3
        assert len(language.iso639_2b) in (0, 3)
        assert len(language.iso639_1) in (0, 2)
        assert language.label_en
        assert language.label_fr


def test_choices_are_in_the_order_of_the_language():
    with override("fr"):
        names = [str(name) for _code, name in language_choices()]
        assert names == sorted(names, key=folded)
        assert names.index("anglais") < names.index("arabe")
    assert len(names) == len(languages())


def test_label_of_non_answers_and_strange_codes():
    with override("fr"):
        assert language_label("amh") == "amharique"
        assert language_label("declined") == "Ne souhaite pas répondre"
        assert language_label("zzz") == "zzz"
