"""`manage.py supply_demand_table --kind KIND FILE.csv`: the published table of a file, as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stats_publishing.methods.groups import KINDS
from stats_publishing.methods.table_file import TableError, decoded
from stats_publishing.methods.table_report import table_report


class Command(BaseCommand):
    help = (
        "Print a table of the quarterly supply-demand analysis as JSON: shares and ratios of a CSV file with "
        "the columns group, demand and seekers. Exit code 2, with reasons, where the file is no such table."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", required=True, choices=KINDS)
        parser.add_argument("file", help="- reads standard input")

    def handle(self, *_: Any, kind: Any, file: str, **__: Any) -> None:
        try:
            content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            report = table_report(decoded(content), kind=kind)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from error
        except TableError as error:
            raise CommandError("\n".join(error.faults), returncode=2) from error
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
