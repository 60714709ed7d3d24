"""Named parsers: the words people write → values. Pure functions; they never invent what is not said."""
