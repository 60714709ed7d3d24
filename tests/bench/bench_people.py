"""How the portal stands fifty people at once, who search, view, sign in, apply and edit for two minutes.

Web (gunicorn), worker and beat run from `deploy/Procfile`, as `make run` starts them, on invented content of
their own; locust is the people, each with an account and a résumé, one act every 2.5 seconds. A time is that
of a whole page or form, with the pages that it leads to. Limits are off, because all come from one address.

    python -m tests.bench.bench_people [--users 50] [--seconds 120] [--vacancies 3000]
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "bench_people"
PASSWORD = "correct horse battery"
EMPLOYERS = 150
SPAWNED_A_SECOND = 5


@contextmanager
def own_database() -> Iterator[None]:
    """A database of our own beside that of the instance; all that we start uses it."""
    url = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {DATABASE}")
        os.environ["DATABASE_URL"] = url._replace(path=f"/{DATABASE}").geturl()
        try:
            yield
        finally:
            server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def ground(*, vacancies: int, users: int) -> dict[str, Any]:
    """Public vacancies of employers that act here, and people with résumés; what locust must know."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("prepare", no_demo=True)
    made = {
        "password": PASSWORD,
        "mails": _people(users),
        "vacancies": _vacancies(vacancies),
        "words": _words(),
    }
    call_command("search_rebuild")
    return made


def _people(number: int) -> list[str]:
    from django.contrib.auth.hashers import make_password

    from accounts.models import User
    from accounts.services import address_trust
    from jobs.services import resume_create, resume_update, seeker_contact_set

    secret, mails = make_password(PASSWORD), []
    for place in range(number):
        user = User.objects.create(email=f"seeker{place}@example.org", password=secret)
        address_trust(user=user)
        resume = resume_create(user=user)
        seeker_contact_set(seeker=resume.seeker, name="周敏", phone="13800000000", email=user.email, by=None)
        resume_update(resume=resume, by=user, wanted=["6-29-03-07"], skills=["电气维修"])
        mails.append(user.email)
    return mails


def _vacancies(number: int) -> list[int]:
    from accounts.models import User
    from jobs.enums import EmployerRole
    from jobs.models import Vacancy
    from tests.bench.population import vacancies
    from tests.factories import EmployerFactory, VacancyFactory
    from tests.jobs.employers.factories import MembershipFactory

    owner = User.objects.create_user("owner@example.org", PASSWORD)
    employers = EmployerFactory.create_batch(EMPLOYERS)
    for employer in employers:
        MembershipFactory(employer=employer, user=owner, role=EmployerRole.OWNER)
    stated = [field.attname for field in Vacancy._meta.concrete_fields]
    rows = [
        VacancyFactory.build(
            employer=employer,
            **{
                name: value
                for name, value in row._asdict().items()
                if name in stated and name not in ("id", "employer_id")
            },
        )
        for row, employer in zip(vacancies(number), itertools.cycle(employers), strict=False)
    ]
    return [vacancy.pk for vacancy in Vacancy.objects.bulk_create(rows, batch_size=500)]


def _words() -> list[str]:
    """What is searched for: the commonest trades, by a name of theirs."""
    from tests.bench.population import trades

    return [names[0] for _code, names in trades().values[:60]]


@contextmanager
def portal() -> Iterator[str]:
    """Web, worker and beat; gives the address of the web."""
    from deploy.local.services import free_port
    from deploy.local.up import wait_for_web

    port = free_port()
    environment = os.environ | {
        "PORT": str(port),
        "PORTAL_PORT": str(port),
        "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
    }
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "honcho", "start", "-f", "deploy/Procfile"],
        cwd=ROOT, env=environment, stdout=sys.stderr,
    )  # fmt: skip
    try:
        wait_for_web(port, supervisor)
        yield f"http://localhost:{port}"
    finally:
        supervisor.terminate()
        supervisor.wait(60)


def people_at(address: str, known: dict[str, Any], *, users: int, seconds: int) -> list[dict[str, Any]]:
    """Let the people come; what locust counted, one entry for each kind and method."""
    with tempfile.TemporaryDirectory() as folder:
        told, found = Path(folder) / "ground.json", Path(folder) / "found"
        told.write_text(json.dumps(known), encoding="utf-8")
        command = [sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("people_locust.py"))]
        command += ["--headless", "--host", address, "--users", str(users), "--run-time", f"{seconds}s"]
        command += ["--spawn-rate", str(SPAWNED_A_SECOND), "--only-summary", "--json-file", str(found)]
        subprocess.run(
            command, env=os.environ | {"PEOPLE_BENCH": str(told)}, stdout=sys.stderr, cwd=ROOT, check=False
        )
        return json.loads(found.with_suffix(".json").read_text(encoding="utf-8"))


def figures(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Requests per second, errors, and the time in ms within which 95 % came, by kind as well."""
    times: dict[str, Counter[int]] = {}
    for entry in entries:
        kind = times.setdefault(entry["name"], Counter())
        kind.update({int(float(ms)): count for ms, count in entry["response_times"].items()})
    began = min(entry["start_time"] for entry in entries)
    ended = max(entry["last_request_timestamp"] for entry in entries)
    everything = sum(times.values(), Counter())
    return {
        "bench": "people",
        "rps": round(everything.total() / (ended - began), 1),
        "requests": everything.total(),
        "errors": sum(entry["num_failures"] for entry in entries),
        "p95_ms": p95(everything),
        "p95_ms_of": {kind: p95(counts) for kind, counts in sorted(times.items())},
        "requests_of": {kind: counts.total() for kind, counts in sorted(times.items())},
    }


def p95(counts: Counter[int]) -> int:
    """The smallest time that at least 95 of 100 do not exceed, in ms."""
    reached = 0
    for time in sorted(counts):
        reached += counts[time]
        if reached >= 0.95 * counts.total():
            return time
    return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--vacancies", type=int, default=3000)
    options = parser.parse_args()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "ELASTICSEARCH_INDEX_PREFIX": "bench-people",
        "ACCOUNTS_THROTTLED": "0",
    }
    with own_database():
        known = ground(vacancies=options.vacancies, users=options.users)
        with portal() as address:
            entries = people_at(address, known, users=options.users, seconds=options.seconds)
        from django.db import connection

        connection.close()
    print(json.dumps(figures(entries)))


if __name__ == "__main__":
    main()
