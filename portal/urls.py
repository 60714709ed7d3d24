"""Addresses. A city's host serves the same addresses as the national one, scoped to the city."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from jobs.views import reports
from jobs.views.public import employer_page
from portal import hosts, sitemaps
from portal.api import api
from portal.cms_api import cms_api_urls
from portal.views import account, cities, health, market, vacancy

urlpatterns = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("tls/known", hosts.known_host),
    path("robots.txt", sitemaps.robots),
    path("sitemap.xml", sitemaps.index),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap_section"),
    path("api/v1/", api.urls),
    path("api/cms/", cms_api_urls),
    path("", include("search.urls")),
    path("vacancies/<int:pk>/", vacancy.vacancy, name="vacancy"),
    path("cities/", cities.cities, name="cities"),
    path("cities/coverage/", cities.coverage, name="coverage"),
    path("provinces/<slug:name>/", cities.province, name="province"),
    path("market/", market.market, name="market"),
    path("account/", account.account, name="account"),
    path("", include("accounts.urls")),
    path("me/", include("jobs.urls.seeker")),
    path("window/", include("jobs.urls.window")),
    path("vacancies/<int:pk>/report/", reports.report_new, name="report_new"),
    path("reports/", reports.cases, name="report_cases"),
    path("reports/<str:number>/", reports.case, name="report_case"),
    path("employers/<int:pk>/", employer_page, name="employer_page"),
    path("employer/", include("jobs.urls.employer")),
    path("workspace/", include("stats_publishing.desk.urls")),
    path("workspace/", include("stats_publishing.desk.figure_urls")),
    path("workspace/", include("city_sites.workspace.urls")),
    path("", include("stats_publishing.urls")),
    path("", include("city_sites.urls")),
    path("_util/login/", RedirectView.as_view(pattern_name="sign_in", query_string=True)),
    path("cms/login/", RedirectView.as_view(pattern_name="sign_in", query_string=True)),
    path("cms/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]

handler429 = "accounts.throttling.too_many_requests"
