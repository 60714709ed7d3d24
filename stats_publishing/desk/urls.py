"""Addresses of statistics below /workspace/."""

from django.urls import include, path

from stats_publishing.desk import releases
from stats_publishing.desk.views import board, files, forms, holidays, returns, review

RETURN = "returns/<slug:form>/<str:region>/<str:period>/"

urlpatterns = [
    path("wages/", include("stats_publishing.desk.wage_urls")),
    path("releases/", releases.release_list, name="workspace_releases"),
    path("releases/add/", releases.release_new, name="workspace_release_new"),
    path("releases/rules/", releases.rules, name="workspace_release_rules"),
    path("releases/<int:pk>/", releases.release_page, name="workspace_release"),
    path("forms/", forms.form_list, name="returns_forms"),
    path("forms/new/", forms.form_new, name="returns_form_new"),
    path("forms/<slug:code>/begin/", forms.form_begin, name="returns_form_begin"),
    path("forms/<slug:code>/<int:number>/", forms.form_page, name="returns_form"),
    path("forms/<slug:code>/draft/head/", forms.form_header, name="returns_form_header"),
    path("forms/<slug:code>/draft/check/", forms.form_check, name="returns_form_check"),
    path("forms/<slug:code>/draft/publish/", forms.form_publish, name="returns_form_publish"),
    path("forms/<slug:code>/draft/discard/", forms.form_discard, name="returns_form_discard"),
    path("forms/<slug:code>/draft/<slug:what>/add/", forms.form_part, name="returns_form_part_add"),
    path("forms/<slug:code>/draft/<slug:what>/<int:index>/", forms.form_part, name="returns_form_part"),
    path("returns/", returns.return_list, name="returns"),
    path("board/", board.board_page, name="returns_board"),
    path("board/<slug:form>.csv", board.board_csv, name="returns_board_csv"),
    path("board/<slug:form>/<str:period>/remind/", board.board_remind, name="returns_remind"),
    path("board/<slug:form>/publish/", board.board_publish, name="returns_board_publish"),
    path("holidays/", holidays.holidays_page, name="returns_holidays"),
    path("returns/key/<str:region>/", files.return_key, name="returns_key"),
    path(RETURN, returns.return_page, name="returns_return"),
    path(f"{RETURN}draft/", returns.return_draft, name="returns_draft"),
    path(f"{RETURN}reason/", returns.return_reason, name="returns_reason"),
    path(f"{RETURN}file/", files.return_send, name="returns_send"),
    path(f"{RETURN}file/return.<slug:kind>", files.return_file, name="returns_file"),
    path(f"{RETURN}records/", files.return_from_records, name="returns_records"),
    path(f"{RETURN}history/", returns.return_history, name="returns_history"),
    path(f"{RETURN}decide/", review.return_decide, name="returns_decide"),
]
