"""The class of privacy of every field: identifying, sensitive or ordinary, declared in `class Privacy`."""

from django.db import models

CLASSES = ("identifying", "sensitive", "ordinary")


def classes(model: type[models.Model]) -> dict[str, str]:
    """Field name -> class. A field named twice raises ValueError; one not named is missing."""
    declared: dict[str, str] = {}
    for kind in CLASSES:
        for name in getattr(model.Privacy, kind, []):  # type: ignore[attr-defined]
            if name in declared:
                raise ValueError(f"{model.__name__}.{name} is both {declared[name]} and {kind}")
            declared[name] = kind
    return declared
