"""The translatable words: found in the sources, kept in locale/, checked for what a reader would notice.

Read with Babel, so that no system gettext is needed. The catalogue holds no dates and no line numbers:
it changes when the words change.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from casework.standards.typography import french, has_french_marks

LANGUAGE = "fr"
CODE_FOLDERS = ("casework", "config")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|%%|\{\w*\}|</?[a-z]+[^>]*>")
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural_forms}\n"

"""

Words = str | tuple[str, ...] | list[str] | None


def catalogue_path(language: str = LANGUAGE) -> Path:
    return Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path, language: str = LANGUAGE) -> Catalog:
    """The translations that are kept; an empty catalogue where there are none yet."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def write_catalogue(catalogue: Catalog, path: Path) -> None:
    """The same words give the same file, to the byte."""
    body = BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    header = HEADER.format(language=catalogue.locale, plural_forms=catalogue.plural_forms)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + body.getvalue().decode(), encoding="utf-8")


def messages_of_sources(root: Path) -> Catalog:
    """Everything in the code and the templates that asks to be translated."""
    found = Catalog()
    for folder in CODE_FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            add(found, path.read_bytes())
    for folder in ("templates", *CODE_FOLDERS):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".html", ".txt") and "templates" in path.relative_to(root).parts:
                add(found, as_code(path))
    return found


def add(found: Catalog, code: bytes) -> None:
    for _line, words, _comments, context in extract("python", BytesIO(code), keywords=KEYWORDS):
        found.add(words, context=context)


def as_code(template: Path) -> bytes:
    """A template as Python calls; in brackets, so that its indentation means nothing."""
    return f"(\n{templatize(template.read_text(encoding='utf-8'))}\n)".encode()


def merge(found: Catalog, kept: Catalog) -> Catalog:
    """What the sources ask for, with the translations there are; words no longer used are dropped."""
    merged = Catalog(locale=kept.locale)
    for message in translatable(found):
        translated = kept.get(singular(message), message.context)
        if translated is None or translated.pluralizable != message.pluralizable:
            translated = Message(message.id)
        merged.add(message.id, translated.string, context=message.context)
    return merged


def complaints(found: Catalog, kept: Catalog) -> Iterator[str]:
    """What is wrong between the sources and the translations, one sentence each."""
    for message in translatable(found):
        name = repr(singular(message))
        for text in forms(message.id):
            if has_french_marks(text):
                yield f"English is written with French spaces: {name}"
            if text.strip() != text:
                yield f"Space around the words, use {{% blocktrans trimmed %}}: {name}"
        translated = kept.get(singular(message), message.context)
        if translated is None:
            yield f"Not in the catalogue: {name}"
        elif translated.pluralizable != message.pluralizable:
            yield f"Plural in one place and not in the other: {name}"
        else:
            yield from complaints_about(message, forms(translated.string), kept.num_plurals, name)
    for message in translatable(kept):
        if found.get(singular(message), message.context) is None:
            yield f"No longer used: {singular(message)!r}"


def complaints_about(message: Message, texts: list[str], plurals: int, name: str) -> Iterator[str]:
    if not all(texts) or len(texts) != (plurals if message.pluralizable else 1):
        yield f"Not translated: {name}"
        return
    expected = placeholders(forms(message.id)[-1])
    # One may be said in words: "once", "un dossier".
    in_words = expected ^ placeholders(forms(message.id)[0]) | {"%(count)s", "%(count)d"}
    for number, text in enumerate(texts):
        optional = in_words if message.pluralizable and number == 0 else set()
        differing = placeholders(text) ^ expected
        if differing - optional:
            yield f"Other placeholders ({', '.join(sorted(differing))}): {name}"
        if french(text) != text:
            yield f"French is written with loose spaces or marks: {text!r}, better {french(text)!r}"


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def translatable(catalogue: Catalog) -> Iterable[Message]:
    return (message for message in catalogue if message.id)


def singular(message: Message) -> str:
    return forms(message.id)[0]


def forms(text: Words) -> list[str]:
    """Singular and plurals, or the one form there is."""
    return [text or ""] if text is None or isinstance(text, str) else list(text)
