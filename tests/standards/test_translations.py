"""The translations keep the typography of their language."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from casework.standards.typography import french, has_french_marks

LOCALE = Path(__file__).parents[2] / "locale"


def strings(of_message: str | tuple[str, ...] | list[str]) -> list[str]:
    return [of_message] if isinstance(of_message, str) else list(of_message)


@pytest.mark.parametrize("file_name", ["django.po", "djangojs.po"])
def test_french_translations_are_typeset_and_english_sources_are_not(file_name):
    path = LOCALE / "fr/LC_MESSAGES" / file_name
    if not path.exists():
        assert file_name != "django.po" or not LOCALE.exists()
        return
    with path.open("rb") as po:
        messages = [message for message in read_po(po) if message.id]
    loose = [text for message in messages for text in strings(message.string) if french(text) != text]
    assert loose == []
    spaced = [text for message in messages for text in strings(message.id) if has_french_marks(text)]
    assert spaced == []
