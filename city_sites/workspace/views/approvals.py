"""What waits for approval, decided at the desk; what a province wants to approve; pages lent to it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page, TaskState

from accounts.enums import NATION, Action
from accounts.permissions import held_regions, may
from accounts.rights import acting_by
from city_sites.models import CitySite, ProvinceRule, region_of_page
from city_sites.services import approvals as services
from city_sites.workspace import sites
from city_sites.workspace.access import person
from city_sites.workspace.paging import page_of

A_PAGE = 30

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class DecisionForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("Comment"), required=False, max_length=500, widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Needed when you ask for changes. Who wrote the page reads it."),
    )  # fmt: skip


class LendForm(forms.Form):
    days = forms.IntegerField(
        label=gettext_lazy("For how many days"), min_value=1, max_value=services.MOST_DAYS, initial=7
    )
    reason = forms.CharField(
        label=gettext_lazy("What it is to do"), max_length=200, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write what the province is asked to do.")},
    )  # fmt: skip


def _decides_somewhere(request: HttpRequest) -> None:
    user = person(request)
    if not held_regions(user, Action.PUBLISH_CONTENT) and not held_regions(user, Action.SUPERVISE):
        raise Http404


@require_safe
@never_cache
@login_required
def approval_list(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; and for a province whether it wants to approve figures."""
    _decides_somewhere(request)
    page = page_of(request, services.waiting_for(person(request)), size=A_PAGE)
    pages = Page.objects.specific().in_bulk([int(state.workflow_state.object_id) for state in page.rows])
    provinces = [code for code in held_regions(request.user, Action.SUPERVISE) if code != NATION]
    rules = dict(ProvinceRule.objects.filter(region__in=provinces).values_list("region", "approves_figures"))
    context = {
        "page": page,
        "rows": [(state, pages[int(state.workflow_state.object_id)]) for state in page.rows],
        "rules": [(code, rules.get(code, False)) for code in provinces],
    }
    return render(request, "workspace/approvals.html", context)


@get_or_post
@never_cache
@login_required
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """One page that waits: who asks, what to read, and the decision."""
    by = person(request)
    state = get_object_or_404(services.waiting_for(by), pk=pk)
    found, form, status = services.page_of_state(state), DecisionForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        approves = request.POST.get("judgement") == "approve"
        if not approves and not form.cleaned_data["comment"]:
            form.add_error("comment", _("Write what is to be changed."))
        elif _decided(request, state, found, approves=approves, comment=form.cleaned_data["comment"]):
            return redirect("workspace_approvals")
    if request.method == "POST":
        status = 422
    context = {
        "state": state,
        "found": found,
        "region": region_of_page(found),
        "form": form,
        "may_approve": "approve" in services.actions_of(state, by),
        "before": state.workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED)
        .select_related("finished_by", "task")
        .order_by("pk"),
    }
    return render(request, "workspace/approval.html", context, status=status)


def _decided(request: HttpRequest, state: TaskState, found: Page, *, approves: bool, comment: str) -> bool:
    by = person(request)
    action = Action.PUBLISH_CONTENT if may(by, Action.PUBLISH_CONTENT, region_of_page(found)) else (
        Action.SUPERVISE
    )  # fmt: skip
    try:
        with acting_by(action):
            services.approval_decide(state=state, approves=approves, comment=comment, by=by)
    except services.MayNot:
        messages.error(request, _("This page needs two people: somebody else approves it."))
        return False
    except services.Decided:
        messages.info(request, _("Somebody else decided about %(name)s first.") % {"name": found})
    else:
        words = _("%(name)s is approved.") if approves else _("%(name)s goes back to who wrote it.")
        messages.success(request, words % {"name": found})
    return True


@require_POST
@login_required
@acting_by(Action.SUPERVISE)
def approval_rule(request: HttpRequest) -> HttpResponse:
    try:
        services.province_rule_set(
            region=request.POST.get("region", ""),
            approves_figures=request.POST.get("approves") == "1",
            by=person(request),
        )
    except services.MayNot:
        raise Http404 from None
    messages.success(request, _("Saved."))
    return redirect("workspace_approvals")


@get_or_post
@never_cache
@login_required
@acting_by(Action.PUBLISH_CONTENT)
def lend(request: HttpRequest, region: str) -> HttpResponse:
    """Ask the province to edit the city's pages for some days, or end that."""
    city_site = sites.site_with(request, region, Action.PUBLISH_CONTENT)
    ends = request.POST.get("act") == "end"
    form = LendForm(request.POST if request.method == "POST" and not ends else None)
    if ends:
        services.lending_end(city_site=city_site, by=person(request))
        messages.success(request, _("The province edits your pages no longer."))
        return redirect("workspace_lend", region)
    if form.is_valid() and _lent(request, city_site, form):
        return redirect("workspace_lend", region)
    context = {"form": form, "lent": services.lent(region)}
    status = 422 if form.errors else 200
    return render(request, "workspace/lend.html", sites.frame(city_site, request) | context, status=status)


def _lent(request: HttpRequest, city_site: CitySite, form: LendForm) -> bool:
    try:
        count = services.province_ask_to_edit(city_site=city_site, by=person(request), **form.cleaned_data)
    except services.NobodyThere:
        form.add_error(None, _("Your province has no supervisor here who could be asked."))
        return False
    messages.success(
        request,
        ngettext(
            "%(count)s supervisor of the province is asked by mail.",
            "%(count)s supervisors of the province are asked by mail.",
            count,
        )
        % {"count": count},
    )
    return True
