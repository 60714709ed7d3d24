"""Addresses below /workspace/."""

from django.urls import path

from city_sites.workspace.views import (
    audit,
    cross_region,
    employers,
    feeds,
    home,
    people,
    popular,
    profiles,
    reports,
    runs,
    synonyms,
    verifications,
)

urlpatterns = [
    path("", home.home, name="workspace"),
    path("feeds/", feeds.feed_list, name="workspace_feeds"),
    path("feeds/<slug:slug>/", feeds.feed_page, name="workspace_feed"),
    path("feeds/<slug:slug>/upload/", feeds.feed_upload, name="workspace_feed_upload"),
    path("feeds/<slug:slug>/schedule/", feeds.feed_schedule, name="workspace_feed_schedule"),
    path("feeds/<slug:slug>/profile/", profiles.profile_page, name="workspace_feed_profile"),
    path("feeds/<slug:slug>/key/", feeds.feed_key, name="workspace_feed_key"),
    path("cross-region/", cross_region.cross_region_page, name="workspace_cross_region"),
    path("employers/", employers.employer_list, name="workspace_employers"),
    path("employers/<int:pk>/judge/", employers.employer_judge, name="workspace_employer_judge"),
    path("reports/", reports.report_list, name="workspace_reports"),
    path("reports/<str:number>/", reports.report_page, name="workspace_report"),
    path("verifications/", verifications.verification_list, name="workspace_verifications"),
    path("verifications/<uuid:public_id>/", verifications.verification_page, name="workspace_verification"),
    path(
        "verifications/<uuid:public_id>/<slug:kind>/",
        verifications.verification_document,
        name="workspace_verification_document",
    ),
    path("audit/", audit.audit_list, name="workspace_audit"),
    path("people/", people.people_list, name="workspace_people"),
    path("people/<int:pk>/second-factor/", people.second_factor, name="workspace_second_factor"),
    path("popular/", popular.popular_list, name="workspace_popular"),
    path("popular/<int:pk>/", popular.popular_judge, name="workspace_popular_judge"),
    path("runs/", runs.run_list, name="workspace_runs"),
    path("runs/<uuid:public_id>/", runs.run_page, name="workspace_run"),
    path("runs/<uuid:public_id>/progress/", runs.run_progress, name="workspace_run_progress"),
    path("runs/<uuid:public_id>/decide/", runs.run_decide, name="workspace_run_decide"),
    path("runs/<uuid:public_id>/receipts.csv", runs.run_receipts, name="workspace_run_receipts"),
    path("synonyms/", synonyms.synonym_list, name="workspace_synonyms"),
    path("synonyms/add/", synonyms.synonym_page, name="workspace_synonym_add"),
    path("synonyms/<int:pk>/", synonyms.synonym_page, name="workspace_synonym"),
]
