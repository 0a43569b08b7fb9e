"""Sealed model fields: opened on attribute access, sealed when saved, opaque everywhere else."""

from contextlib import contextmanager
from contextvars import ContextVar
from operator import attrgetter
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from casework.sealing import keyring
from casework.standards.dates import PartialDate

_keep_sealed: ContextVar[bool] = ContextVar("keep_sealed", default=False)


@contextmanager
def kept_sealed():
    """Within this block attribute access hands on the sealed value: history rows keep the same ciphertext."""
    token = _keep_sealed.set(True)
    try:
        yield
    finally:
        _keep_sealed.reset(token)


class Sealed:
    """A value as it lies in the database. Never prints its content."""

    __slots__ = ("data", "opened")

    def __init__(self, data: bytes, opened: Any = None) -> None:
        self.data = bytes(data)
        self.opened = opened

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.data == self.data

    def __hash__(self) -> int:
        return hash(self.data)

    def __reduce__(self):
        return (Sealed, (self.data,))


class SealedAttribute(DeferredAttribute):
    """Opens the sealed value when it is asked for, and only then."""

    field: "SealedField"

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            return value if _keep_sealed.get() else self.field.open(instance, value)
        return self.field.empty_value if value is None else value

    def __set__(self, instance, value) -> None:
        value = self.field.taken_in(value)
        present = instance.__dict__.get(self.field.attname)
        # A form that hands back what it showed changes nothing, so nothing is sealed anew.
        if value is None or not isinstance(present, Sealed) or present.opened != value:
            instance.__dict__[self.field.attname] = value


class SealedField(models.Field):
    """A value encrypted under the data key of one person and bound to its field and row.

    `subject` is the path from the row to the id of the person whose key seals it.
    """

    descriptor_class = SealedAttribute
    empty_value: ClassVar[Any] = None

    def __init__(self, *args: Any, subject: str = "case.victim_id", **kwargs: Any) -> None:
        self.subject = subject
        self.domain = ""
        super().__init__(*args, **{**kwargs, "null": True, "blank": kwargs.get("blank", True)})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("null", None)
        kwargs.pop("blank", None)
        return name, path, args, kwargs

    def contribute_to_class(self, cls, name, private_only=False):
        super().contribute_to_class(cls, name, private_only=private_only)
        # The history model copies the field and must open the same values: the first concrete home names it.
        if not cls._meta.abstract and not self.domain:
            self.domain = f"{cls._meta.model_name}.{name}"

    def get_internal_type(self) -> str:
        return "BinaryField"

    # What the value is ----------------------------------------------------------------------------
    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def from_bytes(self, plain: bytes) -> Any:
        raise NotImplementedError

    def taken_in(self, value: Any) -> Any:
        """The value as the instance keeps it; nothing is one thing only: None."""
        return None if value in (None, "", b"") else value

    # Opening and sealing ---------------------------------------------------------------------------
    def _place(self, instance) -> tuple[bytes, tuple[str, UUID, UUID]]:
        subject = attrgetter(self.subject)(instance)
        return keyring.keyring().data_key(subject), (self.domain, subject, instance.id)

    def open(self, instance, value: Sealed) -> Any:
        if value.opened is None:
            key, place = self._place(instance)
            value.opened = self.from_bytes(keyring.unseal(key, *place, value.data))
        return value.opened

    def clean(self, value, model_instance):
        # What lies sealed was checked when it was written.
        return value if isinstance(value, Sealed) else super().clean(value, model_instance)

    def pre_save(self, model_instance, add):
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        key, place = self._place(model_instance)
        sealed = Sealed(keyring.seal(key, *place, self.to_bytes(value)), opened=value)
        model_instance.__dict__[self.attname] = sealed
        return sealed

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(value)

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise FieldError(f"{self.domain} is sealed: save the record, there is no other way to write it.")
        return connection.Database.Binary(value.data)

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.domain} is sealed and cannot be compared in the database.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj) -> str:
        return repr(Sealed(b""))


class SealedTextField(SealedField):
    """Sealed text. `max_length` counts characters."""

    empty_value = ""

    def to_bytes(self, value: str) -> bytes:
        return str(value).encode()

    def from_bytes(self, plain: bytes) -> str:
        return plain.decode()

    def taken_in(self, value: Any) -> Any:
        if value is None or isinstance(value, Sealed):
            return value
        return str(value).strip().replace("\x00", "") or None

    def validate(self, value, model_instance) -> None:
        super().validate(value, model_instance)
        if self.max_length and value and len(value) > self.max_length:
            raise ValidationError(
                _("Use at most %(most)s characters; this text has %(now)s."),
                params={"most": self.max_length, "now": len(value)},
            )


class SealedDateField(SealedField):
    """A sealed date that may be known only to the month or the year."""

    def to_bytes(self, value: PartialDate) -> bytes:
        return value.iso.encode()

    def from_bytes(self, plain: bytes) -> PartialDate:
        return PartialDate.from_iso(plain.decode())

    def taken_in(self, value: Any) -> Any:
        value = super().taken_in(value)
        if value is None or isinstance(value, (Sealed, PartialDate)):
            return value
        return PartialDate.from_iso(value if isinstance(value, str) else value.isoformat())


class SealedBytesField(SealedField):
    """A sealed file: an uploaded workbook, a scan. History does not keep it."""

    is_remembered = False

    def to_bytes(self, value: bytes) -> bytes:
        return bytes(value)

    def from_bytes(self, plain: bytes) -> bytes:
        return plain
