"""Lines from before are signed as they stand; from now on the database refuses to change or remove one."""

from __future__ import annotations

from typing import Any

from django.db import migrations

REFUSE = """
    CREATE FUNCTION accounts_auditentry_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND OLD.position IS NULL
            AND to_jsonb(OLD) - '{position,link}'::text[] = to_jsonb(NEW) - '{position,link}'::text[] THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE' AND current_setting('accounts.audit_cut', true) = 'on' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'the audit trail only grows' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER accounts_auditentry_only_grows BEFORE UPDATE OR DELETE ON accounts_auditentry
        FOR EACH ROW EXECUTE FUNCTION accounts_auditentry_only_grows();
"""
ALLOW = """
    DROP TRIGGER accounts_auditentry_only_grows ON accounts_auditentry;
    DROP FUNCTION accounts_auditentry_only_grows();
"""


def sign(apps: Any, _schema_editor: Any) -> None:
    from accounts import trail

    entries = apps.get_model("accounts", "AuditEntry").objects
    for entry in entries.order_by("pk").iterator():
        entries.filter(pk=entry.pk).update(mac=trail.signature(entry))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_audit_trail"),
    ]

    operations = [
        migrations.RunPython(sign, migrations.RunPython.noop),
        migrations.RunSQL(REFUSE, ALLOW),
    ]
