"""The desk of a quarter's text: drafted from the figures, edited by a person."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.enums import Action
from accounts.permissions import may
from accounts.rights import acting_by
from stats_publishing.datasets import dataset
from stats_publishing.desk.figure_tables import figure_text
from stats_publishing.desk.views.figures import person, quarter
from stats_publishing.members import member_words
from stats_publishing.methods.wording import plain
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.figure_tables import code_of_dataset
from stats_publishing.services.texts import (
    LANGUAGES,
    stale_numbers,
    text_of,
    text_save,
    texts_approve,
    texts_draft,
)

NAMES = {"zh": "中文", "en": "English"}


@require_http_methods(["GET", "POST"])
@login_required
@acting_by(Action.PUBLISH_FIGURES)
def figures_text(request: HttpRequest, region: str, period: str) -> HttpResponse:
    """Read, draft anew, edit and approve the text in both languages; wrong numbers in it are listed."""
    user, of = person(request), quarter(period)
    if not may(user, Action.PUBLISH_FIGURES, region):
        raise Http404
    if request.method == "POST":
        try:
            if request.POST.get("act") == "draft":
                texts_draft(region=region, period=of, by=user, at=timezone.now())
                messages.success(request, _("The text is drafted from the figures."))
            elif request.POST.get("act") == "approve":
                texts_approve(region=region, period=of, by=user, at=timezone.now())
                messages.success(request, _("The text is approved: it comes out with the next release."))
            else:
                for language in LANGUAGES:
                    text_save(
                        region=region, period=of, language=language, by=user, at=timezone.now(),
                        text=request.POST.get(language, ""),
                    )  # fmt: skip
                messages.success(request, _("The text is kept."))
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        return redirect("figures_text", region=region, period=period)
    texts = []
    for language in LANGUAGES:
        kept = text_of(region=region, period=of, language=language)
        if kept:
            wrong = [
                (one.text, _words(one.table, one.row, one.measure, figure))
                for one, figure in stale_numbers(kept)
            ]
            texts.append((language, NAMES[language], kept, plain(kept.text), wrong))
    waiting = [kept for _language, _name, kept, _read, _wrong in texts if kept.by and not kept.approved_at]
    context = {
        "period": of, "region": region, "texts": texts,
        "may_approve_text": bool(waiting) and all(kept.by_id != user.pk for kept in waiting),
    }  # fmt: skip
    return render(request, "figures/text.html", context)


def _words(table: str, row: str, measure: str, figure: float | None) -> tuple[str, str]:
    """What a number is of, and what the figures say."""
    try:
        kind = dataset(code_of_dataset(table))
        of = kind.measures[measure]
    except KeyError:
        return f"{table}/{row}/{measure}", "—"
    return f"{kind.name} · {member_words(kind, 'group', row)} · {of.name}", figure_text(figure, of)
