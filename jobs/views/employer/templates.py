"""Templates of vacancies: kept, renamed, removed. A new vacancy begins from one in its form."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jobs.enums import EmployerAct
from jobs.forms.vacancy_upload import TemplateForm, template_form
from jobs.models import Vacancy
from jobs.services import templates as services
from jobs.views.employer.access import desk, membership_for, person

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
@login_required
def template_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All of the employer's, by name: there are `TEMPLATES_AT_MOST`."""
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    found = membership.employer.templates.all()
    context = {"templates": [(template, services.template_content(template)) for template in found]}
    return desk(request, "jobs/employer/templates.html", membership, context)


@get_or_post
@never_cache
@login_required
def template_new(request: HttpRequest, pk: int, vid: int) -> HttpResponse:
    """Keep a vacancy as a template."""
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    vacancy = get_object_or_404(Vacancy, employer=membership.employer, pk=vid)
    form = template_form(request.POST, vacancy.title)
    if request.method == "POST" and form.is_valid():
        try:
            services.template_save(vacancy=vacancy, name=form.cleaned_data["name"], by=person(request))
        except services.NameTaken:
            form.taken()
        except services.TooManyTemplates as error:
            form.add_error(None, _("There are %(count)s already: remove one first.") % {"count": error})
        else:
            messages.success(request, _("Kept. New vacancies can begin from it."))
            return redirect("employer_templates", pk)
    return _form(request, pk, form, {"vacancy": vacancy})


@get_or_post
@never_cache
@login_required
def template_rename(request: HttpRequest, pk: int, tid: int) -> HttpResponse:
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    template = get_object_or_404(membership.employer.templates, pk=tid)
    form = template_form(request.POST, template.name)
    if request.method == "POST" and form.is_valid():
        try:
            services.template_rename(template=template, name=form.cleaned_data["name"], by=person(request))
        except services.NameTaken:
            form.taken()
        else:
            return redirect("employer_templates", pk)
    return _form(request, pk, form, {"template": template})


@get_or_post
@never_cache
@login_required
def template_delete(request: HttpRequest, pk: int, tid: int) -> HttpResponse:
    """Asks first."""
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    template = get_object_or_404(membership.employer.templates, pk=tid)
    if request.method == "POST":
        services.template_delete(template=template, by=person(request))
        messages.success(request, _("The template is removed."))
        return redirect("employer_templates", pk)
    return desk(request, "jobs/employer/template_delete.html", membership, {"template": template})


def _form(request: HttpRequest, pk: int, form: TemplateForm, context: dict[str, object]) -> HttpResponse:
    membership = membership_for(request, pk, EmployerAct.RECRUIT)
    status = 422 if form.errors else 200
    return desk(
        request, "jobs/employer/template_form.html", membership, context | {"form": form}, status=status
    )
