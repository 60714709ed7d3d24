"""What the browser tests find; made in a process of the portal, see `hand`."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import orjson

PASSWORD = "correct horse battery"
TITLES = (
    ("物业维修电工", "4500-6500元/月", "高中"),
    ("数控车工", "6千-9千·13薪", "中专"),
    ("养老护理员", "4000-5500元/月", "初中"),
    ("仓库管理员（白班，可接受应届毕业生，提供住宿和系统培训）", "4800-6000元/月", "不限"),
    ("会计", "面议", "大专"),
    ("前端开发工程师", "1.2万-1.8万", "本科"),
)


def rows(count: int, region: str, *, flaws: bool = False) -> list[dict[str, Any]]:
    """Rows of the contract; with `flaws`, some that are refused or noted."""
    from tests.jobs.factories import row

    made = []
    for number in range(count):
        title, pay, education = TITLES[number % len(TITLES)]
        changes: dict[str, Any] = {
            "title": title,
            "pay": pay,
            "education": education,
            "region": region,
            "duties": "1. 按规程巡检、维修和保养设备；\n2. 做好记录。\n\n任职条件：身体健康，服从排班。",
            "address": f"产业园 {number} 号",
        }
        if flaws and number % 9 == 3:
            changes["title"] = None
        if flaws and number % 9 == 5:
            changes["education"] = "秀才"
        made.append(row(number, **changes))
    return made


def send(feed: Any, sent: list[dict[str, Any]], name: str) -> Any:
    """Import rows as an uploaded file, here and now."""
    from django.core.files import File

    from jobs.enums import RunTrigger
    from jobs.services import feed_run_create, feed_run_execute

    file = File(io.BytesIO(b"".join(orjson.dumps(row) + b"\n" for row in sent)), name)
    run = feed_run_create(feed=feed, file=file, trigger=RunTrigger.UPLOAD, enqueue=False)
    feed_run_execute(run_id=run.pk)
    run.refresh_from_db()
    return run


def conversations(employer: Any, vacancy: Any) -> dict[str, str]:
    """Between `talker` and `hirer`, who also invited somebody; the addresses of the pages of both."""
    from django.utils import timezone

    from jobs.enums import EmployerRole, Party, PlaceMode, ReportKind
    from jobs.found import reference_of
    from jobs.services import Place, SeekerProfile, seeker_consent, seeker_register
    from jobs.services.invitations import apply_invite
    from jobs.services.memberships import membership_grant
    from jobs.services.messages import contact_agree, message_send
    from jobs.services.reports import report_file
    from tests.factories import ApplicationFactory, JobSeekerFactory, UserFactory, VacancyFactory

    hirer = UserFactory(email="hirer@portal.example", password=PASSWORD)
    membership_grant(employer=employer, user=hirer, role=EmployerRole.OWNER, by=None)
    seeker = JobSeekerFactory(
        user=UserFactory(email="talker@portal.example", password=PASSWORD), consent_at=timezone.now()
    )
    sent = ApplicationFactory(vacancy=vacancy, seeker=seeker, copy={"name": "周敏"})
    message_send(vacancy=vacancy, seeker=seeker, party=Party.SEEKER, text="请问有宿舍吗？", by=None)
    theirs = message_send(
        vacancy=vacancy, seeker=seeker, party=Party.EMPLOYER, text="有，加微信hr_888888细聊。", by=hirer
    )
    talk = theirs.conversation
    contact_agree(conversation=talk, party=Party.EMPLOYER, phone="0755-00000000", email="", by=hirer)
    report = report_file(vacancy=vacancy, kind=ReportKind.FEE, text="要求先交服装费", message=theirs)
    second = VacancyFactory(employer=employer, title="机电维修电工", region="440305", grade="")
    apply_invite(vacancy=second, seeker=seeker, text="欢迎应聘。", by=hirer)
    profile = SeekerProfile(
        region="440305",
        wanted={second.occupation: 100},
        licences=("electrician",),
        places=(Place("440300", PlaceMode.COMMUTE, 50),),
    )
    found = seeker_consent(seeker=seeker_register(profile=profile, user=None, by=None), given=True, by=None)
    me, desk = f"/me/messages/{talk.pk}/", f"/employer/{employer.pk}/"
    return {
        "me_conversation": me,
        "me_stop": f"{me}stop/",
        "me_report": f"{me}report/{theirs.pk}/",
        "me_application": f"/me/applications/{sent.pk}/",
        "desk": desk,
        "desk_conversation": f"{desk}messages/{talk.pk}/",
        "desk_people": f"{desk}vacancies/{second.pk}/people/",
        "desk_person": f"{desk}vacancies/{second.pk}/people/{reference_of(found, second.pk)}/",
        "desk_vacancy": f"{desk}vacancies/{second.pk}/",
        "message_report": f"/workspace/reports/{report.number}/",
    }


def invited_to_the_staff(by: Any) -> str:
    """Somebody who has no account yet is invited; the path of the link in the mail."""
    from unittest import mock

    from accounts import staff_invitations
    from accounts.enums import Role

    with mock.patch.object(staff_invitations.secrets, "token_urlsafe", return_value="browser"):
        staff_invitations.invitation_send(
            email="editor@portal.example", role=Role.CITY_EDITOR, region="420100", by=by
        )
    return "/invited/browser/"


def picture() -> str:
    """A picture of a hall, as the mark for it in a rich text."""
    from django.core.files.images import ImageFile
    from PIL import Image as Picture
    from wagtail.images.models import Image

    written = io.BytesIO()
    Picture.new("RGB", (900, 500), "#0f4c81").save(written, "PNG")
    image = Image.objects.create(title="服务大厅", file=ImageFile(written, "hall.png"))
    return f'<embed embedtype="image" id="{image.pk}" alt="服务大厅" format="fullwidth"/>'


def figures_of_quarters(by: Any) -> str:
    """Figures of Wuhan and Shenzhen, approved, and of the country, which wait; the address of the last."""
    from django.utils import timezone

    from stats_publishing.methods.periods import Period, PeriodKind
    from stats_publishing.services.figures import area_figures_freeze
    from stats_publishing.services.texts import texts_draft
    from tests.stats_publishing.quarters import approved_cities, quarter

    last = Period.of(timezone.localdate(), PeriodKind.QUARTER).moved(-9)
    for period in (last.moved(-1), last):
        quarter(period.code, "420100", demand=64, seekers=40)
        quarter(period.code, "440300", demand=37, seekers=45, occupation="4-02-07-01", industry="G6010")
        approved_cities(period.code, by=by)
        area_figures_freeze(period=period, by=None, at=timezone.now())
    texts_draft(region="000000", period=last, by=by, at=timezone.now())
    return f"/workspace/figures/000000/{last}/"


def desks(feed: Any, by: Any) -> dict[str, str]:
    """What the desks of 武汉 show: vacancies in review, an act that was done, a test run, data quality."""
    import datetime as dt

    from django.utils import timezone

    from city_sites.models import QualityFigure
    from city_sites.services.quality import quality_take, ranking_publish
    from city_sites.workspace.lists.acts import desk_act_do, plan_of
    from city_sites.workspace.lists.employers import EMPLOYERS
    from jobs.enums import VacancyState, Verdict, VerificationState
    from jobs.feeds.preview import newest_file
    from jobs.services.moderation import review_rule_set, vacancy_decide
    from jobs.services.trials import feed_trial_execute, feed_trial_start
    from tests.factories import EmployerFactory, VacancyFactory

    review_rule_set(region="420100", stops=["age_limit", "bait_words"], needs_two=False, by=by)
    hard = {
        "duties": "维修配电设施，年龄35岁以下。",
        "warnings": ["age_limit"],
        "state": VacancyState.IN_REVIEW,
    }
    review, decided = VacancyFactory(title="高薪诚聘电工", **hard), VacancyFactory(**hard)
    vacancy_decide(vacancy=decided, verdict=Verdict.APPROVED, by=by)
    verify, some = EMPLOYERS.act("verify"), [EmployerFactory(verification=VerificationState.UNVERIFIED)]
    some = list(EMPLOYERS.rows(by).filter(pk=some[0].pk))
    assert verify
    promised = plan_of(EMPLOYERS, verify, some, by).button
    act = desk_act_do(
        desk_list=EMPLOYERS, act=verify, rows=some, promised=promised, reason="", note="", by=by
    )
    run = newest_file(feed)
    assert run
    trial = feed_trial_start(feed=feed, run=run, mapping=feed.profile.mapping, by=by)
    feed_trial_execute(trial_id=trial.pk)
    today = timezone.localdate()
    for weeks in range(1, 9):
        QualityFigure.objects.create(
            region="420100", day=today - dt.timedelta(days=7 * weeks), vacancies=200, with_place=200,
            with_pay=180 - 8 * weeks, with_occupation=190, with_expiry=120,
        )  # fmt: skip
    quality_take()
    ranking_publish(is_public=True, by=by)
    return {
        "review": f"/workspace/vacancies/{review.pk}/",
        "act": f"/workspace/acts/{act.public_id}/",
        "trial": f"/workspace/feeds/{feed.slug}/trials/{trial.public_id}/",
    }


def bulletin_corrected_and_one_waiting(by: Any) -> str:
    """A bulletin of Wuhan that was corrected; the page of another that waits for approval."""
    from wagtail.models import Workflow

    from city_sites.models import BulletinIndexPage, BulletinPage, CityHomePage
    from city_sites.services.staff import WORKFLOW

    index = BulletinIndexPage.objects.child_of(CityHomePage.objects.get(region="420100")).get()
    corrected = BulletinPage.objects.child_of(index).get(slug="fair-1")
    corrected.body, corrected.correction = "<p>地点改为二楼大厅。</p>", "原公告的地点有误。"
    corrected.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    waits = index.add_child(
        instance=BulletinPage(
            title="第三季度供求状况", slug="waits", body="<p>求人倍率上升。</p>", live=False
        )
    )
    waits.save_revision(user=by)
    Workflow.objects.get(name=WORKFLOW).start(waits, by)
    return f"/workspace/approvals/{waits.current_workflow_task_state.pk}/"


def returns_of_wuhan() -> dict[str, str]:
    """The shipped forms, a draft of one, and the city's returns: one half filled in with a warning."""
    from decimal import Decimal

    from django.utils import timezone

    from stats_publishing.enums import CellSource
    from stats_publishing.models import Return
    from stats_publishing.services.forms import form_draft_begin, forms_load
    from stats_publishing.services.returns import figures_write, returns_open

    now = timezone.now()
    forms_load(on=timezone.localdate() - dt.timedelta(days=120), at=now)
    returns_open(on=timezone.localdate(), at=now, regions_only=["420100"])
    of = Return.objects.filter(form__code="unemployment-insurance").order_by("-period").first()
    figures = {place: Decimal(200 + len(place[0])) for place in of.version.content.inputs}
    figures["recipients_stopped", "total"] = None
    figures["insured_start", "total"] = Decimal(20)
    figures_write(
        of=of, figures=figures, source=CellSource.UPLOAD, by=None, at=now,
        origins=dict.fromkeys(figures, "失业保险月报.xlsx"),
    )  # fmt: skip
    form_draft_begin(form=of.form, by=None, at=now)
    return {"return": of.get_absolute_url()}


