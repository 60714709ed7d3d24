"""Vacancies for staff: the list, one of them with the decision, how long decisions take, and the rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import NATION, Action
from accounts.permissions import may
from accounts.rights import acting_by
from city_sites.workspace.access import held_by, person
from city_sites.workspace.forms import ReviewRuleForm, VerdictForm
from city_sites.workspace.lists.page import desk_list_page
from city_sites.workspace.lists.vacancies import VACANCIES
from city_sites.workspace.moderation import review_times as times_by_city
from jobs.enums import VacancyState, Verdict, VerdictReason
from jobs.feeds.reasons import reason_words
from jobs.models import ReviewRule, Vacancy
from jobs.services import moderation
from jobs.services.vacancy_editing import NotReady
from standards import regions

MAY_MODERATE = Action.MODERATE_VACANCIES


@require_safe
@login_required
def vacancy_list(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """All vacancies of the person's regions but drafts."""
    return desk_list_page(request, VACANCIES, template="workspace/vacancies.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@acting_by(MAY_MODERATE)
def vacancy_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A vacancy with what stopped it, and the decision."""
    vacancy = get_object_or_404(VACANCIES.rows(person(request)), pk=pk)
    may_decide = may(request.user, MAY_MODERATE, vacancy.region)
    form, status = VerdictForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if not may_decide:
            raise Http404
        if _decide(request, vacancy, form):
            return redirect("workspace_vacancy", pk)
        status = 422
    proposal = vacancy.decisions.filter(decided_at=None).select_related("by").first()
    context = {
        "vacancy": vacancy,
        "in_review": vacancy.state == VacancyState.IN_REVIEW,
        "stopped_by": [reason_words(code) for code in moderation.stopping(vacancy.region, vacancy.warnings)],
        "doubts": [reason_words(code) for code in vacancy.warnings],
        "decisions": vacancy.decisions.exclude(decided_at=None).select_related("by", "seconded_by")[:10],
        "proposal": proposal,
        "own_proposal": bool(proposal and proposal.by_id == person(request).pk),
        "needs_two": moderation.review_rule(vacancy.region).needs_two,
        "may_decide": may_decide,
        "may_close": may_decide and vacancy.state != VacancyState.CLOSED,
        "form": form,
    }
    return render(request, "workspace/vacancy.html", context, status=status)


def _decide(request: HttpRequest, vacancy: Vacancy, form: VerdictForm) -> bool:
    """Whether the page is done with; what kept the decision from being made is said."""
    verdict = Verdict.APPROVED if request.POST.get("verdict") == Verdict.APPROVED else Verdict.SENT_BACK
    if verdict == Verdict.SENT_BACK and not form.is_valid():
        return False
    data: dict[str, Any] = form.cleaned_data if verdict == Verdict.SENT_BACK else {"reasons": [], "note": ""}
    try:
        decision = moderation.vacancy_decide(
            vacancy=vacancy,
            verdict=verdict,
            reasons=[VerdictReason(code) for code in data["reasons"]],
            note=data["note"],
            by=person(request),
        )
    except moderation.NotInReview:
        messages.error(
            request, _("It does not wait any more: somebody decided, or its employer took it back.")
        )
    except moderation.SamePerson:
        messages.error(request, _("Two people decide here: somebody else has to agree with you."))
    except NotReady as error:
        messages.error(request, _("It was changed meanwhile and may not be public: %(why)s") % {"why": error})
    else:
        done = (
            decision.get_verdict_display() if decision.decided_at else _("Proposed: a second person decides.")
        )
        messages.success(request, done)
    return True


@require_safe
@login_required
def review_times(request: HttpRequest) -> HttpResponse:
    """How long decisions take, by city."""
    rows = times_by_city(held_by(request)[Action.VIEW_FEEDS])
    return render(request, "workspace/review_times.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(MAY_MODERATE)
def review_rules(request: HttpRequest) -> HttpResponse:
    """What is looked at before it is public, in a region that the person decides for."""
    own = held_by(request)[MAY_MODERATE]
    if not own:
        raise Http404
    region = request.POST.get("region") or request.GET.get("region") or own[0]
    if not may(request.user, MAY_MODERATE, region) or not (region == NATION or regions.region(region)):
        raise Http404
    rule = moderation.review_rule(region)
    initial = {"stops": rule.stops, "needs_two": rule.needs_two}
    form = ReviewRuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        moderation.review_rule_set(region=region, by=person(request), **form.cleaned_data)
        messages.success(request, _("The rule is set. It holds for what is published from now on."))
        return redirect(f"{request.path}?region={region}")
    known = ReviewRule.objects.filter(region=region).exists()
    context = {
        "form": form,
        "region": region,
        "is_inherited": not known and bool(rule.pk),
        "inherited": rule.region,
    }
    return render(request, "workspace/review_rules.html", context, status=422 if form.errors else 200)
