"""A frozen version is changed by nobody: the database refuses all but the approval of it, once."""

from django.db import migrations

REFUSE = """
    CREATE FUNCTION stats_publishing_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.approved_at IS NULL
            AND to_jsonb(OLD) - '{approved_at,approved_by_id}'::text[]
              = to_jsonb(NEW) - '{approved_at,approved_by_id}'::text[] THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a frozen version stays as it is' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER stats_publishing_version_stays BEFORE UPDATE OR DELETE ON stats_publishing_datasetversion
        FOR EACH ROW EXECUTE FUNCTION stats_publishing_version_stays();
"""
ALLOW = """
    DROP TRIGGER stats_publishing_version_stays ON stats_publishing_datasetversion;
    DROP FUNCTION stats_publishing_version_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("stats_publishing", "0002_dataset_versions")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
