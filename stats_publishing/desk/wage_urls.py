"""Addresses of wage surveys below /workspace/wages/."""

from django.urls import path

from stats_publishing.desk import wages

urlpatterns = [
    path("", wages.survey_list, name="workspace_wages"),
    path("send/", wages.survey_send, name="workspace_wages_send"),
    path("pool/", wages.survey_pool, name="workspace_wages_pool"),
    path("prices/", wages.prices, name="workspace_wage_prices"),
    path("<uuid:public_id>/", wages.survey_page, name="workspace_wage_survey"),
    path("<uuid:public_id>/progress/", wages.survey_progress, name="workspace_wage_progress"),
    path("<uuid:public_id>/act/", wages.survey_act, name="workspace_wage_act"),
    path("<uuid:public_id>/weights/", wages.survey_weights, name="workspace_wage_weights"),
    path("<uuid:public_id>/findings/<int:pk>/", wages.finding_decide, name="workspace_wage_finding"),
]
