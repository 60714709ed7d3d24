from django.urls import path

from search import views

urlpatterns = [path("vacancies/", views.vacancy_results, name="vacancies")]
