"""Every field has one class of privacy, and what identifies or hurts is sealed."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from casework.access import privacy
from casework.sealing.fields import SealedField

OURS = [model for model in apps.get_models() if model.__module__.startswith("casework.")]
LIVING = [model for model in OURS if not hasattr(model, "instance_type")]
# Text that a person writes freely, as opposed to a code of a list.
FREE_TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
# Not sealed although sensitive: names of organisations in a claim or as the recipient of a consent are needed
# to find the live consent of a recipient, and say nothing about the person without the case they hang on.
ORGANISATION_NAMES = {"StatusClaim.organisation_name", "Consent.recipient"}


@pytest.mark.parametrize("model", LIVING, ids=lambda model: model.__name__)
def test_every_field_stands_in_exactly_one_class(model):
    names = [field.name for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many)]
    assert sorted(names) == sorted(privacy.classes(model))


@pytest.mark.parametrize("model", LIVING, ids=lambda model: model.__name__)
def test_identifying_and_sensitive_text_is_sealed(model):
    for name, kind in privacy.classes(model).items():
        field = model._meta.get_field(name)
        if (
            kind == "ordinary"
            or isinstance(field, SealedField)
            or f"{model.__name__}.{name}" in ORGANISATION_NAMES
        ):
            continue
        is_coded = hasattr(field, "code_list")
        assert is_coded or not isinstance(field, (*FREE_TEXT, ArrayField)), (
            f"{name} is {kind} text and not sealed"
        )
        assert kind != "identifying", f"{name} identifies a person and is not sealed"


@pytest.mark.parametrize("model", LIVING, ids=lambda model: model.__name__)
def test_a_model_prints_no_secret(model):
    sealed = {field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)}
    code = model.__str__.__code__
    assert not sealed & {*code.co_names, *code.co_consts}


def test_a_field_in_two_classes_is_refused():
    class Torn:
        class Privacy:
            identifying = ["name"]
            ordinary = ["id", "name"]

    with pytest.raises(ValueError, match=r"Torn\.name is both identifying and ordinary"):
        privacy.classes(Torn)
