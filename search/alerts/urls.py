from django.urls import path, re_path

from search.alerts import feeds, views

urlpatterns = [
    re_path(r"^vacancies/feed\.(?P<form>rss|atom)$", feeds.vacancy_feed, name="vacancy_feed"),
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/new/", views.alert_new, name="alert_new"),
    path("alerts/asked/", views.alert_asked, name="alert_asked"),
    path("alerts/confirm/<str:token>/", views.alert_confirm, name="alert_confirm"),
    path("alerts/stop/<str:token>/", views.alert_stop, name="alert_stop"),
    path("alerts/resume/<str:token>/", views.alert_resume, name="alert_resume"),
    path("alerts/of/<str:token>/", views.alerts_of_address, name="alerts_of_address"),
]
