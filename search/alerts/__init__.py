"""Saved searches (求职订阅): mails about new finds, and feeds. See `docs/alerts.md`."""