def build() -> dict[str, str]:
    """Makes all of it; the addresses."""
    from django.utils import timezone

    from accounts.enums import NATION, Role
    from accounts.services import role_grant
    from city_sites.enums import LinkOutcome
    from city_sites.link_probe import Probe
    from city_sites.models import (
        BulletinIndexPage,
        BulletinPage,
        CityHomePage,
        CitySite,
        LinkWatch,
        Outlet,
    )
    from city_sites.services import city_link, city_provision
    from city_sites.services.domains import domain_enter
    from city_sites.services.links import check_keep, links_due
    from city_sites.services.queues import queue_tell
    from jobs.enums import CloseReason, ReportKind, SupportKind, VerificationState
    from jobs.models import MinimumWage, Vacancy
    from jobs.services import vacancy_close
    from jobs.services.reports import report_file
    from jobs.services.unemployment import benefit_grant, support_add
    from portal.demo.cities import demo_city
    from portal.demo.city_pages import city_pages_ensure
    from portal.demo.statistics import statistics_ensure
    from portal.services import national_site_ensure
    from search.indexing import index_rebuild
    from search.models import PopularSearch
    from search.suggest.building import suggestions_rebuild
    from stats_publishing.services import market_snapshot_take
    from tests.factories import EmployerFactory, UserFactory, VacancyFactory
    from tests.jobs.factories import CityFeedFactory
    from tests.jobs.unemployed import unemployed

    national_site_ensure()
    for region in ("420100", "440300"):
        site = city_provision(region=region, is_demo=True)
        site.address, site.contact_phone = "人民路 18 号", "000-0000000"
        site.opening_hours = "周一至周五 9:00–17:00"
        site.save()
        index = BulletinIndexPage.objects.child_of(CityHomePage.objects.get(region=region)).get()
        for number in range(3):
            index.add_child(
                instance=BulletinPage(
                    title=f"第 {number + 1} 场机械制造专场招聘会将于月底在公共就业服务大厅举行",
                    slug=f"fair-{number}",
                    summary="面向全市求职者和用人单位，免费参加。",
                    body="<p>现场提供岗位推荐和政策咨询。</p><h2>时间和地点</h2><ul><li>九时</li></ul>"
                    + (picture() if (region, number) == ("420100", 0) else ""),
                )
            )
    city_pages_ensure(city=demo_city("420100"), today=timezone.localdate())
    domain_enter(city_site=CitySite.objects.get(region="420100"), text="就业.wuhan.example", by=None)
    city_link(region="420200", link="http://huangshi.example.org")
    for region in links_due():
        for outcome, status in ((LinkOutcome.OK, 200), (LinkOutcome.TIMEOUT, None)):
            asked = LinkWatch.objects.get(region=region)
            check_keep(asked=asked, found=Probe(outcome, status, 120))

    MinimumWage.objects.create(region="420100", valid_from=timezone.localdate(), monthly=2_210)
    for outlet in Outlet.objects.filter(region__startswith="4201").order_by("pk")[:2]:
        queue_tell(outlet=outlet, waiting=7, ticket="A035", by=UserFactory())
    wuhan = CityFeedFactory(slug="wuhan", region="420100", is_demo=True)
    shenzhen = CityFeedFactory(slug="shenzhen", region="440300", name="深圳市公共就业服务中心")
    send(shenzhen, rows(20, "440305"), "shenzhen.ndjson")
    done = send(wuhan, rows(60, "420115"), "wuhan.ndjson")
    waiting = CityFeedFactory(slug="wuhan-markets", region="420100", name="武汉市人才市场", is_demo=True)
    send(waiting, rows(60, "420106"), "markets.ndjson")
    held = send(waiting, rows(30, "420106", flaws=True), "markets-short.ndjson")

    unverified = EmployerFactory(verification=VerificationState.UNVERIFIED, credit_code="91420100MA4KTEST0X")
    VacancyFactory.create_batch(2, employer=unverified)
    person = UserFactory(email="feeds@portal.example", name="王晓", password=PASSWORD)
    role_grant(user=person, role=Role.CITY_FEEDS, region="420100", by=None)
    gone = Vacancy.objects.public().filter(feed=shenzhen).order_by("pk").first()
    vacancy_close(vacancy=gone, reason=CloseReason.FILLED, by=None)
    employer = EmployerFactory(name="深圳测试科技有限公司", region="440300")
    taking = VacancyFactory(
        employer=employer,
        title="设备维护电工",
        region="440305",
        source_name="深圳市公共就业服务中心",
        questions=[{"text": "能上夜班吗？", "required": True}],
    )
    reported = Vacancy.objects.public().filter(feed=shenzhen).order_by("-pk").first()
    report_file(vacancy=reported, kind=ReportKind.FEE, text="要求先交服装费")
    PopularSearch.objects.create(text="电工", asked=9, last_day=timezone.localdate())
    nation = UserFactory(email="nation@portal.example", password=PASSWORD)
    role_grant(user=nation, role=Role.NATIONAL_MANAGER, region=NATION, by=None)
    role_grant(
        user=UserFactory(email="hubei@portal.example", password=PASSWORD),
        role=Role.PROVINCE_SUPERVISOR,
        region="420000",
        by=None,
    )
    clerk = UserFactory(email="clerk@portal.example", name="陈静", password=PASSWORD)
    right = role_grant(user=clerk, role=Role.WINDOW_CLERK, region="420100", by=None)
    jobless = unemployed(by=clerk)
    benefit_grant(
        unemployment=jobless, starts_on=timezone.localdate(), months=12, years_insured=3, yuan_a_month=1600,
        by=clerk,
    )  # fmt: skip
    support_add(
        unemployment=jobless,
        kind=SupportKind.GUIDANCE,
        on=timezone.localdate(),
        note="一对一职业指导",
        by=clerk,
    )
    for number in range(3):
        UserFactory(email=f"seeker{number}@portal.example", password=PASSWORD)
        UserFactory(email=f"boss{number}@portal.example", password=PASSWORD)
    invited = invited_to_the_staff(nation)
    approval = bulletin_corrected_and_one_waiting(person)
    talk = conversations(employer, taking) | returns_of_wuhan()
    market_snapshot_take(at=timezone.now())
    statistics_ensure(cities=["420100", "440300"], by=nation, editor=UserFactory(), now=timezone.now())
    figures = figures_of_quarters(nation)
    index_rebuild()
    suggestions_rebuild()
    shown = Vacancy.objects.public().filter(feed=wuhan, title="物业维修电工").order_by("pk").first()
    return (
        {
            "vacancy": shown.get_absolute_url(),
            "gone": gone.get_absolute_url(),
            "taking": taking.get_absolute_url(),
            "done": f"/workspace/runs/{done.public_id}/",
            "held": f"/workspace/runs/{held.public_id}/",
            "jobless": f"/window/unemployed/{jobless.pk}/",
            "right": f"/workspace/people/rights/{right.pk}/take-back/",
            "invited": invited,
            "approval": approval,
            "figures": figures,
        }
        | talk
        | desks(wuhan, nation)
        | statistics()
    )


