"""What is published of forms and written of figures is changed by nobody: the database refuses."""

from django.db import migrations

REFUSE = """
    CREATE FUNCTION stats_publishing_form_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.published_at IS NULL THEN
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        RAISE EXCEPTION 'a published form stays as it is' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER stats_publishing_form_stays BEFORE UPDATE OR DELETE ON stats_publishing_formversion
        FOR EACH ROW EXECUTE FUNCTION stats_publishing_form_stays();
    CREATE FUNCTION stats_publishing_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the history of a figure stays as it is' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER stats_publishing_change_stays BEFORE UPDATE OR DELETE ON stats_publishing_cellchange
        FOR EACH ROW EXECUTE FUNCTION stats_publishing_change_stays();
"""
ALLOW = """
    DROP TRIGGER stats_publishing_change_stays ON stats_publishing_cellchange;
    DROP FUNCTION stats_publishing_change_stays();
    DROP TRIGGER stats_publishing_form_stays ON stats_publishing_formversion;
    DROP FUNCTION stats_publishing_form_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("stats_publishing", "0004_returns")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
