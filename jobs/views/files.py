"""How a private paper is given out: to who may see it, kept by nobody's cache, never run by a browser."""

from __future__ import annotations

from django.http import HttpResponse

from jobs.models import VerificationDocument


def document_response(document: VerificationDocument) -> HttpResponse:
    """The paper, shown in the browser. The caller has made sure that the person may see it."""
    suffix = str(document.file.name).rpartition(".")[2]
    with document.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=document.content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{document.kind}.{suffix}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
