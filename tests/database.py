"""The installed database that test databases are copied from: migrated, with the national site; made once for
each state of the migrations."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import django
import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "installed_"
INSTALLED = ("portal/services.py", "portal/starter_pages.py", "city_sites/starter_pages.py")
"""What decides, besides the migrations and the packages, how an installed database looks."""
LOCK = 20_220_221  # of everybody who wants it made on this server


def installed_template(url: str) -> str:
    """The name of an installed database, on the server of `url`; whoever comes first makes it."""
    server = urlsplit(url)._replace(scheme="postgresql", path="/postgres")
    name = PREFIX + _digest()
    with psycopg.connect(server.geturl(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        there = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if name not in there:
            _make(connection, server, name, old={one for one in there if one.startswith(PREFIX)})
    return name


def _digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted([*ROOT.glob("*/migrations/*.py"), *map(ROOT.joinpath, INSTALLED)]):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _make(connection: psycopg.Connection, server: SplitResult, name: str, *, old: set[str]) -> None:
    for one in old:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(one)))
    building = sql.Identifier(f"{name}_building")
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(building))
    connection.execute(sql.SQL("CREATE DATABASE {}").format(building))
    environment = os.environ | {
        "DATABASE_URL": server._replace(scheme="postgres", path=f"/{name}_building").geturl(),
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.database", "--install"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert not done.returncode, f"The database could not be installed:\n{done.stdout}\n{done.stderr}"
    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(building, sql.Identifier(name)))


def install() -> None:
    """The tables, and the national site, which nearly every test of pages stands on."""
    django.setup()
    from django.core.management import call_command

    from portal.services import national_site_ensure

    call_command("migrate", verbosity=0)
    national_site_ensure()


if __name__ == "__main__":
    install() if "--install" in sys.argv else installed_template(os.environ["DATABASE_URL"])
