"""Addresses of the desk of figures, below /workspace/."""

from django.urls import path

from stats_publishing.desk.views import figures, texts

urlpatterns = [
    path("figures/", figures.figure_list, name="figures"),
    path("figures/make/", figures.figures_make, name="figures_make"),
    path("figures/<str:region>/<str:period>/", figures.figures_page, name="figures_page"),
    path("figures/<str:region>/<str:period>/decide/", figures.figures_decide, name="figures_decide"),
    path("figures/<str:region>/<str:period>/text/", texts.figures_text, name="figures_text"),
]
