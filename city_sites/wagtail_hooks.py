"""The CMS: city sites, the chooser of employers, what staff of one city may see, who publishes what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy
from wagtail import hooks
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.models import Document
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import may
from city_sites import cms_filters
from city_sites.boundaries import sees_file, visible_documents, visible_images, visible_pages
from city_sites.draft_files import opens
from city_sites.models import CitySite, needs_two, region_of_page
from city_sites.services.external_links import links_remember
from city_sites.services.publishing import external_urls, hindrances, publishable_of
from city_sites.services.shown_files import is_shown
from jobs.enums import VerificationState
from jobs.models import Employer

MOST_AT_ONCE: Final = 50
"""Pages that are published together: each is looked at first."""
cms_filters.narrow()
_BY_APPROVAL = gettext_lazy("This page needs two people: submit it, and somebody else approves it.")


class CitySiteViewSet(ModelViewSet):
    """Settings of city sites; opening one is the act of `provision_city`."""

    model = CitySite
    menu_label = gettext_lazy("City sites")
    icon = "site"
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["region", "name", "state", "slug"]
    list_filter = ["state"]
    search_fields = ["name", "slug", "region"]
    form_fields = ["name", "accent", "contact_phone", "address", "opening_hours", "icp_number"]
    inspect_view_enabled = True


@hooks.register("register_admin_menu_item")
def to_the_workspace() -> MenuItem:
    return MenuItem(gettext_lazy("Workspace"), reverse_lazy("workspace"), icon_name="arrow-left", order=10)


@hooks.register("register_admin_viewset")
def city_site_viewset() -> CitySiteViewSet:
    return CitySiteViewSet("city-sites")


def _verified() -> QuerySet[Employer]:
    """Employers that everybody may know of."""
    return Employer.objects.filter(verification=VerificationState.VERIFIED)


class NameFilterForm(BaseFilterForm):
    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=60)

    def filter(self, objects: QuerySet[Employer]) -> QuerySet[Employer]:
        if wanted := self.cleaned_data.get("q"):
            self.is_searching, self.search_query = True, wanted
            objects = objects.filter(name__icontains=wanted)
        return super().filter(objects)


class _Listed:
    filter_form_class = NameFilterForm

    def get_object_list(self) -> QuerySet[Employer]:
        return _verified()


class EmployerChooseView(_Listed, ChooseView):
    pass


class EmployerResultsView(_Listed, ChooseResultsView):
    pass


class EmployerChosenView(ChosenView):
    def get_object(self, pk: Any) -> Employer:
        return _verified().get(pk=pk)


class EmployersChosenView(ChosenMultipleView):
    def get_objects(self, pks: list[Any]) -> QuerySet[Employer]:
        return _verified().filter(pk__in=pks)


class EmployerChooserViewSet(ChooserViewSet):
    """Employers of a job fair: verified ones, found by name."""

    model = Employer
    icon = "group"
    choose_one_text = gettext_lazy("Choose an employer")
    choose_another_text = gettext_lazy("Choose another employer")
    choose_view_class = EmployerChooseView
    choose_results_view_class = EmployerResultsView
    chosen_view_class = EmployerChosenView
    chosen_multiple_view_class = EmployersChosenView
    form_fields: list[str] = []


@hooks.register("register_admin_viewset")
def employer_chooser() -> EmployerChooserViewSet:
    return EmployerChooserViewSet("employer_chooser", url_prefix="employer-chooser")


@hooks.register("before_publish_page")
def only_by_approval(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Policy documents and figures become public by the approval of somebody else only."""
    if not needs_two(page):
        return None
    messages.error(request, _BY_APPROVAL)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def published_in_bulk_as_one_by_one(
    request: HttpRequest, action_type: str, objects: list[Page], _action: Any
) -> HttpResponse | None:
    """Several pages go through the door of a single one; where one does not pass, none is published."""
    if action_type != "publish" or not objects or not isinstance(objects[0], Page):
        return None
    asked = publishable_of(objects, with_drafts_below=bool(request.POST.get("include_descendants")))
    refused = False
    for page in asked[:MOST_AT_ONCE]:
        words = [str(_BY_APPROVAL)] if needs_two(page) else hindrances(page)
        if words:
            refused = True
            told = gettext("“%(title)s” is not published: %(why)s") % {"title": page, "why": " ".join(words)}
            messages.error(request, told)
    if len(asked) > MOST_AT_ONCE:
        refused = True
        messages.error(request, gettext("At most %(most)s pages at once.") % {"most": MOST_AT_ONCE})
    return redirect("wagtailadmin_explore", objects[0].get_parent().pk) if refused else None


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def remember_links(_request: HttpRequest, page: Page) -> None:
    """Addresses of a page that was saved are looked at soon, by a worker."""
    links_remember(urls=external_urls(page.get_latest_revision_as_object()))


@hooks.register("insert_editor_css")
def editor_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/editor.css"))


@hooks.register("before_serve_document")
def no_document_of_a_draft(document: Document, request: HttpRequest) -> None:
    """What no public page refers to waits for its page as the page does; staff who work on it read it, and so
    does a headless client that shows the draft."""
    is_shown_in_draft = opens(request.GET.get("key", ""), request.path)
    if not (is_shown(document) or is_shown_in_draft or sees_file(request.user, document)):
        raise Http404


def read_draft(request: HttpRequest, page_id: int) -> HttpResponse:
    """The newest draft of a page, for who watches its region and edits nothing there."""
    page = get_object_or_404(visible_pages(request.user, Page.objects.all()), pk=page_id)
    region = region_of_page(page)
    if not may(request.user, Action.SUPERVISE, region) and not may(request.user, Action.EDIT_CONTENT, region):
        raise Http404
    draft = page.get_latest_revision_as_object()
    response: HttpResponse = draft.make_preview_request(request, draft.default_preview_mode)
    return response


@hooks.register("register_admin_urls")
def read_urls() -> list[URLPattern]:
    return [path("read/<int:page_id>/", read_draft, name="read_draft")]


@hooks.register("register_page_listing_more_buttons")
def read_button(page: Page, user: User, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001
    if page.depth > 2 and not page.permissions_for_user(user).can_edit():
        yield Button(
            gettext_lazy("Read the draft"),
            reverse("read_draft", args=[page.pk]),
            icon_name="view",
            attrs={"target": "_blank", "rel": "noreferrer"},
            priority=5,
        )


@hooks.register("construct_page_chooser_queryset")
def own_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return visible_pages(request.user, pages)


class OwnImagesAPI(ImagesAdminAPIViewSet):
    """Images for the CMS's own pages: those of the person's collections."""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(pk__in=visible_images(self.request.user).values("pk"))


class OwnDocumentsAPI(DocumentsAdminAPIViewSet):
    """Documents likewise."""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(pk__in=visible_documents(self.request.user).values("pk"))


@hooks.register("construct_admin_api", order=100)
def own_files(router: WagtailAPIRouter) -> None:
    """After Wagtail's own, which these take the place of."""
    router.register_endpoint("images", OwnImagesAPI)
    router.register_endpoint("documents", OwnDocumentsAPI)
