"""Addresses below /window/: a service point that serves people without an account."""

from django.urls import path

from jobs.views import window

urlpatterns = [
    path("", window.desk, name="window"),
    path("register/", window.register, name="window_register"),
    path("open/<int:pk>/", window.open_person, name="window_open"),
    path("end/", window.end, name="window_end"),
    path("idle/", window.idle, name="window_idle"),
    path("slip/", window.slip, name="window_slip"),
]
