"""Feeds in: a city's file → rows → the contract → rules → PostgreSQL, with a receipt for each row."""
