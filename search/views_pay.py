"""What similar vacancies pay: a hint beside the form of a vacancy, and a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.queries.pay import usual_pay
from standards.occupations import occupation
from standards.places import resolve_place
from standards.titles import classify_titles

LONGEST = 100


@require_safe
def pay_hint(request: HttpRequest) -> HttpResponse:
    """`?title=` or `?occupation=` (a code), and `?region=` in words or as a code."""
    title, code, place = (request.GET.get(name, "")[:LONGEST] for name in ("title", "occupation", "region"))
    if occupation(code) is None:
        code = classify_titles([title])[0].code
    region = resolve_place(place).code if place else ""
    context = {"usual": usual_pay(code, region) if code else None, "asked": bool(title or code)}
    is_piece = getattr(request, "htmx", False)
    return render(request, "search/pieces/pay_hint.html" if is_piece else "search/pay_hint.html", context)
