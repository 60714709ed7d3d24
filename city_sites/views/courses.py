"""Enrolling in a course, giving a seat back, one's own courses."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from city_sites.forms import EnrolmentForm
from city_sites.models import CoursePage
from city_sites.services.enrolments import (
    NoEnrolment,
    course_context,
    course_enrol,
    course_withdraw,
    seats_of,
)
from city_sites.services.practice import hidden_by_practice
from city_sites.workspace.access import person
from city_sites.workspace.paging import page_of

A_PAGE = 20


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The courses that the person has a seat in."""
    page = page_of(request, seats_of(person(request)), size=A_PAGE)
    return render(request, "city_sites/courses_mine.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for name and telephone, then give the seat."""
    course = get_object_or_404(CoursePage.objects.live(), pk=pk)
    if hidden_by_practice(request.user, course.region):
        raise Http404
    form = EnrolmentForm(request.POST or None, initial={"name": person(request).name})
    if request.method == "POST" and form.is_valid():
        try:
            course_enrol(course=course, user=person(request), **form.cleaned_data)
        except NoEnrolment:
            form.add_error(None, _("This course takes nobody any more: it is full, or enrolment is over."))
        else:
            messages.success(request, _("You have a seat in %(course)s.") % {"course": course.title})
            return redirect("courses_mine")
    context = course_context(course=course, user=request.user) | {"course": course, "form": form}
    return render(request, "city_sites/course_enrol.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    course = get_object_or_404(CoursePage, pk=pk)
    course_withdraw(course=course, user=person(request))
    messages.success(request, _("Your seat in %(course)s is given back.") % {"course": course.title})
    return redirect("courses_mine")
