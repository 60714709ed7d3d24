"""Mail: who it is from, and how many alerts go out in a minute; the server is `EMAIL_URL` (base)."""

import environ

_env = environ.Env()

DEFAULT_FROM_EMAIL = SERVER_EMAIL = _env.str("MAIL_FROM", default="portal@localhost")
EMAIL_TIMEOUT = 20

ALERTS_HOUR = _env.int("ALERTS_HOUR", default=6)
"""Hour of the day at which the first alerts are due."""
ALERTS_SPREAD_MINUTES = _env.int("ALERTS_SPREAD_MINUTES", default=120)
"""Over how long a time the others follow."""
ALERTS_SEARCHES_A_MINUTE = _env.int("ALERTS_SEARCHES_A_MINUTE", default=600)
ALERTS_MAILS_A_MINUTE = _env.int("ALERTS_MAILS_A_MINUTE", default=120)
ALERTS_CONFIRMATIONS_A_DAY = _env.int("ALERTS_CONFIRMATIONS_A_DAY", default=3)
"""Mails that ask an address to confirm, or tell it what it has."""
ALERTS_ASKED_A_DAY = _env.int("ALERTS_ASKED_A_DAY", default=30)
"""Addresses that may be entered from one IP address."""
PROXIES_IN_FRONT = _env.int("PROXIES_IN_FRONT", default=0)
"""Proxies of ours that add to X-Forwarded-For: what the outermost adds is the person's IP address."""
