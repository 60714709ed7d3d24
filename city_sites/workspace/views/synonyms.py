"""Synonyms of the search: national staff see what each one changes before they save it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import NATION, Action
from accounts.permissions import may
from accounts.rights import acting_by
from city_sites.workspace.access import person
from city_sites.workspace.paging import page_of
from city_sites.workspace.synonym_form import SynonymForm
from search.client import INDEX_ERRORS
from search.models import Synonym
from search.queries.effect import Effect, synonym_effect
from search.reading.lexicon import dense
from search.reading.services import WordTaken, synonym_save

A_PAGE = 50


@require_safe
@login_required
def synonym_list(request: HttpRequest) -> HttpResponse:
    """All synonyms by their word; `?q=` searches words and meanings."""
    _only_national(request)
    wanted = request.GET.get("q", "").replace("\0", "").strip()
    found = Synonym.objects.select_related("changed_by").order_by("key", "pk")
    if wanted:
        found = found.filter(Q(key__contains=dense(wanted)) | Q(meanings__contains=[wanted]))
    page = page_of(request, found, size=A_PAGE)
    return render(request, "workspace/synonyms.html", {"page": page, "q": wanted})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acting_by(Action.EDIT_WORDS)
def synonym_page(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a synonym; "preview" shows what it would find, "save" saves it."""
    _only_national(request)
    synonym = get_object_or_404(Synonym, pk=pk) if pk else None
    form = SynonymForm(request.POST or None, initial=_initial(synonym))
    effects: list[Effect] = []
    if request.method == "POST" and form.is_valid():
        if "preview" not in request.POST and _save(request, form, synonym):
            return redirect("workspace_synonyms")
        effects = _effects(request, form) if form.is_valid() else []
    return render(request, "workspace/synonym.html", {"form": form, "synonym": synonym, "effects": effects})


def _only_national(request: HttpRequest) -> None:
    if not may(request.user, Action.EDIT_WORDS, NATION):
        raise Http404


def _initial(synonym: Synonym | None) -> dict[str, object]:
    if synonym is None:
        return {"is_active": True}
    return {
        "word": synonym.word,
        "meanings": "，".join(synonym.meanings),
        "two_way": synonym.two_way,
        "is_active": synonym.is_active,
        "note": synonym.note,
    }


def _save(request: HttpRequest, form: SynonymForm, synonym: Synonym | None) -> bool:
    try:
        saved = synonym_save(**form.cleaned_data, by=person(request), synonym=synonym)
    except WordTaken:
        form.add_error("word", _("There is a synonym for this word already: change that one."))
        return False
    messages.success(request, _("%(synonym)s: searches know it within seconds.") % {"synonym": saved})
    return True


def _effects(request: HttpRequest, form: SynonymForm) -> list[Effect]:
    said = form.cleaned_data
    try:
        return synonym_effect(word=said["word"], meanings=said["meanings"], two_way=said["two_way"])
    except INDEX_ERRORS:
        messages.error(request, _("The search does not answer: there is no preview now. Saving works."))
        return []
