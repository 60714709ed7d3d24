"""The desk of wage surveys, from the file to the approval, by two people of a city."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import NATION, Role
from accounts.models import AuditEntry
from accounts.services import role_grant
from stats_publishing.models import DatasetVersion, PriceIndex, WageSurvey
from stats_publishing.services import surveys
from stats_publishing.wage_enums import Decision, SurveyState
from tests.factories import UserFactory
from tests.stats_publishing.survey_files import csv_file, employee_rows

pytestmark = pytest.mark.django_db
WUHAN = "420100"


def somebody(role, region=WUHAN):
    user = UserFactory()
    role_grant(user=user, role=role, region=region, by=None)
    return user


def survey_file(rows):
    return SimpleUploadedFile("武汉工资调查.csv", csv_file(rows).read(), content_type="text/csv")


def test_a_survey_goes_from_the_file_to_the_approval_by_two_people(client):
    sender, approver = somebody(Role.CITY_STATISTICIAN), somebody(Role.CITY_PUBLISHER)
    rows = employee_rows(300)
    rows[0][-1] = "-"
    client.force_login(sender)
    sent = client.post(
        reverse("workspace_wages_send"), {"region": "武汉", "year": "2025", "file": survey_file(rows)}
    )
    survey = WageSurvey.objects.get()
    page = reverse("workspace_wage_survey", args=[survey.public_id])
    assert sent.headers["Location"] == page
    surveys.survey_work(survey_id=survey.pk)
    assert "没有填写工资" in client.get(page).content.decode()
    act = reverse("workspace_wage_act", args=[survey.public_id])
    refused = client.post(act, {"act": "tabulate"}, follow=True)
    assert "还有 1 项" in refused.content.decode()
    finding = survey.findings.get()
    decide = reverse("workspace_wage_finding", args=[survey.public_id, finding.pk])
    assert "理由" in client.post(decide, {"decision": "exclude"}, follow=True).content.decode()
    client.post(decide, {"decision": "exclude", "reason": "单位未答复"})
    finding.refresh_from_db()
    assert (finding.decision, finding.decided_by) == (Decision.EXCLUDE, sender)
    client.post(act, {"act": "tabulate"})
    surveys.survey_work(survey_id=survey.pk)
    shown = client.get(page).content.decode()
    assert "营销员" in shown
    assert client.post(act, {"act": "approve"}).status_code == 404
    client.force_login(approver)
    client.post(act, {"act": "approve"})
    survey.refresh_from_db()
    assert (survey.state, survey.approved_by) == (SurveyState.APPROVED, approver)
    assert not DatasetVersion.objects.filter(approved_at=None).exists()
    assert set(AuditEntry.objects.filter(act__startswith="survey_").values_list("right", flat=True)) == {
        WUHAN
    }


def test_weights_are_entered_by_section_and_size_and_refused_in_words(client):
    client.force_login(somebody(Role.CITY_STATISTICIAN))
    survey = WageSurvey.objects.create(
        public_id="6f0c9a1e-0000-4000-8000-000000000001", region=WUHAN, year=2025, state=SurveyState.CHECKED
    )
    address = reverse("workspace_wage_weights", args=[survey.public_id])
    wrong = client.post(address, {"tail": "500", "population": "C,巨型,5"})
    assert (wrong.status_code, "C,大型,52000" in wrong.content.decode()) == (422, True)
    client.post(address, {"tail": "1000", "population": "C,大型,52000\nI，小型，900"})
    survey.refresh_from_db()
    assert (survey.tail, survey.population) == (1000, [["C", "large", 52000], ["I", "small", 900]])


def test_a_survey_of_another_city_is_not_there(client):
    survey = WageSurvey.objects.create(
        public_id="6f0c9a1e-0000-4000-8000-000000000002", region="440300", year=2025
    )
    client.force_login(somebody(Role.CITY_STATISTICIAN))
    assert client.get(reverse("workspace_wage_survey", args=[survey.public_id])).status_code == 404
    sent = client.post(
        reverse("workspace_wages_send"),
        {"region": "深圳", "year": "2025", "file": survey_file(employee_rows(30))},
    )
    assert sent.status_code == 422
    assert WageSurvey.objects.count() == 1


def test_national_statisticians_keep_consumer_prices(client):
    client.force_login(somebody(Role.NATIONAL_MANAGER, NATION))
    address = reverse("workspace_wage_prices")
    assert client.post(address, {"region": "火星", "year": "2025"}).status_code == 422
    client.post(address, {"region": "全国", "year": "2025", "index": "100.30", "source": "统计公报"})
    assert PriceIndex.objects.get().region == NATION
    assert "统计公报" in client.get(address).content.decode()
