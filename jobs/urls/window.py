"""Addresses below /window/: a service point that serves people without an account."""

from django.urls import path

from jobs.views import unemployment, window

urlpatterns = [
    path("", window.desk, name="window"),
    path("register/", window.register, name="window_register"),
    path("open/<int:pk>/", window.open_person, name="window_open"),
    path("end/", window.end, name="window_end"),
    path("idle/", window.idle, name="window_idle"),
    path("slip/", window.slip, name="window_slip"),
    path("unemployed/", unemployment.people, name="unemployed"),
    path("unemployed/unemployed.csv", unemployment.table, name="unemployed_table"),
    path("unemployed/register/", unemployment.register, name="unemployed_register"),
    path("unemployed/<int:pk>/", unemployment.one, name="unemployed_person"),
    path("unemployed/<int:pk>/benefit/", unemployment.benefit, name="unemployed_benefit"),
    path("unemployed/<int:pk>/benefit/<int:benefit_pk>/stop/", unemployment.stop, name="unemployed_stop"),
    path("unemployed/<int:pk>/support/", unemployment.support, name="unemployed_support"),
    path("unemployed/<int:pk>/end/", unemployment.end, name="unemployed_end"),
    path("unemployed/<int:pk>/copy/", unemployment.copy, name="unemployed_copy"),
    path("unemployed/<int:pk>/erase/", unemployment.erase, name="unemployed_erase"),
]
