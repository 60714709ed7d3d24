"""Addresses of statistics below /workspace/."""

from django.urls import path

from stats_publishing.desk import releases

urlpatterns = [
    path("releases/", releases.release_list, name="workspace_releases"),
    path("releases/add/", releases.release_new, name="workspace_release_new"),
    path("releases/rules/", releases.rules, name="workspace_release_rules"),
    path("releases/<int:pk>/", releases.release_page, name="workspace_release"),
]
