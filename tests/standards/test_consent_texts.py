"""The texts read out before somebody agrees: complete in every language, plain, and typeset."""

import re

import pytest

from casework.standards import consent_texts, recovery
from casework.standards.countries import countries
from casework.standards.lists import codes
from casework.standards.typography import french

EVERY = [
    (purpose, language)
    for purpose in sorted(codes("consent_purpose"))
    for language in consent_texts.LANGUAGES
]


@pytest.mark.parametrize(("purpose", "language"), EVERY)
def test_every_purpose_has_its_text_in_every_language(purpose, language):
    text = consent_texts.consent_text(purpose, language)
    assert text.title
    assert len(text.paragraphs) >= 2
    assert text.version == consent_texts.versions()[0]
    assert consent_texts.consent_text(purpose, language, text.version) is text


@pytest.mark.parametrize(("purpose", "language"), EVERY)
def test_sentences_are_short(purpose, language):
    for paragraph in consent_texts.consent_text(purpose, language).paragraphs:
        for sentence in re.split(r"[.:]\s", paragraph):
            assert len(sentence.split()) <= 22, sentence


def test_a_version_nobody_wrote_is_no_text():
    assert consent_texts.consent_text("health", "en", "1999-01") is None
    assert consent_texts.consent_text("health", "de") is None


def test_the_other_words_are_there_in_every_language():
    english = consent_texts.sheet_words("en")
    for language in consent_texts.LANGUAGES:
        words = consent_texts.sheet_words(language)
        assert words.keys() == english.keys()
        assert all(words.values())


def test_french_texts_have_french_spaces():
    texts = [consent_texts.consent_text(purpose, "fr") for purpose in codes("consent_purpose")]
    for words in (*(t.title for t in texts), *(p for t in texts for p in t.paragraphs)):
        assert french(words) == words


@pytest.mark.parametrize(
    ("spoken", "read"),
    [
        ("eng", "en"),
        ("fra", "fr"),
        ("spa", "es"),
        ("ara", "ar"),
        ("ary", "ar"),
        ("lin", ""),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_the_text_for_somebody_is_in_a_language_they_read(spoken, read):
    assert consent_texts.language_of_texts(spoken) == read


def test_every_length_of_a_recovery_period_is_at_least_thirty_days_and_has_its_source():
    assert recovery.length_in("BE").days == 45
    assert recovery.length_in("XX") == recovery.Length(30)
    for country in countries():
        length = recovery.length_in(country)
        assert length.days >= recovery.LEAST_DAYS
        assert length.source or length.days == recovery.LEAST_DAYS
