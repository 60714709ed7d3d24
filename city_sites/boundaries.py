"""What the CMS lets a person see: the sites of their groups, and nothing of another city.

Wagtail guards changes of pages, images and documents. It does not guard all looks at them: choosers, the API
behind its own pages and some reports show everything to whoever may enter. Those are held here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch
from wagtail.documents.models import Document
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.models import Image
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from accounts.enums import Action
from accounts.models import User
from accounts.permissions import may

CMS: Final = "/cms/"
PAGE_PARTS: Final = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "pk")
"""Names of parts of addresses that hold the id of a page, in the address spaces of pages."""
PAGE_SPACES: Final = ("wagtailadmin_pages", "wagtailadmin_explore", "wagtailadmin_choose_page", "wagtailcore")
_BULK: Final = ":bulk"
FOR_ALL_SITES: Final = frozenset(
    {
        "wagtailadmin_pages:type_use",
        "wagtailadmin_pages:type_use_results",
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:page_types_usage_results",
    }
)
"""Reports across all sites: for those whose right begins at the root of the tree."""
SEEN_WITH: Final = ("add", "change", "delete", "choose")

_pages = PagePermissionPolicy()


def roots_of(user: User | AnonymousUser) -> list[Page]:
    """The pages from which on a person has a right."""
    return list(_pages.instances_with_direct_explore_permission(user)) if isinstance(user, User) else []


def visible_pages(user: User | AnonymousUser, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Those of `pages` that stand on the person's sites, and the way to them from the root."""
    seen = Q(pk__in=())
    for root in roots_of(user):
        above = [root.path[: root.steplen * depth] for depth in range(1, root.depth)]
        seen |= Q(path__startswith=root.path) | Q(path__in=above)
    return pages.filter(seen)


def visible_images(user: User | AnonymousUser) -> QuerySet[Image]:
    found: QuerySet[Image] = image_policy.instances_user_has_any_permission_for(user, SEEN_WITH)
    return found


def visible_documents(user: User | AnonymousUser) -> QuerySet[Document]:
    found: QuerySet[Document] = document_policy.instances_user_has_any_permission_for(user, SEEN_WITH)
    return found


def sees_file(user: User | AnonymousUser, file: Image | Document) -> bool:
    """Whether somebody sees a file that is not public: who works on its site, and who watches its region."""
    if not isinstance(user, User):
        return False
    seen = visible_images(user) if isinstance(file, Image) else visible_documents(user)
    return may(user, Action.SUPERVISE, file.collection.name[:6]) or seen.filter(pk=file.pk).exists()


class BoundaryMiddleware:
    """An address of the CMS with the id of what the person does not see does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, parts: Mapping[str, Any]
    ) -> HttpResponse | None:
        if not request.path_info.startswith(CMS) or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        assert match is not None
        if match.url_name and not request.user.has_perm("wagtailadmin.access_admin"):
            raise Http404  # Wagtail would lead to the sign-in, which leads back here
        if match.view_name in FOR_ALL_SITES and not any(page.depth == 1 for page in roots_of(request.user)):
            raise Http404
        for seen, key in _named(request, match, parts):
            if not seen.filter(pk=key).exists():
                raise Http404
        return None


def _named(
    request: HttpRequest, match: ResolverMatch, parts: Mapping[str, Any]
) -> list[tuple[QuerySet[Any], str]]:
    """What an address names by id, each with all of its kind that the person sees."""
    user = request.user
    space = match.namespaces[0] if match.namespaces else match.url_name or ""
    if space == "wagtail_bulk_action":
        space = f"{parts['app_label']}{_BULK}"
    seen: QuerySet[Any]
    names: tuple[str, ...]
    if space.startswith("wagtailimages"):
        names, seen = ("image_id", "pk"), visible_images(user)
    elif space.startswith("wagtaildocs"):
        names, seen = ("document_id", "pk"), visible_documents(user)
    elif space.startswith(PAGE_SPACES):
        names, seen = PAGE_PARTS, visible_pages(user, Page.objects.all())
    else:
        return []
    keys = [str(parts[name]) for name in names if name in parts]
    if space.endswith(("_chooser", "_multiple", _BULK)):
        keys += request.GET.getlist("id")
    return [(seen, key) for key in keys if key.isdecimal()]
