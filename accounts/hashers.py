"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: as hard to try out as 600,000 rounds of PBKDF2-SHA256, at a
    sixth of the time of Django's million, which many sign-ins at once would wait for.

    Source: OWASP Password Storage Cheat Sheet. Django's own 100 MiB would be 1.6 GB for sixteen at once.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
