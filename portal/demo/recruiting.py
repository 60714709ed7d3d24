"""An employer of the demonstration that recruits here, and one whose papers wait to be checked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from typing import Final

from django.db import transaction
from PIL import Image

from accounts.models import User
from accounts.services import address_trust
from jobs.enums import DocumentKind, EmployerRole
from jobs.feeds.identity import name_key
from jobs.models import Employer, Vacancy
from jobs.posting import VacancyContent
from jobs.services import employer_verify
from jobs.services.memberships import membership_grant
from jobs.services.vacancy_editing import vacancy_draft, vacancy_publish
from jobs.services.verification import (
    Particulars,
    verification_begin,
    verification_document_set,
    verification_submit,
)
from portal.demo.accounts import DEMO_DOMAIN, DEMO_PASSWORD

CITY: Final = "420100"
CODE: Final = "91420115DEM0REC014"
WAITING: Final = Particulars(
    name="武汉云岭精密机械有限公司",
    credit_code="91420115DEM0REC027",
    region=CITY,
    handler_name="陈思远",
    economic_type="170",
)
OPEN: Final = VacancyContent(
    title="物业维修电工",
    duties="园区配电房巡检，公共照明和水泵控制柜检修。\n早班八点到四点半，中班两点到十点半，两周一轮换。\n有低压电工作业证。",
    region="420115",
    address="文化大道12号",
    headcount=2,
    pay_min=5_500,
    pay_max=7_000,
    employment_type="full_time",
    education="60",
    experience_min=1,
    benefits=["五险一金", "包吃", "双休"],
    questions=[{"text": "可以上中班吗？", "required": True}],
)
UNFINISHED: Final = VacancyContent(title="高薪女前台", region="420115", employment_type="full_time")


@transaction.atomic
def recruiting_ensure(*, today: dt.date) -> bool:
    """The employer with its owner, a public vacancy and a draft with faults; whether it was made now."""
    if Employer.objects.filter(credit_code=CODE).exists():
        return False
    owner = _account("wuhan.employer", "武汉·云岭物业招聘负责人")
    name = "武汉云岭物业服务有限公司"
    employer = Employer.objects.create(
        name=name,
        name_key=name_key(name),
        credit_code=CODE,
        region=CITY,
        economic_type="170",
        industry="K7020",
    )
    employer = employer_verify(employer=employer, by=None, note="demonstration")
    membership_grant(employer=employer, user=owner, role=EmployerRole.OWNER, by=None)
    content = dataclasses.replace(OPEN, expires_on=today + dt.timedelta(days=60))
    vacancy_publish(vacancy=vacancy_draft(employer=employer, content=content, by=owner), by=owner)
    vacancy_draft(employer=employer, content=UNFINISHED, by=owner)
    Vacancy.objects.filter(employer=employer).update(is_demo=True)
    request = verification_begin(particulars=WAITING, by=owner)
    for kind in DocumentKind:
        verification_document_set(request=request, kind=kind, file=_paper(), by=owner)
    verification_submit(request=request, by=owner)
    return True


def _account(mail: str, name: str) -> User:
    email = mail + DEMO_DOMAIN
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, DEMO_PASSWORD, name=name)
    address_trust(user=user)
    return user


def _paper() -> io.BytesIO:
    """A blank sheet in place of a licence."""
    file = io.BytesIO()
    Image.new("RGB", (420, 297), "#f4f6f8").save(file, "PNG")
    file.seek(0)
    return file
