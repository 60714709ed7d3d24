"""Everybody who may come to the portal, and one real record of each kind that an address names."""

from __future__ import annotations

import datetime as dt
import uuid

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Workflow

from accounts import data_exports
from accounts.enums import NATION, Role
from accounts.services import role_grant
from accounts.staff_invitations import invitation_send
from city_sites.models import BulletinPage, CitySite, CoursePage, CoverageTarget, DeskAct, Outlet
from city_sites.services import city_link, city_provision
from city_sites.services.domains import domain_enter
from city_sites.services.links import links_due
from city_sites.services.read_keys import read_key_issue
from city_sites.services.staff import WORKFLOW
from jobs.enums import (
    ConsentWay,
    DocumentKind,
    EmployerRole,
    Party,
    ReportKind,
    UploadState,
    VacancyState,
)
from jobs.models import (
    ApplyInvitation,
    FeedTrial,
    Interview,
    Invitation,
    MinimumWage,
    ResumeJob,
    VacancyUpload,
    WindowRegistration,
)
from jobs.services import resume_create, resume_entry_save, seeker_contact_set
from jobs.services.messages import message_send
from jobs.services.reports import report_file
from jobs.services.templates import template_save
from jobs.services.unemployment import benefit_grant
from portal.services import national_site_ensure
from search.models import PopularSearch, Synonym
from stats_publishing.models import WageFinding, WageSurvey
from stats_publishing.services.forms import form_draft_begin
from stats_publishing.wage_enums import Check, SurveyState
from tests.city_sites.factories import FeedReceiptFactory, FeedRunFactory
from tests.city_sites.pages import add, home_of
from tests.factories import ApplicationFactory, EmployerFactory, JobSeekerFactory, UserFactory, VacancyFactory
from tests.jobs.employers.factories import MembershipFactory, VerificationRequestFactory, with_papers
from tests.jobs.factories import CityFeedFactory
from tests.jobs.unemployed import unemployed
from tests.stats_publishing.figures import release_of
from tests.stats_publishing.returns import opened

STAFF = {
    "clerk": (Role.WINDOW_CLERK, "420100"),
    "city": (Role.CITY_FEEDS, "420100"),
    "city_2": (Role.CITY_FEEDS, "440300"),
    "province": (Role.PROVINCE_SUPERVISOR, "420000"),
    "nation": (Role.NATIONAL_MANAGER, NATION),
    "figures": (Role.CITY_STATISTICIAN, "420100"),
}


def wage_survey():
    """A survey of Wuhan that waits for a decision."""
    survey = WageSurvey.objects.create(
        public_id=uuid.uuid4(), region="420100", year=2025, state=SurveyState.CHECKED
    )
    finding = WageFinding.objects.create(survey=survey, check_code=Check.DUPLICATE, rows=2, samples=[])
    return {"public_id": survey.public_id, "pk": finding.pk}


def everybody():
    """Role → person, but for the anonymous; two job seekers, an employer's members, another's owner."""
    people = {
        name: UserFactory() for name in ("seeker", "seeker_2", "owner", "recruiter", "viewer", "owner_2")
    }
    employer = EmployerFactory(region="420100")
    for name in EmployerRole.values:
        MembershipFactory(employer=employer, user=people[name], role=name)
    MembershipFactory(user=people["owner_2"], role=EmployerRole.OWNER)
    for name, (role, region) in STAFF.items():
        people[name] = UserFactory()
        role_grant(user=people[name], role=role, region=region, by=None)
    return people, employer


def waiting_page(by):
    """A bulletin of Wuhan that waits at the first step of its approval."""
    page = add(home_of("420100"), BulletinPage, "夜校通知", live=False)
    page.save_revision(user=by)
    Workflow.objects.get(name=WORKFLOW).start(page, by)
    return page.current_workflow_task_state


