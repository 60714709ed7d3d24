"""Members, requests and papers of employers."""

from __future__ import annotations

import io
from uuid import uuid4

import factory
import pikepdf
from django.utils import timezone
from PIL import Image

from jobs.enums import DocumentKind, EmployerRole, RequestState
from jobs.models import Membership, VerificationRequest
from jobs.services.verification import verification_document_set
from tests.factories import EmployerFactory, UserFactory

CODE = "91420100MA4KMPGT1A"


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    employer = factory.SubFactory(EmployerFactory)
    user = factory.SubFactory(UserFactory)
    role = EmployerRole.OWNER
    language = "zh-hans"


class VerificationRequestFactory(factory.django.DjangoModelFactory):
    """A registration that waits for the staff of 武汉."""

    class Meta:
        model = VerificationRequest

    public_id = factory.LazyFunction(uuid4)
    name = "武汉江夏精密机械有限公司"
    credit_code = CODE
    region = "420100"
    handler_name = "陈思远"
    state = RequestState.WAITING
    submitted_by = factory.SubFactory(UserFactory)
    submitted_at = factory.LazyFunction(timezone.now)
    language = "zh-hans"


def photograph(*, size=(80, 60), kind="JPEG", **more) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", size, "#b4232a").save(file, kind, **more)
    file.seek(0)
    return file


def pdf(change=None) -> io.BytesIO:
    """A PDF of one page; `change(document)` puts something into it."""
    document, file = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    if change:
        change(document)
    document.save(file)
    file.seek(0)
    return file


def with_papers(request: VerificationRequest) -> VerificationRequest:
    """The request with both papers, in the state that it had."""
    state, request.state = request.state, RequestState.DRAFT
    request.save()
    for kind in DocumentKind:
        verification_document_set(request=request, kind=kind, file=photograph(), by=request.submitted_by)
    request.state = state
    request.save()
    return request
