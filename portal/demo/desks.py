"""Work at the desks of the demonstration: vacancies in review, invitations, approvals, a practice city."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone
from wagtail.models import Workflow

from accounts.enums import Role
from accounts.models import RegionalRole, StaffInvitation, User
from accounts.practice import practice_of
from accounts.staff_invitations import invitation_send
from city_sites.enums import BulletinKind
from city_sites.models import BulletinIndexPage, BulletinPage, CityHomePage
from city_sites.services import city_provision
from city_sites.services.practice import city_practice_begin
from city_sites.services.staff import WORKFLOW
from jobs.enums import ReportKind, Verdict, VerdictReason
from jobs.models import Employer, ReviewRule, Vacancy
from jobs.services.moderation import review_rule_set, vacancy_decide
from jobs.services.reports import report_file
from jobs.services.vacancy_editing import vacancy_draft, vacancy_publish
from portal.demo.accounts import DEMO_DOMAIN
from portal.demo.recruiting import CITY, CODE, OPEN

PRACTICE: Final = "420800"
STOPS: Final = ("age_limit", "looks_limit", "bait_words", "pay_in_title")
IN_REVIEW: Final = (
    ("高薪招聘保洁主管", "负责写字楼公共区域保洁排班和质量检查，带领六人小组。"),
    ("前台接待", "负责来访登记和电话转接，年龄35岁以下，形象气质佳。"),
    ("门岗安保8000元", "负责园区出入口登记和夜间巡逻，两班轮换。"),
)
"""Titles and duties that the rule stops; the last one goes back to its employer."""
INVITED: Final = ((Role.CITY_EDITOR, "420500"), (Role.CITY_STATISTICIAN, CITY), (Role.CITY_FEEDS, "429004"))
WAITS: Final = "第三季度武汉市人力资源市场供求信息"
CORRECTION: Final = "原公告的咨询时间有误，现予更正（演示）。"
REVIEW_AGO: Final = dt.timedelta(days=380)
"""The yearly review of rights that are so old is due."""


@transaction.atomic
def moderation_ensure(*, by: User, today: dt.date) -> bool:
    """A rule of the city, vacancies that it stopped, one sent back and one reported; whether made now."""
    employer = Employer.objects.filter(credit_code=CODE).first()
    if employer is None or ReviewRule.objects.filter(region=CITY).exists():
        return False
    review_rule_set(region=CITY, stops=list(STOPS), needs_two=False, by=by)
    owner = employer.memberships.select_related("user").earliest("pk").user
    made = []
    for title, duties in IN_REVIEW:
        content = dataclasses.replace(
            OPEN, title=title, duties=duties, questions=[], expires_on=today + dt.timedelta(days=40)
        )
        made.append(
            vacancy_publish(vacancy=vacancy_draft(employer=employer, content=content, by=owner), by=owner)
        )
    Vacancy.objects.filter(pk__in=[one.pk for one in made]).update(is_demo=True)
    vacancy_decide(
        vacancy=made[-1], verdict=Verdict.SENT_BACK, reasons=[VerdictReason.TITLE],
        note="工资请写在薪酬栏（演示）。", by=by,
    )  # fmt: skip
    public = Vacancy.objects.public().filter(employer=employer).earliest("pk")
    report_file(vacancy=public, kind=ReportKind.FEE, text="面试时要求先交200元服装费（演示）。")
    return True


@transaction.atomic
def staff_ensure(*, by: User) -> int:
    """Invitations that nobody has answered, and two rights whose yearly review is due; how many are new."""
    sent = 0
    for role, region in INVITED:
        email = f"new.{role.value.replace('_', '.')}{DEMO_DOMAIN}"
        if not StaffInvitation.objects.filter(email=email).exists():
            invitation_send(email=email, role=role, region=region, by=by)
            sent += 1
    if sent:
        old = RegionalRole.objects.filter(
            region=CITY, user__email__in=[f"wuhan.editor{DEMO_DOMAIN}", f"wuhan.feeds{DEMO_DOMAIN}"]
        )
        old.update(granted_at=timezone.now() - REVIEW_AGO, confirmed_at=None)
    return sent


@transaction.atomic
def bulletins_at_work_ensure(*, editor: User, publisher: User) -> bool:
    """A bulletin that waits for the approval of somebody else, and a corrected one; whether made now."""
    index = BulletinIndexPage.objects.child_of(CityHomePage.objects.get(region=CITY)).get()
    if BulletinPage.objects.child_of(index).filter(title=WAITS).exists():
        return False
    waits = index.add_child(
        instance=BulletinPage(
            title=WAITS,
            slug="supply-demand-waits",
            kind=BulletinKind.SUPPLY_DEMAND,
            summary="用人需求和求职人数均有增加，求人倍率保持平稳（演示）。",
            body="<p>本季度供求总体平衡。制造业、批发和零售业的用人需求居前。</p>"
            "<h2>主要特点</h2><ul><li>需求增长集中在生产运输设备操作岗位。</li>"
            "<li>大专以上求职者的比重继续上升。</li></ul>",
            live=False,
        )
    )
    waits.save_revision(user=editor)
    Workflow.objects.get(name=WORKFLOW).start(waits, editor)
    corrected = BulletinPage.objects.child_of(index).live().order_by("date", "pk").first()
    if corrected:
        corrected.body += "<p>咨询时间：工作日九时至十六时三十分。</p>"
        corrected.correction = CORRECTION
        corrected.save_revision(user=publisher).publish(user=publisher, skip_permission_checks=True)
    return True


def practice_ensure(*, by: User) -> bool:
    """A city that practises, which its staff and those above see only; whether it begins now."""
    if practice_of(PRACTICE) or CityHomePage.objects.filter(region=PRACTICE).exists():
        return False
    city_provision(region=PRACTICE, is_demo=True)
    city_practice_begin(region=PRACTICE, by=by)
    return True