def records(people, employer):
    """Beginning of a route → values of its parts. All belong to the seeker, the employer, or Wuhan."""
    national_site_ensure()
    for region in ("420100", "440300"):
        city_provision(region=region)
    city_link(region="420200", link="https://huangshi.example.org")
    links_due()
    domain_enter(city_site=CitySite.objects.get(region="420100"), text="jobs.wuhan.example", by=None)
    now = timezone.now()
    resume = resume_create(user=people["seeker"])
    seeker_contact_set(seeker=resume.seeker, name="周敏", phone="13800000000", email="", by=None)
    job = resume_entry_save(entry=ResumeJob(resume=resume, title="电工", start=dt.date(2024, 1, 1)), by=None)
    resume_create(user=people["seeker_2"])
    vacancy = VacancyFactory(employer=employer)
    applied = ApplicationFactory(vacancy=vacancy, seeker=resume.seeker, language="zh-hans")
    Interview.objects.create(application=applied, starts_at=now, place="办公楼", uid=uuid.uuid4())
    message = message_send(
        vacancy=vacancy, seeker=resume.seeker, party=Party.SEEKER, text="您好", by=people["seeker"]
    )
    answer = message_send(
        vacancy=vacancy, seeker=resume.seeker, party=Party.EMPLOYER, text="您好", by=people["owner"]
    )
    asked = ApplyInvitation.objects.create(
        vacancy=VacancyFactory(employer=employer), seeker=resume.seeker, by=people["owner"], at=now
    )
    invited = Invitation.objects.create(
        employer=employer, email="new@example.org", role="viewer", language="zh-hans",
        expires_at=now + dt.timedelta(days=7),
    )  # fmt: skip
    template = template_save(vacancy=vacancy, name="电工", by=people["owner"])
    upload = VacancyUpload.objects.create(
        public_id=uuid.uuid4(), employer=employer, file_name="岗位.csv", file_size=1,
        state=UploadState.READ, sent_by=people["owner"],
    )  # fmt: skip
    wants = with_papers(VerificationRequestFactory(submitted_by=people["owner"]))
    in_review = VacancyFactory(state=VacancyState.IN_REVIEW)
    done = DeskAct.objects.create(
        public_id=uuid.uuid4(), desk_list="employers", act="verify", by=people["city"], at=now, words="核实"
    )
    jobless = unemployed(by=people["clerk"])
    benefit = benefit_grant(
        unemployment=jobless, starts_on=now.date(), months=3, years_insured=2, yuan_a_month=None,
        by=people["clerk"],
    )  # fmt: skip
    run = FeedRunFactory(feed=CityFeedFactory(slug="wuhan", region="420100"))
    FeedReceiptFactory(run=run)
    trial = FeedTrial.objects.create(public_id=uuid.uuid4(), feed=run.feed, run=run, mapping={})
    trial.receipts.save("receipts.csv", ContentFile(b"row"))
    at_window = JobSeekerFactory(user=None)
    WindowRegistration.objects.create(
        seeker=at_window,
        region="420100",
        consent_way=ConsentWay.PAPER,
        paper_number="WH-1",
        by=people["clerk"],
    )
    outlet = Outlet.objects.create(region="420106", name="武昌所", address="中南路1号", lon=114.3, lat=30.5)
    course = add(home_of("420100"), CoursePage, "电工班", seats=2)
    returned = opened()
    form_draft_begin(form=returned.form, by=None, at=now)
    export = data_exports.export_ask(user=people["seeker"])
    data_exports.export_make(export_id=export.pk)
    export.refresh_from_db()
    at_employer = {
        "pk": employer.pk, "vid": vacancy.pk, "aid": applied.pk, "cid": message.conversation_id,
        "mid": message.pk, "tid": template.pk, "public_id": upload.public_id, "form": "csv", "kind": "csv",
        "reference": "none",
        "member": employer.memberships.get(role="viewer").pk, "invitation": invited.pk,
    }  # fmt: skip
    return {
        "account/data/file/": {"token": data_exports.download_path(export).split("/")[-2]},
        "me/resumes/": {"pk": resume.pk, "slug": "experience", "entry_pk": job.pk},
        "me/applications/": {"pk": applied.pk},
        "me/apply/": {"pk": asked.vacancy_id},
        "me/messages/": {"pk": message.conversation_id, "mid": answer.pk},
        "me/invitations/": {"pk": asked.pk},
        "me/saved/": {"pk": vacancy.pk},
        "employer/requests/": {"public_id": wants.public_id, "kind": DocumentKind.LICENCE},
        "employer/invitations/": {"token": "forged"},
        "employer/": at_employer,
        "workspace/figures/": {"region": "420100", "period": "2026Q2"},
        "workspace/board/": {"form": "small", "period": "2026-03"},
        "workspace/acts/": {"public_id": done.public_id, "name": "vacancies", "pk": vacancy.pk},
        "workspace/vacancies/": {"pk": in_review.pk},
        "workspace/feeds/": {"slug": "wuhan", "public_id": trial.public_id},
        "workspace/approvals/": {"pk": waiting_page(people["city"]).pk},
        "window/unemployed/": {"pk": jobless.pk, "benefit_pk": benefit.pk},
        "workspace/people/invitations/": {
            "pk": invitation_send(
                email="staff@example.org", role=Role.CITY_EDITOR, region="420100", by=people["province"]
            ).pk
        },
        "workspace/people/rights/": {"pk": people["clerk"].regional_roles.get().pk},
        "workspace/releases/": {"pk": release_of(at=now + dt.timedelta(days=1), confirmed=False).pk},
        "workspace/people/": {"pk": people["clerk"].pk},
        "workspace/popular/": {"pk": PopularSearch.objects.create(text="电工", last_day=now.date()).pk},
        "workspace/coverage/": {"pk": CoverageTarget.objects.order_by("pk").first().pk},
        "workspace/queues/": {"pk": outlet.pk},
        "workspace/sites/<str:region>/wages/": {
            "region": "420100",
            "pk": MinimumWage.objects.create(
                region="420100", valid_from=now.date() + dt.timedelta(days=30), monthly=2_400
            ).pk,
        },
        "workspace/links/": {"region": "420200"},
        "workspace/sites/": {"region": "420100"},
        "workspace/sites/<str:region>/link/": {"region": "420200"},
        "workspace/sites/<str:region>/outlets/": {"region": "420100", "pk": outlet.pk},
        "workspace/sites/<str:region>/headless/": {
            "region": "420100",
            "pk": read_key_issue(region="420100", name="大厅屏幕", by=None)[0].pk,
        },
        "workspace/sites/<str:region>/courses/": {"region": "420100", "pk": course.pk},
        "workspace/reports/": {"number": report_file(vacancy=vacancy, kind=ReportKind.FEE).number},
        "workspace/returns/": {
            "form": "small",
            "region": returned.region,
            "period": "2026-03",
            "kind": "csv",
        },
        "workspace/forms/": {"code": "small", "number": 1, "what": "row", "index": 0},
        "workspace/runs/": {"public_id": run.public_id},
        "workspace/wages/": wage_survey(),
        "workspace/synonyms/": {
            "pk": Synonym.objects.create(word="电工", key="电工", meanings=["水电工"]).pk
        },
        "workspace/verifications/": {"public_id": wants.public_id, "kind": DocumentKind.LICENCE},
        "window/open/": {"pk": at_window.pk},
    }
