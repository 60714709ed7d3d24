"""Linked sites: asked politely, judged by rules, and never shown as alive to the public when they are not."""

from __future__ import annotations

import datetime as dt

import httpx
import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from accounts.retention import retention_run
from city_sites import link_probe
from city_sites.enums import LinkOutcome, LinkState
from city_sites.link_history import link_history
from city_sites.link_probe import AGENT, Probe, probe
from city_sites.link_states import ALIVE, Standing, asked_again_after, standing_after
from city_sites.models import CitySite, LinkCheck, LinkWatch
from city_sites.services import (
    city_link,
    city_provision,
    city_retire,
    city_unlink,
    directory,
    directory_counts,
)
from city_sites.services.links import check_keep, link_check, links_due, regions_down
from city_sites.tasks import link_ask
from portal.services import national_site_ensure
from tests.city_sites.test_workspace import signed_in
from tests.city_sites.web import Site, running

HUANGSHI, WUHAN, SHENZHEN = "420200", "420100", "440300"
START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
DEAD_AFTER = dt.timedelta(hours=72)
FAILURES = [one for one in LinkOutcome if one not in ALIVE and one != LinkOutcome.ROBOTS]
LINK = "http://huangshi.example.org"


@pytest.fixture(scope="module")
def server():
    with running() as address:
        yield address


@pytest.fixture
def site(server, settings):
    """The address of a real server, which may be asked although it is a private one."""
    settings.LINK_ALLOW_PRIVATE = True
    Site.robots, Site.asked = 404, []
    cache.clear()
    return server


@pytest.fixture
def watch(db):
    city_link(region=HUANGSHI, link=LINK)
    links_due()
    return LinkWatch.objects.get(region=HUANGSHI)


def found(watch, *outcomes, hours=0.0, ms=100):
    """Keep checks with these outcomes, so many hours apart, the last of them now."""
    now = timezone.now()
    for back, outcome in zip(reversed(range(len(outcomes))), outcomes, strict=True):
        check_keep(asked=watch, found=Probe(outcome, 200, ms), now=now - dt.timedelta(hours=hours * back))
    watch.refresh_from_db()
    return watch


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("/", LinkOutcome.OK, 200),
        ("/no-head", LinkOutcome.OK, 200),
        ("/to/there", LinkOutcome.OK, 200),
        ("/status/404", LinkOutcome.REFUSED, 404),
        ("/status/503", LinkOutcome.SERVER_ERROR, 503),
        ("/loop", LinkOutcome.LOOP, None),
    ],
)
def test_a_site_is_asked_and_its_answer_is_understood(site, path, outcome, status):
    got = probe(site + path)
    assert (got.outcome, got.status) == (outcome, status)


def test_it_says_who_asks_and_asks_for_the_head_alone_where_that_suffices(site):
    probe(f"{site}/page")
    assert Site.asked == [("GET", "/robots.txt", AGENT), ("HEAD", "/page", AGENT)]


def test_robots_txt_is_obeyed_also_on_the_way_of_a_redirect(site):
    Site.robots = f"User-agent: {AGENT.partition('/')[0]}\nDisallow: /private\n"
    assert probe(f"{site}/open").outcome == LinkOutcome.OK
    assert probe(f"{site}/private/x").outcome == LinkOutcome.ROBOTS
    assert probe(f"{site}/to/private").outcome == LinkOutcome.ROBOTS
    assert not [path for _method, path, _agent in Site.asked if path.startswith("/private")]


def test_a_server_that_fails_for_robots_txt_is_not_asked_further(site):
    Site.robots = 500
    assert probe(site) == Probe(LinkOutcome.SERVER_ERROR, 500)
    assert len(Site.asked) == 1


def test_what_answers_late_is_slow_and_what_does_not_answer_is_told(site, settings, monkeypatch):
    settings.LINK_SLOW_MS = 100
    assert probe(f"{site}/slow").outcome == LinkOutcome.SLOW
    monkeypatch.setattr(link_probe, "TIMEOUT", httpx.Timeout(0.1))
    assert probe(f"{site}/slow").outcome == LinkOutcome.TIMEOUT


@pytest.mark.parametrize(
    ("link", "outcome"),
    [
        ("http://127.0.0.1:9/", LinkOutcome.ADDRESS),
        ("http://[::1]/", LinkOutcome.ADDRESS),
        ("http://nowhere.invalid/", LinkOutcome.NO_HOST),
        ("ftp://127.0.0.1/", LinkOutcome.ADDRESS),
    ],
)
def test_private_networks_are_never_asked(link, outcome):
    assert probe(link).outcome == outcome


