"""Addresses of the room."""

from django.urls import path

from aktsom.reminders import views

app_name = "reminders"

urlpatterns = [
    path("account/reminders/", views.choose, name="choose"),
    path("account/reminders/calendar/", views.make_calendar, name="make-calendar"),
    path("account/reminders/calendar/end/", views.end_calendar, name="end-calendar"),
    path("calendar/<str:calendar_key>.ics", views.calendar, name="calendar"),
]
