"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with 64 MiB, three passes and four lanes (OWASP and RFC 9106 second choice)."""

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 4
