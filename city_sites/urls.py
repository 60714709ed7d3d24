"""Public addresses of city sites that are no pages of the CMS."""

from django.urls import path

from city_sites.views import courses, emblem, fairs, outlets

urlpatterns = [
    path("emblem/<slug:key>.png", emblem.emblem, name="emblem"),
    path("outlets/", outlets.outlet_list, name="outlets"),
    path("fairs/<int:pk>/calendar.ics", fairs.calendar, name="fair_calendar"),
    path("courses/mine/", courses.mine, name="courses_mine"),
    path("courses/<int:pk>/enrol/", courses.enrol, name="course_enrol"),
    path("courses/<int:pk>/withdraw/", courses.withdraw, name="course_withdraw"),
]
