"""What happens here and matters to rooms above."""

from django.dispatch import Signal

outbox_written = Signal()
"""Sent inside the transaction that wrote to the outbox: a receiver acts once that is committed."""

application_changed = Signal()
"""Sent inside the transaction that wrote an `ApplicationEvent`, with `event`: a receiver acts once that is
committed."""
