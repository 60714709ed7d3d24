"""Addresses of statistics below /workspace/."""

from django.urls import path

from stats_publishing.desk import releases
from stats_publishing.desk.views import returns, review

RETURN = "returns/<slug:form>/<str:region>/<str:period>/"

urlpatterns = [
    path("releases/", releases.release_list, name="workspace_releases"),
    path("releases/add/", releases.release_new, name="workspace_release_new"),
    path("releases/rules/", releases.rules, name="workspace_release_rules"),
    path("releases/<int:pk>/", releases.release_page, name="workspace_release"),
    path("returns/", returns.return_list, name="returns"),
    path(RETURN, returns.return_page, name="returns_return"),
    path(f"{RETURN}draft/", returns.return_draft, name="returns_draft"),
    path(f"{RETURN}reason/", returns.return_reason, name="returns_reason"),
    path(f"{RETURN}history/", returns.return_history, name="returns_history"),
    path(f"{RETURN}decide/", review.return_decide, name="returns_decide"),
]
