"""City sites and the map of the country."""

import environ

_env = environ.Env()

MAP_APPROVAL_NUMBER = _env.str("MAP_APPROVAL_NUMBER", default="")
"""审图号, shown below maps of the country: who publishes one needs it (地图管理条例, order 664)."""
