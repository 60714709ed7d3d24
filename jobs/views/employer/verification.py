"""An employer registers or states what changed: particulars, papers, the way through the city's check."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jobs.enums import DocumentKind, EmployerAct, RequestRefusal, RequestState
from jobs.forms.employer import DocumentForm, ParticularsForm
from jobs.models import Employer, VerificationDocument, VerificationRequest
from jobs.permissions import may_for_employer
from jobs.services import verification as services
from jobs.views.employer.access import membership_for, person
from jobs.views.files import document_response

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@never_cache
@login_required
def register(request: HttpRequest) -> HttpResponse:
    """First step of a registration: what the licence says."""
    return _particulars(request, None)


@get_or_post
@never_cache
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """First step when name, code or licence changed: what was stated stays true until the new is checked."""
    return _particulars(request, membership_for(request, pk, EmployerAct.MANAGE).employer)


def _particulars(request: HttpRequest, employer: Employer | None) -> HttpResponse:
    form, status = ParticularsForm(request.POST or None, initial=_initial(request, employer)), 200
    if request.method == "POST":
        if form.is_valid() and (begun := _begin(request, form, employer)):
            return redirect("employer_request", begun.public_id)
        status = 422
    context = {"form": form, "employer": employer}
    return render(request, "jobs/employer/register.html", context, status=status)


def _initial(request: HttpRequest, employer: Employer | None) -> dict[str, str]:
    names = ("name", "credit_code", "region", "economic_type")
    known = {name: getattr(employer, name) for name in names} if employer else {}
    return known | {"handler_name": person(request).name}


def _begin(
    request: HttpRequest, form: ParticularsForm, employer: Employer | None
) -> VerificationRequest | None:
    try:
        return services.verification_begin(
            particulars=form.particulars, by=person(request), employer=employer
        )
    except services.EmployerTaken:
        form.add_error("credit_code", _taken())
    except services.RequestMoved:
        form.add_error("credit_code", _("A request with this code is being checked already."))
    except services.TooManyRequests:
        form.add_error(None, _("Too many of your registrations are open. Finish one of them first."))
    return None


def _taken() -> str:
    return _("This employer is registered here already. Ask one of its owners to invite you.")


@get_or_post
@never_cache
@login_required
def request_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One request: what it states, its papers, and what is to be done next."""
    found = _own_request(request, public_id)
    forms = {kind: DocumentForm(initial={"kind": kind}, prefix=kind) for kind in DocumentKind}
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        wrong = act(request, found)
        if wrong is None:
            return redirect("employer_request", public_id)
        forms[DocumentKind(wrong.prefix or "")] = wrong
    documents = {document.kind: document for document in found.documents.all()}
    context = {
        "found": found,
        "employer": found.employer,
        "papers": [(kind, documents.get(kind), forms[kind]) for kind in DocumentKind],
        "wrong": next((form for form in forms.values() if form.errors), None),
        "is_complete": len(documents) == len(DocumentKind),
        "refusals": [RequestRefusal(code).label for code in found.refusals],
        "may_change": found.state in (RequestState.DRAFT, RequestState.REFUSED),
    }
    return render(request, "jobs/employer/request.html", context, status=422 if context["wrong"] else 200)


def _upload(request: HttpRequest, found: VerificationRequest) -> DocumentForm | None:
    kind = request.POST.get("kind", "")
    if kind not in DocumentKind:
        raise Http404
    form = DocumentForm({f"{kind}-kind": kind}, request.FILES, prefix=kind)
    if not form.is_valid():
        return form
    try:
        services.verification_document_set(
            request=found, kind=DocumentKind(kind), file=form.cleaned_data["file"], by=person(request)
        )
    except ValidationError as error:
        form.add_error("file", error)
        return form
    except services.RequestMoved:
        messages.error(request, _moved())
    else:
        messages.success(request, _("Kept: %(paper)s.") % {"paper": DocumentKind(kind).label})
    return None


def _submit(request: HttpRequest, found: VerificationRequest) -> None:
    try:
        services.verification_submit(request=found, by=person(request))
    except services.DocumentsMissing:
        messages.error(request, _("Upload both papers first."))
    except services.EmployerTaken:
        messages.error(request, _taken())
    except services.RequestMoved:
        messages.error(request, _moved())
    else:
        messages.success(request, _("Sent. The city's staff check it; you get a mail with the result."))


def _take_back(request: HttpRequest, found: VerificationRequest) -> None:
    try:
        services.verification_take_back(request=found, by=person(request))
    except services.RequestMoved:
        messages.error(request, _moved())
    else:
        messages.success(request, _("You can correct it and send it again."))


def _moved() -> str:
    return _("This was decided or changed meanwhile: here is how it stands now.")


_ACTS: dict[str, Callable[[HttpRequest, VerificationRequest], DocumentForm | None]] = {
    "upload": _upload,
    "submit": _submit,
    "take_back": _take_back,
}


@get_or_post
@never_cache
@login_required
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a request states, corrected."""
    found = _own_request(request, public_id)
    if found.state not in (RequestState.DRAFT, RequestState.REFUSED):
        return redirect("employer_request", public_id)
    names = ("name", "credit_code", "region", "economic_type", "handler_name")
    form = ParticularsForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    status = 200
    if request.method == "POST":
        if form.is_valid() and _correct(request, form, found):
            return redirect("employer_request", public_id)
        status = 422
    context = {"form": form, "employer": found.employer, "found": found}
    return render(request, "jobs/employer/register.html", context, status=status)


def _correct(request: HttpRequest, form: ParticularsForm, found: VerificationRequest) -> bool:
    try:
        services.verification_correct(request=found, particulars=form.particulars, by=person(request))
    except services.EmployerTaken:
        form.add_error("credit_code", _taken())
    except services.RequestMoved:
        form.add_error("credit_code", _("A request with this code is being checked already."))
    return form.is_valid()


@require_safe
@login_required
def document(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    found = _own_request(request, public_id)
    return document_response(get_object_or_404(VerificationDocument, request=found, kind=kind))


def _own_request(request: HttpRequest, public_id: UUID) -> VerificationRequest:
    """A request of the person's own, or of an employer that they own; any other does not exist."""
    found = get_object_or_404(VerificationRequest.objects.select_related("employer"), public_id=public_id)
    if found.employer and may_for_employer(request.user, EmployerAct.MANAGE, found.employer):
        return found
    if found.employer or found.submitted_by_id != person(request).pk:
        raise Http404
    return found
