"""A city's own domain: entered at its desk, proven by a real name server, and then its one address."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.addresses import site_root
from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from accounts.practice import practice_begin
from city_sites.enums import RecordState
from city_sites.models import BulletinPage, CityDomain, CitySite
from city_sites.services import city_provision, city_retire
from city_sites.services.domains import domain_check, domain_enter, domain_take_back, domains_due
from city_sites.services.read_keys import read_key_issue
from city_sites.tasks import domain_ask
from tests.accounts.conftest import PASSWORD
from tests.city_sites.name_server import Zone, answering
from tests.city_sites.pages import SHENZHEN, WUHAN, add, home_of
from tests.city_sites.test_workspace import signed_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NAME = "jobs.wuhan.example"
THERE = {"host": NAME}
BEFORE = {"host": "wuhan.localhost"}


@pytest.fixture(scope="module")
def server():
    zone = Zone()
    with answering(zone) as address:
        yield zone, address


@pytest.fixture
def zone(server, settings):
    """What DNS says: the portal's own hosts, and what a test puts there."""
    zone, address = server
    zone.records, zone.asked = {("wuhan.localhost", "A"): ["192.0.2.1"]}, []
    zone.failing, zone.silent = set(), set()
    settings.DOMAIN_NAMESERVERS = [address]
    settings.ALLOWED_HOSTS = ["localhost", ".localhost", "testserver"]
    cache.clear()
    return zone


@pytest.fixture
def site(zone, two_sites):
    return CitySite.objects.select_related("site").get(region=WUHAN)


def desk(name="workspace_domain", region=WUHAN):
    return reverse(name, args=[region])


def records_set(zone, domain):
    zone.put(domain.proof_name, "TXT", '"v=spf1 -all"', f'"{domain.proof_text}"')
    zone.put(domain.name, "CNAME", domain.city_site.portal_host)


@pytest.fixture
def domain(zone, site):
    """A domain that is proven."""
    domain = domain_enter(city_site=site, text=NAME, by=None)
    records_set(zone, domain)
    domain_check(domain=domain)
    domain.refresh_from_db()
    assert domain.proven_at
    return domain


def test_a_publisher_enters_a_domain_and_once_dns_shows_the_proof_the_site_is_there(client, zone, site):
    by = signed_in(client, Role.CITY_PUBLISHER)
    assert "wuhan.localhost" in client.get(desk()).text
    assert client.post(desk(), {"name": f"https://{NAME.upper()}/"}).status_code == 302
    domain = CityDomain.objects.get()
    page = client.get(desk()).text
    for shown in (NAME, domain.proof_name, domain.proof_text, "wuhan.localhost"):
        assert shown in page
    client.post(desk("workspace_domain_check"))
    assert client.get("/", headers=THERE).status_code == 404
    assert client.get("/", headers=BEFORE).status_code == 200
    records_set(zone, domain)
    CityDomain.objects.update(checked_at=None)
    client.post(desk("workspace_domain_check"))
    there = client.get("/policies/", headers=THERE)
    assert there.status_code == 200
    assert f'<link rel="canonical" href="http://{NAME}/policies/">' in there.text
    acts = AuditEntry.objects.filter(act__startswith="domain_").order_by("pk")
    assert [one.act for one in acts] == ["domain_enter", "domain_check", "domain_check", "domain_prove"]
    assert {(one.actor, one.region) for one in acts} == {(by, WUHAN)}


def test_every_address_of_the_site_is_then_the_new_one(client, domain):
    bulletin = add(home_of(WUHAN), BulletinPage, "春季招聘会", slug="spring", show_in_menus=True)
    told = {
        path: client.get(path, headers=THERE).text
        for path in (
            "/bulletins/spring/", "/sitemap.xml", "/sitemap-pages.xml", "/robots.txt", "/feeds/bulletins.rss",
            f"/api/cms/pages/{bulletin.pk}/", "/api/cms/menus/",
        )
    }  # fmt: skip
    told["national"] = client.get("/sitemap.xml").text + client.get("/cities/").text
    told["frame"] = client.get("/embed/vacancies/", {"city": WUHAN}).text
    for path, text in told.items():
        assert f"http://{NAME}" in text or path == "/api/cms/menus/", path
        assert "wuhan.localhost" not in text, path
    assert f'hreflang="en" href="http://{NAME}/bulletins/spring/?lang=en"' in told["/bulletins/spring/"]
    assert site_root(WUHAN) == f"http://{NAME}"
    for name in (NAME, "wuhan.localhost", WUHAN):
        found = client.get(f"/api/cms/pages/{bulletin.pk}/", {"site": name}).json()
        assert found["meta"]["html_url"] == f"http://{NAME}/bulletins/spring/"


