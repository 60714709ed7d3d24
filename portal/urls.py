"""Addresses. A city's host serves the same addresses as the national one, scoped to the city."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.cms_api import cms_api
from portal.views import health

urlpatterns = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("api/cms/", cms_api.urls),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]
