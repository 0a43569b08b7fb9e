"""Keys: key-encryption keys held in memory, one data key per person held wrapped in the database."""

import base64
import hashlib
import hmac
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from functools import cache
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from casework.sealing.models import DataKey

FORMAT = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
PAD_BYTES = 32
KEPT_SECONDS = 60
KEPT_KEYS = 20_000


class SealBroken(Exception):
    """A sealed value was moved, forged or cut, or its key is not here. Says nothing about the value."""


class KeyMissing(SealBroken):
    """The data key of this person was destroyed, or the database does not show it to the present user."""


def bound(*parts: bytes) -> bytes:
    """Associated data: each part preceded by its length, so that no two lists of parts read alike."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def pad(plain: bytes) -> bytes:
    """Hide the length of a value within steps of 32 bytes."""
    return plain + b"\x80" + b"\x00" * (-(len(plain) + 1) % PAD_BYTES)


def unpad(padded: bytes) -> bytes:
    plain, marker, rest = padded.rpartition(b"\x80")
    if not marker or rest.strip(b"\x00"):
        raise SealBroken("The sealed value has no end mark.")
    return plain


def seal(key: bytes, domain: str, subject: UUID, row: UUID, plain: bytes) -> bytes:
    """Encrypt one value so that it opens only in its own field, row and person."""
    nonce = os.urandom(NONCE_BYTES)
    place = bound(FORMAT, domain.encode(), subject.bytes, row.bytes)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, pad(plain), place)


def unseal(key: bytes, domain: str, subject: UUID, row: UUID, sealed: bytes) -> bytes:
    """Open a value; raises SealBroken when anything about its place or its bytes changed."""
    if sealed[:1] != FORMAT or len(sealed) < 1 + NONCE_BYTES + TAG_BYTES + PAD_BYTES:
        raise SealBroken("The sealed value has an unknown form.")
    nonce = sealed[1 : 1 + NONCE_BYTES]
    place = bound(FORMAT, domain.encode(), subject.bytes, row.bytes)
    try:
        return unpad(AESGCM(key).decrypt(nonce, sealed[1 + NONCE_BYTES :], place))
    except InvalidTag:
        raise SealBroken("The sealed value does not belong here or was changed.") from None


class KeyRing:
    """The key-encryption keys of this process, and the data keys it opened in the last minute."""

    def __init__(self, setting: str) -> None:
        self._wrapping: dict[str, bytes] = {}
        for entry in setting.split(","):
            name, _, encoded = entry.strip().partition(":")
            key = base64.b64decode(encoded)
            if not name or len(key) != 32:
                raise ImproperlyConfigured(
                    "KEY_ENCRYPTION_KEYS holds id:key pairs, each key 32 bytes in base64."
                )
            self._wrapping[name] = key
        self.current = next(iter(self._wrapping))
        self._opened: OrderedDict[UUID, tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def create(self, subject: UUID) -> bytes:
        """Make, wrap and save the data key of a new subject."""
        key = AESGCM.generate_key(bit_length=256)
        DataKey.objects.create(
            subject=subject, key_encryption_key=self.current, wrapped=self.wrap(self.current, subject, key)
        )
        self._keep(subject, key)
        return key

    def create_many(self, subjects: Iterable[UUID]) -> None:
        """Make, wrap and save the data keys of many new subjects."""
        rows = []
        for subject in subjects:
            key = AESGCM.generate_key(bit_length=256)
            wrapped = self.wrap(self.current, subject, key)
            rows.append(DataKey(subject=subject, key_encryption_key=self.current, wrapped=wrapped))
            self._keep(subject, key)
        DataKey.objects.bulk_create(rows)

    def data_key(self, subject: UUID) -> bytes:
        """The data key of a subject; raises KeyMissing when it is destroyed or out of sight."""
        kept = self._opened.get(subject)
        if kept and kept[0] > time.monotonic():
            return kept[1]
        self.load([subject])
        kept = self._opened.get(subject)
        if not kept:
            raise KeyMissing("The data key of this person is not available.")
        return kept[1]

    def load(self, subjects: Iterable[UUID]) -> None:
        """Open many data keys with one query, before a page that shows many people."""
        now = time.monotonic()
        missing = []
        for subject in set(subjects):
            kept = self._opened.get(subject)
            if not kept or kept[0] <= now:
                self._opened.pop(subject, None)
                missing.append(subject)
        if missing:
            for row in DataKey.objects.filter(subject__in=missing):
                self._keep(row.subject, self.unwrap(row.key_encryption_key, row.subject, bytes(row.wrapped)))

    def forget(self) -> None:
        """Drop every opened data key."""
        with self._lock:
            self._opened.clear()

    def wrap(self, name: str, subject: UUID, key: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        place = bound(FORMAT, b"data-key", name.encode(), subject.bytes)
        return FORMAT + nonce + AESGCM(self._wrapping[name]).encrypt(nonce, key, place)

    def unwrap(self, name: str, subject: UUID, wrapped: bytes) -> bytes:
        if name not in self._wrapping or wrapped[:1] != FORMAT:
            raise KeyMissing("The key-encryption key of this data key is not here.")
        nonce, place = wrapped[1 : 1 + NONCE_BYTES], bound(FORMAT, b"data-key", name.encode(), subject.bytes)
        try:
            return AESGCM(self._wrapping[name]).decrypt(nonce, wrapped[1 + NONCE_BYTES :], place)
        except InvalidTag:
            raise SealBroken("The data key was changed or belongs to someone else.") from None

    def seal_secret(self, domain: str, text: str) -> str:
        """Seal a secret of the installation, such as that of an authenticator, under the current key."""
        nonce = os.urandom(NONCE_BYTES)
        place = bound(FORMAT, b"secret", self.current.encode(), domain.encode())
        sealed = nonce + AESGCM(self._wrapping[self.current]).encrypt(nonce, text.encode(), place)
        return f"{self.current}:{base64.b64encode(sealed).decode()}"

    def open_secret(self, domain: str, sealed: str) -> str:
        name, _colon, encoded = sealed.partition(":")
        if name not in self._wrapping:
            raise KeyMissing("The key-encryption key of this secret is not here.")
        data, place = base64.b64decode(encoded), bound(FORMAT, b"secret", name.encode(), domain.encode())
        try:
            return (
                AESGCM(self._wrapping[name]).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], place).decode()
            )
        except InvalidTag:
            raise SealBroken("The secret was changed or belongs elsewhere.") from None

    def _keep(self, subject: UUID, key: bytes) -> None:
        with self._lock:
            self._opened[subject] = (time.monotonic() + KEPT_SECONDS, key)
            self._opened.move_to_end(subject)
            while len(self._opened) > KEPT_KEYS:
                self._opened.popitem(last=False)


@cache
def keyring() -> KeyRing:
    """The key ring of this process."""
    return KeyRing(settings.KEY_ENCRYPTION_KEYS)


def duplicate_token(folded_name: str, birth: str, country: str) -> bytes:
    """A keyed digest of name, birth date and country: equal for the same person, useless without the key."""
    key = base64.b64decode(settings.DUPLICATE_TOKEN_KEY)
    parts = bound(folded_name.encode(), birth.encode(), country.encode())
    return hmac.new(key, parts, hashlib.sha256).digest()


def row_token(*parts: str) -> bytes:
    """A keyed digest of a row or a file brought in: equal for the same one, useless without the key."""
    key = base64.b64decode(settings.DUPLICATE_TOKEN_KEY)
    message = bound(b"brought in", *(part.encode() for part in parts))
    return hmac.new(key, message, hashlib.sha256).digest()


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(settings.AUDIT_SIGNING_KEY))


def sign(statement: bytes) -> bytes:
    """An Ed25519 signature under the key of the audit trail."""
    return _signing_key().sign(statement)


def verify(statement: bytes, signature: bytes) -> bool:
    """Whether the signature is ours and the statement unchanged."""
    public: Ed25519PublicKey = _signing_key().public_key()
    try:
        public.verify(signature, statement)
    except InvalidSignature:
        return False
    return True
