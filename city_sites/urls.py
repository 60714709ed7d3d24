"""Public addresses of city sites that are no pages of the CMS."""

from django.urls import path

from city_sites.views import courses, embeds, emblem, fairs, feeds, media, outlets, quality

urlpatterns = [
    path("emblem/<slug:key>.png", emblem.emblem, name="emblem"),
    path("media/images/<str:name>", media.rendition, name="rendition"),
    path("media/original_images/<str:name>", media.original, name="original_image"),
    path("embed/vacancies/", embeds.vacancies, name="embed_vacancies"),
    path("embed/search/", embeds.search, name="embed_search"),
    path("embed/v1/portal.js", embeds.script, name="embed_script"),
    path("embed/v1/content.json", embeds.content, name="embed_content"),
    path("feeds/<slug:kind>.<slug:form>", feeds.site_feed, name="site_feed"),
    path("outlets/", outlets.outlet_list, name="outlets"),
    path("quality/", quality.quality_ranking, name="quality"),
    path("fairs/<int:pk>/calendar.ics", fairs.calendar, name="fair_calendar"),
    path("courses/mine/", courses.mine, name="courses_mine"),
    path("courses/<int:pk>/enrol/", courses.enrol, name="course_enrol"),
    path("courses/<int:pk>/withdraw/", courses.withdraw, name="course_withdraw"),
]