def test_a_redirect_into_a_private_network_is_refused(site, settings, monkeypatch):
    checked = link_probe.checked_request

    def only_the_first(client, method, url, headers, *, allow_private):
        return checked(client, method, url, headers, allow_private="localhost" not in url)

    monkeypatch.setattr(link_probe, "checked_request", only_the_first)
    assert probe(f"{site}/away/localhost").outcome == LinkOutcome.ADDRESS


def test_a_port_where_nobody_listens_is_no_answer(site):
    assert probe("http://127.0.0.1:9/").outcome == LinkOutcome.NO_ANSWER


def test_one_failure_proves_nothing_two_make_it_broken_and_three_days_dead():
    standing = standing_after(Standing(), LinkOutcome.OK, START, dead_after=DEAD_AFTER)
    steps = [(1, LinkState.OK), (2, LinkState.BROKEN), (71, LinkState.BROKEN), (74, LinkState.DEAD)]
    for hours, state in steps:
        at = START + dt.timedelta(hours=hours)
        standing = standing_after(standing, LinkOutcome.TIMEOUT, at, dead_after=DEAD_AFTER)
        assert standing.state == state
    assert standing.since == START + dt.timedelta(hours=1)
    back = standing_after(standing, LinkOutcome.SLOW, START + dt.timedelta(days=9), dead_after=DEAD_AFTER)
    assert back == Standing(LinkState.SLOW, START + dt.timedelta(days=9))


@given(st.lists(st.tuples(st.sampled_from(list(LinkOutcome)), st.integers(1, 5000)), max_size=30))
def test_after_any_checks_a_site_is_down_only_if_the_last_two_failed(checks):
    standing, now = Standing(), START
    for outcome, minutes in checks:
        now += dt.timedelta(minutes=minutes)
        standing = standing_after(standing, outcome, now, dead_after=DEAD_AFTER)
        assert dt.timedelta(0) < asked_again_after(standing, usual=DEAD_AFTER) <= DEAD_AFTER
    last_failed = [outcome in FAILURES for outcome, _minutes in checks][-2:]
    assert (standing.state in (LinkState.BROKEN, LinkState.DEAD)) == (last_failed == [True, True])
    if standing.state == LinkState.DEAD:
        assert now - standing.since >= DEAD_AFTER


def test_a_linked_site_is_checked_when_due_and_the_check_is_kept(site, db):
    city_link(region=HUANGSHI, link=site)
    city_provision(region=WUHAN)
    for region in links_due():
        link_ask(region)
    watch = LinkWatch.objects.get()
    assert (watch.region, watch.state, watch.outcome) == (HUANGSHI, LinkState.OK, LinkOutcome.OK)
    assert watch.due_at > timezone.now() + dt.timedelta(hours=5)
    assert watch.checks.get().status == 200
    assert links_due() == []


def test_a_claimed_check_whose_worker_died_comes_back(watch):
    assert links_due() == []
    assert links_due(timezone.now() + dt.timedelta(minutes=11)) == [HUANGSHI]


def test_a_host_is_not_asked_twice_at_the_same_time(site, db):
    city_link(region=HUANGSHI, link=site)
    links_due()
    cache.add(f"link-check:{site.removeprefix('http://')}", True)
    assert link_check(region=HUANGSHI) is None
    assert Site.asked == []


def test_a_new_address_begins_anew_and_keeps_the_history(watch):
    found(watch, LinkOutcome.TIMEOUT, LinkOutcome.TIMEOUT)
    assert regions_down() == {HUANGSHI}
    city_link(region=HUANGSHI, link="https://new.example.org")
    assert regions_down() == set()
    assert links_due() == [HUANGSHI]
    watch.refresh_from_db()
    assert (watch.state, watch.failures, watch.checks.count()) == (LinkState.UNCHECKED, 0, 2)


def test_the_public_is_never_led_to_a_site_that_is_down(client, watch):
    national_site_ensure()
    page = client.get(reverse("cities")).content.decode()
    assert f'href="{LINK}"' in page
    found(watch, LinkOutcome.NO_ANSWER)
    assert f'href="{LINK}"' in client.get(reverse("cities")).content.decode()
    found(watch, LinkOutcome.NO_ANSWER)
    for address in (reverse("cities"), reverse("cities") + "?by=letter", "/"):
        page = client.get(address).content.decode()
        assert LINK not in page
        assert "暂时无法访问" in page or address == "/"
    counts = directory_counts(directory())
    assert (counts["linked"], counts["down"]) == (0, 1)
    found(watch, LinkOutcome.OK)
    assert f'href="{LINK}"' in client.get(reverse("cities")).content.decode()


