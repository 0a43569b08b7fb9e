"""The signed context that tells PostgreSQL on whose behalf it answers."""

import base64
import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache

from django.conf import settings
from django.db import connections, transaction

CONTEXT_SECONDS = 300


@cache
def _context_key() -> bytes:
    return base64.b64decode(settings.DATABASE_CONTEXT_KEY)


def key_blocks() -> tuple[bytes, bytes]:
    """The two padded keys of HMAC-SHA256, as the database keeps them."""
    block = _context_key().ljust(64, b"\x00")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


def sign_context(subject: str, backend: int, expires: int) -> str:
    """A context that the database accepts from this backend until it expires (seconds since 1970)."""
    message = f"{subject}|{backend}|{expires}"
    return f"{message}|{hmac.new(_context_key(), message.encode(), hashlib.sha256).hexdigest()}"


def set_context(subject: str, using: str = "default") -> None:
    """Tell the database, for the rest of this transaction, on whose behalf it answers."""
    connection = connections[using]
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    context = sign_context(subject, backend, int(time.time()) + CONTEXT_SECONDS) if subject else ""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('casework.context', %s, true)", [context])


def subject_of(user) -> str:
    """The subject of a signed-in person; empty for anyone else, who sees no row."""
    return f"user:{user.pk}" if user is not None and user.is_authenticated else ""


@contextmanager
def _context(subject: str) -> Iterator[None]:
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("select current_setting('casework.context', true)")
        before = cursor.fetchone()[0] or ""
        set_context(subject)
        yield
        cursor.execute("select set_config('casework.context', %s, true)", [before])


def acting_as(user) -> AbstractContextManager[None]:
    """A transaction in which the database answers this person, outside a request: jobs, commands, tests."""
    return _context(subject_of(user))


def acting_for(purpose: str) -> AbstractContextManager[None]:
    """A transaction for one purpose of the system itself, such as the name index."""
    return _context(f"system:{purpose}")
