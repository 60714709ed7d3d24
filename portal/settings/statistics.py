"""Returns and their reminders."""

import environ

_env = environ.Env()

RETURN_REMINDER_DAYS = _env.list("RETURN_REMINDER_DAYS", cast=int, default=[-3, -1, 1, 3, 7, 14])
"""Days before (negative) and after its due date on which a return's region is reminded of it."""