def test_a_closed_site_that_leads_elsewhere_is_watched_too(db):
    city_provision(region=WUHAN)
    city_retire(region=WUHAN, link="https://wuhan.example.org")
    assert links_due() == [WUHAN]


def test_only_who_watches_the_region_sees_its_links(client, watch):
    national_site_ensure()
    found(watch, LinkOutcome.OK, LinkOutcome.TIMEOUT, LinkOutcome.TIMEOUT)
    city_link(region="440200", link="http://shaoguan.example.org")
    links_due()
    pages = [reverse("workspace_links"), reverse("workspace_link", args=[HUANGSHI])]
    signed_in(client, Role.PROVINCE_SUPERVISOR, "420000")
    for page in pages:
        html = client.get(page).content.decode()
        assert "黄石" in html
        assert "故障" in html
        assert "韶关" not in html
    assert client.get(reverse("workspace_links") + "?state=ok").content.decode().count("黄石") == 0
    signed_in(client, Role.PROVINCE_SUPERVISOR, "440000")
    assert "黄石" not in client.get(pages[0]).content.decode()
    assert client.get(pages[1]).status_code == 404
    assert client.post(reverse("workspace_link_now", args=[HUANGSHI])).status_code == 404
    signed_in(client, Role.CITY_EDITOR, HUANGSHI)
    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_staff_have_a_site_asked_now_but_not_twice_a_minute(client, watch):
    found(watch, LinkOutcome.TIMEOUT, hours=1)
    LinkWatch.objects.update(checked_at=timezone.now() - dt.timedelta(hours=1))
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    client.post(reverse("workspace_link_now", args=[HUANGSHI]))
    assert links_due() == [HUANGSHI]
    found(watch, LinkOutcome.OK)
    client.post(reverse("workspace_link_now", args=[HUANGSHI]))
    assert links_due() == []
    assert AuditEntry.objects.filter(act="link_ask").count() == 1


def test_a_province_links_a_city_changes_the_link_and_takes_it_away(client, db):
    national_site_ensure()
    signed_in(client, Role.PROVINCE_SUPERVISOR, "420000")
    address = reverse("workspace_site_link", args=[HUANGSHI])
    assert client.get(address).status_code == 200
    assert client.post(address, {"link": "javascript:alert(1)"}).status_code == 422
    for link in (LINK, "https://other.example.org"):
        assert client.post(address, {"link": link}).status_code == 302
        assert CitySite.objects.get(region=HUANGSHI).link == link
    client.post(address, {"link": ""})
    assert not CitySite.objects.exists()
    acts = AuditEntry.objects.order_by("pk").values_list("act", flat=True)
    assert [act for act in acts if "link" in act] == ["city_link", "city_link", "city_unlink"]
    assert client.get(reverse("workspace_site_link", args=[SHENZHEN])).status_code == 404


def test_a_city_with_a_site_here_is_not_linked(client, db):
    city_provision(region=WUHAN)
    city_unlink(region=WUHAN)
    assert CitySite.objects.get(region=WUHAN).state == "hosted"
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    assert client.get(reverse("workspace_site_link", args=[WUHAN])).status_code == 404
    with pytest.raises(ValidationError):
        city_link(region=HUANGSHI, link="ftp://x.example.org")


def test_the_picture_of_a_link_counts_answered_checks_by_day():
    noon = dt.datetime(2026, 3, 30, 4, tzinfo=dt.UTC)
    checks = [(noon, "ok"), (noon, "timeout"), (noon, "robots"), (noon - dt.timedelta(days=2), "slow")]
    checks.append((noon - dt.timedelta(days=40), "timeout"))
    picture = link_history(checks, dt.date(2026, 3, 30))
    assert len(picture.columns) == 30
    today, gap, before = picture.columns[-1], picture.columns[-2], picture.columns[-3]
    assert (today.checks, today.answered, today.up, today.down) == (2, 1, 32.0, 32.0)
    assert (gap.checks, gap.up, gap.down) == (0, 0, 0)
    assert (before.slow, before.up) == (1, 64.0)
    assert picture.share == pytest.approx(200 / 3)


def test_old_checks_go_and_the_state_stays(watch):
    found(watch, LinkOutcome.OK)
    LinkCheck.objects.update(at=timezone.now() - dt.timedelta(days=401))
    found(watch, LinkOutcome.OK)
    assert retention_run()["checks of links"] == 1
    assert LinkCheck.objects.count() == 1
    assert LinkWatch.objects.get().state == LinkState.OK
