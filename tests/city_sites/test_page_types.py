"""What the kinds of pages of a site promise to their readers."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from city_sites.enums import BulletinKind, FairMode, PolicyRelation, PolicyStatus, ServiceKind
from city_sites.models import (
    BulletinPage,
    CityHomePage,
    CoursePage,
    FairEmployer,
    FairPage,
    FaqPage,
    GuidePage,
    NewsPage,
    Outlet,
    PolicyLink,
    PolicyPage,
)
from city_sites.models.policies import policy_status
from city_sites.services import city_provision
from city_sites.services.home import bands
from city_sites.tasks import pages_publish_due
from jobs.enums import VerificationState
from tests.city_sites.pages import SHENZHEN, WUHAN, add, home_of
from tests.factories import EmployerFactory, VacancyFactory

HOST = {"host": "wuhan.localhost"}
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1))


@pytest.fixture(scope="module")
def opened(wuhan, file_database):
    with file_database():
        city_provision(region=SHENZHEN)


@pytest.fixture
def home(opened, db):
    return home_of(WUHAN)


def read(client, page, **kwargs):
    path = page.get_url_parts()[2]
    response = client.get(path, headers=HOST, **kwargs)
    assert response.status_code == 200
    return response.content.decode()


def listed(client, slug, **asked):
    response = client.get(f"/{slug}/", asked, headers=HOST)
    assert response.status_code == 200
    return [entry.title for entry in response.context["entries"].rows]


@pytest.mark.parametrize("model", [BulletinPage, NewsPage, PolicyPage, GuidePage, CoursePage, FairPage])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_reads_in_both_languages_and_stands_in_its_list(client, home, model, language):
    page = add(home, model, "一件大事")
    assert "一件大事" in read(client, page, data={"lang": language})
    assert listed(client, page.get_parent().slug, lang=language) == ["一件大事"]


@pytest.mark.parametrize("model", [BulletinPage, NewsPage, PolicyPage, GuidePage, CoursePage, FairPage])
def test_the_nation_lists_what_cities_have_and_a_city_its_own(client, home, model):
    page = add(home, model, "武汉的")
    other = add(home_of(SHENZHEN), model, "深圳的")
    slug = page.get_parent().slug
    assert listed(client, slug) == ["武汉的"]
    national = client.get(f"/{slug}/", headers={"host": "localhost"}).context["entries"].rows
    assert {entry.title for entry in national} == {"武汉的", "深圳的"}
    assert (page.region, other.region) == (WUHAN, SHENZHEN)


def test_every_kind_is_in_the_headless_api_with_its_fields(client, home):
    guide = add(home, GuidePage)
    course = add(home, CoursePage)
    policy = add(home, PolicyPage)
    PolicyLink.objects.create(page=policy, kind=PolicyRelation.REPLACES, other=add(home, PolicyPage))
    found = {
        page.pk: client.get(f"/api/cms/pages/{page.pk}/", headers=HOST).json()
        for page in (guide, course, policy)
    }
    assert found[guide.pk]["steps"][0]["value"] == {"title": "申请", "text": "到服务窗口提出。"}
    assert found[course.pk]["seats"] == 2
    assert found[policy.pk]["status"] == "in_force"
    assert found[policy.pk]["relations"][0]["kind"] == "replaces"


def test_bulletins_are_narrowed_by_kind(client, home):
    add(home, BulletinPage, "招聘会预告")
    add(home, BulletinPage, "三季度供求", kind=BulletinKind.SUPPLY_DEMAND)
    assert listed(client, "bulletins", kind="supply_demand") == ["三季度供求"]
    assert len(listed(client, "bulletins", kind="nonsense")) == 2


def test_a_page_goes_on_its_last_second_and_comes_on_its_first(client, home):
    now = timezone.now()
    page = add(home, BulletinPage, "限时公告", expire_at=now + dt.timedelta(hours=1))
    pages_publish_due()
    assert listed(client, "bulletins") == ["限时公告"]
    later = add(home, BulletinPage, "预定公告", live=False)
    later.go_live_at = now + dt.timedelta(hours=1)
    later.save_revision(approved_go_live_at=later.go_live_at)
    with time_machine.travel(now + dt.timedelta(hours=1, seconds=1)):
        pages_publish_due()
        assert listed(client, "bulletins") == ["预定公告"]
    page.refresh_from_db()
    assert page.expired


@given(effective=DATES, length=st.integers(0, 4000), on=DATES)
def test_a_policy_is_in_force_from_its_first_day_until_the_day_of_its_repeal(effective, length, on):
    repealed = effective + dt.timedelta(days=length)
    status = policy_status(effective_on=effective, repealed_on=repealed, on=on)
    assert (status == PolicyStatus.IN_FORCE) == (effective <= on < repealed)
    assert (status == PolicyStatus.REPEALED) == (on >= repealed)


@time_machine.travel(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC))
def test_policies_are_found_by_status_year_and_number(client, home):
    add(home, PolicyPage, "现行")
    add(home, PolicyPage, "废止", repealed_on=dt.date(2026, 11, 24), number="武人社发〔2020〕9号")
    add(home, PolicyPage, "将行", issued_on=dt.date(2025, 11, 1), effective_on=dt.date(2027, 1, 1))
    assert listed(client, "policies", status="in_force") == ["现行"]
    assert listed(client, "policies", status="repealed") == ["废止"]
    assert listed(client, "policies", status="coming") == ["将行"]
    assert listed(client, "policies", year="2025") == ["将行"]
    assert listed(client, "policies", q="〔2020〕9号") == ["废止"]


def test_what_a_filter_does_not_understand_is_told_and_narrows_nothing(client, home):
    add(home, PolicyPage, "现行")
    response = client.get("/policies/", {"year": "last", "q": "\0"}, headers=HOST)
    assert [entry.title for entry in response.context["entries"].rows] == ["现行"]
    assert "error-summary" in response.content.decode()


def test_a_repealed_policy_says_so_and_names_what_replaced_it(client, home):
    old = add(home, PolicyPage, "旧办法", repealed_on=dt.date(2026, 6, 1))
    new = add(home, PolicyPage, "新办法")
    PolicyLink.objects.create(page=new, kind=PolicyRelation.REPLACES, other=old)
    text = read(client, old)
    assert "废止" in text
    assert "新办法</a> 替代本文件" in text
    assert "旧办法" in read(client, new)


def test_a_policy_is_not_repealed_before_it_is_in_force(home):
    with pytest.raises(ValidationError) as told:
        add(home, PolicyPage, repealed_on=dt.date(2026, 1, 1))
    assert set(told.value.message_dict) == {"repealed_on"}


def test_a_guide_names_the_open_outlets_of_its_city_that_offer_the_service(client, home):
    offers = {"address": "民族大道 1 号", "services": [ServiceKind.UNEMPLOYMENT]}
    Outlet.objects.create(region="420111", name="洪山所", **offers)
    Outlet.objects.create(region="440305", name="南山所", **offers)
    Outlet.objects.create(region="420106", name="停业所", is_open=False, **offers)
    Outlet.objects.create(region="420106", name="别的所", address="中南路", services=[ServiceKind.TRAINING])
    text = read(client, add(home, GuidePage))
    assert "洪山所" in text
    assert not any(name in text for name in ("南山所", "停业所", "别的所"))


def test_starter_guides_are_drafts_until_the_city_has_said_what_it_asks_for(client, home):
    assert GuidePage.objects.descendant_of(home).filter(live=False).count() == len(ServiceKind)
    assert listed(client, "guides") == []


def test_courses_are_found_by_occupation_and_those_that_are_closed_only_if_asked_for(client, home):
    today = timezone.localdate()
    add(home, CoursePage, "电工班")
    add(home, CoursePage, "护理班", occupation="4-14-01-01")
    add(home, CoursePage, "过期班", enrol_until=today - dt.timedelta(days=1))
    assert listed(client, "courses") == ["电工班", "护理班"]
    assert listed(client, "courses", occupation="6-00-00-00") == ["电工班"]
    assert listed(client, "courses", past="on") == ["电工班", "护理班", "过期班"]


def test_an_occupation_may_be_written_by_name_and_an_unknown_one_is_refused(home):
    assert add(home, CoursePage, occupation="电工").occupation == "6-31-01-03"
    with pytest.raises(ValidationError) as told:
        add(home, CoursePage, occupation="屠龙")
    assert set(told.value.message_dict) == {"occupation"}


def test_fairs_to_come_are_listed_and_a_month_shows_those_that_were(client, home):
    add(home, FairPage, "下周招聘会")
    then = dt.datetime(2025, 3, 8, 1, tzinfo=dt.UTC)
    add(home, FairPage, "去年招聘会", starts_at=then, ends_at=then + dt.timedelta(hours=3))
    assert listed(client, "fairs") == ["下周招聘会"]
    assert listed(client, "fairs", month="2025-03") == ["去年招聘会"]
    assert listed(client, "fairs", month="2025-13") == ["下周招聘会"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mode": FairMode.ONLINE}, "link"),
        ({"place": ""}, "place"),
        ({"ends_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "ends_at"),
    ],
)
def test_a_fair_says_where_it_is_and_ends_after_it_begins(home, changes, field):
    with pytest.raises(ValidationError) as told:
        add(home, FairPage, **changes)
    assert set(told.value.message_dict) == {field}


def test_a_fair_shows_verified_employers_with_their_public_vacancies(client, home):
    fair = add(home, FairPage)
    comes, hidden = EmployerFactory(), EmployerFactory(verification=VerificationState.UNVERIFIED)
    VacancyFactory.create_batch(2, employer=comes, title="钳工学徒")
    VacancyFactory(employer=comes, closed=True, title="已关岗位")
    for employer in (comes, hidden):
        FairEmployer.objects.create(page=fair, employer=employer, booth="A12")
    text = read(client, fair)
    assert "钳工学徒" in text
    assert "A12" in text
    assert "已关岗位" not in text
    assert hidden.name not in text


def test_the_calendar_file_of_a_fair_has_its_time_and_place(client, home):
    fair = add(home, FairPage, "春风行动；专场")
    response = client.get(f"/fairs/{fair.pk}/calendar.ics", headers=HOST)
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["summary"] == "春风行动；专场"
    assert event["location"] == "市民之家"
    assert event.decoded("dtstart") == fair.starts_at.replace(microsecond=0)
    assert client.get("/fairs/999999/calendar.ics", headers=HOST).status_code == 404


def test_questions_open_without_javascript(client, home):
    faq = FaqPage.objects.child_of(home).get()
    faq.groups = [
        ("group", {"heading": "求职", "questions": [{"question": "收费吗？", "answer": "<p>不收。</p>"}]})
    ]
    faq.save()
    text = read(client, faq)
    assert "<summary>收费吗？</summary>" in text


def test_a_city_home_has_its_sections_in_the_city_s_order(client, home):
    add(home, FairPage, "年末招聘会")
    add(home, CoursePage, "叉车班")
    text = read(client, home)
    assert "年末招聘会" in text
    assert "叉车班" in text
    home.sections = [("text", {"heading": "市长寄语", "text": "<p>欢迎。</p>"}), ("courses", {"count": 1})]
    home.save()
    text = read(client, CityHomePage.objects.get(pk=home.pk))
    assert "市长寄语" in text
    assert "年末招聘会" not in text
    assert text.index("市长寄语") < text.index("叉车班")


def test_sections_between_two_that_go_across_share_their_columns(home):
    laid = bands(home.sections)
    shapes = [
        (
            band.across and band.across.block_type,
            [s.block_type for s in band.main],
            [s.block_type for s in band.beside],
        )
        for band in laid
    ]
    assert shapes == [
        ("figures", [], []),
        (None, ["vacancies"], ["bulletins", "fairs", "courses", "outlets"]),
        ("services", [], []),
    ]


@pytest.mark.parametrize("slug", ["policies", "courses", "fairs", "bulletins", "guides", "news"])
def test_a_long_list_is_paged_and_none_is_left_out(client, home, slug, django_assert_max_num_queries):
    model = {
        "policies": PolicyPage, "courses": CoursePage, "fairs": FairPage, "bulletins": BulletinPage,
        "guides": GuidePage, "news": NewsPage,
    }[slug]  # fmt: skip
    made = {add(home, model, f"第 {number} 件").title for number in range(23)}
    first = client.get(f"/{slug}/", headers=HOST).context["entries"]
    with django_assert_max_num_queries(16):
        second = client.get(f"/{slug}/", {"after": first.next_after}, headers=HOST).context["entries"]
    assert len(first.rows) == 20
    assert {entry.title for entry in [*first.rows, *second.rows]} == made
