"""Courses of a city and who enrolled in them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.services import audit
from city_sites.models import CoursePage
from city_sites.workspace import sites
from city_sites.workspace.access import person
from city_sites.workspace.paging import page_of

A_PAGE = 30
PEOPLE_A_PAGE = 100


@require_safe
@login_required
def course_list(request: HttpRequest, region: str) -> HttpResponse:
    """Courses of the city, the last to begin first, with how many seats are taken."""
    city_site = sites.edited_site(request, region)
    taken = Count("enrolments", filter=Q(enrolments__withdrawn_at=None))
    courses = CoursePage.objects.filter(region=region).annotate(taken=taken).order_by("-starts_on", "-pk")
    context = sites.frame(city_site, request) | {"page": page_of(request, courses, size=A_PAGE)}
    return render(request, "workspace/courses.html", context)


@require_safe
@login_required
def course_people(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Who has a seat: names and telephones, so that looking at them is in the audit trail."""
    city_site = sites.edited_site(request, region)
    course = get_object_or_404(CoursePage, pk=pk, region=region)
    seats = course.enrolments.filter(withdrawn_at=None).order_by("enrolled_at", "pk")
    audit(actor=person(request), act="course_people_look", subject=course, region=region)
    context = {"course": course, "page": page_of(request, seats, size=PEOPLE_A_PAGE)}
    return render(request, "workspace/course_people.html", sites.frame(city_site, request) | context)
