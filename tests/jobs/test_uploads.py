"""Papers from outside are known by their content and rewritten."""

from __future__ import annotations

import contextlib
import io
import socketserver
import struct
import threading

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jobs import uploads
from jobs.uploads import clean_document
from tests.jobs.employers.factories import pdf, photograph


def refusal(content: bytes) -> str | None:
    with pytest.raises(ValidationError) as caught:
        clean_document(io.BytesIO(content))
    return caught.value.code


def test_a_photograph_loses_its_metadata_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x010F] = "SECRET CAMERA"
    clean = clean_document(photograph(exif=exif))
    image = Image.open(io.BytesIO(clean.content))
    assert (clean.content_type, clean.suffix, image.size) == ("image/jpeg", ".jpg", (60, 80))
    assert not image.getexif()
    assert b"SECRET" not in clean.content


def test_what_is_appended_to_an_image_stays_behind():
    clean = clean_document(io.BytesIO(photograph(kind="PNG").read() + b"<script>alert(1)</script>"))
    assert b"script" not in clean.content


def test_a_large_image_is_made_smaller():
    clean = clean_document(photograph(size=(6000, 3000)))
    assert Image.open(io.BytesIO(clean.content)).size == (3000, 1500)


def test_a_pdf_keeps_its_page_and_loses_scripts_actions_forms_attachments_and_metadata():
    def load(document):
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('SECRET')"))
        document.Root.OpenAction = script
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())
        document.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        document.pages[0].obj.Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=script)]
        )
        document.attachments["SECRET.exe"] = b"MZ SECRET"
        document.docinfo["/Author"] = "SECRET"

    clean = clean_document(pdf(load))
    assert (clean.content_type, clean.pages) == ("application/pdf", 1)
    with pikepdf.open(io.BytesIO(clean.content)) as document:
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        assert not document.attachments
        assert "/Author" not in document.docinfo
        everything = b"".join(bytes(one.unparse(resolved=True)) for one in document.objects)
    assert b"SECRET" not in everything + clean.content
    assert b"JavaScript" not in everything


def test_a_pdf_with_a_password_or_too_many_pages_is_refused():
    locked = io.BytesIO()
    with pikepdf.open(pdf()) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refusal(locked.getvalue()) == "locked"
    many = pdf(lambda document: [document.add_blank_page() for _ in range(uploads.MOST_PAGES)])
    assert refusal(many.read()) == "pages"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" * 50, "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
        (b"GIF89a" + b"\0" * 50, "kind"),
        (photograph().read()[:300], "damaged"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (b"\xff\xd8" + b"x" * uploads.MOST_BYTES, "size"),
    ],
    ids=["empty", "program", "svg", "gif", "half an image", "no PDF", "too large"],
)
def test_what_is_no_paper_is_refused_with_the_reason(content, code):
    assert refusal(content) == code


def test_an_image_that_would_unpack_to_an_enormous_one_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_PIXELS", 1_000)
    assert refusal(photograph().read()) == "pixels"


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n"])
)
def test_no_file_breaks_the_reader(tail, head):
    with contextlib.suppress(ValidationError):
        assert clean_document(io.BytesIO(head + tail)).content_type in ("image/jpeg", "application/pdf")


class Scanner(socketserver.BaseRequestHandler):
    """Speaks as clamd does: the stream in chunks, an empty one at the end, then one answer."""

    def handle(self) -> None:
        with self.request.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack("!L", sent.read(4))[0]:
                content += sent.read(length)
        self.request.sendall(b"stream: Eicar FOUND\0" if b"EICAR" in content else b"stream: OK\0")


@pytest.fixture
def scanner(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), Scanner) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()
        thread.join()


def test_files_go_through_the_scanner_where_there_is_one(scanner):
    assert clean_document(photograph()).pages == 1
    assert refusal(photograph().read() + b"EICAR") == "infected"


def test_nothing_is_kept_unscanned_where_the_scanner_does_not_answer(settings):
    settings.CLAMAV_ADDRESS = "127.0.0.1:1"
    assert refusal(photograph().read()) == "unchecked"
