"""Papers of employers: checked by the staff of their city, decided once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Action
from accounts.rights import acting_by
from accounts.services import audit
from city_sites.workspace import selectors
from city_sites.workspace.access import person
from city_sites.workspace.forms import VerificationForm
from city_sites.workspace.lists.page import desk_list_page
from city_sites.workspace.lists.papers import PAPERS
from jobs.enums import DocumentKind, RequestRefusal, RequestState
from jobs.models import Employer, VerificationDocument, VerificationRequest
from jobs.services import verification as services
from jobs.views.files import document_response


@require_safe
@login_required
def verification_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """What waits, the oldest first, unless something else is asked for."""
    return desk_list_page(request, PAPERS)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@acting_by(Action.VERIFY_EMPLOYERS)
def verification_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One employer's papers beside what it states, and the decision."""
    found = get_object_or_404(selectors.requests_of(request.user), public_id=public_id)
    form, status = VerificationForm(request.POST or None), 200
    if request.method == "POST":
        if _decide(request, found, form):
            return redirect("workspace_verifications")
        status = 422
    context = {
        "found": found,
        "form": form,
        "known": _known(found),
        "documents": [
            (DocumentKind(document.kind).label, document) for document in found.documents.order_by("-kind")
        ],
        "refusals": [RequestRefusal(code).label for code in found.refusals],
        "is_waiting": found.state == RequestState.WAITING,
    }
    return render(request, "workspace/verification.html", context, status=status)


def _known(found: VerificationRequest) -> Employer | None:
    """What the portal knows of the employer: the one to be changed, or the one of a feed that is claimed."""
    return found.employer or Employer.objects.filter(credit_code=found.credit_code).first()


def _decide(request: HttpRequest, found: VerificationRequest, form: VerificationForm) -> bool:
    """Whether there is nothing more to do on this page."""
    verifies = request.POST.get("judgement") == "verify"
    if not verifies and not form.is_valid():
        return False
    try:
        if verifies:
            services.verification_approve(request=found, by=person(request))
            messages.success(request, _("%(name)s is verified; its vacancies are public.") % {"name": found})
        else:
            services.verification_refuse(request=found, by=person(request), **form.cleaned_data)
            messages.success(request, _("%(name)s is refused.") % {"name": found})
    except services.EmployerTaken:
        messages.error(request, _("%(name)s has members or another one has its code.") % {"name": found})
        return False
    except services.RequestMoved:
        messages.error(request, _("Somebody else decided about %(name)s first.") % {"name": found})
    return True


@require_safe
@login_required
@acting_by(Action.VERIFY_EMPLOYERS)
def verification_document(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """A paper. That it was looked at is in the audit trail."""
    found = get_object_or_404(selectors.requests_of(request.user), public_id=public_id)
    document = VerificationDocument.objects.filter(request=found, kind=kind).first()
    if document is None:
        raise Http404
    audit(actor=person(request), act="verification_document_see", subject=document, region=found.region)
    return document_response(document)