def statistics() -> dict[str, str]:
    """Addresses of the newest published quarter, of a corrected version and of a release to come."""
    from stats_publishing.models import Release

    newest = Release.objects.filter(region="420100", corrects=None).out().latest("release_at")
    corrected = Release.objects.exclude(corrects=None).latest("release_at")
    coming = Release.objects.filter(region="000000", state="provisional").earliest("release_at")
    files_of_releases(newest, coming)
    return {
        "period": newest.period,
        "report": f"/statistics/{newest.period.lower()}/",
        "release": newest.get_absolute_url(),
        "corrected": f"/data/supply-demand-sex/420100/{corrected.period}/v/1/",
        "coming": f"/workspace/releases/{coming.pk}/",
    }


def files_of_releases(out: Any, coming: Any) -> None:
    """A file of a release that is out, as it was approved before, and one that waits for approval."""
    import datetime as dt

    from stats_publishing.models import ReleaseFile
    from stats_publishing.services.release_files import release_file_add
    from tests.factories import UserFactory

    for release in (coming, out):
        table = io.BytesIO("组别,需求人数\r\n男,1200\r\n".encode())
        file = release_file_add(
            release=coming, file=table, name="分组表.csv", title_zh="分组表", title_en="Table by group",
            by=UserFactory(),
        )  # fmt: skip
        approved_at = release.release_at - dt.timedelta(hours=1) if release is out else None
        ReleaseFile.objects.filter(pk=file.pk).update(
            release=release, approved_at=approved_at, approved_by=UserFactory() if approved_at else None
        )
