"""`manage.py feed_schema`: write what docs/ says of the contract from the code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from jobs.feeds.contract import FIELDS, json_schema
from jobs.feeds.reasons import REASONS, Level, reason_words


class Command(BaseCommand):
    help = "Write docs/feed-vacancy.schema.json and the tables of docs/feed-format.md from the contract."

    def handle(self, *_: Any, **__: Any) -> None:
        docs = Path(settings.BASE_DIR) / "docs"
        schema = json.dumps(json_schema(), ensure_ascii=False, indent=2)
        (docs / "feed-vacancy.schema.json").write_text(schema + "\n", encoding="utf-8")
        page = docs / "feed-format.md"
        text = page.read_text(encoding="utf-8")
        for name, table in (("fields", fields_table()), ("reasons", reasons_table())):
            marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
            text = marked.sub(lambda found, table=table: found[1] + table + found[2], text)  # type: ignore[misc]
        page.write_text(text, encoding="utf-8")
        self.stdout.write("Wrote docs/feed-vacancy.schema.json and the tables of docs/feed-format.md.")


def fields_table() -> str:
    """The fields of the contract as a Markdown table."""
    lines = ["| field | type | what it says | example |", "|---|---|---|---|"]
    for field in FIELDS:
        kind = field.kind + (f" ≤ {field.max_length}" if field.max_length else "")
        name = f"`{field.name}`" + (" **required**" if field.required else "")
        examples = ", ".join(json.dumps(example, ensure_ascii=False) for example in field.examples)
        lines.append(f"| {name} | {kind} | {field.description} | {examples} |")
    return "\n".join(lines) + "\n"


def reasons_table() -> str:
    """Every reason with its words in English and Chinese as Markdown tables, one a level."""
    titles = {
        Level.ERROR: "Errors: the row is refused, the version that the portal has stays",
        Level.RULE: "Rules of law: the row is refused, the version that the portal has is closed",
        Level.WARNING: "Warnings: the row is taken in",
        Level.RUN: "Runs that failed or wait for a person",
    }
    parts = []
    for level, title in titles.items():
        lines = [f"### {title}", "", "| code | English | 中文 |", "|---|---|---|"]
        for reason in REASONS.values():
            if reason.level == level:
                with translation.override("en"):
                    english = reason_words(reason.code)
                with translation.override("zh-hans"):
                    chinese = reason_words(reason.code)
                lines.append(f"| `{reason.code}` | {english} | {chinese} |")
        parts.append("\n".join(lines) + "\n")
    return "\n" + "\n".join(parts)
