"""`manage.py citizen_ids_rekey`: bring every stored citizen number to the first key of CITIZEN_ID_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jobs.services import citizen_ids_rekey


class Command(BaseCommand):
    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{citizen_ids_rekey()} numbers are under the first key.")
