from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.trail import lines_link, trail_check


class Command(BaseCommand):
    help = "Read the whole audit trail; name the first line that is not as it was written (exit code 1)."

    def handle(self, **_options: Any) -> None:
        lines_link()
        check = trail_check()
        if check.broken:
            raise CommandError(f"The audit trail is broken. {check.broken}", returncode=1)
        self.stdout.write(
            f"The audit trail is whole: {check.lines} lines up to position {check.position}, "
            f"{check.waiting} not linked yet. Its last link is {bytes(check.link).hex()}."
        )
