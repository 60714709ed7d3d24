from django.urls import include, path

from search import views, views_pay, views_people

urlpatterns = [
    path("vacancies/", views.vacancy_results, name="vacancies"),
    path("vacancies/pay/", views_pay.pay_hint, name="pay_hint"),
    path("me/recommended/", views_people.recommended, name="me_recommended"),
    path("", include("search.alerts.urls")),
]
