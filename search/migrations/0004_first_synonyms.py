"""The synonyms to begin with: everyday words for work, which national staff then keep."""

import csv
from pathlib import Path

from django.db import migrations

WORDS = Path(__file__).parent.parent / "data" / "colloquial.csv"


def add(apps, _schema_editor):
    synonym = apps.get_model("search", "Synonym")
    with WORDS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    synonym.objects.bulk_create(
        [
            synonym(
                word=row["word"],
                key=row["word"].lower(),
                meanings=row["meanings"].split(),
                note="everyday word",
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0003_synonyms")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop, elidable=False)]
