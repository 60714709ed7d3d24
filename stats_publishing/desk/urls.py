"""Addresses of statistics below /workspace/."""

from django.urls import include, path

from stats_publishing.desk import releases
from stats_publishing.desk.views import board, holidays, returns, review

RETURN = "returns/<slug:form>/<str:region>/<str:period>/"

urlpatterns = [
    path("wages/", include("stats_publishing.desk.wage_urls")),
    path("releases/", releases.release_list, name="workspace_releases"),
    path("releases/add/", releases.release_new, name="workspace_release_new"),
    path("releases/rules/", releases.rules, name="workspace_release_rules"),
    path("releases/<int:pk>/", releases.release_page, name="workspace_release"),
    path("returns/", returns.return_list, name="returns"),
    path("board/", board.board_page, name="returns_board"),
    path("board/<slug:form>.csv", board.board_csv, name="returns_board_csv"),
    path("board/<slug:form>/remind/", board.board_remind, name="returns_remind"),
    path("board/<slug:form>/publish/", board.board_publish, name="returns_board_publish"),
    path("holidays/", holidays.holidays_page, name="returns_holidays"),
    path(RETURN, returns.return_page, name="returns_return"),
    path(f"{RETURN}draft/", returns.return_draft, name="returns_draft"),
    path(f"{RETURN}reason/", returns.return_reason, name="returns_reason"),
    path(f"{RETURN}history/", returns.return_history, name="returns_history"),
    path(f"{RETURN}decide/", review.return_decide, name="returns_decide"),
]