def test_the_host_before_leads_there_for_good_with_path_and_query(client, domain):
    for ask in (client.get, client.head):
        moved = ask("/vacancies/?q=%E7%94%B5%E5%B7%A5&city=420100", headers=BEFORE)
        assert moved.status_code == 301
        assert moved.headers["Location"] == f"http://{NAME}/vacancies/?q=%E7%94%B5%E5%B7%A5&city=420100"
    data = client.get("/api/cms/settings/", headers=BEFORE)
    assert (data.status_code, data.headers["Access-Control-Allow-Origin"]) == (301, "*")


def test_what_changes_something_and_what_carries_a_key_is_answered_where_it_was_asked(client, domain):
    _key, text = read_key_issue(region=WUHAN, name="大厅屏幕", by=None)
    keyed = client.get("/api/cms/settings/", headers=BEFORE | {"authorization": f"Bearer {text}"})
    assert (keyed.status_code, keyed.json()["region"]) == (200, WUHAN)
    assert client.post("/api/v1/feeds/none/vacancies", headers=BEFORE).status_code in (401, 404)


def test_signing_in_works_at_the_domain_and_forms_are_guarded_there(domain):
    user = UserFactory()
    client = Client(enforce_csrf_checks=True, headers=THERE)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/sign-in/").text)[1]
    form = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/sign-in/", form, headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/sign-in/", form, headers={"origin": f"http://{NAME}"}).status_code == 302
    assert client.get("/account/").status_code == 200


def test_no_other_host_is_answered(client, domain):
    for host in ("evil.example", f"{NAME}.evil.example", f"a.{NAME}", "203.0.113.9:80"):
        for path in ("/", "/sign-in/", "/api/cms/pages/", "/tls/known"):
            assert client.get(path, headers={"host": host}).status_code == 404
    assert client.get("/", headers={"host": "evil example"}).status_code == 400


def test_the_proxy_learns_of_which_names_it_may_get_certificates(client, domain):
    def known(name):
        return client.get("/tls/known", {"domain": name}).status_code

    for name in ("localhost", "wuhan.localhost", NAME):
        assert known(name) == 200
    waiting = domain_enter(city_site=CitySite.objects.get(region=SHENZHEN), text="sz.example", by=None)
    for name in ("", waiting.name, f"a.{NAME}", "yichang.localhost", "evil.example"):
        assert known(name) == 404


def test_each_record_is_told_apart_in_words(client, zone, site):
    domain = domain_enter(city_site=site, text=NAME, by=None)
    signed_in(client, Role.CITY_PUBLISHER)
    for put, proof, pointing in (
        ({}, "missing", "missing"),
        ({"TXT": ['"another"'], "A": ["198.51.100.7"]}, "other", "other"),
        ({"A": ["192.0.2.1"]}, "missing", "ok"),
        ({"A": ["192.0.2.1", "198.51.100.7"]}, "missing", "other"),
        ({"CNAME": ["elsewhere.example"]}, "missing", "missing"),
    ):
        zone.records = {("wuhan.localhost", "A"): ["192.0.2.1"]}
        for kind, values in put.items():
            zone.put(domain.proof_name if kind == "TXT" else NAME, kind, *values)
        domain_check(domain=domain)
        domain.refresh_from_db()
        assert (domain.proof, domain.pointing, domain.proven_at) == (proof, pointing, None)
        page = client.get(desk()).text
        for told in (str(RecordState(proof).label), str(RecordState(pointing).label)):
            assert told in page
        for seen in (domain.proof_seen, domain.pointing_seen):
            assert seen in page


