"""City sites and the map of the country."""

import environ

_env = environ.Env()

MAP_APPROVAL_NUMBER = _env.str("MAP_APPROVAL_NUMBER", default="")
"""审图号, shown below maps of the country: who publishes one needs it (地图管理条例, order 664)."""

QUEUE_MINUTES = _env.int("QUEUE_MINUTES", default=30)
"""How long the queue of an outlet is shown after somebody told it."""

LINK_CHECK_HOURS = _env.int("LINK_CHECK_HOURS", default=6)
"""How often a linked site that answers is asked."""
LINK_DEAD_HOURS = _env.int("LINK_DEAD_HOURS", default=72)
"""A site that answered nothing for so long is shown as dead."""
LINK_SLOW_MS = _env.int("LINK_SLOW_MS", default=5_000)
LINK_CHECKS_DAYS = _env.int("LINK_CHECKS_DAYS", default=400)
"""How long single checks are kept."""
LINK_ALLOW_PRIVATE = _env.bool("LINK_ALLOW_PRIVATE", default=False)
"""Whether addresses of private networks are asked, for a portal that runs inside one."""

DOMAIN_NAMESERVERS = _env.list("DOMAIN_NAMESERVERS", default=[])
"""Name servers that own domains are looked up at, "192.0.2.1" or "192.0.2.1:5353" by comma; none: those of
the machine."""
DOMAIN_ADDRESSES = _env.list("DOMAIN_ADDRESSES", default=[])
"""Addresses that an own domain may lead to, by comma; none: those that PORTAL_HOST leads to."""
