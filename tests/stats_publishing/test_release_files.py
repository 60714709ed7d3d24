"""Files of releases: known by their content, approved by another, out with the release, kept for ever."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pikepdf
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.worksheet.hyperlink import Hyperlink

from stats_publishing.models import ReleaseFile
from stats_publishing.release_uploads import clean_file, clean_name
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.release_files import (
    release_file_add,
    release_file_approve,
    release_file_take_out,
)
from stats_publishing.services.releases import release_cancel
from tests.jobs.employers.factories import pdf, photograph
from tests.stats_publishing.figures import SHENZHEN, WUHAN, publisher, release_of, version_of

CHINA = dt.timezone(dt.timedelta(hours=8))
T = dt.datetime(2026, 10, 20, 9, 30, tzinfo=CHINA)
SECOND = dt.timedelta(seconds=1)
CSV = "组别,需求人数\r\n男,1200\r\n".encode()


@pytest.fixture
def clock(db):
    with time_machine.travel(T - dt.timedelta(days=1), tick=False) as traveller:
        yield traveller


def add(release, content: bytes = CSV, name: str = "分组表.csv", **changes) -> ReleaseFile:
    named = {"title_zh": "分组表", "title_en": "Table by group", "by": publisher()} | changes
    return release_file_add(release=release, file=io.BytesIO(content), name=name, **named)


def approve(file: ReleaseFile) -> ReleaseFile:
    release_file_approve(release=file.release, file=file, by=publisher())
    return file


def workbook(change=lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "需求人数", 1200
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def refusal(content: bytes, name: str = "x") -> str | None:
    with pytest.raises(ValidationError) as caught:
        clean_file(io.BytesIO(content), name)
    return caught.value.code


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_comes_out_with_its_release_and_nowhere_before(client, clock):
    release = release_of(version_of(), at=T)
    file = approve(add(release))
    clock.move_to(T - SECOND)
    response = client.get(file.get_absolute_url())
    assert response.status_code == 404
    assert "no-store" in response.headers["Cache-Control"]
    listed = {"since": "2026-10-01"}
    assert file.name not in client.get(f"/releases/{release.pk}/").content.decode()
    assert client.get("/api/v1/releases", listed).json()[0]["files"] == []
    clock.move_to(T + SECOND)
    answer = client.get(file.get_absolute_url())
    assert (answer.status_code, body(answer)) == (200, CSV)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "分组表" in client.get(f"/releases/{release.pk}/").content.decode()
    (told,) = client.get("/api/v1/releases", listed).json()[0]["files"]
    assert (told["kind"], told["bytes"], told["checksum"]) == ("csv", len(CSV), file.checksum)


def test_a_file_that_nobody_else_approved_in_time_does_not_come_out(client, clock):
    release = release_of(version_of(), at=T)
    by = publisher()
    file = add(release, by=by)
    with pytest.raises(NotPossible):
        release_file_approve(release=release, file=file, by=by)
    clock.move_to(T + SECOND)
    assert client.get(file.get_absolute_url()).status_code == 404
    with pytest.raises(NotPossible):
        release_file_approve(release=release, file=file, by=publisher())


def test_a_corrected_file_stays_at_its_address_and_names_the_new_one(client, clock):
    first = release_of(version_of(), at=T)
    old = approve(add(first))
    clock.move_to(T + dt.timedelta(days=1))
    later = T + dt.timedelta(days=2)
    second = release_of(version_of(demand=1300, reason="补报"), at=later, corrects=first, notice="更正。")
    new = approve(add(second, CSV.replace(b"1200", b"1300"), replaces=old))
    with pytest.raises(NotPossible):
        add(second, replaces=new)
    clock.move_to(later - SECOND)
    assert new.get_absolute_url() not in client.get(f"/releases/{first.pk}/").content.decode()
    clock.move_to(later + SECOND)
    assert body(client.get(old.get_absolute_url())) == CSV
    assert new.get_absolute_url() in client.get(f"/releases/{first.pk}/").content.decode()
    assert old.get_absolute_url() in client.get(f"/releases/{second.pk}/").content.decode()


def test_before_the_release_the_desk_looks_into_a_file_and_others_do_not(client, clock):
    release = release_of(version_of(), at=T)
    file = add(release)
    client.force_login(publisher(SHENZHEN))
    assert client.get(file.early_address).status_code == 404
    client.force_login(publisher(WUHAN))
    assert body(client.get(file.early_address)) == CSV
    assert release.looks.count() == 1


def test_a_file_is_added_approved_and_taken_out_at_the_desk(client, clock):
    release = release_of(version_of(), at=T)
    desk = reverse("workspace_release", args=[release.pk])
    client.force_login(publisher())
    sent = {"file-title_zh": "印刷版", "file-title_en": "As printed", "act": "file_add"}
    refused = client.post(desk, sent | {"file-file": SimpleUploadedFile("x.pdf", b"MZ\x90\0")})
    assert (refused.status_code, ReleaseFile.objects.count()) == (422, 0)
    client.post(desk, sent | {"file-file": SimpleUploadedFile("季报.pdf", pdf().read())})
    file = ReleaseFile.objects.get()
    assert (file.name, file.kind) == ("季报.pdf", "pdf")
    client.post(desk, {"act": "file_approve", "file": file.pk})
    client.force_login(publisher())
    assert "印刷版" in client.get(desk).content.decode()
    client.post(desk, {"act": "file_approve", "file": file.pk})
    assert ReleaseFile.objects.get().approved_at
    client.post(desk, {"act": "file_take_out", "file": file.pk})
    assert not ReleaseFile.objects.exists()


def test_after_its_second_nothing_goes_in_or_out_and_a_cancelled_release_keeps_no_file(clock):
    release, cancelled = release_of(version_of(), at=T), release_of(at=T, title="另一次")
    file, gone = approve(add(release)), add(cancelled)
    release_cancel(release=cancelled, reason="合并", by=publisher())
    assert not ReleaseFile.objects.filter(pk=gone.pk).exists()
    clock.move_to(T + SECOND)
    with pytest.raises(NotPossible):
        add(release)
    with pytest.raises(NotPossible):
        release_file_take_out(release=release, file=file, by=publisher())


def test_of_a_workbook_the_values_stay_and_neither_formulas_nor_links():
    def change(sheet):
        sheet["B1"] = "=WEBSERVICE(A1)"
        sheet["B2"].hyperlink = Hyperlink(ref="B2", target="http://example.org/")
        sheet["A2"].number_format = "#,##0"

    clean = clean_file(io.BytesIO(workbook(change)), "../../表\x00 1.xlsm")
    sheet = openpyxl.load_workbook(io.BytesIO(clean.content)).active
    assert (sheet["A2"].value, sheet["A2"].number_format, sheet["B1"].value) == (1200, "#,##0", None)
    assert sheet["B2"].hyperlink is None
    assert clean.name == "表-1.xlsx"


def test_of_a_pdf_the_pages_stay_and_no_script():
    def load(document):
        document.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
        )

    clean = clean_file(pdf(load), "report.pdf")
    assert clean.kind == "pdf"
    assert b"JavaScript" not in clean.content


def test_a_table_is_rewritten_in_one_encoding_without_formulas():
    sent = "组别;变化\n男;-0.04\n=cmd|' /C calc'!A0;＋1\n".encode("gb18030")
    clean = clean_file(io.BytesIO(sent), "变化.txt")
    assert clean.name == "变化.csv"
    assert clean.content.decode() == "组别,变化\r\n男,-0.04\r\n'=cmd|' /C calc'!A0,'＋1\r\n"


def test_an_archive_is_packed_anew_of_files_of_our_kinds_only():
    clean = clean_file(
        io.BytesIO(zipped(a__表="组别,数\n男,1\n".encode(), b__表="组别,数\n女,2\n".encode())), "all.zip"
    )
    assert zipfile.ZipFile(io.BytesIO(clean.content)).namelist() == ["表.csv", "表-2.csv"]
    assert refusal(zipped(page=b"<html><script>alert(1)</script></html>")) == "kind"
    assert refusal(zipped(inner=zipped(a=CSV))) == "kind"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" * 50, "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x,y'/>", "kind"),
        (b"%!PS-Adobe-3.0, a", "kind"),
        (b"PK\x03\x04" + b"x" * 90, "damaged"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (photograph(kind="PNG").read()[:60], "damaged"),
        (photograph().read(), "kind"),
    ],
    ids=["empty", "program", "svg", "postscript", "half an archive", "no PDF", "half a picture", "JPEG"],
)
def test_what_is_not_taken_is_refused_with_the_reason(content, code):
    assert refusal(content) == code


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.csv"), ("C:\\表\\季 报.CSV", "季-报.csv"), ("...", "file.csv"),
        ("a" * 300 + ".csv", "a" * 60 + ".csv"), ('x"\r\ny.csv', "x-y.csv"),
    ],
)  # fmt: skip
def test_names_are_cleaned(sent, kept):
    assert clean_name(sent, "csv") == kept