def test_name_servers_that_fail_or_say_nothing_are_no_proof_and_cost_seconds_at_most(monkeypatch, zone, site):
    monkeypatch.setattr("city_sites.domain_probe.EACH_S", 0.2)
    domain = domain_enter(city_site=site, text=NAME, by=None)
    records_set(zone, domain)
    zone.failing, zone.silent = {domain.proof_name}, {NAME}
    domain_check(domain=domain)
    domain.refresh_from_db()
    assert domain.proof == domain.pointing == RecordState.NO_ANSWER
    assert domain.proven_at is None


def test_the_schedule_asks_by_itself_until_it_is_proven_and_politely(zone, site):
    domain = domain_enter(city_site=site, text=NAME, by=None)
    assert domains_due() == [domain.pk]
    assert domains_due() == []
    domain_ask(domain.pk)
    domain.refresh_from_db()
    assert (domain.due_at - domain.checked_at).total_seconds() == 300
    records_set(zone, domain)
    assert domains_due(domain.due_at) == [domain.pk]
    domain_ask(domain.pk)
    domain.refresh_from_db()
    assert domain.proven_at
    assert (domain.due_at - domain.checked_at).days == 1
    domain_ask(0)


def test_a_check_is_not_asked_for_twice_within_seconds(client, zone, site):
    domain_enter(city_site=site, text=NAME, by=None)
    signed_in(client, Role.CITY_PUBLISHER)
    client.post(desk("workspace_domain_check"))
    asked = len(zone.asked)
    client.post(desk("workspace_domain_check"))
    assert len(zone.asked) == asked


def test_records_that_are_lost_are_told_to_staff_and_switch_nothing_off(client, zone, domain):
    zone.drop(domain.proof_name, "TXT")
    by = signed_in(client, Role.CITY_PUBLISHER)
    for _again in range(2):
        domain_check(domain=domain)
    assert client.get("/", headers=THERE).status_code == 200
    domain.refresh_from_db()
    tiles = client.get(reverse("workspace")).context["today"].tiles
    tile = next(one for one in tiles if one.duty.name == "domains_lost")
    assert tile.cell.number == 1
    assert client.get(tile.cell.address).headers["Location"] == desk()
    assert timezone.localtime(domain.failing_since).strftime("%Y-%m-%d %H:%M") in client.get(desk()).text
    client.force_login(by)
    records_set(zone, domain)
    domain_check(domain=domain)
    acts = AuditEntry.objects.filter(act__in=("domain_lost", "domain_found")).order_by("pk")
    assert [one.act for one in acts] == ["domain_lost", "domain_found"]
    domain.refresh_from_db()
    assert domain.failing_since is None


def test_those_above_find_the_sites_whose_domain_is_lost(client, zone, domain):
    zone.records = {}
    for _again in range(2):
        domain_check(domain=domain)
    for role, region in ((Role.PROVINCE_SUPERVISOR, "420000"), (Role.NATIONAL_MANAGER, NATION)):
        signed_in(client, role, region)
        rows = client.get(reverse("workspace_sites"), {"domain": "lost", "region": "420000"}).context["rows"]
        assert [row.city.code for row in rows] == [WUHAN]
    assert (
        client.get(reverse("workspace_sites"), {"domain": "lost", "region": "440000"}).context["rows"] == []
    )


def test_taking_a_domain_back_asks_first_and_brings_the_site_to_its_host(client, domain):
    signed_in(client, Role.CITY_PUBLISHER)
    asked = client.post(desk("workspace_domain_remove"))
    assert (asked.status_code, CityDomain.objects.count()) == (200, 1)
    assert client.get("/", headers=THERE).status_code == 200
    client.post(desk("workspace_domain_remove"), {"sure": "1"})
    assert client.get("/", headers=THERE).status_code == 404
    assert client.get("/policies/", headers=BEFORE).status_code == 200
    assert site_root(WUHAN) == "http://wuhan.localhost"
    assert AuditEntry.objects.get(act="domain_take_back").detail["domain"] == NAME
    domain_take_back(domain=domain, by=None)
    assert AuditEntry.objects.filter(act="domain_take_back").count() == 1


