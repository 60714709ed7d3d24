"""Uploads of vacancies: shown before anything is made, written once, whatever dies, and taken back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from accounts.retention import retention_run
from jobs.enums import EmployerRole, Outcome, UploadState, VacancyState, VerificationState
from jobs.models import OutboxEntry, Vacancy, VacancyUpload
from jobs.posting import content_of
from jobs.services import upload_rows, vacancy_editing
from jobs.services import vacancy_upload as services
from tests.factories import EmployerFactory, VacancyFactory
from tests.jobs.employers.factories import MembershipFactory
from tests.jobs.employers.sheets import cells, only, sheet, workbook

pytestmark = pytest.mark.django_db
TWO = ({"id": "A-1"}, {"id": "A-2", "title": "仓库管理员"})


@pytest.fixture
def recruiter():
    return MembershipFactory(role=EmployerRole.RECRUITER)


@pytest.fixture
def send(recruiter):
    """`send(bytes)` reads a sheet and gives the upload as it waits for a word."""

    def send_sheet(content: bytes) -> VacancyUpload:
        sent = services.upload_create(
            employer=recruiter.employer, file=ContentFile(content, "岗位.csv"), by=recruiter.user
        )
        services.upload_work(upload_id=sent.pk)
        sent.refresh_from_db()
        return sent

    return send_sheet


@pytest.fixture
def make(send, recruiter):
    """`make(bytes, publishes=…)` confirms it too and gives what became of it."""

    def confirm(content: bytes, *, publishes: bool = False) -> VacancyUpload:
        upload = send(content)
        services.upload_confirm(upload=upload, publishes=publishes, by=recruiter.user)
        services.upload_work(upload_id=upload.pk)
        upload.refresh_from_db()
        return upload

    return confirm


def outcomes(upload) -> list[str]:
    return list(upload.rows.values_list("outcome", flat=True))


def test_nothing_is_made_before_somebody_confirms(send):
    upload = send(sheet(*TWO, {"id": "A-3", "region": "桃花源"}))
    assert upload.state == UploadState.READ
    assert outcomes(upload) == ["new", "new", "refused"]
    assert not Vacancy.objects.exists()


def test_confirmed_they_are_drafts_that_say_what_the_rows_say(make, recruiter):
    upload = make(sheet(*TWO))
    assert upload.state == UploadState.DONE
    first, second = Vacancy.objects.order_by("pk")
    assert {first.state, second.state} == {VacancyState.DRAFT}
    assert (first.external_id, first.employer, first.title) == ("A-1", recruiter.employer, "叉车司机")
    assert (first.pay_min, first.pay_max, first.headcount, first.education) == (6_000, 8_000, 3, "60")
    assert first.occupation
    assert AuditEntry.objects.filter(act="vacancy_draft").count() == 2


def test_those_that_lack_nothing_are_public_at_once_where_that_was_chosen(make):
    make(sheet({"id": "A-1"}, {"id": "A-2", "title": "仓库管理员", "duties": ""}), publishes=True)
    whole, lacking = Vacancy.objects.order_by("pk")
    assert list(Vacancy.objects.public()) == [whole]
    assert lacking.state == VacancyState.DRAFT
    assert OutboxEntry.objects.filter(key=whole.pk).exists()


def test_an_employer_that_is_not_verified_gets_drafts_whatever_was_chosen(make, recruiter):
    recruiter.employer.verification = VerificationState.UNVERIFIED
    recruiter.employer.save()
    upload = make(sheet(*TWO), publishes=True)
    assert not upload.publishes
    assert set(Vacancy.objects.values_list("state", flat=True)) == {VacancyState.DRAFT}


@pytest.mark.parametrize("rows", [TWO, ({}, {"title": "仓库管理员"})], ids=["own numbers", "no numbers"])
def test_the_same_file_twice_makes_no_doubles(make, send, rows):
    make(sheet(*rows), publishes=True)
    before = list(Vacancy.objects.values("pk", "updated_at"))
    assert outcomes(send(sheet(*rows))) == ["unchanged", "unchanged"]
    assert list(Vacancy.objects.values("pk", "updated_at")) == before


def test_a_row_with_the_same_number_changes_its_vacancy_and_what_it_says_nothing_of_stays(make):
    make(sheet({"id": "A-1"}), publishes=True)
    upload = make(
        only({"id": "A-1", "title": "叉车司机（夜班）", "region": "武汉市江夏区", "pay_max": "9000"})
    )
    (row,), vacancy = upload.rows.all(), Vacancy.objects.get()
    assert (row.outcome, row.before["title"], row.before["pay_max"]) == ("changed", "叉车司机", 8_000)
    assert (vacancy.title, vacancy.pay_max, vacancy.state) == ("叉车司机（夜班）", 9_000, "open")
    assert (vacancy.address, vacancy.headcount, vacancy.pay_min) == ("文化大道12号", 3, 6_000)


def test_questions_of_a_vacancy_survive_its_row(make, recruiter):
    make(sheet({"id": "A-1"}))
    vacancy = Vacancy.objects.get()
    vacancy.questions = [{"text": "可以上夜班吗？", "required": True}]
    vacancy.save()
    make(sheet({"id": "A-1", "headcount": "9"}))
    vacancy.refresh_from_db()
    assert (vacancy.headcount, len(vacancy.questions)) == (9, 1)


def test_a_vacancy_that_was_written_by_hand_is_known_again_and_gets_the_number(make, recruiter):
    make(sheet({}))
    make(sheet({"id": "A-7"}))
    assert Vacancy.objects.get().external_id == "A-7"


def test_a_number_of_a_closed_vacancy_may_begin_another_one(make, recruiter):
    make(sheet({"id": "A-1"}))
    vacancy_editing.vacancy_end(
        vacancy=Vacancy.objects.get(), reason=vacancy_editing.EMPLOYER_REASONS[0], hired=1, by=recruiter.user
    )
    assert outcomes(make(sheet({"id": "A-1"}))) == ["new"]
    assert Vacancy.objects.count() == 2


def test_within_a_file_a_number_and_a_vacancy_without_number_count_once(send):
    upload = send(
        sheet({"id": "A-1"}, {"id": "A-1", "title": "仓库管理员"}, {"title": "焊工"}, {"title": "焊工"})
    )
    assert outcomes(upload) == ["new", "refused", "new", "refused"]
    assert [row.reasons[0] for row in upload.rows.filter(outcome="refused")] == [
        "duplicate_id",
        "same_vacancy_in_file",
    ]


def test_a_public_vacancy_is_not_left_without_what_it_needs(make, send):
    make(sheet({"id": "A-1"}), publishes=True)
    upload = send(only({"id": "A-1", "title": "叉车司机", "region": "武汉市江夏区", "pay_min": "面议"}))
    (row,) = upload.rows.all()
    assert (row.outcome, row.reasons[0]) == (Outcome.REFUSED, "public_lacks")


def test_another_employers_vacancies_and_those_of_feeds_are_never_meant(make, recruiter):
    theirs = VacancyFactory(external_id="A-1", employer=EmployerFactory())
    make(sheet({"id": "A-1"}))
    theirs.refresh_from_db()
    assert (theirs.title, Vacancy.objects.count()) == ("物业维修电工", 2)


def test_two_uploads_of_one_file_confirmed_one_after_the_other_make_it_once(send, recruiter):
    first, second = send(sheet(*TWO)), send(sheet(*TWO))
    for upload in (first, second):
        services.upload_confirm(upload=upload, publishes=False, by=recruiter.user)
        services.upload_work(upload_id=upload.pk)
    assert Vacancy.objects.count() == 2
    assert outcomes(second) == ["unchanged", "unchanged"]


def test_what_somebody_changed_since_it_was_shown_is_not_overwritten(make, send, recruiter):
    make(sheet({"id": "A-1"}))
    upload = send(sheet({"id": "A-1", "headcount": "9"}))
    vacancy = Vacancy.objects.get()
    content = content_of(vacancy)
    vacancy_editing.vacancy_edit(vacancy=vacancy, content=content.__class__(title="焊工"), by=recruiter.user)
    services.upload_confirm(upload=upload, publishes=False, by=recruiter.user)
    services.upload_work(upload_id=upload.pk)
    assert upload.rows.get().reasons == ["changed_meanwhile"]
    assert Vacancy.objects.get().title == "焊工"


class Killed(BaseException):
    """Like a signal: nothing of ours catches it."""


@pytest.mark.parametrize("at", [1, 2, 3])
def test_killed_while_it_reads_it_goes_on_with_the_next_row(monkeypatch, recruiter, at):
    monkeypatch.setattr(upload_rows, "CHUNK_ROWS", 1)
    upload = services.upload_create(
        employer=recruiter.employer,
        file=ContentFile(sheet(*({"id": f"A-{n}"} for n in range(4))), "a.csv"),
        by=recruiter.user,
    )
    _dies_at(monkeypatch, upload_rows, "planned_row", at, lambda: services.upload_work(upload_id=upload.pk))
    services.upload_work(upload_id=upload.pk)
    assert list(upload.rows.values_list("row", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize("at", [1, 2])
def test_killed_while_it_writes_every_vacancy_is_made_once(monkeypatch, send, recruiter, at):
    upload = send(sheet(*TWO))
    services.upload_confirm(upload=upload, publishes=True, by=recruiter.user)
    _dies_at(
        monkeypatch, upload_rows, "vacancy_publish", at, lambda: services.upload_work(upload_id=upload.pk)
    )
    assert Vacancy.objects.count() == at - 1
    services.upload_work(upload_id=upload.pk)
    assert list(Vacancy.objects.order_by("pk").values_list("external_id", "state")) == [
        ("A-1", "open"),
        ("A-2", "open"),
    ]


def _dies_at(monkeypatch, module, name, at, work):
    """Work dies within the call number `at` of a function, once."""
    alive, calls = getattr(module, name), []

    def dying(*args, **named):
        calls.append(1)
        result = alive(*args, **named)
        if len(calls) == at:
            raise Killed
        return result

    monkeypatch.setattr(module, name, dying)
    with pytest.raises(Killed):
        work()
    monkeypatch.setattr(module, name, alive)


def test_what_lost_its_worker_is_queued_again(recruiter, send, django_capture_on_commit_callbacks):
    upload = send(sheet(*TWO))
    services.upload_confirm(upload=upload, publishes=False, by=recruiter.user)
    with django_capture_on_commit_callbacks() as queued:
        assert services.uploads_resume() == 1
    assert len(queued) == 1
    services.upload_work(upload_id=upload.pk)
    assert services.uploads_resume() == 0


def test_taken_back_new_drafts_close_and_changed_ones_say_what_they_said(make, recruiter):
    make(sheet({"id": "A-1"}))
    upload = make(sheet({"id": "A-1", "headcount": "9"}, {"id": "A-2", "title": "仓库管理员"}))
    assert services.can_be_undone(upload)
    services.upload_undo(upload=upload, by=recruiter.user)
    services.upload_work(upload_id=upload.pk)
    upload.refresh_from_db()
    assert upload.state == UploadState.UNDONE
    changed, made = Vacancy.objects.order_by("pk")
    assert (changed.headcount, changed.state) == (3, "draft")
    assert (made.state, made.close_reason) == ("closed", "cancelled")


@pytest.mark.parametrize("touched", ["edited", "published", "scheduled"])
def test_what_somebody_touched_is_not_taken_back(make, recruiter, touched):
    upload = make(sheet(*TWO))
    vacancy, by = Vacancy.objects.order_by("pk").first(), recruiter.user
    if touched == "edited":
        vacancy_editing.vacancy_edit(vacancy=vacancy, content=content_of(vacancy), by=by)
    else:
        later = timezone.localdate() + dt.timedelta(days=3) if touched == "scheduled" else None
        vacancy_editing.vacancy_publish(vacancy=vacancy, by=by, on=later)
    assert not services.can_be_undone(upload)
    with pytest.raises(services.UploadMoved):
        services.upload_undo(upload=upload, by=by)


def test_it_is_confirmed_once(send, recruiter):
    upload = send(sheet(*TWO))
    services.upload_confirm(upload=upload, publishes=False, by=recruiter.user)
    with pytest.raises(services.UploadMoved):
        services.upload_confirm(upload=upload, publishes=True, by=recruiter.user)
    with pytest.raises(services.UploadMoved):
        services.upload_discard(upload=upload, by=recruiter.user)


def bomb() -> bytes:
    """A workbook of 60 MB in a few KB."""
    whole, file = io.BytesIO(workbook(cells())), io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(member, source.read(member))
        target.writestr("xl/worksheets/sheet2.xml", b" " * 60_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "file_empty", "空"),
        (sheet(), "file_empty", "标题行下面没有内容"),
        (sheet({}, headings=["甲"] * 18), "columns_missing", "示例表"),
        ("单位,职位名称\n".encode("utf-16"), "encoding_unknown", "CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0\0\0old workbook", "format_unknown", "XLSX"),
        (b'[{"title": 1}]', "format_unknown", "XLSX"),
        (workbook(cells())[:900], "truncated", "中途"),
        (bomb(), "archive_unsafe", "新表"),
        (sheet(*({"id": str(n)} for n in range(4))), "rows_too_many", "分成几个文件"),
    ],
    ids=["empty", "no rows", "headings", "UTF-16", "xls", "JSON", "cut off", "bomb", "too long"],
)
def test_a_file_that_cannot_be_read_says_what_to_do(client, recruiter, monkeypatch, content, code, words):
    monkeypatch.setattr(upload_rows, "MOST_ROWS", 3)
    client.force_login(recruiter.user)
    answer = client.post(
        reverse("employer_uploads", args=[recruiter.employer.pk]),
        {"file": SimpleUploadedFile("岗位.csv", content)},
    )
    if content:
        upload = VacancyUpload.objects.get()
        services.upload_work(upload_id=upload.pk)
        upload.refresh_from_db()
        assert (upload.state, upload.error) == (UploadState.FAILED, code)
        answer = client.get(answer.headers["Location"])
    assert words in answer.content.decode()
    assert not Vacancy.objects.exists()


def test_a_file_that_is_too_large_is_not_kept(client, recruiter, monkeypatch):
    monkeypatch.setattr(services, "MOST_BYTES", 100)
    client.force_login(recruiter.user)
    address = reverse("employer_uploads", args=[recruiter.employer.pk])
    answer = client.post(address, {"file": SimpleUploadedFile("a.csv", sheet({}))})
    assert answer.status_code == 422
    assert not VacancyUpload.objects.exists()


def test_from_the_sheet_to_the_vacancies_in_the_persons_words(client, recruiter):
    client.force_login(recruiter.user)
    employer = recruiter.employer.pk
    sent = client.post(
        reverse("employer_uploads", args=[employer]),
        {"file": SimpleUploadedFile("岗位.csv", sheet(*TWO, {"id": "A-3", "region": "桃花源"}))},
    )
    upload = VacancyUpload.objects.get()
    here = reverse("employer_upload", args=[employer, upload.public_id])
    assert sent.headers["Location"] == here
    assert "正在读取" in client.get(here).content.decode()
    services.upload_work(upload_id=upload.pk)
    page = client.get(here).content.decode()
    assert "将新建 2 个岗位；1 行有问题" in page
    assert "工作地点不是本站认识的地区" in page
    client.post(f"{here}act/", {"act": "confirm", "publishes": "yes"})
    services.upload_work(upload_id=upload.pk)
    page = client.get(here).content.decode()
    assert "2 个岗位已公开" in page
    refused = client.get(f"{here}refused.csv").content.decode("utf-8-sig")
    assert "桃花源" in refused
    assert "叉车司机" in refused
    assert Vacancy.objects.public().count() == 2


def test_the_part_that_moves_asks_for_the_page_when_the_work_is_over(client, recruiter, send):
    upload = send(sheet(*TWO))
    client.force_login(recruiter.user)
    answer = client.get(reverse("employer_upload_progress", args=[recruiter.employer.pk, upload.public_id]))
    assert answer.headers["HX-Refresh"] == "true"


def test_rows_are_paged_and_a_page_asks_a_number_of_queries_that_does_not_grow(
    client, recruiter, send, django_assert_max_num_queries
):
    upload = send(sheet(*({"id": f"A-{number}", "title": f"焊工{number}号线"} for number in range(60))))
    client.force_login(recruiter.user)
    here = reverse("employer_upload", args=[recruiter.employer.pk, upload.public_id])
    client.get(here)
    with django_assert_max_num_queries(20):
        page = client.get(here).content.decode()
    assert "after=50" in page
    assert "焊工59号线" in client.get(here, {"after": "50"}).content.decode()


def test_a_viewer_uploads_nothing_and_nobody_sees_another_employers_sheets(client, recruiter, send):
    upload = send(sheet(*TWO))
    viewer = MembershipFactory(employer=recruiter.employer, role=EmployerRole.VIEWER)
    other = MembershipFactory()
    for user, employer in ((viewer.user, recruiter.employer), (other.user, other.employer)):
        client.force_login(user)
        address = reverse("employer_upload", args=[employer.pk, upload.public_id])
        assert client.get(address).status_code == 404
        assert client.post(f"{address}act/", {"act": "confirm"}).status_code == 404
    client.force_login(viewer.user)
    assert client.get(reverse("employer_uploads", args=[recruiter.employer.pk])).status_code == 404
    assert (
        client.get(reverse("employer_upload_sample", args=[recruiter.employer.pk, "csv"])).status_code == 404
    )


def test_old_uploads_go_with_their_files_and_vacancies_stay(
    make, settings, django_capture_on_commit_callbacks
):
    upload = make(sheet(*TWO))
    storage, name = upload.file.storage, upload.file.name
    assert retention_run()["sheets of vacancies"] == 0
    VacancyUpload.objects.update(created_at=timezone.now() - dt.timedelta(days=settings.UPLOAD_KEPT_DAYS + 1))
    with django_capture_on_commit_callbacks(execute=True):
        assert retention_run()["sheets of vacancies"] == 1
    assert not storage.exists(name)
    assert Vacancy.objects.count() == 2


def test_nobody_else_writes_while_one_does(send, recruiter):
    """The lock is a session's: another connection holds it."""
    from django.db import connections

    upload = send(sheet(*TWO))
    services.upload_confirm(upload=upload, publishes=False, by=recruiter.user)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [0x7570_6C64, upload.pk])
            assert not services.upload_work(upload_id=upload.pk)
            assert services.uploads_resume() == 0
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()
    assert services.upload_work(upload_id=upload.pk)


def test_an_upload_of_somebody_whose_account_is_gone_goes_on(send, recruiter):
    upload = send(sheet(*TWO))
    services.upload_confirm(upload=upload, publishes=False, by=recruiter.user)
    VacancyUpload.objects.update(confirmed_by=None)
    services.upload_work(upload_id=upload.pk)
    assert Vacancy.objects.count() == 2
