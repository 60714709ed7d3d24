from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0008_windows"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApplicationRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Sent to the employer"),
                            ("seen", "Seen by the employer"),
                            ("invited", "Invited to an interview"),
                            ("interview", "Interviewed"),
                            ("offered", "Offered the job"),
                            ("hired", "Hired"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("closed", "Vacancy closed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("state_at", models.DateTimeField()),
                ("moves", models.JSONField(default=list)),
                (
                    "vacancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application_records",
                        to="jobs.vacancy",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state_at"], name="application_record_ended")],
            },
        ),
    ]
