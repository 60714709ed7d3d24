"""What hundreds of city sites cost: time and queries of pages with 1, 50 and all of them.

Pages of one city, and the CMS's explorer for an editor of that city, asked in this process (no network, no
cache turned off): the median of the rounds on the clock, the least of the processor's time. Ratios are
of the latter, for what else the machine does only adds to it. `cold_start_s`: a process of its own from
nothing to the first page of the city.

    python -m tests.bench.bench_sites [--rounds 30]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

from tests.bench.ground import fresh_database, peak_rss_mb

CITY = "420100"
STEPS = (1, 50, 0)
"""Numbers of sites; 0 is all cities of the mainland."""
PAGES = (
    "/",
    "/bulletins/",
    "/policies/",
    "/guides/",
    "/courses/",
    "/fairs/",
    "/faq/",
    "/about/",
    "/outlets/",
)

COLD = """
import time
began = time.perf_counter()
import django
django.setup()
from django.test import Client
assert Client().get("/", headers={"host": "wuhan.localhost"}).status_code == 200
print(round(time.perf_counter() - began, 2))
"""


def cold_start_s() -> float:
    from django.db import connection

    server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    database = {"DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}"}
    asked = [sys.executable, "-c", COLD]
    return float(subprocess.run(asked, env=os.environ | database, check=True, stdout=subprocess.PIPE).stdout)


def measured(client: Any, path: str, rounds: int) -> dict[str, float]:
    """One address: median milliseconds on the clock, least ones of the processor, and its queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    host = {"host": "wuhan.localhost"}
    assert client.get(path, headers=host).status_code == 200, path
    with CaptureQueriesContext(connection) as captured:
        client.get(path, headers=host)
    queries = len(captured)
    clock, processor = [], []
    for _ in range(rounds):
        began, began_processor = time.perf_counter(), time.process_time()
        client.get(path, headers=host)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - began_processor) * 1000)
    return {
        "ms": round(statistics.median(clock), 1),
        "cpu_ms": round(min(processor), 1),
        "queries": queries,
    }


def provisioned(count: int) -> tuple[int, float]:
    """Open sites until there are `count`, 0 for all; how many there are, and in how many seconds."""
    from city_sites.models import CitySite
    from city_sites.services import city_provision, mainland_cities
    from city_sites.services.page_search import pages_found_at_the_end

    codes = [CITY, *(city.code for city in mainland_cities() if city.code != CITY)]
    began = time.perf_counter()
    with pages_found_at_the_end():
        for code in codes[: count or None]:
            if not CitySite.objects.filter(region=code).exists():
                city_provision(region=code)
    return CitySite.objects.count(), round(time.perf_counter() - began, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    with fresh_database():
        print(json.dumps(run(rounds), ensure_ascii=False))


def run(rounds: int) -> dict[str, Any]:
    from django.test import Client

    from accounts.enums import Role
    from accounts.services import role_grant
    from city_sites.models import CityHomePage
    from portal.services import national_site_ensure
    from tests.factories import UserFactory

    national_site_ensure()
    provisioned(1)
    home = CityHomePage.objects.get(region=CITY)
    editor = UserFactory()
    role_grant(user=editor, role=Role.CITY_EDITOR, region=CITY, by=None)
    desk, reader = Client(), Client()
    desk.force_login(editor)
    steps, seconds = {}, 0.0
    for count in STEPS:
        sites, took = provisioned(count)
        seconds += took
        pages = {path: measured(reader, path, rounds) for path in PAGES}
        explorer = measured(desk, f"/cms/pages/{home.pk}/", rounds)
        steps[sites] = {"pages": pages, "explorer": explorer, "cold_start_s": cold_start_s()}
        print(f"{sites} sites: {json.dumps(steps[sites], ensure_ascii=False)}")
    first, *_between, last = steps.values()
    return {
        "bench": "sites",
        "sites": list(steps),
        "page_ratio_340": max(
            round(last["pages"][path]["cpu_ms"] / first["pages"][path]["cpu_ms"], 2) for path in PAGES
        ),
        "explorer_ratio_340": round(last["explorer"]["cpu_ms"] / first["explorer"]["cpu_ms"], 2),
        "queries": {
            sites: {path: one["queries"] for path, one in step["pages"].items()}
            for sites, step in steps.items()
        },
        "explorer_queries": {sites: step["explorer"]["queries"] for sites, step in steps.items()},
        "cold_start_s": {sites: step["cold_start_s"] for sites, step in steps.items()},
        "provision_all_s": round(seconds, 1),
        "peak_rss_mb": peak_rss_mb(),
    }


if __name__ == "__main__":
    main()
