from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_window_clerks"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "lines",
                    models.PositiveBigIntegerField(help_text="linked ones that were found whole"),
                ),
                ("waiting", models.PositiveBigIntegerField(help_text="signed, not linked yet")),
                ("position", models.PositiveBigIntegerField(help_text="of the last of them")),
                ("link", models.BinaryField(help_text="of the last of them")),
                ("broken", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "check of the audit trail",
                "verbose_name_plural": "checks of the audit trail",
            },
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="at",
            field=models.DateTimeField(db_index=True),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="act",
            field=models.CharField(max_length=64, verbose_name="act"),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="subject",
            field=models.CharField(help_text="app.model:id", max_length=64, verbose_name="record"),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="region",
            field=models.CharField(
                blank=True, help_text="of the record", max_length=6, verbose_name="region"
            ),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="right",
            field=models.CharField(
                blank=True,
                default="",
                help_text="region in which the actor holds the right that they acted by; empty: for themselves",
                max_length=6,
                verbose_name="right of",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditentry",
            name="mac",
            field=models.BinaryField(default=b"", help_text="keyed hash of the line"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditentry",
            name="position",
            field=models.BigIntegerField(
                help_text="in the chain; null until it is linked", null=True, unique=True
            ),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="link",
            field=models.BinaryField(help_text="keyed hash of the link before and the line", null=True),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["region", "-id"], name="audit_entry_region"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["actor", "-id"], name="audit_entry_actor"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(("position", None)), fields=["id"], name="audit_entry_unlinked"
            ),
        ),
    ]
