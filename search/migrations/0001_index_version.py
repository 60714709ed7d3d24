from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE search_index_version AS bigint",
            "DROP SEQUENCE search_index_version",
        )
    ]
