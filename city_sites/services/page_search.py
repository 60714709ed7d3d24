"""The CMS's own search of pages, while many pages are made at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page


@contextmanager
def pages_found_at_the_end() -> Iterator[None]:
    """Pages made within are put into the search together when it ends, also by an error.

    One by one, each page has the mean length of all titles taken and all rows looked at. Signals of the
    whole process are held back meanwhile: for commands, not for a web server.
    """
    held = [model for model in get_indexed_models() if issubclass(model, Page)]
    for model in held:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        yield
    finally:
        for model in held:
            post_save.connect(post_save_signal_handler, sender=model)
        call_command("update_index", verbosity=0)
