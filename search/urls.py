from django.urls import include, path

from search import views, views_candidates, views_pay, views_people

urlpatterns = [
    path("vacancies/", views.vacancy_results, name="vacancies"),
    path("vacancies/pay/", views_pay.pay_hint, name="pay_hint"),
    path("me/recommended/", views_people.recommended, name="me_recommended"),
    path("employer/<int:pk>/vacancies/<int:vid>/people/", views_candidates.people, name="employer_people"),
    path(
        "employer/<int:pk>/vacancies/<int:vid>/people/<slug:reference>/",
        views_candidates.candidate,
        name="employer_person",
    ),
    path("", include("search.alerts.urls")),
]