def test_a_domain_is_whose_proof_stands_in_dns_though_two_cities_entered_it(client, zone, site):
    other = CitySite.objects.get(region=SHENZHEN)
    theirs = domain_enter(city_site=other, text=NAME, by=None)
    ours = domain_enter(city_site=site, text=NAME, by=None)
    records_set(zone, ours)
    domain_check(domain=theirs)
    domain_check(domain=ours)
    zone.put(theirs.proof_name, "TXT", f'"{ours.proof_text}"', f'"{theirs.proof_text}"')
    zone.put(NAME, "A", "192.0.2.1")
    zone.put("shenzhen.localhost", "A", "192.0.2.1")
    zone.drop(NAME, "CNAME")
    domain_check(domain=theirs)
    theirs.refresh_from_db()
    assert (theirs.proof, theirs.proven_at) == (RecordState.TAKEN, None)
    domain_take_back(domain=theirs, by=None)
    assert client.get("/", headers=THERE).context["city_site"].region == WUHAN
    signed_in(client, Role.CITY_PUBLISHER, SHENZHEN)
    assert client.post(desk(region=SHENZHEN), {"name": NAME}).status_code == 422


def test_what_cannot_be_a_city_s_domain_is_told_beside_the_field(client, site):
    signed_in(client, Role.CITY_PUBLISHER)
    for name in ("", "wuhan.localhost", "10.0.0.1", "xiamen.localhost"):
        answer = client.post(desk(), {"name": name})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])


def test_another_domain_takes_the_place_of_one_that_is_not_proven_and_not_of_one_that_is(client, zone, site):
    signed_in(client, Role.CITY_PUBLISHER)
    for name in ("first.wuhan.example", NAME, NAME):
        client.post(desk(), {"name": name})
    domain = CityDomain.objects.get()
    assert domain.name == NAME
    records_set(zone, domain)
    domain_check(domain=domain)
    assert client.post(desk(), {"name": "second.wuhan.example"}).status_code == 422


def test_closing_and_opening_again_keep_the_domain(client, domain):
    city_provision(region=WUHAN)
    assert client.get("/", headers=THERE).status_code == 200
    city_retire(region=WUHAN, link="https://wuhan.example.org/")
    for host in (THERE, BEFORE):
        assert client.get("/policies/", headers=host).headers["Location"] == "https://wuhan.example.org/"
    signed_in(client, Role.CITY_PUBLISHER)
    assert client.get(desk()).status_code == 200
    city_provision(region=WUHAN)
    assert client.get("/", headers=THERE).status_code == 200
    assert client.get("/", headers=BEFORE).status_code == 301


def test_while_a_city_practises_neither_host_is_there_for_the_public(client, domain):
    practice_begin(region=WUHAN, by=None)
    for host in (THERE, BEFORE):
        assert client.get("/policies/", headers=host).status_code == 404


def test_who_runs_the_portal_gives_a_domain_by_command_and_its_records_are_still_looked_at(
    client, zone, site
):
    call_command("provision_city", WUHAN, "--host", NAME)
    call_command("provision_city", WUHAN)
    assert client.get("/", headers=THERE).status_code == 200
    assert AuditEntry.objects.get(act="domain_prove").detail["vouched"] is True
    for _again in range(2):
        domain_check(domain=CityDomain.objects.get())
    assert CityDomain.objects.get().is_lost


def test_only_who_publishes_for_the_city_and_the_nation_come_to_it(client, domain):
    for role, region in (
        (Role.CITY_EDITOR, WUHAN),
        (Role.CITY_PUBLISHER, SHENZHEN),
        (Role.PROVINCE_SUPERVISOR, "420000"),
        (Role.CITY_FEEDS, WUHAN),
    ):
        signed_in(client, role, region)
        assert client.get(desk()).status_code == 404
        for name in ("workspace_domain", "workspace_domain_check", "workspace_domain_remove"):
            assert client.post(desk(name), {"name": "new.example", "sure": "1"}).status_code == 404
    assert CityDomain.objects.get().proven_at
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    assert client.get(desk()).status_code == 200


def test_a_page_at_the_domain_takes_no_query_more(client, domain):
    taken = []
    for host in (THERE, BEFORE):
        client.get("/policies/", headers=host)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/policies/", headers=host).status_code == 200
        taken.append(len(queries))
        domain_take_back(domain=domain, by=None)
    assert taken[0] == taken[1]


def test_the_domains_in_use_are_listed_for_what_orders_certificates(zone, domain, capsys):
    domain_enter(city_site=CitySite.objects.get(region=SHENZHEN), text="sz.example", by=None)
    call_command("city_domains")
    assert capsys.readouterr().out == f"{NAME}\n"
