"""People of the demonstration who write with the employer that recruits here, or whom it finds."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from django.db import transaction

from accounts.models import User
from accounts.services import address_trust
from jobs import resume as resume_data
from jobs.enums import EmploymentType, Party, PlaceMode, Visibility
from jobs.models import Employer, JobSeeker, Resume, ResumeJob, ResumeSchool, Vacancy
from jobs.services import (
    Place,
    SeekerProfile,
    application_send,
    resume_create,
    resume_entry_save,
    resume_update,
    seeker_consent,
    seeker_contact_set,
    seeker_region_set,
    seeker_register,
    seeker_show,
)
from jobs.services.invitations import apply_invite
from jobs.services.messages import message_send
from jobs.services.vacancy_editing import vacancy_draft, vacancy_publish
from portal.demo.accounts import DEMO_DOMAIN, DEMO_PASSWORD
from portal.demo.recruiting import CODE, OPEN

SEEKER: Final = "wuhan.seeker" + DEMO_DOMAIN
SECOND: Final = "弱电维修电工"
LETTER: Final = "做过五年物业电工，住在江夏，随时可以到岗。"
TALK: Final = (
    (Party.SEEKER, "您好，想问一下中班下班后还有班车吗？"),
    (Party.EMPLOYER, "有的，十点四十发车，经过纸坊和庙山。方便的话加我微信 yunling_hr88 细聊。"),
    (Party.SEEKER, "好的，在这里说就可以。下周一能去看看配电房吗？"),
)
INVITATION: Final = "您好！我们新开的弱电岗位和您的经历很合适，都是白班，愿意的话欢迎应聘。"
TO_A_STRANGER: Final = "您好！看到您有电工证和物业经验，我们江夏的园区正缺人，欢迎应聘。"
_FINDABLE: Final = ((8, 6_000), (4, 5_500), (2, 5_000))
"""Years of experience and pay wanted of people who are found without a name."""


@transaction.atomic
def conversations_ensure(*, today: dt.date) -> bool:
    """An application with a conversation, an invitation to each of two people, and whom to find; whether it
    was made now. Without the employer that recruits here there is nothing to make."""
    employer = Employer.objects.filter(credit_code=CODE).first()
    if employer is None or User.objects.filter(email=SEEKER).exists():
        return False
    owner = employer.memberships.select_related("user").earliest("pk").user
    first = Vacancy.objects.public().filter(employer=employer).earliest("pk")
    second = _second_vacancy(employer, owner, today)
    resume = _resume(first.occupation, today)
    user, seeker = resume.seeker.user, JobSeeker.objects.get(pk=resume.seeker_id)
    application_send(
        vacancy=first,
        seeker=seeker,
        resume=resume,
        copy=resume_data.as_data(resume, contact=False),
        letter=LETTER,
        answers=[{"question": "可以上中班吗？", "answer": "可以"}],
        by=user,
    )
    for party, text in TALK:
        message_send(
            vacancy=first,
            seeker=seeker,
            party=party,
            text=text,
            by=owner if party == Party.EMPLOYER else user,
        )
    apply_invite(vacancy=second, seeker=seeker, text=INVITATION, by=owner)
    found = [_findable(first.occupation, years, pay, today) for years, pay in _FINDABLE]
    apply_invite(vacancy=first, seeker=found[0], text=TO_A_STRANGER, by=owner)
    return True


def _second_vacancy(employer: Employer, owner: User, today: dt.date) -> Vacancy:
    content = dataclasses.replace(
        OPEN,
        title=SECOND,
        duties="园区监控、门禁和网络线路的巡检与维修，白班八点到五点。",
        headcount=1,
        questions=[],
        expires_on=today + dt.timedelta(days=45),
    )
    made = vacancy_publish(vacancy=vacancy_draft(employer=employer, content=content, by=owner), by=owner)
    Vacancy.objects.filter(pk=made.pk).update(is_demo=True)
    return made


def _resume(occupation: str, today: dt.date) -> Resume:
    user = User.objects.create_user(SEEKER, DEMO_PASSWORD, name="周敏")
    address_trust(user=user)
    made = resume_create(user=user)
    seeker = made.seeker
    JobSeeker.objects.filter(pk=seeker.pk).update(is_demo=True)
    seeker_contact_set(seeker=seeker, name="周敏", phone="000-00000000", email=SEEKER, by=user)
    seeker_region_set(seeker=seeker, region="420115", by=user)
    resume_entry_save(
        entry=ResumeJob(
            resume=made,
            title="物业电工",
            employer="武汉某物业服务有限公司",
            start=dt.date(today.year - 5, 3, 1),
            duties="配电房值班，公共照明和水泵控制柜的检修。",
        ),
        by=user,
    )
    resume_entry_save(entry=ResumeSchool(resume=made, level="40", school="武汉某职业学校"), by=user)
    made.refresh_from_db()
    resume_update(
        resume=made,
        by=user,
        wanted=[occupation],
        skills=["电气维修"],
        places=[{"region": "420100", "mode": PlaceMode.COMMUTE.value, "within_km": 20}],
        pay_wanted=6_000,
        employment_types=[EmploymentType.FULL_TIME.value],
        about="持低压电工证，能上中班。",
    )
    seeker_show(seeker=seeker, visibility=Visibility.NAMELESS, by=user)
    made.refresh_from_db()
    return made


def _findable(occupation: str, years: int, pay: int, today: dt.date) -> JobSeeker:
    profile = SeekerProfile(
        region="420115",
        wanted={occupation: 100},
        experience={occupation: years * 12},
        education="40",
        skills=("电气维修",),
        licences=("electrician",),
        pay_wanted=pay,
        places=(Place("420100", PlaceMode.COMMUTE, 50),),
        employment_types=(EmploymentType.FULL_TIME,),
        available_from=today,
    )
    seeker = seeker_register(profile=profile, user=None, by=None, is_demo=True)
    return seeker_consent(seeker=seeker, given=True, by=None)
