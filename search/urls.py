from django.urls import include, path

from search import views

urlpatterns = [
    path("vacancies/", views.vacancy_results, name="vacancies"),
    path("", include("search.alerts.urls")),
]
