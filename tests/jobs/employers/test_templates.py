"""Templates of vacancies: kept under a name, begun from, renamed, removed."""

from __future__ import annotations

import dataclasses
import re

import pytest
from django.urls import reverse

from jobs.enums import EmployerRole
from jobs.models import Vacancy, VacancyTemplate
from jobs.posting import content_of
from jobs.services import templates as services
from jobs.services.vacancy_editing import vacancy_draft
from tests.jobs.employers.factories import MembershipFactory
from tests.jobs.employers.test_vacancy_editing import GOOD

pytestmark = pytest.mark.django_db


@pytest.fixture
def recruiter(client):
    made = MembershipFactory(role=EmployerRole.RECRUITER)
    client.force_login(made.user)
    return made


@pytest.fixture
def vacancy(recruiter):
    return vacancy_draft(employer=recruiter.employer, content=GOOD, by=recruiter.user)


@pytest.fixture
def template(vacancy, recruiter):
    return services.template_save(vacancy=vacancy, name="电工（长期）", by=recruiter.user)


def to(name, recruiter, *more):
    return reverse(name, args=[recruiter.employer.pk, *more])


def test_it_keeps_what_the_vacancy_says_but_for_its_last_day(vacancy, template):
    assert services.template_content(template) == dataclasses.replace(content_of(vacancy), expires_on=None)


def test_later_changes_of_the_vacancy_do_not_change_it(client, recruiter, vacancy, template):
    Vacancy.objects.filter(pk=vacancy.pk).update(title="焊工")
    template.refresh_from_db()
    assert services.template_content(template).title == "物业维修电工"


def test_a_new_vacancy_begins_from_it_with_a_last_day_ahead(client, recruiter, template):
    page = client.get(to("employer_vacancy_new", recruiter), {"template": template.pk}).content.decode()
    assert 'value="物业维修电工"' in page
    assert 'value="可以上夜班吗？"' in page
    (day,) = re.findall(r'name="expires_on" value="(\d{4}-\d\d-\d\d)"', page)
    answer = client.post(
        to("employer_vacancy_new", recruiter),
        {"title": "物业维修电工", "headcount": 2, "region": "武汉市江夏区", "expires_on": day},
    )
    assert answer.status_code == 302


def test_a_vacancy_is_kept_renamed_and_removed_by_its_pages(client, recruiter, vacancy):
    keep = to("employer_template_new", recruiter, vacancy.pk)
    assert 'value="物业维修电工"' in client.get(keep).content.decode()
    client.post(keep, {"name": "电工模板"})
    made = VacancyTemplate.objects.get()
    assert "电工模板" in client.get(to("employer_templates", recruiter)).content.decode()
    client.post(to("employer_template", recruiter, made.pk), {"name": "夜班电工"})
    made.refresh_from_db()
    assert made.name == "夜班电工"
    remove = to("employer_template_delete", recruiter, made.pk)
    assert "删除“夜班电工”？" in client.get(remove).content.decode()
    assert VacancyTemplate.objects.exists()
    client.post(remove)
    assert not VacancyTemplate.objects.exists()


def test_two_of_one_name_are_refused_beside_the_field(client, recruiter, vacancy, template):
    answer = client.post(to("employer_template_new", recruiter, vacancy.pk), {"name": template.name})
    assert answer.status_code == 422
    assert "已有同名模板" in answer.content.decode()
    other = services.template_save(vacancy=vacancy, name="别的", by=recruiter.user)
    assert (
        client.post(to("employer_template", recruiter, other.pk), {"name": template.name}).status_code == 422
    )


def test_there_is_a_limit_that_is_said(client, recruiter, vacancy, template, monkeypatch):
    monkeypatch.setattr(services, "TEMPLATES_AT_MOST", 1)
    answer = client.post(to("employer_template_new", recruiter, vacancy.pk), {"name": "另一个"})
    assert answer.status_code == 422
    assert "请先删除一个" in answer.content.decode()


def test_another_employers_templates_are_not_there_and_a_viewer_has_none(client, recruiter, template):
    other = MembershipFactory()
    viewer = MembershipFactory(employer=recruiter.employer, role=EmployerRole.VIEWER)
    client.force_login(other.user)
    assert client.get(to("employer_template", other, template.pk)).status_code == 404
    assert client.post(to("employer_template_delete", other, template.pk)).status_code == 404
    assert client.get(to("employer_vacancy_new", other), {"template": template.pk}).status_code == 404
    client.force_login(viewer.user)
    assert client.get(to("employer_templates", viewer)).status_code == 404
    assert VacancyTemplate.objects.exists()
