"""Public addresses of figures and of the release calendar."""

from django.urls import path

from stats_publishing import addresses  # noqa: F401  registers the kinds of parts
from stats_publishing.views import data, pay, release_files, releases, timeliness

urlpatterns = [
    path("pay/", pay.pay, name="pay"),
    path("releases/", releases.calendar, name="releases"),
    path("releases/calendar.ics", releases.calendar_ics, name="releases_ics"),
    path("releases/feed.atom", releases.ReleaseFeed(), name="releases_feed"),
    path("releases/<int:pk>/", releases.release_page, name="release"),
    path("releases/<int:pk>/early/", releases.release_early, name="release_early"),
    path("releases/<int:pk>/files/<int:file>/<str:name>", release_files.release_file, name="release_file"),
    path(
        "releases/<int:pk>/early/files/<int:file>/<str:name>",
        release_files.release_file_early,
        name="release_file_early",
    ),
    path("timeliness/", timeliness.timeliness_page, name="timeliness"),
    path("timeliness.csv", timeliness.timeliness_csv, name="timeliness_csv"),
    path("data/", data.catalogue, name="data"),
    path("data/<slug:dataset>/", data.dataset_page, name="data_dataset"),
    path("data/<slug:dataset>/<region:region>/", data.region_page, name="data_region"),
    path("data/<slug:dataset>/<region:region>/<period:period>/", data.table, name="data_table"),
    path(
        "data/<slug:dataset>/<region:region>/<period:period>/v/<int:number>/",
        data.table,
        name="data_version",
    ),
    path("data/<slug:dataset>/<region:region>/<period:period>/<str:file>", data.table_file, name="data_file"),
    path(
        "data/<slug:dataset>/<region:region>/<period:period>/v/<int:number>/<str:file>",
        data.table_file,
        name="data_version_file",
    ),
    path(
        "data/<slug:dataset>/<region:region>/series/<slug:measure>/<str:key>/",
        data.series,
        name="data_series",
    ),
    path(
        "data/<slug:dataset>/<region:region>/series/<slug:measure>/<str:key>/<str:file>",
        data.series_file,
        name="data_series_file",
    ),
    path("data/<slug:dataset>/compare/", data.compare, name="data_compare"),
]
