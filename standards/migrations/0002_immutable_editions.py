"""Loaded editions and their codes refuse every change, whoever asks for it."""

from django.db import migrations

CREATE = """
CREATE FUNCTION standards_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a loaded edition of a standard never changes (% on %)', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Load the change as a new edition.';
END $$;
CREATE TRIGGER standards_code_is_immutable BEFORE UPDATE OR DELETE ON standards_code
    FOR EACH ROW EXECUTE FUNCTION standards_refuse_change();
CREATE TRIGGER standards_edition_is_immutable BEFORE UPDATE OR DELETE ON standards_edition
    FOR EACH ROW EXECUTE FUNCTION standards_refuse_change();
"""

DROP = """
DROP TRIGGER standards_edition_is_immutable ON standards_edition;
DROP TRIGGER standards_code_is_immutable ON standards_code;
DROP FUNCTION standards_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
