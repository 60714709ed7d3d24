"""Whether an image is public is asked for each request: by the name of its file, which Wagtail has no index of."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("city_sites", "0014_city_domains"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.AddField(
            model_name="bulletinversion",
            name="documents",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="bulletinversion",
            name="images",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="bulletinversion",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["documents"], name="bulletin_version_documents"
            ),
        ),
        migrations.AddIndex(
            model_name="bulletinversion",
            index=django.contrib.postgres.indexes.GinIndex(fields=["images"], name="bulletin_version_images"),
        ),
        migrations.RunSQL(
            "CREATE INDEX city_sites_rendition_file ON wagtailimages_rendition (file)",
            "DROP INDEX city_sites_rendition_file",
        ),
        migrations.RunSQL(
            "CREATE INDEX city_sites_image_file ON wagtailimages_image (file)",
            "DROP INDEX city_sites_image_file",
        ),
    ]
