"""Addresses below /workspace/."""

from django.urls import path

from city_sites.workspace.views import home

urlpatterns = [path("", home.home, name="workspace")]
