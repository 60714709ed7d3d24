"""Desk of a site: how to show parts of the portal on another site, with a preview and the code."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.enums import NATION
from city_sites.services.embeds import MOST, USUAL, readable_accent
from city_sites.workspace import sites

PARTS = {"vacancies": ("embed_vacancies", "labour-vacancies"), "search": ("embed_search", "labour-search")}


class EmbedForm(forms.Form):
    """What is shown, in which colour and language; what is left out is as usual."""

    part = forms.ChoiceField(
        label=_("Part"), choices=[("vacancies", _("Newest vacancies")), ("search", _("Search box"))]
    )
    count = forms.IntegerField(label=_("How many vacancies"), min_value=1, max_value=MOST, initial=USUAL)
    accent = forms.RegexField(
        label=_("Colour"),
        regex=r"^#[0-9a-fA-F]{6}$",
        error_messages={"invalid": _("Write a colour as #rrggbb.")},
        help_text=_("Dark enough to be read on white; a lighter one is not taken, but the city's own."),
    )
    lang = forms.ChoiceField(label=_("Language"), choices=[("zh-hans", "中文"), ("en", "English")])


@require_safe
@login_required
def embed_page(request: HttpRequest, region: str) -> HttpResponse:
    """Options in the address bar; below them the part as it will be, and the code to copy."""
    desk = sites.edited_desk(request, region)
    usual = {"part": "vacancies", "count": USUAL, "accent": desk.accent, "lang": "zh-hans"}
    form = EmbedForm(request.GET if request.GET else usual)
    said = usual | (form.cleaned_data if form.is_valid() else {})
    accent = readable_accent(str(said["accent"]), instead=desk.accent)
    name, element = PARTS[str(said["part"])]
    own = "" if region == NATION else region
    query = urlencode({"city": own, "count": said["count"], "accent": accent, "lang": said["lang"]})
    root = import_string(settings.SITE_ROOT_OF)(own)
    title = dict(form.fields["part"].choices)[said["part"]]  # type: ignore[attr-defined]
    height = 120 if said["part"] == "search" else 190 + 70 * int(str(said["count"]))
    context = {
        "form": form,
        "accent_refused": form.is_valid() and accent != str(said["accent"]).lower(),
        "accent": accent,
        "preview": f"{reverse(name)}?{query}",
        "height": height,
        "frame_code": format_html(
            '<iframe src="{}{}?{}" title="{}" width="100%" height="{}" style="border:0"></iframe>',
            root, reverse(name), query, title, height,
        ),
        "script_code": format_html(
            '<script src="{}{}" defer></script>\n<{} city="{}" count="{}" accent="{}" lang="{}"></{}>',
            root, reverse("embed_script"), element, own, said["count"], accent,
            "en" if said["lang"] == "en" else "zh", element,
        ),
    }  # fmt: skip
    return render(
        request,
        "workspace/embed.html",
        sites.frame(desk, request) | context,
        status=200 if form.is_valid() else 422,
    )
